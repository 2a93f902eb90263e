"""A made-up life of training: one lifter, about a thousand sessions a year.

Bodyweight lowerings at home, overload in the gym, rehabilitation. Loads grow until the tempo is lost, fall back and
grow again; there are holidays, pain, keys that nobody pressed. The first years were lifted, not lowered, and came with
an import. The same seed makes the same life.
"""

from __future__ import annotations

import math
import random
import uuid
from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta, timezone

from negcoach.config.library import shipped_exercises
from negcoach.store.database.stamps import stamp
from negcoach.store.editing.body import answer_id
from negcoach.training.exercise.exercise import Exercise
from negcoach.training.terms import StopReason

SESSIONS_A_YEAR = 1000
LAST_DAY = date(2026, 11, 21)
LIFTED_SHARE = 0.08
"""How many of the sessions, the first ones, came with an import."""

Row = dict[str, object]

_STRENGTH_KG = {
    "bench-press": 88.0,
    "machine-bench-press": 95.0,
    "leg-press": 190.0,
    "leg-extension": 70.0,
    "leg-curl": 50.0,
    "biceps-curl": 34.0,
    "two-up-one-down-leg-extension": 60.0,
    "eccentric-squat": 120.0,
}
"""What the lifter can lower at the start; for the other exercises the body alone, for so many seconds."""

_GYM = (
    ("bench-press", "biceps-curl"),
    ("leg-press", "leg-curl"),
    ("machine-bench-press",),
    ("eccentric-squat", "leg-extension"),
    ("bench-press", "two-up-one-down-leg-extension"),
    ("leg-press", "biceps-curl"),
    ("negative-dip",),
)
_HOME = (
    ("heel-drop", "negative-push-up"),
    ("nordic-curl",),
    ("negative-pull-up",),
    ("heel-drop",),
    ("negative-chin-up", "negative-push-up"),
    ("nordic-curl", "heel-drop"),
    ("negative-dip", "negative-pull-up"),
)
"""What is done on which day of the week."""

_LIFTED = (
    ("bench-press", "Bench press", "chest\ntriceps\nfront shoulder", 60.0),
    ("squat", "Squat (Barbell)", "quadriceps\nglutes", 80.0),
    ("deadlift", "Deadlift (Barbell)", "hamstrings\nglutes\nback", 95.0),
    ("lat-pulldown", "Lat Pulldown (Cable)", "back\nbiceps", 45.0),
    ("overhead-press", "Überkopfdrücken", "front shoulder\ntriceps", 35.0),
    ("chin-up-assisted", "Chin Up (Assisted)", "back\nbiceps", -20.0),
)

_NOTES = (
    "felt strong today",
    "slept badly, took it easy",
    "new shoes 👟, much better grip",
    "Schulter zwickt ein wenig, Bänder gedehnt",
    "spotter came late\nstarted with the dips",
    "Größter Satz seit Jahren 💪🏽",
    "third count is always too fast",
    "gym was full; leg press in between",
    "=1RM next week?",
    'coach said: "slower at the bottom", will try',
    "öfter dehnen!",
    "knees fine again 🙂",
    "ночью плохо спал",
)


@dataclass
class _Progress:
    """How one exercise stands: the load on the bar, or the seconds of the lowering, and how the last sessions went."""

    load_kg: float
    seconds: int
    kept: int = 0
    lost: int = 0


@dataclass
class _Life:
    """Everything that was made so far, and the chance that makes it."""

    chance: random.Random
    exercises: dict[str, Exercise]
    begins: date
    rows: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    progress: dict[str, _Progress] = field(default_factory=dict)

    def id(self, at: datetime) -> str:
        """A UUID of version 7, from the seeded chance."""
        value = (int(at.timestamp() * 1000) & (1 << 48) - 1) << 80 | self.chance.getrandbits(80)
        value = value & ~(0xF << 76) | 0x7 << 76
        value = value & ~(0x3 << 62) | 0x2 << 62
        return str(uuid.UUID(int=value))

    def add(self, table: str, at: datetime, **values: object) -> None:
        """Add a row that was last changed at a time."""
        self.rows[table].append({**values, "changed_ms": stamp(at)[1]})

    def strength(self, day: date) -> float:
        """What the lifter is capable of, as a multiple of the start: quick gains, then slow ones, and the seasons."""
        years = (day - self.begins).days / 365.25
        return 1 + 0.42 * (1 - math.exp(-years / 3)) + 0.012 * years + 0.025 * math.sin(2 * math.pi * years)


def made_up(sessions: int, seed: int = 7) -> dict[str, list[Row]]:
    """Return the rows by table, with all of each table's own columns."""
    days = max(30, round(sessions / SESSIONS_A_YEAR * 365.25))
    begins = LAST_DAY - timedelta(days=days - 1)
    life = _Life(random.Random(seed), {exercise.slug: exercise for exercise in shipped_exercises()}, begins)
    trained = [begins + timedelta(days=number) for number in range(days)]
    trained = [day for day in trained if not _is_holiday(day)]
    lifted = round(sessions * LIFTED_SHARE)
    made = 0
    for number, day in enumerate(trained, start=1):
        wanted = round(sessions * number / len(trained)) - made  # the sum is what was asked for, whatever the days
        for slot in range(wanted):
            if made < lifted:
                _lifted_session(life, day, slot)
            else:
                _lowered_session(life, day, slot)
            made += 1
        _body(life, day)
    return dict(life.rows)


def _is_holiday(day: date) -> bool:
    """Two weeks in summer, one at the turn of the year, and a cold each spring."""
    summer = date(day.year, 7, 10 + day.year % 20)
    cold = date(day.year, 3, 1 + day.year * 7 % 25)
    return (
        (day.month, day.day) >= (12, 26)
        or (day.month == 1 and day.day == 1)
        or summer <= day < summer + timedelta(days=14)
        or cold <= day < cold + timedelta(days=5)
    )


def _moment(life: _Life, day: date, slot: int) -> datetime:
    """When the session of a day begins, on the lifter's wall, summer time and all."""
    offset = timezone(timedelta(hours=2 if 4 <= day.month <= 10 else 1))
    hour = (18, 7, 12, 20, 15, 10)[slot % 6]
    begins = datetime(day.year, day.month, day.day, hour, tzinfo=offset)
    return begins + timedelta(seconds=life.chance.randrange(3300), milliseconds=life.chance.randrange(1000))


def _session(
    life: _Life, session_id: str, begins: datetime, ends: datetime, *, title: str = "", note: str = ""
) -> None:
    deleted = life.chance.random() < 0.004
    rpe = float(life.chance.choice((4, 5, 6, 7, 7, 8, 8, 9))) if life.chance.random() < 0.8 else None
    ends_at = stamp(ends)[0]
    values: Row = {"id": session_id, "ended_at": ends_at, "title": title, "note": note, "rpe": rpe}
    values |= {"started_at": stamp(begins)[0], "started_ms": stamp(begins)[1]}
    life.add("sessions", ends, **values, deleted_at=ends_at if deleted else None)
    if deleted:
        for name in ("sets", "concentric_sets"):
            for row in reversed(life.rows[name]):
                if row["session_id"] != session_id:
                    break
                row["deleted_at"] = ends_at


def _lowered_session(life: _Life, day: date, slot: int) -> None:
    chance = life.chance
    begins = now = _moment(life, day, slot)
    session_id = life.id(begins)
    plan = (_GYM if slot % 3 == 0 else _HOME)[(day.weekday() + slot) % 7]
    for slug in plan:
        now = _exercise(
            life, session_id, life.exercises[slug], now, sets=chance.choice((2, 2, 3) if plan[1:] else (3, 4, 4))
        )
    note = chance.choice(_NOTES) if chance.random() < 0.12 else ""
    _session(life, session_id, begins, now + timedelta(minutes=2), note=note)
    if chance.random() < 0.08:
        _soreness(life, session_id, begins, chance.choice(life.exercises[plan[0]].muscles))


def _exercise(life: _Life, session_id: str, exercise: Exercise, now: datetime, sets: int) -> datetime:
    """Perform the sets of one exercise, learn from them, and return when they ended."""
    state = life.progress.setdefault(
        exercise.slug,
        _Progress(_STRENGTH_KG.get(exercise.slug, 0.0) * life.strength(now.date()) * 0.9, exercise.tempo.eccentric),
    )
    ease = _ease(life, exercise, state, now.date())
    keys_pressed = life.chance.random() > 0.12
    reasons = []
    for number in range(1, sets + 1):
        now += timedelta(seconds=20)
        now, reason = _set(life, session_id, exercise, state, now, (number, sets), ease - 0.03 * number, keys_pressed)
        reasons.append(reason)
        now += timedelta(milliseconds=exercise.rest_ms)
    _learn(state, exercise, kept=keys_pressed and ease > 0.03, lost=StopReason.TEMPO_LOSS in reasons)
    return now


def _ease(life: _Life, exercise: Exercise, state: _Progress, day: date) -> float:
    """How far below the limit the prescription is today; below zero it is above it."""
    shape = life.strength(day) * life.chance.gauss(1, 0.03)
    if exercise.slug in _STRENGTH_KG:
        return shape * _STRENGTH_KG[exercise.slug] / max(state.load_kg, 1) - 1
    return shape / (0.8 + 0.08 * (state.seconds - exercise.tempo.eccentric) + 0.012 * state.load_kg) - 1


def _learn(state: _Progress, exercise: Exercise, *, kept: bool, lost: bool) -> None:
    """Two kept sessions: heavier or slower. Two with lost tempo: back."""
    state.kept = state.kept + 1 if kept and not lost else 0
    state.lost = state.lost + 1 if lost else 0
    if state.kept >= 2:
        state.kept = 0
        if exercise.slug in _STRENGTH_KG:
            state.load_kg += max(1.25, round(state.load_kg * 0.025 / 1.25) * 1.25)
        elif state.seconds < exercise.tempo.eccentric + 3:
            state.seconds += 1
        else:
            state.load_kg += 2.5
    elif state.lost >= 2:
        state.lost = 0
        state.load_kg = max(0.0, round(state.load_kg * 0.95 / 1.25) * 1.25)
        state.seconds = max(exercise.tempo.eccentric, state.seconds - 1)


def _set(
    life: _Life,
    session_id: str,
    exercise: Exercise,
    state: _Progress,
    begins: datetime,
    place: tuple[int, int],
    ease: float,
    keys_pressed: bool,
) -> tuple[datetime, StopReason]:
    set_id, chance = life.id(begins), life.chance
    planned = 4 if exercise.unilateral else exercise.reps
    now, reason = begins + timedelta(seconds=10), StopReason.TARGET_REACHED
    before = 1.0
    for ordinal in range(1, planned * (2 if exercise.unilateral else 1) + 1):
        target = state.seconds * 1000
        share = chance.gauss(1.02 + min(0.0, ease - 0.012 * ordinal) * 1.6, 0.05)
        measured = round(max(0.25, share) * target) if keys_pressed and chance.random() > 0.03 else None
        now += timedelta(milliseconds=measured or target)
        side = (None, "left" if ordinal <= planned else "right")[exercise.unilateral]
        number = ordinal if ordinal <= planned else ordinal - planned
        at, ms = stamp(now)
        life.add(
            "reps", now, set_id=set_id, ordinal=ordinal, number=number, side=side, target_ms=target,
            measured_ms=measured, completed_at=at, completed_ms=ms, deleted_at=None,
        )  # fmt: skip
        now += timedelta(milliseconds=exercise.lift_ms)
        if measured is not None and (share < 0.6 or (share < 0.8 and before < 0.8)):
            reason = StopReason.TEMPO_LOSS
        elif chance.random() < 0.0007:
            reason = StopReason.PAIN
        elif chance.random() < 0.004:
            reason = chance.choice((StopReason.LIFTERS_CALL, StopReason.SPOTTER_TOUCHED))
        if reason is not StopReason.TARGET_REACHED:
            break
        before = share if measured is not None else 1.0
    at, ms = stamp(begins)
    load = round(state.load_kg / 1.25) * 1.25
    hurt = "stopped: twinge in the elbow" if reason is StopReason.PAIN else ""
    life.add(
        "sets", now, id=set_id, session_id=session_id, exercise=exercise.slug, exercise_name=exercise.name,
        set_number=place[0], planned_sets=place[1], planned_reps=planned, planned_load_kg=load,
        tempo=str(replace(exercise.tempo, eccentric=state.seconds)), rest_ms=exercise.rest_ms, lead_in_ms=10_000,
        next_lead_in_ms=5000, lift_ms=exercise.lift_ms, starts_with=exercise.starts_with.value,
        unilateral=int(exercise.unilateral), bodyweight=int(exercise.bodyweight), spotters=exercise.spotters.at_least,
        one_rm_kg=round(load / 1.05, 1) if exercise.load else None, load_kg=load, started_at=at, started_ms=ms,
        ended_at=stamp(now)[0], stop_reason=reason.value, deleted_at=None, note=hurt,
        rpe=float(min(10, max(4, round(8 - 12 * ease)))) if chance.random() < 0.75 else None,
    )  # fmt: skip
    return now, reason


def _lifted_session(life: _Life, day: date, slot: int) -> None:
    """A session of the years before, as an import leaves it."""
    chance = life.chance
    begins = now = _moment(life, day, slot)
    session_id = life.id(begins)
    number = 0
    for slug, name, muscles, kg in chance.sample(_LIFTED, 2):
        for kind in ("warm-up", "normal", "normal", chance.choice(("normal", "drop", "failure"))):
            number += 1
            at, ms = stamp(now)
            share = {"warm-up": 0.6, "drop": 0.8}.get(kind, 1.0) if kg > 0 else 1.0
            life.add(
                "concentric_sets", now, id=life.id(now), session_id=session_id, exercise=slug, exercise_name=name,
                muscles=muscles, set_number=number, kind=kind,
                load_kg=round(kg * life.strength(day) * share / 1.25) * 1.25, reps=chance.randint(4, 12),
                rpe=float(chance.randint(6, 10)) if chance.random() < 0.4 else None, note="", started_at=at,
                started_ms=ms, deleted_at=None,
            )  # fmt: skip
            now += timedelta(minutes=3)
    _session(life, session_id, begins, now, title=chance.choice(("Push", "Pull", "Beine", "Full body")))


def _soreness(life: _Life, session_id: str, begins: datetime, muscle: str) -> None:
    """What was answered one, two and three days after."""
    peak = life.chance.choice((1, 1, 2, 2, 3, 4, 5))
    for hours, rating in ((24, peak - 1), (48, peak), (72, max(0, peak - 2))):
        if life.chance.random() < 0.85:
            rated = begins + timedelta(hours=hours, minutes=life.chance.randrange(240))
            at, ms = stamp(rated)
            life.add(
                "soreness", rated, id=answer_id(session_id, muscle, hours),
                session_id=session_id, muscle=muscle, hours=hours,
                rating=rating if life.chance.random() > 0.1 else None, rated_at=at, rated_ms=ms, deleted_at=None,
            )  # fmt: skip


def _body(life: _Life, day: date) -> None:
    """The scales once a week, and a concentric 1RM test every quarter."""
    wakes = _moment(life, day, 1)
    at, ms = stamp(wakes)
    if day.toordinal() % 7 == 0:
        years = (day - life.begins).days / 365.25
        kg = round(82 + 3 * math.sin(years) + life.chance.gauss(0, 0.5), 1)
        life.add("body_weights", wakes, id=life.id(wakes), kg=kg, measured_at=at, measured_ms=ms, deleted_at=None)
    if day.toordinal() % 91 == 0:
        for slug, kg in _STRENGTH_KG.items():
            tested = round(kg / 1.2 * life.strength(day) / 2.5) * 2.5
            life.add(
                "one_rms", wakes, id=life.id(wakes), exercise=slug, kg=tested, tested_at=at, tested_ms=ms,
                deleted_at=None,
            )  # fmt: skip
