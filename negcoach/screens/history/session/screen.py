"""The screen of a session, in which its sets and reps are shown and edited."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import ClassVar, TypeVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from negcoach.errors import NegcoachError
from negcoach.keys.keymap import Keymap
from negcoach.screens.history.session.add import AddScreen, manual_set_from
from negcoach.screens.history.session.cursor import SESSION, CursorTarget, TargetKind, adjacent_set, nearest, targets_of
from negcoach.screens.history.session.edit import lifted_form, rep_form, session_form, set_changes, set_form
from negcoach.screens.history.session.load_slips import LoadSlips, last_load_kg
from negcoach.screens.history.session.regroup import Regrouping, RegroupOption, RegroupScreen, choices, sets_of_exercise
from negcoach.screens.history.session.view import CursorCell, SessionView
from negcoach.screens.history.session.words import title_of
from negcoach.screens.shared.form.confirm import ConfirmScreen
from negcoach.screens.shared.form.fields import FieldsScreen, Values
from negcoach.screens.shared.history.between_sets import refuses_to_delete
from negcoach.screens.shared.history.history_view import BREAKPOINTS
from negcoach.screens.shared.history.undoing import can_be_undone, undo_or_redo
from negcoach.screens.shared.keys.open_screen import OpenScreen
from negcoach.screens.shared.keys.rebinding import keymap_of
from negcoach.screens.shared.notices import notify_error
from negcoach.services import Services
from negcoach.store.editing.editor import Editor
from negcoach.store.editing.manual_sets import ManualSet
from negcoach.store.editing.session_editor import SessionEditor
from negcoach.store.queries.sessions.history import ConcentricRecord, RepRecord, SessionRecord, SetRecord, session
from negcoach.texts import name_text
from negcoach.training.units import TypedLoad
from negcoach.widgets.bindings import bound
from negcoach.widgets.lists.key_footer import KeyFooter

_Made = TypeVar("_Made")


class EditableSession(SessionView, inherit_bindings=False):
    """The view of a session with a cursor that chooses what to edit."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", "Up", id="session.up", show=False, tooltip="The rep or set above"),
        Binding("down,j", "move(1)", "Down", id="session.down", show=False, tooltip="The rep or set below"),
        Binding("pageup", "move_by_set(-1)", "Set above", id="session.page-up", show=False, tooltip="The set above"),
        Binding("pagedown", "move_by_set(1)", "Set below", id="session.page-down", show=False, tooltip="The set below"),
        Binding("home", "first", "First", id="session.first", show=False, tooltip="The session itself"),
        Binding("end", "last", "Last", id="session.last", show=False, tooltip="The last rep"),
    ]

    @property
    def targets(self) -> tuple[CursorTarget, ...]:
        """The targets of the cursor, from top to bottom."""
        return () if self.record is None else targets_of(self.record)

    def on_resize(self, event: events.Resize) -> None:
        """Keep the cursor's target in view: its rows have other places now."""
        self.call_after_refresh(self.watch_target)

    def show(self, record: SessionRecord | None) -> None:
        """Show a session; when it is read again, the cursor stays or goes to the nearest target."""
        before = self.targets
        target = SESSION if record is None or self.target is None else nearest(self.target, before, targets_of(record))
        self.set_reactive(SessionView.target, target)
        self.record = record
        self.call_after_refresh(self.watch_target)

    async def on_click(self, event: events.Click) -> None:
        """Move the cursor to the set or rep that was clicked, or edit the one that it is at already."""
        at = event.screen_offset.y
        above = [cell for cell in self.query(CursorCell) if cell.region.y <= at]
        clicked = max(above, key=lambda cell: cell.region.y, default=None)
        if clicked is None:
            return
        if clicked.target != self.target:
            self.target = clicked.target
        elif clicked.region.y == at:
            await self.run_action("screen.edit")

    def action_move(self, by: int) -> None:
        """Move the cursor up or down."""
        if self.target in self.targets:
            at = self.targets.index(self.target) + by
            self.target = self.targets[max(0, min(at, len(self.targets) - 1))]

    def action_move_by_set(self, by: int) -> None:
        """Move the cursor to the set above or below."""
        if self.target in self.targets:
            self.target = adjacent_set(self.target, by, self.targets)

    def action_first(self) -> None:
        """Move the cursor to the session itself."""
        self.target = SESSION

    def action_last(self) -> None:
        """Move the cursor to the last target."""
        self.target = self.targets[-1] if self.targets else SESSION


class SessionScreen(OpenScreen, Screen[None]):
    """The screen of a session: its totals, its note, each set and each rep, which can be edited."""

    CSS_PATH = "screen.tcss"
    HORIZONTAL_BREAKPOINTS = BREAKPOINTS
    BINDINGS: ClassVar[list[BindingType]] = [
        bound("session.edit", "edit", "edit"),
        bound("session.add", "add", "add set"),
        bound("session.delete", "delete", "delete"),
        bound("session.regroup", "regroup", "move"),
        bound("session.plan", "plan", "plan"),
        bound("session.undo", "undo", "undo", "Undo the last edit"),
        bound("session.redo", "redo", "redo", "Redo the edit that was undone last"),
        Binding("escape,left,h", "back", "back", id="session.back", tooltip="Go back to where you were"),
    ]

    def __init__(self, services: Services, session_id: str) -> None:
        """Show the session with this id."""
        super().__init__()
        self._services = services
        self._session_id = session_id

    @property
    def _editor(self) -> Editor:
        """What makes the edits, by the present settings."""
        services, settings = self._services, self._services.settings
        return Editor(services.database, settings.unit, services.library, settings.stop_rules)

    @property
    def _view(self) -> EditableSession:
        return self.query_one(EditableSession)

    def compose(self) -> ComposeResult:
        """Lay out the title and the session."""
        with Horizontal(id="title"):
            yield Static(Content.styled("Session", "bold $text-accent"), id="name")
            yield Static("", id="says", markup=False)
        settings = self._services.settings
        yield EditableSession(settings.unit, settings.stop_rules, id="session")
        yield Static("", id="empty")
        yield KeyFooter()

    def on_mount(self) -> None:
        """Read the session."""
        self.read_again()
        self._view.focus()

    def on_screen_resume(self) -> None:
        """Mark the reps by the present settings, which may have been changed on a screen above this one."""
        if self.is_mounted:
            self._view.rules = self._services.settings.stop_rules

    def read_again(self) -> None:
        """Read the session from the store."""
        record = read_session(self, self._services, self._session_id)
        self._view.show(record)
        empty = record is None or not (record.sets or record.concentric)
        self.set_class(empty, "-bare")
        self.set_class(record is None, "-gone")
        self.query_one("#empty", Static).update((_gone if record is None else _empty)(keymap_of(self)))
        title = "" if record is None else " · ".join(filter(None, (title_of(record), name_text(record.title))))
        self.query_one("#says", Static).update(Content(title))
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer the edits only where the session still exists."""
        needs_session = action in ("edit", "add", "delete", "regroup", "plan")
        return not needs_session or not self.is_mounted or self._view.record is not None

    def action_back(self) -> None:
        """Leave."""
        self.dismiss(None)

    def action_edit(self) -> None:
        """Ask for new values of the rep, set or session at the cursor."""
        record, target, unit = self._view.record, self._view.target, self._services.settings.unit
        if record is None or target is None:
            return
        performed, lifted, rep = records_at(record, target)
        slips = LoadSlips(self._services.clock)
        now, library, ended = self._services.now, self._services.library, record.ended_at is not None
        if rep is not None:
            self._ask(rep_form(rep), lambda to: self._editor.change_rep(target.set_id, rep.ordinal, **to, now=now()))
        elif performed is not None:
            form = set_form(performed, unit, library, ended=ended)
            self._ask(form, lambda to: self._change_set(target.set_id, slips, performed, to))
        elif lifted is not None:
            form = lifted_form(lifted, unit, library, ended=ended)
            self._ask(form, lambda to: self._change_set(target.set_id, slips, lifted, to))
        else:
            self._ask(session_form(record, now()), lambda to: self._editor.change_session(record.id, now(), **to))

    def action_add(self) -> None:
        """Ask for a set that was not recorded, prefilled from the one at the cursor."""
        record, target = self._view.record, self._view.target
        if record is None or target is None:
            return
        performed, _, _ = records_at(record, target)
        like = performed or (record.sets[-1] if record.sets else None)
        unit, library = self._services.settings.unit, self._services.library
        form = AddScreen("A forgotten set", manual_set_from, library, unit, like=like)
        slips = LoadSlips(self._services.clock)

        def add(forgotten: ManualSet) -> str:
            exercise = forgotten.exercise
            slips.check(exercise, forgotten.load_kg, last_load_kg(self._services, exercise.slug), unit)
            return self._editor.add_set(record.id, forgotten, self._services.now())

        self._ask(form, add)

    def _change_set(self, set_id: str, slips: LoadSlips, before: SetRecord | ConcentricRecord, to: Values) -> str:
        """Change a set to what was typed; raises ``NegcoachError``, once where its load may be a slip."""
        load: TypedLoad | None = to.get("load")
        if load is not None:
            slug = before.exercise if isinstance(before, ConcentricRecord) else before.prescribed.exercise
            exercise = to.get("exercise") or self._services.exercise(slug)
            slips.check(exercise, load.kg, before.load_kg, load.unit)
        return self._editor.change_set(set_id, self._services.now(), **set_changes(to))

    def action_delete(self) -> None:
        """Delete the rep at the cursor at once; a set or the session after a confirmation."""
        record, target = self._view.record, self._view.target
        if record is None or target is None:
            return
        now = self._services.now
        match target.kind:
            case TargetKind.REP:
                self._edit(lambda: self._editor.delete_rep(target.set_id, target.ordinal, now()))
            case TargetKind.SESSION if refuses_to_delete(self, record.ended_at):
                return
            case TargetKind.SESSION:
                self._confirm("Delete the whole session?", lambda: self._editor.delete_session(record.id, now()))
            case _:
                self._confirm("Delete this set?", lambda: self._editor.delete_set(target.set_id, now()))

    def action_regroup(self) -> None:
        """Ask where the set at the cursor, or the session, belongs, and put it there."""
        record, target = self._view.record, self._view.target
        if record is None or target is None:
            return
        if record.ended_at is None:
            self.notify("This session has not ended. End it first.", markup=False)
            return
        offered = self._choices(record, target)
        if not offered:
            self.notify("No session is close enough to be joined with this one.", markup=False)
            return

        def answered(choice: RegroupOption | None) -> None:
            if choice is not None:
                self._regroup(record, target, choice)

        performed, lifted, _ = records_at(record, target)
        one = performed and (performed.prescribed.set_number, performed.prescribed.exercise_name)
        number, name = one or (lifted and (lifted.set_number, name_text(lifted.exercise_name))) or (0, "")
        title = f"Where does set {number}, {name}, belong?" if number else "Where does this session belong?"
        self.app.push_screen(RegroupScreen(title, offered), answered)

    def _choices(self, record: SessionRecord, target: CursorTarget) -> list[RegroupOption]:
        try:
            with self._services.database.read() as connection:
                return choices(connection, record, target, self._services.now())
        except NegcoachError as error:
            self._show_failure(error)
            return []

    def _regroup(self, record: SessionRecord, target: CursorTarget, choice: RegroupOption) -> None:
        same_visit = timedelta(hours=self._services.settings.session_gap_h)
        editor, now = SessionEditor(self._services.database, same_visit), self._services.now()
        match choice.kind:
            case Regrouping.SPLIT:
                self._edit(lambda: editor.split(record.id, target.set_id, now))
            case Regrouping.MOVE:
                self._edit(lambda: editor.move_sets([target.set_id], choice.session_id, now))
            case Regrouping.MOVE_ALL:
                self._edit(lambda: editor.move_sets(sets_of_exercise(record, target), choice.session_id, now))
            case Regrouping.JOIN:
                self._edit(lambda: editor.join([record.id, choice.session_id], now))
        if self._view.record is None:  # its sets are in the other one now
            self._session_id = choice.session_id
            self.read_again()

    def action_plan(self) -> None:
        """Ask for a name, and make a plan of the session."""
        from negcoach.screens.plans.past_session import ask_for_plan

        if self._view.record is not None:
            ask_for_plan(self.app, self._services, self._view.record)

    def action_undo(self) -> None:
        """Undo the last edit and notify which it was."""
        undo_or_redo(self._services, self.app.push_screen, self._show_edit, self._show_failure)

    def action_redo(self) -> None:
        """Redo the edit that was undone last and notify which it was."""
        undo_or_redo(self._services, self.app.push_screen, self._show_edit, self._show_failure, redone=True)

    def _ask(self, form: FieldsScreen[_Made], edit: Callable[[_Made], str]) -> None:
        """Ask with a form for an edit; what is refused stands in it, with the reason."""
        done: list[str] = []

        def answered(_: _Made | None) -> None:
            self._show_done(done[0] if done else "")

        self.app.push_screen(form.kept_by(lambda made: done.append(edit(made))), answered)

    def _confirm(self, question: str, edit: Callable[[], str]) -> None:
        def answered(yes: bool | None) -> None:
            if yes:
                self._edit(edit)

        explained = f"It goes to the bin; {keymap_of(self).name('views.undo')} undoes that."
        self.app.push_screen(ConfirmScreen(question, explained), answered)

    def _edit(self, edit: Callable[[], str]) -> None:
        """Make an edit, notify what it was or why it failed, and show the session again."""
        try:
            what = edit()
        except NegcoachError as error:
            self._show_failure(error)
        else:
            self._show_done(what)

    def _show_done(self, what: str) -> None:
        self._show_edit(can_be_undone(what, self) if what else "")

    def _show_edit(self, message: str) -> None:
        if message:
            self.notify(message, markup=False)
        self.read_again()

    def _show_failure(self, error: NegcoachError) -> None:
        notify_error(self, error)
        self.read_again()


def records_at(
    record: SessionRecord, target: CursorTarget
) -> tuple[SetRecord | None, ConcentricRecord | None, RepRecord | None]:
    """Return the lowered set, the lifted set and the rep at a target, each ``None`` where the target has none."""
    performed = next((one for one in record.sets if one.id == target.set_id), None)
    lifted = next((one for one in record.concentric if one.id == target.set_id), None)
    reps = performed.reps if performed is not None else ()
    return performed, lifted, next((rep for rep in reps if rep.ordinal == target.ordinal), None)


def read_session(screen: Screen[None], services: Services, session_id: str) -> SessionRecord | None:
    """Return a session, ``None`` where it is gone or cannot be read; ``screen`` notifies a failure."""
    try:
        with services.database.read() as connection:
            return session(connection, session_id)
    except NegcoachError as error:
        notify_error(screen, error)
        return None


def _gone(keymap: Keymap) -> Content:
    undo, bin_view = keymap.name("views.undo"), keymap.name("views.bin")
    return Content.assemble(
        ("This session no longer exists", "bold $text-accent"),
        f"\n\nIf you have just deleted it, press {undo} to undo that.\n"
        f"Otherwise look in the bin: Esc, then {bin_view}.",
    )


def _empty(keymap: Keymap) -> Content:
    add, delete = keymap.name("session.add"), keymap.name("session.delete")
    return Content.assemble(
        ("This session is empty", "bold $text-accent"),
        f"\n\nPress {add} to add a set that was forgotten,\nor {delete} to delete the session.",
    )
