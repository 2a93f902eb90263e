"""The questions before a set, asked in lines: each is answered with a line, and ``b`` goes back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import TypeVar

from negcoach.coaching.gate.alternative import AlternativeAnswer, AlternativeQuestion
from negcoach.coaching.gate.asker import Asker, Experience, NextMorning, Tried
from negcoach.coaching.gate.health import EMERGENCY, EXPECT, read_age, read_months
from negcoach.coaching.gate.next_morning import WHAT_FOLLOWS
from negcoach.coaching.gate.readiness import CAUTION, CAUTIONS, WORD, ReadinessAnswer, ReadinessQuestion
from negcoach.coaching.gate.spotters import INSTEAD, WITHOUT, SpottersQuestion
from negcoach.coaching.gate.type_again import TypeAgain
from negcoach.coaching.words.set_words import rep_in_words
from negcoach.errors import NegcoachError
from negcoach.plain.terminal.speech import sentence
from negcoach.plain.terminal.terminal import LineTerminal
from negcoach.texts import counted, joined, whole_number
from negcoach.training.advice.finding import Level
from negcoach.training.exercise.exercise import Exercise
from negcoach.training.exercise.limits import MOST_SPOTTERS
from negcoach.training.exercise.safety import CONDITIONS, MONTHS_BEFORE_OVERLOAD, HealthAnswers
from negcoach.training.plan.full_rep import RUNGS, WHAT_COUNTS, FullRung, full_rep_in_words
from negcoach.training.progress.pain import NOT_SAID, PainLevels
from negcoach.training.progress.pain import WORST as WORST_PAIN
from negcoach.training.progress.soreness import WORDS, WORST, Question
from negcoach.training.terms import Attempt, Side

_BACK = frozenset({"b", "back"})
_Value = TypeVar("_Value")


class LineAsker(Asker):
    """Asks in lines on a terminal."""

    def __init__(self, terminal: LineTerminal) -> None:
        self._terminal = terminal

    async def ask(self, *lines: str) -> str | None:
        """Say some lines, and return what is typed then, ``None`` for the way back."""
        with self._terminal.lines():
            self._terminal.await_fresh_line()
            for line in lines:
                self._terminal.say(line)
            typed = (await self._terminal.typed()).strip()
        return None if typed.casefold() in _BACK else typed

    async def ask_until(self, read: Callable[[str], _Value], *lines: str, more: Sequence[str] = ()) -> _Value | None:
        """Ask until what is typed can be read; say what is wrong with the rest.

        A question mark has ``more`` said, if there is any, and the question again.
        """
        asked = (*more, lines[-1]) if more else lines
        while True:
            typed = await self.ask(*lines)
            if typed is None:
                return None
            if typed == "?":
                lines = asked
                continue
            try:
                return read(typed)
            except NegcoachError as error:
                lines = (str(error),)

    async def ask_one_of(self, answers: Mapping[str, _Value], *lines: str, more: Sequence[str] = ()) -> _Value | None:
        """Ask for one of these words, the empty one for Enter alone; ``more`` as for any question."""

        def read(typed: str) -> _Value:
            found = answers.get(typed.casefold())
            if found is None:
                words = joined([*filter(None, answers), "b"], "or")
                raise NegcoachError(f"Type {words}; or Enter alone." if "" in answers else f"Type {words}, then Enter.")
            return found

        return await self.ask_until(read, *lines, more=more)

    async def ask_experience(self, known: HealthAnswers | None, today: date) -> Experience | None:
        """Ask for the two numbers; Enter keeps what is known."""
        age = months = ""
        if known is not None:
            age, months = str(known.age_on(today)), str(known.lifting_months_on(today))
        self._terminal.say("Before overload, two questions about you. They are asked once, then every year.")
        keep = "Enter keeps {}." if known is not None else ""
        years = await self.ask_until(lambda text: read_age(text or age), f"How old are you? {keep.format(age)}".strip())
        if years is None:
            return None
        lifting = await self.ask_until(
            lambda text: read_months(text or months),
            f"For how many months have you been lifting regularly? Overload needs {MONTHS_BEFORE_OVERLOAD}. "
            f"{keep.format(months)}".strip(),
        )
        return None if lifting is None else Experience(years, lifting)

    async def ask_conditions(self) -> bool | None:
        """Say the conditions, and ask for a whole word."""
        conditions = [f"{sentence(one)}" for one in CONDITIONS]
        return await self.ask_one_of(
            {"none": True, "some": False},
            "Do not do overload with any of these:",
            *conditions,
            EXPECT,
            EMERGENCY,
            "Type none if none of these applies to you, some if one does, b to go back.",
        )

    async def ask_soreness(self, questions: Sequence[Question]) -> Mapping[Question, int | None] | None:
        """Ask about one muscle after the other."""
        lines = [f"How sore are you, where you trained in the last four days? 0 {WORDS[0]}, {WORST} {WORDS[WORST]}."]
        answers: dict[Question, int | None] = {}
        for question in questions:
            rating = await self.ask_until(_number(0, WORST), *lines, f"{sentence(question.muscle)[:-1]}, 0 to {WORST}:")
            if rating is None:
                return None
            answers[question], lines = rating, []
        return answers

    async def ask_next_morning(self, exercise: Exercise, sides: Sequence[Side]) -> NextMorning | None:
        """Ask for a number, of one side after the other; Enter skips the question."""
        lines = [
            f"How much does it hurt this morning? {exercise.name}: the morning after yesterday's sets.",
            WHAT_FOLLOWS,
        ]
        how, found = f"type 0 for none to {WORST_PAIN} for the worst. Enter alone skips the question.", NOT_SAID
        for side in sides or (None,):
            asked = sentence(how) if side is None else f"{side.value.capitalize()} side: {how}"
            pain = await self.ask_until(partial(_rated, found, side), *lines, asked)
            if pain is None:
                return None
            found, lines = pain, []
        return NextMorning(found)

    async def ask_readiness(self, question: ReadinessQuestion) -> ReadinessAnswer | None:
        """Say the findings; Enter goes on past warnings, or to the advised set, and only the word overrules."""
        lines = [sentence(question.title)]
        lines += [f"{CAUTIONS.get(level, CAUTION)}: {finding.text}" for finding, level in question.demands]
        rules = [sentence(f"rule: {finding.rule}") for finding, _ in question.demands]
        hint = " ?: whose rules these are."
        advised = f"Enter starts this: {question.advised_text}." if question.advised_text else ""
        if question.level is Level.REFUSED and question.advised is None:
            await self.ask_until(lambda _: True, *lines, f"Press Enter to go back.{hint}", more=rules)
            return None
        if question.passes:
            await_enter = advised or f"Enter goes on with {question.chosen_text}."
            ask = f"{await_enter} b goes back.{hint}"
            return await self.ask_one_of({"": question.when_passed}, *lines, ask, more=rules)
        lines += [advised] if advised else []

        def read(typed: str) -> ReadinessAnswer:
            answer = question.answer_to(typed)
            if answer is None:
                raise NegcoachError(f"Type {WORD} in full, or b to go back.")
            return answer

        ask = f"To go ahead with {question.chosen_text}, type the word {WORD}. b goes back.{hint}"
        return await self.ask_until(read, *lines, ask, more=rules)

    async def ask_alternative(self, question: AlternativeQuestion) -> AlternativeAnswer | None:
        """Say what is offered; Enter takes it."""
        lines, answers = [sentence(question.title), question.why], dict[str, AlternativeAnswer]()
        offered = question.prescription
        if offered is None:
            lines.append("Choose a bodyweight exercise for these muscles.")
        else:
            answers[""] = AlternativeAnswer.ALTERNATIVE
            lines += [f"Do this instead: {offered.exercise.name}.", f"{question.amount_text}.", rep_in_words(offered)]
            lines += [sentence(step) for step in offered.exercise.lifter_steps]
        ways = [] if offered is None else ["Enter does this instead"]
        if question.can_insist:
            answers["mine"] = AlternativeAnswer.AS_CHOSEN
            ways.append("mine does what you chose")
        if question.asks_health:
            answers["answers"] = AlternativeAnswer.ANSWERS
            ways.append("answers changes your health answers")
        ways.append("b goes back")
        return await self.ask_one_of(answers, *lines, f"{', '.join(ways)}.")

    async def ask_over_cap(self, again: TypeAgain) -> bool | None:
        """Ask for the load."""
        return await self.ask_again(again)

    async def ask_doubted_load(self, again: TypeAgain) -> bool | None:
        """Ask for the load."""
        return await self.ask_again(again)

    async def ask_again(self, again: TypeAgain) -> bool | None:
        """Ask for a number to be typed again in full."""

        def read(typed: str) -> bool:
            wrong = again.error_in(typed)
            if wrong:
                raise NegcoachError(wrong)
            return True

        ask = f"{again.request}. Type b to go back and {again.back}."
        return await self.ask_until(read, sentence(again.title), again.about, ask)

    async def ask_spotters(self, question: SpottersQuestion) -> int | None:
        """Ask for a number, where anybody is needed, and then for what else is to be set.

        Before that come the steps of two spotters, where two are there.
        """
        lines = [sentence(question.title)]
        lines += [sentence(text) for text in (question.way, question.unknown_cap, question.cannot_be_loaded) if text]
        present, more = question.present, _more_about(question)
        hint = " ?: the warm-up, and whose numbers these are." if more else ""
        if question.alone:
            present = 0
        else:
            other = f", or p for the {question.instead}" if question.instead else ""
            other += f", or i for {question.without_name} instead" if question.without_name else ""
            ask = f"How many spotters are with you now? Type 0 to {MOST_SPOTTERS}{other}. b goes back.{hint}"
            needs = f"{question.load_text} needs {question.needed_text}."
            lines.append(sentence(needs))
            present = await self.ask_until(lambda typed: self._enough(question, typed), *lines, ask, more=more)
            lines, hint = [], ""
        if present is None or present == WITHOUT:
            return present
        steps = question.steps_for_two(present)
        lines += ["How two spotters share it:", *(sentence(step) for step in steps)] if steps else []
        if present == INSTEAD:
            lines += [sentence(question.approval(present)), "Type y if you have tried it, b to go back."]
        elif question.also:
            lines.append(f"Needed too: {question.also}. Type y if that is set, b to go back.{hint}")
        else:
            for line in (*lines, sentence(question.approval(present))):
                self._terminal.say(line)
            return question.answer(present)
        ready = await self.ask_one_of({"y": True, "yes": True}, *lines, more=more if hint else ())
        return None if ready is None else question.answer(present)

    def _enough(self, question: SpottersQuestion, typed: str) -> int:
        """Read how many spotters are there; too few are an error, with advice."""
        if question.instead and typed.casefold() in ("p", str(INSTEAD)):
            return INSTEAD
        if question.without is not None and typed.casefold() == "i":
            return WITHOUT
        present = _number(0, MOST_SPOTTERS)(typed)
        if not question.is_enough(present):
            back = f"b and then {question.advice(present)}"
            other = f"i to do {question.without_name} instead, or {back}" if question.without_name else back
            raise NegcoachError(f"{question.refusal} Type {other}")
        return present

    async def ask_full_rep(self, exercise: Exercise, rung: FullRung) -> Tried | None:
        """Say what to try, and ask how it went."""
        then = "Do these and you graduate." if rung is RUNGS[-1] else "If not, the negatives go on."
        return await self.ask_one_of(
            {
                "": Tried(None),
                "y": Tried(Attempt.YES),
                "a": Tried(Attempt.ALMOST),
                "n": Tried(Attempt.NO),
            },
            f"{full_rep_in_words(rung, exercise.slug)}, fresh: before anything else, while nothing hurts.",
            f"{WHAT_COUNTS[exercise.slug]} {rung.how}",
            then,
            "How did it go? y: yes. a: almost. n: no. Enter: not today. b goes back.",
        )

    def tell(self, text: str, title: str = "") -> None:
        """Say it."""
        self._terminal.say(f"{title}: {text}" if title else text)


def _more_about(question: SpottersQuestion) -> list[str]:
    """Return the warm-up before the sets, a line for each of its sets, and whose the numbers of the question are."""
    steps = question.warm_up_steps
    lines = ["Warm up first, at normal tempo: w leads it, once the set is ready."] if steps else []
    for one in steps:
        reps = "" if one.reps is None else f", {counted(one.reps, 'rep')}"
        lines.append(sentence(f"{one.load}{reps}, {one.of}{f', {one.notes}' if one.notes else ''}"))
    rules = question.rules.split("\n") if question.rules else []
    return [*lines, *map(sentence, rules)]


def _rated(pain: PainLevels, side: Side | None, typed: str) -> PainLevels:
    """Return a pain with what was typed of a side, if anything was."""
    return pain.rated(side, _number(0, WORST_PAIN)(typed) if typed else None)


def _number(least: int, most: int) -> Callable[[str], int]:
    def read(typed: str) -> int:
        number = whole_number(typed, least, most)
        if number is None:
            raise NegcoachError(f"A number from {least} to {most}, then Enter; b goes back.")
        return number

    return read
