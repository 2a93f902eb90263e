"""A source whose devices are read by a process of its own, so that no driver can hold up or end the program."""

from __future__ import annotations

import json
import subprocess
import threading
import time
from collections.abc import Sequence
from typing import IO

from negcoach.child import command_of, detached
from negcoach.keys.press_names import is_press
from negcoach.presses.press import Emit, Press
from negcoach.texts import clean, joined

_MODULES = {"gamepad": "negcoach.presses.pad_process", "midi": "negcoach.presses.midi_process"}
_LABELS = {"gamepad": "gamepad", "midi": "MIDI device"}
_AGAIN_S = (0.5, 2.0, 10.0)
"""How long to wait before a process that has ended is started again; the last one is used from then on."""
_LONG_NS = 60_000_000_000
"""A process that ran so long is started again as soon as the first time."""
_LONGEST_LINE = 4096


class DeviceSource:
    """The devices of one kind, read by a child process; see ``negcoach.presses.child_end`` for what it says.

    ``command`` starts that process; tests pass in their own.
    """

    def __init__(self, kind: str, command: Sequence[str] | None = None) -> None:
        self._kind = kind
        self._command = list(command or command_of(_MODULES[kind]))
        self._lock = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._stopped = threading.Event()
        self._devices: tuple[str, ...] = ()
        self._trouble = ""
        self._looked = False
        self.is_missing = False
        """Whether the library that reads these devices is not installed."""

    @property
    def name(self) -> str:
        """The kind of its devices."""
        return self._kind

    @property
    def state(self) -> str:
        """The devices that were found, or why nothing can be pressed."""
        if self._trouble:
            return self._trouble
        if self._devices:
            return joined(list(self._devices), "and")
        return f"no {_LABELS[self._kind]} found" if self._looked else "being looked for"

    @property
    def is_ready(self) -> bool:
        """Whether a device was found."""
        return bool(self._devices)

    @property
    def has_looked(self) -> bool:
        """Whether it is known what there is, or that nothing can be known."""
        return self._looked or bool(self._trouble)

    def start(self, emit: Emit) -> None:
        """Begin to read the devices."""
        self._stopped, self.is_missing = threading.Event(), False
        self._forget("")
        thread = threading.Thread(target=self._run, args=(emit, self._stopped), daemon=True, name=f"{self._kind}-in")
        thread.start()

    def stop(self) -> None:
        """End the process."""
        with self._lock:
            self._stopped.set()
            child, self._child = self._child, None
        self._forget("")
        if child is not None:
            child.kill()

    def _run(self, emit: Emit, stopped: threading.Event) -> None:
        """Read one process after another until the source is stopped, or there is nothing to read with."""
        tries = 0
        while True:
            began_ns = time.monotonic_ns()
            child = self._launch(stopped)
            if child is not None:
                with child:
                    assert child.stdout is not None
                    self._read(child.stdout, emit, stopped)
            if stopped.is_set() or self.is_missing:
                return
            self._forget("it cannot be read now")
            tries = 0 if time.monotonic_ns() - began_ns > _LONG_NS else tries + 1
            if stopped.wait(_AGAIN_S[min(tries, len(_AGAIN_S) - 1)]):
                return

    def _launch(self, stopped: threading.Event) -> subprocess.Popen[bytes] | None:
        with self._lock:
            if stopped.is_set():
                return None
            try:
                self._child = subprocess.Popen(
                    self._command,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                    **detached(),
                )
            except OSError:
                self._child = None
            return self._child

    def _read(self, stream: IO[bytes], emit: Emit, stopped: threading.Event) -> None:
        while line := stream.readline(_LONGEST_LINE):
            if stopped.is_set():
                return
            try:
                said = json.loads(line)
            except ValueError:
                continue  # a library that writes on the standard output
            if isinstance(said, dict):
                self._take(said, emit)

    def _take(self, said: dict[str, object], emit: Emit) -> None:
        name, at_ns, devices = said.get("press"), said.get("at_ns"), said.get("devices")
        if isinstance(name, str) and isinstance(at_ns, int) and is_press(name):
            emit(Press(name, at_ns))
        elif isinstance(devices, list):
            self._devices = tuple(clean(str(device))[:40].strip() or _LABELS[self._kind] for device in devices)
            self._trouble, self._looked = "", True
        elif said.get("missing"):
            self.is_missing = True
            self._forget("its library is not installed")
        elif isinstance(trouble := said.get("trouble"), str):
            self._forget(clean(trouble)[:80])

    def _forget(self, trouble: str) -> None:
        self._devices, self._trouble, self._looked = (), trouble, False
