"""What the exercises of a plan are today: what would be done of each, why, when it was done last, how long it takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from negcoach.coaching.advice.alternative import advice_in_way
from negcoach.coaching.advice.recent_training import RecentTraining, read_recent_training
from negcoach.coaching.session.agenda import request_of
from negcoach.coaching.words.set_words import duration_ms
from negcoach.errors import NegcoachError
from negcoach.services import Services
from negcoach.training.advice.advice import Advice
from negcoach.training.advice.finding import is_at_most
from negcoach.training.exercise.exercise import Exercise
from negcoach.training.exercise.prescription import Prescription
from negcoach.training.exercise.way import STRAIGHT
from negcoach.training.plan.plan import PlanItem, blocks_of


@dataclass(frozen=True, slots=True)
class ItemToday:
    """An exercise of a plan today: the advice on it, and the ``prescription`` that the plan makes of that.

    ``days`` are those of its recent sessions. What is not known, as for an exercise that is not in the library,
    is ``None``.
    """

    item: PlanItem
    exercise: Exercise | None
    recent: RecentTraining | None = None
    advice: Advice | None = None
    prescription: Prescription | None = None

    @property
    def is_more_than_advised(self) -> bool:
        """Whether the plan fixes more than is advised today, and the gate will say so."""
        asked, advice = self.prescription, self.advice
        if asked is None or advice is None:
            return False
        return not is_at_most(asked, advice.prescription) and bool(advice.demands_for(asked))

    @property
    def duration_ms(self) -> int | None:
        """About how long its sets and rests take, ``None`` where nobody knows."""
        if self.prescription is None or self.advice is None or self.advice.stopped:
            return None
        return duration_ms(self.prescription)

    @property
    def days(self) -> frozenset[date]:
        """The days of its recent sessions."""
        sessions = () if self.recent is None else self.recent.facts.sessions
        return frozenset(session.started_at.date() for session in sessions)


class PlansToday:
    """Reads what the exercises of plans are today; each exercise is read once, until ``forget``."""

    def __init__(self, services: Services) -> None:
        """Read from the database of ``services``."""
        self._services = services
        self._read: dict[str, RecentTraining] = {}

    def forget(self) -> None:
        """Read everything again from now on: something may have been trained meanwhile."""
        self._read.clear()

    def of(self, items: Sequence[PlanItem]) -> tuple[ItemToday, ...]:
        """Return the exercises of a plan as they are today."""
        return tuple(self._of(item) for item in items)

    def _of(self, item: PlanItem) -> ItemToday:
        exercise = self._services.exercise(item.exercise)
        if exercise is None:
            return ItemToday(item, None)
        try:
            recent = self._recent(exercise)
            advice = advice_in_way(recent, STRAIGHT if item.way is None else item.way)
            asked = request_of(self._services, item).with_advice(advice.prescription)
        except NegcoachError:  # begun, it says what stands against it
            return ItemToday(item, exercise)
        return ItemToday(item, exercise, recent, advice, asked)

    def _recent(self, exercise: Exercise) -> RecentTraining:
        if exercise.slug not in self._read:
            self._read[exercise.slug] = read_recent_training(self._services, exercise)
        return self._read[exercise.slug]


def total_ms(today: Sequence[ItemToday]) -> tuple[int, bool]:
    """Return about how long the exercises of a plan take together, and whether that is all of them.

    Two that alternate have their rests in common. Those that nobody knows the length of, and those that are not to be
    done today, count nothing.
    """
    of_item = {id(one.item): one for one in today}
    total, known = 0, True
    for block in blocks_of([one.item for one in today]):
        found = [of_item[id(item)] for item in block]
        lengths = [one.duration_ms for one in found]
        known = known and None not in lengths
        total += sum(filter(None, lengths))
        if len(found) > 1 and None not in lengths:
            total -= min(_rests_ms(one.prescription) for one in found if one.prescription is not None)
    return total, known


def _rests_ms(prescription: Prescription) -> int:
    return (prescription.sets - 1) * prescription.rest_ms
