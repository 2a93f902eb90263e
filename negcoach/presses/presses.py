"""The sources that are switched on, and where their presses go."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from functools import partial

from negcoach.presses.press import Emit, Press
from negcoach.presses.source import Source

DEVICES = ("gamepad", "midi")
"""The kinds of devices, by the names of their settings."""
_CALLED = {"midi": "MIDI"}


class Presses:
    """The sources that are on; none is at first, and while nobody listens what is pressed is lost.

    ``make`` makes the source of each kind of device; tests pass in their own.
    """

    def __init__(self, make: Mapping[str, Callable[[], Source]] | None = None) -> None:
        self._make = {kind: partial(_device_source, kind) for kind in DEVICES} if make is None else make
        self._sources: dict[str, Source] = {}
        self._listener: Emit | None = None

    def listen(self, listener: Emit | None) -> None:
        """Hand every press to ``listener``, which any thread may call; ``None``: to nobody."""
        self._listener = listener

    def use(self, kinds: Collection[str]) -> None:
        """Have exactly these kinds of devices (of ``DEVICES``) switched on."""
        for kind, make in self._make.items():
            if kind in kinds and kind not in self._sources:
                self.add(make())
            elif kind not in kinds and kind in self._sources:
                self.remove(kind)

    def add(self, source: Source) -> None:
        """Switch a source on, in the place of one of its name."""
        self.remove(source.name)
        self._sources[source.name] = source
        source.start(self._take)

    def remove(self, name: str) -> None:
        """Switch a source off, if it is on."""
        source = self._sources.pop(name, None)
        if source is not None:
            source.stop()

    def close(self) -> None:
        """Switch all off."""
        self._listener = None
        for name in tuple(self._sources):
            self.remove(name)

    @property
    def sources(self) -> tuple[Source, ...]:
        """Those that are on."""
        return tuple(self._sources.values())

    @property
    def ready(self) -> tuple[str, ...]:
        """What can be pressed now, as people call it: "gamepad", "MIDI"."""
        return tuple(_CALLED.get(name, name) for name, source in self._sources.items() if source.is_ready)

    def _take(self, press: Press) -> None:
        listener = self._listener
        if listener is not None:
            listener(press)


def _device_source(kind: str) -> Source:
    from negcoach.presses.device_source import DeviceSource  # few have any

    return DeviceSource(kind)
