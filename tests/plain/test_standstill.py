"""Coaching in lines on a computer that slept, or a program that was stopped: the key that wakes it begins nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from negcoach.coaching.session.running_session import RunningSession
from negcoach.coaching.sets_to_do import CoachRequest
from negcoach.coaching.start.start_session import coach_request
from negcoach.coaching.words.set_words import SLEPT
from negcoach.plain.presenter import LinePresenter
from negcoach.plain.terminal.floor import Floor
from negcoach.presses.press import Press
from negcoach.services import Services
from negcoach.training.exercise.prescription import Prescription
from tests.plain.listener import Answer, Listener
from tests.plain.test_session import SUMMARY, WARM_UP, loaded, short
from tests.services import Clock, stand_still

AWAY_MS = 600_000
how = pytest.mark.parametrize("asleep", [True, False], ids=["asleep", "frozen"])


class Sleeper(Listener):
    """A lifter whose computer stands still before the key that answers ``wakes``."""

    def __init__(self, clock: Clock, script: Sequence[Answer], wakes: str, *, asleep: bool) -> None:
        super().__init__(clock, script)
        self._wakes, self._asleep = wakes, asleep
        self.device: Press | None = None

    def _answer(self) -> str:
        if self._wakes == self._script[0][0]:
            self._wakes = ""
            stand_still(self._test_clock, AWAY_MS, asleep=self._asleep)
            self._device = self.device
        return super()._answer()


async def lead(
    services: Services,
    clock: Clock,
    prescription: Prescription,
    *script: Answer,
    wakes: str,
    asleep: bool,
    device: str = "",
) -> list[str]:
    """Lead to the end of the script with a computer that ``wakes`` with the answer to a line; return what was said."""
    heard = Sleeper(clock, script, wakes, asleep=asleep)
    heard.device = Press(device, clock.ns) if device else None
    presenter = LinePresenter(heard, RunningSession(services), Floor(heard, [services]))
    await coach_request(presenter, presenter.session, CoachRequest(prescription, None))
    assert heard.unanswered == []
    return heard.heard


@how
async def test_the_key_that_wakes_the_computer_begins_no_set(services: Services, clock: Clock, asleep: bool) -> None:
    heard = await lead(
        services,
        clock,
        short(services, "negative-push-up"),
        ("Space begins", "space"),
        (f"{SLEPT} Space begins.", "space"),
        ("Rep 2 of 2. Lower.", "escape"),
        ("That was the last set", "space"),
        *SUMMARY,
        wakes="Space begins",
        asleep=asleep,
    )
    assert not any("Get ready" in line for line in heard[: heard.index(f"{SLEPT} Space begins.")])


async def test_a_press_of_a_device_which_says_when_it_came_begins_the_set(services: Services, clock: Clock) -> None:
    heard = await lead(
        services,
        clock,
        short(services, "negative-push-up"),
        ("Space begins", "space"),
        ("Rep 2 of 2. Lower.", "escape"),
        ("That was the last set", "space"),
        *SUMMARY,
        wakes="Space begins",
        asleep=True,
        device="pad:0",
    )
    assert not any(SLEPT in line for line in heard)


@how
@pytest.mark.parametrize("key", ["space", "p"])
async def test_the_key_that_wakes_the_computer_does_not_go_on_in_a_pause(
    services: Services, clock: Clock, asleep: bool, key: str
) -> None:
    heard = await lead(
        services,
        clock,
        short(services, "negative-push-up"),
        ("Space begins", "space"),
        ("Rep 2 of 2. Lower.", "p"),
        ("Paused. Space goes on.", key, 5_000),
        (f"{SLEPT} Space goes on.", key),
        ("Rep 2 of 2. Lower.", "escape"),
        ("That was the last set", "space"),
        *SUMMARY,
        wakes="Paused. Space goes on.",
        asleep=asleep,
    )
    assert heard.count(f"{SLEPT} Space goes on.") == 1


@how
@pytest.mark.parametrize("in_rest", ["running", "over"])
async def test_the_key_that_wakes_the_computer_begins_no_set_in_a_rest(
    services: Services, clock: Clock, perform: Callable[..., None], asleep: bool, in_rest: str
) -> None:
    wakes = "The rest is over" if in_rest == "over" else "Set 1 of 2: 2 of 2 reps"
    heard = await lead(
        services,
        clock,
        replace(loaded(services, perform), sets=2),
        ("How many spotters", "2"),
        ("Space begins", "space"),
        (wakes, "space"),
        (SLEPT, "8"),  # what ends nothing and begins nothing means what it always does
        ("Effort 8 of 10.", "space"),
        ("Get ready", "escape"),
        ("No rep was lowered.", "q"),
        *SUMMARY,
        wakes=wakes,
        asleep=asleep,
    )
    at = heard.index(SLEPT)
    assert any("The rest is over" in line for line in heard[at : heard.index("Effort 8 of 10.")])


@how
@pytest.mark.parametrize("in_rest", ["running", "over"])
async def test_the_key_that_wakes_the_computer_goes_on_in_no_rest_of_a_warm_up(
    services: Services, clock: Clock, perform: Callable[..., None], asleep: bool, in_rest: str
) -> None:
    wakes = "The rest is over" if in_rest == "over" else "Rest:"
    heard = await lead(
        services,
        clock,
        loaded(services, perform),
        *WARM_UP,
        ("Warm-up 1 of 3", "space"),
        (wakes, "space"),
        ("Next: Warm-up 2 of 3", "space"),
        ("Get ready", "escape"),
        ("No rep was lowered.", "q"),
        wakes=wakes,
        asleep=asleep,
    )
    assert heard.count(SLEPT) == 1
