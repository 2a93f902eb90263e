"""The coach screen: every key at every time, with a clock that stands."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from negcoach.config.settings.settings import Settings
from negcoach.screens.coaching.coach import CoachScreen
from negcoach.screens.coaching.leave import LeaveScreen
from negcoach.screens.coaching.rest.rest import RestScreen
from negcoach.screens.coaching.summary import SummaryScreen
from negcoach.services import Services
from negcoach.training.score.timeline import Phase
from negcoach.training.terms import Side, StopReason
from tests.screens.coaching.stage import (
    LOWER_MS,
    NAMES,
    QUIET_MS,
    WITH_TINY,
    Bench,
    HeardPlayer,
    coach_app,
    on_the_bench,
)
from tests.screens.conftest import StageApp, rows_of, settle
from tests.services import LEAD_IN_MS, LIFT_MS, Clock, prescribed

NEXT_KEYS = ["space", "enter", "pagedown", "right", "down"]
BACK_KEYS = ["left", "up", "pageup"]
END_KEYS = ["escape", "f5"]
NASTY = "[/] [@click=app.quit]x[/] \x1b]0;title\x07\x9b31m\u202eback"


@pytest.fixture(autouse=True)
def in_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pictures are the same whatever the terminal that the tests run in."""
    monkeypatch.delenv("NO_COLOR", raising=False)


def closed(app: StageApp) -> bool:
    return app.stage.results == [None]


async def lowering(bench: Bench) -> None:
    """Begin, and go a second into the first lowering."""
    await bench.press("space")
    await bench.at(LEAD_IN_MS + 1_000)
    assert bench.phase is Phase.LOWER


async def test_the_set_waits_for_the_first_key(services: Services, clock: Clock) -> None:
    async with on_the_bench(services, clock) as bench:
        await bench.at(120_000)
        assert bench.phase is Phase.READY
        assert bench.records() == []


async def test_the_press_that_opened_the_coach_does_not_begin_the_set(services: Services, clock: Clock) -> None:
    async with on_the_bench(services, clock) as bench:
        for _ in range(5):
            clock.advance(30)
            await bench.pilot.press("enter")
        bench.look()
        assert bench.phase is Phase.READY
        await bench.press("enter")
        assert bench.phase is Phase.LEAD_IN


@pytest.mark.parametrize("key", NEXT_KEYS)
async def test_every_next_key_begins_and_measures_the_bottom(services: Services, clock: Clock, key: str) -> None:
    async with on_the_bench(services, clock) as bench:
        await bench.press(key)
        assert bench.phase is Phase.LEAD_IN
        await bench.at(LEAD_IN_MS + 4_000)
        assert bench.phase is Phase.LOWER
        await bench.press(key)
        assert bench.phase is Phase.LIFT
        assert bench.stored() == [(1, 1, 4_300)]


async def test_a_lift_that_waits_ends_with_the_next_key(services: Services, clock: Clock) -> None:
    async with on_the_bench(services, clock, prescribed(services, lift_ms=None)) as bench:
        await bench.press("space")
        await bench.at(LEAD_IN_MS + LOWER_MS + 60_000)
        assert bench.phase is Phase.LIFT
        await bench.press("space")
        assert bench.phase is not Phase.LIFT
        assert (await bench.until(Phase.LOWER, 2_000)).segment.rep == 2


@pytest.mark.parametrize("key", BACK_KEYS)
async def test_every_back_key_takes_the_last_rep_back(services: Services, clock: Clock, key: str) -> None:
    async with on_the_bench(services, clock) as bench:
        await bench.press("space")
        await bench.at(LEAD_IN_MS + LOWER_MS + 1_000)
        assert bench.stored() == [(1, 1, None)]
        await bench.press(key)
        assert bench.stored() == []
        assert bench.moment.reps == ()


@pytest.mark.parametrize("key", END_KEYS)
async def test_end_keys_end_the_set_and_never_the_screen(services: Services, clock: Clock, key: str) -> None:
    async with on_the_bench(services, clock) as bench:
        await lowering(bench)
        await bench.press(key)
        assert bench.phase is Phase.LIFT
        assert bench.moment.stop is StopReason.LIFTERS_CALL
        await bench.until(Phase.RACK)
        assert not bench.app.stage.results


@pytest.mark.parametrize("key", END_KEYS)
async def test_end_keys_do_nothing_before_the_set_has_begun(services: Services, clock: Clock, key: str) -> None:
    async with on_the_bench(services, clock) as bench:
        await bench.bounce(key)
        assert bench.phase is Phase.READY
        assert isinstance(bench.app.screen, CoachScreen)


@pytest.mark.parametrize("key", END_KEYS)
async def test_an_end_key_that_arrives_twenty_times_ends_one_set(services: Services, clock: Clock, key: str) -> None:
    async with on_the_bench(services, clock) as bench:
        await bench.press("space")
        await bench.at(LEAD_IN_MS + LOWER_MS + 1_000)
        await bench.bounce(key, 20)
        assert bench.phase is Phase.LIFT
        await bench.until_rest()
        assert bench.records()[0].sets[0].stop_reason is StopReason.LIFTERS_CALL
        await bench.bounce(key)
        assert isinstance(bench.app.screen, RestScreen)


async def test_a_next_key_that_arrives_twenty_times_counts_once(services: Services, clock: Clock) -> None:
    async with on_the_bench(services, clock) as bench:
        await bench.bounce("pagedown")
        assert bench.phase is Phase.LEAD_IN
        await bench.until(Phase.LOWER)
        await bench.at(3_000)
        await bench.bounce("pagedown", 20)
        assert bench.phase is Phase.LIFT
        assert len(bench.stored()) == 1


async def test_a_pause_that_arrives_twenty_times_pauses(services: Services, clock: Clock) -> None:
    async with on_the_bench(services, clock) as bench:
        await lowering(bench)
        await bench.bounce("p")
        assert bench.phase is Phase.TAKE


async def test_a_bouncing_key_does_not_swallow_another(services: Services, clock: Clock) -> None:
    async with on_the_bench(services, clock) as bench:
        await lowering(bench)
        await bench.pilot.press("full_stop", "minus", "escape")
        bench.look()
        assert bench.phase is Phase.LIFT
        assert bench.moment.segment.rescue
        assert "end set" not in rows_of(bench.app)[-1]


async def test_mute_and_volume_reach_the_player_and_last_into_rest_and_next_set(
    services: Services, clock: Clock
) -> None:
    player = HeardPlayer(clock)
    services.player = player
    async with on_the_bench(services, clock, prescribed(services, "negative-push-up", reps=1)) as bench:
        assert (player.percent, player.muted) == (80, False)
        await bench.press("space", "full_stop", "minus")
        await bench.bounce("minus")
        assert (player.percent, player.muted) == (60, True)
        await bench.until_rest()
        await bench.press("full_stop")
        assert (player.percent, player.muted) == (60, False)
        await bench.press("full_stop")
        assert player.muted is True
        await bench.until(Phase.LEAD_IN, 120_000)
        await bench.press("full_stop")
        assert (player.percent, player.muted) == (60, False)


async def test_the_next_session_begins_as_loud_as_the_settings_say(services: Services, clock: Clock) -> None:
    player = HeardPlayer(clock)
    services.player = player
    player.mute(True)
    services.settings = replace(services.settings, volume=40)
    async with on_the_bench(services, clock):
        assert (player.percent, player.muted) == (40, False)


@pytest.mark.parametrize("key", ["p", "space", "pagedown"])
async def test_a_pause_in_the_lowering_calls_for_help_and_ends_with_a_hand_off(
    services: Services, clock: Clock, key: str
) -> None:
    player = HeardPlayer(clock)
    services.player = player
    async with on_the_bench(services, clock) as bench:
        await lowering(bench)
        await bench.press("p")
        assert bench.phase is Phase.TAKE
        assert player.called() == "take-it"
        assert "SPOTTER TAKE IT" in "\n".join(rows_of(bench.app))
        await bench.at(300_000)
        assert bench.phase is Phase.TAKE
        await bench.press(key)
        assert bench.phase is Phase.LEAD_IN
        assert bench.moment.segment.planned_ms == LEAD_IN_MS
        await bench.until(Phase.LOWER)
        assert (bench.moment.segment.rep, bench.stored()) == (1, [])


@pytest.mark.parametrize(
    ("exercise", "at_ms", "call", "sound"),
    [
        ("bench-press", LEAD_IN_MS - 1_000, "SPOTTER TAKE IT", "take-it"),
        ("bench-press", LEAD_IN_MS + 9_500, "SPOTTER TAKE IT", "take-it"),
        ("negative-pull-up", LEAD_IN_MS + 4_500, "FEET ON THE BOX", "feet-on-the-box"),
        ("negative-dip", LEAD_IN_MS - 1_000, "FEET ON THE BOX", "feet-on-the-box"),
        ("nordic-curl", LEAD_IN_MS - 1_000, "PAUSED", "pause"),
    ],
    ids=["unracked", "held at the top", "chin over the bar", "up on the bars", "kneeling"],
)
async def test_a_pause_with_the_load_up_says_paused_only_where_nobody_holds_it(
    services: Services, clock: Clock, exercise: str, at_ms: int, call: str, sound: str
) -> None:
    player = HeardPlayer(clock)
    services.player = player
    async with on_the_bench(services, clock, prescribed(services, exercise, tempo="5-1-A-1")) as bench:
        await bench.press("space")
        await bench.at(at_ms - QUIET_MS)
        await bench.press("p")
        assert player.called() == sound
        assert call in "\n".join(rows_of(bench.app))


@pytest.mark.parametrize("key", ["ctrl+c", "ctrl+z"])
async def test_the_keys_that_stop_a_program_pause_the_set_and_never_go_on(
    services: Services, clock: Clock, key: str
) -> None:
    player = HeardPlayer(clock)
    services.player = player
    async with on_the_bench(services, clock) as bench:
        await lowering(bench)
        await bench.press(key, key, key)
        assert bench.phase is Phase.TAKE
        assert player.called() == "take-it"
        assert "Do you want to quit" not in "\n".join(rows_of(bench.app))
        await bench.press("space")
        assert bench.phase is Phase.LEAD_IN


async def test_a_pause_in_safety_says_paused(services: Services, clock: Clock) -> None:
    player = HeardPlayer(clock)
    services.player = player
    async with on_the_bench(services, clock) as bench:
        await bench.press("space")
        await bench.press("p")
        assert bench.phase is Phase.PAUSED
        assert player.called() == "pause"


async def test_leaving_in_mid_set_calls_for_help_and_asks(services: Services, clock: Clock) -> None:
    player = HeardPlayer(clock)
    services.player = player
    async with on_the_bench(services, clock) as bench:
        await lowering(bench)
        await bench.bounce("q")
        assert isinstance(bench.app.screen, LeaveScreen)
        assert player.called() == "take-it"
        assert "SPOTTER TAKE IT" in str(bench.app.screen.query_one("#call", Static).render())
        assert bench.phase is Phase.TAKE


@pytest.mark.parametrize("size", WITH_TINY, ids=NAMES)
async def test_the_question_whether_to_leave_covers_nothing_of_the_giant_call(
    services: Services, clock: Clock, size: tuple[int, int]
) -> None:
    async with on_the_bench(services, clock, size=size) as bench:
        await lowering(bench)
        await bench.press("p")
        assert bench.phase is Phase.TAKE
        before = rows_of(bench.app)
        await bench.press("q")
        await settle(bench.pilot)
        screen = bench.app.screen
        assert isinstance(screen, LeaveScreen)
        above = screen.query_one(".dialog").region.y
        assert [row[:60] for row in rows_of(bench.app)[1:above]] == [row[:60] for row in before[1:above]]
        assert screen.styles.background.a == 0  # it is not dimmed either
        call = [number for number, row in enumerate(before) if set(row) & set("█▀▄") or "SPOTTER TAKE IT" in row]
        assert call and len([number for number in call if number < above]) >= 5


async def test_leaving_under_the_load_calls_the_lift_and_says_the_last_word_before_it_leaves(
    services: Services, clock: Clock
) -> None:
    player = HeardPlayer(clock)
    services.player = player
    async with on_the_bench(services, clock) as bench:
        await bench.press("space")
        await bench.at(LEAD_IN_MS + LOWER_MS + LIFT_MS + 1_000)
        assert bench.phase is Phase.LOWER
        await bench.press("q", "y")
        assert bench.phase is Phase.LIFT
        assert player.called() == "lift"
        await bench.press("space", "escape")
        assert bench.phase is Phase.LIFT
        await bench.until(Phase.RACK)
        assert player.called() == "rack-it"
        await bench.at(5_000)
        assert isinstance(bench.app.screen, SummaryScreen)
        assert bench.stored() == [(1, 1, None)]


@pytest.mark.parametrize(
    ("scene_ms", "sounds"),
    [
        (LEAD_IN_MS + 2_000, ["lift", "rack-it"]),
        (LEAD_IN_MS + 5_500, ["lift", "rack-it"]),
        (LEAD_IN_MS + 7_500, ["lift", "rack-it"]),
        (LEAD_IN_MS - 1_000, ["rack-it"]),
        (LEAD_IN_MS + 9_500, ["rack-it"]),
    ],
    ids=["lowering", "bottom", "lift", "lead-in", "top"],
)
@pytest.mark.parametrize("key", ["escape", "f5"])
async def test_ending_the_set_calls_the_helper_first_wherever_the_load_is_not_safe(
    services: Services, clock: Clock, key: str, scene_ms: int, sounds: list[str]
) -> None:
    player = HeardPlayer(clock)
    services.player = player
    async with on_the_bench(services, clock, prescribed(services, tempo="5-1-A-1")) as bench:
        await bench.press("space")
        await bench.at(scene_ms - QUIET_MS)
        await bench.press(key)
        assert player.called_from(scene_ms) == sounds


@pytest.mark.parametrize("key", ["n", "escape", "f5", "space", "pagedown"])
async def test_every_key_but_y_stays_paused_even_when_it_bounces(services: Services, clock: Clock, key: str) -> None:
    async with on_the_bench(services, clock) as bench:
        await lowering(bench)
        await bench.press("q")
        await bench.bounce(key)
        await bench.at(1_000)
        assert isinstance(bench.app.screen, CoachScreen)
        assert bench.phase is Phase.TAKE


async def test_leaving_keeps_the_reps_and_shows_the_summary(services: Services, clock: Clock) -> None:
    async with on_the_bench(services, clock) as bench:
        await bench.press("space")
        await bench.at(LEAD_IN_MS + LOWER_MS + 1_000)
        await bench.press("q")
        await bench.bounce("y")
        await bench.at(8_000)
        assert isinstance(bench.app.screen, SummaryScreen)
        assert bench.stored() == [(1, 1, None)]
        (record,) = bench.records()
        assert record.ended_at is not None
        assert record.sets[0].stop_reason is StopReason.LIFTERS_CALL


async def test_leaving_before_anything_was_done_asks_nothing(services: Services, clock: Clock) -> None:
    async with on_the_bench(services, clock) as bench:
        await bench.press("q")
        assert closed(bench.app)
        assert bench.records() == []


async def test_leaving_in_the_lead_in_keeps_no_empty_session(services: Services, clock: Clock) -> None:
    async with on_the_bench(services, clock) as bench:
        await bench.press("space")
        await bench.press("q", "y")
        assert bench.phase is Phase.RACK
        await bench.at(5_000)
        assert closed(bench.app)
        assert bench.records() == []


@pytest.mark.parametrize(("phase", "paused"), [(Phase.LOWER, True), (Phase.DONE, False)])
async def test_leaving_says_that_the_set_is_paused_only_where_it_is(
    services: Services, clock: Clock, phase: Phase, paused: bool
) -> None:
    async with on_the_bench(services, clock, prescribed(services, reps=1)) as bench:
        await bench.press("space")
        await bench.until(phase)
        await bench.press("q")
        await settle(bench.pilot)
        text = " ".join(rows_of(bench.app))
        assert "End the session?" in text
        assert ("The set is paused." in text) is paused


async def test_a_question_over_the_closing_words_holds_the_rest_back(services: Services, clock: Clock) -> None:
    async with on_the_bench(services, clock) as bench:
        await bench.press("space")
        await bench.at(LEAD_IN_MS + LOWER_MS + 1_000)
        await bench.press("escape", "q")
        await bench.at(20_000)
        assert isinstance(bench.app.screen, LeaveScreen)
        await bench.press("n")
        bench.look()
        await bench.pilot.pause()
        assert isinstance(bench.app.screen, RestScreen)
        assert bench.stored() == [(1, 1, None)]


@pytest.mark.parametrize(
    ("keys", "reason"),
    [
        (("space",), StopReason.TEMPO_LOSS),
        (("escape",), StopReason.LIFTERS_CALL),
        (("x",), StopReason.PAIN),
        (("escape", "x"), StopReason.LIFTERS_CALL),  # the call that frees the lifter is not cut short by a second key
        (("space", "x"), StopReason.PAIN),
        (("q", "x"), StopReason.PAIN),
        (("space", "left"), None),
    ],
)
async def test_why_a_set_ends_is_kept_while_its_helper_is_still_called(
    services: Services, clock: Clock, keys: tuple[str, ...], reason: StopReason | None
) -> None:
    async with on_the_bench(services, clock, prescribed(services, reps=5)) as bench:
        await bench.press("space")
        await bench.at(LEAD_IN_MS + LOWER_MS + LIFT_MS + 1_000)
        assert bench.phase is Phase.LOWER
        await bench.press(*keys)
        assert isinstance(bench.app.screen, CoachScreen)
        assert bench.phase is Phase.LIFT
        (only,) = bench.records()[0].sets
        assert (only.stop_reason, only.ended_at) == (reason, None)


async def test_a_set_that_was_done_is_kept_as_done_while_that_is_said(services: Services, clock: Clock) -> None:
    async with on_the_bench(services, clock, prescribed(services, reps=1)) as bench:
        await bench.press("space")
        await bench.until(Phase.DONE)
        (only,) = bench.records()[0].sets
        assert (only.stop_reason, only.ended_at) == (StopReason.TARGET_REACHED, None)


async def test_lost_tempo_racks_it_and_the_reason_is_stored(services: Services, clock: Clock) -> None:
    async with on_the_bench(services, clock, prescribed(services, reps=5)) as bench:
        await lowering(bench)
        await bench.press("space")
        assert bench.moment.stop is StopReason.TEMPO_LOSS
        moment = await bench.until(Phase.RACK)
        assert moment.stop is StopReason.TEMPO_LOSS
        await bench.until_rest()
        (only,) = bench.records()[0].sets
        assert (only.stop_reason, len(only.reps)) == (StopReason.TEMPO_LOSS, 1)


async def test_hands_on_is_seen_while_it_is_heard(services: Services, clock: Clock) -> None:
    player = HeardPlayer(clock)
    services.player = player
    async with on_the_bench(services, clock) as bench:
        await bench.press("space")
        await bench.at(LEAD_IN_MS - 2_500)
        assert "HANDS ON" not in "\n".join(rows_of(bench.app))
        await bench.at(600)
        assert player.called() == "hands-on"
        assert "HANDS ON" in "\n".join(rows_of(bench.app))


async def test_the_first_jump_of_a_dip_is_seen_and_heard_before_the_first_lowering(
    services: Services, clock: Clock
) -> None:
    player = HeardPlayer(clock)
    services.player = player
    async with on_the_bench(services, clock, prescribed(services, "negative-dip")) as bench:
        await bench.press("space")
        await bench.at(LEAD_IN_MS - 1_900)
        assert player.called() == "jump"
        assert "JUMP UP" in "\n".join(rows_of(bench.app))
        assert bench.phase is Phase.LEAD_IN


async def test_a_measured_rep_is_judged_in_its_lift_after_the_call_and_one_that_was_not_is_not(
    services: Services, clock: Clock
) -> None:
    async with on_the_bench(services, clock) as bench:
        await bench.press("space")
        await bench.at(LEAD_IN_MS + 4_400)
        await bench.press("space")
        assert bench.phase is Phase.LIFT
        assert bench.moment.verdict is None
        await bench.at(1_000)
        judged = bench.moment.verdict
        assert judged is not None and judged.measured_ms == 4_700
        await bench.until(Phase.LOWER)
        await bench.until(Phase.LIFT)
        await bench.at(1_500)
        assert bench.moment.verdict is None


async def test_a_set_to_fatigue_goes_on_until_it_is_ended(services: Services, clock: Clock) -> None:
    async with on_the_bench(services, clock, prescribed(services, reps=None, sets=1)) as bench:
        await bench.press("space")
        await bench.at(LEAD_IN_MS + 8_000 * 12 - 1_000)
        assert len(bench.moment.reps) == 12
        await bench.press("escape")
        await bench.until_rest()
        (only,) = bench.records()[0].sets
        assert (len(only.reps), only.prescribed.reps, only.stop_reason) == (12, None, StopReason.LIFTERS_CALL)


async def test_a_one_sided_set_changes_sides(services: Services, clock: Clock) -> None:
    async with on_the_bench(services, clock, prescribed(services, "heel-drop", tempo="3-0-A-0")) as bench:
        await bench.press("space")
        assert bench.moment.segment.side is Side.LEFT
        await bench.until(Phase.SWITCH)
        await bench.until(Phase.LOWER)
        assert bench.moment.segment.side is Side.RIGHT
        await bench.until_rest()
        sides = [rep.side for rep in bench.records()[0].sets[0].reps]
        assert sides == [Side.LEFT, Side.LEFT, Side.RIGHT, Side.RIGHT]


async def test_an_open_one_sided_set_changes_sides_with_its_key(services: Services, clock: Clock) -> None:
    async with on_the_bench(services, clock, prescribed(services, "heel-drop", reps=None)) as bench:
        await bench.press("space")
        await bench.at(LEAD_IN_MS + LOWER_MS + 1_000)
        assert "other side" in rows_of(bench.app)[-1]
        await bench.press("s")
        await bench.until(Phase.LOWER)
        assert bench.moment.segment.side is Side.RIGHT


async def test_a_set_without_a_rep_goes_back_to_ready(services: Services, clock: Clock) -> None:
    async with on_the_bench(services, clock) as bench:
        await bench.press("space")
        await bench.press("escape")
        await bench.until_no_rep()
        await bench.press("space")
        assert bench.phase is Phase.READY
        assert bench.records() == []
        await bench.press("space")
        assert bench.phase is Phase.LEAD_IN


async def test_a_set_whose_every_rep_was_taken_back_leaves_nothing(services: Services, clock: Clock) -> None:
    async with on_the_bench(services, clock) as bench:
        await bench.press("space")
        await bench.at(LEAD_IN_MS + LOWER_MS + 1_000)
        await bench.press("left", "escape")
        await bench.until_no_rep()
        await bench.press("enter", "q")
        assert closed(bench.app)
        assert bench.records() == []
        assert services.journal.unfinished() is None


@pytest.mark.parametrize("under_load", [False, True])
async def test_the_coach_is_silent_when_it_closes_unless_somebody_has_the_load(
    services: Services, clock: Clock, under_load: bool
) -> None:
    player = HeardPlayer(clock)
    services.player = player
    async with on_the_bench(services, clock) as bench:
        await (lowering(bench) if under_load else bench.press("space"))
        assert player.running
    assert player.running is under_load  # the player calls for them as it is closed


async def test_when_the_program_fails_in_mid_set_the_helper_is_still_called(
    services: Services, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    player = HeardPlayer(clock)
    services.player = player

    def fail(*_: object) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        async with on_the_bench(services, clock) as bench:
            await lowering(bench)
            monkeypatch.setattr(bench.face, "show", fail)
            await bench.press("minus")
    assert player.called() == "take-it"


async def test_text_of_ones_own_is_shown_as_text_from_ready_to_summary(services: Services, clock: Clock) -> None:
    prescription = prescribed(services, sets=1, reps=1)
    words = replace(prescription.exercise.words, lift=NASTY, lift_note=NASTY, bottom=NASTY, finish=NASTY)
    exercise = replace(prescription.exercise, name=NASTY, words=words)
    async with on_the_bench(services, clock, replace(prescription, exercise=exercise), size=(200, 50)) as bench:
        seen = [rows_of(bench.app)]
        await bench.press("space")
        for _ in range(3):
            await bench.at(6_000)
            seen.append(rows_of(bench.app))
        await bench.until_rest()
        seen.append(rows_of(bench.app))
        await bench.press("space")
        assert isinstance(bench.app.screen, SummaryScreen)
        seen.append(rows_of(bench.app))
    for rows in seen:
        assert "[/] [@click=app.quit]x[/]".casefold() in "\n".join(rows).casefold()
        assert all(row.isprintable() for row in rows)


@pytest.mark.parametrize("size", [(80, 24), (40, 12), (20, 5), (200, 50)])
async def test_every_phase_can_be_shown_at_every_size(services: Services, clock: Clock, size: tuple[int, int]) -> None:
    seen = set()
    prescription = prescribed(services, "negative-push-up", tempo="2-1-A-1", sets=1, reps=1)
    async with on_the_bench(services, clock, prescription, size=size) as bench:
        seen.add(bench.phase)
        await bench.press("space")
        while isinstance(bench.app.screen, CoachScreen):
            seen.add(bench.phase)
            await bench.at(500)
        await bench.press("space")
        assert isinstance(bench.app.screen, SummaryScreen)
    assert {Phase.READY, Phase.LEAD_IN, Phase.LOWER, Phase.HOLD_BOTTOM, Phase.LIFT, Phase.DONE} <= seen


async def ready(bench: Bench) -> None:
    """Nothing has begun."""


async def lead_in(bench: Bench) -> None:
    await bench.press("space")
    await bench.at(6_500)


async def third_lowering(bench: Bench) -> None:
    """After one rep that kept the tempo and one that was too fast."""
    await bench.press("space")
    await bench.at(LEAD_IN_MS + 4_500)
    await bench.press("space")
    await bench.until(Phase.LOWER)
    await bench.at(3_500)
    await bench.press("space")
    await bench.until(Phase.LIFT)
    await bench.until(Phase.LOWER)
    await bench.at(2_000)


async def hold(bench: Bench) -> None:
    await bench.press("space")
    await bench.until(Phase.HOLD_BOTTOM)
    await bench.at(300)


async def lift(bench: Bench) -> None:
    await bench.press("space")
    await bench.at(LEAD_IN_MS + 4_600)
    await bench.press("space")
    await bench.at(1_000)
    assert bench.phase is Phase.LIFT


async def paused(bench: Bench) -> None:
    await lowering(bench)
    await bench.press("p")


async def racked(bench: Bench) -> None:
    await lowering(bench)
    await bench.press("space")
    await bench.until(Phase.RACK)
    await bench.at(500)


async def done(bench: Bench) -> None:
    await bench.press("space")
    await bench.until(Phase.DONE)
    await bench.at(500)


Scene = Callable[[Bench], Awaitable[None]]


def snapped(
    services: Services,
    clock: Clock,
    snap_compare: Callable[..., bool],
    scene: Scene,
    size: tuple[int, int],
    **more: object,
) -> bool:
    """Compare a scene of a set 5-1-A-0 with its picture."""
    tempo = "5-1-A-0" if scene is hold else "5-0-A-0"
    reps = 1 if scene is done else 4
    lift_ms = None if more.pop("waits", False) else LIFT_MS
    services.settings = Settings(colours=str(more.pop("colours", "full")))

    async def act(pilot: Pilot[None]) -> None:
        bench = Bench(pilot.app, pilot, services, clock)
        await scene(bench)
        await settle(pilot)

    app = coach_app(services, prescribed(services, tempo=tempo, reps=reps, lift_ms=lift_ms))
    return snap_compare(app, terminal_size=size, run_before=act)


@pytest.mark.parametrize("size", WITH_TINY, ids=NAMES)
@pytest.mark.parametrize("scene", [ready, lead_in, third_lowering, hold, lift, paused, racked, done])
def test_every_phase_looks_as_it_should(
    services: Services, clock: Clock, snap_compare: Callable[..., bool], scene: Scene, size: tuple[int, int]
) -> None:
    assert snapped(services, clock, snap_compare, scene, size)


@pytest.mark.parametrize("size", WITH_TINY, ids=NAMES)
def test_a_lift_that_waits_looks_as_it_should(
    services: Services, clock: Clock, snap_compare: Callable[..., bool], size: tuple[int, int]
) -> None:
    assert snapped(services, clock, snap_compare, lift, size, waits=True)


@pytest.mark.parametrize("colours", ["16", "none"])
@pytest.mark.parametrize("scene", [third_lowering, lift])
def test_few_colours_look_as_they_should(
    services: Services, clock: Clock, snap_compare: Callable[..., bool], scene: Scene, colours: str
) -> None:
    assert snapped(services, clock, snap_compare, scene, (120, 40), colours=colours)


async def test_a_first_side_that_loses_the_tempo_goes_on_to_the_other(services: Services, clock: Clock) -> None:
    prescription = prescribed(services, "heel-drop", tempo="3-0-A-0", reps=4, sets=1)
    async with on_the_bench(services, clock, replace(prescription, first_side=Side.RIGHT), size=(120, 40)) as bench:
        await bench.press("space")
        await bench.until(Phase.LOWER)
        await bench.at(700)
        await bench.press("space")  # a second of three
        await bench.until(Phase.SWITCH)
        bench.look()
        assert "now the left side: 1 rep" in " ".join(" ".join(rows_of(bench.app)).split()).lower()
        await bench.until_rest()
        (record,) = bench.records()
        (done,) = record.sets
        assert [(rep.number, rep.side) for rep in done.reps] == [(1, Side.RIGHT), (1, Side.LEFT)]
        assert done.stop_reason is StopReason.TEMPO_LOSS
