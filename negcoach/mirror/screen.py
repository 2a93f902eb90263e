"""The mirror's screen: the set, the rest or the words that the program shows, at the size of this terminal."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from functools import partial
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from negcoach.broadcast.message import Hello, Message, Now, RestShown, SetShown, Shown
from negcoach.coaching.rest.rest_clock import WARNING_MS
from negcoach.config.figures import figure_of
from negcoach.config.settings.settings import Settings
from negcoach.mirror.feed import Lost
from negcoach.mirror.followed_set import FollowedSet
from negcoach.screens.coaching.frame_schedule import FrameSchedule
from negcoach.screens.shared.colours import apply_phase_colours, follow_colours
from negcoach.screens.shared.keys.fresh_keys import FreshKeys
from negcoach.screens.shared.motion import is_still
from negcoach.terminal.driver import direct_writer
from negcoach.training.score.stop_rules import StopRules
from negcoach.training.score.timeline import Moment, Phase
from negcoach.widgets.charts.rep_columns import RepColumns
from negcoach.widgets.coach.coach_face import CoachFace
from negcoach.widgets.coach.coach_picture import Labels
from negcoach.widgets.coach.giant_clock import ClockState, GiantClock
from negcoach.widgets.coach.giant_word import GiantWord
from negcoach.widgets.coach.loaded_sleeve import LoadedSleeve
from negcoach.widgets.drawing.colour_schemes import ColourMode
from negcoach.widgets.lists.key_line import KeyLine, Keys

REFRESH_S = 1 / 10
"""How often a rest is drawn, and it is looked whether the program still answers."""

SILENT_NS = 2_000_000_000
"""How long after its last message the program is said not to answer: it sends four a second (our own choice)."""

ABOUT_NS = 8_000_000_000
"""How long it is shown what this screen is, or that a key does nothing here."""

WIDE = 70
"""From so many columns on the line of keys says in full what they do."""

FOLLOWING = "following"
"""The group of the worker that takes what the program tells, for as long as the mirror is open."""

WAITING = "Waiting for negcoach."
OTHER_VERSION = "Another version of negcoach is running: close it and this mirror, and start both again."
FREE_THE_LIFTER = "Free the lifter: negcoach has ended."
NO_ANSWER = "negcoach hangs: watch the lifter."
ABOUT = "This only shows what the laptop shows. q closes it; the set goes on."
KEYS_ELSEWHERE = "Keys act at the laptop, not here."
KEYS = (("q", "close this mirror"), ("?", "what it is"), ("all other keys", "at the laptop"))
FEW_KEYS = (("q", "close"), ("?", "help"), ("others", "at the laptop"))
"""What the line of keys says below everything that is shown, whatever keys are named there: these are the laptop's."""


class MirrorScreen(FreshKeys, Screen[None]):
    """What the program shows; without one it waits. No key here reaches the program, and each that would says so.

    Where the program ends while the lifter has the load, the call that frees the lifter stays until another one runs.
    """

    CSS_PATH = "screen.tcss"
    AUTO_FOCUS = ""
    OPENS_WHOLE = False
    IN_SET = True
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]  # noqa: RUF012 - so does Textual
    VERTICAL_BREAKPOINTS = [(0, "-short"), (20, "-tall")]  # noqa: RUF012 - so does Textual
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q,escape", "close_mirror", "close", id="mirror.close", tooltip="Close this mirror; the set goes on"),
        Binding("f1,question_mark", "about", "help", id="mirror.about", tooltip="Say what this screen is"),
    ]

    def __init__(
        self, messages: AsyncIterator[Message | Lost], where: str, settings: Settings, clock: Callable[[], int]
    ) -> None:
        """Show ``messages`` as they come; ``where`` names what is waited for.

        ``clock`` gives nanoseconds on the program's monotonic clock.
        """
        super().__init__()
        self._messages = messages
        self._where = where
        self._settings = settings
        self._clock = clock
        self._frames = FrameSchedule(self._step)
        self._shown: Shown | None = None
        self._now = Now(clock())
        self._set: FollowedSet | None = None
        self._rescue: Moment | None = None
        self._waiting = WAITING
        self._about_until_ns = self._elsewhere_until_ns = 0
        self._face = CoachFace(id="face")
        self._key_line = KeyLine(id="keys")

    def compose(self) -> ComposeResult:
        """Yield the coach's face, what is shown in a rest, and words."""
        yield self._face
        with Vertical(id="rest"):
            with Horizontal(id="top"):
                yield Static(id="header", markup=False)
                yield Static(id="sound", markup=False)
            with Horizontal(id="middle"):
                yield GiantWord("", id="word")
                yield GiantClock(id="clock")
                yield LoadedSleeve(id="bar")
            with Vertical(id="set"):
                yield Static(id="verdict", markup=False)
                yield Static(id="tempo", markup=False)
                yield RepColumns(rules=StopRules(), id="bars")
            yield Static(id="next", markup=False)
        with Vertical(id="words"):
            yield GiantWord("", id="large")
            yield Static(id="lines", markup=False)
        yield self._key_line

    def _take_colours(self, mode: ColourMode) -> None:
        for widget in self.query("*"):
            if isinstance(widget, CoachFace | GiantClock | GiantWord | LoadedSleeve | RepColumns | KeyLine):
                widget.colour_mode = mode

    def on_mount(self) -> None:
        """Wait for the program, in the colours of the lead-in: nothing calls to act."""
        apply_phase_colours(self, Phase.LEAD_IN)
        for part in ("#top", "#header", "#sound"):
            apply_phase_colours(self.query_one(part), Phase.LEAD_IN, header=True)
        follow_colours(self, self._take_colours)
        self._face.still = is_still(self.app)
        self._face.flash = self._settings.flash and not self._face.still
        self._face.write_now = self._key_line.write_now = direct_writer(self.app)
        self._draw()
        self.set_interval(REFRESH_S, self._refresh_rest)
        self.run_worker(self._follow(), group=FOLLOWING, exclusive=True)

    def on_unmount(self) -> None:
        """Draw nothing more."""
        self._frames.cancel()

    def on_resize(self) -> None:
        """Fit the lines into the new size."""
        self._draw()

    def action_close_mirror(self) -> None:
        """Close the mirror."""
        self.app.exit()

    def action_about(self) -> None:
        """Say what this screen is."""
        self._about_until_ns = self._clock() + ABOUT_NS
        self._draw()

    def on_key(self, event: events.Key) -> None:
        """Say that a key does nothing here; those that close the mirror or explain it do what they say."""
        if event.key not in _TAKEN:
            self._elsewhere_until_ns = self._clock() + ABOUT_NS
            self._draw()

    async def _follow(self) -> None:
        async for message in self._messages:
            self.take(message)

    def take(self, message: Message | Lost) -> None:
        """Take a message of the program, and show what it says."""
        match message:
            case Hello():
                return
            case Now():
                self._now = message
                self._take_now()
            case Lost():
                self._lose(message)
            case _:
                self._shown = message  # shown with the message that follows, and says when
                return
        self._draw()

    def _take_now(self) -> None:
        self._rescue, self._waiting = None, WAITING
        if not isinstance(self._shown, SetShown):
            self._set = None
        elif self._set is None:
            self._set = FollowedSet(self._shown, self._now)
        else:
            self._set.follow(self._shown, self._now)

    def _lose(self, lost: Lost) -> None:
        """Wait for the next program; until then show the call that frees who was left under the load."""
        if self._shown is not None and self._set is not None:
            self._rescue = self._set.rescue(self._clock())
        if self._rescue is None:
            self._set = None
            self._waiting = OTHER_VERSION if lost is Lost.UNREADABLE else WAITING
        self._shown = None

    def _step(self) -> None:
        """Draw the next frame of a set, or move the bar by a step; an error ends the mirror as anywhere else."""
        try:
            followed, moment = self._set, self._face.moment
            if followed is None or moment is None or self._rescue is not None:
                return
            now_s, drawn_ms = self._frames.now_s(), followed.drawn_ms(self._clock())
            if self._frames.is_frame_due(now_s, drawn_ms):
                self._draw()
            else:
                self._face.move_bar(drawn_ms)
                self._frames.schedule_step(moment.phase, now_s, drawn_ms)
        except Exception as error:  # noqa: BLE001 - it is raised again, where Textual sees it
            self.call_next(partial(_raise, error))

    def _refresh_rest(self) -> None:
        """Draw what no message and no frame of a set draws."""
        if self._set is None:
            self._draw()

    def _draw(self) -> None:
        """Draw what is shown now, and schedule the next frame of a set."""
        if not self.is_mounted:
            return
        shown = self._shown
        self._key_line.keys = self._keys(self._clock())
        in_set, in_rest = self._set is not None, isinstance(shown, RestShown)
        self.set_class(in_set, "-set")
        self.set_class(in_rest, "-rest")
        if self._set is not None:
            self._draw_set(self._set)
            return
        self._frames.cancel()
        self._key_line.phase = Phase.LEAD_IN
        if isinstance(shown, RestShown):
            self._draw_rest(shown)
        else:
            self._draw_words()

    def _draw_set(self, followed: FollowedSet) -> None:
        began_s, at_ns = self._frames.now_s(), self._clock()
        moment = followed.moment(at_ns) if self._rescue is None else self._rescue
        card = self._face.card = followed.shown.card
        figure = figure_of(card.figure, card.spotters, alone=card.alone)
        self._face.figure = None if is_still(self.app) else figure
        self._face.show(moment, Labels(self._now.sound, self._now.clock, self._notice(at_ns)))
        self._key_line.phase = moment.phase
        if self._rescue is not None:
            self._frames.cancel()
            return
        changes = [ms for ms in (followed.changes_ms(moment),) if ms is not None]
        flash_ms = self._face.flash_left_ms(moment)
        changes += [] if flash_ms is None else [moment.position_ms + flash_ms]
        self._frames.set_next_frame(began_s, min(changes) if changes else None)
        self._frames.schedule_step(moment.phase, began_s, moment.position_ms)

    def _notice(self, at_ns: int) -> str:
        """Return the line of notice: what must be known first."""
        if self._rescue is not None:
            return FREE_THE_LIFTER
        if at_ns - self._now.at_ns > SILENT_NS:
            return NO_ANSWER
        return self._now.covered or (ABOUT if at_ns < self._about_until_ns else "") or self._now.notice

    def _keys(self, at_ns: int) -> Keys:
        """Return what the line of keys says: nothing of what is shown makes room for that a key does nothing."""
        wide = self.size.width >= WIDE
        if at_ns < self._elsewhere_until_ns:
            return (*KEYS[:1], (KEYS_ELSEWHERE, "")) if wide else ((KEYS_ELSEWHERE, ""),)
        return KEYS if wide else FEW_KEYS

    def _draw_rest(self, shown: RestShown) -> None:
        at_ns, left_ms = self._clock(), self._now.left_ms
        self._update("#header", shown.header)
        self._update("#sound", self._now.sound)
        self._update("#verdict", shown.verdict)
        self._update("#tempo", shown.tempo)
        notice = self._notice(at_ns)
        self._update("#next", "\n".join([*([notice] if notice else []), *shown.lines]))
        self.query_one("#set").display = bool(shown.verdict)
        bars, bar = self.query_one(RepColumns), self.query_one(LoadedSleeve)
        bars.max_rows = max(3, self.size.height // 4)
        bars.reps, bars.rules = shown.reps, shown.rules
        bar.state, bar.weight = shown.bar, shown.weight
        self.set_class(shown.bar is not None or shown.weight is not None, "-loaded")
        word, clock = self.query_one("#word", GiantWord), self.query_one(GiantClock)
        word.display, clock.display = not shown.counts_down, shown.counts_down
        word.word, word.shape = shown.word, shown.shape
        if left_ms is not None:
            left_ms -= (at_ns - self._now.at_ns) // 1_000_000
            clock.left_ms = left_ms
            near = ClockState.WARNING if left_ms <= WARNING_MS else ClockState.RUNNING
            clock.state = ClockState.OVER if left_ms <= 0 else near

    def _draw_words(self) -> None:
        shown, at_ns = self._shown, self._clock()
        large = self.query_one("#large", GiantWord)
        if shown is None or isinstance(shown, SetShown | RestShown):
            lines, large.word = [self._waiting, self._where], ""
        else:
            lines, large.word = [*shown.lines], shown.word
        notice = self._notice(at_ns) if shown is not None else ABOUT if at_ns < self._about_until_ns else ""
        large.display = bool(large.word) and self.size.height >= 12
        first, *others = [*lines, *([notice] if notice else [])]
        self._update("#lines", Content("\n").join([Content.styled(first, "bold"), *map(Content, others)]))

    def _update(self, selector: str, text: str | Content) -> None:
        """Show a text, unless it is shown already."""
        found = self.query_one(selector, Static)
        if found.content != text:
            found.update(text)


_TAKEN = frozenset(key for one in MirrorScreen.BINDINGS if isinstance(one, Binding) for key in one.key.split(","))


def _raise(error: Exception) -> None:
    raise error
