"""The sound process reports to the program what it cannot predict."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace

import pytest

from negcoach.audio.device_process import HEARTBEAT_NS, ReplyWriter
from negcoach.audio.playback.playback import PositionReport

BLOCK_NS = 25_000_000
FIRST = PositionReport(start_id=1, at_ns=5_000_000_000, frame=0, block=1_200, queued=2_400, switch=576)


@dataclass
class Pipe:
    """A pipe from the process to the program."""

    ours: int
    replies: ReplyWriter

    def heard(self) -> list[int]:
        """Return the frames that were reported since the last call."""
        try:
            lines = os.read(self.ours, 1 << 20).decode().splitlines()
        except BlockingIOError:
            return []
        return [json.loads(line)["frame"] for line in lines]


@pytest.fixture
def pipe() -> Iterator[Pipe]:
    ours, theirs = os.pipe()
    os.set_blocking(ours, False)
    yield Pipe(ours, ReplyWriter(theirs))
    for end in (ours, theirs):
        with suppress(OSError):
            os.close(end)


def after(blocks: int, first: PositionReport = FIRST) -> PositionReport:
    """Return the report of a device that has kept its pace for so many blocks."""
    frames = blocks * first.block
    at_ns = first.at_ns + blocks * BLOCK_NS
    return replace(first, at_ns=at_ns, frame=first.frame + frames)


pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="pipes that do not wait")


def test_while_the_pace_is_kept_a_sign_of_life_is_enough(pipe: Pipe) -> None:
    every = HEARTBEAT_NS // BLOCK_NS
    for blocks in range(40):
        pipe.replies.report(after(blocks))
    assert pipe.heard() == [blocks * 1_200 for blocks in range(0, 40, every)]


def test_what_the_program_could_not_know_is_told_at_once(pipe: Pipe) -> None:
    pipe.replies.report(FIRST)
    late = replace(after(1), frame=after(1).frame - 480)
    pipe.replies.report(late)
    again = replace(after(2), start_id=2)
    pipe.replies.report(again)
    assert pipe.heard() == [FIRST.frame, late.frame, again.frame]


def test_what_found_no_room_in_the_pipe_is_told_with_the_next_block(pipe: Pipe) -> None:
    with suppress(BlockingIOError):
        while True:
            os.write(pipe.replies._descriptor, b"\n" * 4096)
    pipe.replies.report(FIRST)
    while True:
        try:
            os.read(pipe.ours, 1 << 20)
        except BlockingIOError:
            break
    pipe.replies.report(after(1))
    assert pipe.heard() == [after(1).frame]
