"""The process that owns the sound device.

It reads one JSON object a line from standard input and answers the same way on standard output. Commands:

* ``{"do": "dress", "pack": NAME, "volume": PERCENT}``
* ``{"do": "load", "cues": [[at_ms, sound, until_ms], ...]}``
* ``{"do": "start", "run": N, "frame": F}``, with ``"due_ns": T`` to hear frame F at the monotonic time T
* ``{"do": "turn", "cues": [...]}``
* ``{"do": "stop"}``

Answers: ``{"say": "ready", "engine": ...}``, ``{"say": "failed", "why": TEXT, "final": BOOL}`` and, while it runs,
``{"say": "heard", "run", "at_ns", "frame", "following", "block"}`` (see :class:`~negcoach.audio.playback.Report`).

It ends when its input does, whatever the sound server is doing; so it never outlives the program.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from queue import SimpleQueue
from typing import Any, BinaryIO, Protocol

from negcoach.audio.playback import Report, Stage
from negcoach.audio.sounds import PACKS, load_pack
from negcoach.audio.track import Pack
from negcoach.errors import NegcoachError
from negcoach.training.score.timeline import Cue

Message = dict[str, Any]

_PRIORITY = 5
_NICER = -11
"""Both are what PulseAudio takes for itself."""

_GRACE_S = 0.5
"""How long the device may take to close once the program has gone; a hung sound server takes for ever."""

SIGN_OF_LIFE_NS = 100_000_000
"""So often the program hears of the sound at least; ``guard.py`` says how long it waits for that."""


class Output(Protocol):
    """An engine: an open sound device that plays a stage."""

    name: str

    def start(self) -> None:
        """Play from where the stage stands."""

    def stop(self) -> None:
        """Be silent at once."""

    def turned(self) -> None:
        """The stage's score or loudness has changed; it may be playing."""

    def close(self) -> None:
        """Give the device back."""


def main(engine: str) -> None:
    """Serve the program at the other end of the standard streams, and end with it."""
    answers = Answers(_own_output())
    inbox: SimpleQueue[Message | None] = SimpleQueue()
    status = 0
    try:
        packs: dict[str, Pack] = {name: load_pack(name) for name in PACKS}
        stage = Stage(packs[PACKS[0]], answers.report)
        _go_first()  # only now: what it took to get here needs no haste
        threading.Thread(target=_listen, args=(sys.stdin.buffer, inbox), daemon=True).start()
        serve(open_output(engine, stage), stage, packs, inbox, answers)
    except NegcoachError as error:
        answers.say({"say": "failed", "why": str(error), "final": isinstance(error, MissingLibraryError)})
        status = 1
    finally:
        sys.stderr.flush()
        os._exit(status)  # a thread inside a native library must not hold up the end


def serve(
    output: Output,
    stage: Stage,
    packs: Mapping[str, Pack],
    inbox: SimpleQueue[Message | None],
    answers: Answers,
) -> None:
    """Do what the messages say until ``None`` comes. Raises :class:`NegcoachError` when the device is lost."""
    try:
        answers.say({"say": "ready", "engine": output.name})
        while (message := inbox.get()) is not None:
            obey(message, stage, output, packs)
    finally:
        output.close()


def obey(message: Message, stage: Stage, output: Output, packs: Mapping[str, Pack]) -> None:
    """Do what one message says."""
    match message["do"]:
        case "dress":
            stage.dress(packs[message["pack"]], message["volume"])
            output.turned()
        case "load":
            output.stop()
            stage.load(cues_of(message["cues"]))
        case "start":
            output.stop()
            stage.set_out(message["run"], message["frame"], message.get("due_ns"))
            output.start()
        case "turn":
            stage.turn(cues_of(message["cues"]))
            output.turned()
        case "stop":
            output.stop()


class MissingLibraryError(NegcoachError):
    """The engine's Python library is not installed: trying again will not help."""


def open_output(engine: str, stage: Stage) -> Output:
    """The engine of that name, or for ``auto`` the first that is installed. Raises :class:`NegcoachError`."""
    openers = {"miniaudio": _open_miniaudio, "simpleaudio": _open_simpleaudio}
    for name in openers if engine == "auto" else [engine]:
        try:
            return openers[name](stage)
        except ImportError:
            continue
    raise MissingLibraryError("no sound library is installed" if engine == "auto" else f"{engine} is not installed")


def _open_miniaudio(stage: Stage) -> Output:
    from negcoach.audio.engines.miniaudio import MiniaudioOutput

    return MiniaudioOutput(stage)


def _open_simpleaudio(stage: Stage) -> Output:
    from negcoach.audio.engines.simpleaudio import SimpleaudioOutput

    return SimpleaudioOutput(stage)


def cues_of(rows: Sequence[Sequence[Any]]) -> list[Cue]:
    """The cues of a message."""
    return [Cue(at_ms, sound, until_ms) for at_ms, sound, until_ms in rows]


class Answers:
    """The way back to the program. The process ends when nobody is there to read it.

    Reports are written by the device's own thread, which must never wait: so a line for which the pipe has no
    room is dropped (the program was stopped; the next line after that says all it needs to know).
    """

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._told: Report | None = None
        with contextlib.suppress(OSError, AttributeError):  # Windows before Python 3.12 cannot
            os.set_blocking(descriptor, False)

    def say(self, message: Message) -> None:
        """Send one message."""
        self._write(json.dumps(message))

    def report(self, report: Report) -> None:
        """Send what is being heard, unless the program can tell as much from the last report.

        It comes with each block, forty times a second, and each would wake the program.
        """
        told = self._told
        if told is not None and report.at_ns - told.at_ns < SIGN_OF_LIFE_NS and told.foretells(report):
            return
        written = self._write(
            f'{{"say":"heard","run":{report.run},"at_ns":{report.at_ns},"frame":{report.frame},'
            f'"following":{report.following},"block":{report.block}}}'
        )
        if written:
            self._told = report

    def _write(self, line: str) -> bool:
        """Return whether there was room for the line."""
        try:
            os.write(self._descriptor, line.encode() + b"\n")
        except BlockingIOError:
            return False
        except OSError:
            os._exit(0)
        return True


def _go_first() -> None:
    """Ask to be served before other programs, since a block of sound that comes late is heard.

    Sound servers ask the same. It is refused where the user has no right to it (Linux: the groups ``audio`` or
    ``realtime``); on Windows the program that starts this one asks.
    """
    if sys.platform == "linux":
        with contextlib.suppress(OSError):
            os.sched_setscheduler(0, os.SCHED_RR, os.sched_param(_PRIORITY))
            return
    if sys.platform != "win32":
        with contextlib.suppress(OSError):
            os.nice(_NICER)


def _own_output() -> int:
    """Standard output for the answers alone: what a native library prints there goes the way of its errors."""
    own = os.dup(sys.stdout.fileno())
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return own


def _listen(stream: BinaryIO, inbox: SimpleQueue[Message | None]) -> None:
    for line in stream:
        inbox.put(json.loads(line))
    inbox.put(None)
    time.sleep(_GRACE_S)
    os._exit(0)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "auto")
