"""What the screens tell mirrors: only while there are any, and the same as they show."""

from __future__ import annotations

import asyncio
from contextlib import closing

import pytest
from textual import events

from negcoach.app import NegcoachApp
from negcoach.broadcast.address import FOLDER_NAME, connection
from negcoach.broadcast.message import Hello, Message, Now, RestShown, SetShown, WordsShown, line_of, read_line
from negcoach.coaching.sets_to_do import CoachRequest
from negcoach.mirror.followed_set import FollowedSet
from negcoach.screens.coaching.base import KEYS_ELSEWHERE, MIRRORED_ELSEWHERE
from negcoach.screens.coaching.leave import LeaveScreen
from negcoach.screens.coaching.rest.rest import RestScreen
from negcoach.screens.coaching.summary import SummaryScreen
from negcoach.screens.shared.keys.open_screen import OpenScreen
from negcoach.screens.shared.mirroring import ASKS, CHOOSES, ELSEWHERE, mirroring_of
from negcoach.services import Services, do_nothing
from negcoach.training.score.timeline import Phase
from tests.screens.coaching.stage import Bench, on_the_bench, three_reps
from tests.screens.coaching.test_warm_up import ready, until_warm_up_rest
from tests.screens.conftest import WAIT_S, settle
from tests.services import LEAD_IN_MS, Clock, prescribed


def told(bench: Bench) -> tuple[object, Now]:
    """Return what the top screen tells mirrors."""
    screen = bench.app.screen
    assert isinstance(screen, OpenScreen)
    found = screen.mirrored()
    assert found is not None
    for message in found:
        assert read_line(line_of(message)) == message
    return found


async def test_a_set_is_told_as_it_is_drawn_before_the_first_key_and_after_each(
    services: Services, clock: Clock
) -> None:
    async with on_the_bench(services, clock) as bench:

        def same() -> bool:
            bench.look()
            shown, now = told(bench)
            assert isinstance(shown, SetShown)
            return FollowedSet(shown, now).moment(clock.ns) == bench.moment and shown.card == bench.face.card

        assert same()
        assert bench.phase is Phase.READY
        await bench.press("space")
        for _ in range(18):
            await bench.at(700)
            assert same()
        await bench.press("p")
        assert same()
        assert bench.phase is Phase.TAKE
        await bench.press("left")
        assert same()


async def test_a_rest_is_told_as_it_stands_on_the_screen(services: Services, clock: Clock) -> None:
    async with on_the_bench(services, clock, prescribed(services, reps=4)) as bench:
        await three_reps(bench)
        shown, now = told(bench)
        assert isinstance(shown, RestShown)
        assert shown.counts_down
        assert len(shown.reps) == 3
        assert "BENCH PRESS" in shown.header
        assert shown.lines[0].startswith("Next: set 2 of 2")
        assert now.left_ms is not None
        clock.advance(5_000)
        assert told(bench)[1].left_ms == now.left_ms - 5_000


async def test_after_the_last_set_a_word_stands_in_the_place_of_the_clock_and_then_the_totals(
    services: Services, clock: Clock
) -> None:
    async with on_the_bench(services, clock, prescribed(services, sets=1, reps=4)) as bench:
        await three_reps(bench)
        shown, now = told(bench)
        assert isinstance(shown, RestShown)
        assert not shown.counts_down
        assert (shown.word, now.left_ms) == ("DONE", None)
        await bench.press("q")
        assert isinstance(bench.app.screen, SummaryScreen)
        shown, _ = told(bench)
        assert isinstance(shown, WordsShown)
        assert shown.word == "3 REPS"
        assert shown.lines[0].startswith("SESSION DONE")


async def test_a_mirror_says_that_the_keys_go_elsewhere_without_calling_itself_the_place_for_them(
    services: Services, clock: Clock
) -> None:
    async with on_the_bench(services, clock, prescribed(services, reps=4)) as bench:
        await bench.press("space")
        bench.app.post_message(events.AppBlur())
        await settle(bench.pilot)
        bench.look()
        assert told(bench)[1].notice == MIRRORED_ELSEWHERE
        bench.app.post_message(events.AppFocus())
        await settle(bench.pilot)
        await three_reps(bench)
        bench.app.post_message(events.AppBlur())
        await settle(bench.pilot)
        bench.look()
        shown, _ = told(bench)
        assert isinstance(shown, RestShown)
        assert MIRRORED_ELSEWHERE in shown.lines
        assert KEYS_ELSEWHERE not in shown.lines


async def test_the_sets_and_rests_of_a_warm_up_are_told_too(services: Services, clock: Clock) -> None:
    async with ready(services, clock, prescribed(services, reps=4)) as bench:
        await bench.press("w")
        shown, _ = told(bench)
        assert isinstance(shown, SetShown)
        assert "warm-up 1" in shown.card.set_label
        await bench.press("space")
        await until_warm_up_rest(bench)
        rest, now = told(bench)
        assert isinstance(rest, RestShown)
        assert rest.counts_down
        assert (now.left_ms or 0) > 0
        assert rest.lines[0].startswith("Next: warm-up 2")


async def test_what_fails_for_a_mirror_ends_the_mirrors_and_not_the_set(
    services: Services, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with on_the_bench(services, clock) as bench:
        mirroring = mirroring_of(bench.app, [services])
        services.on_drawn = mirroring.look
        await bench.press("space")

        def fails(_: object) -> None:
            raise LookupError

        monkeypatch.setattr(type(bench.app.screen), "mirrored", fails)
        await bench.at(3_000)
        bench.look()
        assert services.on_drawn is do_nothing
        assert bench.phase is Phase.LEAD_IN


class Reader:
    """A mirror's end, which reads in the loop of the app."""

    def __init__(self, services: Services) -> None:
        self.socket = connection(services.database.path.parent)
        self._unread = b""
        self.messages: list[Message] = []

    async def until(self, message: type[Message], **values: object) -> Message:
        """Return the next message of a kind that has these values."""
        loop = asyncio.get_running_loop()
        async with asyncio.timeout(WAIT_S):
            while True:
                for index, one in enumerate(self.messages):
                    if isinstance(one, message) and all(getattr(one, name) == value for name, value in values.items()):
                        del self.messages[: index + 1]
                        return one
                chunk = await loop.sock_recv(self.socket, 65_536)
                assert chunk, "the app let its mirror go"
                *lines, self._unread = (self._unread + chunk).split(b"\n")
                self.messages += map(read_line, lines)


async def test_the_app_tells_mirrors_from_the_home_screen_to_the_end_and_no_more_once_they_have_gone(
    services: Services, clock: Clock
) -> None:
    app = NegcoachApp(services, CoachRequest(prescribed(services, "negative-push-up"), None))
    async with on_the_bench(services, clock, app=app) as bench:
        assert services.on_drawn is do_nothing
        reader = Reader(services)
        with closing(reader.socket):
            assert await reader.until(Hello) == Hello()
            shown = await reader.until(SetShown)
            assert isinstance(shown, SetShown)
            assert not shown.started
            await bench.press("space")
            await reader.until(SetShown, started=True)
            await bench.at(LEAD_IN_MS + 500)
            await reader.until(Now, covered="")
            await bench.press("q")
            assert isinstance(app.screen, LeaveScreen)
            await reader.until(Now, covered=ASKS)
            await bench.press("n")
            await bench.press("escape")
            await bench.until_no_rep()
            await reader.until(WordsShown, lines=("The set is over.",))
            await reader.until(Now, covered=ASKS)
            await bench.press("q")
            await reader.until(WordsShown, lines=(CHOOSES,))
            await bench.press("f3")
            await reader.until(WordsShown, lines=(ELSEWHERE,))
            await reader.until(Now, covered="")
            assert services.on_drawn is not do_nothing
        async with asyncio.timeout(WAIT_S):
            while services.on_drawn is not do_nothing:  # told when the next message finds nobody
                await bench.pilot.pause()
    assert list((services.database.path.parent / FOLDER_NAME).iterdir()) == []


async def test_a_second_program_on_the_same_folder_leaves_the_mirrors_to_the_first(
    services: Services, clock: Clock
) -> None:
    async with on_the_bench(services, clock, app=NegcoachApp(services)) as bench:
        place = services.database.path.parent / FOLDER_NAME
        first = [path.stat().st_ino for path in place.iterdir()]
        services.alone = False
        second = mirroring_of(bench.app, [services])
        assert second._publishers == []
        second.close()
        assert [path.stat().st_ino for path in place.iterdir()] == first


async def test_each_frame_of_a_set_and_of_a_rest_is_told(services: Services, clock: Clock) -> None:
    drawn: list[None] = []
    services.on_drawn = lambda: drawn.append(None)
    async with on_the_bench(services, clock, prescribed(services, reps=4)) as bench:
        for begin in (bench.pilot.pause, lambda: bench.press("space"), lambda: three_reps(bench)):
            await begin()
            drawn.clear()
            bench.look()
            assert drawn
        assert isinstance(bench.app.screen, RestScreen)
