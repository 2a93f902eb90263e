"""Cells written past Textual: the terminal looks as if Textual had painted them, and nothing is painted over."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from rich.cells import cell_len
from rich.console import Console
from textual.app import App, ComposeResult
from textual.geometry import Region
from textual.pilot import Pilot
from textual.screen import ModalScreen
from textual.widgets import Label, Static
from textual.widgets._toast import Toast

from negcoach.training.score.timeline import Moment, Phase
from negcoach.widgets.coach.coach_face import CoachFace
from negcoach.widgets.coach.coach_picture import Labels
from negcoach.widgets.drawing.colour_schemes import ColourMode
from negcoach.widgets.lists.key_line import KeyLine
from tests.widgets.moments import CARD, moment, rep

_PIECE = re.compile(r"\x1b\[(\d+);(\d+)H|\x1b\[([\d;]*)m|([^\x1b])")


class Paper:
    """A terminal's screen: what it shows after all that was written."""

    def __init__(self) -> None:
        self.cells: dict[tuple[int, int], tuple[str, str]] = {}

    def write(self, text: str) -> None:
        """Obey what is written; it may only move the cursor, set styles and print."""
        x = y = end = 0
        look = ""
        for piece in _PIECE.finditer(text):
            assert piece.start() == end, text[end : piece.start()]
            end = piece.end()
            row, column, style, char = piece.groups()
            if row:
                x, y = int(column) - 1, int(row) - 1
            elif char:
                self.cells[x, y] = (char, look)
                x += cell_len(char)
            else:
                look = "" if style == "0" else style
        assert end == len(text)


class Bench(App[None]):
    """The face below a line of something else, and the keys."""

    def __init__(self) -> None:
        super().__init__()
        self.paper = Paper()
        self.waiting: list[Region] = []
        bench = self

        class Watched(CoachFace):
            """Tells of what waits for Textual's next frame."""

            def refresh(self, *regions: Region, **options: bool) -> Watched:
                """Note the regions; none stands for the whole widget."""
                if self.is_mounted:
                    bench.waiting.extend(regions or [self.size.region])
                super().refresh(*regions, **options)
                return self

        self.face = Watched()
        self.keys = KeyLine()

    def compose(self) -> ComposeResult:
        """Yield a line, the face and the keys."""
        yield Static("above")
        yield self.face
        yield self.keys

    def on_mount(self) -> None:
        """Let face and keys write on the paper."""
        self.face.card = CARD
        self.face.write_now = self.keys.write_now = self.paper.write

    def show(self, now: Moment, labels: Labels) -> None:
        """Show a moment; its keys too."""
        self.face.show(now, labels)
        self.keys.phase = now.phase

    def painted(self) -> dict[tuple[int, int], tuple[str, str]]:
        """Return the cells that Textual paints when it paints all of face and keys."""
        whole, console = Paper(), self.console
        for widget in (self.face, self.keys):
            place = widget.region
            for y, row in enumerate(widget.render_lines(place.size.region), place.y):
                whole.write(f"\x1b[{y + 1};{place.x + 1}H{row.render(console)}")
        return whole.cells


@pytest.mark.parametrize("environment", [{}, {"NO_COLOR": "1"}])
async def test_right_after_the_terminal_has_grown_it_is_drawn_too(
    environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    app = Bench()
    async with app.run_test(size=(80, 24)):
        app.show(*performance()[0])
        wider = Region(0, 0, 120, 24)
        assert {row.cell_length for row in app.face.render_lines(wider)} == {120}


def performance() -> list[tuple[Moment, Labels]]:
    """Return moments of one rep, as a set shows them, with what changes beside them."""
    shown: list[tuple[Moment, Labels]] = []
    for phase, until in ((Phase.LOWER, 5_000), (Phase.HOLD_BOTTOM, 1_000), (Phase.LIFT, 3_000), (Phase.RACK, 200)):
        for at in range(0, until, 62):
            now = moment(phase, at)
            if phase is not Phase.LOWER:
                now = replace(now, reps=(*now.reps, rep(3, 4_900)))
            notice = "The disk is full." if phase is Phase.HOLD_BOTTOM else ""
            shown.append((now, Labels("♪ voice 80 %", f"08:{at // 1000:02}", notice)))
    return shown


@pytest.mark.parametrize("mode", ColourMode)
@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_what_is_written_at_once_looks_as_if_textual_had_painted_it(
    size: tuple[int, int], mode: ColourMode, console: Callable[[App[None]], None]
) -> None:
    app = Bench()
    async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
        console(app)
        app.face.colour_mode = app.keys.colour_mode = mode
        app.show(*performance()[0])
        await pilot.pause()
        app.paper.cells.update(app.painted())
        app.waiting.clear()
        for shown in performance():
            app.show(*shown)
            assert app.paper.cells == app.painted()
        assert app.waiting == []


@pytest.fixture
def console() -> Callable[[App[None]], None]:
    """Give an app a console in full colour, which a test's has not by itself."""

    def give(app: App[None]) -> None:
        app.console = Console(file=app.console.file, color_system="truecolor", force_terminal=True)

    return give


async def until(pilot: Pilot[None], true: Callable[[], bool]) -> None:
    """Wait for what a later layout brings."""
    for _ in range(1_000):
        if true():
            return
        await pilot.pause(0.01)
    raise AssertionError("it never came")


class Question(ModalScreen[None]):
    """A dialog over the face."""

    def compose(self) -> ComposeResult:
        """Yield the question."""
        yield Label("Leave?")


async def test_under_a_dialog_cells_wait_for_textual() -> None:
    app = Bench()
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        app.show(*performance()[0])
        await pilot.pause()
        await app.push_screen(Question())
        app.paper.cells.clear()
        app.waiting.clear()
        app.show(*performance()[3])
        assert (app.paper.cells, bool(app.waiting)) == ({}, True)
        await app.pop_screen()
        app.show(*performance()[4])
        assert app.paper.cells


async def test_under_a_notification_cells_wait_for_textual() -> None:
    app = Bench()
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        app.show(*performance()[0])
        app.notify("The backup failed.", timeout=600)
        await until(pilot, lambda: bool(app.screen.query(Toast)) and bool(app.screen.query_one(Toast).region))
        app.paper.cells.clear()
        app.waiting.clear()
        app.show(*performance()[3])
        assert (app.paper.cells, bool(app.waiting)) == ({}, True)
        app.clear_notifications()
        later = iter(performance()[4:])

        def written() -> bool:
            app.show(*next(later))
            return bool(app.paper.cells)

        await until(pilot, written)


async def test_in_another_size_cells_are_written_where_they_now_stand() -> None:
    app = Bench()
    async with app.run_test(size=(120, 40), notifications=True, tooltips=True) as pilot:
        app.show(*performance()[0])
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        app.paper.cells.clear()
        for shown in performance():
            app.show(*shown)
        painted = app.painted()
        assert app.paper.cells == {place: painted[place] for place in app.paper.cells}
        assert max(y for _, y in app.paper.cells) == 23
