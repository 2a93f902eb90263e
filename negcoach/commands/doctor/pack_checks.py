"""The doctor's checks of the sounds: those that were shipped, and the lifter's own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from negcoach.audio.sounds.own_sounds import read_own_sounds
from negcoach.audio.sounds.sounds import load_pack
from negcoach.commands.sounds import summary
from negcoach.config.settings.own_sounds import NO_OWN
from negcoach.config.settings.settings import Settings
from negcoach.errors import NegcoachError
from negcoach.findings import CheckResult, ok, warning

_MOST_FAULTS = 5
"""The most things wrong with own sounds that are named."""


def check_sounds(settings: Settings, config: Path) -> Iterator[CheckResult]:
    """Yield the findings on the pack in use, and on the lifter's own sounds where some are."""
    name = "sound pack"
    try:
        load_pack(settings.sound_pack)
    except NegcoachError as error:
        yield warning(name, str(error), 'Choose another meanwhile, such as "negcoach settings sound_pack voice".')
    else:
        yield ok(name, settings.sound_pack)
    folder = settings.own_sounds_folder(config)
    if folder is None:
        return
    name = "own sounds"
    found = read_own_sounds(folder)
    check = f"negcoach sounds check {settings.own_sounds}"
    for fault in found.faults[:_MOST_FAULTS]:
        yield warning(name, fault, "")
    if len(found.faults) > _MOST_FAULTS:
        yield warning(name, f"{len(found.faults) - _MOST_FAULTS} more", f'"{check}" says all of them.')
    if not found.samples:
        advice = f'"negcoach settings own_sounds {NO_OWN}" leaves them out.'
        yield warning(name, f"none can be used: {settings.sound_pack} is heard", advice)
    else:
        yield ok(name, summary(settings.own_sounds, len(found.samples), settings.sound_pack))
