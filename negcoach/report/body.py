"""The sections of a report on the body: soreness and body weight."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from negcoach.formatting import NO_VALUE, day_text
from negcoach.report.blocks import Block, Paragraph, Plot, Plots, Point, Table
from negcoach.report.facts import ReportFacts, SorenessRating
from negcoach.report.words import number
from negcoach.texts import counted
from negcoach.training.progress.soreness import STRONG, WORDS, WORST
from negcoach.training.units import Unit, format_load, kg_per


def soreness_blocks(facts: ReportFacts) -> Iterator[Block]:
    """Yield the section on soreness: its ratings for each muscle group, and a plot of each day's worst."""
    if not facts.soreness:
        yield Paragraph("Not rated in this period.")
        return
    by_muscle: defaultdict[str, list[SorenessRating]] = defaultdict(list)
    for rating in facts.soreness:
        by_muscle[rating.muscle].append(rating)
    strong = [rating for rating in facts.soreness if rating.rating >= STRONG]
    painful = counted(len(strong), "rating") if strong else "none"
    yield Paragraph(
        f"Rated from 0 ({WORDS[0]}) to {WORST} ({WORDS[WORST]}), {counted(len(facts.soreness), 'time')}; "
        f"{painful} of {STRONG} or more."
    )
    yield Plots((_soreness_plot(facts),))
    yield Table(
        ("Muscles", "Ratings", "Mean at 24 h", "at 48 h", "at 72 h", "Worst", "Day of the worst"),
        "lrrrrrl",
        tuple(
            (
                muscle,
                str(len(ratings)),
                *(_mean([rating.rating for rating in ratings if rating.hours == hours]) for hours in (24, 48, 72)),
                str((worst := max(ratings, key=lambda rating: (rating.rating, rating.day))).rating),
                day_text(worst.day, year=facts.spans_years),
            )
            for muscle, ratings in sorted(by_muscle.items())
        ),
    )


def body_weight_blocks(facts: ReportFacts, unit: Unit) -> Iterator[Block]:
    """Yield the section on body weight."""
    if not facts.weights:
        yield Paragraph("Not recorded in this period.")
        return
    (first, first_kg), (last, last_kg) = facts.weights[0], facts.weights[-1]
    if len(facts.weights) == 1:
        yield Paragraph(f"{format_load(last_kg, unit)} on {day_text(last)}.")
        return
    difference = last_kg - first_kg
    sign = "+" if difference >= 0 else "−"
    yield Paragraph(
        f"{format_load(first_kg, unit)} on {day_text(first)}, {format_load(last_kg, unit)} on {day_text(last)}: "
        f"{sign}{format_load(abs(difference), unit)}, from {counted(len(facts.weights), 'weighing')}."
    )
    points = tuple(Point(day, kg / kg_per(unit), format_load(kg, unit)) for day, kg in facts.weights)
    yield Plots((Plot("Body weight", facts.first, facts.last, points, f" {unit}"),))


def _soreness_plot(facts: ReportFacts) -> Plot:
    worst: dict[date, SorenessRating] = {}
    for rating in facts.soreness:
        if rating.day not in worst or worst[rating.day].rating < rating.rating:
            worst[rating.day] = rating
    points = tuple(Point(day, rating.rating, f"{rating.rating}, {rating.muscle}") for day, rating in worst.items())
    title = "Worst soreness of a day"
    return Plot(title, facts.first, facts.last, points, "", target=STRONG, from_zero=True, up_to=WORST)


def _mean(ratings: Sequence[int]) -> str:
    return number(sum(ratings) / len(ratings)) if ratings else NO_VALUE
