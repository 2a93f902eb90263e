"""``negcoach sounds``: the packs there are, the names of the sounds, and a check of the lifter's own."""

from __future__ import annotations

from pathlib import Path

from negcoach.audio.sounds.own_sounds import read_own_sounds
from negcoach.audio.sounds.sounds import NAMES, PACKS, SAYS
from negcoach.commands.support import output
from negcoach.commands.support.options import Options
from negcoach.commands.support.paths import config_path
from negcoach.config.settings.own_sounds import NO_OWN, SOUNDS_FOLDER, is_pack_name, own_sound_packs, own_sounds_folder
from negcoach.config.settings.settings import load_settings
from negcoach.errors import NegcoachError
from negcoach.texts import clean, counted, joined, quoted


def run(options: Options) -> int:
    """List the packs, or the names of the sounds, or check own ones; return 1 where something is wrong with them."""
    path = config_path(options)
    if options.action == "names":
        return _names()
    if options.action == "check":
        return _check(path, " ".join(options.words))
    if options.words:
        raise NegcoachError('sounds lists the packs. To check your own: negcoach sounds check "NAME"')
    return _list(path)


def _list(path: Path) -> int:
    settings = load_settings(path)
    for pack, about in PACKS.items():
        output.write_line(f"{'*' if pack == settings.sound_pack else ' '} {pack:<12}{about}")
    for name in own_sound_packs(path.parent):
        mark = "*" if name == settings.own_sounds else " "
        found = read_own_sounds(path.parent / SOUNDS_FOLDER / name)
        wrong = f"; {counted(len(found.faults), 'thing')} to look at" if found.faults else ""
        output.write_line(f"{mark} {name:<12}your own: {len(found.samples)} of {len(NAMES)} sounds{wrong}")
    output.write_line(
        "* is in use. negcoach settings sound_pack and own_sounds choose. Your own recordings: WAV files in a folder "
        f"in {clean(str(path.parent / SOUNDS_FOLDER))}, named as in negcoach sounds names."
    )
    return 0


def _names() -> int:
    for name, says in SAYS.items():
        output.write_line(f"{name + '.wav':<20}{says}")
    return 0


def _check(path: Path, name: str) -> int:
    """Say what is wrong with own sounds, those in use where none are named."""
    settings = load_settings(path)
    name = name or settings.own_sounds
    if name == NO_OWN:
        raise NegcoachError(f"No own sounds are in use. Name some, such as negcoach sounds check {_some_name(path)}.")
    if not is_pack_name(name):
        raise NegcoachError(f"{quoted(clean(name))} is not a name for a folder: letters, digits, - and _ only.")
    folder = own_sounds_folder(path.parent, name)
    assert folder is not None  # it is a name
    if not folder.is_dir():
        raise NegcoachError(f"There is no folder {name} in {clean(str(folder.parent))}.")
    found = read_own_sounds(folder)
    for fault in found.faults:
        output.write_line(fault)
    output.write_line(summary(name, len(found.samples), settings.sound_pack))
    if found.samples and found.missing:
        output.write_line(f"Not among them: {joined(found.missing)}.")
    return 1 if found.faults else 0


def summary(name: str, count: int, pack: str) -> str:
    """Return how many sounds of its own a folder has, and where the others come from."""
    if count == len(NAMES):
        return f"{name}: all {count} sounds are your own."
    return f"{name}: {count} of {len(NAMES)} sounds are your own, the others come from {pack}."


def _some_name(path: Path) -> str:
    return next(iter(own_sound_packs(path.parent)), "mypack")
