"""Row 2 where a stored row cannot be read: what it may say is taken for the worst."""

from __future__ import annotations

from collections.abc import Iterator

from negcoach.training.advice.facts import UnreadableKind
from negcoach.training.advice.finding import Finding, Level
from negcoach.training.advice.ramp import AWAY
from negcoach.training.advice.readiness.case import Case
from negcoach.training.rule import Mark, Rule

UNREADABLE = Rule(
    "a row that cannot be read", Mark.OWN, "it is taken for the worst that it may say: negcoach's own choice"
)


def unreadable(case: Case) -> Iterator[Finding]:
    """Yield what stands against a set: a row may say that it hurt, or that less can be lifted than is known.

    That is over once the exercise was done again without pain, or the 1RM is entered again.
    """
    facts, newest = case.facts, case.exposures[-1] if case.exposures else None
    for one in facts.unreadable:
        which = f"{one.name[0].upper()}{one.name[1:]} cannot be read"
        painless_since = newest is not None and newest.ended_at > one.at and not newest.pain
        if one.kind is UnreadableKind.ONE_RM:
            if facts.one_rm is None or facts.one_rm.at <= one.at:
                text = f"{which}: enter your 1RM again, or ask negcoach doctor. Nothing goes up before that."
                yield Finding(UNREADABLE, Level.WARNING, text, Level.TYPED, case.maintenance)
        elif painless_since:
            continue
        elif one.kind is UnreadableKind.SET:
            text = f"{which}, and it may have hurt: ask negcoach doctor before you do more of this exercise."
            yield Finding(UNREADABLE, Level.REFUSED, text)
        elif facts.now - one.at < AWAY:
            text = f"{which}: only without pain, and light, until it is put right. Ask negcoach doctor."
            yield Finding(UNREADABLE, Level.WARNING, text, Level.TYPED, case.light)
