"""``negcoach programme``."""

from __future__ import annotations

import json
import re
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from negcoach.store.database.database import open_database
from negcoach.store.queries.lifter import Lifter
from tests.commands.places import NOON, CommandLine, keep_session

OWN = """\
[[programme]]
name = "Slow bench"
exercise = "bench-press"
week = [{ do = ["3x4 @ 85%"] }]
"""


def run(negcoach: CommandLine, *words: str) -> list[str]:
    """Run a command that succeeds, and return its lines."""
    done = negcoach("programme", *words, "--config", str(negcoach.config))
    assert (done.status, done.err) == (0, "")
    return done.out.splitlines()


def refused(negcoach: CommandLine, *words: str) -> str:
    """Run a command that is refused, and return its line."""
    done = negcoach("programme", *words, "--config", str(negcoach.config))
    assert (done.status, done.out, done.err.count("\n")) == (2, "", 1)
    return done.err.removeprefix("negcoach: ").strip()


def test_the_list_has_the_shipped_ones_and_the_lifters_own(negcoach: CommandLine) -> None:
    negcoach.write_config("# nothing yet\n")
    (negcoach.config.parent / "programmes.toml").write_text(OWN)
    lines = run(negcoach)
    assert lines == run(negcoach, "list")
    assert "  bench-overload-8     8 weeks  Bench negatives in eight weeks" in lines
    assert "  slow-bench            1 week  Slow bench" in lines


def test_show_has_every_week_and_whose_the_numbers_are(negcoach: CommandLine) -> None:
    lines = run(negcoach, "show", "bench-overload-8")
    assert lines[0] == "Bench negatives in eight weeks  (bench-overload-8)"
    assert "  Needs     a known 1RM, a spotter, 6 months of regular lifting" in lines
    assert "  Week 4  3x4 @ 105%, twice         build" in lines
    assert any(re.match(r"  Numbers   .*: .* negcoach's own choice$", line) for line in lines)
    assert "  Week 1-12  6x15 3 s up a side, 14 times" in "\n".join(run(negcoach, "show", "alfredson"))


def test_one_is_started_paused_gone_on_with_and_stopped(negcoach: CommandLine) -> None:
    assert run(negcoach, "status") == ["No programme is under way. negcoach programme list shows them."]
    assert run(negcoach, "start", "first-dip") == ["Started: Your first dip. Week 1 of 6, session 1 of 2, today."]
    assert run(negcoach, "status") == [
        "Your first dip  (first-dip)",
        "  Week 1 of 6, session 1 of 2, today",
        "  Negative dip: 2 × 3, 5 s each",
        "  0 of 16 sessions done",
    ]
    assert run(negcoach, "pause") == ["Your first dip: Week 1 of 6, session 1 of 2, paused."]
    assert refused(negcoach, "pause") == "Your first dip is paused already."
    assert run(negcoach, "resume", "first-dip") == ["Your first dip: Week 1 of 6, session 1 of 2, today."]
    assert run(negcoach, "stop")[0].startswith("Your first dip: Stopped on ")
    assert refused(negcoach, "stop") == "No programme is under way. negcoach programme list shows them."
    assert run(negcoach, "start", "first-dip") == ["Started: Your first dip. Week 1 of 6, session 1 of 2, today."]


def test_one_that_is_followed_is_begun_anew_only_after_it_was_stopped(negcoach: CommandLine) -> None:
    run(negcoach, "start", "first-dip")
    anew = "To start over: negcoach programme stop first-dip, then start it."
    assert refused(negcoach, "start", "first-dip") == f"Your first dip is under way, 0 of 16 sessions done. {anew}"
    run(negcoach, "pause")
    assert refused(negcoach, "start", "first-dip") == f"Your first dip is paused, 0 of 16 sessions done. {anew}"


def test_the_status_says_what_is_advised_where_that_overrules_the_programme(negcoach: CommandLine) -> None:
    run(negcoach, "start", "first-pull-up")
    exercise, today = run(negcoach, "status")[2:4]
    assert exercise == "  Feet-assisted pull-up: 3 × 3, 3 s each"
    assert today.startswith("  But today: Ease in: 2 × 2. Your first time") and today.endswith("that has to wait.")
    (status,) = json.loads("\n".join(run(negcoach, "status", "--json")))
    assert (status["advice"]["what"], status["advice"]["rule"]) == ("Ease in: 2 × 2", "easy first session")


def test_the_status_after_a_session_says_once_that_it_is_not_today_and_until_when(negcoach: CommandLine) -> None:
    now = datetime.now(tz=UTC)
    keep_session(negcoach.data, now - timedelta(hours=20, minutes=30))
    with closing(open_database(negcoach.data, now=now)) as database:
        Lifter(database).set_one_rm("bench-press", 100, now - timedelta(days=3))
    run(negcoach, "start", "bench")
    lines = run(negcoach, "status")
    assert lines[1] == "  Week 1 of 8, session 1 of 2, not today"
    assert re.search(
        r"20 h ago: wait 48 h at least, until (tomorrow|[A-Z]\w+day) \d\d:\d\d; 72 h is usual, until ", lines[3]
    ), lines[3]
    assert " ".join(lines).lower().count("not today") == 1


def test_what_it_needs_and_what_is_under_way_already_is_said(negcoach: CommandLine) -> None:
    assert "is in percent of your 1RM of Bench press: enter that first" in refused(negcoach, "start", "bench")
    with closing(open_database(negcoach.data, now=NOON)) as database:
        Lifter(database).set_one_rm("bench-press", 100, NOON)
    assert run(negcoach, "start", "bench")
    negcoach.write_config("# nothing yet\n")
    (negcoach.config.parent / "programmes.toml").write_text(OWN)
    assert refused(negcoach, "start", "slow-bench") == (
        "Bench negatives in eight weeks is under way with the same exercise: pause or stop it first."
    )


def test_json_has_the_weeks_and_the_course(negcoach: CommandLine) -> None:
    run(negcoach, "start", "first-dip")
    (status,) = json.loads("\n".join(run(negcoach, "status", "--json")))
    assert status["slug"] == "first-dip"
    assert status["weeks"][0] == {
        "exercise": "negative-dip",
        "sessions": ["2x3 5 s bw", "2x3 5 s bw"],
        "why": "first bouts",
    }
    assert (status["course"]["state"], status["course"]["week"], status["course"]["done"]) == ("under way", 1, [])
    assert len(status["course"]["ahead"]) == 16
    listed = json.loads("\n".join(run(negcoach, "--json")))
    assert [one["slug"] for one in listed if one["course"]] == ["first-dip"]
    assert json.loads("\n".join(run(negcoach, "show", "first-dip", "--json")))["name"] == "Your first dip"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("show",), "programme show needs a programme. negcoach programme list shows them."),
        (("status", "x"), "programme status takes no name. See: negcoach programme --help"),
        (("shwo",), 'No action "shwo". Did you mean show? See: negcoach programme --help'),
        (("show", "benhc"), 'No programme "benhc". negcoach programme list shows them.'),
        (("pause", "first-dip"), "first-dip is not under way. negcoach programme status shows what is."),
    ],
)
def test_bad_use_is_one_line(negcoach: CommandLine, words: tuple[str, ...], message: str) -> None:
    assert refused(negcoach, *words) == message


def test_a_fault_in_the_file_is_one_line_with_file_and_line(negcoach: CommandLine) -> None:
    negcoach.write_config("# nothing yet\n")
    path = negcoach.config.parent / "programmes.toml"
    path.write_text(OWN.replace("@ 85%", "heavy"))
    right = "@ 85%, @ 85% ecc, +5 kg, up, same or bw."
    assert refused(negcoach, "list") == f'{path}, line 4: week.do: "3x4 heavy": "heavy" must begin with a load: {right}'
    keep_session(negcoach.data)
    assert negcoach("history", "--config", str(negcoach.config)).status == 0


def test_what_was_begun_is_exported_imported_and_merged(negcoach: CommandLine) -> None:
    run(negcoach, "start", "first-dip")
    config = ("--config", str(negcoach.config))
    assert negcoach("export", "--format", "json", "-o", "all.json", *config).status == 0
    (run_row,) = json.loads((negcoach.folder / "all.json").read_text())["programme_runs"]
    assert (run_row["programme"], run_row["pauses"], run_row["stopped_at"]) == ("first-dip", "", None)
    elsewhere = ("--data-dir", str(negcoach.folder / "other"))
    done = negcoach("import", "all.json", "--yes", *elsewhere, *config)
    assert done.status == 0
    assert "Your first dip" in negcoach("programme", "status", *elsewhere, *config).out
    assert negcoach("backup", "b.db", *config).status == 0
    third = ("--data-dir", str(negcoach.folder / "third"))
    merged = negcoach("merge", "b.db", *third, *config)
    assert merged.status == 0, merged.err
    assert "1 programme started" in merged.out
    assert "Your first dip" in negcoach("programme", "status", *third, *config).out


@pytest.mark.parametrize("words", [("list",), ("show", "slow-bench"), ("start", "first-dip"), ("status",), ("pause",)])
def test_a_wrong_file_of_ones_own_is_one_line_for_every_action(negcoach: CommandLine, words: tuple[str, ...]) -> None:
    negcoach.write_config("# nothing yet\n")
    path = negcoach.config.parent / "programmes.toml"
    path.write_text(OWN.replace("bench-press", "bench-pres"))
    expected = f'{path}, line 3: exercise: "bench-pres" is not among the exercises. Did you mean "bench-press"?'
    assert refused(negcoach, *words) == expected


def test_the_status_sums_up_the_one_that_ended_last(negcoach: CommandLine) -> None:
    negcoach.write_config("# nothing yet\n")
    (negcoach.config.parent / "programmes.toml").write_text(OWN.replace("3x4 @ 85%", "1x2 up"))
    run(negcoach, "start", "slow-bench")
    keep_session(negcoach.data, datetime.now().astimezone())
    under_way, _, title, state, sessions, loads, tempo = run(negcoach, "status")
    assert under_way == "No programme is under way. negcoach programme list shows them."
    assert title == "The last one: Slow bench  (slow-bench)"
    assert state.startswith("  Finished on ")
    assert sessions.startswith("  Sessions  1 of 1 done, ")
    assert loads == "  Loads     105 kg first, 105 kg at most, 105 kg last"
    assert tempo == "  Tempo     50 % of target time on average"
    report = negcoach("report", "-o", "-", "--config", str(negcoach.config)).out.replace("\\", "")
    assert "Loads: 105 kg first, 105 kg at most, 105 kg last. Tempo: 50 %" in report
    run(negcoach, "start", "first-dip")
    assert run(negcoach, "status")[0] == "Your first dip  (first-dip)"
