"""A word in giant letters with a shape, in the colours of a phase."""

from __future__ import annotations

from rich.segment import Segment
from textual.geometry import Region
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from negcoach.training.score.timeline import Phase
from negcoach.widgets.coach.coach_layout import call_layout
from negcoach.widgets.drawing.canvas import Canvas, blank_row, shortened, text_width
from negcoach.widgets.drawing.colour_schemes import ColourMode, scheme
from negcoach.widgets.drawing.shapes import Shape, shape_mask


class GiantWord(Widget):
    """Shows ``word`` with ``shape`` as large as the widget allows."""

    DEFAULT_CSS = """
    GiantWord { width: 1fr; height: 1fr; }
    """

    word: reactive[str] = reactive("")
    """What to show, in capitals."""

    shape: reactive[Shape] = reactive(Shape.CHECK)
    """The shape beside it."""

    phase: reactive[Phase] = reactive(Phase.DONE)
    """The phase whose colours to take."""

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
        shown = (self.word, self.shape, self.phase, self.colour_mode, width, height)
        if shown != self._shown:
            canvas = Canvas(width, height, scheme(self.phase, self.colour_mode), self.app.native_ansi_color)
            draw_word(canvas, self.word, self.shape)
            self._rows, self._shown = [canvas.segments(row) for row in range(height)], shown
        return Strip(self._rows[y], width) if y < len(self._rows) else blank_row(width)


def draw_word(canvas: Canvas, word: str, shape: Shape) -> None:
    """Draw a word and its shape in the middle of the canvas; as text where there is no room to draw."""
    above = 1 if canvas.height >= 7 else 0
    drawn = call_layout(word, shape, Region(0, above, canvas.width, canvas.height - 2 * above))
    for placed in drawn.words:
        canvas.draw_letters(placed.text, placed.lettering, placed.left, placed.top, canvas.scheme.giant)
    if drawn.shape:
        mask = shape_mask(shape, drawn.shape.width, drawn.shape.height)
        canvas.stamp(mask, drawn.shape.left, drawn.shape.top, canvas.scheme.accent)
    top = (canvas.height - len(drawn.lines)) // 2
    for index, line in enumerate(drawn.lines):
        text = shortened(line, canvas.width)
        canvas.write((canvas.width - text_width(text)) // 2, top + index, text, canvas.scheme.giant, bold=True)
