"""What an import's screen is made of: its field and lists, and the messages of its threads."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import OptionList

from negcoach.errors import NegcoachError
from negcoach.screens.importing.import_files import Place
from negcoach.screens.shared.inputs import CleanInput
from negcoach.transfer.importer import Importer
from negcoach.transfer.preview import Preview


class PathInput(CleanInput):
    """The field for the path."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "look into it", id="import.read", tooltip="Look into the file; nothing is changed"),
    ]


class CutList(OptionList):
    """A list whose lines are cut to its width by its screen."""

    class Resized(Message):
        """The lines have to be cut anew."""

    @property
    def line_width(self) -> int:
        """How many columns a line may have."""
        return max(30, self.scrollable_content_region.width - 2)  # an option's own margin

    def on_resize(self, event: events.Resize) -> None:
        """Tell the screen."""
        self.post_message(self.Resized())


class ExerciseList(CutList):
    """The exercises of the file; Enter takes one for another."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", "change", id="import.map", tooltip="Say which exercise it is"),
    ]


class Found(Message):
    """What there is to choose for what was typed."""

    def __init__(self, typed: str, places: tuple[Place, ...]) -> None:
        super().__init__()
        self.typed = typed
        self.places = places


class Looked(Message):
    """A file was looked into."""

    def __init__(self, importer: Importer, preview: Preview) -> None:
        super().__init__()
        self.importer = importer
        self.preview = preview


class Failed(Message):
    """A file could not be read."""

    def __init__(self, error: NegcoachError) -> None:
        super().__init__()
        self.error = error
