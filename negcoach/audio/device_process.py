"""The process that owns the sound device, driven by messages from the program.

It reads one JSON object per line from standard input and replies the same way on standard output. Commands:

* ``{"command": "set_sound", "pack": NAME, "own": FOLDER or null, "volume": PERCENT}``
* ``{"command": "load", "cues": [[at_ms, sound, until_ms], ...], "rescue": [[start_ms, end_ms, sound], ...]}``
* ``{"command": "start", "start_id": N, "frame": F}``, with ``"due_ns": T`` to hear frame F at the monotonic time T
* ``{"command": "update", "cues": [...], "rescue": [...]}``
* ``{"command": "stop"}``

Replies:

* ``{"reply": "ready", "engine": NAME}``
* ``{"reply": "failed", "why": TEXT, "final": BOOL}``
* ``{"reply": "heard", "start_id", "at_ns", "frame", "block", "queued", "switch"}`` while it plays: a
  :class:`~negcoach.audio.playback.playback.PositionReport`

It ends when its input does, whatever the sound server is doing, so it does not outlive the program - but for the
seconds in which it frees a lifter whom the program has left under the load by dying (``rescue``).
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import threading
import time
from collections.abc import Sequence
from queue import SimpleQueue
from typing import Any, BinaryIO, Protocol

from negcoach.audio.playback.playback import Playback, PositionReport
from negcoach.audio.playback.shelf import Shelf
from negcoach.audio.rescue import LASTS_MS, due_rescue, rescue_cues
from negcoach.audio.sounds.sounds import FRAMES_PER_MS
from negcoach.child import LineWriter, claim_stdout, json_line
from negcoach.errors import NegcoachError
from negcoach.training.score.timeline import Cue, RescueCall

Message = dict[str, Any]

_PRIORITY = 5
_NICE_INCREMENT = -11
"""Both as PulseAudio sets them for itself."""

_CLOSE_TIMEOUT_S = 0.5
"""How long the device may take to close once the program has gone; with a hung sound server it never closes."""

_SOUNDS_READ: Message = {"command": "sounds_read"}
"""What the process tells itself once the shelf has read the sounds that are wanted."""

HEARTBEAT_NS = 100_000_000
"""The longest time between two reports while it plays; see ``supervised_player.REPORT_TIMEOUT_NS``."""


class Output(Protocol):
    """An engine: an open sound device that plays a :class:`~negcoach.audio.playback.playback.Playback`."""

    name: str

    def start(self) -> None:
        """Play from the playback's next frame."""

    def stop(self) -> None:
        """Be silent at once."""

    def update(self) -> None:
        """Take over a change of the playback's cues or sounds, whether it is playing or not."""

    def heard_frame(self) -> int | None:
        """Return the frame that is being heard, ``None`` while nothing plays."""

    def close(self) -> None:
        """Release the device."""


def main(engine: str) -> None:
    """Serve the program at the other end of the standard streams, and end with it."""
    replies = ReplyWriter(claim_stdout())
    inbox: SimpleQueue[Message | None] = SimpleQueue()
    status = 0
    try:
        shelf = Shelf(lambda: inbox.put(_SOUNDS_READ))
        playback = Playback(shelf.sounds, replies.report)
        _raise_priority()  # only now: loading the sounds is not urgent
        rescuing = threading.Event()
        threading.Thread(target=_listen, args=(sys.stdin.buffer, inbox, rescuing), daemon=True).start()
        serve(open_output(engine, playback), playback, shelf, inbox, replies, rescuing)
    except NegcoachError as error:
        replies.send({"reply": "failed", "why": str(error), "final": isinstance(error, MissingLibraryError)})
        status = 1
    finally:
        sys.stderr.flush()
        os._exit(status)  # a thread inside a native library must not hold up the end


def serve(
    output: Output,
    playback: Playback,
    shelf: Shelf,
    inbox: SimpleQueue[Message | None],
    replies: ReplyWriter,
    rescuing: threading.Event,
) -> None:
    """Handle messages until ``None`` comes. Raises :class:`NegcoachError` when the device is lost.

    ``rescuing`` is set while somebody is called for then (see ``free_lifter``).
    """
    rescue: list[RescueCall] = []
    try:
        replies.send({"reply": "ready", "engine": output.name})
        while (message := inbox.get()) is not None:
            handle_message(message, playback, output, shelf)
            if "rescue" in message:
                rescue = [RescueCall(*row) for row in message["rescue"]]
        free_lifter(rescue, playback, output, rescuing)
    finally:
        output.close()


def free_lifter(rescue: Sequence[RescueCall], playback: Playback, output: Output, rescuing: threading.Event) -> None:
    """Call for a lifter whom the program has left under the load, in place of all other cues; else do nothing."""
    heard = output.heard_frame()
    call = None if heard is None else due_rescue(rescue, heard // FRAMES_PER_MS)
    if heard is not None and call is not None:
        rescuing.set()
        playback.update(rescue_cues(call, -(-heard // FRAMES_PER_MS)))
        output.update()
        time.sleep(LASTS_MS / 1000)


def handle_message(message: Message, playback: Playback, output: Output, shelf: Shelf) -> None:
    """Carry out one command."""
    match message["command"]:
        case "set_sound":
            shelf.want(message["pack"], message["own"])
            playback.set_sound(shelf.sounds, message["volume"])
            output.update()
        case "sounds_read":
            playback.set_sound(shelf.sounds, playback.volume)
            output.update()
        case "load":
            output.stop()
            playback.load(_cues(message["cues"]))
        case "start":
            output.stop()
            playback.seek(message["start_id"], message["frame"], message.get("due_ns"))
            output.start()
        case "update":
            playback.update(_cues(message["cues"]))
            output.update()
        case "stop":
            output.stop()


class MissingLibraryError(NegcoachError):
    """The engine's Python library is not installed: trying again will not help."""


def open_output(engine: str, playback: Playback) -> Output:
    """Open the engine of that name, or for ``auto`` the first that is installed. Raises :class:`NegcoachError`."""
    openers = {"miniaudio": _open_miniaudio, "simpleaudio": _open_simpleaudio}
    for name in openers if engine == "auto" else [engine]:
        try:
            return openers[name](playback)
        except ImportError:
            continue
    raise MissingLibraryError("no sound library is installed" if engine == "auto" else f"{engine} is not installed")


def _open_miniaudio(playback: Playback) -> Output:
    from negcoach.audio.engines.miniaudio import MiniaudioOutput

    return MiniaudioOutput(playback)


def _open_simpleaudio(playback: Playback) -> Output:
    from negcoach.audio.engines.simpleaudio import SimpleaudioOutput

    return SimpleaudioOutput(playback)


def _cues(rows: Sequence[Sequence[Any]]) -> list[Cue]:
    return [Cue(at_ms, sound, until_ms) for at_ms, sound, until_ms in rows]


class ReplyWriter(LineWriter):
    """Writes replies to the program, and drops them once nobody reads them any more: then the input ends, too.

    Reports are written by the device's own thread, which must never wait. Where one is dropped, the next one has all
    the information that the program needs.
    """

    def __init__(self, descriptor: int) -> None:
        super().__init__(descriptor)
        self._sent: PositionReport | None = None

    def send(self, message: Message) -> None:
        """Send one reply."""
        self.write(json_line(message))

    def report(self, report: PositionReport) -> None:
        """Send a report, unless the last one sent predicts it.

        There is a report for each block, of some engines forty a second, and each one sent wakes the program.
        """
        sent = self._sent
        if sent is not None and report.at_ns - sent.at_ns < HEARTBEAT_NS and sent.predicts(report):
            return
        line = (
            f'{{"reply":"heard","start_id":{report.start_id},"at_ns":{report.at_ns},"frame":{report.frame},'
            f'"block":{report.block},"queued":{report.queued},"switch":{report.switch}}}\n'
        )
        written = self.write(line.encode())
        if written:
            self._sent = report


def _raise_priority() -> None:
    """Ask the system to run this process before others, since a switch that is late makes a call late.

    With four busy processes on two cores the slowest of 60 calls came 8 to 15 ms after its key with it, 22 to 30 ms
    without (the median 3 and 5 ms). Sound servers do the same. It is refused to users without the right to it (on
    Linux, the groups ``audio`` or ``realtime``). On Windows the priority is set when the process is started (see
    ``negcoach.child``).
    """
    if sys.platform == "linux":
        with contextlib.suppress(OSError):
            os.sched_setscheduler(0, os.SCHED_RR, os.sched_param(_PRIORITY))
            return
    if sys.platform != "win32":
        with contextlib.suppress(OSError):
            os.nice(_NICE_INCREMENT)


def _listen(stream: BinaryIO, inbox: SimpleQueue[Message | None], rescuing: threading.Event) -> None:
    """Pass on each message; once there are no more, end this process, even if something holds it up."""
    for line in stream:
        inbox.put(json.loads(line))
    inbox.put(None)
    time.sleep(_CLOSE_TIMEOUT_S)
    if rescuing.is_set():
        time.sleep(LASTS_MS / 1000)
    os._exit(0)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "auto")
