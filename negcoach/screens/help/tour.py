"""The tour: six lines for whoever starts the app for the first time, and the way to the demo."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content

from negcoach.keys.keymap import Keymap
from negcoach.screens.help.key_rows import HelpGroup, KeyRow, key_table
from negcoach.screens.help.scrolled import ScrolledScreen
from negcoach.screens.shared.keys.rebinding import keymap_of


def tour(keymap: Keymap) -> HelpGroup:
    """Return the six lines, with the lifter's keys."""
    name = keymap.name
    return HelpGroup(
        "From here to the first rep",
        (
            KeyRow(("Letters",), "Find an exercise; its card says who does what.", "Find an exercise"),
            KeyRow(("Enter",), "Choose it. Load, sets and reps are advised; change them.", "Choose; load is advised"),
            KeyRow(
                (name("coach.next"),),
                "Start the set; at the bottom, time it and call the lift.",
                "Start; call the lift",
            ),
            KeyRow(
                (name("coach.end-set"),), "End the set at any time; the load is taken first.", "End the set, any time"
            ),
            KeyRow(
                (name("app.history"),), "Look back: reps, trends, records, calendar, soreness.", "Look back at it all"
            ),
            KeyRow(
                (name("app.palette"),),
                f"Everything else by name. {name('app.help')} shows the keys of any screen.",
                f"All else; {name('app.help')} shows keys",
            ),
        ),
    )


class TourScreen(ScrolledScreen):
    """The tour over the home screen. Enter goes to the demo, where there is one to go to."""

    HEADING = "negcoach in six lines"
    KEYS: ClassVar[tuple[tuple[str, str], ...]] = (("enter", "a demo set"), ("esc", "close"))
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "app.demo", "demo", id="tour.demo", tooltip="Watch a set that runs by itself"),
    ]

    def lines(self, width: int) -> Content:
        """Return the six lines."""
        return key_table((tour(keymap_of(self)),), width)
