"""Muscle groups: how much each was trained, when it was overloaded last, and how long it is to rest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from negcoach.training.exercise.catalogue import MUSCLES
from negcoach.training.exercise.exercise import Exercise, offered
from negcoach.training.progress.recovery import LastTraining, needs_rest, rest_hours

UNKNOWN = "not known"
"""The group of sets whose exercise names no muscles, or is no longer in the library."""


@dataclass(frozen=True, slots=True)
class SetDone:
    """A set as a week's totals need it: the exercise's slug, and the muscles that came with an imported one.

    ``tension_ms`` is time under tension; a lifted set has none.
    """

    exercise: str
    tension_ms: int = 0
    lifted: bool = False
    muscles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GroupTotal:
    """How much a muscle group was trained: lowered sets, lifted sets, time under tension of the lowered ones."""

    sets: int = 0
    lifted_sets: int = 0
    tension_ms: int = 0


@dataclass(frozen=True, slots=True)
class GroupRest:
    """When a muscle group was overloaded last, and until when it usually rests; ``None``: never, or rested already."""

    overloaded_at: datetime | None = None
    rest_until: datetime | None = None


def group_totals(done: Iterable[SetDone], library: Sequence[Exercise]) -> dict[str, GroupTotal]:
    """Return how much each muscle group was trained; a set counts for every group that its exercise trains.

    A lowered set's muscles are the library's, a lifted one's those that it came with, else the library's.
    """
    known = {exercise.slug: exercise.muscles for exercise in library}
    totals: dict[str, GroupTotal] = {}
    for each in done:
        for muscle in each.muscles or known.get(each.exercise) or (UNKNOWN,):
            total = totals.get(muscle, GroupTotal())
            totals[muscle] = GroupTotal(
                total.sets + (not each.lifted),
                total.lifted_sets + each.lifted,
                total.tension_ms + each.tension_ms,
            )
    return totals


def group_rests(trained: Iterable[LastTraining], now: datetime, *, older: bool = False) -> dict[str, GroupRest]:
    """Return the last overload and the rest of each muscle group that was trained; what was lifted is no overload.

    How long a group usually rests: see ``rest_hours``. A convention, not a law: a warning, never a lock.
    """
    rests: dict[str, GroupRest] = {}
    for last in trained:
        until = last.at + timedelta(hours=rest_hours(overload=last.overload, older=older, light=last.light).usual)
        for muscle in last.muscles:
            rest = rests.get(muscle, GroupRest())
            if last.overload and not last.lifted:
                rest = replace(rest, overloaded_at=_later(rest.overloaded_at, last.at))
            if until > now and needs_rest(muscle):
                rest = replace(rest, rest_until=_later(rest.rest_until, until))
            rests[muscle] = rest
    return rests


def groups_to_show(library: Sequence[Exercise], *found: Mapping[str, object]) -> tuple[str, ...]:
    """Return the groups that the offered exercises train, and all others ``found``, in the order of ``MUSCLES``."""
    names = {muscle for exercise in offered(library) for muscle in exercise.muscles}.union(*found)
    order = {muscle: index for index, muscle in enumerate(MUSCLES)}
    return tuple(sorted(names, key=lambda name: (name == UNKNOWN, order.get(name, len(order)), name)))


def _later(one: datetime | None, other: datetime) -> datetime:
    return other if one is None else max(one, other)
