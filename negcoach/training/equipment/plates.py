"""The plates on one end of a bar: which sums they make, and with which plates.

Pairs are limited, so taking the heaviest first can miss a sum that there is (40 of two 20s and a 25): every sum is
searched. Weights are whole hundredths of their unit, so that sums are exact.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from negcoach.training.units import MOST_KG, Unit, kg_per

PER_UNIT = 100
"""The parts of a unit that weights are counted in."""

Side = tuple[int, ...]
"""The plates on one end, heaviest first, in hundredths of their unit."""

_WARM_UP_LOSS, _PLATE = 1.0, 3.0
"""What it costs when the first set of a warm-up falls short by a percent of the work's plates (the second twice, the
third three times as much: the jump to the work is to be small), and what each plate that goes on or off an end (our own
choice)."""

_MORE_PLATES = 3
"""The most plates an end that the bar may have more than it must, so that a warm-up only adds some (our own choice)."""

_MOST_WAYS = 40
"""The most ways to load a bar that are compared for the warm-up, those with the fewest plates (our own choice)."""

_MOST_FOLLOWED = 20
"""The most ways that are followed from one set of a warm-up to the next where plates come off (our own choice)."""


@dataclass(frozen=True, slots=True)
class Plates:
    """The plates there are: each weight in hundredths with its number of pairs, the heaviest first."""

    unit: Unit
    pairs: tuple[tuple[int, int], ...]


def kg_of(hundredths: int, unit: Unit) -> float:
    """Return the kilograms of a weight in hundredths of its unit."""
    weight = hundredths / PER_UNIT
    return weight * kg_per(unit)


@lru_cache(maxsize=16)
def sides(plates: Plates) -> Mapping[int, Side]:
    """Return each sum that an end can have, in hundredths, with the fewest plates that make it."""
    return _search(plates, lambda _, count: count)


@lru_cache(maxsize=64)
def sides_after(plates: Plates, before: Side) -> Mapping[int, Side]:
    """Return each sum with the plates that are the fewest moves away from those on the end before."""
    return _search(plates, lambda weight, count: abs(count - before.count(weight)))


def _search(plates: Plates, cost: Callable[[int, int], int]) -> dict[int, Side]:
    """Return each sum with the plates that cost least, of those the fewest, of those the heaviest."""
    most = round(MOST_KG * PER_UNIT / kg_per(plates.unit)) // 2
    found: dict[int, tuple[int, int, Side]] = {0: (0, 0, ())}
    for weight, pairs in plates.pairs:
        longer: dict[int, tuple[int, int, Side]] = {}
        for total, (paid, number, side) in found.items():
            for count in range(pairs + 1):
                reached = total + count * weight
                if reached > most:
                    break
                # Weights are negated so that of two ways with as many plates the heavier ones come first.
                way = (paid + cost(weight, count), number + count, (*side, *(-weight,) * count))
                if reached not in longer or way < longer[reached]:
                    longer[reached] = way
        found = longer
    return {total: tuple(-weight for weight in side) for total, (_, _, side) in sorted(found.items())}


@dataclass(frozen=True, slots=True)
class PlateChange:
    """The plates that are put on and taken off each end, heaviest first."""

    on: Side
    off: Side


def change_between(before: Side, after: Side) -> PlateChange:
    """Return what changes on an end from one load to the next."""
    return PlateChange(_without(after, before), _without(before, after))


def _without(some: Side, others: Side) -> Side:
    left = list(others)
    rest = []
    for weight in some:
        if weight in left:
            left.remove(weight)
        else:
            rest.append(weight)
    return tuple(rest)


def inner_plates(side: Side, most: float) -> Side:
    """Return what stays on an end that may have at most this sum, when plates come off from the outside."""
    count = len(side)
    while sum(side[:count]) > most and count:
        count -= 1
    return side[:count]


class WantedSums(NamedTuple):
    """The sums on an end that a set of a warm-up may have.

    Where nothing from ``least`` to ``most`` can be loaded, the set is left out or, ``or_less``, has the heaviest below.
    """

    most: int
    least: int = 0
    or_less: bool = False


@lru_cache(maxsize=256)
def warm_up_sides(plates: Plates, work: int, steps: tuple[WantedSums, ...]) -> tuple[tuple[Side | None, ...], Side]:
    """Return an end's plates for each step of a warm-up and for the work after them.

    ``work`` is the sum for the work, which the plates can make, and no step is above it; the steps are the lightest
    first. A step that is left out has ``None``. Where they can be, plates are only added: of all ways it is the one
    that falls least short of what is wanted, the last steps first, with few plates on the bar. Where they cannot, it is
    the one that falls little short with few plates moved.
    """
    heaviest = [_heaviest(plates, step) for step in steps]
    pairs = zip(steps, heaviest, strict=True)
    wanted = [WantedSums(step.most, min(step.least, total)) for step, total in pairs if total is not None]
    fewest = len(sides(plates)[work])
    ways = sorted(
        _ways(plates.pairs, work, fewest + _MORE_PLATES), key=lambda side: (len(side), [-one for one in side])
    )
    nested = [(*found, way) for way in ways[:_MOST_WAYS] if (found := _nested(way, wanted)) is not None]
    _, chosen, last = min(nested, key=lambda found: found[0]) if nested else (0, *_one_by_one(plates, work, wanted))
    in_turn = iter(chosen)
    return tuple(None if total is None else next(in_turn) for total in heaviest), last


def _heaviest(plates: Plates, step: WantedSums) -> int | None:
    """Return the heaviest sum that a set may have, ``None`` where it is left out."""
    total = max(one for one in sides(plates) if one <= step.most)
    return total if total >= step.least or step.or_less else None


def _one_by_one(plates: Plates, work: int, steps: Sequence[WantedSums]) -> tuple[tuple[Side, ...], Side]:
    """Return the plates of each step and of the work: what falls short and what is moved cost least together.

    From step to step only so many ways are followed, those that cost least until then.
    """
    percent = 100 * _WARM_UP_LOSS / max(1, work)
    found: dict[Side, tuple[float, tuple[Side, ...]]] = {(): (0.0, ())}
    for number, step in enumerate((*steps, WantedSums(work, work)), 1):
        reached: dict[Side, tuple[float, tuple[Side, ...]]] = {}
        for before, (paid, chosen) in found.items():
            for total, side in sides_after(plates, before).items():
                if not step.least <= total <= step.most:
                    continue
                change = change_between(before, side)
                moved = len(change.on) + len(change.off)
                way = (paid + number * (step.most - total) * percent + _PLATE * moved, (*chosen, side))
                if side not in reached or way < reached[side]:
                    reached[side] = way
        best = sorted(reached.items(), key=lambda item: item[1])
        found = dict(best[:_MOST_FOLLOWED])
    _, (*chosen_sides, last) = min(found.values())
    return tuple(chosen_sides), last


def _ways(pairs: tuple[tuple[int, int], ...], total: int, most: int) -> list[Side]:
    """Return all ways to make a sum with at most this many plates."""
    if total == 0:
        return [()]
    if not pairs or most == 0:
        return []
    (weight, number), rest = pairs[0], pairs[1:]
    if total > weight * most:  # the heaviest plates that are left do not reach it
        return []
    found: list[Side] = []
    for count in range(min(number, total // weight, most), -1, -1):
        found += [(weight,) * count + way for way in _ways(rest, total - count * weight, most - count)]
    return found


def _nested(work: Side, steps: Sequence[WantedSums]) -> tuple[float, tuple[Side, ...]] | None:
    """Return what a way to load the work costs, and with it the sides of the warm-up, each within the next.

    ``None`` where plates would have to come off.
    """
    masks = _parts(work)
    weight_of = {mask: sum(_plates_in(work, mask)) for mask in masks}
    percent = 100 * _WARM_UP_LOSS / max(1, sum(work))
    # ``best`` has, of each part of the work, the best sets so far that lie within it.
    best: dict[int, tuple[float, tuple[int, ...]]] = dict.fromkeys(masks, (_PLATE * len(work), ()))
    for number, step in enumerate(steps, 1):
        fits = [mask for mask in best if step.least <= weight_of[mask] <= step.most]
        found = {
            mask: [
                (best[part][0] + number * (step.most - weight_of[part]) * percent, (*best[part][1], part))
                for part in fits
                if not part & ~mask
            ]
            for mask in masks
        }
        best = {mask: min(sets) for mask, sets in found.items() if sets}
    if masks[-1] not in best:
        return None
    cost, chosen = best[masks[-1]]
    return cost, tuple(_plates_in(work, mask) for mask in chosen)


def _parts(side: Side) -> list[int]:
    """Return what can be left on an end, as masks of its plates, from none to all; like plates go from the last."""
    masks = [0]
    for weight in dict.fromkeys(side):
        first = side.index(weight)
        masks = [mask | ((1 << count) - 1) << first for count in range(side.count(weight) + 1) for mask in masks]
    return masks


def _plates_in(side: Side, mask: int) -> Side:
    return tuple(weight for bit, weight in enumerate(side) if mask >> bit & 1)
