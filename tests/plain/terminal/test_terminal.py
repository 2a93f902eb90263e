"""What counts as an answer on a real terminal: a line that was typed for its question, and a key that was pressed."""

from __future__ import annotations

import asyncio
import io
import os
import select
import sys
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import TextIO

import pytest

from negcoach.coaching.gate.readiness import ReadinessAnswer, ReadinessQuestion
from negcoach.coaching.keys.key_runs import HELD_MS, MIN_VISIBLE_MS
from negcoach.coaching.session.running_session import RunningSession
from negcoach.coaching.sets_to_do import SetsToDo
from negcoach.plain.choosing.questions import LineAsker
from negcoach.plain.presenter import LinePresenter
from negcoach.plain.terminal import terminal as terminal_module
from negcoach.plain.terminal.floor import Floor
from negcoach.plain.terminal.terminal import TOO_SOON, InputEndedError, LineTerminal
from negcoach.presses.press import Press
from negcoach.services import Services
from negcoach.training.advice.finding import Level
from tests.plain.test_questions import AGAIN, warning
from tests.plain.test_session import short
from tests.services import Clock

pty = pytest.importorskip("pty", reason="a terminal like those of Linux and macOS")

PATIENCE_S = 20


class Desk:
    """A terminal with somebody at it, who types when they like."""

    def __init__(self, terminal: LineTerminal, said: list[str], master: int, slave: int) -> None:
        self.terminal = terminal
        self.said = said
        self._from = 0  # the first line after what was heard
        self._master = master
        self._slave = slave

    def type(self, text: str) -> None:
        """Type this in one go."""
        os.write(self._master, text.encode())

    def type_ahead(self, text: str) -> None:
        """Type this while the program is busy: it waits in the terminal."""
        self.type(text)
        assert select.select([self._slave], [], [], PATIENCE_S)[0]

    async def hear(self, text: str) -> None:
        """Wait until a text is said, after what was heard before."""
        async with asyncio.timeout(PATIENCE_S):
            while not any(text in line for line in self.said[self._from :]):
                await asyncio.sleep(0.001)
        self._from = len(self.said)


@pytest.fixture
async def desk(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Desk]:
    master, slave = pty.openpty()
    monkeypatch.setattr(terminal_module, "STDIN", slave)
    said = list[str]()
    terminal = LineTerminal(clock.monotonic_ns, 250, said.append)
    terminal.open()
    yield Desk(terminal, said, master, slave)
    terminal.close()
    os.close(master)
    os.close(slave)


async def answered(desk: Desk, question: ReadinessQuestion, typed: str) -> ReadinessAnswer | None:
    """What is answered by what is typed once a question was heard."""
    asked = asyncio.create_task(LineAsker(desk.terminal).ask_readiness(question))
    await desk.hear("b goes back.")
    desk.type(typed)
    return await asyncio.wait_for(asked, PATIENCE_S)


@pytest.mark.parametrize(("level", "word"), [(Level.WARNING, ""), (Level.TYPED, "anyway")])
async def test_what_was_typed_before_a_question_answers_none(
    services: Services, desk: Desk, level: Level, word: str
) -> None:
    question = warning(services, level)
    desk.type_ahead(f"{word}\n{word}\n")
    assert await answered(desk, question, "b\n") is None
    asked = asyncio.create_task(LineAsker(desk.terminal).ask("Which exercise?"))
    await desk.hear("Which exercise?")
    desk.type(f"dip\n{word}\n{word}\n")
    assert await asyncio.wait_for(asked, PATIENCE_S) == "dip"
    assert await answered(desk, question, "b\n") is None


async def test_enter_alone_counts_once_the_question_can_have_been_heard(
    services: Services, clock: Clock, desk: Desk
) -> None:
    question = warning(services, Level.WARNING)
    assert await answered(desk, question, "\n\nb\n") is None
    clock.advance(HELD_MS)
    asked = asyncio.create_task(LineAsker(desk.terminal).ask_readiness(question))
    await desk.hear("b goes back.")
    clock.advance(MIN_VISIBLE_MS)
    desk.type("\n")
    assert await asyncio.wait_for(asked, PATIENCE_S) is ReadinessAnswer.AS_CHOSEN


async def test_enter_that_is_held_down_since_the_line_before_answers_nothing(
    services: Services, clock: Clock, desk: Desk
) -> None:
    question = warning(services, Level.WARNING)
    assert await answered(desk, question, "b\n") is None
    asked = asyncio.create_task(LineAsker(desk.terminal).ask_readiness(question))
    await desk.hear("b goes back.")
    clock.advance(HELD_MS - 1)
    desk.type("\nn\n")
    await desk.hear(AGAIN)
    desk.type("b\n")
    assert await asyncio.wait_for(asked, PATIENCE_S) is None


async def test_enter_that_comes_too_soon_after_the_answer_before_is_not_dropped_without_a_word(
    services: Services, clock: Clock, desk: Desk
) -> None:
    question = warning(services, Level.WARNING)
    assert await answered(desk, question, "b\n") is None
    asked = asyncio.create_task(LineAsker(desk.terminal).ask_readiness(question))
    await desk.hear("b goes back.")
    clock.advance(HELD_MS - 100)
    desk.type("\n")
    await desk.hear(TOO_SOON)
    clock.advance(HELD_MS)
    desk.type("\n")
    assert await asyncio.wait_for(asked, PATIENCE_S) is ReadinessAnswer.AS_CHOSEN
    assert desk.said.count(TOO_SOON) == 1


async def test_of_a_key_that_is_held_down_or_bounces_nothing_is_said(clock: Clock, desk: Desk) -> None:
    terminal = desk.terminal
    with terminal.keys():
        desk.type(" ")
        assert await terminal.key(PATIENCE_S) == "space"
        terminal.await_fresh_keys()
        for pause_ms in (30, 30, 100):
            clock.advance(pause_ms)
            desk.type(" ")
            assert await terminal.key(PATIENCE_S) is None
        assert not desk.said
        clock.advance(300)  # tapped twice
        desk.type(" ")
        assert await terminal.key(PATIENCE_S) is None
        await desk.hear(TOO_SOON)


async def test_in_a_set_nothing_is_said_of_a_key_that_comes_too_soon(
    services: Services, clock: Clock, desk: Desk
) -> None:
    """It would be read before the call that frees the lifter."""
    session = RunningSession(services)
    presenter = LinePresenter(desk.terminal, session, Floor(desk.terminal, [services]))
    sets = SetsToDo(short(services, "negative-push-up"), 0, None)
    coached = asyncio.create_task(presenter.coach(session, (sets,)))
    await desk.hear("Space begins")
    desk.type(" ")
    await desk.hear(TOO_SOON)
    clock.advance(HELD_MS)
    desk.type(" ")
    await desk.hear("Get ready")
    desk.type("p")
    await desk.hear("Paused")
    desk.terminal.dropped_ns.clear()
    clock.advance(MIN_VISIBLE_MS - 100)
    desk.type(" ")
    async with asyncio.timeout(PATIENCE_S):
        while not desk.terminal.dropped_ns:
            await asyncio.sleep(0.001)
    desk.type("\x1b")
    await desk.hear("Sit back.")
    assert desk.said.count(TOO_SOON) == 1
    coached.cancel()


@pytest.mark.parametrize("key", ["w", "W", "\x1b[17~"], ids=["w", "shift", "F6"])
async def test_a_warm_up_that_was_asked_for_too_early_comes_before_the_work_set(
    services: Services, clock: Clock, desk: Desk, key: str
) -> None:
    work = SetsToDo(short(services, "machine-bench-press", load_kg=105.0), 2, 100.0)
    session = RunningSession(services)
    presenter = LinePresenter(desk.terminal, session, Floor(desk.terminal, [services]))
    coached = asyncio.create_task(presenter.coach(session, (work,)))
    await desk.hear("w: warm up first")
    desk.type(key)
    async with asyncio.timeout(PATIENCE_S):
        while not desk.terminal.dropped_ns:
            await asyncio.sleep(0.001)
    clock.advance(MIN_VISIBLE_MS)
    desk.type(" ")
    await desk.hear("Warm-up 1 of")
    clock.advance(MIN_VISIBLE_MS)
    desk.type("q")
    await desk.hear("w: warm up first")
    clock.advance(HELD_MS)
    desk.type(" ")
    await desk.hear("Get ready: 10 seconds.")
    assert sum("Warm-up 1 of" in line for line in desk.said) == 1  # not once more
    coached.cancel()


@pytest.mark.parametrize("first", [True, False], ids=["before", "after"])
async def test_no_flood_of_keys_pushes_out_the_one_that_ends_a_set(clock: Clock, first: bool) -> None:
    terminal, flood = LineTerminal(clock.monotonic_ns, 250, lambda _: None), b" abcdefghijklmnopqrstuvw" * 100
    with terminal.keys():
        terminal._take(b"x" + flood + b"z" if first else flood + b"xz")
        found = [await terminal.key(0) for _ in range(100)]  # what ends it is not kept waiting for more
    assert {"x", "z"} <= set(found)


@pytest.mark.parametrize(
    ("typed", "azerty", "acts_as"), [("é", True, "2"), ("à", True, "0"), ("2", False, "2"), ("-", False, "minus")]
)
async def test_the_digit_row_of_azerty_shows_itself(clock: Clock, typed: str, azerty: bool, acts_as: str) -> None:
    terminal = LineTerminal(clock.monotonic_ns, 250, lambda _: None)
    with terminal.keys():
        terminal._take(typed.encode())
        assert await terminal.key(0) == acts_as
    assert terminal.azerty is azerty


async def test_keys_come_one_by_one_again_after_a_shell_has_set_the_terminal_to_lines(desk: Desk) -> None:
    import termios

    slave = terminal_module.STDIN
    before = termios.tcgetattr(slave)
    assert not desk.terminal.keep_modes(), "lines are read"
    with desk.terminal.keys():
        ours = termios.tcgetattr(slave)
        assert not desk.terminal.keep_modes()
        termios.tcsetattr(slave, termios.TCSANOW, before)
        assert desk.terminal.keep_modes()
        assert termios.tcgetattr(slave) == ours != before
        desk.type("q")
        assert await desk.terminal.key(PATIENCE_S) == "q"
    assert not desk.terminal.keep_modes()
    assert termios.tcgetattr(slave) == before


async def test_ctrl_s_is_a_key_and_holds_nothing_back(desk: Desk) -> None:
    for typed, key in (("\x13", "ctrl+s"), ("\x11", "ctrl+q"), ("\x16", "ctrl+v"), ("\x0f", "ctrl+o")):
        with desk.terminal.keys():
            desk.type(typed)
            assert await desk.terminal.key(PATIENCE_S) == key


async def test_answers_that_come_from_a_file_all_count(
    services: Services, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    end, other_end = os.pipe()
    monkeypatch.setattr(terminal_module, "STDIN", end)
    monkeypatch.setattr(sys, "stdin", io.StringIO("dip\n\n"))
    terminal = LineTerminal(clock.monotonic_ns, 250, lambda _: None)
    terminal.open()
    asker = LineAsker(terminal)
    assert await asyncio.wait_for(asker.ask("Which exercise?"), PATIENCE_S) == "dip"
    passed = await asyncio.wait_for(asker.ask_readiness(warning(services, Level.WARNING)), PATIENCE_S)
    assert passed is ReadinessAnswer.AS_CHOSEN
    terminal.close()
    os.close(end)
    os.close(other_end)


@pytest.fixture
async def listed(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[tuple[LineTerminal, TextIO]]:
    """Lines from a pipe, and its other end."""
    end, other_end = os.pipe()
    with open(end, encoding="utf-8") as stdin, open(other_end, "w", encoding="utf-8", buffering=1) as writer:  # noqa: PTH123
        monkeypatch.setattr(terminal_module, "STDIN", end)
        monkeypatch.setattr(sys, "stdin", stdin)
        terminal = LineTerminal(clock.monotonic_ns, 250, lambda _: None)
        terminal.open()
        yield terminal, writer
        writer.close()
        async with asyncio.timeout(PATIENCE_S):
            while not terminal.ended:
                with suppress(InputEndedError):
                    await terminal.typed()
        terminal.close()


async def test_no_answer_of_a_long_list_is_lost_while_nobody_asks(listed: tuple[LineTerminal, TextIO]) -> None:
    terminal, writer = listed
    writer.writelines(f"{number}\n" for number in range(1, 61))
    writer.close()
    async with asyncio.timeout(PATIENCE_S):
        while len(terminal._listed) < 32:  # as many as wait: the program is at work
            await asyncio.sleep(0.001)
        with terminal.lines():
            found = [await terminal.typed() for _ in range(60)]
            with pytest.raises(InputEndedError):
                await terminal.typed()
    assert found == [str(number) for number in range(1, 61)]


async def test_a_list_goes_on_as_keys_where_these_are_asked_for_and_as_answers_after_them(
    listed: tuple[LineTerminal, TextIO],
) -> None:
    terminal, writer = listed
    writer.write("dip\nx\n\n3\nno\n")
    async with asyncio.timeout(PATIENCE_S):
        while len(terminal._listed) < 5:
            await asyncio.sleep(0.001)
        with terminal.lines():
            assert await terminal.typed() == "dip"
        with terminal.keys():
            assert [await terminal.key(PATIENCE_S) for _ in range(2)] == ["x", "enter"]
        with terminal.lines():
            assert [await terminal.typed() for _ in range(2)] == ["3", "no"]


async def test_lines_that_came_before_a_set_was_told_begin_none_and_hold_no_later_one_back(
    listed: tuple[LineTerminal, TextIO], clock: Clock
) -> None:
    terminal, writer = listed
    writer.write("\n" * 32)
    async with asyncio.timeout(PATIENCE_S):
        while len(terminal._listed) < 32:
            await asyncio.sleep(0.001)
        with terminal.keys():
            terminal.await_fresh_keys()
            clock.advance(MIN_VISIBLE_MS + 1)
            writer.write("x\n")
            found = [await terminal.key(PATIENCE_S) for _ in range(33)]
    assert found == [*[None] * 32, "x"]


async def test_a_press_of_something_else_is_a_key_and_says_how_late_it_comes(desk: Desk, clock: Clock) -> None:
    terminal = desk.terminal
    terminal.press("pagedown", Press("pad:0", clock.ns))  # while lines are typed
    with terminal.keys():
        terminal.press("pagedown", Press("pad:0", clock.ns))
        clock.advance(150)
        assert (await terminal.key(0), terminal.late_ms) == ("pagedown", 150)
        assert (await terminal.key(0), terminal.late_ms) == (None, 0)
        terminal.await_fresh_keys()
        clock.advance(MIN_VISIBLE_MS + HELD_MS)
        terminal.press("pagedown", Press("pad:0", clock.ns - HELD_MS * 1_000_000 - 1_000_000))
        assert await terminal.key(0) is None  # it was pressed before what was said could be heard
        clock.advance(HELD_MS + 1_000)
        terminal.press("pagedown", Press("pad:0", clock.ns + 10**9))
        assert (await terminal.key(0), terminal.late_ms) == ("pagedown", 0)
        desk.type(" ")
        assert (await terminal.key(PATIENCE_S), terminal.late_ms) == ("space", 0)


async def test_a_press_that_waited_while_the_program_stood_still_counts_only_where_it_frees(
    desk: Desk, clock: Clock
) -> None:
    terminal = desk.terminal
    with terminal.keys():
        clock.advance(120_000)
        for late_ms in (1_001, 60_000):
            stale = Press("pad:0", clock.ns - late_ms * 1_000_000)
            terminal.press("pagedown", stale)
            assert await terminal.key(0) is None
            terminal.press("x", stale, frees=True)
            assert await terminal.key(0) == "x"
            clock.advance(HELD_MS)
        terminal.press("pagedown", Press("pad:0", clock.ns - 999_000_000))
        assert await terminal.key(0) == "pagedown"


async def test_what_bounces_for_ever_holds_down_no_key_of_the_keyboard(desk: Desk, clock: Clock) -> None:
    terminal = desk.terminal
    with terminal.keys():
        terminal.press("space", Press("midi:60", clock.ns))
        terminal.await_fresh_keys()
        for _ in range(20):
            assert await terminal.key(0) in (None, "space")
            clock.advance(100)
            terminal.press("space", Press("midi:60", clock.ns))
        assert await terminal.key(0) is None
        desk.type(" ")
        assert (await terminal.key(PATIENCE_S), terminal.press_source) == ("space", "")


async def test_a_key_that_comes_in_the_same_moment_keeps_nothing_from_ending_the_program(desk: Desk) -> None:
    with desk.terminal.keys():
        for steps in range(8):
            waiting = asyncio.create_task(desk.terminal.key(PATIENCE_S))
            await asyncio.sleep(0.01)
            desk.terminal.press("space", Press("remote", 0), frees=True)
            for _ in range(steps):
                if not waiting.done():
                    await asyncio.sleep(0)
            if not waiting.cancel():
                break  # the key was taken before
            await asyncio.wait([waiting])
            assert waiting.cancelled(), f"not after {steps} steps"
        else:
            pytest.fail("the key was never taken")
