"""A clock in giant digits for the rest between two sets."""

from __future__ import annotations

from enum import Enum

from rich.segment import Segment
from textual.geometry import Region
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from negcoach.formatting import countdown_text
from negcoach.training.score.timeline import Phase
from negcoach.widgets.coach.coach_layout import MIN_LETTER_HEIGHT
from negcoach.widgets.drawing.canvas import Canvas, blank_row, text_width
from negcoach.widgets.drawing.colour_schemes import ColourMode, scheme
from negcoach.widgets.drawing.glyphs import fit
from negcoach.widgets.themes.themes import ground_of


class ClockState(Enum):
    """The state of a rest; each has its colours."""

    RUNNING = "running"
    WARNING = "warning"  # the last seconds
    OVER = "over"  # the next set may begin


_PHASES = {ClockState.RUNNING: Phase.LEAD_IN, ClockState.WARNING: Phase.LOWER, ClockState.OVER: Phase.LIFT}
"""The phases whose colours the states take, as they mean the same in a set: be ready, now, go."""


class GiantClock(Widget):
    """Shows ``left_ms`` as large as possible, rounded up to the second, so that 0:00 means over."""

    DEFAULT_CSS = """
    GiantClock { width: 1fr; height: 1fr; }
    """

    left_ms: reactive[int] = reactive(0, repaint=False)
    """Milliseconds left; below 0 counts as 0."""

    state: reactive[ClockState] = reactive(ClockState.RUNNING, repaint=False)
    """How near the end is."""

    colour_mode: reactive[ColourMode] = reactive(ColourMode.FULL, repaint=False)
    """How many colours may be used; see ``CoachFace.colour_mode``."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name for it
        """Begin at 0:00."""
        super().__init__(id=id)
        self._rows: list[list[Segment]] = []
        self._shown: tuple[object, ...] | None = None

    def watch_left_ms(self) -> None:
        """Show the new time."""
        self._show()

    def watch_state(self) -> None:
        """Show the new colours."""
        self._show()

    def watch_colour_mode(self) -> None:
        """Show the new colours."""
        self._show()

    def notify_style_update(self) -> None:
        """Show the colours of another theme."""
        super().notify_style_update()
        self._show()

    def on_resize(self) -> None:
        """Draw for the new size."""
        self._show()

    def render_line(self, y: int) -> Strip:
        """Return a row as it was last drawn."""
        if y >= len(self._rows):
            return blank_row(self.size.width)
        return Strip(self._rows[y])

    def _show(self) -> None:
        """Draw again if a second has passed or anything else has changed, and show the rows that changed."""
        width, height = self.size
        colours = scheme(_PHASES[self.state], self.colour_mode, ground_of(self.app))
        shown = (countdown_text(self.left_ms), colours, width, height)
        if shown == self._shown or width < 1 or height < 1:
            return
        self._shown = shown
        canvas = Canvas(width, height, colours, self.app.native_ansi_color)
        draw_clock(canvas, countdown_text(self.left_ms))
        before, self._rows = self._rows, [canvas.segments(y) for y in range(height)]
        if len(before) != height:
            self.refresh()
            return
        changed = [y for y in range(height) if before[y] != self._rows[y]]
        if changed:
            self.refresh(*(Region(0, y, width, 1) for y in changed))


def draw_clock(canvas: Canvas, text: str) -> None:
    """Draw the time in the middle of the canvas; each digit keeps its position while others change."""
    wide, tall = canvas.width, 2 * canvas.height
    lettering = fit(
        "0" * (len(text) - 1) + ":", wide - 2, tall - (2 if tall >= 16 else 0), min_height=MIN_LETTER_HEIGHT
    )
    if lettering is None:
        left = max(0, (wide - text_width(text)) // 2)
        canvas.write(left, canvas.height // 2, text[:wide], canvas.scheme.giant, bold=True)
        return
    cell = lettering.advance("0")
    total = sum(lettering.stem if char == ":" else cell for char in text) + lettering.gap * (len(text) - 1)
    left, top = (wide - total) // 2, (tall - lettering.height) // 2
    for char in text:
        room = lettering.stem if char == ":" else cell
        canvas.draw_letters(char, lettering, left + (room - lettering.advance(char)) // 2, top, canvas.scheme.giant)
        left += room + lettering.gap
