"""The coach's keys in any keyboard layout, and a window that loses the keyboard."""

from __future__ import annotations

from dataclasses import replace

import pytest
from textual._xterm_parser import XTermParser
from textual.events import AppBlur, AppFocus, Key

from negcoach.app import NegcoachApp
from negcoach.coaching.sets_to_do import CoachRequest
from negcoach.config.settings.keys import OwnKeys
from negcoach.keys.keymap import Keymap
from negcoach.screens.coaching.coach import CoachScreen
from negcoach.screens.coaching.leave import LeaveScreen
from negcoach.screens.coaching.rest.rest import RestScreen
from negcoach.screens.coaching.summary import SummaryScreen
from negcoach.services import Services
from negcoach.training.score.timeline import Phase
from negcoach.training.terms import StopReason
from tests.screens.coaching.stage import QUIET_MS, Bench, HeardPlayer, on_the_bench
from tests.screens.conftest import rows_of
from tests.services import LEAD_IN_MS, Clock, prescribed

ELSEWHERE = "Keys go elsewhere: click this window."


async def send(bench: Bench, typed: str) -> None:
    """Let a terminal send what a key gives, as Textual reads it."""
    bench.clock.advance(QUIET_MS * 4)
    for key in XTermParser().feed(typed):
        bench.app.post_message(key)
    await bench.pilot.pause()
    await bench.pilot.pause()


def as_kitty_sends(typed: str) -> str:
    return f"\x1b[{ord(typed)};;{ord(typed)}u"


async def lowering(bench: Bench) -> None:
    await bench.press("space")
    await bench.at(LEAD_IN_MS + 1_000)
    assert bench.phase is Phase.LOWER


async def resting(bench: Bench) -> None:
    await bench.press("space")
    await bench.until_rest()


@pytest.mark.parametrize(
    "typed",
    ["p", "P", "з", "З", "π", "Π", "\x1b[112;65;80u", as_kitty_sends("з"), as_kitty_sends("π"), "\t", "\x1b[9u"],
)
async def test_pause_works_in_any_layout(services: Services, clock: Clock, typed: str) -> None:
    async with on_the_bench(services, clock) as bench:
        await lowering(bench)
        await send(bench, typed)
        assert bench.phase is Phase.TAKE


@pytest.mark.parametrize("typed", ["q", "Q", "й", "Й", ";", as_kitty_sends("й")])
async def test_leaving_works_in_any_layout(services: Services, clock: Clock, typed: str) -> None:
    async with on_the_bench(services, clock) as bench:
        await lowering(bench)
        await send(bench, typed)
        assert isinstance(bench.app.screen, LeaveScreen)
        await send(bench, "Т")  # n
        assert isinstance(bench.app.screen, CoachScreen)


async def test_control_q_works_in_any_layout(services: Services, clock: Clock) -> None:
    app = NegcoachApp(services, CoachRequest(prescribed(services, "negative-push-up"), None))
    async with on_the_bench(services, clock, app=app) as bench:
        await lowering(bench)
        await send(bench, "\x1b[1081;5u")
        assert isinstance(bench.app.screen, LeaveScreen)


@pytest.mark.parametrize("typed", [".", "b", "B", "и", "β", "ю", "\x1b[57409;129;46u", "\x1b[20~"])
async def test_mute_works_in_any_layout_and_with_the_blank_key_of_a_clicker(
    services: Services, clock: Clock, typed: str
) -> None:
    player = HeardPlayer(clock)
    services.player = player
    async with on_the_bench(services, clock) as bench:
        await send(bench, typed)
        assert player.muted is True


@pytest.mark.parametrize(
    ("typed", "percent"),
    [("+", 90), ("-", 70), ("\x1b[57413u", 90), ("\x1b[57413;129;43u", 90), ("\x1b[57412u", 70), ("\x1bOk", 90)],
)
async def test_the_numpad_makes_it_louder_and_quieter(
    services: Services, clock: Clock, typed: str, percent: int
) -> None:
    player = HeardPlayer(clock)
    services.player = player
    async with on_the_bench(services, clock) as bench:
        await send(bench, typed)
        assert player.percent == percent


@pytest.mark.parametrize(
    "typed", ["\x1b[57414u", "\x1b[57422u", "\x1b[57418u", "\u00a0", "\u3000", as_kitty_sends(" ")]
)
async def test_every_twin_of_a_next_key_begins_the_set(services: Services, clock: Clock, typed: str) -> None:
    async with on_the_bench(services, clock) as bench:
        await send(bench, typed)
        assert bench.phase is Phase.LEAD_IN


@pytest.mark.parametrize("typed", ["x", "X", "ч", "χ", as_kitty_sends("ч"), "\x1b[19~"])
async def test_pain_can_be_said_in_any_layout(services: Services, clock: Clock, typed: str) -> None:
    async with on_the_bench(services, clock, prescribed(services, reps=1)) as bench:
        await resting(bench)
        await send(bench, typed)
        assert bench.records()[0].sets[0].stop_reason is StopReason.PAIN


@pytest.mark.parametrize(
    ("typed", "effort"),
    [
        *zip("&é\"'(è_çà", (1, 2, 3, 4, 5, 7, 8, 9, 10), strict=True),
        *((f"\x1b[{57399 + digit}u", digit or 10) for digit in range(10)),
        *(("٧", 7), ("８", 8)),
    ],
)
async def test_the_effort_is_said_with_any_row_of_digits(
    services: Services, clock: Clock, typed: str, effort: int
) -> None:
    async with on_the_bench(services, clock, prescribed(services, reps=1)) as bench:
        await resting(bench)
        await send(bench, typed)
        assert bench.records()[0].sets[0].rpe == effort


async def test_the_minus_of_azerty_is_its_six_once_its_digit_row_was_used(services: Services, clock: Clock) -> None:
    async with on_the_bench(services, clock, prescribed(services, reps=1, rest_ms=180_000)) as bench:
        await resting(bench)
        await send(bench, "-")
        assert bench.records()[0].sets[0].rpe is None
        await send(bench, "è")
        await send(bench, "-")
        assert bench.records()[0].sets[0].rpe == 6


async def test_the_minus_of_azerty_is_its_six_too_where_another_key_shortens_the_rest(
    services: Services, clock: Clock
) -> None:
    services.settings = replace(services.settings, own_keys=OwnKeys(Keymap({"rest.shorter": ("f10",)})))
    async with on_the_bench(services, clock, prescribed(services, reps=1, rest_ms=180_000)) as bench:
        await resting(bench)
        await send(bench, "è")
        await send(bench, "-")
        assert bench.records()[0].sets[0].rpe == 6


async def test_effort_has_keys_that_every_layout_has(services: Services, clock: Clock) -> None:
    async with on_the_bench(services, clock, prescribed(services, reps=1)) as bench:
        await resting(bench)

        def effort() -> float | None:
            return bench.records()[0].sets[0].rpe

        efforts = []
        for key in ("tab", "tab", "tab", "tab", "tab", *["backspace"] * 10):
            await bench.press(key)
            efforts.append(effort())
        assert efforts == [7, 8, 9, 10, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, None]


async def test_what_is_typed_into_the_summary_stays_as_it_is(services: Services, clock: Clock) -> None:
    async with on_the_bench(services, clock, prescribed(services, sets=1, reps=1)) as bench:
        await resting(bench)
        await bench.press("space")
        assert isinstance(bench.app.screen, SummaryScreen)
        await bench.press("7", "enter")
        for typed in "Боль é":
            await send(bench, typed)
        await bench.press("escape")
        assert bench.records()[0].note == "Боль é"


async def test_a_set_says_when_the_keys_go_to_another_window(services: Services, clock: Clock) -> None:
    async with on_the_bench(services, clock) as bench:
        await lowering(bench)
        bench.app.post_message(AppBlur())
        await bench.pilot.pause()
        assert sum(ELSEWHERE in row for row in rows_of(bench.app)) == 1
        assert bench.phase is Phase.LOWER
        bench.app.post_message(AppFocus())
        await bench.pilot.pause()
        assert ELSEWHERE not in "\n".join(rows_of(bench.app))


async def test_a_key_that_arrives_shows_that_the_window_has_the_keys_again(services: Services, clock: Clock) -> None:
    async with on_the_bench(services, clock) as bench:
        await lowering(bench)
        bench.app.post_message(AppBlur())
        await bench.pilot.pause()
        await bench.press("tab")
        assert bench.phase is Phase.TAKE
        assert ELSEWHERE not in "\n".join(rows_of(bench.app))


@pytest.mark.parametrize("typed", ["left_shift", "caps_lock", "ё", "ß", "§", "f7"])
async def test_other_keys_do_nothing_in_a_set(services: Services, clock: Clock, typed: str) -> None:
    async with on_the_bench(services, clock) as bench:
        await lowering(bench)
        bench.clock.advance(QUIET_MS)
        bench.app.post_message(Key(typed, None))
        await bench.pilot.pause()
        assert bench.phase is Phase.LOWER
        assert isinstance(bench.app.screen, CoachScreen)
        assert not isinstance(bench.app.screen, RestScreen)
