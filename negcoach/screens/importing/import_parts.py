"""The widgets of the import's screen - an input, two lists - and the messages of its threads."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from negcoach.errors import NegcoachError
from negcoach.screens.importing.import_files import Beginning, PathSuggestion
from negcoach.screens.importing.import_rows import file_beginning
from negcoach.screens.shared.form.inputs import CleanInput
from negcoach.transfer.importer import Importer
from negcoach.transfer.preview import Preview
from negcoach.widgets.lists.option_lists import PagedList


class PathInput(CleanInput):
    """The input of the path of the file."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "preview", id="import.read", tooltip="Preview the file; nothing is changed"),
    ]


class ShortenedList(PagedList):
    """A list whose lines its screen shortens to the list's width."""

    class Resized(Message):
        """The list has another width, for which its lines must be shortened."""

    @property
    def line_width(self) -> int:
        """The columns that a line may have."""
        return max(24, self.scrollable_content_region.width - 2)  # an option's own margin

    def on_resize(self, event: events.Resize) -> None:
        """Post ``Resized``."""
        self.post_message(self.Resized())


class MappingList(ShortenedList):
    """The list of the file's exercises; Enter maps one to another exercise of the library."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", "change", id="import.map", tooltip="Say which exercise it is"),
    ]


class FileBeginning(Widget):
    """The beginning of the highlighted file, beside the list of files, as many lines as there is room for."""

    shown: reactive[tuple[PathSuggestion, Beginning] | None] = reactive(None)
    """The file and its beginning; ``None`` shows nothing."""

    class Shown(Message):
        """There is room for it now."""

    def on_show(self) -> None:
        """Post ``Shown``: in a narrow terminal nothing was read for it."""
        self.post_message(self.Shown())

    def render(self) -> Content:
        """Return the file's name over its lines, cut to the room."""
        return Content("") if self.shown is None else file_beginning(*self.shown, self.content_size)


class BeginningRead(Message):
    """The beginning of a file was read."""

    def __init__(self, place: PathSuggestion, beginning: Beginning) -> None:
        super().__init__()
        self.place = place
        self.beginning = beginning


class PlacesFound(Message):
    """The files and folders that match ``typed`` were found."""

    def __init__(self, typed: str, places: tuple[PathSuggestion, ...]) -> None:
        super().__init__()
        self.typed = typed
        self.places = places


class LookMessage(Message):
    """A message of a look at a file; ``look`` is the number of that look, of which the newest is wanted."""

    def __init__(self, look: int) -> None:
        super().__init__()
        self.look = look


class RowsRead(LookMessage):
    """``done`` rows of a file were read, of ``total``."""

    def __init__(self, look: int, done: int, total: int) -> None:
        super().__init__(look)
        self.done = done
        self.total = total


class PreviewRead(LookMessage):
    """The preview of a file was read."""

    def __init__(self, look: int, importer: Importer, preview: Preview) -> None:
        super().__init__(look)
        self.importer = importer
        self.preview = preview


class ReadFailed(LookMessage):
    """A file could not be read."""

    def __init__(self, look: int, error: NegcoachError) -> None:
        super().__init__(look)
        self.error = error
