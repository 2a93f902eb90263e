"""A load that goes on only when it is typed again in full: what is doubtful about it, and whether it was typed."""

from __future__ import annotations

from dataclasses import dataclass

from negcoach.coaching.sets_to_do import Choice
from negcoach.coaching.words.set_words import percent_of
from negcoach.errors import NegcoachError
from negcoach.training.exercise.exercise import Exercise
from negcoach.training.exercise.safety import CountedOneRm, cap_kg, is_same_load
from negcoach.training.units import TypedLoad, Unit, format_load, parse_load


@dataclass(frozen=True, slots=True)
class TypeAgain:
    """A load to be typed again: ``about`` says what is doubtful, ``what`` what is typed, ``back`` what back is for."""

    title: str
    about: str
    load: TypedLoad
    what: str
    back: str

    @property
    def text(self) -> str:
        """The load as it is to be typed."""
        return format_load(self.load.kg, self.load.unit)

    @property
    def request(self) -> str:
        """What asks for it."""
        return f"If you mean it, type the {self.what} again in full: {self.text}"

    def error_in(self, typed: str) -> str:
        """Return what is wrong with what was typed, "" where it is the load."""
        try:
            again_kg = parse_load(typed, self.load.unit)
        except NegcoachError as error:
            return str(error)
        return "" if is_same_load(again_kg, self.load.kg) else f"That is not {self.text}."


def over_cap(choice: Choice, one_rm: CountedOneRm, unit: Unit) -> TypeAgain:
    """Return the question about a load over the cap; ``one_rm`` is the 1RM that counts today, of which that is."""
    load = TypedLoad(choice.prescription.load_kg, unit)
    return TypeAgain("Over the cap", _cap_text(choice, one_rm, unit), load, what="load", back="lower it")


def doubted_load(exercise: Exercise, load: TypedLoad, doubt: str) -> TypeAgain:
    """Return the question about a load that may be a slip, where no 1RM is known.

    ``doubt`` says why, as "the most you have lowered is 40 kg".
    """
    about = f"{exercise.name}: {format_load(load.kg, load.unit)}, but {doubt}."
    return TypeAgain("Is this load right?", about, load, what="load", back="lower it")


def doubted_one_rm(exercise: Exercise, load: TypedLoad, doubt: str) -> TypeAgain:
    """Return the question about a 1RM that may be a slip: it neither counts nor is stored before.

    ``doubt`` says why, as "it was 100 kg".
    """
    of = "1RM" if exercise.load is None else exercise.load.of
    text = format_load(load.kg, load.unit)
    about = f"{exercise.name}: {of} of {text}, but {doubt}. Loads follow from it."
    return TypeAgain(f"Is this {of} right?", about, load, what=of, back="change it")


def doubted_body_weight(load: TypedLoad, doubt: str) -> TypeAgain:
    """Return the question about a body weight that may be a slip: it is not stored before.

    ``doubt`` says why, as "it was 80 kg".
    """
    about = f"{format_load(load.kg, load.unit)}, but {doubt}. First 1RMs and added loads are checked against it."
    return TypeAgain("Is this body weight right?", about, load, what="body weight", back="change it")


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
