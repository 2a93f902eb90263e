"""Exercises whose bar is unloaded before it comes up again, and their light sets, which are ordinary slow ones."""

from __future__ import annotations

from dataclasses import replace

from negcoach.training.equipment.equipment import LoadedBar, side_text
from negcoach.training.equipment.plates import change_between, inner_plates, kg_of
from negcoach.training.exercise.exercise import LiftShape
from negcoach.training.exercise.prescription import Prescription
from negcoach.training.exercise.safety import SAME_LOAD_KG
from negcoach.training.rule import Mark, Rule

UNLOADING = Rule(
    "unloading", Mark.READ | Mark.OWN, "pins and two side spotters: CSCS; what comes off is negcoach's own choice"
)

STAND_UP_SHARE = 0.7
"""Up to this part of the 1RM the lifter stands up with the bar: nobody unloads a light bar twenty times (our own
choice)."""

_STAND_UP_S = 2


def stand_up_tempo(prescription: Prescription) -> Prescription:
    """Return a light prescription with a lift that the tempo counts; exercises without unloading stay as they are."""
    if not prescription.exercise.unloaded:
        return prescription
    return replace(prescription, tempo=replace(prescription.tempo, concentric=_STAND_UP_S))


def with_unloading(prescription: Prescription) -> Prescription:
    """Return a prescription whose bar is unloaded before it comes up; other exercises stay as they are."""
    if not prescription.exercise.unloaded:
        return prescription
    return replace(prescription, tempo=replace(prescription.tempo, concentric=prescription.exercise.tempo.concentric))


def with_lift_call(prescription: Prescription, one_rm_kg: float | None) -> Prescription:
    """Return a prescription as it is coached: the call says "stand up" only under a load that can be lifted.

    Under any other load, and where no 1RM is known, the bar is unloaded, whatever the tempo says about the lift.
    """
    exercise, tempo = prescription.exercise, prescription.tempo
    if not exercise.unloaded or not tempo.counts_lift:
        return prescription
    if one_rm_kg is None or prescription.load_kg > one_rm_kg * STAND_UP_SHARE + SAME_LOAD_KG:
        return with_unloading(prescription)
    stands = "quadriceps" in exercise.muscles
    words = replace(
        exercise.words,
        lift="STAND UP" if stands else "LIFT",
        lift_sound="lift",
        lift_note="stand up with it yourself" if stands else "lift it yourself, without a jerk",
        lift_shape=LiftShape.UP,
        lift_done="I am up",
        bottom_reached="I am down",
    )
    return replace(prescription, exercise=replace(exercise, words=words))


def unloaded_bar(prescription: Prescription, one_rm_kg: float | None, bar: LoadedBar) -> LoadedBar | None:
    """Return the bar as it is brought up again: with plates taken off from the outside, down to one to stand up with.

    That is ``STAND_UP_SHARE`` of the 1RM, or of what the load stands for where none is known; the bar alone where that
    is less. ``None`` for an exercise whose bar is not unloaded, and where nothing must come off.
    """
    rule = prescription.exercise.load
    if rule is None or not prescription.unloads:
        return None
    limit_kg = (prescription.load_kg * 100 / rule.percent if one_rm_kg is None else one_rm_kg) * STAND_UP_SHARE
    most = (limit_kg - bar.bar_kg + SAME_LOAD_KG) / (2 * kg_of(1, bar.plates.unit))
    left = inner_plates(bar.side, most)
    return None if left == bar.side else replace(bar, side=left)


def bar_left(
    prescription: Prescription, one_rm_kg: float | None, bar: LoadedBar | None, *, lifted_last: bool
) -> LoadedBar | None:
    """Return a bar as a set leaves it: without the plates that come off before it is brought up.

    ``lifted_last`` is whether it was, after the last rep. ``None`` where nobody knows what is on it: a bar that is left
    on the pins, or while it is loaded, may have any of its plates.
    """
    if bar is None or not prescription.unloads:
        return bar
    return (unloaded_bar(prescription, one_rm_kg, bar) or bar) if lifted_last else None


def reload_texts(prescription: Prescription, one_rm_kg: float | None, bar: LoadedBar | None) -> tuple[str, ...]:
    """Return what goes on again before the next rep: ``put 15 + 10 on each end``, and ``25 + 15 + 10 a side in all``.

    Empty where nothing came off, or the plates are not known.
    """
    left = None if bar is None else unloaded_bar(prescription, one_rm_kg, bar)
    if bar is None or left is None:
        return ()
    on = side_text(change_between(left.side, bar.side).on)
    return f"put {on} on each end", f"{side_text(bar.side)} a side in all"


def with_unload_note(prescription: Prescription, one_rm_kg: float | None, bar: LoadedBar | None) -> Prescription:
    """Return a prescription whose call to unload says what comes off each end, where the plates are known."""
    left = None if bar is None else unloaded_bar(prescription, one_rm_kg, bar)
    if bar is None or left is None:
        return prescription
    off = side_text(change_between(bar.side, left.side).off)
    words = replace(prescription.exercise.words, lift_note=f"take {off} off each end")
    return replace(prescription, exercise=replace(prescription.exercise, words=words))
