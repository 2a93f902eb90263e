"""What comes after a set: its result as the lifter corrects it in the rest, and the next set, exercise or end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum

from negcoach.coaching.advice.alternative import advice_on
from negcoach.coaching.advice.recent_training import read_recent_training
from negcoach.coaching.rest.next_bar import NextBar, drop_bar, next_bar
from negcoach.coaching.rest.sleeve import weight_of
from negcoach.coaching.session.following import following_exercise
from negcoach.coaching.session.running_session import RunningSession
from negcoach.coaching.set_runner import SetOutcome, SetRunner
from negcoach.coaching.sets_to_do import Following, SetsToDo, Upcoming
from negcoach.errors import NegcoachError
from negcoach.services import Services
from negcoach.training.advice.finding import Finding, Level
from negcoach.training.advice.next_set import NextSet
from negcoach.training.equipment.equipment import LoadedBar
from negcoach.training.equipment.unloading import bar_left
from negcoach.training.exercise.limits import MOST_SETS
from negcoach.training.exercise.prescription import Prescription
from negcoach.training.exercise.safety import needs_spotter
from negcoach.training.plan.eccentric_test import Ending
from negcoach.training.progress.pain import ACCEPTABLE
from negcoach.training.progress.recovery import is_daily
from negcoach.training.score.stop_rules import StopRules, by_side
from negcoach.training.score.timeline import Rep
from negcoach.training.terms import Side, StopReason
from negcoach.widgets.coach.sleeve_state import WeightState


class RestChoice(Enum):
    """What comes after the rest."""

    NEXT_SET = "next-set"
    NEXT_EXERCISE = "next-exercise"
    OTHER_EXERCISE = "other-exercise"
    FINISH = "finish"


@dataclass(frozen=True, slots=True)
class RestResult:
    """The result of a rest: what comes next, the set as it was rated and corrected meanwhile, and the sets to come.

    ``following`` is the next exercise, where that was chosen.
    """

    choice: RestChoice
    outcome: SetOutcome
    sets: SetsToDo
    following: Following | None = None


class AfterSet:
    """What comes after a set of work: the next one, another exercise, or the end of the session.

    After a set that lost its tempo the next one is lighter, unless the planned load is kept. After pain, and after a
    second such set, the end is offered first; another set then passes the gate, as one added after the last does. The
    last set of a drop set follows at once, with less load, if the one before it was done whole and in tempo.
    """

    def __init__(
        self,
        session: RunningSession,
        sets: SetsToDo,
        runner: SetRunner,
        outcome: SetOutcome,
        upcoming: Upcoming | None,
    ) -> None:
        """Begin with the ``outcome`` of one of ``sets``; ``upcoming`` is the next one (``None``: it was the last)."""
        self.session = session
        self.sets = sets
        self.outcome = outcome
        self._ended = outcome.reps  # before any is taken back, or corrected in the history
        self._upcoming = upcoming
        self._passed_gate = False  # the next set has: it is made no lighter, and ending is no longer offered first
        self._drop = self._dropped(upcoming)
        self.following: Following | None = None
        """The exercise that is offered after the last set, and taken for the next one with ``NEXT_EXERCISE``."""
        self._more_takes_a_word = False  # to do one more set after the last one
        self.taken_back: tuple[Rep, ...] = ()
        """The reps that were taken back in this rest."""
        self.keeps_plan = False
        """Whether what was planned is kept, although less is advised."""
        self.refusal = ""
        """Why the gate would let no further set pass after pain, "" where it could."""
        self.hurt_elsewhere = ""
        """The exercise that hurt the next one's muscles today in another session, unknown to the gate; "" for none."""
        self._runner = runner
        self.find_following()
        self.look_for_pain()

    def _dropped(self, upcoming: Upcoming | None) -> Upcoming | None:
        """Return the next set as it follows at once with less load, ``None`` where it is not the last of a drop set."""
        sets, settings = self.sets, self.session.services.settings
        if upcoming is None or upcoming.sets is not sets:
            return None
        if not sets.prescription.way.is_drop(upcoming.number, sets.prescription.sets):
            return None
        bar = sets.bar(self.session.bar, settings.equipment)
        dropped = sets.with_drop(settings.equipment.loads_for(sets.prescription, settings.unit), bar)
        return replace(upcoming, sets=dropped, rest_ms=0) if dropped.dropped and not sets.dropped else None

    @property
    def upcoming(self) -> Upcoming | None:
        """The next set, ``None`` after the last."""
        return self._drop if self.drops else self._upcoming

    @property
    def drops(self) -> bool:
        """Whether the load is lowered now, and the last set of a drop set follows at once."""
        ended, whole = self.outcome.ended, self.outcome.stop is StopReason.TARGET_REACHED
        kept = whole and not ended.stopped and not ended.hurt and not self.hurt_elsewhere
        return self._drop is not None and not self._passed_gate and kept

    def rate(self, rpe: float | None) -> None:
        """Rate the set's effort, ``None`` to clear it."""
        self.session.recorder.rate_set(rpe)
        self.outcome = replace(self.outcome, rpe=rpe)

    def rate_pain(self, side: Side | None, level: int | None) -> bool:
        """Say how much a side hurt, 0 to 10, ``None`` to clear it; return whether that changes what comes next.

        ``side`` is ``None`` for an exercise without sides. With too much pain ending is offered first, as after a set
        that ended in pain.
        """
        before, hurt = self.outcome.pain.of(side), self.hurts
        pain = self.outcome.pain.rated(side, level)
        self.session.recorder.rate_pain(pain)
        self.outcome = replace(self.outcome, pain=pain)
        # What passed the gate, while nobody had said how much it hurt, has not passed it with this.
        changes = self.hurts is not hurt or (level is not None and level > ACCEPTABLE and level != before)
        if changes:
            self._passed_gate = False
        return changes

    def take_back(self) -> None:
        """Take the set's last rep back; what the lifter said of the set's end stays."""
        before, runner = self.outcome, self._runner
        unsaid = before.stop is self._stop_unsaid
        runner.take_back_afterwards({rep.ordinal for rep in before.reps})
        counting = {rep.ordinal for rep in runner.counting_reps}
        self.taken_back += tuple(rep for rep in before.reps if rep.ordinal not in counting)
        self.outcome = replace(before, reps=tuple(rep for rep in before.reps if rep.ordinal in counting))
        self._follow_reps(unsaid=unsaid)

    def bring_back(self) -> None:
        """Let the rep count again that was taken back last, as it was; what the lifter said of the set's end stays."""
        if not self.taken_back:
            return
        unsaid = self.outcome.stop is self._stop_unsaid
        self._runner.bring_back_afterwards()
        rep, self.taken_back = self.taken_back[-1], self.taken_back[:-1]
        reps = sorted((*self.outcome.reps, rep), key=lambda one: one.ordinal)
        self.outcome = replace(self.outcome, reps=tuple(reps))
        self._follow_reps(unsaid=unsaid)

    def _follow_reps(self, *, unsaid: bool) -> None:
        """Store why the set ended by its reps as they are now, where that is another reason and ``unsaid`` as yet."""
        if unsaid and self.outcome.stop is not self._stop_unsaid:
            self.session.recorder.end_set(self._stop_unsaid)
            self.outcome = replace(self.outcome, stop=self._stop_unsaid)

    @property
    def _stop_unsaid(self) -> StopReason:
        """Why the set ended, as long as the lifter says nothing else: by its reps as they are now."""
        before, after = (
            by_side((rep.side, rep.adherence) for rep in reps) for reps in (self._ended, self.outcome.reps)
        )
        planned = self.sets.set_prescription(self.outcome.number).reps
        return self.rules.corrected(self._runner.stop_reason, before, after, planned, sides=len(self.sides))

    def give_reason(self, reason: StopReason) -> None:
        """Say why the set ended; the same reason again takes it back."""
        stop = self._stop_unsaid if self.outcome.stop is reason else reason
        self.session.recorder.end_set(stop)
        self.outcome = replace(self.outcome, stop=stop)
        said = self.outcome.pain.of(self.stopped_side)
        if said is not None and said < self.least_pain(self.stopped_side):  # it did hurt: how much is asked again
            self.rate_pain(self.stopped_side, None)
        self._passed_gate = False

    def follow_history(self) -> bool:
        """Take the set as it is stored now, and return whether it changed: the history can be opened in a rest.

        Raises ``NegcoachError`` when the database cannot be read.
        """
        changed = self.session.follow_history(self.outcome)
        if changed is None or changed == self.outcome:
            return False
        self.outcome = changed
        return True

    def look_for_pain(self) -> bool:
        """Look for pain that came into the store meanwhile; return whether there is any: then the end is offered."""
        if self.upcoming is None:
            return False
        found = self.session.pain_watch.look(self.upcoming.exercise, self.session.recorder.session_id)
        if found:
            self.hurt_elsewhere, self._passed_gate = found, False
        return bool(found)

    def find_following(self) -> None:
        """Find the exercise that is offered after the last set: the next of the session's plan, else the usual one."""
        if self.upcoming is None:
            self.following = following_exercise(self.session, self.sets.prescription.exercise)
            done = self.outcome.number
            self._more_takes_a_word = self.can_add_set and any(
                level >= Level.TYPED
                for _, level in _demands(self.session.services, self.sets.with_one_more(done + 1), done)
            )

    def go_on_with(self, upcoming: Upcoming) -> None:
        """Take a set that has passed the gate for the next one."""
        self._upcoming = upcoming
        self.hurt_elsewhere, self._passed_gate = "", True

    def ask_what_the_gate_refuses(self) -> None:
        """Find out whether the gate would refuse the next set after pain, whatever was typed."""
        offer = self.offer
        hurts = bool(self.hurt_elsewhere) or (offer is not None and offer.after is StopReason.PAIN)
        asks = self.upcoming is not None and hurts
        self.refusal = refusal_of(self.session.services, self.next_sets) if asks else ""

    def result(self, choice: RestChoice) -> RestResult:
        """Return the result of the rest that ends with a choice.

        The bar is taken to be loaded for the next set; of another exercise nobody knows which bar it has.
        """
        bar = self.next_bar if choice is RestChoice.NEXT_SET else None
        self.session.bar = None if bar is None else bar.after
        following = self.following if choice is RestChoice.NEXT_EXERCISE else None
        return RestResult(choice, self.outcome, self.next_sets, following)

    @property
    def asks_pain(self) -> bool:
        """Whether the pain of the set is asked in place of its effort: a tendon's protocol goes by it."""
        return is_daily(self.sets.prescription.exercise)

    @property
    def sides(self) -> tuple[Side | None, ...]:
        """The sides whose pain is asked, in the order in which they are trained; ``None`` stands for no side apart."""
        return self.sets.prescription.sides or (None,)

    @property
    def stopped_side(self) -> Side | None:
        """The side that had the load when the set ended, ``None`` where there are no sides."""
        reps = self.outcome.reps
        return reps[-1].side if reps else self.sides[0]

    def least_pain(self, side: Side | None) -> int:
        """Return the least pain that a side can have: a set that was stopped in pain did not hurt none on both."""
        others = [self.outcome.pain.of(one) for one in self.sides if one is not side]
        if self.outcome.stop is not StopReason.PAIN or any(others):
            return 0
        return 1 if side is self.stopped_side or None not in others else 0

    @property
    def rules(self) -> StopRules:
        """The rules by which the tempo of its reps is judged."""
        return self.sets.rules(self.session.services.settings.stop_rules)

    @property
    def hurts(self) -> bool:
        """Whether the set ended in pain, or hurt too much for a tendon.

        Then nothing begins by itself, and ending the session is offered first.
        """
        return self.outcome.ended.hurt

    @property
    def can_be_touched(self) -> bool:
        """Whether the spotter can have touched the bar: not in a set done to its target; and pain comes first."""
        return self.has_spotter and not self.hurts and self._stop_unsaid is not StopReason.TARGET_REACHED

    @property
    def has_spotter(self) -> bool:
        """Whether there may be a spotter, who can have touched the bar."""
        return self.sets.spotters > 0 or self.sets.prescription.exercise.spotters.at_least > 0

    @property
    def stopped(self) -> NextSet | None:
        """What the next set of this exercise is, if this one lost its tempo or hurt; else ``None``."""
        return self.session.next_set(self.sets.prescription, self.outcome)

    @property
    def offer(self) -> NextSet | None:
        """The same for the exercise that is next; ``None`` for a next set that has passed the gate."""
        if self._passed_gate:
            return None
        if self.upcoming is not None and self.changes_exercise:
            return self.session.next_set(self.upcoming.sets.prescription)
        return self.stopped

    @property
    def less(self) -> NextSet | None:
        """The offer, if it is less and the planned load can be kept: not after pain."""
        offer = self.offer
        return offer if offer is not None and offer.is_less and offer.after is not StopReason.PAIN else None

    @property
    def planned_sets(self) -> SetsToDo:
        """The sets to come as they were planned."""
        return self.sets if self.upcoming is None else self.upcoming.sets

    @property
    def next_sets(self) -> SetsToDo:
        """The sets to come: with less after one that lost its tempo or hurt, unless the planned load is kept."""
        offer = self.offer
        kept = self.keeps_plan and self.less is not None
        return self.planned_sets if offer is None or kept else self.planned_sets.with_less(offer)

    @property
    def next_prescription(self) -> Prescription:
        """The prescription of the next set."""
        return self.next_sets.prescription

    @property
    def has_passed_gate(self) -> bool:
        """Whether the next set has passed the gate in this rest."""
        return self._passed_gate

    @property
    def ends_first(self) -> bool:
        """Whether ending the session is offered first: after pain, and when it is enough for today."""
        enough = any(offer is not None and offer.enough for offer in (self.stopped, self.offer))
        return not self._passed_gate and (enough or bool(self.hurt_elsewhere))

    @property
    def is_against_advice(self) -> bool:
        """Whether the next set is one that is advised against: of what hurt, or after enough for today.

        A tendon's is not, as long as nobody said that it hurts too much.
        """
        offer = self.offer
        if not self.ends_first or offer is None or not offer.enough:
            return False
        return not self.hurt_a_tendon or (offer.pain_level or 0) > ACCEPTABLE

    @property
    def hurt_a_tendon(self) -> bool:
        """Whether the next set is of a tendon's exercise whose last one hurt: how much says whether it goes on."""
        offer = self.offer
        return offer is not None and offer.after is StopReason.PAIN and is_daily(self.next_prescription.exercise)

    @property
    def goes_on(self) -> RestChoice:
        """How the *next thing* key goes on: after the last set with the exercise that follows, if one is known."""
        if self.upcoming is not None:
            return RestChoice.NEXT_SET
        return RestChoice.FINISH if self.following is None else RestChoice.NEXT_EXERCISE

    @property
    def can_go_on(self) -> bool:
        """Whether there is something to go on with where ending is offered first."""
        return self.ends_first and not self.refusal and self.goes_on is not RestChoice.FINISH

    @property
    def asks_gate(self) -> bool:
        """Whether the next set passes the gate before it begins, where it is gone on with all the same."""
        return self.upcoming is not None and (self.offer is not None or self.hurts or bool(self.hurt_elsewhere))

    @property
    def can_add_set(self) -> bool:
        """Whether one more set can be done: after the last one, without pain, and no more than an exercise can have."""
        return self.upcoming is None and not self.hurts and self.outcome.number < MOST_SETS

    @property
    def offers_more(self) -> bool:
        """Whether one more set is offered: where the gate would ask for a typed word, the key alone leads to it."""
        return self.can_add_set and not self._more_takes_a_word

    @property
    def changes_exercise(self) -> bool:
        """Whether the next set is of another exercise, which alternates with this one."""
        return self.upcoming is not None and self.upcoming.exercise != self.sets.prescription.exercise

    @property
    def bar(self) -> LoadedBar | None:
        """The bar as the last set left it; ``None`` where its plates are not known.

        Where another exercise or lifter had the bar meanwhile, nobody knows what is on it.
        """
        session = self.session
        equipment = session.services.settings.equipment
        changed = self.changes_exercise or session.services.lifter_name
        bar = None if changed or not equipment else self.sets.bar(session.bar, equipment)
        lifted_last = self._runner.lifted_last
        return bar_left(self.sets.prescription, self.sets.one_rm_kg, bar, lifted_last=lifted_last)

    @property
    def next_bar(self) -> NextBar | None:
        """The bar of the next set; ``None`` where its plates are not known.

        Where the one before is not known, all plates are named.
        """
        equipment = self.session.services.settings.equipment
        if self.upcoming is None or not equipment:
            return None
        before, lighter = self.bar, self.next_prescription
        drop = drop_bar(before, lighter.load_kg) if self.drops and before is not None else None
        return drop or next_bar(lighter, self.upcoming.sets.one_rm_kg, before, equipment)

    @property
    def next_weight(self) -> WeightState | None:
        """The stack or the dumbbell of the next set; ``None`` where it has neither, or it is not known."""
        equipment = self.session.services.settings.equipment
        if self.upcoming is None or not equipment:
            return None
        moved = self.changes_exercise or self.session.services.lifter_name
        done = None if moved else replace(self.sets.prescription, load_kg=self.outcome.load_kg)
        return weight_of(self.next_prescription, done, equipment)

    @property
    def waits_for_key(self) -> bool:
        """Whether the next set waits for the key: those with a spotter do, who must be ready.

        So does any set after one that lost its tempo or hurt, here or in another session, any of another exercise than
        the last one, and one for which load comes off first.
        """
        waits = self.stopped is not None or self.offer is not None or bool(self.hurt_elsewhere) or self.drops
        return waits or self.changes_exercise or needs_spotter(self.next_prescription)


def asks_before_end(session: RunningSession, sets: SetsToDo, outcome: SetOutcome) -> bool:
    """Return whether a set in which the lifter ended the session has its page before the summary.

    A tendon's has, where how much it hurt is asked, unless the session was forgotten.
    """
    return is_daily(sets.prescription.exercise) and bool(outcome.reps) and not session.is_idle


def refusal_after_pain(services: Services, sets: SetsToDo) -> str:
    """Return why none of these sets may follow one without a rep that hurt, "" where the gate could let one pass."""
    return f"{Ending.PAIN.value}." if sets.is_test else refusal_of(services, sets)


def refusal_of(services: Services, sets: SetsToDo) -> str:
    """Return why the gate would not let these sets pass whatever was typed, "" where it could."""
    return next((finding.text for finding, level in _demands(services, sets) if level is Level.REFUSED), "")


def _demands(services: Services, sets: SetsToDo, done: int = 0) -> Sequence[tuple[Finding, Level]]:
    """Return what stands against these sets, ``done`` of which are done; nothing where the database cannot be read."""
    try:
        recent = read_recent_training(services, sets.prescription.exercise, under_way=True).of_sides(sets.prescription)
    except NegcoachError:
        return ()  # the gate says so when it is asked
    return advice_on(recent, sets.one_rm_kg).demands_for(sets.prescription, done)
