"""The view of a session: its totals, its note, and each set with the lowering time of every rep."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.geometry import Offset, Size
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Static

from negcoach.screens.history.session.cursor import SESSION, CursorTarget, TargetKind, by_exercise
from negcoach.screens.history.session.words import (
    brackets,
    exercise_line,
    lifted_cells,
    record_text,
    set_outcome,
    set_title,
    totals,
)
from negcoach.screens.shared.colours import apply_phase_colours, follow_colours
from negcoach.store.editing.manual_sets import MOST_NOTE
from negcoach.store.queries.sessions.history import ConcentricRecord, SessionRecord, SetRecord
from negcoach.texts import clean, name_text, parted
from negcoach.training.score.stop_rules import StopRules
from negcoach.training.score.timeline import Phase, Rep
from negcoach.training.units import Unit
from negcoach.widgets.charts.rep_bars import RepBars
from negcoach.widgets.drawing.cells import fitted
from negcoach.widgets.drawing.colour_schemes import ColourMode
from negcoach.widgets.lists.option_lists import MARK
from negcoach.widgets.prose import Prose

ROOMY_FROM = 90
"""Cells of width from which on the parts of a session have more padding."""

SLIM_BELOW = 60
"""Cells of width below which the totals are in two columns."""

MOST_IN_A_ROW = 5
"""The most totals that fit side by side in 80 columns."""
ROOMY_FIGURE = 20
"""The cells that a figure needs in a row where there is room."""


class SessionView(VerticalScroll, can_focus=True):
    """The view of a session, which scrolls."""

    DEFAULT_CSS = """
    SessionView {
        height: 1fr;
        padding: 1 1 0 2;
        .facts { height: auto; margin: 0 0 1 0; }
        .fact { width: 1fr; height: 2; padding: 0 1 0 0; color: $foreground-muted; }
        .marked, .head { height: auto; }
        .head { margin: 0 0 1 0; }
        .note { height: auto; width: 1fr; padding: 0 2; border-left: outer $text-accent; }
        .unsaid { width: 1fr; color: $text-muted; }
        .exercise { height: auto; padding: 0 2; }
        .set { height: auto; margin: 0 0 1 0; padding: 0 2; }
        .lifted { background: $surface; }
        .set .note { padding: 0 1; }
        .title { width: 1fr; }
        .record { color: $text-success; text-style: bold; }
        .reps { margin: 1 0 0 0; }
        .marks { width: 1; height: auto; }
        .-here { background: $block-cursor-background; color: $block-cursor-foreground; }
        CursorCell { width: 1; height: 1; text-style: bold; }
        LiftedLine { width: 1fr; height: auto; }
        &.-choosing {
            .exercise { padding: 0 3; }
            .outcome, .record { padding: 0 0 0 1; }
            .set .note { margin: 0 0 0 1; }
        }
        &.-many .facts { layout: grid; grid-size: 3; grid-rows: 2; grid-gutter: 1; }
        &.-slim {
            padding: 0 0 0 1;
            .facts { layout: grid; grid-size: 2; grid-rows: 2; }
            .exercise { padding: 0 1; }
            .set { padding: 0 1; }
        }
        &.-roomy {
            padding: 1 3 0 3;
            .fact { height: 4; padding: 1 2; margin: 0 2 0 0; background: $surface; }
            .fact:last-of-type { margin: 0; }
            &.-many .facts { grid-size: 4; grid-rows: 4; grid-gutter: 1 2; }
            &.-many .fact { margin: 0; }
            .set { padding: 1 2; }
        }
    }
    """

    record: reactive[SessionRecord | None] = reactive(None, recompose=True)
    """The session; ``None`` shows nothing."""

    target: reactive[CursorTarget | None] = reactive(None)
    """The place of the cursor; ``None`` without a cursor."""

    rules: reactive[StopRules] = reactive(StopRules(), recompose=True)
    """The rules by which a lowering is marked as too fast; the settings can change while the session is shown."""

    def __init__(
        self,
        unit: Unit,
        rules: StopRules,
        *,
        id: str | None = None,  # noqa: A002  # Textual's name
    ) -> None:
        """Show loads in ``unit``."""
        super().__init__(id=id)
        self.set_reactive(SessionView.rules, rules)
        self._unit = unit
        self._figures = 0

    def compose(self) -> ComposeResult:
        """Yield the totals, the note and the sets."""
        record = self.record
        if record is None:
            return
        figures = totals(record, self._unit)
        self._figures = len(figures)
        place = self.parent  # its width is this one's before this has one of its own
        self._fit(self.size.width or (place.content_size.width if isinstance(place, Widget) else 0))
        with Horizontal(classes="facts"):
            for value, name in figures:
                yield Static(Content.assemble((value, "bold $text-accent"), f"\n{name}"), classes="fact")
        if record.note or self.target is not None:
            with Horizontal(classes="head"):
                if self.target is not None:
                    yield CursorCell(SESSION, self.target)
                yield note_box(record.note) if record.note else Static("no note", classes="unsaid")
        groups, bracket_of = by_exercise(record), brackets(record)
        for sets in groups:
            if len(groups) > 1:
                yield Static(exercise_line(sets, bracket_of.get(sets[0].prescribed.exercise, "")), classes="exercise")
            reps = tuple(rep.lowered for performed in sets for rep in performed.reps)
            for performed in sets:
                before_kg = record.load_before(performed)
                title = set_title(performed, self._unit, before_kg=before_kg, named=len(groups) == 1)
                yield SetBox(performed, title, self.rules, self.target, reps)
        if record.lifted:
            yield LiftedBox("Lifted", "imported, without tempo", record.lifted, self._unit, self.target)
        if record.warm_up:
            yield LiftedBox("Warm-up", "in no total and no record", record.warm_up, self._unit, self.target)

    def on_resize(self, event: events.Resize) -> None:
        """Choose the padding and the columns by the width."""
        self._fit(event.size.width)

    def _fit(self, width: int) -> None:
        roomy = width >= ROOMY_FROM
        many = self._figures * ROOMY_FIGURE > width if roomy else self._figures > MOST_IN_A_ROW
        self.set_class(roomy, "-roomy")
        self.set_class(many and width >= SLIM_BELOW, "-many")
        self.set_class(width < SLIM_BELOW, "-slim")

    def watch_record(self, before: SessionRecord | None, record: SessionRecord | None) -> None:
        """Scroll to the top for another session, not for the same one read again."""
        if before is None or record is None or before.id != record.id:
            self.scroll_home(animate=False)

    def watch_target(self) -> None:
        """Show the cursor, and scroll its target into view."""
        self.set_class(self.target is not None, "-choosing")
        for cell in self.query(CursorCell):
            cell.show(self.target)
            if cell.target == self.target:
                self._reveal(cell)

    @property
    def chosen_place(self) -> Offset:
        """Where the cell of the cursor begins, the top without a cursor."""
        cell = next((one for one in self.query(CursorCell) if one.target == self.target), None)
        return Offset(0, 0) if cell is None else cell.region.offset - self.content_region.offset

    def _reveal(self, cell: CursorCell) -> None:
        if cell.target == SESSION:
            self.scroll_home(animate=False)
            return
        box = next((node for node in cell.ancestors if isinstance(node, SetBox)), None)
        if box is not None and box.outer_size.height <= self.scrollable_content_region.height:
            box.scroll_visible(animate=False)  # show a set as a whole where it fits
        cell.scroll_visible(animate=False)


class CursorCell(Static):
    """The cell beside a target, in which the cursor is shown; its line has the ground of what is selected."""

    def __init__(self, target: CursorTarget, at: CursorTarget | None) -> None:
        """Belong to ``target``; ``at`` is the cursor's target."""
        super().__init__(markup=False)
        self.target = target
        self.show(at)

    def show(self, at: CursorTarget | None) -> None:
        """Show the cursor if its target ``at`` is this one, else hide it."""
        self._here = self.target == at
        self.set_class(self._here, "-here")
        self.update(MARK if self._here else "")
        self._show_line()

    def on_mount(self) -> None:
        """Show the line as the cell is shown."""
        self._show_line()

    def _show_line(self) -> None:
        """Show whether the line beside the cell is that of the cursor: a row of its own, or a rep's among the bars."""
        line = self.parent
        if not isinstance(line, Widget):
            return
        if self.target.kind is not TargetKind.REP:
            line.set_class(self._here, "-here")
        elif isinstance(line.parent, Widget):
            chosen = (cell for cell in line.query_children(CursorCell) if cell._here)
            for bars in line.parent.query_children(RepBars):
                bars.chosen = next((cell.target.ordinal for cell in chosen), None)


class SetBox(Vertical):
    """The box of a lowered set: its title, how it ended, and its reps as bars."""

    def __init__(
        self,
        performed: SetRecord,
        title: Content,
        rules: StopRules,
        at: CursorTarget | None = None,
        beside: tuple[Rep, ...] = (),
    ) -> None:
        """Show a set under its title, to one scale with the reps ``beside``; ``at`` is the cursor's target, if any."""
        super().__init__(classes="set")
        self._performed = performed
        self._title = title
        self._at = at
        self._bars = RepBars(*(rep.lowered for rep in performed.reps), rules=rules, beside=beside)

    def compose(self) -> ComposeResult:
        """Yield the lines and the bars."""
        performed = self._performed
        with Horizontal(classes="marked"):
            if self._at is not None:
                yield CursorCell(CursorTarget(TargetKind.SET, performed.id), self._at)
            yield Static(self._title, classes="title")
        yield Prose(set_outcome(performed), classes="outcome")
        if text := record_text(performed):
            yield Static(Content(text), classes="record")
        if performed.note:
            yield note_box(performed.note)
        with Horizontal(classes="marked reps"):
            if self._at is not None:
                with Vertical(classes="marks"):
                    for rep in performed.reps:
                        yield CursorCell(CursorTarget(TargetKind.REP, performed.id, rep.ordinal), self._at)
            yield self._bars

    def on_mount(self) -> None:
        """Take the background on which the bars are drawn."""
        apply_phase_colours(self, Phase.LEAD_IN)
        follow_colours(self, self._take_colours)

    def _take_colours(self, mode: ColourMode) -> None:
        self._bars.colour_mode = mode


class LiftedBox(Vertical):
    """The table of the lifted sets, which names an exercise once."""

    def __init__(
        self, title: str, about: str, lifted: Sequence[ConcentricRecord], unit: Unit, at: CursorTarget | None = None
    ) -> None:
        """Show lifted sets under a title; ``at`` is the cursor's target, ``None`` without one."""
        super().__init__(classes="set lifted")
        self._heading = title
        self._about = about
        self._lifted = lifted
        self._unit = unit
        self._at = at

    def compose(self) -> ComposeResult:
        """Yield the heading and a line for each set."""
        yield Static(Content.assemble((self._heading, "bold"), f"  {self._about}"), classes="outcome")
        before = ""
        for lifted in self._lifted:
            with Horizontal(classes="marked"):
                if self._at is not None:
                    yield CursorCell(CursorTarget(TargetKind.LIFTED, lifted.id), self._at)
                yield LiftedLine(lifted, self._unit, named=lifted.exercise_name != before)
            before = lifted.exercise_name


class LiftedLine(Widget):
    """The line of a lifted set, with its note on a second one."""

    def __init__(self, lifted: ConcentricRecord, unit: Unit, *, named: bool) -> None:
        """Show a set, with the name of its exercise if ``named``."""
        super().__init__()
        self._lifted = lifted
        self._unit = unit
        self._named = named

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return one row, two with a note."""
        return 2 if self._lifted.note else 1

    def render(self) -> Content:
        """Return the line with the columns that fit, and the note."""
        width = self.size.width
        name, amount, kind, effort = lifted_cells(self._lifted, self._unit)
        number = f"{self._lifted.set_number:>2}  "
        more = f"  {effort:<7}  {kind:<10}" if width >= SLIM_BELOW else f" {effort}" if effort else ""
        room = max(6, width - len(number) - 17 - len(more))
        if width >= ROOMY_FROM:
            room = min(room, 40)
        named = fitted(name if self._named else "", room)
        line = Content.assemble(number, (named, "bold"), f"{amount:>17}", (more, "$foreground-muted"))
        if self._lifted.note:
            note = name_text(self._lifted.note)
            line = Content.assemble(line, "\n    ", (fitted(note, width - 4), "italic $foreground-muted"))
        return line


def note_box(note: str) -> Vertical:
    """Return the box of a note, with a border at the left; of one longer than any that is typed, its beginning."""
    beginning, rest = parted(note, MOST_NOTE)
    lines = [Static(Content(clean(beginning, lines=True)))]
    if rest:
        more = Content.styled(f"… and {len(rest):,} more characters", "$foreground-muted")
        lines.append(Static(more))
    return Vertical(*lines, classes="note")
