"""The facts of a set that the coach's face shows, here and on mirrors; lines of text are made of them too."""

from __future__ import annotations

from dataclasses import dataclass

from negcoach.training.exercise.exercise import Words
from negcoach.training.score.stop_rules import StopRules


@dataclass(frozen=True, slots=True)
class SetCard:
    """The facts of a set that do not change during it; its texts are shown as they are.

    By ``rules`` a lowering is marked as too fast. ``loaded`` is whether a bar is moved (else the body is): it only
    changes the drawing. ``hooks`` is what hangs on each end of the bar in an accentuated set, "" in others.
    ``plates`` say what goes on again before the next rep of a bar that is unloaded, where that is known. ``steps``
    say who does what in a set that is not straight, each in a few words. ``back_up`` is how a load that was let down
    in a pause gets back to where a rep begins, "" where that needs no word. ``figure`` is the slug of the exercise
    whose figure performs the rep beside the count, where there is room, ``spotters`` how many are there, ``alone``
    whether it is lifted without help.
    ``open_lowering`` is whether a lowering lasts as long as the lifter can, ``asks_pain`` whether the rest asks how
    much it hurts, which a tendon's protocol goes by. ``next_key`` is the key for the next thing as a line names it.
    """

    exercise: str  # "Bench press"
    set_label: str  # "set 2 of 3"
    load_label: str  # "105 kg · 105 %", "bodyweight"
    tempo_label: str  # "5-1-A-1"
    words: Words
    has_sides: bool
    rules: StopRules
    loaded: bool = True
    hooks: str = ""  # "17.5 kg on each end"
    plates: tuple[str, ...] = ()  # "put 15 + 10 on each end"
    steps: tuple[str, ...] = ()  # "3 reps alone, the spotter helps 2 up"
    back_up: str = ""  # "first back up: together, or unload it"
    figure: str = ""  # "bench-press"
    spotters: int = 0
    alone: bool = False
    open_lowering: bool = False
    counts_tempo: bool = True
    asks_pain: bool = False
    next_key: str = "space"
