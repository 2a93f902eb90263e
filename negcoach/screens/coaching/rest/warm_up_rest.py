"""The rest between two sets of a warm-up, and before the first set after it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from negcoach.coaching.keys.debounce import Debounce
from negcoach.coaching.loudness import Loudness
from negcoach.coaching.rest.rest_clock import RestClock
from negcoach.coaching.session.running_session import RunningSession
from negcoach.coaching.standstill import StandstillWatch
from negcoach.formatting import countdown_text, stopwatch_text
from negcoach.screens.coaching.base import KEYS_ELSEWHERE
from negcoach.screens.coaching.leave import LeaveAnswer, LeaveScreen
from negcoach.screens.coaching.rest.next_bar import bar_step
from negcoach.screens.coaching.rest.rest import ASKED_AGAIN_NS, REFRESH_S, WARNING_MS
from negcoach.screens.shared.colours import apply_phase_colours, colour_mode
from negcoach.screens.shared.fresh_keys import FreshKeys
from negcoach.screens.shared.set_words import load_in_words, reps_text
from negcoach.texts import clean
from negcoach.training.equipment.equipment import LoadedBar
from negcoach.training.exercise.prescription import Prescription
from negcoach.training.score.timeline import Phase
from negcoach.widgets.coach.giant_clock import ClockState, GiantClock
from negcoach.widgets.coach.loaded_sleeve import LoadedSleeve
from negcoach.widgets.lists.key_line import KeyLine, Keys


@dataclass(frozen=True, slots=True)
class ComingSet:
    """A set to come, as it is called ("warm-up 3 of 4"), with its plates where they are known."""

    name: str
    prescription: Prescription
    bar: LoadedBar | None


class WarmUpAnswer(Enum):
    """How the rest ended."""

    GO_ON = "go-on"
    PAIN = "pain"
    FINISH = "finish"


@dataclass(frozen=True, slots=True)
class WarmUpRested:
    """How the rest ended, and how many sets of the warm-up are left out."""

    answer: WarmUpAnswer
    skipped: int


class WarmUpRestScreen(FreshKeys, Screen[WarmUpRested]):
    """The rest after a set of a warm-up: the time that is left, the next set and its bar.

    Nothing begins by itself. A running rest is ended by two presses, as between two sets of the work.
    """

    CSS_PATH = "warm_up_rest.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (70, "-wide")]  # noqa: RUF012 - so does Textual
    VERTICAL_BREAKPOINTS = [(0, "-short"), (20, "-tall")]  # noqa: RUF012 - so does Textual
    AUTO_FOCUS = ""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "space,enter,pagedown,right,down",
            "next_thing",
            "go on",
            id="warm-up-rest.next",
            tooltip="Begin what is next",
        ),
        Binding("s,f2", "skip", "skip", id="warm-up-rest.skip", tooltip="Leave the next set of the warm-up out"),
        Binding("x,f8", "pain", "it hurts", id="warm-up-rest.pain", tooltip="It hurts, or hurt in the set"),
        Binding("plus,equals_sign", "longer", "+15 s", id="warm-up-rest.longer", tooltip="Rest 15 seconds longer"),
        Binding("minus", "shorter", "-15 s", id="warm-up-rest.shorter", tooltip="Rest 15 seconds less"),
        Binding("full_stop,f9", "mute", "mute", id="warm-up-rest.mute", tooltip="Turn the sound off and on"),
        Binding("q", "finish", "finish", id="warm-up-rest.finish", tooltip="Finish the session here"),
    ]

    def __init__(
        self,
        session: RunningSession,
        done: Prescription,
        before: LoadedBar | None,
        coming: Sequence[ComingSet],
        loudness: Loudness,
    ) -> None:
        """Rest after the set that is ``done``, with the bar as it was ``before``; the work is the last ``coming``."""
        super().__init__()
        services = session.services
        self._session = session
        self._services = services
        self._done = done
        self._bar_before = before
        self._coming = list(coming)
        self._skipped = 0
        self._loudness = loudness
        self._clock: RestClock | None = None
        self._asked_ns: int | None = None
        self._was_over = False
        self._presses = Debounce(services.settings.debounce_ms, services.clock)

    def compose(self) -> ComposeResult:
        """Yield the clock, the bar and what comes next."""
        name = clean(self._done.exercise.name).upper()
        with Horizontal(id="top"):
            yield Static(Content.assemble((name, "bold"), "  warm-up"), id="header", markup=False)
            yield Static(id="sound", markup=False)
        with Horizontal(id="middle"):
            yield GiantClock(id="clock")
            yield LoadedSleeve(id="bar")
        yield Static(id="next", markup=False)
        yield KeyLine(id="keys")

    def on_mount(self) -> None:
        """Start the countdown."""
        mode = colour_mode(self.app, self._services.settings.colours)
        apply_phase_colours(self, Phase.LEAD_IN, mode)
        for part in ("#top", "#header", "#sound"):
            apply_phase_colours(self.query_one(part), Phase.LEAD_IN, mode, header=True)
        for widget in (self.query_one(KeyLine), self.query_one(GiantClock), self.query_one(LoadedSleeve)):
            widget.colour_mode = mode
        services = self._services
        watch = StandstillWatch(services.clock, services.elapsed, services.player)
        self._clock = RestClock(self._done.rest_ms, services.player, watch)
        self.set_interval(REFRESH_S, self._refresh)
        self._refresh()

    def action_next_thing(self) -> None:
        """Go on; while the rest runs, only if that was asked for a moment ago."""
        if not self._presses.accepts("next") or self._clock is None:
            return
        if self._clock.over or self._asks_again:
            self._end(WarmUpAnswer.GO_ON)
            return
        self._asked_ns = self._services.clock()
        self.await_fresh_keys()
        self._refresh()

    def action_skip(self) -> None:
        """Leave the next set of the warm-up out."""
        if self._coming[1:] and self._presses.accepts("skip"):
            del self._coming[0]
            self._skipped += 1
            self._asked_ns = None
            self.await_fresh_keys()
            self._refresh()

    def action_pain(self) -> None:
        """Say that it hurts."""
        if self._presses.accepts("pain"):
            self._end(WarmUpAnswer.PAIN)

    def action_longer(self) -> None:
        """Rest longer."""
        if self._clock and self._presses.accepts("longer"):
            self._clock.longer()
            self._refresh()

    def action_shorter(self) -> None:
        """Rest less."""
        if self._clock and self._presses.accepts("shorter"):
            self._clock.shorter()
            self._refresh()

    def action_mute(self) -> None:
        """Turn the sound off or on."""
        if self._presses.accepts("mute"):
            self._loudness.toggle()
            self._refresh()

    def action_finish(self) -> None:
        """Finish the session, after a question."""
        if self._presses.accepts("finish"):
            self.app.push_screen(LeaveScreen(in_set=False), self._on_leave_answered)

    def _on_leave_answered(self, leave: LeaveAnswer | None) -> None:
        if leave is LeaveAnswer.END:
            self._end(WarmUpAnswer.FINISH)

    def _end(self, answer: WarmUpAnswer) -> None:
        if self._clock is not None:
            self._clock.stop()
        self.dismiss(WarmUpRested(answer, self._skipped))

    @property
    def _asks_again(self) -> bool:
        """Whether a first press to end the running rest still counts."""
        return self._asked_ns is not None and self._services.clock() - self._asked_ns < ASKED_AGAIN_NS

    def _refresh(self) -> None:
        """Show how much rest is left, and what comes after it; a session that was forgotten ends by itself."""
        clock = self._clock
        if clock is None:
            return
        if self._session.is_idle and self.app.screen is self:
            self._end(WarmUpAnswer.FINISH)
            return
        clock.catch_up()
        if clock.over and not self._was_over:
            self.await_fresh_keys()  # one press is enough from now on: not one that was meant for the running rest
        self._was_over = clock.over
        face, near = self.query_one(GiantClock), clock.left_ms <= WARNING_MS
        face.left_ms = clock.left_ms
        face.state = ClockState.OVER if clock.over else ClockState.WARNING if near else ClockState.RUNNING
        bar = self._coming[0].bar
        self.query_one(LoadedSleeve).state = None if bar is None else bar_step(self._bar_before, bar)
        self.set_class(bar is not None, "-loaded")
        self.query_one("#sound", Static).update(self._loudness.label)
        self.query_one("#next", Static).update(self._next_text(clock))
        self.query_one(KeyLine).keys = self._keys(over=clock.over)

    def _next_text(self, clock: RestClock) -> Content:
        coming, lines = self._coming[0], []
        if not self.app.app_focus:
            lines.append(Content.styled(KEYS_ELSEWHERE, "bold"))
        if not clock.over and self._asks_again:
            left = countdown_text(clock.left_ms)
            lines.append(Content.styled(f"Press space again to go on now: {left} of rest left.", "bold"))
        plan = coming.prescription
        load = load_in_words(plan, self._services.settings.unit)
        lines.append(Content(f"Next: {coming.name} · {reps_text(plan)} · {load}"))
        if clock.over:
            lines.append(
                Content(f"Rest over {stopwatch_text(-clock.left_ms)} ago. Press space when everyone is ready.")
            )
        return Content("\n").join(lines)

    def _keys(self, *, over: bool) -> Keys:
        """Return the keys that mean something now, those of safety first."""
        go_on = "go on" if not self._coming[1:] else "begin the set" if over else "begin now"
        skip: Keys = (("s", "skip the next set"),) if self._coming[1:] else ()
        rest: Keys = () if over else (("+ -", "15 s"),)
        return (("space", go_on), ("x", "it hurts"), ("q", "finish"), *skip, *rest, (". F9", "mute"))
