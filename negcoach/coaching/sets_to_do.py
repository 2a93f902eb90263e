"""What is to do: the lifter's choice, the command line's request, and the sets to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from negcoach.training.advice.advice import advised_at
from negcoach.training.advice.next_set import NextSet
from negcoach.training.equipment.equipment import Equipment, LoadedBar, stripped
from negcoach.training.equipment.loading import Loading
from negcoach.training.equipment.unloading import with_lift_call
from negcoach.training.exercise.exercise import Exercise
from negcoach.training.exercise.prescription import Prescription
from negcoach.training.exercise.safety import is_same_load
from negcoach.training.exercise.way import MOST_DROP, STRAIGHT, WayKind
from negcoach.training.score.stop_rules import NEVER_STOPS, StopRules
from negcoach.training.terms import OneRmKind, SetPurpose
from negcoach.training.units import TypedLoad


@dataclass(frozen=True, slots=True)
class NewOneRm:
    """A concentric 1RM that the lifter gave with a prescription, and how it is known; it is not stored yet."""

    load: TypedLoad
    kind: OneRmKind


@dataclass(frozen=True, slots=True)
class Choice:
    """The prescription that the lifter chose; ``one_rm_kg`` is the exercise's concentric 1RM, where it is known.

    ``new_one_rm`` is that 1RM where it was given with the choice: it is stored when the lifter goes on. ``warned`` is
    whether the lifter saw the warnings about it when they chose it.
    """

    prescription: Prescription
    one_rm_kg: float | None
    new_one_rm: NewOneRm | None = None
    warned: bool = field(default=False, compare=False)

    @property
    def lacks_load(self) -> bool:
        """Whether no load is chosen yet, as where no 1RM is known to take it of."""
        return not self.prescription.load_kg and not self.prescription.exercise.bodyweight


@dataclass(frozen=True, slots=True)
class CoachRequest:
    """A prescription that the command line asks to coach at once.

    ``spotters`` is how many people are there to spot, ``None`` when not given: the safety checks then ask. ``advised``
    has the names of the fields that the lifter left out, and the advice gives. ``test`` asks for the exercise's test
    in place of sets. The load is ``eccentric_percent`` of its eccentric 1RM, where it is given so.
    """

    prescription: Prescription
    spotters: int | None
    advised: frozenset[str] = frozenset()
    test: bool = False
    eccentric_percent: float | None = None

    def with_advice(self, advice: Prescription) -> Prescription:
        """Return the prescription with the advised fields.

        They are those for the load that was asked for; one in percent must have been turned into kg.
        """
        given = advice if "load_kg" in self.advised else advised_at(advice, self.prescription.load_kg)
        advised = {name: getattr(given, name) for name in self.advised}
        return replace(self.prescription, first_side=advice.first_side, only_side=advice.only_side, **advised)


@dataclass(frozen=True, slots=True)
class InterruptedSet:
    """A set to be resumed: its id in the store, how many reps it has, and the highest ordinal of its lowerings."""

    set_id: str
    reps: int
    ordinal: int


@dataclass(frozen=True, slots=True)
class SetsToDo:
    """The sets to do of an exercise, and how many spotters are there.

    ``spotters`` are those present, ``one_rm_kg`` the concentric 1RM the load was chosen by. An exercise that is resumed
    begins at ``first_set``, and has that set in ``interrupted`` if some of its reps are done. ``purpose`` is what they
    are for: of the singles of a test, the prescription's sets are the most. ``dropped`` is whether the load is already
    that of the last one in a drop set. ``assumed_one_rm_kg`` is what stands for a 1RM that is not known in the warm-up.
    """

    prescription: Prescription
    spotters: int
    one_rm_kg: float | None
    first_set: int = 1
    interrupted: InterruptedSet | None = None
    purpose: SetPurpose = SetPurpose.WORK
    dropped: bool = False
    assumed_one_rm_kg: float | None = None

    def __post_init__(self) -> None:
        """Give the prescription the call of the lift that fits its load."""
        object.__setattr__(self, "prescription", with_lift_call(self.prescription, self.one_rm_kg))

    @property
    def is_test(self) -> bool:
        """Whether they are those of a test: of the eccentric 1RM, or of the longest lowering."""
        return self.purpose is SetPurpose.TEST

    @property
    def open_lowering(self) -> bool:
        """Whether each is a lowering as long as the lifter can, of the body alone."""
        return self.is_test and self.prescription.exercise.bodyweight

    def rules(self, usual: StopRules) -> StopRules:
        """Return the rules by which lost tempo stops a set, ``usual`` the lifter's own.

        There are none where a set is not to be stopped, and a lowering as long as the lifter can has no tempo to lose.
        """
        return usual if self.prescription.stops_on_tempo and not self.open_lowering else NEVER_STOPS

    @property
    def warm_up_one_rm_kg(self) -> float | None:
        """The 1RM that the warm-up is taken of: the one known, else what the last loads stand for."""
        return self.assumed_one_rm_kg if self.one_rm_kg is None else self.one_rm_kg

    def label(self, number: int) -> str:
        """Return what a set is called: ``set 2 of 3``, ``set 3 of 3, drop``, ``test, single 2`` or ``lowering 2``."""
        if self.is_test:
            return f"test, {'lowering' if self.open_lowering else 'single'} {number}"
        knee = self.prescription.exercise.knee(number, self.prescription.sets)
        drop = ", drop" if self.dropped and number == self.prescription.sets else ""
        return f"set {number} of {self.prescription.sets}{drop}{f', {knee.value} knee' if knee else ''}"

    def set_prescription(self, number: int) -> Prescription:
        """Return the prescription of a set, with its own reps; of the interrupted one, only of the missing ones."""
        interrupted, reps = self.interrupted_set(number), self.prescription.reps_of(number)
        if reps is None:
            return self.prescription
        return replace(self.prescription, reps=reps - (interrupted.reps if interrupted else 0), fewer=0)

    def as_passed(self, choice: Choice, spotters: int) -> SetsToDo:
        """Return them as they passed the gate: a set that was cut off is done whole where anything of it is changed."""
        prescription = choice.prescription
        same = replace(prescription, exercise=self.prescription.exercise) == self.prescription
        return replace(
            self,
            prescription=prescription,
            spotters=spotters,
            one_rm_kg=choice.one_rm_kg,
            interrupted=self.interrupted if same else None,
            dropped=self.dropped and same,
        )

    def with_less(self, offer: NextSet) -> SetsToDo:
        """Return them with less load, or fewer reps, in the sets to come."""
        return replace(self, prescription=offer.of(self.prescription), dropped=False)

    def bar(self, loaded: LoadedBar | None, equipment: Equipment) -> LoadedBar | None:
        """Return the bar as it is after one of them: as it was ``loaded`` before, if its load is theirs.

        ``None`` where its plates are not known.
        """
        from negcoach.training.equipment.warm_up import bar_for  # the first screens do without

        if loaded is not None and is_same_load(loaded.load_kg, self.prescription.load_kg):
            return loaded
        return bar_for(self.prescription, self.warm_up_one_rm_kg, equipment)

    def with_drop(self, loads: Loading, bar: LoadedBar | None) -> SetsToDo:
        """Return them with the load of the last one in a drop set; as they are where there is none so much lighter.

        Where the ``bar`` is known and some plates of it make such a load, nothing is put on in their place.
        """
        prescription = self.prescription
        most_kg = prescription.load_kg * (1 - prescription.way.percent / 100)
        lighter = None if bar is None else stripped(bar, prescription.load_kg * (1 - MOST_DROP / 100), most_kg)
        load_kg = loads.at_or_below(most_kg) if lighter is None else lighter.load_kg
        if self.dropped or load_kg is None:
            return self
        return replace(self, prescription=replace(prescription, load_kg=load_kg), dropped=True)

    def with_one_more(self, number: int) -> SetsToDo:
        """Return them with one set more, of this number; after a drop set it is a straight one."""
        way = STRAIGHT if self.prescription.way.kind is WayKind.DROP else self.prescription.way
        return replace(self, prescription=replace(self.prescription, sets=number, way=way), dropped=False)

    def interrupted_set(self, number: int) -> InterruptedSet | None:
        """Return the part of a set that was done before, ``None`` when it was not interrupted."""
        return self.interrupted if number == self.first_set else None


@dataclass(frozen=True, slots=True)
class Turn:
    """A set to do: of which of the exercises that alternate (from 0), and its number."""

    exercise_index: int
    number: int


def turns_of(alternating: Sequence[SetsToDo]) -> list[Turn]:
    """Return the sets of exercises that alternate, in order: the first set of each, then the second of each."""
    rounds = [
        (number, index)
        for index, sets in enumerate(alternating)
        for number in range(sets.first_set, sets.prescription.sets + 1)
    ]
    return [Turn(index, number) for number, index in sorted(rounds)]


@dataclass(frozen=True, slots=True)
class Upcoming:
    """The set that comes next: the sets it is one of, its number, and the rest before it (0: none, within a pair)."""

    sets: SetsToDo
    number: int
    rest_ms: int

    @classmethod
    def after(cls, done: Turn, turn: Turn, alternating: Sequence[SetsToDo]) -> Upcoming:
        """Return the set of a turn, after that of ``done``: where exercises alternate, the rest follows the last."""
        same_round = turn.exercise_index != done.exercise_index and turn.number == done.number
        rest_ms = 0 if same_round else max(sets.prescription.rest_ms for sets in alternating)
        return cls(alternating[turn.exercise_index], turn.number, rest_ms)

    @property
    def exercise(self) -> Exercise:
        """Its exercise."""
        return self.sets.prescription.exercise

    @property
    def lead_in_ms(self) -> int:
        """The lead-in before it: the longer one where the exercise begins with it."""
        prescription = self.sets.prescription
        return prescription.lead_in_ms if self.number == self.sets.first_set else prescription.next_lead_in_ms


@dataclass(frozen=True, slots=True)
class Following:
    """The exercise that is offered after this one, and whether it is the plan's next, else it is the usual one.

    In a plan another one, ``with_exercise``, can alternate with it.
    """

    exercise: Exercise
    planned: bool = False
    with_exercise: Exercise | None = None

    @property
    def name(self) -> str:
        """Its name, or the names of both."""
        names = [one.name for one in (self.exercise, self.with_exercise) if one is not None]
        return " and ".join(names)
