"""All ways to all places."""

from __future__ import annotations

from tests.screens.every.alone import ALONE
from tests.screens.every.from_home import FROM_HOME
from tests.screens.every.session import SESSION

WALKS = FROM_HOME | ALONE | SESSION
"""The walks, by their first place; each can be made by itself."""

PLACES = {place: screen for way in WALKS.values() for place, screen in way.places.items()}
"""The screen that is shown at each place."""
