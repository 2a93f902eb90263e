"""What comes after a set: less, the end first, or another exercise, as the lifter corrects the result in the rest."""

from __future__ import annotations

from collections.abc import Callable

from negcoach.coaching.rest.after_set import AfterSet, RestChoice
from negcoach.coaching.rest.after_single import AfterSingle
from negcoach.training.plan.eccentric_test import Ending
from negcoach.training.terms import StopReason

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


def test_a_single_is_followed_by_what_the_test_has_next_and_never_by_less(after: After) -> None:
    done = after(StopReason.TARGET_REACHED, test=True)
    assert isinstance(done, AfterSingle)
    assert done.next_prescription.load_kg > 105
    assert (done.stopped, done.offer, done.can_add_set, done.waits_for_key) == (None, None, False, True)
    done.give_reason(StopReason.PAIN)
    assert (done.ends_first, done.can_go_on) == (True, False)
