"""How exactly a press on the phone is dated, and what a set loses while its page is flooded.

A touch is followed from a real browser to the time that the app is told. Between browser and server is a network that
holds each piece of data up for a while. When the page was really touched is what the browser itself says on the
machine's own monotonic clock, which the server does not know.
"""

from __future__ import annotations

import asyncio
import random
import re
import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from queue import Queue
from typing import TypeVar

from negcoach.errors import NegcoachError
from negcoach.remote.local_address import local_address
from negcoach.remote.messages import Face, Message, Pressed, Serving
from negcoach.remote.phone import Phone
from tests.bench.mirror import changes, off, under_way
from tests.bench.processes import cost
from tests.bench.table import Row, say, spread, tell
from tests.remote.browser import Browser, chromium
from tests.scene.terminal import Wire, wait_until

MessageT = TypeVar("MessageT", bound=Message)

SEED = 7
READ_S = 2.5
"""So long after it is drawn a screen is sure to take keys."""

FACE = Face(1, "bottom reached", "LOWER", "3", ("Bench press", "set 1 of 3"), True, True, 0x6B2C00, 0xFFFFFF, 0xFFB74A)
SERVER, NETWORK = "127.0.77.1", "127.0.77.2"


@dataclass
class Figures:
    """Of each press, in ms: until the app was told, and how far off the time was that it was told."""

    told: list[float] = field(default_factory=list)
    off: list[float] = field(default_factory=list)


def run(*, short: bool = False) -> list[Row]:
    """Measure with no network, with a Wi-Fi, and with a bad one."""
    if chromium() is None:
        return [Row("touches in a browser: not measured", "there is no Chromium")]
    presses = 3 if short else 60
    chance = random.Random(SEED)
    networks: tuple[tuple[str, Callable[[], float]], ...] = (
        ("no network between", lambda: 0.0),
        ("2 to 40 ms each way", lambda: chance.uniform(0.002, 0.04)),
        ("10 to 300 ms each way", lambda: chance.uniform(0.01, 0.3)),
    )
    rows: list[Row] = []
    for name, delay_s in networks:
        tell(f"{presses} touches in a browser, {name}")
        figures = _touched(presses, delay_s)
        rows += say(
            [
                spread(f"{presses} touches, {name}: until the app is told", figures.told),
                spread(f"{presses} touches, {name}: the time that it is told, off by", figures.off),
            ]
        )
    try:
        local_address()
    except NegcoachError as error:
        return [*rows, Row("a page that is flooded: not measured", str(error))]
    return rows + (_flooded(6, (True,)) if short else _flooded(60))


def _flooded(seconds: int, ways: Sequence[bool] = (False, True)) -> list[Row]:
    """Measure what a set loses while others connect to its page as fast as they are taken."""
    where: list[str] = []
    rows: list[Row] = []

    def switch_on(coach: Wire) -> None:
        time.sleep(READ_S)
        coach.press("\x10")
        coach.wait_for("Phone", 20)
        coach.press("phone")
        time.sleep(READ_S)
        coach.press("\r")
        wait_until(lambda: bool(re.search(rb"http://[0-9.:]+", _shown(coach))), 20, lambda: "the page was not served")
        where.append(re.findall(rb"http://([0-9.:]+)", _shown(coach))[-1].decode())
        time.sleep(READ_S)
        coach.press("\x1b")
        time.sleep(READ_S)

    for flooded in ways:
        tell(f"a set whose page is {'flooded' if flooded else 'left alone'}, {seconds} s")
        with under_way(mirrored=False, prepare=switch_on) as led, ExitStack() as stack:
            knocks = stack.enter_context(_flood(where[-1])) if flooded else []
            began_ns, before = time.monotonic_ns(), cost(led.coach.pid)
            time.sleep(seconds)
            percent = 100 * (cost(led.coach.pid).cpu_s - before.cpu_s) / ((time.monotonic_ns() - began_ns) / 1e9)
            what = f"its page flooded by {len(knocks)} connections" if flooded else "its page left alone"
            rows += say(
                [
                    Row(f"the coach's screen, {what}, % of a core", f"{percent:.2f} %", {"percent": percent}),
                    spread(f"a count off its second, {what}", off(changes(led.coach, began_ns))),
                ]
            )
    return rows


def _shown(coach: Wire) -> bytes:
    """Return all that was written until now."""
    return b"".join(piece for _, piece in list(coach.written))


@contextmanager
def _flood(where: str) -> Iterator[list[None]]:
    """Have others connect as fast as they are taken, and send what nobody asked for."""
    host, _, port = where.partition(":")
    ended, knocks = threading.Event(), list[None]()

    def flood() -> None:
        while not ended.is_set():
            with suppress(OSError), socket.create_connection((host, int(port)), timeout=0.5) as made:
                knocks.append(None)
                made.sendall(b"GET /phone HTTP/1.1\r\n" + b"x" * 5_000)

    threads = [threading.Thread(target=flood, daemon=True) for _ in range(4)]
    for thread in threads:
        thread.start()
    try:
        yield knocks
    finally:
        ended.set()
        for thread in threads:
            thread.join()


def _touched(presses: int, delay_s: Callable[[], float]) -> Figures:
    figures, said = Figures(), Queue[tuple[int, Message]]()
    phone = Phone(SERVER, lambda message: said.put((time.monotonic_ns(), message)))
    _, serving = _next(said, Serving)
    network = _Network(serving.port, delay_s)
    phone.show(FACE)
    rules = f"MAP {SERVER}:{serving.port} {NETWORK}:{network.port}"
    with Browser(options=(f"--host-resolver-rules={rules}",)) as browser:
        browser.open(f"http://{SERVER}:{serving.port}/#{serving.code}")
        browser.wait_for("bottom reached")
        browser.call("Performance.enable", timeDomain="timeTicks")
        browser.value("$('go').addEventListener('pointerdown', (event) => { window.touched = event.timeStamp; })")
        time.sleep(3)  # the phone's clock is asked meanwhile
        for _ in range(presses):
            browser.tap("#go")
            told_ns, pressed = _next(said, Pressed)
            metrics = {one["name"]: one["value"] for one in browser.call("Performance.getMetrics")["metrics"]}
            touched_ns = round(metrics["NavigationStart"] * 1e9 + float(browser.value("window.touched")) * 1e6)
            figures.told.append((told_ns - touched_ns) / 1e6)
            figures.off.append(abs(pressed.at_ns - touched_ns) / 1e6)
            time.sleep(0.3)
    phone.close()
    network.close()
    return figures


def _next(said: Queue[tuple[int, Message]], kind: type[MessageT]) -> tuple[int, MessageT]:
    while True:
        at_ns, message = said.get(timeout=30)
        if isinstance(message, kind):
            return at_ns, message


class _Network:
    """Passes data on to the server and back, each piece after a while, in a thread of its own."""

    def __init__(self, port: int, delay_s: Callable[[], float]) -> None:
        self._delay_s = delay_s
        self._server_port = port
        self._loop = asyncio.new_event_loop()
        serving = self._loop.run_until_complete(asyncio.start_server(self._connect, NETWORK, 0))
        self.port: int = serving.sockets[0].getsockname()[1]
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Pass nothing on any more."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)

    async def _connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_connection(SERVER, self._server_port)
        await asyncio.gather(self._pass(reader, back), self._pass(there, writer))

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        loop, due_s = asyncio.get_running_loop(), 0.0
        with suppress(OSError):
            while data := await reader.read(65_536):
                due_s = max(due_s, loop.time() + self._delay_s())
                loop.call_at(due_s, writer.write, data)
        loop.call_at(due_s, writer.close)
