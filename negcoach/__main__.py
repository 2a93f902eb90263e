"""``python -m negcoach``: the same as the command ``negcoach``."""

from __future__ import annotations

import sys

from negcoach.cli import main

if __name__ == "__main__":
    sys.exit(main())
