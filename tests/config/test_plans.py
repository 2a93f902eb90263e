"""Plans in their file: read, looked up and written back; a fault is named by file and line."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from negcoach.config.library import load_library, shipped_exercises
from negcoach.config.plans import delete_plan, find_plan, load_plans, require_exercises, save_plan
from negcoach.errors import NegcoachError
from negcoach.training.exercise.tempo import Tempo
from negcoach.training.plan.plan import FATIGUE, Plan, PlanItem, without_wrong_supersets
from negcoach.training.units import TypedLoad

PUSH = """\
# Mine. Ask Ann before you change it.

# heavy
[[plan]]  # the first
name = "Push day"  # in the hall
exercises = [  # in this order
  # the bar first
  { exercise = "bench-press", sets = 3, load = "220 lb" },  # belt
  { exercise = "negative-dip", superset = true }, { exercise = "negative-push-up", reps = "fatigue" },
  # that is all
]  # done

# Legs come later.

[[plan]]
name = "Legs"
exercises = [{ exercise = "leg-press" }]
"""

BENCH = PlanItem("bench-press", sets=3, load=TypedLoad(220 * 0.45359237, "lb"))
DIP = PlanItem("negative-dip", superset=True)
PUSH_UP = PlanItem("negative-push-up", reps=FATIGUE)
LEGS = Plan("Legs", (PlanItem("leg-press"),))


def write(folder: Path, text: str) -> Path:
    path = folder / "plans.toml"
    path.write_bytes(text.encode())
    return path


def text_in(folder: Path) -> str:
    return (folder / "plans.toml").read_bytes().decode()


def refusal(folder: Path) -> str:
    with pytest.raises(NegcoachError) as refused:
        load_plans(folder)
    assert "\n" not in str(refused.value)
    return str(refused.value)


def test_without_a_file_there_are_no_plans(tmp_path: Path) -> None:
    assert load_plans(tmp_path / "nowhere") == ()
    assert not (tmp_path / "nowhere").exists()


def test_plans_are_read_with_what_they_fix(tmp_path: Path) -> None:
    write(tmp_path, PUSH)
    assert load_plans(tmp_path) == (Plan("Push day", (BENCH, DIP, PUSH_UP)), LEGS)


def test_an_exercise_can_be_named_as_the_app_shows_it(tmp_path: Path) -> None:
    write(tmp_path, '[[plan]]\nname = "x"\n[[plan.exercises]]\nexercise = "Bench press"\ntempo = "50X0"\n')
    assert load_plans(tmp_path)[0].items == (PlanItem("bench-press", tempo=Tempo.parse("5-0-X-0")),)


FIRST = '[[plan]] # line 1\nname = "Push day"\n'
BEGUN = FIRST + 'exercises = [ # line 3\n  { exercise = "bench-press" },\n  '


@pytest.mark.parametrize(
    ("text", "where", "says"),
    [
        ("[plan]\nname = 'x'\n", "line 1", "plan must be a list of tables. Begin each plan with [[plan]]."),
        ("[[plans]]\nname = 'x'\n", "line 1", '"plans" is not known here. Begin each plan with [[plan]].'),
        (FIRST, "line 1", "exercises is missing. Add exercises = ["),
        ("[[plan]]\nexercises = []\n", "line 1", 'name is missing. Add name = "Push day"'),
        (FIRST + "exercises = []\n", "line 3", "exercises: A plan has at least one exercise."),
        (FIRST + 'exercises = "bench-press"\n', "line 3", "exercises must be a list of tables"),
        (FIRST + "exercise = []\n", "line 3", '"exercise" is not a known key. Did you mean exercises?'),
        ('[[plan]]\nname = ""\nexercises = []\n', "line 2", "name: The name is empty."),
        (f'[[plan]]\nname = "{"x" * 300}"\nexercises = []\n', "line 2", "name: The name is 300 characters long."),
        (BEGUN + '"negative-dip" ]', "line 5", '"negative-dip" must be a table. Write { exercise = "negative-dip" }'),
        (BEGUN + "{ sets = 3 } ]", "line 5", 'exercise is missing. Add exercise = "bench-press"'),
        (BEGUN + '{ exercise = "!" } ]', "line 5", 'exercise: "!" must be the slug of an exercise'),
        (
            BEGUN + '{ exercise = "negative-dip", sets = 99 } ]',
            "line 5",
            "sets: must be a whole number from 1 to 20, not 99.",
        ),
        (BEGUN + '{ exercise = "negative-dip", reps = "x" } ]', "line 5", "reps: must be a whole number from 1 to 100"),
        (BEGUN + '{ exercise = "negative-dip", reps = "5" } ]', "line 5", 'or "fatigue", not "5".'),
        (BEGUN + '{ exercise = "negative-dip", tempo = "5" } ]', "line 5", 'tempo: "5": A tempo has three or four'),
        (
            BEGUN + '{ exercise = "negative-dip", load = 5 } ]',
            "line 5",
            'load: must be text with its unit, like "100 kg"',
        ),
        (BEGUN + '{ exercise = "negative-dip", load = "5" } ]', "line 5", 'load: "5" has no unit.'),
        (BEGUN + '{ exercise = "negative-dip", load = "x kg" } ]', "line 5", '"x kg" is not a load.'),
        (BEGUN + '{ exercise = "negative-dip", set_type = "slow" } ]', "line 5", 'set_type: "slow": Write "straight"'),
        (BEGUN + '{ exercise = "negative-dip", rest = 90 } ]', "line 5", '"rest" is not a known key.'),
        (BEGUN + '{ exercise = "negative-dip", superset = 1 } ]', "line 5", "superset: must be true or false, not 1."),
        (BEGUN + '{ exercise = "negative-dip", superset = true } ]', "line 5", "superset: A superset alternates with"),
        (BEGUN + "] x", "line 5", ""),
        (
            PUSH + '\n[[plan]]\nname = "PUSH  day"\nexercises = [{ exercise = "leg-press" }]\n',
            "line 20",
            'name: there is already a plan "PUSH day". Choose another.',
        ),
    ],
)
def test_a_fault_is_named_with_its_line_and_what_would_be_right(
    tmp_path: Path, text: str, where: str, says: str
) -> None:
    path = write(tmp_path, text)
    said = refusal(tmp_path)
    assert said.startswith(f"{path}, {where}: ")
    assert says in said


@pytest.mark.parametrize("name", ["Push day", "PUSH DAY", " push  day "])
def test_a_plan_is_found_by_its_name_whatever_its_case(tmp_path: Path, name: str) -> None:
    write(tmp_path, PUSH)
    assert find_plan(tmp_path, name).name == "Push day"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "There are no plans yet."),
        (PUSH, 'No plan "[b]x". There are "Push day" and "Legs".'),
        ('[[plan]]\nname = "[b]y"\nexercises = [{ exercise = "a" }]', 'No plan "[b]x". There is "[b]y".'),
    ],
)
def test_a_plan_that_is_not_there_is_refused_with_those_that_are(tmp_path: Path, text: str, says: str) -> None:
    write(tmp_path, text)
    with pytest.raises(NegcoachError) as refused:
        find_plan(tmp_path, "[b]x")
    assert str(refused.value).startswith(says)


@pytest.mark.parametrize(
    ("slug", "says"),
    [
        ("negative-push-ups", 'is not among the exercises. Did you mean "negative-push-up"?'),
        ("slow-row", "is not among the exercises. Take another one, or take it out of the plan."),
    ],
)
def test_an_exercise_that_is_gone_is_named_with_its_line(tmp_path: Path, slug: str, says: str) -> None:
    path = write(tmp_path, PUSH.replace("negative-push-up", slug))
    push, legs = load_plans(tmp_path)
    with pytest.raises(NegcoachError) as refused:
        require_exercises(tmp_path, push, shipped_exercises())
    assert str(refused.value) == f'{path}, line 9: exercise: "{slug}" {says}'
    require_exercises(tmp_path, legs, shipped_exercises())


def test_an_exercise_can_be_named_as_it_is_called_and_its_line_stays(tmp_path: Path) -> None:
    own = tmp_path / "exercises.toml"
    own.write_text('[[exercise]]\nname = "Rowing, slow"\nslug = "slow-row"\nfamily = "regression"\n')
    write(tmp_path, PUSH.replace("negative-push-up", "incline-push-up").replace("leg-press", "Rowing, slow"))
    push, legs = load_plans(tmp_path)
    assert [item.exercise for item in (*push.items, *legs.items)] == [
        *("bench-press", "negative-dip", "hands-raised-push-up", "slow-row")
    ]
    for plan in (push, legs):
        require_exercises(tmp_path, plan, load_library(tmp_path))
    save_plan(tmp_path, replace(push, items=(*push.items, PlanItem("leg-press"))), replaced=push.name)
    assert '"incline-push-up", reps = "fatigue" }' in text_in(tmp_path)
    assert load_plans(tmp_path)[0].items[-1] == PlanItem("leg-press")


def test_an_own_exercise_that_has_the_name_of_another_one_is_meant_by_it(tmp_path: Path) -> None:
    (tmp_path / "exercises.toml").write_text('[[exercise]]\nname = "Incline push-up"\nfamily = "regression"\n')
    write(tmp_path, '[[plan]]\nname = "x"\nexercises = [{ exercise = "incline-push-up" }]\n')
    (plan,) = load_plans(tmp_path)
    assert plan.items[0].exercise == "incline-push-up"


def test_plans_can_be_read_where_the_own_exercises_cannot(tmp_path: Path) -> None:
    (tmp_path / "exercises.toml").write_text("[[exercise]]\nname = 3\n")
    write(tmp_path, PUSH.replace("negative-push-up", "incline-push-up"))
    assert load_plans(tmp_path)[0].items[2].exercise == "hands-raised-push-up"


def test_an_own_exercise_can_be_renamed_and_its_plans_go_on(tmp_path: Path) -> None:
    write(tmp_path, '[[plan]]\nname = "x"\nexercises = [{ exercise = "slow-row" }]\n')
    own = tmp_path / "exercises.toml"
    own.write_text('[[exercise]]\nname = "Rowing, slow"\nslug = "slow-row"\nfamily = "regression"\n')
    (plan,) = load_plans(tmp_path)
    require_exercises(tmp_path, plan, load_library(tmp_path))


def test_the_first_plan_makes_the_file_and_says_what_can_be_written(tmp_path: Path) -> None:
    plan = Plan('Say "hello" \\ [b]x', (replace(BENCH, tempo=Tempo.parse("5-1-A-1"), rest_ms=90_500), DIP, PUSH_UP))
    save_plan(tmp_path / "new", plan)
    assert load_plans(tmp_path / "new") == (plan,)
    assert text_in(tmp_path / "new").startswith("# Your plans")


def test_a_new_plan_comes_behind_the_others_and_nothing_else_changes(tmp_path: Path) -> None:
    write(tmp_path, PUSH)
    save_plan(tmp_path, Plan("New", (DIP, PUSH_UP)))
    assert text_in(tmp_path).startswith(PUSH)
    assert load_plans(tmp_path)[2] == Plan("New", (DIP, PUSH_UP))


def test_a_name_of_another_plan_is_refused(tmp_path: Path) -> None:
    write(tmp_path, PUSH)
    for replaced in ("", "Push day"):
        with pytest.raises(NegcoachError, match='already a plan "legs"'):
            save_plan(tmp_path, Plan("legs", (DIP, PUSH_UP)), replaced)
    assert text_in(tmp_path) == PUSH


def test_a_changed_plan_keeps_its_comments_and_the_other_plans(tmp_path: Path) -> None:
    write(tmp_path, PUSH)
    changed = Plan("Push", (DIP, PUSH_UP, replace(BENCH, sets=4), PlanItem("heel-drop")))
    save_plan(tmp_path, changed, "push day")
    assert load_plans(tmp_path) == (changed, LEGS)
    assert text_in(tmp_path) == PUSH.replace('"Push day"', '"Push"').replace(
        PUSH[PUSH.index("exercises") : PUSH.index("\n\n# Legs")],
        """\
exercises = [
  # in this order
  # the bar first
  { exercise = "bench-press", sets = 4, load = "220 lb" },  # belt
  { exercise = "heel-drop" },
  # that is all
]  # done""".replace(
            "  # in this order",
            """\
  { exercise = "negative-dip", superset = true },
  { exercise = "negative-push-up", reps = "fatigue" },
  # in this order""",
        ),
    )


def test_a_new_name_alone_leaves_the_exercises_as_they_are_written(tmp_path: Path) -> None:
    write(tmp_path, PUSH)
    save_plan(tmp_path, Plan("Push", (BENCH, DIP, PUSH_UP)), "Push day")
    assert text_in(tmp_path) == PUSH.replace('"Push day"', '"Push"')


def test_a_deleted_plan_takes_only_its_own_comment_with_it(tmp_path: Path) -> None:
    write(tmp_path, PUSH)
    delete_plan(tmp_path, "Push day")
    assert text_in(tmp_path) == PUSH[: PUSH.index("# heavy")] + PUSH[PUSH.index("# Legs") :]
    delete_plan(tmp_path, "Legs")
    assert load_plans(tmp_path) == ()
    assert text_in(tmp_path).startswith("# Mine. Ask Ann before you change it.\n\n# Legs come later.\n")


def test_the_line_ends_of_another_editor_stay(tmp_path: Path) -> None:
    write(tmp_path, PUSH.replace("\n", "\r\n"))
    save_plan(tmp_path, Plan("Push", (PUSH_UP, BENCH)), "Push day")
    text = text_in(tmp_path)
    assert text.count("\n") == text.count("\r\n") > 10
    assert load_plans(tmp_path) == (Plan("Push", (PUSH_UP, BENCH)), LEGS)


@pytest.mark.parametrize(
    "text",
    [
        '[[plan]]\nname = "x"\n[[plan.exercises]]\nexercise = "leg-press"\n',
        'plan = [{ name = "x", exercises = [{ exercise = "leg-press" }] }]\n',
    ],
)
def test_a_layout_that_cannot_be_changed_is_left_alone(tmp_path: Path, text: str) -> None:
    path = write(tmp_path, text)
    for change in (
        lambda: save_plan(tmp_path, Plan("y", (DIP, PUSH_UP)), "x"),
        lambda: save_plan(tmp_path, Plan("x", (DIP, PUSH_UP)), "x"),
    ):
        with pytest.raises(NegcoachError) as refused:
            change()
        assert str(refused.value) == f"{path} is laid out so that it cannot be changed here. Edit it by hand."
    assert text_in(tmp_path) == text


def _values() -> st.SearchStrategy[PlanItem]:
    loads = st.one_of(st.none(), st.integers(-99_999, 99_999).map(lambda hundredths: TypedLoad(hundredths / 100, "kg")))
    return st.builds(
        PlanItem,
        exercise=st.sampled_from(["bench-press", "negative-dip", "leg-press"]),
        sets=st.one_of(st.none(), st.integers(1, 20)),
        reps=st.one_of(st.none(), st.just(FATIGUE), st.integers(1, 100)),
        tempo=st.one_of(st.none(), st.sampled_from(["5-0-A-0", "10-1-X-2"]).map(Tempo.parse)),
        load=loads,
        rest_ms=st.one_of(st.none(), st.integers(0, 1800).map(lambda seconds: seconds * 1000)),
        superset=st.booleans(),
    )


_PLANS = st.builds(
    lambda name, items: Plan(name, without_wrong_supersets(items)),
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=60).map(lambda text: f"x{text}"[:60]),
    st.lists(_values(), min_size=1, max_size=6),
)


@given(st.lists(_PLANS, min_size=1, max_size=3, unique_by=lambda plan: " ".join(plan.name.casefold().split())), _PLANS)
def test_any_plan_is_read_as_it_was_written_and_changed(plans: list[Plan], other: Plan) -> None:
    with TemporaryDirectory() as made:
        folder = Path(made)
        for plan in plans:
            save_plan(folder, plan)
        assert load_plans(folder) == tuple(plans)
        changed = Plan(plans[0].name, other.items)
        save_plan(folder, changed, plans[0].name)
        assert load_plans(folder) == (changed, *plans[1:])
        delete_plan(folder, plans[0].name)
        assert load_plans(folder) == tuple(plans[1:])
