"""A list of options in pages."""

from __future__ import annotations

from textual.widgets import OptionList


class PagedList(OptionList):
    """A list of options whose page keys do nothing where there is no room for a page: Textual's fails there."""

    def action_page_up(self) -> None:
        """Move the highlight up one page."""
        if self.scrollable_content_region:
            super().action_page_up()  # type: ignore[no-untyped-call]  # Textual left it without

    def action_page_down(self) -> None:
        """Move the highlight down one page."""
        if self.scrollable_content_region:
            super().action_page_down()  # type: ignore[no-untyped-call]
