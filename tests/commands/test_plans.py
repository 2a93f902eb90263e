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


def test_a_plan_is_sent_as_a_text_and_added_from_it_by_another_lifter(negcoach: CommandLine) -> None:
    write(negcoach, TEXT)
    config = ("--config", str(negcoach.config))
    sent = negcoach("plans", "send", "push", "DAY", *config)
    assert (sent.status, sent.err) == (0, "")
    assert sent.out.splitlines()[:2] == ["Push day", "1. Bench press: 3 sets to fatigue · 220 lb · rest 1:30"]
    to_file = negcoach("plans", "send", "Push day", "-o", "plan.txt", *config)
    assert to_file.out == "plan.txt: Push day, 3 exercises.\n"
    other = ("--config", str(negcoach.folder / "other" / "config.toml"))
    pasted = negcoach("plans", "add", *other, stdin=sent.out)
    assert (pasted.status, pasted.err) == (0, "")
    assert pasted.out.splitlines() == [
        "Added: Push day, 3 exercises.",
        '"slow-row" is not among the exercises. Take another one, or take it out of the plan.',
    ]
    own, others = (json.loads(negcoach("plans", "--json", *one).out) for one in (config, other))
    assert own == others
    again = negcoach("plans", "add", "plan.txt", *other)
    assert (again.status, again.err) == (2, 'negcoach: There is already a plan "Push day". Choose another name.\n')


def test_what_is_missing_is_one_line_and_own_files_are_left_alone(negcoach: CommandLine) -> None:
    write(negcoach, TEXT)
    config = ("--config", str(negcoach.config))
    for arguments, says in (
        (("send",), "Name the plan to send, such as"),
        (("send", "Pull day"), 'No plan "Pull day". There is "Push day".'),
        (("send", "Push day", "-o", "config/plans.toml"), "config/plans.toml has your plans, so it was left as it is."),
        (("add", "missing.txt"), "There is no file missing.txt."),
        (("add",), "There is no plan in it."),
        (("list", "Push day"), "plans lists all of them. To write one as a text: negcoach plans send NAME"),
    ):
        done = negcoach("plans", *arguments, *config)
        assert (done.status, done.out) == (2, ""), arguments
        assert says in done.err and done.err.count("\n") == 1
    assert (negcoach.config.parent / "plans.toml").read_text() == TEXT
