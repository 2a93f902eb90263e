"""``negcoach programme``: the programmes, the one that is followed, and its begin, pause and end."""

from __future__ import annotations

from collections.abc import Iterator

from negcoach.coaching.advice.programme_summary import last_ended, summary_of
from negcoach.coaching.advice.programme_today import advice_in, as_of_today
from negcoach.coaching.advice.programmes import (
    Followed,
    begin_programme,
    begun_programmes,
    change_programme,
    followed_courses,
)
from negcoach.commands.support import output
from negcoach.commands.support.database import database_to_read, opened_database
from negcoach.commands.support.options import Options
from negcoach.commands.support.paths import data_folder
from negcoach.commands.support.services import services_of
from negcoach.config.programmes import find_programme, load_programmes
from negcoach.errors import NegcoachError
from negcoach.formatting import course_text, sides_done_text
from negcoach.services import Services
from negcoach.texts import counted
from negcoach.training.plan.course import Course, State
from negcoach.training.plan.programme import Programme
from negcoach.training.plan.programme_words import apart_in_words, item_in_words, week_lines

_FOLLOWED = (State.UNDER_WAY, State.PAUSED)
_CHANGES = {"pause": State.PAUSED, "resume": State.UNDER_WAY, "stop": State.STOPPED}


def run(options: Options) -> int:
    """Do what was asked for: list, show, start, pause, resume, stop or status."""
    name = " ".join(options.programme)
    if options.action in ("show", "start") and not name:
        raise NegcoachError(f"programme {options.action} needs a programme. negcoach programme list shows them.")
    if options.action in ("list", "status") and name:
        raise NegcoachError(f"programme {options.action} takes no name. See: negcoach programme --help")
    changes = options.action in ("start", *_CHANGES)
    with opened_database(data_folder(options)) if changes else database_to_read(options) as database:
        services = services_of(options, database)
        programmes = load_programmes(services.config_path.parent, services.library)
        if options.action == "start":
            _start(services, find_programme(programmes, name))
        elif changes:
            _change(services, programmes, name, _CHANGES[options.action])
        elif options.action == "show":
            _show(services, find_programme(programmes, name), as_json=options.json)
        elif options.action == "status":
            _status(services, as_json=options.json)
        else:
            _list(services, programmes, as_json=options.json)
    return 0


def _list(services: Services, programmes: tuple[Programme, ...], *, as_json: bool) -> None:
    begun = begun_programmes(services)
    if as_json:
        output.write_json([_as_json(one, begun.get(one.slug)) for one in programmes])
        return
    width = max(len(one.slug) for one in programmes)
    for one in programmes:
        weeks = counted(len(one.weeks), "week")
        followed = begun.get(one.slug)
        state = "" if followed is None else f"  ({course_text(as_of_today(services, followed.course))})"
        output.write_line(f"  {one.slug:<{width}}  {weeks:>8}  {one.name}{state}")
    output.write_line()
    output.write_line(
        '"negcoach programme show PROGRAMME" has its weeks, "negcoach programme start PROGRAMME" begins it.'
    )


def _show(services: Services, programme: Programme, *, as_json: bool) -> None:
    followed = begun_programmes(services).get(programme.slug)
    if as_json:
        output.write_json(_as_json(programme, followed))
        return
    output.write_line("\n".join(weeks_text(programme, None if followed is None else followed.course, services)))


def weeks_text(programme: Programme, course: Course | None, services: Services) -> Iterator[str]:
    """Yield the lines about a programme: what it is, its weeks, and what was done of them."""
    yield f"{programme.name}  ({programme.slug})"
    if programme.about:
        yield programme.about
    yield ""
    needs = programme.needs.words
    yield f"  Needs     {', '.join(needs) if needs else 'nothing but the exercise'}"
    yield f"  Rhythm    {apart_in_words(programme)}"
    yield f"  Numbers   {programme.rule.origin}"
    yield ""
    lines = week_lines(programme)
    width = max(len(line.numbers) for line in lines)
    longest = max(len(line.sessions) for line in lines)
    several = len(programme.exercises) > 1
    for line in lines:
        about = " · ".join(part for part in (line.week.exercise if several else "", line.week.why) if part)
        yield f"  Week {line.numbers:>{width}}  {line.sessions:<{longest}}  {about}".rstrip()
    if course is not None:
        yield ""
        yield f"  {course_text(as_of_today(services, course))}"
        yield from _summary_lines(services, course)


def _status(services: Services, *, as_json: bool) -> None:
    courses = followed_courses(services)
    if as_json:
        begun = begun_programmes(services)
        output.write_json(
            [
                {**_as_json(one.programme, begun.get(one.programme.slug)), "advice": _advice_as_json(services, one)}
                for one in courses
            ]
        )
        return
    if not courses:
        output.write_line("No programme is under way. negcoach programme list shows them.")
        ended = last_ended(services)
        if ended is not None:
            output.write_line("\n".join(("", *_ended_lines(services, ended))))
        return
    for one in courses:
        output.write_line(f"{one.programme.name}  ({one.programme.slug})")
        output.write_line(f"  {course_text(as_of_today(services, one))}")
        if one.item is not None and one.week is not None:
            exercise = services.exercise(one.week.exercise)
            name = exercise.name if exercise else one.week.exercise
            output.write_line(f"  {name}: {item_in_words(one.item)}")
            advice = advice_in(services, one)
            if advice is not None and advice.rule.name != one.programme.name:
                today = "" if advice.stopped and one.is_due else f"But today: {advice.what}. "  # said above: not today
                output.write_line(f"  {today}{advice.why}")
        sides = sides_done_text(one)
        output.write_line(f"  {len(one.done)} of {one.programme.session_count} sessions done{sides and ', '}{sides}")


def _ended_lines(services: Services, course: Course) -> Iterator[str]:
    """Yield the lines about the programme that ended last: what came of it."""
    yield f"The last one: {course.programme.name}  ({course.programme.slug})"
    yield f"  {course_text(course)}"
    yield from _summary_lines(services, course)


def _summary_lines(services: Services, course: Course) -> Iterator[str]:
    for label, text in summary_of(services, course).lines(services.settings.unit):
        yield f"  {label:<9} {text}"


def _advice_as_json(services: Services, course: Course) -> dict[str, object] | None:
    advice = advice_in(services, course)
    if advice is None:
        return None
    return {"what": advice.what, "why": advice.why, "rule": advice.rule.name, "load_kg": advice.prescription.load_kg}


def _start(services: Services, programme: Programme) -> None:
    """Begin a programme; one that is followed is not begun again by the way, as its weeks would count no more."""
    followed = begun_programmes(services).get(programme.slug)
    if followed is not None and followed.course.state in _FOLLOWED:
        state, done = followed.course.state.value, len(followed.course.done)
        raise NegcoachError(
            f"{programme.name} is {state}, {done} of {programme.session_count} sessions done. "
            f"To start over: negcoach programme stop {programme.slug}, then start it."
        )
    begin_programme(services, programme)
    course = as_of_today(services, begun_programmes(services)[programme.slug].course)
    output.write_line(f"Started: {programme.name}. {course_text(course)}.")


def _change(services: Services, programmes: tuple[Programme, ...], name: str, to: State) -> None:
    followed = _followed(services, programmes, name)
    if followed.course.state is to:
        raise NegcoachError(f"{followed.course.programme.name} is {to.value} already.")
    change_programme(services, followed, to)
    changed = as_of_today(services, begun_programmes(services)[followed.course.programme.slug].course)
    output.write_line(f"{changed.programme.name}: {course_text(changed)}.")


def _followed(services: Services, programmes: tuple[Programme, ...], name: str) -> Followed:
    """Return the programme that is meant: the named one, else the only one that is followed."""
    begun = begun_programmes(services)
    going = {slug: one for slug, one in begun.items() if one.course.state in _FOLLOWED}
    if name:
        slug = find_programme(programmes, name).slug
        if slug not in going:
            raise NegcoachError(f"{slug} is not under way. negcoach programme status shows what is.")
        return going[slug]
    if not going:
        raise NegcoachError("No programme is under way. negcoach programme list shows them.")
    if len(going) > 1:
        raise NegcoachError(f"{len(going)} programmes are under way: {', '.join(going)}. Name one.")
    return next(iter(going.values()))


def _as_json(programme: Programme, followed: Followed | None) -> dict[str, object]:
    """Return a programme as values for JSON, in the documented order of keys."""
    return {
        "slug": programme.slug,
        "name": programme.name,
        "exercises": list(programme.exercises),
        "days_apart": programme.days_apart,
        "needs": list(programme.needs.words),
        "mark": str(programme.mark),
        "source": programme.source,
        "own": programme.own,
        "weeks": [
            {"exercise": week.exercise, "sessions": [str(item) for item in week.sessions], "why": week.why}
            for week in programme.weeks
        ],
        "course": None if followed is None else _course_as_json(followed.course),
    }


def _course_as_json(course: Course) -> dict[str, object]:
    slot = course.slot
    return {
        "state": course.state.value,
        "begun_at": course.record.begun_at.isoformat(),
        "week": None if slot is None else slot.week + 1,
        "session": None if slot is None else slot.session + 1,
        "earliest": None if slot is None else course.due.isoformat(),
        "done": [
            {
                "week": one.slot.week + 1,
                "session": one.slot.session + 1,
                "at": one.performed.at.isoformat(),
                "load_kg": one.performed.load_kg,
                "reps": one.performed.reps,
                "adherence": one.performed.timed.adherence,
            }
            for one in course.done
        ],
        "ahead": [
            {"week": each.week + 1, "session": each.session + 1, "on": day.isoformat()} for each, day in course.ahead()
        ],
    }
