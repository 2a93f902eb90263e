"""``python -m negcoach``: the same as the command ``negcoach``."""

from __future__ import annotations

from negcoach.cli import run

if __name__ == "__main__":
    run()
