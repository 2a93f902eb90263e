"""A list of options under headings."""

from __future__ import annotations

from negcoach.widgets.lists.paged_list import PagedList


class HeadedList(PagedList, inherit_bindings=False):
    """Textual's list, with headings: disabled options, of which the first is at the top."""

    def action_first(self) -> None:
        """Highlight the first option, and show the heading above it too."""
        super().action_first()
        self.scroll_home(animate=False)

    def action_page_up(self) -> None:
        """Highlight the option a page above; Textual's own action highlights none where that is the first heading."""
        super().action_page_up()
        if self.highlighted is None:
            self.action_first()
