"""The unit of loads: one that is typed as usual follows the setting, one that is typed otherwise and weights do not."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from negcoach.coaching.advice.recent_training import RecentTraining, exercises_in_another_unit, read_recent_training
from negcoach.commands.support.options import Options
from negcoach.commands.support.prescription import prescription
from negcoach.screens.choosing.form import FormFacts, fields_of, read_form
from negcoach.services import Services
from negcoach.store.editing.body import Body
from negcoach.store.editing.editor import Editor
from negcoach.store.editing.manual_sets import ManualSet
from negcoach.store.prescribed_set import prescribed_set_of
from negcoach.training.equipment.equipment import Equipment
from negcoach.training.equipment.equipment_text import parse_implement, parse_plates, parse_weight
from negcoach.training.exercise.exercise import Exercise
from negcoach.training.exercise.prescription import Prescription
from negcoach.training.exercise.tempo import Tempo
from negcoach.training.terms import StopReason
from negcoach.training.units import KG_PER_LB, Unit

POUNDS = Equipment(parse_weight("45 lb"), parse_plates("45 x 4, 25, 10, 5, 2.5 lb"))
KILOGRAMS = Equipment(parse_weight("20 kg"), parse_plates("20 x 4, 10, 5, 2.5, 1.25 kg"))


def exercise_of(services: Services, slug: str) -> Exercise:
    found = services.exercise(slug)
    assert found is not None
    return found


def recent(services: Services, slug: str = "bench-press") -> RecentTraining:
    return read_recent_training(services, exercise_of(services, slug))


def load_field(services: Services, slug: str = "bench-press") -> str:
    """Return what the load field of the form shows of the last time."""
    settings, last = services.settings, recent(services, slug).as_last_time
    fields = fields_of(last, FormFacts(settings.unit, 100.0, equipment=settings.equipment))
    return next(field.text for field in fields if field.name == "load_kg")


def train(services: Services, typed: str, slug: str = "bench-press") -> Prescription:
    """Train one set at the load that is typed into the form, two days later."""
    settings, advised = services.settings, recent(services, slug).base
    facts = FormFacts(settings.unit, 100.0, equipment=settings.equipment)
    texts = {field.name: field.text for field in fields_of(advised, facts)}
    made = read_form({**texts, "load_kg": typed}, advised, facts).made
    assert made is not None
    at = services.now() - timedelta(days=2)
    session = services.journal.begin_session(at)
    set_id = services.journal.begin_set(session, prescribed_set_of(made, 1, spotters=1, one_rm_kg=100.0), at)
    services.journal.store_rep(set_id, ordinal=1, number=1, side=None, target_ms=5000, measured_ms=4900, now=at)
    services.journal.end_set(set_id, StopReason.TARGET_REACHED, at)
    services.journal.end_session(session, at)
    return made


def choose(services: Services, unit: Unit, equipment: Equipment | None = None) -> None:
    services.settings = replace(services.settings, unit=unit, own_equipment=equipment)


def stored(services: Services, query: str) -> list[object]:
    with services.database.read() as connection:
        return [row[0] for row in connection.execute(query)]


def test_loads_typed_as_usual_are_shown_and_advised_in_the_new_unit_once_the_setting_is_changed(
    services: Services,
) -> None:
    train(services, "100")
    assert load_field(services) == "100 kg"
    choose(services, "lb")
    assert load_field(services) == "220.46 lb"
    assert recent(services).facts.unit == "lb"
    assert " kg" not in recent(services).advice.what
    assert stored(services, "SELECT load_unit FROM sets") == stored(services, "SELECT top_unit FROM sessions") == [None]
    choose(services, "kg")
    assert load_field(services) == "100 kg"


@pytest.mark.parametrize(("setting", "typed", "shown"), [("lb", "24 kg", "24 kg"), ("kg", "225 lb", "225 lb")])
def test_a_load_typed_in_the_other_unit_stays_in_it(services: Services, setting: Unit, typed: str, shown: str) -> None:
    choose(services, setting)
    train(services, typed)
    assert load_field(services) == shown
    assert [one.slug for one in exercises_in_another_unit(services)] == ["bench-press"]
    choose(services, "kg" if setting == "lb" else "lb")
    assert load_field(services) == shown
    assert exercises_in_another_unit(services) == []


def test_a_load_typed_in_the_unit_of_the_setting_follows_it_again(services: Services) -> None:
    choose(services, "lb")
    train(services, "100 kg")
    services.settings = replace(services.settings, unit="lb")
    assert train(services, "220 lb").load_unit is None
    assert load_field(services) == "220 lb"
    assert exercises_in_another_unit(services) == []


def test_what_is_loaded_with_weights_of_the_other_unit_stays_in_it_and_is_counted(services: Services) -> None:
    choose(services, "kg", KILOGRAMS)
    train(services, "100")
    choose(services, "lb", KILOGRAMS)
    assert load_field(services) == "100 kg"
    others = {one.slug for one in exercises_in_another_unit(services)}
    assert "bench-press" in others and "leg-press" not in others
    choose(services, "lb", POUNDS)
    assert load_field(services) == "220.46 lb"
    assert exercises_in_another_unit(services) == []


def test_an_exercise_without_a_load_keeps_no_unit(services: Services) -> None:
    train(services, "0 lb", "negative-dip")
    assert load_field(services, "negative-dip") == "0 kg"
    assert exercises_in_another_unit(services) == []


@pytest.mark.parametrize(
    ("setting", "stack", "typed", "kg"),
    [
        ("kg", "", "220", 220.0),
        ("lb", "", "220", 220 * KG_PER_LB),
        ("kg", "stack 10 + 10 lb", "220", 220 * KG_PER_LB),
        ("lb", "stack 5 + 5 kg", "220", 220.0),
        ("lb", "stack 5 + 5 kg", "220lb", 220 * KG_PER_LB),
    ],
)
def test_a_load_on_the_command_line_is_read_as_the_form_reads_it(
    services: Services, setting: Unit, stack: str, typed: str, kg: float
) -> None:
    choose(services, setting, Equipment(implements={"leg-press": parse_implement(stack)} if stack else {}))
    made = prescription(Options(load=typed), exercise_of(services, "leg-press"), services.settings)
    assert made.load_kg == pytest.approx(kg)


def test_what_is_added_or_edited_in_the_history_follows_the_setting_too(services: Services) -> None:
    bench, editor = exercise_of(services, "bench-press"), Editor(services.database, "kg", services.library)
    manual = ManualSet(bench, Tempo.parse("5-1-A-1"), 100.0, 4, load_unit="kg")
    editor.add_session(services.now() - timedelta(days=3), manual, services.now())
    assert stored(services, "SELECT load_unit FROM sets") == [None]
    (set_id,) = stored(services, "SELECT id FROM sets")
    editor.change_set(str(set_id), services.now(), load_kg=220 * KG_PER_LB, load_unit="lb")
    assert stored(services, "SELECT load_unit FROM sets") == ["lb"]
    editor.change_set(str(set_id), services.now(), load_kg=90.0, load_unit="kg")
    assert stored(services, "SELECT load_unit FROM sets") == [None]


def test_a_1rm_typed_as_usual_follows_the_setting(services: Services) -> None:
    now = services.now()
    body = Body(services.database, "kg")
    body.add_one_rm("bench-press", "Bench press", 100.0, now, now, unit="kg")
    body.add_one_rm("eccentric-squat", "Squat", 200 * KG_PER_LB, now, now, unit="lb")
    assert stored(services, "SELECT unit FROM one_rms ORDER BY exercise") == [None, "lb"]
