"""The fields of the prescription form: how each is written, read and hinted at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from negcoach.coaching.words.set_words import percent_of
from negcoach.errors import NegcoachError
from negcoach.formatting import clock_text, seconds_text
from negcoach.keys.keymap import USUAL, Keymap
from negcoach.screens.shared.form.field_values import units_hint
from negcoach.screens.shared.form.fields import Field, Hint, Note, Reading, Texts, Values, read_fields
from negcoach.texts import counted
from negcoach.training.equipment.body_load import require_load
from negcoach.training.equipment.equipment import NO_EQUIPMENT, Equipment
from negcoach.training.equipment.load_note import cannot_be_loaded
from negcoach.training.exercise.exercise import Exercise, Family, LoadRule
from negcoach.training.exercise.limits import LONG_LOWERING_S, SHORTEST_S
from negcoach.training.exercise.prescription import PARSERS, Prescription, require_way, ways_in_words
from negcoach.training.exercise.safety import CountedOneRm, cap_kg, is_over_cap, is_slower, slowest_tempo
from negcoach.training.exercise.tempo import Tempo
from negcoach.training.exercise.way import UnreadableWayError, Way, WayKind
from negcoach.training.plan.eccentric_test import parse_eccentric_percent
from negcoach.training.units import Unit, format_load, parse_added_load, parse_load, typed_unit

ONE_RM = "one-rm"
"""The name of the field for the 1RM, which exercises with a load have in addition to those of the prescription."""

OPEN = "fatigue"
"""The text of the reps field for an open set."""

_ONE_RM_MEANINGS = {"1RM": "most you lift once, unaided", "two-limb max": "most both limbs lift once"}

Counts = Callable[[float], CountedOneRm]
"""How much of a 1RM (kg) counts today."""

Doubts = Callable[[float], str]
"""Why a 1RM or a load (kg) may be a slip, "" where nothing says so."""


EccentricLoad = Callable[[float, int], float]
"""The load (kg) that is so many percent of the eccentric 1RM at a lowering (s); raises ``NegcoachError``."""


def _no_doubt(_: float) -> str:
    return ""


def _not_tested(_: float, __: int) -> float:
    raise NegcoachError("The eccentric 1RM is not known.")


@dataclass(frozen=True, slots=True)
class FormFacts:
    """What the fields are filled in from and checked against, apart from the prescription."""

    unit: Unit
    """The lifter's unit of loads."""

    one_rm_kg: float | None = None
    """The stored 1RM, ``None`` where there is none."""

    estimate_kg: float | None = None
    """The 1RM that lifted sets suggest, ``None`` where there are none."""

    equipment: Equipment = NO_EQUIPMENT
    """What the lifter owns: a load that it cannot make gets a warning; one typed without a unit is in its unit."""

    counts: Counts = CountedOneRm

    doubts: Doubts = _no_doubt
    """Whether a 1RM may be a slip."""

    load_doubts: Doubts = _no_doubt
    """Whether a load may be a slip, while no 1RM judges it."""

    body_kg: float | None = None
    """The newest body weight, ``None`` where there is none."""

    reps_note: str = ""
    """A warning about the reps, "" for none."""

    eccentric_load: EccentricLoad = _not_tested
    has_eccentric: bool = False
    """Whether a load can be given in percent of the eccentric 1RM."""

    lower_s: int | None = None
    """The lowering that is typed, ``None`` for that of the prescription."""

    eccentric_percent: float | None = None
    """What is typed as the load in percent of the eccentric 1RM, ``None`` where it is not."""

    one_rm_of: str = ""
    """The name of the exercise whose 1RM it is, "" where it is its own."""

    one_rm_unit: Unit = "kg"
    """The unit in which the 1RM is shown, and in which one that is typed without a unit is read. It stays as long as
    the form is open, whatever the load becomes: a text would else be read as another 1RM."""

    keymap: Keymap = USUAL
    """The keys that the hints name."""

    def unit_of_loads(self, prescription: Prescription) -> Unit:
        """Return the unit in which a load is shown, and in which one that is typed without a unit is read."""
        return self.equipment.unit_as_shown(prescription, self.unit)


def fields_of(prescription: Prescription, facts: FormFacts) -> tuple[Field, ...]:
    """Return the fields of the form, filled in from a prescription and the stored 1RM.

    Each is named like its attribute of ``Prescription``. An overload load of 0 means that none is chosen yet.
    """
    exercise = prescription.exercise
    load_unit = facts.unit_of_loads(prescription)
    load = "" if prescription.load_kg == 0 and not exercise.bodyweight else format_load(prescription.load_kg, load_unit)
    load_label = "Added load" if exercise.bodyweight else "Load"
    lower_s = prescription.tempo.eccentric if facts.lower_s is None else facts.lower_s
    read_load = partial(_read_load, prescription, facts, lower_s)
    load_hint = partial(_load_hint, prescription, facts)
    reps = OPEN if prescription.reps is None else str(prescription.reps)
    lift = "wait" if prescription.lift_ms is None else f"{prescription.lift_ms / 1000:g}"
    usual_reps_hint = (
        "1 to 100, or fatigue"
        if exercise.bodyweight
        else f"1 to 100; {facts.keymap.name('prescription.fatigue')}: to fatigue"
    )
    reps_hint = partial(_reps_hint, facts.reps_note, usual_reps_hint)
    lead_in_hint = f"seconds to get ready; later sets {seconds_text(prescription.next_lead_in_ms)}"

    def field(name: str, label: str, text: str, hint: Hint, read: Callable[[str], object] | None = None) -> Field:
        return Field(name, label, text, read or PARSERS[name], hint, getattr(prescription, name))

    fields = (
        Field(
            *("load_kg", load_label, load, read_load, load_hint, prescription.load_kg or None),
            empty="" if exercise.load is None else f"follows from your {exercise.load.of}, or type it",
        ),
        field("sets", "Sets", str(prescription.sets), "1 to 20"),
        field("reps", "Reps a side" if exercise.unilateral else "Reps", reps, reps_hint),
        field("tempo", "Tempo", str(prescription.tempo), partial(_tempo_hint, exercise)),
        field("rest_ms", "Rest", clock_text(prescription.rest_ms), "between sets: 90 or 1:30"),
        field("lead_in_ms", "Lead-in", f"{prescription.lead_in_ms / 1000:g}", lead_in_hint),
        field("lift_ms", "Lift", lift, _lift_hint),
        field("way", "Set type", str(prescription.way), partial(_way_hint, exercise), partial(_read_way, exercise)),
    )
    if exercise.load is None:
        return fields
    return _one_rm_field(exercise.load, facts), *fields


def read_form(texts: Texts, base: Prescription, facts: FormFacts) -> Reading:
    """Read the fields, as ``fields_of`` gives them, into a ``Prescription``.

    A field with an unchanged text keeps the exact value of ``base`` or the stored 1RM. A load in percent of the
    eccentric 1RM is that at the tempo that is typed.
    """
    facts = replace(facts, lower_s=_lowering(texts["tempo"]), eccentric_percent=_eccentric_percent(texts["load_kg"]))
    fields = fields_of(base, facts)
    first_load = next(field.text for field in fields if field.name == "load_kg")
    loads_unit = facts.unit_of_loads(base)

    def prescribe(values: Values) -> Prescription:
        load = texts["load_kg"]
        load_unit = base.load_unit
        if load != first_load:
            load_unit = facts.equipment.unit_to_keep(base.exercise, typed_unit(load, loads_unit), facts.unit)
        given = {name: value for name, value in values.items() if name != ONE_RM}
        require_way(given["way"], base.exercise, given["sets"])
        return replace(base, **given, load_unit=load_unit)

    return read_fields(fields, texts, prescribe, blamed="sets")


def _one_rm_field(rule: LoadRule, facts: FormFacts) -> Field:
    one_rm_kg, unit = facts.one_rm_kg, facts.one_rm_unit

    def hint(values: Values) -> str | Note:
        doubt = facts.doubts(values[ONE_RM]) if values[ONE_RM] else ""
        if doubt:
            return Note(f"{doubt}: type it twice to start", "warning")
        if values[ONE_RM] is None and facts.estimate_kg:
            key = facts.keymap.name("prescription.estimate")
            return f"your lifted sets suggest {format_load(facts.estimate_kg, unit)}: {key} takes it"
        if values[ONE_RM] is None:
            meaning = _ONE_RM_MEANINGS.get(rule.of, "loads are a % of it")
            return f"{units_hint(unit)}; {meaning}"
        meaning = _ONE_RM_MEANINGS.get(rule.of, "")
        return f"that of {facts.one_rm_of}, too; unaided" if facts.one_rm_of else meaning

    def read(text: str) -> float | None:
        return _require_above_zero(parse_load(text, unit), rule.of) if text.strip() else None

    text = "" if one_rm_kg is None else format_load(one_rm_kg, unit)
    return Field(ONE_RM, rule.of[:1].upper() + rule.of[1:], text, read, hint, one_rm_kg or None)


def _lowering(text: str) -> int | None:
    try:
        return Tempo.parse(text).eccentric
    except NegcoachError:
        return None


def _eccentric_percent(text: str) -> float | None:
    try:
        return parse_eccentric_percent(text)
    except NegcoachError:
        return None


def _read_load(prescription: Prescription, facts: FormFacts, lower_s: int, text: str) -> float:
    exercise, unit, body_kg = prescription.exercise, facts.unit_of_loads(prescription), facts.body_kg
    percent = parse_eccentric_percent(text)
    if percent is not None:
        return facts.eccentric_load(percent, lower_s)
    if exercise.bodyweight:
        load_kg = parse_added_load(text, unit)
        require_load(exercise, load_kg, body_kg, typed_unit(text, unit))
        return load_kg
    if not text.strip():
        raise NegcoachError(f"Type the load, such as {'225' if unit == 'lb' else '100'} or 102.5kg.")
    return _require_above_zero(parse_load(text, unit), "load")


def _require_above_zero(kg: float, what: str) -> float:
    if kg <= 0:
        raise NegcoachError(f"The {what} must be more than 0.")
    return kg


def _load_hint(prescription: Prescription, facts: FormFacts, values: Values) -> str | Note:
    exercise, load_kg, one_rm_kg = prescription.exercise, values["load_kg"], values.get(ONE_RM)
    rule, missed = exercise.load, cannot_be_loaded(replace(prescription, load_kg=load_kg), facts.equipment)
    doubt = facts.load_doubts(load_kg) if one_rm_kg is None else ""
    if doubt:
        return Note(f"{doubt}: type it twice to start", "warning")
    if rule is None:
        if load_kg < 0:
            return "help: a band or a machine carries that much of you"
        units = units_hint(facts.unit_of_loads(prescription))
        return Note(missed, "warning") if missed else f"0: none; below 0: help; {units}"
    if one_rm_kg is None:
        usual = f"{units_hint(facts.unit_of_loads(prescription))}; usual {rule.percent} % of {rule.of}"
        return Note(missed, "warning") if missed else usual
    percent, one_rm = percent_of(load_kg, one_rm_kg), facts.counts(one_rm_kg)
    limit_kg = cap_kg(exercise, one_rm.capped_kg)
    cap, usual = f"{rule.cap_percent} %", f"usual {rule.percent} %, "
    if one_rm.weakened and limit_kg is not None:
        cap, usual = f"{format_load(limit_kg, facts.unit_of_loads(prescription))} until you test it", ""
    if is_over_cap(exercise, load_kg, one_rm.capped_kg):
        return Note(f"{percent} % of {rule.of}, over the cap of {cap}: type it twice to start", "warning")
    if missed:
        return Note(missed, "warning")
    if facts.eccentric_percent is not None:
        return f"{format_load(load_kg, facts.unit_of_loads(prescription))}: {percent} % of {rule.of}, cap {cap}"
    return f"{percent} % of {rule.of}; {usual}cap {cap}{'; or 85% ecc' if facts.has_eccentric else ''}"


def _reps_hint(note: str, usual: str, _: Values) -> str | Note:
    return Note(note, "warning") if note else usual


def _tempo_hint(exercise: Exercise, values: Values) -> str | Note:
    unloaded = exercise.bodyweight and values.get("load_kg", 0.0) <= 0
    slowest = slowest_tempo(exercise)
    if exercise.family is Family.OVERLOAD and is_slower(values["tempo"], slowest):
        most = f"at most {slowest.eccentric}, {slowest.stretched} and {slowest.contracted} s"
        return Note(f"Too long under load: lower and hold for {most}.", "warning")
    if values["tempo"].eccentric > LONG_LOWERING_S and not unloaded:
        return Note(f"Lowering for more than {LONG_LOWERING_S} s under load builds less.", "warning")
    if values["tempo"].eccentric < SHORTEST_S:
        return Note(f"Under {SHORTEST_S} s it is a drop, not a lowering.", "warning")
    return "lower-hold-lift-hold; X fast, A assisted"


def _read_way(exercise: Exercise, text: str) -> Way:
    try:
        way = Way.parse(text)
    except UnreadableWayError as error:
        raise NegcoachError(f"Write straight, or {ways_in_words(exercise)}.") from error
    require_way(way, exercise)
    return way


def _way_hint(exercise: Exercise, values: Values) -> str | Note:
    way: Way | None = values.get("way")
    reps = values.get("reps")
    if way is None or way.kind is WayKind.STRAIGHT:
        return "or cluster 2, 25 s: a rest inside" if exercise.bodyweight else f"or {ways_in_words(exercise)}"
    if way.kind is WayKind.DROP:
        if reps is None:
            return Note("A drop set has a number of reps.", "warning")
        return f"the last set with no rest, {way.percent} % less"
    if way.kind is WayKind.ACCENTUATED:
        return f"hooks come off at the bottom; lift {way.percent} % alone"
    if way.kind is WayKind.FORCED:
        if reps is None or reps <= way.reps:
            return Note(f"Prescribe more than {counted(way.reps, 'rep')}: some are lifted alone first.", "warning")
        return f"{reps - way.reps} alone, then the spotter helps {way.reps} up"
    if reps is not None and not way.rests_in(reps):
        return Note(f"A set of {reps} has no rest inside: more reps, or a smaller cluster.", "warning")
    return f"the bar is put down after each {counted(way.reps, 'rep')}"


def _lift_hint(values: Values) -> str:
    tempo: Tempo | None = values.get("tempo")
    if values["lift_ms"] is None:
        return "every lift waits for your key"
    if tempo is not None and tempo.counts_lift:
        return f"not used: the tempo has {tempo.concentric} s; or wait"
    return "seconds, or wait for a key"
