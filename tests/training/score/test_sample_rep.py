"""One rep as a picture performs it: at the tempo of the prescription, from one lowering to the next."""

from __future__ import annotations

from dataclasses import replace

import pytest

from negcoach.config.library import shipped_exercises
from negcoach.training.exercise.exercise import Exercise
from negcoach.training.exercise.prescription import Prescription, default_prescription
from negcoach.training.exercise.way import Way
from negcoach.training.score.sample_rep import sample_rep
from negcoach.training.score.timeline import Phase

EXERCISES = shipped_exercises()


def usual(exercise: Exercise) -> Prescription:
    return default_prescription(exercise, lead_in_ms=10_000, next_lead_in_ms=5_000)


@pytest.mark.parametrize("exercise", [pytest.param(one, id=one.slug) for one in EXERCISES])
def test_a_rep_of_every_exercise_is_lowered_at_its_tempo_and_lifted_again(exercise: Exercise) -> None:
    prescription = usual(exercise)
    rep = sample_rep(prescription)
    lowered = [rep.at(ms).lowered_at(rep.at(ms).position_ms) for ms in range(0, rep.length_ms, 50)]
    lower = prescription.lower_ms // 50
    assert all(part == pytest.approx(index / lower) for index, part in enumerate(lowered[:lower]))
    assert lowered[lower] == 1.0
    assert all(after <= before for before, after in zip(lowered[lower:], lowered[lower + 1 :], strict=False))
    assert lowered[-1] < 0.2
    assert {rep.at(ms).phase for ms in range(0, rep.length_ms, 50)} >= {Phase.LOWER, Phase.LIFT}


def test_it_begins_anew_when_it_is_over() -> None:
    rep = sample_rep(usual(EXERCISES[0]))
    assert rep.length_ms == 9_000  # 5 s, the lift of 3 s, a hold of 1 s
    assert rep.at(9_000 * 7 + 1_234) == rep.at(1_234)


@pytest.mark.parametrize(
    ("changes", "length_ms"),
    [
        ({"lift_ms": None}, 9_000),  # a lift that waits takes 3 s here
        ({"lift_ms": 60_000}, 16_000),  # a long one at most twice the lowering
        ({"reps": None}, 9_000),
        ({"reps": 1, "sets": 1}, 9_000),
        ({"way": Way.parse("cluster 1, 30 s"), "reps": 4}, 9_000),
        ({"way": Way.parse("accentuated 70 %"), "reps": 4}, 9_000),
    ],
)
def test_what_happens_around_a_rep_in_its_set_is_left_out(changes: dict[str, object], length_ms: int) -> None:
    assert sample_rep(replace(usual(EXERCISES[0]), **changes)).length_ms == length_ms  # type: ignore[arg-type]
