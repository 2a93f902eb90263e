"""The names of the apps whose files are imported, for the texts that list them."""

from __future__ import annotations

STRONG, HEVY, FITNOTES, GYMBOOK = "Strong", "Hevy", "FitNotes", "GymBook"

APPS_TEXT = f"{STRONG}, {HEVY}, {FITNOTES}, {GYMBOOK}"
"""All of them, as a text lists them."""
