"""The coach's face: the widget that shows a set, to be read from four metres.

It decides what has to be drawn again, and moves the bar; ``coach_picture`` draws one moment.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from rich.segment import Segment as Cells
from textual.events import Resize
from textual.geometry import Region, Size
from textual.strip import Strip

from negcoach.training.exercise.figure import Figure
from negcoach.training.score.score import count_at
from negcoach.training.score.timeline import Moment, Phase, Segment
from negcoach.widgets.coach.bar_path import BarPath
from negcoach.widgets.coach.coach_figure import FigurePlace
from negcoach.widgets.coach.coach_picture import (
    FaceBody,
    Labels,
    draw_body,
    face_body,
    foot_rows,
    header_rows,
)
from negcoach.widgets.coach.set_card import SetCard
from negcoach.widgets.drawing.canvas import Canvas, blank_row
from negcoach.widgets.drawing.colour_schemes import ColourMode, Scheme, scheme
from negcoach.widgets.drawing.direct_widget import DirectWidget
from negcoach.widgets.themes.themes import Ground, ground_of

FLASH_MS = 150
"""How long the flash at the beginning of a phase lasts: light and dark are swapped."""

_FLASHED = frozenset(
    {
        Phase.LOWER,
        Phase.HOLD_BOTTOM,
        Phase.LIFT,
        Phase.HOLD_TOP,
        Phase.SWITCH,
        Phase.CLUSTER_REST,
        Phase.RELOAD,
        Phase.TAKE,
        Phase.RACK,
        Phase.DONE,
    }
)

_CACHED_PICTURES = 24
"""How many pictures are cached: a rep of five counts, a lift and two holds of one has twelve, four of them flashed."""

_CACHED_BARS = 64
"""How many positions of the bar are cached with a picture: a count has sixteen, a lift of 3 s fifty."""


class CoachFace(DirectWidget):
    """Shows ``moment`` of the set that ``card`` describes.

    The caller has the clock, and shows moments as often as it likes, in any order and with any gaps. Only cells that
    changed are redrawn.
    """

    DEFAULT_CSS = """
    CoachFace { width: 1fr; height: 1fr; }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name for it
        """Begin with nothing to show."""
        super().__init__(id=id)
        self.card: SetCard | None = None
        """The set; without one, nothing is shown. A change of these four appears with the next ``show``."""
        self.figure: Figure | None = None
        """What performs the rep beside the count, where there is room for it."""
        self.flash = True
        """Whether light and dark are swapped for a moment when a phase begins."""
        self.still = False
        """Whether the bar stands between two counts, where it otherwise moves."""
        self.colour_mode = ColourMode.FULL
        """How many colours may be used. For the terminal's own sixteen, the app's ``ansi_color`` should be on."""
        self.moment: Moment | None = None
        self.labels = Labels()
        self._position_ms = 0  # where the bar is shown
        self._pictures: dict[tuple[FaceBody, Scheme], _Picture] = {}  # the last used at the end
        self._face_size = self._pictures_size = Size(0, 0)
        self._picture: _Picture | None = None
        self._middle: float | None = None  # where the bar is drawn; None where it has no path
        self._pose: int | None = None  # of the figure that is drawn; None where there is none
        self._drawn_state: tuple[object, ...] | None = None
        self._drawn_labels = Labels()
        self._prepared: tuple[Segment, ...] = ()
        self._rows: list[Strip] = []  # without the bar
        self._ground = Ground.DARK

    def show(self, moment: Moment | None, labels: Labels) -> None:
        """Show a moment, or nothing, and the texts that come from outside the set."""
        self.moment, self.labels = moment, labels
        self._position_ms = moment.position_ms if moment else 0
        self._show()

    def move_bar(self, position_ms: int) -> None:
        """Show bar and figure for a position in the segment that is shown; everything else stays as it is."""
        self._position_ms = position_ms
        if self.moment is not None:
            self._move_bar(self.moment)

    def flash_left_ms(self, moment: Moment) -> int | None:
        """Return the milliseconds until the flash of this moment ends, ``None`` where there is none."""
        return FLASH_MS - moment.elapsed_ms if self._flashing(moment) else None

    def notify_style_update(self) -> None:
        """Show the colours of the theme."""
        super().notify_style_update()
        self._ground = ground_of(self.app)
        self._show()

    def on_resize(self, event: Resize) -> None:
        """Draw for the new size."""
        self._face_size = event.size
        self._show()

    def render_line(self, y: int) -> Strip:
        """Return a row as it was last drawn."""
        if y >= len(self._rows):
            return blank_row(self.size.width)
        picture = self._picture
        moving = picture.moving_cells(y, self._middle, self._pose) if picture else {}
        return picture.row_with(y, moving) if picture and moving else self._rows[y]

    def _show(self) -> None:
        """Draw what has changed: all of the face, or only lines of text and the bar's cells."""
        card, moment = self.card, self.moment
        width, height = self._face_size
        if card is None or moment is None or width < 1 or height < 1:
            self._rows, self._drawn_state, self._picture, self._middle, self._pose = [], None, None, None, None
            self.refresh()
            return
        state, labels = self._picture_state(card, moment, width, height), self.labels
        if state != self._drawn_state:
            self._drawn_state, self._drawn_labels = state, labels
            self._draw_all(card, moment, width, height)
            if moment.following != self._prepared:
                self._prepared = moment.following
                self.call_after_refresh(self._prepare, card, moment, width, height)
            return
        if labels != self._drawn_labels:
            before = self._drawn_labels
            foot = bool(labels.ready) or (labels.notice, labels.ready) != (before.notice, before.ready)
            self._drawn_labels = labels
            self._draw_lines(card, moment, foot=foot)
        self._move_bar(moment)

    def _picture_state(self, card: SetCard, moment: Moment, width: int, height: int) -> tuple[object, ...]:
        """Return everything that the picture depends on but the bar's position."""
        return (
            card,
            self.figure,
            moment.segment,
            moment.count,
            moment.reps,
            moment.target_reps,
            moment.following,
            moment.stop,
            moment.call,
            moment.verdict,
            self._flashing(moment),
            self.colour_mode,
            self._ground,
            width,
            height,
        )

    def _flashing(self, moment: Moment) -> bool:
        return self.flash and moment.phase in _FLASHED and moment.elapsed_ms < FLASH_MS

    def _draw_all(self, card: SetCard, moment: Moment, width: int, height: int) -> None:
        """Draw everything, and show the rows that changed."""
        before = [self.render_line(y) for y in range(len(self._rows))]
        picture = self._picture = self._picture_of(card, moment, width, height, flashed=self._flashing(moment))
        self._rows = list(picture.rows)
        for y, row in self._lines(card, moment, picture.canvas.scheme).items():
            self._rows[y] = row
        self._middle, self._pose = self._middle_of(picture, moment), self._pose_of(picture, moment)
        if len(before) != height or before[0].cell_length != width:
            self.refresh()
            return
        rows = ((y, self.render_line(y)) for y in range(height))
        self.show_cells(0, {y: row for y, row in rows if row != before[y]})

    def _draw_lines(self, card: SetCard, moment: Moment, *, foot: bool) -> None:
        """Draw the header again, with ``foot`` also the lines at the foot, and show the rows that changed."""
        if self._picture is None:
            return
        lines = self._lines(card, moment, self._picture.canvas.scheme, foot=foot)
        changed = {y: row for y, row in lines.items() if row != self._rows[y]}
        for y, row in changed.items():
            self._rows[y] = row
        self.show_cells(0, changed)

    def _lines(self, card: SetCard, moment: Moment, colours: Scheme, *, foot: bool = True) -> dict[int, Strip]:
        room, own_palette = self._face_size, self.app.native_ansi_color
        rows = header_rows(card, self._drawn_labels, colours, room, own_palette)
        return {**rows, **foot_rows(card, moment, self._drawn_labels, colours, room, own_palette)} if foot else rows

    def _move_bar(self, moment: Moment) -> None:
        """Show the bar and the figure at their new positions: the cells that changed."""
        picture, before, pose = self._picture, self._middle, self._pose
        if picture is None or picture.path is None or before is None:
            return
        middle = self._middle = self._middle_of(picture, moment)
        if middle is not None and middle != before:
            self.show_cells(picture.path.moving.x, picture.step(before, middle))
        self._pose = self._pose_of(picture, moment)
        if picture.place is not None and pose is not None and self._pose is not None and self._pose != pose:
            self.show_cells(picture.place.region.x, picture.figure_step(pose, self._pose))

    def _middle_of(self, picture: _Picture, moment: Moment) -> float | None:
        path, at_ms = picture.path, self._position_ms
        if path is None:
            return None
        if self.still:
            at_ms -= max(0, at_ms - moment.segment.start_ms) % 1000
        return path.middle(moment.lowered_at(at_ms), self.colour_mode is ColourMode.FULL)

    def _pose_of(self, picture: _Picture, moment: Moment) -> int | None:
        return picture.place.pose(moment.lowered_at(self._position_ms)) if picture.place else None

    def _picture_of(self, card: SetCard, moment: Moment, width: int, height: int, *, flashed: bool) -> _Picture:
        """Return the picture of this moment's body, drawn or cached: the next ones are drawn in advance."""
        if self._pictures_size != self._face_size:
            self._pictures, self._pictures_size = {}, self._face_size
        colours = scheme(moment.phase, self.colour_mode, self._ground)
        key = face_body(card, moment, width, height, self.figure), colours.flashed() if flashed else colours
        picture = self._pictures.pop(key, None) or _Picture.of(*key, width, height, self.app.native_ansi_color)
        self._pictures[key] = picture
        if len(self._pictures) > _CACHED_PICTURES:
            del self._pictures[next(iter(self._pictures))]
        return picture

    def _prepare(self, card: SetCard, moment: Moment, width: int, height: int) -> None:
        """Draw the next pictures in advance, so that they are in the cache when they are shown."""
        if (width, height) != self._face_size:
            return
        for segment in moment.following[:2]:
            count = count_at(segment, 0)
            ahead = replace(moment, segment=segment, position_ms=segment.start_ms, count=count, call="", verdict=None)
            picture = self._picture_of(card, ahead, width, height, flashed=self._flashing(ahead))
            for row in picture.rows:
                row.render(self.app.console)
            if picture.place is not None:
                picture.figure(picture.place.pose(ahead.lowered_at(ahead.position_ms)))


@dataclass(frozen=True, slots=True)
class _Picture:
    """A body drawn in a scheme's colours; the bar is drawn over it, the lines of text above and below.

    The drawn bars are cached: their positions repeat in every rep.
    """

    canvas: Canvas
    rows: tuple[Strip, ...]
    path: BarPath | None
    place: FigurePlace | None
    own_palette: bool
    _sides: dict[tuple[int, ...], list[list[Cells]]] = field(default_factory=dict)  # cells beside those that move
    _figures: dict[int, Mapping[int, Strip]] = field(default_factory=dict)  # by pose
    _bars: dict[float, Mapping[int, Strip]] = field(default_factory=dict)
    _steps: dict[tuple[float, float], Mapping[int, Strip]] = field(default_factory=dict)

    @classmethod
    def of(cls, body: FaceBody, colours: Scheme, width: int, height: int, own_palette: bool) -> _Picture:
        canvas = Canvas(width, height, colours, own_palette)
        draw_body(canvas, body)
        rows = tuple(Strip(canvas.segments(y), width) for y in range(height))
        return cls(canvas, rows, body.path, body.figure, own_palette)

    def bar(self, middle: float) -> Mapping[int, Strip]:
        """Return the path's cells in the rows that a bar with its middle there covers."""
        if middle not in self._bars:
            self._bars[middle] = self._draw_bar(middle)
            if len(self._bars) > _CACHED_BARS:
                del self._bars[next(iter(self._bars))]
        return self._bars[middle]

    def step(self, before: float, middle: float) -> Mapping[int, Strip]:
        """Return the path's cells in the rows that change when the bar moves."""
        move = before, middle
        if move not in self._steps:
            old, new = self.bar(before), self.bar(middle)
            vacated = {y: self._path_cells(self.canvas, y) for y in old if y not in new}
            self._steps[move] = vacated | {y: strip for y, strip in new.items() if strip != old.get(y)}
            if len(self._steps) > _CACHED_BARS:
                del self._steps[next(iter(self._steps))]
        return self._steps[move]

    def figure(self, pose: int) -> Mapping[int, Strip]:
        """Return the cells of the figure's place, row by row, with the figure in this pose."""
        if pose not in self._figures and self.place is not None:
            self._figures[pose] = self.place.rows(self.canvas.scheme, self.own_palette, pose)
        return self._figures.get(pose, {})

    def figure_step(self, before: int, pose: int) -> Mapping[int, Strip]:
        """Return the cells of the figure's place in the rows that change when the figure moves."""
        old = self.figure(before)
        return {y: strip for y, strip in self.figure(pose).items() if strip != old[y]}

    def moving_cells(self, y: int, middle: float | None, pose: int | None) -> dict[int, Strip]:
        """Return what moves in a row, from left to right: cells by the column in which they begin."""
        found: dict[int, Strip] = {}
        figure = self.figure(pose).get(y) if self.place is not None and pose is not None else None
        if figure is not None and self.place is not None:
            found[self.place.region.x] = figure
        bar = self.bar(middle).get(y) if middle is not None else None
        if bar is not None and self.path is not None:
            found[self.path.moving.x] = bar
        return found

    def _draw_bar(self, middle: float) -> Mapping[int, Strip]:
        if self.path is None:
            return {}
        canvas = self.canvas.copy()
        self.path.draw_bar(canvas, middle)
        return {y: self._path_cells(canvas, y) for y in range(*self.path.rows(middle))}

    def _path_cells(self, canvas: Canvas, y: int) -> Strip:
        """Return the cells of a row that the bar may cover."""
        area = self.path.moving if self.path else Region(0, 0, canvas.width, 0)
        return Strip(canvas.segments(y, area.x, area.right), area.width)

    def row_with(self, y: int, moving: Mapping[int, Strip]) -> Strip:
        """Return a row with these cells, from left to right, in the columns in which they begin."""
        key = y, *moving
        if key not in self._sides:
            ends = [(x, x + strip.cell_length) for x, strip in moving.items()]
            gaps = zip([0, *(end for _, end in ends)], [*(x for x, _ in ends), self.canvas.width], strict=True)
            self._sides[key] = [self.canvas.segments(y, left, right) for left, right in gaps]
        first, *others = self._sides[key]
        cells = [*first]
        for strip, after in zip(moving.values(), others, strict=True):
            cells += [*strip, *after]
        return Strip(cells, self.canvas.width)
