"""The feed gives what a program sends, says when that has ended, and goes on with the next one."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import aclosing, asynccontextmanager
from pathlib import Path

import pytest

from negcoach.broadcast.address import listener
from negcoach.broadcast.message import LONGEST_LINE, Hello, Message, Now, WordsShown, line_of
from negcoach.mirror.feed import Lost, messages

WAIT_S = 20.0
WORDS = WordsShown("", ("one",))


@asynccontextmanager
async def following(folder: Path) -> AsyncIterator[AsyncIterator[Message | Lost]]:
    """Follow a folder, and wait no longer than a test may."""
    async with asyncio.timeout(WAIT_S), aclosing(messages(folder)) as feed:
        yield feed


@pytest.fixture
def program(tmp_path: Path) -> Iterator[socket.socket]:
    """What stands in for a program: the socket that it takes mirrors with."""
    with listener(tmp_path).socket as taking:
        yield taking


async def taken(program: socket.socket, *said: Message | bytes) -> socket.socket:
    """Take a mirror, and say this to it."""
    loop = asyncio.get_running_loop()
    made, _ = await loop.sock_accept(program)
    made.setblocking(False)
    await loop.sock_sendall(made, b"".join(one if isinstance(one, bytes) else line_of(one) for one in said))
    return made


async def test_messages_come_as_they_are_sent_however_they_are_cut(program: socket.socket, tmp_path: Path) -> None:
    async with following(tmp_path) as feed:
        first = asyncio.ensure_future(anext(feed))
        line = line_of(WORDS)
        made = await taken(program, Hello(), line[:7])
        assert await first == Hello()
        second = asyncio.ensure_future(anext(feed))
        await asyncio.sleep(0)
        await asyncio.get_running_loop().sock_sendall(made, line[7:] + line_of(Now(1)))
        assert [await second, await anext(feed)] == [WORDS, Now(1)]
        made.close()


async def test_a_program_that_ends_is_lost_once_and_the_next_one_is_followed(tmp_path: Path) -> None:
    async with following(tmp_path) as feed:
        for number in range(3):
            with listener(tmp_path).socket as program:
                first = asyncio.ensure_future(anext(feed))
                made = await taken(program, Hello(), Now(number))
                assert [await first, await anext(feed)] == [Hello(), Now(number)]
            made.close()
            assert await anext(feed) is Lost.ENDED


async def test_one_that_lets_the_mirror_go_and_takes_it_again_is_not_lost(
    program: socket.socket, tmp_path: Path
) -> None:
    async with following(tmp_path) as feed:
        for number in range(3):
            first = asyncio.ensure_future(anext(feed))
            made = await taken(program, Hello(), Now(number))
            assert [await first, await anext(feed)] == [Hello(), Now(number)]
            made.close()


async def test_one_that_turns_the_mirror_away_is_asked_again(program: socket.socket, tmp_path: Path) -> None:
    async with following(tmp_path) as feed:
        first = asyncio.ensure_future(anext(feed))
        for _ in range(2):
            (await taken(program)).close()
        made = await taken(program, Hello())
        assert await first == Hello()
        made.close()


@pytest.mark.parametrize(
    "said",
    [b"garbage\n", b"x" * (LONGEST_LINE + 100_000), line_of(Hello("0.0.0")), b'["now",{}]\n'],
    ids=["garbage", "endless", "another version", "half a message"],
)
async def test_what_cannot_be_read_is_said_and_asked_for_again(
    program: socket.socket, tmp_path: Path, said: bytes
) -> None:
    async with following(tmp_path) as feed:
        for _ in range(2):
            first = asyncio.ensure_future(anext(feed))
            sending = asyncio.ensure_future(taken(program, said))
            assert await first is Lost.UNREADABLE
            await asyncio.wait([sending])
            if sending.exception() is None:
                sending.result().close()
        first = asyncio.ensure_future(anext(feed))
        made = await taken(program, Hello())
        assert await first == Hello()
        made.close()
