"""The search for an exercise: on a list, while a name is typed, and by the whole of what was written."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from negcoach.config.library import shipped_exercises
from negcoach.errors import NegcoachError
from negcoach.training.exercise.exercise import Exercise, offered
from negcoach.training.exercise.search import Fit, closest, find, fit_of, search

SHIPPED = shipped_exercises()


@pytest.mark.parametrize(
    ("text", "fit"),
    [
        *(("pull-up", Fit.WORDS), ("UP pull", Fit.WORDS), ("pullup", Fit.PARTS), ("pul neg", Fit.PARTS)),
        *(
            ("up pull negative", Fit.NAMED),
            ("Negative_Pull.Up", Fit.NAMED),
            ("back", Fit.ABOUT),
            ("neg bac", Fit.ABOUT),
        ),
        *(("", Fit.ABOUT), ("chest", None), ("negative dip", None), ("!", None)),
    ],
)
def test_how_well_a_text_fits(text: str, fit: Fit | None) -> None:
    assert fit_of(text, ("negative-pull-up", "Negative pull-up"), "regression", "back", "biceps") is fit


@pytest.mark.parametrize(
    ("text", "slug"),
    [("RDL", "tempo-romanian-deadlift"), ("military press", "tempo-overhead-press"), ("tyler twist", "wrist-twist")],
)
def test_an_exercise_is_found_by_its_other_names_everywhere(text: str, slug: str) -> None:
    assert find(SHIPPED, text).slug == slug
    assert [one.slug for one in search(SHIPPED, text)] == [slug]
    found = closest(SHIPPED, text)
    assert found is not None and found.slug == slug


def test_an_own_exercise_goes_before_another_name_of_a_shipped_one() -> None:
    own = replace(SHIPPED[0], slug="rdl", name="RDL", own=True)
    assert find([*SHIPPED, own], "rdl") is own
    assert closest([*SHIPPED, own], "rdl") is own


@pytest.mark.parametrize("text", ["negative-pull-up", "pull", "pull regression", "BICEPS neg", "pullup", "tive-p"])
def test_a_list_is_searched_by_names_slugs_families_and_muscles(text: str) -> None:
    found = [exercise.slug for exercise in search(SHIPPED, text)]
    assert "negative-pull-up" in found
    assert "bench-press" not in found


@pytest.mark.parametrize(
    ("text", "slugs"),
    [
        ("achil", ["heel-drop"]),
        ("Achilles tendon", ["heel-drop"]),
        ("tendon", ["heel-drop", "decline-squat", "wrist-twist"]),
        ("jumpers knee", []),
        ("jumper's knee", ["decline-squat"]),
        ("groin", ["copenhagen"]),
        ("strain", ["nordic-curl"]),
        ("tennis", ["wrist-twist"]),
    ],
)
def test_a_list_is_searched_by_what_an_exercise_is_good_for(text: str, slugs: list[str]) -> None:
    assert [one.slug for one in search(SHIPPED, text)] == slugs


def test_on_the_command_line_what_is_good_for_it_is_suggested() -> None:
    with pytest.raises(NegcoachError, match="Did you mean heel-drop, decline-squat or wrist-twist\\?"):
        find(SHIPPED, "tendon")


def test_a_list_keeps_its_order_and_nothing_typed_finds_all() -> None:
    assert search(SHIPPED, " ") == list(SHIPPED)
    assert [exercise.slug for exercise in search(SHIPPED, "press")] == [
        "bench-press",
        "machine-bench-press",
        "leg-press",
        "two-up-one-down-leg-press",
        "two-up-one-down-chest-press",
        "two-up-one-down-calf-press",
        "tempo-bench-press",
        "tempo-overhead-press",
        "tempo-leg-press",
    ]


@given(st.text())
def test_what_is_closest_is_on_the_list_too(text: str) -> None:
    found = closest(SHIPPED, text)
    assert found is None or found in search(SHIPPED, text)


@given(st.sampled_from(offered(SHIPPED)), st.integers(1, 60))
def test_a_name_that_is_being_typed_finds_an_exercise_that_begins_so(exercise: Exercise, typed: int) -> None:
    start = exercise.name[:typed]
    found = closest(SHIPPED, start)
    assert found is not None
    begins_so = found.name.casefold().startswith(start.casefold())
    assert begins_so or fit_of(start, found.names) in (Fit.NAMED, Fit.WORDS)


def test_a_whole_word_is_closer_than_a_part_and_a_beginning_than_the_middle() -> None:
    throw, row, rowing = (replace(SHIPPED[0], slug=name.lower(), name=name) for name in ("Throw", "Slow row", "Rowing"))
    assert closest([throw, row, rowing], "row") is row
    assert closest([throw, rowing], "row") is rowing
    assert closest([throw], "row") is throw
    assert closest([throw], "chest") is None


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("bench-press", "bench-press"),
        ("Bench Press", "bench-press"),
        ("press bench", "bench-press"),
        ("machine bench", "machine-bench-press"),
        ("BENCH machine", "machine-bench-press"),
        ("push-up", "negative-push-up"),
        ("press-up", "negative-push-up"),
        ("Press ups", "negative-push-up"),
        ("pullup", "negative-pull-up"),
        ("chin", "negative-chin-up"),
        ("nord", "nordic-curl"),
        ("reverse nordic", "reverse-nordic"),
        ("tempo row", "tempo-row"),
        ("hamstring", "nordic-curl"),
        ("Two up, one down (machine)", "two-up-one-down"),
        ("two up one down", "two-up-one-down"),
        ("2 up leg press", "two-up-one-down-leg-press"),
        ("squat", "eccentric-squat"),
        ("leg_press", "leg-press"),
    ],
)
def test_an_exercise_is_found_by_slug_name_or_a_part_that_fits_only_it(text: str, slug: str) -> None:
    assert find(SHIPPED, text).slug == slug


@pytest.mark.parametrize("text", ["press-up", "press up", "pressup", "Press-Ups"])
def test_a_press_up_is_a_push_up_and_no_press_of_two_up_and_one_down(text: str) -> None:
    assert [one.slug for one in search(SHIPPED, text)] == ["negative-push-up", "hands-raised-push-up"]
    own = replace(SHIPPED[0], slug="my-press-up", name="My press-up")
    assert own in search([*SHIPPED, own], text)
    assert find([own], "my press-up") is own


def test_a_retired_exercise_is_not_found_by_a_part_of_its_name() -> None:
    with pytest.raises(NegcoachError, match='"two up" fits 6 exercises: two-up-one-down-calf-raise,'):
        find(SHIPPED, "two up")
    with pytest.raises(NegcoachError, match="Did you mean two-up-one-down-"):
        find(SHIPPED, "two-up-one-dwn-leg-press")
    near = closest(SHIPPED, "two up")
    assert near is not None
    assert not near.retired


@pytest.mark.parametrize("exercise", SHIPPED, ids=lambda exercise: exercise.slug)
def test_every_slug_and_name_finds_its_own_exercise(exercise: Exercise) -> None:
    assert find(SHIPPED, exercise.slug) is exercise
    assert find(SHIPPED, exercise.name.upper()) is exercise


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("bench-pres", 'No exercise "bench-pres". Did you mean bench-press?'),
        ("negativ-dipp", 'No exercise "negativ-dipp". Did you mean negative-dip?'),
        ("bnech", 'No exercise "bnech". Did you mean bench-press, machine-bench-press or tempo-bench-press?'),
        ("nordik", 'No exercise "nordik". Did you mean nordic-curl or reverse-nordic?'),
        ("squatt", 'No exercise "squatt". Did you mean decline-squat, eccentric-squat or tempo-squat?'),
        ("pull-ups", 'No exercise "pull-ups". Did you mean negative-pull-up or feet-assisted-pull-up?'),
        ("Pullups", 'No exercise "Pullups". Did you mean negative-pull-up or feet-assisted-pull-up?'),
        ("yoga", 'No exercise "yoga". negcoach exercises lists them.'),
        (
            "curl",
            '"curl" fits 6 exercises: leg-curl, slider-leg-curl, nordic-curl, biceps-curl, bar-curl, '
            "two-up-one-down-leg-curl. Write one of these.",
        ),
        ("", "Name an exercise, such as bench-press. negcoach exercises lists them."),
        ("!", "Name an exercise, such as bench-press. negcoach exercises lists them."),
        ("\x1b[2Jyoga", 'No exercise "yoga". negcoach exercises lists them.'),
    ],
)
def test_what_is_not_found_says_what_would_be(text: str, message: str) -> None:
    with pytest.raises(NegcoachError) as refused:
        find(SHIPPED, text)
    assert str(refused.value) == message


def test_many_that_fit_are_not_all_listed() -> None:
    with pytest.raises(NegcoachError, match=r"leg-press.* and \d+ more"):
        find(SHIPPED, "e")


@given(st.text())
def test_any_text_finds_an_exercise_or_says_why_not_in_one_line(text: str) -> None:
    try:
        assert find(SHIPPED, text) in SHIPPED
    except NegcoachError as error:
        assert "\n" not in str(error)
        assert len(str(error)) < 250
