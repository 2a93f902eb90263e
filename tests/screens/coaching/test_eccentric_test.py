"""The test of the eccentric 1RM, led by the coach in the real app: from its screen over the singles to its result."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from textual.pilot import Pilot

from negcoach.app import NegcoachApp
from negcoach.coaching.advice.programme_summary import summary_of
from negcoach.coaching.advice.programmes import begin_programme, begun_programmes
from negcoach.coaching.advice.recent_training import catalogue_default, read_recent_training
from negcoach.coaching.sets_to_do import CoachRequest
from negcoach.coaching.words.set_words import last_time_in_words
from negcoach.config.programmes import load_programmes
from negcoach.report.facts import read_facts
from negcoach.report.markdown import markdown
from negcoach.report.story import report_blocks
from negcoach.screens.choosing.exercises import ExercisesScreen
from negcoach.screens.choosing.gate.cap_screen import CapScreen
from negcoach.screens.choosing.gate.guided_test_screen import GuidedTestScreen
from negcoach.screens.choosing.gate.spotters_screen import SpottersScreen
from negcoach.screens.choosing.prescription import PrescriptionScreen
from negcoach.screens.choosing.unfinished import UnfinishedScreen
from negcoach.screens.coaching.coach import CoachScreen
from negcoach.screens.coaching.no_rep import NoRepScreen
from negcoach.screens.coaching.rest.eccentric_test_rest import EccentricTestRestScreen
from negcoach.screens.coaching.summary import SummaryScreen
from negcoach.screens.history.session.words import set_title
from negcoach.services import Services
from negcoach.store.queries.eccentric_tests import eccentric_tests
from negcoach.training.advice.eccentric_entry import entry_to_test
from negcoach.training.advice.progression.planned import Step
from negcoach.training.exercise.exercise import Exercise
from negcoach.training.plan.eccentric_test import REST_MS
from negcoach.training.score.timeline import Phase
from negcoach.training.terms import SetPurpose, StopReason
from tests.screens.coaching.stage import NAMES, QUIET_MS, WITH_TINY, Bench, on_the_bench
from tests.screens.conftest import WAIT_S, rows_of, settle, started
from tests.services import HEALTHY, Clock

Perform = Callable[..., None]


@pytest.fixture
def at_work(services: Services, perform: Perform) -> Services:
    """A lifter with a 1RM of 100 kg who lowered 105 kg six days ago."""
    services.lifter.store_health_answers(HEALTHY, services.now())
    services.lifter.set_one_rm("bench-press", 100.0, services.now() - timedelta(days=30))
    perform("bench-press", days_ago=9, load_kg=105)
    perform("bench-press", days_ago=6, load_kg=105)
    return services


def bench_press(services: Services) -> Exercise:
    found = services.exercise("bench-press")
    assert found is not None
    return found


def app_of(services: Services) -> NegcoachApp:
    """The app as ``negcoach coach bench-press --test`` starts it."""
    return NegcoachApp(services, CoachRequest(catalogue_default(services, bench_press(services)), None, test=True))


@asynccontextmanager
async def in_the_test(services: Services, clock: Clock) -> AsyncIterator[Bench]:
    """Begin the test, with two spotters."""
    async with on_the_bench(services, clock, app=app_of(services)) as bench:
        assert isinstance(bench.app.screen, GuidedTestScreen)
        await bench.press("enter")
        assert isinstance(bench.app.screen, SpottersScreen)
        await bench.press("2", "enter")
        assert isinstance(bench.app.screen, CoachScreen)
        yield bench


def shown(bench: Bench) -> str:
    return " ".join(" ".join(rows_of(bench.app)).split())


async def lower(bench: Bench, ms: int | None = 5_000, *keys: str) -> None:
    """Lower the single that is next for so long (``None``: nobody presses at the bottom), and rate it."""
    if isinstance(bench.app.screen, CoachScreen) and bench.phase is Phase.READY:
        await bench.press("space")
    await bench.until(Phase.LOWER)
    if ms is not None:
        await bench.at(ms - QUIET_MS - bench.moment.elapsed_ms)
        await bench.press("space")
    rest = await bench.until_rest()
    assert isinstance(rest, EccentricTestRestScreen)
    await bench.press(*keys)
    await bench.at(500)


async def rested(bench: Bench) -> None:
    """Rest for four minutes, and begin the next single."""
    await bench.at(REST_MS)
    await bench.press("space")
    await settle(bench.pilot)


def results(services: Services) -> list[tuple[float, str]]:
    with services.database.read() as connection:
        return [(one.result.kg, str(one.result.tempo)) for one in eccentric_tests(connection, "bench-press")]


def loads_kg(bench: Bench) -> list[float]:
    return [one.load_kg for one in bench.records()[0].sets]


async def test_it_goes_up_by_how_easy_it_was_half_way_back_after_a_miss_and_ends_with_the_second(
    at_work: Services, clock: Clock
) -> None:
    async with in_the_test(at_work, clock) as bench:
        assert "105 kg · 105 %" in shown(bench)
        assert "test, single 1" in shown(bench)
        await lower(bench)
        assert "Lowered in full: 107.5 kg next (+2.4 %). Rate the effort: it sets the step." in shown(bench)
        await bench.press("7")
        await bench.at(500)
        assert "Lowered in full: 112.5 kg next (+7.1 %)." in shown(bench)
        assert "Next: single 2, of 6 at most · 112.5 kg · 112.5 %" in shown(bench)
        await rested(bench)
        await lower(bench, 4_000)
        assert "Missed: halfway back to 107.5 kg, once." in shown(bench)
        await rested(bench)
        await lower(bench, 5_000, "8")
        assert "Lowered in full: 110 kg next (+2.3 %)." in shown(bench)  # below what was missed
        await rested(bench)
        await lower(bench, 3_000)
        assert "The second miss ends the test." in shown(bench)
        assert "Eccentric 1RM at 5-0-A-1: 107.5 kg." in shown(bench)
        await bench.press("g")
        assert isinstance(bench.app.screen, EccentricTestRestScreen)  # nothing goes on from here
        await bench.press("space", "space")
        assert isinstance(bench.app.screen, SummaryScreen)
        assert loads_kg(bench) == [105, 112.5, 107.5, 110]
        assert {one.prescribed.purpose for one in bench.records()[0].sets} == {SetPurpose.TEST}
        assert results(at_work) == [(107.5, "5-0-A-1")]
    clock.advance(3_600_000)
    advice = read_recent_training(at_work, bench_press(at_work)).advice
    assert (advice.step, advice.rule.name) == (Step.REST, "enough for today")
    clock.advance(4 * 24 * 3_600_000)
    advice = read_recent_training(at_work, bench_press(at_work)).advice
    assert advice.prescription.load_kg == 95  # 90 % of what was tested, though two days at 105 kg were kept before it


async def test_a_miss_at_the_half_way_load_ends_the_test_with_the_success_before(
    at_work: Services, clock: Clock
) -> None:
    async with in_the_test(at_work, clock) as bench:
        await lower(bench, 5_000, "7")
        await rested(bench)
        await lower(bench, 4_000)
        await rested(bench)
        await lower(bench, 4_400)
        assert "The second miss ends the test. Eccentric 1RM at 5-0-A-1: 105 kg." in shown(bench)
        assert results(at_work) == [(105, "5-0-A-1")]


async def test_six_singles_are_enough(at_work: Services, clock: Clock) -> None:
    async with in_the_test(at_work, clock) as bench:
        for number in range(6):
            await lower(bench, 5_000, "0")
            if number < 5:
                await rested(bench)
            if isinstance(bench.app.screen, CapScreen):
                break
        assert "6 singles are enough. Eccentric 1RM at 5-0-A-1: 117.5 kg." in shown(bench)
        assert loads_kg(bench) == [105, 107.5, 110, 112.5, 115, 117.5]
        await bench.press("a")
        assert isinstance(bench.app.screen, EccentricTestRestScreen)  # no seventh
        await bench.press("space")
        assert isinstance(bench.app.screen, SummaryScreen)


async def test_pain_in_the_second_single_ends_the_test_and_the_next_advice_knows_of_it(
    at_work: Services, clock: Clock
) -> None:
    async with in_the_test(at_work, clock) as bench:
        await lower(bench, 5_000, "8")
        await rested(bench)
        await lower(bench, 5_000, "x")
        assert "It hurts: the test ends here. Eccentric 1RM at 5-0-A-1: 105 kg." in shown(bench)
        await bench.press("space", "space")
        assert results(at_work) == [(105, "5-0-A-1")]
    clock.advance(5 * 24 * 3_600_000)
    advice = read_recent_training(at_work, bench_press(at_work)).advice
    assert advice.rule.name == "pain"
    assert advice.prescription.load_kg <= 84  # a fifth less than at work


async def test_pain_under_the_bar_ends_the_test_without_a_way_on(at_work: Services, clock: Clock) -> None:
    async with in_the_test(at_work, clock) as bench:
        await bench.press("space")
        await bench.until(Phase.LOWER)
        await bench.press("x")
        await bench.until_rest()
        await bench.at(500)
        assert "It hurts: the test ends here. No single was lowered in full" in shown(bench)
        await bench.press("g", "space", "space")
        assert isinstance(bench.app.screen, SummaryScreen)
        assert [one.stop_reason for one in bench.records()[0].sets] == [StopReason.PAIN]


async def test_a_single_that_was_given_up_is_a_miss(at_work: Services, clock: Clock) -> None:
    async with in_the_test(at_work, clock) as bench:
        await bench.press("space")
        await bench.until(Phase.LOWER)
        await bench.at(1_000)
        await bench.press("escape")
        await bench.until_rest()
        await bench.at(500)
        assert "Missed: halfway back to 102.5 kg, once." in shown(bench)
        await rested(bench)
        await lower(bench, 4_000)
        assert "The second miss ends the test." in shown(bench)
        await bench.press("space", "space")
        said = "eccentric 1RM at 5-0-A-1: no result, 102.5 kg was not lowered in full"
        assert f"Tested {said}" in shown(bench)
    clock.advance(5 * 24 * 3_600_000)
    recent = read_recent_training(at_work, bench_press(at_work))
    assert recent.last is not None
    assert f"test of the {said}" in last_time_in_words(recent.last, clock.now(), "kg", bench_press(at_work))
    assert (recent.as_last_time.load_kg, recent.as_last_time.reps) == (105, 4)  # what was done as work


async def test_a_single_that_was_ended_before_its_lowering_is_none(at_work: Services, clock: Clock) -> None:
    async with in_the_test(at_work, clock) as bench:
        await bench.press("space", "escape")
        await bench.until_no_rep()
        await bench.press("x")
        assert "g" not in str(bench.app.screen.query_one("#answers").render()).split()
        await bench.press("g")
        assert isinstance(bench.app.screen, NoRepScreen)
        await bench.press("x", "space")
        assert "test, single 1" in shown(bench)
        assert bench.phase is Phase.READY


async def test_what_nobody_measured_is_done_again(at_work: Services, clock: Clock) -> None:
    async with in_the_test(at_work, clock) as bench:
        await lower(bench, None, "7")
        assert "Not measured: 105 kg again." in shown(bench)
        await rested(bench)
        assert "105 kg · 105 %" in shown(bench)


async def test_a_touched_bar_is_a_miss(at_work: Services, clock: Clock) -> None:
    async with in_the_test(at_work, clock) as bench:
        await lower(bench, 5_000, "t")
        assert "Missed: halfway back" in shown(bench)
        assert results(at_work) == []


async def test_a_load_over_the_cap_is_typed_again_before_its_single(at_work: Services, clock: Clock) -> None:
    async with in_the_test(at_work, clock) as bench:
        await lower(bench, 5_000, "7")
        await rested(bench)
        await lower(bench, 5_000, "7")
        assert "120 kg next" in shown(bench)
        await rested(bench)
        assert isinstance(bench.app.screen, CoachScreen)  # the cap itself is not over it
        await lower(bench, 5_000, "8")
        assert "125 kg next" in shown(bench)
        await rested(bench)
        assert isinstance(bench.app.screen, CapScreen)
        await bench.press("escape")
        assert isinstance(bench.app.screen, EccentricTestRestScreen)
        await bench.press("space")
        await settle(bench.pilot)
        await bench.press("1", "2", "5", "enter")
        await settle(bench.pilot)
        assert isinstance(bench.app.screen, EccentricTestRestScreen)  # the lifter has yet to get under the bar
        await bench.at(60_000)
        assert isinstance(bench.app.screen, EccentricTestRestScreen)
        assert "Next: single 4, of 6 at most · 125 kg · 125 %" in shown(bench)
        assert "Press Space when everyone is ready." in shown(bench)
        await bench.press("space")
        await settle(bench.pilot)
        assert isinstance(bench.app.screen, CoachScreen)  # it is not asked again
        assert bench.phase is Phase.LEAD_IN
        assert "125 kg · 125 %" in shown(bench)


async def test_an_effort_that_changes_a_load_that_was_typed_again_has_it_asked_again(
    at_work: Services, clock: Clock
) -> None:
    async with in_the_test(at_work, clock) as bench:
        for _ in range(2):
            await lower(bench, 5_000, "7")
            await rested(bench)
        await lower(bench, 5_000, "8")
        await rested(bench)
        await bench.press("1", "2", "5", "enter")
        await settle(bench.pilot)
        await bench.press("7")  # it was easier: a larger step
        async with asyncio.timeout(WAIT_S):
            while "127.5 kg next" not in shown(bench):
                await bench.pilot.pause()
        await settle(bench.pilot)
        await bench.press("space")
        await settle(bench.pilot)
        assert isinstance(bench.app.screen, CapScreen)
        assert "127.5" in shown(bench)


async def test_more_spotters_are_asked_for_where_the_next_load_needs_them(
    services: Services, clock: Clock, perform: Perform
) -> None:
    services.lifter.store_health_answers(HEALTHY, services.now())
    services.lifter.set_one_rm("bench-press", 80.0, services.now() - timedelta(days=30))
    perform("bench-press", days_ago=6, load_kg=85)
    async with on_the_bench(services, clock, app=app_of(services)) as bench:
        await bench.press("enter", "1", "enter")
        assert "82.5 kg · 103.1 %" in shown(bench)  # 84 kg, rounded down
        await lower(bench, 5_000, "7")
        await rested(bench)  # 87.5 kg, and a tenth more
        await lower(bench, 5_000, "7")
        await rested(bench)  # 92.5 kg and a tenth more is over 80 % of the 1RM and 35 kg
        assert isinstance(bench.app.screen, SpottersScreen)
        assert "92.5 kg needs 2 spotters" in shown(bench)
        assert "in a test there must be enough for 10 % more" in shown(bench)
        assert "leave the test; or wait until they are here" in shown(bench)  # its loads are not chosen
        await bench.press("enter")
        assert isinstance(bench.app.screen, SpottersScreen)
        await bench.press("2", "enter")
        await settle(bench.pilot)
        assert isinstance(bench.app.screen, EccentricTestRestScreen)
        await bench.press("space")
        await settle(bench.pilot)
        assert isinstance(bench.app.screen, CoachScreen)


async def test_f8_at_home_leads_to_the_test_of_the_marked_exercise(at_work: Services, clock: Clock) -> None:
    async with on_the_bench(at_work, clock, app=NegcoachApp(at_work)) as bench:
        assert isinstance(bench.app.screen, ExercisesScreen)
        await bench.press("f8")
        await settle(bench.pilot)
        assert isinstance(bench.app.screen, GuidedTestScreen)
        assert "First single 105 kg · 105 %; at most 6, with 4 min of rest." in shown(bench)
        await bench.press("f8")
        await settle(bench.pilot)
        assert isinstance(bench.app.screen, PrescriptionScreen)  # ordinary sets
        await bench.press("escape")
        await settle(bench.pilot)
        assert isinstance(bench.app.screen, ExercisesScreen)


async def test_f8_at_home_says_that_an_exercise_has_no_test_and_opens_nothing_below_that(
    services: Services, clock: Clock
) -> None:
    async with on_the_bench(services, clock, app=NegcoachApp(services)) as bench:
        heel_drop = services.exercise("heel-drop")
        assert heel_drop is not None
        home = bench.app.screen
        assert isinstance(home, ExercisesScreen)
        home.post_message(ExercisesScreen.Chosen(heel_drop, test=True))
        async with asyncio.timeout(WAIT_S):
            while not bench.app._notifications:
                await bench.pilot.pause()
        await settle(bench.pilot)
        (notice,) = bench.app._notifications
        assert notice.message.startswith("Eccentric heel drop has no test.")
        assert bench.app.screen is home


async def test_who_may_not_yet_reads_why_and_no_key_begins_it(services: Services, clock: Clock) -> None:
    services.lifter.store_health_answers(HEALTHY, services.now())
    services.lifter.set_one_rm("bench-press", 100.0, services.now())
    async with on_the_bench(services, clock, app=app_of(services)) as bench:
        assert "Not today:" in shown(bench)
        assert "The ramp-in comes first" in shown(bench)
        await bench.press("enter", "space", "pagedown")
        assert isinstance(bench.app.screen, GuidedTestScreen)


BEFORE_A_TEST: dict[str, tuple[dict[str, object], str]] = {
    "pain in a dip": ({"slug": "negative-dip", "days_ago": 0.05, "stop": StopReason.PAIN}, "hurt"),
    "dips yesterday": ({"slug": "negative-dip", "days_ago": 1}, "48 h"),
    "dips an hour ago": ({"slug": "negative-dip", "days_ago": 0.05}, "wait 48 h"),
    "lost tempo": ({"slug": "bench-press", "days_ago": 4, "load_kg": 105, "stop": StopReason.TEMPO_LOSS}, "the tempo"),
    "training ahead": ({"slug": "negative-dip", "days_ago": -10}, "in the future"),
}
"""What was done before a test, and a word of what is said against it."""


@pytest.mark.parametrize("name", BEFORE_A_TEST)
def test_whoever_is_not_fresh_and_without_pain_may_not_begin(at_work: Services, perform: Perform, name: str) -> None:
    exercise = bench_press(at_work)
    recent = read_recent_training(at_work, exercise)
    assert entry_to_test(exercise, recent.facts, recent.advice).open
    done, word = BEFORE_A_TEST[name]
    perform(**done)
    recent = read_recent_training(at_work, exercise)
    entry = entry_to_test(exercise, recent.facts, recent.advice)
    assert not entry.open
    assert any(word in one for one in entry.obstacles), entry.obstacles
    assert not any("-" in word for one in entry.notes for word in one.split() if word[1:].isdigit()), entry.notes


async def test_a_test_that_was_cut_off_goes_on_with_the_single_that_was_next(at_work: Services, clock: Clock) -> None:
    async with in_the_test(at_work, clock) as bench:
        await lower(bench, 5_000, "7")
    clock.advance(60_000)
    async with on_the_bench(at_work, clock, app=NegcoachApp(at_work)) as bench:
        await settle(bench.pilot)
        assert isinstance(bench.app.screen, UnfinishedScreen)
        assert "The test goes on with 112.5 kg." in shown(bench)
        await bench.press("enter")
        await settle(bench.pilot)
        assert isinstance(bench.app.screen, SpottersScreen)
        await bench.press("2", "enter")
        await settle(bench.pilot)
        assert "test, single 2" in shown(bench)
        assert "112.5 kg · 112.5 %" in shown(bench)
        await lower(bench, 4_000)
        assert "Missed: halfway back to 107.5 kg, once." in shown(bench)
        assert results(at_work) == [(105, "5-0-A-1")]


OWN_PROGRAMME = """
[[programme]]
slug = "a-test"
name = "A test"
exercise = "bench-press"
days_apart = 3
week = [ { do = ["test eccentric"] }, { do = ["3x4 @ 85% ecc"] } ]
"""


async def test_a_programme_leads_to_its_test_and_takes_the_next_loads_of_the_result(
    at_work: Services, clock: Clock
) -> None:
    folder = at_work.config_path.parent
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "programmes.toml").write_text(OWN_PROGRAMME, "utf-8")
    (programme,) = (one for one in load_programmes(folder, at_work.library) if one.slug == "a-test")
    begin_programme(at_work, programme)
    advised = CoachRequest(catalogue_default(at_work, bench_press(at_work)), None, frozenset({"load_kg"}))
    async with on_the_bench(at_work, clock, app=NegcoachApp(at_work, advised)) as bench:
        assert isinstance(bench.app.screen, GuidedTestScreen)
        assert "A test asks for it." in shown(bench)
        await bench.press("enter", "2", "enter")
        await lower(bench, 5_000, "8")
        await rested(bench)
        await lower(bench, 4_000)
        await rested(bench)
        await lower(bench, 4_000)
        await bench.press("space", "space")
        assert "Tested eccentric 1RM at 5-0-A-1: 105 kg" in shown(bench)
    clock.advance(8 * 24 * 3_600_000)
    course = begun_programmes(at_work)["a-test"].course
    assert [line for line in summary_of(at_work, course).lines("kg") if line[0] == "Eccentric"] == [
        ("Eccentric", "1RM 105 kg on 25 Jul 2026, Bench press")
    ]
    advice = read_recent_training(at_work, bench_press(at_work)).advice
    assert (advice.prescription.load_kg, advice.wanted_kg) == (87.5, pytest.approx(89.25))  # 85 % of 105 kg
    with at_work.database.read() as connection:
        report = markdown(report_blocks(read_facts(connection, clock.now().date(), 4), "kg"))
    assert "eccentric 1RM at 5-0-A-1, tested" in report
    titles = [str(set_title(one, "kg")) for one in bench.records()[0].sets]
    assert titles[1].startswith("Bench press  test, single 2 · 110 kg")


@pytest.mark.parametrize("size", WITH_TINY, ids=NAMES)
@pytest.mark.parametrize("rated", [False, True], ids=["page", "rest"])
def test_it_looks_as_it_should(
    at_work: Services, clock: Clock, snap_compare: Callable[..., bool], size: tuple[int, int], rated: bool
) -> None:
    at_work.settings = replace(at_work.settings, colours="full")

    async def act(pilot: Pilot[None]) -> None:
        await started(pilot)
        if rated:
            bench = Bench(pilot.app, pilot, at_work, clock)
            await bench.press("enter", "2", "enter")
            await lower(bench, 4_900, "8")
        await settle(pilot)

    assert snap_compare(app_of(at_work), terminal_size=size, run_before=act)
