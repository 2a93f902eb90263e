"""The programmes that a lifter follows: their courses, read from the store, and who may begin one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from negcoach.config.programmes import load_programmes, shipped_programmes
from negcoach.errors import NegcoachError
from negcoach.services import Services
from negcoach.store.database.stamps import utc_ms
from negcoach.store.editing.programmes import ProgrammeRuns, Run
from negcoach.store.queries.programme_span import performed_since
from negcoach.texts import counted
from negcoach.training.exercise.exercise import Exercise
from negcoach.training.plan.course import Course, Performed, State, course_of, one_session
from negcoach.training.plan.programme import Programme


@dataclass(frozen=True, slots=True)
class Followed:
    """A programme that was begun: its stored run, and its course."""

    run: Run
    course: Course


def known_programmes(services: Services) -> tuple[Programme, ...]:
    """Return the programmes there are; only those that ship while the lifter's own cannot be read.

    Their file must not keep anybody from training: the list of programmes says what is wrong with it.
    """
    try:
        return load_programmes(services.config_path.parent, services.library)
    except NegcoachError:
        return shipped_programmes()


def require_begun_programmes(services: Services) -> None:
    """Raise ``NegcoachError`` where one that was begun is not to be had: with what is wrong in the lifter's own file.

    One that was stopped is not missed, nor one that is no longer in the file.
    """
    begun = {slug for slug, run in ProgrammeRuns(services.database).newest().items() if run.record.stopped_at is None}
    if begun - {one.slug for one in shipped_programmes()}:
        load_programmes(services.config_path.parent, services.library)


def begun_programmes(services: Services, exercise: str = "", *, under_way: bool = False) -> dict[str, Followed]:
    """Return the programmes that were ever begun, by slug, each with its newest beginning; oldest first.

    With an ``exercise`` (a slug) only those that have it. A programme that is no longer known is left out.
    ``under_way`` is as for ``read_course``. Raises ``NegcoachError`` when the database cannot be read.
    """
    newest = ProgrammeRuns(services.database).newest()
    if not newest:
        return {}
    known = {one.slug: one for one in known_programmes(services) if not exercise or exercise in one.exercises}
    return {
        slug: Followed(run, read_course(services, known[slug], run, under_way=under_way))
        for slug, run in newest.items()
        if slug in known
    }


def read_course(services: Services, programme: Programme, run: Run, *, under_way: bool = False) -> Course:
    """Return the course of a programme that was begun; raises ``NegcoachError`` when the database cannot be read.

    While a session is ``under_way`` it is the course in which that was begun: its sets so far change nothing of it.
    """
    since_ms = utc_ms(run.record.begun_at)
    performed: list[Performed] = []
    for slug in programme.exercises:
        one_rm_kg, exercise = services.lifter.one_rm(slug), services.exercise(slug)
        own_loads = None if exercise is None else services.settings.equipment.own_loads(exercise)
        with services.database.read() as connection:
            performed += performed_since(connection, slug, since_ms, one_rm_kg, own_loads)
    now = services.now()
    if under_way:
        performed = [one for one in performed if now - one.at >= one_session(programme)]
    return course_of(programme, run.record, performed, now)


def followed_courses(services: Services) -> list[Course]:
    """Return the courses that are under way or paused, that whose next session is due first before the others."""
    states = (State.UNDER_WAY, State.PAUSED)
    found = [one.course for one in begun_programmes(services).values() if one.course.state in states]
    return sorted(found, key=lambda one: (one.state is State.PAUSED, one.due_at))


def courses_of_exercise(services: Services, exercise: Exercise, *, under_way: bool = False) -> list[Course]:
    """Return the courses of the programmes that have an exercise, also those that are over; oldest first.

    Whether a session of one is ``under_way`` is as for ``read_course``.
    """
    return [one.course for one in begun_programmes(services, exercise.slug, under_way=under_way).values()]


def course_that_leads(courses: Sequence[Course], exercise: Exercise) -> Course | None:
    """Return the newest course that is under way and whose week is of an exercise, ``None`` where there is none."""
    for course in reversed(courses):
        if course.leads and course.week is not None and course.week.exercise == exercise.slug:
            return course
    return None


def unmet_needs(services: Services, programme: Programme) -> str:
    """Return why a lifter cannot begin a programme yet, "" when they can; what the gate asks is not asked here."""
    needs, health = programme.needs, services.lifter.health_answers()
    if needs.months and health is not None and health.lifting_months < needs.months:
        months = counted(needs.months, "month")
        return f"{programme.name} needs {months} of regular lifting, and you have {health.lifting_months}."
    if needs.one_rm and services.lifter.one_rm(programme.exercise) is None:
        exercise = services.exercise(programme.exercise)
        name = exercise.name if exercise else programme.exercise
        return (
            f"{programme.name} is in percent of your 1RM of {name}: enter that first, in the Body view or on the form."
        )
    return ""


def begin_programme(services: Services, programme: Programme) -> None:
    """Begin a programme, or begin it again; raises ``NegcoachError`` that says why it cannot be begun."""
    unmet = unmet_needs(services, programme)
    if unmet:
        raise NegcoachError(unmet)
    for one in begun_programmes(services).values():
        other = one.course
        shared = set(other.programme.exercises) & set(programme.exercises)
        if other.programme.slug != programme.slug and shared and other.state is State.UNDER_WAY:
            raise NegcoachError(f"{other.programme.name} is under way with the same exercise: pause or stop it first.")
    ProgrammeRuns(services.database).begin(programme.slug, programme.name, services.now())


def change_programme(services: Services, followed: Followed, to: State) -> None:
    """Pause a programme, resume it, or stop it; nothing changes where it is in that state, or is over."""
    runs, name, now = ProgrammeRuns(services.database), followed.course.programme.name, services.now()
    state = followed.course.state
    if state is to or state in (State.STOPPED, State.FINISHED):
        return
    if to is State.PAUSED:
        runs.pause(followed.run, name, now)
    elif to is State.STOPPED:
        runs.stop(followed.run, name, now)
    elif to is State.UNDER_WAY:
        runs.resume(followed.run, name, now)


def sorted_for_choice(programmes: Sequence[Programme], begun: dict[str, Followed]) -> list[Programme]:
    """Return the programmes in the order of the list: those that are followed first, then the others as they are."""
    followed = [slug for slug, one in begun.items() if one.course.state in (State.UNDER_WAY, State.PAUSED)]
    return sorted(programmes, key=lambda one: followed.index(one.slug) if one.slug in followed else len(followed))
