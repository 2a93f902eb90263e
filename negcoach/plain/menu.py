"""The list of what can be done between two exercises, in lines: an exercise by its number or name, or to finish."""

from __future__ import annotations

from negcoach.coaching.session.following import planned_exercise
from negcoach.coaching.session.running_session import RunningSession
from negcoach.coaching.start_session import coach_next, finish_session, prescribe_and_coach
from negcoach.errors import NegcoachError
from negcoach.plain.presenter import LinePresenter
from negcoach.plain.terminal import LineTerminal
from negcoach.texts import counted, joined
from negcoach.training.exercise.exercise import Exercise, Family
from negcoach.training.exercise.search import find

_FAMILIES = {
    Family.OVERLOAD: "Overload, with spotters",
    Family.TEMPO: "Lifted and lowered alone",
    Family.REGRESSION: "Bodyweight negatives",
}


class Menu:
    """Lets the lifter choose what comes next, until they leave."""

    def __init__(self, terminal: LineTerminal, presenter: LinePresenter, session: RunningSession) -> None:
        self._terminal = terminal
        self._presenter = presenter
        self._session = session
        families = list(_FAMILIES)
        shown = (one for one in session.services.library if not one.retired)
        self._exercises = sorted(shown, key=lambda one: families.index(one.family))

    async def choose(self) -> None:
        """Ask and coach, until the lifter leaves; raises ``InputEndedError``."""
        self._terminal.say("Type an exercise by its name or a part of it. l: the list. q: quit.")
        while True:
            self._say_session()
            typed = await self._presenter.ask("Which exercise?")
            word = "" if typed is None else typed.casefold()
            if word == "q":
                return
            if word == "f" and self._session.performed:
                await finish_session(self._presenter, self._session)
            elif word == "n" and planned_exercise(self._session) is not None:
                await coach_next(self._presenter, self._session)
            elif word in ("", "l", "h", "?"):
                self._say_list()
            else:
                await self._coach(word)

    async def _coach(self, word: str) -> None:
        try:
            exercise = self._found(word)
        except NegcoachError as error:
            self._presenter.tell_error(error)
        else:
            await prescribe_and_coach(self._presenter, self._session, exercise)

    def _found(self, word: str) -> Exercise:
        if word.isascii() and word.isdigit() and 1 <= int(word) <= len(self._exercises):
            return self._exercises[int(word) - 1]
        return find(self._session.services.library, word)

    def _say_list(self) -> None:
        family = None
        for number, exercise in enumerate(self._exercises, 1):
            if exercise.family is not family:
                family = exercise.family
                self._terminal.say(f"{_FAMILIES[family]}:")
            self._terminal.say(f"{number}. {exercise.name}.")

    def _say_session(self) -> None:
        """Say what the session that is under way has, and how it goes on or ends."""
        performed = self._session.performed
        if not performed:
            return
        names = joined(list(dict.fromkeys(one.prescribed.exercise_name for one in performed)))
        planned = planned_exercise(self._session)
        goes_on = f" n: next in the plan, {planned.name}." if planned is not None else ""
        self._terminal.say(f"Session under way: {names}, {counted(len(performed), 'set')}.{goes_on} f: finish it.")
