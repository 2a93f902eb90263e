"""The cap is one rule: the form, the gate, the advice and the command line judge every load alike."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from textual.screen import Screen

from negcoach.coaching.advice import standing
from negcoach.coaching.advice.alternative import advice_on
from negcoach.coaching.advice.recent_training import RecentTraining, catalogue_default, read_recent_training
from negcoach.coaching.gate import full_rep, gate
from negcoach.coaching.gate.gate import pass_gate
from negcoach.coaching.gate.readiness import ReadinessAnswer
from negcoach.coaching.gate.spotters import SpottersQuestion
from negcoach.coaching.sets_to_do import Choice
from negcoach.commands.support.options import Options
from negcoach.commands.support.prescription import prescription as prescription_of
from negcoach.config.settings.settings import Settings
from negcoach.screens.choosing.form import ONE_RM, FormFacts, fields_of, read_form
from negcoach.screens.choosing.gate.cap_screen import CapScreen
from negcoach.screens.choosing.gate.readiness_screen import ReadinessScreen
from negcoach.screens.choosing.gate.screen_asker import ScreenAsker
from negcoach.screens.choosing.gate.spotters_screen import SpottersScreen
from negcoach.services import Services
from negcoach.training.advice.advice import advise
from negcoach.training.advice.exposure import PastSession, PastSet
from negcoach.training.advice.facts import Facts, KnownOneRm
from negcoach.training.advice.loads import load_at, next_load
from negcoach.training.advice.ramp import UNTESTED_SHARE
from negcoach.training.equipment.loading import UsualLoads
from negcoach.training.exercise.exercise import Exercise
from negcoach.training.exercise.prescription import Prescription
from negcoach.training.exercise.safety import CountedOneRm, cap_kg, is_over_cap, second_spotter_limit
from negcoach.training.terms import Side
from negcoach.training.units import KG_PER_LB, MOST_KG, Unit, format_load
from tests.services import HEALTHY

HAIR_KG = 0.03
"""A little more than the tolerance and what two decimals leave open."""

GATE_EVERY = 7
"""The gate reads the store each time, so it is asked about every seventh of the 1RMs."""

SLUGS = ("bench-press", "eccentric-squat", "leg-press", "two-up-one-down")


class Door:
    """Stands where the app does, and keeps which screens the gate opened."""

    def __init__(self) -> None:
        self.opened: list[type[Screen[object]]] = []

    async def push_screen_wait(self, screen: Screen[object]) -> object:
        """Say yes to everything: to what stands against the set, to the cap, and that four spotters are there."""
        self.opened.append(type(screen))
        return ReadinessAnswer.AS_CHOSEN if isinstance(screen, ReadinessScreen) else 4


def one_rms_kg(unit: Unit) -> list[float]:
    """Every 1RM in half kilograms, or in whole pounds, of which the cap is a load that can be typed."""
    step_kg = KG_PER_LB if unit == "lb" else 0.5
    return [number * step_kg for number in range(1, int(MOST_KG * 0.7 / step_kg) + 1)]


async def gate_asks(services: Services, plan: Prescription, one_rm_kg: float) -> bool:
    door = Door()
    await pass_gate(ScreenAsker(door, services), services, Choice(plan, one_rm_kg, warned=True), spotters=4)  # type: ignore[arg-type]
    return CapScreen in door.opened


def kept_twice(services: Services, exercise: Exercise, load_kg: float) -> tuple[PastSession, ...]:
    """Two sessions that earn more load, so that the advice has to look at the cap."""
    reps = exercise.reps * (2 if exercise.unilateral else 1)
    sides = (Side.LEFT, Side.RIGHT) * exercise.reps if exercise.unilateral else ()
    done = PastSet(load_kg, exercise.tempo, (1.0,) * reps, exercise.reps, exercise.sets, sides=sides)
    sets = (done,) * exercise.sets
    return tuple(PastSession(services.now() - timedelta(days=days), sets) for days in (4, 8))


@pytest.fixture
def reads_once(services: Services, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nothing is trained between a thousand gates: they read once what was, which is the same at the end."""
    known: dict[tuple[str, bool], RecentTraining] = {}

    def read(of: Services, exercise: Exercise, *, under_way: bool = False) -> RecentTraining:
        assert of is services
        key = (exercise.slug, under_way)
        if key not in known:
            known[key] = read_recent_training(services, exercise, under_way=under_way)
        return known[key]

    for module in (gate, full_rep, standing):
        monkeypatch.setattr(module, "read_recent_training", read)
    yield
    assert known
    for (slug, under_way), recent in known.items():
        exercise = services.exercise(slug)
        assert exercise is not None
        assert read_recent_training(services, exercise, under_way=under_way) == recent


@pytest.mark.usefixtures("reads_once")
@pytest.mark.parametrize("unit", ["kg", "lb"])
@pytest.mark.parametrize("slug", SLUGS)
async def test_form_gate_advice_and_command_line_agree_at_the_cap_and_a_hair_beside_it(
    services: Services, slug: str, unit: Unit
) -> None:
    services.lifter.store_health_answers(HEALTHY, services.now())
    exercise = services.exercise(slug)
    assert exercise is not None
    base, settings = catalogue_default(services, exercise), replace(Settings(), unit=unit)
    for number, one_rm_kg in enumerate(one_rms_kg(unit)):
        limit_kg = cap_kg(exercise, one_rm_kg)
        assert limit_kg is not None
        for hair_kg in (-HAIR_KG, 0.0, HAIR_KG):
            typed = format_load(limit_kg + hair_kg, unit)
            texts = {field.name: field.text for field in fields_of(base, FormFacts(unit, one_rm_kg))} | {
                "load_kg": typed
            }
            form = read_form(texts, base, FormFacts(unit, one_rm_kg))
            assert form.first_wrong is None and form.values[ONE_RM] is not None
            told = prescription_of(Options(load=typed), exercise, settings)
            judged = [form.notes["load_kg"].kind == "warning", is_over_cap(exercise, told.load_kg, one_rm_kg)]
            if number % GATE_EVERY == 0:
                # Both ways mostly make the same set of the same 1RM, about which it need not be asked twice.
                asked = {(form.made, form.values[ONE_RM]), (told, one_rm_kg)}
                judged += [await gate_asks(services, plan, kg) for plan, kg in asked]
            assert set(judged) == {hair_kg > 0}, f"{typed} with a 1RM of {one_rm_kg} kg"


@pytest.mark.parametrize("unit", ["kg", "lb"])
async def test_after_a_long_time_away_all_agree_on_nine_tenths_of_the_1rm(
    services: Services, perform: Callable[..., None], unit: Unit
) -> None:
    services.settings = replace(services.settings, unit=unit)
    services.lifter.store_health_answers(HEALTHY, services.now())
    perform("bench-press", days_ago=90, load_kg=60)
    exercise = services.exercise("bench-press")
    assert exercise is not None
    base, tested_at = catalogue_default(services, exercise), services.now() - timedelta(days=110)
    for number, one_rm_kg in enumerate(one_rms_kg(unit)[9::29]):
        services.lifter.set_one_rm(exercise.slug, one_rm_kg, tested_at + timedelta(seconds=number))
        recent, counted_kg = read_recent_training(services, exercise), one_rm_kg * UNTESTED_SHARE
        limit_kg = cap_kg(exercise, counted_kg)
        assert limit_kg is not None
        assert not is_over_cap(exercise, recent.advice.prescription.load_kg, counted_kg)
        assert advice_on(recent, one_rm_kg + 1).one_rm == CountedOneRm(one_rm_kg + 1)  # tested just now
        for hair_kg in (-HAIR_KG, 0.0, HAIR_KG):
            typed = format_load(limit_kg + hair_kg, unit)
            texts = {field.name: field.text for field in fields_of(base, FormFacts(unit, one_rm_kg))} | {
                "load_kg": typed
            }
            form = read_form(texts, base, FormFacts(unit, one_rm_kg, counts=partial(counts_after, recent)))
            told = prescription_of(Options(load=typed), exercise, services.settings)
            judged = {await gate_asks(services, plan, one_rm_kg) for plan in {form.made, told}}
            judged.add(form.notes["load_kg"].kind == "warning")
            assert judged == {hair_kg > 0}, f"{typed} with a 1RM of {one_rm_kg} kg"


def counts_after(recent: RecentTraining, one_rm_kg: float) -> CountedOneRm:
    """How much of a 1RM counts, as the form asks it."""
    return advice_on(recent, one_rm_kg).one_rm


@pytest.mark.usefixtures("reads_once")
@pytest.mark.parametrize("unit", ["kg", "lb"])
@pytest.mark.parametrize("slug", ["machine-bench-press", "leg-extension"])
async def test_gate_and_command_line_agree_on_the_second_spotter_and_a_hair_beside_it(
    services: Services, slug: str, unit: Unit
) -> None:
    services.lifter.store_health_answers(HEALTHY, services.now())
    exercise = services.exercise(slug)
    assert exercise is not None
    settings = replace(Settings(), unit=unit)
    for one_rm_kg in one_rms_kg(unit)[::9]:
        limit = second_spotter_limit(exercise, one_rm_kg)
        assert limit is not None
        for hair_kg in (-HAIR_KG, 0.0, HAIR_KG):
            typed = format_load(limit.kg + hair_kg, unit)
            told = prescription_of(Options(load=typed), exercise, settings)
            choice = Choice(told, one_rm_kg, warned=True)
            door = Door()
            await pass_gate(ScreenAsker(door, services), services, choice, spotters=1)  # type: ignore[arg-type]
            two = hair_kg > 0 or (hair_kg == 0 and not limit.included)
            judged = SpottersScreen in door.opened, SpottersQuestion(choice, CountedOneRm(one_rm_kg), unit).needed == 2
            assert judged == (two, two), f"{typed} with a 1RM of {one_rm_kg} kg"


@pytest.mark.parametrize("unit", ["kg", "lb"])
@pytest.mark.parametrize("slug", SLUGS)
def test_advice_never_grows_over_the_cap_and_holds_back_only_for_it(services: Services, slug: str, unit: Unit) -> None:
    exercise = services.exercise(slug)
    assert exercise is not None
    base, now = catalogue_default(services, exercise), services.now()
    for one_rm_kg in one_rms_kg(unit)[::7]:
        limit_kg = cap_kg(exercise, one_rm_kg)
        assert limit_kg is not None
        for load_kg in (limit_kg / 1.05, limit_kg / 1.025, limit_kg):
            past = kept_twice(services, exercise, load_kg)
            facts = Facts(now, unit, past, has_more=True, one_rm=KnownOneRm(one_rm_kg, now - timedelta(days=30)))
            advice = advise(replace(base, load_kg=load_kg), facts)
            grown_kg = advice.prescription.load_kg
            assert not is_over_cap(exercise, grown_kg, one_rm_kg)
            if "cap" in advice.why:
                heavier_kg = next_load(load_kg, UsualLoads(unit))
                assert heavier_kg is not None and is_over_cap(exercise, heavier_kg, one_rm_kg)


@pytest.mark.parametrize("unit", ["kg", "lb"])
def test_a_percentage_at_the_cap_itself_is_rounded_to_a_load_within_it(services: Services, unit: Unit) -> None:
    bench = services.exercise("bench-press")
    assert bench is not None and bench.load is not None
    at_cap = replace(bench, load=replace(bench.load, percent=bench.load.cap_percent))
    for one_rm_kg in one_rms_kg(unit):
        load_kg = load_at(at_cap, bench.load.cap_percent, one_rm_kg, UsualLoads(unit))
        assert not is_over_cap(at_cap, load_kg, one_rm_kg)
