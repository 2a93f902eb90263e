"""``negcoach body``: soreness, body weight and 1RM tests without a screen."""

from __future__ import annotations

from contextlib import closing
from datetime import datetime, timedelta

import pytest

from negcoach.store.database.database import open_database
from negcoach.store.editing.body import Body
from negcoach.store.queries.lifter import Lifter
from tests.commands.places import CommandLine
from tests.store.samples import NOW


def run(negcoach: CommandLine, *words: str) -> list[str]:
    """Run a command that succeeds, and return its lines."""
    done = negcoach("body", *words, "--config", str(negcoach.config))
    assert (done.status, done.err) == (0, "")
    return done.out.splitlines()


def test_each_kind_is_stored_listed_and_undone(negcoach: CommandLine) -> None:
    assert run(negcoach)[0].startswith("Nothing yet.")
    assert not negcoach.data.exists()  # reading makes no folder
    assert run(negcoach, "weight", "80kg") == ["Saved: body weight 80 kg."]
    assert run(negcoach, "1rm", "bench-press", "220lb") == ["Saved: 1RM of Bench press 220 lb."]
    assert run(negcoach, "1rm", "leg", "press", "200") == ["Saved: 1RM of Leg press 200 kg."]
    assert run(negcoach, "soreness", "chest", "3") == ["Saved: soreness of the chest 3, felt when moving."]
    listed = [line.split("  ")[1] for line in run(negcoach, "list")]
    assert sorted(listed) == [
        "1RM of Bench press 220 lb, tested",
        "1RM of Leg press 200 kg, tested",
        "body weight 80 kg",
        "soreness of the chest 3, felt when moving",
    ]
    assert negcoach("history", "undo").out == "Undone: soreness rated: chest 3\n"
    assert len(run(negcoach)) == 3


def test_a_1rm_of_an_exercise_that_shares_one_is_stored_as_that_of_the_lift(negcoach: CommandLine) -> None:
    assert run(negcoach, "1rm", "tempo-bench-press", "90") == ["Saved: 1RM of Bench press 90 kg."]
    (line,) = run(negcoach, "list")
    assert line.split("  ")[1] == "1RM of Bench press 90 kg, tested"


def test_a_1rm_of_now_holds_beside_one_that_a_clock_dated_ahead_for_an_exercise_that_shares_it(
    negcoach: CommandLine,
) -> None:
    """As an own exercise has one that came to share that of the lift only later, or by a merge."""
    run(negcoach)
    with closing(open_database(negcoach.data, now=NOW)) as database:
        ahead = datetime.now().astimezone() + timedelta(days=400)
        Body(database).add_one_rm("tempo-bench-press", "t", 120, ahead, ahead)
    run(negcoach, "1rm", "bench-press", "90", "90")
    with closing(open_database(negcoach.data, now=NOW)) as database:
        newest = Lifter(database, lambda _: ("bench-press", "tempo-bench-press")).one_rm("bench-press")
    assert newest == 90


def test_what_may_be_a_slip_is_given_twice(negcoach: CommandLine) -> None:
    run(negcoach, "weight", "80kg")
    done = negcoach("body", "weight", "8kg")
    assert done.status == 2
    assert done.err == "negcoach: 8kg, but it was 80 kg. If you mean it, give it twice: negcoach body weight 8kg 8kg\n"
    assert negcoach("body", "weight", "8kg", "9kg").status == 2
    assert run(negcoach, "weight", "8kg", "8kg") == ["Saved: body weight 8 kg."]


def test_what_is_to_be_given_again_names_the_exercise_that_was_given(negcoach: CommandLine) -> None:
    run(negcoach, "1rm", "biceps-curl", "30kg")
    done = negcoach("body", "1rm", "biceps", "curl", "103kg")
    assert done.err.endswith(" If you mean it, give it twice: negcoach body 1rm biceps-curl 103kg 103kg\n")
    assert run(negcoach, "1rm", "biceps-curl", "103kg", "103kg")
    assert negcoach("body", "1rm", "squat").err.endswith("such as: negcoach body 1rm squat 100kg\n")
    assert negcoach("body", "soreness", "triceps").err.endswith("such as: negcoach body soreness triceps 3\n")
    assert negcoach("body", "soreness").err.endswith("such as: negcoach body soreness chest 3\n")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("weight",), "needs more"),
        (("weight", "heavy"), '"heavy" is not a load'),
        (("weight", "0"), "above 0"),
        (("1rm", "nordic-curl", "100"), "do not depend on a 1RM"),
        (("1rm", "bench-press", "0"), "above 0"),
        (("soreness", "chest", "7"), "from 0 to 6"),
        (("soreness", "toe", "2"), "is not one of the muscle groups: abdominals"),
        (("list", "all"), "takes nothing more"),
        (("sleep",), "sleep"),
    ],
)
def test_what_is_wrong_is_one_line(negcoach: CommandLine, words: tuple[str, ...], says: str) -> None:
    done = negcoach("body", *words)
    assert (done.status, done.out, done.err.count("\n")) == (2, "", 1)
    assert says in done.err
