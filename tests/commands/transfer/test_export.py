"""``negcoach export``."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from tests.commands.places import NOON, CommandLine, keep_session

FORMATS = ("json", "csv", "hevy", "strong", "ical")


def export(negcoach: CommandLine, *arguments: str) -> tuple[int, str, str]:
    done = negcoach("export", *arguments, "--config", str(negcoach.config))
    return done.status, done.out, done.err


def leavings(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file() and path.name != "negcoach.db")


def test_a_file_is_written_for_its_owner_alone_and_told(negcoach: CommandLine) -> None:
    keep_session(negcoach.data)
    keep_session(negcoach.data, NOON + timedelta(days=2))
    status, out, err = export(negcoach, "--format", "json", "-o", "all.json")
    assert (status, out, err) == (0, "all.json: 2 sessions from 22 Nov 2026 to 24 Nov 2026.\n", "")
    file = negcoach.folder / "all.json"
    assert len(json.loads(file.read_text("utf-8"))["sessions"]) == 2
    assert os.name != "posix" or stat.S_IMODE(file.stat().st_mode) == 0o600
    assert leavings(negcoach.folder) == ["all.json"]


@pytest.mark.parametrize("form", FORMATS)
def test_standard_output_gets_the_same_as_a_file(negcoach: CommandLine, form: str) -> None:
    keep_session(negcoach.data, note="Жим\nлёжа", name="Bänk")
    export(negcoach, "--format", form, "-o", "file")
    content = (negcoach.folder / "file").read_bytes().decode("utf-8")
    assert export(negcoach, "--format", form) == (0, content.removeprefix("\ufeff"), "")
    assert export(negcoach, "--format", form, "-o", "-") == (0, content.removeprefix("\ufeff"), "")
    assert content.startswith("\ufeff") is (form == "csv")


def test_semicolons_are_for_csv_and_come_in_again(negcoach: CommandLine) -> None:
    keep_session(negcoach.data, note="slow; deep", name="Bänk")
    assert export(negcoach, "--format", "csv", "--semicolons", "-o", "reps.csv")[0] == 0
    header = (negcoach.folder / "reps.csv").read_text("utf-8-sig").splitlines()[0]
    assert header.startswith("date;exercise;")
    done = negcoach("import", "reps.csv", "--yes", "--config", str(negcoach.config))
    assert done.status == 0 and "Nothing in it is new." in done.out
    status, out, err = export(negcoach, "--format", "json", "--semicolons")
    assert (status, out, err) == (2, "", "negcoach: --semicolons is for csv, not for json.\n")


def test_body_weights_go_out_as_csv_and_come_in_again(negcoach: CommandLine) -> None:
    file = negcoach.folder / "body.csv"
    header = "date,kg,measured_at,body_weight_id,changed"
    row = "2026-11-21,80.4,2026-11-21T07:00:00.000+01:00,00000000-0000-0000-0000-000000000191,2026-11-21T06:00:00.000Z"
    file.write_text(f"{header}\n{row}\n")
    done = negcoach("import", "body.csv", "--yes", "--config", str(negcoach.config))
    assert (done.status, done.err) == (0, "")
    status, out, _ = export(negcoach, "--format", "csv", "--rows", "body-weight", "-o", "out.csv")
    assert (status, out) == (0, "out.csv: 1 body weight, 21 Nov 2026.\n")
    assert (negcoach.folder / "out.csv").read_text("utf-8-sig").split() == [header, row]
    done = negcoach("import", "out.csv", "--yes", "--config", str(negcoach.config))
    assert "Nothing in it is new." in done.out


def test_programmes_that_were_begun_go_out_as_csv_and_come_in_again(negcoach: CommandLine) -> None:
    where = ("--data-dir", str(negcoach.data), "--config", str(negcoach.config))
    for words in (("start", "nordic-10"), ("pause", "nordic-10"), ("resume", "nordic-10"), ("pause", "nordic-10")):
        assert negcoach("programme", *words, *where).status == 0
    assert export(negcoach, "--format", "csv", "--rows", "programmes", "-o", "weeks.csv")[0] == 0
    other = ("--data-dir", str(negcoach.folder / "other"), "--config", str(negcoach.config))
    done = negcoach("import", "weeks.csv", "--yes", *other)
    assert (done.status, done.err) == (0, "")
    assert "paused" in negcoach("programme", "status", *other).out
    assert "Nothing in it is new." in negcoach("import", "weeks.csv", "--yes", *other).out
    status, out, err = export(negcoach, "--format", "csv", "--rows", "programmes", "--exercise", "nordic-curl")
    assert (status, out) == (2, "") and "programmes cannot be filtered by one" in err


def test_what_was_said_of_sides_goes_out_as_csv_and_comes_in_again(negcoach: CommandLine) -> None:
    file = negcoach.folder / "sides.csv"
    header = "date,exercise_id,which_side,side,changed"
    row = "2026-11-21,heel-drop,only,left,2026-11-21T06:00:00.000Z"
    file.write_text(f"{header}\n{row}\n")
    done = negcoach("import", "sides.csv", "--yes", "--config", str(negcoach.config))
    assert (done.status, done.err) == (0, "")
    rows = ("--format", "csv", "--rows", "sides", "-o", "out.csv")
    assert export(negcoach, *rows, "--exercise", "heel-drop")[1] == "out.csv: 1 answer, 21 Nov 2026.\n"
    assert (negcoach.folder / "out.csv").read_text("utf-8-sig").split() == [header, row]
    assert "Nothing in it is new." in negcoach("import", "out.csv", "--yes", "--config", str(negcoach.config)).out
    (negcoach.folder / "out.csv").unlink()
    assert export(negcoach, *rows, "--exercise", "bench-press")[1].startswith("out.csv: no answers in it.")


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_the_locale_changes_nothing(negcoach: CommandLine, form: str, encoding: str) -> None:
    keep_session(negcoach.data, note="十分")
    done = subprocess.run(
        [sys.executable, "-m", "negcoach", "export", "--format", form, "--config", str(negcoach.config)],
        env=negcoach.environment(PYTHONIOENCODING=encoding, PYTHONUTF8="0", LC_ALL="C"),
        capture_output=True,
        check=True,
    )
    assert "十分" in done.stdout.decode("utf-8")


@pytest.mark.parametrize("form", FORMATS)
def test_where_nothing_is_kept_the_form_is_empty_and_nothing_is_made(negcoach: CommandLine, form: str) -> None:
    status, out, err = export(negcoach, "--format", form)
    assert (status, err) == (0, "")
    if form == "json":
        assert json.loads(out)["sessions"] == []
    elif form == "ical":
        assert out.startswith("BEGIN:VCALENDAR") and "VEVENT" not in out
    else:
        assert out.count("\n") == 1
    assert not negcoach.data.exists()


@pytest.mark.parametrize(
    ("limits", "days"),
    [
        (["--since", "2026-11-23"], ["2026-11-23", "2026-11-24"]),
        (["--until", "2026-11-22"], ["2026-11-22"]),
        (["--since", "2026-11-23", "--until", "2026-11-23"], ["2026-11-23"]),
        (["--exercise", "Bench press"], ["2026-11-22", "2026-11-23", "2026-11-24"]),
        (["--exercise", "nordic-curl"], []),
    ],
)
def test_days_and_an_exercise_can_be_chosen(negcoach: CommandLine, limits: list[str], days: list[str]) -> None:
    for number in range(3):
        keep_session(negcoach.data, NOON + timedelta(days=number))
    _, out, _ = export(negcoach, "--format", "json", *limits)
    assert [session["started_at"][:10] for session in json.loads(out)["sessions"]] == days


def test_an_exercise_that_the_library_does_not_know_is_found_by_its_name(negcoach: CommandLine) -> None:
    keep_session(negcoach.data, name="Slow pin press")
    _, out, _ = export(negcoach, "--format", "json", "--exercise", "pin pr")
    assert len(json.loads(out)["sessions"]) == 1


def test_a_part_without_sessions_says_so(negcoach: CommandLine) -> None:
    keep_session(negcoach.data)
    _, out, _ = export(negcoach, "--format", "csv", "--since", "2030-01-01", "-o", "x.csv")
    assert out == "x.csv: no sessions in it.\n"


def test_loads_for_the_apps_are_in_the_settings_unit_or_the_chosen_one(negcoach: CommandLine) -> None:
    keep_session(negcoach.data)
    negcoach.write_config('[screen]\nunit = "lb"\n')
    assert "weight_lbs" in export(negcoach, "--format", "hevy")[1]
    assert "weight_kg" in export(negcoach, "--format", "hevy", "--unit", "kg")[1]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ("", "export needs --format. See: negcoach export --help"),
        ("--format csv -o", "--output needs a value, such as --output everything.json. See: negcoach export --help"),
        ("--format csv -o=--", "-o needs a value, such as -o everything.json. See: negcoach --help"),
        ("--format xml", 'No format "xml". There are: json, csv, hevy, strong, ical.'),
        ("--format json --since yesterday", '--since: A day is written like 2026-01-31, not "yesterday".'),
        ("--format json --since 2026-02-30", '--since: A day is written like 2026-01-31, not "2026-02-30".'),
        ("--format json --until 20260101", '--until: A day is written like 2026-01-31, not "20260101".'),
        ("--format json --since=", '--since: A day is written like 2026-01-31, not "".'),
        ("--format csv --since 2026-02-01 --until 2026-01-01", "--since 2026-02-01 is after --until 2026-01-01."),
        ("--format csv --unit lb", "--unit is for hevy, strong and ical; a load in csv is always in kilograms."),
        ("--format ical --rows one-rm", "--rows is for csv; ical has everything that it can hold."),
        (
            "--format csv --rows soreness --exercise bench-press",
            "one-rm and sides; soreness cannot be filtered by one.",
        ),
        ("--format csv --exercise benhc-press", '--exercise: No exercise "benhc-press". Did you mean bench-press?'),
        ("--format csv --exercise=", "--exercise: Name an exercise, such as bench-press."),
        ("--format csv -o missing/x.csv", "Make it first, or write somewhere else."),
        ("--format csv -o data", "data is a folder. Name a file in it, such as -o"),
        ("--format csv -o=", "-o is empty. Give it the file to write, such as -o reps.csv."),
        (f"--format csv -o {'x' * 300}", "cannot be written ("),
        ("--format json -o data/negcoach.db", "data/negcoach.db is the database itself, so it was left as it is."),
    ],
)
def test_bad_use_is_one_line_and_leaves_nothing(negcoach: CommandLine, arguments: str, says: str) -> None:
    keep_session(negcoach.data)
    status, out, err = export(negcoach, *arguments.split())
    assert (status, out) == (2, "")
    assert says in err
    assert err.count("\n") == 1
    assert leavings(negcoach.folder) == []


def test_an_older_file_stays_as_it_was_when_the_export_fails(negcoach: CommandLine) -> None:
    keep_session(negcoach.data)
    file = negcoach.folder / "x.csv"
    file.write_text("mine")
    assert export(negcoach, "--format", "csv", "--exercise", "nothing like it", "-o", "x.csv")[0] == 2
    assert file.read_text() == "mine"
    assert export(negcoach, "--format", "csv", "-o", "x.csv")[0] == 0
    assert file.read_text("utf-8") != "mine"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_what_is_no_file_is_left_alone(negcoach: CommandLine) -> None:
    pipe = negcoach.folder / "pipe"
    os.mkfifo(pipe)
    status, _, err = export(negcoach, "--format", "json", "-o", "pipe")
    assert (status, err) == (
        2,
        "negcoach: pipe is not a file, so it was left as it is. Name one, such as -o everything.json.\n",
    )
    assert stat.S_ISFIFO(pipe.stat().st_mode)


@pytest.mark.skipif(not Path("/dev/fd/1").exists(), reason="nothing stands for standard output there")
@pytest.mark.parametrize("name", ["/dev/stdout", "/dev/fd/1"])
def test_a_pipe_that_is_named_by_its_descriptor_is_no_file_either(negcoach: CommandLine, name: str) -> None:
    done = negcoach.from_shell("export", "--format", "json", "-o", name)
    assert (done.status, done.out) == (2, "")
    assert done.err == (
        f"negcoach: {name} is not a file, so it was left as it is. Name one, such as -o everything.json.\n"
    )


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="needs a folder that its user may not write")
def test_a_folder_without_rights_is_told(negcoach: CommandLine) -> None:
    folder = negcoach.folder / "closed"
    folder.mkdir(mode=0o500)
    status, _, err = export(negcoach, "--format", "json", "-o", "closed/x.json")
    assert (status, err.count("\n")) == (2, 1)
    assert "closed/x.json cannot be written" in err


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_link_leads_to_the_file_that_is_written(negcoach: CommandLine) -> None:
    (negcoach.folder / "real.json").write_text("{}")
    (negcoach.folder / "link.json").symlink_to("real.json")
    assert export(negcoach, "--format", "json", "-o", "link.json")[0] == 0
    assert (negcoach.folder / "link.json").is_symlink()
    assert "sessions" in (negcoach.folder / "real.json").read_text()


@pytest.mark.skipif(sys.platform == "win32", reason="pipes are closed otherwise there")
def test_a_reader_that_went_away_is_no_error(negcoach: CommandLine) -> None:
    keep_session(negcoach.data, note="x" * 200_000)
    with subprocess.Popen(
        [sys.executable, "-m", "negcoach", "export", "--format", "json", "--config", str(negcoach.config)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=negcoach.environment(),
    ) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.close()
        assert running.stderr.read() == b""
        assert running.wait() == 141


@pytest.mark.parametrize("form", FORMATS)
def test_exporting_loads_nothing_heavy(negcoach: CommandLine, form: str) -> None:
    keep_session(negcoach.data)
    probe = (
        "import sys; from negcoach.cli import main; main(sys.argv[1:]);"
        "heavy = ('textual', 'rich', 'platformdirs', 'tomlkit', 'miniaudio', 'asyncio', 'babel', 'charset_normalizer');"
        "print([name for name in heavy if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", probe, "export", "--format", form, "-o", "x", "--config", str(negcoach.config)],
        cwd=negcoach.folder,
        env=negcoach.environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr.strip() == "[]"
