"""``negcoach render``: the sound track of one set as a WAV file."""

from __future__ import annotations

from pathlib import Path

from negcoach.audio.playback.track import Pack, write_wav
from negcoach.audio.sounds.own_sounds import load_sounds
from negcoach.audio.sounds.sounds import PACKS
from negcoach.coaching.guided_test import longest_lowering_plan
from negcoach.commands.support import output
from negcoach.commands.support.options import Options, integer, parse_option
from negcoach.commands.support.output_file import output_target
from negcoach.commands.support.paths import config_path
from negcoach.commands.support.prescription import chosen_exercise, prescription, require_a_test_alone, spotters
from negcoach.config.library import load_library
from negcoach.config.settings.own_sounds import NO_OWN, own_sound_packs, own_sounds_folder
from negcoach.config.settings.settings import Settings, load_settings
from negcoach.errors import NegcoachError
from negcoach.formatting import clock_text
from negcoach.texts import counted
from negcoach.training.exercise.prescription import Prescription
from negcoach.training.exercise.way import WayKind
from negcoach.training.plan.longest_lowering import has_lowering_test
from negcoach.training.score.set_run import SetRun

LONGEST_MS = 4 * 3_600_000
"""Four hours are 1.4 GB: within the 4 GB that a WAV file can hold, and longer than any set."""

_EXAMPLE = "set.wav"


def run(options: Options) -> int:
    """Write the sound track, and a line about its contents."""
    path = config_path(options)
    settings = load_settings(path)
    exercise = chosen_exercise(options, load_library(path.parent))
    prescribed = prescription(options, exercise, settings)
    if options.test:
        if not has_lowering_test(exercise):
            raise NegcoachError(
                f"--test: {exercise.name} has no test of the longest lowering. "
                "Negatives towards a full rep and Nordics have one."
            )
        require_a_test_alone(options)
        prescribed = longest_lowering_plan(prescribed)
    spotters(options)  # it changes nothing in the sound, but a wrong value is refused all the same
    volume = parse_option("--volume", options.volume, integer(0, 100), 100)
    if options.output == "-":
        raise NegcoachError(f"-o - does not work here: the sound goes to a file. Name one, such as -o {_EXAMPLE}.")
    target = output_target(options, _EXAMPLE, only_wav=True)
    name, pack = _sounds(options.pack, settings, path)
    length_ms = render(prescribed, target, pack, volume, is_open=options.test)
    output.write_line(
        f"{options.output}: {exercise.name}, {counted(prescribed.reps or 0, 'rep')}"
        f"{' a side' if exercise.unilateral else ''} at {prescribed.tempo}, "
        f"{clock_text(length_ms)} long, {name}."
    )
    return 0


def _sounds(asked: str | None, settings: Settings, path: Path) -> tuple[str, Pack]:
    """Return the sounds of the option, or else of the settings, and their name. Raises ``NegcoachError``."""
    pack, own_name = settings.sound_pack, settings.own_sounds
    if asked in PACKS:
        pack, own_name = asked, NO_OWN
    elif asked is not None:
        own = own_sound_packs(path.parent)
        if asked not in own:
            from negcoach.commands.parser import messages

            raise NegcoachError(messages.unknown_value(asked, "sound pack", [*PACKS, *own], "negcoach render"))
        own_name = asked
    own_folder = own_sounds_folder(path.parent, own_name)
    return pack if own_folder is None else own_name, load_sounds(pack, own_folder)


def render(prescribed: Prescription, target: Path, pack: Pack, volume: int, *, is_open: bool = False) -> int:
    """Write the sound of the first set, from the lead-in until "set done" has faded, and return its length in ms.

    In an open one the lowering lasts as long as the lifter can: its whole time, in a file.
    Raises ``NegcoachError`` for a set whose end is not known beforehand, and when the file cannot be written.
    """
    if prescribed.reps is None:
        raise NegcoachError("--reps fatigue has no end that could be written. Give a number, such as --reps 8.")
    if prescribed.lift_ms is None:
        raise NegcoachError("--lift wait waits for a key, which a file cannot. Give seconds, such as --lift 3.")
    if prescribed.way.kind is WayKind.ACCENTUATED:
        raise NegcoachError("An accentuated set waits for a key, which a file cannot. Choose another --set-type.")
    score = SetRun(prescribed, prescribed.lead_in_ms, open_lowering=is_open).score()
    if score.end_ms is None:
        raise NegcoachError("This set has no end that could be written. Give it --reps and --lift in numbers.")
    if score.end_ms > LONGEST_MS:
        raise NegcoachError(
            f"That set would last {score.end_ms / 3_600_000:.1f} hours; a file holds {LONGEST_MS // 3_600_000}. "
            "Give it fewer --reps."
        )
    write_wav(target, score.cues, pack, score.end_ms, volume)
    return score.end_ms
