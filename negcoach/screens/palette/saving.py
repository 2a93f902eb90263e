"""The files that the palette makes: a report and the exports in the lifter's documents, a backup beside the database.

Nothing is written over: a name that is taken gets a number. Each function returns one line that says what lies where.
It may run in any thread, and raises ``NegcoachError``. ``on_progress`` is told how much is done.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from negcoach.errors import NegcoachError
from negcoach.files import PRIVATE_FOLDER, staged_file
from negcoach.services import Services
from negcoach.texts import clean

if TYPE_CHECKING:
    from negcoach.screens.shared.working import OnProgress
    from negcoach.transfer.export import ExportForm

FOLDER_NAME = "negcoach"
"""The folder in the lifter's documents."""

REPORT_NAME = "report.html"


def _ignore(done: int, total: int) -> None:
    """Show nobody how much is done."""


def save_report(services: Services, on_progress: OnProgress = _ignore) -> str:
    """Write the report of the last weeks as HTML, which a coach or physiotherapist can open in any browser."""
    from negcoach.coaching.advice.programme_summary import summed_up_courses
    from negcoach.report.report import WEEKS, read_report

    courses = summed_up_courses(services)
    with services.database.read() as connection:
        today, unit = services.now().date(), services.settings.unit
        library = services.library
        report = read_report(connection, today, WEEKS, courses, unit, on_progress, library=library, as_html=True)
    return f"{_written(REPORT_NAME, lambda file: file.write(report.text.encode()))}: {report.about}."


def save_export(services: Services, form: ExportForm, on_progress: OnProgress = _ignore) -> str:
    """Write the whole history in a form."""
    from negcoach.transfer.export import (
        BYTE_ORDER_MARK,
        FILE_NAMES,
        IN_KG,
        export_lines,
        exported_changed_text,
        exported_text,
    )
    from negcoach.transfer.native.selection import Selection, days_of
    from negcoach.transfer.native.stored_rows import changed_rows

    everything = Selection()
    with services.database.read() as connection:
        unit = "kg" if form in IN_KG else services.settings.unit
        days, numbers = days_of(connection, everything), count(1)

        def write(file: BinaryIO) -> None:
            if form == "csv":
                file.write(BYTE_ORDER_MARK.encode())
            lines = export_lines(connection, form, unit, everything, lambda: on_progress(next(numbers), len(days)))
            file.writelines(line.encode() for line in lines)

        place = _written(FILE_NAMES[form], write)
        line = f"{place}: {exported_text(days, 'session')}."
        changed = next(changed_rows(connection), None)
    if changed is None:
        return line
    return f"{line} {exported_changed_text(changed.sentence)}"


def make_backup(services: Services) -> str:
    """Make a backup beside the database, where the weekly ones lie."""
    from negcoach.store.database.backups import backup
    from negcoach.store.restore.copies import backed_up_text

    made = backup(services.database.path.parent, now=services.now())
    return backed_up_text(made, _shown(made))


def _written(name: str, write: Callable[[BinaryIO], object]) -> str:
    """Write a new file of that name into the documents, and return its path as it is shown."""
    try:
        with _new_file(_documents(), name) as (path, file):
            write(file)
    except (OSError, RuntimeError) as error:  # there is no home folder
        why = clean(getattr(error, "strerror", None) or str(error))
        raise NegcoachError(f"{name} cannot be written ({why}).") from None
    return _shown(path)


def _documents() -> Path:
    """Return the folder for files, made if there is none: in the documents, or at home where there are none."""
    from platformdirs import user_documents_path

    documents = user_documents_path()
    folder = (documents if documents.is_dir() else Path.home()) / FOLDER_NAME
    folder.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
    return folder


@contextmanager
def _new_file(folder: Path, name: str) -> Iterator[tuple[Path, BinaryIO]]:
    """Yield the path of a file that was not there, ``report-2.html`` where ``report.html`` was, and what to write to.

    It is complete once the block has ended, and not there if the block raises.
    """
    path = _reserved(folder, Path(name))
    try:
        with staged_file(path) as staged:
            yield path, staged.file
            staged.commit()
    except BaseException:
        with suppress(OSError):
            path.unlink()
        raise


def _reserved(folder: Path, name: Path) -> Path:
    for number in count(1):
        path = folder / (name.name if number == 1 else f"{name.stem}-{number}{name.suffix}")
        with suppress(FileExistsError):
            path.touch(exist_ok=False)
            return path
    raise AssertionError("There are always more numbers.")


def _shown(path: Path) -> str:
    """Return a path as it is shown, from ``~`` on where it is at home."""
    home = Path.home()
    return clean(f"~/{path.relative_to(home).as_posix()}" if path.is_relative_to(home) else str(path))
