"""The program with a fault in it: ``python -m tests.faults.full.crashing WAY ...`` fails once it gets SIGUSR1."""

from __future__ import annotations

import asyncio
import signal
import sys
import time
from collections.abc import Callable

from textual.screen import Screen
from textual.widgets import Footer, Static

from negcoach import cli
from negcoach.app import NegcoachApp


def fail() -> None:
    """Fail as no code should."""
    raise LookupError("injected")


async def _fail_later() -> None:
    fail()


class _Broken(Static):
    """A widget that cannot be drawn."""

    def render(self) -> str:
        raise LookupError("injected")


def _fail_twice(screen: Screen[object]) -> None:
    """Fail, and again when the screen, its footer and the app are closed because of that."""
    for of in (type(screen), Footer, type(screen.app)):
        of.on_unmount = lambda _: fail()  # type: ignore[attr-defined]
    screen.call_later(fail)


class _Years:
    """Stands for so much training that it takes a minute to write it out."""

    def __repr__(self) -> str:
        time.sleep(60)
        return "years"


def _fail_with_years() -> None:
    """Fail beside variables that hold much."""
    years = [_Years()]
    assert len(years) == 1
    fail()


WAYS: dict[str, Callable[[Screen[object]], object]] = {
    "a message": lambda screen: screen.call_later(fail),
    "a timer": lambda screen: screen.set_timer(0.01, fail),
    "a worker": lambda screen: screen.run_worker(_fail_later()),
    "a thread": lambda screen: screen.run_worker(fail, thread=True),
    "drawing": lambda screen: screen.mount(_Broken()),
    "closing": _fail_twice,
    "with years of training": lambda screen: screen.call_later(_fail_with_years),
}
"""What fails, on the screen that is shown then."""


def fail_on_signal(app: NegcoachApp) -> None:
    """Wait for the signal, from before the first picture on."""
    asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, lambda: WAYS[sys.argv[1]](app.screen))


if __name__ == "__main__":
    # Not a class of its own: Textual would look for the style sheets beside it.
    NegcoachApp.on_load = fail_on_signal  # type: ignore[attr-defined]
    raise SystemExit(cli.main(sys.argv[2:]))
