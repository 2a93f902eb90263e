"""Where notices lie over a screen: nowhere over what answers a question.

Textual lays them over the lower right corner, where a dialog has its keys and the buttons of a question are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from textual.css.query import NoMatches
from textual.geometry import Region, Size
from textual.screen import ModalScreen, Screen
from textual.widget import Widget
from textual.widgets._toast import Toast, ToastRack  # Textual names no place where it would be public

from negcoach.widgets.sizes import TINY_BELOW

WIDTH = 60
"""The most columns of a notice beside which something else is seen, as Textual has it."""

NOTICES_CSS = """
ToastRack { scrollbar-size-vertical: 0; }
ToastRack Toast { background: $panel; }
ToastRack Toast.-information { border-left: outer $text-success; }
ToastRack Toast.-warning { border-left: outer $text-warning; }
ToastRack Toast.-error { border-left: outer $text-error; }
ToastRack.-above { dock: top; align: right top; margin: 0; }
ToastRack.-covered Toast { display: none; }
Toast.-tight { margin: 0; padding: 0 1; }
Toast.-wide { width: 100%; max-width: 100%; }
Toast.-one-row { height: 1; text-wrap: nowrap; text-overflow: ellipsis; }
"""
"""How notices look in each place."""

_BESIDE_TEXT = 3
"""The columns of a notice beside its text: the coloured edge, and one free on each side."""

_AROUND_TEXT = 3
"""The free rows of a spaced notice, and above it."""

_FIELD_ROWS = 3
"""The most rows of a field or a button on a screen that is no dialog: what is higher is looked at, as a list."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where notices lie: at the top or the bottom, as wide as the screen or not, with free rows around each or not.

    ``one_row`` is whether each has one row alone, with the sign that it is cut.
    """

    top: bool = False
    is_wide: bool = False
    spaced: bool = True
    one_row: bool = False

    def region(self, screen: Size, rows_at: Callable[[int], Sequence[int]]) -> Region:
        """Return what notices cover, whose texts have ``rows_at`` a width; at the bottom they leave the keys free."""
        width = screen.width if self.is_wide else min(WIDTH, screen.width // 2)
        rows = rows_at(width - _BESIDE_TEXT)
        height = sum(1 if self.one_row else _AROUND_TEXT + each if self.spaced else each for each in rows)
        return Region(screen.width - width, 0 if self.top else screen.height - 1 - height, width, height)


def place_for(
    screen: Size, answers: Sequence[Region], dialogs: Sequence[Region], rows_at: Callable[[int], Sequence[int]]
) -> Place:
    """Return the first place where notices cover none of ``answers``, best of all no dialog.

    Where there is none, they have a row each at the top. ``rows_at`` returns the rows of each text at a width.
    """
    shapes = [(False, True), (False, False), (True, False)]
    if screen.width < TINY_BELOW:
        shapes = shapes[-1:]
    for kept_free in ([*answers, *dialogs], answers):
        for is_wide, spaced in shapes:
            for top in (False, True):
                place = Place(top, is_wide, spaced)
                covered = place.region(screen, rows_at)
                fits = covered.y >= 0 and covered.bottom <= screen.height
                if fits and not any(covered.overlaps(each) for each in kept_free):
                    return place
    return Place(top=True, is_wide=True, spaced=False, one_row=True)


def show_notices(screen: Screen[object], *, shown: bool) -> None:
    """Show the notices of a screen, or hide them while another one is over it: that has them too, in another place."""
    for rack in screen.query_children(ToastRack):
        rack.set_class(not shown, "-covered")


def place_notices(screen: Screen[object]) -> bool:
    """Place the notices of a screen that is laid out; return whether they were elsewhere, and it is laid out anew.

    Only what is asked and what notices say decides: were it where they lie now, they would go to and fro for ever.
    """
    try:
        rack = screen.get_child_by_type(ToastRack)
    except NoMatches:  # it is not composed yet
        return False
    toasts = list(rack.query(Toast)) if rack.display else []
    if not toasts:
        return False

    def rows_at(width: int) -> list[int]:  # wherever they are now: it must not depend on what it leads to
        return [len(toast.render().wrap(max(1, width))) for toast in toasts]

    size = Size(screen.size.width - rack.styles.scrollbar_size_vertical, screen.size.height)
    dialogs = [widget.region for widget in screen.query(".dialog")]
    place = place_for(size, list(_answers(screen)), dialogs, rows_at)
    classes = ("-above", place.top), ("-tight", not place.spaced), ("-wide", place.is_wide), ("-one-row", place.one_row)
    moved = [one for one in (rack, *toasts) for name, has in classes if one.has_class(name) is not has]
    for one in moved:
        for name, has in classes:
            one.set_class(has, name)
    if moved:
        rack.refresh(layout=True)
    return bool(moved)


def _answers(screen: Screen[object]) -> Iterator[Region]:
    """Yield where keys are named that answer, and what is typed in, chosen from or pressed."""
    asks = isinstance(screen, ModalScreen)
    for widget in screen.walk_children(Widget):
        if not widget.display or isinstance(widget, ToastRack | Toast) or widget not in screen._compositor:
            continue
        is_field = widget.can_focus and (asks or widget.size.height <= _FIELD_ROWS)
        if is_field or widget.has_class("keys") or widget.has_class("answers"):
            region = screen.find_widget(widget).visible_region
            if region.area:
                yield region
