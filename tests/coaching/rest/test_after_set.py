"""What comes after a set: less, the end first, or another exercise, as the lifter corrects the result in the rest."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from negcoach.coaching.rest.after_set import AfterSet, RestChoice
from negcoach.coaching.rest.after_single import AfterSingle
from negcoach.coaching.session.running_session import RunningSession
from negcoach.coaching.set_runner import SetOutcome, SetRunner
from negcoach.coaching.sets_to_do import SetsToDo, Upcoming
from negcoach.coaching.standstill import StandstillWatch
from negcoach.services import Services
from negcoach.store.editing.editor import Editor
from negcoach.store.prescribed_set import prescribed_set_of
from negcoach.training.exercise.limits import MOST_SETS
from negcoach.training.plan.eccentric_test import Ending
from negcoach.training.score.set_run import SetRun
from negcoach.training.terms import StopReason
from tests.coaching.rest.test_next_bar import GYM
from tests.services import Clock, prescribed

After = Callable[..., AfterSet]


def test_a_set_in_tempo_is_followed_by_the_same(after: After) -> None:
    done = after(StopReason.TARGET_REACHED)
    assert (done.goes_on, done.ends_first, done.less) == (RestChoice.NEXT_SET, False, None)
    assert done.result(RestChoice.NEXT_SET).sets == done.sets


def test_after_lost_tempo_the_next_set_is_lighter_until_the_plan_is_kept(after: After) -> None:
    done = after(StopReason.TEMPO_LOSS, 2_000)
    assert done.next_prescription.load_kg < 105
    assert done.waits_for_key
    done.keeps_plan = True
    assert done.next_prescription.load_kg == 105


def test_pain_offers_the_end_first_until_it_is_taken_back_or_the_gate_let_it_pass(after: After) -> None:
    done = after(StopReason.LIFTERS_CALL)
    assert not done.ends_first
    done.give_reason(StopReason.PAIN)
    assert (done.hurts, done.ends_first, done.can_go_on) == (True, True, True)
    assert done.upcoming is not None
    done.go_on_with(done.upcoming)
    assert not done.ends_first
    done.give_reason(StopReason.PAIN)
    assert not done.hurts


def test_pain_that_comes_from_another_session_offers_the_end_first_until_the_gate_let_it_pass(
    after: After, perform: Callable[..., None]
) -> None:
    done = after(StopReason.TARGET_REACHED)
    assert not (done.look_for_pain() or done.ends_first or done.asks_gate)
    perform("negative-dip", days_ago=0.1, sets=1, stop=StopReason.PAIN)
    assert done.look_for_pain()
    assert (done.hurt_elsewhere, done.ends_first, done.can_go_on) == ("Negative dip", True, True)
    assert done.asks_gate and done.waits_for_key
    assert done.upcoming is not None
    done.go_on_with(done.upcoming)
    assert not (done.look_for_pain() or done.ends_first or done.asks_gate)
    perform("negative-dip", days_ago=0.05, stop=StopReason.PAIN)
    assert done.look_for_pain() and done.ends_first
    single = after(StopReason.TARGET_REACHED, test=True)
    single.look_for_pain()
    assert isinstance(single, AfterSingle) and single.step is Ending.PAIN


def test_after_the_last_set_the_session_ends_or_one_more_is_done_but_not_after_pain(after: After) -> None:
    done = after(StopReason.TARGET_REACHED, last=True)
    assert (done.goes_on, done.can_add_set) == (RestChoice.FINISH, True)
    assert not after(StopReason.PAIN, last=True).can_add_set


def test_the_bar_is_known_in_the_next_set_and_not_in_another_exercise(services: Services, after: After) -> None:
    services.settings = replace(services.settings, own_equipment=GYM)
    for choice in RestChoice:
        done = after(StopReason.TEMPO_LOSS, 2_000)
        done.result(choice)
        assert (done.session.bar is not None) is (choice is RestChoice.NEXT_SET)


def test_after_as_many_sets_as_an_exercise_can_have_no_more_is_offered(after: After) -> None:
    assert after(StopReason.TARGET_REACHED, number=MOST_SETS - 1, last=True).can_add_set
    done = after(StopReason.TARGET_REACHED, number=MOST_SETS, last=True)
    assert not (done.can_add_set or done.offers_more)


def test_a_single_is_followed_by_what_the_test_has_next_and_never_by_less(after: After) -> None:
    done = after(StopReason.TARGET_REACHED, test=True)
    assert isinstance(done, AfterSingle)
    assert done.next_prescription.load_kg > 105
    assert (done.stopped, done.offer, done.can_add_set, done.waits_for_key) == (None, None, False, True)
    done.give_reason(StopReason.PAIN)
    assert (done.ends_first, done.can_go_on) == (True, False)


def rest_of(services: Services, clock: Clock, *, reps: int) -> AfterSet:
    """Do a set of the bench press, of which each rep is stored; return what comes after it."""
    session = RunningSession(services)
    plan = prescribed(services, "bench-press", sets=3, reps=reps)
    sets = SetsToDo(plan, 1, 100.0)
    session.recorder.prepare_set(prescribed_set_of(plan, 1, spotters=1, one_rm_kg=100.0))
    watch = StandstillWatch(services.clock, services.elapsed, services.player)
    runner = SetRunner(SetRun(plan, 10_000), services.player, session.recorder, watch)
    session.begin_set()
    runner.begin()
    while not runner.advance().finished:
        clock.advance(200)
    outcome = SetOutcome(1, runner.counting_reps, runner.stop_reason, load_kg=plan.load_kg)
    after = AfterSet(session, sets, runner, outcome, Upcoming(sets, 2, plan.rest_ms))
    session.recorder.end_set(outcome.stop)
    return after


def test_what_was_deleted_in_the_history_is_not_brought_back_with_what_was_taken_back(
    services: Services, clock: Clock
) -> None:
    after = rest_of(services, clock, reps=3)
    set_id = after.session.recorder.set_id
    assert set_id is not None

    def stored() -> list[int]:
        after.follow_history()
        with services.database.read() as connection:
            reps = connection.execute("SELECT ordinal FROM reps WHERE deleted_at IS NULL ORDER BY ordinal").fetchall()
        found = [row["ordinal"] for row in reps]
        assert [rep.ordinal for rep in after.outcome.reps] == found
        return found

    seen = [stored()]
    Editor(services.database).delete_rep(set_id, 2, services.now())
    seen.append(stored())
    for step in (after.take_back, after.take_back, after.bring_back, after.bring_back):
        step()
        seen.append(stored())
    assert seen == [[1, 2, 3], [1, 3], [1], [], [1], [1, 3]]


def test_a_set_whose_only_rep_was_taken_back_is_there_again_with_it(services: Services, clock: Clock) -> None:
    """Also where the history was opened meanwhile, in which there was no such set."""
    after = rest_of(services, clock, reps=1)

    def sets_stored() -> int:
        after.follow_history()
        with services.database.read() as connection:
            count: int = connection.execute("SELECT count(*) FROM sets WHERE deleted_at IS NULL").fetchone()[0]
        return count

    assert (sets_stored(), after.outcome.counts) == (1, True)
    after.take_back()
    assert (sets_stored(), after.outcome.counts) == (0, False)
    after.bring_back()
    assert (after.outcome.counts, after.outcome.deleted) == (True, False)
    assert sets_stored() == 1
