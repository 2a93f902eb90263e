"""Accentuated sets and forced reps on the coach's screen. Drop sets are tested with the rest."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from textual.pilot import Pilot

from negcoach.screens.coaching.rest.rest import RestScreen
from negcoach.services import Services
from negcoach.training.exercise.prescription import Prescription
from negcoach.training.exercise.way import Way
from negcoach.training.score.timeline import LiftedBy, Phase
from negcoach.widgets.coach.loaded_sleeve import LoadedSleeve
from tests.screens.coaching.rest.test_next_bar import GYM
from tests.screens.coaching.stage import NAMES, WITH_TINY, Bench, HeardPlayer, coach_app, on_the_bench
from tests.screens.conftest import rows_of, settle
from tests.services import Clock, prescribed

RACKED_MS = 4_500


@pytest.fixture(autouse=True)
def in_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pictures are the same whatever the terminal that the tests run in."""
    monkeypatch.delenv("NO_COLOR", raising=False)


@pytest.fixture
def accentuated(services: Services) -> Prescription:
    """Two sets of two reps, 105 kg down and 70 kg up; the plates are known."""
    services.settings = replace(services.settings, own_equipment=GYM, colours="full")
    return replace(prescribed(services, reps=2), way=Way.parse("accentuated 70 %"))


def said(bench: Bench) -> str:
    return " ".join(" ".join(rows_of(bench.app)).split())


async def test_an_accentuated_set_waits_for_the_hooks_before_each_rep(
    services: Services, clock: Clock, accentuated: Prescription
) -> None:
    player = services.player = HeardPlayer(clock)
    async with on_the_bench(services, clock, accentuated, size=(120, 40)) as bench:
        ready = said(bench)
        assert "hang hooks: 17.5 kg on each end · set to come off at the chest · then lift 70 kg alone" in ready
        await bench.press("space")
        lift = await bench.until(Phase.LIFT)
        assert lift.segment.lifted_by is LiftedBy.LIFTER and "SPOTTER" not in said(bench).partition("next")[0]
        await bench.until(Phase.RELOAD)
        assert "RACK IT" in said(bench)
        await bench.press("space")
        assert bench.phase is Phase.RELOAD  # the bar is still being racked
        await bench.at(60_000)
        assert bench.phase is Phase.RELOAD and player.called() == "hooks-on"
        assert "HOOKS ON" in said(bench) and "hooks are on" in said(bench)
        await bench.press("space")
        assert bench.phase is Phase.LEAD_IN
        rest = await bench.until_rest()
        assert list(rest.query_one(LoadedSleeve).state.bar.side) == [1000, 1000, 500]  # type: ignore[union-attr]
        assert "hooks: 17.5 kg on each end" in said(bench)
        stored = bench.records()[0].sets[0]
        assert (stored.load_kg, len(stored.reps), stored.prescribed.way) == (105.0, 2, "accentuated 70 %")


async def test_leaving_in_the_middle_of_an_accentuated_set_keeps_what_was_lowered(
    services: Services, clock: Clock, accentuated: Prescription
) -> None:
    async with on_the_bench(services, clock, accentuated) as bench:
        await bench.press("space")
        await bench.until(Phase.RELOAD)
        await bench.press("escape")
        await bench.until_rest()
        assert len(bench.records()[0].sets[0].reps) == 1


async def test_the_last_reps_are_helped_up_and_the_next_set_waits_for_the_spotter(
    services: Services, clock: Clock
) -> None:
    plan = prescribed(services, "tempo-bench-press", tempo="4-0-1-0", reps=3, lift_ms=2_000)
    plan = replace(plan, load_kg=75.0, way=Way.parse("forced 2"))
    player = services.player = HeardPlayer(clock)
    async with on_the_bench(services, clock, plan) as bench:
        assert "1 rep alone, the spotter helps 2 up · hands on is called before rep 2" in said(bench)
        await bench.press("space")
        await bench.until(Phase.LOWER)
        await bench.press("tab")
        assert "then on the pins first back up: together, or unload it" in said(bench)
        await bench.at(600_000)
        assert bench.phase is Phase.TAKE  # whoever gets the bar up again has all the time that it takes
        await bench.press("space")
        await bench.until(Phase.LOWER)
        assert player.called_from(600_000).count("hands-on") == 2  # after the pause, and before the first forced rep
        lift = await bench.until(Phase.LIFT)
        assert lift.segment.lifted_by is LiftedBy.USUAL and "PRESS" in said(bench)
        await bench.until(Phase.HOLD_TOP)
        assert player.called() == "hands-on" and "HANDS ON" in said(bench)
        await bench.until(Phase.LOWER)
        lift = await bench.until(Phase.LIFT)
        assert lift.segment.lifted_by is LiftedBy.SPOTTER and "SPOTTER LIFT" in said(bench)
        await bench.until_rest()
        await bench.at(90_000)
        assert isinstance(bench.app.screen, RestScreen)  # the spotter must be ready


@pytest.mark.parametrize("size", WITH_TINY, ids=NAMES)
def test_the_hooks_look_as_they_should(
    services: Services,
    clock: Clock,
    snap_compare: Callable[..., bool],
    accentuated: Prescription,
    size: tuple[int, int],
) -> None:
    async def act(pilot: Pilot[None]) -> None:
        bench = Bench(pilot.app, pilot, services, clock)
        await bench.press("space")
        await bench.until(Phase.RELOAD)
        await bench.at(RACKED_MS)
        await settle(pilot)

    assert snap_compare(coach_app(services, accentuated), run_before=act, terminal_size=size)
