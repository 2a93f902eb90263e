"""The question whether to go on with the exercise of a session that was interrupted."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from negcoach.coaching.words.set_words import load_in_words, reps_text
from negcoach.formatting import countdown_text, long_day_text
from negcoach.store.journal import UnfinishedSession
from negcoach.texts import clean, counted, joined, time_of_day_text
from negcoach.training.advice.next_set import NextSet
from negcoach.training.exercise.prescription import Prescription
from negcoach.training.terms import StopReason
from negcoach.training.units import Unit


class UnfinishedAnswer(Enum):
    """The answer to the question whether to go on: with the exercise, with another one, or not at all."""

    GO_ON = "go-on"
    LEAVE_EXERCISE = "leave-exercise"
    END = "end"


@dataclass(frozen=True, slots=True)
class UnfinishedQuestion:
    """The question about an interrupted session.

    ``left`` is what is left to do, lighter as in ``offer`` where the last set lost its tempo or hurt. ``over`` is
    whether it was so long ago that the session is over: what is done now is a session of today. ``rest_left_ms`` is
    what is left of the rest after the last set, 0 where it is over. ``lifter`` is whose session it was, "" where there
    is but one lifter.
    """

    unfinished: UnfinishedSession
    left: Prescription
    offer: NextSet | None
    unit: Unit
    over: bool
    rest_left_ms: int = 0
    lifter: str = ""

    @property
    def hurt(self) -> bool:
        """Whether the last set ended in pain."""
        return self.unfinished.last_set_stop is StopReason.PAIN

    @property
    def is_enough(self) -> bool:
        """Whether it is enough for today."""
        return self.offer is not None and self.offer.enough and not self.over

    @property
    def stays_left(self) -> bool:
        """Whether leaving it as it is is offered first: in a session that is over, after pain, and when it is enough.

        Then only a key of its own goes on.
        """
        return self.hurt or self.over or self.is_enough

    @property
    def when_left(self) -> UnfinishedAnswer:
        """What leaving it as it is means: the session goes on, unless leaving it was offered first."""
        return UnfinishedAnswer.END if self.stays_left else UnfinishedAnswer.LEAVE_EXERCISE

    @property
    def title(self) -> str:
        """What happened."""
        return f"{interrupted_title(self.lifter)}."

    @property
    def recorded(self) -> str:
        """What is stored of it, in two lines."""
        return recorded_text(self.unfinished)

    @property
    def state(self) -> tuple[str, str] | None:
        """What is to be known before going on, with the name of what it is about; ``None`` for nothing."""
        if self.hurt:
            return "pain", "The last set ended in pain: stop here."
        if self.is_enough:
            hurt = self.offer is not None and self.offer.after is StopReason.PAIN
            why = "The last set hurt too much" if hurt else "A second set lost its tempo"
            return "enough", f"{why}: enough for today."
        if self.offer is not None and self.offer.is_less:
            less = reps_text(self.left) if self.offer.load_kg is None else load_in_words(self.left, self.unit)
            return "less", f"The last set lost its tempo: {less} next."
        if self.unfinished.is_test:
            last = self.unfinished.last_set
            is_open = last is not None and last.open_lowering
            number = last.set_number + 1 if last is not None else 1
            following = f"lowering {number}" if is_open else load_in_words(self.left, self.unit)
            return "test", f"The test goes on with {following}."
        return None

    @property
    def rest(self) -> str:
        """What is left of the rest, "" for nothing."""
        if not self.rest_left_ms or self.stays_left:
            return ""
        return f"Rest first: {countdown_text(self.rest_left_ms)} left."

    @property
    def was_long_ago(self) -> str:
        """What is said of a session that is over, "" of another."""
        return "That session is over: what you do now counts as today's." if self.over else ""

    @property
    def going_on(self) -> str:
        """What is said of going on."""
        if self.hurt:
            return "go on: no pain now"
        if self.is_enough:
            return "go on anyway"
        return "do the rest today" if self.over else "go on with it"

    @property
    def leaving(self) -> str:
        """What is said of not going on."""
        return "leave it as it is" if self.stays_left else "another exercise, or finish"

    @property
    def what_goes_on(self) -> str:
        """What going on does, in a sentence."""
        exercise = clean(self.left.exercise.name)
        session = "as a session of today" if self.over else "in the same session"
        return f"What is left of {exercise} follows, {session}."

    @property
    def what_is_left(self) -> str:
        """What not going on does, in a sentence."""
        if self.stays_left:
            return "The session ends here. What you did stays in your history."
        exercise = clean(self.left.exercise.name)
        return f"No more of {exercise}. Then choose another exercise, or finish the session."


def interrupted_title(lifter: str) -> str:
    """Return "Your last session was interrupted", with whose it was unless ``lifter`` is ""."""
    return f"{f'{clean(lifter)}, your' if lifter else 'Your'} last session was interrupted"


def saved_text(unfinished: UnfinishedSession) -> str:
    """Return what is said of a session that goes on with nothing left of its last exercise, in sentences."""
    when, what = recorded_text(unfinished).split("\n")
    return f"Every rep is saved. {when}: {what}. The session goes on: choose an exercise, or finish it."


def recorded_text(unfinished: UnfinishedSession) -> str:
    """Return "Sunday 22 November, 10:28" and on a second line "Bench press, 2 sets with 7 reps"."""
    exercise = joined(unfinished.exercise_names) or "no exercise"
    sets, reps = counted(unfinished.sets, "set"), counted(unfinished.reps, "rep")
    at = unfinished.started_at
    return f"{long_day_text(at, year=False)}, {time_of_day_text(at)}\n{exercise}, {sets} with {reps}"
