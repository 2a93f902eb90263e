"""The home screen: found by typing, chosen by Enter, everything worth knowing beside it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from textual import events
from textual.app import App
from textual.binding import Binding
from textual.pilot import Pilot
from textual.widgets import Input, Static

from negcoach.app import NegcoachApp
from negcoach.coaching.advice.recent_training import catalogue_default
from negcoach.screens.choosing.card import ExerciseCard, RepBar
from negcoach.screens.choosing.exercises import FAMILIES, MOST_SEARCHED, ExerciseList, ExercisesScreen
from negcoach.screens.choosing.performing_figure import PerformingFigure
from negcoach.screens.choosing.prescription import PrescriptionScreen
from negcoach.screens.history.sessions import HistoryScreen
from negcoach.services import Services
from negcoach.store.queries.sessions.history import session_rows
from negcoach.training.exercise.exercise import Exercise, Family, offered
from negcoach.training.terms import StopReason
from negcoach.widgets.lists.key_footer import KeyFooter
from tests.screens.conftest import SIZES, StageApp, rows_of, settle, started, text_of
from tests.services import Clock

HOSTILE = "[/] [@click=app.quit]Row[/] \x1b]52;c;AAAA\x07\x1b[31m"


def app_of(services: Services) -> StageApp:
    return StageApp(lambda: ExercisesScreen(services))


async def whole(pilot: Pilot[None]) -> None:
    """Wait until all of the screen is there: its first picture is the list alone."""
    while not pilot.app.screen.query("#name"):
        await pilot.pause()
    await settle(pilot)


def listed(app: App[None]) -> list[str]:
    return [option.id for option in app.screen.query_one(ExerciseList).options if option.id is not None]


def chosen(app: StageApp) -> list[str]:
    return [message.exercise.slug for message in app.stage.messages if isinstance(message, ExercisesScreen.Chosen)]


def of_family(services: Services, family: Family) -> list[Exercise]:
    return [exercise for exercise in offered(services.library) if exercise.family is family]


async def test_enter_chooses_the_first_exercise_of_a_newcomer(services: Services) -> None:
    app = app_of(services)
    async with app.run_test() as pilot:
        await whole(pilot)
        await pilot.press("enter")
        assert chosen(app) == ["bench-press"]


@pytest.mark.parametrize(
    ("keys", "expected"),
    [(("enter",), "bench-press"), (("down", "enter"), "machine-bench-press"), ((*"pull", "enter"), "negative-pull-up")],
)
async def test_keys_are_taken_before_all_of_the_screen_is_there(
    services: Services, keys: tuple[str, ...], expected: str
) -> None:
    app = app_of(services)
    async with app.run_test() as pilot:
        for key in keys:
            app.simulate_key(key)
        await pilot.pause()
        await whole(pilot)
        assert chosen(app) == [expected]


async def test_the_list_stays_where_it_was_when_the_rest_comes(services: Services) -> None:
    app = app_of(services)
    async with app.run_test(size=(120, 40)) as pilot:
        listed_at = app.screen.query_one(ExerciseList).content_region
        await whole(pilot)
        assert app.screen.query_one(ExerciseList).content_region.offset == listed_at.offset


async def test_every_exercise_is_listed_below_its_family(services: Services) -> None:
    app = app_of(services)
    async with app.run_test(size=(120, 40)) as pilot:
        await whole(pilot)
        slugs = listed(app)
        assert sorted(slugs) == sorted(exercise.slug for exercise in offered(services.library))
        families = [services.exercise(slug).family.value for slug in slugs]  # type: ignore[union-attr]
        assert families == sorted(families)
        shown = "\n".join(rows_of(app))
        assert "heavier than you can lift" in shown
        assert "BODYWEIGHT NEGATIVES" in shown


async def test_a_retired_exercise_is_listed_only_where_it_was_trained(
    services: Services, perform: Callable[..., None]
) -> None:
    app = app_of(services)
    async with app.run_test() as pilot:
        await whole(pilot)
        assert "two-up-one-down" not in listed(app)
        perform("two-up-one-down", days_ago=4, load_kg=70)
        assert isinstance(app.screen, ExercisesScreen)
        app.screen.refresh_history()
        await settle(pilot)
        assert "two-up-one-down" in listed(app)
        await pilot.press(*"two up one down (m", "enter")
        assert chosen(app) == ["two-up-one-down"]


async def test_a_letter_begins_a_search_that_filters_at_once(services: Services) -> None:
    app = app_of(services)
    async with app.run_test() as pilot:
        await whole(pilot)
        await pilot.press("p", "u", "l", "l")
        assert app.screen.query_one("#search", Input).value == "pull"
        assert listed(app) == ["negative-pull-up", "feet-assisted-pull-up"]
        await pilot.press("enter")
        assert chosen(app) == ["negative-pull-up"]


async def test_the_arrows_move_in_the_list_while_a_search_is_typed(services: Services) -> None:
    app = app_of(services)
    async with app.run_test() as pilot:
        await whole(pilot)
        await pilot.press("l", "e", "g", "down", "enter")
        assert chosen(app) == [listed(app)[1]]


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        (("up",), "tempo-leg-press"),
        (("end",), "tempo-leg-press"),
        (("end", "down"), "bench-press"),
        (("end", "home"), "bench-press"),
        (("pagedown",) * 3, "tempo-leg-press"),
        (("pagedown", "pagedown", "pageup", "pageup"), "bench-press"),
        (("down",) * 13, "negative-dip"),
    ],
)
async def test_keys_mark_exercises_and_never_a_heading(
    services: Services, keys: tuple[str, ...], expected: str
) -> None:
    app = app_of(services)
    async with app.run_test() as pilot:
        await whole(pilot)
        await pilot.press(*keys, "enter")
        assert chosen(app) == [expected]


async def test_a_click_shows_an_exercise_a_second_one_chooses_it_and_one_on_a_heading_does_neither(
    services: Services,
) -> None:
    app = app_of(services)
    async with app.run_test() as pilot:
        await whole(pilot)
        for _ in range(2):
            await pilot.click(ExerciseList, offset=(3, 0))
        assert chosen(app) == []
        await pilot.click(ExerciseList, offset=(3, 2))
        assert chosen(app) == []
        assert app.screen.query_one(ExerciseList).highlighted_slug == "machine-bench-press"
        await pilot.click(ExerciseList, offset=(3, 2))
        assert chosen(app) == ["machine-bench-press"]


async def test_the_first_heading_is_in_view_again_on_the_first_exercise(services: Services) -> None:
    app = app_of(services)
    async with app.run_test(size=(80, 12)) as pilot:
        await whole(pilot)
        await pilot.press("end")
        await settle(pilot)
        assert not any("OVERLOAD" in row for row in rows_of(app))
        await pilot.press("home")
        await settle(pilot)
        assert any("OVERLOAD" in row for row in rows_of(app))


async def test_a_name_too_long_ends_in_dots_before_the_days_since_it_was_trained(
    services: Services, perform: Callable[..., None]
) -> None:
    perform("bench-press", days_ago=12, load_kg=105)
    services.library = tuple(
        replace(exercise, name=f"{exercise.name} with far too long a name") for exercise in services.library
    )
    app = app_of(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await whole(pilot)
        width = app.screen.query_one(ExerciseList).content_region.right
        lines = [row[:width].rstrip() for row in rows_of(app)]
        assert "▸Bench press with far to… 12 d" in lines
        assert " Leg press with far too long…" in lines


async def test_a_press_that_arrives_twenty_times_chooses_once(services: Services, clock: Clock) -> None:
    app = app_of(services)
    async with app.run_test() as pilot:
        await whole(pilot)
        await pilot.press(*["enter"] * 20)
        assert chosen(app) == ["bench-press"]
        clock.advance(services.settings.debounce_ms)
        await pilot.press("enter")
        assert len(chosen(app)) == 2


async def test_enter_chooses_from_the_card_too(services: Services) -> None:
    app = app_of(services)
    async with app.run_test() as pilot:
        await whole(pilot)
        await pilot.press("down", "tab", "enter")
        assert chosen(app) == ["machine-bench-press"]


@pytest.mark.parametrize("word", ["triceps", "regression dip", "BENCH", "two-up"])
async def test_muscles_families_and_slugs_are_searched_too(services: Services, word: str) -> None:
    app = app_of(services)
    async with app.run_test() as pilot:
        await whole(pilot)
        await pilot.press("slash")
        app.screen.query_one("#search", Input).value = word
        await settle(pilot)
        assert 0 < len(listed(app)) < len(services.library)


async def test_escape_clears_the_search_and_goes_back_to_the_list(services: Services) -> None:
    app = app_of(services)
    async with app.run_test() as pilot:
        await whole(pilot)
        await pilot.press("x", "y", "z")
        await settle(pilot)
        assert listed(app) == []
        assert "Press Esc to show all" in " ".join(rows_of(app))
        await pilot.press("enter")
        assert chosen(app) == []
        await pilot.press("escape")
        assert len(listed(app)) == len(offered(services.library))
        assert isinstance(app.focused, ExerciseList)
        await pilot.press("enter")
        assert len(chosen(app)) == 1


@pytest.mark.parametrize("word", ["heel drop", "hhh", "nordic", "quads", "2 up", "Ferse", "руки", "πόδι"])
async def test_a_word_is_searched_and_no_letter_of_it_acts(
    services: Services, perform: Callable[..., None], word: str
) -> None:
    perform("bench-press", days_ago=5, load_kg=100)
    app = NegcoachApp(services)
    async with app.run_test() as pilot:
        await started(pilot)
        await pilot.press(*word)
        await settle(pilot)
        assert isinstance(app.screen, ExercisesScreen)
        assert app.screen.query_one("#search", Input).value == word
        assert not [key for key in app.screen.active_bindings if len(key) == 1 and key.isalnum()]
        await pilot.press("escape", "ctrl+r")
        await settle(pilot)
        assert isinstance(app.screen, HistoryScreen)


async def test_a_word_typed_and_entered_leads_to_its_exercise(services: Services, perform: Callable[..., None]) -> None:
    perform("bench-press", days_ago=5, load_kg=100)
    app = NegcoachApp(services)
    async with app.run_test() as pilot:
        await started(pilot)
        await pilot.press(*"heel drop", "enter")
        await settle(pilot)
        assert isinstance(app.screen, PrescriptionScreen)
        assert "Eccentric heel drop" in rows_of(app)[0]
        with services.database.read() as connection:
            assert len(session_rows(connection, 9)) == 1


async def test_a_search_that_found_its_exercise_is_over_when_the_list_is_shown_again(
    services: Services, clock: Clock
) -> None:
    app = NegcoachApp(services)
    async with app.run_test() as pilot:
        await started(pilot)
        await pilot.press(*"heel drop", "enter")
        await settle(pilot)
        assert isinstance(app.screen, PrescriptionScreen)
        clock.advance(1_000)
        await pilot.press("escape")
        await settle(pilot)
        assert isinstance(app.screen, ExercisesScreen)
        assert app.screen.query_one("#search", Input).value == ""
        assert len(listed(app)) == len(offered(services.library))
        assert app.screen.query_one(ExerciseList).highlighted_slug == "heel-drop"
        await pilot.press(*"dip", "ctrl+r", "escape")
        await settle(pilot)
        assert app.screen.query_one("#search", Input).value == "dip"


@pytest.mark.parametrize("turns", [*range(8), 20, 50])
async def test_a_burst_of_keys_stays_in_its_order(services: Services, turns: int) -> None:
    app = app_of(services)
    async with app.run_test() as pilot:
        await whole(pilot)
        for key in ("h", "e", "x", "backspace", "e", "l", " ", "d", "r", "o", "p", "enter"):
            app.post_message(events.Key({" ": "space"}.get(key, key), key if len(key) == 1 else None))
            for _ in range(turns):
                await asyncio.sleep(0)
        await settle(pilot)
        assert app.screen.query_one("#search", Input).value == "heel drop"
        assert chosen(app) == ["heel-drop"]


@pytest.mark.parametrize("turns", range(0, 40, 2))
async def test_a_search_that_finds_nothing_says_so_however_early_it_was_pasted(services: Services, turns: int) -> None:
    app = app_of(services)

    async def paste_early() -> None:
        while not (app.screen_stack and isinstance(app.screen, ExercisesScreen)):
            await asyncio.sleep(0)
        for _ in range(turns):
            await asyncio.sleep(0)
        app.screen.post_message(events.Paste("zzz"))

    pasted = asyncio.create_task(paste_early())
    async with app.run_test() as pilot:
        await pasted
        await whole(pilot)
        await settle(pilot)
        assert app.screen.query_one("#search", Input).value == "zzz"
        assert "Press Esc to show all" in " ".join(rows_of(app))


@pytest.mark.parametrize("size", [(40, 12), *SIZES])
async def test_a_search_that_finds_nothing_says_so_in_every_size(services: Services, size: tuple[int, int]) -> None:
    app = app_of(services)
    async with app.run_test(size=size) as pilot:
        await whole(pilot)
        await pilot.press(*"qbench")
        await settle(pilot)
        shown = " ".join(rows_of(app))
        assert shown.count("No exercise matches.") == shown.count("Press Esc to show all.") == 1
        await pilot.press("escape", "enter")
        assert chosen(app) == ["bench-press"]


@pytest.mark.parametrize("turns", [*range(8), 20, 50])
async def test_letters_in_a_burst_after_the_key_of_the_search_are_searched_for(services: Services, turns: int) -> None:
    app = app_of(services)
    async with app.run_test() as pilot:
        await whole(pilot)
        for key, character in (("slash", "/"), ("h", "h"), ("e", "e"), ("left_square_bracket", "["), ("z", "z")):
            app.post_message(events.Key(key, character))
            for _ in range(turns):
                await asyncio.sleep(0)
        await settle(pilot)
        assert app.screen.query_one("#search", Input).value == "he[z"


async def test_backspace_takes_back_what_was_typed(services: Services) -> None:
    app = app_of(services)
    async with app.run_test() as pilot:
        await whole(pilot)
        await pilot.press("backspace", *"dips", "backspace")
        assert app.screen.query_one("#search", Input).value == "dip"
        await pilot.press(*["backspace"] * 4)
        assert listed(app) == [exercise.slug for family in FAMILIES for exercise in of_family(services, family)]


async def test_a_pasted_word_is_searched(services: Services) -> None:
    app = app_of(services)
    async with app.run_test() as pilot:
        await whole(pilot)
        app.post_message(events.Paste("heel \x1b[31mdrop\nhistory"))
        await settle(pilot)
        assert app.screen.query_one("#search", Input).value == "heel drop"
        assert listed(app) == ["heel-drop"]
        app.post_message(events.Paste("x" * 100))
        await settle(pilot)
        assert len(app.screen.query_one("#search", Input).value) == MOST_SEARCHED


async def test_the_card_tells_all_of_the_exercise_below_the_cursor(services: Services) -> None:
    app = app_of(services)
    exercise = services.exercise("machine-bench-press")
    assert exercise is not None
    async with app.run_test(size=(200, 50)) as pilot:
        await whole(pilot)
        await pilot.press("down")
        shown = " ".join(" ".join(rows_of(app)).split())
        assert exercise.name in shown
        for words in ("chest, triceps, front shoulder", "1 spotter", "5-0-A-1", "2 × 10", "2:30", "40 %", "never yet"):
            assert words in shown, words
        for step in (*exercise.lifter_steps, *exercise.spotter_steps, *exercise.safety):
            assert step.split()[0] in shown


async def test_the_card_has_the_steps_of_two_spotters_where_its_load_needs_two(
    services: Services, perform: Callable[..., None]
) -> None:
    bench = services.exercise("bench-press")
    assert bench is not None
    one, two = (" ".join(steps[0].split()[:5]) for steps in (bench.spotter_steps, bench.two_spotter_steps))
    services.lifter.set_one_rm("bench-press", 100, services.now())
    perform("bench-press", days_ago=8, load_kg=112.5)
    for load_kg, there, gone, spotters in ((112.5, one, two, "1 spotter ·"), (117.5, two, one, "2 spotters ·")):
        perform("bench-press", days_ago=4, load_kg=load_kg)
        app = app_of(services)
        async with app.run_test(size=(200, 50)) as pilot:
            await whole(pilot)
            shown = " ".join(" ".join(rows_of(app)).split())
            assert ("Your two spotters" in shown) is (there is two)
            (view,) = (view for view in app.screen.query(PerformingFigure) if view.display)
            assert view.figure is not None and len(view.figure.spotters) == (2 if there is two else 1)
            assert there in shown and gone not in shown
            assert spotters in shown


async def test_the_card_says_how_it_went_last_time_and_what_is_next(
    services: Services, perform: Callable[..., None]
) -> None:
    perform("bench-press", days_ago=8, load_kg=105)
    perform("bench-press", days_ago=4, load_kg=105)
    services.lifter.set_one_rm("bench-press", 100, services.now())
    app = app_of(services)
    async with app.run_test(size=(120, 40)) as pilot:
        await whole(pilot)
        shown = "\n".join(rows_of(app))
        assert "21 Jul (4 days ago): 3 × 4 at 105 kg, 97 % of target time" in shown
        assert "107.5 kg (+2.4 %)" in shown
        assert "The tempo was kept on two days" in shown


async def test_a_heading_is_one_line_in_a_low_terminal_also_after_it_became_so_low(services: Services) -> None:
    app = app_of(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await whole(pilot)
        for size in ((80, 24), (80, 52), (80, 24)):
            await pilot.resize_terminal(*size)
            await settle(pilot)
            rows = "\n".join(rows_of(app))
            if size[1] > 24:
                assert all(exercise.name in rows for exercise in offered(services.library))
            assert app.screen.query_one(ExerciseList).max_scroll_y == (0 if size[1] > 24 else 17)
            assert ("heavier than you can lift" in rows) is (size[1] > 24)
            assert len(app.screen.query_one(ExerciseList).options) == len(offered(services.library)) + len(FAMILIES)


@pytest.mark.parametrize("slug", ["bench-press", "two-up-one-down-leg-press", "biceps-curl", "negative-dip"])
@pytest.mark.parametrize("one_rm_kg", [None, 96.0])
async def test_no_number_of_the_set_is_cut_in_the_narrowest_card(
    services: Services, perform: Callable[..., None], slug: str, one_rm_kg: float | None
) -> None:
    if one_rm_kg is not None:
        services.lifter.set_one_rm(slug, one_rm_kg, services.now())
    perform(slug, days_ago=4, load_kg=0.0 if slug == "negative-dip" else 52.5)
    app = app_of(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await whole(pilot)
        exercises = app.screen.query_one(ExerciseList)
        exercises.highlighted = exercises.get_option_index(slug)
        await settle(pilot)
        for name in ("amount", "tempo", "rest", "load"):
            fact = app.screen.query_one(f"#fact-{name}", Static)
            assert not any("…" in strip.text for strip in fact.render_lines(fact.size.region)), fact.content


async def test_what_is_large_on_the_card_is_the_set_that_is_advised(
    services: Services, perform: Callable[..., None]
) -> None:
    services.lifter.set_one_rm("bench-press", 100, services.now())
    app = app_of(services)
    async with app.run_test(size=(120, 40)) as pilot:
        await whole(pilot)
        facts = [text_of(app.screen.query_one(f"#fact-{name}", Static)) for name in ("amount", "tempo", "rest", "load")]
        assert facts == ["2 × 10\nsets × reps", "5-0-A-1\ntempo", "3:00\nrest", "40 kg\n40 % of 1RM"]
        assert "105" not in " ".join(rows_of(app))
    perform("bench-press", days_ago=1, load_kg=105)
    app = app_of(services)
    async with app.run_test(size=(120, 40)) as pilot:
        await whole(pilot)
        assert "Not today" in " ".join(rows_of(app))
        assert not app.screen.query_one("#facts").display


async def test_a_light_set_without_a_known_1rm_has_no_percentage_of_the_usual_one(
    services: Services, perform: Callable[..., None]
) -> None:
    perform("bench-press", days_ago=0, load_kg=100, stop=StopReason.PAIN)
    app = app_of(services)
    async with app.run_test(size=(120, 40)) as pilot:
        await whole(pilot)
        exercises = app.screen.query_one(ExerciseList)
        exercises.highlighted = exercises.get_option_index("machine-bench-press")
        await settle(pilot)
        facts = [text_of(app.screen.query_one(f"#fact-{name}", Static)) for name in ("amount", "load")]
        assert facts == ["2 × 5\nsets × reps", "light\nload"]


@pytest.mark.parametrize(("search", "shape"), [("push-up", "↻ KNEES DOWN"), ("dip", "▲ JUMP UP")])
async def test_the_bar_of_a_rep_has_the_shape_of_its_lift(services: Services, search: str, shape: str) -> None:
    app = app_of(services)
    async with app.run_test(size=(160, 50)) as pilot:
        await whole(pilot)
        await pilot.press(*search)
        await settle(pilot)
        assert shape in " ".join(rows_of(app))


async def test_it_begins_with_the_exercise_that_was_trained_last(
    services: Services, perform: Callable[..., None]
) -> None:
    perform("bench-press", days_ago=9, load_kg=105)
    perform("nordic-curl", days_ago=2, sets=2, reps=5)
    app = app_of(services)
    async with app.run_test() as pilot:
        await whole(pilot)
        await pilot.press("enter")
        assert chosen(app) == ["nordic-curl"]


async def test_coming_back_shows_what_was_done_meanwhile(services: Services, perform: Callable[..., None]) -> None:
    app = app_of(services)
    async with app.run_test(size=(120, 40)) as pilot:
        await whole(pilot)
        assert "never yet" in "\n".join(rows_of(app))
        perform("bench-press", days_ago=0, load_kg=100)
        assert isinstance(app.screen, ExercisesScreen)
        app.screen.refresh_history()
        await settle(pilot)
        assert "25 Jul (today): 3 × 4 at 100 kg" in "\n".join(rows_of(app))


@pytest.mark.parametrize("size", SIZES)
async def test_nothing_that_matters_is_cut(services: Services, size: tuple[int, int]) -> None:
    app = app_of(services)
    async with app.run_test(size=size) as pilot:
        await whole(pilot)
        rows = rows_of(app)
        assert "press Enter" in "\n".join(rows[:3])
        for words in (
            "OVERLOAD",
            "BODYWEIGHT NEGATIVES",
            "Leg extension, 2 up 1 down",
            *(["Eccentric heel drop"] if size[1] > 24 else []),
            "LOWER 5 s",
            "never yet",
        ):
            assert any(words in row for row in rows), words
        assert "choose" in rows[-1]
        assert any("type to search" in row for row in rows[:5])


@pytest.mark.parametrize("typed", [(), (*"pull",)], ids=["all", "searched"])
@pytest.mark.parametrize(("size", "order"), [((120, 40), "ExerciseCard SearchBox"), ((40, 12), "SearchBox")])
async def test_tab_goes_round_from_the_list_and_shift_tab_back(
    services: Services, typed: tuple[str, ...], size: tuple[int, int], order: str
) -> None:
    app = app_of(services)
    round_trip = [*order.split(), "ExerciseList"]
    async with app.run_test(size=size) as pilot:
        await whole(pilot)
        await pilot.press(*typed)
        app.screen.query_one(ExerciseList).focus()
        for key, places in (("tab", round_trip), ("shift+tab", [*reversed(round_trip[:-1]), "ExerciseList"])):
            for place in places:
                await pilot.press(key)
                assert type(app.focused).__name__ == place, key


async def test_the_card_is_scrolled_with_tab_and_the_arrows(services: Services) -> None:
    app = app_of(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await whole(pilot)
        await pilot.press("tab", "end")
        card = app.screen.query_one(ExerciseCard)
        assert card.has_focus
        await pilot.wait_for_scheduled_animations()
        assert card.scroll_offset.y == card.max_scroll_y > 0


async def test_every_exercise_has_a_card_without_fault(services: Services) -> None:
    app = app_of(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await whole(pilot)
        for _ in services.library:
            await pilot.press("down")
            assert app.screen.query_one(RepBar).size.width > 20


@pytest.mark.parametrize(
    ("slug", "width", "lift"),
    [
        ("bench-press", 60, "▲ SPOTTER LIFT"),
        ("bench-press", 46, "▲ SPOTTER LIFT"),
        ("bench-press", 42, "▲ SPOTTER"),
        ("leg-curl", 42, "▲ SPOTTER"),
        ("leg-curl", 34, "▲ ~2 s"),
        ("negative-dip", 42, "▲ JUMP UP"),
    ],
)
async def test_the_bar_of_a_rep_says_who_lifts_as_long_as_there_is_room(
    services: Services, slug: str, width: int, lift: str
) -> None:
    exercise = services.exercise(slug)
    assert exercise is not None

    class Bar(App[None]):
        def compose(self) -> Iterator[RepBar]:
            yield RepBar()

    app = Bar()
    async with app.run_test(size=(width, 5)):
        bar = app.query_one(RepBar)
        bar.show(catalogue_default(services, exercise))
        assert f" {lift} " in f" {bar.render().plain} ".replace("▼", " ▼")


async def test_text_of_an_own_exercise_is_shown_as_text(services: Services) -> None:
    own = hostile(services)
    services.library = (own,)
    app = app_of(services)
    async with app.run_test(size=(120, 40)) as pilot:
        await whole(pilot)
        shown = "\n".join(rows_of(app))
        assert "[/] [@click=app.quit]Row" in shown
        assert "\x1b" not in shown
        await pilot.press("slash", "[", "slash", "]")
        assert listed(app) == [own.slug]
        assert app.is_running


async def test_every_binding_has_an_id_and_a_tooltip(services: Services) -> None:
    app = app_of(services)
    async with app.run_test() as pilot:
        await whole(pilot)
        for screen_class in (ExercisesScreen, ExerciseList):
            for binding in screen_class.BINDINGS:
                assert isinstance(binding, Binding)
                assert binding.id
                assert binding.tooltip
        assert app.screen.query_one(KeyFooter)


def hostile(services: Services) -> Exercise:
    exercise = services.exercise("bench-press")
    assert exercise is not None
    words = replace(exercise.words, lift_note=HOSTILE, bottom=HOSTILE, finish=HOSTILE)
    return replace(
        exercise,
        slug="row",
        name=HOSTILE,
        summary=HOSTILE,
        lifter_steps=(HOSTILE,),
        spotter_steps=(HOSTILE,),
        safety=(HOSTILE,),
        progress=HOSTILE,
        words=words,
        own=True,
    )
