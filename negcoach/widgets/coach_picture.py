"""The picture of one moment: everything on the coach's face but the moving bar."""

from __future__ import annotations

from dataclasses import dataclass

from textual.geometry import Region

from negcoach.training.timeline import Moment, Phase
from negcoach.widgets.bar_path import BarPath
from negcoach.widgets.canvas import Canvas, shortened, text_width
from negcoach.widgets.coach_layout import (
    Arrangement,
    Frame,
    call_layout,
    count_layout,
    frame,
    note_layout,
    rail_region,
)
from negcoach.widgets.coach_lines import (
    COUNTED,
    Line,
    SetCard,
    Span,
    Tone,
    following,
    form_of,
    header,
    notes,
    reps,
    side_of,
    status,
    word_of,
)
from negcoach.widgets.forms import form_mask
from negcoach.widgets.inks import Scheme


@dataclass(frozen=True, slots=True)
class Labels:
    """The lines that come from outside the set."""

    sound: str = ""
    clock: str = ""
    notice: str = ""


def bar_path(card: SetCard, moment: Moment, width: int, height: int) -> BarPath | None:
    """Return the rail that this moment shows: beside the count, and in a lift that is timed."""
    if moment.phase in COUNTED:
        region = rail_region(width, height)
        return BarPath.of(region, card.loaded, _marks(moment)) if region else None
    if moment.phase is Phase.LIFT and moment.segment.planned_ms is not None and width >= 60:
        body = frame(width, height).body
        if body.height >= 8:
            wide = 6 if width < 100 else 10
            return BarPath.of(Region(width - wide - 2, body.y, wide, body.height), card.loaded, 0)
    return None


def bar_progress(moment: Moment) -> float:
    """Return how far down its path the bar is, from 0.0 at the top to 1.0."""
    match moment.phase:
        case Phase.LOWER:
            return moment.progress
        case Phase.LIFT:
            return 1.0 - moment.progress
        case Phase.HOLD_BOTTOM:
            return 1.0
        case Phase.HOLD_TOP:
            return 0.0
        case _:
            ahead = (seg.phase for seg in moment.following if seg.phase in (Phase.LIFT, Phase.LOWER))
            return 1.0 if next(ahead, Phase.LOWER) is Phase.LIFT else 0.0


def draw_body(canvas: Canvas, card: SetCard, moment: Moment, path: BarPath | None) -> None:
    """Draw all that is large on an empty canvas: the count and the rail, or the call; not the bar."""
    rows = frame(canvas.width, canvas.height)
    if moment.phase not in COUNTED or moment.count is None:
        _draw_call(canvas, card, moment, rows, path)
        return
    word, form = word_of(moment.phase, card.words), form_of(moment.phase)
    over, below = count_layout(word, form, str(moment.count), canvas.width, canvas.height)
    room = Region(0, rows.body.y, path.region.x if path else canvas.width, rows.body.height)
    _draw(canvas, over, canvas.scheme.text, Region(0, room.y, room.width, 1))
    _draw(canvas, below, canvas.scheme.ink, room)
    if path:
        path.draw_rail(canvas, moment.count if moment.phase is Phase.LOWER else None, card.words.bottom)


def draw_lines(canvas: Canvas, card: SetCard, moment: Moment, labels: Labels) -> None:
    """Draw the lines of text above and below the body over what was there."""
    rows = frame(canvas.width, canvas.height)
    for y in line_rows(canvas.width, canvas.height):
        canvas.erase(y)
    if rows.header:
        _draw_header(canvas, card, labels, rows)
    _draw_foot(canvas, card, moment, labels, rows)


def line_rows(width: int, height: int) -> tuple[int, ...]:
    """Return the rows that hold lines of text and nothing else."""
    rows = frame(width, height)
    return (*range(int(rows.header)), *range(rows.foot, rows.foot + rows.lines))


def _draw_call(canvas: Canvas, card: SetCard, moment: Moment, rows: Frame, path: BarPath | None) -> None:
    """Draw the call over the whole body, with its notes below it where there is room: the first in large letters."""
    body = rows.body
    width = path.region.x if path else canvas.width
    given = [note for note in notes(card, moment) if note]
    said = [note for note in given if text_width(note) <= width - 2 * rows.margin] or given[:1]
    shown = min(len(said), 2 if body.height >= 16 else 1 if body.height >= 6 else 0)
    foot = body.bottom - shown
    large, top = Arrangement(), foot
    if said and body.height >= 16 and _speaks_up(moment):
        tall = 4 if body.height < 24 else 5
        top = foot - tall  # the row of the first note, that is not written, parts it from the second
        large = note_layout(said[0], Region(0, top, width, tall))
        top = top - tall // 4 if large.words else foot
    field = Region(0, body.y, width, top - body.y)
    call = call_layout(word_of(moment.phase, card.words), form_of(moment.phase), field)
    _draw(canvas, call, canvas.scheme.ink, field)
    _draw(canvas, large, canvas.scheme.text if moment.stop else canvas.scheme.soft, field)
    for index, note in enumerate(said[:shown]):
        if index == 0 and large.words:
            continue
        text = shortened(note, width - 2 * rows.margin)
        tone = canvas.scheme.text if index == 0 else canvas.scheme.soft
        canvas.write((width - text_width(text)) // 2, foot + index, text, tone, bold=index == 0)
    if path:
        path.draw_rail(canvas, None, "")


def _speaks_up(moment: Moment) -> bool:
    """Return whether the first note is as important as the call; only the call itself is in a plain lift."""
    return moment.phase is not Phase.LIFT or moment.stop is not None


def _draw(canvas: Canvas, what: Arrangement, colour: int, region: Region) -> None:
    """Draw an arrangement; its text, if it is text, centred in the region."""
    for placed in what.words:
        canvas.letter(placed.text, placed.lettering, placed.left, placed.top, colour)
    if what.form:
        form = what.form
        mask = form_mask(form.form, form.width, form.height)
        canvas.stamp(mask, form.left, form.top, canvas.scheme.accent)
    top = region.y + (region.height - len(what.lines)) // 2
    for index, line in enumerate(what.lines):
        text = shortened(line, region.width)
        canvas.write(region.x + (region.width - text_width(text)) // 2, top + index, text, colour, bold=True)


def _draw_header(canvas: Canvas, card: SetCard, labels: Labels, rows: Frame) -> None:
    """Draw exercise, set, load and tempo left, sound and time right, leaving out whole fields that don't fit."""
    scheme = canvas.scheme
    canvas.fill(0, 0, canvas.width, 2, scheme.band)
    room = canvas.width - 2 * rows.margin
    name, *others = header(card)
    name = shortened(name, room)
    used = text_width(name)
    x = canvas.write(rows.margin, 0, name, scheme.text, bold=True)
    right = [text for text in (labels.sound, labels.clock) if text]
    fields = [(text, False) for text in others if text]
    fields[1:1] = [(text, True) for text in reversed(right)]
    kept_right: list[str] = []
    for text, is_right in fields:
        if used + text_width(text) + 3 > room:
            continue
        used += text_width(text) + 3
        if is_right:
            kept_right.insert(0, text)
        else:
            x = canvas.write(x + 3, 0, text, scheme.soft)
    text = "   ".join(kept_right)
    canvas.write(canvas.width - rows.margin - text_width(text), 0, text, scheme.soft)


def _draw_foot(canvas: Canvas, card: SetCard, moment: Moment, labels: Labels, rows: Frame) -> None:
    """Draw the lines of text: the state in words, the reps, and what comes next (or the notice in its place)."""
    room = canvas.width - 2 * rows.margin
    ahead = (Span(labels.notice, Tone.FAIR, True),) if labels.notice else following(card, moment, room)
    lines = [status(card, moment), reps(moment, room), ahead]
    if rows.lines == 2 and moment.reps:
        side = side_of(card, moment)
        done = reps(moment, room - text_width(side) - 2) if side else reps(moment, room)
        lines = [(Span(side, bold=True), *done) if side else done, ahead]
    elif rows.lines == 2:
        lines = [status(card, moment), ahead]
    elif rows.lines < 2:
        lines = [ahead or lines[0]][: rows.lines]
    for index, line in enumerate(lines):
        _write(canvas, rows.margin, rows.foot + index, line, room)


def _write(canvas: Canvas, x: int, y: int, line: Line, room: int) -> None:
    end = x + room
    for span in line:
        text = shortened(span.text, end - x)
        x = 2 + canvas.write(x, y, text, tone_colour(canvas.scheme, span.tone), span.bold)


def tone_colour(scheme: Scheme, tone: Tone) -> int:
    """Return the scheme's colour for a tone of text."""
    return {
        Tone.TEXT: scheme.text,
        Tone.SOFT: scheme.soft,
        Tone.GOOD: scheme.good,
        Tone.FAIR: scheme.fair,
        Tone.POOR: scheme.poor,
    }[tone]


def _marks(moment: Moment) -> int:
    """Return how many counts the lowering of this rep has (0: not known)."""
    if moment.phase is Phase.LOWER:
        return -(-(moment.segment.planned_ms or 0) // 1000)
    ahead = (seg.planned_ms for seg in moment.following if seg.phase is Phase.LOWER)
    done = moment.reps[-1].target_ms if moment.reps else 0
    return -(-(next(ahead, done) or 0) // 1000)
