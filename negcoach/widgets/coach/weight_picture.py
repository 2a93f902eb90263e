"""A stack with its pin, or the dumbbell that is taken, drawn as large as there is room."""

from __future__ import annotations

from textual.geometry import Region

from negcoach.training.equipment.chosen_weight import ChosenWeight
from negcoach.training.equipment.equipment import plate_text
from negcoach.widgets.coach.coach_layout import note_layout
from negcoach.widgets.coach.sleeve_state import WeightState
from negcoach.widgets.drawing.canvas import Canvas, shortened_line, text_width
from negcoach.widgets.drawing.colour_schemes import INK, ColourMode, blend

_LEAST_ROWS = 5
"""Below this height the weight is a line of text (our own choice)."""

_BELOW = 4
"""So many plates are drawn below the pin where nobody knows how many there are (our own choice)."""

_WIDEST, _PIN = 34, 4
"""The widest stack, and how far its pin sticks out, in cells (our own choice)."""


def draw_weight(canvas: Canvas, state: WeightState) -> None:
    """Draw the headline and the weight below it; where there is no room for that the headline alone."""
    headline = next((one for one in state.headlines if text_width(one) <= canvas.width), state.headlines[-1])
    text, y = shortened_line(headline, canvas.width), 0
    if canvas.height < _LEAST_ROWS:
        canvas.write(0, (canvas.height - 1) // 2, text, canvas.scheme.text, bold=True)
        return
    canvas.write((canvas.width - text_width(text)) // 2, y, text, canvas.scheme.text, bold=True)
    if state.weight.dumbbell:
        _draw_dumbbell_with_weight(canvas, state.weight)
    else:
        _draw_stack(canvas, state.weight)


def _draw_stack(canvas: Canvas, weight: ChosenWeight) -> None:
    """Draw the plates above the pin, those that stay below it, and the pin with the weight."""
    scheme, rows = canvas.scheme, canvas.height - 2
    plates = weight.plates or weight.place + _BELOW
    shown = min(plates, rows)
    tall = min(6, 2 * rows // shown)  # in half rows
    first = max(0, min(weight.place - 1 - shown * 2 // 3, plates - shown))
    label = weight.weight_text
    wide = max(8, min(_WIDEST, canvas.width - _PIN - len(label) - 4))
    left = (canvas.width - wide - _PIN - len(label) - 1) // 2
    top = 4 + (2 * rows - shown * tall) // 2
    for index in range(shown):
        number = first + index + 1
        lifted = number <= weight.place
        colour = scheme.giant if lifted else scheme.muted
        y = top + index * tall
        canvas.fill_smooth(left, y, left + wide, y + tall - 0.5, colour if lifted else _faint(canvas))
        if number == weight.place:
            middle = y + tall / 2 - 0.25
            canvas.fill_smooth(left + wide, middle - 0.5, left + wide + _PIN, middle + 0.5, scheme.accent)
            canvas.write(left + wide + _PIN + 1, int(middle) // 2, label, scheme.accent, bold=True)
        elif tall > 2 or not lifted:
            number_text = plate_text(weight.first + (number - 1) * weight.step)
            canvas.write(left + wide + 1, (y + tall // 2) // 2, number_text, scheme.muted)


def _draw_dumbbell_with_weight(canvas: Canvas, weight: ChosenWeight) -> None:
    """Draw the dumbbell from its side, and what it weighs in giant letters where there is room."""
    rows = canvas.height - 2
    letters = max(4, rows // 3) if rows >= 9 else 0
    if letters:
        region = Region(0, canvas.height - letters, canvas.width, letters)
        for placed in note_layout(weight.weight_text.replace(" ", ""), region).words:
            canvas.draw_letters(placed.text, placed.lettering, placed.left, placed.top, canvas.scheme.text)
    room = 2 * (rows - letters - (1 if letters else 0))
    tall = min(room - 1, canvas.width / 4)
    wide = int(min(canvas.width - 4, tall * 4))
    _draw_dumbbell(canvas, (canvas.width - wide) // 2, 4 + (room - tall) / 2, wide, tall)


def _draw_dumbbell(canvas: Canvas, left: int, top: float, wide: int, tall: float) -> None:
    """Draw two heads of two discs each, and the handle between them."""
    scheme, middle, disc = canvas.scheme, top + tall / 2, max(1, wide // 9)
    metal = INK if scheme.mode is ColourMode.NONE else scheme.muted
    right = left + wide
    canvas.fill_smooth(left + 2 * disc, middle - tall * 0.1, right - 2 * disc, middle + tall * 0.1, metal)
    for outer in (left, right - disc):
        canvas.fill_smooth(outer, middle - tall * 0.36, outer + disc, middle + tall * 0.36, scheme.giant)
    for inner in (left + disc, right - 2 * disc):
        canvas.fill_smooth(inner, top, inner + disc, top + tall, scheme.giant)
        if scheme.mode is ColourMode.FULL:  # a shaded edge, so that the two discs of a head are told apart
            edge = inner if inner == left + disc else inner + disc - 1
            canvas.fill_smooth(edge, top, edge + 1, top + tall, blend(scheme.giant, 0, 3))


def _faint(canvas: Canvas) -> int:
    """Return the colour of the plates that stay: fainter than muted text where there are such colours."""
    scheme = canvas.scheme
    if scheme.mode is ColourMode.FULL:
        return blend(scheme.background, scheme.muted, 5)
    return scheme.muted
