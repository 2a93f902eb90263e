"""The one way to every screen, for the tests that look at all of them: what a lifter does, and where to look.

A walk opens an app, goes from place to place and looks at each. ``PLACES`` says which screen is shown where: a test
holds that no screen of the package is missing there.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

import pytest
from textual.app import App
from textual.pilot import Pilot

from negcoach.services import Services
from tests.screens.conftest import WAIT_S, settle, until_drawn
from tests.services import Clock

Size = tuple[int, int]


@dataclass(frozen=True)
class Kit:
    """What a walk is given: a lifter of whom nothing is known yet, the standing clock, and who keeps sessions."""

    services: Services
    clock: Clock
    perform: Callable[..., None]


@pytest.fixture
def kit(
    services: Services, clock: Clock, perform: Callable[..., None], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Kit:
    """A lifter in colour, whose files have the same names in every run."""
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    services.config_path = Path("config") / "config.toml"
    services.settings = replace(services.settings, colours="full")
    return Kit(services, clock, perform)


class Look(Protocol):
    """Looks at the place that is shown; ``draw`` draws the next frame of what draws itself as time passes."""

    async def __call__(
        self, place: str, app: App[None], pilot: Pilot[None], draw: Callable[[], object] | None = None
    ) -> None: ...


Walk = Callable[[Kit, Size, Look], Awaitable[None]]


@dataclass(frozen=True)
class Way:
    """A walk, and the screen that is shown at each of its places."""

    walk: Walk
    places: Mapping[str, str]


async def press(pilot: Pilot[None], clock: Clock, *keys: str) -> None:
    """Press keys, each once the screen is drawn, and wait for what they begin."""
    for key in keys:
        clock.advance(1_000)
        await until_drawn(pilot.app)
        await pilot.press(key)
        await settle_all(pilot)


async def settle_all(pilot: Pilot[None]) -> None:
    """Wait until no worker and no thread is at work, and the screen shows the same twice."""
    await settle(pilot)
    async with asyncio.timeout(WAIT_S):
        while any(not worker.is_finished and worker._thread_worker for worker in pilot.app.workers):
            await asyncio.sleep(0.01)
            await settle(pilot)


def name_of(app: App[None]) -> str:
    """Return the name of the screen that is shown."""
    return type(app.screen).__name__
