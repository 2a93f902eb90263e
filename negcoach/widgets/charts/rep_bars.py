"""The reps of a set as bars: how long each lowering took, compared with its target."""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Size
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from negcoach.formatting import BY_THE_CLOCK, lowering_text, percent_text, short_tenths_text
from negcoach.training.score.stop_rules import StopRules
from negcoach.training.score.timeline import Phase, Rep
from negcoach.training.terms import Side
from negcoach.widgets.coach.coach_lines import mark_of
from negcoach.widgets.coach.coach_picture import tone_colour
from negcoach.widgets.drawing.canvas import Canvas, blank_row, shortened_line, text_width
from negcoach.widgets.drawing.colour_schemes import ColourMode, scheme
from negcoach.widgets.themes.themes import ground_of

_REST = "┈"
"""A cell between the end of a bar and its target."""
_BAR = "▆"
"""A cell of a bar: as high as the figures beside it, with a line of the ground above, so that no two rows touch."""


class RepBars(Widget):
    """Shows one row per rep: its number, a bar for its measured lowering with the target as a line across, its figures.

    Where rows do not fit, the oldest are left out.
    """

    DEFAULT_CSS = """
    RepBars {
        width: 1fr;
        height: auto;
        & > .rep-bars--chosen { background: $block-cursor-background; color: $block-cursor-foreground; }
    }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {"rep-bars--chosen"}

    chosen: reactive[int | None] = reactive(None)
    """The ordinal of the rep whose row has the ground of what is selected."""

    reps: reactive[tuple[Rep, ...]] = reactive((), layout=True)
    """The reps, in the order they were lowered."""

    rules: reactive[StopRules] = reactive(StopRules())
    """The rules by which a lowering is marked as too fast."""

    beside: reactive[tuple[Rep, ...]] = reactive(())
    """The reps of other rows near these: all are drawn to one scale, with their figures in one column."""

    colour_mode: reactive[ColourMode] = reactive(ColourMode.FULL)
    """How many colours may be used; see ``CoachFace.colour_mode``."""

    most_width: reactive[int | None] = reactive(None)
    """The cells of a row that are drawn in, ``None`` for all of them: one of several columns can have one more."""

    def __init__(
        self,
        *reps: Rep,
        rules: StopRules,
        beside: tuple[Rep, ...] = (),
        name: str | None = None,
        id: str | None = None,  # noqa: A002 - Textual's name for it
        classes: str | None = None,
    ) -> None:
        """Begin with these."""
        super().__init__(name=name, id=id, classes=classes)
        self._rows: list[list[Segment]] = []
        self._shown: tuple[object, ...] | None = None
        self.set_reactive(RepBars.reps, reps)
        self.set_reactive(RepBars.rules, rules)
        self.set_reactive(RepBars.beside, beside)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return one row for each rep, and one if there are none."""
        return max(1, len(self.reps))

    def render_line(self, y: int) -> Strip:
        """Return a rep's row."""
        room, height = self.size
        colours = scheme(Phase.LEAD_IN, self.colour_mode, ground_of(self.app))
        shown = (self.reps, self.beside, self.rules, colours, self.most_width, room, height)
        if shown != self._shown:
            canvas = Canvas(room, height, colours, self.app.native_ansi_color)
            draw_reps(canvas, self.reps, self.rules, self.beside, self.most_width)
            self._rows, self._shown = [canvas.segments(row) for row in range(height)], shown
        if y >= len(self._rows):
            return blank_row(room)
        row = self._rows[y]
        at = y + max(0, len(self.reps) - height)
        if self.chosen is not None and at < len(self.reps) and self.reps[at].ordinal == self.chosen:
            ground = Style(bgcolor=self.get_visual_style("rep-bars--chosen").rich_style.bgcolor)
            row = [*Segment.apply_style(row, post_style=ground)]
        return Strip(row, room)


def rep_figures(rep: Rep, measured_width: int = 0, percent_width: int = 0) -> str:
    """Return a rep's figures, "5.1 s / 5 s · 102 %", "9.4 s" where no tempo counts, or "by the clock".

    What it took and its share of the target are right-aligned in so many cells.
    """
    if rep.measured_ms is None:
        return BY_THE_CLOCK
    measured = _measured(rep).rjust(measured_width)
    if not _percent(rep):
        return measured
    return f"{measured} / {short_tenths_text(rep.target_ms)} · {_percent(rep).rjust(percent_width)}"


def _measured(rep: Rep) -> str:
    """Return how long a lowering took, "" where it was not measured."""
    if rep.measured_ms is None:
        return ""
    return lowering_text(rep.measured_ms, rep.target_ms if rep.judged and rep.adherence is not None else 0)


def _percent(rep: Rep) -> str:
    """Return the share of the target that a lowering took, "" where no tempo counts."""
    return percent_text(rep.adherence) if rep.judged and rep.adherence is not None else ""


def draw_reps(
    canvas: Canvas,
    reps: tuple[Rep, ...],
    rules: StopRules,
    beside: tuple[Rep, ...] = (),
    most_width: int | None = None,
) -> None:
    """Draw the newest reps that fit, one per row of the canvas, to one scale with those ``beside`` them.

    They take ``most_width`` of its cells at most, all of them where that is ``None``.
    """
    colours, width = canvas.scheme, canvas.width if most_width is None else min(canvas.width, most_width)
    if not reps:
        canvas.write(0, 0, shortened_line("no reps", width), colours.muted)
        return
    near = (*reps, *beside)
    of_time, of_share = (max(map(text_width, map(figure, near))) for figure in (_measured, _percent))
    left = max(text_width(_name(rep)) for rep in near) + 1
    right = max(text_width(rep_figures(rep, of_time, of_share)) for rep in near) + 4
    room = width - left - right
    longest = max(max(rep.target_ms, rep.measured_ms or 0) for rep in near)
    for y, rep in enumerate(reps[max(0, len(reps) - canvas.height) :]):
        sign, tone = mark_of(rep, rules)
        colour = tone_colour(colours, tone)
        canvas.write(0, y, _name(rep).rjust(left - 1), colours.text)
        at = left
        if room >= 8:
            _draw_bar(canvas, rep, left, y, room, longest, colour)
            at += room + 1
        text = shortened_line(f"{sign} {rep_figures(rep, of_time, of_share)}", width - at)
        canvas.write(at, y, text, colour)


def _draw_bar(canvas: Canvas, rep: Rep, left: int, y: int, room: int, longest: int, colour: int) -> None:
    """Draw a bar, a dotted line from its end to the target, and the target as a line across it."""
    colours = canvas.scheme
    target = round((room - 1) * rep.target_ms / longest)
    length = 0 if rep.measured_ms is None else max(1, round((room - 1) * rep.measured_ms / longest))
    canvas.write(left + length, y, _REST * (target - length), colours.dim)
    canvas.write(left, y, _BAR * length, colour)
    canvas.write(left + target, y, "┃", colours.text)


def _name(rep: Rep) -> str:
    side = {Side.LEFT: "L", Side.RIGHT: "R", None: ""}[rep.side]
    return f"{side}{rep.number}"
