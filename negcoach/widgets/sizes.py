"""From which size of the terminal on screens are laid out otherwise."""

from __future__ import annotations

TINY_BELOW = 60
"""The columns below which a terminal is tiny (our own choice).

A dialog has little padding there, and covers the keys in the row below; a screen shows one thing at a time.
"""

BESIDE = 96
"""The columns from which the screen below is seen beside a wide dialog (our own choice).

In fewer the dialog is as wide as the terminal: a column or two of cut words at its sides would look like dirt.
"""
