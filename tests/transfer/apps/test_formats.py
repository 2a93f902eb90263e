"""The formats of other programs: each dialect's rows, what they say, and why some are left out."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, tzinfo
from pathlib import Path
from types import ModuleType
from zoneinfo import ZoneInfo

import pytest

from negcoach.errors import NegcoachError
from negcoach.store.queries.sessions.history import ConcentricKind
from negcoach.transfer.app_names import APPS_TEXT
from negcoach.transfer.apps.dates import DateStyle, DayOrder
from negcoach.transfer.apps.entries import ParsedFile, Reason
from negcoach.transfer.apps.format import Format, parse
from negcoach.transfer.apps.formats import alpha_progression, jefit, stronglifts
from negcoach.transfer.apps.reading import MANY_ROWS, TextTable
from negcoach.transfer.apps.recognise import FORMATS, LAID_OUT
from negcoach.transfer.sources import AppSource, open_source

FILES = Path(__file__).parent / "files"
NAMES = sorted(path.name for path in FILES.glob("*.csv"))

TODAY = date(2026, 11, 22)

HEVY = "title,start_time,end_time,exercise_title,set_index,set_type,weight_kg,reps"
STRONG = "Date,Workout Name,Exercise Name,Set Order,Weight,Reps"


def read(path: Path, zone: tzinfo | None = None) -> ParsedFile:
    source = open_source(path)
    assert isinstance(source, AppSource)
    return source.recognised.parsed(TODAY, zone=zone)


def parsed(name: str, zone: tzinfo | None = None) -> ParsedFile:
    return read(FILES / name, zone)


def told(found: ParsedFile) -> list[tuple[str, float, str | None, int]]:
    return [(entry.exercise, entry.load, entry.unit, entry.reps) for entry in found.entries]


def reasons(found: ParsedFile) -> list[tuple[int, Reason]]:
    return [(skip.row, skip.reason) for skip in found.skips]


class EnoughError(Exception):
    """Raised when a file is known to be large."""


def enough() -> None:
    raise EnoughError


@pytest.mark.parametrize(
    ("name", "module", "makes_rows"),
    [
        ("stronglifts-kg.csv", stronglifts, "_exercise_rows"),
        ("stronglifts-legacy.csv", stronglifts, "_workout_rows"),
        ("jefit-sections.csv", jefit, "_rows"),
        ("alpha_progression-kg.csv", alpha_progression, "_sets"),
    ],
)
def test_a_large_file_that_is_laid_out_is_refused_before_more_of_it_is(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, module: ModuleType, makes_rows: str
) -> None:
    made, make = list[None](), getattr(module, makes_rows)

    def counted(*arguments: object) -> Iterator[object]:
        for row in make(*arguments):
            made.append(None)
            yield row

    monkeypatch.setattr(module, makes_rows, counted)
    lines = (FILES / name).read_text(encoding="utf-8-sig").splitlines(keepends=True)
    begin = next((at for at, line in enumerate(lines) if "auto_generated" in line), 0) + 1  # the logs of Jefit
    end = next((at for at, line in enumerate(lines) if at > begin and not line.strip()), len(lines))

    def written(times: int) -> Path:
        path = tmp_path / f"{times}-{name}"
        path.write_text("".join([*lines[:begin], *lines[begin:end] * times, *lines[end:]]), encoding="utf-8")
        return path

    source = open_source(written(1), enough)
    assert isinstance(source, AppSource)
    sets = len(source.recognised.table.rows)
    open_source(written(MANY_ROWS // 2 // sets), enough)
    made.clear()
    with pytest.raises(EnoughError):
        open_source(written(MANY_ROWS * 3 // 2 // sets), enough)
    assert MANY_ROWS <= len(made) < MANY_ROWS * 1.1, "what is laid out, and no more"


@pytest.mark.parametrize("name", NAMES)
def test_every_row_is_an_entry_or_left_out_with_its_reason(name: str) -> None:
    source = open_source(FILES / name)
    assert isinstance(source, AppSource)
    found, table = parsed(name), source.recognised.table
    weighed = [one.row for one in found.weights if one.row is not None]
    numbers = sorted([entry.row for entry in found.entries] + [skip.row for skip in found.skips] + weighed)
    assert numbers == list(table.numbers or range(1, found.rows + 1))
    assert found.entries


@pytest.mark.parametrize("name", NAMES)
def test_the_program_is_recognised_by_the_header(name: str) -> None:
    assert parsed(name).app.casefold().replace(" ", "_") == name.partition("-")[0]


def test_old_strong_has_warm_ups_failure_notes_and_no_unit() -> None:
    found = parsed("strong-old.csv")
    assert told(found) == [
        ("Bench Press (Barbell)", 40.0, None, 10),
        ("Bench Press (Barbell)", 80.0, None, 8),
        ("Bench Press (Barbell)", 80.0, None, 8),
        ("Chin Up (Assisted)", 20.0, None, 6),
        ("Bench Press (Barbell)", 80.0, None, 5),
        ("Seated Leg Curl (Machine)", 45.5, None, 12),
    ]
    assert reasons(found) == [(3, Reason.REST), (5, Reason.TIMED), (9, Reason.NO_REPS)]
    kinds = [entry.kind for entry in found.entries]
    assert (kinds[0], kinds[1], kinds[4]) == (
        ConcentricKind.WARM_UP,
        ConcentricKind.NORMAL,
        ConcentricKind.FAILURE,
    )
    assert found.entries[1].note == "bar was\ncrooked"
    assert [entry.rpe for entry in found.entries] == [None, 8.0, 8.0, None, 10.0, None]
    first, second = found.sessions.values()
    assert (first.title, first.note) == ("Push, heavy", "slept well")
    assert (first.start.at, first.end.at) == (datetime(2024, 3, 4, 18), datetime(2024, 3, 4, 19, 5))
    assert (second.start.at, second.end.at) == (datetime(2024, 3, 6, 7, 30), datetime(2024, 3, 6, 8, 20))
    assert found.needs_unit


def test_the_same_exercise_twice_in_a_session_is_counted_on() -> None:
    found = parsed("strong-old.csv")
    bench = [entry.occurrence for entry in found.entries if entry.exercise.startswith("Bench")]
    assert bench == [1, 2, 3, 4]


def test_strong_with_semicolons_has_comma_decimals_and_its_unit_in_a_column() -> None:
    found = parsed("strong-semicolon.csv")
    assert told(found) == [("Leg Press", 220.5, "lb", 8), ("Leg Press", 265.0, "lb", 8)]
    assert reasons(found) == [(3, Reason.TIMED)]
    assert not found.needs_unit


def test_new_strong_counts_sessions_and_has_rows_of_notes_and_narrow_spaces() -> None:
    found = parsed("strong-v6.csv")
    assert [(entry.exercise, entry.reps, entry.rpe) for entry in found.entries] == [
        ("Pull Up", 8, 8.5),
        ("Pull Up", 7, 9.0),
        ("Nordic Hamstrings Curls", 5, None),
    ]
    assert reasons(found) == [(2, Reason.NOTE), (3, Reason.REST)]
    assert found.entries[0].note == "grip slips"
    first, second = found.sessions.values()
    assert (first.start.at, first.end.at) == (datetime(2026, 1, 12, 18, 5), datetime(2026, 1, 12, 19, 10))
    assert second.start.at == datetime(2026, 1, 14, 0, 15)


def test_a_note_of_an_exercise_without_a_set_goes_to_the_session(tmp_path: Path) -> None:
    path = tmp_path / "strong.csv"
    path.write_text(
        f"{STRONG},Notes\n2024-01-01,A,Squat,Note,,,knee hurts\n2024-01-01,A,Row,1,50,8,\n2024-01-01,A,Row,Note,,,\n"
    )
    found = read(path)
    (session,) = found.sessions.values()
    assert session.note == "Squat: knee hurts"
    assert reasons(found) == [(1, Reason.NOTE), (3, Reason.EMPTY_NOTE)]


def test_a_localised_header_is_recognised() -> None:
    found = parsed("strong-german.csv")
    assert told(found) == [("Bankdrücken (Langhantel)", 82.5, "kg", 5), ("Seitheben (Kurzhantel)", 12.5, "kg", 12)]


def test_german_as_phones_write_it_is_recognised_with_its_rests_and_distances() -> None:
    found = parsed("strong-german-phone.csv")
    assert told(found) == [("Bankdrücken (Langhantel)", 82.5, "kg", 5)]
    assert reasons(found) == [(2, Reason.REST), (3, Reason.TIMED)]
    (session,) = found.sessions.values()
    assert (session.note, session.end.at) == ("müde", datetime(2025, 2, 3, 18, 1))


def test_spanish_has_a_letter_of_its_own_for_warm_ups() -> None:
    found = parsed("strong-spanish.csv")
    assert [(entry.kind, entry.load, entry.reps) for entry in found.entries] == [
        (ConcentricKind.WARM_UP, 40.0, 8),
        (ConcentricKind.NORMAL, 80.0, 5),
    ]
    assert reasons(found) == [(3, Reason.REST)]


def test_hevy_has_kinds_notes_and_both_ends_of_a_session() -> None:
    found = parsed("hevy-kg.csv")
    assert told(found) == [
        ("Leg Press (Machine)", 60.0, "kg", 12),
        ("Leg Press (Machine)", 180.5, "kg", 8),
        ("Calf Press on Leg Press", 100.0, "kg", 15),
        ("Leg Press (Machine)", 180.5, "kg", 6),
        ("Leg Raise Parallel Bars", 0.0, None, 12),
    ]
    assert [entry.kind for entry in found.entries[:4]] == [
        ConcentricKind.WARM_UP,
        ConcentricKind.NORMAL,
        ConcentricKind.DROP,
        ConcentricKind.FAILURE,
    ]
    assert [entry.note for entry in found.entries] == ["feet high", "", "", "", ""]
    assert reasons(found) == [(5, Reason.TIMED)]
    first, _ = found.sessions.values()
    assert first.note == "felt strong"
    assert (first.start.at, first.end.at) == (datetime(2026, 7, 25, 14, 21), datetime(2026, 7, 25, 15, 32))
    assert not found.needs_unit


def test_hevy_in_pounds_with_twelve_hours() -> None:
    found = parsed("hevy-lb.csv")
    assert told(found) == [("Bench Press (Barbell)", 225.0, "lb", 5)] * 2
    (session,) = found.sessions.values()
    assert session.start.at == datetime(2026, 7, 25, 14, 21)


@pytest.mark.parametrize(
    "text",
    [
        "25 Jul 2026, 14:21",
        "25 juil. 2026, 14:21",
        "25. Juli 2026, 14:21",
        "25 jul 2026, 14:21",
        "25 de jul. de 2026, 14:21",
        "25 lug 2026, 14:21",
        "25 jul. 2026, 14:21",
        "Jul 25, 2026, 2:21\u202fPM",
        "2026-07-25 14:21:00",
        "2026-07-25T14:21:00",
    ],
)
def test_hevy_speaks_many_languages_and_means_the_same_session(tmp_path: Path, text: str) -> None:
    path = tmp_path / "hevy.csv"
    path.write_text(f'{HEVY}\nPush,"{text}","{text}",Bench Press (Barbell),0,normal,100,5\n', "utf-8")
    found = read(path)
    (session,) = found.sessions.values()
    assert session.start.at == datetime(2026, 7, 25, 14, 21)
    path.write_text(f"{HEVY}\nPush,2026-07-25 14:21:00,,Bench Press (Barbell),0,normal,100,5\n")
    assert list(read(path).sessions) == [session.id]


def test_fitnotes_of_android_has_days_and_categories() -> None:
    found = parsed("fitnotes-android.csv")
    assert told(found)[0] == ("Flat Barbell Bench Press", 61.5, "kg", 10)
    assert [entry.category for entry in found.entries] == ["Chest", "Chest", "Biceps", "Triceps", "Legs"]
    assert [session.start.text for session in found.sessions.values()] == ["2022-09-14", "2022-09-16"]
    assert reasons(found) == [(5, Reason.TIMED)]
    assert found.entries[0].note == "first time"


def test_fitnotes_of_ios_has_a_column_for_each_unit() -> None:
    found = parsed("fitnotes-ios.csv")
    assert told(found) == [
        ("Barbell Squat", 40.0, "kg", 8),
        ("Barbell Squat", 42.5, "kg", 8),
        ("Leg Extension Machine", 100.0, "lb", 12),
    ]


def test_gymbook_has_skipped_sets_times_of_day_and_headers_in_between() -> None:
    found = parsed("gymbook-italian.csv")
    assert told(found) == [
        ("Leg Press", 60.0, "kg", 12),
        ("Leg Press", 82.5, "kg", 10),
        ("Sforbiciata strana", 0.0, None, 8),
    ]
    assert reasons(found) == [(3, Reason.SKIPPED), (4, Reason.TIMED), (5, Reason.TIMED), (6, Reason.HEADER)]
    assert [entry.kind for entry in found.entries[:2]] == [ConcentricKind.WARM_UP, ConcentricKind.NORMAL]
    assert [entry.at.at for entry in found.entries[:2]] == [datetime(2025, 1, 16, 18, 5), datetime(2025, 1, 16, 18, 9)]
    first = next(iter(found.sessions.values()))
    assert (first.start.at, first.end.at) == (datetime(2025, 1, 16, 18, 5), datetime(2025, 1, 16, 18, 25))


@pytest.mark.parametrize(
    ("name", "first", "skipped"),
    [
        ("gymbook-german.csv", ("Barbell Bench Press", 40.0, "kg", 10), 2),
        ("gymbook-english.csv", ("Assisted Pull-Ups", 50.0, "lb", 8), 1),
    ],
)
def test_gymbook_in_other_languages(name: str, first: tuple[object, ...], skipped: int) -> None:
    found = parsed(name)
    assert told(found)[0] == first
    assert len(found.skips) == skipped


def test_columns_may_stand_in_any_order_and_optional_ones_be_missing(tmp_path: Path) -> None:
    path = tmp_path / "some.csv"
    path.write_text("Weight,Reps,Set Order,Exercise Name,Date\n50,8,1,Squat,2024-01-01\n")
    assert told(read(path)) == [("Squat", 50.0, None, 8)]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("yesterday,A,Squat,1,100,5", Reason.DATE),
        ("2024-01-01,A,,1,100,5", Reason.NO_EXERCISE),
        ("2024-01-01,A,Squat,1,heavy,5", Reason.LOAD),
        ("2024-01-01,A,Squat,1,nan,5", Reason.LOAD),
        ("2024-01-01,A,Squat,1,100,0", Reason.NO_REPS),
        ("2024-01-01,A,Squat,1,100,", Reason.NO_REPS),
        ("2024-01-01,A,Squat,1,100,2.5", Reason.PART_REPS),
        ("2024-01-01,A,Squat,1,100,-3", Reason.PART_REPS),
        ("2024-01-01,A,Squat,1,100,99999999999999999999", Reason.PART_REPS),
        ("2024-01-01,A,Squat", Reason.SHORT),
        ("2024-01-01,A,Squat,1,100,5,more", Reason.LONG),
        ("2024-01-01,A, B,Squat,1,100,", Reason.LONG),
        ("2024-01-01,A,Squat,1,100,5,", Reason.LONG),
        (",,,,,", Reason.EMPTY),
        (STRONG, Reason.HEADER),
        ("1066-10-14,A,Squat,1,100,5", Reason.TOO_OLD),
        ("1949-12-31,A,Squat,1,100,5", Reason.TOO_OLD),
        ("2026-11-24,A,Squat,1,100,5", Reason.FUTURE),
        ("2199-01-01,A,Squat,Note,,", Reason.FUTURE),
    ],
)
def test_a_row_that_makes_no_sense_is_left_out_with_its_reason(tmp_path: Path, row: str, reason: Reason) -> None:
    path = tmp_path / "strong.csv"
    path.write_text(f"{STRONG}\n{row}\n2024-01-02,A,Squat,1,100,5\n")
    found = read(path)
    assert reasons(found) == [(1, reason)]
    assert found.rows == 2


def test_a_session_of_tomorrow_was_recorded_further_east_and_one_of_1950_is_real(tmp_path: Path) -> None:
    path = tmp_path / "strong.csv"
    path.write_text(f"{STRONG}\n2026-11-23,A,Squat,1,100,5\n1950-01-01,A,Squat,1,100,5\n")
    assert len(read(path).entries) == 2


@pytest.mark.parametrize("unit", ["kg", "lb"])
def test_a_column_that_is_named_as_a_unit_has_the_loads(tmp_path: Path, unit: str) -> None:
    path = tmp_path / "strong.csv"
    path.write_text(f"Date,Exercise Name,Set Order,{unit},Reps,km\n2016-01-02,Squat,0,70.5,5,0.0\n")
    assert told(read(path)) == [("Squat", 70.5, unit, 5)]


def test_a_known_form_without_loads_says_so_and_takes_the_column_that_is_named(tmp_path: Path) -> None:
    path = tmp_path / "strong.csv"
    path.write_text("Date,Exercise Name,Set Order,Lifted (lbs),Reps\n2016-01-02,Squat,0,70.5,5\n")
    source = open_source(path)
    assert isinstance(source, AppSource) and source.recognised.lacks_loads
    assert told(source.recognised.parsed(TODAY, loads="Lifted (lbs)")) == [("Squat", 70.5, "lb", 5)]


@pytest.mark.parametrize(
    ("row", "told_as"),
    [
        ("2024-03-01,Press (Each Side, Dumbbells),Shoulders,8.0,kgs,5,,,", ("Press (Each Side, Dumbbells)", 8.0, 5)),
        ("2024-03-01,Fly, low, one arm,Chest,8.0,kgs,5,,,", ("Fly, low, one arm", 8.0, 5)),
        ("2024-03-01,Squat,Legs,80,kgs,5,,,,slow, deep", ("Squat", 80.0, 5)),
    ],
)
def test_a_name_with_a_comma_that_fitnotes_does_not_quote_is_aligned(
    tmp_path: Path, row: str, told_as: tuple[str, float, int]
) -> None:
    path = tmp_path / "fitnotes.csv"
    comment = ",Comment" if "slow" in row else ""
    head = f"Date,Exercise,Category,Weight,Weight Unit,Reps,Distance,Distance Unit,Time{comment}"
    path.write_text(f"{head}\n{row}\n")
    (entry,) = read(path).entries
    assert (entry.exercise, entry.load, entry.reps) == told_as
    assert entry.note == ("slow, deep" if comment else "")


def test_a_row_of_fitnotes_that_fits_nowhere_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "fitnotes.csv"
    path.write_text(
        "Date,Exercise,Category,Weight,Weight Unit,Reps,Distance,Distance Unit,Time\n2024-03-01,A,B,C,D,E,F,G,H,I\n"
    )
    assert reasons(read(path)) == [(1, Reason.LONG)]


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ([], "strong.csv has no rows below its header, so there is nothing to import."),
        (["soon,A,Squat,1,100,5"], "its only row cannot be read (date cannot be read). Nothing was changed."),
        (
            ["2024-01-01,A,Squat,1,x,5", "soon,A,Squat,1,100,5", "soon,A,Squat,1,100,5"],
            "none of its 3 rows can be read (date cannot be read in 2 of them; the first is row 2)."
            " Nothing was changed.",
        ),
    ],
)
def test_a_file_of_which_no_row_can_be_read_is_told_in_one_line(tmp_path: Path, rows: list[str], says: str) -> None:
    path = tmp_path / "strong.csv"
    path.write_text("\n".join((STRONG, *rows)) + "\n")
    with pytest.raises(NegcoachError) as error:
        read(path).require_readable("strong.csv")
    assert str(error.value).endswith(says)


def test_a_file_with_times_alone_can_be_read(tmp_path: Path) -> None:
    path = tmp_path / "strong.csv"
    path.write_text(f"{STRONG},Seconds\n2024-01-01,A,Running,1,0,0,600\n")
    read(path).require_readable("strong.csv")


def test_sets_that_are_left_out_do_not_shift_the_others(tmp_path: Path) -> None:
    path = tmp_path / "strong.csv"
    path.write_text(f"{STRONG}\n2024-01-01,A,Squat,1,100,0\n2024-01-01,A,Squat,2,100,5\n")
    (entry,) = read(path).entries
    assert (entry.occurrence, entry.number) == (2, 2)


def test_the_texts_that_list_the_apps_list_every_format() -> None:
    assert sorted({format_.app for format_ in (*FORMATS, *LAID_OUT)}) == sorted(APPS_TEXT.split(", "))


def test_an_unknown_header_is_told_with_what_is_known(tmp_path: Path) -> None:
    path = tmp_path / "other.csv"
    path.write_text("When;What;How much\n1;2;3\n")
    with pytest.raises(NegcoachError) as error:
        open_source(path)
    assert str(error.value) == (
        f"other.csv is of no known format. Known are {APPS_TEXT}, and negcoach's own JSON and CSV. "
        "Its header is: When, What, How much"
    )


def test_json_of_somebody_else_is_of_no_known_format(tmp_path: Path) -> None:
    path = tmp_path / "other.json"
    path.write_text('{"workouts": []}\n')
    with pytest.raises(NegcoachError, match="no known format"):
        open_source(path)


@pytest.mark.parametrize("cell", ["1" * 30_000, "1" * 30_000 + "s", "1 " * 15_000, "1h" * 15_000], ids=range(4))
def test_a_huge_cell_for_a_duration_takes_no_time(tmp_path: Path, cell: str) -> None:
    path = tmp_path / "strong.csv"
    path.write_text(
        "Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps\n"
        f"2024-01-02 10:00:00,Push,{cell},Bench Press (Barbell),1,60,5\n"
    )
    began_s = time.thread_time()
    assert told(read(path)) == [("Bench Press (Barbell)", 60, None, 5)]
    assert time.thread_time() - began_s < 2


def test_fitbod_has_warm_ups_and_its_times_are_shown_as_the_lifters_clock_showed_them() -> None:
    found = parsed("fitbod-kg.csv", ZoneInfo("America/Chicago"))
    assert told(found) == [
        ("Dumbbell Bench Press", 12.0, "kg", 10),
        ("Dumbbell Bench Press", 22.5, "kg", 8),
        ("Back Squat", 61.2349716, "kg", 5),
        ("Chin Up", 0.0, "kg", 6),
    ]
    assert reasons(found) == [(3, Reason.TIMED), (5, Reason.NO_REPS)]
    assert [entry.kind for entry in found.entries][:2] == [ConcentricKind.WARM_UP, ConcentricKind.NORMAL]
    assert found.entries[1].note == "slow, paused"
    first, second = found.sessions.values()
    assert (first.start.at, second.start.at) == (datetime(2026, 1, 12, 11, 30, 5), datetime(2026, 1, 14, 17, 45))
    elsewhere = parsed("fitbod-kg.csv", ZoneInfo("Asia/Tokyo"))
    assert list(elsewhere.sessions) == list(found.sessions)  # so two machines have the same ids
    assert [one.start.at.day for one in elsewhere.sessions.values()] == [13, 15]


def test_gymrun_has_a_time_for_each_set_and_a_session_a_day() -> None:
    found = parsed("gymrun-entries.csv")
    assert told(found) == [
        ("Barbell Bench Press", 60.0, None, 8),
        ("Barbell Bench Press", 62.5, None, 6),
        ("Leg Press", 180.0, None, 10),
    ]
    assert reasons(found) == [(3, Reason.NO_REPS)]
    first, _ = found.sessions.values()
    assert (first.start.at, first.end.at) == (datetime(2026, 1, 12, 18, 5, 10), datetime(2026, 1, 12, 18, 15))
    assert (found.entries[1].at.at, found.entries[1].note) == (datetime(2026, 1, 12, 18, 8, 40), "wide grip")
    assert found.needs_unit


def test_liftlog_has_sessions_by_id_whose_sets_come_in_any_order() -> None:
    found = parsed("liftlog-mixed.csv", ZoneInfo("Europe/Berlin"))
    assert told(found) == [
        ("Incline Bench Press", 60.0, "kg", 8),
        ("Incline Bench Press", 60.0, "kg", 8),
        ("Pull-ups", 0.0, None, 7),
        ("Squats", 135.0, "lb", 5),
    ]
    assert reasons(found) == [(5, Reason.NO_REPS)]
    first, second = found.sessions.values()
    assert (first.start.at, first.end.at) == (datetime(2026, 1, 14, 19, 6, 1), datetime(2026, 1, 14, 19, 20))
    assert second.start.at == datetime(2026, 1, 12, 7, 0, 44)
    assert found.entries[0].note == "left, then right"


def test_liftosaur_has_what_was_done_and_the_load_that_was_required_where_none_was_confirmed() -> None:
    found = parsed("liftosaur-lb.csv", ZoneInfo("America/New_York"))
    assert told(found) == [("Squat", 95.0, "lb", 5), ("Squat", 190.0, "lb", 5), ("Squat", 185.0, "lb", 4)]
    assert reasons(found) == [(4, Reason.NO_REPS)]
    assert [entry.kind.value for entry in found.entries] == ["warm-up", "normal", "normal"]
    assert [entry.rpe for entry in found.entries] == [None, 8.5, None]
    (session,) = found.sessions.values()
    assert (session.title, session.start.at) == ("Basic, Day 1", datetime(2026, 1, 12, 12))
    assert session.end.at.replace(microsecond=0) == datetime(2026, 1, 12, 12, 13, 40)
    assert found.entries[0].note == "belt"


def test_repcount_has_both_ends_of_a_workout_and_no_unit() -> None:
    found = parsed("repcount-iso.csv")
    assert told(found) == [("Goblet squat", 22.5, None, 10), ("Goblet squat", 25.0, None, 8), ("Pull up", 0.0, None, 6)]
    assert reasons(found) == [(3, Reason.TIMED)]
    first, _ = found.sessions.values()
    assert (first.title, first.end.at) == ("Full body", datetime(2026, 1, 12, 19, 5))
    assert (found.entries[1].note, found.entries[0].category) == ("heels up", "Legs")
    assert found.needs_unit


def test_stronglifts_has_a_pair_of_columns_for_each_set_and_a_session_over_midnight() -> None:
    found = parsed("stronglifts-kg.csv")
    assert told(found) == [("Squat", 60.0, "kg", 5), ("Squat", 62.5, "kg", 5), ("Deadlift", 100.0, "kg", 5)]
    assert reasons(found) == [(1, Reason.NO_REPS), (2, Reason.NO_REPS)]
    first, second = found.sessions.values()
    assert (first.title, first.note, second.note) == ("Workout A", "knees ok", "")
    assert (first.start.at, first.end.at) == (datetime(2026, 1, 12, 23, 40), datetime(2026, 1, 13, 0, 25))


def test_old_stronglifts_has_a_workout_in_each_row() -> None:
    found = parsed("stronglifts-legacy.csv")
    assert told(found) == [
        ("Squat", 62.5, "kg", 5),
        ("Squat", 62.5, "kg", 5),
        ("Squat", 62.5, "kg", 5),
        ("Overhead press", 30.0, "kg", 5),
        ("Overhead press", 30.0, "kg", 4),
        ("Squat", 60.0, "kg", 5),
        ("Squat", 60.0, "kg", 5),
        ("Bench press", 0.0, None, 5),
    ]
    assert reasons(found) == [(1, Reason.NO_REPS)]
    assert [(one.title, one.start.at.date()) for one in found.sessions.values()] == [
        ("B", date(2015, 3, 18)),
        ("A", date(2015, 3, 16)),
    ]


def test_jefit_has_all_sets_of_an_exercise_in_one_cell_and_their_kinds_elsewhere() -> None:
    found = parsed("jefit-sections.csv")
    assert told(found) == [
        ("Barbell Bench Press", 95.0, "lb", 8),
        ("Barbell Bench Press", 135.0, "lb", 5),
        ("Pull-Up", 0.0, "lb", 8),
        ("Pull-Up", 0.0, "lb", 6),
    ]
    assert reasons(found) == [(1, Reason.NO_REPS), (3, Reason.TIMED), (4, Reason.NO_REPS)]
    assert [entry.kind.value for entry in found.entries] == ["warm-up", "normal", "normal", "normal"]
    assert [one.start.at.date() for one in found.sessions.values()] == [date(2026, 1, 12)]


def test_alpha_progression_has_warm_ups_in_one_cell_and_reps_in_reserve() -> None:
    found = parsed("alpha_progression-kg.csv")
    assert told(found) == [
        ("Bench Press (Barbell)", 22.5, "kg", 10),
        ("Bench Press (Barbell)", 47.5, "kg", 8),
        ("Bench Press (Barbell)", 102.5, "kg", 6),
        ("Bench Press (Barbell)", 100.0, "kg", 8),
        ("Hanging Leg Raises", 0.0, "kg", 12),
        ("Pull-Ups", 12.5, "kg", 8),
    ]
    assert reasons(found) == [(9, Reason.NO_REPS)]
    assert [entry.rpe for entry in found.entries] == [None, None, 10.0, 8.5, 9.0, None]
    assert [entry.kind.value for entry in found.entries][:3] == ["warm-up", "warm-up", "normal"]
    first, second = found.sessions.values()
    assert first.title == "Push · Day 1 · Week 4 · Push-Pull-Legs"
    assert (first.start.at, first.end.at) == (datetime(2026, 1, 12, 5, 4), datetime(2026, 1, 12, 6, 16))
    assert second.start.at == datetime(2026, 1, 14, 17, 30)


@pytest.mark.parametrize(
    ("name", "old", "new", "reason"),
    [
        ("stronglifts-kg.csv", ",5,60,5,62.5,0,62.5", "", Reason.SHORT),
        ("stronglifts-legacy.csv", ",5,4,0", ",5,4", Reason.SHORT),
        ("jefit-sections.csv", "2026-01-14,9", "14th,9", Reason.DATE),
        ("alpha_progression-kg.csv", "2;-;-;-", "and so on", Reason.SHORT),
    ],
)
def test_a_row_of_such_a_file_that_cannot_be_read_is_told(
    tmp_path: Path, name: str, old: str, new: str, reason: Reason
) -> None:
    path = tmp_path / name
    path.write_text((FILES / name).read_text("utf-8-sig").replace(old, new), encoding="utf-8")
    found = read(path)
    weighed = [one for one in found.weights if one.row is not None]
    assert len(found.entries) + len(found.skips) + len(weighed) == found.rows
    assert reason in [skip.reason for skip in found.skips]


@pytest.mark.parametrize("name", [name for name in NAMES if name.startswith(("strong-", "hevy-"))])
def test_a_set_like_another_one_is_what_it_is_read_as(name: str) -> None:
    source = open_source(FILES / name)
    assert isinstance(source, AppSource)
    found = source.recognised
    assert found.format.of_session
    places = [column.index for use in found.format.of_session for column in found.columns.get(use, ())]
    some = list(found.table.rows)[:8] + list(found.table.rows)[-8:]
    # Each set in each session, twice, and each session with a date that is none.
    sessions = [*some, [""] * len(found.table.header), ["once"] * len(found.table.header)]
    rows = [
        [session[at] if at in places else cell for at, cell in enumerate(row)]
        for session in sessions
        for row in (*some, *some)
    ]

    def read_as(format_: Format) -> tuple[object, ...]:
        style = DateStyle(found.order or DayOrder.DAY_FIRST, found.language)
        read = parse(TextTable(found.table.header, rows), format_, found.columns, style, TODAY)
        return list(read.entries), read.skips, read.sessions, read.unread, read.weights

    assert read_as(found.format) == read_as(replace(found.format, of_session=frozenset()))
