"""What was performed: sets, sessions, and exposures, the training days that all advice counts in.

Only what was performed counts, never what was planned: the load is the one that was lowered (a corrected one where the
lifter corrected it), reps that were taken back and sets that were skipped are not there.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from negcoach.training.exercise.exercise import Exercise, Family
from negcoach.training.exercise.prescription import Prescription
from negcoach.training.exercise.safety import is_same_load, least_lowering_s, no_slower, slowest_tempo
from negcoach.training.exercise.tempo import Tempo
from negcoach.training.progress.adherence import is_kept
from negcoach.training.progress.pain import NOT_SAID, PainLevels
from negcoach.training.terms import Side, StopReason

SAME_EXPOSURE = timedelta(hours=20)
"""Sessions that begin less than this after the first one are one exposure: muscles know days, not sessions (our own
choice)."""

WEEK = timedelta(days=6)
"""A week from one exposure to another: less a day, so that a weekly rhythm fits (our own choice)."""

LEAST_MEASURED = 0.75
"""At least this share of an exposure's reps must be measured before it can have kept the tempo (our own choice)."""

MOST_RPE_KEPT = 9.0
"""A set rated above this left nothing in reserve, and does not count as kept (RPE 10: no rep left)."""

EASY_RPE = 7.0
"""Sets rated at this or below leave three reps or more: the load may grow by two steps (our own choice)."""


@dataclass(frozen=True, slots=True)
class PastSet:
    """A set as it was performed.

    ``adherences`` has measured / prescribed lowering time of each rep in order, ``None`` for one not measured.
    ``planned_reps`` is the prescribed reps a side (``None``: an open set), ``sides`` the side of each rep (empty where
    the exercise has none). ``one_rm_kg`` is the 1RM that was known then. ``tested`` is whether it was a single of a
    test: of the eccentric 1RM, or of the longest lowering. ``pain_levels`` and ``next_morning`` are how much it hurt,
    and on the morning after. ``only_side`` is the one side that was to be trained. ``dropped`` is whether it was the
    last of a drop set, with less load on purpose, ``rests_inside`` whether it had rests inside: its reps count whole,
    but what was kept so shows nothing of sets without them. ``helped_up`` is whether a spotter helped reps of it up:
    that shows nothing of what is lifted alone. ``held`` is whether its tempo did not count yet: its reps show how long
    they were held.
    """

    load_kg: float
    tempo: Tempo
    adherences: tuple[float | None, ...]
    planned_reps: int | None
    planned_sets: int
    stop: StopReason | None = StopReason.TARGET_REACHED
    rpe: float | None = None
    sides: tuple[Side, ...] = ()
    one_rm_kg: float | None = None
    tested: bool = False
    pain_levels: PainLevels = NOT_SAID
    next_morning: PainLevels = NOT_SAID
    only_side: Side | None = None
    dropped: bool = False
    rests_inside: bool = False
    helped_up: bool = False
    held: bool = False

    @property
    def side(self) -> Side | None:
        """The only side that was lowered, ``None`` for both or none."""
        return self.sides[0] if self.sides and self.sides.count(self.sides[0]) == len(self.sides) else None

    @property
    def lower_s(self) -> int:
        """The prescribed lowering in seconds."""
        return self.tempo.eccentric

    @property
    def reps(self) -> int:
        """How many reps were done, of both sides together."""
        return len(self.adherences)

    @property
    def open(self) -> bool:
        """Whether it was an open set, "to fatigue"."""
        return self.planned_reps is None

    @property
    def complete(self) -> bool:
        """Whether every planned rep was done, of the one side where only one was trained."""
        return self.planned_reps is None or self.reps >= self.planned_reps * max(1, len(set(self.sides)))

    @property
    def lost(self) -> bool:
        """Whether it was stopped on lost tempo; a bar that the spotter touched while it came down counts as that."""
        return self.stop in (StopReason.TEMPO_LOSS, StopReason.SPOTTER_TOUCHED)

    @property
    def pain(self) -> bool:
        """Whether it was stopped in pain."""
        return self.stop is StopReason.PAIN

    @property
    def hurt_side(self) -> Side | None:
        """The side that it was stopped in pain of, ``None`` where that is not known, or it was not stopped.

        That is the one that had the load, unless it is said that this one does not hurt, but the other one does.
        """
        side = None if not self.pain else self.sides[-1] if self.sides else self.only_side
        if side is None or self.pain_levels.of(side) != 0 or not self.pain_levels.worst:
            return side
        return Side.LEFT if side is Side.RIGHT else Side.RIGHT

    def loads(self, side: Side | None) -> bool:
        """Return whether a side was trained in it or was to be, or is known to have hurt; ``None``: any set does."""
        if side is None or side in self.sides:
            return True
        if not self.sides and self.only_side in (None, side):
            return True
        return self.pain_levels.of(side) is not None or self.next_morning.of(side) is not None

    @property
    def kept_reps(self) -> int:
        """How many reps kept the tempo before the first that did not, on the side with fewer of them."""
        return min(sum(one is not None for one in _before_lost(reps)) for reps in self._by_side)

    @property
    def reps_before_lost(self) -> int:
        """How many reps came before the first that did not keep the tempo, those by the clock too, on that side."""
        return min(len(_before_lost(reps)) for reps in self._by_side)

    @property
    def _by_side(self) -> tuple[tuple[float | None, ...], ...]:
        """Return the adherences of each side apart, all together where there are no sides."""
        if not self.sides:
            return (self.adherences,)
        reps = list(zip(self.adherences, self.sides, strict=False))
        return tuple(tuple(one for one, of in reps if of is side) for side in set(self.sides))

    @property
    def kept(self) -> bool:
        """Whether every rep was done and every measured one kept, the last one measured, without strain or pain."""
        if not self.adherences or self.adherences[-1] is None or self.lost or self.pain:
            return False
        strained = self.rpe is not None and self.rpe > MOST_RPE_KEPT
        return self.complete and not strained and all(one is None or is_kept(one) for one in self.adherences)


@dataclass(frozen=True, slots=True)
class PastSession:
    """The sets of one exercise in one session, in order; at least one. ``rpe`` is the effort of the session."""

    started_at: datetime
    sets: tuple[PastSet, ...]
    rpe: float | None = None


@dataclass(frozen=True, slots=True)
class Exposure:
    """A training day of one exercise: its sessions that began within ``SAME_EXPOSURE``, oldest first.

    The left and the right side of a one-sided exercise are one exposure as well, also where each had its own day.
    """

    sessions: tuple[PastSession, ...]

    @property
    def started_at(self) -> datetime:
        """When its first session began."""
        return self.sessions[0].started_at

    @property
    def ended_at(self) -> datetime:
        """When its last session began: rest is counted from there."""
        return self.sessions[-1].started_at

    @property
    def sets(self) -> tuple[PastSet, ...]:
        """All its sets, in order."""
        return tuple(past for session in self.sessions for past in session.sets)

    @property
    def reps(self) -> int:
        """How many reps were done in all its sets."""
        return sum(past.reps for past in self.sets)

    @property
    def reps_a_side(self) -> int:
        """How many reps were done on the side with fewer of them, all of them where there are no sides."""
        sides = [side for past in self.sets for side in past.sides]
        return min(sides.count(side) for side in set(sides)) if sides else self.reps

    @property
    def held_reps(self) -> int:
        """The fewest reps of its sets, a side where there are sides; 0 where it was lost or hurt."""
        if self.lost or self.pain:
            return 0
        return min(past.reps // max(1, len(set(past.sides))) for past in self.sets)

    @property
    def held(self) -> bool:
        """Whether the tempo counted in none of its sets."""
        return all(past.held for past in self.sets)

    @property
    def load_kg(self) -> float:
        """The heaviest load."""
        return max(past.load_kg for past in self.sets)

    @property
    def top_sets(self) -> tuple[PastSet, ...]:
        """The sets with the heaviest load."""
        load_kg = self.load_kg
        return tuple(past for past in self.sets if is_same_load(past.load_kg, load_kg))

    @property
    def kept(self) -> bool:
        """Whether all planned sets were done at its load, enough reps were measured, and every set was kept."""
        dropped = sum(past.dropped and past not in self.top_sets for past in self.sets)
        at_load = len(self.top_sets) + dropped >= max(past.planned_sets for past in self.sets)
        enough = at_load and self.complete and self.measured >= LEAST_MEASURED
        return enough and all(past.kept for past in self.sets)

    @property
    def rests_inside(self) -> bool:
        """Whether a set of it had rests inside."""
        return any(past.rests_inside for past in self.sets)

    @property
    def helped_up(self) -> bool:
        """Whether the spotter helped reps of a set up, as is done in forced ones."""
        return any(past.helped_up for past in self.sets)

    @property
    def kept_straight(self) -> bool:
        """Whether it was kept in sets without rests inside, and without help."""
        return self.kept and not self.rests_inside and not self.helped_up

    @property
    def lost(self) -> bool:
        """Whether a set was stopped on lost tempo or a touched bar; an open set ends in that by design."""
        return any(past.lost and not past.open for past in self.sets)

    @property
    def pain(self) -> bool:
        """Whether a set was stopped in pain."""
        return any(past.pain for past in self.sets)

    @property
    def hurt_kg(self) -> float:
        """The lightest load of the sets that were stopped in pain, of which there is at least one."""
        return min(past.load_kg for past in self.sets if past.pain)

    @property
    def hurt_sides(self) -> frozenset[Side]:
        """The sides on which sets were stopped in pain: those of their last reps, empty where there are no sides."""
        return frozenset(past.hurt_side for past in self.sets if past.hurt_side is not None)

    def trains(self, sides: frozenset[Side]) -> bool:
        """Return whether these sides were trained, as they are where the exercise has none."""
        own = {side for past in self.sets for side in past.sides}
        return not own or sides <= own

    @property
    def whole(self) -> bool:
        """Whether all that was planned was done, without lost tempo and without pain."""
        return self.trained and self.complete and not self.lost and not self.pain

    def pain_on(self, side: Side | None) -> int | None:
        """Return the most that a set of it hurt on a side (``None``: on any), ``None`` where that was not said."""
        levels = (past.pain_levels.on(side) for past in self.sets if past.loads(side))
        return max((level for level in levels if level is not None), default=None)

    def next_morning_on(self, side: Side | None) -> int | None:
        """Return likewise the most that it hurt on the morning after."""
        levels = (past.next_morning.on(side) for past in self.sets if past.loads(side))
        return max((level for level in levels if level is not None), default=None)

    def stopped_on(self, side: Side | None) -> bool:
        """Return whether a set of it was stopped in pain while a side (``None``: any) had the load."""
        return any(past.pain and (side is None or past.hurt_side in (None, side)) for past in self.sets)

    @property
    def measured(self) -> float:
        """The share of its reps that were measured."""
        reps = [one for past in self.sets for one in past.adherences]
        return sum(one is not None for one in reps) / len(reps) if reps else 0.0

    @property
    def complete(self) -> bool:
        """Whether all planned sets and reps were done, of both sides where there are sides."""
        sets = self.sets
        both = len({side for past in sets for side in past.sides}) != 1 or all(past.only_side for past in sets)
        return both and len(sets) >= max(past.planned_sets for past in sets) and all(past.complete for past in sets)

    @property
    def tested(self) -> bool:
        """Whether it was a test, of the eccentric 1RM or of the longest lowering: then it is neither kept nor lost."""
        return any(past.tested for past in self.sets)

    @property
    def trained(self) -> bool:
        """Whether anything was lowered in it: a set can end in pain before its first rep."""
        return any(past.adherences for past in self.sets)

    @property
    def open(self) -> bool:
        """Whether its sets at the heaviest load were open ones."""
        return all(past.open for past in self.top_sets)

    @property
    def easy(self) -> bool:
        """Whether every set was rated, and none above ``EASY_RPE``."""
        return all(past.rpe is not None and past.rpe <= EASY_RPE for past in self.sets)

    def is_like(self, other: Exposure) -> bool:
        """Return whether load, tempo and reps were the same."""
        one, another = self.top_sets[0], other.top_sets[0]
        alike = (one.lower_s, one.planned_reps) == (another.lower_s, another.planned_reps)
        return alike and is_same_load(one.load_kg, another.load_kg)


def _before_lost(adherences: Sequence[float | None]) -> Sequence[float | None]:
    lost = (at for at, one in enumerate(adherences) if one is not None and not is_kept(one))
    return adherences[: next(lost, len(adherences))]


def exposures_of(sessions: Iterable[PastSession]) -> tuple[Exposure, ...]:
    """Return the exposures that these sessions of one exercise make, oldest first."""
    together: list[list[PastSession]] = []
    for session in sorted(sessions, key=lambda one: one.started_at):
        if together and _belongs(session, together[-1]):
            together[-1].append(session)
        else:
            together.append([session])
    return tuple(Exposure(tuple(one)) for one in together)


def days_of(exposures: Iterable[Exposure], side: Side | None) -> tuple[Exposure, ...]:
    """Return the exposures that trained a side, with the sets that did; all of them for ``None``."""
    found = []
    for one in exposures:
        parts = (replace(it, sets=tuple(past for past in it.sets if past.loads(side))) for it in one.sessions)
        sessions = tuple(part for part in parts if part.sets)
        if sessions:
            found.append(Exposure(sessions))
    return tuple(found)


def split_today(sessions: Iterable[PastSession], now: datetime) -> tuple[tuple[Exposure, ...], tuple[PastSet, ...]]:
    """Return the exposures before today, oldest first, and the sets of today: of the last ``SAME_EXPOSURE``."""
    ordered = sorted(sessions, key=lambda one: one.started_at)
    before = [one for one in ordered if now - one.started_at >= SAME_EXPOSURE]
    return exposures_of(before), tuple(past for one in ordered[len(before) :] for past in one.sets)


def until_pain(exposures: Sequence[Exposure]) -> tuple[Sequence[Exposure], frozenset[Side]]:
    """Return the exposures up to the last that ended in pain, and the sides that hurt.

    There are none where all that hurt was trained since; no sides where the exercise has none.
    """
    sides: frozenset[Side] = frozenset()
    last: int | None = None
    for index, one in enumerate(exposures):
        if one.pain:
            last, sides = index, sides | one.hurt_sides
        elif one.trained and one.trains(sides):
            last, sides = None, frozenset()
    return (exposures[: last + 1], sides) if last is not None else ((), sides)


def plan_of(base: Prescription, exposure: Exposure) -> Prescription:
    """Return an exposure's prescription, with the load that was performed; rests and lead-ins are those of ``base``.

    A drop is not prescribed again, nor is overload that was lowered or held for too long, nor sets to fatigue of what
    is lifted alone.
    """
    top = exposure.top_sets[0]
    tempo = replace(top.tempo, eccentric=max(top.lower_s, least_lowering_s(base.exercise)))
    if base.exercise.family is Family.OVERLOAD:
        tempo = no_slower(tempo, slowest_tempo(base.exercise))
    reps = top.planned_reps
    if reps is None and base.exercise.family is Family.TEMPO:
        reps = base.exercise.reps
    return replace(base, tempo=tempo, sets=top.planned_sets, reps=reps, load_kg=exposure.load_kg)


def what_hurt(base: Prescription, exposure: Exposure) -> Prescription:
    """Return the prescription of the sets of an exposure that were stopped in pain, of each number the least."""
    painful = tuple(past for past in exposure.sets if past.pain)
    plan = plan_of(base, Exposure((PastSession(exposure.started_at, painful),)))
    sets, reps = sets_and_reps_that_hurt(base.exercise, exposure)
    return replace(plan, sets=sets, reps=reps, load_kg=exposure.hurt_kg)


def sets_and_reps_that_hurt(exercise: Exercise, exposure: Exposure) -> tuple[int, int]:
    """Return the fewest sets and reps that were planned where an exposure hurt; of a test those of the exercise.

    A test has few reps because its loads are heavy, and says nothing of how many lighter ones may be done. Sets to
    fatigue had the reps that were done, but no more than are usual: with less load they would be more.
    """
    if exposure.tested:
        return exercise.sets, exercise.reps
    painful = [past for past in exposure.sets if past.pain]
    sets = min(past.planned_sets for past in painful)
    return sets, min(past.planned_reps or _reps_to_fatigue(exercise, past) for past in painful)


def _reps_to_fatigue(exercise: Exercise, past: PastSet) -> int:
    return max(1, min(past.reps // max(1, len(set(past.sides))), exercise.reps))


def weaker_side(exposures: Sequence[Exposure]) -> Side | None:
    """Return the side that kept its tempo less in the newest exposure of both sides, ``None`` where they were alike."""
    for exposure in reversed(exposures):
        found = {side: _kept_share(exposure, side) for side in Side}
        left, right = found[Side.LEFT], found[Side.RIGHT]
        if left is not None and right is not None:
            return None if left == right else Side.LEFT if left < right else Side.RIGHT
    return None


def _kept_share(exposure: Exposure, side: Side) -> tuple[int, float] | None:
    """Return how many reps of a side were kept, and their mean adherence; ``None`` where none was measured."""
    reps = [
        adherence
        for past in exposure.sets
        for adherence, of in zip(past.adherences, past.sides, strict=False)
        if of is side and adherence is not None
    ]
    return (sum(map(is_kept, reps)), round(sum(reps) / len(reps), 1)) if reps else None


def _belongs(session: PastSession, exposure: Sequence[PastSession]) -> bool:
    if session.started_at - exposure[0].started_at < SAME_EXPOSURE:
        return True
    here, there = _side_of([session]), _side_of(exposure)
    return here is not None and there is not None and here is not there


def _side_of(sessions: Sequence[PastSession]) -> Side | None:
    """Return the only side that was trained in these sessions, ``None`` for both or none."""
    sides = {past.side for session in sessions for past in session.sets}
    return sides.pop() if len(sides) == 1 else None
