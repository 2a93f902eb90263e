"""The catalogue: every exercise the coach knows, and what a table may hold."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from negcoach.audio.sounds.sounds import NAMES
from negcoach.config.library import shipped_exercises
from negcoach.training.exercise.alternative import alternative_of, as_performed
from negcoach.training.exercise.catalogue import (
    END_CALLS,
    LIFT_CALLS,
    LONGEST_CALL,
    MUSCLES,
    TAKE_CALLS,
    exercises_from,
    slug_of,
    slugs_by_name,
)
from negcoach.training.exercise.exercise import Exercise, Family, FreeAt, LiftShape, SafeAt, offered
from negcoach.training.exercise.safety import spotters_needed
from negcoach.training.exercise.table_reader import TableError
from negcoach.training.exercise.tempo import Tempo
from negcoach.training.terms import StartsWith

SHIPPED = shipped_exercises()

# slug: tempo, sets, reps, rest s, percent, cap percent, as the project's table of exercises has them
TABLE = {
    "bench-press": ("5-0-A-1", 3, 4, 180, 105, 120),
    "machine-bench-press": ("5-0-A-1", 3, 5, 150, 105, 125),
    "leg-press": ("5-0-A-1", 3, 5, 180, 105, 130),
    "leg-extension": ("5-0-A-1", 3, 6, 120, 105, 120),
    "leg-curl": ("5-0-A-1", 3, 6, 120, 100, 115),
    "negative-dip": ("5-0-A-1", 3, 5, 120, None, None),
    "negative-push-up": ("5-0-A-1", 3, 5, 90, None, None),
    "hands-raised-push-up": ("5-0-A-1", 3, 8, 90, None, None),
    "inverted-row": ("5-0-A-1", 3, 6, 90, None, None),
    "negative-pull-up": ("5-0-A-1", 3, 4, 150, None, None),
    "negative-chin-up": ("5-0-A-1", 3, 4, 150, None, None),
    "feet-assisted-pull-up": ("3-0-A-1", 3, 3, 120, None, None),
    "slider-leg-curl": ("4-0-A-1", 3, 5, 90, None, None),
    "nordic-curl": ("5-0-A-1", 2, 5, 120, None, None),
    "reverse-nordic": ("4-0-A-1", 3, 5, 90, None, None),
    "copenhagen": ("3-0-A-0", 2, 6, 90, None, None),
    "heel-drop": ("3-0-A-0", 6, 15, 60, None, None),
    "two-up-one-down-calf-raise": ("4-0-X-0", 3, 8, 60, None, None),
    "step-down": ("4-0-A-0", 3, 8, 60, None, None),
    "decline-squat": ("3-0-A-0", 3, 15, 60, None, None),
    "wrist-twist": ("4-0-A-0", 3, 15, 30, None, None),
    "biceps-curl": ("5-0-A-1", 3, 5, 120, 105, 120),
    "bar-curl": ("5-0-A-1", 3, 5, 120, 105, 120),
    "two-up-one-down-leg-press": ("5-0-X-1", 3, 4, 120, 65, 80),
    "two-up-one-down-chest-press": ("5-0-X-1", 3, 4, 120, 62, 77),
    "two-up-one-down-leg-extension": ("5-0-X-1", 3, 4, 120, 60, 75),
    "two-up-one-down-leg-curl": ("5-0-X-1", 3, 4, 120, 55, 70),
    "two-up-one-down-calf-press": ("5-0-X-1", 3, 4, 120, 60, 80),
    "eccentric-squat": ("5-0-A-0", 3, 2, 300, 105, 110),
    "tempo-squat": ("4-0-1-0", 3, 6, 150, 65, 85),
    "tempo-bench-press": ("4-0-1-0", 3, 6, 150, 65, 85),
    "tempo-romanian-deadlift": ("4-0-1-0", 3, 6, 150, 65, 85),
    "tempo-row": ("4-0-1-0", 3, 8, 120, 65, 85),
    "tempo-overhead-press": ("4-0-1-0", 3, 6, 150, 65, 85),
    "tempo-leg-press": ("4-0-1-0", 3, 8, 150, 65, 85),
    "two-up-one-down": ("5-0-X-1", 3, 4, 120, 70, 85),
}


def own(**values: object) -> Exercise:
    return exercises_from({"exercise": [{"name": "Slow row", "family": "overload", **values}]}, own=True)[0]


def shipped(slug: str) -> Exercise:
    return next(exercise for exercise in SHIPPED if exercise.slug == slug)


def test_the_exercises_come_in_their_order() -> None:
    assert [exercise.slug for exercise in SHIPPED] == list(TABLE)
    assert not any(exercise.own for exercise in SHIPPED)


@pytest.mark.parametrize("slug", TABLE)
def test_each_exercise_has_the_numbers_of_the_table(slug: str) -> None:
    exercise = shipped(slug)
    load = (exercise.load.percent, exercise.load.cap_percent) if exercise.load else (None, None)
    numbers = (str(exercise.tempo), exercise.sets, exercise.reps, exercise.rest_ms // 1000, *load)
    assert numbers == TABLE[slug]


def test_the_exercises_that_start_with_the_lift_and_those_with_sides() -> None:
    assert {e.slug for e in SHIPPED if e.starts_with is StartsWith.LIFT} == {
        "leg-curl",
        "negative-pull-up",
        "negative-chin-up",
        "feet-assisted-pull-up",
        "biceps-curl",
        "bar-curl",
        "inverted-row",
        "wrist-twist",
        "tempo-row",
        "tempo-overhead-press",
    }
    two_up = {slug for slug in TABLE if slug.startswith("two-up-one-down")}
    one_sided = {"heel-drop", "decline-squat", "copenhagen", "biceps-curl", "step-down", "wrist-twist"}
    assert {e.slug for e in SHIPPED if e.unilateral} == one_sided | two_up


def test_bodyweight_and_regression_are_the_same_exercises() -> None:
    assert all(exercise.bodyweight == (exercise.family is Family.REGRESSION) for exercise in SHIPPED)


# slug: where the load is safe, the call that frees the lifter, and the last word of a set that was ended
RESCUES = {
    "bench-press": (SafeAt.TOP, "SPOTTER TAKE IT", "RACK IT"),
    "machine-bench-press": (SafeAt.TOP, "SPOTTER TAKE IT", "SET IT DOWN"),
    "leg-press": (SafeAt.TOP, "SPOTTER TAKE IT", "HANDLES IN"),
    "leg-extension": (SafeAt.TOP, "SPOTTER TAKE IT", "SET IT DOWN"),
    "leg-curl": (SafeAt.BOTTOM, "SPOTTER TAKE IT", "SET IT DOWN"),
    "negative-dip": (SafeAt.BOTTOM, "FEET ON THE BOX", "STEP DOWN"),
    "negative-push-up": (SafeAt.TOP, "KNEES DOWN", "SIT BACK"),
    "hands-raised-push-up": (SafeAt.TOP, "COME DOWN", "COME DOWN"),
    "negative-pull-up": (SafeAt.BOTTOM, "FEET ON THE BOX", "STEP DOWN"),
    "negative-chin-up": (SafeAt.BOTTOM, "FEET ON THE BOX", "STEP DOWN"),
    "feet-assisted-pull-up": (SafeAt.BOTTOM, "FEET ON THE BOX", "STEP DOWN"),
    "nordic-curl": (SafeAt.BOTH, "HANDS DOWN", "SIT BACK"),
    "copenhagen": (SafeAt.BOTTOM, "COME DOWN", "COME DOWN"),
    "heel-drop": (SafeAt.TOP, "OTHER LEG", "STEP DOWN"),
    "decline-squat": (SafeAt.TOP, "OTHER LEG", "STEP DOWN"),
    "biceps-curl": (SafeAt.BOTTOM, "OTHER HAND", "SET IT DOWN"),
    "bar-curl": (SafeAt.BOTTOM, "SPOTTER TAKE IT", "SET IT DOWN"),
    "two-up-one-down-leg-press": (SafeAt.TOP, "BOTH UP", "SET IT DOWN"),
    "two-up-one-down-chest-press": (SafeAt.TOP, "BOTH UP", "SET IT DOWN"),
    "two-up-one-down-leg-extension": (SafeAt.TOP, "BOTH UP", "SET IT DOWN"),
    "two-up-one-down-leg-curl": (SafeAt.TOP, "BOTH UP", "SET IT DOWN"),
    "two-up-one-down-calf-press": (SafeAt.TOP, "BOTH UP", "SET IT DOWN"),
    "two-up-one-down": (SafeAt.TOP, "BOTH UP", "SET IT DOWN"),
    "eccentric-squat": (SafeAt.BOTH, "SPOTTERS TAKE IT", "ON THE PINS"),
    "inverted-row": (SafeAt.BOTTOM, "COME DOWN", "COME DOWN"),
    "slider-leg-curl": (SafeAt.BOTTOM, "COME DOWN", "COME DOWN"),
    "reverse-nordic": (SafeAt.BOTH, "COME DOWN", "SIT BACK"),
    "two-up-one-down-calf-raise": (SafeAt.TOP, "BOTH UP", "STEP DOWN"),
    "step-down": (SafeAt.TOP, "OTHER LEG", "STEP DOWN"),
    "wrist-twist": (SafeAt.BOTTOM, "HANDS DOWN", "SET IT DOWN"),
    "tempo-squat": (SafeAt.BOTH, "SET IT DOWN", "ON THE PINS"),
    "tempo-bench-press": (SafeAt.BOTH, "SET IT DOWN", "ON THE PINS"),
    "tempo-romanian-deadlift": (SafeAt.BOTH, "SET IT DOWN", "SET IT DOWN"),
    "tempo-row": (SafeAt.BOTTOM, "SET IT DOWN", "SET IT DOWN"),
    "tempo-overhead-press": (SafeAt.BOTTOM, "SET IT DOWN", "RACK IT"),
    "tempo-leg-press": (SafeAt.BOTH, "SET IT DOWN", "HANDLES IN"),
}


@pytest.mark.parametrize("exercise", SHIPPED, ids=lambda exercise: exercise.slug)
def test_each_exercise_has_its_own_rescue(exercise: Exercise) -> None:
    words = exercise.words
    assert (exercise.safe_at, words.take, words.end) == RESCUES[exercise.slug]
    assert words.take.endswith(TAKE_CALLS[words.take_sound])
    assert words.end == END_CALLS[words.end_sound]


def test_nobody_has_the_load_only_where_it_stands_by_itself() -> None:
    assert {exercise.slug: exercise.free_at for exercise in SHIPPED if exercise.free_at is not FreeAt.NOWHERE} == {
        "eccentric-squat": FreeAt.BOTTOM,
        "heel-drop": FreeAt.TOP,
        "decline-squat": FreeAt.TOP,
        "copenhagen": FreeAt.BOTTOM,
        "leg-curl": FreeAt.BOTTOM,
        "nordic-curl": FreeAt.BOTH,
        "reverse-nordic": FreeAt.BOTH,
        "slider-leg-curl": FreeAt.BOTTOM,
        "two-up-one-down-calf-raise": FreeAt.TOP,
        "step-down": FreeAt.TOP,
        "wrist-twist": FreeAt.BOTTOM,
    }
    assert own().free_at is FreeAt.NOWHERE
    assert own(free_at="both").free_at is FreeAt.BOTH


def test_every_call_has_its_sound() -> None:
    assert {*LIFT_CALLS, *TAKE_CALLS, *END_CALLS} <= set(NAMES)


@pytest.mark.parametrize(
    ("values", "take", "end"),
    [
        ({}, ("SPOTTER TAKE IT", "take-it"), ("SET IT DOWN", "set-it-down")),
        ({"words": {"finish": "rack the bar"}}, ("SPOTTER TAKE IT", "take-it"), ("RACK IT", "rack-it")),
        ({"spotters": {"at_least": 0}}, ("SET IT DOWN", "set-it-down"), ("SET IT DOWN", "set-it-down")),
        (
            {"spotters": {"at_least": 0}, "words": {"lift_sound": "other-hand"}},
            ("OTHER HAND", "other-hand"),
            ("SET IT DOWN", "set-it-down"),
        ),
        ({"family": "regression"}, ("COME DOWN", "come-down"), ("COME DOWN", "come-down")),
        (
            {"family": "regression", "words": {"lift_sound": "jump"}},
            ("FEET ON THE BOX", "feet-on-the-box"),
            ("STEP DOWN", "step-down"),
        ),
        (
            {"words": {"take": "take the bar", "end": "park it", "end_sound": "rack-it"}},
            ("TAKE THE BAR", "take-it"),
            ("PARK IT", "rack-it"),
        ),
    ],
)
def test_an_exercise_of_ones_own_has_a_rescue_without_saying_so(
    values: Mapping[str, object], take: tuple[str, str], end: tuple[str, str]
) -> None:
    words = own(**values).words
    assert ((words.take, words.take_sound), (words.end, words.end_sound)) == (take, end)


@pytest.mark.parametrize(("starts_with", "safe_at"), [("lowering", SafeAt.TOP), ("lift", SafeAt.BOTTOM)])
def test_the_load_is_safe_where_the_exercise_begins_unless_it_says_otherwise(starts_with: str, safe_at: SafeAt) -> None:
    assert own(starts_with=starts_with).safe_at is safe_at
    assert own(starts_with=starts_with, safe_at="both").safe_at is SafeAt.BOTH


def test_no_lift_that_begins_on_the_knees_or_with_unloading_points_up() -> None:
    again = {exercise.slug for exercise in SHIPPED if exercise.words.lift_shape is LiftShape.AGAIN}
    assert again == {"negative-push-up", "eccentric-squat", "slider-leg-curl"}
    assert own(words={"lift_sound": "reset"}).words.lift_shape is LiftShape.AGAIN
    assert own(words={"lift_sound": "reset", "lift_shape": "up"}).words.lift_shape is LiftShape.UP


@pytest.mark.parametrize(
    ("load_kg", "one_rm_kg", "spotters"),
    [
        (100, 95, 1),
        (135.9, 130, 1),
        (136, 130, 2),
        (132, 110, 2),
        (115, 100, 1),
        (120, None, 1),
        (None, None, 1),
    ],
)
def test_a_heavy_bench_press_needs_a_second_spotter(
    load_kg: float | None, one_rm_kg: float | None, spotters: int
) -> None:
    assert spotters_needed(shipped("bench-press"), load_kg, one_rm_kg) == spotters


def test_the_squat_needs_two_spotters_and_safety_pins() -> None:
    rule = shipped("eccentric-squat").spotters
    assert (rule.at_least, rule.also) == (2, "safety pins")


@pytest.mark.parametrize("exercise", SHIPPED, ids=lambda exercise: exercise.slug)
def test_every_card_can_be_read_and_drawn(exercise: Exercise) -> None:
    assert exercise.summary and exercise.progress and exercise.safety and exercise.muscles
    assert 3 <= len(exercise.lifter_steps) <= 6
    assert bool(exercise.spotter_steps) >= (exercise.spotters.at_least > 0)
    steps = (*exercise.lifter_steps, *exercise.spotter_steps, *exercise.two_spotter_steps)
    for text in (exercise.summary, exercise.progress, *steps):
        assert text[0].isupper() and text.endswith(".") and len(text) <= 120
    words = exercise.words
    assert all(len(word) <= 7 for word in words.lift.split()) and len(words.lift.split()) <= 2
    assert words.lift_sound in LIFT_CALLS and words.lift_note and words.bottom and words.finish


@pytest.mark.parametrize("exercise", SHIPPED, ids=lambda exercise: exercise.slug)
def test_there_are_steps_for_two_spotters_wherever_a_load_needs_two(exercise: Exercise) -> None:
    needs_two = spotters_needed(exercise, 500, 100) >= 2
    assert bool(exercise.steps_for_two) is needs_two
    if needs_two:
        assert exercise.steps_of_spotters(2) == exercise.steps_for_two
        text = " ".join(exercise.steps_for_two)
        for said in ("one ", "each", "together", "count", f"On {exercise.words.lift}, "):
            assert said in text, said
        assert "one at each end" in text or "one on each side" in text
        assert any(said in text.lower() for said in ("do not touch", "hands off", "hands away"))
        assert len(exercise.steps_for_two) >= len(exercise.spotter_steps)


def test_one_spotter_has_the_steps_of_one_and_two_those_of_two_where_they_are_known() -> None:
    bench = shipped("bench-press")
    assert [bench.steps_of_spotters(number) for number in (0, 1)] == [bench.spotter_steps] * 2
    assert [bench.steps_of_spotters(number) for number in (2, 4)] == [bench.two_spotter_steps] * 2
    assert bench.two_spotter_steps != bench.spotter_steps
    one = own(spotter_steps=["Lift."])
    assert (one.steps_for_two, one.steps_of_spotters(2)) == ((), ("Lift.",))
    two = own(spotter_steps=["Lift."], two_spotter_steps=["Lift together."])
    assert (two.steps_of_spotters(1), two.steps_of_spotters(2)) == (("Lift.",), ("Lift together.",))


def test_what_always_takes_two_spotters_has_their_steps_as_its_only_ones_and_no_second_one() -> None:
    squat = own(spotters={"at_least": 2}, spotter_steps=["Lift together."])
    assert squat.steps_of_spotters(2) == ("Lift together.",)
    assert (squat.spotters.second_from_total_kg, squat.spotters.second_above_help_kg) == (None, None)
    with pytest.raises(TableError, match="two_spotter_steps: there are always two"):
        own(spotters={"at_least": 2}, two_spotter_steps=["Lift together."])
    with pytest.raises(TableError, match="two_spotter_steps: has 13 lines"):
        own(two_spotter_steps=["Lift together."] * 13)


def test_who_lifts_alone_has_nobodys_steps() -> None:
    alone = alternative_of(shipped("machine-bench-press"), SHIPPED)
    assert alone is not None and alone.steps_of_spotters(1) == alone.steps_of_spotters(2) == ()


@pytest.mark.parametrize("exercise", SHIPPED, ids=lambda exercise: exercise.slug)
def test_every_lifter_is_told_to_breathe_out_on_the_way_down(exercise: Exercise) -> None:
    assert any("reathe out while you lower" in step and "never hold" in step for step in exercise.lifter_steps)


@pytest.mark.parametrize(
    "slug", ["bench-press", "machine-bench-press", "leg-press", "leg-extension", "leg-curl", "biceps-curl", "bar-curl"]
)
def test_the_lifter_helps_the_spotter(slug: str) -> None:
    exercise = shipped(slug)
    (on_the_lift,) = (step for step in exercise.lifter_steps if step.startswith(f"On {exercise.words.lift},"))
    assert {"too", "too,", "too.", "still"}.intersection(on_the_lift.split())  # the lifter lifts with whoever helps
    assert not any("do the work" in step or "let the" in step for step in exercise.lifter_steps)


@pytest.mark.parametrize(
    ("slug", "muscle"),
    [
        ("negative-dip", "front shoulder"),
        ("negative-push-up", "front shoulder"),
        ("negative-pull-up", "forearm"),
        ("negative-chin-up", "forearm"),
        ("two-up-one-down-leg-press", "quadriceps"),
        ("two-up-one-down-chest-press", "chest"),
        ("two-up-one-down-leg-extension", "quadriceps"),
        ("two-up-one-down-leg-curl", "hamstrings"),
        ("two-up-one-down-calf-press", "calf"),
    ],
)
def test_an_exercise_names_all_its_muscles(slug: str, muscle: str) -> None:
    assert muscle in shipped(slug).muscles


def test_two_up_one_down_without_its_machine_is_offered_only_to_who_has_trained_it() -> None:
    assert [exercise.slug for exercise in SHIPPED if exercise.retired] == ["two-up-one-down"]
    assert shipped("two-up-one-down") not in offered(SHIPPED)
    assert shipped("two-up-one-down") in offered(SHIPPED, {"two-up-one-down"})


@pytest.mark.parametrize("exercise", SHIPPED, ids=lambda exercise: exercise.slug)
def test_the_steps_name_the_call_that_is_shown(exercise: Exercise) -> None:
    call = f"On {exercise.words.lift},"
    assert any(step.startswith(call) for step in exercise.lifter_steps + exercise.spotter_steps)


def test_a_name_and_a_family_are_all_an_own_exercise_needs() -> None:
    exercise = own()
    assert exercise.own
    assert (exercise.slug, str(exercise.tempo)) == ("slow-row", "5-0-A-1")
    assert exercise.words.lift == "SPOTTER LIFT"
    assert exercise.spotters.at_least == 1
    assert exercise.load is not None and exercise.load.percent == 105


def test_an_own_regression_has_no_load_and_no_spotter() -> None:
    exercise = own(family="regression")
    assert exercise.bodyweight and exercise.spotters.at_least == 0
    assert exercise.words.lift == "BACK UP"


@pytest.mark.parametrize("sound", LIFT_CALLS)
def test_the_call_follows_the_sound_when_none_is_given(sound: str) -> None:
    assert own(words={"lift_sound": sound}).words.lift == LIFT_CALLS[sound]


def test_texts_are_cleaned_and_on_one_line() -> None:
    exercise = own(name="\x1b[2JSlow\n row\u202e", summary="a\x00b")
    assert (exercise.name, exercise.slug, exercise.summary) == ("Slow row", "slow-row", "ab")


@pytest.mark.parametrize(
    ("values", "key", "says"),
    [
        ({"name": 3}, "name", "must be text in quotes, not 3"),
        ({"name": ""}, "name", "empty"),
        ({"name": "\x1b[2J"}, "name", "empty"),
        ({"name": "x" * 61}, "name", "61 characters"),
        ({"name": "引体向上"}, "name", "no letter a-z"),
        ({"family": "overlod"}, "family", 'Did you mean "overload"?'),
        ({"family": "cardio"}, "family", "Choose one of overload, regression, tempo."),
        ({"slug": "Slow Row"}, "slug", "small letters"),
        ({"tempo": "5-0"}, "tempo", 'tempo "5-0": A tempo has three or four numbers'),
        ({"tempo": 5}, "tempo", "must be text in quotes"),
        ({"starts_with": "top"}, "starts_with", "Choose one of lowering, lift."),
        ({"unilateral": 1}, "unilateral", "must be true or false, not 1"),
        ({"lift_seconds": 0.5}, "lift_seconds", "from 1 to 60, not 0.5"),
        ({"lift_seconds": float("nan")}, "lift_seconds", "from 1 to 60"),
        ({"sets": 0}, "sets", "from 1 to 20, not 0"),
        ({"sets": True}, "sets", "not true"),
        ({"reps": 2.5}, "reps", "whole number"),
        ({"reps": 10**400}, "reps", "not so large a number"),
        ({"rest_seconds": -1}, "rest_seconds", "from 0 to 1800, not -1"),
        ({"load": 100}, "load", "must be a table, not 100"),
        ({"load": {"percent": 110, "cap_percent": 105}}, "load.cap_percent", "below percent"),
        ({"load": {"percents": 110}}, "load.percents", "Did you mean percent?"),
        ({"family": "regression", "load": {}}, "load", "Leave load out"),
        ({"spotters": {"at_least": 5}}, "spotters.at_least", "from 0 to 4"),
        ({"words": {"lift": "ÜBER"}}, "words.lift", "letters A-Z"),
        ({"words": {"lift": "A B C D E"}}, "words.lift", "one to four words"),
        ({"words": {"end": "RACK!"}}, "words.end", "letters A-Z"),
        ({"words": {"end_sound": "rackit"}}, "words.end_sound", 'Did you mean "rack-it"?'),
        ({"words": {"take_sound": "rack-it"}}, "words.take_sound", "is not known"),
        ({"safe_at": "middle"}, "safe_at", "Choose one of top, bottom, both"),
        ({"free_at": "rack"}, "free_at", "Choose one of nowhere, top, bottom, both"),
        ({"first_lift": True}, "first_lift", "is for a regression exercise that starts with the lowering"),
        ({"words": {"lift_sound": "lfit"}}, "words.lift_sound", 'Did you mean "lift"?'),
        ({"muscles": ["bicep"]}, "muscles", 'Did you mean "biceps"?'),
        ({"muscles": "biceps"}, "muscles", "a list of texts"),
        ({"safety": [1]}, "safety", "not of 1"),
        ({"lifter_steps": ["go"] * 13}, "lifter_steps", "at most 12"),
        ({"colour": "red"}, "colour", "not a known key"),
        ({"mucles": ["chest"]}, "mucles", "Did you mean muscles?"),
    ],
)
def test_a_wrong_value_is_named_with_its_place_and_what_would_be_right(
    values: Mapping[str, object], key: str, says: str
) -> None:
    with pytest.raises(TableError) as refused:
        own(**values)
    assert says in str(refused.value)
    assert str(refused.value).isprintable()
    assert (refused.value.index, refused.value.key) == (0, key)


def test_a_missing_name_is_told_from_a_mistyped_one() -> None:
    with pytest.raises(TableError, match="family is missing"):
        exercises_from({"exercise": [{"name": "Row"}]}, own=True)
    with pytest.raises(TableError, match="Did you mean name"):
        exercises_from({"exercise": [{"nmae": "Row"}]}, own=True)


def test_two_exercises_cannot_share_a_slug() -> None:
    row = {"name": "Row", "family": "overload"}
    with pytest.raises(TableError, match='already an exercise "row"') as refused:
        exercises_from({"exercise": [row, {**row, "name": "row!"}]}, own=True)
    assert refused.value.index == 1


@pytest.mark.parametrize("table", [{"exercises": []}, {"exercise": "row"}, {"exercise": {}}, {"exercise": [1]}])
def test_a_table_of_another_form_is_refused(table: Mapping[str, object]) -> None:
    with pytest.raises(TableError):
        exercises_from(table, own=True)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
KEYS = st.sampled_from(
    ["name", "family", "slug", "tempo", "lift_seconds", "sets", "load", "spotters", "words", "muscles"]
)


@given(st.dictionaries(KEYS, VALUES))
def test_any_values_make_an_exercise_or_a_catalogue_error(values: dict[str, object]) -> None:
    try:
        exercise = own(**values)
    except TableError as error:
        assert error.index == 0
    else:
        assert set(exercise.muscles) <= set(MUSCLES)
        assert len(exercise.words.lift) <= LONGEST_CALL


@pytest.mark.parametrize(("name", "slug"), [("Übung 2", "ubung-2"), ("A  b--c!", "a-b-c"), ("引体", "")])
def test_a_slug_is_made_of_plain_letters(name: str, slug: str) -> None:
    assert slug_of(name) == slug


@pytest.mark.parametrize(
    ("spotters", "help_kg", "total_kg"),
    [
        ({}, 35, 136),
        ({"at_least": 1, "second_from_total_kg": 136, "second_from_above_1rm_kg": 100}, 35, 136),
        ({"second_from_total_kg": 200}, None, 200),
        ({"second_above_help_kg": 50}, 50, None),
        ({"at_least": 0}, None, None),
    ],
)
def test_an_own_overload_exercise_gets_the_rule_of_the_second_spotter_unless_it_has_its_own(
    spotters: dict[str, object], help_kg: float | None, total_kg: float | None
) -> None:
    rule = own(spotters=spotters).spotters
    assert (rule.second_above_help_kg, rule.second_from_total_kg) == (help_kg, total_kg)


@pytest.mark.parametrize("exercise", SHIPPED, ids=lambda exercise: exercise.slug)
def test_whoever_may_not_do_overload_has_something_else_to_do(exercise: Exercise) -> None:
    other = alternative_of(exercise, SHIPPED)
    assert (other is not None) == (exercise.family is Family.OVERLOAD)
    if other is not None:
        assert other.family is not Family.OVERLOAD and not other.spotters.at_least
        assert set(other.muscles) & set(exercise.muscles) or exercise.muscles == ("by machine",)
        if other.load is not None:
            assert 60 <= other.load.percent <= 70 and str(other.tempo) == "4-0-1-0"
            assert other.family is Family.TEMPO and other.words.lift == "LIFT"


@pytest.mark.parametrize(
    ("table", "wrong"),
    [
        ({"exercise": "Not A Slug"}, "must be the slug of an exercise"),
        ({"percent": 100}, "from 10 to 85"),
        ({"tempo": "4-0-A-0"}, "must count the lift too"),
        ({"percent": 65, "exercises": "x"}, "Did you mean"),
    ],
)
def test_a_wrong_alternative_says_what_is_right(table: dict[str, object], wrong: str) -> None:
    with pytest.raises(TableError, match=wrong):
        own(alternative=table)


def test_alternatives_that_lead_in_a_circle_lead_nowhere() -> None:
    one, other = own(slug="one", alternative={"exercise": "other"}), own(slug="other", alternative={"exercise": "one"})
    assert alternative_of(one, (one, other)) is None


@pytest.mark.parametrize(
    ("tempo", "spotters", "load_kg", "alone"),
    [("4-0-1-0", 0, 65, True), ("5-0-A-1", 0, 65, False), ("4-0-1-0", 1, 65, False), ("4-0-1-0", 0, 105, False)],
)
def test_a_stored_set_was_the_tempo_version_when_it_was_lifted_alone(
    tempo: str, spotters: int, load_kg: float, alone: bool
) -> None:
    exercise = shipped("leg-extension")
    version = as_performed(exercise, Tempo.parse(tempo), spotters, load_kg, 100.0)
    assert (version.name == "Leg extension, alone") is alone
    assert as_performed(shipped("bench-press"), Tempo.parse(tempo), spotters, load_kg, 100.0) == shipped("bench-press")


def test_a_name_that_two_exercises_have_names_neither() -> None:
    rows = [{"name": "Flat negative", "slug": slug, "family": "regression"} for slug in ("my-a", "my-b")]
    rows.append({"name": "Flat negative, slow", "slug": "my-c", "family": "regression"})
    assert slugs_by_name(exercises_from({"exercise": rows[1:]}, own=True)) == {
        "flat-negative": "my-b",
        "flat-negative-slow": "my-c",
    }
    assert slugs_by_name(exercises_from({"exercise": rows}, own=True)) == {"flat-negative-slow": "my-c"}
