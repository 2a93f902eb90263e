"""The rung below each bodyweight exercise: what is done where it is too hard, and what it is warmed up with."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EasierRung:
    """The rung below an exercise: how it is easier, in a few words, and which exercise (a slug) that is.

    Where ``exercise`` is "" it is the same one, done in a way that its name then says (``way``). One that
    ``comes_first`` is done before the exercise is begun at all.
    """

    how: str
    exercise: str = ""
    way: str = ""
    comes_first: bool = False


EASIER = {
    "negative-push-up": EasierRung("Put your hands on a bench or a step", "hands-raised-push-up"),
    "hands-raised-push-up": EasierRung("Put your hands higher up", way="hands higher"),
    "negative-dip": EasierRung(
        "Leave your feet on the box and let them carry some of your weight", way="feet on the box"
    ),
    "negative-pull-up": EasierRung("Turn your palms towards you", "negative-chin-up", comes_first=True),
    "negative-chin-up": EasierRung("Let your feet help, on the box", "feet-assisted-pull-up"),
    "feet-assisted-pull-up": EasierRung("Hang from straight arms for 20 to 30 s, and do 8 rows", "inverted-row"),
    "inverted-row": EasierRung("Bend your knees, or set the bar higher", way="knees bent"),
    "nordic-curl": EasierRung("Let a band help", way="a band helps"),
    "slider-leg-curl": EasierRung("Don't slide out so far", way="less far"),
    "reverse-nordic": EasierRung("Don't lean back so far", way="less far"),
    "copenhagen": EasierRung("Rest your knee on the bench, not your foot", way="knee on the bench"),
    "step-down": EasierRung("Use a lower step", way="a lower step"),
}
"""By exercise (a slug): hands higher up, feet that help, the chin-up before the pull-up, hang and rows (textbook)."""

KEPT_DAYS = 2
"""After so many kept days of the easier rung the exercise is done again (our own choice, as for a second more)."""
