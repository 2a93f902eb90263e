"""The questions before a set in lines: what answers them, and what does not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from negcoach.coaching.advice.alternative import alternative_choice
from negcoach.coaching.advice.recent_training import catalogue_default
from negcoach.coaching.gate.readiness import ReadinessAnswer, ReadinessQuestion
from negcoach.coaching.gate.spotters import WITHOUT, SpottersQuestion
from negcoach.coaching.guided_test import TestAnswer, read_test_offer
from negcoach.coaching.sets_to_do import Choice
from negcoach.plain.terminal.speech import spoken
from negcoach.services import Services
from negcoach.training.advice.finding import Finding, Level
from negcoach.training.advice.readiness.tendon_pain import TENDON_PAIN
from negcoach.training.exercise.safety import CountedOneRm
from negcoach.training.plan.full_rep import RUNGS
from tests.plain.listener import presenter_of
from tests.services import Clock

NO_ANSWERS = ("no", "n", "q", "quit", "stop", "0", "anyway")
AGAIN = "Type b; or Enter alone."


def warning(services: Services, level: Level) -> ReadinessQuestion:
    """A question that Enter passes: a warning, or a refused set whose place the advised one takes."""
    exercise = services.exercise("negative-push-up")
    assert exercise is not None
    chosen = catalogue_default(services, exercise)
    advised = replace(chosen, sets=1) if level is Level.REFUSED else None
    return ReadinessQuestion([(Finding(TENDON_PAIN, level, "It hurts in the mornings."), level)], chosen, advised, "kg")


@pytest.mark.parametrize(
    ("level", "passed"), [(Level.WARNING, ReadinessAnswer.AS_CHOSEN), (Level.REFUSED, ReadinessAnswer.ADVISED)]
)
async def test_only_enter_alone_passes_a_warning(
    services: Services, clock: Clock, level: Level, passed: ReadinessAnswer
) -> None:
    others = [(AGAIN, word) for word in NO_ANSWERS[1:]]
    for last, answer in (("", passed), ("b", None)):
        presenter, listener = presenter_of(services, clock, ("b goes back.", NO_ANSWERS[0]), *others, (AGAIN, last))
        assert await presenter.ask_readiness(warning(services, level)) is answer
        assert listener.unanswered == []


async def test_only_enter_alone_does_ordinary_sets_instead_of_a_test_that_may_not_begin(
    services: Services, clock: Clock
) -> None:
    exercise = services.exercise("bench-press")
    assert exercise is not None
    offer = read_test_offer(services, exercise)
    assert not offer.open
    for last, answer in (("", TestAnswer.ORDINARY_SETS), ("b", None)):
        presenter, listener = presenter_of(services, clock, ("b goes back.", "no"), (AGAIN, "q"), (AGAIN, last))
        assert await presenter.ask_test(offer) is answer
        assert listener.unanswered == []


async def test_what_answers_is_said_after_what_does_not(services: Services, clock: Clock) -> None:
    again = "Type y, a, n or b; or Enter alone."
    presenter, listener = presenter_of(services, clock, ("How did it go?", "perhaps"), (again, "b"))
    exercise = services.exercise("negative-push-up")
    assert exercise is not None
    assert await presenter.ask_full_rep(exercise, RUNGS[-1]) is None
    assert listener.unanswered == []


async def test_a_question_mark_has_any_question_asked_again_also_after_an_answer_that_is_none(
    services: Services, clock: Clock
) -> None:
    presenter, listener = presenter_of(
        services,
        clock,
        ("How did it go?", "?"),
        ("How did it go?", "perhaps"),
        ("Type y", "?"),
        ("How did it go?", "b"),
    )
    exercise = services.exercise("negative-push-up")
    assert exercise is not None
    assert await presenter.ask_full_rep(exercise, RUNGS[-1]) is None
    assert listener.unanswered == []


@pytest.mark.parametrize(
    ("load_kg", "typed", "said"), [(105, "1", False), (105, "2", True), (120, "2", True)], ids=["1", "2", "2 needed"]
)
async def test_two_spotters_hear_how_two_share_the_bar(
    services: Services, clock: Clock, load_kg: float, typed: str, said: bool
) -> None:
    exercise = services.exercise("bench-press")
    assert exercise is not None
    choice = Choice(replace(catalogue_default(services, exercise), load_kg=load_kg), 100.0)
    presenter, listener = presenter_of(
        services, clock, ("How many spotters", typed), ("Needed too: safety arms. Type y", "y")
    )
    question = SpottersQuestion(choice, CountedOneRm(100.0), "kg")
    assert await presenter.ask_spotters(question) == int(typed)
    assert listener.unanswered == []
    steps = [spoken(step) for step in exercise.two_spotter_steps]
    assert [line for line in listener.heard if line in steps] == (steps if said else [])


async def test_in_lines_too_few_spotters_are_offered_what_needs_none(services: Services, clock: Clock) -> None:
    exercise = services.exercise("leg-extension")
    assert exercise is not None
    instead = alternative_choice(services, exercise)
    assert instead is not None
    presenter, listener = presenter_of(
        services,
        clock,
        ("Type 0 to 4, or i for Leg extension, alone instead. b goes back.", "0"),
        ("Type i to do Leg extension, alone instead, or b and then choose another exercise", "i"),
    )
    choice = Choice(replace(catalogue_default(services, exercise), load_kg=60), 100.0)
    question = SpottersQuestion(choice, CountedOneRm(100.0), "kg", without=instead)
    assert await presenter.ask_spotters(question) == WITHOUT
    assert listener.unanswered == []


async def test_in_lines_too_few_spotters_are_sent_back_where_nothing_needs_none(
    services: Services, clock: Clock
) -> None:
    exercise = services.exercise("leg-extension")
    assert exercise is not None
    presenter, listener = presenter_of(
        services, clock, ("Type 0 to 4. b goes back.", "0"), ("Type b and then choose another exercise", "b")
    )
    choice = Choice(replace(catalogue_default(services, exercise), load_kg=60), 100.0)
    assert await presenter.ask_spotters(SpottersQuestion(choice, CountedOneRm(100.0), "kg")) is None
    assert listener.unanswered == []


async def test_whose_a_rule_is_is_said_where_that_is_asked_for(services: Services, clock: Clock) -> None:
    for level in (Level.WARNING, Level.TYPED):
        presenter, listener = presenter_of(
            services, clock, ("b goes back. ?: whose rules these are.", "?"), ("b goes back.", "b")
        )
        assert await presenter.ask_readiness(warning(services, level)) is None
        assert listener.unanswered == []
        rules = [at for at, line in enumerate(listener.heard) if line.startswith("Rule: ")]
        assert len(rules) == 1 and "b goes back." in listener.heard[rules[0] + 1]  # and then it is asked again
