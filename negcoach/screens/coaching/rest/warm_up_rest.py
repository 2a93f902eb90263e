"""The rest between two sets of a warm-up, and before the first set after it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from negcoach.coaching.loudness import Loudness
from negcoach.coaching.rest.next_bar import NextBar
from negcoach.coaching.rest.rest_clock import RestClock
from negcoach.coaching.rest.rest_words import over_text
from negcoach.coaching.rest.running_rest import RunningRest
from negcoach.coaching.rest.sleeve import sleeve_of, weight_of
from negcoach.coaching.session.running_session import RunningSession
from negcoach.coaching.session.warm_up import WarmUpAnswer
from negcoach.coaching.words.set_words import load_in_words, reps_text
from negcoach.screens.coaching.rest.base import RestScreenBase
from negcoach.screens.coaching.rest.rest_header import RestHeader
from negcoach.screens.shared.keys.key_groups import LAST_SET, NEXT, grouped
from negcoach.texts import clean
from negcoach.training.equipment.equipment import LoadedBar
from negcoach.training.exercise.prescription import Prescription
from negcoach.widgets.bindings import bound
from negcoach.widgets.coach.giant_clock import GiantClock
from negcoach.widgets.coach.loaded_sleeve import LoadedSleeve
from negcoach.widgets.coach.sleeve_state import SleeveState, WeightState
from negcoach.widgets.lists.key_line import KeyLine, Keys
from negcoach.widgets.prose import Prose


@dataclass(frozen=True, slots=True)
class ComingSet:
    """A set to come, as it is called ("warm-up 3 of 4"), with its plates where they are known.

    ``how`` says how one of the warm-up is done that is not lifted alone, "" for all others.
    """

    name: str
    prescription: Prescription
    bar: LoadedBar | None
    how: str = ""


@dataclass(frozen=True, slots=True)
class WarmUpRestResult:
    """How the rest ended, and how many sets of the warm-up are left out."""

    answer: WarmUpAnswer
    skipped: int


class WarmUpRestScreen(RestScreenBase[WarmUpAnswer, WarmUpRestResult]):
    """The rest after a set of a warm-up: the time that is left, the next set and its bar.

    Nothing begins by itself.
    """

    CSS_PATH = "rest.tcss"

    BINDINGS: ClassVar[list[BindingType]] = [
        *grouped(
            LAST_SET,
            bound("warm-up-rest.pain", "pain", "it hurts", "It hurts, or hurt in the set"),
        ),
        *grouped(
            NEXT,
            bound("warm-up-rest.skip", "skip", "skip", "Skip the next set of the warm-up"),
        ),
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
        super().__init__(session, loudness, RunningRest(session.services))
        self._done = done
        self._bar_before = before
        self._coming = list(coming)
        self._skipped = 0

    def compose(self) -> ComposeResult:
        """Yield the clock, the bar and what comes next."""
        header = RestHeader()
        header.show(self._set_done)
        with Horizontal(id="top"):
            yield header
            yield Static(id="sound", markup=False)
        with Horizontal(id="middle"):
            yield GiantClock(id="clock")
            yield LoadedSleeve(id="bar")
        yield Prose(id="next", markup=False)
        yield KeyLine(id="keys")

    @property
    def _set_done(self) -> tuple[str, ...]:
        return clean(self._done.exercise.name), "warm-up"

    def _begin_rest(self) -> None:
        self._rest.count_down(self._done.rest_ms)

    def action_next_thing(self) -> None:
        """Go on; while the rest runs, only if that was asked for a moment ago."""
        if self._presses.accepts("next"):
            self._choose(WarmUpAnswer.GO_ON)

    def action_skip(self) -> None:
        """Leave the next set of the warm-up out."""
        if self._coming[1:] and self._presses.accepts("skip"):
            del self._coming[0]
            self._skipped += 1
            self._begin_asking_again()
            self.show_rest()

    def action_pain(self) -> None:
        """Say that it hurts."""
        if self._presses.accepts("pain"):
            self._end_rest(WarmUpAnswer.PAIN)

    @property
    def _finish_choice(self) -> WarmUpAnswer:
        return WarmUpAnswer.FINISH

    def _result_of(self, choice: WarmUpAnswer) -> WarmUpRestResult:
        return WarmUpRestResult(choice, self._skipped)

    @property
    def _next_bar(self) -> SleeveState | None:
        bar = self._coming[0].bar
        return None if bar is None else sleeve_of(NextBar(self._bar_before, bar))

    @property
    def _next_weight(self) -> WeightState | None:
        return weight_of(self._coming[0].prescription, self._done, self._services.settings.equipment)

    def _second_press_text(self, choice: WarmUpAnswer) -> str:
        return f"Press {self._services.keymap.name('coach.next')} again to go on now"

    def _next_lines(self, clock: RestClock) -> list[Content]:
        coming = self._coming[0]
        prescription = coming.prescription
        load = load_in_words(prescription, self._services.settings.unit)
        how = f" · {coming.how}" if coming.how else ""
        lines = [Content(f"Next: {coming.name} · {reps_text(prescription)} · {load}{how}")]
        return [*lines, Content(over_text(clock, self._services.keymap.name("coach.next")))] if clock.over else lines

    def _keys(self, *, over: bool) -> Keys:
        go_on = "go on" if not self._coming[1:] else "begin the set" if over else "begin now"
        short = self._services.keymap.short
        skip: Keys = ((short("warm-up.skip"), "skip the next set"),) if self._coming[1:] else ()
        rest: Keys = () if over else ((f"{short('rest.longer')} {short('rest.shorter')}", "15 s"),)
        first = ((short("coach.next"), go_on), (short("coach.pain"), "it hurts"), (short("coach.leave"), "finish"))
        return (*first, *skip, *rest, (short("coach.mute"), "mute"), (short("app.help"), "help"))
