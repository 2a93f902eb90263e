"""What is left of a session's plan, in lines: an exercise is skipped, swapped or moved, and one is added."""

from __future__ import annotations

from negcoach.coaching.session.agenda import Agenda
from negcoach.coaching.session.running_session import RunningSession
from negcoach.errors import NegcoachError
from negcoach.formatting import plan_item_text
from negcoach.plain.choosing.questions import LineAsker
from negcoach.plain.terminal.speech import sentence
from negcoach.texts import clean, whole_number
from negcoach.training.exercise.search import find

_HOW = (
    "skip and a number leaves it out. swap, a number and a name puts another one in its place. "
    "up or down and a number moves it. add and a name adds one. b goes back."
)
_HOW_TO_ADD = "add and a name adds one. b goes back."


async def change_agenda(asker: LineAsker, session: RunningSession) -> None:
    """Say what is left of the plan of a session, and change it until the lifter goes back."""
    agenda = session.agenda
    lines = [] if agenda is None else _lines(session, agenda)
    while agenda is not None:
        typed = await asker.ask(*lines)
        if not typed:
            return
        try:
            agenda = session.agenda = _changed(session, agenda, typed)
            lines = _lines(session, agenda)
        except NegcoachError as error:
            lines = [str(error)]


def _lines(session: RunningSession, agenda: Agenda) -> list[str]:
    name = clean(agenda.plan_name)
    if not agenda.items:
        return [f"Nothing is left of {name}.", _HOW_TO_ADD]
    lines = [f"What is left of {name}, the next one first:"]
    for number, item in enumerate(agenda.items, 1):
        exercise = session.services.exercise(item.exercise)
        fixed = plan_item_text(item, bodyweight=exercise is not None and exercise.bodyweight)
        called = clean(item.exercise if exercise is None else exercise.name)
        lines.append(sentence(f"{number}. {called}, {fixed}{', in turn with the next' if item.superset else ''}"))
    return [*lines, _HOW]


def _changed(session: RunningSession, agenda: Agenda, typed: str) -> Agenda:
    """Return the agenda as it is asked for; raises ``NegcoachError``."""
    library = session.services.library
    command, _, rest = typed.partition(" ")
    number, _, name = rest.strip().partition(" ")
    match command.casefold():
        case "skip":
            return agenda.skip(_index(agenda, number))
        case "swap":
            return agenda.swap(_index(agenda, number), find(library, name).slug)
        case "up" | "down" as way:
            return agenda.move(_index(agenda, number), -1 if way == "up" else 1)
        case "add":
            return agenda.add(find(library, rest).slug)
    raise NegcoachError("Type skip 1, swap 1 and a name, up 2, down 1, add and a name, or b to go back.")


def _index(agenda: Agenda, typed: str) -> int:
    count = len(agenda.items)
    number = whole_number(typed, 1, count)
    if number is None:
        raise NegcoachError(f"Give a number from 1 to {count}." if count else "Nothing is left to change.")
    return number - 1
