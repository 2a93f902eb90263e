"""Whether a screen changes while it opens: what each of its frames showed, and where everything stood in the first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import pytest
from rich.cells import cell_len
from rich.console import RenderableType
from textual._context import visible_screen_stack
from textual.app import App
from textual.geometry import Region
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets._footer import FooterKey

from negcoach.screens.shared.keys.open_screen import OpenScreen
from negcoach.terminal import frames
from tests.screens.conftest import rows_of

HELD_S = 10.0
"""How long a screen may take to settle here: on a busy machine that is longer than it is held back."""

_THUMB = str.maketrans("▁▂▃▄▅▆▇", " " * 7)
"""The end of a scroll bar's thumb, which Textual draws a frame later."""

_FOUND_LATER = {
    "DoctorScreen": "*",
    "ExercisesScreen": "*",
    "HistoryScreen": "#hint",
    "PhoneScreen": "*",
    "WorkingScreen": "*",
    "WritingScreen": "*",
}
"""The widgets of a screen that wait for what takes long: a database is checked, the program starts with the list alone,
a thread looks through the whole history for what the row of hints says, a server starts, and work says how
far it is."""

_SHAPED_LATER = {"DoctorScreen", "PhoneScreen"}
"""The screens that take their shape from what is found later: the code for the phone, and how much the doctor finds."""


@dataclass
class _Opening:
    places: Mapping[Widget, Region]
    frames: list[list[str]] = field(default_factory=list)


class FirstFrames:
    """Remembers what each screen that any app shows has drawn since it opened, until something is pressed on it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._openings: dict[Screen[object], _Opening | None] = {}
        self._found: list[str] = []
        monkeypatch.setattr(frames, "HELD_S", HELD_S)
        display = App._display

        def remember(app: App[None], screen: Screen[object], renderable: RenderableType | None) -> None:
            display(app, screen, renderable)
            if screen is app.screen and not app._batch_count:
                opening = self._openings.setdefault(screen, _Opening(_places(screen)))
                if opening is not None and renderable is not None:
                    opening.frames.append(_shown(app))

        press = Pilot.press

        async def press_and_forget(pilot: Pilot[None], *keys: str) -> None:
            opened = pilot.app.screen
            if isinstance(opened, OpenScreen) and opened.OPENS_WHOLE:  # others may be pressed while they open
                self._found += self._changed(pilot.app)
            self._openings[opened] = None
            await press(pilot, *keys)

        monkeypatch.setattr(App, "_display", remember)
        monkeypatch.setattr(Pilot, "press", press_and_forget)

    def faults(self, app: App[None]) -> list[str]:
        """Return what has changed since the first frame of each screen, before anything was pressed or asked there.

        On one that shows each frame at once only what begins elsewhere counts: more may come to what is there.
        """
        screen = app.screen
        changed = self._changed(app) if isinstance(screen, OpenScreen) and screen.OPENS_WHOLE else ()
        moved = () if type(screen).__name__ in _SHAPED_LATER else self._moved(screen)
        found = [*self._found, *changed, *moved]
        self._openings[screen] = None
        self._found.clear()
        return found

    def _changed(self, app: App[None]) -> Iterator[str]:
        """Yield the first row of each frame that is another now."""
        opening = self._openings.get(app.screen)
        if opening is None:
            return
        name = type(app.screen).__name__
        later = [] if name not in _FOUND_LATER else [*app.screen.query(_FOUND_LATER[name]).results(Widget)]
        covered = [places[one] for places in (opening.places, _places(app.screen)) for one in later if one in places]
        now = _without(_shown(app), covered)
        for number, frame in enumerate(opening.frames):
            for row, (before, settled) in enumerate(zip(_without(frame, covered), now, strict=True)):
                if before != settled:
                    yield f"row {row} of {name} changes after frame {number}\n  - {before}\n  + {settled}"
                    break

    def _moved(self, screen: Screen[object]) -> Iterator[str]:
        """Yield what begins elsewhere than in the first frame.

        What a scroll bar takes away is at the end, and keys come and go with what they act on.
        """
        opening, now = self._openings.get(screen), _places(screen)
        for widget, region in ({} if opening is None else opening.places).items():
            if not isinstance(widget, FooterKey) and now.get(widget, region).offset != region.offset:
                yield f"{widget} moves from {region} to {now[widget]} while the screen opens"


def _shown(app: App[None]) -> list[str]:
    """Return the rows that are shown, with what lies beneath a dialog."""
    visible_screen_stack.set(app._background_screens)
    return [row.translate(_THUMB) for row in rows_of(app)]


def _without(rows: list[str], regions: Iterable[Region]) -> list[str]:
    """Return rows in which nothing stands in some regions."""
    cells = [[cell for char in row for cell in (char, *[""] * (cell_len(char) - 1))] for row in rows]
    for region in regions:
        for line in cells[max(0, region.y) : region.bottom]:
            shown = range(len(line))[max(0, region.x) : region.right]
            line[shown.start : shown.stop] = " " * len(shown)
    return ["".join(line) for line in cells]


def _places(screen: Screen[object]) -> Mapping[Widget, Region]:
    return {widget: shown.region for widget, shown in screen._compositor.full_map.items() if shown.visible_region.area}
