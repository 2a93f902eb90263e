"""``negcoach exercises``: a list of the exercises, or one of them in full."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

from negcoach.commands.support import output
from negcoach.commands.support.options import Options
from negcoach.commands.support.paths import config_path
from negcoach.commands.support.prescription import chosen_exercise
from negcoach.config.figures import figure_of
from negcoach.config.library import load_library
from negcoach.config.settings.settings import Settings, load_settings
from negcoach.errors import NegcoachError
from negcoach.formatting import seconds_text
from negcoach.training.exercise.exercise import Alternative, Exercise, Family, SpotterRule, offered
from negcoach.training.exercise.figure import Figure, Part
from negcoach.training.exercise.safety import TIRED_SHARE

_POSE_SIZE = 28, 12
"""Columns and lines of one pose, where two of them fit beside each other; in narrower lines both are smaller."""
_BETWEEN_POSES = 2

_FAMILIES = {
    Family.OVERLOAD: "OVERLOAD: above what you can lift. With a spotter, and not for beginners.",
    Family.REGRESSION: "BODYWEIGHT NEGATIVES: lower only, on the way to a first full rep. For beginners too.",
    Family.TEMPO: "TEMPO: below your 1RM, lifted and lowered alone, for beginners too.",
}


def run(options: Options) -> int:
    """Write the list of the exercises, or one in full, for people or as JSON."""
    library = load_library(config_path(options).parent)
    if options.action == "show":
        exercise = chosen_exercise(options, library)
        if options.json:
            output.write_json(as_json(exercise))
        else:
            _show(exercise, config_path(options))
    elif options.json:
        output.write_json([as_json(exercise) for exercise in library])
    else:
        output.write_line("\n".join(listing(offered(library))))
    return 0


def as_json(exercise: Exercise) -> dict[str, object]:
    """Return an exercise as values for JSON, in the documented order of keys; ``load`` is null for bodyweight."""
    load, spotters, words = exercise.load, exercise.spotters, exercise.words
    return {
        "slug": exercise.slug,
        "name": exercise.name,
        "family": exercise.family.value,
        "tempo": str(exercise.tempo),
        "starts_with": exercise.starts_with.value,
        "unilateral": exercise.unilateral,
        "sets": exercise.sets,
        "reps": exercise.reps,
        "rest_s": _seconds(exercise.rest_ms),
        "lift_s": _seconds(exercise.lift_ms),
        "load": load
        and {"percent": load.percent, "cap_percent": load.cap_percent, "of": load.of, "one_rm_of": load.one_rm_of},
        "spotters": {
            "at_least": spotters.at_least,
            "second_from_total_kg": spotters.second_from_total_kg,
            "second_from_above_1rm_kg": spotters.second_from_above_1rm_kg,
            "second_above_help_kg": spotters.second_above_help_kg,
            "also": spotters.also,
            "instead": spotters.instead,
        },
        "alternative": exercise.alternative and _alternative(exercise.alternative),
        "machine": exercise.machine,
        "figure": exercise.figure,
        "free_bar": exercise.free_bar,
        "forced_by": exercise.forced_by,
        "muscles": list(exercise.muscles),
        "words": {
            "lower": words.lower,
            "lift": words.lift,
            "take": words.take,
            "end": words.end,
            "finish": words.finish,
        },
        "aliases": list(exercise.aliases),
        "good_for": list(exercise.good_for),
        "summary": exercise.summary,
        "lifter_steps": list(exercise.lifter_steps),
        "spotter_steps": list(exercise.spotter_steps),
        "two_spotter_steps": list(exercise.two_spotter_steps),
        "safety": list(exercise.safety),
        "progress": exercise.progress,
        "retired": exercise.retired,
        "own": exercise.own,
    }


def listing(library: Sequence[Exercise]) -> Iterator[str]:
    """Yield the lines of the list: each family with its exercises, in columns."""
    longest = max(len(exercise.slug) for exercise in library)
    for family, heading in _FAMILIES.items():
        yield heading
        for exercise in library:
            if exercise.family is family:
                numbers = f"{exercise.sets} × {exercise.reps}"
                yield (
                    f"  {exercise.slug:<{longest}}  {exercise.tempo!s:<8}  {numbers:<6}  "
                    f"{_rest(exercise):<10}  {_load(exercise)}"
                ).rstrip()
        yield ""
    yield "Tempo: lower - hold - lift - hold, in seconds; A: assisted, X: as fast as possible."
    yield '"negcoach exercises show EXERCISE" says how to do it, "negcoach coach EXERCISE" begins.'


def _show(exercise: Exercise, settings_path: Path) -> None:
    """Write one exercise in full; with its picture, where it has a figure and the terminal can show it."""
    width = output.line_width()
    output.write_line("\n".join((*heading(exercise, width), "")))
    figure = figure_of(exercise.figure_slug) if output.shows_pictures() else None
    if figure is not None:
        from negcoach.commands.support.colours import figure_codes

        codes = figure_codes(_colours(settings_path))
        for runs in picture(figure, width):
            output.write_runs((text, "" if part is None else codes.get(part, "")) for text, part in runs)
        output.write_line()
    output.write_line("\n".join(details(exercise, width)))


def _colours(settings_path: Path) -> str:
    """Return the setting for colours, its default where the settings cannot be read: they stop no text."""
    try:
        return load_settings(settings_path).colours
    except NegcoachError:
        return Settings().colours


def heading(exercise: Exercise, width: int) -> Iterator[str]:
    """Yield the lines that say which exercise it is, none longer than ``width`` columns."""
    yield from textwrap.wrap(f"{exercise.name}  ({exercise.slug})", width)
    yield from textwrap.wrap(exercise.summary, width)


def details(exercise: Exercise, width: int) -> Iterator[str]:
    """Yield the lines that say how it is done, none longer than ``width`` columns."""
    side = " a side" if exercise.unilateral else ""
    first = "the lift" if exercise.starts_with.value == "lift" else "the lowering"
    facts = (
        ("also", ", ".join(exercise.aliases)),
        ("family", exercise.family.label + (", your own" if exercise.own else "")),
        ("tempo", f"{exercise.tempo}, begins with {first}"),
        ("sets", f"{exercise.sets} × {exercise.reps}{side}, {_rest(exercise)}"),
        ("load", _load(exercise)),
        ("spotters", _spotters(exercise.spotters)),
        ("muscles", ", ".join(exercise.muscles)),
        ("good for", ", ".join(exercise.good_for)),
        ("progress", exercise.progress),
    )
    for name, value in facts:
        if value:
            yield from textwrap.wrap(f"{name:<10}{value}", width, subsequent_indent=" " * 10)
    for heading, steps, numbered in (
        ("Lifter", exercise.lifter_steps, True),
        (_spotter_heading(exercise), exercise.spotter_steps, True),
        ("Two spotters", exercise.two_spotter_steps, True),
        ("Safety", exercise.safety, False),
    ):
        if steps:
            yield from ("", heading)
        for number, step in enumerate(steps, start=1):
            mark = f"{number:>3}. " if numbered else "  -  "
            yield from textwrap.wrap(step, width, initial_indent=mark, subsequent_indent=" " * 5)


def picture(figure: Figure, width: int) -> Iterator[list[tuple[str, Part | None]]]:
    """Yield the lines of a picture: the start of the lowering and, to the right of it, its end.

    A line is runs of characters of one part of the figure each (``None``: of none), together at most ``width`` columns.
    """
    from negcoach.widgets.drawing.dots import figure_cells

    columns, rows = _POSE_SIZE
    narrow = min(columns, (width - _BETWEEN_POSES) // 2)
    size = narrow, rows * narrow // columns
    start, end = (figure_cells(figure, lowered, *size) for lowered in (0.0, 1.0))
    between = [None] * _BETWEEN_POSES
    for row in ([*left, *between, *right] for left, right in zip(start, end, strict=True)):
        runs = groupby(row, lambda cell: None if cell is None else cell.part)
        yield [("".join(" " if cell is None else cell.char for cell in run), part) for part, run in runs]


def _rest(exercise: Exercise) -> str:
    return f"rest {seconds_text(exercise.rest_ms)}"


def _load(exercise: Exercise) -> str:
    if exercise.load is None:
        return "bodyweight"
    return f"{exercise.load.percent} % of {exercise.load.of} (cap {exercise.load.cap_percent} %)"


def _spotter_heading(exercise: Exercise) -> str:
    if exercise.family is Family.TEMPO:
        return "Spotter, for forced reps"
    return "Two spotters" if exercise.spotters.at_least == 2 else "Spotter"


def _spotters(rule: SpotterRule) -> str:
    parts = [str(rule.at_least)] if rule.at_least else []
    if rule.at_least < 2:
        parts += _second_spotter(rule)
    if rule.instead:
        parts.append(f"none with a {rule.instead}")
    text = ", ".join(parts)
    return f"{text}; {rule.also}".lstrip("; ") if rule.also else text


def _second_spotter(rule: SpotterRule) -> list[str]:
    """Return from when a second one is needed, where one can be enough."""
    parts = []
    if rule.second_from_total_kg is not None:
        parts.append(f"a second from {rule.second_from_total_kg:g} kg")
    if rule.second_from_above_1rm_kg is not None:
        parts.append(f"or from {rule.second_from_above_1rm_kg:g} kg above your 1RM")
    if rule.second_above_help_kg is not None:
        parts.append(f"or above {TIRED_SHARE:.0%} of your 1RM + {rule.second_above_help_kg:g} kg".replace("%", " %"))
    return parts


def _alternative(alternative: Alternative) -> dict[str, object]:
    if alternative.exercise:
        return {"exercise": alternative.exercise}
    return {
        "percent": alternative.percent,
        "tempo": str(alternative.tempo),
        "sets": alternative.sets,
        "reps": alternative.reps,
    }


def _seconds(ms: int) -> int | float:
    return ms // 1000 if ms % 1000 == 0 else ms / 1000
