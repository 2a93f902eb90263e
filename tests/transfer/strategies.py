"""Documents of any kind that a lifter could have, for the round trips."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

from hypothesis import strategies as st

from negcoach.store.database.stamps import iso
from negcoach.training.terms import OneRmKind, SetPurpose, Side, StopReason

_TEXTS = st.text(max_size=12) | st.sampled_from(
    ["=1+1", "'", "''x", "-", "+1", "@a", "\t=", " =2", "a,b", 'q"q', "é\nü"]
)
_NAMES = st.sampled_from(["bench-press", "heel-drop", "=cmd", "кнут", "'s"])
_KG = st.floats(0, 1000, allow_nan=False)
_HELP = st.floats(-100, -0.01, allow_nan=False)
_UNITS = st.none() | st.sampled_from(["kg", "lb"])
_COUNTS = st.integers(1, 30)
_MS = st.integers(0, 100_000)
_CHANGED = st.integers(0, 2_000_000_000_000)
_RPE = st.none() | st.floats(0, 10)
_IDS = st.uuids().map(str)
_ZONES = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
_TIMES = st.datetimes(datetime(1950, 1, 1), datetime(2100, 1, 1), timezones=_ZONES).map(iso)

_REPS = st.fixed_dictionaries(
    {
        "number": _COUNTS,
        "side": st.none() | st.sampled_from([side.value for side in Side]),
        "target_ms": st.integers(1, 60_000),
        "measured_ms": st.none() | _MS,
        "completed_at": _TIMES,
        "changed_ms": _CHANGED,
    }
)


def _numbered(reps: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{"ordinal": ordinal, **rep} for ordinal, rep in enumerate(reps, start=1)]


_SETS = st.fixed_dictionaries(
    {
        "id": _IDS,
        "exercise": _NAMES,
        "exercise_name": _TEXTS,
        "set_number": _COUNTS,
        "planned_sets": _COUNTS,
        "planned_reps": st.none() | _COUNTS,
        "planned_load_kg": _KG,
        "tempo": st.sampled_from(["5-1-A-1", "10-0-X-0", "3-0-2-0"]),
        "rest_ms": _MS,
        "lead_in_ms": _MS,
        "next_lead_in_ms": _MS,
        "lift_ms": st.none() | _MS,
        "starts_with": st.sampled_from(["lowering", "lift"]),
        "unilateral": st.booleans(),
        "bodyweight": st.just(value=False),
        "spotters": st.integers(0, 4),
        "one_rm_kg": st.none() | _KG,
        "planned_load_unit": _UNITS,
        "purpose": st.sampled_from([purpose.value for purpose in SetPurpose]),
        "planned_side": st.sampled_from([None, "left", "right"]),
        "knee": st.sampled_from([None, "straight", "bent"]),
        "planned_fewer": st.integers(0, 3),
        "way": st.sampled_from(["straight", "cluster 2, 25 s", "drop 12 %", "accentuated 70 %", "forced 2"]),
        "load_kg": _KG,
        "load_unit": _UNITS,
        "started_at": _TIMES,
        "ended_at": st.none() | _TIMES,
        "stop_reason": st.none() | st.sampled_from([reason.value for reason in StopReason]),
        "rpe": _RPE,
        "pain": st.none() | st.integers(0, 10),
        "pain_left": st.none() | st.integers(0, 10),
        "pain_right": st.none() | st.integers(0, 10),
        "next_morning_pain": st.none() | st.integers(0, 10),
        "next_morning_pain_left": st.none() | st.integers(0, 10),
        "next_morning_pain_right": st.none() | st.integers(0, 10),
        "attempt": st.sampled_from([None, "yes", "almost", "no"]),
        "note": _TEXTS,
        "changed_ms": _CHANGED,
        "reps": st.lists(_REPS, max_size=3).map(_numbered),
    }
)

_BODYWEIGHT_SETS = st.builds(
    lambda lowered, planned_kg, kg: {**lowered, "bodyweight": True, "planned_load_kg": planned_kg, "load_kg": kg},
    _SETS,
    _KG | _HELP,
    _KG | _HELP,
)

_CONCENTRIC = st.fixed_dictionaries(
    {
        "id": _IDS,
        "exercise": _NAMES,
        "exercise_name": _TEXTS,
        "muscles": st.lists(st.sampled_from(["chest", "back", "=x"]), max_size=2),
        "set_number": _COUNTS,
        "kind": st.sampled_from(["normal", "warm-up", "drop", "failure"]),
        "load_kg": _KG | _HELP,
        "load_unit": _UNITS,
        "reps": _COUNTS,
        "rpe": _RPE,
        "note": _TEXTS,
        "started_at": _TIMES,
        "changed_ms": _CHANGED,
    }
)

_SESSIONS = st.fixed_dictionaries(
    {
        "id": _IDS,
        "started_at": _TIMES,
        "ended_at": st.none() | _TIMES,
        "title": _TEXTS,
        "note": _TEXTS,
        "rpe": _RPE,
        "changed_ms": _CHANGED,
        "sets": st.lists(_SETS | _BODYWEIGHT_SETS, max_size=3),
        "concentric_sets": st.lists(_CONCENTRIC, max_size=2),
    }
)

_ONE_RMS = st.fixed_dictionaries(
    {
        "id": _IDS,
        "exercise": _NAMES,
        "kg": _KG,
        "unit": _UNITS,
        "kind": st.sampled_from([kind.value for kind in OneRmKind]),
        "tested_at": _TIMES,
        "changed_ms": _CHANGED,
    }
)

_BODY_WEIGHTS = st.fixed_dictionaries({"id": _IDS, "kg": _KG, "measured_at": _TIMES, "changed_ms": _CHANGED})

_PROGRAMME_RUNS = st.fixed_dictionaries(
    {
        "id": _IDS,
        "programme": st.sampled_from(["bench-overload-8", "my-weeks"]),
        "begun_at": _TIMES,
        "pauses": st.lists(st.tuples(_TIMES, st.just("") | _TIMES), max_size=2).map(
            lambda pauses: "\n".join(f"{start}/{end}" for start, end in pauses)
        ),
        "stopped_at": st.none() | _TIMES,
        "changed_ms": _CHANGED,
    }
)


_SIDES = st.fixed_dictionaries(
    {
        "exercise": _NAMES,
        "which": st.sampled_from(["weaker", "only"]),
        "side": st.sampled_from(["left", "right"]),
        "changed_ms": _CHANGED,
    }
)


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    """A document with no id twice."""
    sessions = draw(st.lists(_SESSIONS, max_size=3))
    links = st.none() | st.sampled_from([session["id"] for session in sessions]) if sessions else st.none()
    soreness = st.fixed_dictionaries(
        {
            "id": _IDS,
            "session_id": links,
            "muscle": st.sampled_from(["chest", "calf"]),
            "hours": st.none() | st.sampled_from([24, 48, 72]),
            "rating": st.none() | st.integers(0, 6),
            "rated_at": _TIMES,
            "changed_ms": _CHANGED,
        }
    )
    return {
        "format": "negcoach",
        "version": 3,
        "sessions": sessions,
        "one_rms": draw(st.lists(_ONE_RMS, max_size=2)),
        "body_weights": draw(st.lists(_BODY_WEIGHTS, max_size=2)),
        "soreness": draw(st.lists(soreness, max_size=3)),
        "programme_runs": draw(st.lists(_PROGRAMME_RUNS, max_size=2)),
        "sides": draw(st.lists(_SIDES, max_size=2, unique_by=lambda side: (side["exercise"], side["which"]))),
    }
