"""The figure beside the count of a set: that of its exercise, and none where motion is stilled."""

from __future__ import annotations

import pytest
from textual import constants

from negcoach.config.figures import figure_of
from negcoach.services import Services
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
