"""The section [equipment]: read with file and line, and written back beside what a person wrote."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from negcoach.config.library import shipped_exercises
from negcoach.config.settings.settings import Settings, load_settings, require_known_exercises, save_settings
from negcoach.errors import NegcoachError
from negcoach.training.equipment.equipment import NO_EQUIPMENT, BarLoad, BeltLoad, Equipment, Stack, Weight
from negcoach.training.equipment.equipment_text import parse_implement, parse_plates

README = Path(__file__).parents[3] / "README.md"

MINE = """\
# my settings
[sound]
volume = 70   # loud enough

# what is in the garage
[equipment]
bar = "20 kg"      # weighed
plates = "20 x 2, 10, 5, 2.5 kg"
bench-press = "bar"
leg-extension = "stack 5 + 5 to 80 kg"
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    found = tmp_path / "config.toml"
    found.write_text(MINE, encoding="utf-8")
    return found


def test_it_is_read(path: Path) -> None:
    equipment = load_settings(path).equipment
    assert equipment.bar == Weight(2000, "kg")
    assert equipment.plates == parse_plates("20 x 2, 10, 5, 2.5 kg")
    assert equipment.implements == {"bench-press": BarLoad(), "leg-extension": Stack(500, 500, 8000, "kg")}


def test_without_the_section_nothing_is_known(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text("[sound]\nvolume = 70\n[equipment]\n", encoding="utf-8")
    assert load_settings(path) == Settings(volume=70)
    assert load_settings(path).equipment is NO_EQUIPMENT


@pytest.mark.parametrize(
    ("line", "place", "message"),
    [
        ('bar = "20"', 2, '"20" has no unit'),
        ("bar = 20", 2, 'bar must be text in quotes, like "20 kg", not 20'),
        ('plates = "20, 25 kg"', 2, "plates: 25 after 20: list them from the heaviest down"),
        ('plates = ["20", "10"]', 2, 'plates must be text in quotes, like "25 x 2'),
        ('\n\nbench-press = "kettlebell"', 4, 'bench-press: "kettlebell" is not known. Write "bar"'),
        ('biceps-curl = "dumbbell 4, 2 kg"', 2, "biceps-curl: 2 after 4: list them from the lightest up"),
    ],
)
def test_what_is_wrong_is_said_with_file_and_line(tmp_path: Path, line: str, place: int, message: str) -> None:
    path = tmp_path / "config.toml"
    path.write_text(f"[equipment]\n{line}\n", encoding="utf-8")
    with pytest.raises(NegcoachError) as refused:
        load_settings(path)
    assert str(refused.value).startswith(f"{path}, line {place}: ") and message in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_value_in_place_of_the_section_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text('equipment = "bar"\n', encoding="utf-8")
    with pytest.raises(NegcoachError, match=r"line 1: equipment is a section. Write \[equipment\]"):
        load_settings(path)


def test_an_exercise_that_there_is_not_is_found_with_its_line(path: Path) -> None:
    settings = load_settings(path)
    library = {exercise.slug: exercise for exercise in shipped_exercises()}
    require_known_exercises(path, settings, library)
    with pytest.raises(NegcoachError, match=r'line 9: "bench-press" is not known. Did you mean "bench-pressing"'):
        require_known_exercises(path, settings, {"bench-pressing": library["bench-press"]})
    library = {"bench-press": library["bench-press"], "leg-extension": library["leg-extension"]}
    require_known_exercises(path, settings, library)


@pytest.mark.parametrize("slug", ["bench-press", "tempo-overhead-press", "bar-curl", "leg-press"])
def test_dumbbells_are_not_taken_for_an_exercise_of_both_hands(tmp_path: Path, slug: str) -> None:
    """Nobody could tell whether 40 kg are one dumbbell, each of two, or both: until it is mended the bar counts."""
    path = tmp_path / "config.toml"
    file = f'[equipment]\nbar = "20 kg"\nplates = "20 x 2, 10 kg"\n{slug} = "dumbbell 21, 23 kg"\n'
    path.write_text(file, encoding="utf-8")
    library = {exercise.slug: exercise for exercise in shipped_exercises()}
    settings = load_settings(path)
    with pytest.raises(NegcoachError, match=rf"line 4: {slug}: Dumbbells are for one hand") as refused:
        require_known_exercises(path, settings, library)
    assert "\n" not in str(refused.value)
    loads = settings.equipment.own_loads(library[slug])
    assert (loads and loads.loads_kg[:3]) == ((20.0, 40.0, 60.0) if library[slug].free_bar else None)
    curls = Equipment(implements={"biceps-curl": parse_implement("dumbbell 21, 23 kg")})
    one_hand = curls.own_loads(library["biceps-curl"])
    assert one_hand is not None and one_hand.loads_kg == (21.0, 23.0)


def test_another_setting_leaves_the_section_as_it_was_written(path: Path) -> None:
    save_settings(path, replace(load_settings(path), volume=75))
    assert path.read_text(encoding="utf-8") == MINE.replace("volume = 70", "volume = 75")


def test_changes_keep_the_comments_and_take_away_what_is_gone(path: Path) -> None:
    settings = load_settings(path)
    changed = Equipment(
        settings.equipment.bar,
        parse_plates("25, 20 x 2, 10, 5, 2.5 kg"),
        {"bench-press": BarLoad(), "negative-dip": BeltLoad()},
    )
    save_settings(path, replace(settings, own_equipment=changed))
    text = path.read_text(encoding="utf-8")
    assert load_settings(path).equipment == changed
    assert 'bar = "20 kg"      # weighed' in text and "# what is in the garage" in text
    assert "leg-extension" not in text and 'negative-dip = "belt"' in text


@pytest.mark.parametrize("there", [False, True], ids=["new file", "file without it"])
def test_it_is_added_to_a_file_that_has_none(tmp_path: Path, there: bool) -> None:
    path = tmp_path / "config.toml"
    if there:
        path.write_text("[sound]\nvolume = 70\n", encoding="utf-8")
    equipment = Equipment(Weight(4500, "lb"), None, {"bar-curl": parse_implement("bar 15 lb")})
    save_settings(path, replace(Settings(volume=70), own_equipment=equipment))
    assert load_settings(path) == replace(Settings(volume=70), own_equipment=equipment)
    assert "[equipment]\n" in path.read_text(encoding="utf-8")


def test_the_equipment_of_the_readme_can_be_read(tmp_path: Path) -> None:
    example = re.search(r"```toml\n(\[equipment\].+?)```", README.read_text("utf-8"), re.DOTALL)
    assert example is not None
    path = tmp_path / "config.toml"
    path.write_text(example[1], encoding="utf-8")
    settings = load_settings(path)
    assert settings.equipment.bar is not None and settings.equipment.plates is not None
    require_known_exercises(path, settings, {exercise.slug: exercise for exercise in shipped_exercises()})


def test_all_of_it_can_be_taken_away(path: Path) -> None:
    save_settings(path, replace(load_settings(path), own_equipment=None))
    assert load_settings(path) == Settings(volume=70)
