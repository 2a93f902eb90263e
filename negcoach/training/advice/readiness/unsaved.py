"""Row 2 where what was done could not be stored: the advice knows nothing of it but that, and whether it hurt."""

from __future__ import annotations

from collections.abc import Iterator

from negcoach.training.advice.finding import Finding, Level
from negcoach.training.advice.readiness.case import Case
from negcoach.training.rule import Mark, Rule

UNSAVED = Rule("a set that is not saved", Mark.OWN)


def unsaved(case: Case) -> Iterator[Finding]:
    """Yield what stands against a set as long as one of the same muscles is not stored."""
    sets = case.facts.unsaved
    hurt = next((one for one in sets if one.hurt), None)
    if hurt is not None:
        text = f"{hurt.name} hurt, and that could not be saved: no more for these muscles today."
        yield Finding(UNSAVED, Level.TYPED, text)
    elif sets:
        text = f"{sets[-1].name} could not be saved: what you did of it counts for nothing here."
        yield Finding(UNSAVED, Level.WARNING, text)
