"""Sentences that break into lines: a number and its unit stay together, and nothing else changes."""

from __future__ import annotations

import pytest
from rich.console import Console
from rich.text import Text
from textual.app import App, ComposeResult
from textual.content import Content
from textual.geometry import Offset
from textual.selection import Selection
from textual.widgets import Static

from negcoach.widgets.prose import Prose, ProseTable, prose_lines
from tests.screens.conftest import settle

TEXTS = (
    "! 130 % of 1RM, over the cap of 120 %: type it twice to start",
    "You did 92.5 kg for 5 reps 3 d ago, so 100 kg today.\nRest 3 min, then 5 s down",
    "no number, and no unit in it at all",
    "3 sets of 4 days, 5 hours",
)


class Texts(App[None]):
    """Shows a text as prose and, beside it, as Textual breaks it."""

    CSS = "Prose, Static { height: auto; }"

    def __init__(self, text: str, width: int) -> None:
        super().__init__()
        self._text, self._width = Content.from_markup("[b]$text[/b]", text=text), width

    def compose(self) -> ComposeResult:
        for kind in (Prose, Static):
            shown = kind(self._text)
            shown.styles.width = self._width
            yield shown


def rows(widget: Static) -> list[str]:
    return [strip.text.rstrip() for strip in widget.render_lines(widget.size.region)]


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("width", [8, 12, 20, 36, 37, 38])
async def test_a_number_stays_on_the_line_of_its_unit_and_nothing_is_lost(text: str, width: int) -> None:
    app = Texts(text, width)
    async with app.run_test() as pilot:
        await settle(pilot)
        prose, plain = app.query_one(Prose), next(one for one in app.query(Static) if type(one) is Static)
        shown = rows(prose)
        assert " ".join(" ".join(shown).split()) == " ".join(text.split())
        assert all(len(row) <= width for row in shown)
        for unit in ("%", "kg", "d", "min", "s"):
            assert not any(row.lstrip().split(" ")[0].rstrip(":,.") == unit for row in shown)
        parted = any(row.split(" ")[0].rstrip(":,.") in ("%", "kg", "d", "min", "s") for row in rows(plain))
        if not parted and not text.startswith("!"):
            assert shown == rows(plain)


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("width", [8, 12, 20, 36, 37, 38])
async def test_a_column_of_a_table_breaks_as_prose_does(text: str, width: int) -> None:
    app = Texts(text, width)
    async with app.run_test() as pilot:
        await settle(pilot)
        table = ProseTable(padding=(0, 2, 0, 0))
        table.add_column(width=5)
        table.add_column(ratio=1)
        table.add_row("Next", Text(text, style="bold"))
        console = Console(width=7 + width)
        lines = console.render_lines(table, console.options, pad=False)
        shown = ["".join(segment.text for segment in line)[7:].rstrip() for line in lines]
        assert shown == rows(app.query_one(Prose))
        assert any(segment.style and segment.style.bold for line in lines for segment in line)


@pytest.mark.parametrize("width", range(24, 60))
async def test_neither_today_nor_what_belongs_to_a_number_is_parted_from_it(width: int) -> None:
    app = Texts("3 × 4 of bench negatives: week 5 of 8, then 2 × 10, session 2 of 2 · today", width)
    async with app.run_test() as pilot:
        await settle(pilot)
        shown = rows(app.query_one(Prose))
        assert all(any(part in row for row in shown) for part in ("3 × 4", "week 5 of 8,", "2 × 10,"))
        assert shown[-1].endswith("session 2 of 2 · today")


@pytest.mark.parametrize("width", range(22, 60))
async def test_a_day_keeps_its_time_and_the_lines_are_those_of_the_widget(width: int) -> None:
    text = "Not today: wait 48 h at least, until tomorrow 14:21; 72 h is usual, until Monday 14:21."
    app = Texts(text, width)
    async with app.run_test() as pilot:
        await settle(pilot)
        shown = rows(app.query_one(Prose))
        assert all(any(part in row for row in shown) for part in ("tomorrow 14:21;", "Monday 14:21.", "48 h", "72 h"))
        assert prose_lines(text, width) == shown
    assert prose_lines(text, width, 2) == [shown[0], " ".join(shown[1:])]
    assert prose_lines("", width) == []


async def test_a_line_hangs_behind_its_label() -> None:
    app = Texts("Last time  24 Jul: 3 × 4 at 95 kg\nProgramme  Bench negatives: Week 6 of 8 · today", 36)
    async with app.run_test() as pilot:
        await settle(pilot)
        assert rows(app.query_one(Prose)) == [
            "Last time  24 Jul: 3 × 4 at 95 kg",
            "Programme  Bench negatives:",
            "           Week 6 of 8 · today",
        ]


@pytest.mark.parametrize("mark", ["• ", "•  ", "✕ ", "! ", "· ", "4  "])
async def test_a_line_hangs_behind_its_mark(mark: str) -> None:
    app = Texts(
        f"{mark}Let its screen stay on: a sleeping phone is none.\n{mark}As short as that.\n"
        + "No mark, and so none of it hangs.",
        30,
    )
    async with app.run_test() as pilot:
        await settle(pilot)
        hung = " " * len(mark)
        assert rows(app.query_one(Prose)) == [
            f"{mark}Let its screen stay on: a",
            f"{hung}sleeping phone is none.",
            f"{mark}As short as that.",
            "No mark, and so none of it",
            "hangs.",
        ]


async def test_a_number_that_is_counted_is_no_mark_and_a_narrow_text_does_not_hang() -> None:
    for text, width in (("2 sets of four, and then again two sets", 30), ("• a narrow text of eight words", 12)):
        app = Texts(text, width)
        async with app.run_test() as pilot:
            await settle(pilot)
            assert not any(row.startswith(" ") for row in rows(app.query_one(Prose)))


@pytest.mark.parametrize("width", range(12, 60))
async def test_no_line_begins_or_ends_with_the_point_that_parts_two_items(width: int) -> None:
    text = "overload · chest, triceps · 1 spotter · safety arms · 105 kg · 105 % · waits for you"
    app = Texts(text, width)
    async with app.run_test() as pilot:
        await settle(pilot)
        shown = rows(app.query_one(Prose))
        assert not any(row.startswith("·") or row.endswith("·") for row in shown)
        assert " ".join(shown).replace("· ", "") == text.replace("· ", "")


@pytest.mark.parametrize("width", range(24, 46))
async def test_a_sentence_keeps_its_points_and_begins_no_line_with_one(width: int) -> None:
    text = "To go ahead with 3 sets of 4 · 105 kg, type anyway and press Enter."
    app = Texts(text, width)
    async with app.run_test() as pilot:
        await settle(pilot)
        shown = rows(app.query_one(Prose))
        assert " ".join(shown) == text
        assert not any(row.startswith("·") for row in shown)


async def test_what_is_selected_is_what_is_shown() -> None:
    app = Texts(TEXTS[0], 36)
    async with app.run_test() as pilot:
        await settle(pilot)
        prose = app.query_one(Prose)
        first, second = rows(prose)
        assert prose.get_selection(Selection(Offset(0, 1), Offset(len(second), 1))) == (second, "\n")
        assert prose.get_selection(Selection(Offset(2, 0), Offset(7, 0))) == (first[2:7], "\n")
