"""The card of a training day: what is on it, what never is, and that nothing of it runs out of its frame."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from negcoach.report.card.card import HEIGHT, WIDTH, card_svg
from negcoach.report.card.facts import CardExercise, CardFacts, CardRep, CardSet, last_day, read_card
from negcoach.report.card.png import has_font, png
from negcoach.store.database.database import open_database
from negcoach.store.database.record_flags import update_record_flags
from negcoach.training.score.stop_rules import StopRules
from negcoach.training.terms import RecordFlag
from negcoach.transfer.native import json_format
from tests.commands.places import CommandLine, keep_session
from tests.store.samples import NOW
from tests.transfer.samples import a_concentric_set, a_document, a_rep, a_session, a_set, make_database

DAY = date(2026, 11, 22)


def a_card_set(
    load_kg: float = 105.0,
    measured: tuple[int | None, ...] = (5000, 4600, 4200, 2000, None),
    record: RecordFlag = RecordFlag.NONE,
) -> CardSet:
    return CardSet(load_kg, "kg", "5-1-A-1", tuple(CardRep(5000, one) for one in measured), record)


def a_card(*sets: CardSet, name: str = "Bench press", bodyweight: bool = False) -> CardFacts:
    return CardFacts(DAY, (CardExercise(name, bodyweight, sets),))


def texts_of(svg: str) -> list[str]:
    return [element.text or "" for element in ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]


def drawn(facts: CardFacts) -> str:
    return card_svg(facts, "kg", StopRules())


@pytest.mark.parametrize(
    ("record", "load_kg", "headline"),
    [
        (RecordFlag.HEAVIEST, 105.0, ["RECORD", "Dip", "+105 kg", "the heaviest load lowered to the full count"]),
        (RecordFlag.HEAVIEST, -20.0, ["RECORD", "Dip", "-20 kg", "the least help with a lowering to the full count"]),
        (RecordFlag.LONGEST, 5.0, ["RECORD", "Dip", "5.2 s", "the longest lowering at this load, bodyweight + 5 kg"]),
        (RecordFlag.NONE, 0.0, ["Dip", "2 reps", "1 set, tempo 5-1-A-1, bodyweight"]),
        (RecordFlag.NONE, 5.0, ["Dip", "+5 kg", "1 × 2, tempo 5-1-A-1"]),
    ],
)
def test_the_headline_is_the_record_of_the_day_or_what_was_done(
    record: RecordFlag, load_kg: float, headline: list[str]
) -> None:
    facts = a_card(a_card_set(load_kg, (5200, 5100), record), name="Dip", bodyweight=True)
    assert texts_of(drawn(facts))[2 : 2 + len(headline)] == headline


def test_each_lowering_is_a_bar_in_the_colour_of_its_tempo_and_one_not_measured_is_an_outline() -> None:
    bars = re.findall(r'<rect x="[0-9.]+" y="71[0-9]".*?(?:fill="(#\w+|none)")', drawn(a_card(a_card_set())))
    kept, kept_too, short, lost, unmeasured, rail = bars
    assert kept == kept_too
    assert len({kept, short, lost, unmeasured, rail}) == 5
    assert unmeasured == "none"
    assert all(f'rx="5" fill="{colour}"' in drawn(a_card(a_card_set())) for colour in (kept, short, lost, "none"))


def a_card_of(*names: str, record: RecordFlag = RecordFlag.NONE) -> CardFacts:
    """Return a day of several exercises, the first of which broke a record."""
    sets = a_card_set(110.0, (5000,), record), *(a_card_set(),) * (len(names) - 1)
    exercises = zip(names, sets, strict=True)
    return CardFacts(DAY, tuple(CardExercise(name, False, (one,)) for name, one in exercises))


def test_the_totals_and_each_of_several_exercises_are_told_and_a_record_has_its_star() -> None:
    texts = texts_of(drawn(a_card_of("Bench press", "Dip", record=RecordFlag.HEAVIEST)))
    assert texts[texts.index("lowerings") - 1 : texts.index("lowerings") + 1] == ["6", "lowerings"]
    assert texts[-4:] == ["1 ★ Bench press", "1 × 1, 110 kg", "2 Dip", "1 × 5, 105 kg"]


def test_of_many_exercises_the_names_are_told() -> None:
    names = [f"Exercise of {word}" for word in ("one", "two", "three", "four", "five", "six", "seven")]
    assert texts_of(drawn(a_card_of(*names[:5])))[-5:] == [
        *("1 Exercise of one", "4 Exercise of four", "2 Exercise of two", "5 Exercise of five", "3 Exercise of three"),
    ]
    texts = texts_of(drawn(a_card_of(*names)))
    assert texts[-2:] == ["3 Exercise of three", "and 2 more"]
    assert [text for text in texts if text.isdigit()] == ["1", "2", "3", "4", "5", "31"]  # 31 lowerings


def test_the_number_of_an_exercise_stands_above_its_first_lowering() -> None:
    svg = drawn(a_card_of("Bench press", "Dip", "Row"))
    bars = [float(x) for x in re.findall(r'<rect x="([0-9.]+)" y="71[0-9]"', svg)[:-1]]  # without the rail
    numbers = [float(x) for x in re.findall(r'<text x="([0-9.]+)" y="702"', svg)]
    assert len(numbers) == 3
    for number, first in zip(numbers, (0, 1, 6), strict=True):
        assert abs(number - bars[first]) <= bars[2] - bars[1]


def test_what_a_look_of_a_lowering_means_is_told_of_those_that_there_are() -> None:
    def told(*reps: CardRep) -> list[str]:
        texts = texts_of(drawn(a_card(CardSet(100.0, "kg", "5-1-A-1", reps, RecordFlag.NONE))))
        return texts[texts.index("the full count") + 1 : texts.index(str(len(reps)))]

    assert told(CardRep(5000, 5000)) == ["kept the tempo"]
    assert told(*(CardRep(5000, one) for one in (None, 2000, 4300, 5000))) == [
        *("kept the tempo", "a little fast", "too fast", "by the clock"),
    ]
    assert told(CardRep(5000, 4000, held=True), CardRep(30000, 9000, open=True)) == ["held", "without a count"]


def test_nothing_is_wider_than_the_card_whatever_a_name_is_and_no_name_is_markup() -> None:
    facts = CardFacts(DAY, (CardExercise('<b onload="x">&' + "W" * 300, False, (a_card_set(),) * 40),) * 2)
    svg = drawn(facts)
    assert "<b" not in svg and "&lt;b" in svg
    for x, width in re.findall(r'<rect x="([0-9.]+)" y="[0-9.]+" width="([0-9.]+)"', svg):
        assert float(x) + float(width) <= WIDTH - 83
    for y in re.findall(r' y="([0-9.]+)"', svg):
        assert float(y) <= HEIGHT - 60


def test_the_facts_are_the_lowerings_of_the_day_alone_without_a_note(tmp_path: Path) -> None:
    document = a_document(
        sessions=[
            a_session(1, "2026-11-20", sets=[a_set(101, "2026-11-20", load_kg=60.0, reps=[a_rep(1, "2026-11-20")])]),
            a_session(2, note="my knee", sets=[a_set(102, stop_reason="pain", note="ouch", reps=[a_rep(1), a_rep(2)])]),
            a_session(3, sets=[a_set(103, load_kg=110.0, reps=[a_rep(1, measured_ms=None)]), a_set(104)]),
            a_session(4, "2026-11-24", sets=[a_set(105, "2026-11-24", load_kg=60.0, reps=[a_rep(1, "2026-11-24")])]),
            a_session(5, "2026-11-25", concentric_sets=[a_concentric_set(201, "2026-11-25")]),
        ]
    )
    make_database(tmp_path, json_format.rows_of(document))
    with closing(open_database(tmp_path, now=NOW)) as database:
        with database.write() as connection:
            update_record_flags(connection, "bench-press")
        with database.read() as connection:
            assert last_day(connection, date(2026, 11, 30), of_record=False) == date(2026, 11, 24)
            assert last_day(connection, date(2026, 11, 30), of_record=True) == DAY
            assert last_day(connection, date(2026, 11, 19), of_record=False) is None
            assert read_card(connection, date(2026, 11, 25)) is None
            facts = read_card(connection, DAY)
    assert facts is not None
    (exercise,) = facts.exercises
    assert [(one.load_kg, len(one.reps)) for one in exercise.sets] == [(107.5, 2), (110.0, 1)]
    assert [bool(one.record) for one in exercise.sets] == [True, False]
    svg = drawn(facts)
    assert not any(word in svg for word in ("knee", "ouch", "pain"))


def test_a_png_has_the_size_of_the_card() -> None:
    pytest.importorskip("resvg_py")
    if not has_font():
        pytest.skip("this machine has no font")
    picture = png(drawn(a_card(a_card_set())))
    assert picture.startswith(b"\x89PNG\r\n\x1a\n")
    assert (int.from_bytes(picture[16:20]), int.from_bytes(picture[20:24])) == (WIDTH, HEIGHT)


def test_the_command_writes_the_last_day_or_a_given_one_and_says_what_else_it_needs(negcoach: CommandLine) -> None:
    keep_session(negcoach.data)
    config = ("--config", str(negcoach.config))
    done = negcoach("report", "--image", "2026-11-22", "-o", "day.svg", *config)
    assert (done.status, done.out, done.err) == (0, "day.svg: 2 lowerings, 22 Nov 2026.\n", "")
    assert "Sunday 22 November 2026" in texts_of((negcoach.folder / "day.svg").read_text("utf-8"))
    for arguments, says in (
        ("2026-11-23 -o x.svg", "Nothing was lowered on 23 Nov 2026, so there is nothing to draw."),
        ("yesterday -o x.svg", '--image: A day is written like 2026-01-31, not "yesterday". It can also be last or'),
        ("last -o x.html", "-o x.html: a picture is SVG or PNG. End its name with .svg or .png."),
        ("last --weeks 3 -o x.svg", "--weeks is for the report; a picture is of one day."),
        ("last -o data/negcoach.db.svg/x.svg", "Make it first, or write somewhere else."),
    ):
        done = negcoach("report", "--image", *arguments.split(), *config)
        assert (done.status, done.out) == (2, "")
        assert says in done.err and done.err.count("\n") == 1
    assert sorted(path.name for path in negcoach.folder.glob("*.*g")) == ["day.svg"]
