"""A small dialog of fields: prefilled, Enter keeps, Esc leaves."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static, TextArea

from negcoach.errors import NegcoachError
from negcoach.screens.shared.inputs import CleanInput
from negcoach.screens.shared.styles import DIALOG, FIELDS
from negcoach.texts import clean

MOST_TYPED = 400
"""Characters of a field on one line: the lowering times of a hundred reps."""

MOST_AIRY = 4
"""Fields that have an empty line between them in twenty-four rows."""

Values = Mapping[str, Any]
"""What was typed, by the names of its fields."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field: its text to begin with, how it is read (raising ``NegcoachError``), and what to say of it.

    ``lines`` is for a text of several lines.
    """

    name: str
    label: str
    text: str
    read: Callable[[str], Any]
    hint: Callable[[Any], str] | str = ""
    lines: bool = False


class FieldsScreen(ModalScreen[Values | None]):
    """Asks for the fields; the result holds those that were changed, ``None`` when the lifter went back."""

    CSS_PATH = [DIALOG, FIELDS]  # noqa: RUF012  # as Screen declares it
    AUTO_FOCUS = ".field"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "back", id="edit.back", tooltip="Change nothing"),
        Binding("up", "app.focus_previous", "Up", id="edit.up", show=False, tooltip="The field above"),
        Binding("down", "app.focus_next", "Down", id="edit.down", show=False, tooltip="The field below"),
    ]

    def __init__(
        self,
        title: str,
        fields: Sequence[Field],
        *,
        whole: bool = False,
        check: Callable[[Values], object] | None = None,
        checked: str = "",
        verb: str = "keep",
    ) -> None:
        """Ask under ``title``; with ``whole`` all fields are in the result.

        ``check`` raises ``NegcoachError`` for right fields that do not go together, which is said of the field
        ``checked``. ``verb`` is what Enter does.
        """
        super().__init__()
        self._title, self._fields, self._whole, self._verb = title, tuple(fields), whole, verb
        self._check, self._checked = check, checked

    def compose(self) -> ComposeResult:
        """Yield the fields, what is to be said of each, and the keys."""
        with Vertical(classes="dialog -dense" if len(self._fields) > MOST_AIRY else "dialog"):
            yield Static(Content(clean(self._title)), classes="title")
            with VerticalScroll(classes="fields", can_focus=False):
                for field in self._fields:
                    with Horizontal(classes="row -lines" if field.lines else "row"):
                        yield Static(field.label, classes="label", markup=False)
                        if field.lines:
                            yield NoteArea(field.text, id=field.name)
                        else:
                            yield FieldInput(field.text, id=field.name)
                        yield Static("", id=f"{field.name}-says", classes="says")
            keys = [("enter", self._verb), ("esc", "leave it")]
            if len(self._fields) > 1:
                keys.insert(1, ("↑ ↓", "field"))
            if any(field.lines for field in self._fields):
                keys.append(("ctrl+j", "new line"))
            line = Content("    ").join(Content.assemble((key, "bold"), f" {what}") for key, what in keys)
            yield Static(line, classes="keys")

    def on_mount(self) -> None:
        """Say what is right."""
        self._read()

    @on(events.DescendantFocus)
    def _focused(self) -> None:
        for row in self.query(".row"):
            row.set_class(row.has_focus_within, "-now")

    @on(Input.Changed)
    @on(TextArea.Changed)
    def _typed(self, event: Input.Changed | TextArea.Changed) -> None:
        if self.is_mounted:
            self.changed(event.control.id or "")
            self._read()

    def changed(self, name: str) -> None:
        """A field was changed; what depends on it may follow."""

    @on(Input.Submitted)
    def _submitted(self) -> None:
        self.action_keep()

    def action_keep(self) -> None:
        """Give what was changed, or go to what is wrong."""
        values, wrong = self._read(asked=True)
        if wrong:
            self.query_one(f"#{wrong}").focus()
            self.app.bell()
            return
        untouched = {field.name for field in self._fields if self.text_of(field.name) == field.text}
        self.dismiss({name: value for name, value in values.items() if self._whole or name not in untouched})

    def action_back(self) -> None:
        """Leave without anything."""
        self.dismiss(None)

    def text_of(self, name: str) -> str:
        """Return what a field says now."""
        field = self.query_one(f"#{name}")
        return field.text if isinstance(field, TextArea) else field.value if isinstance(field, Input) else ""

    def put(self, name: str, text: str) -> None:
        """Let a field on one line say something else."""
        with self.prevent(Input.Changed):
            self.query_one(f"#{name}", Input).value = text

    def _read(self, *, asked: bool = False) -> tuple[dict[str, Any], str]:
        """Read all fields; return their values and the first that is wrong ("": none).

        What is not typed yet is no mistake until it is ``asked`` for.
        """
        values: dict[str, Any] = {}
        wrong = ""
        for field in self._fields:
            try:
                value = values[field.name] = field.read(self.text_of(field.name))
            except NegcoachError as error:
                wrong = wrong or field.name
                wanted = not asked and not self.text_of(field.name)
                said = (str(error), "$foreground-muted") if wanted else (f"✕ {error}", "$text-error")
                self._say(f"{field.name}-says", *said)
            else:
                hint = field.hint if isinstance(field.hint, str) else field.hint(value)
                self._say(f"{field.name}-says", hint, "$foreground-muted")
        if not wrong and (fault := self._fault(values)):
            wrong = self._checked
            self._say(f"{wrong}-says", f"✕ {fault}", "$text-error")
        return values, wrong

    def _fault(self, values: Values) -> str:
        if self._check is None:
            return ""
        try:
            self._check(values)
        except NegcoachError as error:
            return str(error)
        return ""

    def _say(self, where: str, text: str, style: str) -> None:
        self.query_one(f"#{where}", Static).update(Content.styled(clean(text), style))


class FieldInput(CleanInput):
    """A field on one line."""

    def __init__(self, text: str, *, id: str) -> None:  # noqa: A002  # Textual's name
        """Begin with ``text``, all of it selected: typing replaces it."""
        super().__init__(text, id=id, classes="field", compact=True, max_length=MOST_TYPED, select_on_focus=True)


class NoteArea(TextArea):
    """A field of several lines: Enter keeps all, Ctrl+J begins a new line."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "screen.keep", "keep", id="note.keep", tooltip="Keep what is typed", priority=True),
        Binding("ctrl+j", "new_line", "new line", id="note.new-line", tooltip="Begin a new line", priority=True),
    ]

    def __init__(self, text: str, *, id: str) -> None:  # noqa: A002  # Textual's name
        """Begin with ``text``."""
        super().__init__(text, id=id, classes="field", compact=True, soft_wrap=True)

    def action_new_line(self) -> None:
        """Begin a new line."""
        self.insert("\n")

    def action_cursor_up(self, select: bool = False) -> None:
        """Go up, from the first line to the field above."""
        if self.cursor_at_first_line and not select:
            self.screen.focus_previous()
        else:
            super().action_cursor_up(select)

    def action_cursor_down(self, select: bool = False) -> None:
        """Go down, from the last line to the field below."""
        if self.cursor_at_last_line and not select:
            self.screen.focus_next()
        else:
            super().action_cursor_down(select)

    async def on_paste(self, event: events.Paste) -> None:
        """Insert what is pasted, cleaned, its lines kept."""
        event.prevent_default()
        event.stop()
        self.insert(clean(event.text, lines=True))
