"""Exports that Hevy and Strong can import: one row per set, in their terms.

Neither program has lowerings, so each set is written as if it had been lifted, and its notes have the tempo and the
time of each lowering. What neither has a column for (soreness, the plan, who stopped a set) stays in negcoach.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from negcoach.formatting import help_text
from negcoach.training.plan.plan import alternating
from negcoach.training.terms import StopReason
from negcoach.training.units import Unit, kg_per
from negcoach.transfer.apps.entries import LOWERED_ONLY
from negcoach.transfer.native.cells import escape_formula
from negcoach.transfer.native.selection import (
    ALL,
    ExportedSession,
    ExportedSet,
    Selection,
    Values,
    ignore,
    stored_sessions,
)

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

_KNOWN_RPE = (6.0, 7.0, 7.5, 8.0, 8.5, 9.0, 9.5, 10.0)
"""The efforts that Hevy and Strong know; any other goes into the notes."""

_HEVY_TYPES = {"normal": "normal", "warm-up": "warmup", "drop": "dropset", "failure": "failure"}
_STRONG_ORDERS = {"warm-up": "W", "drop": "D", "failure": "F"}

_TITLES = {
    "bench-press": ("Bench Press (Barbell)", "Bench Press (Barbell)"),
    "machine-bench-press": ("Chest Press (Machine)", "Chest Press (Machine)"),
    "leg-press": ("Leg Press (Machine)", "Leg Press"),
    "leg-extension": ("Leg Extension (Machine)", "Leg Extension (Machine)"),
    "leg-curl": ("Seated Leg Curl (Machine)", "Seated Leg Curl (Machine)"),
    "negative-dip": ("Triceps Dip", "Triceps Dip"),
    "negative-push-up": ("Push Up", "Push Up"),
    "negative-pull-up": ("Pull Up", "Pull Up"),
    "negative-chin-up": ("Chin Up", "Chin Up"),
    "nordic-curl": ("Nordic Hamstrings Curls", "Nordic Hamstring Curl"),
    "heel-drop": ("Single Leg Standing Calf Raise", "Single Leg Standing Calf Raise"),
    "hands-raised-push-up": ("Incline Push Up", "Incline Push Up"),
    "copenhagen": ("Copenhagen Plank", "Copenhagen Plank"),
    "biceps-curl": ("Bicep Curl (Dumbbell)", "Bicep Curl (Dumbbell)"),
    "bar-curl": ("Bicep Curl (Barbell)", "Bicep Curl (Barbell)"),
    "eccentric-squat": ("Squat (Barbell)", "Squat (Barbell)"),
    "tempo-squat": ("Squat (Barbell)", "Squat (Barbell)"),
    "tempo-bench-press": ("Bench Press (Barbell)", "Bench Press (Barbell)"),
    "tempo-romanian-deadlift": ("Romanian Deadlift (Barbell)", "Romanian Deadlift (Barbell)"),
    "tempo-row": ("Bent Over Row (Barbell)", "Bent Over Row (Barbell)"),
    "tempo-overhead-press": ("Overhead Press (Barbell)", "Overhead Press (Barbell)"),
    "tempo-leg-press": ("Leg Press (Machine)", "Leg Press"),
}
"""The names in Hevy and in Strong, by slug; other exercises keep their own name."""

_HEVY, _STRONG = 0, 1

_WITH_VARIETIES = ("negative-dip", "negative-push-up", "negative-pull-up", "negative-chin-up")
"""Exercises that have other names in both apps with weight added, or with help."""

_ASSISTED = " (Assisted)"
"""The end of an exercise's name with help, whose load the apps write without a sign."""

_STOPPED = {
    StopReason.TEMPO_LOSS.value: "stopped: tempo lost",
    StopReason.SPOTTER_TOUCHED.value: "stopped: the spotter touched the bar",
    StopReason.PAIN.value: "stopped: pain",
    StopReason.INTERRUPTED.value: "interrupted",
}

_Cell = str | int | float | None


@dataclass(frozen=True, slots=True)
class _Set:
    """A set in the apps' terms; ``note`` has the facts that they have no column for."""

    began_at: datetime
    title: str
    kind: str
    load_kg: float | None
    reps: int
    rpe: float | None
    note: str


def hevy_lines(
    connection: sqlite3.Connection, unit: Unit, selection: Selection = ALL, on_session: Callable[[], None] = ignore
) -> Iterator[str]:
    """Yield the lines of a file for Hevy, oldest session first; the unit is in its header.

    Raises ``ValueError`` as ``stored_sessions`` does.
    """
    weight, distance = ("weight_lbs", "distance_miles") if unit == "lb" else ("weight_kg", "distance_km")
    header = ["title", "start_time", "end_time", "description", "exercise_title", "superset_id", "exercise_notes"]
    yield _line([*header, "set_index", "set_type", weight, "reps", distance, "duration_seconds", "rpe"])
    for stored in stored_sessions(connection, selection, on_session):
        started, ended = _times(stored)
        session: list[_Cell] = [_title(stored), _hevy_time(started), _hevy_time(ended), _description(stored)]
        by_title = _by_title(stored, _HEVY, unit)
        superset_of = _supersets(by_title)
        for title, sets in by_title.items():
            notes = "\n".join(f"Set {number}: {done.note}" for number, done in enumerate(sets, start=1) if done.note)
            exercise: list[_Cell] = [title, superset_of.get(title), escape_formula(notes)]
            for index, done in enumerate(sets):
                load = _weight(done.load_kg, unit)
                yield _line([*session, *exercise, index, _HEVY_TYPES[done.kind], load, done.reps, None, None, done.rpe])


def strong_lines(
    connection: sqlite3.Connection, unit: Unit, selection: Selection = ALL, on_session: Callable[[], None] = ignore
) -> Iterator[str]:
    """Yield the lines of a file for Strong, oldest session first; the unit is not in it: Strong asks for it.

    Raises ``ValueError`` as ``stored_sessions`` does.
    """
    yield "Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,Notes,Workout Notes,RPE\n"
    for stored in stored_sessions(connection, selection, on_session):
        started, ended = _times(stored)
        session = [
            _Unquoted(f"{started:%Y-%m-%d %H:%M:%S}"),
            _title(stored),
            _Unquoted(_strong_duration(started, ended)),
        ]
        description = _description(stored)
        for title, sets in _by_title(stored, _STRONG, unit).items():
            order = 0
            for done in sets:
                order += done.kind not in _STRONG_ORDERS
                load = _weight(done.load_kg, unit) or 0.0
                place = _Unquoted(_STRONG_ORDERS.get(done.kind, str(order)))
                note = escape_formula(done.note)
                yield _line([*session, title, place, load, done.reps, 0, 0, note, description, done.rpe])


class _Unquoted(str):
    """A text that is written without quotes."""

    __slots__ = ()


def _line(cells: list[_Cell]) -> str:
    """Return a line as both apps write it: every text in quotes, and an empty cell for ``None``."""
    return ",".join(map(_quoted, cells)) + "\n"


def _quoted(cell: _Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str) and not isinstance(cell, _Unquoted):
        return '"' + cell.replace('"', '""') + '"'
    return repr(cell).removesuffix(".0") if isinstance(cell, float) else str(cell)


def _title(stored: ExportedSession) -> str:
    return escape_formula(stored.values["title"] or "Eccentric training")


def _description(stored: ExportedSession) -> str:
    rpe = stored.values["rpe"]
    notes = [] if rpe is None else [f"Session RPE {rpe:g}"]
    return escape_formula("\n".join(filter(None, [stored.values["note"], *notes])))


def _times(stored: ExportedSession) -> tuple[datetime, datetime]:
    """Return the local start and end of a session; one that was never ended ends at its start."""
    started = datetime.fromisoformat(stored.values["started_at"])
    ended = stored.values["ended_at"]
    return started, datetime.fromisoformat(ended) if ended else started


def _hevy_time(moment: datetime) -> str:
    return f"{moment.day} {_MONTHS[moment.month - 1]} {moment.year}, {moment:%H:%M}"


def _strong_duration(started: datetime, ended: datetime) -> str:
    minutes = max(0, round((ended - started).total_seconds() / 60))
    return f"{minutes // 60}h {minutes % 60}m" if minutes >= 60 else f"{minutes}m"


def _by_title(stored: ExportedSession, app: int, unit: Unit) -> dict[str, list[_Set]]:
    """Return the sets that have reps, by title, in the order in which they began."""
    found = [_lowered(done, app, unit) for done in stored.sets if done.reps]
    found += [_lifted(values, app) for values in stored.concentric]
    sets: dict[str, list[_Set]] = {}
    for done in sorted(found, key=_beginning):
        sets.setdefault(done.title, []).append(done)
    return sets


def _supersets(by_title: Mapping[str, Sequence[_Set]]) -> dict[str, int]:
    """Return the number of the superset, from 0, that each exercise was part of: of two whose sets alternated."""
    in_order = sorted(chain.from_iterable(by_title.values()), key=_beginning)
    pairs = alternating([done.title for done in in_order])
    return {title: number for number, pair in enumerate(pairs) for title in pair}


def _beginning(done: _Set) -> datetime:
    return done.began_at


def _lowered(stored: ExportedSet, app: int, unit: Unit) -> _Set:
    values = stored.values
    sides = [rep["side"] for rep in stored.reps]
    load_kg = values["load_kg"]
    title = _app_title(values, load_kg, app)
    rpe, effort = _effort(values)
    notes = [f"{LOWERED_ONLY}{values['tempo']}", ", ".join(_time(rep) for rep in stored.reps) + " s"]
    if any(sides):
        notes.append(f"{sides.count('left')} left, {sides.count('right')} right")
    notes += [_STOPPED.get(values["stop_reason"], ""), effort, values["note"]]
    if load_kg < 0 and not title.endswith(_ASSISTED):  # the app would take the help for a load
        notes.append(help_text(load_kg, values["load_unit"] or unit))
        load_kg = 0.0
    return _Set(
        began_at=datetime.fromisoformat(values["started_at"]),
        title=title,
        kind="normal",
        load_kg=abs(load_kg) or None,
        reps=max(sides.count("left"), sides.count("right")) if any(sides) else len(sides),
        rpe=rpe,
        note="; ".join(filter(None, notes)),
    )


def _lifted(values: Values, app: int) -> _Set:
    load_kg = values["load_kg"]
    rpe, effort = _effort(values)
    return _Set(
        began_at=datetime.fromisoformat(values["started_at"]),
        title=_app_title(values, load_kg, app),
        kind=values["kind"],
        load_kg=abs(load_kg) or None,
        reps=values["reps"],
        rpe=rpe,
        note="; ".join(filter(None, [effort, values["note"]])),
    )


def _time(rep: Values) -> str:
    """Return the time of a lowering in seconds; where it was not measured, the prescribed one, marked with ``~``."""
    measured = rep["measured_ms"]
    return f"~{rep['target_ms'] / 1000:.1f}" if measured is None else f"{measured / 1000:.1f}"


def _effort(values: Values) -> tuple[float | None, str]:
    rpe = values["rpe"]
    if rpe is None:
        return None, ""
    return (rpe, "") if rpe in _KNOWN_RPE else (None, f"RPE {rpe:g}")


def _app_title(values: Values, load_kg: float, app: int) -> str:
    slug = values["exercise"]
    if slug not in _TITLES:
        return escape_formula(values["exercise_name"] or slug)
    variety = " (Weighted)" if load_kg > 0 else _ASSISTED if load_kg < 0 else ""
    return _TITLES[slug][app] + (variety if slug in _WITH_VARIETIES else "")


def _weight(load_kg: float | None, unit: Unit) -> float | None:
    if load_kg is None:
        return None
    return round(load_kg / kg_per(unit), 2)
