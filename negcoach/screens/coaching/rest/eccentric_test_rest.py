"""The rest between two singles of a test of the eccentric 1RM: what the next one is, or how the test ended."""

from __future__ import annotations

from dataclasses import dataclass, replace

from negcoach.coaching.loudness import Loudness
from negcoach.coaching.rest.after_set import RestChoice
from negcoach.coaching.rest.after_single import AfterSingle
from negcoach.coaching.rest.rest_clock import RestClock
from negcoach.coaching.rest.rest_words import RestWords, over_text
from negcoach.coaching.session.running_session import RunningSession
from negcoach.coaching.sets_to_do import Choice
from negcoach.coaching.standing import Standings
from negcoach.coaching.words.set_words import load_in_words, load_with_percent
from negcoach.errors import NegcoachError
from negcoach.screens.coaching.rest.rest import RestScreen
from negcoach.screens.shared.notices import notify_error
from negcoach.texts import clean
from negcoach.training.plan.eccentric_test import MOST_SINGLES, SPARE, Ending, Why, heaviest_success
from negcoach.training.units import format_load
from negcoach.widgets.coach.loaded_sleeve import SleeveState


@dataclass(frozen=True, slots=True)
class EccentricTestWords(RestWords):
    """The words of what comes after a single."""

    after: AfterSingle

    @property
    def advice_line(self) -> str:
        """How the single went, and what follows from it."""
        after, step, narrow = self.after, self.after.step, self.narrow
        if after.hurt_elsewhere:
            return f"{clean(after.hurt_elsewhere)} hurt today: the test ends here."
        if isinstance(step, Ending):
            return f"{step.value}."
        load = load_in_words(after.next_prescription, self.unit)
        percent = (step.load_kg / after.sets.prescription.load_kg - 1) * 100
        match step.why:
            case Why.HALF_WAY if narrow:
                return f"Missed: halfway back, {load}."
            case Why.HALF_WAY:
                return f"Missed: halfway back to {load}, once. A second miss ends the test."
            case Why.LAST_SUCCESS if narrow:
                return f"Dropped: back to {load}."
            case Why.LAST_SUCCESS:
                return f"Dropped: back to {load}, which was lowered in full. That ends the test."
            case Why.AGAIN if narrow:
                return f"Not measured: {load} again."
            case Why.AGAIN:
                return f"Not measured: {load} again. Someone must press Space when the bar is down."
        if narrow:
            return f"In full: {load} next (+{percent:.1f} %)."
        unrated = "" if after.outcome.rpe is not None else " Rate the effort: it sets the step."
        return f"Lowered in full: {load} next (+{percent:.1f} %).{unrated}"

    def next_set_line(self, clock: RestClock, *, asked: bool, waits: bool) -> str:
        """Return what the next single is, or the result of the test."""
        after = self.after
        if after.ends_first:
            return self._result_line
        upcoming = after.upcoming
        number, one_rm_kg = (upcoming.number, upcoming.sets.one_rm_kg) if upcoming else (0, None)
        load = load_with_percent(after.next_prescription, self.unit, one_rm_kg)
        of = "" if self.narrow else f", of {MOST_SINGLES} at most"
        what = f"Next: single {number}{of} · {load}"
        return f"{what}\n{over_text(clock)}" if clock.over else what

    @property
    def after_last_lines(self) -> tuple[str, ...]:
        """The lines after the last single."""
        return (self.advice_line, self._result_line)

    @property
    def _result_line(self) -> str:
        """The result of the test."""
        kg = heaviest_success(self.after.singles)
        if kg is None:
            return "No single was lowered in full: the test has no result."
        prescription = self.after.sets.prescription
        return f"Eccentric 1RM at {prescription.tempo}: {format_load(kg, prescription.load_unit or self.unit)}."


class EccentricTestRestScreen(RestScreen):
    """The rest after a single.

    Before the next one begins, a load over the cap is typed again, and more spotters are asked for where its load needs
    them.
    """

    CSS_PATH = "rest.tcss"

    def __init__(self, session: RunningSession, loudness: Loudness, after: AfterSingle, standings: Standings) -> None:
        """Rest ``after`` a single; ``standings`` as for any rest."""
        super().__init__(session, loudness, after, standings)
        self._after_single = after

    @property
    def _words(self) -> RestWords:
        return EccentricTestWords(self._after_single, self._services.settings.unit, self._narrow, self._low)

    @property
    def _next_bar(self) -> SleeveState | None:
        """The bar of the next single; none after the end of the test."""
        return None if self._after.ends_first else super()._next_bar

    def _end_rest(self, choice: RestChoice) -> None:
        """End the rest; the next single only once its load and the spotters were asked about, where they must be."""
        if choice is RestChoice.NEXT_SET and not self._stops_for_pain():
            self.run_worker(self._ask_about_load(), exclusive=True)
        elif choice is not RestChoice.NEXT_SET:
            super()._end_rest(choice)

    async def _ask_about_load(self) -> None:
        from negcoach.coaching.gate.gate import pass_load  # a test alone needs it here
        from negcoach.screens.choosing.gate.screen_asker import ScreenAsker

        sets = self._after.next_sets
        choice = Choice(sets.prescription, sets.one_rm_kg)
        try:
            asker = ScreenAsker(self.app, self._services)
            passed = await pass_load(asker, self._services, choice, sets.spotters, spare=SPARE, in_place=True)
        except NegcoachError as error:
            notify_error(self, error)
            return
        if passed is not None:
            prescription = passed.choice.prescription
            self._after_single.pass_gate(replace(sets, prescription=prescription, spotters=passed.spotters))
            super()._end_rest(RestChoice.NEXT_SET)
