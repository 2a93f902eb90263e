"""The figure beside the count of a set: that of its exercise, and none where motion is stilled."""

from __future__ import annotations

from dataclasses import replace

import pytest
from textual import constants

from negcoach.config.figures import figure_of
from negcoach.services import Services
from negcoach.training.exercise.alternative import tempo_version
from negcoach.training.exercise.figure import Part
from negcoach.training.exercise.prescription import default_prescription
from negcoach.widgets.coach.coach_face import CoachFace
from tests.screens.coaching.stage import coach_app
from tests.screens.conftest import settle
from tests.services import prescribed


@pytest.mark.parametrize("slug", ["bench-press", "negative-dip"])
@pytest.mark.parametrize("animations", ["full", "none"])
async def test_it_is_that_of_the_exercise_unless_animations_are_off(
    services: Services, monkeypatch: pytest.MonkeyPatch, slug: str, animations: str
) -> None:
    monkeypatch.setattr(constants, "TEXTUAL_ANIMATIONS", animations)
    app = coach_app(services, prescribed(services, slug))
    async with app.run_test(size=(200, 50)) as pilot:
        await settle(pilot)
        face = app.screen.query_one(CoachFace)
        assert face.card is not None and face.card.figure == slug  # a mirror decides for itself
        assert face.figure == (figure_of(slug) if animations == "full" else None)


@pytest.mark.parametrize("spotters", [1, 2])
async def test_as_many_spotters_are_drawn_as_are_there(services: Services, spotters: int) -> None:
    prescription = prescribed(services, "bench-press")
    app = coach_app(services, prescription, spotters=spotters)
    async with app.run_test(size=(200, 50)) as pilot:
        await settle(pilot)
        face = app.screen.query_one(CoachFace)
        assert face.card is not None and face.card.spotters == spotters  # a mirror draws as many
        assert face.figure is not None and len(face.figure.spotters) == spotters


async def test_who_lifts_alone_is_shown_without_a_spotter(services: Services) -> None:
    press = services.exercise("leg-press")
    assert press is not None and press.alternative is not None
    alone = default_prescription(tempo_version(press, press.alternative), lead_in_ms=10_000, next_lead_in_ms=5_000)
    app = coach_app(services, replace(alone, load_kg=50.0))
    async with app.run_test(size=(200, 50)) as pilot:
        await settle(pilot)
        figure = app.screen.query_one(CoachFace).figure
        assert figure is not None and figure.slug == "leg-press"
        assert not any(shape.part is Part.SPOTTER for shape in figure.shapes(0.5))
