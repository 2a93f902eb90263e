"""The coach's face names the lifter's own key wherever one is asked for, never one that does nothing."""

from __future__ import annotations

from dataclasses import replace

from negcoach.config.settings.keys import OwnKeys
from negcoach.keys.keymap import Keymap
from negcoach.services import Services
from negcoach.training.score.timeline import Phase
from negcoach.widgets.coach.coach_lines import notes
from tests.screens.coaching.stage import on_the_bench
from tests.screens.conftest import rows_of
from tests.services import Clock


async def test_an_own_key_for_the_next_thing_is_the_one_that_the_face_names(services: Services, clock: Clock) -> None:
    services.settings = replace(services.settings, own_keys=OwnKeys(Keymap({"coach.next": ("f13",)})))
    async with on_the_bench(services, clock, size=(120, 40)) as bench:

        def assert_named(asks: str) -> None:
            bench.look()
            said = " | ".join(notes(bench.face.card, bench.moment))
            assert asks in said
            assert "space" not in "\n".join([said, *rows_of(bench.app)]).lower()

        assert_named("press F13")
        await bench.press("space")
        assert bench.phase is Phase.READY
        await bench.press("f13", "p")
        assert bench.phase is Phase.PAUSED
        assert_named("press F13")
        await bench.press("f13")
        await bench.until(Phase.LOWER)
        await bench.press("p")
        assert bench.phase is Phase.TAKE
        assert_named("paused: F13 ")
