"""The screens for a load over the cap, and for one that may be a slip."""

from __future__ import annotations

from negcoach.screens.shared.form.page import TypeAgainScreen


class CapScreen(TypeAgainScreen):
    """The screen for a load over the cap: it is refused unless it is typed again in full."""


class DoubtedLoadScreen(TypeAgainScreen):
    """The screen for a load that may be a slip, where no 1RM is known: it must be typed again in full."""
