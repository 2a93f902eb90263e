"""The question before leaving: only one key leaves."""

from __future__ import annotations

import pytest

from negcoach.screens.coaching.leave import LeaveAnswer, LeaveScreen
from tests.screens.conftest import SIZES, StageApp, rows_of

SAVED = "Every rep so far is saved."


@pytest.mark.parametrize(
    ("key", "answer"),
    [
        ("y", LeaveAnswer.END),
        ("x", LeaveAnswer.END_ON_PAIN),
        *((key, LeaveAnswer.STAY) for key in ("n", "escape", "f5", "space", "enter", "pagedown", "right", "down", "p")),
    ],
)
async def test_only_y_leaves_and_x_because_it_hurts(key: str, answer: LeaveAnswer) -> None:
    app = StageApp(lambda: LeaveScreen(lambda: False, lambda: SAVED, in_set=True))
    async with app.run_test() as pilot:
        await pilot.press(key)
        assert app.stage.results == [answer]


@pytest.mark.parametrize("key", ["q", "h", "1", "x", "left"])  # x: in the rest, pain has a key of its own
async def test_other_keys_answer_nothing(key: str) -> None:
    app = StageApp(lambda: LeaveScreen(lambda: False, lambda: SAVED, in_set=False))
    async with app.run_test() as pilot:
        await pilot.press(key)
        assert app.stage.results == []


@pytest.mark.parametrize("size", [(40, 12), *SIZES])
@pytest.mark.parametrize("paused", [True, False])
async def test_it_says_that_nothing_is_lost_and_whether_the_set_waits(paused: bool, size: tuple[int, int]) -> None:
    app = StageApp(lambda: LeaveScreen(lambda: False, lambda: SAVED, in_set=True, paused=paused))
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        text = " ".join(" ".join(rows_of(app)).replace("│", " ").split())
    assert "End the session?" in text
    assert SAVED in text
    assert ("paused" in text) is paused
    assert "y end it" in text


async def test_it_shows_the_call_itself_where_there_is_no_room_for_the_giant_one_above_it() -> None:
    app = StageApp(lambda: LeaveScreen(lambda: False, lambda: SAVED, in_set=True, call="SPOTTER TAKE IT"))
    async with app.run_test(size=(40, 8)) as pilot:
        await pilot.pause()
        text = " ".join(" ".join(rows_of(app)).replace("│", " ").split())
    assert "SPOTTER TAKE IT" in text
    assert "y end it" in text
    assert "x it hurts" in text
