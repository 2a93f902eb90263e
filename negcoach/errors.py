"""Error classes: each message is one clear line with what is wrong and what would be right."""

from __future__ import annotations

from enum import Enum


class NegcoachError(Exception):
    """An error that the lifter can put right; its text is shown as it is, on one line, and never with a traceback."""


class Remedy(Enum):
    """The fix for an error that the command line has an option for. The value is its text everywhere else."""

    DATA_FOLDER = ""
    UNIT = " kg or lb"
    DAY_ORDER = " day-first or month-first"
    LOADS = " which one it is"


class RemedyError(NegcoachError):
    """An error with a remedy between two parts of its text, where the command line names the option instead."""

    def __init__(self, before: str, remedy: Remedy, after: str = ".") -> None:
        super().__init__(f"{before}{remedy.value}{after}")
        self.before = before
        self.remedy = remedy
        self.after = after
