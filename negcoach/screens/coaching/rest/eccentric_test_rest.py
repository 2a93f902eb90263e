"""The rest between two singles of a test of the eccentric 1RM: what the next one is, or how the test ended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from textual.content import Content

from negcoach.coaching.eccentric_test import next_single_of, single_of
from negcoach.coaching.loudness import Loudness
from negcoach.coaching.rest.rest_clock import RestClock
from negcoach.coaching.session.running_session import RunningSession
from negcoach.coaching.set_runner import SetOutcome, SetRunner
from negcoach.coaching.sets_to_do import Choice, Following, SetsToDo, Upcoming
from negcoach.errors import NegcoachError
from negcoach.formatting import stopwatch_text
from negcoach.screens.coaching.rest.rest import NARROW, RestChoice, RestScreen
from negcoach.screens.shared.notices import notify_error
from negcoach.screens.shared.set_words import load_in_words, load_with_percent
from negcoach.training.advice.next_set import NextSet
from negcoach.training.exercise.safety import is_same_load
from negcoach.training.plan.eccentric_test import MOST_SINGLES, SPARE, Ending, NextSingle, Single, Why, heaviest_success
from negcoach.training.units import format_load
from negcoach.widgets.coach.loaded_sleeve import LoadedSleeve
from negcoach.widgets.lists.key_line import Keys


class EccentricTestRestScreen(RestScreen):
    """The rest after a single: the next one follows from how it went, and changes with its effort, touch and pain.

    Before it begins, a load over the cap is typed again, and more spotters are asked for where its load needs them.
    """

    CSS_PATH = "rest.tcss"

    def __init__(
        self,
        session: RunningSession,
        sets: SetsToDo,
        runner: SetRunner,
        loudness: Loudness,
        outcome: SetOutcome,
        upcoming: Upcoming | None,
        following: Following | None = None,
        singles: Sequence[Single] = (),
    ) -> None:
        """Show ``outcome``, that of the single after ``singles``; see ``RestScreen``."""
        super().__init__(session, sets, runner, loudness, outcome, upcoming, following)
        self._singles = tuple(singles)
        self._passed: SetsToDo | None = None

    @property
    def _done(self) -> tuple[Single, ...]:
        newest = single_of(self._outcome, unilateral=self._sets.prescription.exercise.unilateral)
        return (*self._singles, newest)

    @property
    def _step(self) -> NextSingle | Ending:
        return next_single_of(self._services, self._sets.prescription, self._sets.one_rm_kg or 0.0, self._done)

    @property
    def _stopped(self) -> NextSet | None:
        """Nothing: what comes after lost tempo is the test's own."""
        return None

    @property
    def _offer(self) -> NextSet | None:
        """Nothing, as above."""
        return None

    @property
    def _next_sets(self) -> SetsToDo:
        """The singles to come, with the load of the next one."""
        sets, step = self._sets if self._upcoming is None else self._upcoming.sets, self._step
        if isinstance(step, Ending):
            return sets
        if self._passed is not None and is_same_load(self._passed.prescription.load_kg, step.load_kg):
            return self._passed
        return replace(sets, prescription=replace(sets.prescription, load_kg=step.load_kg))

    @property
    def _ends_first(self) -> bool:
        """Whether the test is over."""
        return isinstance(self._step, Ending)

    @property
    def _can_go_on(self) -> bool:
        """Nothing goes on after the end of a test."""
        return False

    @property
    def _can_add_set(self) -> bool:
        """No set is added to a test."""
        return False

    @property
    def _can_be_touched(self) -> bool:
        """Whether the spotter can have touched the bar: in any single, also one that was lowered in full."""
        return self._has_spotter and not self._hurts

    @property
    def _waits_for_key(self) -> bool:
        """Whether the next single waits for the key: always."""
        return True

    def _end_rest(self, choice: RestChoice) -> None:
        """End the rest; the next single only once its load and the spotters were asked about, where they must be."""
        if choice is RestChoice.NEXT_SET:
            self.run_worker(self._begin_next(), exclusive=True)
        else:
            super()._end_rest(choice)

    async def _begin_next(self) -> None:
        from negcoach.screens.choosing.gate.gate import pass_load  # a test alone needs it here

        sets = self._next_sets
        choice = Choice(sets.prescription, sets.one_rm_kg)
        try:
            passed = await pass_load(self.app, self._services, choice, sets.spotters, spare=SPARE, in_place=True)
        except NegcoachError as error:
            notify_error(self, error)
            return
        if passed is not None:
            self._passed = replace(sets, prescription=passed.choice.prescription, spotters=passed.spotters)
            super()._end_rest(RestChoice.NEXT_SET)

    def _show_bar(self) -> None:
        """Show the bar of the next single; none after the end of the test."""
        if self._ends_first:
            self.query_one(LoadedSleeve).state = None
            self.remove_class("-loaded")
        else:
            super()._show_bar()

    @property
    def _advice_line(self) -> str:
        """How the single went, and what follows from it."""
        step, unit = self._step, self._services.settings.unit
        if isinstance(step, Ending):
            return f"{step.value}."
        load, narrow = load_in_words(self._next_sets.prescription, unit), self.size.width < NARROW
        percent = (step.load_kg / self._sets.prescription.load_kg - 1) * 100
        match step.why:
            case Why.HALF_WAY if narrow:
                return f"Missed: half-way back, {load}."
            case Why.HALF_WAY:
                return f"Missed: half-way back to {load}, once. The second miss ends the test."
            case Why.AGAIN if narrow:
                return f"Not measured: {load} again."
            case Why.AGAIN:
                return f"Not measured: {load} again. Somebody presses space when the bar is down."
        if narrow:
            return f"In full: {load} next (+{percent:.1f} %)."
        unrated = "" if self._outcome.rpe is not None else " Rate the effort: it sets the step."
        return f"Lowered in full: {load} next (+{percent:.1f} %).{unrated}"

    def _next_set_line(self, clock: RestClock) -> str:
        if self._ends_first:
            return self._result_line
        upcoming, prescription = self._upcoming, self._next_prescription
        number, one_rm_kg = (upcoming.number, upcoming.sets.one_rm_kg) if upcoming else (0, None)
        load = load_with_percent(prescription, self._services.settings.unit, one_rm_kg)
        of = "" if self.size.width < NARROW else f", of {MOST_SINGLES} at most"
        what = f"Next: single {number}{of} · {load}"
        if not clock.over:
            return what
        return f"{what}\nRest over {stopwatch_text(-clock.left_ms)} ago. Press space when everyone is ready."

    @property
    def _result_line(self) -> str:
        """The result of the test."""
        kg = heaviest_success(self._done)
        if kg is None:
            return "No single was lowered in full: the test has no result."
        prescription = self._sets.prescription
        load = format_load(kg, prescription.load_unit or self._services.settings.unit)
        return f"Eccentric 1RM at {prescription.tempo}: {load}."

    @property
    def _after_last_line(self) -> Content:
        """What is said after the last single."""
        return Content(f"{self._advice_line}\n{self._result_line}")

    @property
    def _key_after_last(self) -> tuple[str, str]:
        return "space", "finish"

    def _keys(self, *, over: bool) -> Keys:
        """Return the keys, without the one that goes on after the end."""
        return tuple(key for key in super()._keys(over=over) if not (self._ends_first and key[0] == "g"))
