"""The question of soreness: offered over the exercises, answered with digits, put away with one key."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from negcoach.app import NegcoachApp
from negcoach.coaching.gate.soreness import muscles_by_slug
from negcoach.coaching.sets_to_do import CoachRequest
from negcoach.screens.body.soreness import SorenessLines, SorenessScreen, occasions_text
from negcoach.screens.choosing.exercises import ExercisesScreen
from negcoach.screens.choosing.gate.soreness_question import SorenessBeforeSetScreen
from negcoach.screens.choosing.unfinished import UnfinishedScreen
from negcoach.services import Services
from negcoach.store.editing.body import Body
from negcoach.store.prescribed_set import prescribed_set_of
from negcoach.store.queries.body_log import SorenessEntry
from negcoach.training.progress.soreness import Question
from tests.screens.coaching.stage import on_the_bench
from tests.screens.conftest import SIZES, StageApp, rows_of, settle, started
from tests.services import NOW, Clock, prescribed


def rated(services: Services) -> list[tuple[str, int]]:
    entries = Body(services.database).log(50).entries
    return [(one.muscle, one.rating) for one in entries if isinstance(one, SorenessEntry)]


def questions(services: Services) -> tuple[Question, ...]:
    return Body(services.database).questions(muscles_by_slug(services.library), services.now())


def ask(*muscles: str) -> StageApp:
    return StageApp(lambda: SorenessScreen([Question(muscle) for muscle in muscles], about="after a session."))


@pytest.mark.parametrize("size", SIZES)
async def test_it_is_asked_over_the_exercises_when_it_is_time(
    services: Services, clock: Clock, perform: Callable[..., None], size: tuple[int, int]
) -> None:
    perform("bench-press", days_ago=1, load_kg=100)
    app = NegcoachApp(services)
    async with app.run_test(size=size) as pilot:
        await started(pilot)
        assert isinstance(app.screen, SorenessScreen)
        shown = "\n".join(rows_of(app))
        assert "After Friday's session." in shown
        for text in ("chest", "triceps", "front shoulder", "0 none … 6 the worst", "not now"):
            assert text in shown
        clock.advance(1_000)
        await pilot.press("5", "3", "enter")
        await settle(pilot)
        assert isinstance(app.screen, ExercisesScreen)
        assert "You rated your chest 5 of 6 today" in "\n".join(rows_of(app)) or size[1] < 30
    assert sorted(rated(services)) == [("chest", 5), ("triceps", 3)]
    assert questions(services) == ()


@pytest.mark.parametrize("key", ["escape", "enter", "space", "pagedown", "right", "f5", "q"])
async def test_one_key_puts_it_away_for_good(
    services: Services, clock: Clock, perform: Callable[..., None], key: str
) -> None:
    perform("bench-press", days_ago=2, load_kg=100)
    app = NegcoachApp(services)
    async with app.run_test() as pilot:
        await started(pilot)
        assert isinstance(app.screen, SorenessScreen)
        clock.advance(1_000)
        await pilot.press(key)
        await settle(pilot)
        assert isinstance(app.screen, ExercisesScreen)
    assert rated(services) == []
    again = NegcoachApp(services)
    async with again.run_test() as pilot:
        await started(pilot)
        assert isinstance(again.screen, ExercisesScreen)


async def test_what_was_typed_over_the_exercises_when_it_opened_does_not_answer_it(
    services: Services, perform: Callable[..., None]
) -> None:
    perform("bench-press", days_ago=2, load_kg=100)
    app = NegcoachApp(services)
    async with app.run_test() as pilot:
        await started(pilot)
        await pilot.press(*"2 up q", "enter")
        assert isinstance(app.screen, SorenessScreen)
        assert app.screen.query_one(SorenessLines).ratings == (None,) * 3
    assert questions(services)


@pytest.mark.parametrize("days_ago", [0.4, 4.1])
async def test_it_is_not_asked_before_or_after_its_time(
    services: Services, perform: Callable[..., None], days_ago: float
) -> None:
    perform("bench-press", days_ago=days_ago, load_kg=100)
    app = NegcoachApp(services)
    async with app.run_test() as pilot:
        await started(pilot)
        assert isinstance(app.screen, ExercisesScreen)


async def test_it_gives_way_to_a_session_that_was_cut_off(
    services: Services, clock: Clock, perform: Callable[..., None]
) -> None:
    perform("bench-press", days_ago=1, load_kg=100)
    journal = services.journal
    session = journal.begin_session(NOW)
    plan = prescribed_set_of(prescribed(services, "negative-push-up"), 1, spotters=0, one_rm_kg=None)
    set_id = journal.begin_set(session, plan, NOW)
    journal.store_rep(set_id, ordinal=1, number=1, side=None, target_ms=5000, measured_ms=None, now=NOW)
    app = NegcoachApp(services)
    async with app.run_test() as pilot:
        await started(pilot)
        assert isinstance(app.screen, UnfinishedScreen)
        clock.advance(1_000)
        await pilot.press("n")
        await settle(pilot)
        assert isinstance(app.screen, ExercisesScreen)
    assert questions(services)


async def test_straight_to_the_coach_it_is_asked_at_the_gate_and_answers_the_open_question(
    services: Services, clock: Clock, perform: Callable[..., None]
) -> None:
    perform("bench-press", days_ago=1, load_kg=100)
    app = NegcoachApp(services, CoachRequest(prescribed(services, "negative-push-up"), None))
    async with on_the_bench(services, clock, app=app) as bench:
        assert isinstance(app.screen, SorenessBeforeSetScreen)
        await bench.press("1", "1", "1", "enter")
        assert not isinstance(app.screen, SorenessScreen)
    assert [one.muscle for one in questions(services)] == []


async def test_beside_another_negcoach_it_is_not_asked(services: Services, perform: Callable[..., None]) -> None:
    perform("bench-press", days_ago=1, load_kg=100)
    services.alone = False
    app = NegcoachApp(services)
    async with app.run_test() as pilot:
        await started(pilot)
        assert isinstance(app.screen, ExercisesScreen)


async def test_a_tiny_terminal_shows_every_muscle_on_one_line() -> None:
    app = ask("front shoulder", "chest")
    async with app.run_test(size=(40, 12)) as pilot:
        await settle(pilot)
        rows = rows_of(app)
        for name in ("front", "chest"):
            (row,) = (row for row in rows if name in row)
            assert all(str(number) in row for number in range(7)), row


@pytest.mark.parametrize("muscles", [1, 3, 9])
@pytest.mark.parametrize("size", [(40, 12), (60, 15), (40, 10), (80, 24)])
async def test_the_keys_and_the_marked_muscle_are_seen_in_a_small_terminal(muscles: int, size: tuple[int, int]) -> None:
    app = ask(*(f"muscle {number}" for number in range(muscles)))
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        await pilot.press(*["down"] * muscles)
        await settle(pilot)
        shown = "\n".join(rows_of(app))
        assert "▸" in shown
        assert "0-6 rate" in shown
        assert "enter save" in shown
        assert "esc not now" in shown


async def test_digits_rate_and_go_on_arrows_go_back_and_backspace_takes_back() -> None:
    app = ask("chest", "triceps", "back")
    async with app.run_test() as pilot:
        await pilot.pause()
        lines = app.screen.query_one(SorenessLines)
        await pilot.press("5", "2", "6", "6")
        assert (lines.ratings, lines.highlighted) == ((5, 2, 6), 2)
        await pilot.press("up", "backspace", "up", "up", "0", "7")
        assert (lines.ratings, lines.highlighted) == ((0, None, 6), 1)
        await pilot.press("down", "minus")  # what AZERTY sends for its 6
        assert lines.ratings == (0, None, 6)
        await pilot.press("up", "minus")
        await pilot.press("enter")
        await pilot.pause()
    assert app.stage.results == [{Question("chest"): 0, Question("triceps"): 6, Question("back"): 6}]


async def test_more_muscle_groups_than_rows_scroll_with_the_marked_one() -> None:
    app = ask(*(f"muscle {number}" for number in range(30)))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert "muscle 29" not in "\n".join(rows_of(app))
        await pilot.press(*["down"] * 29)
        await settle(pilot)
        shown = "\n".join(rows_of(app))
    assert "▸muscle 29" in shown
    assert "not now" in shown


async def test_markup_and_escapes_in_a_muscles_name_are_shown_harmless() -> None:
    app = ask("[/] \x1b]0;x\x07[@click=app.quit]arm")
    async with app.run_test() as pilot:
        await settle(pilot)
        assert "[/] [@click=app.q…" in "\n".join(rows_of(app))


async def test_a_rating_is_read_without_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = ask("chest")
    async with app.run_test() as pilot:
        await pilot.press("4")
        await settle(pilot)
        assert any("3 [4] 5  6   painful" in row for row in rows_of(app))


def test_many_sessions_are_named_shortly(services: Services, perform: Callable[..., None]) -> None:
    for half_days in range(1, 7):
        perform("heel-drop", days_ago=half_days / 2, reps=15)
    (question,) = questions(services)
    assert occasions_text([question]) == "After Saturday's, Friday's, Thursday's and Wednesday's sessions."
