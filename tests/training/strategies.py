"""Made-up prescriptions and key presses for property tests."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from negcoach.errors import NegcoachError
from negcoach.training.exercise.exercise import Exercise, Family, LoadRule, SafeAt, SpotterRule, Words
from negcoach.training.exercise.prescription import Prescription
from negcoach.training.exercise.tempo import Lift, Tempo
from negcoach.training.exercise.way import Way
from negcoach.training.terms import StartsWith


def exercise(
    *,
    starts_with: StartsWith = StartsWith.LOWERING,
    unilateral: bool = False,
    spotters: int = 1,
    safe_at: SafeAt | None = None,
) -> Exercise:
    """Return a plain exercise to prescribe."""
    return Exercise(
        slug="test-press",
        name="Test press",
        family=Family.OVERLOAD,
        tempo=Tempo(5, 0, Lift.ASSISTED, 0),
        starts_with=starts_with,
        unilateral=unilateral,
        lift_ms=3000,
        sets=3,
        reps=4,
        rest_ms=180_000,
        load=LoadRule(105, 120),
        spotters=SpotterRule(spotters),
        words=Words(
            lift="SPOTTER LIFT",
            lift_sound="lift",
            lift_note="a little faster",
            bottom="chest",
            take="SPOTTER TAKE IT",
            take_sound="take-it",
            end="RACK IT",
            end_sound="rack-it",
        ),
        muscles=("chest",),
        summary="A test.",
        lifter_steps=("Lower.",),
        spotter_steps=("Lift.",),
        safety=("Be safe.",),
        progress="More.",
        safe_at=safe_at or (SafeAt.TOP if starts_with is StartsWith.LOWERING else SafeAt.BOTTOM),
    )


def prescription(
    tempo: str = "5-0-A-0",
    *,
    reps: int | None = 4,
    lift_ms: int | None = 3000,
    starts_with: StartsWith = StartsWith.LOWERING,
    unilateral: bool = False,
    spotters: int = 1,
    lead_in_ms: int = 10_000,
    safe_at: SafeAt | None = None,
) -> Prescription:
    """Return a prescription of a plain exercise."""
    return Prescription(
        exercise=exercise(starts_with=starts_with, unilateral=unilateral, spotters=spotters, safe_at=safe_at),
        tempo=Tempo.parse(tempo),
        load_kg=100.0,
        sets=3,
        reps=reps,
        rest_ms=180_000,
        lead_in_ms=lead_in_ms,
        next_lead_in_ms=5_000,
        lift_ms=lift_ms,
    )


tempos = st.builds(
    Tempo,
    eccentric=st.integers(1, 12),
    stretched=st.integers(0, 3),
    concentric=st.one_of(st.integers(0, 4), st.sampled_from(Lift)),
    contracted=st.integers(0, 3),
)

ways = st.sampled_from(["straight", "straight", "cluster 2, 25 s", "accentuated 70 %", "forced 2"]).map(Way.parse)


def in_way(plan: Prescription, way: Way) -> Prescription:
    """Return a prescription that is done in a way, where its exercise can be done so."""
    any_way = replace(plan.exercise, free_bar=True, forced_by=1)
    try:
        return replace(plan, exercise=any_way, way=way)
    except NegcoachError:
        return plan


prescriptions = st.builds(
    lambda tempo, reps, lift_ms, starts_with, unilateral, spotters, lead_in_ms, safe_at: prescription(
        str(tempo),
        reps=reps,
        lift_ms=lift_ms,
        starts_with=starts_with,
        unilateral=unilateral,
        spotters=spotters,
        lead_in_ms=lead_in_ms,
        safe_at=safe_at,
    ),
    tempos,
    st.one_of(st.none(), st.integers(1, 6)),
    st.one_of(st.none(), st.integers(1, 5).map(lambda seconds: seconds * 1000)),
    st.sampled_from(StartsWith),
    st.booleans(),
    st.integers(0, 2),
    st.integers(1, 12).map(lambda seconds: seconds * 1000),
    st.one_of(st.none(), st.sampled_from(SafeAt)),
)

prescriptions_in_any_way = st.builds(in_way, prescriptions, ways)

presses = st.lists(
    st.tuples(
        st.sampled_from(["next", "next", "next", "back", "pause", "switch", "stop"]),
        st.integers(0, 9_000),  # ms since the last key
        st.integers(0, 60),  # ms until a sound can begin
    ),
    max_size=14,
)
