"""The app: what may lie over a session, what was cut off, and how it ends."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import sqlite3
import threading
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import timedelta

import pytest
from textual.command import CommandPalette
from textual.pilot import Pilot
from textual.widgets import Static

from negcoach.app import NegcoachApp
from negcoach.coaching.sets_to_do import CoachRequest
from negcoach.coaching.start.resume import resumed_sets
from negcoach.formatting import long_day_text
from negcoach.screens.choosing.exercises import ExercisesScreen
from negcoach.screens.choosing.gate.readiness_screen import ReadinessScreen
from negcoach.screens.choosing.prescription import PrescriptionScreen
from negcoach.screens.choosing.unfinished import UnfinishedScreen
from negcoach.screens.coaching.coach import CoachScreen
from negcoach.screens.coaching.leave import LeaveScreen
from negcoach.screens.coaching.rest.rest import RestScreen
from negcoach.screens.coaching.summary import SummaryScreen
from negcoach.screens.history.sessions import HistoryScreen
from negcoach.screens.settings.settings import SettingsScreen
from negcoach.services import Services
from negcoach.store.database.backups import backup
from negcoach.store.editing.body import Body
from negcoach.store.prescribed_set import prescribed_set_of
from negcoach.training.exercise.prescription import Prescription
from negcoach.training.progress.soreness import Question
from negcoach.training.score.timeline import Phase
from negcoach.training.terms import Side, StopReason
from tests.coaching.session.test_running_session import lower
from tests.screens.coaching.stage import LOWER_MS, on_the_bench
from tests.screens.conftest import WAIT_S, rows_of, settle, started
from tests.screens.programmes.conftest import begun
from tests.services import HEALTHY, LEAD_IN_MS, Clock, prescribed
from tests.store.samples import a_session


@pytest.fixture
def bodyweight(services: Services) -> Prescription:
    """Two sets of two negative push-ups: an exercise without a gate."""
    return prescribed(services, "negative-push-up")


def straight_to(services: Services, prescription: Prescription) -> NegcoachApp:
    return NegcoachApp(services, CoachRequest(prescription, None))


@pytest.fixture
def cut_off(services: Services, clock: Clock) -> Callable[..., str]:
    """Return a function that keeps a session that nobody ended, with ``reps`` of its set done."""

    def keep(
        prescription: Prescription,
        *,
        number: int = 1,
        reps: int = 1,
        stop: StopReason | None = None,
        minutes_ago: float = 5,
    ) -> str:
        journal, at = services.journal, clock.now() - timedelta(minutes=minutes_ago)
        session = journal.begin_session(at)
        plan = prescribed_set_of(prescription, number, spotters=1, one_rm_kg=None)
        set_id = journal.begin_set(session, plan, at)
        side = Side.LEFT if prescription.exercise.unilateral else None
        for ordinal in range(1, reps + 1):
            journal.store_rep(
                set_id, ordinal=ordinal, number=ordinal, side=side, target_ms=5000, measured_ms=None, now=at
            )
        if stop is not None:
            journal.end_set(set_id, stop, at)
        return session

    return keep


def shown(app: NegcoachApp) -> str:
    """Return all text on the screen, in one line."""
    return " ".join(" ".join(rows_of(app)).split())


async def test_nothing_comes_over_a_set(services: Services, clock: Clock, bodyweight: Prescription) -> None:
    app = straight_to(services, bodyweight)
    async with on_the_bench(services, clock, app=app) as bench:
        await bench.press("space")
        await bench.at(LEAD_IN_MS + 1_000)
        await bench.press("h", "ctrl+s", "ctrl+p")
        assert isinstance(app.screen, CoachScreen)
        assert bench.phase is Phase.LOWER


async def test_before_a_set_the_history_opens(services: Services, clock: Clock, bodyweight: Prescription) -> None:
    app = straight_to(services, bodyweight)
    async with on_the_bench(services, clock, app=app) as bench:
        await bench.press("h")
        assert isinstance(app.screen, HistoryScreen)
        await bench.press("escape")
        await bench.press("ctrl+p")
        assert isinstance(app.screen, CommandPalette)


async def test_no_settings_open_over_a_session(services: Services, clock: Clock, bodyweight: Prescription) -> None:
    app = straight_to(services, bodyweight)
    async with on_the_bench(services, clock, app=app) as bench:
        await bench.press("ctrl+s")
        assert isinstance(app.screen, CoachScreen)
        assert "Settings" not in [command.title for command in app.get_system_commands(app.screen)]
        await bench.press("space")
        await bench.until_rest()
        await bench.press("ctrl+s")
        assert isinstance(app.screen, RestScreen)
        await bench.press("h", "ctrl+s")
        assert isinstance(app.screen, HistoryScreen)


async def test_elsewhere_settings_and_history_open_once(services: Services, clock: Clock) -> None:
    app = NegcoachApp(services)
    async with on_the_bench(services, clock, app=app) as bench:
        assert "Settings" in [command.title for command in app.get_system_commands(app.screen)]
        await bench.press("ctrl+s", "h", "ctrl+s")
        assert [type(screen) for screen in app.screen_stack] == [ExercisesScreen, SettingsScreen, HistoryScreen]


async def test_the_health_answers_can_be_changed_from_the_palette(services: Services, clock: Clock) -> None:
    services.lifter.store_health_answers(HEALTHY, services.now())
    app = NegcoachApp(services)
    async with on_the_bench(services, clock, app=app) as bench:
        (command,) = (one for one in app.get_system_commands(app.screen) if one.title == "Health")
        command.callback()
        await settle(bench.pilot)
        await bench.press("down", *"30", "enter")
        await bench.press("right", "enter")
        assert isinstance(app.screen, ExercisesScreen)
    assert services.lifter.health_answers() == replace(HEALTHY, lifting_months=30)


async def test_what_the_health_screen_is_told_reaches_home_at_once(services: Services, clock: Clock) -> None:
    services.lifter.store_health_answers(HEALTHY, services.now())
    begun(services, "bench-overload-8", days_ago=0, name="Bench negatives in eight weeks")
    app = NegcoachApp(services)
    async with on_the_bench(services, clock, app=app) as bench:

        async def answered(*keys: str) -> str:
            app.action_health()
            await settle(bench.pilot)
            await bench.press("down", "enter")
            await settle(bench.pilot)
            await bench.press(*keys)
            await settle(bench.pilot)
            assert isinstance(app.screen, ExercisesScreen)
            return str(app.screen.query_one("#programme", Static).render())

        first = str(app.screen.query_one("#programme", Static).render())
        refused = await answered("right", "right", "enter")
        assert services.lifter.health_answers() == replace(HEALTHY, clear=False)
        assert "not today" in refused
        assert "not today" not in first
        assert await answered("right", "enter") == first
        assert services.lifter.health_answers() == HEALTHY


async def test_the_health_screen_over_the_form_leaves_the_form_at_work(services: Services, clock: Clock) -> None:
    services.lifter.store_health_answers(HEALTHY, services.now())
    app = NegcoachApp(services)
    async with on_the_bench(services, clock, app=app) as bench:
        await bench.press(*"push", "enter")
        await settle(bench.pilot)
        assert isinstance(app.screen, PrescriptionScreen)
        app.action_health()
        await settle(bench.pilot)
        await bench.press("escape")
        assert isinstance(app.screen, PrescriptionScreen)
        await bench.press("enter")
        assert isinstance(app.screen, CoachScreen)


async def test_quitting_in_mid_set_asks_once(services: Services, clock: Clock, bodyweight: Prescription) -> None:
    app = straight_to(services, bodyweight)
    async with on_the_bench(services, clock, app=app) as bench:
        await bench.press("space")
        await bench.at(LEAD_IN_MS + 1_000)
        await bench.press("ctrl+q", "ctrl+q")
        assert [type(screen) for screen in app.screen_stack[-2:]] == [CoachScreen, LeaveScreen]
        assert bench.phase is Phase.TAKE


async def test_quitting_elsewhere_ends_the_app(services: Services, clock: Clock) -> None:
    app = NegcoachApp(services)
    async with on_the_bench(services, clock, app=app) as bench:
        await bench.press("ctrl+q")
    assert app.screen_stack == []


async def test_ctrl_c_outside_a_set_says_how_the_program_is_left(services: Services, clock: Clock) -> None:
    app = NegcoachApp(services)
    async with on_the_bench(services, clock, app=app) as bench:
        await bench.press("ctrl+c")
        (notice,) = app._notifications
        assert (notice.title, notice.message) == ("", "To leave negcoach, press Ctrl+Q.")
        assert isinstance(app.screen, ExercisesScreen)


async def test_ctrl_c_pressed_again_renews_the_notice(
    services: Services, clock: Clock, bodyweight: Prescription, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("textual.notifications.time", lambda: 0.0)  # no notice expires, however slow this goes
    app = straight_to(services, replace(bodyweight, reps=1))
    async with on_the_bench(services, clock, app=app) as bench:
        await bench.press("space")
        await bench.until_rest()
        app.notify("Another one.")
        app.notify("Another one.", severity="warning")
        await bench.press("ctrl+c")
        first = list(app._notifications)[-1]
        for _ in range(3):
            await bench.press("ctrl+c")
        notices = list(app._notifications)
        assert [notice.message for notice in notices] == [
            "Another one.",
            "Another one.",
            "To leave negcoach, press Ctrl+Q.",
        ]
        assert notices[-1].identity != first.identity, "it is shown for its whole time again"


async def test_ctrl_c_says_nothing_over_a_set(services: Services, clock: Clock, bodyweight: Prescription) -> None:
    app = straight_to(services, bodyweight)
    async with on_the_bench(services, clock, app=app) as bench:
        await bench.press("space")
        await bench.at(LEAD_IN_MS + 1_000)
        await bench.press("ctrl+c")
        app.action_help_quit()
        assert bench.phase is Phase.TAKE
        assert not list(app._notifications)


async def test_the_key_that_opens_the_settings_closes_them_too(services: Services, clock: Clock) -> None:
    app = NegcoachApp(services)
    async with on_the_bench(services, clock, app=app) as bench:
        await bench.press("ctrl+s")
        assert isinstance(app.screen, SettingsScreen)
        shown = [active.binding.description for active in app.screen.active_bindings.values() if active.binding.show]
        assert "settings" not in shown
        await bench.press("k")
        assert app.check_action("settings", ()) is False  # they are open below the keys
        await bench.press("escape", "ctrl+s")
        assert isinstance(app.screen, ExercisesScreen)
        assert app.check_action("settings", ()) is True


@pytest.mark.parametrize("key", ["ctrl+r", "f3"])
async def test_the_key_that_opens_the_history_closes_it_too(services: Services, clock: Clock, key: str) -> None:
    app = NegcoachApp(services)
    async with on_the_bench(services, clock, app=app) as bench:
        await bench.press(key)
        assert isinstance(app.screen, HistoryScreen)
        shown = [active.binding.description for active in app.screen.active_bindings.values() if active.binding.show]
        assert "history" not in shown
        await bench.press(key)
        assert isinstance(app.screen, ExercisesScreen)


async def test_a_whole_session_ends_at_the_exercises(
    services: Services, clock: Clock, bodyweight: Prescription
) -> None:
    app = straight_to(services, bodyweight)
    async with on_the_bench(services, clock, app=app) as bench:
        await bench.press("space")
        await bench.until_rest()
        await bench.press("space", "space")
        await bench.until_rest()
        assert "That was the last set" in "\n".join(rows_of(app))
        await bench.press("space")
        assert isinstance(app.screen, SummaryScreen)
        await bench.press("escape")
        assert isinstance(app.screen, ExercisesScreen)
        (record,) = bench.records()
        assert (record.ended_at is not None, [len(one.reps) for one in record.sets]) == (True, [2, 2])


async def test_a_session_cut_off_goes_on_with_the_reps_it_lacks(
    services: Services, clock: Clock, bodyweight: Prescription, cut_off: Callable[..., str]
) -> None:
    cut_off(bodyweight)
    app = NegcoachApp(services)
    async with on_the_bench(services, clock, app=app) as bench:
        assert isinstance(app.screen, UnfinishedScreen)
        await settle(bench.pilot)
        assert "1 set with 1 rep" in " ".join(rows_of(app))
        await bench.press("enter")
        assert isinstance(app.screen, CoachScreen)
        assert (bench.moment.target_reps, bench.face.card and bench.face.card.set_label) == (1, "set 1 of 2")
        await bench.press("space")
        await bench.until_rest()
        (record,) = bench.records()
        (begun,) = record.sets
        assert [(rep.number, rep.target_ms) for rep in begun.reps] == [(1, LOWER_MS), (2, LOWER_MS)]
        assert begun.stop_reason is StopReason.TARGET_REACHED
        await bench.press("space", "space")
        assert bench.moment.target_reps == bodyweight.reps  # only the set that was cut off is shorter


async def test_a_session_cut_off_after_pain_is_left_unless_its_own_key_goes_on(
    services: Services, clock: Clock, bodyweight: Prescription, cut_off: Callable[..., str]
) -> None:
    cut_off(bodyweight, stop=StopReason.PAIN)
    app = NegcoachApp(services)
    async with on_the_bench(services, clock, app=app) as bench:
        assert isinstance(app.screen, UnfinishedScreen)
        await settle(bench.pilot)
        assert "The last set ended in pain: stop here." in " ".join(rows_of(app))
        await bench.press("enter")
        assert isinstance(app.screen, SummaryScreen)
        assert services.journal.unfinished() is None
        await bench.press("escape")
        assert isinstance(app.screen, ExercisesScreen)
    cut_off(bodyweight, stop=StopReason.PAIN)
    app = NegcoachApp(services)
    async with on_the_bench(services, clock, app=app) as bench:
        assert isinstance(app.screen, UnfinishedScreen)
        await bench.press("g")
        assert not isinstance(app.screen, ExercisesScreen | UnfinishedScreen)


async def test_after_lost_tempo_a_session_that_was_cut_off_goes_on_with_the_lighter_set(
    services: Services, clock: Clock, bodyweight: Prescription, cut_off: Callable[..., str]
) -> None:
    cut_off(bodyweight, stop=StopReason.TEMPO_LOSS)
    app = NegcoachApp(services)
    async with on_the_bench(services, clock, app=app) as bench:
        assert isinstance(app.screen, UnfinishedScreen)
        await settle(bench.pilot)
        assert "The last set lost its tempo: 1 rep next." in shown(app)
        await bench.press("enter")
        while isinstance(app.screen, ReadinessScreen):
            await bench.press("enter")
        assert isinstance(app.screen, CoachScreen)
        await bench.press("space")
        await bench.until_rest()
        assert "1 of 1 rep" in shown(app)
        assert [one.prescribed.reps for one in bench.records()[0].sets] == [2, 1]


@pytest.mark.parametrize("slug", ["step-down", "negative-push-up"])
async def test_a_session_cut_off_with_nothing_left_of_its_exercise_says_what_was_saved(
    services: Services, clock: Clock, cut_off: Callable[..., str], slug: str
) -> None:
    one_sided = slug == "step-down"  # the set that was cut off is its last, and the reps of sides are not gone on with
    stop = None if one_sided else StopReason.TARGET_REACHED
    session_id = cut_off(prescribed(services, slug, sets=1, reps=2 if one_sided else 1), stop=stop)
    app = NegcoachApp(services)
    async with on_the_bench(services, clock, app=app) as bench:
        await until_told(app, bench.pilot)
        (notice,) = app._notifications
        assert notice.title == "Your last session was interrupted"
        assert "Every rep is saved. Saturday 25 July, 14:16: " in notice.message
        assert "1 set with 1 rep. The session goes on: choose an exercise, or finish it." in notice.message
        assert isinstance(app.screen, ExercisesScreen)
    unfinished = services.journal.unfinished()
    assert unfinished is not None
    assert unfinished.session_id == session_id


@pytest.mark.parametrize("size", [(80, 24), (40, 12)])
async def test_after_a_second_lost_set_a_session_that_was_cut_off_is_left_as_it_is(
    services: Services, clock: Clock, bodyweight: Prescription, cut_off: Callable[..., str], size: tuple[int, int]
) -> None:
    three = replace(bodyweight, sets=3)
    session_id = cut_off(three, stop=StopReason.TEMPO_LOSS)
    journal, now = services.journal, services.now()
    set_id = journal.begin_set(session_id, prescribed_set_of(three, 2, spotters=0, one_rm_kg=None), now)
    journal.store_rep(set_id, ordinal=1, number=1, side=None, target_ms=5000, measured_ms=2000, now=now)
    journal.end_set(set_id, StopReason.TEMPO_LOSS, now)
    app = NegcoachApp(services)
    async with on_the_bench(services, clock, app=app, size=size) as bench:
        assert isinstance(app.screen, UnfinishedScreen)
        await settle(bench.pilot)
        assert re.search(r"enough[ │]+for today\.", shown(app))
        assert "g go on anyway" in shown(app)
        await bench.press("space")
        assert isinstance(app.screen, SummaryScreen)
        assert services.journal.unfinished() is None


@pytest.mark.parametrize(("stop", "keys"), [(None, "n another exercise"), (StopReason.PAIN, "g go on: no pain now")])
async def test_the_answers_for_a_session_cut_off_are_seen_in_a_small_terminal(
    services: Services, bodyweight: Prescription, cut_off: Callable[..., str], stop: StopReason | None, keys: str
) -> None:
    cut_off(bodyweight, stop=stop)
    app = NegcoachApp(services)
    async with app.run_test(size=(40, 12)) as pilot:
        await started(pilot)
        assert isinstance(app.screen, UnfinishedScreen)
        assert keys in "\n".join(rows_of(app))


async def test_beside_another_negcoach_its_session_is_left_alone(
    services: Services, clock: Clock, bodyweight: Prescription, cut_off: Callable[..., str]
) -> None:
    session_id = cut_off(bodyweight)
    services.alone = False
    app = NegcoachApp(services)
    async with on_the_bench(services, clock, app=app):
        assert isinstance(app.screen, ExercisesScreen)
    unfinished = services.journal.unfinished()
    assert unfinished is not None
    assert unfinished.session_id == session_id


@pytest.mark.parametrize("keys", [["n"], ["escape"], ["enter", "q"]])
async def test_the_exercise_of_a_session_cut_off_can_be_left_and_the_session_goes_on(
    services: Services, clock: Clock, bodyweight: Prescription, cut_off: Callable[..., str], keys: list[str]
) -> None:
    session_id = cut_off(bodyweight)
    app = NegcoachApp(services)
    async with on_the_bench(services, clock, app=app) as bench:
        await bench.press(*keys)
        await settle(bench.pilot)
        assert isinstance(app.screen, ExercisesScreen)
        assert "SESSION 5 min · 1 set · Negative push-up" in shown(app)
        unfinished = services.journal.unfinished()
        assert unfinished is not None
        assert unfinished.session_id == session_id
        await bench.press("f4")
        assert isinstance(app.screen, SummaryScreen)
        await bench.press("7", "escape")
        await settle(bench.pilot)
        assert "SESSION" not in shown(app)
        (record,) = bench.records()
        assert record.ended_at is not None
        assert clock.wall - record.ended_at < timedelta(seconds=5)
        assert record.rpe == 7


async def test_a_session_cut_off_that_is_over_is_left_unless_its_own_key_does_the_rest_today(
    services: Services, clock: Clock, bodyweight: Prescription, cut_off: Callable[..., str]
) -> None:
    cut_off(bodyweight, minutes_ago=39 * 60)
    began = services.now() - timedelta(hours=39)
    app = NegcoachApp(services)
    async with on_the_bench(services, clock, app=app) as bench:
        assert isinstance(app.screen, UnfinishedScreen)
        await settle(bench.pilot)
        assert "what you do now counts as today's." in shown(app)
        await bench.press("enter")
        assert isinstance(app.screen, SummaryScreen)
        await settle(bench.pilot)
        assert f"SESSION OF {long_day_text(began, year=False).upper()}" in shown(app)
        await bench.press("7", "escape")
        assert isinstance(app.screen, ExercisesScreen)
        (record,) = bench.records()
        assert (record.started_at, record.ended_at, record.rpe) == (began, began, 7)
    cut_off(bodyweight, minutes_ago=39 * 60)
    app = NegcoachApp(services)
    async with on_the_bench(services, clock, app=app) as bench:
        Body(services.database).answer({Question(one): 0 for one in bodyweight.exercise.muscles}, services.now())
        await bench.press("g")
        assert isinstance(app.screen, SummaryScreen)  # the old session's effort, before anything of today
        await bench.press("escape")
        if isinstance(app.screen, ReadinessScreen):  # 42 h is usual
            await bench.press("enter")
        assert bench.moment.target_reps == bodyweight.reps
        await bench.press("space")
        await bench.until_rest()
        today, *others = bench.records()
        assert today.started_at > services.now() - timedelta(minutes=10)
        assert [(one.prescribed.set_number, len(one.reps)) for one in today.sets] == [(1, 2)]
        assert all(other.started_at == other.ended_at for other in others)


async def test_a_session_without_its_exercise_goes_on_with_another(
    services: Services, clock: Clock, bodyweight: Prescription, cut_off: Callable[..., str]
) -> None:
    cut_off(bodyweight)
    services.library = tuple(one for one in services.library if one.slug != "negative-push-up")
    app = NegcoachApp(services)
    async with on_the_bench(services, clock, app=app) as bench:
        await settle(bench.pilot)
        assert isinstance(app.screen, ExercisesScreen)
        assert "1 set · Negative push-up" in shown(app)
        assert len(bench.stored()) == 1


def test_after_a_whole_set_the_next_one_goes_on(
    services: Services, bodyweight: Prescription, cut_off: Callable[..., str]
) -> None:
    cut_off(bodyweight, reps=2)
    unfinished = services.journal.unfinished()
    assert unfinished is not None
    plan = resumed_sets(unfinished, services)
    assert plan is not None
    assert (plan.first_set, plan.prescription.reps) == (2, 2)


def test_after_the_last_set_nothing_goes_on(
    services: Services, bodyweight: Prescription, cut_off: Callable[..., str]
) -> None:
    cut_off(bodyweight, number=2, reps=2, stop=StopReason.TARGET_REACHED)
    unfinished = services.journal.unfinished()
    assert unfinished is not None
    assert resumed_sets(unfinished, services) is None


def test_a_set_that_is_cut_off_twice_still_goes_on_with_its_missing_reps(
    services: Services, bodyweight: Prescription, cut_off: Callable[..., str]
) -> None:
    services.journal.resume_session(cut_off(bodyweight, reps=1), services.now())
    unfinished = services.journal.unfinished()
    assert unfinished is not None
    plan = resumed_sets(unfinished, services)
    assert plan is not None
    assert plan.first_set == 1
    assert plan.set_prescription(1).reps == 1


def test_a_set_that_was_stopped_is_not_made_whole(
    services: Services, bodyweight: Prescription, cut_off: Callable[..., str]
) -> None:
    cut_off(bodyweight, reps=1, stop=StopReason.PAIN)
    unfinished = services.journal.unfinished()
    assert unfinished is not None
    plan = resumed_sets(unfinished, services)
    assert plan is not None
    assert (plan.first_set, plan.prescription.reps) == (2, 2)


@pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="signals of a terminal")
@pytest.mark.parametrize("number", ["SIGINT", "SIGTERM", "SIGHUP"])
async def test_a_signal_ends_the_app_with_its_status(services: Services, clock: Clock, number: str) -> None:
    app = NegcoachApp(services)
    async with on_the_bench(services, clock, app=app) as bench:
        os.kill(os.getpid(), signal.Signals[number])
        await turn(10)
        await bench.pilot.pause()
    assert app.return_code == 128 + signal.Signals[number]


@pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="signals of a terminal")
@pytest.mark.parametrize("turns", range(10))
@pytest.mark.parametrize(("view", "number"), [("SESSIONS", "SIGHUP"), ("EXERCISE", "SIGINT")])
async def test_a_signal_while_a_screen_is_laid_out_ends_the_app_without_an_error(
    services: Services, view: str, number: str, turns: int
) -> None:
    app = NegcoachApp(services)
    async with app.run_test() as pilot:
        await started(pilot)
        app.action_history(view)
        await turn(turns)
        os.kill(os.getpid(), signal.Signals[number])
        while app.return_code is None:
            await turn(1)
    assert app.return_code == 128 + signal.Signals[number]


@pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="signals of a terminal")
@pytest.mark.parametrize("turns", range(0, 60, 2))  # the tour is offered last
async def test_a_signal_while_the_program_starts_ends_it_without_an_error(services: Services, turns: int) -> None:
    app = NegcoachApp(services)
    running = asyncio.create_task(app.run_async(headless=True))
    while signal.getsignal(signal.SIGHUP) is signal.SIG_DFL:  # from here on the app catches it
        await turn(1)
    await turn(turns)
    os.kill(os.getpid(), signal.SIGHUP)
    await running
    assert app.return_code == 129


async def until_told(app: NegcoachApp, pilot: Pilot[None]) -> None:
    """Wait until the app has shown a notice."""
    async with asyncio.timeout(WAIT_S):
        while not app._notifications:
            await pilot.pause()


async def turn(times: int) -> None:
    """Let the loop go round so often."""
    for _ in range(times):
        await asyncio.sleep(0)


async def test_a_value_that_something_else_changed_is_said_after_the_start(services: Services) -> None:
    a_session(services.journal)
    path = services.database.path
    backup(path.parent, now=services.now())  # else the one that is due says it
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE sets SET load_kg = load_kg + 1")
    app = NegcoachApp(services)
    async with app.run_test() as pilot:
        await started(pilot)
        await until_told(app, pilot)
        assert [one.message for one in app._notifications] == [
            "The set of Bench press on 2026-11-22 is not as negcoach wrote it. negcoach doctor says what to do."
        ]


@pytest.mark.parametrize(
    "fails",
    [
        "negcoach.store.restore.checkup.fault_while_open",
        "negcoach.store.database.backups.backup_if_due",
        "negcoach.config.files.copies.keep_copies",
    ],
)
async def test_whatever_goes_wrong_beside_the_sessions_is_one_line_and_ends_nothing(
    services: Services, monkeypatch: pytest.MonkeyPatch, fails: str
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise KeyError("title")

    monkeypatch.setattr(fails, fail)
    a_session(services.journal)
    app = NegcoachApp(services)
    async with app.run_test() as pilot:
        await started(pilot)
        await until_told(app, pilot)
        (told,) = app._notifications
        assert told.message.startswith("Something went wrong that should not have (KeyError: 'title').")
        assert app.is_running and app.return_code is None
    assert "KeyError: 'title'" in (services.database.path.parent / "errors.log").read_text()


def test_the_program_ends_while_a_thread_works_on(services: Services) -> None:
    goes_on, works = threading.Event(), threading.Event()

    def work() -> None:
        works.set()
        goes_on.wait(60)
        works.clear()

    class Left(NegcoachApp):
        """An app that is left at once, with a thread and a task at work."""

        async def run_async(self, **_: object) -> None:
            asyncio.get_running_loop().run_in_executor(None, work)
            self.left_task = asyncio.create_task(asyncio.sleep(60))
            await asyncio.sleep(0)

    app = Left(services)
    app.run_until_left()
    assert works.is_set()  # the thread was not waited for
    goes_on.set()
    assert app.left_task.cancelled()
    assert services.database.is_closing


def test_a_thread_is_told_to_stop_and_has_time_to_tidy_up(services: Services) -> None:
    tidied = threading.Event()

    def work() -> None:
        while not services.database.is_closing:
            time.sleep(0.001)
        tidied.set()

    class Left(NegcoachApp):
        """An app that is left while a thread checks the database, say."""

        async def run_async(self, **_: object) -> None:
            asyncio.get_running_loop().run_in_executor(None, work)

    Left(services).run_until_left()
    assert tidied.is_set()


async def test_what_could_not_be_stored_at_the_end_of_a_session_is_stored_on_the_home_screen_and_said(
    services: Services, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services.database, "_write_busy_ms", 1)
    app = NegcoachApp(services)
    async with app.run_test() as pilot:
        await started(pilot)
        home = app.screen
        assert isinstance(home, ExercisesScreen)
        with closing(sqlite3.connect(services.database.path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            lower(app._session, clock)
            app._session.end()
            home.ask_for_session()
            async with asyncio.timeout(WAIT_S):
                while app._catching_up is None:
                    await pilot.pause()
            assert app._session.trouble
            other.rollback()
        clock.advance(1_000)
        await until_told(app, pilot)
        assert [one.message for one in app._notifications] == ["Everything is saved again."]
        assert (app._session.trouble, app._catching_up) == ("", None)
    with services.database.read() as connection:
        assert connection.execute("SELECT count(*) FROM reps").fetchone()[0] == 2


async def test_a_home_screen_that_is_complete_only_after_the_app_was_left_begins_nothing(services: Services) -> None:
    app = NegcoachApp(services)
    async with app.run_test() as pilot:
        await started(pilot)
    assert app.screen_stack == []
    app.on_exercises_screen_ready()
    assert app.screen_stack == []
