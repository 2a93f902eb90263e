"""The sounds that the sound process plays: read beside it, so that it need not wait for them."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from negcoach.audio.playback.track import Pack
from negcoach.audio.sounds.own_sounds import load_sounds
from negcoach.audio.sounds.sounds import AT_ONCE, load_pack
from negcoach.errors import NegcoachError


class Shelf:
    """The sounds in use. Those that take long to read are read by a thread; until then the ones before stay in use.

    The shipped packs are read once; the lifter's own sounds each time they are chosen, since they may have changed.
    """

    def __init__(self, on_read: Callable[[], None]) -> None:
        """Read the packs that are read at once; ``on_read`` is called when others have been read, from a thread.

        Raises NegcoachError where one of the first is missing.
        """
        self._packs: dict[str, Pack] = {name: load_pack(name) for name in AT_ONCE}
        self._on_read = on_read
        self._lock = threading.Lock()
        self._wanted: tuple[str, str | None] = (AT_ONCE[0], None)
        self._sounds = self._packs[AT_ONCE[0]]

    @property
    def sounds(self) -> Pack:
        """The sounds in use."""
        with self._lock:
            return self._sounds

    def want(self, pack: str, own: str | None) -> None:
        """Use the sounds of a pack, and those in the lifter's own folder, as soon as they are read."""
        with self._lock:
            if (pack, own) == self._wanted:
                return
            self._wanted = (pack, own)
            if pack in self._packs:
                self._sounds = self._packs[pack]
                if own is None:
                    return
        threading.Thread(target=self._read, args=(pack, own), daemon=True, name="sounds").start()

    def _read(self, pack: str, own: str | None) -> None:
        try:
            sounds = load_sounds(pack, None if own is None else Path(own))
        except NegcoachError:
            return  # what is in use stays in use; the doctor says what is missing
        with self._lock:
            if own is None:
                self._packs[pack] = sounds
            if (pack, own) != self._wanted:
                return
            self._sounds = sounds
        self._on_read()
