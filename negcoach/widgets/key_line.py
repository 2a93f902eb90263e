"""One line of keys and what each does now, in the colours of a phase."""

from __future__ import annotations

from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from negcoach.training.timeline import Phase
from negcoach.widgets.canvas import Canvas, blank_row, text_width
from negcoach.widgets.inks import ColourMode, scheme

Keys = tuple[tuple[str, str], ...]
"""(key, what it does) pairs, the most important first."""

_MARGIN = 2
_GAP = 3


class KeyLine(Widget):
    """Shows ``keys``; those that do not fit the width are left out from the end."""

    DEFAULT_CSS = """
    KeyLine { height: 1; width: 1fr; dock: bottom; }
    """

    keys: reactive[Keys] = reactive(())
    """What to show."""

    phase: reactive[Phase] = reactive(Phase.LEAD_IN)
    """The phase whose colours to take."""

    colour_mode: reactive[ColourMode] = reactive(ColourMode.FULL)
    """How many colours may be used; see ``CoachFace.colour_mode``."""

    def render_line(self, y: int) -> Strip:
        """Return the line."""
        width = self.size.width
        if y or width < 1:
            return blank_row(width)
        canvas = Canvas(width, 1, scheme(self.phase, self.colour_mode), self.app.native_ansi_color)
        canvas.fill(0, 0, width, 2, canvas.scheme.band)
        x = _MARGIN
        for key, meaning in self.keys:
            if x + text_width(key) + 1 + text_width(meaning) > width - 1:
                break
            x = canvas.write(x, 0, key, canvas.scheme.text, bold=True)
            x = canvas.write(x + 1, 0, meaning, canvas.scheme.soft) + _GAP
        return Strip(canvas.segments(0), width)
