"""The file of the lifter's own programmes."""

from __future__ import annotations

from pathlib import Path

import pytest

from negcoach.config.library import shipped_exercises
from negcoach.config.programmes import find_programme, load_programmes, shipped_programmes
from negcoach.errors import NegcoachError

LIBRARY = shipped_exercises()

TEXT = """\
[[programme]]
name = "Slow bench"
exercise = "bench-press"
days_apart = 4
week = [
  { do = ["3x4 @ 85%", "3x4 @ 85%"] },  # two
  { do = ["3x4 up"], weeks = 2 },
]

[[programme]]
name = "Dips"
exercise = "negative-dip"
week = [{ do = ["3x5 6 s bw"] }]
"""


def load(folder: Path, text: str) -> list[str]:
    """Write the file, and return the slugs of the lifter's own programmes."""
    (folder / "programmes.toml").write_text(text, "utf-8")
    return [one.slug for one in load_programmes(folder, LIBRARY) if one.own]


def test_without_a_file_there_are_those_that_ship(tmp_path: Path) -> None:
    assert load_programmes(tmp_path, LIBRARY) == shipped_programmes()


def test_the_lifters_own_come_after_them(tmp_path: Path) -> None:
    assert load(tmp_path, TEXT) == ["slow-bench", "dips"]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"3x4 @ 85%", "3x4 @ 85%"', '"3x4 @ 85"', ', line 6: week.do: "3x4 @ 85": "@ 85" must begin with a load'),
        ("weeks = 2", "weeks = 0", ", line 7: week.weeks: must be a whole number from 1 to 52, not 0."),
        ("days_apart = 4", "days_apart = 15", ", line 4: days_apart: must be a number from 0.5 to 14, not 15."),
        ("3x5 6 s bw", "3x5 @ 80%", ', line 13: "3x5 @ 80%": Negative dip is done with bodyweight.'),
        ('"negative-dip"', '"negative-dips"', ', line 13: "negative-dips" is not among the exercises.'),
        ('name = "Dips"', 'name = "Dips"\nslug = "first-dip"', ', line 12: slug: "first-dip" comes with negcoach.'),
        ("[[programme]]", "[[programm]]", ', line 1: "programm" is not known here.'),
        ("week = [{", "week = {", ", line 13: "),
    ],
)
def test_a_fault_is_named_with_file_and_line(tmp_path: Path, old: str, new: str, message: str) -> None:
    with pytest.raises(NegcoachError) as refused:
        load(tmp_path, TEXT.replace(old, new))
    assert str(refused.value).startswith(f"{tmp_path / 'programmes.toml'}{message}")


@pytest.mark.parametrize("typed", ["bench-overload-8", "Bench negatives in eight weeks", "bench", "BENCH-OVERLOAD-8 "])
def test_a_programme_is_found_by_slug_name_or_a_part(typed: str) -> None:
    assert find_programme(shipped_programmes(), typed).slug == "bench-overload-8"


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("bench-overlod", 'No programme "bench-overlod". Did you mean bench-overload-8?'),
        ("first", 'No programme "first". Did you mean first-dip?'),
        ("yoga", 'No programme "yoga". negcoach programme list shows them.'),
    ],
)
def test_what_is_not_found_says_what_would_be(typed: str, message: str) -> None:
    with pytest.raises(NegcoachError) as refused:
        find_programme(shipped_programmes(), typed)
    assert str(refused.value) == message
