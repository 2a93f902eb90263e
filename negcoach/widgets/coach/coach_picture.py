"""The picture of one moment of a set: functions that draw all of the coach's face but the moving bar.

``coach_face`` is the widget that shows these pictures, caches them, and moves the bar.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from textual.geometry import Region, Size
from textual.strip import Strip

from negcoach.training.exercise.exercise import Words
from negcoach.training.exercise.figure import Figure
from negcoach.training.score.phase_words import phase_word
from negcoach.training.score.rescue import ending_words
from negcoach.training.score.timeline import COUNTED_PHASES, LiftedBy, Moment, Phase
from negcoach.widgets.coach.bar_path import BarPath
from negcoach.widgets.coach.coach_figure import FigurePlace
from negcoach.widgets.coach.coach_layout import (
    Arrangement,
    FaceRows,
    call_layout,
    count_layout,
    count_room,
    face_rows,
    figure_region,
    hand_off_layout,
    note_layout,
    rail_region,
)
from negcoach.widgets.coach.coach_lines import (
    Line,
    TextSpan,
    Tone,
    Verdict,
    fitting_notes,
    following,
    header,
    lead_in_call,
    phase_shape,
    reps,
    side_of,
    status,
    tally,
    verdict_of,
    waits_for_back_up,
)
from negcoach.widgets.coach.set_card import SetCard
from negcoach.widgets.drawing.canvas import Canvas, RowText, shortened_line, text_row, text_width
from negcoach.widgets.drawing.colour_schemes import Scheme
from negcoach.widgets.drawing.shapes import Shape, shape_mask

_WITH_FIGURE = (Phase.LOWER, Phase.HOLD_BOTTOM, Phase.HOLD_TOP)
"""The phases in which a figure may stand beside the count."""

_LEAST_CALL_ROWS = 4
"""The rows that the notes below a call leave it, whatever there is to read."""


class Labels(NamedTuple):
    """The texts that come from outside the set."""

    sound: str = ""
    clock: str = ""
    notice: str = ""
    ready: str = ""  # what else can be pressed, before a set


@dataclass(frozen=True, slots=True)
class FaceBody:
    """Everything between header and foot but the bar: moments with equal bodies look the same there."""

    phase: Phase
    words: Words
    count: int | None
    notes: tuple[str, ...]
    stopped: bool
    path: BarPath | None
    call: tuple[str, Shape] | None  # of a lead-in
    tally: tuple[str, ...]
    verdict: Verdict | None
    lifted_by: LiftedBy = LiftedBy.USUAL
    figure: FigurePlace | None = None


def face_body(card: SetCard, moment: Moment, width: int, height: int, figure: Figure | None = None) -> FaceBody:
    """Return the body of this moment on a face of this size (cells), with a figure where there is room for it."""
    count = moment.count if moment.phase in COUNTED_PHASES else None
    counted = tally(card, moment) if count is not None else ()
    place = None if card.open_lowering else _figure_place(figure, moment, width, height, counted)
    return FaceBody(
        phase=moment.phase,
        words=ending_words(card.words, at_top=moment.segment.at_top),
        count=count,
        notes=fitting_notes(card, moment, width - 2 * face_rows(width, height).margin),
        stopped=moment.stop is not None,
        path=_bar_path(card, moment, width, height, place),
        call=lead_in_call(moment, card.words),
        tally=counted,
        verdict=verdict_of(moment.verdict, card.rules) if moment.verdict and moment.stop is None else None,
        lifted_by=moment.segment.lifted_by,
        figure=place,
    )


def _figure_place(
    figure: Figure | None, moment: Moment, width: int, height: int, counted: tuple[str, ...]
) -> FigurePlace | None:
    """Return the figure with its place: beside the count of a lowering or of a hold, and never in a call."""
    if figure is None or moment.phase not in _WITH_FIGURE or moment.segment.planned_ms is None:
        return None
    seconds = max(-(-moment.segment.planned_ms // 1000), _count_marks(moment))  # it stays through the rep, or away
    region = figure_region(width, height, len(str(seconds)), counted)
    return None if region is None else FigurePlace(figure, region)


def _bar_path(card: SetCard, moment: Moment, width: int, height: int, figure: FigurePlace | None) -> BarPath | None:
    """Return the bar's path in this moment: beside the count, and in a timed lift; ``None`` without one.

    Beside a figure it has what that leaves. There is none for a lowering as long as the lifter can: nobody knows where
    they are to be.
    """
    if card.open_lowering:
        return None
    if moment.phase in COUNTED_PHASES:
        region = rail_region(width, height)
        if region and figure:
            left = figure.region.right
            region = Region(left, region.y, region.right - left, region.height)
        return BarPath.of(region, card.loaded, _count_marks(moment)) if region else None
    if moment.phase is Phase.LIFT and moment.segment.planned_ms is not None and width >= 60:
        body = face_rows(width, height).body
        if body.height >= 8:
            wide = 6 if width < 100 else 10
            return BarPath.of(Region(width - wide - 2, body.y, wide, body.height), card.loaded, 0)
    return None


def draw_body(canvas: Canvas, body: FaceBody) -> None:
    """Draw a body on an empty canvas: the count and the rail, or the call; not the bar."""
    rows, path, size = face_rows(canvas.width, canvas.height), body.path, (canvas.width, canvas.height)
    with_path = path is not None
    if body.phase not in COUNTED_PHASES or body.count is None:
        _draw_call(canvas, body, rows)
        return
    count = str(body.count)
    if body.call:
        call, below, upper, lower = hand_off_layout(*body.call, count, *size, with_path=with_path)
        draw_arrangement(canvas, call, canvas.scheme.giant, upper)
        draw_arrangement(canvas, below, canvas.scheme.text, lower)
    else:
        word = phase_word(body.phase, body.words, body.lifted_by)
        shape = phase_shape(body.phase, body.words)
        figure = body.figure.region if body.figure else None
        over, below, beside, left = count_layout(word, shape, count, *size, body.tally, figure, with_path=with_path)
        room = count_room(*size, with_path=with_path)
        draw_arrangement(canvas, over, canvas.scheme.text, Region(0, room.y, room.width, 1))
        draw_arrangement(canvas, below, canvas.scheme.giant, room)
        draw_arrangement(canvas, beside, canvas.scheme.text, left)
    if path:
        path.draw_rail(canvas, body.count if body.phase is Phase.LOWER else None, body.words.bottom)


def header_rows(card: SetCard, labels: Labels, look: Scheme, size: Size, own_palette: bool) -> dict[int, Strip]:
    """Return the header's row, or none where there is no room; ``own_palette``: see ``colour_schemes.style``."""
    rows = face_rows(*size)
    if not rows.header:
        return {}
    return {0: _row(rows.width, look, own_palette, True, _header_texts(card, labels, look, rows))}


def foot_rows(
    card: SetCard, moment: Moment, labels: Labels, look: Scheme, size: Size, own_palette: bool
) -> dict[int, Strip]:
    """Return the rows of text below the body."""
    rows = face_rows(*size)
    lines = enumerate(_foot_texts(card, moment, labels, look, rows), rows.foot)
    return {y: _row(rows.width, look, own_palette, False, texts) for y, texts in lines}


@lru_cache(maxsize=256)
def _row(width: int, look: Scheme, own_palette: bool, header: bool, texts: tuple[RowText, ...]) -> Strip:
    """Return a row with texts, on the scheme's background or the header's."""
    return text_row(width, look, own_palette, look.header_background if header else look.background, texts)


def _draw_call(canvas: Canvas, body: FaceBody, rows: FaceRows) -> None:
    """Draw the call over all of the body, with its notes below where there is room: the first in large letters."""
    room, path, verdict = rows.body, body.path, body.verdict
    width = path.region.x if path else canvas.width
    notes = _fitting_notes(body, width - 2 * rows.margin)
    shown = min(len(notes), _most_notes(body, room.height))
    foot = room.bottom - shown
    large, top = Arrangement(), foot
    if notes and room.height >= 16 and _has_large_note(body):
        tall = 4 if room.height < 24 else 5
        # The first note's row stays empty, and separates it from the second.
        large = _large_note(verdict, notes[0], Region(0, foot - tall, width, tall))
        top = foot - tall - tall // 4 if large.words else foot
    field = Region(0, room.y, width, top - room.y)
    plain = phase_word(body.phase, body.words, body.lifted_by), phase_shape(body.phase, body.words)
    call = call_layout(*(body.call or plain), field)
    tone = tone_colour(canvas.scheme, verdict.tone) if verdict else canvas.scheme.text
    draw_arrangement(canvas, call, canvas.scheme.giant, field)
    draw_arrangement(canvas, large, tone if body.stopped or verdict else canvas.scheme.muted, field, tone)
    for index, note in enumerate(notes[:shown]):
        if index == 0 and large.words:
            continue
        text = shortened_line(note, width - 2 * rows.margin)
        colour = tone if index == 0 else canvas.scheme.muted
        canvas.write((width - text_width(text)) // 2, foot + index, text, colour, bold=index == 0)
    if path:
        path.draw_rail(canvas, None, "")


def _most_notes(body: FaceBody, rows: int) -> int:
    """Return how many notes a call has below it: before a set, where there is time, as many as leave it enough rows.

    In a pause whose load does not come back by itself, and where plates go on, there is one more than else: the call
    stays large.
    """
    few = 2 if rows >= 16 else 1 if rows >= 6 else 0
    if body.phase is Phase.READY:
        return max(few, rows - _LEAST_CALL_ROWS)
    more = body.phase in (Phase.TAKE, Phase.RELOAD) and rows >= 10 and len(body.notes) > 2
    return few + 1 if more else few


def _fitting_notes(body: FaceBody, room: int) -> list[str]:
    """Return the verdict and the notes that fit into ``room`` cells; the first of them where none does.

    Before a set the notes after the first are steps, of which a row has as many as fit.
    """
    verdict = body.verdict
    said = "" if verdict is None else f"{verdict.shape.value} {verdict.text}" if verdict.shape else verdict.text
    given = [note for note in (said, *body.notes) if note]
    if body.phase is Phase.READY:
        given = [*given[:1], *_packed(given[1:], room)]
    return [note for note in given if text_width(note) <= room] or given[:1]


def _packed(notes: list[str], room: int) -> list[str]:
    """Return notes in rows of ``room`` cells, as many in each as fit."""
    rows: list[str] = []
    for note in notes:
        joined = f"{rows[-1]} · {note}" if rows else note
        if rows and text_width(joined) <= room:
            rows[-1] = joined
        else:
            rows.append(note)
    return rows


def _large_note(verdict: Verdict | None, note: str, region: Region) -> Arrangement:
    """Return the verdict, else the note, in giant letters; empty where neither its full nor its short text fits."""
    if verdict is None:
        return note_layout(note, region)
    full = note_layout(verdict.text, region, verdict.shape)
    return full if full.words else note_layout(verdict.short, region, verdict.shape)


def _has_large_note(body: FaceBody) -> bool:
    """Return whether the first note is as important as the call: always but in a lift that is not judged."""
    return body.phase is not Phase.LIFT or body.stopped or body.verdict is not None


def draw_arrangement(
    canvas: Canvas, arrangement: Arrangement, colour: int, region: Region, shape_colour: int | None = None
) -> None:
    """Draw an arrangement, its shape in the accent colour unless another is given; lines are centred in the region."""
    for placed in arrangement.words:
        canvas.draw_letters(placed.text, placed.lettering, placed.left, placed.top, colour)
    if arrangement.shape:
        shape = arrangement.shape
        mask = shape_mask(shape.shape, shape.width, shape.height)
        canvas.stamp(mask, shape.left, shape.top, canvas.scheme.accent if shape_colour is None else shape_colour)
    top = region.y + (region.height - len(arrangement.lines)) // 2
    for index, line in enumerate(arrangement.lines):
        text = shortened_line(line, region.width)
        canvas.write(region.x + (region.width - text_width(text)) // 2, top + index, text, colour, bold=True)


def _header_texts(card: SetCard, labels: Labels, look: Scheme, rows: FaceRows) -> tuple[RowText, ...]:
    """Return exercise, set, load and tempo on the left, sound and time on the right, without fields that don't fit."""
    room = rows.width - 2 * rows.margin
    name, *others = header(card)
    name = shortened_line(name, room)
    used = text_width(name)
    texts: list[RowText] = [(rows.margin, name, look.text, True)]
    x = rows.margin + used
    right = [text for text in (labels.sound, labels.clock) if text]
    fields = [(text, False) for text in others if text]
    fields[1:1] = [(text, True) for text in reversed(right)]
    fields += [(labels.ready, True)] if labels.ready else []
    shown_right: list[str] = []
    for text, is_right in fields:
        if used + text_width(text) + 3 > room:
            continue
        used += text_width(text) + 3
        if is_right:
            shown_right.insert(0, text)
        else:
            texts.append((x + 3, text, look.muted, False))
            x += 3 + text_width(text)
    text = "   ".join(shown_right)
    return (*texts, (rows.width - rows.margin - text_width(text), text, look.muted, False))


def _foot_texts(
    card: SetCard, moment: Moment, labels: Labels, look: Scheme, rows: FaceRows
) -> list[tuple[RowText, ...]]:
    """Return the lines of text: the state in words, the reps, and what comes next, or the notice in its place."""
    room = rows.width - 2 * rows.margin
    ahead = (TextSpan(labels.notice, Tone.FAIR, True),) if labels.notice else following(card, moment, room)
    if rows.lines == 2 and waits_for_back_up(card, moment):  # the call has no room for it
        ahead = (TextSpan(card.back_up),)
    said = status(card, moment)
    if labels.ready and labels.ready not in _header_texts(card, labels, look, rows)[-1][1]:  # it has no room there
        said = (*said, TextSpan(labels.ready, Tone.MUTED))
    lines = [said, reps(card, moment, room), ahead]
    if rows.lines == 2 and moment.reps:
        side = side_of(card, moment)
        done = reps(card, moment, room - text_width(side) - 2) if side else reps(card, moment, room)
        lines = [(TextSpan(side, bold=True), *done) if side else done, ahead]
    elif rows.lines == 2:
        lines = [said, ahead]
    elif rows.lines < 2:
        lines = [ahead or lines[0]][: rows.lines]
    return [_place_spans(line, rows.margin, room, look) for line in lines]


def _place_spans(line: Line, x: int, room: int, look: Scheme) -> tuple[RowText, ...]:
    """Return a line's spans as texts from cell ``x`` on, separated by two empty cells."""
    end = x + room
    texts: list[RowText] = []
    for span in line:
        text = shortened_line(span.text, end - x)
        texts.append((x, text, tone_colour(look, span.tone), span.bold))
        x += text_width(text) + 2
    return tuple(texts)


def tone_colour(scheme: Scheme, tone: Tone) -> int:
    """Return the scheme's colour for a tone of text."""
    match tone:
        case Tone.TEXT:
            return scheme.text
        case Tone.MUTED:
            return scheme.muted
        case Tone.GOOD:
            return scheme.good
        case Tone.FAIR:
            return scheme.fair
        case Tone.POOR:
            return scheme.poor


def _count_marks(moment: Moment) -> int:
    """Return how many counts the lowering of this rep has (0 if not known)."""
    if moment.phase is Phase.LOWER:
        return -(-(moment.segment.planned_ms or 0) // 1000)
    ahead = (seg.planned_ms for seg in moment.following if seg.phase is Phase.LOWER)
    done = moment.reps[-1].target_ms if moment.reps else 0
    return -(-(next(ahead, done) or 0) // 1000)
