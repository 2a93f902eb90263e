"""The program with a screen that is kept busy: 30 of every 100 ms its loop does nothing but burn time."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import negcoach.app
from negcoach.app import NegcoachApp
from negcoach.cli import main

BUSY_S = 0.030
EVERY_S = 0.100


def burn() -> None:
    """Hold the loop."""
    end = time.monotonic() + BUSY_S
    while time.monotonic() < end:
        pass


class BusyApp(NegcoachApp):
    """The app, and the burning."""

    CSS_PATH = Path(negcoach.app.__file__).parent / str(NegcoachApp.CSS_PATH)  # else it is sought beside this file

    def on_ready(self) -> None:
        """Begin to burn."""
        self.set_interval(EVERY_S, burn)


if __name__ == "__main__":
    negcoach.app.NegcoachApp = BusyApp  # type: ignore[misc]  # what the command line then starts
    sys.exit(main())
