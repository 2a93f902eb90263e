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

_DASH = "╌"


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

    colour_mode: reactive[ColourMode] = reactive(ColourMode.FULL)
    """How many colours may be used; see ``CoachFace.colour_mode``."""

    most_width: reactive[int | None] = reactive(None)
    """The cells of a row that are drawn in, ``None`` for all of them: one of several columns can have one more."""

    def __init__(
        self,
        *reps: Rep,
        rules: StopRules,
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

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return one row for each rep, and one if there are none."""
        return max(1, len(self.reps))

    def render_line(self, y: int) -> Strip:
        """Return a rep's row."""
        room, height = self.size
        width = room if self.most_width is None else min(room, self.most_width)
        colours = scheme(Phase.LEAD_IN, self.colour_mode, ground_of(self.app))
        shown = (self.reps, self.rules, colours, width, height)
        if shown != self._shown:
            canvas = Canvas(width, height, colours, self.app.native_ansi_color)
            draw_reps(canvas, self.reps, self.rules)
            self._rows, self._shown = [canvas.segments(row) for row in range(height)], shown
        if y >= len(self._rows):
            return blank_row(room)
        row = self._rows[y]
        at = y + max(0, len(self.reps) - height)
        if self.chosen is not None and at < len(self.reps) and self.reps[at].ordinal == self.chosen:
            ground = Style(bgcolor=self.get_visual_style("rep-bars--chosen").rich_style.bgcolor)
            row = [*Segment.apply_style(row, post_style=ground)]
        return Strip.join([Strip(row, width), blank_row(room - width)])


def rep_figures(rep: Rep) -> str:
    """Return a rep's figures, "5.1 s / 5 s · 102 %", "9.4 s" where no tempo counts, or "by the clock"."""
    if rep.measured_ms is None:
        return BY_THE_CLOCK
    if not rep.judged or rep.adherence is None:
        return lowering_text(rep.measured_ms)
    measured = lowering_text(rep.measured_ms, rep.target_ms)
    return f"{measured} / {short_tenths_text(rep.target_ms)} · {percent_text(rep.adherence)}"


def draw_reps(canvas: Canvas, reps: tuple[Rep, ...], rules: StopRules) -> None:
    """Draw the newest reps that fit, one per row of the canvas."""
    colours = canvas.scheme
    if not reps:
        canvas.write(0, 0, shortened_line("no reps", canvas.width), colours.muted)
        return
    names = [_name(rep) for rep in reps]
    figures = [rep_figures(rep) for rep in reps]
    left = max(map(text_width, names)) + 1
    right = max(map(text_width, figures)) + 4
    room = canvas.width - left - right
    longest = max(max(rep.target_ms, rep.measured_ms or 0) for rep in reps)
    first = max(0, len(reps) - canvas.height)
    for y, rep in enumerate(reps[first:]):
        sign, tone = mark_of(rep, rules)
        colour = tone_colour(colours, tone)
        canvas.write(0, y, names[first + y].rjust(left - 1), colours.text)
        at = left
        if room >= 8:
            _draw_bar(canvas, rep, left, y, room, longest, colour)
            at += room + 1
        text = shortened_line(f"{sign} {figures[first + y]}", canvas.width - at)
        canvas.write(at, y, text, colour)


def _draw_bar(canvas: Canvas, rep: Rep, left: int, y: int, room: int, longest: int, colour: int) -> None:
    """Draw a bar over a dim line of its target's length, and the target as a line across it.

    Without colour the line is dashed, and goes on where the bar ends.
    """
    colours = canvas.scheme
    target = left + round((room - 1) * rep.target_ms / longest)
    length = 0 if rep.measured_ms is None else max(1, round((room - 1) * rep.measured_ms / longest))
    if colours.mode is ColourMode.NONE:
        canvas.write(left + length, y, _DASH * (target - left - length), colours.dim)
    else:
        canvas.fill(left, 2 * y, target, 2 * y + 1, colours.dim)
    canvas.fill(left, 2 * y, left + length, 2 * y + 1, colour)
    canvas.write(target, y, "┃", colours.text)


def _name(rep: Rep) -> str:
    side = {Side.LEFT: "L", Side.RIGHT: "R", None: ""}[rep.side]
    return f"{side}{rep.number}"
