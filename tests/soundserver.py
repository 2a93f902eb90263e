"""A private sound server for tests: what the program really plays is recorded and read back, cue by cue.

    with SoundServer() as server:
        with server.record() as recording:
            subprocess.run([...], env=os.environ | server.env)      # plays into the server's null sink
        for index, name in find_cues(recording.samples, load_pack("voice")):
            print(index / FRAME_RATE, name)

The server is PulseAudio with one null sink of 48 kHz mono, which takes every sound as it is: at volume 100 the
recording holds the very samples that were sent. So a cue is found by looking for pieces of its samples, and its
place is exact. No sound card is needed, and neither the user's own server nor its settings are touched.

The tests that use it carry ``@pytest.mark.sound`` and :data:`needs_server`, which skips them with a reason where
PulseAudio is not installed.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from negcoach.audio.playback.track import gain
from negcoach.audio.sounds.sounds import FRAME_RATE, FRAMES_PER_MS

_PROGRAMS = ("pulseaudio", "pactl", "parec")
_SERVER = "pulseaudio -n --daemonize=no --use-pid-file=no --exit-idle-time=-1 --disable-shm=yes"
_RECORDER = f"parec --format=s16le --rate={FRAME_RATE} --channels=1 --channel-map=mono --latency-msec=10 --raw"
_SINK, _OTHER_SINK = "cues", "others"
_AROUND_FRAMES = 5_000 * FRAMES_PER_MS
_PIECE_FRAMES = 5 * FRAMES_PER_MS
_PIECES_AT_MS = (0, 5, 10, 20, 35, 50, 75, 100, 130, 160, 200, 250, 300, 350, 400, 450, 500)
_LOUD = 200

needs_server = pytest.mark.skipif(
    sys.platform != "linux" or any(shutil.which(program) is None for program in _PROGRAMS),
    reason="PulseAudio (pulseaudio, pactl, parec) is not installed",
)
"""Skips a test where there is no PulseAudio to start."""


class SoundServer:
    """A PulseAudio server of its own, in a folder of its own, from ``with`` to its end.

    ``env`` is what a program needs in its environment to play here (and nowhere else). ``kill``, ``freeze``,
    ``thaw`` and ``start`` do to the server what happens to servers. Raises ``RuntimeError`` when it does not
    come up within ten seconds.
    """

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="negcoach-sound-"))
        self._socket = self._folder / "socket"
        self._server: subprocess.Popen[bytes] | None = None
        self._sink = _SINK
        self.env = {
            "PULSE_SERVER": f"unix:{self._socket}",
            "PULSE_RUNTIME_PATH": str(self._folder),
            "XDG_RUNTIME_DIR": str(self._folder),
            "ALSA_CONFIG_PATH": str(self._write_alsa()),
        }

    def __enter__(self) -> SoundServer:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()
        shutil.rmtree(self._folder, ignore_errors=True)

    def start(self) -> None:
        """Start the server (again, after ``kill``) and wait until it answers."""
        self._socket.unlink(missing_ok=True)
        self._sink = _SINK
        protocol = f"module-native-protocol-unix socket={self._socket} auth-anonymous=1"
        log = (self._folder / "server.log").open("wb")
        with log:
            self._server = subprocess.Popen(
                [*_SERVER.split(), "-L", _null_sink(_SINK), "-L", protocol],
                env=self._environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        wait_until(self._answers, 10, "the sound server does not answer")
        with contextlib.suppress(OSError):  # served first, as a desktop's is; else a busy machine tears sounds
            os.sched_setscheduler(self._server.pid, os.SCHED_RR, os.sched_param(5))

    def kill(self) -> None:
        """End the server as a crash would."""
        if self._server is not None:
            self._server.kill()
            self._server.wait()
            self._server = None

    def freeze(self) -> None:
        """Stop the server in its tracks: it neither plays nor answers, and its socket stays open."""
        assert self._server is not None
        self._server.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let a frozen server go on."""
        assert self._server is not None
        self._server.send_signal(signal.SIGCONT)

    def unplug(self) -> None:
        """Take the sink away as headphones are pulled out: what plays is moved to another one, recorded from now on."""
        self._pactl("load-module", *_null_sink(_OTHER_SINK).split())
        self._pactl("set-default-sink", _OTHER_SINK)
        self._pactl("unload-module", self._module_of(_SINK))
        self._sink = _OTHER_SINK

    def _module_of(self, sink: str) -> str:
        modules = self._pactl("list", "short", "modules").splitlines()
        return next(line.split()[0] for line in modules if f"sink_name={sink} " in line)

    def _pactl(self, *arguments: str) -> str:
        return subprocess.run(
            ["pactl", *arguments], env=self._environment(), capture_output=True, text=True, check=True
        ).stdout

    @contextmanager
    def record(self) -> Iterator[Recording]:
        """Record what the server plays, from its first sample on to 0.3 s after the end of the block."""
        recorder = subprocess.Popen(
            [*_RECORDER.split(), f"--device={self._sink}.monitor"],
            env=self._environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            start_new_session=True,
        )
        recording = Recording(recorder)
        try:
            wait_until(lambda: len(recording.samples) > 0, 10, "the recording does not begin")
            yield recording
            end = len(recording.samples) + 3 * FRAME_RATE // 10
            if recorder.poll() is None and self._server is not None:
                wait_until(lambda: len(recording.samples) >= end, 10, "the recording does not go on")
        finally:
            recorder.kill()
            recorder.wait()
            recording.finish()

    def _answers(self) -> bool:
        asked = subprocess.run(["pactl", "info"], env=self._environment(), capture_output=True, check=False)
        return asked.returncode == 0

    def _environment(self) -> dict[str, str]:
        return {**os.environ, **self.env, "HOME": str(self._folder)}

    def _write_alsa(self) -> Path:
        """ALSA programs (simpleaudio) play here too."""
        conf = self._folder / "asound.conf"
        conf.write_text(
            "</usr/share/alsa/alsa.conf>\npcm.!default { type pulse }\nctl.!default { type pulse }\n",
            encoding="utf-8",
        )
        return conf


class Recording:
    """What was recorded so far: ``samples`` grows until the recording ends."""

    def __init__(self, recorder: subprocess.Popen[bytes]) -> None:
        self.samples: array[int] = array("h")
        self._chunks: list[tuple[int, int]] = []  # samples after each chunk, and when the first one was played
        self._recorder = recorder
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def heard_ns(self, index: int) -> int:
        """When the sample at ``index`` was played, on ``time.monotonic_ns``'s clock, to about 10 ms.

        The line through the chunk that came soonest of those around it: a chunk may come late, never before it was
        played. Around it, because the server's clock and this one drift apart.
        """
        return self._began_ns(index) + index * 1_000_000_000 // FRAME_RATE

    def index_at(self, time_ns: int) -> int:
        """The sample that was played at ``time_ns`` (see :meth:`heard_ns`)."""
        index = (time_ns - self._began_ns(0)) * FRAME_RATE // 1_000_000_000
        return (time_ns - self._began_ns(index)) * FRAME_RATE // 1_000_000_000

    @property
    def drift_ms(self) -> float:
        """How far the server's clock went from this one during the recording: above 0 when it is the slower one."""
        return (self._began_ns(len(self.samples)) - self._began_ns(0)) / 1e6

    def _began_ns(self, index: int) -> int:
        """When the first sample would have been played, as the chunks around ``index`` have it."""
        low, high = (bisect_left(self._chunks, (index + by,)) for by in (-_AROUND_FRAMES, _AROUND_FRAMES))
        around = self._chunks[low:high] or self._chunks
        return min(began for _, began in around)

    def last_sound(self, before: int | None = None) -> int:
        """The index of the last sample (of those before ``before``) that is not silence; -1 without any."""
        end = len(self.samples) if before is None else before
        return len(self.samples[:end].tobytes().rstrip(b"\0")) // 2 - 1 if end else -1

    def finish(self) -> None:
        """Wait for the last samples of a recorder that has ended."""
        self._reader.join(5)

    def _read(self) -> None:
        stdout = self._recorder.stdout
        assert stdout is not None
        rest = b""
        with stdout:
            while chunk := stdout.read(65536):
                now = time.monotonic_ns()
                chunk = rest + chunk
                whole = len(chunk) // 2 * 2
                rest = chunk[whole:]
                self.samples.frombytes(chunk[:whole])
                frames = len(self.samples)
                self._chunks.append((frames, now - frames * 1_000_000_000 // FRAME_RATE))


def _null_sink(name: str) -> str:
    return f"module-null-sink sink_name={name} norewinds=1 rate=48000 channels=1 channel_map=mono format=s16le"


def find_cues(samples: array[int], sounds: Mapping[str, array[int]], volume: int = 100) -> list[tuple[int, str]]:
    """Every cue in a recording, as (index of its first sample, name), in order.

    ``sounds`` is the pack that was played (or the part of it that may occur), ``volume`` the player's. Several
    short pieces of each sound are looked for, exactly; one piece that is found gives the place of the whole, so
    a cue is also found when another covers its beginning or cuts its end. Where sounds are alike in part (all
    have a tick) the one with most pieces in place is meant. A sound that was torn in two is found twice.
    """
    haystack = samples.tobytes()
    levelled = {name: _levelled(sound, volume) for name, sound in sounds.items()}
    found: dict[tuple[int, str], list[int]] = defaultdict(list)
    for name, sound in levelled.items():
        for offset, piece in _pieces(sound):
            for index in _places(haystack, piece):
                found[index - offset, name].append(index)
    cues: list[tuple[int, str]] = []
    for at, name in sorted(found, key=lambda cue: (-len(found[cue]), len(levelled[cue[1]]))):
        if not all(_explained(index, samples, cues, levelled) for index in found[at, name]):
            cues.append((at, name))
    return sorted(cues)


def wait_until(true: Callable[[], bool], seconds: float, otherwise: str) -> None:
    """Wait for a condition, at most so many seconds; raises ``RuntimeError`` with ``otherwise`` after them."""
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            raise RuntimeError(otherwise)
        time.sleep(0.005)


@contextmanager
def busy_processes(number: int) -> Iterator[None]:
    """So many processes that do nothing but take time, for the length of the block."""
    busy = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(number)]
    try:
        yield
    finally:
        for process in busy:
            process.kill()
            process.wait()


def _levelled(sound: array[int], volume: int) -> array[int]:
    factor = gain(volume)
    return array("h", [sample * factor >> 15 for sample in sound]) if volume < 100 else sound


def _pieces(sound: array[int]) -> Iterable[tuple[int, bytes]]:
    """Short pieces with their places in the sound; those too quiet to be told apart are left out."""
    for at_ms in _PIECES_AT_MS:
        offset = at_ms * FRAMES_PER_MS
        piece = sound[offset : offset + _PIECE_FRAMES]
        if len(piece) == _PIECE_FRAMES and max(max(piece), -min(piece)) >= _LOUD:
            yield offset, piece.tobytes()


def _places(haystack: bytes, piece: bytes) -> Iterator[int]:
    found = haystack.find(piece)
    while found >= 0:
        if found % 2 == 0:
            yield found // 2
        found = haystack.find(piece, found + 1)


def _explained(index: int, samples: array[int], cues: list[tuple[int, str]], sounds: Mapping[str, array[int]]) -> bool:
    """Whether the piece at ``index`` belongs to a cue that is known already."""
    piece = samples[index : index + _PIECE_FRAMES]
    return any(
        at <= index < at + len(sounds[name]) and sounds[name][index - at : index - at + _PIECE_FRAMES] == piece
        for at, name in cues
    )
