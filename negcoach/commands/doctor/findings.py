"""What ``negcoach doctor`` finds: one line for each thing that was looked at."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Status(Enum):
    """``ok``, a ``warning`` that one can train with, or ``broken``."""

    OK = "ok"
    WARNING = "warning"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at, how it is, and what to do about it ("" for nothing)."""

    check: str
    status: Status
    detail: str
    advice: str = ""


def ok(check: str, detail: str) -> Finding:
    """Return that it is as it should be."""
    return Finding(check, Status.OK, detail)


def warning(check: str, detail: str, advice: str) -> Finding:
    """Return that one can train with it, but better otherwise."""
    return Finding(check, Status.WARNING, detail, advice)


def broken(check: str, detail: str, advice: str) -> Finding:
    """Return that it keeps negcoach from working."""
    return Finding(check, Status.BROKEN, detail, advice)
