"""The coach's face: one moment of a set over the whole widget, to be read from four metres."""

from __future__ import annotations

from dataclasses import replace

from rich.segment import Segment
from textual.geometry import Region
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from negcoach.training.timeline import Moment, Phase
from negcoach.widgets.bar_path import BarPath
from negcoach.widgets.canvas import Canvas, blank_row
from negcoach.widgets.coach_lines import SetCard
from negcoach.widgets.coach_picture import Labels, bar_path, bar_progress, draw_body, draw_lines, line_rows
from negcoach.widgets.inks import ColourMode, scheme

FLASH_MS = 150
"""How long the colours are exchanged when a phase begins."""

_FLASHED = frozenset({Phase.LOWER, Phase.HOLD_BOTTOM, Phase.LIFT, Phase.HOLD_TOP, Phase.SWITCH, Phase.RACK, Phase.DONE})


class CoachFace(Widget):
    """Shows ``moment`` of the set that ``card`` describes.

    State in, nothing out: whoever has the clock sets ``moment`` as often as it likes, in any order and with any gaps.
    Only cells that changed are drawn again.
    """

    DEFAULT_CSS = """
    CoachFace { width: 1fr; height: 1fr; }
    """

    card: reactive[SetCard | None] = reactive(None, repaint=False)
    """The set; nothing is shown without one."""

    moment: reactive[Moment | None] = reactive(None, repaint=False)
    """The moment to show; nothing is shown without one."""

    sound_label: reactive[str] = reactive("", repaint=False)
    """How the sound is, for the header ("♪ voice 80 %", "muted", "silent")."""

    clock_label: reactive[str] = reactive("", repaint=False)
    """The session's time, for the header ("08:41")."""

    notice: reactive[str] = reactive("", repaint=False)
    """One line for the lifter ("" for none), in the place of what comes next."""

    flash: reactive[bool] = reactive(True, repaint=False)
    """Whether the colours are exchanged for a moment when a phase begins."""

    colour_mode: reactive[ColourMode] = reactive(ColourMode.FULL, repaint=False)
    """How many colours may be used. For the terminal's own sixteen, the app's ``ansi_color`` should be on."""

    def __init__(self, *, name: str | None = None, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        """Begin with nothing to show."""
        super().__init__(name=name, id=id, classes=classes)
        self._picture: Canvas | None = None  # without the bar
        self._canvas: Canvas | None = None  # with the bar
        self._path: BarPath | None = None
        self._middle: float | None = None
        self._sides: dict[int, tuple[list[Segment], list[Segment]]] = {}  # each row's cells beside the bar's path
        self._shown: tuple[object, ...] | None = None  # what the large part was drawn from
        self._said = Labels()  # what the lines of text were drawn from
        self._prepared: set[tuple[object, ...]] = set()
        self._rows: list[list[Segment]] = []

    def watch_card(self) -> None:
        """Show the new set."""
        self._show()

    def watch_moment(self) -> None:
        """Show the new moment."""
        self._show()

    def watch_sound_label(self) -> None:
        """Show the new label."""
        self._show()

    def watch_clock_label(self) -> None:
        """Show the new label."""
        self._show()

    def watch_notice(self) -> None:
        """Show the new line."""
        self._show()

    def watch_flash(self) -> None:
        """Show the moment with or without its flash."""
        self._show()

    def watch_colour_mode(self) -> None:
        """Show everything in other colours."""
        self._show()

    def on_resize(self) -> None:
        """Draw for the new size."""
        self._show()

    def render_line(self, y: int) -> Strip:
        """Return a row as it was last drawn."""
        if y >= len(self._rows):
            return blank_row(self.size.width)
        return Strip(self._rows[y], self._canvas.width if self._canvas else self.size.width)

    def _show(self) -> None:
        """Bring what is drawn up to the state: all of it when more than the bar has changed, else the bar's cells."""
        card, moment = self.card, self.moment
        width, height = self.size
        if card is None or moment is None or width < 1 or height < 1:
            self._rows, self._shown, self._canvas = [], None, None
            self.refresh()
            return
        shown, labels = self._still_state(card, moment, width, height), self._labels()
        if shown != self._shown:
            self._shown, self._said = shown, labels
            self._draw_all(card, moment, width, height)
            self.call_after_refresh(self._prepare, card, moment, width, height)
            return
        if labels != self._said:
            self._said = labels
            self._draw_lines(card, moment)
        self._move_bar(moment)

    def _still_state(self, card: SetCard, moment: Moment, width: int, height: int) -> tuple[object, ...]:
        """Return all that the picture depends on but the bar's place."""
        return (
            card,
            moment.segment,
            moment.count,
            moment.reps,
            moment.target_reps,
            moment.following,
            moment.stop,
            self._flashing(moment),
            self.colour_mode,
            width,
            height,
        )

    def _labels(self) -> Labels:
        return Labels(self.sound_label, self.clock_label, self.notice)

    def _flashing(self, moment: Moment) -> bool:
        return self.flash and moment.phase in _FLASHED and moment.elapsed_ms < FLASH_MS

    def _draw_all(self, card: SetCard, moment: Moment, width: int, height: int) -> None:
        """Draw everything, and have the rows that came out different shown again."""
        colours = scheme(moment.phase, self.colour_mode)
        if self._flashing(moment):
            colours = colours.flashed()
        own = self.app.native_ansi_color
        picture, canvas = Canvas(width, height, colours, own), Canvas(width, height, colours, own)
        before, self._path = self._canvas, bar_path(card, moment, width, height)
        draw_body(picture, card, moment, self._path)
        draw_lines(picture, card, moment, self._labels())
        canvas.overlay(picture)
        self._picture, self._canvas, self._middle, self._sides = picture, canvas, None, {}
        if self._path:
            self._middle = self._path.middle(bar_progress(moment), self.colour_mode is ColourMode.FULL)
            self._path.draw_bar(canvas, self._middle)
        if before is None or before.scheme != colours or (before.width, before.height) != (width, height):
            self._rows = [canvas.segments(y) for y in range(height)]
            self.refresh()
            return
        changed = [y for y in range(height) if not canvas.same_row(before, y)]
        for y in changed:
            self._rows[y] = canvas.segments(y)
        if changed:
            self.refresh(*_regions(changed, 0, width))

    def _draw_lines(self, card: SetCard, moment: Moment) -> None:
        """Draw the lines of text again, and have those that changed shown."""
        canvas = self._canvas
        if canvas is None:
            return
        draw_lines(canvas, card, moment, self._labels())
        for y in line_rows(canvas.width, canvas.height):
            row = canvas.segments(y)
            if row != self._rows[y]:
                self._rows[y] = row
                self.refresh(Region(0, y, canvas.width, 1))

    def _prepare(self, card: SetCard, moment: Moment, width: int, height: int) -> None:
        """Draw what comes next once, unseen, so that its glyphs are at hand when it is its turn."""
        colours = scheme(moment.phase, self.colour_mode)
        for segment in moment.following[:2]:
            key = (segment.phase, card, width, height)
            if key not in self._prepared:
                self._prepared.add(key)
                count = None if segment.planned_ms is None else -(-segment.planned_ms // 1000)
                ahead = replace(moment, segment=segment, position_ms=segment.start_ms, count=count)
                draw_body(Canvas(width, height, colours), card, ahead, bar_path(card, ahead, width, height))

    def _move_bar(self, moment: Moment) -> None:
        """Draw the bar at its new place, and have the rows of its cells that changed shown again."""
        path, picture, canvas = self._path, self._picture, self._canvas
        if path is None or picture is None or canvas is None or self._middle is None:
            return
        middle = path.middle(bar_progress(moment), self.colour_mode is ColourMode.FULL)
        if middle == self._middle:
            return
        area = path.moving
        touched = [*path.rows(self._middle), *path.rows(middle)]
        rows = range(min(touched), max(touched))
        before = [canvas.pixels(y, area.x, area.right) for y in rows]
        for y in rows:
            canvas.copy_row(picture, y, area.x, area.right)
        path.draw_bar(canvas, middle)
        self._middle = middle
        changed = [y for y, pixels in zip(rows, before, strict=True) if canvas.pixels(y, area.x, area.right) != pixels]
        for y in changed:
            if y not in self._sides:
                self._sides[y] = canvas.segments(y, 0, area.x), canvas.segments(y, area.right)
            left, right = self._sides[y]
            self._rows[y] = [*left, *canvas.segments(y, area.x, area.right), *right]
        if changed:
            self.refresh(*_regions(changed, area.x, area.width))


def _regions(rows: list[int], x: int, width: int) -> list[Region]:
    """Return these cells of rows, those that follow one another as one region: Textual renders each apart."""
    regions: list[Region] = []
    for y in rows:
        if regions and regions[-1].bottom == y:
            regions[-1] = Region(x, regions[-1].y, width, regions[-1].height + 1)
        else:
            regions.append(Region(x, y, width, 1))
    return regions
