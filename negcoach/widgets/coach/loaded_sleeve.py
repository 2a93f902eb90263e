"""One end of the bar with the plates for a set, drawn as large as it can be: each as tall as its weight says."""

from __future__ import annotations

from dataclasses import dataclass

from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from negcoach.training.equipment.equipment import plate_text
from negcoach.training.equipment.plates import kg_of
from negcoach.training.score.timeline import Phase
from negcoach.widgets.coach.sleeve_state import SleeveState, WeightState
from negcoach.widgets.coach.weight_picture import draw_weight
from negcoach.widgets.drawing.canvas import Canvas, blank_row, shortened_line, text_width
from negcoach.widgets.drawing.colour_schemes import INK, ColourMode, blend, plate_colour, plate_ink, scheme
from negcoach.widgets.themes.themes import ground_of

_FULL_SIZE_KG = 25.0
_GROWTH = 0.4
"""A plate's height grows with this power of its weight, so that 1.25 kg beside 25 kg is still seen (our own choice)."""

_THICK, _THICK_PART = 5, 5
"""The heaviest plate is at most 5 cells thick, or a fifth of its height where that is more (our own choice)."""

_SHAFT, _STOP, _CLIP, _END = 4, 2, 2, 3
"""The cells of the bar's shaft, of the stop that the plates lie against, of the clip, and of the sleeve beyond it."""

_LEAST_ROWS = 5
"""Below this height the plates are a row of their numbers (our own choice)."""


class LoadedSleeve(Widget):
    """Shows ``state``, or else ``weight``, as large as its place allows; nothing where both are ``None``."""

    DEFAULT_CSS = """
    LoadedSleeve { width: 1fr; height: 1fr; }
    """

    state: reactive[SleeveState | None] = reactive(None)
    """What is shown."""

    weight: reactive[WeightState | None] = reactive(None)
    """What is shown where there is no bar: a stack or a dumbbell."""

    colour_mode: reactive[ColourMode] = reactive(ColourMode.FULL)
    """How many colours may be used; see ``CoachFace.colour_mode``."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name for it
        """Begin with nothing."""
        super().__init__(id=id)
        self._canvas: Canvas | None = None
        self._drawn: tuple[object, ...] | None = None

    def render_line(self, y: int) -> Strip:
        """Return a row of the picture, which is redrawn when anything has changed."""
        width, height = self.size
        if (self.state is None and self.weight is None) or width < 1 or y >= height:
            return blank_row(width)
        colours = scheme(Phase.LEAD_IN, self.colour_mode, ground_of(self.app))
        drawn = (self.state, self.weight, colours, width, height)
        if self._canvas is None or drawn != self._drawn:
            self._drawn = drawn
            self._canvas = Canvas(width, height, colours, self.app.native_ansi_color)
            if self.state is not None:
                draw_sleeve(self._canvas, self.state)
            elif self.weight is not None:
                draw_weight(self._canvas, self.weight)
        return Strip(self._canvas.segments(y))


def draw_sleeve(canvas: Canvas, state: SleeveState) -> None:
    """Draw the headline, the end of the bar, and under each plate its weight; where there is no room numbers alone."""
    kinds = _kinds(state)
    top, bottom = 2, 2 * (canvas.height - 1)
    middle, tall = (top + bottom) / 2, bottom - top
    heaviest = _thickness(kinds, canvas.width, max(_THICK, tall // _THICK_PART))
    if canvas.height < _LEAST_ROWS or heaviest is None:
        _draw_numbers(canvas, state)
        return
    scheme, single = canvas.scheme, state.bar.single
    _write_middle(canvas, 0, _headline(state, canvas.width))
    before, after = (0, 0) if single else (_SHAFT + _STOP, _CLIP + _END)
    taken = sum(kind.width(heaviest) for kind in kinds)
    left = (canvas.width - before - taken - after) // 2
    if not single:
        _draw_bar(canvas, left, left + before + taken + after, middle, tall)
    x = left + before
    for kind in kinds:
        wide, height = kind.thick(heaviest), max(2.0, tall * kind.height)
        at = x + (kind.width(heaviest) - kind.plates_width(heaviest)) // 2
        for place in range(kind.count):
            _draw_plate(canvas, at + place * (wide + 1), wide, middle, height, kind.kg)
        colour = scheme.accent if kind.added else scheme.text
        canvas.write(
            x + (kind.width(heaviest) - len(kind.label)) // 2, canvas.height - 1, kind.label, colour, bold=True
        )
        x += kind.width(heaviest)
    if not kinds:
        _write_middle(canvas, canvas.height - 1, "no plates")


def _draw_bar(canvas: Canvas, left: int, right: int, middle: float, tall: int) -> None:
    """Draw the end of the shaft, the stop that the plates lie against, the sleeve, and the clip after the plates."""
    scheme = canvas.scheme
    metal = INK if scheme.mode is ColourMode.NONE else scheme.muted
    rod, stop, clip = max(2, tall // 9), left + _SHAFT, right - _CLIP - _END
    canvas.fill_smooth(left, middle - rod / 4, stop, middle + rod / 4, metal)
    canvas.fill_smooth(stop, middle - rod / 2, right, middle + rod / 2, metal)
    canvas.fill_smooth(stop, middle - tall * 0.14, stop + _STOP, middle + tall * 0.14, metal)
    canvas.fill_smooth(clip, middle - tall * 0.11, clip + _CLIP, middle + tall * 0.11, scheme.giant)


def _write_middle(canvas: Canvas, y: int, text: str) -> None:
    canvas.write((canvas.width - text_width(text)) // 2, y, text, canvas.scheme.text, bold=True)


def _draw_plate(canvas: Canvas, left: int, wide: int, middle: float, height: float, kg: float) -> None:
    colour = plate_colour(kg, canvas.scheme)
    canvas.fill_smooth(left, middle - height / 2, left + wide, middle + height / 2, colour)
    if canvas.scheme.mode is ColourMode.FULL and wide >= 3:  # a shaded edge, so that two of a kind are told apart
        edge = blend(colour, 0, 5)
        canvas.fill_smooth(left + wide - 1, middle - height / 2, left + wide, middle + height / 2, edge)


def _draw_numbers(canvas: Canvas, state: SleeveState) -> None:
    """Draw one row: what changes, or each plate's number on its colour, and the other as far as there is room."""
    scheme, x, y = canvas.scheme, 0, (canvas.height - 1) // 2
    chips = [f" {plate_text(weight)} " for weight in state.bar.side]
    room = canvas.width - sum(len(chip) + 1 for chip in chips)
    headline = next((one for one in state.headlines if text_width(one) < room), "")
    if not headline and (state.changed or room < 0):
        canvas.write(0, y, _headline(state, canvas.width), scheme.text, bold=True)
        return
    for weight, chip in zip(state.bar.side, chips, strict=True):
        if scheme.mode is ColourMode.NONE:
            x = canvas.write(x, y, f"[{chip.strip()}]", scheme.text, bold=True) + 1
            continue
        plate = plate_colour(kg_of(weight, state.bar.plates.unit), scheme)
        canvas.fill(x, 2 * y, x + len(chip), 2 * y + 2, plate)
        x = canvas.write(x, y, chip, plate_ink(plate, scheme), bold=True) + 1
    canvas.write(x, y, headline, scheme.text, bold=True)


@dataclass(frozen=True, slots=True)
class _Kind:
    """The plates of one weight on the end: the weight of one, how many there are, and how they are labelled."""

    kg: float
    count: int
    label: str
    added: bool

    @property
    def height(self) -> float:
        """The height as a part of the tallest plate's."""
        return float(min(1.0, (self.kg / _FULL_SIZE_KG) ** _GROWTH))

    def thick(self, heaviest: int) -> int:
        """Return how many cells thick one is: a light one about half as thick as the heaviest."""
        return max(1, round(heaviest * (0.4 + 0.6 * self.height)))

    def plates_width(self, heaviest: int) -> int:
        """Return the cells that the plates take, one apart."""
        return self.count * (self.thick(heaviest) + 1) - 1

    def width(self, heaviest: int) -> int:
        """Return the cells that the plates and their label take, with one between them and the next kind."""
        return max(self.plates_width(heaviest), len(self.label)) + 1


def _kinds(state: SleeveState) -> list[_Kind]:
    """Return the plates on the end by their weight, the heaviest first."""
    side, unit = state.bar.side, state.bar.plates.unit
    kinds = []
    for weight in dict.fromkeys(side):
        count, text = side.count(weight), plate_text(weight)
        label = text if count == 1 else f"{count}×{text}"
        kinds.append(_Kind(kg_of(weight, unit), count, label, weight in state.added))
    return kinds


def _thickness(kinds: list[_Kind], width: int, most: int) -> int | None:
    """Return how thick the heaviest plate may be, in cells; ``None`` where there is no room even for thin ones."""
    room = width - _SHAFT - _STOP - _CLIP - _END
    fits = (heaviest for heaviest in range(most, 0, -1) if sum(kind.width(heaviest) for kind in kinds) <= room)
    return next(fits, None)


def _headline(state: SleeveState, width: int) -> str:
    """Return a headline for this many cells."""
    return next(
        (one for one in state.headlines if text_width(one) <= width), shortened_line(state.headlines[-1], width)
    )
