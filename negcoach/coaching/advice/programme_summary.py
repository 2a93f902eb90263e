"""The summary of a programme: the loads, the tempo, the soreness and the tests while it was followed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from negcoach.coaching.advice.programmes import begun_programmes
from negcoach.formatting import day_text, held_text, sides_done_text, target_time_text, tenths_text
from negcoach.services import Services
from negcoach.store.database.stamps import utc_ms
from negcoach.store.queries.eccentric_tests import eccentric_tests, longest_lowerings
from negcoach.store.queries.programme_span import one_rms_between, ratings_between
from negcoach.texts import counted
from negcoach.training.plan.course import Course, State
from negcoach.training.units import Unit, format_load

SORE_FOR = timedelta(hours=96)
"""How long after its last session soreness still belongs to a programme (textbook knowledge: it is over by then)."""


@dataclass(frozen=True, slots=True)
class Test:
    """A 1RM that was entered while the programme was followed, or an eccentric 1RM that was tested."""

    exercise: str
    kg: float
    on: date


@dataclass(frozen=True, slots=True)
class Summary:
    """What came of a programme so far: ``loads_kg`` and ``seconds`` of the sessions that count, in their order.

    ``adherence`` is the mean of those whose tempo counts, ``None`` where nothing was measured; ``held_s`` is how long
    the others were held on the average. ``ratings`` are those of soreness. ``lowerings`` are the longest ones that
    were tested: the exercise, how long (ms) and the day.
    """

    done: int
    planned: int
    first_on: date | None
    last_on: date | None
    loads_kg: tuple[float, ...]
    seconds: tuple[int, ...]
    adherence: float | None
    ratings: tuple[int, ...]
    tests: tuple[Test, ...]
    eccentric: tuple[Test, ...] = ()
    sides: str = ""
    """On which sides they were done, where one had more of them."""
    lowerings: tuple[tuple[str, int, date], ...] = ()
    held_s: float | None = None

    def lines(self, unit: Unit) -> list[tuple[str, str]]:
        """Return what there is to say, each with its label."""
        found = [("Sessions", f"{self.done} of {self.planned} done{self._days}")]
        if self.sides:
            found.append(("Sides", self.sides))
        if any(self.loads_kg):
            first, last = (format_load(kg, unit) for kg in (self.loads_kg[0], self.loads_kg[-1]))
            found.append(("Loads", f"{first} first, {format_load(max(self.loads_kg), unit)} at most, {last} last"))
        if self.seconds and len(set(self.seconds)) > 1:
            found.append(("Lowering", f"{self.seconds[0]} s first, {max(self.seconds)} s at most"))
        if self.held_s is not None:
            found.append(("Held", f"{held_text(self.held_s)} on average, in the weeks before the tempo counts"))
        if self.adherence is not None:
            found.append(("Tempo", f"{target_time_text(self.adherence)} on average"))
        if self.ratings:
            mean = sum(self.ratings) / len(self.ratings)
            ratings = counted(len(self.ratings), "rating")
            found.append(("Soreness", f"{mean:.1f} of 6 on average, {max(self.ratings)} at most ({ratings})"))
        for test in self.tests:
            found.append(("1RM", f"{format_load(test.kg, unit)} on {day_text(test.on)}, {test.exercise}"))
        for test in self.eccentric:
            found.append(("Eccentric", f"1RM {format_load(test.kg, unit)} on {day_text(test.on)}, {test.exercise}"))
        for exercise, ms, on in self.lowerings:
            found.append(("Longest", f"lowering {tenths_text(ms)} on {day_text(on)}, {exercise}"))
        return found

    @property
    def _days(self) -> str:
        if self.first_on is None or self.last_on is None:
            return ""
        return f", {day_text(self.first_on)} to {day_text(self.last_on)}"


def summed_up_courses(services: Services) -> list[tuple[Course, tuple[tuple[str, str], ...]]]:
    """Return the courses of all programmes that were ever begun, each with the lines of its summary.

    Raises ``NegcoachError`` when the database cannot be read.
    """
    courses = [one.course for one in begun_programmes(services).values()]
    return [(one, tuple(summary_of(services, one).lines(services.settings.unit))) for one in courses]


def last_ended(services: Services) -> Course | None:
    """Return the course that ended last, finished or stopped, of those of which something was done.

    ``None`` where there is none. Raises ``NegcoachError`` when the database cannot be read.
    """
    courses = (one.course for one in begun_programmes(services).values())
    return max((one for one in courses if one.state in _ENDED and one.done), key=_end, default=None)


_ENDED = (State.FINISHED, State.STOPPED)


def summary_of(services: Services, course: Course) -> Summary:
    """Return the summary of a programme; raises ``NegcoachError`` when the database cannot be read."""
    performed = [one.performed for one in course.done]
    since, until = utc_ms(course.record.begun_at), utc_ms(_end(course))
    exercises = [one for one in map(services.exercise, course.programme.exercises) if one is not None]
    muscles = sorted({muscle for one in exercises for muscle in one.muscles})
    names = {one.slug: one.name for one in services.library}
    tested = dict.fromkeys(slug for one in course.programme.exercises for slug in services.one_rm_slugs(one))
    with services.database.read() as connection:
        ratings = ratings_between(connection, muscles, since, until)
        tests = one_rms_between(connection, tuple(tested), since, until)
        eccentric = [
            Test(names.get(slug, slug), one.result.kg, one.day)
            for slug in course.programme.exercises
            for one in eccentric_tests(connection, slug)
            if since <= utc_ms(one.result.at) <= until
        ]
        lowerings = [
            (names.get(slug, slug), one.result.ms, one.day)
            for slug in course.programme.exercises
            for one in longest_lowerings(connection, slug)
            if since <= utc_ms(one.result.at) <= until
        ]
    counts = {one.slug: one.counts_tempo_of for one in exercises}
    measured, held_s = list[float](), list[float]()
    for one in performed:
        if one.adherence is not None and not one.tested:
            if one.exercise not in counts or counts[one.exercise](one.planned_reps):
                measured.append(one.adherence)
            else:
                held_s.append(one.adherence * one.seconds)
    return Summary(
        done=len(performed),
        planned=course.programme.session_count,
        first_on=performed[0].at.date() if performed else None,
        last_on=performed[-1].at.date() if performed else None,
        loads_kg=tuple(one.load_kg for one in performed if not one.tested),
        seconds=tuple(one.seconds for one in performed if not one.tested),
        adherence=sum(measured) / len(measured) if measured else None,
        held_s=sum(held_s) / len(held_s) if held_s else None,
        ratings=tuple(ratings),
        tests=tuple(Test(names.get(slug, slug), kg, datetime.fromisoformat(at).date()) for slug, kg, at in tests),
        eccentric=tuple(eccentric),
        sides=sides_done_text(course),
        lowerings=tuple(lowerings),
    )


def _end(course: Course) -> datetime:
    """Return when a programme ended: with the days of soreness after its last session, or now."""
    if course.record.stopped_at is not None:
        return course.record.stopped_at
    last = course.last
    return course.now if course.slot is not None or last is None else min(course.now, last.at + SORE_FOR)
