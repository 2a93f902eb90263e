"""A random walk over the keys: every key may come on every screen, in any order, and none may end the program badly."""

from __future__ import annotations

import random
import string
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from textual.app import App
from textual.pilot import Pilot

from negcoach.app import NegcoachApp
from negcoach.coaching.sets_to_do import CoachRequest
from negcoach.config.settings.settings import save_settings
from negcoach.screens.shared.history.history_view import View
from negcoach.services import Services
from negcoach.store.prescribed_set import prescribed_set_of
from negcoach.training.terms import StopReason
from tests.screens.conftest import started
from tests.services import Clock, prescribed

SIZES = [(40, 12), (40, 6), (30, 5), (20, 3), (7, 9), (1, 1)]
"""Low and narrow terminals, in which dialogs and lists have no room."""

KEYS = [
    *("escape", "enter", "space", "tab", "shift+tab", "backspace", "delete", "insert"),
    *("up", "down", "left", "right", "home", "end", "pageup", "pagedown"),
    *("shift+up", "shift+down", "shift+end", "ctrl+home", "ctrl+end", "ctrl+left", "ctrl+right"),
    *(f"f{number}" for number in range(1, 13)),
    *(f"ctrl+{letter}" for letter in string.ascii_lowercase),
    *("full_stop", "comma", "plus", "minus", "equals_sign", "slash", "question_mark", "colon", "less_than_sign"),
    *("left_square_bracket", "right_square_bracket", "circumflex_accent", "ampersand", "quotation_mark", "P", "U"),
    *string.ascii_lowercase,
    *string.digits,
]
OFTEN = ["ctrl+p", "pagedown", "pageup", "enter", "escape", "down", "up", "tab", "space", "end"]
"""The keys that lead on, taken half of the time: without them a walk hardly leaves its first screen."""

TO: dict[str, Callable[[NegcoachApp], object]] = {
    "home": lambda _app: None,
    "palette": lambda app: app.action_command_palette(),
    **{view.value: lambda app, view=view: app.action_history(view.name) for view in View},  # type: ignore[misc]
    "import": lambda app: app.action_import(),
    "settings": lambda app: app.action_settings(),
    "health": lambda app: app.action_health(),
    "coach": lambda _app: None,
    "help": lambda app: app.action_help(),
}
"""How a walk gets to where it begins. The one that begins at the coach starts the program with it."""


def keep_history(services: Services) -> None:
    """Keep some weeks of sessions, one in the bin, and what the views of the body show."""
    journal, chosen = services.journal, prescribed(services, "bench-press")
    for days_ago in range(30, 0, -3):
        at = services.now() - timedelta(days=days_ago)
        session = journal.begin_session(at)
        set_id = journal.begin_set(session, prescribed_set_of(chosen, 1, spotters=1, one_rm_kg=100.0), at)
        for ordinal in (1, 2):
            journal.store_rep(
                set_id, ordinal=ordinal, number=ordinal, side=None, target_ms=5_000, measured_ms=4_900, now=at
            )
        journal.end_set(set_id, StopReason.TARGET_REACHED, at)
        journal.end_session(session, at)


async def walk(
    services: Services, clock: Clock, to: str, *, size: tuple[int, int], keys: int, seed: int
) -> Counter[str]:
    """Press so many random keys; begin again when the program was left. Return how many came on each screen.

    Raises whatever the app fails with; the error's note has the keys that led to it.
    """
    save_settings(services.config_path, replace(services.settings, engine="silent"))  # the doctor opens it
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("HOME", str(services.config_path.parent))  # exports lie there
        return await _walk(services, clock, to, size, keys, random.Random(seed), f"seed {seed}")


async def _walk(
    services: Services, clock: Clock, to: str, size: tuple[int, int], keys: int, chance: random.Random, name: str
) -> Counter[str]:
    pressed, left = Counter[str](), keys
    while left > 0:
        start = CoachRequest(prescribed(services, "negative-push-up"), None) if to == "coach" else None
        app, last = NegcoachApp(services, start), list[str]()
        try:
            async with app.run_test(size=size) as pilot:
                await started(pilot)
                TO[to](app)
                await pilot.pause()
                while left > 0 and app.is_running and not app._exit:
                    left -= 1
                    last.append(chance.choice(OFTEN if chance.random() < 0.5 else KEYS))
                    pressed[type(app.screen).__name__] += 1
                    await _press(app, pilot, clock, last[-1])
        except BaseException as error:
            error.add_note(f"{to}, {size[0]}x{size[1]}, {name}: {' '.join(last)}")
            raise
    return pressed


async def _press(app: App[None], pilot: Pilot[None], clock: Clock, key: str) -> None:
    """Press a key, long enough after the one before it to count."""
    clock.advance(600)
    await pilot.press(key)
    await pilot.pause()
