"""Trends of one exercise over a range of months: a point for each session, and its value in each measure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Protocol, TypeVar

from negcoach.training.progress.adherence import adherence_of
from negcoach.training.units import Unit, kg_per


class TrendMeasure(Enum):
    """The plotted measure of a session; the value is its name on the screen."""

    LOAD = "load"
    TENSION = "tension"
    VOLUME = "volume"
    ADHERENCE = "target"
    """How long the measured lowerings took, in percent of their target time."""
    LONGEST = "longest"
    STRENGTH = "strength"
    """The eccentric and the concentric 1RM: of tests, not of sessions."""

    @property
    def is_best(self) -> bool:
        """Whether several sessions are summed up by their greatest value; else by their mean."""
        return self in (TrendMeasure.LOAD, TrendMeasure.LONGEST, TrendMeasure.STRENGTH)


class Range(Enum):
    """How far back a trend goes; the value is in months, 0 for all there is."""

    MONTH = 1
    QUARTER = 3
    YEAR = 12
    ALL = 0

    @property
    def title(self) -> str:
        """Its name on the screen."""
        return "all" if self is Range.ALL else f"{self.value} mo"


@dataclass(frozen=True, slots=True)
class SessionPoint:
    """An exercise in one session, over all sets of it in which something was lowered.

    ``day`` is the lifter's local date; ``load_kg`` the heaviest load; ``tension_ms`` time under tension;
    ``volume_kg`` kilograms x reps, ``with_body`` if the body weight is among them; ``measured_ms`` and
    ``measured_target_ms`` the lowering times of the measured reps, as measured and as prescribed; ``longest_ms`` the
    longest lowering to the full count, ``None`` for none.
    """

    session_id: str
    day: date
    load_kg: float
    tension_ms: int
    volume_kg: float
    measured_ms: int
    measured_target_ms: int
    longest_ms: int | None
    with_body: bool = False

    def value(self, measure: TrendMeasure, unit: Unit) -> float | None:
        """Return a measure as it is plotted; ``None`` where there is none.

        Load and volume load are in ``unit``, times in seconds, the adherence in percent. Bodyweight alone has no
        load, and no volume load where the body weight is not known. Strength is tested, and no session has it.
        """
        match measure:
            case TrendMeasure.LOAD:
                return self.load_kg / kg_per(unit)
            case TrendMeasure.TENSION:
                return self.tension_ms / 1000
            case TrendMeasure.VOLUME:
                return self.volume_kg / kg_per(unit)
            case TrendMeasure.ADHERENCE:
                adherence = adherence_of(self.measured_ms, self.measured_target_ms)
                return None if adherence is None else 100 * adherence
            case TrendMeasure.LONGEST:
                return None if self.longest_ms is None else self.longest_ms / 1000
            case TrendMeasure.STRENGTH:
                return None


class HasDay(Protocol):
    """Anything that belongs to a day."""

    @property
    def day(self) -> date:
        """The day."""


_HasDay = TypeVar("_HasDay", bound=HasDay)


@dataclass(frozen=True, slots=True)
class PlotSpot:
    """A spot in a plot: the value of one session, or of the ``sessions`` that share a column."""

    day: date
    value: float
    sessions: int = 1


def first_day(range_: Range, today: date) -> date | None:
    """Return the first day of a range that ends today, ``None`` where it has none.

    A month back from 31 March is the last day of February.
    """
    if range_ is Range.ALL:
        return None
    year, month = divmod(today.year * 12 + today.month - 1 - range_.value, 12)
    day = today.day
    while True:
        try:
            return date(year, month + 1, day)
        except ValueError:
            day -= 1


def points_from(points: Iterable[_HasDay], first: date | None, last: date | None = None) -> tuple[_HasDay, ...]:
    """Return the points from a day on, and up to another; ``None`` for no bound."""
    return tuple(
        point for point in points if (first is None or point.day >= first) and (last is None or point.day <= last)
    )


def spots(points: Iterable[SessionPoint], measure: TrendMeasure, unit: Unit) -> tuple[PlotSpot, ...]:
    """Return the values of a measure, leaving out the sessions that have none."""
    values = ((point.day, point.value(measure, unit)) for point in points)
    return tuple(PlotSpot(day, value) for day, value in values if value is not None)


def thin_out(many: Sequence[PlotSpot], limit: int, *, best: bool) -> tuple[PlotSpot, ...]:
    """Return at most ``limit`` spots (1 or more) for ``many``, which come oldest first.

    Where there are more, the days are divided into equal stretches, and each gets one spot: that of its greatest value
    (``best``), or its mean, on the day of its middle one.
    """
    if len(many) <= limit:
        return tuple(many)
    first, days = many[0].day.toordinal(), (many[-1].day - many[0].day).days + 1
    stretches: dict[int, list[PlotSpot]] = {}
    for spot in many:
        stretches.setdefault((spot.day.toordinal() - first) * limit // days, []).append(spot)
    merge = _greatest if best else _mean
    return tuple(merge(stretch) for stretch in stretches.values())


def _greatest(stretch: list[PlotSpot]) -> PlotSpot:
    greatest = max(stretch, key=lambda spot: spot.value)
    return PlotSpot(greatest.day, greatest.value, sum(spot.sessions for spot in stretch))


def _mean(stretch: list[PlotSpot]) -> PlotSpot:
    middle = stretch[len(stretch) // 2]
    return PlotSpot(
        middle.day, sum(spot.value for spot in stretch) / len(stretch), sum(spot.sessions for spot in stretch)
    )
