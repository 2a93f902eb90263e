"""The program, loaded once: a process that forks for each command.

A command starts, works and ends in a process of its own, with its own arguments, folder, environment and streams, as it
does from a shell; only the loading is shared, which takes longer than most commands.
"""

from __future__ import annotations

import atexit
import gc
import importlib
import json
import os
import pkgutil
import selectors
import signal
import socket
import subprocess
import sys
import time
import traceback
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

PACKAGES = ("commands", "config", "report", "store", "training", "transfer")
"""What the commands load between them."""

MOST_INPUT = 32_768
"""The longest standard input (bytes) that a pipe surely takes at once."""


@cache
def loaded_program() -> LoadedProgram:
    """Return the process of this run of tests; it is started at the first command."""
    return LoadedProgram()


class LoadedProgram:
    """Runs commands in processes forked from one that has loaded them all."""

    def __init__(self) -> None:
        self._socket, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", __name__, str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.PIPE,  # unused: so that Python makes of its streams what it makes of a command's
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                cwd=Path(__file__).parents[2],
                env={name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG"))},
            )
        atexit.register(self.close)

    def close(self) -> None:
        """End the process."""
        self._socket.close()
        self._process.communicate()

    def run(
        self, arguments: Sequence[str], stdin: bytes, environment: Mapping[str, str], folder: Path, timeout_s: float
    ) -> tuple[int, bytes, bytes]:
        """Run a command; return its exit status, negative for a signal, and what it wrote to its two streams."""
        order = {"arguments": arguments, "environment": dict(environment), "folder": str(folder)}
        their_in, our_in = os.pipe()
        our_out, their_out = os.pipe()
        our_err, their_err = os.pipe()
        socket.send_fds(self._socket, [json.dumps(order).encode()], [their_in, their_out, their_err])
        for descriptor in (their_in, their_out, their_err):
            os.close(descriptor)
        pid = int(self._socket.recv(32))
        try:
            os.write(our_in, stdin)
        except BrokenPipeError:
            pass  # it reads nothing
        finally:
            os.close(our_in)
        written = _read((our_out, our_err), time.monotonic() + timeout_s)
        if written is None:
            os.kill(pid, signal.SIGKILL)
        status = int(self._socket.recv(32))
        if written is None:
            raise subprocess.TimeoutExpired(list(arguments), timeout_s)
        return status, *written


def _read(descriptors: tuple[int, int], until_s: float) -> tuple[bytes, bytes] | None:
    """Return what is written to both until they are closed, None if that takes too long."""
    written = dict.fromkeys(descriptors, b"")
    with selectors.DefaultSelector() as selector:
        for descriptor in descriptors:
            selector.register(descriptor, selectors.EVENT_READ)
        while selector.get_map() and (left_s := until_s - time.monotonic()) > 0:
            for key, _ in selector.select(left_s):
                part = os.read(key.fd, 65_536)
                written[key.fd] += part
                if not part:
                    selector.unregister(key.fd)
        done = not selector.get_map()
    for descriptor in descriptors:
        os.close(descriptor)
    out, err = written.values()
    return (out, err) if done else None


def _serve(orders: socket.socket) -> None:
    """Run a command for each order, until there are no more."""
    while True:
        order, streams, _, _ = socket.recv_fds(orders, 1 << 20, 3)
        if not order:
            return
        pid = os.fork()
        if pid == 0:
            orders.close()
            _run(json.loads(order), streams)
        for descriptor in streams:
            os.close(descriptor)
        orders.send(str(pid).encode())
        _, status = os.waitpid(pid, 0)
        orders.send(str(os.waitstatus_to_exitcode(status)).encode())


def _run(order: dict[str, object], streams: Sequence[int]) -> None:
    """Run a command in this process, and end it."""
    from negcoach import __main__, cli

    for number, descriptor in enumerate(streams):
        os.dup2(descriptor, number)
        os.close(descriptor)
    os.chdir(str(order["folder"]))
    os.environ.clear()
    os.environ.update(order["environment"])  # type: ignore[call-overload]
    time.tzset()
    sys.argv[:] = [str(__main__.__file__), *order["arguments"]]  # type: ignore[misc]
    try:
        cli.run()
    except BaseException:  # noqa: BLE001  # as Python itself ends a program
        traceback.print_exc()
        sys.stderr.flush()
        os._exit(1)


def _load() -> None:
    """Load all that the commands load, and keep it out of the garbage collection, as it lies in no fresh process."""
    import negcoach.cli

    for package in PACKAGES:
        found = importlib.import_module(f"negcoach.{package}")
        for module in pkgutil.walk_packages(found.__path__, f"{found.__name__}."):
            importlib.import_module(module.name)
    assert negcoach.cli
    gc.freeze()


if __name__ == "__main__":
    _load()
    with socket.socket(fileno=int(sys.argv[1])) as orders:
        _serve(orders)
