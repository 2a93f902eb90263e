"""The extras: what can be installed besides, and how, as the main README installs negcoach itself."""

from __future__ import annotations

import os

_PIP = {"nt": r'.venv\Scripts\pip install ".[{}]"'}.get(os.name, ".venv/bin/pip install '.[{}]'")
"""How an extra is installed from a copy of the repository: negcoach is on no package index."""


def install_text(extra: str) -> str:
    """Return how an extra is installed: ``in your copy of negcoach, .venv/bin/pip install '.[remote]'``."""
    return f"in your copy of negcoach, {_PIP.format(extra)}"
