"""Whether Tab goes through a screen in the order in which it is read, and comes back to where it was."""

from __future__ import annotations

from textual.app import App
from textual.pilot import Pilot
from textual.widget import Widget

from negcoach.screens.history.exercise.trend_lists import NameSearch
from tests.screens.every.walks import press
from tests.services import Clock

COMPLETES = "import.complete"
"""What Tab does where a path is typed, as in a shell."""


async def turn_faults(app: App[None], pilot: Pilot[None], clock: Clock) -> list[str]:
    """Press Tab until it is back where it was, and return what is wrong with its way through the screen.

    It goes once to each widget that takes the focus. A search that opens with a key of its own is not on the way. In a
    tiny terminal Tab can turn to what is hidden, where nothing may take the focus, and back.
    """
    screen = app.screen
    chain = [widget for widget in screen.focus_chain if not isinstance(widget, NameSearch)]
    active = screen.active_bindings.get("tab")
    if not chain or (active is not None and active.binding.id == COMPLETES):
        return []
    if screen.focused not in chain:
        await press(pilot, clock, "tab")
    first, visited = screen.focused, list[Widget | None]()
    for _ in range(1 + sum(widget.can_focus for widget in screen.query(Widget))):
        await press(pilot, clock, "tab")
        if app.screen is not screen:
            return [f"Tab leaves the screen for {app.screen}"]
        if screen.focused is None and screen.focus_chain:
            return ["Tab loses the focus"]
        visited.append(screen.focused)
        if screen.focused is first:
            break
    found = []
    if visited[-1] is not first:
        found.append(f"Tab goes from {first} to {visited} and does not come back")
    if passed := [widget for widget in chain if widget not in visited]:
        found.append(f"Tab goes from {first} to {visited} and passes by {passed}")
    if len(set(visited)) < len(visited):
        found.append(f"Tab goes twice to one of {visited}")
    return found
