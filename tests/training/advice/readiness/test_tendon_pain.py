"""The pain of a tendon decides what comes next: to 3 nothing, to 5 no more load, above it less, for three days help."""

from __future__ import annotations

from dataclasses import replace

import pytest

from negcoach.training.advice.exposure import PastSession, exposures_of
from negcoach.training.advice.finding import Level
from negcoach.training.advice.next_set import EndedSet, next_set
from negcoach.training.advice.progression.planned import Step
from negcoach.training.advice.progression.tendon import CALM_WEEK
from negcoach.training.advice.readiness.tendon_pain import TENDON_PAIN, PainVerdict, strictest, tendons_of, verdict_on
from negcoach.training.equipment.loading import UsualLoads
from negcoach.training.progress.pain import PainLevels
from negcoach.training.terms import Side, StopReason
from tests.training.advice.builders import advise, amount, default, demand, session


def drops(days_ago: float = 1, load_kg: float = 10.0, **done: object) -> PastSession:
    return session("heel-drop", load_kg, days_ago=days_ago, **done)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("in_sets", "next_morning", "verdict"),
    [
        (None, None, PainVerdict.UNKNOWN),
        (0, None, PainVerdict.CALM),
        (2, 2, PainVerdict.CALM),
        (2, 3, PainVerdict.FINE),  # worse, but no more than is fine
        (3, 0, PainVerdict.FINE),
        (4, 4, PainVerdict.NO_MORE_LOAD),
        (5, None, PainVerdict.NO_MORE_LOAD),
        (6, 0, PainVerdict.TOO_MUCH),
        (2, 4, PainVerdict.WORSE_NEXT_MORNING),
        (4, 5, PainVerdict.WORSE_NEXT_MORNING),
        (None, 4, PainVerdict.UNKNOWN),
        (None, 6, PainVerdict.WORSE_NEXT_MORNING),
        (5, 6, PainVerdict.WORSE_NEXT_MORNING),
    ],
)
def test_a_day_is_judged_by_its_sets_and_the_morning_after(
    in_sets: int | None, next_morning: int | None, verdict: PainVerdict
) -> None:
    (day,) = exposures_of([drops(hurt=in_sets, next_morning=next_morning)])
    assert verdict_on(day) is verdict


def test_a_set_that_was_stopped_on_pain_is_never_calm() -> None:
    (day,) = exposures_of([drops(hurt=1, stop=StopReason.PAIN)])
    assert verdict_on(day) is PainVerdict.FINE


@pytest.mark.parametrize(("hurt", "load_kg"), [(0, 15.0), (2, 15.0), (3, 10.0), (4, 10.0), (None, 10.0)])
def test_only_seven_calm_days_add_five_kilograms(hurt: int | None, load_kg: float) -> None:
    week = [drops(days, hurt=0) for days in range(2, 8)]
    assert amount(advise("heel-drop", drops(1, hurt=hurt), *week)) == (6, 15, load_kg)
    assert advise("heel-drop", drops(1, hurt=0), *week[:5]).prescription.load_kg == 10


@pytest.mark.parametrize(
    ("left", "right", "both"),
    [
        ((2, 2), (0, 0), PainVerdict.CALM),
        ((2, 3), (1, 0), PainVerdict.FINE),
        ((1, 4), (5, 5), PainVerdict.WORSE_NEXT_MORNING),  # the right hurt as much before: it is the left
        ((0, 0), (4, None), PainVerdict.NO_MORE_LOAD),
        ((6, 0), (2, 4), PainVerdict.TOO_MUCH),
        ((0, 0), (None, None), PainVerdict.UNKNOWN),
        ((4, None), (None, None), PainVerdict.NO_MORE_LOAD),
    ],
)
def test_each_side_is_judged_by_its_own_pain_and_the_strictest_leads(
    left: tuple[int, int | None], right: tuple[int | None, int | None], both: PainVerdict
) -> None:
    exposures = exposures_of([drops(hurt=(left[0], right[0]), next_morning=(left[1], right[1]))])
    assert strictest(tendons_of(exposures, tuple(Side))).verdict is both
    assert strictest(tendons_of(exposures, (Side.LEFT,))).verdict is verdict_on(exposures[0], Side.LEFT)


def test_an_older_number_stands_for_each_side_that_was_trained() -> None:
    (day,) = exposures_of([drops(hurt=4)])
    assert [verdict_on(day, side) for side in Side] == [PainVerdict.NO_MORE_LOAD] * 2
    assert "It hurt 4 of 10 last time" in str([one.text for one in advise("heel-drop", drops(hurt=4)).findings])
    exposures = exposures_of([drops(2, hurt=4, side=Side.LEFT), drops(1, hurt=1, side=Side.RIGHT)])
    assert [one.verdict for one in tendons_of(exposures, tuple(Side))] == [PainVerdict.NO_MORE_LOAD, PainVerdict.CALM]


def test_both_sides_do_what_the_worse_one_may_and_one_alone_what_it_may_itself() -> None:
    bad = drops(hurt=(7, 1))
    assert amount(advise("heel-drop", bad)) == (5, 15, 5.0)
    assert "It hurt 7 of 10 on the left: one set and 5 kg less." in advise("heel-drop", bad).why
    for side, wanted in ((Side.LEFT, (5, 15, 5.0)), (Side.RIGHT, (6, 15, 10.0))):
        advice = advise("heel-drop", bad, base=replace(default("heel-drop"), only_side=side))
        assert amount(advice) == wanted
        assert demand(advice, TENDON_PAIN) is (Level.WARNING if side is Side.LEFT else Level.NOTE)


def test_seven_calm_days_of_both_sides_add_five_kilograms_to_both() -> None:
    calm = [drops(days, hurt=(2, 0)) for days in range(1, 8)]
    assert advise("heel-drop", *calm).prescription.load_kg == 15
    last = drops(1, hurt=(0, 3))
    advice = advise("heel-drop", last, *calm[1:])
    assert (advice.step, advice.prescription.load_kg) == (Step.SAME, 10)
    assert "The right side has not had seven days" in advice.why


def test_a_stop_on_pain_is_of_the_side_that_had_the_load() -> None:
    stopped = drops(hurt=(1, None), stop=StopReason.PAIN)  # its last rep was one of the right side
    (day,) = exposures_of([stopped])
    assert (verdict_on(day, Side.LEFT), verdict_on(day, Side.RIGHT)) == (PainVerdict.CALM, PainVerdict.UNKNOWN)
    assert "How bad, out of 10?" in str([one.text for one in advise("heel-drop", stopped).findings])
    (other,) = exposures_of([drops(hurt=(3, 0), stop=StopReason.PAIN)])  # but it was the left one that hurt
    assert (other.stopped_on(Side.LEFT), other.stopped_on(Side.RIGHT)) == (True, False)
    left_alone = advise("heel-drop", stopped, base=replace(default("heel-drop"), only_side=Side.LEFT))
    assert demand(left_alone, TENDON_PAIN) is Level.NOTE


@pytest.mark.parametrize(
    ("pain", "side", "level"),
    [
        (PainLevels(left=2), Side.RIGHT, None),  # not said of the side that it stopped on
        (PainLevels(left=2, right=4), Side.RIGHT, 4),
        (PainLevels(left=6), Side.RIGHT, 6),  # whatever the other one says, that is too much
        (PainLevels(whole=3), Side.LEFT, 3),
        (PainLevels(), None, None),
        (PainLevels(right=0), Side.RIGHT, None),  # something did hurt
    ],
)
def test_how_much_a_stopped_set_hurt_is_known_once_it_is_said_of_that_side(
    pain: PainLevels, side: Side | None, level: int | None
) -> None:
    assert pain.at_stop(side) == level


def test_four_or_five_go_on_with_no_more_load() -> None:
    advice = advise("heel-drop", drops(hurt=5))
    assert (advice.rule, advice.step, amount(advice)) == (TENDON_PAIN, Step.SAME, (6, 15, 10.0))
    assert demand(advice, TENDON_PAIN) is Level.NOTE
    assert advice.level_for(replace(advice.prescription, load_kg=15.0)) is Level.WARNING


@pytest.mark.parametrize(("hurt", "next_morning", "said"), [(7, None, "7 of 10:"), (3, 5, "5 of 10 the next morning:")])
def test_over_five_or_worse_next_morning_takes_a_set_and_five_kilograms_off(
    hurt: int, next_morning: int | None, said: str
) -> None:
    advice = advise("heel-drop", drops(hurt=hurt, next_morning=next_morning))
    assert (advice.rule, advice.step, amount(advice)) == (TENDON_PAIN, Step.LESS, (5, 15, 5.0))
    assert f"It hurt {said} one set and 5 kg less." in advice.why
    assert advice.level_for(advice.prescription) is Level.WARNING
    assert advice.level_for(replace(advice.prescription, load_kg=10.0)) is Level.TYPED


def test_less_is_taken_once_from_the_day_that_hurt_and_the_sets_come_back_when_it_is_better() -> None:
    bad_morning, evening = drops(10 / 24, hurt=7), drops(1 / 24, load_kg=5.0, hurt=3)
    assert amount(advise("heel-drop", bad_morning, evening)) == (5, 15, 5.0)
    assert amount(advise("heel-drop", drops(2, hurt=7), drops(1, load_kg=5.0, hurt=3))) == (6, 15, 5.0)
    assert amount(advise("heel-drop", drops(load_kg=0.0, hurt=8))) == (5, 15, 0.0)


@pytest.mark.parametrize(("hours", "level"), [(0.1, Level.TYPED), (2.9, Level.TYPED), (9, Level.WARNING)])
def test_after_too_much_pain_no_more_is_done_in_the_same_visit(hours: float, level: Level) -> None:
    advice = advise("heel-drop", drops(hours / 24, hurt=8))
    assert demand(advice, TENDON_PAIN) is level
    assert amount(advice) == (5, 15, 5.0)


def test_three_days_over_five_see_someone() -> None:
    advice = advise("heel-drop", *(drops(days, hurt=6) for days in (1, 2, 3)))
    assert (advice.rule, advice.step, demand(advice, TENDON_PAIN)) == (TENDON_PAIN, Step.REST, Level.TYPED)
    assert "see someone" in advice.why
    assert advise("heel-drop", drops(1, hurt=6), drops(2, hurt=5), drops(3, hurt=6)).step is Step.LESS


def test_one_side_alone_is_a_whole_day_where_only_that_one_is_trained() -> None:
    def left(days_ago: float) -> PastSession:
        done = drops(days_ago, hurt=1, side=Side.LEFT)
        return replace(done, sets=tuple(replace(one, only_side=Side.LEFT) for one in done.sets))

    base = replace(default("heel-drop"), only_side=Side.LEFT)
    advice = advise("heel-drop", *(left(days) for days in range(1, 8)), base=base)
    assert (advice.rule, advice.step, advice.prescription.load_kg) == (CALM_WEEK, Step.MORE, 15.0)
    assert advice.prescription.sides == (Side.LEFT,)


def test_a_set_over_five_ends_the_session_first_and_takes_five_kilograms_off() -> None:
    plan = replace(default("heel-drop"), load_kg=10.0)
    offer = next_set(plan, [EndedSet(StopReason.TARGET_REACHED, (1.0,), 6)], UsualLoads("kg"))
    assert offer is not None
    assert (offer.enough, offer.load_kg, offer.after) == (True, 5.0, StopReason.PAIN)
    assert next_set(plan, [EndedSet(StopReason.TARGET_REACHED, (1.0,), 5)], UsualLoads("kg")) is None
