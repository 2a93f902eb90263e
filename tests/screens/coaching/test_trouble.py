"""A store that cannot be written for a while: every screen of a session says so, and nothing is lost."""

from __future__ import annotations

import pytest

from negcoach.coaching.session.session_recorder import DISK_IS_SLOW
from negcoach.errors import NegcoachError
from negcoach.presses.lost import gone_text
from negcoach.screens.coaching.base import KEYS_ELSEWHERE
from negcoach.screens.coaching.leave import LeaveScreen
from negcoach.screens.coaching.rest.rest import RestScreen
from negcoach.screens.coaching.summary import SummaryScreen
from negcoach.services import Services
from negcoach.store.database import database
from negcoach.store.journal import Journal
from negcoach.training.score.timeline import Phase
from negcoach.training.terms import StopReason
from tests.screens.coaching.keys.test_presses import Device
from tests.screens.coaching.stage import LOWER_MS, Bench, on_the_bench
from tests.screens.conftest import rows_of, settle
from tests.services import LEAD_IN_MS, Clock, prescribed, without_answer

TROUBLE = "The disk is full."


class FullDisk(Journal):
    """A journal on a disk that is full until it is not."""

    full = False

    def _must_fit(self) -> None:
        if self.full:
            raise NegcoachError(TROUBLE)

    def begin_session(self, *args: object) -> str:
        self._must_fit()
        return super().begin_session(*args)  # type: ignore[arg-type]

    def begin_set(self, *args: object) -> str:
        self._must_fit()
        return super().begin_set(*args)  # type: ignore[arg-type]

    def store_rep(self, *args: object, **more: object) -> None:
        self._must_fit()
        super().store_rep(*args, **more)  # type: ignore[arg-type]

    def take_back(self, *args: object) -> None:
        self._must_fit()
        super().take_back(*args)  # type: ignore[arg-type]

    def end_set(self, *args: object) -> None:
        self._must_fit()
        super().end_set(*args)  # type: ignore[arg-type]

    def rate_set(self, *args: object) -> None:
        self._must_fit()
        super().rate_set(*args)  # type: ignore[arg-type]

    def end_session(self, *args: object, **named: object) -> None:
        self._must_fit()
        super().end_session(*args, **named)  # type: ignore[arg-type]

    def annotate_session(self, *args: object) -> None:
        self._must_fit()
        super().annotate_session(*args)  # type: ignore[arg-type]


@pytest.fixture
def journal(services: Services) -> FullDisk:
    services.journal = journal = FullDisk(services.database)
    return journal


def told(bench: Bench) -> int:
    """Return how many rows of the screen say what is wrong."""
    return sum(TROUBLE in row for row in rows_of(bench.app))


async def a_second(bench: Bench) -> None:
    """Let a second pass, and show what there is then."""
    await bench.at(1_000)
    await settle(bench.pilot)


async def summary(bench: Bench) -> None:
    """Do the only set, and go to the summary."""
    await bench.press("space")
    await bench.until_rest()
    await bench.press("space")
    assert isinstance(bench.app.screen, SummaryScreen)
    await settle(bench.pilot)


async def test_a_store_that_cannot_be_written_is_one_line_and_loses_nothing(
    services: Services, clock: Clock, journal: FullDisk
) -> None:
    async with on_the_bench(services, clock, prescribed(services, "negative-push-up")) as bench:
        journal.full = True
        await bench.press("space")
        await bench.at(LEAD_IN_MS + LOWER_MS + 1_000)
        assert bench.face.labels.notice == "The disk is full."
        await bench.until_rest()
        await bench.press("7")
        assert sum("The disk is full." in row for row in rows_of(bench.app)) == 1
        assert bench.stored() == []
        await bench.press("space", "space")
        await bench.until(Phase.LOWER)
        assert bench.face.labels.notice == "The disk is full."
        journal.full = False
        await bench.until_rest()
        assert bench.stored() == [(1, 1, None), (1, 2, None), (2, 1, None), (2, 2, None)]
        first, second = bench.records()[0].sets
        assert first.rpe == 7
        assert first.stop_reason is second.stop_reason is StopReason.TARGET_REACHED
        completed = first.reps[0].completed_at
        assert (second.reps[0].completed_at - completed).total_seconds() > 15


async def test_a_disk_that_does_not_answer_is_one_line_and_keys_act_meanwhile(
    services: Services, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    services.patience_s = 0
    monkeypatch.setattr(database, "STALLED_S", 0.0)
    async with on_the_bench(services, clock, prescribed(services, reps=5)) as bench:
        await bench.press("space")
        await bench.until(Phase.LOWER)
        with without_answer(services.database):
            await bench.at(LOWER_MS)
            assert (bench.phase, bench.moment.reps, bench.face.labels.notice) == (Phase.LIFT, (), "")
            await bench.at(1_000)
            assert (len(bench.moment.reps), bench.face.labels.notice) == (1, DISK_IS_SLOW)
            await bench.until(Phase.LOWER)
            await bench.at(2_000)
            await bench.press("escape")
            await bench.at(100)
            assert (bench.phase, bench.moment.segment.rescue) == (Phase.LIFT, True)
            assert bench.face.labels.notice == DISK_IS_SLOW
            await bench.until_rest()
            assert sum(DISK_IS_SLOW in row for row in rows_of(bench.app)) == 1
            await bench.press("7")
        bench.coach._recorder.finish()
        await a_second(bench)
        assert not any(DISK_IS_SLOW in row for row in rows_of(bench.app))
        (record,) = bench.records()
        assert (record.sets[0].stop_reason, record.sets[0].rpe) == (StopReason.LIFTERS_CALL, 7)
        assert bench.stored() == [(1, 1, None)]


@pytest.mark.parametrize("at", ["set", "rest"])
async def test_the_question_whether_to_leave_says_it_too(
    services: Services, clock: Clock, journal: FullDisk, at: str
) -> None:
    async with on_the_bench(services, clock, prescribed(services, reps=2)) as bench:
        journal.full = True
        await bench.press("space")
        await bench.at(LEAD_IN_MS + LOWER_MS + 1_000)
        if at == "rest":
            await bench.until_rest()
        await bench.press("q")
        assert isinstance(bench.app.screen, LeaveScreen)
        await settle(bench.pilot)
        dialog = bench.app.screen.query_one(".dialog").region
        rows = [row[dialog.x : dialog.right] for row in rows_of(bench.app)[dialog.y : dialog.bottom]]
        text = " ".join(" ".join(rows).replace("│", " ").split())
        assert "Not every rep is saved yet. The disk is full." in text
        assert "Every rep so far is saved" not in text


async def test_a_full_disk_does_not_hold_the_lifter_in_the_summary(
    services: Services, clock: Clock, journal: FullDisk
) -> None:
    async with on_the_bench(services, clock, prescribed(services, sets=1, reps=1)) as bench:
        await bench.press("space")
        await bench.until_rest()
        journal.full = True
        await bench.press("space", "6", "escape")
        assert isinstance(bench.app.screen, SummaryScreen)
        assert [told.message for told in bench.app._notifications][-1].startswith("The disk is full. Press again")
        await bench.press("escape")
        assert bench.app.stage.results == [None]


async def test_the_rest_says_it_until_the_effort_is_written(
    services: Services, clock: Clock, journal: FullDisk
) -> None:
    async with on_the_bench(services, clock, prescribed(services, reps=1)) as bench:
        await bench.press("space")
        await bench.until_rest()
        assert told(bench) == 0
        journal.full = True
        await bench.press("7")
        await a_second(bench)
        assert isinstance(bench.app.screen, RestScreen)
        assert told(bench) == 1
        journal.full = False
        await a_second(bench)
        assert told(bench) == 0
        assert bench.records()[0].sets[0].rpe == 7


async def test_the_summary_says_it_until_the_session_is_written(
    services: Services, clock: Clock, journal: FullDisk
) -> None:
    async with on_the_bench(services, clock, prescribed(services, sets=1, reps=1)) as bench:
        journal.full = True
        await summary(bench)
        assert told(bench) == 1
        assert bench.records() == []
        await bench.press("6", "enter", *"ache")
        journal.full = False
        await a_second(bench)
        assert told(bench) == 0
        await bench.press("enter")
        assert bench.app.stage.results == [None]
        (record,) = bench.records()
        assert (len(record.sets[0].reps), record.rpe, record.note) == (1, 6, "ache")
        assert record.ended_at is not None


async def test_the_next_set_says_it_while_it_waits_for_its_first_key(
    services: Services, clock: Clock, journal: FullDisk
) -> None:
    async with on_the_bench(services, clock) as bench:
        await bench.press("space")
        await bench.at(LEAD_IN_MS + LOWER_MS + 1_000)
        journal.full = True
        await bench.press("left", "escape")
        await bench.until_no_rep()
        await bench.press("enter")
        assert bench.face.labels.notice == TROUBLE
        journal.full = False
        await a_second(bench)
        assert (bench.phase, bench.face.labels.notice) == (Phase.READY, "")
        assert bench.stored() == []


async def test_a_coach_that_closes_without_a_summary_says_it_once_more(
    services: Services, clock: Clock, journal: FullDisk
) -> None:
    async with on_the_bench(services, clock) as bench:
        await bench.press("space")
        await bench.at(LEAD_IN_MS + LOWER_MS + 1_000)
        journal.full = True
        await bench.press("left", "q", "y")
        await bench.at(8_000)
        assert bench.app.stage.results == [None]
        assert [notification.message for notification in bench.app._notifications] == [TROUBLE]


async def test_what_is_pending_is_tried_a_last_time_when_the_program_ends(
    services: Services, clock: Clock, journal: FullDisk
) -> None:
    async with on_the_bench(services, clock) as bench:
        journal.full = True
        await bench.press("space")
        await bench.at(LEAD_IN_MS + LOWER_MS + 1_000)
        assert bench.records() == []
        journal.full = False
    assert bench.stored() == [(1, 1, None)]


async def test_no_lasting_notice_of_a_set_hides_another(services: Services, clock: Clock, journal: FullDisk) -> None:
    device = Device()
    services.presses.add(device)
    journal.full = True
    async with on_the_bench(services, clock) as bench:
        await bench.press("space")
        await bench.until(Phase.LIFT)
        device.is_ready = bench.app.app_focus = False
        shown = set()
        for _ in range(10):
            await bench.at(1_000)
            shown.add(bench.face.labels.notice)
        assert shown == {KEYS_ELSEWHERE, gone_text(["MIDI device"]), TROUBLE}
