"""What ``negcoach doctor`` hears: the sound engine, really opened, and on request the test sound.

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
from negcoach.commands.doctor.findings import Finding, Status, ok, warning

OPEN_WITHIN_S = 6.0
"""A stuck sound server is given up by the player after three seconds; twice that is no answer."""

_LOOK_EVERY_S = 0.02
_SLACK_S = 2.0

Opener = Callable[[Engine], Player]
"""Opens a player for an engine."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How to wait: a clock in seconds and a way to let it run on."""

    clock: Callable[[], float] = time.monotonic
    pause: Callable[[float], None] = time.sleep

    def until(self, seconds: float) -> Iterator[None]:
        """Come back again and again, but not for longer than that."""
        deadline = self.clock() + seconds
        while self.clock() < deadline:
            yield
            self.pause(_LOOK_EVERY_S)


_INSTALL_MINIAUDIO = "Install it: pip install miniaudio"
_LINUX_ARM64 = (
    "On Linux arm64 miniaudio has no ready-made package: install a C compiler and Python's headers "
    "(Debian: apt install gcc python3-dev), then pip install miniaudio. Or, with libasound2-dev besides, "
    'pip install "negcoach[simpleaudio]".'
)
_NO_DEVICE = "Is a loudspeaker connected and the sound server running? The coach goes on by sight without."


def look_at(
    engine: Engine, play: bool, open_player: Opener, machine: str, patience: Patience | None = None
) -> Iterator[Finding]:
    """Return what there is to say of the sound libraries, the device and, with ``play``, the test sound.

    ``machine`` is the processor's name, as ``platform.machine`` gives it.
    """
    libraries = installed()
    yield look_at_libraries(engine, libraries, machine)
    if engine == "silent":
        yield ok("sound device", "not opened: the engine is silent, the coach goes by sight")
        return
    if not libraries or (engine != "auto" and engine not in libraries):
        return
    patience = patience or Patience()
    player = open_player(engine)
    try:
        finding = _opened(player, patience)
        yield finding
        if play:
            yield _played(player, patience) if finding.status is Status.OK else _not_played()
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


def look_at_libraries(engine: Engine, libraries: dict[str, str], machine: str) -> Finding:
    """Return whether a library for the engine is there, and if not, how to get one on this machine."""
    check = "sound library"
    listed = ", ".join(f"{name} {version}" for name, version in libraries.items()) or "none"
    arm_linux = sys.platform.startswith("linux") and machine.lower() in ("aarch64", "arm64")
    advice = _LINUX_ARM64 if arm_linux else _INSTALL_MINIAUDIO
    if engine == "silent" or (engine == "auto" and libraries) or engine in libraries:
        return ok(check, listed)
    if engine == "simpleaudio":
        return warning(
            check, f"{listed}; the engine is set to simpleaudio", 'Install it: pip install "negcoach[simpleaudio]"'
        )
    return warning(check, f"{listed}; the coach goes by sight", advice)


def _opened(player: Player, patience: Patience) -> Finding:
    check = "sound device"
    for _ in patience.until(OPEN_WITHIN_S):
        if player.engine != "silent":
            return ok(check, f"opened with {player.engine}")
        if notice := player.notice():
            return warning(check, _reason(notice), _NO_DEVICE)
    return warning(check, "the sound server does not answer", "Restart the sound server, or log in again.")


def _played(player: Player, patience: Patience) -> Finding:
    check = "test sound"
    player.load(TEST_CUES)
    player.start()
    for _ in patience.until(TEST_MS / 1000 + _SLACK_S):
        if notice := player.notice():
            return warning(check, _reason(notice), _NO_DEVICE)
        if player.position() >= TEST_MS:
            break
    player.stop()
    return ok(check, "played 3, 2, 1, lift; heard nothing? Then look at the system's volume and output device")


def _reason(notice: str) -> str:
    """The player's line to the lifter, without what the advice says again."""
    return notice.removeprefix("No sound: ").partition("; the count goes on")[0].removesuffix(".")


def _not_played() -> Finding:
    return warning("test sound", "not played", "It needs a sound device: see above.")
