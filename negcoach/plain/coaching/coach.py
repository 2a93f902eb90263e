"""The coach in lines: the sets of an exercise, or of two that alternate, from the warm-up to the last rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from negcoach.coaching.guided_test import no_test_text
from negcoach.coaching.rest.after_set import RestChoice, asks_before_end, refusal_after_pain
from negcoach.coaching.rest.done_of_test import DoneOfTest
from negcoach.coaching.session.running_session import RunningSession
from negcoach.coaching.session.sets_in_turn import SetsInTurn
from negcoach.coaching.set_runner import SetOutcome, SetRunner
from negcoach.coaching.sets_to_do import Following, SetsToDo
from negcoach.coaching.words.set_card import set_card
from negcoach.coaching.words.set_words import OPEN_LOWERING, load_in_words, percent_in_words, rep_in_words, reps_text
from negcoach.coaching.words.way_words import way_steps
from negcoach.plain.choosing.gate import LineGate
from negcoach.plain.choosing.questions import LineAsker
from negcoach.plain.coaching.leading import LOOK_S, Left, SetLead
from negcoach.plain.coaching.rest import LineRest
from negcoach.plain.coaching.set_lines import SetLines
from negcoach.plain.coaching.warm_up import LineWarmUp
from negcoach.plain.terminal.floor import Floor
from negcoach.plain.terminal.speech import sentence
from negcoach.plain.terminal.terminal import LineTerminal
from negcoach.texts import clean, counted
from negcoach.training.terms import StopReason


class LineCoach:
    """Coaches exercises in a session; ``lead`` leads their sets."""

    def __init__(
        self,
        terminal: LineTerminal,
        asker: LineAsker,
        lead: SetLead,
        session: RunningSession,
        alternating: Sequence[SetsToDo],
        floor: Floor,
    ) -> None:
        self._terminal = terminal
        self._gate = LineGate(asker, session.services)
        self._lead = lead
        self._session = session
        self._services = session.services
        self._floor = floor
        self._in_turn = SetsInTurn(session, alternating)
        self._done_of_test = DoneOfTest(session, alternating[0])
        self._outcomes = 0
        self._warmed_up = set[str]()
        self._asked_from_ns = self._services.clock()
        self.ends_session = False
        """Whether the session is to end now."""
        session.pain_watch.take_as_known()

    async def coach(self) -> Following | None:
        """Coach until the exercise is left; return what to go on with, ``None`` for the list of exercises.

        Raises ``InputEndedError``.
        """
        self._lead.loudness.apply()
        with self._terminal.keys():
            return await self._coach()

    async def _coach(self) -> Following | None:
        runner = self._prepare(self._in_turn.sets.prescription.lead_in_ms)
        self._say_card(waits=True)
        in_turn = self._in_turn
        while True:
            card = set_card(self._session, in_turn, in_turn.rules, in_turn.sets.label(in_turn.number))
            lines = SetLines(card, self._services.keymap.spoken_first("coach.next"))
            left = await self._lead.lead(runner, lines, self._first_keys, self._comes_first)
            match left:
                case Left.WARM_UP:
                    await self._warm_up()
                    if self.ends_session:
                        return None
                case Left.MAY_NOT_BEGIN if self._in_turn.sets.is_test:
                    self._go_back()
                    return None
                case Left.MAY_NOT_BEGIN:
                    passed = await self._gate.pass_sets(self._in_turn.sets, self._in_turn.number - 1)
                    if not isinstance(passed, SetsToDo):
                        if passed is None:
                            self._go_back()
                        return passed
                    self._in_turn.replace(passed)
                case Left.BACK | Left.IDLE:
                    self._go_back(finish=left is Left.IDLE or self._outcomes > 0)
                    return None
                case _:
                    followed = await self._after_set(runner)
                    if not isinstance(followed, SetRunner):
                        return followed
                    runner = followed
                    continue
            runner = self._prepare(self._in_turn.lead_in_ms)
            self._say_card(waits=True)

    def _prepare(self, lead_in_ms: int) -> SetRunner:
        self._asked_from_ns = self._services.clock()
        self._terminal.await_fresh_keys()
        return self._in_turn.prepare(lead_in_ms)

    def _go_back(self, *, finish: bool = False) -> None:
        """Leave an exercise; the session ends with it, unless it has sets of others and is to go on."""
        self.ends_session = finish or not self._session.performed

    def _comes_first(self) -> Left | None:
        """Return what comes before the set that is to begin: its warm-up, or the gate once more, ``None`` for nothing.

        The warm-up does where its key was pressed too early to be taken: nobody who meant it is to lie under the work
        set. The gate does where pain of today came into the store since the set passed it.
        """
        dropped_ns = self._terminal.dropped_ns
        if self._has_warm_up and any(
            dropped_ns.get(key, -1) >= self._asked_from_ns for key in self._services.keymap.keys("coach.warm-up")
        ):
            return Left.WARM_UP
        sets = self._in_turn.sets
        hurt = self._session.pain_watch.look(sets.prescription.exercise, self._session.recorder.session_id)
        if hurt:
            self._terminal.say(no_test_text(hurt) if sets.is_test else f"{clean(hurt)} hurt today.")
        return Left.MAY_NOT_BEGIN if hurt else None

    @property
    def _first_keys(self) -> dict[str, Left]:
        """The keys that mean something only before the first set."""
        return dict.fromkeys(self._services.keymap.keys("coach.warm-up"), Left.WARM_UP) if self._has_warm_up else {}

    @property
    def _has_warm_up(self) -> bool:
        return not self._outcomes and self._in_turn.warm_up(self._warmed_up) is not None

    async def _warm_up(self) -> None:
        """Lead the warm-up before the first set."""
        found = self._in_turn.warm_up(self._warmed_up)
        if found is None:
            return
        work, sets = found
        self._warmed_up.add(work.prescription.exercise.slug)
        warm_up = LineWarmUp(self._terminal, self._lead, self._session, work, sets)
        await warm_up.lead()
        self.ends_session = warm_up.ends_session

    async def _after_set(self, runner: SetRunner) -> SetRunner | Following | None:
        """Rest after a set that is over; return the runner of the next one, or what follows the exercise."""
        in_turn, leaving = self._in_turn, self._lead.ends_session
        outcome = in_turn.end(runner, StopReason.PAIN if leaving is StopReason.PAIN else None)
        if leaving is not None and not asks_before_end(self._session, in_turn.sets, outcome):
            self._add(outcome)
            self._go_back(finish=True)
            return None
        if not outcome.reps and not (in_turn.sets.is_test and runner.lowering_began):
            return await self._after_no_rep(runner, pain=outcome.stop is StopReason.PAIN)
        upcoming = in_turn.upcoming if leaving is None else None
        after = self._done_of_test.after(in_turn.sets, runner, outcome, upcoming)
        rest = LineRest(self._terminal, self._gate, after, self._lead.loudness, self._floor)
        self._lead.rest = rest
        try:
            result = await rest.rest()
        finally:
            self._lead.rest = None
        self._add(result.outcome)
        self._done_of_test.add(in_turn.sets, result.outcome)
        match result.choice:
            case RestChoice.NEXT_SET:
                self._terminal.await_fresh_keys()
                next_runner = in_turn.prepare(in_turn.begin_next(result.sets))
                self._say_card(waits=False)
                self._lead.begin(next_runner)
                return next_runner
            case RestChoice.NEXT_EXERCISE:
                return result.following
            case RestChoice.OTHER_EXERCISE:
                return None
            case RestChoice.FINISH:
                self._go_back(finish=True)
                return None

    async def _after_no_rep(self, runner: SetRunner, *, pain: bool) -> SetRunner | Following | None:
        """Ask whether a set without a rep hurt, and what comes next; after pain only through the gate."""
        in_turn = self._in_turn
        while True:
            go_on, pain = await self._ask_after_no_rep(runner, pain=pain)
            if not go_on:
                self._add(in_turn.end(runner, StopReason.PAIN if pain else StopReason.LIFTERS_CALL))
                self._go_back(finish=True)
                return None
            if not pain:
                self._add(in_turn.end(runner, StopReason.LIFTERS_CALL))
                break
            outcome = in_turn.end(runner, StopReason.PAIN)
            offer = self._session.next_set(in_turn.sets.prescription, outcome)
            sets = in_turn.sets if offer is None else in_turn.sets.with_less(offer)
            passed = await self._gate.pass_sets(sets, in_turn.number - 1)
            if passed is None:
                continue
            self._add(outcome)
            if isinstance(passed, Following):
                return passed
            in_turn.replace(passed)
            break
        prepared = self._prepare(in_turn.lead_in_ms)
        self._say_card(waits=True)
        return prepared

    async def _ask_after_no_rep(self, runner: SetRunner, *, pain: bool) -> tuple[bool, bool]:
        """Return whether to go on, and whether it hurts; that is recorded at once."""
        has, first = self._services.keymap.has, self._services.keymap.spoken_first
        on, hurts, leave = first("coach.next"), first("coach.pain"), first("coach.leave")
        while True:
            self._in_turn.end(runner, StopReason.PAIN if pain else StopReason.LIFTERS_CALL)
            refused = refusal_after_pain(self._services, self._in_turn.sets) if pain else ""
            if pain:
                goes_on = "" if refused else f" {first('rest.go-on')}: go on, no pain now."
                self._terminal.say("It hurts: stop here.")
                self._terminal.say(refused or "It is saved as a set that ended in pain.")
                self._terminal.say(f"{on}: end the session.{goes_on} {hurts}: it does not hurt.")
            else:
                self._terminal.say("No rep was lowered. Does it hurt? The set is saved only if it hurts.")
                self._terminal.say(f"{hurts}: it hurts. {on}: get ready again. {leave}: end the session.")
            self._terminal.await_fresh_keys()
            while True:
                self._session.recorder.retry_when_due()
                self._lead.say_notices()
                key = await self._terminal.key(LOOK_S)
                if self._session.is_idle:
                    return False, pain
                if has("coach.pain", key):
                    pain = not pain
                    break
                if has("coach.next", key) or (has("coach.end-set", key) and not pain):
                    return not pain, pain
                if has("rest.go-on", key) and pain and not refused:
                    return True, True
                if has("coach.leave", key):
                    return False, pain

    def _add(self, outcome: SetOutcome) -> None:
        self._session.add(self._in_turn.prescribed, outcome)
        if outcome.counts:
            self._outcomes += 1

    def _say_card(self, *, waits: bool) -> None:
        """Say which set it is; before the first key also how a rep goes, and which keys there are."""
        in_turn, settings = self._in_turn, self._services.settings
        sets, number = in_turn.sets, in_turn.number
        prescription = replace(sets.prescription, reps=sets.set_prescription(number).reps)
        load = load_in_words(sets.prescription, settings.unit)
        percent = percent_in_words(sets.prescription, sets.one_rm_kg)
        say = self._terminal.say
        lifter = f"{self._services.lifter_name}, " if self._services.lifter_name else ""
        name = f"{lifter}{sets.prescription.exercise.name}, {sets.label(number)}"
        say(sentence(clean(f"{name}: {reps_text(prescription)}, {load}{percent and ', '}{percent}")))
        if not waits:
            return
        say(sentence(OPEN_LOWERING if sets.open_lowering else rep_in_words(sets.prescription)))
        for step in way_steps(sets, number, settings.equipment, settings.unit, self._session.bar):
            say(sentence(step))
        first = self._services.keymap.spoken_first
        found = in_turn.warm_up(self._warmed_up) if not self._outcomes else None
        warm_up = ""
        if found is not None:
            of = f" for {clean(found[0].prescription.exercise.name)}" if in_turn.alternating[1:] else ""
            warm_up = f" {first('coach.warm-up')}: warm up first{of}, {counted(len(found[1]), 'set')}."
        on, end, pause = first("coach.next"), first("coach.end-set"), first("coach.pause")
        bottom = sets.prescription.exercise.words.bottom_reached
        say(f"In the set {on} says: {bottom}. {end} ends it, {pause} pauses it.")
        say(f"{on} begins.{warm_up} {first('coach.leave')}: leave. h: all keys.")
