"""``python -m negcoach``: the same as the command ``negcoach``."""

from __future__ import annotations

import os

try:
    from negcoach.cli import run
except KeyboardInterrupt:  # while this is read: that takes longer than all that comes before
    os._exit(130)

if __name__ == "__main__":
    run()
