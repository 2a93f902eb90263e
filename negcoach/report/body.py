"""The sections of a report on the body: soreness and body weight."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from negcoach.formatting import NOTHING, counted, day_text
from negcoach.report.blocks import Block, Paragraph, Plot, Plots, Spot, Table
from negcoach.report.facts import Answer, Facts
from negcoach.report.words import number
from negcoach.training.progress.soreness import STRONG, WORDS, WORST
from negcoach.training.progress.trends import kg_per
from negcoach.training.units import Unit, format_load


def soreness(found: Facts) -> Iterator[Block]:
    """Yield the section on soreness: its ratings for each muscle group, and a plot of each day's worst."""
    if not found.soreness:
        yield Paragraph("It was not rated in this period.")
        return
    by_muscle: defaultdict[str, list[Answer]] = defaultdict(list)
    for answer in found.soreness:
        by_muscle[answer.muscle].append(answer)
    strong = [answer for answer in found.soreness if answer.rating >= STRONG]
    yield Paragraph(
        f"Rated from 0 ({WORDS[0]}) to {WORST} ({WORDS[WORST]}), {counted(len(found.soreness), 'time')}; "
        f"{STRONG} or more {counted(len(strong), 'time')}."
    )
    yield Plots((_soreness_plot(found),))
    yield Table(
        ("Muscles", "Ratings", "Mean at 24 h", "at 48 h", "at 72 h", "Worst", "Day of the worst"),
        "lrrrrrl",
        tuple(
            (
                muscle,
                str(len(answers)),
                *(_mean([answer.rating for answer in answers if answer.hours == hours]) for hours in (24, 48, 72)),
                str((worst := max(answers, key=lambda answer: (answer.rating, answer.day))).rating),
                day_text(worst.day, year=found.years),
            )
            for muscle, answers in sorted(by_muscle.items())
        ),
    )


def weights(found: Facts, unit: Unit) -> Iterator[Block]:
    """Yield the section on body weight."""
    if not found.weights:
        yield Paragraph("It was not kept in this period.")
        return
    (first, first_kg), (last, last_kg) = found.weights[0], found.weights[-1]
    if len(found.weights) == 1:
        yield Paragraph(f"{format_load(last_kg, unit)} on {day_text(last)}.")
        return
    difference = last_kg - first_kg
    sign = "+" if difference >= 0 else "−"
    yield Paragraph(
        f"{format_load(first_kg, unit)} on {day_text(first)}, {format_load(last_kg, unit)} on {day_text(last)}: "
        f"{sign}{format_load(abs(difference), unit)}, from {counted(len(found.weights), 'weighing')}."
    )
    spots = tuple(Spot(day, kg / kg_per(unit), format_load(kg, unit)) for day, kg in found.weights)
    yield Plots((Plot("Body weight", found.first, found.last, spots, f" {unit}"),))


def _soreness_plot(found: Facts) -> Plot:
    worst: dict[date, Answer] = {}
    for answer in found.soreness:
        if answer.day not in worst or worst[answer.day].rating < answer.rating:
            worst[answer.day] = answer
    spots = tuple(Spot(day, answer.rating, f"{answer.rating}, {answer.muscle}") for day, answer in worst.items())
    title = "Worst soreness of a day"
    return Plot(title, found.first, found.last, spots, "", wanted=STRONG, from_zero=True, up_to=WORST)


def _mean(ratings: Sequence[int]) -> str:
    return number(sum(ratings) / len(ratings)) if ratings else NOTHING
