"""The screens for a load over the cap, and for one that may be a slip."""

from __future__ import annotations

from negcoach.coaching.sets_to_do import Choice
from negcoach.coaching.words.set_words import percent_of
from negcoach.screens.shared.page import TypeAgainScreen
from negcoach.training.exercise.exercise import Exercise
from negcoach.training.exercise.safety import CountedOneRm, cap_kg
from negcoach.training.units import TypedLoad, Unit, format_load


class CapScreen(TypeAgainScreen):
    """The screen for a load over the cap: it is refused unless it is typed again in full.

    ``one_rm`` is the 1RM that counts today, of which the cap is taken.
    """

    def __init__(self, choice: Choice, one_rm: CountedOneRm, unit: Unit) -> None:
        load = TypedLoad(choice.prescription.load_kg, unit)
        super().__init__("Over the cap", _cap_text(choice, one_rm, unit), load, what="load", back="lower it")


class DoubtedLoadScreen(TypeAgainScreen):
    """The screen for a load that may be a slip, where no 1RM is known: it starts only when it is typed again in full.

    ``doubt`` says why, as "the most that you lowered is 40 kg".
    """

    def __init__(self, exercise: Exercise, load: TypedLoad, doubt: str) -> None:
        about = f"{exercise.name}: {format_load(load.kg, load.unit)}, but {doubt}."
        super().__init__("Is this load right?", about, load, what="load", back="lower it")


def _cap_text(choice: Choice, one_rm: CountedOneRm, unit: Unit) -> str:
    """Return the load in percent of the 1RM, and the cap."""
    prescription, known_kg = choice.prescription, choice.one_rm_kg
    limit_kg = cap_kg(prescription.exercise, one_rm.capped_kg)
    if prescription.exercise.load is None or known_kg is None or limit_kg is None or one_rm.kg is None:
        return ""
    load, own = format_load(prescription.load_kg, unit), format_load(known_kg, unit)
    of, cap_percent = prescription.exercise.load.of, prescription.exercise.load.cap_percent
    parts = [f"{load} is {percent_of(prescription.load_kg, known_kg)} % of your {of}, {own}."]
    if one_rm.weakened:
        counted = format_load(one_rm.kg, unit)
        parts.append(f"After so long away only {counted} of it counts until you test it again.")
    cap = f"{cap_percent} %{' of that' if one_rm.weakened else ''}, {format_load(limit_kg, unit)}"
    return " ".join((*parts, f"{prescription.exercise.name}: at most {cap}."))
