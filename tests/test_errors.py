"""The texts of errors, with the options of the command line only where they belong."""

from __future__ import annotations

import ast
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

import negcoach
from negcoach.commands.support.output import error_text
from negcoach.errors import NegcoachError, Remedy, RemedyError
from negcoach.store.database.errors import explain

PACKAGE = Path(negcoach.__file__).parent


@pytest.mark.parametrize(
    ("error", "in_the_app", "on_the_command_line"),
    [
        (NegcoachError("That is wrong."), "That is wrong.", "That is wrong."),
        (
            RemedyError("Choose another folder", Remedy.DATA_FOLDER, ", or change its permissions."),
            "Choose another folder, or change its permissions.",
            "Choose another folder with --data-dir, or change its permissions.",
        ),
        (RemedyError("Say", Remedy.UNIT), "Say kg or lb.", "Say it with --unit kg or --unit lb."),
        (
            RemedyError("Say", Remedy.DAY_ORDER),
            "Say day-first or month-first.",
            "Say --dates day-first or month-first.",
        ),
    ],
)
def test_only_the_command_line_names_the_option_that_puts_an_error_right(
    error: NegcoachError, in_the_app: str, on_the_command_line: str
) -> None:
    assert str(error) == in_the_app
    assert error_text(error) == on_the_command_line


def test_a_database_that_cannot_be_written_is_told_with_and_without_the_option(tmp_path: Path) -> None:
    path = tmp_path / "negcoach.db"
    with pytest.raises(sqlite3.OperationalError) as failure:
        sqlite3.connect(tmp_path)
    told = (
        f"The database {path} cannot be written (unable to open database file). Check the folder's permissions and the "
    )
    error = explain(failure.value, path)
    assert str(error) == f"{told}disk, or choose another folder."
    assert error_text(error) == f"{told}disk, or choose another folder with --data-dir."


@pytest.mark.parametrize("room", ["audio", "coaching", "config", "store", "training", "transfer"])
def test_what_the_app_shows_too_names_no_option(room: str) -> None:
    named = [
        f"{path.relative_to(PACKAGE)}: {text}"
        for path in sorted((PACKAGE / room).rglob("*.py"))
        for text in _texts(ast.parse(path.read_text()))
        if re.search(r"(?<![\w-])--[a-z]", text)
    ]
    assert named == []


def _texts(module: ast.Module) -> Iterator[str]:
    """Yield the texts of a module."""
    for node in ast.walk(module):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
