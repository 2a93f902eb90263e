"""What the exercises of other programs are taken for."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from importlib import resources
from typing import Any

import pytest

from negcoach.config.library import shipped_exercises
from negcoach.training.exercise.catalogue import MUSCLES
from negcoach.training.exercise.exercise import Family
from negcoach.transfer.apps.names import ExerciseMatcher, MatchKind, muscles_by_name, words_of

LIBRARY = shipped_exercises()
MATCHER = ExerciseMatcher(LIBRARY)


def _table(name: str) -> dict[str, Any]:
    return tomllib.loads(resources.files("negcoach.transfer.apps").joinpath(name).read_text("utf-8"))


TABLE, MORE = _table("names.toml"), _table("more_names.toml")
NAMES = [*TABLE["exercises"].items(), *MORE["exercises"].items()]


@pytest.mark.parametrize(
    ("name", "slug", "assisted"),
    [
        ("Bench Press (Barbell)", "bench-press", False),
        ("Flat Barbell Bench Press", "bench-press", False),
        ("barbell bench presses", "bench-press", False),
        ("Développé Couché (Barre)", "bench-press", False),
        ("Chest Press (Machine)", "machine-bench-press", False),
        ("Leg Press (Machine)", "leg-press", False),
        ("Leg Extension Machine", "leg-extension", False),
        ("Seated Leg Curl (Machine)", "leg-curl", False),
        ("Lying Leg Curl Machine", "leg-curl", False),
        ("Squat (Barbell)", "eccentric-squat", False),
        ("Barbell Squat", "eccentric-squat", False),
        ("Bicep Curl (Barbell)", "bar-curl", False),
        ("Bicep Curl (Dumbbell)", "biceps-curl", False),
        ("Nordic Hamstrings Curls", "nordic-curl", False),
        ("Chin Up", "negative-chin-up", False),
        ("Chin Up (Assisted)", "negative-chin-up", True),
        ("Assisted Pull-Ups", "negative-pull-up", True),
        ("Triceps Dip (Assisted)", "negative-dip", True),
        ("Parallel Bar Triceps Dip", "negative-dip", False),
        ("Push-Ups", "negative-push-up", False),
    ],
)
def test_the_same_movement_with_the_same_load_is_ours(name: str, slug: str, assisted: bool) -> None:
    found = MATCHER.match(name)
    assert (found.exercise, found.assisted, found.kind) == (slug, assisted, MatchKind.KNOWN)


@pytest.mark.parametrize(
    ("slug", "names"),
    [
        (
            "bench-press",
            "Wyciskanie leżąc (sztanga) | Жим лёжа | Bænkpres | Bänkpress | 벤치 프레스 (바벨) | 卧推（杠铃）",
        ),
        ("leg-press", "Жим ногами | Benpress | Beinpress (maskin) | レッグプレス（マシン） | 레그프레스 | 腿举"),
        (
            "eccentric-squat",
            "Przysiad (sztanga) | Приседания | Knäböj | Knebøy | スクワット (バーベル) | 스쿼트 | 深蹲",
        ),
        ("negative-pull-up", "Podciąganie | Подтягивания | Barfiks | Räckhäv | 懸垂 | 풀업 | 引体向上"),
        ("negative-push-up", "Pompki | Отжимания | Şınav | Armhävningar | 腕立て伏せ | 푸시업 | 俯卧撑"),
    ],
)
def test_the_common_exercises_are_known_in_many_languages(slug: str, names: str) -> None:
    assert {MATCHER.match(name.strip()).exercise for name in names.split("|")} == {slug}


@pytest.mark.parametrize(
    ("name", "muscles"),
    [
        ("Становая тяга (штанга)", ("back", "glutes", "hamstrings")),
        ("Marklyft", ("back", "glutes", "hamstrings")),
        ("ラットプルダウン (ケーブル)", ("back", "biceps")),
        ("侧平举", ()),
        ("Calf Press on Leg Press", ("calf",)),
        ("Leg Raise Parallel Bars", ("abdominals",)),
        ("Bench Press (Dumbbell)", ("chest", "triceps", "front shoulder")),
        ("Incline Bench Press (Barbell)", ("chest", "triceps", "front shoulder")),
        ("Bench Press - Close Grip (Barbell)", ("triceps", "chest", "front shoulder")),
        ("Squat (Smith Machine)", ("quadriceps", "glutes")),
        ("Standing Leg Curl", ("hamstrings",)),
        ("Leg Press Horizontal (Machine)", ("quadriceps", "glutes")),
        ("Negative Pull Up", ("back", "biceps")),
        ("Bench Dip", ("triceps",)),
        ("Lateral Raise (Dumbbell)", ()),
        ("Zercher Carry Deluxe", ()),
        ("Machine Press", ()),
        ("Standing Cable Press", ()),
        ("Cable Kickback", ()),
        ("Triceps Kickback (Cable)", ("triceps",)),
        ("Inverted Row (Bodyweight)", ("back", "biceps")),
        ("Leg Press Toe Press", ()),
        ("Wadenheben an der Beinpresse", ("calf",)),
    ],
)
def test_what_only_looks_alike_is_the_lifters_own(name: str, muscles: tuple[str, ...]) -> None:
    found = MATCHER.match(name)
    assert (found.kind, found.muscles, found.name) == (MatchKind.OWN, muscles, name)
    assert found.exercise not in {exercise.slug for exercise in LIBRARY}


def test_every_exercise_of_the_catalogue_but_those_that_are_only_lowered_is_known_by_some_name() -> None:
    two_up = {exercise.slug for exercise in LIBRARY if exercise.slug.startswith("two-up-one-down")}
    only_lowered = {"heel-drop", "decline-squat", "feet-assisted-pull-up", "inverted-row", "slider-leg-curl"}
    only_lowered |= {"reverse-nordic", "step-down", "wrist-twist", *two_up}
    slow = {exercise.slug for exercise in LIBRARY if exercise.family is Family.TEMPO}  # a lifted set is no slow one
    assert set(TABLE["exercises"]) == {exercise.slug for exercise in LIBRARY} - only_lowered - slow


def test_the_table_names_only_muscles_that_there_are() -> None:
    assert {
        muscle for group in TABLE["muscles"] + MORE["muscles"] + TABLE["category"] for muscle in group["of"]
    } <= set(MUSCLES)


def test_no_name_of_the_table_means_two_things() -> None:
    slugs: dict[tuple[str, ...], str] = {}
    for slug, names in NAMES:
        for name in names:
            assert slugs.setdefault(words_of(name), slug) == slug, name
    muscles: dict[tuple[str, ...], list[str]] = {}
    for group in TABLE["muscles"] + MORE["muscles"]:
        for name in group["names"]:
            assert muscles.setdefault(words_of(name), group["of"]) == group["of"], name


def test_the_table_holds_hundreds_of_names() -> None:
    assert sum(len(names) for names in TABLE["exercises"].values()) > 150
    assert sum(len(group["names"]) for group in TABLE["muscles"]) > 700


def test_the_table_agrees_with_the_catalogue_about_muscles() -> None:
    by_slug = {exercise.slug: exercise for exercise in LIBRARY}
    for slug, names in NAMES:
        for name in names:
            told = set(muscles_by_name(name))
            assert not told or told & set(by_slug[slug].muscles), name


@pytest.mark.parametrize(
    ("category", "muscles"),
    [
        ("Chest", ("chest",)),
        ("Petto", ("chest",)),
        ("Quadriceps, Glutes", ("quadriceps", "glutes")),
        ("Legs", ()),
        ("Shoulders", ()),
        ("", ()),
        ("Cardio", ()),
    ],
)
def test_the_files_word_for_the_muscles_is_taken_where_the_name_says_nothing(
    category: str, muscles: tuple[str, ...]
) -> None:
    assert MATCHER.match("Cable Sheep Lift", category).muscles == muscles


def test_the_name_says_more_than_the_files_word() -> None:
    assert MATCHER.match("Calf Press on Leg Press", "Chest").muscles == ("calf",)


def test_an_own_exercise_of_the_same_name_is_taken() -> None:
    mine = replace(LIBRARY[0], slug="sheep-lift", name="Cable Sheep Lift", own=True)
    assert ExerciseMatcher((*LIBRARY, mine)).match("cable sheep-lifts").exercise == "sheep-lift"


def test_a_name_without_a_latin_letter_has_a_slug_of_its_own() -> None:
    found = {MATCHER.match(name).exercise for name in ("俯卧撑", "深蹲", "жим лёжа")}
    assert len(found) == 3
    assert all(slug.isascii() and slug for slug in found)


def test_what_the_lifter_chooses_goes_before_the_table() -> None:
    found = ExerciseMatcher(LIBRARY, {"Smith Bench": "bench-press"}).match("Smith Bench")
    assert (found.exercise, found.kind) == ("bench-press", MatchKind.CHOSEN)
