"""The screen of the import: choose a file, look at its preview, answer what the file leaves open, and import it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option
from textual.worker import get_current_worker

from negcoach.errors import NegcoachError
from negcoach.screens.importing.import_dialogs import ColumnScreen, DifferencesScreen, MappingScreen, WritingScreen
from negcoach.screens.importing.import_files import (
    PathSuggestion,
    beginning_of,
    default_folder,
    matching_places,
    path_from,
)
from negcoach.screens.importing.import_parts import (
    BeginningRead,
    FileBeginning,
    LookMessage,
    MappingList,
    PathInput,
    PlacesFound,
    PreviewRead,
    ReadFailed,
    RowsRead,
    ShortenedList,
)
from negcoach.screens.importing.import_rows import (
    done_text,
    done_word,
    exercise_heading,
    exercise_line,
    name_width,
    newest_lines,
    place_line,
    preview_facts,
    source_line,
)
from negcoach.screens.shared.colours import follow_colours
from negcoach.screens.shared.keys.open_screen import OPENING, OpenScreen
from negcoach.screens.shared.keys.rebinding import keymap_of
from negcoach.screens.shared.notices import notify_error
from negcoach.screens.shared.reading_cursor import ChoosesWhileTyping
from negcoach.services import Services
from negcoach.training.exercise.exercise import offered
from negcoach.training.units import Unit
from negcoach.transfer.app_names import APPS_TEXT, SOME_APPS_TEXT
from negcoach.transfer.apps.dates import DayOrder
from negcoach.transfer.importer import ImportAnswers, Importer
from negcoach.transfer.preview import Preview
from negcoach.transfer.sources import open_source
from negcoach.widgets.bindings import bound
from negcoach.widgets.coach.giant_word import GiantWord
from negcoach.widgets.drawing.colour_schemes import ColourMode
from negcoach.widgets.lists.key_footer import KeyFooter

FROM = f"from {SOME_APPS_TEXT} or another negcoach"


_NO_PLACES = "No CSV or JSON file starts with that. Export one in the other program's settings.\n\n"
"""What is said where no file can be offered."""

_READ_HERE = f"Read here: {APPS_TEXT}, and what negcoach exports itself."

_FACTS_WIDTH = ((160, 76), (110, 48))
"""How many columns the facts have beside the exercises, in a terminal of so many, as the style sheet has it."""

_LOOK = "look"
"""The group of the workers that read a file and its preview: the newest is the one that is wanted."""

_ROWS_AROUND = 7
"""Rows that are neither facts nor the newest sessions: the title, the file, the keys, and gaps."""


class ImportScreen(OpenScreen, ChoosesWhileTyping, Screen[None]):
    """The screen of the import: choice of a file (``-choosing``), its preview (``-looking``), result (``-done``)."""

    CSS_PATH = "importing.tcss"
    AUTO_FOCUS = "#path"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-normal"), (160, "-wide")]  # noqa: RUF012  # as Screen declares it
    VERTICAL_BREAKPOINTS = [(0, "-low"), (18, "-high")]  # noqa: RUF012  # as Screen declares it
    BINDINGS: ClassVar[list[BindingType]] = [
        bound("import.go", "bring_in", "import", "Import what is new, in one step"),
        bound("import.kg", "unit('kg')", "kg"),
        bound("import.lb", "unit('lb')", "lb"),
        bound("import.day", "order('day-first')", "day first"),
        bound("import.month", "order('month-first')", "month first"),
        bound("import.loads", "ask_loads", "column"),
        bound("import.take", "take_over", "update", "Let the file replace what it says differently"),
        bound("import.choose", "choose", "one by one", "Update some of what is different"),
        Binding("up", "pick(-1)", "Up", id="import.up", show=False, tooltip="The file above"),
        Binding("down", "pick(1)", "Down", id="import.down", show=False, tooltip="The file below"),
        Binding(
            "tab", "complete", "complete", id="import.complete", tooltip="Complete the path with the highlighted name"
        ),
        Binding("escape", "back", "back", id="import.back", tooltip="Another file, or back to where you were"),
    ]

    def __init__(self, services: Services, place: str | None = None) -> None:
        """Import into the database of ``services``; ``place`` is the path to begin with (``None``: a likely one)."""
        super().__init__()
        self._services = services
        self._initial_path = place
        self._places: tuple[PathSuggestion, ...] = ()
        self._beginning_of: PathSuggestion | None = None  # what was last read to be shown beside the list
        self._importer: Importer | None = None
        self._preview: Preview | None = None
        self._answers = ImportAnswers()
        self._busy = False
        self._look = 0  # the number of the newest look at a file: what one before it has found comes too late
        self.add_class("-choosing")

    def compose(self) -> ComposeResult:
        """Lay out the title, the input of the path with the matching files, the preview and the result."""
        with Horizontal(id="title"):
            yield Static(Content.styled("Import", "bold $text-accent"), id="name")
            yield Static(Content(FROM), id="says")
        with Vertical(id="choosing"):
            with Horizontal(id="path-row"):
                yield Static("File", id="path-label")
                yield PathInput(
                    id="path",
                    compact=True,
                    select_on_focus=False,
                    placeholder="the file that the other program exported",
                )
            yield Static("", id="wrong", markup=False)
            with Horizontal(id="offered"):
                with Vertical(id="places-side"):
                    yield ShortenedList(id="places", compact=True)
                    yield Static("", id="no-places", markup=False)
                yield FileBeginning(id="beginning")
        with Vertical(id="looking"):
            yield Static("", id="source")
            with Horizontal(id="found"):
                with VerticalScroll(id="facts-scroll", can_focus=False):
                    yield Static("", id="facts")
                    yield Static("", id="newest")
                with Vertical(id="exercises-side"):
                    yield Static("", id="columns")
                    yield MappingList(id="exercises", compact=True)
        with Vertical(id="done"):
            yield GiantWord("", id="word")
            yield Static("", id="done-text")
        yield KeyFooter()

    def on_mount(self) -> None:
        """Fill in the path to begin with, and what starts with it."""
        self.query_one("#places", OptionList).can_focus = False
        path = self.query_one("#path", Input)
        path.value = default_folder() if self._initial_path is None else self._initial_path
        path.cursor_position = len(path.value)
        follow_colours(self, self._take_colours)
        self._places = matching_places(path.value)  # at once: the list is there as the screen opens
        self._fill_places()
        self._follow_highlight()

    def _take_colours(self, mode: ColourMode) -> None:
        self.query_one(GiantWord).colour_mode = mode

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer the actions of the present step."""
        preview = self._preview
        match action:
            case "pick" | "complete":
                return self.has_class("-choosing")
            case "bring_in":
                if preview is None or not self.has_class("-looking") or not preview.changes:
                    return False
                return None if preview.asks or self._busy else True
            case "take_over" | "choose":
                return self.has_class("-looking") and preview is not None and bool(preview.differences)
            case "ask_loads":
                return self.has_class("-looking") and preview is not None and bool(preview.columns)
            case "unit":
                return self.has_class("-looking") and preview is not None and preview.needs_unit
            case "order":
                return self.has_class("-looking") and preview is not None and preview.needs_order
            case _:
                return True

    def action_pick(self, step: int) -> None:
        """Highlight the file above or below, while the path is typed."""
        found = self.query_one("#places", OptionList)
        if found.option_count:
            at = found.highlighted
            found.highlighted = (
                (0 if step > 0 else found.option_count - 1)
                if at is None
                else (max(0, min(found.option_count - 1, at + step)))
            )
            self.stand_on(found, self.query_one(PathInput))

    def action_complete(self) -> None:
        """Complete the path with the highlighted file or folder."""
        if place := self._highlighted:
            self._set_path(place.path)

    def action_unit(self, unit: Unit) -> None:
        """Set the unit of the loads."""
        self._change_answers(replace(self._answers, unit=unit))

    def action_order(self, order: str) -> None:
        """Set which of day and month comes first."""
        self._change_answers(replace(self._answers, order=DayOrder(order)))

    @work
    async def action_ask_loads(self) -> None:
        """Ask which column has the loads."""
        if self._preview is None or self._busy:
            return
        column = await self.app.push_screen_wait(ColumnScreen(self._preview.columns))
        if column is not None:
            self._change_answers(replace(self._answers, loads=column))

    def action_take_over(self) -> None:
        """Take over what the file says differently, or leave it as it is here."""
        if not self._busy:
            self._change_answers(replace(self._answers, take_over=not self._answers.take_over, left=frozenset()))

    @work
    async def action_choose(self) -> None:
        """Update some of what is different, and leave the rest as it is here."""
        if self._preview is None or self._busy:
            return
        differences = self._preview.differences
        taken = [self._answers.takes(one) for one in differences]
        chosen = await self.app.push_screen_wait(DifferencesScreen(differences, taken))
        if chosen is not None:
            left = frozenset(one.key for one, is_taken in zip(differences, chosen, strict=True) if not is_taken)
            self._change_answers(replace(self._answers, take_over=any(chosen), left=left))

    def action_back(self) -> None:
        """Go back to the choice of a file, or leave the screen."""
        if self.has_class("-looking"):
            self.workers.cancel_group(self, _LOOK)
            self._look += 1
            self._importer = self._preview = None
            self._answers = ImportAnswers()
            self._set_status(FROM)
            self._show_step("-choosing")
            self.query_one("#path", Input).focus()
        else:
            self.dismiss(None)

    @work
    async def action_bring_in(self) -> None:
        """Import the file behind a progress bar."""
        if self._importer is None:
            return
        done = await self.app.push_screen_wait(WritingScreen(self._services, self._importer, self._answers))
        if isinstance(done, NegcoachError):
            notify_error(self, done)
        elif done is not None:
            self.query_one(GiantWord).word = done_word(done)
            self.query_one("#done-text", Static).update(done_text(done, keymap_of(self)))
            self._set_status("Done.")
            self._show_step("-done")
            self.set_focus(None)

    @on(ShortenedList.Resized)
    def _shorten_lines(self) -> None:
        if self.has_class("-choosing"):
            places = self.query_one("#places", OptionList)
            at = places.highlighted
            self._fill_places()
            places.highlighted = at  # another width is no other choice
        elif self.has_class("-looking"):
            self._fill_preview()

    @on(Input.Changed, "#path")
    def _path_changed(self, event: Input.Changed) -> None:
        self.query_one("#wrong", Static).update("")
        self._find_places(event.value)

    @on(Input.Submitted, "#path")
    def _submit_path(self, event: Input.Submitted) -> None:
        """Open the highlighted folder, or read a file: the one typed in full, else the highlighted one."""
        typed = path_from(event.value)
        place = self._highlighted
        if place is not None and (typed is None or not typed.is_file()):
            if place.folder:
                self._set_path(place.path)
                return
            self._set_path(place.path)
            typed = Path(place.path).expanduser()
        if typed is None:
            self._show_mistake("Type the path of a file, or choose one below.")
        else:
            self.query_one("#wrong", Static).update(Content.styled("Reading it…", "$foreground-muted"))
            self._look_at(typed)

    @on(OptionList.OptionHighlighted, "#places")
    @on(FileBeginning.Shown)
    def _follow_highlight(self) -> None:
        """Read the beginning of the file that is highlighted now, where there is room for it."""
        place = self._highlighted
        if place is not None and place != self._beginning_of and self.query_one(FileBeginning).display:
            self._beginning_of = place
            self._read_beginning(place)

    @work(thread=True, exclusive=True, group=OPENING)
    def _read_beginning(self, place: PathSuggestion) -> None:
        self.post_message(BeginningRead(place, beginning_of(place)))

    @on(BeginningRead)
    def _show_beginning(self, message: BeginningRead) -> None:
        """Show the beginning of a file, unless another one is wanted meanwhile."""
        if message.place == self._beginning_of:
            self.query_one(FileBeginning).shown = message.place, message.beginning

    @on(OptionList.OptionSelected, "#places")
    def _select_place(self, event: OptionList.OptionSelected) -> None:
        place = self._places[event.option_index]
        self._set_path(place.path)
        if not place.folder:
            self._look_at(Path(place.path).expanduser())

    @on(OptionList.OptionSelected, "#exercises")
    def _choose_exercise(self, event: OptionList.OptionSelected) -> None:
        if self._preview is not None and not self._busy:
            found = self._preview.exercises[event.option_index]
            self._ask_mapping(found.name, found.match.exercise)

    @work
    async def _ask_mapping(self, name: str, now: str) -> None:
        slug = await self.app.push_screen_wait(MappingScreen(offered(self._services.library), name, now))
        if slug is not None:
            self._change_answers(replace(self._answers, chosen={**self._answers.chosen, name: slug}))

    @work(thread=True, exclusive=True, group="find")
    def _find_places(self, typed: str) -> None:
        self.post_message(PlacesFound(typed, matching_places(typed)))

    def _look_at(self, path: Path) -> None:
        """Read a file and its preview."""
        self._look += 1
        self._read_file(path, self._look)

    @work(thread=True, exclusive=True, group=_LOOK)
    def _read_file(self, path: Path, look: int) -> None:
        try:
            source = open_source(path, self._require_no_session)
            importer = Importer(source, self._services.library, on_read=partial(self._post_rows_read, look))
            with self._services.database.read() as connection:
                self._post_if_wanted(PreviewRead(look, importer, importer.preview(connection, self._answers)))
        except NegcoachError as error:
            self._post_if_wanted(ReadFailed(look, error))

    def _require_no_session(self) -> None:
        """Raise ``NegcoachError`` for a large file while a session is under way, before it is read."""
        from negcoach.store.database.large_write import require_no_session

        database = self._services.database
        with database.read() as connection:
            require_no_session(database.path, connection, self._services.now())

    @work(thread=True, exclusive=True, group=_LOOK)
    def _read_preview(self, importer: Importer, answers: ImportAnswers, look: int) -> None:
        try:
            with self._services.database.read() as connection:
                self._post_if_wanted(PreviewRead(look, importer, importer.preview(connection, answers)))
        except NegcoachError as error:
            self._post_if_wanted(ReadFailed(look, error))

    def _post_rows_read(self, look: int, done: int, total: int) -> None:
        if done:  # a file of a few rows is read at once
            self._post_if_wanted(RowsRead(look, done, total))

    def _post_if_wanted(self, message: LookMessage) -> None:
        """Post what was read in a thread, unless the lifter went on to another file or other answers meanwhile.

        Whether it is wanted still when it comes is asked once more then.
        """
        if not get_current_worker().is_cancelled:
            self.post_message(message)

    @on(RowsRead)
    def _show_rows_read(self, message: RowsRead) -> None:
        """Say how much of a long file is read."""
        if message.look != self._look:
            return
        said = f"Checking it… {message.done:,} of {message.total:,} rows"
        self.query_one("#wrong", Static).update(Content.styled(said, "$foreground-muted"))

    @on(PlacesFound)
    def _show_places(self, message: PlacesFound) -> None:
        """Show the files found, unless the typed path has changed since."""
        if message.typed == self.query_one("#path", Input).value:
            self._places = message.places
            self._fill_places()

    @on(PreviewRead)
    def _show_preview(self, message: PreviewRead) -> None:
        """Show the preview of the file."""
        if message.look != self._look:
            return
        if self._importer is None:
            self._importer = message.importer
            self.query_one("#wrong", Static).update("")
            self._show_step("-looking")
        self._busy = False
        self._preview = message.preview
        self._fill_preview()
        exercises = self.query_one("#exercises", OptionList)
        self.set_focus(exercises if message.preview.exercises else None)
        self.refresh_bindings()

    @on(ReadFailed)
    def _show_failure(self, message: ReadFailed) -> None:
        """Show why the file could not be read."""
        if message.look != self._look:
            return
        self._busy = False
        if self.has_class("-choosing"):
            self._show_mistake(str(message.error))
        else:
            notify_error(self, message.error)

    @property
    def _highlighted(self) -> PathSuggestion | None:
        at = self.query_one("#places", OptionList).highlighted
        return None if at is None or at >= len(self._places) else self._places[at]

    def _change_answers(self, answers: ImportAnswers) -> None:
        """Read the preview again with other answers."""
        self._answers = answers
        if self._importer is not None:
            self._busy = True
            self._look += 1
            self._read_preview(self._importer, answers, self._look)

    def _set_path(self, path: str) -> None:
        field = self.query_one("#path", Input)
        field.value = path
        field.cursor_position = len(path)

    def _show_step(self, state: str) -> None:
        """Show one of the three steps: ``-choosing``, ``-looking`` or ``-done``."""
        for name in ("-choosing", "-looking", "-done"):
            self.set_class(name == state, name)
        self.refresh_bindings()

    def _fill_preview(self) -> None:
        """Fill in the preview, its lines shortened to the width."""
        preview = self._preview
        if preview is None:
            return
        self._set_status("Nothing is changed until you import.")
        self.query_one("#source", Static).update(source_line(preview))
        most = 5 if self.has_class("-narrow") else 20
        facts = preview_facts(preview, most, keymap_of(self), low=self.has_class("-low"))
        self.query_one("#facts", Static).update(facts)
        self._fill_newest(preview, facts.plain.count("\n") + 1)
        self.query_one("#exercises-side").display = bool(preview.exercises)
        exercises = self.query_one(MappingList)
        width = exercises.line_width
        names = name_width(preview.exercises, width)
        self.query_one("#columns", Static).update(exercise_heading(names, width))
        at = exercises.highlighted or 0
        exercises.clear_options()
        exercises.add_options([Option(exercise_line(found, names, width)) for found in preview.exercises])
        exercises.highlighted = at if preview.exercises else None

    def _fill_newest(self, preview: Preview, facts: int) -> None:
        """Show the newest sessions below the facts, which take so many rows, where they are beside the exercises."""
        width, height = self.app.size
        beside = next((columns for least, columns in _FACTS_WIDTH if width >= least), 0)
        shown = newest_lines(preview.newest, beside - 2, height - _ROWS_AROUND - facts) if beside else Content("")
        newest = self.query_one("#newest", Static)
        newest.display = bool(shown.plain)
        newest.update(shown)

    def _fill_places(self) -> None:
        found = self.query_one("#places", ShortenedList)
        found.clear_options()
        found.add_options([Option(place_line(place, found.line_width)) for place in self._places])
        if self._places:  # most lifters want the newest file
            found.highlighted = next((at for at, place in enumerate(self._places) if not place.folder), 0)
        nothing = not self._places
        found.display = not nothing
        self.query_one(FileBeginning).visible = not nothing
        hint = self.query_one("#no-places", Static)
        hint.display = nothing or not self.has_class("-low")
        hint.update(f"{_NO_PLACES if nothing else ''}{_READ_HERE}")

    def _show_mistake(self, text: str) -> None:
        self.query_one("#wrong", Static).update(Content(f"! {text}"))

    def _set_status(self, text: str) -> None:
        self.query_one("#says", Static).update(Content(text))
