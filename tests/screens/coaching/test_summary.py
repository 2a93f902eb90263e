"""The summary: what was typed is stored however it is left."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from textual.events import Paste
from textual.pilot import Pilot
from textual.widgets import Input, Static

from negcoach.screens.coaching.summary import SummaryScreen
from negcoach.services import Services
from negcoach.store.editing.editor import Editor
from negcoach.widgets.coach.giant_word import GiantWord
from tests.screens.coaching.stage import NAMES, WITH_TINY, Bench, coach_app, on_the_bench, three_reps
from tests.screens.conftest import rows_of, settle, text_of
from tests.services import Clock, prescribed


@pytest.fixture(autouse=True)
def in_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pictures are the same whatever the terminal that the tests run in."""
    monkeypatch.delenv("NO_COLOR", raising=False)


async def summarised(bench: Bench) -> None:
    await bench.press("space")
    await bench.until_rest()
    await bench.press("8", "space")
    assert isinstance(bench.app.screen, SummaryScreen)


async def test_note_and_effort_are_stored_and_the_exercises_come_back(services: Services, clock: Clock) -> None:
    async with on_the_bench(services, clock, prescribed(services, sets=1)) as bench:
        await summarised(bench)
        await bench.press("7", "enter", *"good", "enter")
        await bench.pilot.pause()
        (record,) = bench.records()
        assert (record.note, record.rpe, record.sets[0].rpe) == ("good", 7, 8)
        assert bench.app.stage.results == [None]


async def test_the_giant_word_has_less_than_half_of_the_rows(services: Services, clock: Clock) -> None:
    async with on_the_bench(services, clock, prescribed(services, sets=1), size=(200, 50)) as bench:
        await summarised(bench)
        await settle(bench.pilot)
        assert 10 < bench.app.screen.query_one(GiantWord).size.height <= 20


@pytest.mark.parametrize("typed", ["7x", "x7", "7felt good", "7, "])
async def test_words_typed_as_the_effort_are_refused_and_sent_to_the_note(
    services: Services, clock: Clock, typed: str
) -> None:
    async with on_the_bench(services, clock, prescribed(services, sets=1)) as bench:
        await summarised(bench)
        await bench.press(*typed)
        effort, says = bench.app.screen.query_one("#rpe", Input), bench.app.screen.query_one("#rpe-says", Static)
        assert (effort.value, effort.has_focus) == ("7", True)
        assert ("Words go in the note: press Enter" in str(says.render())) == (typed[-1] != "7")
        await bench.press("enter", *"good", "enter")
        await bench.pilot.pause()
        (record,) = bench.records()
        assert (record.note, record.rpe) == ("good", 7)


async def test_a_pasted_number_is_the_effort_and_pasted_words_are_not(services: Services, clock: Clock) -> None:
    async with on_the_bench(services, clock, prescribed(services, sets=1)) as bench:
        await summarised(bench)
        effort, says = bench.app.screen.query_one("#rpe", Input), bench.app.screen.query_one("#rpe-says", Static)
        effort.post_message(Paste("8"))
        await settle(bench.pilot)
        effort.post_message(Paste("kept \x1b[31mit\nsecond line"))
        await settle(bench.pilot)
        assert (effort.value, effort.has_focus) == ("8", True)
        assert "Words go in the note" in str(says.render())


@pytest.mark.parametrize(("effort", "words"), [("6", "hard"), ("7", "very hard"), ("9", "very hard")])
async def test_the_effort_of_a_session_is_told_without_reps_left(
    services: Services, clock: Clock, effort: str, words: str
) -> None:
    async with on_the_bench(services, clock, prescribed(services, sets=1)) as bench:
        await summarised(bench)
        await bench.press(effort)
        await settle(bench.pilot)
        said = str(bench.app.screen.query_one("#rpe-says").render())
        assert said.startswith(f"{words} · session load"), said


async def test_the_session_load_of_more_than_an_hour_is_told_in_minutes(services: Services, clock: Clock) -> None:
    async with on_the_bench(services, clock, prescribed(services, sets=1)) as bench:
        await bench.press("space")
        await bench.until_rest()
        clock.advance(90 * 60_000)
        await bench.press("8", "space", "7")
        await settle(bench.pilot)
        found = re.search(
            r"session load (\d+) \(7 × (\d+):(\d\d) min\)", text_of(bench.app.screen.query_one("#rpe-says", Static))
        )
        assert found is not None
        load, minutes, seconds = map(int, found.groups())
        assert minutes >= 90
        assert load == pytest.approx(7 * (minutes + seconds / 60), abs=1)


async def test_both_may_stay_empty(services: Services, clock: Clock) -> None:
    async with on_the_bench(services, clock, prescribed(services, sets=1)) as bench:
        await summarised(bench)
        await bench.press("enter", "enter")
        assert bench.app.stage.results == [None]
        assert (bench.records()[0].note, bench.records()[0].rpe) == ("", None)


@pytest.mark.parametrize("key", ["escape", "pagedown", "f5"])
async def test_a_clicker_leaves_it_with_one_press_but_not_with_a_bouncing_one(
    services: Services, clock: Clock, key: str
) -> None:
    async with on_the_bench(services, clock, prescribed(services, sets=1)) as bench:
        await summarised(bench)
        clock.advance(-300)  # the press of before still bounces
        await bench.pilot.press(key)
        assert isinstance(bench.app.screen, SummaryScreen)
        await bench.press("6", key)
        assert bench.app.stage.results == [None]
        assert bench.records()[0].rpe == 6


async def test_what_was_typed_is_stored_when_the_program_ends_there(services: Services, clock: Clock) -> None:
    async with on_the_bench(services, clock, prescribed(services, sets=1)) as bench:
        await summarised(bench)
        await bench.press("9", "enter", *"ache")
    (record,) = bench.records()
    assert (record.note, record.rpe) == ("ache", 9)


@pytest.mark.parametrize(
    ("keys", "note", "effort"),
    [
        (["escape"], "elbow\nand wrist", 8.5),
        (["7", "escape"], "elbow\nand wrist", 7),
        (["enter", *"!", "enter"], "elbow and wrist!", 8.5),
        (["backspace", "escape"], "elbow\nand wrist", None),
    ],
)
async def test_what_the_history_was_told_in_a_rest_is_begun_with(
    services: Services, clock: Clock, keys: list[str], note: str, effort: float | None
) -> None:
    async with on_the_bench(services, clock, prescribed(services, sets=1)) as bench:
        await bench.press("space")
        await bench.until_rest()
        (stored,) = bench.records()
        editor = Editor(services.database)
        editor.change_session(stored.id, services.now(), note="elbow\nand wrist", rpe=8.5)
        await bench.press("8", "space", *keys)
        assert bench.app.stage.results == [None]
        (record,) = bench.records()
        assert (record.note, record.rpe) == (note, effort)


@pytest.mark.parametrize(("keys", "added"), [(["escape"], ""), (["enter", "home", *"Oh ", "enter"], "Oh ")])
async def test_the_rest_of_a_huge_note_stays(services: Services, clock: Clock, keys: list[str], added: str) -> None:
    note = ("rep felt slow " * 10_000).strip()
    async with on_the_bench(services, clock, prescribed(services, sets=1)) as bench:
        await bench.press("space")
        await bench.until_rest()
        with services.database.write() as connection:
            connection.execute("UPDATE sessions SET note = ?", (note,))
        await bench.press("8", "space")
        assert len(bench.app.screen.query_one("#note", Input).value) <= 10_000
        await bench.press(*keys)
        stored = bench.records()[0].note
        assert stored == f"{added}{note}" or pytest.fail(stored[:100])  # pytest would compare them for minutes


async def test_only_digits_get_into_the_effort(services: Services, clock: Clock) -> None:
    async with on_the_bench(services, clock, prescribed(services, sets=1)) as bench:
        await summarised(bench)
        await bench.pilot.press("y", "space", "q")
        assert "the whole session" in "\n".join(rows_of(bench.app))


async def test_an_effort_over_ten_is_told_and_stays_to_be_corrected(services: Services, clock: Clock) -> None:
    async with on_the_bench(services, clock, prescribed(services, sets=1)) as bench:
        await summarised(bench)
        await bench.press("1", "1", "escape")
        assert isinstance(bench.app.screen, SummaryScreen)
        assert "from 1 (very easy) to 10" in "\n".join(rows_of(bench.app))
        await bench.press("backspace", "0", "escape")
        assert bench.records()[0].rpe == 10


@pytest.mark.parametrize("size", WITH_TINY, ids=NAMES)
def test_the_summary_looks_as_it_should(
    services: Services, clock: Clock, snap_compare: Callable[..., bool], size: tuple[int, int]
) -> None:
    services.settings = replace(services.settings, colours="full")

    async def act(pilot: Pilot[None]) -> None:
        bench = Bench(pilot.app, pilot, services, clock)
        for effort in ("7", "9"):
            await three_reps(bench)
            await bench.press(effort)
            if effort == "7":
                await bench.press("space", "space")
        await bench.press("space", "8")
        pilot.app.screen.query_one("#rpe", Input).cursor_blink = False
        await settle(pilot)

    app = coach_app(services, prescribed(services, reps=4))
    assert snap_compare(app, terminal_size=size, run_before=act)
