"""``negcoach import``."""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
import time
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest

from negcoach.commands.transfer.import_ import parse_map
from negcoach.config.library import shipped_exercises
from negcoach.errors import NegcoachError
from negcoach.store.database.database import open_database
from negcoach.store.journal import Journal
from negcoach.transfer.native.csv_format import HEADER
from tests.commands.places import CommandLine, Result

FILES = Path(__file__).parents[2] / "transfer" / "apps" / "files"
STRONG = FILES / "strong-old.csv"
HEVY = FILES / "hevy-kg.csv"
LIBRARY = shipped_exercises()


def run(negcoach: CommandLine, *arguments: object) -> Result:
    return negcoach("import", *map(str, arguments), "--config", str(negcoach.config))


def sessions(negcoach: CommandLine) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(negcoach("history", "--json", "--config", str(negcoach.config)).out)
    return found


def test_a_preview_tells_all_and_makes_nothing(negcoach: CommandLine) -> None:
    done = run(negcoach, STRONG, "--preview")
    assert (done.status, done.err) == (0, "")
    assert (
        done.out
        == """\
strong-old.csv: Strong, 9 rows

  sessions   2, 4 Mar to 6 Mar 2024
  sets       6
  unit       not said by the file: kg or lb?
  heaviest   Bench Press (Barbell), 80

  exercises
    4  Bench Press (Barbell)      →  Bench press
    1  Chin Up (Assisted)         →  Negative chin-up, load is help
    1  Seated Leg Curl (Machine)  →  Leg curl

  not imported: 3 rows
    1  no reps                    row 9
    1  rest timer                 row 3
    1  time or distance, no reps  row 5
"""
    )
    assert not negcoach.data.exists()


def test_a_preview_tells_once_of_a_database_that_was_damaged(negcoach: CommandLine) -> None:
    assert run(negcoach, STRONG, "--yes", "--unit", "kg").status == 0
    database = negcoach.data / "negcoach.db"
    database.write_bytes(b"\0" * 4096 + database.read_bytes()[4096:])
    open_database(negcoach.data, now=datetime.now().astimezone()).close()  # a start that ends before it tells it
    done = run(negcoach, STRONG, "--preview")
    assert done.status == 0
    assert "The database was damaged: it is kept as negcoach-damaged-" in done.err
    assert "sessions   2" in done.out
    assert "damaged" not in run(negcoach, STRONG, "--preview").err


def begin_session(negcoach: CommandLine) -> None:
    now = datetime.now().astimezone()
    with closing(open_database(negcoach.data, now=now)) as database:
        Journal(database).begin_session(now)


def test_beside_a_session_a_large_file_is_refused_before_its_rows_are_read(
    negcoach: CommandLine, tmp_path: Path
) -> None:
    header, row, *_ = STRONG.read_text().splitlines()
    large = tmp_path / "large.csv"
    large.write_text("\n".join((header, *[row] * 20_000)))
    begin_session(negcoach)
    assert "20,000 rows" in run(negcoach, large, "--preview").out
    done = run(negcoach, large, "--yes")  # without the unit, which is asked for once the rows are read
    assert (done.status, done.out) == (2, "")
    assert done.err.startswith("negcoach: A session is under way") and len(done.err.splitlines()) == 1


def test_beside_a_session_a_large_file_is_refused_before_all_of_it_is_split(
    negcoach: CommandLine, tmp_path: Path
) -> None:
    header, row, *_ = STRONG.read_text().splitlines()
    large = tmp_path / "large.csv"
    large.write_text("\n".join((header, *[row] * 20_000, '"never closed')))
    assert "is never closed" in run(negcoach, large, "--yes").err
    begin_session(negcoach)
    assert run(negcoach, large, "--yes").err.startswith("negcoach: A session is under way")
    large.write_text("\n".join((header, *[row] * 19_999, '"never closed')))
    assert "is never closed" in run(negcoach, large, "--yes").err


def test_beside_a_session_many_years_of_our_own_are_refused_before_they_are_read(
    negcoach: CommandLine, tmp_path: Path
) -> None:
    years = tmp_path / "years.json"
    assert run(negcoach, HEVY, "--yes").status == 0
    exported = ("--format", "json", "-o", str(years), "--config", str(negcoach.config))
    assert negcoach("export", *exported).status == 0
    beginning = years.read_text().splitlines(keepends=True)[:4]
    years.write_text("".join(beginning) + "-\n" * 3_000_000)
    assert "A session is under way" not in run(negcoach, years, "--yes").err
    begin_session(negcoach)
    done = run(negcoach, years, "--yes")
    assert (done.status, done.out) == (2, "")
    assert done.err.startswith("negcoach: A session is under way")


def test_beside_a_session_many_rows_of_our_own_table_are_refused_before_all_of_them_are_split(
    negcoach: CommandLine, tmp_path: Path
) -> None:
    row, large = ",".join("x" * len(HEADER)), tmp_path / "large.csv"
    large.write_text("\n".join((",".join(HEADER), *[row] * 20_000, '"never closed')))
    assert "is never closed" in run(negcoach, large, "--yes").err
    begin_session(negcoach)
    assert run(negcoach, large, "--yes").err.startswith("negcoach: A session is under way")
    large.write_text("\n".join((",".join(HEADER), *[row] * 19_999, '"never closed')))
    assert "is never closed" in run(negcoach, large, "--yes").err


def test_with_yes_it_imports_and_says_how_to_undo_it(negcoach: CommandLine) -> None:
    done = run(negcoach, HEVY, "--yes")
    assert (done.status, done.err) == (0, "")
    assert "\nImported 5 sets in 2 sessions.\n" in done.out
    assert "undo" in done.out.splitlines()[-1]
    assert len(sessions(negcoach)) == 2


def test_the_second_time_there_is_nothing_new(negcoach: CommandLine) -> None:
    run(negcoach, HEVY, "--yes")
    done = run(negcoach, HEVY, "--yes")
    assert done.status == 0
    assert "    5  already there" in done.out
    assert done.out.endswith("Nothing in it is new. Nothing was changed.\n")


def test_without_a_terminal_it_does_not_ask(negcoach: CommandLine) -> None:
    done = run(negcoach, HEVY)
    assert (done.status, done.out) == (2, "")
    assert done.err == (
        "negcoach: There is no terminal to ask on. Add --preview to look, or --yes to import without asking.\n"
    )
    assert not negcoach.data.exists()


def test_a_unit_that_the_file_does_not_say_has_to_be_said(negcoach: CommandLine) -> None:
    done = run(negcoach, STRONG, "--yes")
    assert (done.status, done.out) == (2, "")
    assert done.err.endswith("strong-old.csv does not say the unit of its loads. Say it with --unit kg or --unit lb.\n")
    assert not negcoach.data.exists()
    done = run(negcoach, STRONG, "--yes", "--unit", "lb")
    assert "  unit       lb, as you say\n  heaviest   Bench Press (Barbell), 80 lb\n" in done.out


def test_dates_that_could_be_two_have_to_be_told(negcoach: CommandLine) -> None:
    file = negcoach.folder / "strong.csv"
    file.write_text("Date,Exercise Name,Set Order,Weight (kg),Reps\n03/04/2024,Squat,1,100,5\n")
    done = run(negcoach, file, "--yes")
    assert (done.status, done.out) == (2, "")
    assert done.err == (
        "negcoach: strong.csv does not tell whether 03/04 is in March or April. Say --dates day-first or month-first.\n"
    )
    done = run(negcoach, file, "--yes", "--dates", "month-first")
    assert "4 Mar 2024" in done.out


def test_an_exercise_can_be_taken_for_another(negcoach: CommandLine) -> None:
    done = run(negcoach, HEVY, "--preview", "--map", "Calf Press on Leg Press=heel drop")
    assert "Calf Press on Leg Press  →  Eccentric heel drop" in done.out
    done = run(negcoach, HEVY, "--preview", "--map", "Nothing=heel drop")
    assert (done.status, done.out) == (2, "")
    assert done.err == 'negcoach: The file has no exercise "Nothing". See its names with --preview.\n'


def test_what_an_exercise_is_taken_for_is_found_by_the_files_name_in_any_case() -> None:
    assert parse_map(["smith bench=bench-press"], ["Squat", "Smith Bench"], LIBRARY) == {"Smith Bench": "bench-press"}
    assert parse_map(["a=b=dip"], ["a=b"], LIBRARY) == {"a=b": "negative-dip"}


@pytest.mark.parametrize(
    ("option", "says"),
    [
        ("Bench", '"Bench" must be NAME=EXERCISE, such as "Smith Bench=bench-press".'),
        ("=bench-press", '"=bench-press" must be NAME=EXERCISE, such as "Smith Bench=bench-press".'),
        ("Squat=", '"Squat=" must be NAME=EXERCISE, such as "Smith Bench=bench-press".'),
        ("Nobody=bench-press", 'The file has no exercise "Nobody". See its names with --preview.'),
        ("n" * 50 + "=dip", 'The file has no exercise "' + "n" * 39 + '…". See its names with --preview.'),
        ("Squat=yoga", 'No exercise "yoga". negcoach exercises lists them.'),
    ],
)
def test_an_exercise_that_cannot_be_taken_for_another_is_told(option: str, says: str) -> None:
    with pytest.raises(NegcoachError) as error:
        parse_map([option], ["Squat"], LIBRARY)
    assert str(error.value) == says


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("none.csv", "--yes"), "There is no file none.csv."),
        ((".", "--yes"), " is not a file. Give the file that the other program exported."),
        (("log.csv", "--yes"), "log.csv is of no known format. Known are Strong, Hevy, FitNotes, GymBook, "),
        (("log.csv", "--unit", "stone"), 'No unit "stone". There are: kg, lb.'),
        (("log.csv", "--dates", "year-first"), 'No order of dates "year-first".'),
        ((), "import needs FILE."),
    ],
)
def test_bad_use_is_told_in_one_line_and_makes_nothing(
    negcoach: CommandLine, arguments: tuple[str, ...], says: str
) -> None:
    (negcoach.folder / "log.csv").write_text("a,b\n1,2\n")
    done = run(negcoach, *arguments)
    assert (done.status, done.out) == (2, "")
    assert says in done.err and done.err.count("\n") == 1
    assert not negcoach.data.exists()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_is_refused_at_once(negcoach: CommandLine) -> None:
    os.mkfifo(negcoach.folder / "pipe.csv")
    done = run(negcoach, "pipe.csv", "--yes")
    assert (done.status, done.out) == (2, "")
    assert "pipe.csv is not a file" in done.err


def test_the_apps_toolkit_is_not_loaded(negcoach: CommandLine) -> None:
    (negcoach.folder / "data").mkdir()
    code = (
        "import sys; from negcoach.cli import main; "
        f"status = main(['import', {str(HEVY)!r}, '--yes', '--config', {str(negcoach.config)!r}]); "
        "sys.exit(status or any(name in sys.modules for name in ('textual', 'charset_normalizer', 'rich')))"
    )
    done = subprocess.run([sys.executable, "-c", code], env=negcoach.environment(), capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
@pytest.mark.parametrize(
    ("typed", "kept", "says"),
    [
        ("lb\ny\n", 2, "Imported 6 sets in 2 sessions."),
        ("kg\nn\n", 0, "Nothing was changed."),
        ("kg\n\n", 0, "Nothing was changed."),
        ("stone\n", 0, "That is neither kg nor lb. Nothing was changed."),
    ],
)
def test_on_a_terminal_it_asks_what_it_cannot_know_and_then_whether(
    negcoach: CommandLine, typed: str, kept: int, says: str
) -> None:
    said = on_a_terminal(negcoach, ["import", str(STRONG), "--config", str(negcoach.config)], typed)
    assert "Are its loads in kg or lb? [kg/lb]" in said
    assert says in said
    assert len(sessions(negcoach)) == kept


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
@pytest.mark.parametrize(("typed", "load_kg"), [("y\ny\n", 72.5), ("n\n", 70.0)])
def test_on_a_terminal_it_asks_whether_to_take_over_what_is_different(
    negcoach: CommandLine, typed: str, load_kg: float
) -> None:
    cases = FILES.parents[1] / "cases"
    run(negcoach, cases / "03_rename_a.csv", "--unit", "kg", "--yes")
    command = ["import", str(cases / "04_corrected_b.csv"), "--unit", "kg", "--config", str(negcoach.config)]
    said = on_a_terminal(negcoach, command, typed)
    assert "Use what the file says for 1 difference? [y/N]" in said
    kept = json.loads(negcoach("export", "--format", "json", "--config", str(negcoach.config)).out)
    assert kept["sessions"][0]["concentric_sets"][1]["load_kg"] == load_kg


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_the_days_are_shown_once_more_when_it_was_answered_which_they_are(negcoach: CommandLine) -> None:
    file = negcoach.folder / "strong.csv"
    file.write_text("Date,Exercise Name,Set Order,Weight (kg),Reps\n03/04/2024,Squat,1,100,5\n")
    said = on_a_terminal(negcoach, ["import", str(file), "--config", str(negcoach.config)], "month\ny\n")
    before, _, after = said.partition("first number the day or the month?")
    assert "3 Apr 2024" in before
    assert "4 Mar 2024" in after and after.index("4 Mar 2024") < after.index("Import? [y/N]")
    assert "Imported 1 set in 1 session." in after


def on_a_terminal(negcoach: CommandLine, arguments: list[str], typed: str) -> str:
    """Run on a terminal of its own; type all at once, which its line discipline keeps line by line."""
    import pty  # not on Windows

    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "negcoach", *arguments],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        cwd=negcoach.folder,
        env=negcoach.environment(TERM="xterm"),
    )
    os.close(theirs)
    os.write(ours, typed.encode())
    said = b""
    give_up = time.monotonic() + 60
    while time.monotonic() < give_up:
        ready, _, _ = select.select([ours], [], [], 0.1)
        if not ready:
            if process.poll() is not None:
                break
            continue
        try:
            part = os.read(ours, 65536)
        except OSError:
            break
        if not part:
            break
        said += part
    process.wait(timeout=60)
    os.close(ours)
    return said.decode()
