"""What is said of the way of a set: who does what in it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from negcoach.coaching.sets_to_do import SetsToDo
from negcoach.coaching.words.set_words import back_up_text
from negcoach.coaching.words.way_words import way_steps
from negcoach.config.library import shipped_exercises
from negcoach.training.equipment.equipment import NO_EQUIPMENT, Equipment
from negcoach.training.exercise.prescription import default_prescription
from negcoach.training.exercise.search import find
from negcoach.training.exercise.way import Way
from tests.screens.coaching.rest.test_next_bar import GYM

LIBRARY = shipped_exercises()
NARROWEST = 38
"""The cells of a row on a screen of 40 columns."""


def sets_of(slug: str, way: str, load_kg: float, **changes: object) -> SetsToDo:
    """Return sets of an exercise in a way, with a 1RM of 100 kg."""
    plain = default_prescription(find(LIBRARY, slug), lead_in_ms=10_000, next_lead_in_ms=5_000)
    chosen = {"load_kg": load_kg, "way": Way.parse(way), **changes}
    return SetsToDo(replace(plain, **chosen), 1, 100.0)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("slug", "way", "load_kg", "changes", "steps"),
    [
        ("bench-press", "straight", 105, {}, ()),
        (
            "bench-press",
            "cluster 2",
            105,
            {},
            ("every 2 reps: rack it, rest 25 s", "then the spotter hands it over again"),
        ),
        ("tempo-squat", "cluster 1, 20 s", 65, {}, ("every rep: rack it, rest 20 s",)),
        ("negative-dip", "cluster 2", 0, {}, ("every 2 reps: step down, rest 25 s",)),
        ("bench-press", "cluster 4", 105, {"reps": 4}, ()),
        (
            "bench-press",
            "accentuated",
            105,
            {},
            ("hang hooks: 17.5 kg on each end", "set to come off at the chest", "then lift 70 kg alone"),
        ),
        ("bench-press", "accentuated", 60, {}, ("no hooks needed", "lift 60 kg alone")),
        (
            "tempo-bench-press",
            "forced",
            65,
            {"reps": 6},
            ("4 reps alone, the spotter helps 2 up", "hands on is called before rep 5"),
        ),
        ("tempo-bench-press", "forced 3", 65, {"reps": 3}, ("the spotter helps all 3 reps up",)),
        ("tempo-bench-press", "forced", 65, {"reps": None}, ()),
        (
            "bench-press",
            "drop",
            105,
            {},
            ("after set 2: 12.5 kg off", "6.25 kg from each end", "then set 3 straight after, no rest"),
        ),
        ("leg-press", "drop", 200, {}, ("after set 2: 20 kg off", "then set 3 straight after, no rest")),
        ("bench-press", "drop", 105, {"sets": 1}, ()),
        ("bench-press", "drop", 105, {"reps": None}, ()),
    ],
)
def test_it_says_who_does_what_in_rows_that_fit_the_narrowest_screen(
    slug: str, way: str, load_kg: float, changes: dict[str, object], steps: tuple[str, ...]
) -> None:
    said = way_steps(sets_of(slug, way, load_kg, **changes), 1, NO_EQUIPMENT, "kg")
    assert said == steps
    assert all(len(step) <= NARROWEST for step in said)


def test_known_plates_are_named_and_the_dropped_set_itself_has_nothing_to_take_off() -> None:
    equipment: Equipment = GYM
    sets = sets_of("bench-press", "drop", 105)
    assert way_steps(sets, 1, equipment, "kg")[:2] == ("after set 2: 15 kg off", "5 + 2.5 from each end")
    dropped = sets.with_drop(equipment.loads_for(sets.prescription, "kg"), sets.bar(None, equipment))
    assert way_steps(dropped, 3, equipment, "kg") == ()


@pytest.mark.parametrize(
    ("slug", "way", "text"),
    [
        ("tempo-bench-press", "forced", "first back up: together, or unload it"),
        ("tempo-leg-press", "forced", "first back up: together, or unload it"),
        ("tempo-bench-press", "straight", "unload it, rack it, load it again"),
        ("eccentric-squat", "straight", "first back up, as after a rep"),
        ("bench-press", "straight", ""),
        ("tempo-romanian-deadlift", "straight", ""),
    ],
)
def test_a_load_that_lies_at_the_bottom_after_a_pause_has_a_way_back_up(slug: str, way: str, text: str) -> None:
    assert back_up_text(sets_of(slug, way, 65).prescription) == text
    assert len(text) <= NARROWEST
