"""The weight that is chosen for a load where no plates are put on: a machine's stack with its pin, or a dumbbell."""

from __future__ import annotations

from dataclasses import dataclass

from negcoach.training.equipment.equipment import Dumbbells, Equipment, Stack
from negcoach.training.equipment.plates import kg_of
from negcoach.training.exercise.prescription import Prescription
from negcoach.training.exercise.safety import is_same_load
from negcoach.training.units import Unit, format_load


@dataclass(frozen=True, slots=True)
class ChosenWeight:
    """A weight in hundredths of its unit: that of a ``dumbbell``, or of a stack down to its pin.

    A stack has its pin in the ``place``-th plate from the top, of ``plates`` (0: nobody knows how many it has); its
    first plate is ``first``, each further one adds ``step``.
    """

    hundredths: int
    unit: Unit
    dumbbell: bool = False
    place: int = 0
    plates: int = 0
    first: int = 0
    step: int = 0

    @property
    def weight_text(self) -> str:
        """The weight, ``22.5 kg``."""
        return format_load(kg_of(self.hundredths, self.unit), self.unit)

    @property
    def text(self) -> str:
        """What is chosen: ``pin at 20 kg`` or ``dumbbell of 12 kg``."""
        return f"{'dumbbell of' if self.dumbbell else 'pin at'} {self.weight_text}"


def chosen_weight(prescription: Prescription, equipment: Equipment) -> ChosenWeight | None:
    """Return the weight for a prescription's load, ``None`` where it is not known or none is that heavy."""
    implement, load_kg = equipment.implement_of(prescription.exercise), prescription.load_kg
    if load_kg <= 0:
        return None
    if isinstance(implement, Dumbbells):
        unit = implement.unit
        found = next((one for one in implement.weights if is_same_load(kg_of(one, unit), load_kg)), None)
        return None if found is None else ChosenWeight(found, unit, dumbbell=True)
    if not isinstance(implement, Stack):
        return None
    place = round((load_kg / kg_of(1, implement.unit) - implement.first) / implement.step)
    weight = implement.first + place * implement.step
    if place < 0 or not is_same_load(kg_of(weight, implement.unit), load_kg):
        return None
    plates = (implement.last - implement.first) // implement.step + 1 if implement.last else 0
    if plates and place >= plates:
        return None
    return ChosenWeight(
        weight, implement.unit, place=place + 1, plates=plates, first=implement.first, step=implement.step
    )
