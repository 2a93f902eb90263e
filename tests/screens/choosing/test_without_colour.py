"""What asks for more than Enter is told from a warning without colour: on the card, on its page, and in lines."""

from __future__ import annotations

from dataclasses import replace

import pytest
from rich.console import Console
from textual.widgets import Static

from negcoach.coaching.advice.alternative import advice_on
from negcoach.coaching.advice.recent_training import catalogue_default, read_recent_training
from negcoach.coaching.gate.readiness import ReadinessQuestion
from negcoach.keys.keymap import USUAL
from negcoach.plain.choosing.prescription import LinePrescription
from negcoach.screens.choosing.card import advice_table
from negcoach.screens.choosing.gate.readiness_screen import ReadinessScreen
from negcoach.services import Services
from negcoach.training.advice.finding import Finding, Level
from negcoach.training.advice.readiness.tendon_pain import TENDON_PAIN
from tests.plain.listener import presenter_of
from tests.screens.conftest import StageApp, rows_of
from tests.services import Clock

SAYS = "It hurts in the mornings."
LEVELS = (Level.WARNING, Level.TYPED)


def found(level: Level) -> Finding:
    return Finding(TENDON_PAIN, level, SAYS, level)


def plain_text(table: object) -> str:
    console = Console(width=100, no_color=True, color_system=None, highlight=False)
    with console.capture() as captured:
        console.print(table)
    return captured.get()


def line_of(text: str) -> str:
    (line,) = [one for one in text.splitlines() if SAYS in one]
    return " ".join(line.split())


def test_on_the_card(services: Services) -> None:
    exercise = services.exercise("negative-push-up")
    assert exercise is not None
    recent = read_recent_training(services, exercise)
    advice = advice_on(recent, None)
    tables = (
        advice_table(exercise, recent, replace(advice, findings=(found(level),)), services.now(), keymap=USUAL)
        for level in LEVELS
    )
    shown = [line_of(plain_text(table)) for table in tables]
    assert len(set(shown)) == len(LEVELS), shown


async def test_on_the_page_before_a_set(services: Services) -> None:
    exercise = services.exercise("negative-push-up")
    assert exercise is not None
    chosen, shown = catalogue_default(services, exercise), []
    for level in LEVELS:
        question = ReadinessQuestion([(found(level), level)], chosen, chosen, "kg")
        app = StageApp(lambda question=question: ReadinessScreen(question))  # type: ignore[misc]
        async with app.run_test(size=(100, 30)) as pilot:
            await pilot.pause()
            assert app.screen.query(Static)
            shown.append(line_of("\n".join(rows_of(app))))
    assert len(set(shown)) == len(LEVELS), shown


async def test_in_lines(services: Services, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    exercise = services.exercise("negative-push-up")
    assert exercise is not None
    chosen, said = catalogue_default(services, exercise), []
    for level in LEVELS:
        presenter, listener = presenter_of(services, clock, ("b goes back.", "b"), ("b goes back.", "b"))
        await presenter.ask_readiness(ReadinessQuestion([(found(level), level)], chosen, chosen, "kg"))
        form = LinePrescription(listener, presenter, services, exercise)
        advice = replace(form._advice, findings=(found(level),))
        monkeypatch.setattr(LinePrescription, "_advice", property(lambda _, advice=advice: advice))
        await form.ask(None, None)
        said.append([line for line in listener.heard if SAYS in line])
        assert len(said[-1]) == 2 and len(set(said[-1])) == 1  # the same where it is chosen and before the set
    assert said[0] != said[1]
