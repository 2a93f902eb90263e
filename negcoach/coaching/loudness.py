"""How loud the sound is and whether it is muted, for all the screens of a session."""

from __future__ import annotations

from negcoach.services import Services

STEP = 10
"""The percent by which one press makes the sound louder or quieter."""


class Loudness:
    """The volume and the mute of a session: initially those of the settings, and a change lasts until it ends."""

    def __init__(self, services: Services) -> None:
        """Begin with the settings; ``apply`` passes them on to the player."""
        self._services = services
        self._volume = services.settings.volume
        self._muted = services.settings.muted

    def apply(self) -> None:
        """Pass both on to the player."""
        self._services.player.set_volume(self._volume)
        self._services.player.mute(self._muted)

    def toggle(self) -> None:
        """Mute or unmute."""
        self._muted = not self._muted
        self.apply()

    def change(self, direction: int) -> None:
        """Make it louder (1) or quieter (-1) by a step."""
        self._volume = min(100, max(0, self._volume + direction * STEP))
        self.apply()

    @property
    def label(self) -> str:
        """The sound's status: "♪ voice 80 %", "muted" or "no sound"."""
        if self._services.player.engine == "silent":
            return "no sound"
        return "muted" if self._muted else f"♪ {self._services.settings.sound_pack} {self._volume} %"
