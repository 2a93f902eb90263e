"""An own exercise gets another name in the lifter's file; its slug and all else in the file stay."""

from __future__ import annotations

from pathlib import Path

import pytest

from negcoach.config.library import OWN_FILE, load_library
from negcoach.config.renaming import rename_own
from negcoach.errors import NegcoachError

FILE = """\
# mine
[[exercise]]
name = "Slow row"   # on Tuesdays
family = "regression"

[[exercise]]
family = "overload"
name = 'Slow pull'
slug = "pull"
load = { percent = 105, cap_percent = 115 }

# the last
[[exercise]]
name = "Third"
family = "overload"
[exercise.spotters]
at_least = 2
"""


def names(folder: Path) -> list[tuple[str, str]]:
    return [(one.slug, one.name) for one in load_library(folder) if one.own]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_the_slug_that_was_made_of_the_old_name_is_written_out_and_all_else_stays(tmp_path: Path, end: str) -> None:
    path = tmp_path / OWN_FILE
    path.write_bytes(FILE.replace("\n", end).encode())
    library = rename_own(tmp_path, "slow-row", 'Row, "slow"')
    assert library == load_library(tmp_path)
    assert names(tmp_path) == [("slow-row", 'Row, "slow"'), ("pull", "Slow pull"), ("third", "Third")]
    before, after = FILE.split("\n"), path.read_bytes().decode().split(end)
    assert after[3] == 'slug = "slow-row"'
    assert after[2].endswith("   # on Tuesdays")
    assert [*after[:2], *after[4:]] == [*before[:2], *before[3:]]


def test_a_slug_that_is_written_out_stays(tmp_path: Path) -> None:
    (tmp_path / OWN_FILE).write_text(FILE)
    rename_own(tmp_path, "pull", "Bench pull")
    assert (tmp_path / OWN_FILE).read_text() == FILE.replace("'Slow pull'", '"Bench pull"')


def test_an_exercise_with_tables_of_its_own_is_renamed(tmp_path: Path) -> None:
    (tmp_path / OWN_FILE).write_text(FILE)
    rename_own(tmp_path, "third", "Third and last")
    assert names(tmp_path)[2] == ("third", "Third and last")
    renamed = next(one for one in load_library(tmp_path) if one.slug == "third")
    assert renamed.spotters.at_least == 2


def test_exercises_in_a_list_of_braces_are_renamed_or_refused_without_harm(tmp_path: Path) -> None:
    text = 'exercise = [{ name = "Slow row", family = "regression" }]\n'
    (tmp_path / OWN_FILE).write_text(text)
    with pytest.raises(NegcoachError, match="Edit it by hand"):
        rename_own(tmp_path, "slow-row", "Row")
    assert (tmp_path / OWN_FILE).read_text() == text


@pytest.mark.parametrize(
    ("slug", "name", "message"),
    [
        ("slow-row", "BENCH PRESS", "already an exercise called Bench press"),
        ("slow-row", "third", "already an exercise called Third"),
        ("slow-row", "x" * 61, "exercises.toml, line 3"),
        ("slow-row", "  ", "exercises.toml, line 3"),
        ("bench-press", "Bench", "does not have this exercise"),
        ("gone", "Gone", "does not have this exercise"),
    ],
)
def test_what_cannot_be_is_refused_and_the_file_stays(tmp_path: Path, slug: str, name: str, message: str) -> None:
    (tmp_path / OWN_FILE).write_text(FILE)
    with pytest.raises(NegcoachError, match=message):
        rename_own(tmp_path, slug, name)
    assert (tmp_path / OWN_FILE).read_text() == FILE


def test_the_same_name_in_other_letters_is_no_other_exercise(tmp_path: Path) -> None:
    (tmp_path / OWN_FILE).write_text(FILE)
    rename_own(tmp_path, "slow-row", "SLOW ROW")
    assert names(tmp_path)[0] == ("slow-row", "SLOW ROW")
