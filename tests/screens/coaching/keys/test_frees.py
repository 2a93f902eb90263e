"""What frees the lifter of the load is never too early, a repeat, or held down since before."""

from __future__ import annotations

import pytest

from negcoach.keys.keymap import Keymap
from negcoach.screens.coaching.coach import CoachScreen
from negcoach.screens.shared.keys.fresh_keys import FreshKeysApp
from negcoach.services import Services
from negcoach.terminal.keys import Translator
from negcoach.training.score.timeline import Phase
from negcoach.training.terms import StopReason
from tests.screens.coaching.keys.test_fresh_keys import arrive
from tests.screens.coaching.stage import Bench, on_the_bench
from tests.services import LEAD_IN_MS, Clock, prescribed

STEP_MS = 100


async def until_next_set(bench: Bench) -> None:
    """Let time pass until the set after the rest has begun by itself, to the very frame."""
    await bench.press("space")
    rest = await bench.until_rest()
    while bench.app.screen is rest:
        bench.clock.advance(STEP_MS)
        bench.look()
    assert isinstance(bench.app.screen, CoachScreen)


@pytest.mark.parametrize("gap_ms", [40, 300, 650])
@pytest.mark.parametrize(
    ("key", "phase"),
    [("escape", Phase.LIFT), ("f5", Phase.LIFT), ("x", Phase.LIFT), ("p", Phase.TAKE), ("ctrl+c", Phase.TAKE)],
)
async def test_what_ends_or_pauses_a_set_acts_though_it_is_pressed_again_and_again_since_before_it_began(
    services: Services, clock: Clock, key: str, phase: Phase, gap_ms: int
) -> None:
    """A lifter who is not ready for the set that begins by itself."""
    async with on_the_bench(services, clock, prescribed(services, "negative-push-up", reps=3, sets=2)) as bench:
        await until_next_set(bench)
        await arrive(bench, key, *[gap_ms] * 3)
        coach = bench.coach
        assert coach._runner.paused if phase is Phase.TAKE else coach._runner.run.is_ended


@pytest.mark.parametrize("gap_ms", [40, 300])
async def test_the_effort_that_is_still_given_as_the_set_begins_by_itself_does_not_pause_it(
    services: Services, clock: Clock, gap_ms: int
) -> None:
    """Tab is one more effort in the rest; once somebody has the load it pauses."""
    async with on_the_bench(services, clock, prescribed(services, "negative-push-up", reps=3, sets=2)) as bench:
        await until_next_set(bench)
        await arrive(bench, "tab", *[gap_ms] * 3)
        assert not bench.coach._runner.paused
        await bench.at(LEAD_IN_MS)
        assert bench.coach._runner.is_lifter_under_load
        await arrive(bench, "tab", gap_ms)
        assert bench.coach._runner.paused


async def test_escape_ends_a_set_beside_a_clicker_whose_start_button_bounces_since_before_it(
    services: Services, clock: Clock
) -> None:
    async with on_the_bench(services, clock) as bench:
        await bench.press("f5")
        await arrive(bench, "f5", *[40] * 10)
        await arrive(bench, "space", 10)
        assert bench.coach._runner.started
        await arrive(bench, "f5", 40)
        assert bench.coach._runner.run.is_ended


async def test_the_repeats_of_the_press_that_ended_a_set_do_not_cut_its_last_word_short(
    services: Services, clock: Clock
) -> None:
    async with on_the_bench(services, clock) as bench:
        await bench.press("space")
        await bench.at(LEAD_IN_MS + 1_000)
        await bench.press("escape")
        await arrive(bench, "escape", *[40] * 20)
        assert len(bench.coach._runner.run.events) == 1


async def test_a_set_that_was_paused_twice_over_can_be_ended_at_once(services: Services, clock: Clock) -> None:
    async with on_the_bench(services, clock) as bench:
        await bench.press("space")
        await bench.at(LEAD_IN_MS + 1_000)
        bench.clock.advance(20)
        await bench.pilot.press("p")
        bench.clock.advance(20)
        await bench.pilot.press("ctrl+c")
        await arrive(bench, "escape", 20)
        assert bench.moment.stop is StopReason.LIFTERS_CALL


@pytest.mark.parametrize("typed", [" ", "x", "p", "\r", "\t", "b", "."])
async def test_escape_with_the_next_key_in_one_piece_ends_a_set_and_does_nothing_outside_of_one(
    services: Services, clock: Clock, typed: str
) -> None:
    """tmux hands them on so where they follow each other within half a second; a lowering was measured then."""
    async with on_the_bench(services, clock) as bench:
        await bench.press("space")
        await bench.at(LEAD_IN_MS + 2_000)
        (key,) = Translator().messages(f"\x1b{typed}")
        bench.app.post_message(key)
        await bench.pilot.pause()
        assert bench.moment.stop is StopReason.LIFTERS_CALL
        assert not bench.coach._runner.counting_reps


async def test_a_key_with_alt_that_the_lifter_gave_to_something_in_a_set_ends_none(
    services: Services, clock: Clock
) -> None:
    async with on_the_bench(services, clock) as bench:
        assert isinstance(bench.app, FreshKeysApp)
        bench.app.own_keymap = Keymap({"coach.mute": ("alt+m",)})
        await bench.press("space")
        await bench.at(LEAD_IN_MS + 2_000)
        for typed in ("m", "n"):
            assert not bench.coach._runner.run.is_ended
            (key,) = Translator().messages(f"\x1b{typed}")
            bench.app.post_message(key)
            await bench.pilot.pause()
        assert bench.coach._runner.run.is_ended
