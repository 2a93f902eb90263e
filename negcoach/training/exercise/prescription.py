"""A prescription: an exercise with the load, sets, reps, tempo and rests that the lifter chose."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from negcoach.errors import NegcoachError
from negcoach.texts import joined
from negcoach.training.exercise.exercise import Exercise, Family, SafeAt
from negcoach.training.exercise.limits import (
    LONGEST_LEAD_IN_MS,
    LONGEST_LIFT_MS,
    LONGEST_REST_MS,
    MOST_REPS,
    MOST_SETS,
    SHORTEST_LEAD_IN_MS,
    SHORTEST_LIFT_MS,
)
from negcoach.training.exercise.tempo import Tempo
from negcoach.training.exercise.way import RELOAD_MS, STRAIGHT, Way, WayKind
from negcoach.training.terms import Side, StartsWith
from negcoach.training.units import Unit


@dataclass(frozen=True, slots=True)
class Prescription:
    """Sets of one exercise, all with the same load and tempo, and the same reps unless they fall; valid once made.

    ``load_kg`` is the load moved; for a bodyweight exercise what is added to the body, or, below 0, the help of a band
    or machine. ``load_unit`` is the unit it was typed in, ``None`` for the lifter's usual one. ``reps`` is per set (per
    side for a one-sided exercise), ``None`` for an open set, "to fatigue". ``lift_ms`` is how long a lift that the
    tempo does not count (A, X or 0) takes; ``None`` means that every lift waits for the key. ``lead_in_ms`` comes
    before the first set, ``next_lead_in_ms`` before each later one. A one-sided set begins with the ``first_side``, the
    weaker one; it is not stored. With ``only_side`` the other one is not trained. Each set has ``fewer`` reps less than
    the one before it: 12, 10, 8. ``way`` is how the sets are done. Raises ``NegcoachError``.
    """

    exercise: Exercise
    tempo: Tempo
    load_kg: float
    sets: int
    reps: int | None
    rest_ms: int
    lead_in_ms: int
    next_lead_in_ms: int
    lift_ms: int | None
    first_side: Side = Side.LEFT
    load_unit: Unit | None = None
    only_side: Side | None = None
    fewer: int = 0
    way: Way = STRAIGHT

    def __post_init__(self) -> None:
        """Refuse numbers outside what a session can hold, and help where there is only a load."""
        if self.load_kg < 0 and not self.exercise.bodyweight:
            raise NegcoachError("A load below 0 is help, and only a bodyweight exercise can be helped.")
        require_way(self.way, self.exercise)
        _require_within("Sets", self.sets, 1, MOST_SETS)
        if self.reps is not None:
            _require_within("Reps", self.reps, 1, MOST_REPS, 'or "fatigue" for an open set')
        _require_seconds("The rest", self.rest_ms, 0, LONGEST_REST_MS)
        _require_seconds("The lead-in", self.lead_in_ms, SHORTEST_LEAD_IN_MS, LONGEST_LEAD_IN_MS)
        _require_seconds("The lead-in", self.next_lead_in_ms, SHORTEST_LEAD_IN_MS, LONGEST_LEAD_IN_MS)
        if self.lift_ms is not None:
            _require_seconds("The lift", self.lift_ms, SHORTEST_LIFT_MS, LONGEST_LIFT_MS, 'or "wait" for the key')

    @property
    def sides(self) -> tuple[Side, ...]:
        """The sides that are trained, in their order, empty for an exercise that is not one-sided."""
        if not self.exercise.unilateral:
            return ()
        if self.only_side is not None:
            return (self.only_side,)
        return (Side.LEFT, Side.RIGHT) if self.first_side is Side.LEFT else (Side.RIGHT, Side.LEFT)

    def reps_of(self, number: int) -> int | None:
        """Return the reps of a set, counted from 1, at least one; ``None`` for an open set."""
        return None if self.reps is None else max(1, self.reps - self.fewer * (number - 1))

    @property
    def total_reps(self) -> int | None:
        """The reps of all sets, of one side; ``None`` for open sets."""
        counts = [self.reps_of(number) for number in range(1, self.sets + 1)]
        return None if self.reps is None else sum(count or 0 for count in counts)

    @property
    def stops_on_tempo(self) -> bool:
        """Whether lost tempo stops its sets; an open set is stopped by nothing else."""
        return self.exercise.counts_tempo_of(self.reps)

    @property
    def lower_ms(self) -> int:
        """How long each lowering is prescribed to take."""
        return self.tempo.eccentric * 1000

    @property
    def unloads(self) -> bool:
        """Whether plates come off at the bottom of each rep, and go on again before the next one."""
        return self.exercise.unloaded and not self.tempo.counts_lift

    @property
    def reloads(self) -> bool:
        """Whether hooks or plates that came off in a rep go on the racked bar again before the next one."""
        return self.unloads or self.way.kind is WayKind.ACCENTUATED

    @property
    def inside_ms(self) -> int | None:
        """About how long the bar is racked inside a set, or a side; ``None`` for an open one."""
        if self.reps is None:
            return None
        return (self.reps - 1) * RELOAD_MS if self.unloads else self.way.inside_ms(self.reps)

    @property
    def lift_planned_ms(self) -> int | None:
        """How long each lift takes: counted by the tempo, else ``lift_ms``; ``None`` when it waits for the key."""
        if self.lift_ms is None:
            return None
        concentric = self.tempo.concentric
        return concentric * 1000 if isinstance(concentric, int) and concentric > 0 else self.lift_ms


def takes_hooks(exercise: Exercise) -> bool:
    """Return whether hooks with weights can hang on its bar: it is racked at the top, and lowered first.

    On the pins at the bottom plates come off anyway (``negcoach.training.equipment.unloading``).
    """
    racked = exercise.safe_at is SafeAt.TOP and exercise.starts_with is StartsWith.LOWERING
    return exercise.family is Family.OVERLOAD and exercise.free_bar and racked and not exercise.unilateral


def ways_in_words(exercise: Exercise) -> str:
    """Return ``cluster 2, drop 10 %``: the ways in which an exercise can be done besides straight, as examples."""
    if exercise.bodyweight:
        return "cluster 2"
    another = ", accentuated 70 %" if takes_hooks(exercise) else ", forced 2" if exercise.forced_by else ""
    return f"cluster 2, drop 10 %{another}"


def require_way(way: Way, exercise: Exercise, sets: int | None = None) -> None:
    """Raise ``NegcoachError`` for a way in which an exercise, or so many sets of it, cannot be done."""
    if way.kind is WayKind.DROP and sets == 1:
        raise NegcoachError("A drop set needs two sets or more.")
    if way.kind is WayKind.DROP and exercise.bodyweight:
        raise NegcoachError("A drop set takes load off: it is for exercises that have a load.")
    if way.kind is WayKind.ACCENTUATED and not takes_hooks(exercise):
        raise NegcoachError("Accentuated sets hang hooks on a bar that is racked after each rep.")
    if way.kind is WayKind.FORCED and not exercise.forced_by:
        raise NegcoachError("Forced reps follow reps that are lifted alone, with a spotter.")


def require_way_of_set(way: Way, exercise: Exercise, *, number: int, sets: int, reps: int | None) -> None:
    """Raise ``NegcoachError`` for a way in which one set cannot have been done.

    It is ``number`` (from 1) of ``sets``, with ``reps`` a side, ``None`` for an open set.
    """
    require_way(way, exercise, sets)
    if way.kind is WayKind.DROP and (number != sets or reps is None):
        which = f"set {number} of {sets} is not" if reps is not None else "an open set has none to keep before it"
        raise NegcoachError(f"The last set is the drop, straight after the one before it: {which}.")
    if way.kind is WayKind.CLUSTER and reps is not None and not way.rests_in(reps):
        raise NegcoachError(f"A set of {reps} has no rest inside: the cluster must be smaller.")
    if way.kind is WayKind.FORCED and (reps is None or reps <= way.reps):
        raise NegcoachError(f"The last {way.reps} reps are forced, others are lifted alone before: not in this set.")


def reps_in_turn(prescription: Prescription) -> str:
    """Return the reps of the sets, ``4`` or, where they fall, ``12, 10 and 8``; "" for open sets."""
    numbers = range(1, prescription.sets + 1) if prescription.fewer else (1,)
    return joined([str(prescription.reps_of(number)) for number in numbers if prescription.reps is not None])


def default_prescription(exercise: Exercise, *, lead_in_ms: int, next_lead_in_ms: int) -> Prescription:
    """Return the catalogue's prescription of an exercise, with a load of 0, since the lifter chooses that."""
    return Prescription(
        exercise=exercise,
        tempo=exercise.tempo,
        load_kg=0.0,
        sets=exercise.sets,
        reps=exercise.reps,
        rest_ms=exercise.rest_ms,
        lead_in_ms=lead_in_ms,
        next_lead_in_ms=next_lead_in_ms,
        lift_ms=exercise.lift_ms,
    )


def parse_sets(text: str) -> int:
    """Read a number of sets; raises ``NegcoachError``."""
    return _parse_integer("Sets", text, 1, MOST_SETS)


def parse_reps(text: str) -> int | None:
    """Read a number of reps, or ``None`` for "fatigue" (an open set); raises ``NegcoachError``."""
    if text.strip().casefold() in ("fatigue", "to fatigue", "open", "f"):
        return None
    return _parse_integer("Reps", text, 1, MOST_REPS, 'or "fatigue" for an open set')


def parse_seconds(what: str, text: str, low_ms: int, high_ms: int) -> int:
    """Read seconds (``90``, ``90s``) or minutes and seconds (``1:30``) as milliseconds; raises ``NegcoachError``."""
    typed = text.strip().removesuffix("s").strip()
    minutes, colon, seconds = typed.rpartition(":")
    well_formed = _is_integer(seconds) and (not colon or (_is_integer(minutes) and int(seconds) < 60))
    if not well_formed:
        raise NegcoachError(f"{what} is seconds, such as {_example_seconds(low_ms, high_ms)}, not {text.strip()!r}.")
    total_ms = (int(minutes or 0) * 60 + int(seconds)) * 1000
    _require_seconds(what, total_ms, low_ms, high_ms)
    return total_ms


def parse_rest(text: str) -> int:
    """Read a rest in seconds as milliseconds; raises ``NegcoachError``."""
    return parse_seconds("The rest", text, 0, LONGEST_REST_MS)


def parse_lead_in(text: str) -> int:
    """Read a lead-in in seconds as milliseconds; raises ``NegcoachError``."""
    return parse_seconds("The lead-in", text, SHORTEST_LEAD_IN_MS, LONGEST_LEAD_IN_MS)


def parse_lift(text: str) -> int | None:
    """Read how long a lift takes, in seconds, as milliseconds, or ``None`` for "wait"; raises ``NegcoachError``."""
    if text.strip().casefold() in ("wait", "key", "w"):
        return None
    try:
        return parse_seconds("The lift", text, SHORTEST_LIFT_MS, LONGEST_LIFT_MS)
    except NegcoachError as error:
        raise NegcoachError(f'{str(error).rstrip(".")}; or "wait" for the key.') from None


PARSERS: Mapping[str, Callable[[str], object]] = {
    "sets": parse_sets,
    "reps": parse_reps,
    "tempo": Tempo.parse,
    "rest_ms": parse_rest,
    "lead_in_ms": parse_lead_in,
    "lift_ms": parse_lift,
    "way": Way.parse,
}
"""How each field of a prescription is read when it is typed, but for the load, which depends on the lifter's unit."""

ADVISED_FIELDS = frozenset({"load_kg", "load_unit", "next_lead_in_ms", *PARSERS})
"""The fields that the advice gives where the lifter, or their plan, leaves them out."""


def _example_seconds(low_ms: int, high_ms: int) -> str:
    """Return examples of values the field accepts; minutes only where a value can be that long."""
    if low_ms <= 90_000 <= high_ms:
        return "90, or m:ss, such as 1:30"
    return str(min(max(5, -(-low_ms // 1000)), high_ms // 1000))


def _is_integer(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 6


def _parse_integer(what: str, text: str, low: int, high: int, also: str = "") -> int:
    typed = text.strip()
    if not _is_integer(typed):
        raise NegcoachError(f"{what}: a whole number from {low} to {high}{_alternative(also)}, not {typed!r}.")
    _require_within(what, int(typed), low, high, also)
    return int(typed)


def _require_within(what: str, value: int, low: int, high: int, also: str = "") -> None:
    if not low <= value <= high:
        raise NegcoachError(f"{what}: from {low} to {high}{_alternative(also)}, not {value}.")


def _require_seconds(what: str, value_ms: int, low_ms: int, high_ms: int, also: str = "") -> None:
    if not low_ms <= value_ms <= high_ms:
        raise NegcoachError(
            f"{what} lasts from {low_ms // 1000} to {high_ms // 1000} s{_alternative(also)}, not {value_ms / 1000:g} s."
        )


def _alternative(also: str) -> str:
    return f", {also}" if also else ""
