"""Whether a screen jumps while it opens: where everything stood in its first frame, and where it stands now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest
from rich.console import RenderableType
from textual.app import App
from textual.geometry import Region
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets._footer import FooterKey


class FirstFrames:
    """Remembers where everything stood in the first frame of each screen that any app shows."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._first: dict[Screen[object], Mapping[Widget, Region]] = {}
        display = App._display

        def remember(app: App[None], screen: Screen[object], renderable: RenderableType | None) -> None:
            display(app, screen, renderable)
            if screen is app.screen and screen not in self._first:
                self._first[screen] = _places(screen)

        press = Pilot.press

        async def press_and_forget(pilot: Pilot[None], *keys: str) -> None:
            if pilot.app.screen in self._first:
                self._first[pilot.app.screen] = {}
            await press(pilot, *keys)

        monkeypatch.setattr(App, "_display", remember)
        monkeypatch.setattr(Pilot, "press", press_and_forget)

    def moved(self, screen: Screen[object]) -> Iterator[str]:
        """Yield what begins elsewhere than in the first frame of a screen on which nothing was pressed or asked yet.

        What a scroll bar takes away is at the end, and keys come and go with what they act on.
        """
        before, now = self._first.get(screen, {}), _places(screen)
        self._first[screen] = {}
        for widget, region in before.items():
            if not isinstance(widget, FooterKey) and now.get(widget, region).offset != region.offset:
                yield f"{widget} moves from {region} to {now[widget]} while the screen opens"


def _places(screen: Screen[object]) -> Mapping[Widget, Region]:
    return {widget: shown.region for widget, shown in screen._compositor.full_map.items() if shown.visible_region.area}
