"""One line of keys with their present meanings, in the colours of a phase."""

from __future__ import annotations

from textual.reactive import reactive
from textual.strip import Strip

from negcoach.training.score.timeline import Phase
from negcoach.widgets.drawing.canvas import RowText, blank_row, text_row, text_width
from negcoach.widgets.drawing.colour_schemes import ColourMode, scheme
from negcoach.widgets.drawing.direct_widget import DirectWidget

Keys = tuple[tuple[str, str], ...]
"""Pairs of key and meaning, the most important first."""

_MARGIN = 2
_GAP = 3


class KeyLine(DirectWidget):
    """Shows ``keys``; those that do not fit the width are left out from the end."""

    DEFAULT_CSS = """
    KeyLine { height: 1; width: 1fr; dock: bottom; }
    """

    keys: reactive[Keys] = reactive((), repaint=False)
    """The keys to show."""

    phase: reactive[Phase] = reactive(Phase.LEAD_IN, repaint=False)
    """The phase whose colours to use."""

    colour_mode: reactive[ColourMode] = reactive(ColourMode.FULL, repaint=False)
    """How many colours may be used; see ``CoachFace.colour_mode``."""

    def watch_keys(self) -> None:
        """Show the new keys."""
        self.show_cells(0, {0: self.render_line(0)})

    def watch_phase(self) -> None:
        """Show the new colours."""
        self.show_cells(0, {0: self.render_line(0)})

    def watch_colour_mode(self) -> None:
        """Show the new colours."""
        self.show_cells(0, {0: self.render_line(0)})

    def render_line(self, y: int) -> Strip:
        """Return the line."""
        width = self.size.width
        if y or width < 1:
            return blank_row(width)
        look = scheme(self.phase, self.colour_mode)
        texts: list[RowText] = []
        x = _MARGIN
        for key, meaning in self.keys:
            end = x + text_width(key) + 1 + text_width(meaning)
            if end > width - 1:
                break
            texts += (x, key, look.text, True), (x + text_width(key) + 1, meaning, look.muted, False)
            x = end + _GAP
        return text_row(width, look, self.app.native_ansi_color, look.header_background, texts)
