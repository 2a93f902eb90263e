"""One line of keys with their present meanings, in the colours of a phase."""

from __future__ import annotations

from itertools import product

from textual import events
from textual.reactive import reactive
from textual.strip import Strip

from negcoach.keys.names import key_named_at
from negcoach.training.score.timeline import Phase
from negcoach.widgets.drawing.canvas import RowText, blank_row, shortened_line, text_row, text_width
from negcoach.widgets.drawing.colour_schemes import ColourMode, scheme
from negcoach.widgets.drawing.direct_widget import DirectWidget
from negcoach.widgets.themes.themes import ground_of

Keys = tuple[tuple[str, str], ...]
"""Pairs of key and meaning, the most important first."""

ALWAYS_SHOWN = 3
"""How many of the first keys are shown however narrow the line is: those of safety."""
_MARGIN = 2
_GAPS = (3, 2, 1)
_HELP = "help"
"""What the key means that shows all keys."""


class KeyLine(DirectWidget):
    """Shows ``keys``, each to be clicked; those that do not fit are left out from the end, but never the first three.

    A sign says that there are more: the key of the help, where that is the last one, else an ellipsis. Where even the
    first three do not fit with it, what the first one means is cut short.
    """

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

    def on_click(self, event: events.Click) -> None:
        """Press the key that is clicked, or whose meaning is: it counts as the key itself would, or does not."""
        x = _MARGIN
        keys, gap = _fitting(self.keys, self.size.width - _MARGIN)
        for key, meaning in keys:
            if x <= event.x < x + _width(key, meaning):
                pressed = key_named_at(key, event.x - x)
                if pressed is not None:
                    self.app.simulate_key(pressed)
                return
            x += _width(key, meaning) + gap

    def render_line(self, y: int) -> Strip:
        """Return the line."""
        width = self.size.width
        if y or width < 1:
            return blank_row(width)
        look = scheme(self.phase, self.colour_mode, ground_of(self.app))
        texts: list[RowText] = []
        x = _MARGIN
        keys, gap = _fitting(self.keys, width - _MARGIN)
        for key, meaning in keys:
            texts += (x, key, look.text, True), (x + text_width(key) + 1, meaning, look.muted, False)
            x += _width(key, meaning) + gap
        return text_row(width, look, self.app.native_ansi_color, look.header_background, texts)


def _fitting(keys: Keys, width: int) -> tuple[Keys, int]:
    """Return the keys to show in this many columns, and the columns between two of them."""
    for gap in _GAPS:
        if _widths(keys, gap) <= width and (gap == _GAPS[0] or len(keys) <= ALWAYS_SHOWN):
            return keys, gap
    help_key, meaning = keys[-1]
    has_help = meaning == _HELP
    others = keys[:-1] if has_help else keys
    signs = ((help_key, "more"), (help_key, "")) if has_help else (("…", ""),)
    least = min(ALWAYS_SHOWN, len(others))
    for sign, gap in (*product(signs, _GAPS[:-1]), (signs[-1], _GAPS[-1])):
        count = len(others)
        while count > least and _widths((*others[:count], sign), gap) > width:
            count -= 1
        if _widths((*others[:count], sign), gap) <= width:
            return (*others[:count], sign), gap
    first, *rest = (*others[:least], signs[-1]) if len(keys) > least else keys
    gap = _GAPS[1]
    too_many = _widths((first, *rest), gap) - width
    return ((first[0], shortened_line(first[1], max(1, text_width(first[1]) - too_many))), *rest), gap


def _widths(keys: Keys, gap: int) -> int:
    return sum(_width(*key) for key in keys) + gap * (len(keys) - 1)


def _width(key: str, meaning: str) -> int:
    return text_width(key) + (1 + text_width(meaning) if meaning else 0)
