"""Two lifters who swap between sets: each has their own session, history and advice, and nothing begins by itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from negcoach.app import NegcoachApp
from negcoach.broadcast.message import RestShown, SetShown
from negcoach.coaching.sets_to_do import CoachRequest
from negcoach.screens.choosing.exercises import ExercisesScreen
from negcoach.screens.choosing.gate.health_screen import ExperienceScreen
from negcoach.screens.coaching.coach import CoachScreen
from negcoach.screens.coaching.rest.rest import RestScreen
from negcoach.screens.coaching.summary import SummaryScreen
from negcoach.services import Services
from negcoach.store.queries.sessions.history import sessions
from negcoach.training.score.timeline import Phase
from negcoach.widgets.coach.giant_clock import GiantClock
from tests.screens.coaching.stage import Bench, on_the_bench
from tests.screens.conftest import rows_of, settle
from tests.screens.shared.test_mirroring import Reader
from tests.screens.test_training import choose, do_set
from tests.services import HEALTHY, Clock, prescribed, second_lifter

REST_MS = 90_000


@pytest.fixture
def ben(services: Services, clock: Clock, tmp_path: Path) -> Iterator[Services]:
    """The second lifter's services, on the same player and clock."""
    second = second_lifter(services, clock, tmp_path)
    yield second
    second.database.close()


@pytest.fixture
def app(services: Services, ben: Services) -> NegcoachApp:
    """The app, with a bodyweight exercise of two sets for the first lifter."""
    plan = replace(prescribed(services, "negative-push-up", sets=2), rest_ms=REST_MS)
    return NegcoachApp(services, CoachRequest(plan, None), ben)


def shown(bench: Bench) -> str:
    return " ".join(" ".join(rows_of(bench.app)).split())


def done(services: Services) -> list[list[str]]:
    """Return the exercise of each set, by session."""
    with services.database.read() as connection:
        return [[one.prescribed.exercise for one in record.sets] for record in sessions(connection)]


async def swap(bench: Bench, key: str) -> None:
    await bench.press(key)
    await settle(bench.pilot)


async def test_they_alternate_and_each_has_a_session_of_their_own(
    services: Services, ben: Services, clock: Clock, app: NegcoachApp
) -> None:
    async with on_the_bench(services, clock, app=app) as bench:
        await do_set(bench)
        assert "l other lifter" in shown(bench)
        await swap(bench, "l")
        assert isinstance(app.screen, ExercisesScreen)
        assert "negcoach · ben" in shown(bench)
        await choose(bench, "nordic")
        assert "BEN · NORDIC HAMSTRING CURL" in shown(bench)
        await bench.press("space")
        await bench.until_rest()
        await swap(bench, "l")
        rest = app.screen
        assert isinstance(rest, RestScreen)
        assert "anna" in shown(bench)
        assert 0 < rest.query_one(GiantClock).left_ms < REST_MS - 15_000  # it went on meanwhile
        await bench.at(REST_MS)
        assert isinstance(app.screen, RestScreen)  # nothing begins by itself after a swap
        await bench.press("space")
        assert isinstance(app.screen, CoachScreen)
        assert bench.moment.segment.phase is not Phase.READY
        await bench.until_rest()
        assert "l other lifter" in shown(bench)  # after the last set too, where there are more keys than room
        await bench.press("q")
        assert isinstance(app.screen, SummaryScreen)
        await bench.press("7", "escape")
        await settle(bench.pilot)
        await swap(bench, "ctrl+t")
        assert isinstance(app.screen, RestScreen)
        await bench.press("q", "8", "escape")
        await settle(bench.pilot)
        assert isinstance(app.screen, ExercisesScreen)
    assert done(services) == [["negative-push-up", "negative-push-up"]]
    assert done(ben) == [["nordic-curl"]]
    assert (services.journal.unfinished(), ben.journal.unfinished()) == (None, None)


async def test_no_key_changes_the_lifter_in_a_set(
    services: Services, ben: Services, clock: Clock, app: NegcoachApp
) -> None:
    async with on_the_bench(services, clock, app=app) as bench:
        await bench.press("space")
        await bench.until(Phase.LOWER)
        await bench.press("l", "ctrl+t")
        assert isinstance(app.screen, CoachScreen)
        assert bench.phase is Phase.LOWER


async def test_the_gate_asks_the_one_who_lifts_now(
    services: Services, ben: Services, clock: Clock, app: NegcoachApp
) -> None:
    services.lifter.store_health_answers(HEALTHY, services.now())
    async with on_the_bench(services, clock, app=app) as bench:
        await do_set(bench)
        await swap(bench, "l")
        await bench.press(*"bench", "enter")
        await settle(bench.pilot)
        assert isinstance(app.screen, ExperienceScreen)  # ben never answered it
        await bench.press("escape")
        await settle(bench.pilot)
        await swap(bench, "ctrl+t")
        assert isinstance(app.screen, RestScreen)
        await bench.press("h")
        await settle(bench.pilot)
        assert "Negative push-up" in shown(bench)


async def test_a_lifter_alone_has_no_other(services: Services, clock: Clock) -> None:
    plan = prescribed(services, "negative-push-up", sets=2)
    app = NegcoachApp(services, CoachRequest(plan, None))
    async with on_the_bench(services, clock, app=app) as bench:
        await do_set(bench)
        assert "other lifter" not in shown(bench)
        await bench.press("l", "ctrl+t")
        assert isinstance(app.screen, RestScreen)


async def test_the_mirror_of_either_follows_who_has_the_screen(
    services: Services, ben: Services, clock: Clock, app: NegcoachApp
) -> None:
    async with on_the_bench(services, clock, app=app) as bench:
        mirrors = [Reader(one) for one in (services, ben)]
        await do_set(bench)
        for one in mirrors:
            await one.until(RestShown)  # before the next screen: a mirror is sent what is shown by then
        await swap(bench, "l")
        await choose(bench, "nordic")
        for one in mirrors:
            shown = await one.until(SetShown)
            assert isinstance(shown, SetShown)
            assert shown.card.exercise == "ben · Nordic hamstring curl"
            one.socket.close()
