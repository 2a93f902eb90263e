"""``negcoach plans``."""

from __future__ import annotations

import json

from tests.commands.places import CommandLine

TEXT = """\
[[plan]]
name = "Push day"
exercises = [
  { exercise = "bench-press", sets = 3, reps = "fatigue", load = "220 lb", rest_seconds = 90 },
  { exercise = "negative-dip", load = "5 kg", superset = true },
  { exercise = "slow-row", tempo = "50X0" },
]
"""


def write(negcoach: CommandLine, text: str) -> None:
    negcoach.config.parent.mkdir(exist_ok=True)
    (negcoach.config.parent / "plans.toml").write_text(text)


def test_the_list_shows_what_each_plan_fixes_and_what_is_gone(negcoach: CommandLine) -> None:
    write(negcoach, TEXT)
    done = negcoach("plans", "--config", str(negcoach.config))
    assert (done.status, done.err) == (0, "")
    assert done.out.splitlines() == [
        "Push day",
        "   1  bench-press   3 sets to fatigue · 220 lb · rest 1:30",
        "   2a negative-dip  bodyweight + 5 kg",
        "   2b slow-row      5-0-X-0",
        '      "slow-row" is not among the exercises. Take another one, or take it out of the plan.',
        "",
        '"negcoach coach --plan NAME" begins a plan; 2a and 2b alternate, set by set.',
    ]


def test_json_has_null_for_what_is_as_advised(negcoach: CommandLine) -> None:
    write(negcoach, TEXT)
    (plan,) = json.loads(negcoach("plans", "--json", "--config", str(negcoach.config)).out)
    assert list(plan) == ["name", "exercises"]
    assert plan["exercises"][2] == {
        "exercise": "slow-row",
        "sets": None,
        "reps": None,
        "tempo": "5-0-X-0",
        "load_kg": None,
        "rest_s": None,
        "superset": False,
    }
    assert plan["exercises"][0]["reps"] == "fatigue"


def test_without_plans_it_says_where_they_are_written(negcoach: CommandLine) -> None:
    done = negcoach("plans", "--config", str(negcoach.config))
    assert done.out == f"No plans yet. Make one in the app, or in {negcoach.config.parent / 'plans.toml'}.\n"
    assert json.loads(negcoach("plans", "--json", "--config", str(negcoach.config)).out) == []


def test_a_fault_is_one_line_with_file_and_line(negcoach: CommandLine) -> None:
    write(negcoach, TEXT + TEXT)
    done = negcoach("plans", "--config", str(negcoach.config))
    path = negcoach.config.parent / "plans.toml"
    assert done.status == 2
    assert done.err == f'negcoach: {path}, line 9: name: there is already a plan "Push day". Choose another.\n'
