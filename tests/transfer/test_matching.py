"""What was changed in the other program since the last import: known, told, and taken over or not."""

from __future__ import annotations

import csv
from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from negcoach.config.library import shipped_exercises
from negcoach.store.database.database import Database, open_database
from negcoach.store.editing.edit_log import EditKind, record_edit, undo
from negcoach.store.editing.editor import Editor
from negcoach.store.editing.session_editor import SessionEditor
from negcoach.store.queries.sessions.history import SessionRecord, sessions
from negcoach.transfer.importer import ImportAnswers, Importer
from negcoach.transfer.merge.merge import merge
from negcoach.transfer.preview import Preview
from negcoach.transfer.sources import open_source
from tests.store.samples import NOW, later

CASES = Path(__file__).parent / "cases"
LIBRARY = shipped_exercises()
BERLIN = ZoneInfo("Europe/Berlin")
KG = ImportAnswers(unit="kg")
TAKING = ImportAnswers(unit="kg", take_over=True)
HEADER = (
    "Date",
    "Workout Name",
    "Duration",
    "Exercise Name",
    "Set Order",
    "Weight",
    "Reps",
    "Notes",
    "Workout Notes",
    "RPE",
)


@dataclass
class Lift:
    """A set in the other program."""

    exercise: str = "Squat"
    load: float = 60.0
    reps: int = 5
    rpe: str = ""
    note: str = ""


@dataclass
class Workout:
    """A session in the other program."""

    start: datetime = datetime(2024, 3, 1, 17)
    title: str = "Push"
    note: str = ""
    sets: list[Lift] = field(default_factory=list)


def export(path: Path, *workouts: Workout) -> Path:
    """Write the file that the other program would export."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        for one in workouts:
            for number, lift in enumerate(one.sets, start=1):
                session = (f"{one.start:%Y-%m-%d %H:%M:%S}", one.title, "1h")
                writer.writerow((*session, lift.exercise, number, lift.load, lift.reps, lift.note, one.note, lift.rpe))
    return path


def bring(database: Database, path: Path, answers: ImportAnswers = KG) -> Preview:
    return Importer(open_source(path), LIBRARY, BERLIN).run(database, NOW, answers)


def stored(database: Database) -> list[SessionRecord]:
    with database.read() as connection:
        return sorted(sessions(connection), key=lambda session: (session.started_at, session.title))


def lifted(database: Database) -> list[tuple[str, float, int]]:
    return [(one.exercise_name, one.load_kg, one.reps) for session in stored(database) for one in session.concentric]


def loads(database: Database) -> list[float]:
    return [load for _, load, _ in lifted(database)]


def told(done: Preview) -> dict[str, int]:
    return {one.why: one.rows for one in done.skipped}


def push(*loads: float, **more: object) -> Workout:
    return Workout(sets=[Lift(load=load) for load in loads], **more)  # type: ignore[arg-type]


def test_a_set_that_was_put_in_between_comes_in_between(database: Database) -> None:
    bring(database, CASES / "02_insert_a.csv")
    done = bring(database, CASES / "02_insert_b.csv")
    assert (done.imported, told(done), done.differences) == (1, {"already there": 2}, ())
    assert loads(database) == [60, 70, 80]


def test_a_workout_that_was_renamed_is_the_same(database: Database) -> None:
    bring(database, CASES / "03_rename_a.csv")
    done = bring(database, CASES / "03_rename_workout_b.csv")
    assert (done.imported, told(done)) == (0, {"already there": 2})
    assert [one.what for one in done.differences] == ['title "Push" → "Push day"']
    assert [session.title for session in stored(database)] == ["Push"]
    bring(database, CASES / "03_rename_workout_b.csv", TAKING)
    assert [session.title for session in stored(database)] == ["Push day"]


def test_a_load_that_was_corrected_is_told_and_taken_over_only_if_wished(database: Database) -> None:
    bring(database, CASES / "03_rename_a.csv")
    done = bring(database, CASES / "04_corrected_b.csv")
    (difference,) = done.differences
    assert (difference.where, difference.what, difference.row) == (
        "1 Mar 2024, Squat, set 2",
        "load 70 kg → 72.5 kg",
        2,
    )
    assert (done.imported, done.different, done.skipped_rows) == (0, 1, 1)
    assert loads(database) == [60, 70]
    bring(database, CASES / "04_corrected_b.csv", TAKING)
    assert loads(database) == [60, 72.5]
    assert bring(database, CASES / "04_corrected_b.csv").differences == ()


def test_what_was_taken_over_is_undone_as_one(database: Database, tmp_path: Path) -> None:
    bring(database, export(tmp_path / "a.csv", push(60, 70, 80)))
    before = stored(database)
    new = push(60, 65, 80, 90, title="Push day")
    bring(database, export(tmp_path / "b.csv", new), TAKING)
    assert loads(database) == [60, 65, 80, 90]
    with database.write() as connection:
        undo(connection, later(60))
    assert stored(database) == before


@pytest.mark.parametrize("name", ["Kniebeuge (Langhantel)", "Back Squat", "My leg day"])
def test_a_renamed_exercise_or_another_language_is_the_same_sets(database: Database, tmp_path: Path, name: str) -> None:
    bring(database, export(tmp_path / "a.csv", push(60, 70)))
    renamed = Workout(sets=[Lift(name, 60), Lift(name, 70)])
    done = bring(database, export(tmp_path / "b.csv", renamed))
    assert done.imported == 0
    assert len(done.differences) == (2 if name == "My leg day" else 0)
    bring(database, export(tmp_path / "b.csv", renamed), TAKING)
    assert len(lifted(database)) == 2
    assert {one for one, _, _ in lifted(database)} == ({name} if name == "My leg day" else {"Squat"})


def test_a_set_that_is_new_in_a_session_that_was_moved_here_comes_into_its_new_place(
    database: Database, tmp_path: Path
) -> None:
    bring(database, export(tmp_path / "a.csv", push(60)))
    (session,) = stored(database)
    moved = datetime(2024, 3, 9, 10, tzinfo=BERLIN)
    Editor(database).change_session(session.id, NOW, started_at=moved)
    again = export(tmp_path / "b.csv", push(60, 70))
    assert bring(database, again).imported == 1
    (session,) = stored(database)
    assert [one.started_at for one in session.concentric] == [moved, moved]
    assert bring(database, again).imported == 0
    bring(database, export(tmp_path / "c.csv", push(70)), TAKING)
    bring(database, again, TAKING)
    (session,) = stored(database)
    assert [one.started_at for one in session.concentric] == [moved, moved]
    first, last = (replace(push(90), start=datetime(2024, month, 1)) for month in (2, 4))
    bring(database, export(tmp_path / "d.csv", first, last), TAKING)
    assert len(stored(database)) == 2
    bring(database, export(tmp_path / "e.csv", first, push(60, 70), last), TAKING)
    back = stored(database)[1]
    assert {back.started_at, *(one.started_at for one in back.concentric)} == {datetime(2024, 3, 1, 17, tzinfo=BERLIN)}


@pytest.mark.parametrize("start", [datetime(2024, 3, 1, 18, 30), datetime(2024, 3, 2, 0, 10)])
def test_a_start_that_was_corrected_is_the_same_session(database: Database, tmp_path: Path, start: datetime) -> None:
    bring(database, export(tmp_path / "a.csv", push(60, 70)))
    corrected = export(tmp_path / "b.csv", push(60, 70, start=start))
    done = bring(database, corrected)
    assert (done.imported, told(done), len(done.differences)) == (0, {"already there": 2}, 1)
    bring(database, corrected, TAKING)
    (session,) = stored(database)
    assert session.started_at == start.replace(tzinfo=BERLIN)
    assert all(one.started_at == session.started_at for one in session.concentric)
    assert bring(database, corrected).differences == ()


def test_a_day_that_was_corrected_is_known_among_the_files_days(database: Database, tmp_path: Path) -> None:
    first, last = push(40, start=datetime(2024, 1, 1, 17)), push(50, start=datetime(2024, 6, 1, 17))
    bring(database, export(tmp_path / "a.csv", first, push(60, 70, 80), last))
    moved = push(60, 70, 80, start=datetime(2024, 4, 11, 17))
    done = bring(database, export(tmp_path / "b.csv", first, moved, last), TAKING)
    assert [one.what for one in done.differences] == ["start 2024-03-01 17:00 → 2024-04-11 17:00"]
    assert [session.started_at.month for session in stored(database)] == [1, 4, 6]


def test_the_same_workout_on_the_next_day_is_another_one(database: Database, tmp_path: Path) -> None:
    first = push(60, 60, 60)
    bring(database, export(tmp_path / "a.csv", first))
    bring(database, export(tmp_path / "b.csv", first, replace(first, start=first.start + timedelta(days=1))))
    assert len(stored(database)) == 2


def test_a_set_that_was_taken_out_goes_to_the_bin_if_wished_and_comes_back(database: Database, tmp_path: Path) -> None:
    bring(database, export(tmp_path / "a.csv", push(60, 70, 80)))
    less = export(tmp_path / "b.csv", push(60, 80))
    done = bring(database, less)
    assert [one.what for one in done.differences] == ["not in the file any more"]
    assert (done.different, done.skipped_rows, loads(database)) == (0, 2, [60, 70, 80])
    bring(database, less, TAKING)
    assert loads(database) == [60, 80]
    assert bring(database, tmp_path / "a.csv").imported == 1
    assert loads(database) == [60, 70, 80]


def test_a_session_that_was_deleted_in_the_other_program_goes_if_wished_and_comes_back(
    database: Database, tmp_path: Path
) -> None:
    three = [push(60 + day, start=datetime(2024, 3, day, 17)) for day in (1, 8, 15)]
    bring(database, export(tmp_path / "a.csv", *three))
    less = export(tmp_path / "b.csv", three[0], three[2])
    done = bring(database, less)
    assert [(one.where, one.what) for one in done.differences] == [("8 Mar 2024, session", "not in the file any more")]
    assert len(stored(database)) == 3
    bring(database, less, TAKING)
    assert [session.started_at.day for session in stored(database)] == [1, 15]
    assert bring(database, tmp_path / "a.csv").imported == 1
    assert loads(database) == [61, 68, 75]


def test_an_older_export_and_another_program_miss_nothing(database: Database, tmp_path: Path) -> None:
    three = [push(60, start=datetime(2024, 3, day, 17)) for day in (1, 8, 15)]
    bring(database, export(tmp_path / "a.csv", *three))
    assert bring(database, export(tmp_path / "older.csv", *three[:2]), TAKING).differences == ()
    hevy = tmp_path / "hevy.csv"
    rows = [f"A,{day} Mar 2024, 07:00,,Dip,0,normal,,12" for day in (1, 15)]
    rows = [
        row.replace(f"{row.split(',')[1]},{row.split(',')[2]}", f'"{row.split(",")[1]},{row.split(",")[2]}"')
        for row in rows
    ]
    hevy.write_text(
        "title,start_time,end_time,exercise_title,set_index,set_type,weight_kg,reps\n" + "\n".join(rows) + "\n"
    )
    assert bring(database, hevy, TAKING).differences == ()
    assert len(stored(database)) == 5


def test_one_of_two_differences_can_be_left(database: Database, tmp_path: Path) -> None:
    bring(database, export(tmp_path / "a.csv", push(60, 70, 80)))
    path = export(tmp_path / "b.csv", push(65, 75, 80))
    first, second = bring(database, path).differences
    done = bring(database, path, replace(TAKING, left=frozenset((first.key,))))
    assert (done.taken, loads(database)) == (1, [60, 75, 80])
    assert [one.key for one in bring(database, path).differences] == [first.key]
    assert second.key != first.key


def test_the_same_history_from_another_app_is_there_already(database: Database, tmp_path: Path) -> None:
    """Who moves from Strong to Hevy takes the history along; Hevy has minutes, and names of its own."""
    strong = Workout(datetime(2024, 3, 1, 17, 0, 23), "Push", sets=[Lift("Squat (Barbell)"), Lift("Leg Press", 100, 8)])
    bring(database, export(tmp_path / "strong.csv", strong))
    hevy = tmp_path / "hevy.csv"
    hevy.write_text(
        "title,start_time,end_time,exercise_title,set_index,set_type,weight_kg,reps\n"
        'Push,"1 Mar 2024, 17:00","1 Mar 2024, 18:00",Squat (Barbell),0,normal,60,5\n'
        'Push,"1 Mar 2024, 17:00","1 Mar 2024, 18:00",Leg Press (Machine),0,normal,100,8\n'
        'Push,"3 Mar 2024, 17:00","3 Mar 2024, 18:00",Squat (Barbell),0,normal,62.5,5\n'
    )
    done = bring(database, hevy)
    assert (done.imported, told(done), done.differences) == (1, {"already there": 2}, ())
    assert len(stored(database)) == 2


@pytest.mark.parametrize("minutes", [5, 25])
def test_a_merge_with_a_machine_that_imported_only_the_last_export_makes_no_doubles(
    database: Database, tmp_path: Path, minutes: int
) -> None:
    def run(on: Database, name: str, at: datetime) -> None:
        Importer(open_source(CASES / name), LIBRARY, BERLIN).run(on, at, KG)

    run(database, "02_insert_a.csv", NOW)
    run(database, "02_insert_b.csv", NOW + timedelta(minutes=15))
    other = open_database(tmp_path / "other", now=NOW)
    run(other, "02_insert_b.csv", NOW + timedelta(minutes=minutes))
    other.close()
    merge(database, other.path, NOW + timedelta(hours=1))
    assert loads(database) == [60, 70, 80]


def test_sets_in_another_order_are_told_and_put_in_that_order_if_wished(database: Database, tmp_path: Path) -> None:
    bring(database, export(tmp_path / "a.csv", Workout(sets=[Lift("Squat"), Lift("Row"), Lift("Row", 50)])))
    turned = export(tmp_path / "b.csv", Workout(sets=[Lift("Row"), Lift("Row", 50), Lift("Squat")]))
    done = bring(database, turned)
    assert [one.what for one in done.differences] == ["order of its sets as it is → as in the file"]
    bring(database, turned, TAKING)
    assert [name for name, _, _ in lifted(database)] == ["Row", "Row", "Squat"]
    assert bring(database, turned).differences == ()


def test_what_the_lifter_changed_here_stays_where_the_file_says_what_it_always_said(
    database: Database, tmp_path: Path
) -> None:
    path = export(tmp_path / "a.csv", push(60, 70))
    bring(database, path)
    set_id = stored(database)[0].concentric[1].id
    with database.write() as connection, record_edit(connection, EditKind.CHANGE, "load", later(10)) as recorder:
        recorder.update("concentric_sets", (set_id,), {"load_kg": 75.0})
    done = bring(database, path, TAKING)
    assert told(done) == {"already there": 1, "already there, changed here since": 1}
    assert (done.differences, loads(database)) == ((), [60, 75])
    both = bring(database, export(tmp_path / "b.csv", push(60, 72.5)), TAKING)
    assert [one.what for one in both.differences] == ["load 75 kg → 72.5 kg"]
    assert loads(database) == [60, 72.5]


def test_a_set_that_was_typed_here_is_not_missed(database: Database, tmp_path: Path) -> None:
    path = export(tmp_path / "a.csv", push(60, 70))
    bring(database, path)
    (session,) = stored(database)
    with database.write() as connection, record_edit(connection, EditKind.ADD, "a set", later(10)) as recorder:
        row = dict(connection.execute("SELECT * FROM concentric_sets LIMIT 1").fetchone())
        row |= {"id": "0192b8f0-0000-7000-8000-000000000001", "set_number": 9, "load_kg": 99.0}
        recorder.insert("concentric_sets", row)
    assert bring(database, path, TAKING).differences == ()
    assert len(stored(database)[0].concentric) == 3 and session.title == "Push"


def test_a_row_that_cannot_be_read_makes_no_set_go(database: Database, tmp_path: Path) -> None:
    bring(database, export(tmp_path / "a.csv", push(60, 70, 80)))
    path = export(tmp_path / "b.csv", push(60, 70, 80))
    path.write_text(path.read_text().replace(",70,", ",7o,"))
    done = bring(database, path, TAKING)
    assert (done.differences, told(done)) == ((), {"already there": 2, "load cannot be read": 1})
    assert loads(database) == [60, 70, 80]


def test_a_set_that_was_corrected_after_two_sessions_were_joined_here_is_found(
    database: Database, tmp_path: Path
) -> None:
    second = push(90, start=datetime(2024, 3, 1, 18, 30), title="Pull")
    bring(database, export(tmp_path / "a.csv", push(60, 70), second))
    first, other = (session.id for session in stored(database))
    SessionEditor(database).join([first, other], NOW)
    second.sets[0].load = 95
    done = bring(database, export(tmp_path / "b.csv", push(60, 70), second), TAKING)
    assert (done.imported, [one.what for one in done.differences]) == (0, ["load 90 kg → 95 kg"])
    assert [len(session.concentric) for session in stored(database)] == [3]


def test_loads_in_the_unit_of_the_first_import_are_known_again(database: Database, tmp_path: Path) -> None:
    path = export(tmp_path / "a.csv", push(135, 185, 225))
    bring(database, path, ImportAnswers(unit="lb"))
    with database.read() as connection:
        open_ = Importer(open_source(path), LIBRARY, BERLIN).preview(connection)
        wrong = Importer(open_source(path), LIBRARY, BERLIN).preview(connection, KG)
    assert told(open_) == {"already there": 3}
    assert open_.unit_text == "not said by the file: kg or lb? They look like lb, as imported before"
    assert wrong.unit_text == "kg, as you say; but they look like lb, as imported before"
    assert (wrong.imported, wrong.different) == (0, 3)


def test_loads_that_a_bar_of_45_lb_makes_look_like_pounds(database: Database, tmp_path: Path) -> None:
    pounds = export(tmp_path / "lb.csv", push(*[135, 185, 225, 95, 155, 205, 245, 275, 115, 175]))
    kilograms = export(tmp_path / "kg.csv", push(*[60, 62.5, 80, 82.5, 100, 102.5, 65, 67.5, 70, 85]))
    with database.read() as connection:
        likely = [
            Importer(open_source(path), LIBRARY, BERLIN).preview(connection).likely_unit for path in (pounds, kilograms)
        ]
    assert [one and one.unit for one in likely] == ["lb", "kg"]


EXERCISES = ("Squat", "Bench Press (Barbell)", "Zercher Shrug", "Row (Cable)")
_LIFTS = some.builds(
    Lift,
    exercise=some.sampled_from(EXERCISES),
    load=some.sampled_from([0.0, 40.0, 60.0, 62.5, 80.0]),
    reps=some.sampled_from([3, 5, 8]),
    rpe=some.sampled_from(["", "8"]),
    note=some.sampled_from(["", "slow"]),
)
_WORKOUTS = some.lists(
    some.builds(
        Workout,
        start=some.integers(0, 40).map(lambda hours: datetime(2024, 3, 1, 6) + timedelta(hours=7 * hours)),
        title=some.sampled_from(["Push", "Pull", ""]),
        sets=some.lists(_LIFTS, min_size=1, max_size=5),
    ),
    min_size=1,
    max_size=4,
    unique_by=lambda workout: workout.start,
)


_FIRST = Workout(datetime(2020, 1, 1, 6), "First", sets=[Lift()])
_LAST = Workout(datetime(2026, 1, 1, 6), "Last", sets=[Lift()])


@some.composite
def _edited(draw: some.DrawFn, before: list[Workout]) -> list[Workout]:
    """Draw what the other program has after somebody edited it; its first and its last session stay as they are."""
    workouts = deepcopy(before)
    for _ in range(draw(some.integers(1, 3))):
        one = draw(some.sampled_from(workouts))
        at = draw(some.integers(0, len(one.sets) - 1))
        match draw(
            some.sampled_from(
                ["insert", "delete", "change", "swap", "rename", "title", "start", "note", "add", "remove"]
            )
        ):
            case "insert":
                one.sets.insert(at, draw(_LIFTS))
            case "delete" if len(one.sets) > 1:
                del one.sets[at]
            case "change":
                one.sets[at] = draw(_LIFTS)
            case "swap":
                one.sets.append(one.sets.pop(at))
            case "rename":
                name, now = one.sets[at].exercise, draw(some.sampled_from((*EXERCISES, "Cuban Twist")))
                for lift in (lift for workout in workouts for lift in workout.sets if lift.exercise == name):
                    lift.exercise = now
            case "title":
                one.title = draw(some.sampled_from(["Push", "Leg day"]))
            case "start":
                start = one.start + timedelta(minutes=draw(some.sampled_from([5, 55, 60 * 24])))
                if all(start != other.start for other in workouts):
                    one.start = start
            case "note":
                one.note = draw(some.sampled_from(["", "tired"]))
            case "add":
                start = max(workout.start for workout in workouts) + timedelta(days=2)
                workouts.append(Workout(start, "New", sets=[draw(_LIFTS)]))
            case "remove" if len(workouts) > 1:
                workouts.remove(one)
    return workouts


def test_the_order_that_was_kept_here_and_got_a_set_in_between_can_be_taken_over_later(
    database: Database, tmp_path: Path
) -> None:
    start = datetime(2024, 3, 1, 13, 0)
    bench, squat, slow = Lift("Bench Press (Barbell)"), Lift("Squat"), Lift("Squat", note="slow")

    def brought(name: str, answers: ImportAnswers, *sets: Lift) -> Preview:
        return bring(database, export(tmp_path / name, Workout(start, "Pull", sets=list(sets))), answers)

    brought("first.csv", TAKING, bench, squat)
    brought("more.csv", KG, slow, squat, bench)
    brought("last.csv", KG, slow, bench)
    done = brought("last.csv", TAKING, slow, bench)
    assert {one.what for one in done.differences} == {
        "order of its sets as it is → as in the file",
        "not in the file any more",
    }
    (session,) = stored(database)
    assert [(one.exercise_name, one.note) for one in session.concentric] == [
        ("Squat", "slow"),
        ("Bench Press (Barbell)", ""),
    ]


def _of_file(workouts: list[Workout]) -> list[tuple[object, ...]]:
    return sorted(
        (
            one.start,
            one.title,
            one.note,
            tuple((lift.exercise, lift.load, lift.reps, lift.rpe, lift.note) for lift in one.sets),
        )
        for one in workouts
    )


def _of_store(database: Database) -> list[tuple[object, ...]]:
    return sorted(
        (
            session.started_at.replace(tzinfo=None),
            session.title,
            session.note,
            tuple(
                (one.exercise_name, one.load_kg, one.reps, "" if one.rpe is None else f"{one.rpe:g}", one.note)
                for one in session.concentric
            ),
        )
        for session in stored(database)
    )


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=some.data())
def test_after_any_edits_in_the_other_program_the_store_has_what_the_last_export_says(
    tmp_path_factory: pytest.TempPathFactory, data: some.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("edits")
    database = open_database(folder / "data", now=NOW)
    try:
        workouts = data.draw(_WORKOUTS)
        bring(database, export(folder / "0.csv", _FIRST, *workouts, _LAST), TAKING)
        for number in range(1, data.draw(some.integers(2, 4))):
            workouts = data.draw(_edited(workouts))
            path = export(folder / f"{number}.csv", _FIRST, *workouts, _LAST)
            taking = data.draw(some.booleans())
            before = _of_store(database)
            with database.read() as connection:
                seen = Importer(open_source(path), LIBRARY, BERLIN).preview(connection, TAKING if taking else KG)
            done = bring(database, path, TAKING if taking else KG)
            assert done == seen
            assert done.imported + done.different + done.skipped_rows == done.rows
            if not taking and not done.imported:
                assert _of_store(database) == before
        done = bring(database, path, TAKING)
        assert _of_store(database) == _of_file([_FIRST, *workouts, _LAST])
        again = bring(database, path, TAKING)
        assert (again.imported, again.differences) == (0, ())
    finally:
        database.close()
