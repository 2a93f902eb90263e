"""Body weights from other apps: alone in a file or beside sets, once each, corrected, and undone."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from negcoach.config.library import shipped_exercises
from negcoach.store.database.database import Database
from negcoach.store.editing.body import Body
from negcoach.store.editing.edit_log import undo
from negcoach.store.queries.body_log import newest_weight, weight_series
from negcoach.transfer.apps.entries import Reason
from negcoach.transfer.importer import ImportAnswers, Importer
from negcoach.transfer.preview import Preview, lines
from negcoach.transfer.sources import AppSource, open_source
from tests.store.samples import NOW, later

FILES = Path(__file__).parent / "apps"
BODY = sorted(path.name for path in (FILES / "body").glob("*.csv"))
BERLIN = ZoneInfo("Europe/Berlin")
KG = ImportAnswers(unit="kg")


def importer(path: Path) -> Importer:
    return Importer(open_source(path), shipped_exercises(), BERLIN, date(2026, 11, 22))


def bring(database: Database, path: Path, answers: ImportAnswers = KG) -> Preview:
    return importer(path).run(database, NOW, answers)


def kept(database: Database) -> list[tuple[str, float]]:
    with database.read() as connection:
        return [(day.isoformat(), round(kg, 2)) for day, kg in weight_series(connection)]


def reasons(path: Path) -> list[Reason]:
    source = open_source(path)
    assert isinstance(source, AppSource)
    return [skip.reason for skip in source.recognised.parsed(date(2026, 11, 22)).skips]


@pytest.mark.parametrize(
    ("name", "app", "weights", "left_out"),
    [
        (
            "fitnotes-body.csv",
            "FitNotes",
            [("2026-01-10", 82.0), ("2026-01-11", 81.5), ("2026-01-12", 81.6)],
            [Reason.MEASUREMENT, Reason.LOAD],
        ),
        ("openscale-new.csv", "openScale", [("2026-01-10", 82.0), ("2026-01-11", 81.6)], [Reason.NO_WEIGHT]),
        ("openscale-old.csv", "openScale", [("2019-05-04", 84.3)], []),
        ("wger-weight.csv", "wger", [("2026-01-10", 82.0), ("2026-01-12", 81.6)], []),
    ],
)
def test_each_body_weight_is_kept_on_its_day_and_all_else_is_told(
    database: Database, name: str, app: str, weights: list[tuple[str, float]], left_out: list[Reason]
) -> None:
    done = bring(database, FILES / "body" / name)
    assert (done.app, kept(database), reasons(FILES / "body" / name)) == (app, weights, left_out)
    assert (done.imported, done.weights) == (len(weights), len(weights))
    assert done.imported + done.skipped_rows == done.rows
    assert f"  body       {len(weights)} body weight" in "\n".join(lines(done))
    again = bring(database, FILES / "body" / name)
    assert (again.changes, again.imported + again.skipped_rows) == (0, again.rows)
    assert kept(database) == weights
    with database.write() as connection:
        undo(connection, later(60))
    assert kept(database) == []


def test_a_file_without_units_asks_for_it(database: Database) -> None:
    with database.read() as connection:
        assert importer(FILES / "body" / "openscale-new.csv").preview(connection).asks_unit
        assert not importer(FILES / "body" / "fitnotes-body.csv").preview(connection).asks_unit
    bring(database, FILES / "body" / "openscale-new.csv", ImportAnswers(unit="lb"))
    assert kept(database) == [("2026-01-10", 37.19), ("2026-01-11", 37.01)]


@pytest.mark.parametrize("name", ["stronglifts-kg.csv", "repcount-iso.csv", "jefit-sections.csv"])
def test_body_weights_beside_sets_come_in_with_them_once_a_session(database: Database, name: str) -> None:
    done = bring(database, FILES / "files" / name)
    assert done.weights == len(kept(database)) > 0
    assert done.imported + done.skipped_rows == done.rows
    assert "body weight" in done.brought
    assert bring(database, FILES / "files" / name).changes == 0


def test_a_corrected_weight_is_shown_and_taken_over_but_what_was_changed_here_stays(
    database: Database, tmp_path: Path
) -> None:
    path = tmp_path / "body.csv"
    text = (FILES / "body" / "fitnotes-body.csv").read_text()
    path.write_text(text)
    bring(database, path)
    path.write_text(text.replace("82.0", "83.0"))
    with database.read() as connection:
        told = importer(path).preview(connection, KG)
    (difference,) = told.differences
    assert (difference.where, difference.what) == ("10 Jan 2026, body weight", "weight 82 kg → 83 kg")
    assert (told.different, told.imported + told.skipped_rows + told.different) == (1, told.rows)
    assert bring(database, path).changes == 0
    assert bring(database, path, ImportAnswers(unit="kg", take_over=True)).taken == 1
    assert kept(database)[0] == ("2026-01-10", 83.0)
    with database.read() as connection:
        newest = newest_weight(connection)
    assert newest is not None
    Body(database).change_weight(newest, 90.0, newest.at, later(60))
    again = bring(database, path, ImportAnswers(unit="kg", take_over=True))
    assert "already there, changed here since" in [one.why for one in again.skipped]
    assert kept(database)[-1] == ("2026-01-12", 90.0)


def test_the_same_weight_of_the_same_day_from_another_app_is_no_second_one(database: Database) -> None:
    bring(database, FILES / "body" / "fitnotes-body.csv")
    done = bring(database, FILES / "body" / "openscale-new.csv")
    assert (done.weights, [one.why for one in done.skipped]) == (1, ["already there", "no body weight"])
