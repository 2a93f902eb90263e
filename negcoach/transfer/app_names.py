"""The names of the apps whose files are imported, for the texts that list them."""

from __future__ import annotations

STRONG, HEVY, FITNOTES, GYMBOOK = "Strong", "Hevy", "FitNotes", "GymBook"
FITBOD, GYMRUN, LIFTLOG, LIFTOSAUR, REPCOUNT = "Fitbod", "GymRun", "LiftLog", "Liftosaur", "RepCount"

STRONGLIFTS, JEFIT, ALPHA_PROGRESSION = "StrongLifts", "Jefit", "Alpha Progression"

OPENSCALE, WGER = "openScale", "wger"

_ALL = (
    *(STRONG, HEVY, FITNOTES, GYMBOOK, STRONGLIFTS, JEFIT, FITBOD),
    *(ALPHA_PROGRESSION, GYMRUN, LIFTLOG, LIFTOSAUR, REPCOUNT, OPENSCALE, WGER),
)

APPS_TEXT = ", ".join(_ALL)
"""All of them, as a text lists them."""

APPS_LINES = f"{', '.join(_ALL[:7])},\n{', '.join(_ALL[7:])}"
"""The same in two lines, for a page of help."""

SOME_APPS_TEXT = f"{STRONG}, {HEVY}, {FITNOTES}, other apps"
"""Some of them, where there is no room for all."""
