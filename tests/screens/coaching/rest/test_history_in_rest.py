"""What the history changes during a rest holds in the rest, in the summary and for the sets to come."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from negcoach.app import NegcoachApp
from negcoach.coaching.advice.recent_training import read_recent_training
from negcoach.coaching.sets_to_do import CoachRequest
from negcoach.screens.choosing.gate.readiness_screen import ReadinessScreen
from negcoach.screens.coaching.rest import base
from negcoach.screens.coaching.rest.rest import RestScreen
from negcoach.screens.coaching.summary import SummaryScreen
from negcoach.screens.history.session.screen import SessionScreen
from negcoach.screens.history.sessions import HistoryScreen
from negcoach.services import Services
from negcoach.store.editing.body import Body
from negcoach.store.editing.editor import Editor
from negcoach.training.progress.soreness import Question
from negcoach.training.terms import StopReason
from tests.screens.coaching.stage import Bench, on_the_bench
from tests.screens.conftest import rows_of, settle
from tests.services import Clock, prescribed


def shown(bench: Bench) -> str:
    return " ".join(" ".join(rows_of(bench.app)).replace("│", " ").split())


@asynccontextmanager
async def resting(services: Services, clock: Clock) -> AsyncIterator[Bench]:
    """The whole app in the rest after a set of two push-ups."""
    app = NegcoachApp(services, CoachRequest(prescribed(services, "negative-push-up", sets=3, reps=2), None))
    async with on_the_bench(services, clock, app=app) as bench:
        await bench.press("space")
        await bench.until_rest()
        yield bench


@asynccontextmanager
async def history(bench: Bench) -> AsyncIterator[Editor]:
    """The history over the rest, and what edits there."""
    await bench.press("h")
    assert isinstance(bench.app.screen, HistoryScreen)
    yield Editor(bench.services.database)
    await bench.press("escape")
    assert isinstance(bench.app.screen, RestScreen)
    await settle(bench.pilot)


async def test_soreness_that_is_rated_in_a_rest_asks_the_gate_before_the_next_set(
    services: Services, clock: Clock
) -> None:
    async with resting(services, clock) as bench:
        async with history(bench):
            Body(services.database).answer({Question("chest"): 6}, services.now())
        await bench.press("space", "space")
        assert isinstance(bench.app.screen, ReadinessScreen) and "not today" in shown(bench)
        await bench.press("escape")
        await bench.press("space", "space")
        assert isinstance(bench.app.screen, ReadinessScreen)  # going back does not pass it
        await bench.press(*"anyway", "enter")
        assert isinstance(bench.app.screen, RestScreen) and len(set_ids(bench)) == 1


def set_ids(bench: Bench) -> list[str]:
    (record,) = bench.records()
    return [one.id for one in record.sets]


async def test_a_rep_deleted_in_a_rest_counts_neither_there_nor_in_the_summary(
    services: Services, clock: Clock
) -> None:
    async with resting(services, clock) as bench:
        assert "2 of 2 reps" in shown(bench)
        async with history(bench) as editor:
            editor.delete_rep(set_ids(bench)[0], 2, services.now())
        assert "1 of 2 reps" in shown(bench)
        await bench.press("q", "y")
        assert isinstance(bench.app.screen, SummaryScreen)
        await settle(bench.pilot)
        assert "1 set · 1 rep " in shown(bench)


async def test_a_rep_of_an_earlier_set_that_is_deleted_is_missing_in_the_summary(
    services: Services, clock: Clock
) -> None:
    async with resting(services, clock) as bench:
        await bench.press("space", "space")
        await bench.until_rest()
        async with history(bench) as editor:
            editor.delete_rep(set_ids(bench)[0], 1, services.now())
        await bench.press("q", "y")
        await settle(bench.pilot)
        assert "2 sets · 3 reps " in shown(bench)


async def test_a_tempo_that_was_lost_by_a_wrong_time_is_not_lost_once_that_is_corrected(
    services: Services, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(base, "REFRESH_S", 3_600)  # what comes next is said with the set, not a moment later

    def stops(bench: Bench) -> list[StopReason | None]:
        return [one.stop_reason for record in bench.records() for one in record.sets]

    async with resting(services, clock) as bench:
        async with history(bench) as editor:
            editor.change_rep(set_ids(bench)[0], 2, 500, services.now())
        assert stops(bench) == [StopReason.TEMPO_LOSS] and "Tempo lost" in shown(bench)
        await bench.press("p", "p")  # in pain, and not: what follows from the reps is there again
        assert stops(bench) == [StopReason.TEMPO_LOSS]
        async with history(bench) as editor:
            editor.change_rep(set_ids(bench)[0], 2, 4_900, services.now())
        assert stops(bench) == [StopReason.TARGET_REACHED] and "Tempo lost" not in shown(bench)


async def test_the_rep_that_is_taken_back_is_the_last_that_was_not_deleted(services: Services, clock: Clock) -> None:
    async with resting(services, clock) as bench:
        async with history(bench) as editor:
            editor.delete_rep(set_ids(bench)[0], 2, services.now())
        await bench.press("left")
        assert "0 of 2 reps" in shown(bench)
        assert bench.stored() == []


async def test_a_corrected_load_and_effort_are_those_of_the_summary(services: Services, clock: Clock) -> None:
    async with resting(services, clock) as bench:
        async with history(bench) as editor:
            editor.change_set(set_ids(bench)[0], services.now(), load_kg=5.0, rpe=9)
        await bench.press("q", "y")
        await settle(bench.pilot)
        assert "bodyweight + 5 kg" in shown(bench)
        assert "effort 9" in shown(bench)


async def test_a_set_deleted_in_a_rest_is_not_in_the_summary(services: Services, clock: Clock) -> None:
    async with resting(services, clock) as bench:
        await bench.press("space", "space")
        await bench.until_rest()
        async with history(bench) as editor:
            editor.delete_set(set_ids(bench)[0], services.now())
        await bench.press("q", "y")
        await settle(bench.pilot)
        assert "1 set · 2 reps " in shown(bench)


@pytest.mark.parametrize("key", ["g", "n"])
async def test_pain_holds_for_the_day_although_its_set_was_deleted(services: Services, clock: Clock, key: str) -> None:
    async with resting(services, clock) as bench:
        await bench.press("x")
        async with history(bench) as editor:
            editor.delete_set(set_ids(bench)[0], services.now())
        assert "It hurts: no more of this exercise today." in shown(bench)
        await bench.press(key)
        if key == "n":  # by way of the list
            await bench.press(*"negative push", "enter")
            await settle(bench.pilot)
            assert "It hurt today" in shown(bench)
        else:
            assert isinstance(bench.app.screen, ReadinessScreen)
            assert "It hurt today: no more of this exercise today." in shown(bench)


async def test_pain_in_a_deleted_set_no_longer_counts_the_next_day(services: Services, clock: Clock) -> None:
    async with resting(services, clock) as bench:
        await bench.press("x")
        async with history(bench) as editor:
            editor.delete_set(set_ids(bench)[0], services.now())
        push_up = services.exercise("negative-push-up")
        assert push_up is not None
        (hurt,) = read_recent_training(services, push_up).facts.sessions
        assert [past.pain for past in hurt.sets] == [True]
        clock.advance(24 * 3_600_000)
        assert read_recent_training(services, push_up).facts.sessions == ()


async def test_pain_taken_back_takes_it_off_the_deleted_set_too(services: Services, clock: Clock) -> None:
    async with resting(services, clock) as bench:
        await bench.press("x")
        async with history(bench) as editor:
            editor.delete_set(set_ids(bench)[0], services.now())
        await bench.press("x")
        assert "It hurts" not in shown(bench)
        assert services.lifter.deleted_painful_sets("negative-push-up", services.now().replace(hour=0)) == []


async def test_pain_said_after_the_set_was_deleted_brings_it_back(services: Services, clock: Clock) -> None:
    async with resting(services, clock) as bench:
        async with history(bench) as editor:
            editor.delete_set(set_ids(bench)[0], services.now())
        assert "0 of 2 reps" in shown(bench)
        await bench.press("x")
        assert "2 of 2 reps" in shown(bench)
        (record,) = bench.records()
        assert [one.stop_reason for one in record.sets] == [StopReason.PAIN]


async def test_the_session_under_way_is_not_deleted_in_its_rest(services: Services, clock: Clock) -> None:
    async with resting(services, clock) as bench:
        await bench.press("h", "d")
        await settle(bench.pilot)
        refused = [one.message for one in bench.app._notifications]
        assert refused == ["This session is under way. Finish it first, then delete it."]
        bench.app.clear_notifications()
        await bench.press("enter", "home", "d")
        await settle(bench.pilot)
        assert isinstance(bench.app.screen, SessionScreen)
        assert [one.message for one in bench.app._notifications] == refused
        assert len(bench.records()) == 1


async def test_a_session_deleted_on_the_way_to_its_next_set_stays_deleted_and_the_set_begins_another(
    services: Services, clock: Clock
) -> None:
    async with resting(services, clock) as bench:
        async with history(bench) as editor:
            (record,) = bench.records()
            editor.delete_session(record.id, services.now())
        await bench.press("space", "space")
        await bench.until_rest()
        (after,) = bench.records()
        assert after.id != record.id
        assert [len(one.reps) for one in after.sets] == [2]
        await bench.press("q", "y")
        await settle(bench.pilot)
        assert "1 set · 2 reps " in shown(bench)
