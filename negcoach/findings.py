"""The findings of ``negcoach doctor``: at least one for each check."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum


class Status(Enum):
    """How bad a finding is: ``ok``, a ``warning`` that one can train with, or ``broken``."""

    OK = "ok"
    WARNING = "warning"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class CheckResult:
    """The result of a check: what was checked, what was found, and what to do about it ("" for nothing)."""

    check: str
    status: Status
    detail: str
    advice: str = ""


def ok(check: str, detail: str) -> CheckResult:
    """Return a finding that all is well."""
    return CheckResult(check, Status.OK, detail)


def warning(check: str, detail: str, advice: str) -> CheckResult:
    """Return a finding that does not prevent training, with advice."""
    return CheckResult(check, Status.WARNING, detail, advice)


def broken(check: str, detail: str, advice: str) -> CheckResult:
    """Return a finding that prevents negcoach from working, with advice."""
    return CheckResult(check, Status.BROKEN, detail, advice)


def verdict(findings: Sequence[CheckResult]) -> str:
    """Return the last line: whether the lifter can train."""
    wrong = _checks(findings, Status.BROKEN)
    if wrong:
        return f"Broken: {', '.join(wrong)}. Put that right first."
    warned = _checks(findings, Status.WARNING)
    return f"Ready to train, but look at: {', '.join(warned)}." if warned else "All is in order. Ready to train."


def _checks(findings: Sequence[CheckResult], status: Status) -> list[str]:
    """Return what was checked with such a result, each once."""
    return list(dict.fromkeys(finding.check for finding in findings if finding.status is status))
