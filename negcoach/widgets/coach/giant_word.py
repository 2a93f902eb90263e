"""A word in giant letters with a shape: a check mark for something completed, a cross where it did not go well."""

from __future__ import annotations

from rich.segment import Segment
from textual.geometry import Region
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from negcoach.training.score.timeline import Phase
from negcoach.widgets.coach.coach_layout import call_layout
from negcoach.widgets.coach.coach_picture import draw_arrangement
from negcoach.widgets.drawing.canvas import Canvas, blank_row
from negcoach.widgets.drawing.colour_schemes import ColourMode, scheme
from negcoach.widgets.drawing.shapes import Shape
from negcoach.widgets.themes.themes import ground_of


class GiantWord(Widget):
    """Shows ``word`` as large as the widget allows, with its ``shape`` beside it."""

    DEFAULT_CSS = """
    GiantWord { width: 1fr; height: 1fr; }
    """

    word: reactive[str] = reactive("")
    """The word to show, in capitals."""

    shape: reactive[Shape] = reactive(Shape.CHECK)
    """The shape beside the word."""

    colour_mode: reactive[ColourMode] = reactive(ColourMode.FULL)
    """How many colours may be used; see ``CoachFace.colour_mode``."""

    def __init__(self, word: str, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name for it
        """Begin with this word."""
        super().__init__(id=id)
        self._rows: list[list[Segment]] = []
        self._shown: tuple[object, ...] | None = None
        self.set_reactive(GiantWord.word, word)

    def render_line(self, y: int) -> Strip:
        """Return a row of the picture."""
        width, height = self.size
        colours = scheme(Phase.DONE, self.colour_mode, ground_of(self.app))
        shown = (self.word, self.shape, colours, width, height)
        if shown != self._shown:
            canvas = Canvas(width, height, colours, self.app.native_ansi_color)
            draw_word(canvas, self.word, self.shape)
            self._rows, self._shown = [canvas.segments(row) for row in range(height)], shown
        return Strip(self._rows[y], width) if y < len(self._rows) else blank_row(width)


def draw_word(canvas: Canvas, word: str, shape: Shape = Shape.CHECK) -> None:
    """Draw a word and a shape in the middle of the canvas; as text where there is no room for giant letters."""
    above = 1 if canvas.height >= 7 else 0
    region = Region(0, above, canvas.width, canvas.height - 2 * above)
    area = Region(0, 0, canvas.width, canvas.height)
    draw_arrangement(canvas, call_layout(word, shape, region), canvas.scheme.giant, area)
