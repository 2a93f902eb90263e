"""``negcoach coach``: what cannot be coached is refused in one line, before anything is opened."""

from __future__ import annotations

import pytest

from tests.commands.places import CommandLine

PUSH = '[[plan]]\nname = "Push day"\nexercises = [{ exercise = "bench-press" }]\n'
ROW = '[[plan]]\nname = "[b]x"\nexercises = [\n  { exercise = "slow-row" },\n]\n'


@pytest.mark.parametrize(
    ("plans", "arguments", "says"),
    [
        (
            "",
            ("--plan", "x"),
            "There are no plans yet. Make one in the app: open a past session, and press p or",
        ),
        (PUSH, ("--plan", "x"), 'No plan "x". There is "Push day".'),
        (PUSH + ROW, ("--plan=",), 'No plan "". There are "Push day" and "[b]x".'),
        (PUSH, ("bench", "--plan", "push day"), "coach takes EXERCISE or --plan NAME, not both."),
        (PUSH, ("--plan", "push day", "bench"), "coach takes EXERCISE or --plan NAME, not both."),
        (
            PUSH,
            ("--plan", "push day", "--load", "80"),
            "--plan has its own sets: leave --load out, or change the plan.",
        ),
        (PUSH, ("--lead-in", "5", "--plan", "push day"), "--plan has its own sets: leave --lead-in out, or"),
        (PUSH, ("--spotters", "2", "--plan", "push day"), "--plan has its own sets: leave --spotters out, or"),
        (ROW, ("--plan", "[B]X"), 'plans.toml, line 4: exercise: "slow-row" is not among the exercises.'),
        (PUSH + PUSH, ("--plan", "push day"), 'plans.toml, line 5: name: there is already a plan "Push day".'),
    ],
)
def test_a_plan_that_cannot_be_coached_is_refused_in_one_line(
    negcoach: CommandLine, plans: str, arguments: tuple[str, ...], says: str
) -> None:
    negcoach.config.parent.mkdir()
    (negcoach.config.parent / "plans.toml").write_text(plans)
    done = negcoach("coach", *arguments, "--config", str(negcoach.config))
    assert done.status == 2
    assert done.err.startswith("negcoach: ")
    assert says in done.err
    assert done.err.count("\n") == 1
    assert not negcoach.data.exists()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("heel-drop", "--test"), "--test: Eccentric heel drop has no test. Overload with a load"),
        (("nordic-curl", "--test", "--reps", "2"), "--test has its own sets: leave --reps out."),
        (("nordic-curl", "--test"), "The coach needs a terminal"),
        (("bench-press", "--test", "--load", "100kg"), "--test has its own sets: leave --load out."),
        (("bench-press", "--tempo", "5-0-A-1", "--test"), "--test has its own sets: leave --tempo out."),
        (("bench-press", "--test"), "The coach needs a terminal"),
    ],
)
def test_a_test_takes_an_exercise_that_has_one_and_nothing_else(
    negcoach: CommandLine, arguments: tuple[str, ...], says: str
) -> None:
    done = negcoach("coach", *arguments, "--config", str(negcoach.config))
    assert (done.status, done.err.count("\n")) == (2, 1)
    assert says in done.err


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("negative-dip", "--load", "-200"), "--load: Help of 200 kg is more than a person weighs: at most -150 kg."),
        (("negative-dip", "--load", "250"), "--load: 250 kg is too much to add to the body: at most 200 kg."),
        (("heel-drop", "--load=-5"), "--load: Eccentric heel drop: help has no weight here. Hold on to something"),
        (("bench-press", "--load=-5"), "--load: This load is never negative."),
        (("tempo-squat", "--load", "85% ecc"), "--load: Tempo squat has no eccentric 1RM to test"),
        (("bench-press", "--load", "120% ecc"), "--load: A load is from 10 to 100 % of the eccentric 1RM, not 120 %."),
        (("bench-press", "--set-type", "drop", "--sets", "1"), "A drop set needs two sets or more"),
    ],
)
def test_a_load_or_a_way_that_cannot_be_is_refused_in_one_line(
    negcoach: CommandLine, arguments: tuple[str, ...], says: str
) -> None:
    done = negcoach("coach", *arguments, "--config", str(negcoach.config))
    assert (done.status, done.err.count("\n")) == (2, 1)
    assert says in done.err


def test_a_plan_that_can_be_coached_only_wants_a_terminal(negcoach: CommandLine) -> None:
    negcoach.config.parent.mkdir()
    (negcoach.config.parent / "plans.toml").write_text(PUSH)
    done = negcoach("coach", "--plan", "PUSH day", "--config", str(negcoach.config))
    assert done.status == 2
    assert done.err.startswith("negcoach: The coach needs a terminal")
