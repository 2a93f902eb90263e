"""The rest between two lowerings of the test of the longest one: whether another one follows, or how the test ended."""

from __future__ import annotations

from dataclasses import dataclass

from negcoach.coaching.loudness import Loudness
from negcoach.coaching.rest.after_lowering import AfterLowering
from negcoach.coaching.rest.rest_clock import RestClock
from negcoach.coaching.rest.rest_words import Keys, RestWords, over_text
from negcoach.coaching.session.running_session import RunningSession
from negcoach.coaching.standing import Standings
from negcoach.coaching.words.set_words import OPEN_LOWERING, open_stop_text
from negcoach.formatting import tenths_text
from negcoach.screens.coaching.rest.rest import RestScreen
from negcoach.texts import clean
from negcoach.training.exercise.limits import SHORTEST_S
from negcoach.training.plan.longest_lowering import (
    MOST_LOWERINGS,
    MOST_S,
    LoweringOutcome,
    TestEnd,
    WhyAnother,
    longest_of,
)


@dataclass(frozen=True, slots=True)
class LongestLoweringWords(RestWords):
    """The words of what comes after a lowering."""

    after: AfterLowering

    @property
    def advice_line(self) -> str:
        """How the lowering went, and what follows from it."""
        after, step, narrow = self.after, self.after.step, self.narrow
        if after.hurt_elsewhere:
            return f"{clean(after.hurt_elsewhere)} hurt today: the test ends here."
        if isinstance(step, TestEnd):
            return f"{step.value}."
        match step:
            case WhyAnother.AGAIN if narrow:
                return "Not measured: once more."
            case WhyAnother.AGAIN:
                return (
                    f"Not measured: once more. Someone must press Space at the bottom, or at the call after {MOST_S} s."
                )
            case WhyAnother.AFTER_MISS if narrow:
                return f"{self._miss}: once more."
            case WhyAnother.AFTER_MISS:
                return f"{self._miss}: it does not count. A second miss ends the test."
            case WhyAnother.LONGER:
                return "Longer than before: one more, the last."
        return "Once more." if narrow else "Once more, to see whether it was all you have."

    @property
    def _miss(self) -> str:
        """What made the lowering a miss."""
        last = self.after.lowerings[-1]
        if last.dropped:
            return f"Under {SHORTEST_S} s it is a drop"
        return "Helped" if last.lowered else "Given up"

    def next_set_line(self, clock: RestClock, *, asked: bool, waits: bool) -> str:
        """Return what comes next, or the result of the test."""
        after = self.after
        if after.ends_first:
            return self._result_line
        number = after.upcoming.number if after.upcoming else 0
        of = "" if self.narrow else f", of {MOST_LOWERINGS} at most · {OPEN_LOWERING}"
        what = f"Next: lowering {number}{of}"
        return f"{what}\n{over_text(clock)}" if clock.over else what

    @property
    def after_last_lines(self) -> tuple[str, ...]:
        """The lines after the last lowering."""
        return (self.advice_line, self._result_line)

    @property
    def _result_line(self) -> str:
        """The result of the test."""
        ms = longest_of(self.after.lowerings)
        return "No lowering counts: the test has no result." if ms is None else f"Longest lowering: {tenths_text(ms)}."

    @property
    def _touched_key(self) -> Keys:
        """The key that says that something helped on the way down."""
        return (("t", "helped"),) if self.after.can_be_touched else ()


class LongestLoweringRestScreen(RestScreen):
    """The rest after a lowering."""

    CSS_PATH = "rest.tcss"

    def __init__(self, session: RunningSession, loudness: Loudness, after: AfterLowering, standings: Standings) -> None:
        """Rest ``after`` a lowering; ``standings`` as for any rest."""
        super().__init__(session, loudness, after, standings)
        self._after_lowering = after

    @property
    def _words(self) -> RestWords:
        return LongestLoweringWords(self._after_lowering, self._services.settings.unit, self._narrow, self._low)

    @property
    def _verdict_parts(self) -> list[str]:
        """How the lowering ended, in the order in which its parts are left out."""
        outcome = self._after.outcome
        return [open_stop_text(outcome.stop, [rep.measured_ms for rep in outcome.reps])]

    @property
    def _tempo_line(self) -> str:
        """The longest lowering so far, after the first."""
        lowerings = self._after_lowering.lowerings
        ms = longest_of(lowerings)
        return f"The longest so far: {tenths_text(ms)}." if ms is not None and lowerings[1:] else ""

    @property
    def _outcome_word(self) -> str:
        """The time of a lowering that counts, in large letters."""
        newest = self._after_lowering.lowerings[-1]
        if newest.outcome is LoweringOutcome.SUCCESS:
            return tenths_text(newest.ms).upper()
        return "NO COUNT" if newest.outcome is not LoweringOutcome.PAIN else "STOPPED"

    @property
    def _outcome_is_good(self) -> bool:
        return self._after_lowering.lowerings[-1].outcome is LoweringOutcome.SUCCESS
