"""The doctor's checks of the sound: its libraries, its device, which is really opened, and on request the test sound.

Every wait has an end, so that a sound server that hangs cannot hold the doctor up.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import metadata

from negcoach.audio.player import Engine, Player
from negcoach.audio.sound_check import TEST_CUES, TEST_MS
from negcoach.extras import install_library_text, install_text
from negcoach.findings import CheckResult, Status, ok, warning

OPEN_WITHIN_S = 6.0
"""The player gives up a stuck sound server after three seconds; after twice that there is no answer."""

_POLL_EVERY_S = 0.02
_SLACK_S = 2.0

_QUEUE_AFTER_MS = 500
"""After this long a device has asked for all that it takes ahead."""

Opener = Callable[[Engine], Player]
"""Opens a player for an engine."""


@dataclass(frozen=True, slots=True)
class Polling:
    """How a check waits: a clock in seconds, and a pause between two looks."""

    clock: Callable[[], float] = time.monotonic
    pause: Callable[[float], None] = time.sleep

    def within(self, seconds: float) -> Iterator[None]:
        """Yield before each look, for no longer than ``seconds``."""
        deadline = self.clock() + seconds
        while self.clock() < deadline:
            yield
            self.pause(_POLL_EVERY_S)


_INSTALL_MINIAUDIO = f"To have it: {install_library_text('miniaudio')}"
_LINUX_ARM64 = (
    "On Linux arm64 miniaudio has no ready-made package: install a C compiler and Python's headers "
    f"(Debian: apt install gcc python3-dev), then, {install_library_text('miniaudio')}. "
    f"Or, with libasound2-dev besides, {install_text('simpleaudio')}"
)
_NO_DEVICE = "Is a loudspeaker connected and the sound server running? Without sound the coach works by sight."


def check_sound(
    engine: Engine, play: bool, open_player: Opener, machine: str, polling: Polling | None = None
) -> Iterator[CheckResult]:
    """Yield the findings on the sound libraries, the device and, with ``play``, the test sound.

    ``machine`` is the processor's name, as ``platform.machine`` gives it.
    """
    libraries = installed()
    yield check_libraries(engine, libraries, machine)
    if engine == "silent":
        yield ok("sound device", "not opened: the engine is silent, the coach goes by sight")
        return
    if not libraries or (engine != "auto" and engine not in libraries):
        return
    polling = polling or Polling()
    player = open_player(engine)
    try:
        finding = _check_device(player, polling)
        yield finding
        if play:
            yield _play_test_sound(player, polling) if finding.status is Status.OK else _test_sound_skipped()
    finally:
        player.close()


def installed() -> dict[str, str]:
    """Return the sound libraries that are installed, each with its version, the preferred one first."""
    found = {}
    for engine, packages in (("miniaudio", ("miniaudio",)), ("simpleaudio", ("simpleaudio", "simpleaudio-patched"))):
        for package in packages:
            try:
                found[engine] = metadata.version(package)
            except metadata.PackageNotFoundError:
                continue
    return found


def check_libraries(engine: Engine, libraries: dict[str, str], machine: str) -> CheckResult:
    """Return whether a library for the engine is installed, and if not, how to install one on this machine."""
    check = "sound library"
    listed = ", ".join(f"{name} {version}" for name, version in libraries.items()) or "none"
    arm_linux = sys.platform.startswith("linux") and machine.lower() in ("aarch64", "arm64")
    advice = _LINUX_ARM64 if arm_linux else _INSTALL_MINIAUDIO
    if engine == "silent" or (engine == "auto" and libraries) or engine in libraries:
        return ok(check, listed)
    if engine == "simpleaudio":
        return warning(
            check, f"{listed}; the engine is set to simpleaudio", f"To have it: {install_text('simpleaudio')}"
        )
    return warning(check, f"{listed}; the coach goes by sight", advice)


def _check_device(player: Player, polling: Polling) -> CheckResult:
    check = "sound device"
    for _ in polling.within(OPEN_WITHIN_S):
        if player.engine != "silent":
            return ok(check, f"opened with {player.engine}{_queue(player, polling)}")
        if notice := player.notice():
            return warning(check, _reason(notice), _NO_DEVICE)
    return warning(check, "the sound server does not answer", "Restart the sound server, or log in again.")


def _queue(player: Player, polling: Polling) -> str:
    """Return how far ahead the device takes its sound, which it shows only while it plays: half a second of silence."""
    player.load(())
    player.start()
    for _ in polling.within(_QUEUE_AFTER_MS / 1000 + _SLACK_S):
        if player.position() >= _QUEUE_AFTER_MS:
            break
    player.stop()
    queue = player.queue
    if queue is None:
        return ""
    return (
        f"; takes {queue.ms} ms of sound ahead, {queue.block_ms} ms at a time: {queue.percent} % of what is asked for"
    )


def _play_test_sound(player: Player, polling: Polling) -> CheckResult:
    check = "test sound"
    player.load(TEST_CUES)
    player.start()
    for _ in polling.within(TEST_MS / 1000 + _SLACK_S):
        if notice := player.notice():
            return warning(check, _reason(notice), _NO_DEVICE)
        if player.position() >= TEST_MS:
            break
    player.stop()
    return ok(check, "played 3, 2, 1, lift; heard nothing? Check the system's volume and output device")


def _reason(notice: str) -> str:
    """Return the player's notice, without the part that the advice repeats."""
    what, _, why = notice.partition(": ")
    return (why if what.startswith("No sound") else notice).removesuffix(".")


def _test_sound_skipped() -> CheckResult:
    return warning("test sound", "not played", "It needs a sound device: see above.")
