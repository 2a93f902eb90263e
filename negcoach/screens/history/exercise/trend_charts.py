"""An exercise's trend as a chart with its summary, and the notice where there is nothing to plot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from negcoach.formatting import time_text
from negcoach.store.queries.trends import ExerciseTrend
from negcoach.texts import counted, joined
from negcoach.training.progress.one_rm import OneRmPoint
from negcoach.training.progress.strength import one_rm_on, ratio_in_words, studied_ratio
from negcoach.training.progress.trends import HasDay, PlotSpot, Range, TrendMeasure, first_day, points_from, spots
from negcoach.training.terms import OneRmKind
from negcoach.training.units import Unit, format_load, kg_per
from negcoach.widgets.charts.trend_plot import Chart, LineColour, PlotLine

FULL_TEMPO = 100.0
"""All of the target time, in percent: the reference line of the chart of adherence."""

_NO_LOAD = "Bodyweight only: no load was added, so there is none to plot."


@dataclass(frozen=True, slots=True)
class ChartOptions:
    """What the chart of an exercise shows: the measure, the range up to today, and the unit of loads."""

    measure: TrendMeasure
    range: Range
    today: date
    unit: Unit

    @property
    def last_day(self) -> date:
        """The last day that is plotted: tomorrow is today further east, and a later one was mistyped."""
        return self.today + timedelta(days=1)


def has_measure(trend: ExerciseTrend, measure: TrendMeasure) -> bool:
    """Return whether the trend has any value of the measure, in whatever range."""
    match measure:
        case TrendMeasure.LOAD:
            return bool(trend.entered or trend.estimated) or any(point.load_kg for point in trend.sessions)
        case TrendMeasure.VOLUME:
            return any(point.volume_kg for point in trend.sessions)
        case TrendMeasure.STRENGTH:
            return bool(trend.tests)
        case _:
            return any(point.value(measure, "kg") is not None for point in trend.sessions)


def measures_of(trend: ExerciseTrend) -> list[TrendMeasure]:
    """Return the measures to choose from: strength only where the eccentric 1RM was tested."""
    return [one for one in TrendMeasure if one is not TrendMeasure.STRENGTH or trend.tests]


def first_measure(trend: ExerciseTrend) -> TrendMeasure:
    """Return the measure that is shown first: the load or, without one, the longest lowering or time under tension."""
    for measure in (TrendMeasure.LOAD, TrendMeasure.LONGEST):
        if has_measure(trend, measure):
            return measure
    return TrendMeasure.TENSION


def first_range(trend: ExerciseTrend, today: date) -> Range:
    """Return the range that is shown first: the shortest that has all points, or all where most of that were empty.

    That is a year where some are older and two or more are not, and all where there are fewer.
    """
    points: tuple[HasDay, ...] = (*trend.sessions, *trend.entered, *trend.estimated, *trend.tests)
    for range_ in (Range.MONTH, Range.QUARTER, Range.YEAR):
        first = first_day(range_, today) or today
        recent = points_from(points, first)
        if len(recent) > 1 and (len(recent) == len(points) or range_ is Range.YEAR):
            oldest = min(point.day for point in points)
            half_empty = range_ is not Range.MONTH and oldest - first > today - oldest
            return Range.ALL if half_empty else range_
    return Range.ALL


def strength_in_words(trend: ExerciseTrend) -> str:
    """Return the newest ratio of the eccentric to the concentric 1RM, beside what studies found."""
    newest, studied = trend.tests[-1], studied_ratio(trend.exercise)
    one_rm_kg = one_rm_on(newest.day, trend.entered, trend.estimated)
    if not one_rm_kg:
        return f"at {newest.result.tempo}"
    ratio = ratio_in_words(trend.exercise, newest.result.kg, one_rm_kg)
    return f"at {newest.result.tempo}: {ratio}{f', in studies {studied}' if studied else ''}"


def chart_of(trend: ExerciseTrend, options: ChartOptions) -> Chart | None:
    """Return the chart, ``None`` where there is nothing to plot, which ``notice`` then explains."""
    first = first_day(options.range, options.today)
    main = _test_lines(trend, options) if options.measure is TrendMeasure.STRENGTH else (_main_line(trend, options),)
    lines = tuple(line for line in (*main, *_one_rm_lines(trend, options)) if line.spots)
    if not lines:
        return None
    days = [spot.day for line in lines for spot in line.spots]
    measure = options.measure
    return Chart(
        lines=lines,
        first=first or min(days),
        last=max(days) if options.range is Range.ALL else max(options.today, *days),
        format_value=lambda value: axis_label(value, measure),
        seconds=measure is TrendMeasure.TENSION,
        from_zero=measure in (TrendMeasure.TENSION, TrendMeasure.VOLUME),
        reference=FULL_TEMPO if measure is TrendMeasure.ADHERENCE else None,
    )


def notice(trend: ExerciseTrend, options: ChartOptions, longer: str) -> str:
    """Return why there is no chart, and which key shows one; ``longer`` is the key to look further back."""
    if not trend.sessions and not trend.entered and not trend.estimated:
        return "Nothing recorded yet."
    if has_measure(trend, options.measure):
        return f"Nothing in this range ({options.range.title}).\nPress {longer} to look further back."
    if not trend.sessions:
        return "Only lifted so far, so there is no lowering to plot.\nPress ← → for the load, with the concentric 1RM."
    match options.measure:
        case TrendMeasure.LOAD | TrendMeasure.VOLUME:
            return f"{_NO_LOAD}\nPress ← → for time under tension, target time and the longest lowering."
        case TrendMeasure.LONGEST if has_measure(trend, TrendMeasure.ADHERENCE):
            return "No lowering has reached 90 % of its count yet."
        case _:
            return "No rep measured yet: a press at the bottom\nmeasures it, and your lowerings appear here."


def summary(trend: ExerciseTrend, options: ChartOptions) -> str:
    """Return the range's figures, "newest 107.5 kg · best 112.5 kg · 41 sessions"; empty where there are none."""
    if options.measure is TrendMeasure.STRENGTH:
        return f"newest {_newest_test(trend, options.unit)} {strength_in_words(trend)}" if trend.tests else ""
    shown = _main_line(trend, options).spots
    if not shown:
        return ""
    values = [spot.value for spot in shown]
    newest = value_text(values[-1], options.measure, options.unit)
    if options.measure.is_best:
        of_all = f"best {value_text(max(values), options.measure, options.unit)}"
    else:
        of_all = f"mean {value_text(sum(values) / len(values), options.measure, options.unit)}"
    return f"newest {newest} · {of_all} · {counted(len(values), 'session', commas=False)}"


def value_text(value: float, measure: TrendMeasure, unit: Unit) -> str:
    """Return a plotted value with its unit."""
    match measure:
        case TrendMeasure.LOAD | TrendMeasure.STRENGTH:
            return format_load(value * kg_per(unit), unit)
        case TrendMeasure.VOLUME:
            return f"{round(value)} {unit}"
        case TrendMeasure.TENSION:
            return time_text(round(value * 1000))
        case TrendMeasure.ADHERENCE:
            return f"{round(value)} %"
        case TrendMeasure.LONGEST:
            return f"{value:.1f} s"


def axis_label(value: float, measure: TrendMeasure) -> str:
    """Return the label of a tick on the value axis; for loads and volume without the unit, which the legend has."""
    match measure:
        case TrendMeasure.LOAD | TrendMeasure.VOLUME | TrendMeasure.STRENGTH:
            return f"{value:g}" if value < 1e6 else f"{value / 1e6:g} M"
        case TrendMeasure.TENSION:
            return time_text(round(value * 1000))
        case TrendMeasure.ADHERENCE:
            return f"{value:g} %"
        case TrendMeasure.LONGEST:
            return f"{value:g} s"


def _main_line(trend: ExerciseTrend, options: ChartOptions) -> PlotLine:
    measure = options.measure
    with_body = " with the body weight" if any(point.with_body for point in trend.sessions) else ""
    names = {
        TrendMeasure.LOAD: f"heaviest load {_how_loaded(trend)}, {options.unit}",
        TrendMeasure.TENSION: "time under tension, min:s",
        TrendMeasure.VOLUME: f"volume load{with_body}, {options.unit} × reps",
        TrendMeasure.ADHERENCE: "lowerings, % of target time",
        TrendMeasure.LONGEST: "longest lowering, full count",
    }
    shown = points_from(trend.sessions, first_day(options.range, options.today), options.last_day)
    if not has_measure(trend, measure):
        shown = ()
    if measure is TrendMeasure.LOAD and not any(point.load_kg for point in trend.sessions):
        shown = ()
    return PlotLine(
        names[measure], "●", "braille", LineColour.MAIN, spots(shown, measure, options.unit), best=measure.is_best
    )


def _newest_test(trend: ExerciseTrend, unit: Unit) -> str:
    newest = trend.tests[-1]
    return format_load(newest.result.kg, newest.unit or unit)


def _test_lines(trend: ExerciseTrend, options: ChartOptions) -> Sequence[PlotLine]:
    """Return the lines of the eccentric 1RM, one for each tempo, since one is not converted to another."""
    first = first_day(options.range, options.today)
    lines = []
    for number, tempo in enumerate(dict.fromkeys(str(one.result.tempo) for one in reversed(trend.tests))):
        of_tempo = [one for one in trend.tests if str(one.result.tempo) == tempo]
        shown = tuple(PlotSpot(one.day, one.result.kg / kg_per(options.unit)) for one in points_from(of_tempo, first))
        marker, colour = ("●", LineColour.MAIN) if number == 0 else ("○", LineColour.OTHER)
        lines.append(PlotLine(f"eccentric 1RM at {tempo}, tested, {options.unit}", marker, "braille", colour, shown))
    return lines


def _how_loaded(trend: ExerciseTrend) -> str:
    """Return whether the load is lowered or added to the body, and that it is help below 0 where there was some."""
    if not trend.bodyweight:
        return "lowered"
    return "added (below 0: help)" if any(point.load_kg < 0 for point in trend.sessions) else "added"


def _one_rm_lines(trend: ExerciseTrend, options: ChartOptions) -> Sequence[PlotLine]:
    """Return the lines of the concentric 1RM, estimated from lifted sets and entered, for the chart of the load."""
    if options.measure not in (TrendMeasure.LOAD, TrendMeasure.STRENGTH):
        return ()
    known = joined([kind.value for kind in OneRmKind if any(point.kind is kind for point in trend.entered)], "or")
    return (
        PlotLine("concentric 1RM, Epley", "◇", "·", LineColour.OTHER, _kilograms(trend.estimated, options)),
        PlotLine(f"concentric 1RM, {known}", "◆", "·", LineColour.OTHER, _kilograms(trend.entered, options)),
    )


def _kilograms(points: Sequence[OneRmPoint], options: ChartOptions) -> tuple[PlotSpot, ...]:
    shown = points_from(points, first_day(options.range, options.today), options.last_day)
    return tuple(PlotSpot(point.day, point.kg / kg_per(options.unit)) for point in shown)
