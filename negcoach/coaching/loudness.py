"""How loud the sound is and whether it is muted: one state for all the screens of a session."""

from __future__ import annotations

from negcoach.config.settings import Settings
from negcoach.services import Services

STEP = 10
"""Per cent that one press makes the sound louder or quieter."""


class Loudness:
    """Begins as the settings say. What the lifter changes in a session holds until it ends, also in its rests."""

    def __init__(self, services: Services) -> None:
        """Begin with the settings; the player is told by ``apply``."""
        self._services = services
        self._volume = services.settings.volume
        self._muted = services.settings.muted

    def apply(self) -> None:
        """Tell the player."""
        self._services.player.set_volume(self._volume)
        self._services.player.mute(self._muted)

    def toggle(self) -> None:
        """Mute, or let it be heard again."""
        self._muted = not self._muted
        self.apply()

    def change(self, direction: int) -> None:
        """Make it louder (1) or quieter (-1) by a step."""
        self._volume = min(100, max(0, self._volume + direction * STEP))
        self.apply()

    @property
    def label(self) -> str:
        """How the sound is: "♪ voice 80 %", "muted" or "no sound"."""
        return sound_text(self._services.settings, self._services.player.engine, self._volume, self._muted)


def sound_text(settings: Settings, engine: str, volume: int, muted: bool) -> str:
    """Return how the sound is: "♪ voice 80 %", "muted" or "no sound"."""
    if engine == "silent":
        return "no sound"
    return "muted" if muted else f"♪ {settings.sound_pack} {volume} %"
