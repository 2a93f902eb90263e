"""Every screen of the app at four sizes: whole, still while it opens, legible, as it looked before, in turn with Tab.

One walk opens each place once (``tests/screens/every/``) at 80x24 and looks at it there and, resized, at the other
sizes. What is held:

- nothing is cut without a sign, lies outside its place, or has the focus unseen; no hint of a form is longer than two
  rows; no text touches a scroll bar, no number is parted from its unit, and no neighbours cover each other (at each
  size);
- the first frame of the screen is what stays, and that of one which belongs to a set is where all of it stays;
- no half of a large terminal is empty (``tests/screens/every/halves.py``);
- what is selected looks the same in each list: the sign before it, and one ground over its whole line (in each theme
  that is shown);
- each text is legible in every theme, but for what a dialog covers: it is dimmed, and is looked at where its screen is
  shown by itself. Each size is shown in the dark and the light theme, which tell the others
  (``tests/screens/every/themes.py``); 80x24 in high contrast and in the terminal's own theme, too, which has no colours
  to be told;
- the picture is as it was: its text, and its styles in the dark and the light theme (80x24 and 120x40);
- Tab goes once to all that takes the focus, and comes back.

``NEGCOACH_TEST_ALL_SIZES=1`` opens each place at each of the sizes too. What is opened at another size than 80x24 is
compared with no picture: it may be scrolled elsewhere, or have another focus. ``NEGCOACH_TEST_ALL_THEMES=1`` shows each
place at each size in all themes, and holds that each has the colours that were told, and in sixteen colours and none.
Both take four times as long.
``NEGCOACH_TEST_SVG=folder`` draws each place at each size in the dark and the light theme there, to be looked at.

When a screen is meant to look different, ``pytest tests/screens/test_every_screen.py --snapshot-update`` makes the
pictures anew (``-k "sessions or body"`` for those of some places); the diff of ``tests/screens/every/pictures`` is to
be read before it is committed.
"""

from __future__ import annotations

import asyncio
import os
import re
from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from typing import Any

import pytest
from textual._context import visible_screen_stack
from textual.app import App
from textual.pilot import Pilot
from textual.screen import Screen

import negcoach
from negcoach.screens.help.key_rows import acting_bindings, key_groups
from negcoach.screens.shared.colours import show_colours
from negcoach.widgets.themes.contrast import TEXT
from negcoach.widgets.themes.themes import HIGH_CONTRAST, TERMINAL, show_theme
from tests.screens.conftest import WAIT_S, settle
from tests.screens.contrast import coloured, faint_pairs, hues, more_than_sixteen
from tests.screens.every.edges import edge_faults
from tests.screens.every.first_frame import FirstFrames
from tests.screens.every.halves import empty_half_faults
from tests.screens.every.layout import layout_faults
from tests.screens.every.picture import FOLDER, Row, keep, kept, picture
from tests.screens.every.selected import selected_faults
from tests.screens.every.themes import TOLD, TOLD_BY, faint_in_others, least_in, other_than_told
from tests.screens.every.turns import turn_faults
from tests.screens.every.walks import Kit, Size, kit
from tests.screens.every.ways import PLACES, WALKS
from tests.services import Clock

__all__ = ["kit"]  # the fixture

SIZES: tuple[Size, ...] = ((80, 24), (120, 40), (200, 50), (40, 12))

OPENED_AT = SIZES if os.environ.get("NEGCOACH_TEST_ALL_SIZES") else SIZES[:1]
"""The sizes at which each place is opened."""

ALL_THEMES = bool(os.environ.get("NEGCOACH_TEST_ALL_THEMES"))

STYLED = frozenset(SIZES[:2])
"""The sizes whose pictures show styles: what has which colour hardly depends on it."""

SVG = os.environ.get("NEGCOACH_TEST_SVG", "")

SHARED = {
    *("CoachScreenBase", "FreshKeys", "HistoryView", "ItemsScreen", "OpenScreen", "PageScreen", "RestScreenBase"),
    *("ScrolledScreen", "SetScreen", "TypeAgainScreen"),
}
"""The screens that are only what others have in common."""

pytestmark = pytest.mark.usefixtures("still_cursor")


class Onlooker:
    """Looks at each place of a walk at some sizes, and keeps what is wrong there."""

    def __init__(self, sizes: tuple[Size, ...], frames: FirstFrames, clock: Clock, *, update: bool) -> None:
        self._sizes, self._frames, self._clock, self._update = sizes, frames, clock, update
        self.found: list[str] = []

    async def __call__(
        self, place: str, app: App[None], pilot: Pilot[None], draw: Callable[[], object] | None = None
    ) -> None:
        """Look at what is shown, which is laid out for the first size before and afterwards."""
        self.found += [f"{place}: {fault}" for fault in self._frames.faults(app)]
        self.found += [f"{place}: the help says {text!r}" for text in texts_of_textual(app.screen)]
        pictures = kept(place)
        before = app.theme
        for size in self._sizes:
            await _resize(app, pilot, size, draw)
            here = f"{size[0]}x{size[1]}"
            self.found += [f"{place}, {here}: {fault}" for fault in _faults(app)]
            shown = await self._shown(app, pilot, place, size)
            now = picture({name: shown[name] for name in TOLD_BY} if size in STYLED else {"": shown[TOLD_BY[0]]})
            if self._update:
                pictures[here] = now
            elif self._sizes == SIZES and pictures.get(here) != now:
                self.found.append(f"{place}, {here}: {_difference(pictures.get(here), now)}")
        if self._update:
            keep(place, pictures)
        await _show_theme(app, pilot, before)
        await _resize(app, pilot, self._sizes[0], draw)
        self.found += [f"{place}: {fault}" for fault in await turn_faults(app, pilot, self._clock)]

    async def _shown(self, app: App[None], pilot: Pilot[None], place: str, size: Size) -> dict[str, list[Row]]:
        """Return what a place shows in each theme, having looked at what is legible and what is selected there."""
        shown: dict[str, list[Row]] = {}
        here = f"{place}, {size[0]}x{size[1]}"
        with app.batch_update():  # nothing is painted in between: that takes as long again
            for theme in _themes_at(size, app.theme):
                await _show_theme(app, pilot, theme)
                shown[theme] = _painted(app)
                self.found += [f"{here}, {theme}: {odd}" for odd in selected_faults(app)]
                self.found += [f"{here}, {theme}: {faint}" for faint in _faint(app, theme)]
                if theme in TOLD_BY:
                    _draw_svg(app, f"{here.replace(',', '')} {theme}")
                if theme == TOLD_BY[0] and ALL_THEMES:
                    self.found += [f"{here}, {fault}" for fault in await _in_fewer_colours(app, pilot)]
        two = [shown[theme] for theme in TOLD_BY]
        self.found += [f"{here}: {faint}" for faint in faint_in_others(app, *two)]
        for theme in set(TOLD).intersection(shown):
            self.found += [f"{here}: {other}" for other in other_than_told(app, *two, theme, shown[theme])]
        return shown


def texts_of_textual(screen: Screen[Any]) -> list[str]:
    """Return what the help of a screen would say of its keys in Textual's own words: "Scroll Up"."""
    rows = (row for group in key_groups(acting_bindings(screen)) for row in group.rows)
    return [row.text for row in rows if not row.text or re.fullmatch("[A-Z][a-z]+( [A-Z][a-z]+)+", row.text)]


def _themes_at(size: Size, now: str) -> Iterable[str]:
    """Return the themes in which a size is shown: first the one that is shown now, if it is the first or the last."""
    first, last = TOLD_BY
    others = (*TOLD, TERMINAL) if ALL_THEMES else (HIGH_CONTRAST, TERMINAL) if size == SIZES[0] else ()
    themes = (first, *others, last)
    return reversed(themes) if now == last else themes


def _faults(app: App[None]) -> Iterable[str]:
    return (*layout_faults(app), *edge_faults(app), *empty_half_faults(app))


async def _show_theme(app: App[None], pilot: Pilot[None], theme: str) -> None:
    if app.theme != theme:
        show_theme(app, theme)
        await _until_shown(pilot)
        app.stylesheet.update(app.screen)  # Textual leaves a palette as it was; nothing in the app changes it meanwhile


async def _until_shown(pilot: Pilot[None]) -> None:
    for _ in range(3):  # from the app to its signal, from there to each screen, and to what they change
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


async def _in_fewer_colours(app: App[None], pilot: Pilot[None]) -> list[str]:
    """Show an app in sixteen colours and in none, and return what has others, or is faint."""
    found = []
    for asked in ("16", "none"):
        show_colours(app, asked)
        await _until_shown(pilot)
        app.screen.refresh()
        if asked == "16":
            found += [f"in sixteen colours, {fault}" for fault in more_than_sixteen(app)]
        else:
            found += [f"without colour, #{hue}" for hue in sorted(hues(app))]
            found += [f"without colour, {faint}" for faint in faint_pairs(app, TEXT)]
    show_colours(app, "full")
    await _until_shown(pilot)
    return found


def _painted(app: App[None]) -> list[Row]:
    """Return what is shown, with what lies beneath a dialog as it is now."""
    visible_screen_stack.set(app._background_screens)
    app.screen.refresh()
    return [[*row] for row in app.screen._compositor.render_strips()]


def _draw_svg(app: App[None], name: str) -> None:
    if SVG:
        Path(SVG).mkdir(parents=True, exist_ok=True)
        (Path(SVG) / f"{name}.svg").write_text(app.export_screenshot(), "utf-8")


def _faint(app: App[None], theme: str) -> list[str]:
    """Return what is faint on the screen in the theme that is shown."""
    if theme == TERMINAL:
        return [*coloured(app)]
    return [str(pair) for pair in faint_pairs(app, least_in(theme))]


def _difference(before: str | None, now: str) -> str:
    """Say in which line a picture is first other than before."""
    if before is None:
        return "it has no picture; --snapshot-update makes it"
    pairs = zip([*before.splitlines(), ""], [*now.splitlines(), ""], strict=False)
    number, (old, new) = next((number, pair) for number, pair in enumerate(pairs) if pair[0] != pair[1])
    return f"it looks different, first in line {number}:\n  - {old}\n  + {new}"


@pytest.mark.parametrize("opened", OPENED_AT, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("first", WALKS)
async def test_every_screen(
    kit: Kit, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest, first: str, opened: Size
) -> None:
    sizes = SIZES if opened == SIZES[0] else (opened,)
    update = bool(request.config.option.update_snapshots) and opened == SIZES[0]
    onlooker = Onlooker(sizes, FirstFrames(monkeypatch), kit.clock, update=update)
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


def test_no_picture_is_left_of_a_place_that_is_gone() -> None:
    assert {path.stem for path in FOLDER.iterdir()} == set(PLACES)
