"""A form: its fields, how each is read, the note beside it while it is typed, and the dialog that shows one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, Literal, TypeVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.geometry import Region
from textual.screen import ModalScreen, Screen
from textual.types import CSSPathType
from textual.widget import Widget
from textual.widgets import Input, Static

from negcoach.errors import NegcoachError
from negcoach.screens.shared.form.dialog_keys import DialogKeys, Pairs
from negcoach.screens.shared.form.inputs import MOST_TYPED, Chooser, FieldInput
from negcoach.screens.shared.keys.open_screen import OpenScreen
from negcoach.screens.shared.styles import DIALOG, FIELDS
from negcoach.texts import clean
from negcoach.widgets.prose import Prose
from negcoach.widgets.sizes import BESIDE

if TYPE_CHECKING:
    from textual.widgets import TextArea

    from negcoach.screens.shared.form.note_area import NoteArea

MOST_SPACED = 4
"""The most fields that still get an empty line between them in 24 rows."""

Texts = Mapping[str, str]
"""The typed texts by field name."""

Values = Mapping[str, Any]
"""The values read from the texts, by field name."""


_Made = TypeVar("_Made")


@dataclass(frozen=True, slots=True)
class Note:
    """The note beside a field: a hint, a warning or an error."""

    text: str
    kind: Literal["hint", "warning", "error"] = "hint"


Hint = Callable[[Values], str | Note] | str
"""The note of a field that is right: a text, or a function of the values of all fields that are right."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a form: its first text, how it is read (raising ``NegcoachError``), and the hint beside it.

    ``value`` is the exact value where ``text`` is a rounded one; it is kept as long as the text is unchanged.
    ``empty`` is the hint while nothing is typed, in place of what ``read`` raises. ``lines`` allows several lines.
    ``choices`` are values with their names, of which one is chosen, not typed. ``longest`` is in characters.
    """

    name: str
    label: str
    text: str
    read: Callable[[str], Any]
    hint: Hint = ""
    value: Any = None
    empty: str = ""
    lines: bool = False
    choices: Sequence[tuple[str, str]] = ()
    longest: int = MOST_TYPED

    def value_of(self, text: str) -> Any:
        """Return the value of a text; raises ``NegcoachError``."""
        return self.value if self.value is not None and text == self.text else self.read(text)

    def note(self, values: Values) -> Note:
        """Return the note of the field when it is right."""
        hint = self.hint if isinstance(self.hint, str) else self.hint(values)
        return Note(hint) if isinstance(hint, str) else hint


def optional_field(
    name: str,
    label: str,
    value: Any,
    write: Callable[[Any], str],
    read: Callable[[str], Any],
    hint: Hint,
    *,
    longest: int = MOST_TYPED,
) -> Field:
    """Return a field that is empty for the value ``None``, else written and read with these functions."""

    def read_or_none(text: str) -> Any:
        return read(text) if text.strip() else None

    return Field(name, label, "" if value is None else write(value), read_or_none, hint, longest=longest)


@dataclass(frozen=True, slots=True)
class Reading:
    """The reading of a form: the values of the fields that are right, a note for each field, and the result.

    ``made`` is the result, ``None`` while a field is wrong.
    """

    values: Values
    notes: Mapping[str, Note]
    made: Any

    @property
    def first_wrong(self) -> str | None:
        """The first field that is wrong."""
        return next((name for name, note in self.notes.items() if note.kind == "error"), None)


class FieldError(NegcoachError):
    """An error about the value of one field, which is right alone but not with the others."""

    def __init__(self, field: str, text: str) -> None:
        super().__init__(text)
        self.field = field


def read_fields(
    fields: Sequence[Field],
    texts: Texts,
    make: Callable[[Values], Any] | None = None,
    blamed: str = "",
    check: Callable[[Values], None] = lambda values: None,
) -> Reading:
    """Read the texts of the fields, and make the result from their values.

    Without ``make``, the result is the values of the fields that were changed. ``make`` and ``check`` raise
    ``NegcoachError`` for valid values that do not go together, which is shown beside the field ``blamed``, a
    ``FieldError`` beside its own.
    """
    values: dict[str, Any] = {}
    wrong: dict[str, Note] = {}
    made = None
    for field in fields:
        try:
            values[field.name] = field.value_of(texts[field.name])
        except NegcoachError as error:
            wrong[field.name] = Note(str(error), "error")
    if not wrong:
        try:
            check(values)
            changed = {field.name: values[field.name] for field in fields if texts[field.name] != field.text}
            made = changed if make is None else make(values)
        except NegcoachError as error:
            wrong[error.field if isinstance(error, FieldError) else blamed] = Note(str(error), "error")
    return Reading(values, {field.name: wrong.get(field.name) or field.note(values) for field in fields}, made)


class Form(Vertical):
    """A form: its fields below each other, each with its label and its note. Its screen reads it on every change."""

    DEFAULT_CSS = """
    Form { height: auto; }
    """

    def __init__(
        self,
        fields: Sequence[Field],
        read: Callable[[Texts], Reading],
        *,
        input_class: type[FieldInput] = FieldInput,
        error_mark: str = "✕ ",
        id: str | None = None,  # noqa: A002  # Textual's name
    ) -> None:
        """Show ``fields``, which ``read`` reads; ``error_mark`` is put before an error."""
        super().__init__(id=id)
        self.fields, self._read = tuple(fields), read
        self._inputs = {field.name: _input(field, input_class) for field in fields}
        self._looks = {
            "hint": ("", "$foreground-muted"),
            "warning": ("! ", "$text-warning"),
            "error": (error_mark, "$text-error"),
        }

    def compose(self) -> ComposeResult:
        """Yield the fields."""
        for field in self.fields:
            with Horizontal(classes="row -lines" if field.lines else "row -choice" if field.choices else "row"):
                yield Static(clean(field.label), classes="label", markup=False)
                yield self._inputs[field.name]
                yield Prose("", id=f"{field.name}-note", classes="note")

    def on_click(self, event: events.Click) -> None:
        """Go to the field of which the name or the note is clicked."""
        clicked = event.widget
        if clicked is None or clicked.can_focus:
            return
        row = next((node for node in clicked.ancestors_with_self if node.has_class("row")), None)
        if row is not None:
            next(typed for typed in self._inputs.values() if typed.parent is row).focus()

    @property
    def texts(self) -> dict[str, str]:
        """The typed texts by field name."""
        return {name: typed.value for name, typed in self._inputs.items()}

    def text_of(self, name: str) -> str:
        """Return the present text of a field."""
        return self._inputs[name].value

    def put(self, name: str, text: str) -> None:
        """Put another text into a field on one line, without posting a message."""
        with self.prevent(Input.Changed):
            self.query_one(f"#{name}", Input).value = text

    def read(self) -> Reading:
        """Return a reading of the present texts."""
        return self._read(self.texts)

    def show(self, *, asked: bool) -> Reading:
        """Read the fields and show their notes; an empty field is an error only on submission (``asked``)."""
        reading = self.read()
        for field in self.fields:
            note = reading.notes[field.name]
            if note.kind == "error" and not (asked or self.text_of(field.name)):
                note = Note(field.empty or note.text)
            mark, look = self._looks[note.kind]
            self.query_one(f"#{field.name}-note", Static).update(Content.styled(f"{mark}{clean(note.text)}", look))
            self._inputs[field.name].set_class(note.kind == "error", "-wrong")
            row = self._inputs[field.name].parent
            if field.lines and isinstance(row, Widget):  # else all the width is the text's
                row.set_class(bool(note.text), "-said")
        return reading

    def refuse(self, name: str, why: str) -> None:
        """Say beside a field why what was typed is refused, until it is changed, and go to it."""
        mark, look = self._looks["error"]
        self.query_one(f"#{name}-note", Static).update(Content.styled(f"{mark}{clean(why)}", look))
        self._inputs[name].add_class("-wrong")
        self.go_to(name)

    def go_to(self, wrong: str) -> None:
        """Focus a field that is wrong, with a bell."""
        self._inputs[wrong].focus()
        self.app.bell()


def _input(field: Field, input_class: type[FieldInput]) -> FieldInput | Chooser | NoteArea:
    if field.choices:
        return Chooser(field.choices, field.text, id=field.name)
    if field.lines:
        from negcoach.screens.shared.form.note_area import NoteArea

        return NoteArea(field.text, id=field.name)
    return input_class(field.text, id=field.name, longest=field.longest)


class FieldsScroll(VerticalScroll, can_focus=False, inherit_bindings=False):
    """The scrolling area around the fields, without keys of its own: the arrows go from field to field."""


class FieldsScreen(OpenScreen, ModalScreen[_Made | None]):
    """The dialog of a form; its result is the form's (see ``read_fields``), ``None`` when the lifter went back."""

    CSS_PATH: ClassVar[CSSPathType | None] = [DIALOG, FIELDS]
    AUTO_FOCUS = ".field"
    HORIZONTAL_BREAKPOINTS = [(0, "-slim"), (64, "-roomy"), (BESIDE, "-beside")]  # noqa: RUF012 - so does Textual
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "keep", "save", id="edit.keep", tooltip="Save what is typed"),
        Binding("escape", "back", "cancel", id="edit.back", tooltip="Change nothing"),
        Binding("up", "app.focus_previous", "Up", id="edit.up", show=False, tooltip="The field above"),
        Binding("down", "app.focus_next", "Down", id="edit.down", show=False, tooltip="The field below"),
    ]

    def __init__(
        self,
        title: str,
        fields: Sequence[Field],
        *,
        make: Callable[[Values], _Made] | None = None,
        check: Callable[[Values], None] = lambda values: None,
        blamed: str = "",
        blames: Sequence[str] = (),
        verb: str = "save",
        error_mark: str = "✕ ",
    ) -> None:
        """Show the fields under ``title``; ``verb`` is what Enter does.

        Of ``blames`` the first field that was changed has the reason beside it where the result is not kept.
        """
        super().__init__()
        self._title, self._verb, self._blames = title, verb, blames
        self._keep: Callable[[_Made], None] = lambda made: None
        self._shown: tuple[Widget, Region] | None = None  # the row that was brought into view, and where it was
        read = partial(read_fields, fields, make=make, blamed=blamed, check=check)
        self.form = Form(fields, read, error_mark=error_mark)

    def kept_by(self, keep: Callable[[_Made], None]) -> FieldsScreen[_Made]:
        """Have a changed result kept before the dialog closes; it stands, with the reason, where ``keep`` refuses it.

        That is a ``NegcoachError``.
        """
        self._keep = keep
        return self

    def compose(self) -> ComposeResult:
        """Yield the fields with their notes, and the keys."""
        with Vertical(classes="dialog -dense" if len(self.form.fields) > MOST_SPACED else "dialog"):
            yield Static(Content(clean(self._title)), classes="title")
            with FieldsScroll():
                yield self.form
            yield DialogKeys(self.keys())

    def keys(self) -> Pairs:
        """Return the keys and what they do."""
        keys = [("enter", self._verb), ("esc", "cancel")]
        if len(self.form.fields) > 1:
            keys.insert(1, ("↑ ↓", "field"))
        if any(field.lines for field in self.form.fields):
            keys.append(("ctrl+j", "new line"))
        return keys

    def set_focus(self, widget: Widget | None, scroll_visible: bool = True, from_app_focus: bool = False) -> None:
        """Focus a field without the scrolling of Textual, which goes by where the rows were before."""
        super().set_focus(widget, scroll_visible=False, from_app_focus=from_app_focus)

    def on_mount(self) -> None:
        """Show the notes of the first texts, and from the first frame on which field is typed in."""
        self.screen_layout_refresh_signal.subscribe(self, self._show_whole_row)
        self.form.show(asked=False)
        self.query(".field").first().query_ancestor(".row").add_class("-now")

    def _show_whole_row(self, _: Screen[object]) -> None:
        """Bring the field and its note into view once they have their place: the note before gives its rows up."""
        for row in self.query(".row"):
            if row.has_focus_within and self._shown != (row, row.virtual_region):
                self._shown = (row, row.virtual_region)
                row.scroll_visible(animate=False)

    @on(events.DescendantFocus)
    def _focused(self) -> None:
        for row in self.query(".row"):
            row.set_class(row.has_focus_within, "-now")

    def on_input_changed(self, event: Input.Changed | TextArea.Changed) -> None:
        """Show the notes of the changed texts."""
        if self.is_mounted:
            self.changed(event.control.id or "")
            self.form.show(asked=False)

    on_text_area_changed = on_input_changed  # by name: the text area is only loaded where there is one

    def changed(self, name: str) -> None:
        """Update what depends on a field that was changed; a hook for subclasses."""

    @on(Input.Submitted)
    def _submitted(self) -> None:
        self.action_keep()

    def action_keep(self) -> None:
        """Return the form's result, or focus the first field that is wrong."""
        reading = self.form.show(asked=True)
        if reading.first_wrong:
            self.form.go_to(reading.first_wrong)
        elif self.is_active:  # the second Enter of a burst finds it closed already
            try:
                if reading.made:
                    self._keep(reading.made)
            except NegcoachError as error:
                field = error.field if isinstance(error, FieldError) else self._blamed_field(reading.made)
                self.form.refuse(field, str(error))
            else:
                self.dismiss(reading.made)

    def _blamed_field(self, made: _Made) -> str:
        changed = list(made) if isinstance(made, Mapping) else []
        blamed = [name for name in self._blames if name in changed]
        return next(iter((*blamed, *changed)), self.form.fields[0].name)

    def action_back(self) -> None:
        """Leave without a result."""
        self.dismiss(None)
