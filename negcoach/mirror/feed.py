"""The feed: what the program that uses a data folder sends, as it comes; without one, it waits for the next."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import suppress
from enum import Enum
from pathlib import Path

from negcoach.broadcast.address import connection
from negcoach.broadcast.codec import UnreadableError
from negcoach.broadcast.message import LONGEST_LINE, Hello, Message, read_line

RETRY_S = 0.25
"""How soon a mirror without a program looks for one again."""

READ_BYTES = 65_536


class Lost(Enum):
    """Why nothing comes any more."""

    ENDED = "ended"  # the program has ended, or lets the mirror go
    UNREADABLE = "unreadable"  # it is of another version


async def messages(data_folder: Path) -> AsyncIterator[Message | Lost]:
    """Yield every message, and why they ceased; then wait for the next program that uses the folder, for ever.

    A program that lets the mirror go, as too slow, and takes it again is not lost.
    """
    follows = False
    while True:
        lost, told = Lost.ENDED, False
        with suppress(OSError):
            made = connection(data_folder)
            try:
                async for message in _read(made):
                    follows = told = True
                    yield message
            except UnreadableError:
                lost, follows = Lost.UNREADABLE, True
            finally:
                made.close()
        if told and lost is Lost.ENDED:
            continue  # whether it has ended shows when it is to take the mirror again
        if follows:
            yield lost
        follows = False
        await asyncio.sleep(RETRY_S)


async def _read(made: socket.socket) -> AsyncIterator[Message]:
    """Yield the messages of a connection up to its end. Raises ``UnreadableError``, and ``OSError`` where it breaks."""
    loop, unread = asyncio.get_running_loop(), b""
    while chunk := await loop.sock_recv(made, READ_BYTES):
        *lines, unread = (unread + chunk).split(b"\n")
        if len(unread) > LONGEST_LINE:
            raise UnreadableError("This line has no end.")
        for line in lines:
            message = read_line(line)
            if isinstance(message, Hello) and message != Hello():
                raise UnreadableError("It is another version.")
            yield message
