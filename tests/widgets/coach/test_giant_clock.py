"""The rest's giant clock."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.app import App, ComposeResult

from negcoach.formatting import countdown_text
from negcoach.training.score.timeline import Phase
from negcoach.widgets.coach.giant_clock import ClockState, GiantClock, draw_clock
from negcoach.widgets.drawing.canvas import Canvas
from negcoach.widgets.drawing.colour_schemes import ColourMode, scheme
from negcoach.widgets.themes.themes import Ground


@settings(deadline=None)
@given(st.integers(0, 4_000_000), st.integers(1, 220), st.integers(1, 60), st.sampled_from(ColourMode))
def test_clock_is_drawn_at_every_size(left_ms: int, width: int, height: int, mode: ColourMode) -> None:
    canvas = Canvas(width, height, scheme(Phase.LEAD_IN, mode, Ground.DARK))
    draw_clock(canvas, countdown_text(left_ms))
    for y in range(height):
        assert cell_len("".join(segment.text for segment in canvas.segments(y))) == width


class ClockApp(App[None]):
    """A screen with nothing but the clock."""

    def compose(self) -> ComposeResult:
        """Return the clock."""
        yield GiantClock()


async def test_clock_shows_its_time_and_state() -> None:
    app = ClockApp()
    async with app.run_test(size=(60, 15)):
        clock = app.query_one(GiantClock)
        pictures = []
        for left_ms, state in (
            (61_000, ClockState.RUNNING),
            (60_000, ClockState.RUNNING),
            (60_000, ClockState.WARNING),
        ):
            clock.left_ms, clock.state = left_ms, state
            pictures.append([clock.render_line(y).simplify() for y in range(15)])
        assert pictures[0] != pictures[1] != pictures[2]


async def test_digits_keep_their_places() -> None:
    app = ClockApp()
    async with app.run_test(size=(60, 15)):
        clock = app.query_one(GiantClock)
        clock.colour_mode = ColourMode.NONE
        clock.left_ms = 180_000
        before = [clock.render_line(y).text[:40] for y in range(15)]
        clock.left_ms = 181_000
        assert [clock.render_line(y).text[:40] for y in range(15)] == before
