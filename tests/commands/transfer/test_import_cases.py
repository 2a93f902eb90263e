"""Small files that stand for whole kinds of exports, imported from the command line into an empty folder."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.commands.places import CommandLine, Result

CASES = Path(__file__).parents[2] / "transfer" / "cases"


def bring(negcoach: CommandLine, name: str, *more: str) -> Result:
    return negcoach("import", str(CASES / name), "--unit", "kg", "--yes", *more, "--config", str(negcoach.config))


def lifted(negcoach: CommandLine) -> list[tuple[str, float, int]]:
    """What is stored: exercise, load and reps of each set, in order."""
    out = negcoach("export", "--format", "json", "--config", str(negcoach.config)).out
    return [
        (one["exercise_name"], one["load_kg"], one["reps"])
        for session in json.loads(out)["sessions"]
        for one in session["concentric_sets"]
    ]


def test_a_column_named_kg_has_the_loads(negcoach: CommandLine) -> None:
    assert bring(negcoach, "01_strong_kg_column.csv").status == 0
    assert lifted(negcoach) == [("Squat", 70.0, 5)]


def test_a_known_form_without_loads_stops_in_one_line_and_makes_nothing(negcoach: CommandLine) -> None:
    file = negcoach.folder / "odd.csv"
    file.write_text("Date,Exercise Name,Set Order,Lifted,Reps\n2024-03-04,Squat,1,70.5,5\n")
    command = ("import", "odd.csv", "--unit", "kg", "--yes", "--config", str(negcoach.config))
    done = negcoach(*command)
    assert (done.status, done.out) == (2, "")
    assert done.err == (
        "negcoach: odd.csv is from Strong, but none of its columns is known to have the loads. "
        "Say which one it is with --loads COLUMN, or --loads none.\n"
    )
    assert not negcoach.data.exists()
    assert negcoach(*command, "--loads", "No such").err == 'negcoach: odd.csv has no column "No such".\n'
    assert negcoach(*command, "--loads", "Lifted").status == 0
    assert lifted(negcoach) == [("Squat", 70.5, 5)]


def test_a_name_with_a_comma_that_is_not_quoted_is_aligned_from_the_right(negcoach: CommandLine) -> None:
    bring(negcoach, "05_fitnotes_comma_in_name.csv")
    assert lifted(negcoach) == [("Press (Each Side, Dumbbells)", 8.0, 5), ("Squat", 80.0, 5)]


def test_a_row_with_a_cell_too_many_is_left_out(negcoach: CommandLine) -> None:
    done = bring(negcoach, "06_surplus_empty_cell.csv")
    assert "more cells than the header  row 1" in done.out
    assert lifted(negcoach) == [("Squat", 60.0, 5)]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (None, "12_only_header.csv has no rows below its header, so there is nothing to import."),
        ("Date,Exercise Name,Set Order,Weight,Reps\nsoon,Squat,1,50,5\n", "its only row cannot be read"),
    ],
)
def test_a_file_without_a_row_that_can_be_read_is_one_line_and_makes_nothing(
    negcoach: CommandLine, content: str | None, says: str
) -> None:
    name = "12_only_header.csv"
    if content is not None:
        (negcoach.folder / "bad.csv").write_text(content)
        name = str(negcoach.folder / "bad.csv")
    done = bring(negcoach, name)
    assert (done.status, done.out) == (2, "")
    assert says in done.err and done.err.count("\n") == 1
    assert not negcoach.data.exists()


def test_a_dropped_file_is_found_by_its_url(negcoach: CommandLine) -> None:
    path = negcoach.folder / "my file.csv"
    path.write_bytes((CASES / "01_strong_kg_column.csv").read_bytes())
    done = negcoach("import", path.as_uri(), "--yes", "--config", str(negcoach.config))
    assert (done.status, done.err) == (0, "")


def test_a_set_put_in_between_later_comes_in_between(negcoach: CommandLine) -> None:
    bring(negcoach, "02_insert_a.csv")
    bring(negcoach, "02_insert_b.csv")
    assert [load for _, load, _ in lifted(negcoach)] == [60.0, 70.0, 80.0]


def test_a_workout_that_was_renamed_is_the_same(negcoach: CommandLine) -> None:
    bring(negcoach, "03_rename_a.csv")
    done = bring(negcoach, "03_rename_workout_b.csv")
    assert "    2  already there  the first is row 1" in done.out
    assert '    1 Mar 2024, session: title "Push" → "Push day"' in done.out
    assert len(lifted(negcoach)) == 2


def test_what_was_corrected_is_told_and_taken_over_with_an_option(negcoach: CommandLine) -> None:
    bring(negcoach, "03_rename_a.csv")
    done = bring(negcoach, "04_corrected_b.csv")
    assert "  different from what is there: 1, left as it is here\n" in done.out
    assert "    1 Mar 2024, Squat, set 2: load 70 kg → 72.5 kg  row 2\n" in done.out
    assert done.out.endswith("Nothing in it is new. Nothing was changed. --update changes what is different here.\n")
    assert [load for _, load, _ in lifted(negcoach)] == [60.0, 70.0]
    done = bring(negcoach, "04_corrected_b.csv", "--update")
    assert "\nImported: 1 correction.\n" in done.out
    assert [load for _, load, _ in lifted(negcoach)] == [60.0, 72.5]


def test_the_months_of_a_language_that_is_not_among_the_common_ones_come_in_all(negcoach: CommandLine) -> None:
    done = bring(negcoach, "07_hevy_turkish.csv")
    assert "  sessions   12, 5 Jan to 5 Dec 2025\n" in done.out


def test_the_muscles_that_gymbook_names_in_italian_are_known(negcoach: CommandLine) -> None:
    done = bring(negcoach, "08_gymbook_italian_muscles.csv")
    assert "1  Esercizio X  →  your own (glutes, quadriceps)" in done.out
    assert "1  Esercizio Y  →  your own (back)" in done.out
    assert "1  Esercizio Z  →  your own (chest, triceps)" in done.out
