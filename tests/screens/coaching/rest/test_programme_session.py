"""A programme's session is led to its last set: that enough of it is done already stands against no set of its own."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from negcoach.app import NegcoachApp
from negcoach.coaching.advice.programmes import begin_programme, begun_programmes
from negcoach.coaching.advice.recent_training import catalogue_default, read_recent_training
from negcoach.coaching.sets_to_do import CoachRequest
from negcoach.config.programmes import load_programmes
from negcoach.screens.coaching.coach import CoachScreen
from negcoach.screens.coaching.rest.rest import RestScreen
from negcoach.services import Services
from negcoach.training.plan.course import Slot
from negcoach.training.score.timeline import Phase
from tests.screens.coaching.stage import Bench, on_the_bench
from tests.screens.conftest import settle
from tests.services import Clock

Perform = Callable[..., None]
SLUG = "negative-pull-up"
PROGRAMME = """
[[programme]]
slug = "mine"
name = "Mine"
exercise = "negative-pull-up"
days_apart = 2
week = [{{ do = ["{sets}x2 5 s bw", "1x1 5 s bw"] }}]
"""


def follow(services: Services, perform: Perform, sets: int) -> CoachRequest:
    """Begin a programme whose first session has so many sets of two; return the request for it, as Enter makes it."""
    for days in (12, 8, 5):
        perform(SLUG, days_ago=days)
    folder = services.config_path.parent
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "programmes.toml").write_text(PROGRAMME.format(sets=sets), "utf-8")
    (programme,) = (one for one in load_programmes(folder, services.library) if one.slug == "mine")
    begin_programme(services, programme)
    exercise = services.exercise(SLUG)
    assert exercise is not None
    advised = read_recent_training(services, exercise).advice.prescription
    assert (advised.sets, advised.reps) == (sets, 2)
    return CoachRequest(catalogue_default(services, exercise), None, frozenset({"load_kg", "sets", "reps", "tempo"}))


async def until_rest(bench: Bench) -> RestScreen:
    if isinstance(bench.app.screen, CoachScreen) and bench.phase is Phase.READY:
        await bench.press("space")
    return await bench.until_rest()


@pytest.mark.parametrize("sets", [3, 5])
@pytest.mark.parametrize("how", ["by key", "by itself", "after the help"])
async def test_each_rest_leads_to_the_next_set(
    services: Services, perform: Perform, clock: Clock, sets: int, how: str
) -> None:
    request = follow(services, perform, sets)
    async with on_the_bench(services, clock, app=NegcoachApp(services, request)) as bench:
        assert isinstance(bench.app.screen, CoachScreen)
        for number in range(1, sets):
            rest = await until_rest(bench)
            assert len(bench.records()[0].sets) == number
            if how == "by key":
                await bench.press("space", "space")
            else:
                if how == "after the help":
                    await bench.press("question_mark", "escape")
                left_ms = rest.left_ms
                assert left_ms is not None
                await bench.at(left_ms + 1_000)
            await settle(bench.pilot)
            assert isinstance(bench.app.screen, CoachScreen), f"after set {number}: {bench.app.screen}"
            assert bench.coach._number == number + 1
        await until_rest(bench)
        assert len(bench.records()[0].sets) == sets
    assert begun_programmes(services)["mine"].course.slot == Slot(0, 1)


async def test_the_next_session_of_the_programme_is_still_not_due_on_the_same_day(
    services: Services, perform: Perform, clock: Clock
) -> None:
    follow(services, perform, 3)
    perform(SLUG, days_ago=0, sets=2, reps=2)
    exercise = services.exercise(SLUG)
    assert exercise is not None
    clock.advance(3_600_000)
    assert "Not yet" in read_recent_training(services, exercise).advice.what
    under_way = read_recent_training(services, exercise, under_way=True)
    assert under_way.facts.course is not None
    assert under_way.facts.course.slot == Slot(0, 0)
    assert under_way.facts.course.is_due
