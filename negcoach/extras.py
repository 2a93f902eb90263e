"""What can be installed besides, and how, as the main README installs negcoach itself."""

from __future__ import annotations

import os

_PIP, _QUOTE = (r".venv\Scripts\pip", '"') if os.name == "nt" else (".venv/bin/pip", "'")
"""The pip of the README's environment, and what quotes a word in the shell there."""


def install_text(extra: str) -> str:
    """Return how an extra is installed: ``in your copy of negcoach, .venv/bin/pip install '.[remote]'``.

    It comes from a copy of the repository: negcoach is on no package index.
    """
    return _text(f"{_QUOTE}.[{extra}]{_QUOTE}")


def install_library_text(library: str) -> str:
    """Return how a library is installed: ``in your copy of negcoach, .venv/bin/pip install miniaudio``."""
    return _text(library)


def _text(what: str) -> str:
    return f"in your copy of negcoach, {_PIP} install {what}"
