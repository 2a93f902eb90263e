"""The screen of the programmes, the home screen's row and the card's line."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from negcoach.app import NegcoachApp
from negcoach.coaching.advice.programme_today import as_of_today
from negcoach.coaching.advice.programmes import begin_programme, begun_programmes, followed_courses, known_programmes
from negcoach.coaching.advice.recent_training import read_recent_training
from negcoach.screens.choosing.exercises import ExercisesScreen
from negcoach.screens.choosing.prescription import PrescriptionScreen
from negcoach.screens.programmes.programmes import ProgrammeList, ProgrammesScreen
from negcoach.services import Services
from negcoach.training.plan.course import State
from negcoach.widgets.drawing.figure_view import FigureView
from tests.screens.conftest import SIZES, StageApp, rows_of, settle, started, until_drawn, wait_for_workers
from tests.screens.programmes.conftest import begun, finished, half_way
from tests.services import Clock

PLACES = [*SIZES, (40, 12)]
NAMES = [f"{width}x{height}" for width, height in PLACES]


def app_of(services: Services) -> StageApp:
    return StageApp(lambda: ProgrammesScreen(services))


def shown(pilot: Pilot[None]) -> str:
    return "\n".join(rows_of(pilot.app))


def state_of(services: Services, slug: str) -> State:
    return begun_programmes(services)[slug].course.state


@pytest.fixture
def in_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pictures are the same whatever the terminal that the tests run in."""
    monkeypatch.delenv("NO_COLOR", raising=False)


def _new(services: Services, perform: Callable[..., None]) -> None:
    """Begin nothing."""


def _daily(services: Services, perform: Callable[..., None]) -> None:
    """Follow the heel drops into their second week."""
    begun(services, "alfredson-12", days_ago=9)
    for half_days in range(17):
        perform("heel-drop", days_ago=8.6 - half_days / 2, sets=6, reps=15, tempo="3-0-A-0")


@pytest.mark.usefixtures("still_cursor", "in_colour")
@pytest.mark.parametrize("size", PLACES, ids=NAMES)
@pytest.mark.parametrize("after", [_new, half_way, _daily, finished], ids=["new", "half-way", "daily", "finished"])
def test_programmes_look_as_they_should(
    services: Services,
    perform: Callable[..., None],
    after: Callable[..., None],
    size: tuple[int, int],
    snap_compare: Callable[..., bool],
) -> None:
    after(services, perform)

    async def show(pilot: Pilot[None]) -> None:
        await settle(pilot)
        if after is finished:
            listed = pilot.app.screen.query_one(ProgrammeList)
            listed.highlighted = listed.get_option_index("first-dip")
            await settle(pilot)

    assert snap_compare(app_of(services), terminal_size=size, run_before=show)


async def test_one_is_begun_paused_gone_on_with_stopped_and_begun_again(services: Services, clock: Clock) -> None:
    async with app_of(services).run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        listed = pilot.app.screen.query_one(ProgrammeList)
        listed.highlighted = listed.get_option_index("first-dip")
        await settle(pilot)
        await pilot.press("enter")
        await settle(pilot)
        assert "Week 1 of 6, session 1 of 2 · today" in shown(pilot)
        assert state_of(services, "first-dip") is State.UNDER_WAY
        await pilot.press("p")
        await settle(pilot)
        assert state_of(services, "first-dip") is State.PAUSED
        await pilot.press("p")
        await settle(pilot)
        assert state_of(services, "first-dip") is State.UNDER_WAY
        clock.advance(60_000)
        await pilot.press("r")
        await settle(pilot)
        assert begun_programmes(services)["first-dip"].course.record.begun_at == clock.now()
        await pilot.press("s")
        await settle(pilot)
        assert state_of(services, "first-dip") is State.STOPPED
        assert "Stopped on 25 Jul 2026" in shown(pilot)


async def test_what_it_needs_is_said_and_nothing_begins(services: Services) -> None:
    async with app_of(services).run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await pilot.press("enter")
        await settle(pilot)
        assert begun_programmes(services) == {}
        assert "enter that first" in " ".join(one.message for one in pilot.app._notifications)


async def test_the_weeks_show_what_was_beside_what_is_ahead(services: Services, perform: Callable[..., None]) -> None:
    half_way(services, perform)
    async with app_of(services).run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        text = shown(pilot)
        assert "Week 3 of 8, session 2 of 2 · Monday at the earliest" in text
        assert "5 of 15 done" in text
        assert "10, 13 Jul     40 – 70 kg" in text
        assert "24, 27 Jul     95 kg" in text
        assert "31 Jul, 3 Aug" in text
        assert "Numbers: the ramp-in: Huang 2019; the weeks are negcoach's own choice" in " ".join(text.split())


async def test_the_names_of_all_programmes_are_whole_from_110_columns_on(services: Services) -> None:
    async with app_of(services).run_test(size=(110, 40)) as pilot:
        await settle(pilot)
        names = [row[:47] for row in rows_of(pilot.app)[2:16]]
        assert any("Heel drops for the Achilles tendon" in name for name in names)
        assert not any("…" in name for name in names)


async def test_a_large_terminal_has_a_line_for_each_session(services: Services, perform: Callable[..., None]) -> None:
    half_way(services, perform)
    async with app_of(services).run_test(size=(200, 50)) as pilot:
        await settle(pilot)
        lines = [" ".join(row[48:].split()) for row in rows_of(pilot.app)]
        first = next(
            index for index, line in enumerate(lines) if line.startswith("1 ● 2 × 10 · 40 % 10 Jul 40 kg 97 %")
        )
        assert lines[first].endswith("ramp-in")
        assert lines[first + 1].startswith("● 2 × 6 · 70 % 13 Jul 70 kg")
        assert not lines[first + 2]
        assert sum(line.startswith("eccentric test") or "○ eccentric test" in line for line in lines) == 1
        marks = [line for line in lines if line.lstrip("12345678 ")[:2] in ("● ", "▸ ", "○ ") and "done" not in line]
        assert len(marks) == 15
        assert pilot.app.screen.query_one("#about").max_scroll_y == 0


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (160, 45), (200, 50), (120, 70)])
@pytest.mark.parametrize("after", [_new, half_way, _daily], ids=["new", "half-way", "daily"])
async def test_what_is_drawn_whole_pushes_nothing_below_the_edge(
    services: Services, perform: Callable[..., None], after: Callable[..., None], size: tuple[int, int]
) -> None:
    after(services, perform)
    async with app_of(services).run_test(size=size) as pilot:
        await settle(pilot)
        listed, about = pilot.app.screen.query_one(ProgrammeList), pilot.app.screen.query_one("#about")
        for index in range(listed.option_count):
            listed.highlighted = index
            await settle(pilot)
            weeks = str(pilot.app.screen.query_one("#weeks", Static).content).split("\n")
            assert about.max_scroll_y == 0 or all(line.strip() for line in weeks)


async def test_the_weeks_of_each_exercise_come_under_its_name_so_that_what_tells_them_apart_is_seen(
    services: Services,
) -> None:
    """In 80 columns four weeks of a push-up read alike: the exercise came before how high the hands are."""
    begun(services, "first-push-up", days_ago=0)
    app = app_of(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        lines = [line[27:].strip() for line in rows_of(app)]
        begins = lines.index("Incline push-up")
        heights = [line.rpartition("  ")[2][:6] for line in lines[begins + 1 : begins + 5]]
        assert heights == [f"{height} cm:" for height in (90, 60, 40, 20)]
        assert lines[begins + 5] == "Negative push-up"
        assert lines[begins + 6].startswith("5 ○○○ 3 × 5 · 5 s")


@pytest.mark.parametrize("size", [(160, 45), (200, 50)])
async def test_the_next_session_stands_beside_the_weeks_with_what_is_done_of_it_today(
    services: Services, clock: Clock, perform: Callable[..., None], size: tuple[int, int]
) -> None:
    half_way(services, perform)
    clock.advance(3 * 86_400_000)
    async with app_of(services).run_test(size=size) as pilot:
        await settle(pilot)
        text = shown(pilot)
        assert "Next session  Bench press" in text
        assert "Today 3 sets of 4 · 95 kg" in text
        assert "Last time 24 Jul (4 days ago)" in text
        assert pilot.app.screen.query_one(FigureView).region.height > 10


@pytest.mark.parametrize("size", [(40, 12), (80, 24), (109, 30), (110, 40), (159, 40), (160, 50), (200, 50)])
async def test_the_width_of_the_weeks_is_known_before_they_are_laid_out(
    services: Services, size: tuple[int, int]
) -> None:
    async with app_of(services).run_test(size=size) as pilot:
        await settle(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, ProgrammesScreen)
        assert screen._width == screen.query_one("#weeks").size.width
        about = screen.query_one("#about")
        assert about.max_scroll_y == 0 or not screen.query_one("#next").display


async def test_a_finished_programme_is_summed_up(services: Services, perform: Callable[..., None]) -> None:
    finished(services, perform)
    async with app_of(services).run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        listed = pilot.app.screen.query_one(ProgrammeList)
        listed.highlighted = listed.get_option_index("first-dip")
        await settle(pilot)
        text = shown(pilot)
        assert "Finished on 24 Jul 2026" in text
        assert "16 of 16 done, 15 Jun 2026 to 24 Jul 2026" in text
        assert "5 s first, 8 s at most" in text


async def test_a_wrong_file_is_said_and_the_others_are_there(services: Services) -> None:
    folder = services.config_path.parent
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "programmes.toml").write_text("[[programme]]\nname = 3\n", "utf-8")
    async with app_of(services).run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        assert "programmes.toml, line 2: name" in " ".join(one.message for one in pilot.app._notifications)
        assert len(pilot.app.screen.query_one(ProgrammeList).options) == 13


async def test_home_says_why_a_programme_that_is_followed_is_not_there(services: Services) -> None:
    path = services.config_path.parent / "programmes.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    right = '[[programme]]\nname = "Mine"\nexercise = "negative-dip"\nweek = [{ do = ["3x5 bw"] }]\n'
    path.write_text(right)

    async def said() -> list[str]:
        app = NegcoachApp(services)
        async with app.run_test(size=(120, 40), notifications=True) as pilot:
            await started(pilot)
            return [one.message for one in app._notifications]

    path.write_text(right.replace("bw", "bww"))
    assert await said() == []  # nobody follows it
    path.write_text(right)
    (mine,) = (one for one in known_programmes(services) if one.own)
    begin_programme(services, mine)
    assert await said() == []
    path.write_text(right.replace("bw", "bww"))
    (why,) = await said()
    assert why.startswith(f"{path}, line 4: week.do: ")


async def test_home_and_card_say_where_the_lifter_is_and_enter_starts_what_it_asks_for(
    services: Services, perform: Callable[..., None], clock: Clock
) -> None:
    begun(services, "first-dip", days_ago=5, name="Your first dip")
    perform("negative-dip", days_ago=4.5, sets=2, reps=3)
    app = NegcoachApp(services)
    async with app.run_test(size=(120, 40)) as pilot:
        await wait_for_workers(pilot)
        assert isinstance(app.screen, ExercisesScreen)
        row = str(app.screen.query_one("#programme", Static).render())
        assert row == "Week 1 of 6, session 2 of 2 · today (F7) · Your first dip"
        app.screen.show_session(60_000, ["Negative dip"], "", can_reopen=False)
        assert not app.screen.query_one("#programme").display  # the session's row is in its place
        app.screen.show_session(0, [], "", can_reopen=False)
        assert app.screen.query_one("#programme").display
        assert "Your first dip · 1 of 16 done" in shown(pilot)  # the card
        assert "programme (partly published)" in shown(pilot)
        await pilot.press("f7")
        await settle(pilot)
        assert isinstance(app.screen, ProgrammesScreen)
        await until_drawn(app)
        clock.advance(1_000)
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(app.screen, PrescriptionScreen)
        exercise = services.exercise("negative-dip")
        assert exercise is not None
        advised = read_recent_training(services, exercise).advice.prescription
        assert (advised.sets, advised.reps, advised.tempo.eccentric) == (2, 3, 5)


async def test_home_begins_with_the_exercise_that_a_programme_has_today_and_names_it(
    services: Services, perform: Callable[..., None]
) -> None:
    begun(services, "first-pull-up", days_ago=20, name="Your first pull-up")
    for days_ago, seconds in ((19, 3), (17, 3), (12, 4), (10, 4)):
        perform("feet-assisted-pull-up", days_ago=days_ago, reps=3, tempo=f"{seconds}-0-A-1")
    app = NegcoachApp(services)
    async with app.run_test(size=(120, 40)) as pilot:
        await wait_for_workers(pilot)
        row = str(app.screen.query_one("#programme", Static).render())
        assert row == "Week 3 of 10, session 1 of 2 · today (F7) · Your first pull-up: Negative chin-up"
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(app.screen, PrescriptionScreen)
        assert "Negative chin-up" in shown(pilot)


async def test_before_its_day_the_card_says_when(services: Services, perform: Callable[..., None]) -> None:
    half_way(services, perform)
    exercise = services.exercise("bench-press")
    assert exercise is not None
    advice = read_recent_training(services, exercise).advice
    assert (advice.what, advice.why) == (
        "Not yet",
        "Week 3 of 8, session 2 of 2 (ramp-in): Monday at the earliest. Then 3 × 4 at 95 kg. "
        "If you train sooner, it is 2 × 4 at 52.5 kg.",  # why is said below, by what asks for the word
    )
    assert (advice.prescription.sets, advice.prescription.reps, advice.prescription.load_kg) == (2, 4, 52.5)
    app = NegcoachApp(services)
    async with app.run_test(size=(120, 40)) as pilot:
        await wait_for_workers(pilot)
        assert "Week 3 of 8, session 2 of 2 · Monday at the earliest" in shown(pilot)


async def test_without_a_programme_home_has_no_row(services: Services) -> None:
    app = NegcoachApp(services)
    async with app.run_test(size=(120, 40)) as pilot:
        await wait_for_workers(pilot)
        assert not app.screen.query("#programme")


async def test_the_press_that_opened_it_trains_nothing_and_escape_goes_back(services: Services, clock: Clock) -> None:
    begun(services, "first-dip", days_ago=0.01)
    app = NegcoachApp(services)
    async with app.run_test(size=(120, 40)) as pilot:
        await wait_for_workers(pilot)
        await pilot.press("f7", "enter")
        await settle(pilot)
        assert isinstance(app.screen, ProgrammesScreen)
        await until_drawn(app)
        clock.advance(1_000)
        await pilot.press("escape")
        await settle(pilot)
        assert isinstance(app.screen, ExercisesScreen)


def test_a_programme_of_yesterday_counts_from_the_moment_it_was_begun(
    services: Services, perform: Callable[..., None]
) -> None:
    perform("negative-dip", days_ago=2, sets=2, reps=3)
    begun(services, "first-dip", days_ago=1)
    assert len(begun_programmes(services)["first-dip"].course.done) == 0
    perform("negative-dip", days_ago=0.5, sets=2, reps=3)
    course = begun_programmes(services)["first-dip"].course
    assert (len(course.done), course.due_at.date()) == (1, (services.now() + timedelta(days=1.5)).date())


async def test_what_readiness_holds_back_today_is_today_nowhere(
    services: Services, perform: Callable[..., None], clock: Clock
) -> None:
    begun(services, "first-pull-up", days_ago=0.2, name="Your first pull-up")
    perform("feet-assisted-pull-up", days_ago=0.1, sets=2, reps=2)  # the light first session, as it was advised
    app = NegcoachApp(services)
    async with app.run_test(size=(120, 40)) as pilot:
        await wait_for_workers(pilot)
        row = str(app.screen.query_one("#programme", Static).render())
        assert row.startswith("Week 1 of 10, session 1 of 2 · not today (F7) · Your first pull-up")
        assert isinstance(app.screen, ExercisesScreen)
        app.screen._fill_list("feet-assisted-pull-up")
        await wait_for_workers(pilot)
        assert "Enough for today" in shown(pilot)
        assert "Your first pull-up: Week 1 of 10, session 1 of 2 · not today" in " ".join(shown(pilot).split())
        await pilot.press("f7")
        await settle(pilot)
        assert "Week 1 of 10, session 1 of 2 · not today" in shown(pilot)
        assert "· today" not in shown(pilot)
    clock.advance(3 * 24 * 3_600_000)
    (course,) = followed_courses(services)
    assert as_of_today(services, course).is_for_today
