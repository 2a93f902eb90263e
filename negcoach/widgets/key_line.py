"""One line of keys and what each does now; no key is named twice."""

from __future__ import annotations

from textual.app import RenderResult
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

Keys = tuple[tuple[str, str], ...]
"""(key, what it does) pairs, the most important first."""


class KeyLine(Widget):
    """Shows ``keys``; those that do not fit the width are left out from the end."""

    DEFAULT_CSS = """
    KeyLine { height: 1; width: 1fr; padding: 0 2; dock: bottom; }
    """

    keys: reactive[Keys] = reactive(())
    """What to show."""

    def render(self) -> RenderResult:
        """Return the line."""
        parts: list[Content] = []
        left = self.size.width
        for key, meaning in self.keys:
            part = Content.assemble((key, "bold"), " ", (meaning, "dim"))
            if part.cell_length > left:
                break
            parts.append(part)
            left -= part.cell_length + 3
        return Content("   ").join(parts)
