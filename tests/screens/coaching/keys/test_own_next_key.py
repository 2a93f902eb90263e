"""With a key of their own for the next thing, the coach's face names that key, and never the usual one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from negcoach.config.settings.keys import OwnKeys
from negcoach.keys.keymap import Keymap
from negcoach.services import Services
from negcoach.training.score.timeline import Phase
from negcoach.widgets.coach.coach_lines import notes
from tests.screens.coaching.stage import NAMES, WITH_TINY, Bench, on_the_bench
from tests.screens.conftest import rows_of
from tests.services import Clock, prescribed


def own(services: Services, key: str) -> None:
    services.settings = replace(services.settings, own_keys=OwnKeys(Keymap({"coach.next": (key,)})))


def text_of(bench: Bench) -> str:
    bench.look()
    return "\n".join(rows_of(bench.app)).lower()


def notes_of(bench: Bench) -> str:
    assert bench.face.card is not None
    return " | ".join(notes(bench.face.card, bench.moment))


@pytest.mark.parametrize("size", WITH_TINY, ids=NAMES)
@pytest.mark.parametrize(("key", "short"), [("f13", "F13"), ("pad:left", "gamepad left")])
async def test_it_is_named_wherever_it_is_awaited(
    services: Services, clock: Clock, key: str, short: str, size: tuple[int, int]
) -> None:
    own(services, key)
    waits = replace(prescribed(services), lift_ms=None)
    async with on_the_bench(services, clock, waits, size=size) as bench:
        assert bench.phase is Phase.READY and f"press {short}" in notes_of(bench)
        assert "space" not in text_of(bench)
        await bench.press("enter")
        await bench.until(Phase.LIFT)
        assert f"press {short}: " in notes_of(bench)
        assert "space" not in text_of(bench)
        await bench.press("p")
        await bench.at(500)
        assert bench.phase is Phase.TAKE and f"paused: {short} goes on" in notes_of(bench)
        assert "space" not in text_of(bench)
