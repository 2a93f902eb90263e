"""From which size of the terminal on screens are laid out otherwise."""

from __future__ import annotations

TINY_BELOW = 60
"""The columns below which a terminal is tiny (our own choice).

A dialog is as wide as it there, has little padding, and covers the keys in the row below; a screen shows one thing at a
time.
"""
