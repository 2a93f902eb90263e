"""The sets of a session in a file, and the stored ones that they are.

A set is known by its exercise and its place in the session, with its content, and not by a running number: a set that
was put in between later, or taken out, moves no other one. An exercise that was renamed, or that the app names in
another language now, is known by the names of ours, or by what was done of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, product
from typing import TypeVar

from negcoach.transfer.apps.entries import Entry
from negcoach.transfer.matching.stored import SetState, StoredSet
from negcoach.transfer.matching.values import RowValues

LEAST_KG = 0.05
"""A smaller difference between two loads comes from rounding: no plate is so light. Our own choice."""

_GAP = 3.0
"""The cost of a set that only one side has: more than a changed load (2) or count of reps (2), less than twice each."""

_LOAD_COST = _REPS_COST = 2.0
_DETAIL_COST = 0.25
"""The cost of another kind, effort or note: it only decides between sets with the same load and reps."""

_NEVER = 1e9

_MOST_COMPARED = 40_000
"""The most pairs of sets of one exercise that are compared; beyond, which no session has, they pair up in order."""

_ALIKE = 0.5
"""The share of equal sets from which two exercises with different names are taken for one that was renamed."""

_Set = TypeVar("_Set", Entry, StoredSet)

Canon = Callable[[str], Hashable]
"""Returns the same value for names of the same exercise, in whatever language."""


@dataclass(frozen=True, slots=True)
class SetPairs:
    """The sets of a session: those on both sides, those that only the file has, and those that it has no more."""

    pairs: tuple[tuple[Entry, StoredSet], ...]
    new: tuple[Entry, ...]
    gone: tuple[StoredSet, ...]


def pair_sets(entries: Sequence[Entry], stored: Sequence[StoredSet], values: RowValues, canon: Canon) -> SetPairs:
    """Pair the sets of a session in the file with the stored ones; each side is in its order."""
    if len(entries) == len(stored) and all(
        is_same_set(entry, one, values) for entry, one in zip(entries, stored, strict=True)
    ):
        return SetPairs(tuple(zip(entries, stored, strict=True)), (), ())
    pairs: list[tuple[Entry, StoredSet]] = []
    ours, theirs = _by_exercise(entries), _by_exercise(stored)
    for one, other in _exercise_pairs(ours, theirs, values, canon):
        pairs += _aligned(ours[one], theirs[other], values)
    known = {entry.row for entry, _ in pairs}
    taken = {one.id for _, one in pairs}
    new = [entry for entry in entries if entry.row not in known]
    gone = [one for one in stored if one.id not in taken and _can_change(one)]
    both = min(len(new), len(gone))  # the same places, with other sets: the exercise was changed, too
    pairs += zip(new[:both], gone[:both], strict=True)
    return SetPairs(tuple(sorted(pairs, key=lambda pair: pair[0].row)), tuple(new[both:]), tuple(gone[both:]))


def is_same_set(entry: Entry, one: StoredSet, values: RowValues) -> bool:
    """Return whether a set in the file is a stored one, with nothing changed in it."""
    return (
        entry.exercise == one.exercise
        and entry.reps == one.reps
        and entry.rpe == one.rpe
        and entry.note == one.note
        and entry.kind.value == one.kind
        and abs(values.load_kg(entry, one.unit) - one.load_kg) <= LEAST_KG
    )


def contents(sets: Sequence[Entry] | Sequence[StoredSet], values: RowValues) -> Counter[tuple[int, float]]:
    """Return how often each pair of reps and load was done; without the loads where the unit is not known yet."""
    found: Counter[tuple[int, float]] = Counter()
    for one in sets:
        kg = (one.load_kg if isinstance(one, StoredSet) else values.load_kg(one)) if values.unit else 0.0
        found[one.reps, round(kg)] += 1
    return found


def share_alike(one: Counter[tuple[int, float]], other: Counter[tuple[int, float]]) -> float:
    """Return the share of equal sets, 0 to 1."""
    return (one & other).total() / max(1, one.total(), other.total())


def _by_exercise(sets: Sequence[_Set]) -> dict[str, list[_Set]]:
    found: dict[str, list[_Set]] = {}
    for one in sets:
        found.setdefault(one.exercise, []).append(one)
    return found


def _exercise_pairs(
    ours: Mapping[str, Sequence[Entry]], theirs: Mapping[str, Sequence[StoredSet]], values: RowValues, canon: Canon
) -> list[tuple[str, str]]:
    """Return which exercise in the file is which stored one: of the same name, the same of ours, or done alike."""
    pairs = [(name, name) for name in ours if name in theirs]
    left, right = [name for name in ours if name not in theirs], [name for name in theirs if name not in ours]
    for name in tuple(left):
        same = next((other for other in right if canon(other) == canon(name)), None)
        if same is not None:
            pairs.append((name, same))
            left.remove(name)
            right.remove(same)
    if not left or not right:
        return pairs
    done = {name: contents(ours[name], values) for name in left}
    stored = {name: contents(theirs[name], values) for name in right}
    ranked = sorted(
        (
            (-share_alike(done[one], stored[other]), at, one, other)
            for at, (one, other) in enumerate(product(left, right))
        )
    )
    for score, _, one, other in ranked:
        if -score >= _ALIKE and one in left and other in right:
            pairs.append((one, other))
            left.remove(one)
            right.remove(other)
    return pairs


def _aligned(entries: Sequence[Entry], stored: Sequence[StoredSet], values: RowValues) -> list[tuple[Entry, StoredSet]]:
    """Return the pairs of the sets of one exercise, in order, with the least that was changed."""
    start, end = 0, 0
    if all(_can_change(one) for one in stored):
        most = min(len(entries), len(stored))
        while start < most and _cost(entries[start], stored[start], values) == 0:
            start += 1
        while end < most - start and _cost(entries[-1 - end], stored[-1 - end], values) == 0:
            end += 1
    pairs = list(zip(entries[:start], stored[:start], strict=True))
    if end:
        pairs += zip(entries[-end:], stored[-end:], strict=True)
    ours, theirs = entries[start : len(entries) - end], stored[start : len(stored) - end]
    if len(ours) * len(theirs) > _MOST_COMPARED:
        return pairs + list(zip(ours, theirs, strict=False))
    return pairs + _least_changed(ours, theirs, values)


def _least_changed(
    entries: Sequence[Entry], stored: Sequence[StoredSet], values: RowValues
) -> list[tuple[Entry, StoredSet]]:
    """Return the pairs with the least cost (Needleman and Wunsch, 1970)."""
    gaps = [_GAP if _can_change(one) else 0.0 for one in stored]
    costs = [list(accumulate(gaps, initial=0.0))]
    steps: list[list[float]] = []
    for entry in entries:
        above, row, changed = costs[-1], [costs[-1][0] + _GAP], []
        for at, one in enumerate(stored):
            cost = _cost(entry, one, values)
            changed.append(cost if cost == 0 or _can_change(one) else _NEVER)
            row.append(min(above[at] + changed[at], above[at + 1] + _GAP, row[at] + gaps[at]))
        costs.append(row)
        steps.append(changed)
    pairs: list[tuple[Entry, StoredSet]] = []
    ours, theirs = len(entries), len(stored)
    while ours and theirs:
        cost, step = costs[ours][theirs], steps[ours - 1][theirs - 1]
        if step < _NEVER and cost == costs[ours - 1][theirs - 1] + step:
            ours, theirs = ours - 1, theirs - 1
            pairs.append((entries[ours], stored[theirs]))
        elif cost == costs[ours - 1][theirs] + _GAP:
            ours -= 1
        else:
            theirs -= 1
    return pairs


def _can_change(one: StoredSet) -> bool:
    """Return whether a set may have other values in the file now: one in the bin, or typed here, only has the same."""
    return one.of_file and one.state is SetState.LIVE


def _cost(entry: Entry, one: StoredSet, values: RowValues) -> float:
    cost = 0.0
    if abs(values.load_kg(entry, one.unit) - one.load_kg) > LEAST_KG:
        cost += _LOAD_COST
    if entry.reps != one.reps:
        cost += _REPS_COST
    return cost + _DETAIL_COST * ((entry.kind.value != one.kind) + (entry.rpe != one.rpe) + (entry.note != one.note))
