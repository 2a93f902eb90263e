"""No key that was pressed for one screen acts on the next."""

from __future__ import annotations

import pytest
from textual.events import Key

from negcoach.app import NegcoachApp
from negcoach.coaching.sets_to_do import CoachRequest
from negcoach.screens.choosing.exercises import ExercisesScreen
from negcoach.screens.choosing.gate.health_screen import ExperienceScreen
from negcoach.screens.choosing.prescription import PrescriptionScreen
from negcoach.screens.coaching.coach import CoachScreen
from negcoach.screens.coaching.leave import LeaveScreen
from negcoach.screens.coaching.rest.rest import RestScreen
from negcoach.screens.coaching.summary import SummaryScreen
from negcoach.screens.help.help import HelpScreen
from negcoach.screens.shared.keys import fresh_keys
from negcoach.screens.shared.keys.fresh_keys import FreshKeys, FreshKeysApp
from negcoach.services import Services
from negcoach.training.score.timeline import Phase
from negcoach.training.terms import StopReason
from tests.screens.coaching.stage import Bench, on_the_bench
from tests.screens.conftest import rows_of, text_of, until_drawn, wait_for_workers
from tests.services import HEALTHY, LEAD_IN_MS, Clock, prescribed


async def arrive(bench: Bench, key: str, *pauses_ms: int) -> None:
    """Have a key arrive after each pause, whether or not a person could have read what is there."""
    for pause_ms in pauses_ms:
        bench.clock.advance(pause_ms)
        await bench.pilot.press(key)
        bench.look()
    await bench.pilot.pause()


async def test_what_was_pressed_for_the_rest_is_not_typed_into_the_summary(services: Services, clock: Clock) -> None:
    async with on_the_bench(services, clock, prescribed(services, sets=1, reps=1)) as bench:
        await bench.press("space")
        await bench.until_rest()
        await bench.press("space")
        assert isinstance(bench.app.screen, SummaryScreen)
        await arrive(bench, "x", 100)
        await arrive(bench, "escape", 10)
        await arrive(bench, "space", 0)
        await arrive(bench, "9", 100, *[30] * 19)
        assert isinstance(bench.app.screen, SummaryScreen)
        assert "the whole session" in text_of(bench.app.screen.query_one("#rpe-says"))
        await bench.press("8")
        assert "session load" in text_of(bench.app.screen.query_one("#rpe-says"))


@pytest.mark.parametrize("key", ["y", "n", "space", "escape", "x", "1"])
async def test_a_key_of_the_rest_answers_no_question_that_has_just_opened(
    services: Services, clock: Clock, key: str
) -> None:
    async with on_the_bench(services, clock, prescribed(services, reps=1)) as bench:
        await bench.press("space")
        await bench.until_rest()
        await bench.press("q")
        await arrive(bench, key, 10, *[30] * 19)
        assert isinstance(bench.app.screen, LeaveScreen)


@pytest.mark.parametrize("key", ["q", "escape", "p", "f5", "space"])
async def test_a_key_of_the_question_does_nothing_in_the_set_that_comes_back(
    services: Services, clock: Clock, key: str
) -> None:
    async with on_the_bench(services, clock) as bench:
        await bench.press("space")
        await bench.at(LEAD_IN_MS + 1_000)
        await bench.press("q", "n")
        await arrive(bench, key, 100, *[40] * 20)
        assert isinstance(bench.app.screen, CoachScreen)
        assert bench.phase is Phase.TAKE
        await arrive(bench, "escape", 1_000)
        assert bench.phase is Phase.LIFT


async def test_a_key_that_was_meant_for_the_running_set_does_not_end_its_pause(
    services: Services, clock: Clock
) -> None:
    async with on_the_bench(services, clock) as bench:
        await bench.press("space")
        await bench.at(LEAD_IN_MS + 1_000)
        await bench.press("tab")
        await arrive(bench, "space", 20, 660, *[40] * 20)
        await arrive(bench, "tab", 10, 500, 500)
        assert bench.coach._runner.paused
        await bench.press("space")
        assert not bench.coach._runner.paused


async def test_a_set_that_was_just_paused_can_be_ended_at_once(services: Services, clock: Clock) -> None:
    async with on_the_bench(services, clock) as bench:
        await bench.press("space")
        await bench.at(LEAD_IN_MS + 1_000)
        await bench.press("tab")
        await arrive(bench, "escape", 20)
        assert bench.moment.stop is StopReason.LIFTERS_CALL


async def test_a_key_that_is_held_down_until_a_screen_could_be_read_does_nothing_there(
    services: Services, clock: Clock
) -> None:
    async with on_the_bench(services, clock, prescribed(services, reps=1)) as bench:
        await bench.press("space")
        await bench.until(Phase.DONE)
        await arrive(bench, "pagedown", 0, 660, *[40] * 60)
        assert isinstance(bench.app.screen, RestScreen)
        assert "again" not in "\n".join(rows_of(bench.app))
        await bench.press("pagedown")
        assert "again" in "\n".join(rows_of(bench.app))


async def test_a_key_that_waited_while_a_screen_was_drawn_is_not_meant_for_it(services: Services, clock: Clock) -> None:
    async with on_the_bench(services, clock, prescribed(services, sets=1, reps=1)) as bench:
        await bench.press("space")
        await bench.until_rest()
        clock.advance(2_000)
        late = Key("space", " ")
        late.time -= 1.9
        bench.app.post_message(late)
        await bench.pilot.pause()
        assert isinstance(bench.app.screen, RestScreen)
        await bench.press("space")
        assert isinstance(bench.app.screen, SummaryScreen)


async def burst(bench: Bench, *keys: str) -> None:
    """Have keys arrive in one piece, as from a clicker or a terminal that lagged: all before the first one acts."""
    for key in keys:
        bench.app.post_message(Key(key, key if len(key) == 1 else None))
    await bench.pilot.pause()
    await bench.pilot.pause()


async def test_of_a_burst_only_the_first_press_acts(services: Services, clock: Clock) -> None:
    async with on_the_bench(services, clock, prescribed(services, reps=1)) as bench:
        await bench.press("space")
        await bench.until(Phase.LOWER)
        clock.advance(1_000)
        await burst(bench, "q", "y")
        assert isinstance(bench.app.screen, LeaveScreen)


async def test_a_burst_of_enter_on_the_form_opens_the_coach_and_begins_nothing(
    services: Services, clock: Clock
) -> None:
    app = NegcoachApp(services)
    async with on_the_bench(services, clock, app=app) as bench:
        await bench.press(*"push", "enter")
        assert isinstance(app.screen, PrescriptionScreen)
        clock.advance(2_000)
        await burst(bench, *["enter"] * 5)
        await wait_for_workers(bench.pilot)
        assert isinstance(app.screen, CoachScreen)
        assert bench.phase is Phase.READY


@pytest.mark.parametrize(
    ("key", "phase"),
    [
        ("p", Phase.TAKE),
        ("tab", Phase.TAKE),
        ("ctrl+c", Phase.TAKE),
        ("escape", Phase.LIFT),
        ("x", Phase.LIFT),
        ("space", Phase.LOWER),
    ],
)
async def test_what_ends_or_pauses_a_set_acts_while_the_app_waits_for_what_was_typed(
    services: Services, clock: Clock, monkeypatch: pytest.MonkeyPatch, key: str, phase: Phase
) -> None:
    async with on_the_bench(services, clock) as bench:
        await bench.press("space")
        await bench.until(Phase.LOWER)
        await bench.at(1_000)
        monkeypatch.setattr(fresh_keys, "catch_up", lambda app: True)
        assert isinstance(bench.app, FreshKeysApp)
        bench.app.drop_what_was_typed()  # as after a SIGCONT that came to a program that was never stopped
        await bench.press(key)
        await bench.at(500)
        assert bench.phase is phase


async def test_two_presses_of_pause_that_were_typed_do_not_go_on(
    services: Services, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with on_the_bench(services, clock) as bench:
        await bench.press("space")
        await bench.until(Phase.LOWER)
        await bench.at(1_000)
        monkeypatch.setattr(fresh_keys, "catch_up", lambda app: True)
        assert isinstance(bench.app, FreshKeysApp)
        bench.app.drop_what_was_typed()
        await bench.press("p", "p")
        await bench.at(3_000)
        assert bench.phase in (Phase.TAKE, Phase.PAUSED)


async def open_anew(bench: Bench, screen: FreshKeys) -> None:
    """Let a screen be drawn as if it had just opened: what is pressed in the next moment was meant for another."""
    bench.clock.advance(2_000)
    screen.await_fresh_keys()
    await until_drawn(bench.app)


@pytest.fixture
def rung(monkeypatch: pytest.MonkeyPatch) -> list[FreshKeysApp]:
    """The apps that rang the terminal's bell, once for each time."""
    rung: list[FreshKeysApp] = []
    monkeypatch.setattr(FreshKeysApp, "bell", lambda app: rung.append(app))
    return rung


async def test_a_press_before_the_form_can_be_read_rings_once_and_starts_nothing(
    services: Services, clock: Clock, rung: list[FreshKeysApp]
) -> None:
    services.lifter.store_health_answers(HEALTHY, services.now())
    services.lifter.set_one_rm("bench-press", 100.0, services.now())
    async with on_the_bench(services, clock, app=NegcoachApp(services)) as bench:
        await bench.press("escape", "enter")
        form = bench.app.screen
        assert isinstance(form, PrescriptionScreen)
        await open_anew(bench, form)
        rung.clear()
        await arrive(bench, "enter", 100, *[30] * 19)
        assert bench.app.screen is form
        assert len(rung) == 1
        await bench.press("enter")
        assert bench.app.screen is not form
        assert len(rung) == 1


async def test_a_press_before_a_page_of_the_gate_can_be_read_rings(
    services: Services, clock: Clock, rung: list[FreshKeysApp]
) -> None:
    services.lifter.set_one_rm("bench-press", 100.0, services.now())
    async with on_the_bench(services, clock, app=NegcoachApp(services)) as bench:
        await bench.press("escape", "enter")
        asked = bench.app.screen
        assert isinstance(asked, ExperienceScreen)
        await open_anew(bench, asked)
        rung.clear()
        await arrive(bench, "escape", 100)
        assert bench.app.screen is asked
        assert len(rung) == 1


async def test_a_press_at_home_while_the_form_is_on_its_way_rings(
    services: Services, clock: Clock, rung: list[FreshKeysApp]
) -> None:
    services.lifter.store_health_answers(HEALTHY, services.now())
    services.lifter.set_one_rm("bench-press", 100.0, services.now())
    async with on_the_bench(services, clock, app=NegcoachApp(services)) as bench:
        await bench.press("escape")
        home = bench.app.screen
        assert isinstance(home, ExercisesScreen)
        rung.clear()
        for exercise in services.library[:2]:
            home.choose(exercise)
            clock.advance(2_000)
        await wait_for_workers(bench.pilot)
        assert isinstance(bench.app.screen, PrescriptionScreen)
        assert len(rung) == 1


async def test_a_press_too_early_in_a_rest_or_in_the_help_over_it_rings_not(
    services: Services, clock: Clock, rung: list[FreshKeysApp]
) -> None:
    start = CoachRequest(prescribed(services, "negative-push-up", reps=1), None)
    async with on_the_bench(services, clock, app=NegcoachApp(services, start)) as bench:
        await bench.press("space")
        await bench.until_rest()
        await arrive(bench, "8", 10)
        assert isinstance(bench.app.screen, RestScreen)
        assert not rung
        bench.clock.advance(2_000)
        await bench.press("question_mark")
        assert isinstance(bench.app.screen, HelpScreen)
        bench.app.screen.await_fresh_keys()
        await arrive(bench, "escape", 10)
        assert isinstance(bench.app.screen, HelpScreen)
        assert not rung
