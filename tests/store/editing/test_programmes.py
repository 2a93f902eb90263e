"""The programmes that were begun: kept, paused, stopped, undone."""

from __future__ import annotations

from datetime import timedelta

import pytest

from negcoach.services import Services
from negcoach.store.database.stamps import new_id, stamp
from negcoach.store.editing.edit_log import undo
from negcoach.store.editing.programmes import ProgrammeRuns
from negcoach.training.plan.course import Record
from tests.services import NOW, clock, services

__all__ = ["clock", "services"]  # the fixtures

DAY = timedelta(days=1)


def begun(services: Services) -> ProgrammeRuns:
    """Return the runs, with one programme begun."""
    runs = ProgrammeRuns(services.database)
    runs.begin("bench-overload-8", "Bench negatives", NOW)
    return runs


def test_a_programme_that_was_begun_is_stored(services: Services) -> None:
    (run,) = begun(services).all()
    assert run.record == Record("bench-overload-8", NOW)


def test_a_pause_lasts_until_it_is_resumed(services: Services) -> None:
    runs = begun(services)
    runs.pause(runs.all()[0], "Bench negatives", NOW + DAY)
    assert runs.all()[0].record.paused
    runs.resume(runs.all()[0], "Bench negatives", NOW + 2 * DAY)
    runs.pause(runs.all()[0], "Bench negatives", NOW + 3 * DAY)
    assert runs.all()[0].record.pauses == ((NOW + DAY, NOW + 2 * DAY), (NOW + 3 * DAY, None))


def test_begun_again_it_is_a_new_run_and_the_old_one_is_stopped(services: Services) -> None:
    runs = begun(services)
    runs.begin("bench-overload-8", "Bench negatives", NOW + DAY)
    old, new = runs.all()
    assert (old.record.stopped_at, new.record) == (NOW + DAY, Record("bench-overload-8", NOW + DAY))
    assert runs.newest() == {"bench-overload-8": new}


@pytest.mark.parametrize("days", [-2000, -30])
def test_begun_again_once_a_clock_was_put_right_that_had_been_ahead_it_is_followed(
    services: Services, days: int
) -> None:
    runs = begun(services)
    now = NOW + days * DAY
    runs.begin("bench-overload-8", "Bench negatives", now)
    assert runs.newest()["bench-overload-8"].record == Record("bench-overload-8", now)
    runs.stop(runs.newest()["bench-overload-8"], "Bench negatives", now + DAY)
    assert runs.newest()["bench-overload-8"].record == Record("bench-overload-8", now, (), now + DAY)


def test_stopped_it_does_not_go_on_with_an_older_run_that_another_machine_began(services: Services) -> None:
    """A merge brings one that nobody has stopped: a run of weeks, with their loads, that nobody followed here."""
    runs = begun(services)
    with services.database.write() as connection:
        connection.execute(
            "INSERT INTO programme_runs (id, programme, begun_at, begun_ms, pauses, changed_ms) "
            "VALUES (?, ?, ?, ?, '', 1)",
            (new_id(NOW), "bench-overload-8", *stamp(NOW - 20 * DAY)),
        )
    followed = runs.newest()["bench-overload-8"]
    assert followed.record.begun_at == NOW
    runs.stop(followed, "Bench negatives", NOW + DAY)
    assert runs.newest()["bench-overload-8"].record.stopped_at == NOW + DAY


def test_each_change_is_undone_as_one(services: Services) -> None:
    runs = begun(services)
    runs.stop(runs.all()[0], "Bench negatives", NOW + DAY)
    assert runs.all()[0].record.stopped_at == NOW + DAY
    with services.database.write() as connection:
        edit = undo(connection, NOW + DAY)
    assert edit.what == "programme stopped: Bench negatives"
    assert runs.all()[0].record.stopped_at is None


@pytest.mark.parametrize("pauses", ["soon", "2026-01-01T00:00:00+00:00", "x/y"])
def test_a_row_that_cannot_be_read_is_left_out(services: Services, pauses: str) -> None:
    runs = begun(services)
    with services.database.write() as connection:
        connection.execute("UPDATE programme_runs SET pauses = ?", (pauses,))
    assert runs.all() == []
