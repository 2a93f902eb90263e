"""A simulated lifter: asks for advice, does it or not, and every advice is held against what never may be."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from negcoach.coaching.advice.programmes import course_that_leads
from negcoach.training.advice.advice import Advice, advise
from negcoach.training.advice.eccentric_entry import entry_to_test
from negcoach.training.advice.exposure import Exposure, PastSession, PastSet, exposures_of
from negcoach.training.advice.facts import Facts, KnownOneRm, Training
from negcoach.training.advice.finding import Level
from negcoach.training.advice.progression.overload import DELOAD
from negcoach.training.advice.progression.planned import KEPT_TWICE, LOST_TWICE, Step, amount_text
from negcoach.training.advice.ramp import (
    AFTER_PAIN_SHARE,
    LIGHT_SHARE,
    RAMP_PERCENTS,
    is_spared,
    least_working_kg,
    status_after,
)
from negcoach.training.advice.readiness.muscles import muscles_of
from negcoach.training.advice.readiness.table import GO_LIGHT
from negcoach.training.equipment.loading import OwnLoads, step_kg
from negcoach.training.exercise.exercise import Exercise, Family
from negcoach.training.exercise.prescription import Prescription
from negcoach.training.exercise.safety import SAME_LOAD_KG, is_over_cap
from negcoach.training.plan.course import Course, Performed, Record, course_of
from negcoach.training.plan.eccentric_test import (
    MOST_SINGLES,
    EccentricOneRm,
    Ending,
    Single,
    heaviest_success,
    next_single,
)
from negcoach.training.plan.full_rep import Try
from negcoach.training.plan.programme import Programme, Work
from negcoach.training.progress.measured import NOT_MEASURED, Measured
from negcoach.training.progress.pain import NOT_SAID, PainLevels
from negcoach.training.progress.recovery import is_daily
from negcoach.training.progress.soreness import Rating
from negcoach.training.terms import Side, StopReason
from negcoach.training.units import Unit
from tests.training.advice.builders import NOW, default, exercise, health_answers

START = NOW
WEEKS = 12

Perform = Callable[[Prescription, int], tuple[PastSet, ...]]
"""How a lifter does a prescription, given how many sessions came before."""


@dataclass
class Lifter:
    """One lifter and one exercise: what was performed and rated so far, and what was advised."""

    slug: str
    one_rm_kg: float | None = 100.0
    unit: Unit = "kg"
    tested_at: datetime = START - timedelta(days=1)
    own_loads: OwnLoads | None = None
    sessions: list[PastSession] = field(default_factory=list)
    ratings: list[Rating] = field(default_factory=list)
    tries: list[Try] = field(default_factory=list)
    log: list[tuple[datetime, Advice]] = field(default_factory=list)
    grown_at: list[datetime] = field(default_factory=list)
    programme: Programme | None = None
    record: Record | None = None
    only_side: Side | None = None
    """The one side that is trained."""
    _performed: dict[tuple[int, float | None, int], tuple[PastSession, OwnLoads | None, Performed]] = field(
        init=False, repr=False, compare=False, default_factory=dict
    )
    """Each session as a programme counts it, by the 1RM and the loads of then: it is asked for on each later day."""

    def facts(self, now: datetime) -> Facts:
        """Return what is known now."""
        what, course = exercise(self.slug), self.course(now)
        newest = {one.muscle: one for one in sorted(self.ratings, key=lambda one: one.at)}
        return Facts(
            now=now,
            unit=self.unit,
            sessions=tuple(reversed(self.sessions)),
            one_rm=None if self.one_rm_kg is None or what.load is None else KnownOneRm(self.one_rm_kg, self.tested_at),
            first_load_kg=self._first_load(),
            trained=tuple(
                Training(
                    self.slug, what.name, what.muscles, one.started_at, what.family is Family.OVERLOAD, len(one.sets)
                )
                for one in self.sessions
                if now - one.started_at < timedelta(days=7)
            ),
            ratings=tuple(newest.values()),
            health=health_answers(now=now),
            own_loads=self.own_loads,
            course=None if course is None else course_that_leads([course], what),
            eased_at=frozenset() if course is None else course.eased_at,
            tapered_at=frozenset() if course is None else course.tapered_at,
            tries=tuple(self.tries),
            eccentric_one_rms=tuple(
                EccentricOneRm(kg, one.sets[0].tempo, one.started_at)
                for one in self.sessions
                if one.sets[0].tested and (kg := heaviest_success(_singles(one))) is not None
            ),
        )

    def follow(self, programme: Programme, begun_at: datetime = START) -> None:
        """Begin a programme of the exercise."""
        self.programme, self.record = programme, Record(programme.slug, begun_at)

    def course(self, now: datetime) -> Course | None:
        """Return the course of the programme that is followed, or that was."""
        if self.programme is None or self.record is None:
            return None
        return course_of(self.programme, self.record, map(self._performed_in, self.sessions), now)

    def _performed_in(self, session: PastSession) -> Performed:
        key = id(session), self.one_rm_kg, id(self.own_loads)
        if key not in self._performed:  # what is kept beside it has this identity as long as it is kept
            performed = performed_of(self.slug, session, self.one_rm_kg, self.own_loads)
            self._performed[key] = session, self.own_loads, performed
        return self._performed[key][-1]

    @property
    def base(self) -> Prescription:
        """What was prescribed last, else the exercise's default, for the side that is trained."""
        return replace(self._last() or default(self.slug), only_side=self.only_side)

    def ask(self, now: datetime) -> Advice:
        """Ask for advice, and hold it against what never may be."""
        facts, base = self.facts(now), self.base
        advice = advise(base, facts)
        hold_invariants(advice, facts, base)
        hold_name_of_what_starts(advice, facts)
        if advice.step is Step.MORE:
            assert all(now - at >= timedelta(hours=20) for at in self.grown_at), "two growths within a day"
        self.log.append((now, advice))
        return advice

    def do(self, now: datetime, plan: Prescription, perform: Perform) -> None:
        """Do a prescription now."""
        at, advice = self.log[-1] if self.log else (None, None)
        if advice is not None and advice.step is Step.MORE and plan == advice.prescription:
            self.grown_at.append(now)
        before, session = self.course(now), PastSession(now, perform(plan, len(self.sessions)))
        self.sessions.append(session)
        if advice is not None and at == now and plan == advice.prescription and not advice.stopped:
            hold_what_counts(advice, session, before, self.course(now))

    def test(self, now: datetime, strength_kg: float) -> None:
        """Do the test of the eccentric 1RM, which lets begin, with a strength of so many kilograms."""
        what, facts, advice = exercise(self.slug), self.facts(now), self.log[-1][1]
        assert entry_to_test(what, facts, advice).obstacles == ()
        done: list[PastSet] = []
        plan = replace(default(self.slug), sets=MOST_SINGLES, reps=1)
        while True:
            singles = _singles(PastSession(now, tuple(done)))
            step = next_single(what, self.one_rm_kg or 0.0, singles, facts.loads)
            if isinstance(step, Ending):
                break
            able = step.load_kg <= strength_kg
            single = a_set(
                replace(plan, load_kg=step.load_kg),
                1.0 if able else 0.5,
                stop=StopReason.TARGET_REACHED if able else StopReason.TEMPO_LOSS,
            )
            done.append(replace(single, tested=True))
        self.sessions.append(PastSession(now, tuple(done)))

    def rate(self, now: datetime, rating: int) -> None:
        """Rate all muscles of the exercise."""
        self.ratings += [Rating(muscle, rating, now) for muscle in muscles_of(exercise(self.slug))]

    @property
    def loads_kg(self) -> list[float]:
        """The heaviest load of each session that was no test."""
        return [max(past.load_kg for past in one.sets) for one in self.sessions if not one.sets[0].tested]

    def _first_load(self) -> float | None:
        newest = max((past.load_kg for one in self.sessions[-1:] for past in one.sets), default=0.0)
        least_kg = least_working_kg(exercise(self.slug), self.one_rm_kg, newest)
        loads = (past.load_kg for one in self.sessions for past in one.sets)
        return next((kg for kg in loads if kg >= least_kg), None) if newest else None

    def _last(self) -> Prescription | None:
        worked = [one for one in self.sessions if not one.sets[0].tested]
        if not worked:
            return None
        last = worked[-1].sets[-1]
        plan = default(self.slug)
        return replace(plan, tempo=last.tempo, load_kg=last.load_kg, sets=last.planned_sets, reps=last.planned_reps)


def performed_of(
    slug: str, session: PastSession, one_rm_kg: float | None = None, own_loads: OwnLoads | None = None
) -> Performed:
    """Return a session of an exercise (a slug) as a programme counts it; ``one_rm_kg`` where none was known then.

    ``own_loads`` are what the lifter's equipment has for it.
    """
    return Performed(
        at=session.started_at,
        exercise=slug,
        load_kg=max(past.load_kg for past in session.sets),
        sets=len(session.sets),
        reps=sum(past.reps // max(1, len(set(past.sides))) for past in session.sets),
        seconds=max(past.lower_s for past in session.sets),
        one_rm_kg=session.sets[0].one_rm_kg or one_rm_kg,
        pain=any(past.pain for past in session.sets),
        lost=any(past.lost and not past.open for past in session.sets),
        timed=sum((_measured(past) for past in session.sets if not past.held), NOT_MEASURED),
        held=sum((_measured(past) for past in session.sets if past.held), NOT_MEASURED),
        own_loads=own_loads,
        tested=any(past.tested for past in session.sets),
        reps_on={side: reps for side in Side if (reps := sum(past.sides.count(side) for past in session.sets))},
    )


def _measured(past: PastSet) -> Measured:
    reps = [one for one in past.adherences if one is not None]
    return Measured(len(reps), round(sum(reps) * past.lower_s * 1000), len(reps) * past.lower_s * 1000)


def hold_name_of_what_starts(advice: Advice, facts: Facts) -> None:
    """Hold the set that starts before a programme's session is due against what the advice says of it."""
    item = None if facts.course is None else facts.course.item
    if advice.what != "Not yet" or item is None:
        return
    named = f"If you train sooner, it is {amount_text(advice.prescription, facts.unit)}." in advice.why
    reps = advice.prescription.total_reps
    assert named or (isinstance(item, Work) and reps is not None and reps >= item.total_reps), advice.why


def hold_what_counts(advice: Advice, session: PastSession, before: Course | None, after: Course | None) -> None:
    """Hold what an advice said of a programme's session against what came of it, where all of the advised was done."""
    whole = all(past.complete and not past.pain for past in session.sets)
    whole = whole and len(session.sets) == max(past.planned_sets for past in session.sets)
    if whole and before is not None and after is not None:
        counted = len(after.done) > len(before.done)
        assert counted or not advice.why.endswith("will count for it."), advice.why
        assert not counted or not advice.why.endswith("that has to wait."), advice.why


def _singles(session: PastSession) -> list[Single]:
    return [
        Single(past.load_kg, past.adherences, past.stop or StopReason.INTERRUPTED, past.rpe) for past in session.sets
    ]


def hold_invariants(advice: Advice, facts: Facts, base: Prescription) -> None:
    """Fail unless an advice is one that may be given."""
    plan, what = advice.prescription, base.exercise
    exposures = exposures_of(facts.sessions)
    one_rm_kg = None if facts.one_rm is None else facts.one_rm.kg
    assert advice.rule.name and advice.rule.mark, "an advice without a rule"
    assert advice.what and advice.why.endswith("."), "an advice without a reason"
    for text in (advice.what, advice.why, *(one.text for one in advice.findings)):
        assert text[:1].isalnum() and " 1 sets " not in f" {text} ", f"no sentence: {text}"
    assert not is_over_cap(plan.exercise, plan.load_kg, advice.one_rm.capped_kg), "over the cap without typing"
    assert one_rm_kg is None or (advice.one_rm.capped_kg or 0) <= one_rm_kg, "more than the 1RM counts"
    _no_overload_when_sore(advice, facts, base)
    _no_great_step_unasked(advice)
    _nothing_heavier_than_what_hurt(advice, exposures)
    if exposures and ((exposures[-1].lost and not exposures[-1].tested) or exposures[-1].pain):
        assert advice.step is not Step.MORE, "growth after lost, touched or painful"
    worked = [one for one in exposures if not one.tested]
    if worked and worked[-1].lost and not advice.stopped and worked[-1].load_kg:
        assert plan.load_kg <= worked[-1].load_kg + SAME_LOAD_KG, "more than lost its tempo last"
    if advice.step is Step.MORE and exposures:
        assert facts.now - exposures[-1].started_at >= timedelta(hours=20), "growth on the day of the last exposure"
    if advice.rule is LOST_TWICE and what.load is not None and one_rm_kg is not None:
        floor_kg = one_rm_kg * what.load.percent / 100 * RAMP_PERCENTS[0] / RAMP_PERCENTS[-1]
        assert plan.load_kg >= floor_kg * 0.9 - step_kg(floor_kg, facts.unit), "less than the ramp-in's floor"
    if advice.rule is KEPT_TWICE and what.load is not None:
        last_kg = max(one.load_kg for one in exposures)
        assert plan.load_kg <= last_kg * 1.10 + step_kg(last_kg, facts.unit), "more than 10 %"
    if what.load is None:
        assert plan.tempo.eccentric >= 3 or plan.tempo.eccentric >= base.tempo.eccentric, "a drop"


def _nothing_heavier_than_what_hurt(advice: Advice, exposures: Sequence[Exposure]) -> None:
    """After pain: a fifth less, and then no more than what hurt, until that was done whole and without."""
    index = max((index for index, one in enumerate(exposures) if one.pain), default=None)
    if index is None or is_daily(advice.prescription.exercise) or advice.stopped:
        return
    hurt_kg, since = exposures[index].hurt_kg, exposures[index + 1 :]
    other_side = is_spared(advice.prescription, exposures[index].hurt_sides)
    bodyweight = advice.prescription.exercise.bodyweight
    if other_side or bodyweight or not hurt_kg or any(one.load_kg > hurt_kg for one in since):
        return
    done = any(one.whole and one.load_kg >= hurt_kg - SAME_LOAD_KG for one in since)
    assert done or advice.prescription.load_kg <= hurt_kg + SAME_LOAD_KG, "more than what hurt"
    assert since or advice.prescription.load_kg <= hurt_kg * AFTER_PAIN_SHARE + SAME_LOAD_KG, "not a fifth less"


def _no_great_step_unasked(advice: Advice) -> None:
    plan = advice.prescription
    if plan.exercise.family is not Family.OVERLOAD or not plan.load_kg:
        return
    heavier = replace(plan, load_kg=plan.load_kg * 1.2, sets=1, reps=1)
    asked = [level for _, level in advice.demands_for(heavier) if level is not Level.QUESTION]
    assert asked, "a fifth more than is advised, and nobody asks"
    if advice.step is Step.RAMP_IN:
        assert max(asked) >= Level.TYPED, "more than the ramp-in's load without the word"


def _no_overload_when_sore(advice: Advice, facts: Facts, base: Prescription) -> None:
    muscles = muscles_of(base.exercise)
    sore = [
        one.rating
        for one in facts.ratings
        if one.muscle in muscles and facts.now - one.at < timedelta(hours=72) and one.rating >= GO_LIGHT
    ]
    usual = default(base.exercise.slug)
    heaviest = max((past.load_kg for session in facts.sessions for past in session.sets), default=0.0)
    as_ever = replace(usual, load_kg=heaviest)
    if sore and (heaviest or base.exercise.load is None):
        assert advice.level_for(as_ever) >= Level.TYPED, "overload when sore, without the strong word"
        light = advice.prescription.load_kg <= _working_kg(base.exercise, facts) * LIGHT_SHARE
        assert advice.step not in (Step.MORE, Step.START), "growth when sore"
        assert advice.step is not Step.SAME or light, "as usual when sore"


def _working_kg(what: Exercise, facts: Facts) -> float:
    """Return the load that a light one is measured by: in the ramp-in that which it leads to, 0 without a load."""
    if what.load is None:
        return 0.0
    status = status_after(what, [one for one in exposures_of(facts.sessions) if one.load_kg], facts)
    return status.working_kg or status.usual_kg


def kept(plan: Prescription, adherence: float | None = 1.0, rpe: float | None = 8.0) -> tuple[PastSet, ...]:
    """Do every set and rep."""
    each = [replace(plan, reps=plan.reps_of(number), fewer=0) for number in range(1, plan.sets + 1)]
    return tuple(a_set(of_set, adherence, rpe=rpe) for of_set in each)


def a_set(
    plan: Prescription,
    adherence: float | None = 1.0,
    *,
    last: float | None = None,
    stop: StopReason = StopReason.TARGET_REACHED,
    rpe: float | None = 8.0,
    reps: int | None = None,
) -> PastSet:
    """Do one set, its last rep with another adherence; one of a tendon's protocol hurts a little."""
    sides = plan.sides or (None,)
    count = (plan.reps or 6) if reps is None else reps
    done = [(adherence, side) for side in sides for _ in range(count)]
    adherences = [one for one, _ in done]
    if last is not None and adherences:
        adherences[-1] = last
    return PastSet(
        load_kg=plan.load_kg,
        tempo=plan.tempo,
        adherences=tuple(adherences),
        planned_reps=plan.reps,
        planned_sets=plan.sets,
        held=not plan.exercise.counts_tempo_of(plan.reps),
        stop=stop,
        rpe=rpe,
        sides=tuple(side for _, side in done if isinstance(side, Side)),
        only_side=plan.only_side,
        pain_levels=each_side(plan, 1) if is_daily(plan.exercise) else NOT_SAID,
    )


def each_side(plan: Prescription, pain: int) -> PainLevels:
    """Return the same pain on each side that is trained."""
    sides = {side.value: pain for side in plan.sides}
    return PainLevels(**sides) if sides else PainLevels(pain)


def days(first: datetime, every: Sequence[float], weeks: int = WEEKS) -> Iterator[datetime]:
    """Yield the times of a weekly rhythm: ``every`` has the days from one session to the next, again and again."""
    now, number = first, 0
    while now < first + timedelta(weeks=weeks):
        yield now
        now += timedelta(days=every[number % len(every)])
        number += 1


def deload_weeks(lifter: Lifter) -> int:
    """Return how often a deload week was advised, each counted once."""
    weeks = [now for now, advice in lifter.log if advice.rule is DELOAD]
    return sum(1 for number, now in enumerate(weeks) if not number or now - weeks[number - 1] > timedelta(days=9))
