"""A rest as it goes, on screens and in lines: its countdown, the presses that end it, and what begins by itself."""

from __future__ import annotations

from enum import Enum
from typing import Generic, TypeVar

from negcoach.coaching.rest.after_set import AfterSet, RestChoice
from negcoach.coaching.rest.rest_clock import RestClock
from negcoach.coaching.rest.two_presses import TwoPresses
from negcoach.coaching.sets_to_do import SetsToDo, Upcoming
from negcoach.coaching.standstill import StandstillWatch
from negcoach.services import Services
from negcoach.training.score.cues import LESS_WEIGHT
from negcoach.training.score.events import EARLIEST_END_OF_REST_MS

ChoiceT = TypeVar("ChoiceT", bound=Enum)

_NS_PER_MS = 1_000_000


class RunningRest(Generic[ChoiceT]):
    """A rest whose time is counted, or not yet; nothing begins by itself after it."""

    def __init__(self, services: Services) -> None:
        """Count nothing yet."""
        self.services = services
        self.clock: RestClock | None = None
        """The countdown, ``None`` while no time is counted."""
        self.presses = TwoPresses[ChoiceT](services.clock)
        """What was pressed for, until its second press comes."""
        self._was_over = False

    def count_down(self, left_ms: int, call: str = "") -> None:
        """Count down aloud from now on; ``call`` is a sound that says what is to be done first, "" for none."""
        services = self.services
        watch = StandstillWatch(services.clock, services.elapsed, services.player)
        self.clock = RestClock(left_ms, services.player, watch, call=call)

    def stop(self) -> None:
        """Stop the sound."""
        if self.clock is not None:
            self.clock.stop()

    @property
    def over(self) -> bool:
        """Whether time is counted, and over."""
        return self.clock is not None and self.clock.over

    def press(self, choice: ChoiceT) -> bool:
        """Take a press for a choice; return whether it ends the rest, else the same again does."""
        return self.presses.press(choice, self.clock)

    def look(self, *, goes_on: bool = True) -> bool:
        """Follow the clock; return whether the rest is over since the last look.

        From then on one press is enough: one that was meant for the running rest must not count. ``goes_on`` is whether
        the lifter can see or hear that it is over.
        """
        self.stood_still()
        if self.clock is None:
            return False
        was_over, self._was_over = self._was_over, self.clock.over
        return self.clock.over and not was_over

    def stood_still(self) -> bool:
        """Return whether the program stood still since the last look, which is to be asked before a key is taken.

        The one that woke the computer chooses nothing.
        """
        return self.clock is not None and self.clock.catch_up()


class RunningRestAfterSet(RunningRest[RestChoice]):
    """The rest ``after`` a set; the next one begins by itself, unless it waits for the key."""

    def __init__(self, after: AfterSet) -> None:
        """Rest from now on; ``start`` counts the time."""
        super().__init__(after.session.services)
        self.after = after
        self._began_ns = self.services.clock()
        self._counted_ms: int | None = None  # the length of the rest that is counted down
        self._waits = False
        self._away: tuple[int, int] | None = None  # what was left (ms) when the other lifter took over (ns)

    def start(self) -> None:
        """Count down what is left of the rest, where a set comes after it.

        Before the last set of a drop set it says what comes off: there is nothing to count down.
        """
        upcoming = self.after.upcoming
        if upcoming is not None:
            rested_ms = (self.services.clock() - self._began_ns) // _NS_PER_MS
            left_ms = max(0, upcoming.rest_ms - rested_ms)
            self.count_down(left_ms, call=LESS_WEIGHT if self.after.drops else "")
        self._counted_ms = None if upcoming is None else upcoming.rest_ms

    def fit(self) -> bool:
        """Count down anew where another rest comes now, and return whether: after pain no load is lowered at once."""
        upcoming = self.after.upcoming
        changes = self.clock is not None and upcoming is not None and upcoming.rest_ms != self._counted_ms
        if changes:
            self.start()
        return changes

    def wait(self) -> None:
        """Have the next set wait for the key, whatever is said afterwards."""
        self._waits = True

    @property
    def waits_for_key(self) -> bool:
        """Whether the next set waits for the key.

        So does any whose rest ended while nobody could know, or while the program stood still.
        """
        return self._waits or self.after.waits_for_key

    @property
    def begins_now(self) -> bool:
        """Whether the next set begins by itself now."""
        return self.over and not self.waits_for_key

    def look(self, *, goes_on: bool = True) -> bool:
        """Follow the clock as every rest does; one that is over while nobody could know waits for the key."""
        is_over = super().look(goes_on=goes_on)
        self._waits |= self.over and not goes_on
        return is_over

    def stood_still(self) -> bool:
        """Return whether the program stood still as in every rest; one that is over then waits for the key."""
        stood_still = super().stood_still()
        self._waits |= self.over and stood_still
        return stood_still

    @property
    def is_too_early(self) -> bool:
        """Whether the *next thing* key means nothing yet: before a drop the load is still being put down."""
        early = self.services.clock() - self._began_ns < EARLIEST_END_OF_REST_MS * _NS_PER_MS
        return self.after.drops and early

    @property
    def choice_of_next_thing(self) -> RestChoice:
        """What the *next thing* key chooses."""
        return RestChoice.FINISH if self.after.ends_first else self.after.goes_on

    def one_more(self) -> tuple[SetsToDo, int]:
        """Return the sets with one more, which the gate is asked for, and its number."""
        number = self.after.outcome.number + 1
        return self.after.next_sets.with_one_more(number), number

    def go_on_with_one_more(self, passed: SetsToDo, number: int) -> None:
        """Take one more set that has passed the gate for the next one, after what is left of its rest."""
        one_more = passed.with_one_more(number)
        self.go_on_with(Upcoming(one_more, number, one_more.prescription.rest_ms))
        self.start()

    def go_on_with(self, upcoming: Upcoming) -> None:
        """Take a set that has passed the gate for the next one."""
        self.after.go_on_with(upcoming)
        self.presses.forget()

    @property
    def is_away(self) -> bool:
        """Whether the other lifter has the screen and the sound."""
        return self._away is not None

    def hand_over(self) -> None:
        """Let the rest go on in silence while the other lifter has the screen and the sound."""
        if self.clock is not None:
            self._away = self.clock.left_ms, self.services.elapsed()
            self.clock.stop()
            self.clock = None

    def take_back(self) -> bool:
        """Count down aloud again when this lifter is back, and return whether they were away."""
        if self._away is None:
            return False
        left_ms, since_ns = self._away
        self._away = None
        self._waits = True  # nothing begins by itself: the bar may be loaded for the other lifter
        self.count_down(left_ms - (self.services.elapsed() - since_ns) // _NS_PER_MS)
        return True
