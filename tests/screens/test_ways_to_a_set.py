"""Every way to a set - from the list, the command line, a session that was cut off - passes the same gate."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Input, Static

from negcoach.app import NegcoachApp
from negcoach.coaching.advice.alternative import alternative_choice
from negcoach.coaching.advice.recent_training import catalogue_default
from negcoach.coaching.advice.standing import Standings
from negcoach.coaching.gate.readiness import WORD
from negcoach.coaching.sets_to_do import CoachRequest, SetsToDo
from negcoach.commands.support.options import Options
from negcoach.commands.support.prescription import left_out
from negcoach.config.settings.keys import OwnKeys
from negcoach.keys.keymap import Keymap
from negcoach.keys.press_names import is_press
from negcoach.presses.press import Emit, Press
from negcoach.presses.presses import Presses
from negcoach.screens.choosing.exercises import ExercisesScreen
from negcoach.screens.choosing.gate.alternative_screen import AlternativeScreen
from negcoach.screens.choosing.gate.cap_screen import CapScreen, DoubtedLoadScreen
from negcoach.screens.choosing.gate.health_screen import HealthScreen
from negcoach.screens.choosing.gate.readiness_screen import ReadinessScreen
from negcoach.screens.choosing.gate.soreness_question import SorenessBeforeSetScreen
from negcoach.screens.choosing.gate.spotters_screen import SpottersScreen
from negcoach.screens.choosing.prescription import PrescriptionScreen
from negcoach.screens.choosing.unfinished import UnfinishedScreen
from negcoach.screens.coaching.coach import CoachScreen
from negcoach.screens.shared.form.fields import FieldsScreen
from negcoach.screens.shared.form.page import Page
from negcoach.screens.shared.keys.fresh_keys import DevicePress
from negcoach.services import Services
from negcoach.store.editing.body import Body
from negcoach.store.prescribed_set import prescribed_set_of
from negcoach.training.exercise.exercise import Exercise
from negcoach.training.exercise.prescription import ADVISED_FIELDS, Prescription
from negcoach.training.exercise.tempo import Tempo
from negcoach.training.exercise.way import Way
from negcoach.training.progress.soreness import Question
from negcoach.training.terms import OneRmKind, SetPurpose, StopReason
from tests.screens.conftest import rows_of, settle, started, text_of, until_drawn
from tests.services import HEALTHY, Clock, prescribed

WAYS = ("list", "command line", "cut off")
CLICKER = ("enter", "space", "pagedown", "right", "down", "pageup", "left", "f5", "full_stop", "b")
BACK = {"pageup"}
"""The keys of a clicker that lead back."""


@dataclass
class Lifter:
    """A lifter of whom the gate knows what it must, with a way to a set."""

    services: Services
    clock: Clock
    perform: Callable[..., None]

    def is_known(self, *, months: int = 24, one_rm_kg: float | None = 100.0) -> None:
        """Answer the health screen, and store a 1RM of the bench press."""
        answers = replace(HEALTHY, lifting_months=months)
        self.services.lifter.store_health_answers(answers, self.services.now())
        if one_rm_kg is not None:
            self.services.lifter.set_one_rm("bench-press", one_rm_kg, self.services.now())

    def rates(self, rating: int, muscles: Iterable[str] = ("chest", "triceps", "front shoulder")) -> None:
        """Rate muscles now."""
        ratings = {Question(muscle): rating for muscle in muscles}
        Body(self.services.database).answer(ratings, self.services.now())

    def exercise(self, slug: str = "bench-press") -> Exercise:
        """Return an exercise."""
        found = self.services.exercise(slug)
        assert found is not None
        return found

    def cut_off(self, plan: Prescription, *, hours_ago: float = 0.1, spotters: int = 1) -> None:
        """Keep a session of which one rep was done when the program ended."""
        journal, at = self.services.journal, self.services.now() - timedelta(hours=hours_ago)
        session = journal.begin_session(at)
        one_rm_kg = self.services.lifter.one_rm(plan.exercise.slug)
        set_id = journal.begin_set(session, prescribed_set_of(plan, 1, spotters=spotters, one_rm_kg=one_rm_kg), at)
        journal.store_rep(set_id, ordinal=1, number=1, side=None, target_ms=5000, measured_ms=4900, now=at)

    def app(
        self, way: str, slug: str = "bench-press", load_kg: float | None = None, *, hours_ago: float = 0.1
    ) -> NegcoachApp:
        """Return the app on a way to a set; ``load_kg`` is a load of the lifter's own."""
        default = catalogue_default(self.services, self.exercise(slug))
        plan = default if load_kg is None else replace(default, load_kg=load_kg)
        if way == "cut off":
            unknown = load_kg is None and not plan.exercise.bodyweight
            self.cut_off(replace(plan, load_kg=105.0) if unknown else plan, hours_ago=hours_ago)
        if way != "command line":
            return NegcoachApp(self.services)
        advised = left_out(Options()) - ({"load_kg", "load_unit"} if load_kg is not None else set())
        return NegcoachApp(self.services, CoachRequest(plan, None, frozenset(advised)))

    async def press(self, pilot: Pilot[None], *keys: str) -> None:
        """Press keys, each long after what is shown could be read."""
        for key in keys:
            self.clock.advance(1_000)
            await pilot.press(key)
            await settle(pilot)

    async def go(self, pilot: Pilot[None], way: str, slug: str = "bench-press", load: str = "") -> Screen[object]:
        """Go the way up to where more than Enter is asked, and return that screen."""
        await started(pilot)
        if way == "list":
            app = pilot.app
            while app.screen.query_one("ExerciseList").highlighted_slug != slug:  # type: ignore[attr-defined]
                await self.press(pilot, "down")
            await self.press(pilot, "enter")
            if isinstance(app.screen, PrescriptionScreen):
                if load:
                    app.screen.query_one("#load_kg", Input).value = load
                    await settle(pilot)
                await self.press(pilot, "enter")
        elif way == "cut off":
            assert isinstance(pilot.app.screen, UnfinishedScreen)
            over = "counts as today's" in shown(pilot)
            await self.press(pilot, *(("g", "escape") if over else ("enter",)))  # its effort is asked first
        while isinstance(screen := pilot.app.screen, ReadinessScreen) and screen.check_action("go_on", ()):
            await self.press(pilot, "enter")
        return pilot.app.screen


@pytest.fixture
def lifter(services: Services, clock: Clock, perform: Callable[..., None]) -> Lifter:
    return Lifter(services, clock, perform)


def shown(pilot: Pilot[None]) -> str:
    return " ".join(" ".join(rows_of(pilot.app)).split())


@pytest.mark.parametrize("way", WAYS)
async def test_case_60_a_chest_rated_6_stops_every_way_until_the_word_is_typed(lifter: Lifter, way: str) -> None:
    lifter.is_known()
    lifter.perform("bench-press", days_ago=5, load_kg=105)
    lifter.rates(6, ["chest"])
    lifter.rates(0, ["triceps", "front shoulder"])
    async with lifter.app(way).run_test() as pilot:
        screen = await lifter.go(pilot, way)
        assert isinstance(screen, ReadinessScreen)
        assert "You rated your chest 6 of 6 today" in shown(pilot)
        assert "Dark urine" in shown(pilot)
        await lifter.press(pilot, *WORD, "enter")
        assert isinstance(pilot.app.screen, SpottersScreen)


@pytest.mark.parametrize("way", WAYS)
async def test_no_clicker_and_no_held_key_overrules(lifter: Lifter, way: str) -> None:
    lifter.is_known()
    lifter.perform("bench-press", days_ago=5, load_kg=105)
    lifter.rates(6)
    async with lifter.app(way).run_test() as pilot:
        await lifter.go(pilot, way)
        for key in CLICKER:
            if key not in BACK:
                await lifter.press(pilot, *[key] * 3)
                assert isinstance(pilot.app.screen, ReadinessScreen), key
        await lifter.press(pilot, *WORD, "pagedown")
        assert isinstance(pilot.app.screen, ReadinessScreen)
        await lifter.press(pilot, "pageup")
        assert not isinstance(pilot.app.screen, ReadinessScreen | SpottersScreen | CoachScreen)


async def test_a_clicker_goes_on_where_enter_alone_would_and_back(lifter: Lifter) -> None:
    lifter.is_known()
    lifter.perform("bench-press", days_ago=2.5, load_kg=105)
    lifter.rates(0)
    async with lifter.app("list").run_test() as pilot:
        await started(pilot)
        await lifter.press(pilot, "enter")
        assert isinstance(pilot.app.screen, PrescriptionScreen)
        await lifter.press(pilot, "pageup")
        assert not isinstance(pilot.app.screen, PrescriptionScreen)
        await lifter.press(pilot, "enter", "pagedown")
        assert isinstance(pilot.app.screen, SpottersScreen)
        assert "Press a number: " in shown(pilot)
        await lifter.press(pilot, *["pagedown"] * 3, *["b"] * 3)  # nobody said who is there
        assert isinstance(pilot.app.screen, SpottersScreen)
        assert "! Press a number first: " in shown(pilot)
        await lifter.press(pilot, "pageup")
        assert isinstance(pilot.app.screen, PrescriptionScreen)
        await lifter.press(pilot, "pagedown", "1", "pagedown")
        assert isinstance(pilot.app.screen, CoachScreen)


async def press_next(lifter: Lifter, pilot: Pilot[None], key: str) -> None:
    """Press a key, or a button that is none, long after what is shown could be read."""
    lifter.clock.advance(1_000)
    if is_press(key):
        pilot.app.post_message(DevicePress(Press(key, lifter.clock.ns)))
        await settle(pilot)
    else:
        await lifter.press(pilot, key)


def learned(lifter: Lifter, *keys: str) -> None:
    own = OwnKeys(Keymap({"coach.next": keys}))
    lifter.services.settings = replace(lifter.services.settings, own_keys=own)


@pytest.mark.parametrize("key", ["f12", "k", "pad:left", "midi:cc64"])
async def test_a_pedal_that_was_learned_for_the_next_thing_leads_from_a_session_cut_off_into_the_set(
    lifter: Lifter, key: str
) -> None:
    lifter.is_known()
    lifter.rates(0)
    learned(lifter, key, "space")
    async with lifter.app("cut off").run_test() as pilot:
        await started(pilot)
        assert isinstance(pilot.app.screen, UnfinishedScreen)
        await press_next(lifter, pilot, key)
        assert isinstance(pilot.app.screen, ReadinessScreen | SpottersScreen)
        while isinstance(pilot.app.screen, ReadinessScreen):
            await press_next(lifter, pilot, key)
        assert isinstance(pilot.app.screen, SpottersScreen)
        await lifter.press(pilot, "0")
        await press_next(lifter, pilot, key)  # too few are there: it goes on no more than a clicker does
        assert isinstance(pilot.app.screen, SpottersScreen)
        await lifter.press(pilot, "1")
        await press_next(lifter, pilot, key)
        assert isinstance(pilot.app.screen, CoachScreen)


async def test_a_pedal_that_was_learned_goes_on_from_the_form_and_types_what_it_types(lifter: Lifter) -> None:
    lifter.is_known()
    lifter.rates(0)
    learned(lifter, "f12", "k")
    async with lifter.app("list").run_test() as pilot:
        await started(pilot)
        await lifter.press(pilot, "enter")
        assert isinstance(pilot.app.screen, PrescriptionScreen)
        pilot.app.screen.query_one("#load_kg", Input).focus()
        await lifter.press(pilot, "end", "k")
        assert pilot.app.screen.query_one("#load_kg", Input).value.endswith("k")
        await lifter.press(pilot, "backspace", "f12")
        assert isinstance(pilot.app.screen, SpottersScreen)
        await lifter.press(pilot, "pageup", "f1")
        assert "PageDown or F12" in shown(pilot)


@pytest.mark.parametrize("key", ["f12", "k", "pad:left"])
async def test_a_pedal_that_was_learned_overrules_nothing(lifter: Lifter, key: str) -> None:
    lifter.is_known()
    lifter.perform("bench-press", days_ago=5, load_kg=105)
    lifter.rates(6)
    learned(lifter, key)
    async with lifter.app("command line").run_test() as pilot:
        assert isinstance(await lifter.go(pilot, "command line"), ReadinessScreen)
        for _ in range(3):
            await press_next(lifter, pilot, key)
        assert isinstance(pilot.app.screen, ReadinessScreen)
        await lifter.press(pilot, *["backspace"] * 3, *WORD)
        await press_next(lifter, pilot, key)
        assert isinstance(pilot.app.screen, ReadinessScreen)
    lifter.rates(0)
    lifter.perform("bench-press", days_ago=5, load_kg=115)
    async with lifter.app("command line", load_kg=125.0).run_test() as pilot:
        assert isinstance(await lifter.go(pilot, "command line"), CapScreen)
        await lifter.press(pilot, *"125")
        for _ in range(3):
            await press_next(lifter, pilot, key)
        assert isinstance(pilot.app.screen, CapScreen)


async def test_a_clicker_reads_the_warnings_to_their_end_before_it_passes_them(lifter: Lifter) -> None:
    lifter.is_known(one_rm_kg=None)
    lifter.services.lifter.set_one_rm("bench-press", 100, lifter.services.now() - timedelta(days=100))
    for days in (8, 2.5):
        lifter.perform("bench-press", days_ago=days, load_kg=105)
    lifter.rates(0)
    async with lifter.app("command line", load_kg=106.0).run_test(size=(40, 4)) as pilot:
        await settle(pilot)
        page = pilot.app.screen.query_one(Page)
        assert isinstance(pilot.app.screen, ReadinessScreen)
        assert page.max_scroll_y > 0
        presses = 0
        while isinstance(pilot.app.screen, ReadinessScreen):
            seen_all = page.scroll_offset.y == page.max_scroll_y
            await lifter.press(pilot, "pagedown")
            presses += 1
            assert isinstance(pilot.app.screen, ReadinessScreen) is not seen_all
        assert presses > 1
        assert isinstance(pilot.app.screen, SpottersScreen)


async def test_a_clicker_takes_the_advised_set_in_place_of_a_heavier_one(lifter: Lifter) -> None:
    lifter.is_known()
    async with lifter.app("command line", load_kg=120.0).run_test() as pilot:
        assert isinstance(await lifter.go(pilot, "command line"), ReadinessScreen)
        await lifter.press(pilot, "pagedown")
        assert isinstance(pilot.app.screen, SpottersScreen)
        assert "40 kg" in shown(pilot)


async def test_a_clicker_passes_neither_the_health_screen_nor_the_cap(lifter: Lifter) -> None:
    async with lifter.app("command line").run_test() as pilot:
        assert isinstance(await lifter.go(pilot, "command line"), FieldsScreen)
        await lifter.press(pilot, "pagedown")
        assert isinstance(pilot.app.screen, FieldsScreen)
        await lifter.press(pilot, *"40", "down", *"24", "pagedown")
        assert isinstance(pilot.app.screen, HealthScreen)
        await lifter.press(pilot, *["pagedown"] * 5)
        assert isinstance(pilot.app.screen, HealthScreen)
        await lifter.press(pilot, "pageup")
        assert isinstance(pilot.app.screen, FieldsScreen)
        assert lifter.services.lifter.health_answers() is None
    lifter.is_known()
    lifter.perform("bench-press", days_ago=5, load_kg=115)
    async with lifter.app("command line", load_kg=125.0).run_test() as pilot:
        assert isinstance(await lifter.go(pilot, "command line"), CapScreen)
        await lifter.press(pilot, *"125", *["pagedown"] * 3)
        assert isinstance(pilot.app.screen, CapScreen)
        await lifter.press(pilot, "pageup")
        assert not isinstance(pilot.app.screen, CapScreen | SpottersScreen | CoachScreen)


async def test_a_clicker_does_the_other_exercise_where_overload_may_not_be_done(lifter: Lifter) -> None:
    lifter.is_known(months=1)
    async with lifter.app("command line").run_test() as pilot:
        assert isinstance(await lifter.go(pilot, "command line"), AlternativeScreen)
        await lifter.press(pilot, "pagedown")
        assert isinstance(pilot.app.screen, CoachScreen)
        assert pilot.app.screen._sets.prescription.exercise.slug == "negative-push-up"


@pytest.mark.parametrize("way", WAYS)
async def test_who_is_alone_under_a_bar_confirms_the_pins_before_the_first_set(lifter: Lifter, way: str) -> None:
    lifter.services.lifter.set_one_rm("tempo-squat", 150.0, lifter.services.now())
    async with lifter.app(way, "tempo-squat", None if way == "list" else 95.0).run_test() as pilot:
        assert isinstance(await lifter.go(pilot, way, "tempo-squat"), SpottersScreen)
        text = shown(pilot)
        assert "Press Enter to confirm the safety pins are set." in text and "How many" not in text
        await lifter.press(pilot, "2")
        assert isinstance(pilot.app.screen, SpottersScreen)
        await lifter.press(pilot, "enter")
        assert isinstance(pilot.app.screen, CoachScreen)
        assert pilot.app.screen._sets.spotters == 0


async def test_the_way_back_from_the_spotters_of_a_session_that_goes_on_asks_again_and_starts_nothing_else(
    lifter: Lifter,
) -> None:
    lifter.is_known()
    lifter.perform("bench-press", days_ago=5, load_kg=105)
    plan = catalogue_default(lifter.services, lifter.exercise("bench-press"))
    lifter.cut_off(replace(plan, load_kg=105.0))
    dip = catalogue_default(lifter.services, lifter.exercise("negative-dip"))
    lifter.services.lifter_name = "Anna"  # of two: what is theirs has their name on it
    app = NegcoachApp(lifter.services, CoachRequest(dip, None))
    async with app.run_test() as pilot:
        assert isinstance(await lifter.go(pilot, "cut off"), SpottersScreen)
        assert "Anna · Bench press, 105 kg" in shown(pilot)
        for back in ("escape", "pageup"):
            await lifter.press(pilot, back)
            assert isinstance(pilot.app.screen, UnfinishedScreen)
            assert "Anna, your last session was interrupted." in shown(pilot)
            await lifter.press(pilot, "enter")
            assert isinstance(pilot.app.screen, SpottersScreen)
        await lifter.press(pilot, "escape", "n")
        assert not isinstance(pilot.app.screen, UnfinishedScreen | SpottersScreen)


async def test_where_an_interrupted_set_goes_on_the_warm_up_is_led_that_the_page_names(lifter: Lifter) -> None:
    lifter.is_known()
    lifter.perform("bench-press", days_ago=9, load_kg=105)
    lifter.perform("bench-press", days_ago=5, load_kg=105)
    plan = replace(catalogue_default(lifter.services, lifter.exercise("bench-press")), load_kg=105.0)
    lifter.cut_off(replace(plan, way=Way.parse("cluster 2, 20 s")))
    async with NegcoachApp(lifter.services).run_test(size=(120, 40)) as pilot:
        assert isinstance(await lifter.go(pilot, "cut off"), SpottersScreen)
        assert "press w" in shown(pilot)
        assert not pilot.app.screen.query("#way"), "it would be that of a whole set"
        await lifter.press(pilot, "1", "enter")
        coach = pilot.app.screen
        assert isinstance(coach, CoachScreen) and "w warm up" in shown(pilot)
        assert coach._sets.prescription.way.reps == 2


@pytest.mark.parametrize(("minutes_ago", "line"), [(1, "Rest first: 2:00 left."), (4, "")])
async def test_a_session_that_was_cut_off_in_a_rest_says_what_is_left_of_it(
    lifter: Lifter, minutes_ago: int, line: str
) -> None:
    lifter.is_known()
    plan = replace(catalogue_default(lifter.services, lifter.exercise("bench-press")), load_kg=105.0, rest_ms=180_000)
    lifter.cut_off(plan, hours_ago=minutes_ago / 60)
    unfinished = lifter.services.journal.unfinished()
    assert unfinished is not None
    assert unfinished.last_set_id is not None
    at = lifter.services.now() - timedelta(minutes=minutes_ago)
    lifter.services.journal.end_set(unfinished.last_set_id, StopReason.TARGET_REACHED, at)
    app = NegcoachApp(lifter.services)
    async with app.run_test() as pilot:
        await started(pilot)
        assert isinstance(app.screen, UnfinishedScreen)
        assert line in shown(pilot)
        assert bool(app.screen.query("#rest")) == bool(line)


@pytest.mark.parametrize("way", WAYS)
async def test_ten_hours_after_benching_the_next_bench_press_needs_the_word(lifter: Lifter, way: str) -> None:
    lifter.is_known()
    if way != "cut off":
        lifter.perform("bench-press", days_ago=10 / 24, load_kg=105)
    app = lifter.app(way, hours_ago=10)
    async with app.run_test() as pilot:
        screen = await lifter.go(pilot, way)
        assert isinstance(screen, SorenessBeforeSetScreen)
        await lifter.press(pilot, "1", "1", "1", "enter")
        if way == "list":
            await lifter.press(pilot, "enter")  # the form
        assert isinstance(pilot.app.screen, ReadinessScreen)
        assert "trained your chest" in shown(pilot)
        assert "10 h ago: wait 48 h at least, until" in shown(pilot)
        await lifter.press(pilot, *WORD, "enter")
        assert isinstance(pilot.app.screen, SpottersScreen)


@pytest.mark.parametrize("way", WAYS)
async def test_without_months_of_lifting_every_way_leads_to_the_push_up(lifter: Lifter, way: str) -> None:
    lifter.is_known(months=1)
    async with lifter.app(way).run_test() as pilot:
        screen = await lifter.go(pilot, way)
        assert isinstance(screen, AlternativeScreen)
        assert "Negative push-up" in shown(pilot)
        await lifter.press(pilot, "enter")
        assert isinstance(pilot.app.screen, CoachScreen)
        assert pilot.app.screen._sets.prescription.exercise.slug == "negative-push-up"


@pytest.mark.parametrize("way", WAYS)
async def test_of_whom_nothing_is_known_the_health_screen_comes_first(lifter: Lifter, way: str) -> None:
    async with lifter.app(way).run_test() as pilot:
        assert isinstance(await lifter.go(pilot, way), FieldsScreen)


@pytest.mark.parametrize("way", WAYS)
async def test_a_load_over_the_cap_is_typed_again_on_every_way(lifter: Lifter, way: str) -> None:
    lifter.is_known()
    lifter.perform("bench-press", days_ago=5, load_kg=115)
    async with lifter.app(way, load_kg=125.0).run_test() as pilot:
        assert isinstance(await lifter.go(pilot, way, load="125"), CapScreen)
        await lifter.press(pilot, "enter", *"120", "enter")
        assert isinstance(pilot.app.screen, CapScreen)


@pytest.mark.parametrize("way", WAYS)
async def test_added_load_of_a_tenth_of_the_body_weight_passes_the_gate_on_every_way(lifter: Lifter, way: str) -> None:
    lifter.is_known(months=1)
    Body(lifter.services.database).add_weight(80, lifter.services.now(), lifter.services.now())
    async with lifter.app(way, "negative-dip", 10.0).run_test() as pilot:
        assert isinstance(await lifter.go(pilot, way, "negative-dip", load="10"), AlternativeScreen)


@pytest.mark.parametrize("way", ["list", "command line"])
async def test_soreness_of_4_offers_the_light_set_with_enter(lifter: Lifter, way: str) -> None:
    lifter.is_known()
    lifter.perform("bench-press", days_ago=9, load_kg=105)
    lifter.perform("bench-press", days_ago=5, load_kg=105)
    lifter.rates(4, ["chest"])
    lifter.rates(0, ["triceps", "front shoulder"])
    async with lifter.app(way, load_kg=105.0).run_test() as pilot:
        assert isinstance(await lifter.go(pilot, way, load="105"), ReadinessScreen)
        assert "Go light" in shown(pilot)
        await lifter.press(pilot, "enter")
        screen = pilot.app.screen
        assert isinstance(screen, SpottersScreen)
        assert "52.5 kg" in shown(pilot) or "50 kg" in shown(pilot)


async def test_soreness_that_is_rated_after_the_door_stops_the_set_before_it_begins(lifter: Lifter) -> None:
    lifter.is_known()
    lifter.perform("bench-press", days_ago=9, load_kg=105)
    lifter.perform("bench-press", days_ago=5, load_kg=105)
    lifter.rates(0, ["chest", "triceps", "front shoulder"])
    async with lifter.app("command line", load_kg=105.0).run_test() as pilot:
        assert isinstance(await lifter.go(pilot, "command line"), SpottersScreen)
        lifter.rates(4, ["chest"])  # in the history, which covers this screen
        await lifter.press(pilot, "1", "enter")
        assert isinstance(pilot.app.screen, ReadinessScreen) and "Go light" in shown(pilot)
        await lifter.press(pilot, "enter")
        coach = pilot.app.screen
        assert isinstance(coach, CoachScreen) and coach._sets.prescription.load_kg <= 52.5
        await lifter.press(pilot, "question_mark")
        lifter.rates(6, ["chest"])
        for key in ("escape", "space"):  # within two seconds of the question mark: else the program seems to have slept
            await until_drawn(pilot.app)
            lifter.clock.advance(400)
            await pilot.press(key)
            await settle(pilot)
        assert isinstance(pilot.app.screen, ReadinessScreen) and not coach._runner.started
        await lifter.press(
            pilot, *"anyway", "enter", "enter", "space"
        )  # the spotter who is there is asked for once more
        assert pilot.app.screen is coach and coach._runner.started


async def test_soreness_that_is_rated_before_the_first_of_two_that_alternate_stops_the_second(lifter: Lifter) -> None:
    lifter.is_known()
    lifter.perform("bench-press", days_ago=9, load_kg=105)
    lifter.perform("bench-press", days_ago=5, load_kg=105)
    lifter.rates(0, ["chest", "triceps", "front shoulder"])
    plans = [
        replace(catalogue_default(lifter.services, lifter.exercise(slug)), load_kg=load_kg)
        for slug, load_kg in (("nordic-curl", 0.0), ("bench-press", 105.0))
    ]
    standings = Standings(lifter.services, [SetsToDo(plan, 1, 100.0 if plan.load_kg else None) for plan in plans])
    nordic, bench = (SetsToDo(plan, 1, None) for plan in plans)
    standings.remember(nordic, 1)
    assert not standings.have_changed(nordic) and not standings.have_changed(bench)
    lifter.rates(6, ["chest"])
    assert standings.have_changed(bench) and not standings.have_changed(nordic)
    standings.remember(nordic, 2)  # what it had passed by is what counts
    assert standings.have_changed(bench)
    standings.forget(bench)
    assert not standings.have_changed(bench)


async def test_the_light_set_in_place_of_an_exercise_that_was_cut_off_is_of_the_same_session(lifter: Lifter) -> None:
    lifter.is_known()
    lifter.perform("bench-press", days_ago=9, load_kg=105)
    lifter.perform("bench-press", days_ago=5, load_kg=105)
    lifter.rates(4)
    async with lifter.app("cut off", load_kg=105.0, hours_ago=1).run_test() as pilot:
        assert isinstance(await lifter.go(pilot, "cut off"), ReadinessScreen)
        await lifter.press(pilot, "enter", "1", "enter")
        screen = pilot.app.screen
        assert isinstance(screen, CoachScreen)
        assert screen._sets.prescription.load_kg <= 52.5
        assert (screen._sets.first_set, screen._sets.interrupted) == (1, None)
        unfinished = lifter.services.journal.unfinished()
        assert unfinished is not None
        assert screen._recorder.session_id == unfinished.session_id


async def test_a_1rm_typed_on_the_form_is_stored_when_the_gate_is_passed_and_not_on_the_way_back(
    lifter: Lifter,
) -> None:
    lifter.is_known(one_rm_kg=None)
    lifter_of = lifter.services.lifter
    async with lifter.app("list").run_test() as pilot:
        await started(pilot)
        await lifter.press(pilot, "enter")
        assert isinstance(pilot.app.screen, PrescriptionScreen)
        await lifter.press(pilot, *"100", "enter")
        assert isinstance(pilot.app.screen, SpottersScreen)
        assert lifter_of.one_rm("bench-press") is None
        await lifter.press(pilot, "escape")
        form = pilot.app.screen
        assert isinstance(form, PrescriptionScreen)
        assert form.query_one("#one-rm", Input).value == "100 kg"
        assert lifter_of.one_rm("bench-press") is None
        await lifter.press(pilot, "enter", "1", "enter")
        assert isinstance(pilot.app.screen, CoachScreen)
        assert pilot.app.screen._sets.one_rm_kg == 100
        assert lifter_of.newest_one_rm("bench-press") == (100, lifter.clock.now(), OneRmKind.ENTERED)


async def test_an_enter_that_is_held_on_the_form_starts_nothing_behind_it(lifter: Lifter) -> None:
    lifter.is_known()
    lifter.perform("bench-press", days_ago=9, load_kg=105)
    lifter.perform("bench-press", days_ago=5, load_kg=105)
    lifter.rates(4)
    async with lifter.app("list").run_test() as pilot:
        await started(pilot)
        await lifter.press(pilot, "enter", "f2")
        for _ in range(40):
            lifter.clock.advance(30)
            await pilot.press("enter")
            await pilot.pause()
        assert isinstance(pilot.app.screen, ReadinessScreen)


async def test_the_light_set_is_what_the_form_holds_when_a_muscle_is_sore(lifter: Lifter) -> None:
    lifter.is_known()
    lifter.perform("bench-press", days_ago=9, load_kg=105)
    lifter.perform("bench-press", days_ago=5, load_kg=105)
    lifter.rates(4)
    async with lifter.app("list").run_test() as pilot:
        assert isinstance(await lifter.go(pilot, "list"), SpottersScreen)
        assert "Bench press, 52.5 kg" in shown(pilot) or "Bench press, 50 kg" in shown(pilot)


@pytest.mark.parametrize("way", ["list", "command line"])
async def test_with_nothing_due_only_the_spotters_are_asked_for(lifter: Lifter, way: str) -> None:
    lifter.is_known()
    lifter.perform("bench-press", days_ago=5, load_kg=105)
    async with lifter.app(way).run_test() as pilot:
        await started(pilot)
        if way == "list":
            await lifter.press(pilot, "enter", "enter")
        assert isinstance(pilot.app.screen, SpottersScreen)


@pytest.mark.parametrize("way", ["list", "command line"])
async def test_case_1_enter_alone_starts_a_first_bench_press_light(lifter: Lifter, way: str) -> None:
    lifter.is_known()
    async with lifter.app(way).run_test() as pilot:
        assert isinstance(await lifter.go(pilot, way), SpottersScreen)
        await lifter.press(pilot, "1", "enter")
        screen = pilot.app.screen
        assert isinstance(screen, CoachScreen)
        plan = screen._sets.prescription
        assert (plan.sets, plan.reps, plan.load_kg) == (2, 10, 40)


def has_tested(lifter: Lifter, load_kg: float) -> None:
    """Keep a test of the eccentric 1RM at 5-0-A-1, nine days ago, and two sessions at work before it."""
    lifter.is_known()
    for days_ago in (23, 19, 16, 12):
        lifter.perform("bench-press", days_ago=days_ago, load_kg=105)
    journal, at = lifter.services.journal, lifter.services.now() - timedelta(days=9)
    session = journal.begin_session(at)
    plan = replace(prescribed(lifter.services, tempo="5-0-A-1", sets=1, reps=1), load_kg=load_kg)
    single = prescribed_set_of(plan, 1, spotters=2, one_rm_kg=100.0, purpose=SetPurpose.TEST)
    set_id = journal.begin_set(session, single, at)
    journal.store_rep(set_id, ordinal=1, number=1, side=None, target_ms=5000, measured_ms=5000, now=at)
    journal.end_set(set_id, StopReason.TARGET_REACHED, at)
    journal.end_session(session, at)


def asked_in_percent(lifter: Lifter, percent: float) -> NegcoachApp:
    """The app as ``negcoach coach bench-press --load "85% ecc"`` starts it."""
    usual = catalogue_default(lifter.services, lifter.exercise())
    advised = ADVISED_FIELDS - {"load_kg", "load_unit"}
    return NegcoachApp(lifter.services, CoachRequest(usual, None, advised, eccentric_percent=percent))


async def test_a_part_of_the_eccentric_1rm_is_asked_for_on_the_command_line(lifter: Lifter) -> None:
    has_tested(lifter, 120)
    async with asked_in_percent(lifter, 85).run_test() as pilot:
        await started(pilot)
        assert isinstance(pilot.app.screen, SpottersScreen)
        assert "Bench press, 100 kg" in shown(pilot)  # 102 kg, rounded down


async def test_where_there_is_no_eccentric_1rm_the_command_line_says_so_and_starts_nothing(lifter: Lifter) -> None:
    lifter.is_known()
    lifter.perform("bench-press", days_ago=5, load_kg=105)
    app = asked_in_percent(lifter, 85)
    async with app.run_test(notifications=True) as pilot:
        await started(pilot)
        assert isinstance(pilot.app.screen, ExercisesScreen)
        said = [notification.message for notification in pilot.app._notifications]
        assert said == ["The eccentric 1RM of Bench press is not known: test it first, or give the load in kg."]


async def test_the_form_takes_a_part_of_the_eccentric_1rm_at_the_tempo_that_is_typed(lifter: Lifter) -> None:
    has_tested(lifter, 120)
    async with lifter.app("list").run_test(size=(120, 40)) as pilot:
        await started(pilot)
        await lifter.press(pilot, "enter")
        form = pilot.app.screen
        assert isinstance(form, PrescriptionScreen)
        load, tempo = (form.query_one(f"#{name}", Input) for name in ("load_kg", "tempo"))
        note = form.query_one("#load_kg-note", Static)
        load.value = "85% ecc"
        await pilot.pause()
        assert text_of(note) == "100 kg: 100 % of 1RM, cap 120 %"
        tempo.value = "4-0-A-1"
        await pilot.pause()
        assert "tested lowering 5 s: it says nothing about 4 s" in text_of(note)
        tempo.value = "5-0-A-1"
        await lifter.press(pilot, "enter")
        assert isinstance(pilot.app.screen, SpottersScreen)
        assert "Bench press, 100 kg" in shown(pilot)


async def test_without_a_1rm_the_command_line_leads_to_the_form(lifter: Lifter) -> None:
    lifter.is_known(one_rm_kg=None)
    async with lifter.app("command line").run_test() as pilot:
        assert isinstance(await lifter.go(pilot, "command line"), PrescriptionScreen)


async def test_the_form_of_the_command_line_takes_the_advised_load_from_the_1rm(lifter: Lifter) -> None:
    lifter.is_known(one_rm_kg=None)
    async with lifter.app("command line").run_test() as pilot:
        await lifter.go(pilot, "command line")
        await lifter.press(pilot, *"100")
        assert pilot.app.screen.query_one("#load_kg", Input).value == "40 kg"
        await lifter.press(pilot, "enter")
        assert isinstance(pilot.app.screen, SpottersScreen)


@pytest.mark.parametrize("way", ["list", "command line"])
async def test_a_tempo_version_without_a_1rm_asks_for_its_load(lifter: Lifter, way: str) -> None:
    lifter.is_known(months=1)
    async with lifter.app(way, "leg-extension").run_test() as pilot:
        assert isinstance(await lifter.go(pilot, way, "leg-extension"), AlternativeScreen)
        await lifter.press(pilot, "enter")
        assert isinstance(pilot.app.screen, PrescriptionScreen)
        await lifter.press(pilot, "down", *"30", "enter")
        screen = pilot.app.screen
        assert isinstance(screen, CoachScreen)
        plan = screen._sets.prescription
        assert (plan.sets, plan.reps, str(plan.tempo), plan.load_kg) == (3, 6, "4-0-1-0", 30)


@pytest.mark.parametrize("way", ["list", "command line"])
async def test_a_heavy_first_load_takes_the_word_and_never_the_ten_reps_of_the_light_one(
    lifter: Lifter, way: str
) -> None:
    lifter.is_known()
    async with lifter.app(way, load_kg=120.0).run_test() as pilot:
        assert isinstance(await lifter.go(pilot, way, load="120"), ReadinessScreen)
        assert "Ease in: 2 × 10 at 40 kg" in shown(pilot)
        assert "2 sets of 4 · 120 kg" in shown(pilot)
        await lifter.press(pilot, *WORD, "enter")
        assert isinstance(pilot.app.screen, SpottersScreen)
        await lifter.press(pilot, "2", "enter")
        screen = pilot.app.screen
        assert isinstance(screen, CoachScreen)
        plan = screen._sets.prescription
        assert (plan.sets, plan.reps, plan.load_kg) == (2, 4, 120)


@pytest.mark.parametrize("way", ["list", "command line"])
async def test_enter_alone_starts_the_ramp_in_in_place_of_a_heavy_first_load(lifter: Lifter, way: str) -> None:
    lifter.is_known()
    async with lifter.app(way, load_kg=120.0).run_test() as pilot:
        assert isinstance(await lifter.go(pilot, way, load="120"), ReadinessScreen)
        await lifter.press(pilot, "enter", "1", "enter")
        screen = pilot.app.screen
        assert isinstance(screen, CoachScreen)
        plan = screen._sets.prescription
        assert (plan.sets, plan.reps, plan.load_kg) == (2, 10, 40)


@pytest.mark.parametrize("way", ["list", "command line"])
async def test_a_first_load_with_a_zero_too_many_is_typed_again_in_full(lifter: Lifter, way: str) -> None:
    lifter.is_known(one_rm_kg=None)
    async with lifter.app(way, load_kg=400.0).run_test() as pilot:
        assert isinstance(await lifter.go(pilot, way, load="400"), ReadinessScreen)
        await lifter.press(pilot, *WORD, "enter")
        assert isinstance(pilot.app.screen, DoubtedLoadScreen)
        assert "that is 6.7 times a body weight of 60 kg" in shown(pilot)
        await lifter.press(pilot, "enter", *"40", "enter")
        assert isinstance(pilot.app.screen, DoubtedLoadScreen)
        await lifter.press(pilot, "backspace", "backspace", *"400", "enter")
        assert isinstance(pilot.app.screen, SpottersScreen)


@pytest.mark.parametrize("way", ["list", "command line"])
async def test_a_whole_session_of_today_is_not_done_again_with_enter(lifter: Lifter, way: str) -> None:
    lifter.is_known()
    lifter.perform("bench-press", days_ago=5, load_kg=105)
    lifter.perform("bench-press", days_ago=0.05, load_kg=105)
    async with lifter.app(way).run_test() as pilot:
        assert isinstance(await lifter.go(pilot, way), ReadinessScreen)
        assert "You did 12 reps today; 3 × 4, 5 s each is usual." in shown(pilot)
        assert "Enter starts this" not in shown(pilot)
        await lifter.press(pilot, "enter")
        assert isinstance(pilot.app.screen, ReadinessScreen)
        await lifter.press(pilot, *WORD, "enter")
        assert isinstance(pilot.app.screen, SpottersScreen)


@pytest.mark.parametrize("way", ["list", "command line"])
async def test_after_84_days_the_cap_is_of_nine_tenths_of_the_1rm_on_every_way(lifter: Lifter, way: str) -> None:
    lifter.is_known(one_rm_kg=None)
    lifter.services.lifter.set_one_rm("bench-press", 100, lifter.services.now() - timedelta(days=110))
    lifter.perform("bench-press", days_ago=90, load_kg=105)
    async with lifter.app(way, load_kg=110.0).run_test() as pilot:
        assert isinstance(await lifter.go(pilot, way, load="110"), ReadinessScreen)
        await lifter.press(pilot, *WORD, "enter")
        assert isinstance(pilot.app.screen, CapScreen)
        assert "only 90 kg of it counts" in shown(pilot)
        assert "at most 120 % of that, 108 kg" in shown(pilot)


async def test_going_on_with_a_session_is_judged_by_the_newest_1rm(lifter: Lifter) -> None:
    lifter.is_known(one_rm_kg=110)
    lifter.perform("bench-press", days_ago=5, load_kg=125)
    app = lifter.app("cut off", load_kg=125.0)
    lifter.clock.advance(60_000)
    lifter.services.lifter.set_one_rm("bench-press", 100, lifter.services.now())
    async with app.run_test() as pilot:
        assert isinstance(await lifter.go(pilot, "cut off"), CapScreen)
        assert "125 % of your 1RM, 100 kg" in shown(pilot)


@pytest.mark.parametrize("way", WAYS)
async def test_without_a_1rm_the_second_spotter_is_judged_by_the_last_load(lifter: Lifter, way: str) -> None:
    lifter.is_known(one_rm_kg=None)
    for days in (9, 5):
        lifter.perform("bench-press", days_ago=days, load_kg=126)
    async with lifter.app(way, load_kg=132.0).run_test() as pilot:
        assert isinstance(await lifter.go(pilot, way, load="132"), SpottersScreen)
        await lifter.press(pilot, "1", "enter")
        assert isinstance(pilot.app.screen, SpottersScreen)
        assert "132 kg needs 2 spotters" in shown(pilot)
        assert "Spotters: as for 120 kg" in shown(pilot)


@pytest.mark.parametrize("table", ["facts", "sets", "soreness"])
@pytest.mark.parametrize("way", ["list", "command line"])
async def test_a_database_that_cannot_be_used_starts_nothing_and_says_so(lifter: Lifter, way: str, table: str) -> None:
    lifter.is_known()
    app, connection = lifter.app(way), lifter.services.database.connection
    if way == "command line":
        connection.execute(f"DROP TABLE {table}")
    async with app.run_test() as pilot:
        await started(pilot)
        if way == "list":
            connection.execute(f"DROP TABLE {table}")
            await lifter.press(pilot, "enter", "enter")
        await settle(pilot)
        assert not isinstance(app.screen, CoachScreen | SpottersScreen)
        assert app._notifications


@pytest.mark.parametrize("way", ["list", "command line"])
async def test_overload_that_is_dropped_takes_the_word_and_enter_starts_the_advised_set(
    lifter: Lifter, way: str
) -> None:
    lifter.is_known()
    for days in (9, 5):
        lifter.perform("bench-press", days_ago=days, load_kg=105)
    plan = replace(
        catalogue_default(lifter.services, lifter.exercise("bench-press")),
        load_kg=105.0,
        tempo=Tempo.parse("1-9-A-30"),
        rest_ms=0,
        lead_in_ms=1_000,
    )
    app = NegcoachApp(lifter.services, CoachRequest(plan, None) if way == "command line" else None)
    async with app.run_test() as pilot:
        await started(pilot)
        if way == "list":
            await lifter.press(pilot, "enter")
            for name, text in (("tempo", "1-9-A-30"), ("rest_ms", "0"), ("lead_in_ms", "1")):
                app.screen.query_one(f"#{name}", Input).value = text
            await settle(pilot)
            assert "Enter asks you to type a word first" in shown(pilot)
            await lifter.press(pilot, "enter")
        assert isinstance(app.screen, ReadinessScreen)
        for words in (
            "Under 3 s it is a drop",
            "held for no more than 1 s",
            "Less than 60 s of rest is rushing it",
            "leaves no time to take hold",
        ):
            assert words in shown(pilot), words
        await lifter.press(pilot, "enter", "1", "enter")
        assert isinstance(app.screen, CoachScreen)
        started_with = app.screen._sets.prescription
        assert (str(started_with.tempo), started_with.rest_ms) == ("5-0-A-1", 180_000)


async def test_the_question_before_a_set_wants_every_muscle(lifter: Lifter) -> None:
    lifter.is_known()
    lifter.perform("bench-press", days_ago=3.5, load_kg=105)
    async with lifter.app("command line").run_test() as pilot:
        assert isinstance(await lifter.go(pilot, "command line"), SorenessBeforeSetScreen)
        await lifter.press(pilot, "1", "enter", "enter")
        assert isinstance(pilot.app.screen, SorenessBeforeSetScreen)
        await lifter.press(pilot, "0", "2", "enter")
        assert not isinstance(pilot.app.screen, SorenessBeforeSetScreen)
    now = lifter.services.now()
    ratings = Body(lifter.services.database).newest_ratings(
        ["chest", "triceps", "front shoulder"], now - timedelta(hours=1), now
    )
    assert sorted(one.rating for one in ratings) == [0, 1, 2]


async def test_the_way_back_from_the_question_starts_nothing(lifter: Lifter) -> None:
    lifter.is_known()
    lifter.perform("bench-press", days_ago=3.5, load_kg=105)
    async with lifter.app("command line").run_test() as pilot:
        await lifter.go(pilot, "command line")
        await lifter.press(pilot, "escape")
        assert not isinstance(pilot.app.screen, CoachScreen | SpottersScreen | ReadinessScreen)


@pytest.mark.parametrize("way", WAYS)
async def test_after_two_sessions_with_pain_the_exercise_is_not_offered(lifter: Lifter, way: str) -> None:
    lifter.is_known()
    for days in (9, 5):
        lifter.perform("bench-press", days_ago=days, load_kg=100, stop=StopReason.PAIN)
    async with lifter.app(way, load_kg=60.0).run_test() as pilot:
        screen = await lifter.go(pilot, way, load="60")
        if way == "cut off":  # it was done once more, without pain
            assert isinstance(screen, SpottersScreen | ReadinessScreen)
            return
        assert isinstance(screen, ReadinessScreen)
        assert "have it looked at" in shown(pilot)
        for key in ("enter", "space", *WORD, "enter"):
            await lifter.press(pilot, key)
        assert isinstance(pilot.app.screen, ReadinessScreen)


async def test_a_tempo_version_goes_on_as_such(lifter: Lifter) -> None:
    lifter.is_known(months=1)
    lifter.services.lifter.set_one_rm("leg-extension", 60, lifter.services.now())
    choice = alternative_choice(lifter.services, lifter.exercise("leg-extension"))
    assert choice is not None
    plan = choice.prescription
    assert (plan.sets, plan.reps, str(plan.tempo), plan.load_kg) == (3, 6, "4-0-1-0", 37.5)
    lifter.cut_off(plan, spotters=0)
    async with lifter.app("list").run_test() as pilot:
        await started(pilot)
        await lifter.press(pilot, "enter")
        screen = pilot.app.screen
        assert isinstance(screen, CoachScreen)
        assert screen._sets.prescription.exercise.words.lift == "LIFT"
        assert screen._sets.spotters == 0


class Pocket:
    """A gamepad in a pocket, whose every button may be pressed."""

    name, state, is_ready = "gamepad", "Pad", True

    def start(self, emit: Emit) -> None:
        self.emit = emit

    def stop(self) -> None:
        """Nothing is read."""


@pytest.mark.parametrize("way", ["list", "cut off"])
async def test_buttons_that_are_pressed_in_a_pocket_lead_to_no_set(lifter: Lifter, way: str) -> None:
    lifter.is_known()
    pocket = Pocket()
    services = lifter.services
    services.presses = Presses({"gamepad": lambda: pocket})
    services.settings = replace(services.settings, gamepad=True)
    app = lifter.app(way)
    async with app.run_test(size=(120, 40)) as pilot:
        await started(pilot)
        shown = app.screen
        for press in range(40):
            lifter.clock.advance(1_000)
            await asyncio.to_thread(pocket.emit, Press(f"pad:{press % 12}", lifter.clock.ns))
            await settle(pilot)
        assert way == "cut off" or app.screen is shown
        assert not any(isinstance(screen, CoachScreen) for screen in app.screen_stack)
    assert services.presses.sources == (pocket,)
