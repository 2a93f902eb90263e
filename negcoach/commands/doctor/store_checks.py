"""The doctor's checks of the files: data folder, database, settings, the lifter's own exercises and plans."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from negcoach.commands.support import output
from negcoach.config.files.copies import damage_of
from negcoach.config.files.toml_files import OWN_FILE, PLANS_FILE, PROGRAMMES_FILE
from negcoach.config.library import load_library
from negcoach.config.plans import load_plans, require_exercises
from negcoach.config.programmes import load_programmes
from negcoach.config.settings.settings import Settings, load_settings, require_known_exercises
from negcoach.errors import NegcoachError
from negcoach.findings import CheckResult, broken, ok, warning
from negcoach.formatting import size_text
from negcoach.store.database.backups import BACKUPS_NAME
from negcoach.store.database.errors import DATABASE_ERRORS, explain
from negcoach.store.database.files import DATABASE_NAME
from negcoach.store.restore.checkup import DatabaseReport, check
from negcoach.texts import counted, joined

_MOST_ROWS = 5
"""The most rows with a wrong value that are named."""


def check_files(folder: Path, config: Path) -> Iterator[CheckResult]:
    """Yield the findings on the database in ``folder`` and the files beside ``config``; change nothing."""
    yield _check_folder(folder)
    report = check(folder, datetime.now().astimezone())
    yield _check_database(report)
    yield from _check_backups(report)
    yield from _check_copies(report)
    yield from _check_rows(report)
    yield _check_settings(config)
    yield _check_exercises(config.parent)
    yield _check_plans(config.parent)
    yield _check_programmes(config.parent)


def _check_folder(folder: Path) -> CheckResult:
    """Return whether sessions can be stored in the folder, or in one made there."""
    name = "data folder"
    try:
        nearest = folder
        while not nearest.exists() and nearest != nearest.parent:
            nearest = nearest.parent
        if not nearest.is_dir():
            return broken(name, f"{nearest} is not a folder", "Choose another with --data-dir.")
    except OSError as error:
        return broken(name, f"{folder}: {error.strerror or error}", "Choose another with --data-dir.")
    if not os.access(nearest, os.W_OK | os.X_OK):
        advice = "Change its permissions, or choose another folder with --data-dir."
        return broken(name, f"{nearest} cannot be written", advice)
    return ok(name, str(folder) if nearest == folder else f"{folder}, made with the first start")


def _check_database(report: DatabaseReport) -> CheckResult:
    name = "database"
    if report.problem:
        return broken(name, output.error_text(report.problem), _database_advice(report))
    if not report.exists or report.size_bytes == 0:
        return ok(name, f"{report.path.name}: none yet, the first start makes it")
    if not os.access(report.path, os.W_OK):
        advice = "Change its permissions: negcoach does not open what it cannot write."
        return broken(name, f"{report.path} can be read but not written", advice)
    sessions = counted(report.sessions or 0, "session")
    backups = "no backup yet" if not report.backups else counted(report.backups, "backup")
    detail = (
        f"{report.path}: version {report.version}, integrity {report.integrity}, {sessions}, "
        f"{size_text(report.size_bytes)}, {backups}"
    )
    if report.version is not None and report.version < report.newest_version:
        return ok(name, f"{detail}; the next start brings it to version {report.newest_version}")
    return ok(name, detail)


def _database_advice(report: DatabaseReport) -> str:
    if report.integrity not in (None, "ok"):
        backup = f" ({report.latest_backup})" if report.latest_backup else ""
        return f"Start negcoach: it keeps the damaged file and restores the latest backup{backup}."
    return f"Until that is put right, nothing can be saved in {DATABASE_NAME}."


def _check_backups(report: DatabaseReport) -> Iterator[CheckResult]:
    """Yield a finding for each thing in the way of backups, or that could be taken for one."""
    name = "backups"
    folder = report.path.parent / BACKUPS_NAME
    if report.backups_problem is not None:
        yield warning(name, str(report.backups_problem), "Until then none is made, and none can be restored.")
        return
    if folder.exists():
        if not folder.is_dir():
            yield warning(name, f"{folder} is not a folder, so no backup can be made", "Move it away.")
        elif not os.access(folder, os.W_OK | os.X_OK):
            yield warning(name, f"{folder} cannot be written, so no backup can be made", "Change its permissions.")
    if report.not_backups:
        names = joined([path.name for path in report.not_backups])
        detail = f"in {folder}, not a negcoach database: {names}"
        yield warning(name, detail, "Move it away. No backup is taken from it.")
    if report.backups_ahead:
        names = joined([path.name for path in report.backups_ahead])
        detail = f"in {folder}, dated after today, by a clock that was wrong: {names}"
        yield warning(name, detail, "It counts as the oldest. Check this computer's clock, too.")


def _check_copies(report: DatabaseReport) -> Iterator[CheckResult]:
    """Yield a finding for each copy beside the database that holds something which it does not know."""
    if report.problem or report.sessions is None:
        return
    from negcoach.store.database.connection import untrusted
    from negcoach.store.restore.beside import unknown_beside

    told = []
    with suppress(TypeError, *DATABASE_ERRORS), untrusted(report.path) as ours:  # its rows are looked at next
        told = unknown_beside(report.path, ours)
    for found, advice in told:
        yield warning("copies", found.removesuffix("."), advice)


def _check_rows(report: DatabaseReport) -> Iterator[CheckResult]:
    """Yield a finding on the stored rows, where all of them can be read."""
    if report.problem or report.sessions is None or report.version != report.newest_version:
        return
    from negcoach.store.database.connection import untrusted
    from negcoach.store.database.totals import sessions_with_wrong_totals
    from negcoach.transfer.native.left_out import left_out_in
    from negcoach.transfer.native.stored_rows import wrong_values

    name = "rows"
    try:
        wrong = [*left_out_in(report.path), *(one.sentence for one in wrong_values(report.path))]
        with untrusted(report.path) as connection:
            totals = len(sessions_with_wrong_totals(connection))
    except DATABASE_ERRORS as error:
        yield broken(name, str(explain(error, report.path)), "Run negcoach doctor again.")
        return
    if not wrong and totals:
        detail = f"{counted(totals, 'session')} with totals that are not what sets and reps come to"
        yield broken(name, detail, "Have them computed anew: negcoach doctor --repair. The app does so, too.")
        return
    if not wrong:
        yield ok(name, "every one is as negcoach wrote it")
        return
    more = f" And {counted(len(wrong) - _MOST_ROWS, 'more row')}." if len(wrong) > _MOST_ROWS else ""
    yield broken(
        name,
        f"{counted(len(wrong), 'row')} with a value that negcoach does not write: {' '.join(wrong[:_MOST_ROWS])}{more}",
        "Put it right: negcoach doctor --repair. It takes the value from a backup, and keeps the file as it is.",
    )


def _check_settings(path: Path) -> CheckResult:
    name = "settings"
    try:
        settings = load_settings(path)
        if settings.own_equipment is not None:
            _check_equipment(path, settings)
    except NegcoachError as error:
        return broken(name, str(error), "Put that right, or remove it to get the default.")
    if settings.own_keys.fault:
        return warning(name, settings.own_keys.fault, "Put that line right, or remove it to get the usual keys.")
    damage = damage_of(path)
    if damage is not None:
        return warning(name, damage.detail, damage.advice)
    if not path.exists():
        return ok(name, f"{path}: none yet, everything is at its default")
    if not os.access(path, os.W_OK):
        return warning(
            name, f"{path} can be read but not written", "Change its permissions to save settings in the app."
        )
    return ok(name, str(path))


def _check_equipment(path: Path, settings: Settings) -> None:
    """Raise ``NegcoachError`` where the equipment is of an exercise that there is not, or that it is not for."""
    try:
        library = load_library(path.parent)
    except NegcoachError:
        return  # a finding of its own
    require_known_exercises(path, settings, {exercise.slug: exercise for exercise in library})


def _check_exercises(folder: Path) -> CheckResult:
    name = "exercises"
    path = folder / OWN_FILE
    try:
        library = load_library(folder)
    except NegcoachError as error:
        return broken(name, str(error), "Put that right, or move the file away.")
    damage = damage_of(path)
    if damage is not None:
        return warning(name, damage.detail, damage.advice)
    own = sum(exercise.own for exercise in library)
    shipped = sum(not exercise.own and not exercise.retired for exercise in library)  # those that are offered
    return ok(name, f"{shipped} shipped, {own} of your own" + (f" in {path}" if own else f"; they would be in {path}"))


def _check_plans(folder: Path) -> CheckResult:
    name = "plans"
    path = folder / PLANS_FILE
    try:
        plans = load_plans(folder)
    except NegcoachError as error:
        return broken(name, str(error), "Put that right, or move the file away.")
    try:
        library = load_library(folder)
        for plan in plans:
            require_exercises(folder, plan, library)
    except NegcoachError as error:
        return warning(name, str(error), "Until then the plan cannot be started.")
    damage = damage_of(path)
    if damage is not None:
        return warning(name, damage.detail, damage.advice)
    return ok(name, f"{counted(len(plans), 'plan')} in {path}" if plans else f"none yet; they would be in {path}")


def _check_programmes(folder: Path) -> CheckResult:
    name = "programmes"
    path = folder / PROGRAMMES_FILE
    try:
        library = load_library(folder)
    except NegcoachError as error:
        return warning(name, str(error), "Until then programmes cannot be checked.")
    try:
        programmes = load_programmes(folder, library)
    except NegcoachError as error:
        return broken(name, str(error), "Put that right, or move the file away.")
    damage = damage_of(path)
    if damage is not None:
        return warning(name, damage.detail, damage.advice)
    own = sum(one.own for one in programmes)
    shipped = len(programmes) - own
    return ok(name, f"{shipped} shipped, {own} of your own" + (f" in {path}" if own else f"; they would be in {path}"))
