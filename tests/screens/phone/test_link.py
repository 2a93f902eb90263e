"""The phone's presses: they act as the keys of the screen that they were made for, at the time when they were made."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from negcoach.commands.doctor.press_checks import check_presses
from negcoach.findings import ok, warning
from negcoach.keys.keymap import Keymap
from negcoach.remote.libraries import PHONE
from negcoach.remote.messages import Alive, Failed, Silent
from negcoach.screens.coaching.leave import LeaveScreen
from negcoach.screens.coaching.no_rep import NoRepScreen
from negcoach.screens.coaching.rest.rest import RestScreen
from negcoach.screens.coaching.set_screen import SetScreen
from negcoach.screens.phone.link import PhoneLink
from negcoach.services import Services
from negcoach.training.score.timeline import Phase
from negcoach.training.terms import StopReason
from tests.screens.coaching.stage import LOWER_MS, Bench, on_the_bench
from tests.screens.conftest import StageApp
from tests.screens.phone.fake import FakePhone
from tests.services import LEAD_IN_MS, Clock, prescribed

GONE = "The phone is gone: press the keys here."

READ_MS = 1_000
"""Long enough for a screen to be read, and a press not to be one that is held."""


class Phone(FakePhone):
    """A phone that is connected to a coach on the bench."""

    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        self.link = PhoneLink(bench.app, bench.services.clock, self._switch_on)  # type: ignore[arg-type]

    def _switch_on(self, say: object) -> Phone:
        super().__init__(say)  # type: ignore[arg-type]
        return self

    async def look(self) -> None:
        """Have the phone shown what is on the screen now."""
        await self.bench.pilot.pause()
        self.bench.look()
        self.link._look()

    async def touch(self, name: str = "next", late_ms: int = 0, face: int | None = None) -> bool:
        """Press; return whether it was taken."""
        answered = len(self.answers)
        self.press(name, self.bench.clock.ns - late_ms * 1_000_000, face)  # type: ignore[arg-type]
        while len(self.answers) == answered:
            await self.bench.pilot.pause(0.01)
        await self.look()
        return self.answers[-1]


@asynccontextmanager
async def phone_of(services: Services, clock: Clock) -> AsyncIterator[tuple[Bench, Phone]]:
    """Run a coach whose phone is connected, and whose screen has been read."""
    async with on_the_bench(services, clock, prescribed(services, sets=2)) as bench:
        await bench.pilot.pause()
        clock.advance(READ_MS)
        phone = Phone(bench)
        services.presses.add(phone.link)
        phone.state(connected=True)
        await phone.look()
        yield bench, phone
        services.presses.remove(PHONE)


async def begun(bench: Bench, phone: Phone) -> None:
    """Begin the set with the phone, and wait for the lowering."""
    assert await phone.touch()
    assert bench.phase is Phase.LEAD_IN
    await bench.at(LEAD_IN_MS + 100)
    await phone.look()


async def test_it_shows_what_a_press_means_and_the_count(services: Services, clock: Clock) -> None:
    async with phone_of(services, clock) as (bench, phone):
        assert (phone.face.act, phone.face.word, phone.face.ends) == ("begin", "READY", False)
        await begun(bench, phone)
        words = bench.coach._sets.prescription.exercise.words
        face = phone.face
        assert (face.act, face.word, face.count, face.ends) == (words.bottom_reached, "LOWER", "5", True)
        assert face.lines == (bench.coach.exercise.name, "set 1 of 2 · rep 1 of 2")
        number = face.number
        await bench.at(1_000)
        await phone.look()
        assert (phone.face.count, phone.face.number) == ("4", number)


async def test_a_lowering_is_measured_to_when_the_phone_was_touched(services: Services, clock: Clock) -> None:
    async with phone_of(services, clock) as (bench, phone):
        await begun(bench, phone)
        await bench.at(LOWER_MS - 500)
        assert await phone.touch(late_ms=200)
        assert bench.phase is Phase.LIFT
        assert [ms for _, _, ms in bench.stored()] == [LOWER_MS - 600]


async def test_a_press_for_what_the_phone_showed_before_is_not_taken(services: Services, clock: Clock) -> None:
    async with phone_of(services, clock) as (bench, phone):
        ready = phone.face.number
        await begun(bench, phone)
        await bench.at(READ_MS)
        assert not await phone.touch(face=ready)
        assert bench.phase is Phase.LOWER
        first = phone.face.number
        await bench.until(Phase.LIFT)
        await bench.until(Phase.LOWER)
        await phone.look()
        assert not await phone.touch(face=first), "it was of the rep before"
        assert bench.phase is Phase.LOWER


@pytest.mark.parametrize("late_ms", [1_001, 5_000, 10**9])
async def test_a_press_that_comes_too_late_is_not_taken(services: Services, clock: Clock, late_ms: int) -> None:
    async with phone_of(services, clock) as (bench, phone):
        await begun(bench, phone)
        await bench.at(3_000)
        assert not await phone.touch(late_ms=late_ms)
        assert bench.phase is Phase.LOWER


async def test_a_press_that_the_set_refuses_is_not_taken(services: Services, clock: Clock) -> None:
    async with phone_of(services, clock) as (bench, phone):
        await begun(bench, phone)
        await bench.until(Phase.LOWER)
        await bench.at(715 - bench.moment.elapsed_ms)
        await phone.look()
        assert not await phone.touch(late_ms=900), "it was made before the lowering"
        assert bench.phase is Phase.LOWER
        clock.advance(READ_MS)
        assert await phone.touch()
        assert bench.phase is Phase.LIFT
        assert not await phone.touch(face=phone.face.number - 1)


@pytest.mark.parametrize("name", ["end", "pain"])
async def test_what_ends_the_set_is_taken_also_right_after_a_press_of_it(
    services: Services, clock: Clock, name: str
) -> None:
    async with phone_of(services, clock) as (bench, phone):
        await begun(bench, phone)
        await bench.at(READ_MS)
        bench.coach._presses.accepts({"end": "end-set"}.get(name, name))
        assert await phone.touch(name)
        assert bench.moment.segment.rescue


@pytest.mark.parametrize("late_ms", [0, 200, 1_200, 5_000])
@pytest.mark.parametrize(("name", "reason"), [("end", StopReason.LIFTERS_CALL), ("pain", StopReason.PAIN)])
async def test_the_other_buttons_end_the_set_at_once_however_late_the_network_is(
    services: Services, clock: Clock, name: str, reason: StopReason, late_ms: int
) -> None:
    async with phone_of(services, clock) as (bench, phone):
        assert not await phone.touch(name), "there is no set to end"
        await begun(bench, phone)
        assert await phone.touch(name, late_ms)
        assert bench.moment.segment.rescue
        assert bench.coach._runner.stop_reason is reason


async def test_a_press_that_comes_before_the_screen_could_be_read_is_said_not_to_count(
    services: Services, clock: Clock
) -> None:
    async with on_the_bench(services, clock) as bench:
        phone = Phone(bench)
        phone.state(connected=True)
        await phone.look()
        assert phone.face.act == "begin"
        assert not await phone.touch()
        assert bench.phase is Phase.READY
        clock.advance(READ_MS)
        assert await phone.touch()
        assert bench.phase is Phase.LEAD_IN
        phone.link.stop()


async def test_whoever_taps_twice_a_second_is_heard_once_the_screen_could_be_read(
    services: Services, clock: Clock
) -> None:
    async with on_the_bench(services, clock) as bench:
        phone = Phone(bench)
        phone.state(connected=True)
        await phone.look()
        taken = []
        for _ in range(2):
            taken.append(await phone.touch())
            clock.advance(500)
        assert taken == [False, True]
        phone.link.stop()


async def test_a_running_rest_asks_for_a_second_press(services: Services, clock: Clock) -> None:
    async with phone_of(services, clock) as (bench, phone):
        await begun(bench, phone)
        rest = await bench.until_rest()
        bench.clock.advance(READ_MS)
        await phone.look()
        assert (phone.face.act, phone.face.word, phone.face.ends) == ("begin now", "REST", False)
        assert phone.face.lines[0] == f"{bench.coach.exercise.name} · set 1 of 2"
        assert phone.face.count == "0:59"
        assert await phone.touch()
        assert phone.face.act == "again: begin now"
        assert bench.app.screen is rest
        bench.clock.advance(READ_MS)
        await phone.look()
        assert await phone.touch()
        assert isinstance(bench.app.screen, SetScreen)
        assert not isinstance(bench.app.screen, RestScreen)


async def test_over_the_question_whether_to_leave_only_pain_is_taken(services: Services, clock: Clock) -> None:
    async with phone_of(services, clock) as (bench, phone):
        await begun(bench, phone)
        await bench.press("q")
        assert isinstance(bench.app.screen, LeaveScreen)
        await phone.look()
        assert (phone.face.act, phone.face.ends, phone.face.hurts) == ("", False, True)
        assert phone.face.lines == ("End the session?", "Choose at the laptop")
        bench.clock.advance(READ_MS)
        for name in ("next", "end"):
            assert not await phone.touch(name)
        assert isinstance(bench.app.screen, LeaveScreen)
        assert await phone.touch("pain")
        assert bench.coach._runner.stop_reason is StopReason.PAIN


async def test_the_call_is_read_over_the_question_too(services: Services, clock: Clock) -> None:
    async with phone_of(services, clock) as (bench, phone):
        await begun(bench, phone)
        await bench.at(2_000)
        await bench.press("q")
        await phone.look()
        assert phone.face.word == bench.coach._sets.prescription.exercise.words.take


async def test_in_a_rest_the_question_whether_to_leave_asks_for_no_pain(services: Services, clock: Clock) -> None:
    async with phone_of(services, clock) as (bench, phone):
        await begun(bench, phone)
        await bench.until_rest()
        await bench.press("q")
        assert isinstance(bench.app.screen, LeaveScreen)
        await phone.look()
        assert not phone.face.hurts
        assert not await phone.touch("pain")


async def test_of_a_set_without_a_rep_it_can_be_said_once_that_it_hurts(services: Services, clock: Clock) -> None:
    async with phone_of(services, clock) as (bench, phone):
        await begun(bench, phone)
        assert await phone.touch("end")
        while not isinstance(bench.app.screen, NoRepScreen):
            await bench.at(500)
        bench.clock.advance(READ_MS)
        await phone.look()
        assert (phone.face.act, phone.face.ends, phone.face.hurts) == ("", False, True)
        assert await phone.touch("pain")
        assert not phone.face.hurts
        bench.clock.advance(READ_MS)
        assert not await phone.touch("pain"), "it would take it back"
        assert bench.app.screen._pain


async def test_it_acts_as_the_keys_as_they_were_changed(services: Services, clock: Clock) -> None:
    async with phone_of(services, clock) as (bench, phone):
        assert isinstance(bench.app, StageApp)
        bench.app.own_keymap = Keymap({"coach.next": ("f13", "space"), "coach.end-set": ("f14",)})
        await begun(bench, phone)
        await bench.at(READ_MS)
        assert await phone.touch("end")
        assert bench.coach._runner.stop_reason is StopReason.LIFTERS_CALL
        assert bench.moment.segment.rescue


async def test_one_touch_that_arrives_often_counts_once(services: Services, clock: Clock) -> None:
    async with phone_of(services, clock) as (bench, phone):
        await begun(bench, phone)
        await bench.at(LOWER_MS - 500)
        number = phone.face.number
        for _ in range(20):
            await phone.touch(face=number)
        assert len(bench.moment.reps) == 1
        assert bench.phase is Phase.LIFT


def notice(bench: Bench) -> str:
    return bench.face.labels.notice


async def test_a_phone_that_is_lost_is_said_until_it_is_back(services: Services, clock: Clock) -> None:
    async with phone_of(services, clock) as (bench, phone):
        await begun(bench, phone)
        phone.state(connected=False)
        await phone.look()
        bench.look()
        assert notice(bench) == GONE
        assert bench.phase is Phase.LOWER, "the set goes on"
        await bench.at(1_000)
        await bench.press("space")
        assert len(bench.moment.reps) == 1, "the keys act beside it"
        phone.state(connected=True)
        await phone.look()
        bench.look()
        assert notice(bench) == ""


async def test_a_server_that_hangs_is_said_until_it_goes_on(services: Services, clock: Clock) -> None:
    async with phone_of(services, clock) as (bench, phone):
        await begun(bench, phone)
        phone.say(Silent())
        await phone.look()
        bench.look()
        assert (notice(bench), phone.link.state) == (GONE, "its page does not answer")
        shown = len(phone.faces)
        await bench.at(1_000)
        await phone.look()
        assert (len(phone.faces), phone.closed) == (shown, False), "nothing is sent to it meanwhile"
        phone.say(Alive())
        await phone.look()
        bench.look()
        assert (notice(bench), phone.link.state, phone.face.count) == ("", "connected", "4")
        assert await phone.touch("end")


async def test_what_was_said_of_a_lost_phone_goes_with_the_set(services: Services, clock: Clock) -> None:
    async with phone_of(services, clock) as (bench, phone):
        await begun(bench, phone)
        phone.state(connected=False)
        await phone.look()
        bench.look()
        assert notice(bench) == GONE
        await bench.until_rest()
        await bench.press("space", "space")
        await bench.until(Phase.LOWER)
        assert notice(bench) == ""


async def test_a_phone_that_was_never_there_is_not_missed(services: Services, clock: Clock) -> None:
    async with phone_of(services, clock) as (bench, phone):
        phone.state(connected=False, paired=False)
        await begun_by_key(bench)
        await phone.look()
        bench.look()
        assert notice(bench) == ""


async def begun_by_key(bench: Bench) -> None:
    await bench.press("space")
    assert bench.phase is Phase.LEAD_IN


async def test_a_server_that_fails_is_said_and_the_set_goes_on(services: Services, clock: Clock) -> None:
    async with phone_of(services, clock) as (bench, phone):
        await begun(bench, phone)
        phone.say(Failed("Why."))
        await bench.pilot.pause()
        bench.look()
        assert (notice(bench), phone.link.failed, phone.closed) == (GONE, "Why.", True)
        assert bench.phase is Phase.LOWER
        assert await bench.until_rest()


async def test_whatever_fails_ends_the_phone_and_not_the_set(
    services: Services, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with phone_of(services, clock) as (bench, phone):
        await begun(bench, phone)

        def fail(_: SetScreen) -> None:
            raise RuntimeError("no button")

        monkeypatch.setattr(SetScreen, "phone_button", fail)
        await phone.look()
        assert phone.closed
        assert phone.link.failed
        bench.look()
        assert bench.phase is Phase.LOWER
        assert bench.app.is_running


async def test_it_is_one_of_what_can_be_pressed(services: Services, clock: Clock) -> None:
    async with phone_of(services, clock) as (bench, phone):
        assert services.presses.ready == (PHONE,)
        bench.coach.on_screen_resume()
        assert bench.face.labels.ready == "phone ready"
        assert list(check_presses((), services.presses.sources)) == [ok(PHONE, "connected")]
        phone.state(connected=False)
        await phone.look()
        assert services.presses.ready == ()
        assert list(check_presses((), services.presses.sources)) == [warning(PHONE, "gone", "")]
        services.presses.remove(PHONE)
        assert phone.closed
