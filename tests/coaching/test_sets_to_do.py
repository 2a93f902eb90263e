"""The sets to do of an exercise, as they pass the gate in the middle of it."""

from __future__ import annotations

from dataclasses import replace

from negcoach.coaching.gate.pass_sets import chosen_again
from negcoach.coaching.sets_to_do import Choice, InterruptedSet, SetsToDo
from negcoach.services import Services
from negcoach.training.equipment.unloading import stand_up_tempo
from tests.services import clock, prescribed, services

__all__ = ["clock", "services"]  # the fixtures


def test_a_set_that_was_cut_off_goes_on_where_it_was_unless_the_gate_changes_it(services: Services) -> None:
    planned = prescribed(services, "bench-press", sets=3, reps=4)
    sets = SetsToDo(planned, 1, 100.0, first_set=2, interrupted=InterruptedSet("cut off", reps=3, ordinal=3))
    assert sets.set_prescription(2).reps == 1
    assert sets.as_passed(Choice(planned, 95.0), 2) == replace(sets, spotters=2, one_rm_kg=95.0)
    for changed in (replace(planned, reps=3), replace(planned, load_kg=90.0)):
        passed = sets.as_passed(Choice(changed, 100.0), 2)
        assert passed.set_prescription(2) == changed
        assert passed.interrupted_set(2) is None


def test_a_bar_that_is_light_no_more_by_the_1rm_of_now_is_called_to_be_unloaded(services: Services) -> None:
    light = stand_up_tempo(replace(prescribed(services, "eccentric-squat"), load_kg=60.0))
    sets = SetsToDo(light, 2, 100.0)
    again = chosen_again(services, sets)
    for one_rm_kg, lift, unloads in ((100.0, "STAND UP", False), (70.0, light.exercise.words.lift, True)):
        passed = sets.as_passed(Choice(again.prescription, one_rm_kg), 2).prescription
        assert (passed.exercise.words.lift, passed.unloads) == (lift, unloads)
    assert light.exercise.words.lift != "STAND UP"
