"""The sets to do of an exercise, as they pass the gate in the middle of it."""

from __future__ import annotations

from dataclasses import replace

from negcoach.coaching.sets_to_do import Choice, InterruptedSet, SetsToDo
from negcoach.services import Services
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
