"""``negcoach report``: what it says, and that it is text and nothing else in either form."""

from __future__ import annotations

import os
import re
import stat
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from negcoach.config.library import shipped_exercises
from negcoach.report.blocks import (
    Block,
    Bullets,
    Card,
    Cards,
    Drawing,
    Heading,
    Paragraph,
    Plot,
    Plots,
    Point,
    Table,
)
from negcoach.report.exercise import exercise_blocks
from negcoach.report.facts import ReportFacts, change, read_facts
from negcoach.report.html import html
from negcoach.report.markdown import escaped, markdown
from negcoach.report.plot import svg
from negcoach.report.story import report_blocks
from negcoach.report.words import days_text, listed_days
from negcoach.store.database.database import open_database
from negcoach.store.database.errors import WrongValueError
from negcoach.store.database.record_flags import update_record_flags
from negcoach.texts import clean
from negcoach.training.exercise.exercise import Exercise
from negcoach.transfer.native import json_format
from tests.commands.places import CommandLine, keep_session
from tests.store.samples import NOW
from tests.transfer.samples import (
    a_concentric_set,
    a_document,
    a_full_document,
    a_rep,
    a_session,
    a_set,
    an_id,
    make_database,
)

LAST = date(2026, 11, 30)

NASTY = '<script>alert(1)</script> [x](http://e.vil) **b** `c` | ![i](y) {% raw %} & "q" \' www.e.vil @you ~~s~~ $m$'


def facts_of(folder: Path, document: dict[str, Any], weeks: int = 8, last: date = LAST) -> ReportFacts:
    make_database(folder, json_format.rows_of(document))
    with closing(open_database(folder, now=NOW)) as database:
        with database.write() as connection:
            update_record_flags(connection, "bench-press", "heel-drop")
        with database.read() as connection:
            return read_facts(connection, last, weeks)


def text_of(found: ReportFacts, unit: Any = "kg") -> str:
    """All of a report's text, one piece a line."""
    pieces: list[str] = []
    for block in report_blocks(found, unit):
        match block:
            case Heading(_, text) | Paragraph(text):
                pieces.append(text)
            case Bullets(items):
                pieces += items
            case Cards(cards):
                pieces += [f"{card.label}: {card.value}, {card.more}" for card in cards]
            case Table(header, _, rows):
                pieces += [" | ".join(row) for row in (header, *rows)]
            case Plots(plots):
                pieces += [f"plot: {plot.title}" for plot in plots]
    return "\n".join(pieces)


def test_it_tells_what_a_coach_asks(tmp_path: Path) -> None:
    said = text_of(facts_of(tmp_path, a_full_document()))
    for expected in (
        "6 Oct – 30 Nov 2026 · 8 weeks",
        "Sessions: 3, 0.4 a week",
        "Share of target time: 109 %, 4 of 5 reps measured",
        "Session load: 480, RPE × minutes",
        "Stopped early: 3 sets, 1 for lost tempo",
        "Ended in pain: 2 sets, last on 22 Nov",
        "3 sets were stopped early: 2 for pain, 1 for lost tempo.",
        "Also lifted, not lowered: 1 set with 8 reps, in none of the figures on lowering.",
        '22 Nov | Eccentric heel drop | bodyweight, 44.09 lb of help | 3-0-A-0 | 2 | -left knee / Felt "good",',
        "17 Nov | 1 | 3 | 5 | 0:23 | 109 % | 480 | 4 of 6",
        "Longest controlled lowering 4.9 s, 107.5 kg, 22 Nov.",
        "Trend: too few sessions to tell.",
        "Sets stopped: 1 for lost tempo (22 Nov), 1 for pain (22 Nov).",
        "20 Nov | Bench press | concentric 1RM, entered | 100 kg",
        "Rated from 0 (none) to 6 (the worst, hard to move), 1 time; 1 rating of 4 or more.",
        "chest | 1 | 4 | – | – | 4 | 23 Nov",
        "80.4 kg on 21 Nov 2026.",
        "22 Nov: Monday – Felt",
        "4 of 5 reps were measured this way; for the others nobody pressed a key.",
        "1 of 3 sessions have one",
        "Tempo kept on two days | partly published | ACSM 2009: 2-10 %; two days",
        "Soreness | partly published | the seven-point scale: Impellizzeri",
    ):
        assert expected in said


def test_the_rules_that_led_the_exercises_are_listed_each_with_its_mark(tmp_path: Path) -> None:
    document = a_document()
    document["sessions"] = [a_session(sets=[a_set(101, way="cluster 2, 25 s", reps=[a_rep()])])]
    said = text_of(facts_of(tmp_path, document))
    for rule in (
        "Health screen",
        "Spotters",
        "Warm-up",
        "Plates",
        "Ways to do a set",
        "Test the 1RM",
        "A lot for one day",
    ):
        assert re.search(rf"^{rule} \| .*(negcoach's own choice|textbook)", said, re.MULTILINE), rule
    assert "Lifted and lowered alone" not in said and "Test of the eccentric 1RM" not in said
    document["sessions"] = [a_session(sets=[a_set(101, way="straight", tempo="4-0-1-0", reps=[a_rep()])])]
    (tmp_path / "alone").mkdir()
    said = text_of(facts_of(tmp_path / "alone", document))
    assert re.search(r"^Lifted and lowered alone \| partly published", said, re.MULTILINE)
    assert "Spotters |" not in said and "Ways to do a set" not in said


@pytest.mark.parametrize(
    ("tested", "measured_ms", "said"),
    [("2026-11-22", 4870, True), ("2026-08-01", 4870, True), ("2026-08-01", 2000, True), ("2026-06-01", 4870, False)],
    ids=["in its weeks", "before them", "a miss", "long ago"],
)
def test_that_a_test_limits_loads_is_said_as_long_as_it_does(
    tmp_path: Path, tested: str, measured_ms: int, said: bool
) -> None:
    """Its 90 % are negcoach's own choice, and the report says so."""
    single = a_set(101, tested, purpose="test", planned_reps=1, stop_reason="target-reached")
    document = a_document(
        sessions=[
            a_session(1, tested, sets=[{**single, "reps": [a_rep(1, tested, measured_ms=measured_ms)]}]),
            a_session(2, "2026-11-23", sets=[a_set(102, "2026-11-23", reps=[a_rep(1, "2026-11-23")])]),
        ]
    )
    found = text_of(facts_of(tmp_path, document))
    assert (
        "Limit of the eccentric 1RM | negcoach's own choice | it is what was lowered once: 90 % of it" in found
    ) is said


def test_the_ways_in_which_sets_were_done_are_told(tmp_path: Path) -> None:
    document = a_document()
    document["sessions"] = [
        a_session(
            sets=[
                a_set(101, set_number=1, way="drop 10 %", reps=[a_rep()]),
                a_set(102, set_number=2, way="forced 2", reps=[a_rep()]),
                a_set(103, set_number=3, way="drop 10 %", load_kg=95.0, reps=[a_rep()]),
            ]
        )
    ]
    found = facts_of(tmp_path, document)
    assert [str(one.way) for one in found.sets] == ["straight", "forced 2", "drop 10 %"]
    said = text_of(found)
    before = found.sets[1].load_kg
    assert f"Sets that were not straight: forced 2 in 1 set and drop 10 % in 1 set ({before:g} → 95 kg)." in said


def test_loads_are_told_in_the_unit_they_were_typed_in_else_in_the_lifters(tmp_path: Path) -> None:
    found = facts_of(tmp_path, a_full_document())
    said = text_of(found, "lb")
    assert "237 lb" in said  # of no known unit
    assert "concentric 1RM, entered | 100 kg" in said
    assert "177.25 lb on 21 Nov 2026." in said
    typed = [one._replace(load_unit="kg") for one in found.sets if one.exercise == "bench-press"]
    blocks = list(exercise_blocks(typed, found.first, found.last, "lb"))
    assert "kg" in str(blocks)
    assert "lb" not in str(blocks)
    mixed = list(exercise_blocks([typed[0]._replace(load_unit="lb"), *typed[1:]], found.first, found.last, "lb"))
    assert "lb" in str(mixed)


def test_what_is_before_the_period_or_deleted_is_not_told(tmp_path: Path) -> None:
    found = facts_of(tmp_path, a_full_document(), weeks=1)
    assert [session.day for session in found.sessions] == [date(2026, 11, 24), date(2026, 11, 30)]
    assert found.sets == ()
    assert "No set ended because of pain." in text_of(found)
    with closing(open_database(tmp_path, now=NOW)) as database:
        with database.write() as connection:
            connection.execute("UPDATE sessions SET deleted_at = 'x' WHERE id = ?", (an_id(3),))
        with database.read() as connection:
            assert len(read_facts(connection, LAST, 1).sessions) == 1


def test_a_rep_that_nobody_can_have_done_is_named(tmp_path: Path) -> None:
    facts_of(tmp_path, a_full_document())
    with closing(open_database(tmp_path, now=NOW)) as database:
        with database.write() as connection:
            connection.execute("UPDATE reps SET measured_ms = -1 WHERE ordinal = 1")
        with pytest.raises(WrongValueError, match="measured_ms"), database.read() as connection:
            read_facts(connection, LAST, 8)


def test_a_wrong_value_of_which_a_report_does_not_tell_is_left_to_the_doctor(tmp_path: Path) -> None:
    told = facts_of(tmp_path, a_full_document())
    with closing(open_database(tmp_path, now=NOW)) as database:
        with database.write() as connection:
            connection.execute("UPDATE reps SET completed_at = '2026-02-30T10:04:11.250+01:00' WHERE ordinal = 1")
            connection.execute("UPDATE sets SET rest_ms = -1")
        with database.read() as connection:
            assert read_facts(connection, LAST, 8) == told


def weekly(loads: list[float], **values: object) -> dict[str, Any]:
    """A session a week, oldest first, the last one on ``LAST``."""
    sessions = []
    for number, load in enumerate(loads):
        day = (LAST - timedelta(weeks=len(loads) - 1 - number)).isoformat()
        performed = a_set(100 + number, day, load_kg=load, stop_reason="target-reached", reps=[a_rep(1, day)], **values)
        sessions.append(a_session(number + 1, day, sets=[performed]))
    return a_document(sessions=sessions)


def test_trends_and_records_are_told(tmp_path: Path) -> None:
    said = text_of(facts_of(tmp_path, weekly([100.0, 100.0, 110.0, 110.0])))
    assert "Trend: load up 10 %, time under tension a session steady, share of target time steady." in said
    assert "No set was stopped early." in said
    assert "23 Nov | Bench press | heaviest load lowered to the full count | 110 kg" in said
    assert "plot: Top load" in said
    assert "plot: Share of target time" in said


def test_bodyweight_is_no_load(tmp_path: Path) -> None:
    said = text_of(facts_of(tmp_path, weekly([0.0, 0.0, 0.0, 0.0], bodyweight=True)))
    assert "Trend: time under tension a session steady, share of target time steady." in said
    assert "plot: Time under tension a session" in said
    assert "4 sets, 4 reps; bodyweight;" in said


@pytest.mark.parametrize(
    ("loads_kg", "trend"),
    [
        ([0.0, 0.5, 3.0, 5.0], "added load up from 0.2 to 4 kg"),
        ([5.0, 5.0, 5.0, 5.0], "added load steady"),
        ([-20.0, -20.0, -14.0, -10.0], "help down from 20 to 12 kg"),
        ([-5.0, -5.0, 0.0, 5.0], "help down from 5 to 0 kg"),
    ],
)
def test_what_is_added_to_the_body_has_a_trend_in_kilograms(tmp_path: Path, loads_kg: list[float], trend: str) -> None:
    """``load up 675 %`` would be said of a body that lifts itself and 4 kg."""
    assert f"Trend: {trend}, time" in text_of(facts_of(tmp_path, weekly(loads_kg, bodyweight=True)))


@pytest.mark.parametrize(
    ("weeks", "title", "rows"), [(26, "7 days from", 26), (27, "4 weeks from", 7), (520, "13 weeks", 40)]
)
def test_long_periods_are_told_in_longer_stretches(tmp_path: Path, weeks: int, title: str, rows: int) -> None:
    found = facts_of(tmp_path, a_full_document(), weeks)
    table = next(
        block for block in report_blocks(found, "kg") if isinstance(block, Table) and block.header[1] == "Sessions"
    )
    assert table.header[0].startswith(title)
    assert len(table.rows) == rows
    assert sum(int(row[1]) for row in table.rows) == 3


@pytest.mark.parametrize(("sessions", "title"), [(26, "Day"), (27, "7 days from")])
def test_many_sessions_of_an_exercise_are_told_by_week(tmp_path: Path, sessions: int, title: str) -> None:
    done = []
    for number in range(sessions):
        day = (LAST - timedelta(days=number)).isoformat()
        done.append(a_session(number + 1, day, sets=[a_set(100 + number, day, reps=[a_rep(1, day)])]))
    found = facts_of(tmp_path, a_document(sessions=done))
    (table,) = [block for block in report_blocks(found, "kg") if isinstance(block, Table) and "Ended" in block.header]
    assert table.header[0] == title
    assert table.header[-2:] == ("RPE, sets", "Ended")
    assert len(table.rows) <= 26


def test_a_session_that_was_left_open_has_no_load(tmp_path: Path) -> None:
    night = a_session(1, "2026-11-22", ended_at="2026-11-23T08:00:00+01:00", sets=[a_set(101, reps=[a_rep()])])
    open_still = a_session(2, "2026-11-23", ended_at=None)
    backwards = a_session(3, "2026-11-24", ended_at="2026-11-24T09:00:00+01:00")
    found = facts_of(tmp_path, a_document(sessions=[night, open_still, backwards]))
    assert [session.load for session in found.sessions] == [None, None, None]
    assert "Session load: –" in text_of(found)


def test_lifted_sets_alone_make_a_report_without_exercises(tmp_path: Path) -> None:
    document = a_document(sessions=[a_session(concentric_sets=[a_concentric_set()])])
    said = text_of(facts_of(tmp_path, document))
    assert "Also lifted, not lowered: 1 set with 8 reps" in said
    assert "Exercise by exercise" not in said


def test_nothing_in_the_period_is_said_plainly(tmp_path: Path) -> None:
    assert text_of(facts_of(tmp_path, a_document())).endswith("Nothing was recorded in this period.")


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([], None),
        ([1, 2, 3], None),
        ([0, 0, 1, 1], None),
        ([1, 1, 2, 2], 1.0),
        ([1, 1, 9, 2, 2], 1.0),
        ([2, 2, 1, 1], -0.5),
    ],
)
def test_a_change_compares_the_halves(values: list[float], expected: float | None) -> None:
    assert change(values) == expected


def test_words_are_short() -> None:
    days = [date(2026, 11, 3), date(2026, 11, 10), date(2026, 12, 1), date(2026, 12, 1), date(2027, 1, 2)]
    assert listed_days(days) == "3, 10 Nov, 1 Dec 2026 and 2 Jan"
    assert listed_days([LAST]) == "30 Nov"
    assert listed_days([LAST - timedelta(days=30 * n) for n in range(9, -1, -1)]).startswith("most recently ")
    assert days_text(date(2025, 12, 30), date(2026, 1, 2)) == "30 Dec 2025 – 2 Jan 2026"


# ---- Markdown ----


def rendered(text: str) -> tuple[str, set[str]]:
    """The text that a renderer shows, and the tags that it needs."""
    page = MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(text)
    parser = _Tags()
    parser.feed(page)
    return " ".join(parser.text.split()), parser.tags


class _Tags(HTMLParser):
    """The tags, the attributes and the text of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.names: set[str] = set()
        self.values: list[str] = []
        self.text = ""
        self.depth = 0

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.names |= {name for name, _ in attributes}
        self.values += [value or "" for _, value in attributes]
        self.depth += tag not in ("meta", "br")

    def handle_endtag(self, tag: str) -> None:
        self.depth -= 1

    def handle_data(self, data: str) -> None:
        self.text += data


@given(st.text(st.sampled_from("ab1 .)#-+*_`[]()<>&|!~$^\\\n:/@w=\"'é"), max_size=20) | st.text(max_size=20))
def test_text_is_never_markup(text: str) -> None:
    text = clean(text, lines=True)
    shown, tags = rendered(escaped(text))
    assert shown == " ".join(" / ".join(line.strip() for line in text.splitlines() if line.strip()).split())
    assert tags <= {"p"}


def test_a_nasty_text_stays_text_everywhere_in_markdown() -> None:
    blocks: list[Block] = [
        Heading(2, NASTY),
        Paragraph(NASTY),
        Bullets((NASTY,)),
        Table((NASTY, "b"), "lr", ((NASTY, NASTY),)),
        Cards((Card(NASTY, NASTY, NASTY),)),
    ]
    shown, tags = rendered(markdown(blocks))
    assert shown.count(NASTY) == 9
    assert tags == {"h2", "p", "ul", "li", "table", "thead", "tbody", "tr", "th", "td", "strong"}


def test_markdown_tables_have_their_rule_and_lean_to_the_right_side() -> None:
    text = markdown([Table(("Day", "Sets"), "lr", (("22 Nov", "3"),))])
    assert text == "| Day | Sets |\n| --- | ---: |\n| 22 Nov | 3 |\n"


# ---- HTML and its plots ----


def a_plot(**values: Any) -> Plot:
    points = tuple(
        Point(LAST - timedelta(days=day), 100.0 - day, f"{100 - day} <kg>", marked=day == 7) for day in (14, 7, 0)
    )
    return Plot(
        **{
            "title": "Top <load>",
            "first": LAST - timedelta(days=55),
            "last": LAST,
            "points": points,
            "unit": " kg",
            **values,
        }
    )


def test_the_page_needs_nothing_from_outside_and_runs_nothing(tmp_path: Path) -> None:
    document = a_document(
        sessions=[a_session(note=NASTY, title=NASTY, sets=[a_set(exercise_name=NASTY, reps=[a_rep()])])]
    )
    page = html(report_blocks(facts_of(tmp_path, document), "kg"))
    parser = _Tags()
    parser.feed(page)
    assert parser.depth == 0
    assert not parser.tags & {"script", "link", "img", "iframe", "a", "object", "base", "form", "image", "use"}
    assert not {name for name in parser.names if name.startswith("on")} | parser.names & {
        "src",
        "href",
        "style",
        "xlink:href",
    }
    assert not re.search(r"url\(|@import", page)
    assert not [value for value in parser.values if "//" in value and value != "http://www.w3.org/2000/svg"]
    assert "default-src 'none'" in page
    assert parser.text.count("<script>alert(1)</script>") >= 2


def test_the_page_reads_in_the_dark_and_prints(tmp_path: Path) -> None:
    page = html(report_blocks(facts_of(tmp_path, a_full_document()), "kg"))
    assert "prefers-color-scheme: dark" in page
    assert "@media print" in page
    assert '<html lang="en">' in page
    assert "<title>Eccentric training report</title>" in page


def test_an_exercise_of_the_lifters_own_is_pictured_by_the_figure_it_names(tmp_path: Path) -> None:
    facts = facts_of(tmp_path, a_full_document())
    bench = next(one for one in shipped_exercises() if one.slug == "bench-press")

    def figures(library: tuple[Exercise, ...]) -> list[str]:
        return [block.figure.slug for block in report_blocks(facts, "kg", library) if isinstance(block, Drawing)]

    assert "bench-press" in figures(shipped_exercises())
    assert "tempo-row" in figures((replace(bench, figure="tempo-row"),))
    assert "bench-press" not in figures((replace(bench, figure="tempo-row"),))


@pytest.mark.parametrize(
    "plot",
    [
        a_plot(),
        a_plot(target=90.0),
        a_plot(bar_days=7, from_zero=True),
        a_plot(points=(), from_zero=True),
        a_plot(points=(Point(LAST, 0.0, "0"),)),
        a_plot(points=(Point(LAST, 80.0, "80"), Point(LAST, 80.0, "80"))),
        a_plot(points=(Point(LAST, 1e6, "x"), Point(LAST, 0.001, "y"))),
        a_plot(first=LAST, points=(Point(LAST, 80.0, "80"),)),
    ],
)
def test_a_plot_stays_in_its_frame(plot: Plot) -> None:
    drawn = svg(plot)
    parser = _Tags()
    parser.feed(drawn)
    assert parser.depth == 0
    assert "nan" not in drawn
    for name, most in (("x", 360), ("cx", 360), ("y", 170), ("cy", 170)):
        for value in re.findall(rf' {name}="([^"]*)"', drawn):
            assert 0 <= float(value) <= most
    assert "<load>" not in drawn
    assert "<kg>" not in drawn


def test_the_axis_of_a_plot_is_labelled_at_round_values() -> None:
    drawn = svg(a_plot(points=(Point(LAST, 78.2, "78.2"), Point(LAST, 80.1, "80.1")), unit=" kg"))
    assert re.findall(r">([\d.]+) kg</text>", drawn) == ["78", "78.5", "79", "79.5", "80", "80.5"]


def test_what_stands_out_has_a_shape_of_its_own() -> None:
    page = html([Plots((a_plot(mark_label="pain"),))])
    assert page.count("<circle") == 2
    assert page.count('z" fill=') == 1
    assert "◆</span>\u00a0pain" in page
    assert "◆" not in html([Plots((a_plot(mark_label="pain", points=()),))])


def test_a_number_and_its_unit_stay_on_one_line() -> None:
    page = html([Paragraph("Lowerings took 91 % of target time; 40 – 42.5 kg; up 3 %.")])
    assert all(held in page for held in ("91\u00a0%", "42.5\u00a0kg", "3\u00a0%."))
    assert "of target time" in page


def test_a_table_wider_than_a_phone_shows_that_it_goes_on_and_keeps_its_first_column_in_sight() -> None:
    page = html([])
    narrow = page[page.index("@media (max-width: 40rem)") :]
    assert "th:first-child, td:first-child { position: sticky; left: 0;" in narrow
    frame = page[page.index(".wide {") : page.index("table {")]
    assert "var(--shade)" in frame and "overflow-x: auto" in frame


# ---- the command ----


def run(negcoach: CommandLine, *arguments: str) -> tuple[int, str, str]:
    done = negcoach("report", *arguments, "--config", str(negcoach.config))
    return done.status, done.out, done.err


def test_no_line_of_a_page_ends_within_a_tempo() -> None:
    page = html([Paragraph("tempo 6-0-A-0 and 2.5-1-X-1, 2026-11-30"), Table(("a",), "l", (("5-0-A-1",), ("10 kg",)))])
    for tempo in ("6-0-A-0", "2.5-1-X-1", "5-0-A-1"):
        assert f'<span class="tempo">{tempo}</span>' in page
    assert page.count('<span class="tempo">') == 3
    assert ".tempo { white-space: nowrap; }" in page and "10\u00a0kg" in page


@pytest.mark.parametrize(
    ("name", "begins"),
    [("r.md", "# Eccentric training report"), ("r.HTML", "<!doctype html>"), ("r.htm", "<!doctype html>")],
)
def test_the_files_name_chooses_the_form(negcoach: CommandLine, name: str, begins: str) -> None:
    keep_session(negcoach.data, datetime.now().astimezone())
    status, out, err = run(negcoach, "-o", name)
    assert (status, err) == (0, "")
    assert out.startswith(f"{name}: 1 session in 8 weeks, ")
    file = negcoach.folder / name
    assert file.read_text("utf-8").startswith(begins)
    assert os.name != "posix" or stat.S_IMODE(file.stat().st_mode) == 0o600


def test_standard_output_gets_markdown(negcoach: CommandLine) -> None:
    keep_session(negcoach.data, datetime.now().astimezone())
    status, out, _ = run(negcoach, "--weeks", "1", "-o", "-")
    assert status == 0
    assert out.startswith("# Eccentric training report\n")
    assert "Bench press" in out


def test_without_a_database_the_report_is_empty_and_nothing_is_made(negcoach: CommandLine) -> None:
    status, out, _ = run(negcoach, "-o", "-")
    assert status == 0
    assert "Nothing was recorded in this period." in out
    assert not negcoach.data.exists()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([], "report needs -o FILE.md, or FILE.png with --image."),
        (["-o", "r.pdf"], "-o r.pdf: a report is Markdown or HTML. End its name with .md or .html."),
        (["-o", "r"], "End its name with .md or .html."),
        (["-o", " "], "-o is empty. Give it the file to write, such as -o report.md."),
        (["-o", "nowhere/r.md"], "Make it first, or write somewhere else."),
        (["-o", "r.md", "--weeks", "0"], "--weeks: A whole number from 1 to 520"),
        (["-o", "r.md", "--weeks", "521"], "--weeks: A whole number from 1 to 520"),
        (["-o", "r.md", "--weeks", "eight"], "--weeks: A whole number from 1 to 520"),
    ],
)
def test_bad_use_is_one_line_and_leaves_nothing(negcoach: CommandLine, arguments: list[str], says: str) -> None:
    keep_session(negcoach.data)
    status, out, err = run(negcoach, *arguments)
    assert (status, out) == (2, "")
    assert says in err
    assert err.count("\n") == 1
    assert [path.name for path in negcoach.folder.iterdir()] == ["data"]


def test_reporting_loads_nothing_heavy(negcoach: CommandLine) -> None:
    keep_session(negcoach.data)
    probe = (
        "import sys; from negcoach.cli import main; main(sys.argv[1:]);"
        "heavy = ('textual', 'rich', 'platformdirs', 'tomlkit', 'miniaudio', 'asyncio', 'plotext');"
        "print([name for name in heavy if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", probe, "report", "-o", "r.html", "--config", str(negcoach.config)],
        cwd=negcoach.folder,
        env=negcoach.environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr.strip() == "[]"
