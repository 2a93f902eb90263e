"""Training that is dated in the future, because the clock was set back or a date is wrong, counts as just done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from negcoach.texts import date_time_text
from negcoach.training.advice.facts import Facts
from negcoach.training.advice.finding import Finding, Level
from negcoach.training.advice.readiness.muscles import muscles_of
from negcoach.training.exercise.exercise import Exercise
from negcoach.training.progress.recovery import SAME_VISIT
from negcoach.training.progress.soreness import ASK_AGAIN_AFTER, Rating
from negcoach.training.rule import Mark, Rule

DATED_AHEAD = Rule("dated in the future", Mark.OWN)


def as_just_done(facts: Facts) -> Facts:
    """Return the facts with nothing dated in the future.

    What is a little ahead, as after a clock was corrected, is of this visit; what is further ahead was done just before
    it, so that its muscles are asked about and rest. A rating from there counts until the muscle is rated again.
    """
    now = facts.now
    return replace(
        facts,
        sessions=tuple(replace(one, started_at=_done_at(one.started_at, now)) for one in facts.sessions),
        trained=tuple(replace(one, at=_done_at(one.at, now)) for one in facts.trained),
        painful=tuple(replace(one, at=_done_at(one.at, now)) for one in facts.painful),
        ratings=_newest([replace(one, at=_done_at(one.at, now, ASK_AGAIN_AFTER)) for one in facts.ratings]),
    )


def ahead_findings(exercise: Exercise, facts: Facts) -> Iterator[Finding]:
    """Yield what is to be said where training of an exercise's muscles is dated in the future."""
    muscles = muscles_of(exercise)
    dated = [one.started_at for one in facts.sessions]
    dated += [one.at for one in facts.trained if one.slug == exercise.slug or set(muscles).intersection(one.muscles)]
    newest = max(dated, default=facts.now)
    if newest - facts.now >= SAME_VISIT:
        day = date_time_text(newest.astimezone(facts.now.tzinfo))
        text = (
            f"Training is dated {day}, in the future: it counts as just done. "
            "Check the clock, or the date in the history."
        )
        yield Finding(DATED_AHEAD, Level.WARNING, text)


def _done_at(at: datetime, now: datetime, before: timedelta = SAME_VISIT) -> datetime:
    if at <= now:
        return at
    return now if at - now < SAME_VISIT else now - before


def _newest(ratings: list[Rating]) -> tuple[Rating, ...]:
    """Return the newest rating of each muscle, of two at the same time the sorer one."""
    newest = {one.muscle: one for one in sorted(ratings, key=lambda one: (one.at, one.rating))}
    return tuple(one for one in ratings if newest[one.muscle] is one)
