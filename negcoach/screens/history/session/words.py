"""The texts of a session: its title, its totals, and the lines of each set."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual.content import Content

from negcoach.coaching.words.set_words import OPEN_LOWERING, STOP_WORDS, open_stop_text, records_in_words
from negcoach.formatting import (
    help_text,
    load_cell,
    load_text,
    long_day_text,
    minutes_text,
    percent_text,
    reps_of_sets_text,
    rpe_text,
    target_time_text,
    tenths_text,
    time_text,
    way_done_text,
)
from negcoach.screens.history.session_rows import RECORD
from negcoach.store.queries.sessions.history import (
    ConcentricKind,
    ConcentricRecord,
    RepRecord,
    SessionRecord,
    SetRecord,
)
from negcoach.texts import clean, counted, held_together, noun, time_of_day_text
from negcoach.training.exercise.tempo import Tempo
from negcoach.training.exercise.way import WayKind
from negcoach.training.plan.full_rep import FULL_REPS
from negcoach.training.plan.plan import alternating
from negcoach.training.progress.adherence import adherence_of
from negcoach.training.progress.pain import NOT_SAID, WORST, levels_text
from negcoach.training.terms import SetPurpose, StopReason
from negcoach.training.units import Unit, format_load, rounded_in


def title_of(record: SessionRecord) -> str:
    """Return the title of a session, "Saturday 25 July 2026, 14:21"."""
    started = record.started_at
    return f"{long_day_text(started)}, {time_of_day_text(started)}"


def totals(record: SessionRecord, unit: Unit) -> list[tuple[str, str]]:
    """Return a session's totals, each with its name, the most important first."""
    return [*_lowered(record, unit), *_lifted(record, unit), *_length_and_effort(record)]


def _lowered(record: SessionRecord, unit: Unit) -> list[tuple[str, str]]:
    reps = [rep for performed in record.sets for rep in performed.reps]
    measured = [rep for rep in reps if rep.judged]
    volume_kg = sum(performed.volume_kg for performed in record.sets)
    with_body = any(performed.body_kg is not None and performed.reps for performed in record.sets)
    sets = len(record.lowered)
    if not sets and record.concentric:
        return []
    found = [
        _amount([len(performed.reps) for performed in record.lowered]),
        (time_text(sum(rep.tension_ms for rep in reps)), "under tension"),
    ]
    if measured:
        kept = sum(rep.tension_ms for rep in measured) / sum(rep.target_ms for rep in measured)
        found.append((percent_text(kept), "target time"))
    elif held_ms := _held_ms(reps):
        found.append((tenths_text(sum(held_ms) / len(held_ms)), "average hold"))
    if volume_kg:
        found.append((format_load(rounded_in(unit, volume_kg), unit), "volume + body" if with_body else "volume load"))
    return found


def _lifted(record: SessionRecord, unit: Unit) -> list[tuple[str, str]]:
    if not record.lifted:
        return []
    amount, _ = _amount([lifted.reps for lifted in record.lifted])
    found = [(amount, "lifted")]
    volume_kg = sum(max(0.0, lifted.load_kg) * lifted.reps for lifted in record.lifted)
    if volume_kg and not record.sets:
        found.append((format_load(rounded_in(unit, volume_kg), unit), "volume load"))
    return found


def _length_and_effort(record: SessionRecord) -> list[tuple[str, str]]:
    found = []
    if record.ended_at is not None:
        found.append((minutes_text(record.ended_at - record.started_at), "in all"))
    if record.rpe is not None:
        found.append((rpe_text(record.rpe), "session RPE"))
    return found


def _amount(reps: Sequence[int]) -> tuple[str, str]:
    """Return ``3 × 4`` as sets × reps where all sets are alike, else all reps together, and in how many sets."""
    if len(set(reps)) <= 1:
        return reps_of_sets_text(reps), "sets × reps"
    return counted(sum(reps), "rep", commas=False), f"in {counted(len(reps), 'set')}"


def exercise_line(sets: Sequence[SetRecord], bracket: str = "") -> Content:
    """Return "┌ Bench press  3 × 4 · lowered 00:58 · 97 % of target time"; two that alternated are bracketed."""
    reps = [rep for performed in sets for rep in performed.reps]
    measured = [rep for rep in reps if rep.judged]
    amount = reps_of_sets_text([len(performed.reps) for performed in sets if performed.attempt is None])
    parts = [amount, f"lowered {time_text(sum(rep.tension_ms for rep in reps))}"]
    adherence = adherence_of(sum(rep.tension_ms for rep in measured), sum(rep.target_ms for rep in measured))
    if any(not rep.open for rep in reps):
        parts.append(target_time_text(adherence, _held_ms(reps)))
    name = clean(sets[-1].prescribed.exercise_name)
    first = f"{bracket} " if bracket else ""
    return Content.assemble(first, (name, "bold $text-accent"), (f"  {' · '.join(parts)}", "$foreground-muted"))


def _held_ms(reps: Iterable[RepRecord]) -> list[int]:
    """Return how long each of the reps was held whose tempo does not count yet."""
    return [rep.held_ms for rep in reps if rep.held_ms is not None]


def brackets(record: SessionRecord) -> dict[str, str]:
    """Return by exercise (slug) the bracket, as in a plan, of those whose sets alternated in pairs."""
    pairs = alternating([performed.prescribed.exercise for performed in record.sets])
    return {slug: bracket for pair in pairs for slug, bracket in zip(pair, "┌└", strict=True)}


def set_title(performed: SetRecord, unit: Unit, *, before_kg: float | None = None, named: bool = True) -> Content:
    """Return "Bench press  set 1 of 3 · 105 kg · 5-1-A-1", without the name unless ``named``.

    ``before_kg`` is the load of the set before it: a drop set says it, "drop 10 %: 100 → 90 kg".
    """
    plan = performed.prescribed
    load_kg, unit = performed.load_kg, performed.load_unit or unit
    load = load_text(load_kg, unit, bodyweight=True) if plan.bodyweight else load_cell(load_kg, unit)
    if performed.attempt is not None:
        tried = (f"full {FULL_REPS.get(plan.exercise, 'reps')} tried, fresh", "bold")
        return Content.assemble((clean(plan.exercise_name), "bold"), "  ", tried) if named else Content.assemble(tried)
    tested = "lowering" if plan.open_lowering else "single"
    number = f"test, {tested} {plan.set_number}" if plan.purpose is SetPurpose.TEST else f"set {plan.set_number}"
    if (
        plan.set_number <= plan.sets and plan.purpose is SetPurpose.WORK
    ):  # in joined sessions there can be more than were planned
        number += f" of {plan.sets}"
    if plan.knee is not None:
        number += f", {plan.knee.value} knee"
    done = way_done_text(performed.way, load_kg, before_kg, unit)
    if done and performed.way.kind is WayKind.DROP and before_kg is not None:
        load, done = done, ""
    way = f" · {done}" if done else ""
    how = f"{plan.tempo} · lower {_lowering_s(plan.tempo)} s{way}"
    rest = f" · {load} · {OPEN_LOWERING if plan.open_lowering else how}"
    if not named:
        return Content.assemble((number, "bold"), rest)
    return Content.assemble((clean(plan.exercise_name), "bold"), f"  {number}{rest}")


def set_outcome(performed: SetRecord) -> Content:
    """Return how a set ended, its reps, tempo and effort; an alarming stop is in the colour of errors."""
    if performed.attempt is not None:
        return Content.assemble((performed.attempt.value, "bold"), f" · {time_of_day_text(performed.started_at)}")
    reason = performed.stop_reason
    ending = "not ended" if reason is None else STOP_WORDS[reason]
    if performed.prescribed.open_lowering:
        ending = open_stop_text(reason, [rep.measured_ms for rep in performed.reps])
    alarming = reason in (StopReason.TEMPO_LOSS, StopReason.PAIN, StopReason.SPOTTER_TOUCHED)
    reps, target = str(len(performed.reps)), len(performed.reps)
    if performed.prescribed.reps is not None:
        target = performed.prescribed.reps * performed.prescribed.sides
        reps += f" of {target}"
    parts = [f"{reps} {noun(target, 'rep')}", time_of_day_text(performed.started_at)]
    if any(not rep.open for rep in performed.reps):
        parts.append(target_time_text(performed.adherence, _held_ms(performed.reps)))
    if performed.rpe is not None:
        parts.append(held_together(f"effort {rpe_text(performed.rpe)}"))
    if performed.pain != NOT_SAID:
        parts.append(held_together(f"pain {levels_text(performed.pain)} of {WORST}"))
    if performed.next_morning != NOT_SAID:
        parts.append(f"{levels_text(performed.next_morning)} the next morning")
    return Content.assemble((ending, "bold $text-error" if alarming else ""), " · " + " · ".join(parts))


def record_text(performed: SetRecord) -> str:
    """Return the line of the records that a set broke, "" for none."""
    found = records_in_words(performed)
    return f"{RECORD} RECORD  {found}" if found else ""


def reached_text(record: str) -> str:
    """Return the line of full reps that were reached, such as ``First full dip``."""
    return f"{RECORD} RECORD  {record}"


def lifted_cells(lifted: ConcentricRecord, unit: Unit) -> tuple[str, str, str, str]:
    """Return the cells of a lifted set: name, load × reps, kind ("" for a normal set) and effort ("" for none)."""
    unit = lifted.load_unit or unit
    load = help_text(lifted.load_kg, unit) if lifted.load_kg < 0 else load_cell(lifted.load_kg, unit)
    kind = {ConcentricKind.FAILURE: "to failure", ConcentricKind.NORMAL: ""}.get(lifted.kind, lifted.kind.value)
    effort = "" if lifted.rpe is None else f"RPE {rpe_text(lifted.rpe)}"
    return clean(lifted.exercise_name), f"{load} × {lifted.reps}", kind, effort


def _lowering_s(tempo: str) -> int:
    return Tempo.parse(tempo).eccentric
