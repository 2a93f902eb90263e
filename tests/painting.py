"""Which frames of an app are painted in tests: those that a test looks at, and the one that it ends with.

Without a terminal Textual paints each frame as well, and throws it away: a third of the time of the tests of screens.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from weakref import WeakKeyDictionary

from rich.console import RenderableType
from textual._compositor import Compositor, LayoutUpdate
from textual._context import active_app, visible_screen_stack
from textual.app import App
from textual.pilot import Pilot
from textual.screen import Screen

_frames: WeakKeyDictionary[Compositor, int] = WeakKeyDictionary()
_render_update = Compositor.render_update
_run_test = App.run_test


def _render_update_for_terminal(
    self: Compositor, full: bool = False, screen_stack: list[Screen[Any]] | None = None, simplify: bool = False
) -> RenderableType | None:
    """Paint what has changed if there is a terminal, or somebody wants all of it; else only say that it has changed."""
    if full:
        return _render_update(self, full, screen_stack, simplify)
    has_changed = bool(self._dirty_regions)
    _frames[self] = _frames.get(self, 0) + has_changed
    if not active_app.get().is_headless:
        return _render_update(self, full, screen_stack, simplify)
    visible_screen_stack.set([] if screen_stack is None else screen_stack)
    self._dirty_regions.clear()
    return LayoutUpdate([], self.size.region) if has_changed else None


def frames_of(screen: Screen[Any]) -> int:
    """Return how many frames a screen has shown: while it is the same number, the screen shows the same."""
    return _frames.get(screen._compositor, 0)


@asynccontextmanager
async def _run_test_and_paint(self: App[Any], **named: Any) -> AsyncIterator[Pilot[Any]]:
    """Run an app, and paint what it shows in the end: what cannot be painted fails the test that has led there."""
    async with _run_test(self, **named) as pilot:
        yield pilot
        if self.is_running and self.screen_stack:
            self.screen._compositor.render_strips()


def paint_what_is_looked_at() -> None:
    """Let every app without a terminal paint only that."""
    Compositor.render_update = _render_update_for_terminal  # type: ignore[method-assign]
    App.run_test = _run_test_and_paint  # type: ignore[assignment,method-assign]
