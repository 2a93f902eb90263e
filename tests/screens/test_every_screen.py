"""Every screen of the app at four sizes: whole, still while it opens, legible in every theme, and in turn with Tab.

One walk opens each place once (``tests/screens/every/``) at 80x24 and looks at it there and, resized, at the other
sizes. What is held:

- nothing is cut without a sign, lies outside its place, or has the focus unseen; no hint of a form is longer than two
  rows (at each size);
- nothing has moved since the first frame of the screen;
- each text is legible in each theme (80x24 and 120x40), but for what a dialog covers: it is dimmed, and is looked at
  where its screen is shown by itself;
- Tab goes once to all that takes the focus, and comes back.

``NEGCOACH_TEST_ALL_SIZES=1`` opens each place at each of the sizes too, and tries the contrast at all of them.
``NEGCOACH_TEST_ALL_THEMES=1`` tries the contrast in all themes, five times as long. ``NEGCOACH_TEST_SVG=folder`` draws
each place at each size in the dark and the light theme there, to be looked at.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import pytest
from textual._context import visible_screen_stack
from textual.app import App
from textual.pilot import Pilot
from textual.screen import Screen

import negcoach
from negcoach.config.settings import theme_names
from negcoach.widgets.themes.contrast import ENHANCED, TEXT
from negcoach.widgets.themes.themes import HIGH_CONTRAST, TERMINAL, show_theme
from tests.screens.conftest import WAIT_S, settle
from tests.screens.contrast import coloured, faint_pairs
from tests.screens.every.first_frame import FirstFrames
from tests.screens.every.layout import layout_faults
from tests.screens.every.turns import turn_faults
from tests.screens.every.walks import Kit, Size, kit
from tests.screens.every.ways import PLACES, WALKS
from tests.services import Clock

__all__ = ["kit"]  # the fixture

SIZES: tuple[Size, ...] = ((80, 24), (120, 40), (200, 50), (40, 12))
USUAL = frozenset(SIZES[:2])
"""The sizes at which the contrast is looked at in every run: what has which colour hardly depends on it."""

ALL_SIZES = bool(os.environ.get("NEGCOACH_TEST_ALL_SIZES"))
OPENED_AT = SIZES if ALL_SIZES else SIZES[:1]
"""The sizes at which each place is opened."""

THEMES = (
    theme_names.THEMES if os.environ.get("NEGCOACH_TEST_ALL_THEMES") else ("dark", "light", HIGH_CONTRAST, TERMINAL)
)
"""Our own themes or, where it is asked for, all. What each is made of is tried in ``tests/widgets/themes``."""

DRAWN = ("dark", "light")
"""The themes that are drawn."""

SVG = os.environ.get("NEGCOACH_TEST_SVG", "")

MAY_MOVE = frozenset({"palette", "import", "doctor", "phone, waiting", "summary"})
"""The places that take their shape only once they have found what they show."""

SHARED = {
    *("CoachScreenBase", "FreshKeys", "HistoryView", "ItemsScreen", "OpenScreen", "PageScreen", "RestScreenBase"),
    *("ScrolledScreen", "SetScreen", "TypeAgainScreen"),
}
"""The screens that are only what others have in common."""

pytestmark = pytest.mark.usefixtures("still_cursor")


class Onlooker:
    """Looks at each place of a walk at some sizes, and keeps what is wrong there."""

    def __init__(self, sizes: tuple[Size, ...], frames: FirstFrames, clock: Clock) -> None:
        self._sizes, self._frames, self._clock = sizes, frames, clock
        self.found: list[str] = []

    async def __call__(
        self, place: str, app: App[None], pilot: Pilot[None], draw: Callable[[], object] | None = None
    ) -> None:
        """Look at what is shown, which is laid out for the first size before and afterwards."""
        moved = [*self._frames.moved(app.screen)]
        self.found += [f"{place}: {fault}" for fault in moved if place not in MAY_MOVE]
        for size in self._sizes:
            await _resize(app, pilot, size, draw)
            here = f"{place}, {size[0]}x{size[1]}"
            self.found += [f"{here}: {fault}" for fault in layout_faults(app)]
            await self._look_in_themes(app, pilot, here, legible=ALL_SIZES or size in USUAL)
        await _resize(app, pilot, self._sizes[0], draw)
        self.found += [f"{place}: {fault}" for fault in await turn_faults(app, pilot, self._clock)]

    async def _look_in_themes(self, app: App[None], pilot: Pilot[None], here: str, *, legible: bool) -> None:
        """Look whether all is legible, and draw it where that is asked for."""
        themes = THEMES if legible else DRAWN if SVG else ()
        before = app.theme
        with app.batch_update():  # nothing is painted in between: that takes as long again
            for theme in themes:
                show_theme(app, theme)
                for _ in range(3):  # from the app to its signal, from there to each screen, and to what they change
                    await pilot.pause()
                if legible:
                    self.found += [f"{here}, {theme}: {faint}" for faint in _faint(app, theme)]
                if SVG and theme in DRAWN:
                    _draw(app, f"{here} {theme}")
            show_theme(app, before)
        await pilot.pause()


async def _resize(app: App[None], pilot: Pilot[None], size: Size, draw: Callable[[], object] | None) -> None:
    if size != app.size:
        await pilot.resize_terminal(*size)
        async with asyncio.timeout(WAIT_S):
            while app.screen._compositor.size != size:
                await pilot.pause()
        await settle(pilot)
        if draw is not None:
            draw()
            await settle(pilot)


def _draw(app: App[None], name: str) -> None:
    """Draw what is shown, with what lies beneath a dialog as it is now."""
    visible_screen_stack.set(app._background_screens)
    app.screen.refresh()
    Path(SVG).mkdir(parents=True, exist_ok=True)
    (Path(SVG) / f"{name}.svg").write_text(app.export_screenshot(), "utf-8")


def _faint(app: App[None], theme: str) -> list[str]:
    """Return what is faint on the screen in the theme that is shown."""
    if theme == TERMINAL:
        return [*coloured(app)]
    return [str(pair) for pair in faint_pairs(app, ENHANCED if theme == HIGH_CONTRAST else TEXT)]


@pytest.mark.parametrize("opened", OPENED_AT, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("first", WALKS)
async def test_every_screen(kit: Kit, monkeypatch: pytest.MonkeyPatch, first: str, opened: Size) -> None:
    sizes = SIZES if opened == SIZES[0] else (opened,)
    onlooker = Onlooker(sizes, FirstFrames(monkeypatch), kit.clock)
    await WALKS[first].walk(kit, opened, onlooker)
    assert not onlooker.found, "\n".join(onlooker.found)


def _screens(base: type[Screen[object]]) -> Iterator[str]:
    for screen in base.__subclasses__():
        if screen.__module__.startswith(f"{negcoach.__name__}."):
            yield screen.__name__
        yield from _screens(screen)


def test_no_screen_is_left_out() -> None:
    for module in walk_packages(negcoach.__path__, f"{negcoach.__name__}."):
        if module.name.split(".")[1] in ("app", "demo", "mirror", "screens"):
            import_module(module.name)
    screens = set(_screens(Screen))
    assert set(PLACES.values()) <= screens
    assert screens - set(PLACES.values()) <= SHARED
