"""A whole session where the terminal may be sent no colour at all."""

from __future__ import annotations

import re

import pytest

from negcoach.screens.coaching.rest.rest import RestScreen
from negcoach.screens.coaching.summary import SummaryScreen
from negcoach.services import Services
from negcoach.training.score.timeline import Phase
from negcoach.widgets.drawing.colour_schemes import ColourMode
from tests.screens.coaching.stage import Bench, on_the_bench
from tests.services import Clock


def colours(bench: Bench) -> set[str]:
    """Return the colours of the screen that are no grey."""
    found = set(re.findall(r"(?:fill|background-color): ?#([0-9a-f]{6})", bench.app.export_screenshot()))
    picture_frame = {"ff5f57", "febc2e", "28c840", "c5c8c6"}
    return {colour for colour in found - picture_frame if len({colour[:2], colour[2:4], colour[4:]}) > 1}


@pytest.mark.parametrize("size", [(40, 12), (80, 24), (120, 40)])
async def test_a_session_runs_without_colour(
    services: Services, clock: Clock, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with on_the_bench(services, clock, size=size) as bench:
        assert bench.face.colour_mode is ColourMode.NONE
        seen = colours(bench)
        await bench.press("space")
        for phase in (Phase.LEAD_IN, Phase.LOWER, Phase.LIFT):
            await bench.until(phase)
            seen |= colours(bench)
        await bench.press("p")
        seen |= colours(bench)
        await bench.at(2_000)  # no key goes on while the helper is called
        await bench.press("space")
        await bench.until_rest()
        assert isinstance(bench.app.screen, RestScreen)
        seen |= colours(bench)
        await bench.press("q", "y")
        assert isinstance(bench.app.screen, SummaryScreen)
        seen |= colours(bench)
    assert seen == set()
