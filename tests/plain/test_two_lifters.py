"""Two lifters in lines: they swap between sets, each with their own history, session and advice."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from negcoach.coaching.sets_to_do import CoachRequest
from negcoach.plain import run as plain_run
from negcoach.plain.run import _Run
from negcoach.plain.terminal.terminal import InputEndedError
from negcoach.services import Services
from negcoach.store.queries.sessions.history import sessions
from tests.plain.listener import Answer, Listener
from tests.services import Clock, prescribed, second_lifter

REST_MS = 90_000
SUMMARY = (("the whole session?", ""), ("A note?", ""))


@pytest.fixture
def ben(services: Services, clock: Clock, tmp_path: Path) -> Iterator[Services]:
    """The second lifter's services, on the same player and clock."""
    second = second_lifter(services, clock, tmp_path)
    yield second
    second.database.close()


@pytest.fixture
def run(services: Services, ben: Services, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> _Run:
    """The program with both of them, who answer what the test says."""
    monkeypatch.setattr(plain_run, "LineTerminal", lambda *_: Listener(clock, ()))
    monkeypatch.setattr(_Run, "_check_database", lambda *_: None)
    return _Run([services, ben], print)


async def lead(run: _Run, services: Services, *script: Answer, rest_ms: int = REST_MS) -> Listener:
    """Lead anna's push-ups, and whatever follows, to the end of the script."""
    listener = run._terminal
    assert isinstance(listener, Listener)
    listener.unanswered.extend(script)
    plan = replace(prescribed(services, "negative-push-up", sets=2), rest_ms=rest_ms)
    await run._lead_all(CoachRequest(plan, None))
    assert listener.unanswered == [], "\n".join(listener.heard)
    return listener


def done(services: Services) -> list[list[str]]:
    """The exercise of each set, by session."""
    with services.database.read() as connection:
        return [[one.prescribed.exercise for one in record.sets] for record in sessions(connection)]


TO_BEN: tuple[Answer, ...] = (("Space begins", "space"), ("Set 1 of 2: 2 of 2 reps", "l"))
BENS_SET: tuple[Answer, ...] = (
    ("Ben, which exercise?", "negative-dip"),
    ("Enter starts this", "sets 2"),
    ("2 sets of", ""),
    ("Space begins", "space"),
    ("Set 1 of 2:", "l"),
)


async def test_they_alternate_and_each_has_a_session_of_their_own(run: _Run, services: Services, ben: Services) -> None:
    heard = await lead(
        run,
        services,
        *TO_BEN,
        *BENS_SET,
        ("Space: begin now", "space"),
        ("Press Space again", "space"),
        ("Anna, Negative push-up, set 2 of 2", "h"),
        ("Set 2 of 2: 2 of 2 reps", "q"),
        *SUMMARY,
        ("Anna, which exercise?", "q"),
        ("Ben.", "q"),
        ("End the session?", "y"),
        *SUMMARY,
        ("Ben, which exercise?", "q"),
    )
    assert "Anna, Negative push-up, set 1 of 2: 2 reps, bodyweight." in heard.heard
    assert any(line.startswith("Ben, Negative dip, set 1 of 2:") for line in heard.heard)
    assert done(services) == [["negative-push-up"] * 2]
    assert done(ben) == [["negative-dip"]]


async def test_the_rest_goes_on_in_silence_and_the_next_set_waits_for_the_key(run: _Run, services: Services) -> None:
    heard = await lead(
        run,
        services,
        *TO_BEN,
        *BENS_SET,
        ("The rest is over.", "q", 60_000),  # and nothing begins by itself
        ("End the session?", "y"),
        *SUMMARY,
        ("Anna, which exercise?", "q"),
        ("Ben.", "q"),
        ("End the session?", "y"),
        *SUMMARY,
        ("Ben, which exercise?", "q"),
        rest_ms=20_000,
    )
    away = heard.heard[heard.heard.index("Ben.") : heard.heard.index("Anna.")]
    assert "10 seconds of rest left." not in away
    assert done(services) == [["negative-push-up"]]


async def test_nobody_swaps_with_who_has_left(run: _Run, services: Services, ben: Services) -> None:
    """There was nobody any more who heard a key."""
    script: tuple[Answer, ...] = (
        *TO_BEN,
        *BENS_SET[:-1],
        ("Set 1 of 2:", "l"),
        ("Space: begin now", "q"),
        ("End the session?", "y"),
        *SUMMARY,
        ("Anna, which exercise?", "q"),
        ("Space: begin now", "l"),
        ("Anna has left.", "q"),
        ("End the session?", "y"),
        *SUMMARY,
        ("Ben, which exercise?", "swap"),
        ("Anna has left.", ""),
        ("Ben, which exercise?", "q"),
    )
    async with asyncio.timeout(60):
        await lead(run, services, *script)
    assert done(services) == [["negative-push-up"]]
    assert done(ben) == [["negative-dip"]]


async def test_who_has_no_set_under_way_is_not_led_on(run: _Run, services: Services, ben: Services) -> None:
    heard = await lead(run, services, ("Space begins", "q"), ("Anna, which exercise?", "swap"), ("Ben, which", "q"))
    assert heard.heard[-1] == "Ben, which exercise?"
    assert done(services) == done(ben) == []


async def test_a_program_that_ends_in_a_set_frees_whoever_has_the_floor(run: _Run, services: Services) -> None:
    with pytest.raises(InputEndedError):
        await lead(run, services, *TO_BEN, *BENS_SET[:-1], ("Rep 2", "h"))
    assert run._leading is run._presenters[1].lead
    assert run._leading.in_set and not run._presenters[0].lead.in_set
