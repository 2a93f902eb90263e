"""The test of the longest lowering, led by the coach in the real app: from its screen to its result."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
from textual.pilot import Pilot

from negcoach.app import NegcoachApp
from negcoach.coaching.advice.programme_summary import summary_of
from negcoach.coaching.advice.programmes import begin_programme, begun_programmes
from negcoach.coaching.advice.recent_training import RecentTraining, catalogue_default, read_recent_training
from negcoach.coaching.sets_to_do import CoachRequest
from negcoach.config.programmes import load_programmes
from negcoach.report.facts import read_facts, total
from negcoach.report.markdown import markdown
from negcoach.report.story import report_blocks
from negcoach.screens.choosing.card import test_note as note_of_card
from negcoach.screens.choosing.exercises import ExercisesScreen
from negcoach.screens.choosing.gate.guided_test_screen import GuidedTestScreen
from negcoach.screens.choosing.prescription import PrescriptionScreen
from negcoach.screens.choosing.unfinished import UnfinishedScreen
from negcoach.screens.coaching.coach import CoachScreen
from negcoach.screens.coaching.rest.rest import RestScreen
from negcoach.screens.coaching.summary import SummaryScreen
from negcoach.screens.history.exercise.record_rows import record_rows
from negcoach.screens.history.session.words import set_outcome, set_title
from negcoach.services import Services
from negcoach.store.queries.eccentric_tests import eccentric_tests, longest_lowerings
from negcoach.store.queries.trends import exercise_trend
from negcoach.training.advice.eccentric_entry import entry_to_test
from negcoach.training.advice.progression.planned import Step
from negcoach.training.exercise.exercise import Exercise
from negcoach.training.plan.longest_lowering import REST_MS
from negcoach.training.score.timeline import Phase
from negcoach.training.terms import RecordFlag, SetPurpose, StopReason
from tests.screens.coaching.stage import NAMES, QUIET_MS, WITH_TINY, Bench, on_the_bench
from tests.screens.conftest import rows_of, settle, started
from tests.services import Clock

Perform = Callable[..., None]
SLUG = "negative-pull-up"


@pytest.fixture
def at_work(services: Services, perform: Perform) -> Services:
    """A lifter who holds all sets and reps of the pull-up for their five seconds, last five days ago."""
    perform(SLUG, days_ago=12, sets=2, reps=2)
    perform(SLUG, days_ago=8, adherence=0.85)
    perform(SLUG, days_ago=5)
    return services


def pull_up(services: Services) -> Exercise:
    found = services.exercise(SLUG)
    assert found is not None
    return found


def app_of(services: Services, slug: str = SLUG) -> NegcoachApp:
    """The app as ``negcoach coach negative-pull-up --test`` starts it."""
    exercise = services.exercise(slug)
    assert exercise is not None
    return NegcoachApp(services, CoachRequest(catalogue_default(services, exercise), None, test=True))


@asynccontextmanager
async def in_the_test(services: Services, clock: Clock) -> AsyncIterator[Bench]:
    """Begin the test; nobody has to spot."""
    async with on_the_bench(services, clock, app=app_of(services)) as bench:
        assert isinstance(bench.app.screen, GuidedTestScreen)
        await bench.press("enter")
        assert isinstance(bench.app.screen, CoachScreen)
        yield bench


def shown(bench: Bench) -> str:
    return " ".join(" ".join(rows_of(bench.app)).split())


async def lower(bench: Bench, ms: int | None, *keys: str) -> None:
    """Lower for so long (``None``: nobody presses, up to the end of its time), and say what there is to say."""
    if isinstance(bench.app.screen, CoachScreen) and bench.phase is Phase.READY:
        await bench.press("space")
    await bench.until(Phase.LOWER)
    if ms is not None:
        await bench.at(ms - QUIET_MS - bench.moment.elapsed_ms)
        await bench.press("space")
    rest = await bench.until_rest()
    assert isinstance(rest, RestScreen)
    await bench.press(*keys)
    await bench.at(500)


async def rested(bench: Bench) -> None:
    await bench.at(REST_MS)
    await bench.press("space")
    await settle(bench.pilot)


def note_on_tests(recent: RecentTraining) -> str:
    """What the card says of the test, "" for nothing."""
    note = note_of_card(recent, "F8")
    return "" if note is None else note.text


def results_s(services: Services, slug: str = SLUG) -> list[float]:
    with services.database.read() as connection:
        assert not eccentric_tests(connection, slug)  # never a load
        return [round(one.result.ms / 1000, 1) for one in longest_lowerings(connection, slug)]


async def test_the_longest_of_lowerings_that_get_longer_is_kept_as_a_result_of_its_own(
    at_work: Services, clock: Clock
) -> None:
    async with in_the_test(at_work, clock) as bench:
        assert "test, lowering 1" in shown(bench)
        await lower(bench, 8_000)
        assert "lowered for 8.0 s" in shown(bench)
        assert "Once more, to see whether it was all you had." in shown(bench)
        assert "Next: lowering 2, of 3 at most" in shown(bench)
        await rested(bench)
        await lower(bench, 9_500)
        assert "Longer than before: one more, the last." in shown(bench)
        await rested(bench)
        await lower(bench, 9_000)
        assert "No longer than before: the next would test fatigue. Longest lowering: 9.5 s." in shown(bench)
        await bench.press("a", "g")
        assert isinstance(bench.app.screen, RestScreen)  # nothing goes on from here
        await bench.press("space", "space")
        assert isinstance(bench.app.screen, SummaryScreen)
        assert "Tested longest lowering: 9.5 s" in shown(bench)
        assert "Lowering 2 lowered for 9.5 s" in shown(bench)
        assert shown(bench).count("%") == 1  # there is no target time but that of last time
        sets = bench.records()[0].sets
        assert {one.prescribed.purpose for one in sets} == {SetPurpose.TEST}
        assert {one.record for one in sets} == {RecordFlag.NONE}  # no lowering of work is compared with it
        assert {one.adherence for one in sets} == {None}
        assert str(set_title(sets[1], "kg")).endswith("test, lowering 2 · bodyweight · as slowly as you can")
        assert str(set_outcome(sets[1])).startswith("lowered for 9.5 s · 1 of 1 rep")
        assert results_s(at_work) == [9.5]
    recent = read_recent_training(at_work, pull_up(at_work))
    assert (recent.advice.step, recent.advice.why) == (Step.REST, "Your longest lowering was tested within a day: "
                                                       "enough for today.")  # fmt: skip
    assert note_on_tests(recent).startswith("longest lowering 9.5 s, ")
    clock.advance(4 * 24 * 3_600_000)
    advice = read_recent_training(at_work, pull_up(at_work)).advice
    assert (advice.prescription.sets, advice.prescription.reps) == (3, 4)
    assert advice.prescription.tempo.eccentric == 5  # work goes on from work


async def test_twenty_seconds_end_it_with_a_call_and_whoever_saw_them_says_so(at_work: Services, clock: Clock) -> None:
    async with in_the_test(at_work, clock) as bench:
        await bench.press("space")
        await bench.until(Phase.LOWER)
        await bench.until(Phase.TAKE)
        await bench.press("space")
        await bench.until_rest()
        await bench.at(500)
        assert "20 seconds is as long as this test goes. Longest lowering: 20.0 s." in shown(bench)
        assert results_s(at_work) == [20.0]


async def test_what_nobody_measured_shows_nothing_and_is_done_again(at_work: Services, clock: Clock) -> None:
    async with in_the_test(at_work, clock) as bench:
        await lower(bench, None)
        assert "Not measured: once more." in shown(bench)
        assert results_s(at_work) == []
        await rested(bench)
        await lower(bench, 7_000)
        assert results_s(at_work) == [7.0]


async def test_a_drop_and_then_one_that_was_given_up_end_it_without_a_result(at_work: Services, clock: Clock) -> None:
    async with in_the_test(at_work, clock) as bench:
        await lower(bench, 2_970)
        assert "Under 3 s it is a drop: it does not count. A second miss ends the test." in shown(bench)
        assert "lowered for 2.9 s" in shown(bench)
        await rested(bench)
        await bench.until(Phase.LOWER)
        await bench.at(4_000)
        await bench.press("escape")
        await bench.until_rest()
        await bench.at(500)
        assert "The second miss ends the test. No lowering counts: the test has no result." in shown(bench)
        assert results_s(at_work) == []
        await bench.press("space", "space")
        assert "Tested longest lowering: no result, none was controlled to the bottom" in shown(bench)


async def test_help_on_the_way_down_does_not_count_and_can_be_taken_back(at_work: Services, clock: Clock) -> None:
    async with in_the_test(at_work, clock) as bench:
        await lower(bench, 12_000, "t")
        assert "Helped: it does not count." in shown(bench)
        assert results_s(at_work) == []
        await bench.press("t")
        await bench.at(500)
        assert "lowered for 12.0 s" in shown(bench)
        assert results_s(at_work) == [12.0]


async def test_pain_in_the_second_one_ends_it_keeps_the_first_and_the_next_advice_is_less(
    at_work: Services, clock: Clock
) -> None:
    async with in_the_test(at_work, clock) as bench:
        await lower(bench, 9_000)
        await rested(bench)
        await lower(bench, 11_000, "x")
        assert "It hurts: the test ends here. Longest lowering: 9.0 s." in shown(bench)
        await bench.press("space", "space")
        assert results_s(at_work) == [9.0]
    clock.advance(4 * 24 * 3_600_000)
    advice = read_recent_training(at_work, pull_up(at_work)).advice
    assert advice.rule.name == "pain"
    prescription = advice.prescription
    assert prescription.tempo.eccentric <= 5
    assert (prescription.total_reps or 0) < 12


async def test_a_key_at_home_leads_to_it_and_to_ordinary_sets(at_work: Services, clock: Clock) -> None:
    async with on_the_bench(at_work, clock, app=NegcoachApp(at_work)) as bench:
        assert isinstance(bench.app.screen, ExercisesScreen)
        assert "Press F8 for the test of your longest lowering." in note_on_tests(
            read_recent_training(at_work, pull_up(at_work))
        )
        await bench.press("f8")
        await settle(bench.pilot)
        assert isinstance(bench.app.screen, GuidedTestScreen)
        await bench.press("f8")
        await settle(bench.pilot)
        assert isinstance(bench.app.screen, PrescriptionScreen)


NOT_YET: dict[str, tuple[list[dict[str, object]], str]] = {
    "never": ([], "light first session"),
    "a first bout": ([{"days_ago": 5, "sets": 2, "reps": 2}], "First keep 5 s"),
    "not kept": ([{"days_ago": 12, "sets": 2, "reps": 2}, {"days_ago": 5, "adherence": 0.8}], "First keep 5 s"),
    "faster": ([{"days_ago": 12, "sets": 2, "reps": 2}, {"days_ago": 5, "tempo": "4-0-A-1"}], "First keep 5 s"),
    "with help": (
        [{"days_ago": 12, "sets": 2, "reps": 2}, {"days_ago": 5, "load_kg": -10.0}],
        "this test is without any",
    ),
    "lost": (
        [{"days_ago": 12, "sets": 2, "reps": 2}, {"days_ago": 8}, {"days_ago": 5, "stop": StopReason.TEMPO_LOSS}],
        "lost the tempo",
    ),
    "hurt": (
        [{"days_ago": 12, "sets": 2, "reps": 2}, {"days_ago": 8}, {"days_ago": 5, "stop": StopReason.PAIN}],
        "hurt",
    ),
    "away": ([{"days_ago": 40, "sets": 2, "reps": 2}, {"days_ago": 37}], "You were away"),
    "yesterday": ([{"days_ago": 12, "sets": 2, "reps": 2}, {"days_ago": 1}], "48 h"),
}


@pytest.mark.parametrize("name", NOT_YET)
def test_who_may_not_yet_is_told_why(services: Services, perform: Perform, name: str) -> None:
    done, word = NOT_YET[name]
    for one in done:
        perform(SLUG, **one)
    recent = read_recent_training(services, pull_up(services))
    entry = entry_to_test(recent.base.exercise, recent.facts, recent.advice)
    assert not entry.open
    assert any(word in one for one in entry.obstacles), entry.obstacles
    assert "F8" not in note_on_tests(recent)


def test_a_nordic_is_tested_from_the_weeks_on_in_which_its_tempo_counts(services: Services, perform: Perform) -> None:
    exercise = services.exercise("nordic-curl")
    assert exercise is not None
    perform("nordic-curl", days_ago=9, sets=2, reps=5)
    perform("nordic-curl", days_ago=3, sets=2, reps=6)
    recent = read_recent_training(services, exercise)
    assert "The first weeks come first" in " ".join(entry_to_test(exercise, recent.facts, recent.advice).obstacles)


async def test_who_may_not_yet_reads_why_and_no_key_begins_it(services: Services, clock: Clock) -> None:
    async with on_the_bench(services, clock, app=app_of(services)) as bench:
        assert "Not today: ✕ The light first session comes first" in shown(bench)
        await bench.press("enter", "space", "pagedown")
        assert isinstance(bench.app.screen, GuidedTestScreen)


async def test_one_that_was_cut_off_goes_on_with_the_lowering_that_was_next(at_work: Services, clock: Clock) -> None:
    async with in_the_test(at_work, clock) as bench:
        await lower(bench, 8_000)
    clock.advance(60_000)
    async with on_the_bench(at_work, clock, app=NegcoachApp(at_work)) as bench:
        await settle(bench.pilot)
        assert isinstance(bench.app.screen, UnfinishedScreen)
        assert "The test goes on with lowering 2." in shown(bench)
        await bench.press("enter")
        await settle(bench.pilot)
        assert "test, lowering 2" in shown(bench)
        await lower(bench, 7_000)
        assert "No longer than before" in shown(bench)
        assert results_s(at_work) == [8.0]


OWN_PROGRAMME = """
[[programme]]
slug = "a-test"
name = "A test"
exercise = "negative-pull-up"
days_apart = 2
week = [ { do = ["test eccentric"] }, { do = ["3x4 5 s bw"] } ]
"""


async def test_a_programme_leads_to_it_and_report_records_and_summary_have_its_result(
    at_work: Services, clock: Clock
) -> None:
    folder = at_work.config_path.parent
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "programmes.toml").write_text(OWN_PROGRAMME, "utf-8")
    (programme,) = (one for one in load_programmes(folder, at_work.library) if one.slug == "a-test")
    begin_programme(at_work, programme)
    advised = CoachRequest(catalogue_default(at_work, pull_up(at_work)), None, frozenset({"load_kg"}))
    assert read_recent_training(at_work, pull_up(at_work)).advice.step is Step.TEST
    async with on_the_bench(at_work, clock, app=NegcoachApp(at_work, advised)) as bench:
        assert isinstance(bench.app.screen, GuidedTestScreen)
        assert "A test asks for it." in shown(bench)
        await bench.press("enter")
        await lower(bench, 8_000)
        await rested(bench)
        await lower(bench, 7_000)
        await bench.press("space", "space")
        assert "Tested longest lowering: 8.0 s" in shown(bench)
    clock.advance(3 * 24 * 3_600_000)
    course = begun_programmes(at_work)["a-test"].course
    assert [line for line in summary_of(at_work, course).lines("kg") if line[0] == "Longest"] == [
        ("Longest", "lowering 8.0 s on 25 Jul 2026, Negative pull-up")
    ]
    with at_work.database.read() as connection:
        facts = read_facts(connection, clock.now().date(), 4)
        trend = exercise_trend(connection, SLUG)
    assert "longest lowering, tested" in markdown(report_blocks(facts, "kg"))
    adherence = total(facts.sets).adherence
    assert adherence is not None
    assert adherence > 0.8  # that of the work, without the lowerings of the test
    rows = [(row.name, row.value) for row in record_rows(trend, "kg")]
    assert rows[rows.index(("LONGEST LOWERING, TESTED", "")) + 1] == ("The body alone", "8.0 s")
    assert not trend.tests
    most = trend.records.most_tension
    assert most is not None
    assert most.tempo == "5-0-A-1"
    assert [row.name for row in record_rows(trend, "kg") if row.name.startswith("Heaviest")] == ["Heaviest, full 5 s"]


@pytest.mark.parametrize("size", WITH_TINY, ids=NAMES)
@pytest.mark.parametrize("scene", ["page", "lowering", "rest"])
def test_it_looks_as_it_should(
    at_work: Services, clock: Clock, snap_compare: Callable[..., bool], size: tuple[int, int], scene: str
) -> None:
    at_work.settings = replace(at_work.settings, colours="full")

    async def act(pilot: Pilot[None]) -> None:
        await started(pilot)
        bench = Bench(pilot.app, pilot, at_work, clock)
        if scene == "lowering":
            await bench.press("enter", "space")
            await bench.until(Phase.LOWER)
            await bench.at(12_500 - bench.moment.elapsed_ms)
        if scene == "rest":
            await bench.press("enter")
            await lower(bench, 9_400)
        await settle(pilot)

    assert snap_compare(app_of(at_work), terminal_size=size, run_before=act)
