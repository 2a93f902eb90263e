"""The question of who spots, and whether what else a set needs is in place; with it comes the warm-up."""

from __future__ import annotations

from dataclasses import dataclass, replace

from negcoach.coaching.sets_to_do import Choice, SetsToDo
from negcoach.coaching.words.set_words import amount, as_work_text, load_in_words
from negcoach.coaching.words.way_words import way_steps
from negcoach.texts import clean, counted
from negcoach.training.equipment.equipment import NO_EQUIPMENT, Equipment
from negcoach.training.equipment.load_note import added_text, cannot_be_loaded, plates_text
from negcoach.training.equipment.loading import UsualLoads, round_down
from negcoach.training.equipment.warm_up import WARM_UP, WarmUpSet, bar_for, unloaded_by, warm_up
from negcoach.training.exercise.limits import MOST_SPOTTERS
from negcoach.training.exercise.safety import SPOTTERS, CountedOneRm, needs_spotter, second_spotter_limit, spotters_for
from negcoach.training.exercise.way import WayKind
from negcoach.training.units import Unit, format_load

_WORK = "work"
"""What a set of the session's load is of, after those of the warm-up."""

INSTEAD = MOST_SPOTTERS + 1
"""The number picked for what makes spotters unnecessary, such as a foot pedal."""

WITHOUT = INSTEAD + 1
"""The number picked for what needs no spotter, in place of the set."""


@dataclass(frozen=True, slots=True)
class WarmUpStep:
    """A set of the warm-up, or of the work after it: its load and reps, what it is ``of``, and the plates for it.

    ``reps`` is ``None`` in a set to fatigue, ``plates`` "" where they are not known. ``how`` says how one of the
    warm-up is done that is not lifted alone at normal tempo, "" for the others.
    """

    load: str
    reps: int | None
    of: str
    plates: str = ""
    how: str = ""

    @property
    def notes(self) -> str:
        """Its plates, and how it is done."""
        return ", ".join(note for note in (self.plates, self.how) if note)


@dataclass(frozen=True, slots=True)
class SpottersQuestion:
    """The question of how many spotters are there; too few are refused, with advice.

    ``one_rm`` is the 1RM that the spotters are judged by, known or assumed; they must be enough for ``spare`` times the
    load. For an exercise that is lifted alone it only asks whether the equipment that it needs is set. ``given`` is the
    number that was given so far, ``lifter`` who trains, "" where there is but one. ``says_way`` is whether all sets are
    to come, so that it can be said how they are done where they are not straight. ``without`` is what may be done
    without a spotter in place of it, ``None`` where nothing is offered.
    """

    choice: Choice
    one_rm: CountedOneRm
    unit: Unit
    given: int | None = None
    equipment: Equipment = NO_EQUIPMENT
    spare: float = 1.0
    lifter: str = ""
    says_way: bool = True
    without: Choice | None = None

    @property
    def needed(self) -> int:
        """How many spotters are needed."""
        return spotters_for(self.choice.prescription, self.one_rm.kg, spare=self.spare)

    @property
    def alone(self) -> bool:
        """Whether the exercise is lifted alone, so that no number is asked for."""
        return not needs_spotter(self.choice.prescription)

    @property
    def present(self) -> int | None:
        """The number to begin with, ``None`` where one is to be given."""
        return 0 if self.given is None and not self.needed else self.given

    @property
    def instead(self) -> str:
        """What makes spotters unnecessary, "" for nothing."""
        return clean(self.choice.prescription.exercise.spotters.instead)

    @property
    def also(self) -> str:
        """The equipment that is needed besides spotters, "" for none."""
        return clean(self.choice.prescription.exercise.spotters.also)

    def is_enough(self, present: int | None) -> bool:
        """Return whether a number of spotters is enough."""
        return present is not None and present >= self.needed

    def answer(self, present: int) -> int:
        """Return the spotters that are there with an answer: none where something takes their place."""
        return 0 if present == INSTEAD else present

    @property
    def without_name(self) -> str:
        """The exercise that may be done without a spotter in place of the set, "" for none."""
        return "" if self.without is None else clean(self.without.prescription.exercise.name)

    @property
    def without_amount(self) -> str:
        """How much of it: ``3 sets of 5 · 40 kg``; "" where there is none, or its load is not known yet."""
        if self.without is None or self.without.lacks_load:
            return ""
        found = self.without.prescription
        return " · ".join((amount(found), load_in_words(found, self.unit)) if found.load_kg else (amount(found),))

    def steps_for_two(self, present: int | None) -> tuple[str, ...]:
        """Return the steps of two spotters, where two are needed or there with an answer; else none."""
        if present == INSTEAD or max(self.needed, present or 0) < 2:
            return ()
        return tuple(clean(step) for step in self.choice.prescription.exercise.steps_for_two)

    @property
    def title(self) -> str:
        """The lifter, the exercise and its load."""
        prescription = self.choice.prescription
        load = f", {format_load(prescription.load_kg, self.unit)}" if prescription.load_kg else ""
        lifter = f"{self.lifter} · " if self.lifter else ""
        return clean(f"{lifter}{prescription.exercise.name}{load}")

    @property
    def way(self) -> str:
        """Who does what in the sets, "" for straight ones, and where that is not to be said."""
        if not self.says_way:
            return ""
        sets = SetsToDo(self.choice.prescription, 0, self.choice.one_rm_kg)
        text = " · ".join(way_steps(sets, 1, self.equipment, self.unit))
        return clean(f"{text[:1].upper()}{text[1:]}")

    @property
    def load_text(self) -> str:
        """The load, or "this exercise"."""
        load_kg = self.choice.prescription.load_kg
        return format_load(load_kg, self.unit) if load_kg else "this exercise"

    @property
    def needed_text(self) -> str:
        """``1 spotter and safety arms``."""
        return f"{counted(self.needed, 'spotter')}{f' and {self.also}' if self.also else ''}"

    @property
    def refusal(self) -> str:
        """What is said to too few spotters; in a test, whose loads are not chosen, also why so many are needed."""
        load = self.load_text
        if self.spare > 1:
            more = f"{(self.spare - 1) * 100:.0f} %"
            return f"{load} needs {self.needed_text}: in a test there must be enough for {more} more."
        return f"{load[:1].upper() + load[1:]} needs {self.needed_text}."

    def approval(self, present: int) -> str:
        """Return what is said to enough spotters."""
        if present == INSTEAD:
            return f"With the {self.instead} no spotter is needed."
        return (
            f"{counted(present, 'spotter')}: enough for {self.load_text}." if self.needed else "No spotter is needed."
        )

    def advice(self, present: int | None) -> str:
        """Return what to do with too few spotters, after going back."""
        if self.spare > 1:
            return "leave the test; or wait until they are here."
        exercise = self.choice.prescription.exercise
        limit = second_spotter_limit(exercise, self.one_rm.kg)
        other = "choose another exercise, or a machine with a stop"
        if (present or 0) >= exercise.spotters.at_least and limit is not None:
            bound = "at most" if limit.included else "below"
            return f"load {bound} {format_load(limit.kg, self.unit)}; or {other}."
        return f"{other}; or wait for your spotter."

    @property
    def unknown_cap(self) -> str:
        """What is said where no 1RM is known to check the cap by, "" where it was checked."""
        rule = self.choice.prescription.exercise.load
        if rule is None or self.choice.one_rm_kg is not None:
            return ""
        text = f"Your {rule.of} is not known, so the cap of {rule.cap_percent} % cannot be checked."
        if self.one_rm.kg is not None and not self.alone:
            assumed = format_load(round_down(self.one_rm.kg, UsualLoads(self.unit)), self.unit)
            text = f"{text} Spotters: as for {assumed}, going by what you have done."
        return clean(text)

    @property
    def cannot_be_loaded(self) -> str:
        """What is said of a load that the own equipment cannot make, "" where it can."""
        return cannot_be_loaded(self.choice.prescription, self.equipment)

    @property
    def warm_up_steps(self) -> tuple[WarmUpStep, ...]:
        """The warm-up sets of this session's load, with the plates that are added for each, and for the work."""
        prescription, one_rm_kg = self.choice.prescription, self.choice.one_rm_kg
        one_rm_kg = self.one_rm.kg if one_rm_kg is None else one_rm_kg
        sets = warm_up(prescription, one_rm_kg, self.unit, self.equipment)
        unit = self.equipment.loads_for(prescription, self.unit).unit if self.equipment else self.unit
        as_work = as_work_text(prescription, self.needed)
        steps = [
            WarmUpStep(format_load(one.load_kg, unit), one.reps, self._share(one), how=as_work if one.as_work else "")
            for one in sets
        ]
        bar = bar_for(prescription, one_rm_kg, self.equipment)
        if bar is not None:
            loaded = [(one, one.loaded) for one in sets if one.loaded is not None]
            left = [unloaded_by(one, prescription, one_rm_kg) for one, _ in loaded]
            after = [*(bar for _, bar in loaded), bar]
            work_kg, plates = bar.load_kg, [plates_text(after[0])]
            for (_, before), stays, next_bar in zip(loaded, left, after[1:], strict=True):
                unloaded = "" if stays is None else "after unloading: "
                plates.append(f"{unloaded}{added_text(stays or before, next_bar)}")
            if prescription.way.kind is WayKind.ACCENTUATED:  # the rest of it hangs in the hooks
                work_kg, plates[-1] = prescription.load_kg, f"{plates[-1]}, and the hooks"
            steps.append(WarmUpStep(format_load(work_kg, unit), prescription.reps, _WORK))
            unknown = [""] * (len(sets) - len(loaded))  # where the whole load, with the hooks, is none that plates make
            steps = [replace(step, plates=one) for step, one in zip(steps, [*unknown, *plates], strict=True)]
        return tuple(steps)

    def _share(self, one: WarmUpSet) -> str:
        """Return the percent of the 1RM in a set of the warm-up: of what the session's load stands for, if unknown."""
        if not one.percent:
            return "bar"
        one_rm_kg = self.choice.one_rm_kg
        return f"{one.percent if one_rm_kg is None else round(100 * one.load_kg / one_rm_kg)} %"

    @property
    def warm_up_lines(self) -> tuple[str, ...]:
        """The same as lines of columns; how a set is done has a line of its own below its plates."""
        steps = [(one, "" if one.reps is None else f" × {one.reps}") for one in self.warm_up_steps]
        reps_width = max([4, *(len(reps) for _, reps in steps)])
        of_width = max([4, *(len(one.of) for one, _ in steps)])
        lines: list[str] = []
        for one, reps in steps:
            columns = f"{one.load:>9}{reps:<{reps_width}}   {one.of:<{of_width}}   "
            notes = [note for note in (one.plates, one.how) if note] or [""]
            lines += [f"{columns}{notes[0]}".rstrip(), *(" " * len(columns) + note for note in notes[1:])]
        return tuple(lines)

    @property
    def warm_up_brief(self) -> str:
        """The sets of the warm-up on one line, without their plates, "" for none; the coach says each in full."""
        sets = (one for one in self.warm_up_steps if one.of != _WORK)
        texts = (f"{one.load}{'' if one.reps is None else f' × {one.reps}'} {one.how}".rstrip() for one in sets)
        return " · ".join(texts)

    @property
    def rules(self) -> str:
        """Whose the numbers of this question are, a line each."""
        rules = [] if self.alone else [SPOTTERS]
        rules += [] if self.choice.prescription.exercise.load is None else [WARM_UP]
        return "\n".join(f"Rule: {rule.marked}" for rule in rules)


def confirm_text(also: str) -> str:
    """Return what Enter confirms: that the equipment which an exercise needs besides spotters is set ("" for none)."""
    if not also:
        return "Press Enter to go on."
    if also.endswith("s"):
        return f"Press Enter to confirm the {also} are set."
    return f"Press Enter to confirm this is set: {also}."
