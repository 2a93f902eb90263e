"""Every key that a screen names acts there, and is the lifter's own: with a keymap in which each action has another."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from string import ascii_lowercase

import pytest
from textual.app import App
from textual.content import Content
from textual.widgets import Static

from negcoach.app import NegcoachApp
from negcoach.config.settings.keys import OwnKeys
from negcoach.keys.actions import ACTIONS, PARTS
from negcoach.keys.keymap import Keymap
from negcoach.keys.names import known_key
from negcoach.services import Services
from negcoach.store.editing.body import Body
from negcoach.training.progress.soreness import Question
from negcoach.training.score.timeline import Phase
from negcoach.widgets.lists.key_line import KeyLine
from tests.screens.choosing.test_choosing_pictures import RATINGS, STEPS, UNKNOWN
from tests.screens.coaching.rest.test_next_bar import GYM
from tests.screens.coaching.stage import on_the_bench, three_reps
from tests.screens.conftest import rows_of, settle, started
from tests.screens.test_contrast import JOURNEY, go_home, press, trained
from tests.screens.test_contrast import PARTS as PARTS_OF_IT
from tests.services import HEALTHY, Clock, prescribed

__all__ = ["trained"]  # the fixture

RARE = [f"{held}+f{number}" for held, number in product(("alt", "ctrl", "ctrl+alt", "ctrl+shift"), range(1, 13))]
RARE += [f"f{number}" for number in range(13, 25)]
RARE += [f"alt+{letter}" for letter in ascii_lowercase] + [f"ctrl+alt+{letter}" for letter in "abdefgknopqrstuvwxyz"]
RARE += [f"{held}+f{number}" for held, number in product(("alt+shift", "ctrl+alt+shift"), range(1, 13))]
OWN = {action.id: (key, *action.keys) for action, key in zip(ACTIONS.values(), RARE, strict=False)}
"""For each action a key that no screen has by itself, named first; the usual ones act too, and lead the way."""

LISTS = {"HelpScreen", "KeysScreen"}
"""The screens that list all keys."""
STAYS = ("Ctrl+D", "Ctrl+Q")
ELSEWHERE = {"ctrl+j", *Keymap(OWN).keys("app.help")}
"""What acts in another field of a form, and in an app that is more than a stage."""
_USUAL = re.compile(r"(?<![+\w])(Space|F[1-9]|Ctrl\+[A-Z]|PageDown|PageUp|Tab)\b")
_PRESSED = re.compile(
    r"[Pp]ress (?:Enter or )?([b-zB-Z]|a(?! number| key))\b"
    r"|(?<![+\w])([a-zA-Z])(?= (?:undoes|edits|adds|deletes|plays|filters)\b)|comes back with ([a-z])\b"
)
SIZE = (200, 50)


@pytest.fixture
def own(services: Services) -> Services:
    """Services of a lifter with keys of their own for everything."""
    services.settings = replace(services.settings, own_keys=OwnKeys(Keymap(OWN)))
    return services


def named(app: App[None]) -> Iterator[tuple[str, ...]]:
    """Yield the names of each entry in the lines of keys of the screen."""
    for line in app.screen.query(KeyLine):
        for name, _ in line.keys:
            yield tuple(name.split())
    for line in app.screen.query(".keys").results(Static):
        if isinstance(content := line.content, Content):
            for span in content.spans:
                if span.style == "bold":
                    yield tuple(content.plain[span.start : span.end].split())


def wrong_keys(app: App[None]) -> list[str]:
    """Return each key that is named on the screen and does not act there, or is not the lifter's own."""
    active, found = app.screen.active_bindings, []
    for names in named(app):
        keys = [key for name in names if (key := known_key(name)) is not None and key not in ELSEWHERE]
        found += [f"{key} does nothing" for key in keys if key not in active]
        if keys and keys[0] in active:
            parts = PARTS.get(active[keys[0]].binding.id or "", ())
            others = {key for part in parts for key in (OWN[part][1:] if "." in part else ())}
            if keys[0] in others and keys[0] not in ("enter", "escape"):
                found.append(f"{names[0]} is the usual key")
    if type(app.screen).__name__ in LISTS:
        return found
    for row in rows_of(app):
        found += [f"{name} in {row.strip()!r}" for name in _USUAL.findall(row) if name not in STAYS]
        for letter in map("".join, _PRESSED.findall(row)):
            if letter not in active or active[letter].binding.id in PARTS:
                found.append(f"{letter} in {row.strip()!r}")
    return found


@pytest.mark.parametrize("places", PARTS_OF_IT, ids=lambda places: f"{places[0]} to {places[-1]}")
async def test_every_key_that_is_named_acts(trained: Services, clock: Clock, places: tuple[str, ...]) -> None:
    trained.settings = replace(trained.settings, own_keys=OwnKeys(Keymap(OWN)))
    app = NegcoachApp(trained)
    found = []
    async with app.run_test(size=SIZE) as pilot:
        await started(pilot)
        for place in places:
            screen, keys = JOURNEY[place]
            await press(pilot, clock, *keys)
            assert type(app.screen).__name__ == screen, place
            found += [f"{place}: {wrong}" for wrong in wrong_keys(app)]
            await go_home(pilot, clock)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("shown", [shown for shown in STEPS if STEPS[shown]])
async def test_every_key_that_is_named_before_a_set_acts(own: Services, clock: Clock, shown: str) -> None:
    if shown not in UNKNOWN:
        own.lifter.store_health_answers(HEALTHY, own.now())
    if shown in RATINGS:
        own.lifter.set_one_rm("bench-press", 100, own.now())
        Body(own.database).answer({Question("chest"): RATINGS[shown]}, own.now())
    app = NegcoachApp(own)
    async with app.run_test(size=SIZE) as pilot:
        await started(pilot)
        await press(pilot, clock, *STEPS[shown])
        assert not wrong_keys(app)


async def test_every_key_that_is_named_in_a_session_acts(own: Services, clock: Clock) -> None:
    own.settings = replace(own.settings, own_equipment=GYM)
    found: list[str] = []

    async def look(place: str) -> None:
        await settle(bench.pilot)
        found.extend(f"{place}: {wrong}" for wrong in wrong_keys(bench.app))

    async with on_the_bench(own, clock, prescribed(own, reps=4, sets=3), size=SIZE) as bench:
        await look("ready")
        await bench.press("space")
        for phase in (Phase.LEAD_IN, Phase.LOWER, Phase.LIFT):
            await bench.until(phase)
            await look(phase.value)
        await bench.press("p")
        await look("paused")
        await bench.at(2_000)
        await bench.press("q")
        await look("leaving")
    async with on_the_bench(own, clock, prescribed(own, reps=4, sets=3), size=SIZE) as bench:
        await three_reps(bench)
        await look("rest")
        await bench.press("space")
        await look("rest, pressed once")
        await bench.press("x")
        await look("rest, pain")
        await bench.at(200_000)
        await look("rest, over")
        await bench.press("q")
        await look("rest, leaving")
        await bench.press("y")
        await look("summary")
    async with on_the_bench(own, clock, prescribed(own, reps=4, sets=3), size=SIZE) as bench:
        await bench.press("space")
        await bench.press("escape")
        await bench.at(10_000)
        await look("no rep")
        await bench.press("x")
        await look("no rep, pain")
    assert not found, "\n".join(found)


def test_each_action_has_a_key_of_its_own_here() -> None:
    assert len(OWN) == len(ACTIONS) == len({keys[0] for keys in OWN.values()})
    assert all(known_key(keys[0]) == keys[0] for keys in OWN.values())
