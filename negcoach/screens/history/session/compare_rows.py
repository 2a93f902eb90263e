"""The rows of a comparison of two sessions: the figures of both and of their sets, each with its change in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import TypeAlias, TypeVar

from negcoach.coaching.words.set_words import STOP_WORDS
from negcoach.formatting import (
    BY_THE_CLOCK,
    CLOCK_SIGN,
    load_cell,
    nearest_second,
    reps_of_sets_text,
    rpe_text,
    target_share_text,
    time_text,
    whole_minutes,
    whole_percent,
)
from negcoach.screens.history.session.compare_chart import SetBars
from negcoach.store.queries.sessions.history import (
    ConcentricKind,
    ConcentricRecord,
    RepRecord,
    SessionRecord,
    SetRecord,
)
from negcoach.texts import clean, counted
from negcoach.training.exercise.way import STRAIGHT
from negcoach.training.progress.adherence import adherence_of
from negcoach.training.units import Unit, format_load, rounded_in

NONE, SAME, OTHER = "–", "= same", "≠ another"

_OTHER_EXERCISES = "≠ other exercises"
"""In place of a change that says nothing where the exercises differ: a leg press is no heavier bench press."""

_VALUE_WIDTH = 19
"""Cells of five lowering times, for which a terminal of 80 columns has room."""

_LONGEST = "longest rep"
"""The figure that the times of a set's reps say as well."""

_TEMPO = "tempo"
_EACH_REP = "each rep"
_SET_TYPE = "set type"
_KIND = "kind"
_TARGET_TIME = "target time"
_EFFORT = "effort"
_LOWERED = "lowered"

LEFT_OUT_FIRST = (_TEMPO, _EACH_REP, _SET_TYPE, _KIND, _TARGET_TIME, _EFFORT, _LOWERED)
"""The figures of sets without a partner that are left out where a line is narrow, the first one first."""

AnySet = TypeVar("AnySet")

_Pair: TypeAlias = "tuple[AnySet | None, AnySet | None]"
"""The sets of the same number of both sessions; ``None`` where one has none."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A row: a figure of both sessions, and its change from the first to the second, "▲ 2.5 kg heavier", or ""."""

    name: str
    values: tuple[str, str]
    change: str


@dataclass(frozen=True, slots=True)
class Block:
    """The rows under one title: those of the sessions as a whole, or those of a set of each."""

    title: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class SetsOfOne:
    """The sets of an exercise that only one of the sessions has, the first (``of`` 0) or the second (1).

    Each set is a row of figures under ``names``.
    """

    title: str
    of: int
    names: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class _Measure:
    """The format of a figure and of its change, and the words for less and more of it.

    Both are written after ``snap`` has rounded the figure as it is shown, so that the change agrees with the figures.
    """

    snap: Callable[[float], float]
    write: Callable[[float], str]
    write_change: Callable[[float], str]
    less: str = "less"
    more: str = "more"

    def fact(self, name: str, values: Sequence[float | None]) -> Iterator[Fact]:
        """Yield the row of a figure, nothing where neither session has it."""
        first, second = values
        if first is None and second is None:
            return
        texts = (self.text(first), self.text(second))
        yield Fact(name, texts, NONE if first is None or second is None else self.change(first, second))

    def text(self, value: float | None) -> str:
        """Return the figure as text."""
        return NONE if value is None else self.write(self.snap(value))

    def change(self, first: float, second: float) -> str:
        """Return the change in words, "= same" also where it is too small to be shown."""
        change = self.snap(second) - self.snap(first)
        if not change:
            return SAME
        return f"{'▲' if change > 0 else '▼'} {self.write_change(abs(change))} {self.more if change > 0 else self.less}"


def blocks(first: SessionRecord, second: SessionRecord, unit: Unit) -> tuple[Block | SetsOfOne, ...]:
    """Return the block of the sessions, then one for each pair of sets, by exercise and number.

    The sets of an exercise that have no partner follow its pairs in one block.
    """
    found: list[Block | SetsOfOne] = [Block("Whole session", tuple(_session_facts((first, second), unit)))]
    for name, sets in _paired(first.sets, second.sets, _lowered_exercise):
        found += _exercise_blocks("set", name, sets, lambda both: _set_facts(both, unit))
    for name, lifted in _paired(first.lifted, second.lifted, _lifted_exercise):
        found += _exercise_blocks("lifted set", name, lifted, lambda both: _lifted_facts(both, unit))
    return tuple(found)


def bars(first: SessionRecord, second: SessionRecord) -> tuple[SetBars, ...]:
    """Return the lowerings of each pair of sets, in the order of their blocks."""
    return tuple(
        SetBars.of(name, number, both)
        for name, pairs in _paired(first.sets, second.sets, _lowered_exercise)
        for number, both in enumerate(pairs, 1)
    )


def times(reps: Sequence[RepRecord]) -> str:
    """Return the lowering times in seconds, "4.8 4.6 ○ 4.1", "○" for a rep by the clock.

    Where they are too long it is the shortest and the longest, "4.6 – 5.1 s".
    """
    text = " ".join(CLOCK_SIGN if rep.measured_ms is None else f"{rep.measured_ms / 1000:.1f}" for rep in reps)
    if len(text) <= _VALUE_WIDTH:
        return text
    measured = [rep.measured_ms / 1000 for rep in reps if rep.measured_ms is not None]
    if not measured:
        return BY_THE_CLOCK
    shortest, longest = f"{min(measured):.1f}", f"{max(measured):.1f}"
    return f"{shortest} – {longest} s" if shortest != longest else f"{longest} s"


def _paired(
    first: Sequence[AnySet], second: Sequence[AnySet], exercise_of: Callable[[AnySet], tuple[str, str]]
) -> Iterator[tuple[str, list[_Pair[AnySet]]]]:
    """Yield each exercise's name and its pairs of sets, in the order in which the exercises were trained."""
    names: dict[str, str] = {}
    for done in (*first, *second):
        slug, name = exercise_of(done)
        names.setdefault(slug, name)
    for slug, name in names.items():
        mine, others = ([done for done in sets if exercise_of(done)[0] == slug] for sets in (first, second))
        yield clean(name), list(zip_longest(mine, others))


def _exercise_blocks(
    kind: str,
    name: str,
    pairs: Sequence[_Pair[AnySet]],
    facts_of: Callable[[_Pair[AnySet]], Iterator[Fact]],
) -> Iterator[Block | SetsOfOne]:
    """Yield a block for each pair of an exercise, and one for all sets without a partner: the last ones of one side."""
    unpaired = []
    for number, both in enumerate(pairs, 1):
        if None in both:
            unpaired.append((number, both))
        else:
            yield Block(f"{kind} {number} · {name}", tuple(facts_of(both)))
    if unpaired:
        of = 0 if unpaired[0][1][1] is None else 1
        figures = [
            {"set": str(number)} | {fact.name: fact.values[of] for fact in facts_of(both) if fact.name != _LONGEST}
            for number, both in unpaired
        ]
        names = tuple(dict.fromkeys(name for one in figures for name in one))
        rows = tuple(tuple(one.get(name, NONE) for name in names) for one in figures)
        yield SetsOfOne(name if kind == "set" else f"{name}, lifted", of, names, rows)


def _lowered_exercise(done: SetRecord) -> tuple[str, str]:
    return done.prescribed.exercise, done.prescribed.exercise_name


def _lifted_exercise(done: ConcentricRecord) -> tuple[str, str]:
    return done.exercise, done.exercise_name


def _session_facts(both: tuple[SessionRecord, SessionRecord], unit: Unit) -> Iterator[Fact]:
    if any(one.sets for one in both):
        reps = [_reps(one) for one in both]
        amounts = _amounts(*([len(done.reps) for done in one.sets] for one in both))
        yield Fact("sets × reps", amounts, _count_measure("rep").change(len(reps[0]), len(reps[1])))
        alike = _exercises(both[0].sets, _lowered_exercise) == _exercises(both[1].sets, _lowered_exercise)
        yield from _if(alike, _load_measure(unit).fact("heaviest", [_heaviest_kg(one.sets) for one in both]))
        with_body = any(done.body_kg is not None for one in both for done in one.sets)
        volumes = [sum(done.volume_kg for done in one.sets) or None for one in both]
        yield from _if(alike, _volume_measure(unit).fact("volume + body" if with_body else "volume load", volumes))
        yield from _TIME_UNDER_TENSION.fact(_LOWERED, [sum(rep.tension_ms for rep in done) for done in reps])
        yield from _target_times([_adherence(done) for done in reps], reps)
        yield from _if(alike, _SECONDS.fact(_LONGEST, [_longest_ms(done) for done in reps]))
    if any(one.lifted for one in both):
        lifted = [sum(done.reps for done in one.lifted) for one in both]
        amounts = _amounts(*([done.reps for done in one.lifted] for one in both))
        yield Fact("lifted", amounts, _count_measure("rep").change(*lifted))
        alike = _exercises(both[0].lifted, _lifted_exercise) == _exercises(both[1].lifted, _lifted_exercise)
        yield from _if(alike, _load_measure(unit).fact("most lifted", [_heaviest_kg(one.lifted) for one in both]))
    yield from _RPE.fact("session RPE", [one.rpe for one in both])
    yield from _DURATION.fact("took", [_minutes(one) for one in both])


def _exercises(sets: Sequence[AnySet], exercise_of: Callable[[AnySet], tuple[str, str]]) -> set[str]:
    return {exercise_of(done)[0] for done in sets}


def _target_times(shares: Sequence[float | None], reps: Sequence[Sequence[RepRecord]]) -> Iterator[Fact]:
    """Yield the row of the shares of target time; what was not measured went by the clock, or was held."""
    for fact in _ADHERENCE.fact(_TARGET_TIME, shares):
        left, right = (
            target_share_text(None, len(done), held=any(rep.held_ms is not None for rep in done))
            if share is None and any(not rep.open for rep in done)
            else text
            for text, share, done in zip(fact.values, shares, reps, strict=True)
        )
        yield replace(fact, values=(left, right))


def _if(alike: bool, facts: Iterator[Fact]) -> Iterator[Fact]:
    """Yield the facts, without their changes unless the exercises are the same."""
    for fact in facts:
        yield fact if alike or fact.change == NONE else replace(fact, change=_OTHER_EXERCISES)


def _amounts(first: Sequence[int], second: Sequence[int]) -> tuple[str, str]:
    """Return the reps of the sets of two sessions in few words: ``3 × 4``, or ``17 reps`` where the sets differ."""
    return reps_of_sets_text(first, _VALUE_WIDTH), reps_of_sets_text(second, _VALUE_WIDTH)


def _set_facts(both: tuple[SetRecord | None, SetRecord | None], unit: Unit) -> Iterator[Fact]:
    yield from _load_measure(unit).fact("load", [None if one is None else one.load_kg for one in both])
    yield _text_fact(_TEMPO, both, lambda one: one.prescribed.tempo)
    if any(one is not None and one.way != STRAIGHT for one in both):
        yield _text_fact(_SET_TYPE, both, lambda one: str(one.way))
    yield from _count_measure("rep").fact("reps", [None if one is None else len(one.reps) for one in both])
    yield replace(_text_fact(_EACH_REP, both, lambda one: times(one.reps)), change="")
    yield from _SECONDS.fact(_LOWERED, [None if one is None else one.tension_ms for one in both])
    shares = [None if one is None else one.adherence for one in both]
    yield from _target_times(shares, [() if one is None else one.reps for one in both])
    yield from _SECONDS.fact(_LONGEST, [None if one is None else _longest_ms(one.reps) for one in both])
    yield from _RPE.fact(_EFFORT, [None if one is None else one.rpe for one in both])
    ended = _text_fact("ended", both, _end_text)
    if ended.change == OTHER:
        yield ended


def _lifted_facts(both: tuple[ConcentricRecord | None, ConcentricRecord | None], unit: Unit) -> Iterator[Fact]:
    yield from _load_measure(unit).fact("load", [None if one is None else one.load_kg for one in both])
    yield from _count_measure("rep").fact("reps", [None if one is None else one.reps for one in both])
    yield from _RPE.fact(_EFFORT, [None if one is None else one.rpe for one in both])
    if any(one is not None and one.kind is not ConcentricKind.NORMAL for one in both):
        yield _text_fact(_KIND, both, lambda one: one.kind.value)


def _text_fact(name: str, both: tuple[AnySet | None, AnySet | None], text_of: Callable[[AnySet], str]) -> Fact:
    """Return the row of a text, which is only the same or another."""
    first, second = (NONE if one is None else text_of(one) for one in both)
    return Fact(name, (first, second), NONE if None in both else SAME if first == second else OTHER)


def _end_text(done: SetRecord) -> str:
    return NONE if done.stop_reason is None else STOP_WORDS[done.stop_reason].removeprefix("stopped: ")


def _clock(seconds: float) -> str:
    return time_text(seconds * 1000)


def _tenths(tenths: float) -> str:
    return f"{tenths / 10:.1f} s"


def _count_measure(thing: str) -> _Measure:
    return _Measure(round, str, lambda number: counted(round(number), thing, commas=False), "fewer")


def _load_measure(unit: Unit) -> _Measure:
    return _Measure(
        lambda kg: rounded_in(unit, kg, 2),
        lambda kg: load_cell(kg, unit),
        lambda kg: format_load(kg, unit),
        "lighter",
        "heavier",
    )


def _volume_measure(unit: Unit) -> _Measure:
    return _Measure(lambda kg: rounded_in(unit, kg), lambda kg: format_load(kg, unit), lambda kg: format_load(kg, unit))


_TIME_UNDER_TENSION = _Measure(nearest_second, _clock, _clock, "shorter", "longer")
_SECONDS = _Measure(lambda ms: round(ms / 100), _tenths, _tenths, "shorter", "longer")
_ADHERENCE = _Measure(whole_percent, lambda share: f"{share:.0f} %", lambda points: counted(round(points), "point"))
_RPE = _Measure(float, rpe_text, rpe_text, "easier", "harder")
_DURATION = _Measure(round, lambda minutes: f"{minutes} min", lambda minutes: f"{minutes} min", "shorter", "longer")


def _reps(record: SessionRecord) -> list[RepRecord]:
    return [rep for done in record.sets for rep in done.reps]


def _heaviest_kg(sets: Sequence[SetRecord] | Sequence[ConcentricRecord]) -> float | None:
    return max((done.load_kg for done in sets), default=None)


def _adherence(reps: Sequence[RepRecord]) -> float | None:
    measured = [(rep.tension_ms, rep.target_ms) for rep in reps if rep.judged]
    target_ms = sum(target for _, target in measured)
    return adherence_of(sum(done for done, _ in measured), target_ms)


def _longest_ms(reps: Sequence[RepRecord]) -> int | None:
    return max((rep.measured_ms for rep in reps if rep.measured_ms is not None), default=None)


def _minutes(record: SessionRecord) -> int | None:
    if record.ended_at is None:
        return None
    return whole_minutes((record.ended_at - record.started_at).total_seconds() * 1000)
