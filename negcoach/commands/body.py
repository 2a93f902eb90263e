"""``negcoach body``: soreness, body weight and 1RM tests, as they are in the log, and adding one."""

from __future__ import annotations

from datetime import datetime

from negcoach.coaching.advice.recent_training import read_recent_training
from negcoach.commands.support import output
from negcoach.commands.support.database import database_to_read, opened_database
from negcoach.commands.support.options import Options, integer
from negcoach.commands.support.paths import data_folder
from negcoach.commands.support.services import services_of
from negcoach.errors import NegcoachError
from negcoach.services import Services
from negcoach.store.editing.body import MOST_KG as MOST_BODY_KG
from negcoach.store.editing.body import Body
from negcoach.store.queries.body_log import BodyEntry, BodyWeight, OneRm
from negcoach.texts import date_time_text, folded, joined, shortened
from negcoach.training.advice.readiness.body_weight_doubt import body_weight_doubt
from negcoach.training.advice.readiness.one_rm_doubt import one_rm_doubt
from negcoach.training.exercise.exercise import BY_MACHINE
from negcoach.training.exercise.safety import is_same_load
from negcoach.training.exercise.search import find
from negcoach.training.progress.soreness import WORDS, WORST, Question
from negcoach.training.units import TypedLoad, format_load, parse_load, parse_typed_load

NEWEST = 20
"""How many entries are listed (our own choice)."""

_USES = {
    "weight": "body weight 80kg",
    "1rm": "body 1rm bench-press 100kg",
    "soreness": "body soreness chest 3",
}


def run(options: Options) -> int:
    """Do what was asked for: list, weight, 1rm or soreness."""
    words = list(options.words)
    if options.action == "list":
        if words:
            raise NegcoachError("body list takes nothing more. See: negcoach body --help")
        with database_to_read(options) as database:
            _list(services_of(options, database))
        return 0
    if len(words) < (1 if options.action == "weight" else 2):
        raise NegcoachError(f"body {options.action} needs more, such as: negcoach {_use(options.action, words)}")
    with opened_database(data_folder(options)) as database:
        services = services_of(options, database)
        if options.action == "weight":
            _add_weight(services, words)
        elif options.action == "1rm":
            _add_one_rm(services, words)
        else:
            _rate(services, words)
    return 0


def _use(action: str, words: list[str]) -> str:
    """Return how an action is used, with what was given of it already."""
    use = _USES[action].split()
    return " ".join([*use[:2], shortened(words[0]), *use[3:]] if words else use)


def _list(services: Services) -> None:
    entries = Body(services.database, services.settings.unit).log(NEWEST).entries[:NEWEST]
    for entry in entries:
        output.write_line(f"{date_time_text(entry.at)}  {_entry_text(services, entry)}")
    if not entries:
        uses = joined([f'"negcoach {use}"' for use in _USES.values()], "or")
        output.write_line(f"Nothing yet. {uses} adds the first.")


def _entry_text(services: Services, entry: BodyEntry) -> str:
    unit = services.settings.unit
    if isinstance(entry, BodyWeight):
        return f"body weight {format_load(entry.kg, unit)}"
    if isinstance(entry, OneRm):
        exercise = services.exercise(entry.exercise)
        name = entry.exercise if exercise is None else exercise.name
        return f"1RM of {name} {format_load(entry.kg, entry.unit or unit)}, {entry.kind.value}"
    return f"soreness of the {entry.muscle} {entry.rating}, {WORDS[entry.rating]}"


def _add_weight(services: Services, words: list[str]) -> None:
    """Store a body weight; one that may be a slip is given twice."""
    load, again = _loads(services, words)
    if not 0 < load.kg <= MOST_BODY_KG:
        most = format_load(MOST_BODY_KG, load.unit)
        raise NegcoachError(f"A body weight is above 0 and at most {most}.")
    doubt = body_weight_doubt(load.kg, services.lifter.body_kg(), load.unit)
    _require_twice(load, again, doubt, "body weight")
    now = services.now()
    Body(services.database, services.settings.unit).add_weight(load.kg, now, now)
    output.write_line(f"Saved: body weight {format_load(load.kg, load.unit)}.")


def _add_one_rm(services: Services, words: list[str]) -> None:
    """Store a 1RM that was tested; one that may be a slip is given twice."""
    named = max((at for at, word in enumerate(words, 1) if not word[:1].isdigit()), default=0)
    exercise = find(services.library, " ".join(words[:named]))
    if exercise.load is None:
        raise NegcoachError(f"{exercise.name} is a bodyweight exercise: its loads do not depend on a 1RM.")
    load, again = _loads(services, words[named:])
    if load.kg <= 0:
        raise NegcoachError("A 1RM is above 0.")
    facts = read_recent_training(services, exercise).facts
    _require_twice(load, again, one_rm_doubt(exercise, load.kg, facts), f"body 1rm {exercise.slug}")
    now: datetime = services.now()
    body = Body(services.database, services.settings.unit)
    (slug, name), sharing = services.one_rm_owner(exercise.slug), services.one_rm_slugs(exercise.slug)
    body.add_one_rm(slug, name, load.kg, now, now, unit=load.unit, sharing=sharing)
    output.write_line(f"Saved: {exercise.load.of} of {name} {format_load(load.kg, load.unit)}.")


def _rate(services: Services, words: list[str]) -> None:
    """Store how sore a muscle group is; it answers what was asked about it, too."""
    *name, rated = words
    rating, muscle = integer(0, WORST)(rated), _muscle(services, " ".join(name))
    body, now = Body(services.database, services.settings.unit), services.now()
    groups = {exercise.slug: exercise.muscles for exercise in services.library}
    asked = {question.muscle: question for question in body.questions(groups, now)}
    body.answer({asked.get(muscle, Question(muscle)): rating}, now)
    output.write_line(f"Saved: soreness of the {muscle} {rating}, {WORDS[rating]}.")


def _muscle(services: Services, typed: str) -> str:
    known = sorted({muscle for exercise in services.library for muscle in exercise.muscles} - {BY_MACHINE})
    exact = [muscle for muscle in known if folded(muscle) == folded(typed)]
    found = exact or [muscle for muscle in known if typed and folded(typed) in folded(muscle)]
    if len(found) == 1:
        return found[0]
    raise NegcoachError(f'"{shortened(typed)}" is not one of the muscle groups: {joined(found or known)}.')


def _loads(services: Services, words: list[str]) -> tuple[TypedLoad, TypedLoad | None]:
    """Return the load that is given, and the same again where it is given twice."""
    unit = services.settings.unit
    if not 1 <= len(words) <= 2:
        raise NegcoachError("A load is one word, such as 100kg or 220lb.")
    load, *again = (parse_typed_load(word, unit, parse_load) for word in words)
    return load, (again[0] if again else None)


def _require_twice(load: TypedLoad, again: TypedLoad | None, doubt: str, use: str) -> None:
    """Raise ``NegcoachError`` where a number may be a slip and was not given twice, or was given differently.

    ``use`` is the command as it was given, without its numbers.
    """
    text = format_load(load.kg, load.unit).replace(" ", "")
    if again is not None and not is_same_load(load.kg, again.kg):
        raise NegcoachError("The two loads are not the same.")
    if doubt and again is None:
        raise NegcoachError(f"{text}, but {doubt}. If you mean it, give it twice: negcoach {use} {text} {text}")
