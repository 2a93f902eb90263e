"""The card of a training day as one SVG image, to post: a headline, each lowering against its count, and the totals.

It is drawn in the proportions that phones show in full (4 to 5), loads nothing from elsewhere, and has no note, no pain
and no body weight in it. A lowering hangs from the rail as the bar does: as long as it took, beside the line of the
full count, in the colour of how it kept the tempo; what each look means is told below. One that nobody measured is an
outline. Where there are several exercises, the number of each stands above its lowerings, and before its name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import zip_longest
from math import cos, pi, sin

from negcoach.formatting import (
    BY_THE_CLOCK,
    load_text,
    long_day_text,
    percent_text,
    reps_of_sets_text,
    short_load_text,
    tenths_text,
    time_text,
)
from negcoach.report.card.facts import CardExercise, CardFacts, CardRep, CardSet
from negcoach.texts import clean, counted, shortened
from negcoach.training.progress.adherence import TempoResult, adherence_of, tempo_result
from negcoach.training.score.stop_rules import StopRules
from negcoach.training.terms import RecordFlag
from negcoach.training.units import Unit

WIDTH, HEIGHT = 1080, 1350
_MARGIN = 84
_INNER = WIDTH - 2 * _MARGIN

FONT = (
    "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Ubuntu, Cantarell, 'Noto Sans', "
    "'Liberation Sans', 'DejaVu Sans', Arial, sans-serif"
)
"""The fonts of the text, the first that there is: those of the systems' own screens."""

_CHARACTER = 0.62
"""The width of a bold character of such a font, in its size, on the wide side: DejaVu Sans is the widest."""

_INK, _SOFT, _ORANGE = "#fff8f0", "#c9b6a6", "#ffb24d"
_COLOURS = {TempoResult.KEPT: "#a9f27f", TempoResult.SHORT: "#ffd65c", TempoResult.LOST: "#ff7b72"}
"""Each with a contrast of at least 7:1 to the background (WCAG 2.2, 1.4.6)."""

_WORDS = {TempoResult.KEPT: "kept the tempo", TempoResult.SHORT: "a little fast", TempoResult.LOST: "too fast"}
_HELD, _OPEN = "held", "without a count"
"""What the looks of a lowering mean."""

_RAIL_Y = 722
"""Where the lowerings hang from."""

_LEGEND, _SWATCH = 26, 18
"""The size of the text that tells what the looks mean, and the width of what is drawn before each."""

_GAP_AFTER_SET, _GAP_AFTER_EXERCISE = 0.9, 1.3
"""The gaps between bars, in steps from one bar to the next; the second one comes on top."""

_MOST_SHARE = 1.25
"""The longest lowering that is drawn in full, as a share of its count; longer ones are cut at that."""

_MOST_LINES, _MOST_NAMES = 3, 6
"""The most exercises that are listed below the totals with their sets, in so many lines, and in two columns by name."""

_LINE_HEIGHT = 42
_LAST_LINE_Y = HEIGHT - 82

_MOST_CHARACTERS, _MOST_OF_NAME = 50, 28
"""The most characters of a line of that list, and of a name in two columns."""

_RECORD_TEXTS = {
    RecordFlag.HEAVIEST: "the heaviest load lowered to the full count",
    RecordFlag.LONGEST: "the longest lowering at this load",
}
_LEAST_HELP = "the least help with a lowering to the full count"


@dataclass(frozen=True, slots=True)
class _Headline:
    """The result of the day: a word above it, the exercise, the value in giant letters, and what it was."""

    above: str
    exercise: str
    value: str
    below: str


def card_svg(facts: CardFacts, unit: Unit, rules: StopRules) -> str:
    """Return the card as an SVG document; ``unit`` is for loads whose own is not known, ``rules`` for lost tempo."""
    headline = _headline(facts, unit)
    description = f"{headline.exercise}: {headline.value}, {headline.below}"
    day = long_day_text(facts.day)
    lines = _list_lines(facts, unit)
    totals_y = _LAST_LINE_Y - _LINE_HEIGHT * len(lines) - (38 if lines else 0)
    looks = _looks(facts, rules)
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}" '
            f'role="img" aria-label="{_text(f"{description}. {day}")}" font-family="{FONT}">',
            f"<title>{_text(description)}</title>",
            *_background(),
            *_header(day),
            *_headline_parts(headline),
            *_lowerings(facts, rules, totals_y - 170),
            *_legend(looks, totals_y - 136),
            *_totals(facts, totals_y),
            *_list(lines, names=len(facts.exercises) > _MOST_LINES),
            "</svg>\n",
        )
    )


def _headline(facts: CardFacts, unit: Unit) -> _Headline:
    """Return the record of the day, the heaviest before the longest; else the exercise with the most lowerings."""
    found = [(exercise, one) for exercise in facts.exercises for one in exercise.sets if one.record]
    for flag in (RecordFlag.HEAVIEST, RecordFlag.LONGEST):
        of_flag = [(exercise, one) for exercise, one in found if one.record & flag]
        if of_flag:
            exercise, one = max(of_flag, key=lambda pair: pair[1].load_kg)
            return _record_headline(exercise, one, flag, unit)
    exercise = max(facts.exercises, key=lambda exercise: sum(len(one.reps) for one in exercise.sets))
    top = max(exercise.sets, key=lambda one: one.load_kg)
    reps = [len(one.reps) for one in exercise.sets]
    if top.load_kg == 0:
        below = f"{counted(len(reps), 'set')}, tempo {top.tempo}, bodyweight"
        return _Headline("", exercise.name, counted(sum(reps), "rep"), below)
    return _Headline("", exercise.name, _load(exercise, top, unit), f"{reps_of_sets_text(reps)}, tempo {top.tempo}")


def _record_headline(exercise: CardExercise, one: CardSet, flag: RecordFlag, unit: Unit) -> _Headline:
    what = _LEAST_HELP if flag is RecordFlag.HEAVIEST and one.load_kg < 0 else _RECORD_TEXTS[flag]
    if flag is RecordFlag.HEAVIEST and one.load_kg:
        value = _load(exercise, one, unit)
    else:
        value = tenths_text(max(rep.measured_ms or 0 for rep in one.reps))
        what += f", {load_text(one.load_kg, one.load_unit or unit, bodyweight=exercise.bodyweight)}"
    return _Headline("RECORD", exercise.name, value, what)


def _load(exercise: CardExercise, one: CardSet, unit: Unit) -> str:
    return short_load_text(one.load_kg, one.load_unit or unit, bodyweight=exercise.bodyweight)


def _background() -> Iterator[str]:
    yield (
        '<defs><linearGradient id="ground" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#4a1d02"/>'
        '<stop offset=".55" stop-color="#241006"/><stop offset="1" stop-color="#150b06"/></linearGradient></defs>'
    )
    yield f'<rect width="{WIDTH}" height="{HEIGHT}" fill="url(#ground)"/>'


def _header(day: str) -> Iterator[str]:
    yield f'<path d="M{_MARGIN} 84h44l-22 34z" fill="{_ORANGE}"/>'
    yield _line("NEGCOACH", _MARGIN + 62, 114, 32, _INK, bold=True, spacing=6)
    yield _line(day, WIDTH - _MARGIN, 114, 32, _SOFT, anchor="end")


def _headline_parts(headline: _Headline) -> Iterator[str]:
    if headline.above:
        yield f'<path d="{_star(_MARGIN + 20, 226, 21)}" fill="{_ORANGE}"/>'
        yield _line(headline.above, _MARGIN + 56, 240, 38, _ORANGE, bold=True, spacing=5)
    yield _fitted(headline.exercise, _MARGIN, 318, 62, _INK)
    yield _fitted(headline.value, _MARGIN - 6, 520, 200, _INK)
    yield _fitted(headline.below, _MARGIN, 598, 38, _SOFT, bold=False)


def _star(x: float, y: float, radius: float) -> str:
    """Return the path of a star with five points."""
    radii = [radius, radius * 0.42] * 5
    points = [(x + far * sin(turn * pi / 5), y - far * cos(turn * pi / 5)) for turn, far in enumerate(radii)]
    return "M" + "L".join(f"{a:.1f} {b:.1f}" for a, b in points) + "Z"


def _lowerings(facts: CardFacts, rules: StopRules, bottom_y: float) -> Iterator[str]:
    """Yield the rail, a bar for each lowering hanging from it, with a gap after each set, and the full count's line.

    Nothing is drawn below ``bottom_y``.
    """
    places: list[tuple[float, CardRep]] = []
    starts: list[float] = []
    at = 0.0
    for exercise in facts.exercises:
        starts.append(at)
        for one in exercise.sets:
            for rep in one.reps:
                places.append((at, rep))
                at += 1
            at += _GAP_AFTER_SET
        at += _GAP_AFTER_EXERCISE
    step = min(96.0, _INNER / (at - _GAP_AFTER_SET - _GAP_AFTER_EXERCISE))
    width = max(2.0, min(56.0, step * 0.7))
    left = _MARGIN + (step - width) / 2
    count_y = _RAIL_Y + (bottom_y - _RAIL_Y) / _MOST_SHARE
    for place, rep in places:
        yield _bar(left + place * step, width, count_y, rep, rules)
    yield f'<rect x="{_MARGIN}" y="{_RAIL_Y - 8}" width="{_INNER}" height="8" rx="4" fill="{_ORANGE}"/>'
    yield _dotted(_MARGIN, WIDTH - _MARGIN, count_y)
    numbers = _numbers(facts)
    for number, start in zip(numbers, starts, strict=False):
        yield _line(number, _MARGIN + start * step, _RAIL_Y - 20, 24, _INK, bold=True)
    above_y = _RAIL_Y - (66 if numbers else 28)
    yield _line("each lowering", _MARGIN, above_y, _LEGEND, _SOFT)
    yield _line("the full count", WIDTH - _MARGIN, above_y, _LEGEND, _SOFT, anchor="end")
    yield _dotted(WIDTH - _MARGIN - 262, WIDTH - _MARGIN - 200, above_y - 9)


def _numbers(facts: CardFacts) -> list[str]:
    """Return the number of each exercise whose name is listed, where there are several."""
    count = len(facts.exercises)
    if count < 2:
        return []
    return [str(number) for number in range(1, (count if count <= _MOST_NAMES else _MOST_NAMES - 1) + 1)]


def _looks(facts: CardFacts, rules: StopRules) -> Mapping[str, str]:
    """Return what each look on the card means, with its colour; that of an outline is the empty text."""
    found: dict[str, str] = {}
    for rep in facts.reps:
        if rep.adherence is None:
            found[_OPEN if rep.measured_ms is not None else BY_THE_CLOCK] = ""
        elif rep.held:
            found[_HELD] = _SOFT
        else:
            result = tempo_result(rep.adherence, rules)
            found[_WORDS[result]] = _COLOURS[result]
    order = (*_WORDS.values(), _HELD, BY_THE_CLOCK, _OPEN)
    return {words: found[words] for words in order if words in found}


def _legend(looks: Mapping[str, str], y: float) -> Iterator[str]:
    """Yield what each look of a lowering means, on one line as large as its width allows."""
    gap, beside = 34, _SWATCH + 12
    room = _INNER - gap * (len(looks) - 1) - beside * len(looks)
    size = min(_LEGEND, room / (_CHARACTER * sum(map(len, looks))))
    x = float(_MARGIN)
    for words, colour in looks.items():
        look = f'fill="{colour}"' if colour else f'fill="none" stroke="{_SOFT}" stroke-width="3"'
        side, inset = (_SWATCH, 0.0) if colour else (_SWATCH - 3, 1.5)
        place = f'x="{x + inset:.1f}" y="{y - _SWATCH - 1 + inset:.1f}" width="{side}" height="{side}"'
        yield f'<rect {place} rx="5" {look}/>'
        yield _line(words, x + beside, y, size, _SOFT)
        x += beside + _CHARACTER * size * len(words) + gap


def _dotted(left: float, right: float, y: float) -> str:
    return (
        f'<path d="M{left:g} {y:.1f}H{right:g}" stroke="{_INK}" stroke-width="3" stroke-dasharray="3 11" '
        'stroke-linecap="round"/>'
    )


def _bar(x: float, width: float, count_y: float, rep: CardRep, rules: StopRules) -> str:
    share = rep.adherence
    length = (count_y - _RAIL_Y) * min(_MOST_SHARE, 1.0 if share is None else max(share, 0.02))
    radius = min(8.0, width / 2)
    if share is None:
        line = min(3.0, width / 3)
        return (
            f'<rect x="{x + line / 2:.1f}" y="{_RAIL_Y - 4}" width="{width - line:.1f}" height="{length + 4:.1f}" '
            f'rx="{radius:.1f}" fill="none" stroke="{_SOFT}" stroke-width="{line:.1f}"/>'
        )
    return (
        f'<rect x="{x:.1f}" y="{_RAIL_Y - 8}" width="{width:.1f}" height="{length + 8:.1f}" rx="{radius:.1f}" '
        f'fill="{_SOFT if rep.held else _COLOURS[tempo_result(share, rules)]}"/>'
    )


def _totals(facts: CardFacts, y: float) -> Iterator[str]:
    """Yield how many lowerings there were, how long they took, and how well the tempo was kept."""
    reps = facts.reps
    judged = [rep for rep in reps if rep.judged]
    held_ms = [rep.measured_ms for rep in reps if rep.held and rep.measured_ms is not None]
    tension_ms = sum(rep.target_ms if rep.measured_ms is None else rep.measured_ms for rep in reps)
    kept = adherence_of(sum(rep.measured_ms or 0 for rep in judged), sum(rep.target_ms for rep in judged))
    count, _, noun = counted(len(reps), "lowering").partition(" ")
    totals = [(count, noun), (time_text(tension_ms), "lowered in all")]
    if kept is not None:
        of_all = len(judged) == len(reps)
        totals.append(
            (percent_text(kept), "of target time" if of_all else f"target time, {counted(len(judged), 'rep')}")
        )
    elif held_ms:
        totals.append((tenths_text(sum(held_ms) / len(held_ms)), "held on average"))
    for number, (value, label) in enumerate(totals):
        x = _MARGIN + number * _INNER / 3
        yield _line(value, x, y - 40, 66, _INK, bold=True)
        yield _line(label, x, y, 28, _SOFT)


def _list_lines(facts: CardFacts, unit: Unit) -> list[tuple[str, str]]:
    """Return each exercise with its number and its sets where there are several; of many two names a line."""
    numbers = _numbers(facts)
    if len(facts.exercises) <= _MOST_LINES:  # of one there are no numbers, and no list
        return [_list_line(number, one, unit) for number, one in zip(numbers, facts.exercises, strict=False)]
    names = [
        shortened(f"{number} {_starred(one)}", _MOST_OF_NAME)
        for number, one in zip(numbers, facts.exercises, strict=False)
    ]
    if len(names) < len(facts.exercises):
        names.append(f"and {len(facts.exercises) - len(names)} more")
    rows = (len(names) + 1) // 2
    return list(zip_longest(names[:rows], names[rows:], fillvalue=""))


def _list_line(number: str, exercise: CardExercise, unit: Unit) -> tuple[str, str]:
    top = max(exercise.sets, key=lambda one: one.load_kg)
    sets = reps_of_sets_text([len(one.reps) for one in exercise.sets])
    text = f"{sets}, {_load(exercise, top, unit)}"
    return shortened(f"{number} {_starred(exercise)}", _MOST_CHARACTERS - len(text)), text


def _starred(exercise: CardExercise) -> str:
    return f"{'★ ' if any(one.record for one in exercise.sets) else ''}{exercise.name}"


def _list(lines: Sequence[tuple[str, str]], *, names: bool) -> Iterator[str]:
    """Yield the exercises: each with its sets at the right edge, or their ``names`` in two columns."""
    for number, (name, text) in enumerate(lines):
        y = _LAST_LINE_Y - _LINE_HEIGHT * (len(lines) - 1 - number)
        yield _line(name, _MARGIN, y, 28 if names else 30, _INK)
        if text and names:
            yield _line(text, _MARGIN + _INNER / 2, y, 28, _INK)
        elif text:
            yield _line(text, WIDTH - _MARGIN, y, 30, _SOFT, anchor="end")


def _fitted(text: str, x: float, y: float, size: float, colour: str, *, bold: bool = True) -> str:
    """Return a line of text that is as large as ``size`` and its width allow; a very long one is cut."""
    shown = shortened(clean(text), 64)
    return _line(shown, x, y, min(size, _INNER / (_CHARACTER * max(1, len(shown)))), colour, bold=bold)


def _line(
    text: str,
    x: float,
    y: float,
    size: float,
    colour: str,
    *,
    bold: bool = False,
    anchor: str = "start",
    spacing: float = 0,
) -> str:
    weight = ' font-weight="700"' if bold else ""
    wide = f' letter-spacing="{spacing:g}"' if spacing else ""
    return (
        f'<text x="{x:g}" y="{y:g}" font-size="{size:.4g}" fill="{colour}" text-anchor="{anchor}"{weight}{wide}>'
        f"{_text(text)}</text>"
    )


def _text(text: str) -> str:
    return escape(clean(text), quote=True)
