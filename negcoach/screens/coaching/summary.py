"""The summary at the end of a session: its sets, its effort and a note."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.geometry import Size
from textual.screen import Screen
from textual.widgets import Input, Static

from negcoach.coaching.session.running_session import EndedSession, SessionSet
from negcoach.coaching.session.session_review import ExerciseReview, review
from negcoach.coaching.words.set_words import LOST, last_time_in_words, percent_of
from negcoach.coaching.words.summary_words import MOST_IN_NOTE, next_day_text, set_done_words, tempo_text, tested_words
from negcoach.errors import NegcoachError
from negcoach.formatting import (
    clock_text,
    load_range_text,
    long_day_text,
    nearest_second,
    time_text,
)
from negcoach.keys.names import short_name, types_text
from negcoach.screens.coaching.screen_presses import ScreenPresses
from negcoach.screens.coaching.trouble import TroubleLine
from negcoach.screens.history.session.words import reached_text, record_text
from negcoach.screens.shared.colours import apply_phase_colours, follow_colours
from negcoach.screens.shared.form.inputs import CleanInput
from negcoach.screens.shared.keys.fresh_keys import FreshKeys
from negcoach.screens.shared.notices import notify_error
from negcoach.services import Services
from negcoach.store.editing.manual_sets import MOST_NOTE
from negcoach.store.prescribed_set import PrescribedSet
from negcoach.store.queries.sessions.history import session
from negcoach.texts import clean, counted, parted
from negcoach.training.effort import effort_text, parse_effort
from negcoach.training.exercise.way import Way, WayKind
from negcoach.training.score.timeline import Phase
from negcoach.training.units import Unit
from negcoach.widgets.bindings import bound
from negcoach.widgets.charts.rep_columns import RepColumns, rows_for
from negcoach.widgets.charts.rpe_scale import SESSION_WORDS
from negcoach.widgets.coach.giant_word import GiantWord
from negcoach.widgets.drawing.colour_schemes import ColourMode
from negcoach.widgets.drawing.shapes import Shape
from negcoach.widgets.lists.key_line import KeyLine, Keys
from negcoach.widgets.prose import Prose

if TYPE_CHECKING:
    from negcoach.broadcast.message import Now, Shown

FRAME_ROWS = 7
"""The rows that the header, the fields, the keys and the space between them take."""
NARROW = 50
"""The columns below which the line of keys has no room for the help."""
LEAST_WORD_ROWS = 7
"""The fewest rows of the giant word."""
MOST_WORD_PART = 0.4
"""The part of the rows that the giant word has at most: it heads what is read, and is not all that is seen."""
LABEL_COLUMNS = 11
"""The columns of the label before a line about an exercise, behind which it hangs where it breaks."""
WORD_SHAPE = 6
"""How many times as wide as it is high the giant word is at least: beyond that its letters look stretched."""


class EffortInput(CleanInput):
    """The field of the effort: it takes digits alone, and has it said when anything else is typed or pasted."""

    def __init__(self, effort: str, on_refused: Callable[[], None]) -> None:
        """Begin with an effort; ``on_refused`` is called for what the field does not take."""
        digits = r"[0-9]*" if effort.isdigit() or not effort else r"[0-9.]*"
        longest = max(2, len(effort))
        super().__init__(effort, "1-10", id="rpe", max_length=longest, restrict=digits, compact=True)
        self._on_refused = on_refused

    def restricted(self) -> None:
        """Have it said that something was not taken."""
        self._on_refused()


class SummaryScreen(FreshKeys, Screen[None]):
    """The summary of a session: all its sets by exercise, and fields for its effort and a note.

    The fields are prefilled with what was entered in the history during a rest. What was typed is stored
    however the screen is left.
    """

    CSS_PATH = "summary.tcss"
    VERTICAL_BREAKPOINTS = [(0, "-short"), (20, "-tall")]  # noqa: RUF012 - so does Textual

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "scroll(-1)", "up", id="summary.up", show=False, tooltip="The sets above"),
        Binding("down", "scroll(1)", "down", id="summary.down", show=False, tooltip="The sets below"),
        bound("summary.done", "done", "done", "Save this, and go back to the exercises"),
    ]

    def __init__(self, services: Services, ended: EndedSession) -> None:
        """Summarise a session that has ended."""
        super().__init__()
        self._services = services
        self._recorder = ended.recorder
        self._performed = ended.performed
        self._length_ms = ended.length_ms
        self._today = ended.today
        self._idle_h = ended.idle_h
        self._reviews: dict[str, ExerciseReview] = {}
        with contextlib.suppress(NegcoachError):  # the recorder's trouble says it
            self._reviews = review(services, ended)
        self._presses = ScreenPresses(self, services)
        self._stored = self._recorded = self._stored_note_and_effort()
        self._note, self._rpe = self._stored
        self._trouble_shown = False

    def compose(self) -> ComposeResult:
        """Yield the totals, each set with its reps, and the two fields."""
        names = ", ".join(dict.fromkeys(clean(one.prescribed.exercise_name) for one in self._performed))
        note, effort = clean(self._parted_note()[0]), effort_text(self._rpe)
        yield Static(Content.assemble((self._title, "bold"), f"  {names}"), id="header")
        reps = sum(len(one.outcome.reps) for one in self._performed)
        word = GiantWord(counted(reps, "REP", "REPS"), id="word")
        lost = any(one.outcome.stop in LOST for one in self._performed)
        word.shape = Shape.CROSS if lost else Shape.CHECK
        yield word
        with VerticalScroll(id="body", can_focus=False):
            yield Static(self._totals(), id="totals", markup=False)
            if not self._has_several:
                yield from self._about(self._performed[0].prescribed.exercise)
            for sets in self._sets.values():
                yield from self._exercise(sets)
        with Vertical(id="form"):
            with Horizontal(classes="field"):
                yield Static("Effort", classes="label")
                yield EffortInput(effort, self._refuse_words)
                yield Static("", id="rpe-says", markup=False)
            with Horizontal(classes="field"):
                yield Static("Note", classes="label")
                most = MOST_NOTE if self._parted_note()[1] else max(MOST_IN_NOTE, len(note))
                yield CleanInput(
                    *(note, "how it went, what to change"),
                    id="note",
                    max_length=most,
                    compact=True,
                    select_on_focus=False,
                )
        yield TroubleLine(self._recorder)
        yield KeyLine(id="keys")

    def mirrored(self) -> tuple[Shown, Now]:
        """Return the totals; effort and note are typed at the laptop."""
        from negcoach.broadcast.message import Now, WordsShown  # without mirrors nobody asks

        word, header = self.query_one(GiantWord), str(self.query_one("#header", Static).content)
        return WordsShown(word.word, (header, *str(self._totals()).splitlines())), Now(self._services.clock())

    def on_mount(self) -> None:
        """Focus the effort."""
        apply_phase_colours(self, Phase.LEAD_IN)
        apply_phase_colours(self.query_one("#header"), Phase.LEAD_IN, header=True)
        apply_phase_colours(self.query_one("#form"), Phase.LEAD_IN, header=True)
        follow_colours(self, self._take_colours)
        self.set_focus(self.query_one("#rpe", Input))  # at once: it is focused in the first frame
        self._show_effort_note("")
        self._fit(self.app.size)  # Textual tells the size only after the first frame

    def _take_colours(self, mode: ColourMode) -> None:
        self.query_one(KeyLine).colour_mode = mode
        self.query_one(GiantWord).colour_mode = mode
        for bars in self.query(RepColumns):
            bars.colour_mode = mode

    def on_resize(self) -> None:
        """Fit the sets into the new size."""
        self._fit(self.size)

    def _fit(self, size: Size) -> None:
        """Fit the sets into a size: many reps in columns, and the giant word only where it has room."""
        width, height = size
        keys: Keys = (("enter", "note, then done"), ("esc", "done"))
        for_help = [key for key in self._services.keymap.keys("app.help") if not types_text(key)]
        if width >= NARROW and for_help:
            keys += ((short_name(for_help[0]), "help"),)
        self.query_one(KeyLine).keys = keys
        room = height - (FRAME_ROWS if height >= 20 else FRAME_ROWS - 3)
        fitting = [rows for rows in range(12, 0, -1) if self._rows(width - 4, rows) <= room]
        max_rows = fitting[0] if fitting else 1
        for bars in self.query(RepColumns):
            bars.max_rows = max_rows
        spare = room - self._rows(width - 4, max_rows)
        word = self.query_one(GiantWord)
        word.display = spare >= LEAST_WORD_ROWS
        word.styles.height = min(width // WORD_SHAPE, int(height * MOST_WORD_PART), spare - 1)

    def _rows(self, width: int, max_rows: int) -> int:
        """Return how many rows the totals and sets take."""
        room = max(1, width - LABEL_COLUMNS)
        lines = [self._lines_about(slug) for slug in self._sets]
        about = sum(sum(line.get_height({}, room) for line in found) + 1 for found in lines if found)
        sets = sum(2 + rows_for(len(one.outcome.reps), width, max_rows) for one in self._performed)
        return 3 + about + sets + (len(self._sets) if self._has_several else 0)

    def on_unmount(self) -> None:
        """Store what was typed when the program ends here."""
        self._record_typed()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Check the effort as it is typed; remember both fields."""
        self._presses.reset()
        if event.input.id == "rpe":
            self._show_effort_note(event.value)
        else:
            beginning, rest = self._parted_note()
            self._note = self._stored[0] if event.value == clean(beginning) else event.value + rest

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go to the note, then finish."""
        if not self._presses.accepts("enter"):
            return
        if event.input.id == "rpe":
            self.query_one("#note", Input).focus()
        else:
            self.action_done()

    def _refuse_words(self) -> None:
        """Say where words belong that are typed as the effort."""
        note = self.query_one("#rpe-says", Static)
        note.update("A number, 1 to 10. Words go in the note: press Enter.")
        note.add_class("wrong")

    def action_scroll(self, direction: int) -> None:
        """Scroll to the sets that do not fit on the screen."""
        self.query_one("#body").scroll_relative(y=direction, animate=False)

    def action_done(self) -> None:
        """Record the effort and the note, and leave; if they cannot be stored, show that; the next press leaves."""
        if not self._presses.accepts("done"):
            return
        try:
            self._rpe = self._effort(self.query_one("#rpe", Input).value)
        except NegcoachError as error:
            notify_error(self, error)
            self.query_one("#rpe", Input).focus()
            return
        self._record_typed()
        trouble = self._recorder.trouble
        if trouble and not self._trouble_shown:
            self._trouble_shown = True
            notify_error(self, f"{trouble} Press again to leave anyway.")
            return
        self.dismiss(None)

    @property
    def _title(self) -> str:
        """The title: the day where the session was not today's, which ended by itself or was interrupted."""
        at = self._recorder.last_rep_at
        if at is None or at.date() == self._today:
            return "SESSION DONE"
        return f"SESSION OF {long_day_text(at, year=False).upper()}"

    def _stored_note_and_effort(self) -> tuple[str, float | None]:
        """Return the stored note and effort: the history can be opened, and the session edited, during a rest."""
        with contextlib.suppress(NegcoachError), self._services.database.read() as connection:
            stored = session(connection, self._recorder.session_id or "")
            if stored is not None:
                return stored.note, stored.rpe
        return "", None

    def _parted_note(self) -> tuple[str, str]:
        """Return the part of the stored note that can be edited, and the rest of one too long to be typed."""
        note = self._stored[0]
        return (note, "") if len(note) <= MOST_NOTE else parted(note, MOST_NOTE // 2)

    def _effort(self, typed: str) -> float | None:
        """Read an effort; the stored one may be one that cannot be typed here, such as 8.5."""
        stored = self._stored[1]
        return stored if typed == effort_text(stored) else parse_effort(typed, integer=True)

    def _record_typed(self) -> None:
        """Record what was typed, unless it is recorded already, and retry whatever could not be written before."""
        typed = (self._note, self._rpe)
        if typed != self._recorded:
            self._recorder.annotate(*typed)
            self._recorded = typed
        else:
            self._recorder.retry()

    def _show_effort_note(self, typed: str) -> None:
        note = self.query_one("#rpe-says", Static)
        try:
            rpe = self._effort(typed)
        except NegcoachError as error:
            note.update(str(error))
            note.add_class("wrong")
            return
        self._rpe = rpe
        note.remove_class("wrong")
        if not rpe:
            note.update("the whole session, 1 very easy to 10 nothing left")
            return
        load = round(rpe * self._length_ms / 60_000)  # of all of its time, as in the report
        minutes = clock_text(nearest_second(self._length_ms) * 1000)  # of over an hour, too
        factors = f"{effort_text(rpe)} × {minutes} min"
        note.update(f"{SESSION_WORDS[round(rpe)]} · session load {load} ({factors})")

    @property
    def _sets(self) -> dict[str, list[SessionSet]]:
        """The sets of each exercise (by slug), in order, also where exercises alternated."""
        sets: dict[str, list[SessionSet]] = {}
        for one in self._performed:
            sets.setdefault(one.prescribed.exercise, []).append(one)
        return sets

    @property
    def _has_several(self) -> bool:
        """Whether there are several exercises."""
        return len(self._sets) > 1

    def _totals(self) -> Content:
        reps = sum(len(one.outcome.reps) for one in self._performed)
        tension_ms = sum(one.outcome.tension_ms for one in self._performed)
        load = "" if self._has_several else f" · {self._load_and_tempo(self._performed)}"
        length = f"{time_text(tension_ms)} under tension · {time_text(self._length_ms)} in all"
        idle = f" · ended after {self._idle_h} h without a rep" if self._idle_h else ""
        return Content.assemble(
            (f"{counted(len(self._performed), 'set')} · {counted(reps, 'rep')}", "bold"), f"{load}\n{length}{idle}"
        )

    def _exercise(self, sets: Sequence[SessionSet]) -> ComposeResult:
        """Yield the sets of an exercise, under its name where there are several."""
        if self._has_several:
            name = clean(sets[0].prescribed.exercise_name)
            yield Static(
                Content.assemble((name, "bold"), f"  {self._load_and_tempo(sets)}"), classes="set", markup=False
            )
            yield from self._about(sets[0].prescribed.exercise)
        for one in sets:
            yield Static(self._set_line(one, sets), classes="set", markup=False)
            yield RepColumns(*one.outcome.reps, rules=self._services.settings.stop_rules, classes="bars")

    def _about(self, slug: str) -> ComposeResult:
        """Yield how an exercise went last time, the records that were broken, and what is next."""
        lines = self._lines_about(slug)
        if lines:
            yield Prose(Content("\n").join(lines), classes="about", markup=False)

    def _lines_about(self, slug: str) -> list[Content]:
        about = self._reviews.get(slug)
        if about is None:
            return []
        unit, now = self._services.settings.unit, self._services.now()
        lines = []
        if about.last is not None:
            lines.append(Content(f"Last time  {last_time_in_words(about.last, now, about.unit, about.exercise)}"))
        tested = tested_words(self._performed, about.exercise, unit)
        if tested:
            lines.append(Content.styled(f"Tested     {tested}", "bold"))
        records = dict.fromkeys((*map(reached_text, about.reached), *map(record_text, about.records)))
        lines += [Content.styled(text, "bold") for text in records]
        lines.append(Content(clean(f"Next time  {about.next_what}, {next_day_text(about, now)}")))
        if about.programme:
            lines.append(Content(clean(f"Programme  {about.programme}")))
        return lines

    def _load_and_tempo(self, sets: Sequence[SessionSet]) -> str:
        """Return "105 kg · 105 % · 5-1-A-1"; with the least and the most load where they differ."""
        prescribed, loads_kg = sets[-1].prescribed, [one.outcome.load_kg for one in sets]
        load = load_range_text(loads_kg, self._unit_of(prescribed), bodyweight=prescribed.bodyweight)
        percent = ""
        if prescribed.one_rm_kg and not prescribed.bodyweight and len(set(loads_kg)) == 1:
            percent = f" · {percent_of(loads_kg[0], prescribed.one_rm_kg)} %"
        way = Way.parse(prescribed.way)
        in_way = "" if way.kind in (WayKind.STRAIGHT, WayKind.DROP) else f" · {way}"  # a drop is said of its set
        return f"{load}{percent} · {tempo_text(prescribed)}{in_way}"

    def _unit_of(self, prescribed: PrescribedSet) -> Unit:
        """Return the unit in which the load was typed, else the lifter's usual one."""
        return prescribed.load_unit or self._services.settings.unit

    def _set_line(self, one: SessionSet, sets: Sequence[SessionSet]) -> Content:
        """Return "Set 1  105 kg · 97 % of target time · target reached"; the load where that of another set differs."""
        name, parts = set_done_words(one, sets, self._services.settings.unit)
        return Content.assemble((name, "bold"), f"  {' · '.join(parts)}")
