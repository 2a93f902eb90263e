"""The base class of the rests' screens: the countdown, the key that is pressed twice to skip it, and its sounds."""

from __future__ import annotations

from abc import abstractmethod
from enum import Enum
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

from textual.binding import BindingType
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from negcoach.coaching.loudness import Loudness
from negcoach.coaching.rest.rest_clock import WARNING_MS, RestClock
from negcoach.coaching.rest.rest_words import over_text
from negcoach.coaching.rest.running_rest import RunningRest
from negcoach.coaching.session.running_session import RunningSession
from negcoach.formatting import countdown_text
from negcoach.screens.coaching.base import KEYS_ELSEWHERE, MIRRORED_ELSEWHERE
from negcoach.screens.coaching.leave import LeaveAnswer, LeaveScreen
from negcoach.screens.coaching.screen_presses import ScreenPresses
from negcoach.screens.shared.colours import apply_phase_colours, follow_colours
from negcoach.screens.shared.keys.fresh_keys import FreshKeys
from negcoach.screens.shared.keys.key_groups import NEXT, REST, SOUND, grouped
from negcoach.terminal.driver import take_back
from negcoach.training.score.timeline import Phase
from negcoach.widgets.bindings import bound
from negcoach.widgets.coach.giant_clock import ClockState, GiantClock
from negcoach.widgets.coach.giant_word import GiantWord
from negcoach.widgets.coach.loaded_sleeve import LoadedSleeve
from negcoach.widgets.coach.sleeve_state import SleeveState, WeightState
from negcoach.widgets.drawing.colour_schemes import ColourMode
from negcoach.widgets.drawing.shapes import Shape
from negcoach.widgets.lists.key_line import KeyLine, Keys

if TYPE_CHECKING:
    from negcoach.broadcast.message import Now, RestShown
    from negcoach.screens.shared.keys.phone_button import Button

REFRESH_S = 1 / 10

ChoiceT = TypeVar("ChoiceT", bound=Enum)
ResultT = TypeVar("ResultT")


class RestScreenBase(FreshKeys, Screen[ResultT], Generic[ChoiceT, ResultT]):
    """A rest: the time that is left of it, what comes next, and the bar for that.

    One press goes on once the rest is over. A running rest is ended by two: the first one asks for the second, which is
    awaited for a few seconds. A rest ends with a choice, from which its result is made. Its widgets are ``#header``,
    ``#sound``, ``#clock``, ``#bar``, ``#next`` and ``#keys``.
    """

    CSS_PATH = "rest.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (70, "-wide")]  # noqa: RUF012 - so does Textual
    VERTICAL_BREAKPOINTS = [(0, "-short"), (20, "-tall")]  # noqa: RUF012 - so does Textual
    AUTO_FOCUS = ""
    OPENS_WHOLE = False
    IN_SET = True

    BINDINGS: ClassVar[list[BindingType]] = [
        *grouped(
            NEXT,
            bound("rest.next", "next_thing", "go on", "Begin what is next; while the rest runs, press it twice"),
            bound("rest.finish", "finish", "finish", "Finish the session here"),
        ),
        *grouped(
            REST,
            bound("rest.longer", "longer", "+15 s"),
            bound("rest.shorter", "shorter", "-15 s"),
        ),
        *grouped(SOUND, bound("rest.mute", "mute", "mute", "Turn the sound off and on")),
    ]

    def __init__(self, session: RunningSession, loudness: Loudness, rest: RunningRest[ChoiceT]) -> None:
        """Rest in a session; ``rest`` counts its time."""
        super().__init__()
        services = session.services
        self._session = session
        self._services = services
        self._loudness = loudness
        self._rest = rest
        self._presses = ScreenPresses(self, services)

    @property
    @abstractmethod
    def _finish_choice(self) -> ChoiceT:
        """The choice that ends the session."""

    @property
    @abstractmethod
    def _next_bar(self) -> SleeveState | None:
        """The bar for what comes next, with what changes on it; ``None`` where its plates are not known."""

    @property
    @abstractmethod
    def _next_weight(self) -> WeightState | None:
        """The stack or the dumbbell for what comes next; ``None`` where it has neither."""

    @property
    @abstractmethod
    def _set_done(self) -> tuple[str, ...]:
        """The set that this rest comes after, in parts: its lifter, where there are two, its exercise and its label."""

    @abstractmethod
    def _begin_rest(self) -> None:
        """Start the countdown, if there is one, and show what does not change in it."""

    @abstractmethod
    def _second_press_text(self, choice: ChoiceT) -> str:
        """Return what asks for the second press: ``Press Space again to begin now``."""

    @abstractmethod
    def _next_lines(self, clock: RestClock) -> list[Content]:
        """Return what comes after the rest, in lines."""

    @abstractmethod
    def _keys(self, *, over: bool) -> Keys:
        """Return the keys that mean something now, those of safety first."""

    @abstractmethod
    def _result_of(self, choice: ChoiceT) -> ResultT:
        """Return the result of the rest that ends with a choice."""

    def on_mount(self) -> None:
        """Start the countdown, in the colours of the lead-in, so that nothing looks like a call to act."""
        apply_phase_colours(self, Phase.LEAD_IN)
        for part in ("#top", "#header", "#sound"):
            apply_phase_colours(self.query_one(part), Phase.LEAD_IN, header=True)
        follow_colours(self, self._take_colours)
        self._begin_rest()
        self.set_interval(REFRESH_S, self.show_rest)
        self.show_rest()

    def _take_colours(self, mode: ColourMode) -> None:
        for widget in (self.query_one(KeyLine), self.query_one(GiantClock), self.query_one(LoadedSleeve)):
            widget.colour_mode = mode

    def action_longer(self) -> None:
        """Rest longer."""
        if self._clock and self._presses.accepts("longer"):
            self._clock.longer()
            self.show_rest()

    def action_shorter(self) -> None:
        """Rest less."""
        if self._clock and self._presses.accepts("shorter"):
            self._clock.shorter()
            self.show_rest()

    def action_mute(self) -> None:
        """Turn the sound off or on."""
        if self._presses.accepts("mute"):
            self._loudness.toggle()
            self.show_rest()

    def action_finish(self) -> None:
        """Finish the session, after a question."""
        if self._presses.accepts("finish"):
            question = LeaveScreen(lambda: self._session.is_idle, lambda: self._session.recorder.saved, in_set=False)
            self.app.push_screen(question, self._on_leave_answered)

    def _on_leave_answered(self, leave: LeaveAnswer | None) -> None:
        if leave is LeaveAnswer.END:
            self._end_rest(self._finish_choice)

    @property
    def _clock(self) -> RestClock | None:
        return self._rest.clock

    def _choose(self, choice: ChoiceT) -> None:
        """End the rest; while it runs, only if the same was chosen a moment ago.

        The key that woke the computer chooses nothing; a device says when it was pressed.
        """
        if self._heed_standstill() and not self.press_source:
            self.show_rest()
            return
        if self._rest.press(choice):
            self._end_rest(choice)
            return
        self.await_fresh_keys()
        self.show_rest()

    def _heed_standstill(self) -> bool:
        """Return whether the program stood still since the last look: then only keys that are pressed anew count."""
        stood_still = self._rest.stood_still()
        if stood_still:
            take_back(self.app)  # a shell may have had the terminal
            self.await_fresh_keys()
        return stood_still

    @property
    def notice_when_covered(self) -> str:
        """How much rest is left: the help must not hide that it is over."""
        clock = self._clock
        if clock is None:
            return ""
        return (
            over_text(clock, self._services.keymap.name("coach.next"))
            if clock.over
            else f"{countdown_text(clock.left_ms)} of rest left"
        )

    def _begin_asking_again(self) -> None:
        """Forget a first press, and drop keys that were meant for what was to come next until now."""
        self._rest.presses.forget()
        self.await_fresh_keys()

    def _end_rest(self, choice: ChoiceT) -> None:
        """Stop the sounds, and close with the result."""
        self._rest.stop()
        self.dismiss(self._result_of(choice))

    def show_rest(self) -> None:
        """Show how much rest is left, and what comes after it; a session that was forgotten ends by itself."""
        if self._session.is_idle and self.is_active:
            self._end_rest(self._finish_choice)
            return
        self.query_one("#sound", Static).update(self._loudness.label)
        sleeve = self.query_one(LoadedSleeve)
        sleeve.state, sleeve.weight = self._next_bar, self._next_weight
        self.set_class(sleeve.state is not None or sleeve.weight is not None, "-loaded")
        clock = self._clock
        if clock is None:
            self.query_one(KeyLine).keys = self._keys(over=False)
            return
        self._heed_standstill()
        if self._rest.look(goes_on=self.app.app_focus and self.is_active):
            self.await_fresh_keys()
        face, near = self.query_one(GiantClock), clock.left_ms <= WARNING_MS
        face.left_ms = clock.left_ms
        face.state = ClockState.OVER if clock.over else ClockState.WARNING if near else ClockState.RUNNING
        if self._goes_on_by_itself():
            return
        self.query_one("#next", Static).update(self._next_text(clock))
        self.query_one(KeyLine).keys = self._keys(over=clock.over)
        self._services.on_drawn()

    def mirrored(self) -> tuple[RestShown, Now]:
        """Return what is shown of the rest, as it stands on the screen, and how much is left of it."""
        from negcoach.broadcast.message import Now, RestShown  # without mirrors nobody asks

        clock, word = self._clock, self.query(GiantWord)
        shown = RestShown(
            header=self._text_of("#header"),
            counts_down=clock is not None and not any(each.display for each in word),
            word=word.first().word if word else "",
            shape=word.first().shape if word else Shape.CHECK,
            verdict="",
            tempo="",
            reps=(),
            rules=self._services.settings.stop_rules,
            bar=self.query_one(LoadedSleeve).state,
            weight=self.query_one(LoadedSleeve).weight,
            lines=tuple(self._text_of("#next").replace(KEYS_ELSEWHERE, MIRRORED_ELSEWHERE).splitlines()),
        )
        left_ms = None if clock is None else clock.left_ms
        return shown, Now(self._services.clock(), None, left_ms, self._loudness.label)

    def phone_button(self) -> Button:
        """Return what a phone's button means in this rest, or once it is over."""
        from negcoach.screens.shared.keys.phone_button import Button  # without a phone nobody asks

        clock, word = self._clock, self.query(GiantWord)
        over = clock is not None and clock.over
        asked = None if clock is None or over else self._rest.presses.asked_for
        lines, pressed = self._text_of("#next").splitlines(), self._services.keymap.short("coach.next")
        act = next((meaning for key, meaning in self._keys(over=over) if key == pressed), "")
        counts_down = clock is not None and not over
        return Button(
            act=f"again: {act}" if asked is not None else act,
            word="REST" if clock is not None else word.first().word if word else "",
            count=countdown_text(clock.left_ms) if clock is not None and counts_down else "",
            lines=(" · ".join(self._set_done), *([] if asked is not None else lines[:1])),
            ends=False,
            hurts=False,
            phase=Phase.REST,
            of=f"{id(self)} {over}",
        )

    def _text_of(self, selector: str) -> str:
        """Return the text of one of the texts on this screen, "" where it has none like it."""
        return "".join(str(found.content) for found in self.query(selector).results(Static))

    def _goes_on_by_itself(self) -> bool:
        """Go on without a key where that is due, and return whether it was."""
        return False

    def _next_text(self, clock: RestClock) -> Content:
        """Return where the keys go, what a second press does, and what comes after the rest."""
        asked, lines = None if clock.over else self._rest.presses.asked_for, []
        if not self.app.app_focus:
            lines.append(Content.styled(KEYS_ELSEWHERE, "bold"))
        if asked is not None:
            left = countdown_text(clock.left_ms)
            lines.append(Content.styled(f"{self._second_press_text(asked)}: {left} of rest left.", "bold"))
        return Content("\n").join([*lines, *self._next_lines(clock)])
