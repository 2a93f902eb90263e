"""A plan as a text to send: what it says, and that it is read to the same plan."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negcoach.config.library import shipped_exercises
from negcoach.errors import NegcoachError
from negcoach.training.exercise.tempo import Tempo
from negcoach.training.exercise.way import Way
from negcoach.training.plan.plan import FATIGUE, Plan, PlanItem, without_wrong_supersets
from negcoach.training.units import KG_PER_LB, TypedLoad
from negcoach.transfer.plan_message import plan_message, plan_of_message

LIBRARY = {exercise.slug: exercise for exercise in shipped_exercises()}

PUSH_DAY = Plan(
    "Push day",
    (
        PlanItem(
            "bench-press", 3, 5, Tempo.parse("5-1-A-1"), TypedLoad(100.0, "kg"), 180_000, way=Way.parse("drop 10 %")
        ),
        PlanItem("negative-dip", load=TypedLoad(5.0, "kg"), superset=True),
        PlanItem("my-row", reps=FATIGUE),
    ),
)
TEXT = """\
Push day
1. Bench press: 3 sets of 5 · 5-1-A-1 · 100 kg · rest 3:00 · drop 10 %
2a. Negative dip: bodyweight + 5 kg
2b. my-row: sets to fatigue
"""


def test_a_text_has_names_and_numbers_and_no_jargon() -> None:
    assert plan_message(PUSH_DAY, LIBRARY) == TEXT


@pytest.mark.parametrize(
    "sent",
    [
        TEXT,
        TEXT.replace("\n", "\r\n\r\n"),
        "".join(f"> {line}\n" for line in TEXT.splitlines()),
        TEXT.replace("1. ", "1) ").replace("Bench press", "BENCH  press").replace(" · ", " | "),
    ],
)
def test_it_is_read_however_a_message_laid_it_out(sent: str) -> None:
    assert plan_of_message(sent, LIBRARY) == PUSH_DAY


def loads() -> st.SearchStrategy[TypedLoad]:
    tenths = st.integers(-400, 3000).map(lambda tenth: tenth / 10)
    return st.one_of(
        tenths.map(lambda kg: TypedLoad(kg, "kg")), tenths.map(lambda lb: TypedLoad(lb * KG_PER_LB if lb else 0, "lb"))
    )


def items() -> st.SearchStrategy[PlanItem]:
    tempos = st.sampled_from(("5-1-A-1", "50X0", "8-0-A-2", "3/0/2")).map(Tempo.parse)
    return st.builds(
        PlanItem,
        exercise=st.sampled_from(sorted(slug for slug, one in LIBRARY.items() if one.bodyweight)),
        sets=st.none() | st.integers(1, 20),
        reps=st.none() | st.just(FATIGUE) | st.integers(1, 100),
        tempo=st.none() | tempos,
        load=st.none() | loads().filter(lambda load: load.kg != 0 or load.unit == "kg"),
        rest_ms=st.none() | st.integers(0, 900).map(lambda seconds: seconds * 1000),
        superset=st.booleans(),
        way=st.none() | st.sampled_from(("straight", "cluster 2, 25 s", "drop 12 %", "forced 2")).map(Way.parse),
    )


@settings(max_examples=40)
@given(st.lists(items(), min_size=1, max_size=6))
def test_every_plan_is_read_to_itself(found: list[PlanItem]) -> None:
    plan = Plan("Tag: 1. Überzug", without_wrong_supersets(found))
    assert plan_of_message(plan_message(plan, LIBRARY), LIBRARY) == plan


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "There is no plan in it."),
        ("Push day\n", 'There is no exercise below the name "Push day".'),
        ("Push day\nBench press", 'Line 2: "Bench press" is not an exercise of a plan. Write it like "1. Bench press:'),
        ("Push day\n\n1. Bench press: 99 sets of 5", "Line 3: Sets:"),
        ("Push day\n1. Bench press: drop 40 %", "Line 2: A drop set lowers the load by 10 to 15 %"),
        ("Push day\n1. Bench press: heavy", 'Line 2: "heavy" is none of sets and reps, a tempo, a load with its unit'),
        ("Push day\n1. Bench press: 100", 'Line 2: "100" is none of'),
        ("Push day\n1b. Bench press", "Line 2: two exercises that alternate are 1a and 1b, one below the other."),
        ("Push day\n1a. Bench press\n2. Dip", "Line 3: two exercises that alternate are 1a and 1b"),
        ("Push day\n1a. Bench press", "A superset alternates with the exercise after it"),
        ("Push day\n1. …", 'Line 2: "…" is not the name of an exercise.'),
        ("x" * 30_000, "That is too long for a plan"),
    ],
)
def test_what_cannot_be_read_is_one_line_that_says_where(text: str, says: str) -> None:
    with pytest.raises(NegcoachError) as error:
        plan_of_message(text, LIBRARY)
    assert str(error.value).startswith(says)
    assert "\n" not in str(error.value)
