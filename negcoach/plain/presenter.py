"""A session presented in lines: the questions before it, its sets, and its summary."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from typing import TYPE_CHECKING

from negcoach.coaching.guided_test import TestAnswer, TestOffer
from negcoach.coaching.loudness import Loudness
from negcoach.coaching.session.running_session import EndedSession, RunningSession
from negcoach.coaching.session.session_review import review
from negcoach.coaching.sets_to_do import Choice, Following, NewOneRm, SetsToDo
from negcoach.coaching.start.presenter import Presenter
from negcoach.coaching.start.unfinished import UnfinishedAnswer, UnfinishedQuestion
from negcoach.coaching.words.guided_test_words import words_about
from negcoach.coaching.words.set_words import last_time_in_words, records_in_words
from negcoach.coaching.words.summary_words import MOST_IN_NOTE, next_day_text, set_done_words, tempo_text, tested_words
from negcoach.errors import NegcoachError
from negcoach.formatting import load_range_text
from negcoach.plain.choosing.prescription import LinePrescription
from negcoach.plain.choosing.questions import LineAsker
from negcoach.plain.coaching.coach import LineCoach
from negcoach.plain.coaching.leading import SetLead
from negcoach.plain.terminal.floor import Floor
from negcoach.plain.terminal.speech import sentence, took
from negcoach.plain.terminal.terminal import LineTerminal
from negcoach.services import Services
from negcoach.texts import clean, counted
from negcoach.training.effort import parse_effort
from negcoach.training.exercise.exercise import Exercise
from negcoach.training.exercise.prescription import Prescription

if TYPE_CHECKING:
    from negcoach.broadcast.message import Now, Shown

_IN_LINES = "At the laptop it goes on in lines of text."
"""What mirrors show between the sets of a session that is only heard."""


class LinePresenter(LineAsker, Presenter):
    """Presents a session on a terminal; ``lead`` has the set that is under way."""

    def __init__(self, terminal: LineTerminal, session: RunningSession, floor: Floor) -> None:
        super().__init__(terminal)
        self.session = session
        self._floor = floor
        self._services: Services = session.services
        self.lead = SetLead(terminal, session, Loudness(self._services))

    def mirrored(self) -> tuple[Shown, Now]:
        """Return what mirrors show: the set or the rest, else that it goes on in lines of text."""
        found = self.lead.mirrored()
        if found is not None:
            return found
        from negcoach.broadcast.message import Now, WordsShown  # without mirrors nobody asks

        return WordsShown("", (_IN_LINES,)), Now(self._services.clock())

    async def ask_prescription(
        self, exercise: Exercise, prefilled: Prescription | None, new_one_rm: NewOneRm | None
    ) -> Choice | None:
        """Say what is advised, and ask what is to be changed."""
        try:
            form = LinePrescription(self._terminal, self, self._services, exercise)
        except NegcoachError as error:
            self.tell_error(error)
            return None
        return await form.ask(prefilled, new_one_rm)

    async def ask_test(self, offer: TestOffer) -> TestAnswer | None:
        """Say how it goes, or what stands against it; Enter begins it only where nothing does."""
        services, lines = self._services, list[str]()
        words = words_about(offer, services.settings.unit, services.keymap.spoken_first("coach.next"))
        if offer.open:
            answers = {"": TestAnswer.BEGIN, "s": TestAnswer.ORDINARY_SETS}
            ways = "Enter begins the test, s does ordinary sets instead, b goes back."
            lines += [words.about, *words.steps, *(f"Note: {one}" for one in offer.entry.notes)]
        else:
            answers = {"": TestAnswer.ORDINARY_SETS}
            ways = "Enter does ordinary sets instead, b goes back."
            lines += ["Not today", *offer.entry.obstacles]
        lines += [words.result] if words.result else []
        return await self.ask_one_of(answers, sentence(words.title), *(sentence(clean(one)) for one in lines), ways)

    async def ask_unfinished(self, question: UnfinishedQuestion) -> UnfinishedAnswer:
        """Say what is stored, and ask; Enter takes what is offered first."""
        state = question.state
        lines = [f"{question.title} Every rep is saved.", *question.recorded.split("\n")]
        lines += [text for text in ("" if state is None else state[1], question.rest, question.was_long_ago) if text]
        if question.stays_left:
            lines.append(f"Enter, n or b: {question.leaving}. g: {question.going_on}. ?: what these do.")
            answers = {"": question.when_left, "n": question.when_left, "g": UnfinishedAnswer.GO_ON}
        else:
            lines.append(f"Enter or y: {question.going_on}. n or b: {question.leaving}. ?: what these do.")
            answers = {"": UnfinishedAnswer.GO_ON, "y": UnfinishedAnswer.GO_ON, "n": question.when_left}
        go_on = "g" if question.stays_left else "y"
        more = [f"{go_on}: {question.what_goes_on}", f"n: {question.what_is_left}"]
        return await self.ask_one_of(answers, *map(sentence, lines), more=more) or question.when_left

    async def coach(self, session: RunningSession, alternating: Sequence[SetsToDo]) -> Following | None:
        """Coach the sets; where the session ends with them, show its summary."""
        coach = LineCoach(self._terminal, self, self.lead, session, alternating, self._floor)
        followed = await coach.coach()
        if not coach.ends_session:
            return followed
        ended = session.end()
        if ended.performed:
            await self.show_summary(ended)
        elif ended.recorder.trouble:
            self.tell_error(ended.recorder.trouble)
        else:
            self._terminal.say("Nothing was lowered, so nothing is saved.")
        return None

    async def show_summary(self, ended: EndedSession) -> None:
        """Say what was done, and what comes next; ask for the effort and a note."""
        for line in self._summary(ended):
            self._terminal.say(line)
        typed = await self.ask_until(
            lambda text: (parse_effort(text, integer=True),),
            "How hard was the whole session? 1 very easy to 10 nothing left. Enter alone skips it.",
        )
        note = clean(await self.ask("A note? Enter alone for none.") or "")
        rpe = None if typed is None else typed[0]
        if note or rpe is not None:
            ended.recorder.annotate(note[:MOST_IN_NOTE], rpe)
        else:
            ended.recorder.retry()
        if ended.recorder.trouble:
            self.tell_error(ended.recorder.trouble)
            return
        cut = (
            f" Of the note the first {MOST_IN_NOTE} characters: more does not fit." if len(note) > MOST_IN_NOTE else ""
        )
        self._terminal.say(f"Saved.{cut}")

    def tell_error(self, error: Exception | str) -> None:
        """Say it."""
        self._terminal.say(f"Error: {error}")

    def _summary(self, ended: EndedSession) -> list[str]:
        performed = ended.performed
        reps = sum(len(one.outcome.reps) for one in performed)
        tension_ms = sum(one.outcome.tension_ms for one in performed)
        lines = [
            f"Session done: {counted(len(performed), 'set')}, {counted(reps, 'rep')}, "
            f"{took(tension_ms)} under tension, {took(ended.length_ms)} in all."
        ]
        if ended.idle_h:
            lines.append(f"It ended after {counted(ended.idle_h, 'hour')} without a rep.")
        reviews = {}
        with contextlib.suppress(NegcoachError):  # the recorder's trouble says it
            reviews = review(self._services, ended)
        unit, now = self._services.settings.unit, self._services.now()
        for slug in dict.fromkeys(one.prescribed.exercise for one in performed):
            sets = [one for one in performed if one.prescribed.exercise == slug]
            prescribed, loads_kg = sets[-1].prescribed, [one.outcome.load_kg for one in sets]
            load = load_range_text(loads_kg, prescribed.load_unit or unit, bodyweight=prescribed.bodyweight)
            lines.append(sentence(clean(f"{prescribed.exercise_name}: {load}, {tempo_text(prescribed)}")))
            for one in sets:
                name, parts = set_done_words(one, sets, unit)
                how = parts if one.prescribed.open_lowering else (counted(len(one.outcome.reps), "rep"), *parts)
                lines.append(sentence(f"{name}: {', '.join(how)}"))
            about = reviews.get(slug)
            if about is None:
                continue
            if about.last is not None:
                lines.append(f"Last time: {last_time_in_words(about.last, now, about.unit, about.exercise)}.")
            tested = tested_words(performed, about.exercise, unit)
            lines += [f"Tested: {tested}."] if tested else []
            records = dict.fromkeys((*about.reached, *filter(None, map(records_in_words, about.records))))
            lines += [sentence(f"record: {one}") for one in records]
            lines.append(sentence(clean(f"next time: {about.next_what}, {next_day_text(about, now)}")))
            if about.programme:
                lines.append(sentence(clean(about.programme)))
        return lines
