"""The summary of a programme: the loads, the tempo, the soreness and the tests while it was followed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from negcoach.coaching.advice.programmes import begun_programmes
from negcoach.formatting import day_text, held_text, sides_done_text, target_time_text, tenths_text
from negcoach.services import Services
from negcoach.store.database.stamps import utc_ms
from negcoach.store.queries.eccentric_tests import eccentric_tests, longest_lowerings
from negcoach.store.queries.programme_span import one_rms_between, ratings_between
from negcoach.store.queries.tries import tries_of
from negcoach.texts import counted
from negcoach.training.plan.course import Course, Performed, State, measured_of
from negcoach.training.plan.full_rep import TriedRung, tried_rungs
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
class Lowered:
    """The ``loads_kg`` and the ``seconds`` of the sessions that count of one exercise (its name), in their order."""

    exercise: str
    loads_kg: tuple[float, ...]
    seconds: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """What came of a programme so far: what was ``lowered`` of each exercise in the sessions that count.

    ``adherence`` is measured / prescribed lowering time of the reps whose tempo counts, ``None`` where nothing was
    measured; ``held_s`` is how long the others were held on the average. ``ratings`` are those of soreness.
    ``lowerings`` are the longest ones that were tested: the exercise, how long (ms) and the day; ``tries`` the full
    reps that were tried.
    """

    done: int
    planned: int
    first_on: date | None
    last_on: date | None
    lowered: tuple[Lowered, ...]
    adherence: float | None
    ratings: tuple[int, ...]
    tests: tuple[Test, ...]
    eccentric: tuple[Test, ...] = ()
    sides: str = ""
    """On which sides they were done, where one had more of them."""
    lowerings: tuple[tuple[str, int, date], ...] = ()
    tries: tuple[TriedRung, ...] = ()
    held_s: float | None = None

    def lines(self, unit: Unit) -> list[tuple[str, str]]:
        """Return what there is to say, each with its label."""
        found = [("Sessions", f"{self.done} of {self.planned} done{self._days}")]
        if self.sides:
            found.append(("Sides", self.sides))
        found += self._loads(unit)
        found += self._lowerings()
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
        found += (("Full rep", _tried_text(one)) for one in self.tries)
        return found

    def _loads(self, unit: Unit) -> Iterator[tuple[str, str]]:
        """Yield the loads of each exercise that had one."""
        for one in self.lowered:
            if any(one.loads_kg):
                first, most, last = (
                    format_load(kg, unit) for kg in (one.loads_kg[0], max(one.loads_kg), one.loads_kg[-1])
                )
                yield "Loads", f"{first} first, {most} at most, {last} last{self._of(one)}"

    def _lowerings(self) -> Iterator[tuple[str, str]]:
        """Yield the seconds of each exercise, unless it is one alone that always had the same."""
        if len(self.lowered) > 1 or any(len(set(one.seconds)) > 1 for one in self.lowered):
            for one in self.lowered:
                first, most = one.seconds[0], max(one.seconds)
                amount = f"{first} s first, {most} s at most" if len(set(one.seconds)) > 1 else f"{first} s"
                yield "Lowering", f"{amount}{self._of(one)}"

    def _of(self, one: Lowered) -> str:
        """Return what names an exercise after its numbers, "" where there is no other."""
        return f", {one.exercise}" if len(self.lowered) > 1 else ""

    @property
    def _days(self) -> str:
        if self.first_on is None or self.last_on is None:
            return ""
        return f", {day_text(self.first_on)} to {day_text(self.last_on)}"


def _tried_text(tried: TriedRung) -> str:
    """Return ``First full pull-up on 10 May 2026 (3 tries)``, or ``one full pull-up: 2 tries, almost at best``."""
    tries = counted(tried.tries, "try", "tries")
    if tried.reached is not None:
        return f"{tried.record} on {day_text(tried.reached.at.date())}{f' ({tries})' if tried.tries > 1 else ''}"
    return f"{tried.ask}: {tries}, {'almost at best' if tried.almost else 'not yet'}"


def _lowered(performed: Iterable[Performed], names: Mapping[str, str]) -> Iterator[Lowered]:
    """Yield the loads and seconds of each exercise, in the order in which they came first; without its tests."""
    by_exercise: dict[str, list[Performed]] = {}
    for one in performed:
        if not one.tested:
            by_exercise.setdefault(one.exercise, []).append(one)
    for slug, found in by_exercise.items():
        loads_kg, seconds = tuple(one.load_kg for one in found), tuple(one.seconds for one in found)
        yield Lowered(names.get(slug, slug), loads_kg, seconds)


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
        tries = [
            one
            for slug in course.programme.exercises
            for one in tried_rungs(slug, tries_of(connection, slug), course.record.begun_at, _end(course))
        ]
    timed, held = measured_of(performed)
    return Summary(
        done=len(performed),
        planned=course.programme.session_count,
        first_on=performed[0].at.date() if performed else None,
        last_on=performed[-1].at.date() if performed else None,
        lowered=tuple(_lowered(performed, names)),
        adherence=timed.adherence,
        held_s=held.mean_s,
        ratings=tuple(ratings),
        tests=tuple(Test(names.get(slug, slug), kg, datetime.fromisoformat(at).date()) for slug, kg, at in tests),
        eccentric=tuple(eccentric),
        sides=sides_done_text(course),
        lowerings=tuple(lowerings),
        tries=tuple(tries),
    )


def _end(course: Course) -> datetime:
    """Return when a programme ended: with the days of soreness after its last session, or now."""
    if course.record.stopped_at is not None:
        return course.record.stopped_at
    last = course.last
    return course.now if course.slot is not None or last is None else min(course.now, last.at + SORE_FOR)
