"""The list of what can be done between two exercises, in lines: an exercise by its number or name, a plan, the end."""

from __future__ import annotations

from negcoach.coaching.gate.soreness import muscles_by_slug
from negcoach.coaching.session.following import planned_exercise
from negcoach.coaching.session.past_plan import last_session_plan
from negcoach.coaching.session.running_session import RunningSession
from negcoach.coaching.start.start_session import coach_next, finish_session, prescribe_and_coach, start_plan
from negcoach.config.plans import find_plan, load_plans, require_exercises
from negcoach.errors import NegcoachError
from negcoach.plain.agenda import change_agenda
from negcoach.plain.presenter import LinePresenter
from negcoach.plain.terminal.floor import Floor
from negcoach.plain.terminal.speech import sentence
from negcoach.plain.terminal.terminal import LineTerminal
from negcoach.store.editing.body import Body
from negcoach.texts import clean, counted, joined, whole_number
from negcoach.training.exercise.exercise import Exercise, Family
from negcoach.training.exercise.search import SeveralFitError, find
from negcoach.training.plan.plan import Plan
from negcoach.training.progress.soreness import WORDS, WORST, Question

_FAMILIES = {
    Family.OVERLOAD: "Overload, with spotters",
    Family.TEMPO: "Lifted and lowered alone",
    Family.REGRESSION: "Bodyweight negatives",
}
_FIRST = "Type an exercise by its name, or a part of it. l: the list. h: what else there is. q: quit."
_WAYS = (
    "A name, a part of it or a number of the list: that exercise.",
    "test and a name: its test.",
    "l: the list of exercises.",
    "p: your plans. p and a number or a name begins one.",
    "r: the last session again.",
)


class Menu:
    """Lets the lifter choose what comes next, until they leave."""

    def __init__(self, terminal: LineTerminal, presenter: LinePresenter, session: RunningSession, floor: Floor) -> None:
        self._terminal = terminal
        self._floor = floor
        self._presenter = presenter
        self._session = session
        self._services = session.services
        families = list(_FAMILIES)
        shown = (one for one in self._services.library if not one.retired)
        self._exercises = sorted(shown, key=lambda one: families.index(one.family))
        self._listed = self._exercises  # what a number chooses from

    async def choose(self) -> None:
        """Ask and coach, until the lifter leaves; raises ``InputEndedError``."""
        self._terminal.say(_FIRST)
        while True:
            self._session.catch_up()
            self._say_session()
            name = clean(self._services.lifter_name)
            typed = await self._presenter.ask(sentence(f"{name}, which exercise?" if name else "Which exercise?"))
            try:
                await self._end_if_forgotten()
                if not await self._act("" if typed is None else typed.casefold()):
                    return
            except SeveralFitError as error:
                self._say_fitting(error)
            except NegcoachError as error:
                self._presenter.tell_error(error)

    async def _end_if_forgotten(self) -> None:
        """End a session in which nothing was done for so long that it is over; what is typed now begins another one."""
        if self._session.is_idle:
            await finish_session(self._presenter, self._session)

    async def _act(self, word: str) -> bool:
        """Do what was typed; return whether there is more to choose. Raises ``NegcoachError``."""
        presenter, session = self._presenter, self._session
        command, _, name = word.partition(" ")
        if word == "q":
            return not await self._may_quit()
        if word == "f" and session.performed:
            await finish_session(presenter, session)
        elif word == "n" and planned_exercise(session) is not None:
            await coach_next(presenter, session)
        elif word == "v" and session.agenda is not None:
            await change_agenda(presenter, session)
        elif word == "r":
            await start_plan(presenter, session, last_session_plan(self._services, session.recorder.session_id))
        elif command == "test":
            await self._test(name.strip())
        elif command == "p":
            await self._plan(name)
        elif word == "swap" and self._floor.is_shared:
            await self._floor.swap()
        elif word == "":
            self._terminal.say(_FIRST)
        elif word in ("h", "?"):
            self._say_ways()
        elif word == "l":
            self._say_list()
        else:
            exercise = self._found(word)
            self._listed = self._exercises
            await prescribe_and_coach(presenter, session, exercise)
        return True

    def _say_ways(self) -> None:
        for line in (*_WAYS, *(["swap: the other lifter."] if self._floor.is_shared else []), "q: quit."):
            self._terminal.say(line)

    async def ask_how_sore(self) -> None:
        """Ask the questions about soreness that are due; one that the lifter dismisses is not asked again."""
        body, now = Body(self._services.database, self._services.settings.unit), self._services.now()
        questions = body.questions(muscles_by_slug(self._services.library), now)
        if not questions:
            return
        self._terminal.say(f"How sore are you after training? 0 {WORDS[0]}, {WORST} {WORDS[WORST]}. b: not now.")
        answers: dict[Question, int | None] = dict.fromkeys(questions)
        for question in questions:
            rating = await self._presenter.ask_until(
                _rating, f"{sentence(question.muscle)[:-1]}, 0 to {WORST}, or Enter to leave it out:"
            )
            if rating is None:
                break
            answers[question] = None if rating < 0 else rating
        body.answer(answers, now)

    async def _may_quit(self) -> bool:
        """Return whether to leave; a session that is under way is finished first, left open, or gone on with."""
        if not self._session.performed:
            return True
        hours = self._services.settings.session_gap_h
        ask = f"Finish the session first? Enter: finish it. q: leave it open, it can go on for {hours} hours. b: stay."
        answer = await self._presenter.ask_one_of({"": "finish", "q": "leave"}, ask)
        if answer == "finish":
            await finish_session(self._presenter, self._session)
        return answer is not None

    async def _test(self, name: str) -> None:
        """Lead the test of an exercise."""
        if not name:
            raise NegcoachError("Type the word test and the name of an exercise: test bench press.")
        await prescribe_and_coach(self._presenter, self._session, self._found(name), test=True)

    async def _plan(self, name: str) -> None:
        """Say the plans, or start the one of a name or number."""
        folder = self._services.config_path.parent
        plans = load_plans(folder)
        if not plans:
            raise NegcoachError("There are no plans yet.")
        if not name:
            for number, one in enumerate(plans, 1):
                self._terminal.say(f"p {number}: {clean(one.name)}, {counted(len(one.items), 'exercise')}.")
            return
        chosen = whole_number(name, 1, len(plans))
        plan: Plan = find_plan(folder, name) if chosen is None else plans[chosen - 1]
        require_exercises(folder, plan, self._services.library)
        await start_plan(self._presenter, self._session, plan)

    def _found(self, word: str) -> Exercise:
        """Return the exercise of a name, or of its number in what was listed last; raises ``NegcoachError``."""
        number = whole_number(word, 1, len(self._listed))
        if number is not None:
            return self._listed[number - 1]
        return find(self._services.library, word)

    def _say_fitting(self, error: SeveralFitError) -> None:
        """Say which exercises fit what was typed, each with a number to choose it by."""
        self._listed = list(error.found)
        self._terminal.say(f"{len(self._listed)} exercises fit. Type the number of one of them, or more of its name:")
        for number, exercise in enumerate(self._listed, 1):
            self._terminal.say(f"{number}. {clean(exercise.name)}.")

    def _say_list(self) -> None:
        self._listed = self._exercises
        family = None
        for number, exercise in enumerate(self._exercises, 1):
            if exercise.family is not family:
                family = exercise.family
                self._terminal.say(f"{_FAMILIES[family]}:")
            self._terminal.say(f"{number}. {clean(exercise.name)}.")

    def _say_session(self) -> None:
        """Say what the session that is under way has, and how it goes on or ends."""
        performed = self._session.performed
        if not performed:
            return
        names = joined(list(dict.fromkeys(clean(one.prescribed.exercise_name) for one in performed)))
        planned = planned_exercise(self._session)
        goes_on = f" n: next in the plan, {clean(planned.name)}." if planned is not None else ""
        goes_on += " v: what is left of the plan." if self._session.agenda is not None else ""
        self._terminal.say(f"Session under way: {names}, {counted(len(performed), 'set')}.{goes_on} f: finish it.")


def _rating(typed: str) -> int:
    """Read a rating, -1 for one that is left out."""
    rating = whole_number(typed, 0, WORST) if typed else -1
    if rating is None:
        raise NegcoachError(f"A number from 0 to {WORST}, or Enter; b: not now.")
    return rating
