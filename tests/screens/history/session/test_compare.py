"""Two sessions side by side: set by set, with what has changed in words and signs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from textual.widgets import Static

from negcoach.config.settings.settings import Settings
from negcoach.screens.history.session.compare import ComparedBlock, CompareScreen, block_content, sets_content
from negcoach.screens.history.session.compare_chart import SetBars, chart_lines
from negcoach.screens.history.session.compare_rows import Block, Fact, SetsOfOne, blocks, times
from negcoach.services import Services
from negcoach.store.prescribed_set import PrescribedSet
from negcoach.store.queries.sessions.history import (
    ConcentricKind,
    ConcentricRecord,
    RepRecord,
    SessionRecord,
    SetRecord,
)
from negcoach.store.queries.sessions.session_list import FoundSessions, found_rows
from negcoach.training.terms import StopReason
from tests.screens.conftest import SIZES, StageApp, rows_of, settle, text_of
from tests.services import NOW

BENCH = PrescribedSet(
    exercise="bench-press",
    exercise_name="Bench press",
    set_number=1,
    sets=2,
    reps=2,
    tempo="5-1-A-1",
    load_kg=100.0,
    rest_ms=180_000,
    lead_in_ms=10_000,
    lift_ms=3000,
)
DIP = replace(BENCH, exercise="negative-dip", exercise_name="Negative dip")


@pytest.fixture(autouse=True)
def in_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pictures are the same whatever the terminal that the tests run in."""
    monkeypatch.delenv("NO_COLOR", raising=False)


def a_set(
    *measured_ms: int | None, load_kg: float = 100.0, plan: PrescribedSet = BENCH, rpe: float | None = 8
) -> SetRecord:
    reps = tuple(RepRecord(number, number, None, 5000, ms, NOW) for number, ms in enumerate(measured_ms, 1))
    return SetRecord("id", plan, load_kg, NOW, NOW, StopReason.TARGET_REACHED, rpe, reps)


def a_record(*sets: SetRecord, minutes: float = 30, rpe: float | None = 7) -> SessionRecord:
    return SessionRecord("id", NOW, NOW + timedelta(minutes=minutes), "", rpe, sets)


def lifted(load_kg: float, reps: int, kind: ConcentricKind = ConcentricKind.NORMAL) -> ConcentricRecord:
    return ConcentricRecord("id", "squat", "Squat", (), 1, kind, load_kg, reps, None, "", NOW)


def facts(block: Block) -> dict[str, tuple[str, str, str]]:
    return {fact.name: (*fact.values, fact.change) for fact in block.facts}


def test_a_session_tells_what_has_become_of_each_figure() -> None:
    first = a_record(a_set(5000, 4000), a_set(4000, None), rpe=7)
    second = a_record(a_set(5100, 5000, load_kg=105), minutes=29, rpe=8.5)
    whole, *_ = blocks(first, second, "kg")
    assert facts(whole) == {
        "sets × reps": ("2 × 2", "1 × 2", "▼ 2 reps fewer"),
        "heaviest": ("100 kg", "105 kg", "▲ 5 kg heavier"),
        "volume load": ("400 kg", "210 kg", "▼ 190 kg less"),
        "lowered": ("0:18", "0:10", "▼ 0:08 shorter"),
        "target time": ("87 %", "101 %", "▲ 14 points more"),
        "longest rep": ("5.0 s", "5.1 s", "▲ 0.1 s longer"),
        "session RPE": ("7", "8.5", "▲ 1.5 harder"),
        "took": ("30 min", "29 min", "▼ 1 min shorter"),
    }


def test_sets_stand_beside_each_other_by_exercise_and_number() -> None:
    first = a_record(a_set(5000), a_set(4000), a_set(3000, plan=DIP))
    second = a_record(a_set(2000, plan=DIP), a_set(4900))
    _, bench_1, bench_2, dip = blocks(first, second, "kg")
    assert [bench_1.title, bench_2.title, dip.title] == ["set 1 · Bench press", "Bench press", "set 1 · Negative dip"]
    assert facts(bench_1)["lowered"] == ("5.0 s", "4.9 s", "▼ 0.1 s shorter")
    assert facts(bench_1)["reps"] == ("1", "1", "= same")
    assert facts(dip)["longest rep"] == ("3.0 s", "2.0 s", "▼ 1.0 s shorter")
    assert bench_2 == SetsOfOne(
        "Bench press",
        0,
        ("set", "load", "tempo", "reps", "each rep", "lowered", "target time", "effort"),
        (("2", "100 kg", "5-1-A-1", "1", "4.0", "4.0 s", "80 %", "8"),),
    )


def test_the_sets_that_one_session_has_alone_are_a_table() -> None:
    alone = a_record(a_set(5000, 4000, plan=DIP), a_set(*[None] * 7, plan=DIP, rpe=None), a_set(*[5000, 5200] * 4))
    _, dips, bench = blocks(a_record(), alone, "kg")
    assert isinstance(dips, SetsOfOne) and isinstance(bench, SetsOfOne)
    assert sets_content(dips, ("24 Jul", "25 Jul"), 76).plain.splitlines() == [
        "Negative dip  only on 25 Jul",
        "set    load    tempo  reps       each rep  lowered  target time  effort",
        "  1  100 kg  5-1-A-1     2        5.0 4.0    9.0 s         90 %       8",
        "  2  100 kg  5-1-A-1     7  ○ ○ ○ ○ ○ ○ ○   35.0 s            –       –",
    ]
    narrow = sets_content(dips, ("10:05", "12:29"), 34).plain.splitlines()
    assert narrow[:3] == ["Negative dip  only at 12:29", "set    load  reps  lowered  …", "  1  100 kg     2    9.0 s"]
    with_effort = sets_content(dips, ("10:05", "12:29"), 37).plain.splitlines()
    assert with_effort[1] == "set    load  reps  lowered  effort  …", "the sign needs room of its own"
    narrowest = sets_content(dips, ("10:05", "12:29"), 18).plain.splitlines()
    assert narrowest[1] == "set    load  reps…", "what always stays is cut, with a sign too"
    assert bench.rows[0][4] == "5.0 – 5.2 s", "a dash between two times stays"


@pytest.mark.parametrize("width", [4, 12, 20, 34, 52, 76])
def test_a_table_of_sets_fits_its_width(width: int) -> None:
    wide = replace(a_set(5000), prescribed=replace(BENCH, exercise_name="長い名前" * 9))
    _, block = blocks(a_record(wide), a_record(), "lb")
    assert isinstance(block, SetsOfOne)
    lines = [line.cell_length for line in sets_content(block, ("24 Jul", "25 Jul"), width).split("\n")]
    assert max(lines[1:]) <= width
    assert lines[0] <= max(width, len("…  only on 24 Jul"))


@pytest.mark.parametrize("width", range(4, 90))
def test_a_table_that_leaves_figures_out_says_so(width: int) -> None:
    drop = lifted(60, 8, ConcentricKind.DROP)
    of_lifted = blocks(replace(a_record(), concentric=(drop, lifted(20, 5))), a_record(), "kg")
    of_lowered = blocks(a_record(a_set(5000, 4000, plan=DIP), a_set(5000, plan=DIP)), a_record(), "lb")
    for block in (of_lifted[-1], of_lowered[-1]):
        assert isinstance(block, SetsOfOne)
        heading = sets_content(block, ("24 Jul", "25 Jul"), width).plain.splitlines()[1]
        assert heading.endswith("…") != all(name in heading for name in block.names)


def test_a_load_of_another_exercise_is_no_heavier_one() -> None:
    bench, dip = a_record(a_set(5000)), a_record(a_set(4000, load_kg=20, plan=DIP))
    for other in (dip, a_record(a_set(5000), a_set(4000, load_kg=120, plan=DIP))):
        whole, *_ = blocks(bench, other, "kg")
        changes = {name: change for name, (_, _, change) in facts(whole).items()}
        assert {changes[name] for name in ("heaviest", "volume load", "longest rep")} == {"≠ other exercises"}
        assert changes["lowered"][0] in "▲▼"
    pull_up = replace(lifted(-20, 5), exercise="pull-up", exercise_name="Pull-up")
    lifts = [replace(a_record(), concentric=(one,)) for one in (lifted(60, 5), pull_up)]
    whole, *_ = blocks(lifts[0], lifts[1], "kg")
    assert facts(whole)["most lifted"] == ("60 kg", "-20 kg", "≠ other exercises")


@pytest.mark.parametrize(("adherences", "change"), [((4000, 4004), "= same"), ((4000, 4050), "▲ 1 point more")])
def test_what_is_shown_adds_up(adherences: tuple[int, int], change: str) -> None:
    _, block = blocks(a_record(a_set(adherences[0])), a_record(a_set(adherences[1])), "kg")
    assert facts(block)["target time"][2] == change


def test_other_tempos_and_ends_are_told_apart() -> None:
    slower = replace(a_set(5000), prescribed=replace(BENCH, tempo="8-0-A-1"), stop_reason=StopReason.TEMPO_LOSS)
    _, block = blocks(a_record(a_set(5000)), a_record(slower), "kg")
    assert facts(block)["tempo"] == ("5-1-A-1", "8-0-A-1", "≠ another")
    assert facts(block)["ended"] == ("target reached", "the tempo was lost", "≠ another")


def test_what_nobody_measured_or_rated_is_left_out() -> None:
    one = a_record(a_set(None, rpe=None), rpe=None)
    whole, block = blocks(one, one, "lb")
    assert not {"target time", "longest rep", "session RPE"} & facts(whole).keys()
    assert not {"target time", "longest rep", "effort", "ended"} & facts(block).keys()
    assert facts(block)["load"] == ("220.46 lb", "220.46 lb", "= same")


def test_lifted_sets_are_compared_among_themselves() -> None:
    first = replace(a_record(), concentric=(lifted(60, 8), lifted(-20, 5)))
    warm_up = lifted(20, 8, ConcentricKind.WARM_UP)
    second = replace(a_record(), concentric=(warm_up, lifted(62.5, 8, ConcentricKind.DROP), lifted(-15, 5)))
    whole, one, two = blocks(first, second, "kg")
    assert "sets × reps" not in facts(whole)
    assert facts(whole)["lifted"] == ("2 sets · 8, 5", "2 sets · 8, 5", "= same")
    assert one.title == "lifted set 1 · Squat"
    assert facts(one)["load"] == ("60 kg", "62.5 kg", "▲ 2.5 kg heavier")
    assert facts(one)["kind"] == ("normal", "drop", "≠ another")
    assert facts(two)["load"] == ("-20 kg", "-15 kg", "▲ 5 kg heavier")


def test_the_name_of_every_figure_leaves_its_column_where_it_is() -> None:
    with_body = replace(a_set(5000), body_kg=80.0)
    block = blocks(a_record(with_body), a_record(with_body), "kg")[0]
    assert "volume + body" in facts(block)
    for width in (40, 76, 120):
        rows = block_content(block, ("24 Jul", "25 Jul"), width).plain.splitlines()
        ends = set()
        for fact in block.facts:
            row = next(row for row in rows if row.startswith(fact.name))
            ends.add(row.index(fact.values[0], len(fact.name)) + len(fact.values[0]))
        assert len(ends) == 1, width


def test_five_reps_tell_their_times_and_more_the_shortest_and_the_longest() -> None:
    assert times(a_set(5000, 4949, None, 4100).reps) == "5.0 4.9 ○ 4.1"
    assert times(a_set(*[5000] * 5).reps) == "5.0 5.0 5.0 5.0 5.0"
    assert times(a_set(5000, 4560, 5100, None, 4800, 4700).reps) == "4.6 – 5.1 s"
    assert times(a_set(*[5000] * 6).reps) == "5.0 s"
    assert times(a_set(*[None] * 12).reps) == "by the clock"
    assert times(()) == ""


@pytest.mark.parametrize("width", [36, 52, 53, 60, 74, 110, 160])
def test_lines_fit_their_width_and_a_long_name_loses_its_end(width: int) -> None:
    block = Block(f"set 12 · {'長い名前' * 9}", (Fact("load", ("231.49 lb", "–"), "▲ 231.49 lb heavier"),))
    lines = [line.cell_length for line in block_content(block, ("16 Nov 2025", "20 Nov 2026"), width).split("\n")]
    assert max(lines) <= width
    assert "▲ 231.49 lb heavier" in str(block_content(block, ("16 Nov", "20 Nov"), width))
    assert str(block_content(block, ("16 Nov", "20 Nov"), width)).startswith("set 12 · ")


DAYS = ("17 Jul", "21 Jul")


def chart(width: int, first: SetRecord | None, second: SetRecord | None) -> list[str]:
    lines = chart_lines([SetBars.of("Bench press", 1, (first, second))], DAYS, width)
    return [] if lines is None else [line.plain for line in lines.split("\n")]


def test_each_lowering_is_a_bar_as_high_as_it_was_long_the_earlier_one_at_the_left() -> None:
    lines = chart(60, a_set(5000, 2500), a_set(5000, 4000))
    assert lines[0].startswith("Each lowering   █ left 17 Jul   █ right 21 Jul")
    heights = {x: sum(line[x] == "█" for line in lines[1:]) for x in (0, 6, 13, 19)}
    assert heights == {0: 10, 6: 10, 13: 5, 19: 8}
    (over,) = (line for line in lines if "2.5" in line)
    assert over[13:19].strip() == "2.5"
    assert lines[1].split() == ["5.0", "5.0"]
    assert [line.strip() for line in lines[-2:]] == ["set 1", "Bench press"]


def test_a_bar_tells_what_was_prescribed_what_nobody_measured_and_what_one_session_has_alone() -> None:
    lines = chart(60, a_set(2500, None), None)
    assert "┈" in lines[2] and "┈" not in lines[3]
    assert lines[-3].rstrip() == "██████   ○"
    assert all(line[6:9].strip(" ┈") == "" for line in lines[1:-2])


def test_a_set_of_one_session_alone_keeps_no_room_for_the_other() -> None:
    alone = chart(60, a_set(5000, 4000), None)
    assert alone[4].rstrip() == "██████ ██████"
    assert chart(60, None, a_set(5000, 4000))[4].rstrip() == alone[4].rstrip()


def test_an_exercise_is_named_once_below_its_sets() -> None:
    sets = [
        *(SetBars.of("Negative pull-up", number, (a_set(5000, 5000), None)) for number in (1, 2)),
        SetBars.of("Negative push-up", 1, (None, a_set(5000))),
    ]
    lines = chart_lines(sets, DAYS, 60)
    assert lines is not None
    numbers, names = (line.plain for line in lines.split("\n")[-2:])
    assert numbers.split() == ["set", "1", "set", "2", "set", "1"]
    assert names.startswith("Negative pull-up  ") and names.rindex("Nega") == numbers.rindex("set")


@pytest.mark.parametrize(("width", "bar"), [(11, 2), (10, 2), (9, 2), (8, 1), (6, 1)])
def test_the_bars_are_as_wide_as_there_is_room(width: int, bar: int) -> None:
    lines = chart(width, a_set(5000, 5000), a_set(5000, 5000))
    assert lines[3].rstrip() == f"{'█' * 2 * bar} {'█' * 2 * bar}"
    assert max(map(len, lines)) <= max(width, len("Each lowering"))


@pytest.mark.parametrize(("width", "rows"), [(40, 1), (26, 1), (25, 2), (16, 3), (10, 3)])
def test_sets_that_do_not_fit_are_below_the_others(width: int, rows: int) -> None:
    both = a_set(5000, 5000), a_set(5000, 5000)
    lines = chart_lines([SetBars.of("Bench press", number, both) for number in (1, 2, 3)], DAYS, width)
    assert lines is not None
    shown = [line.plain for line in lines.split("\n")]
    assert len(shown) == 1 + 13 * rows
    assert [name for line in shown for name in line.split() if name in "123"] == ["1", "2", "3"]
    assert max(map(len, shown[1:])) <= width


def test_where_the_bars_have_no_room_or_nothing_was_measured_there_are_none() -> None:
    assert not chart(4, a_set(5000, 5000), a_set(5000, 5000))
    assert not chart(60, a_set(None, None), a_set(None))
    assert not chart(60, None, None)


def ids(services: Services) -> list[str]:
    with services.database.read() as connection:
        return [row.id for row in found_rows(connection, FoundSessions(9), 0, 9)]


@pytest.mark.parametrize("turned", [False, True])
async def test_the_earlier_session_stands_at_the_left_whichever_was_marked_first(
    services: Services, perform: Callable[..., None], turned: bool
) -> None:
    perform("bench-press", days_ago=3, load_kg=100)
    perform("bench-press", days_ago=1, load_kg=105)
    chosen = ids(services)
    if turned:
        chosen.reverse()
    app = StageApp(lambda: CompareScreen(services, *chosen))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert text_of(app.screen.query_one("#says", Static)) == "Wed 22 Jul and Fri 24 Jul 2026, 2 days later"
        heaviest = next(row for row in rows_of(app) if "heaviest" in row)
        assert heaviest.split() == ["heaviest", "100", "kg", "105", "kg", "▲", "5", "kg", "heavier"]
        await pilot.press("escape")
        assert app.stage.results == [None]


async def test_a_session_that_is_gone_is_told(services: Services, perform: Callable[..., None]) -> None:
    perform("bench-press", days_ago=3)
    app = StageApp(lambda: CompareScreen(services, ids(services)[0], "gone"))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert text_of(app.screen.query_one("#says", Static)) == "One of the two sessions no longer exists."
        assert not app.screen.query(ComparedBlock)


@pytest.mark.parametrize("size", SIZES)
def test_two_sessions_look_as_they_should(
    services: Services, perform: Callable[..., None], size: tuple[int, int], snap_compare: Callable[..., bool]
) -> None:
    services.settings = Settings(colours="full")
    perform("bench-press", days_ago=8, load_kg=105, sets=2)
    perform("bench-press", days_ago=1, load_kg=107.5, sets=3, reps=3, adherence=0.58, stop=StopReason.TEMPO_LOSS)
    assert snap_compare(StageApp(lambda: CompareScreen(services, *ids(services))), terminal_size=size)
