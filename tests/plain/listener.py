"""A lifter who only hears what is said, and answers it: time passes only while they listen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import NoReturn

from negcoach.coaching.session.running_session import RunningSession
from negcoach.plain.presenter import LinePresenter
from negcoach.plain.terminal.floor import Floor
from negcoach.plain.terminal.speech import spoken
from negcoach.plain.terminal.terminal import InputEndedError, LineTerminal
from negcoach.services import Services
from negcoach.texts import clean
from tests.services import Clock

LONGEST_MS = 4_000_000
USUAL_MS = 300
"""No press is a bounce of the one before."""

Answer = tuple[str, str] | tuple[str, str, int]


class Listener(LineTerminal):
    """A terminal with a lifter at it, who answers each of ``script``: what is heard, and the key or line after it.

    A third part is how long (ms) they take.
    """

    def __init__(self, clock: Clock, script: Sequence[Answer]) -> None:
        super().__init__(clock.monotonic_ns, 250, lambda _: None)
        self._test_clock = clock
        self._script = list(script)
        self.heard: list[str] = []
        self.heard_ms: list[int] = []
        self._after = 0  # the first line that was said after the last answer
        self._waited_ms = 0

    def say(self, text: str) -> None:
        self.heard.append(spoken(clean(text, lines=True)))
        self.heard_ms.append(self._test_clock.ns // 1_000_000)

    def await_fresh_keys(self, unchanged: frozenset[str] = frozenset()) -> None:
        """Nobody who has to hear it first is too quick."""

    def await_fresh_line(self) -> None:
        """Nobody who has to hear it first types ahead."""

    @contextmanager
    def keys(self) -> Iterator[None]:
        yield

    @contextmanager
    def lines(self) -> Iterator[None]:
        yield

    async def key(self, timeout_s: float | None = None, *, tells: bool = True) -> str | None:
        if self._answer_is_due():
            return self._answer()
        step_ms = 100 if timeout_s is None else max(1, round(timeout_s * 1000))
        self._waited_ms += step_ms
        if not self._script:
            raise InputEndedError
        if self._waited_ms > LONGEST_MS:
            self._fail()
        self._test_clock.advance(step_ms)
        return None

    async def typed(self) -> str:
        if not self._answer_is_due():
            self._fail()
        return self._answer()

    def _answer_is_due(self) -> bool:
        if not self._script:
            return False
        text, _, *delay = self._script[0]
        heard = [at for at, line in enumerate(self.heard) if at >= self._after and text in line]
        return bool(heard) and self._test_clock.ns // 1_000_000 - self.heard_ms[heard[0]] >= sum(delay)

    def _answer(self) -> str:
        self._test_clock.advance(USUAL_MS)
        self._after, self._waited_ms = len(self.heard), 0
        return self._script.pop(0)[1]

    def _fail(self) -> NoReturn:
        raise AssertionError(f"{self._script[:1]} was not asked, but:\n" + "\n".join(self.heard[self._after :]))

    @property
    def unanswered(self) -> list[Answer]:
        """What was never asked."""
        return self._script

    def said(self, text: str) -> bool:
        """Return whether a line with this text was said."""
        return any(text in line for line in self.heard)


def presenter_of(services: Services, clock: Clock, *script: Answer) -> tuple[LinePresenter, Listener]:
    """Return what presents a new session to somebody who answers like this."""
    listener = Listener(clock, script)
    return LinePresenter(listener, RunningSession(services), Floor(listener, [services])), listener
