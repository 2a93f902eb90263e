"""The feed: what the program that uses a data folder sends, as it comes; without one, it waits for the next."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from enum import Enum
from pathlib import Path

import negcoach
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
    """Yield every message, and why they ceased; then wait for the next program that uses the folder, for ever."""
    loop = asyncio.get_running_loop()
    while True:
        try:
            made = connection(data_folder)
        except OSError:
            await asyncio.sleep(RETRY_S)
            continue
        unread, lost = b"", Lost.ENDED
        try:
            while chunk := await loop.sock_recv(made, READ_BYTES):
                *lines, unread = (unread + chunk).split(b"\n")
                if len(unread) > LONGEST_LINE:
                    raise UnreadableError("This line has no end.")
                for line in lines:
                    message = read_line(line)
                    if isinstance(message, Hello) and message != Hello(negcoach.__version__):
                        raise UnreadableError("It is another version.")
                    yield message
        except OSError:
            pass  # as at its end
        except UnreadableError:
            lost = Lost.UNREADABLE
        finally:
            made.close()
        yield lost
        await asyncio.sleep(RETRY_S)
