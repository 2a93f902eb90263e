"""The server in its own process: the page, pairing, presses, and what it does with whoever has not typed the code."""

from __future__ import annotations

import http.client
import json
import os
import random
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from queue import Empty, Queue
from types import SimpleNamespace
from typing import TypeVar

import pytest

pytest.importorskip("websockets")

from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from negcoach.remote.messages import (
    Alive,
    Answer,
    Code,
    Face,
    Failed,
    Message,
    Ping,
    Pong,
    Press,
    Pressed,
    Refused,
    Serving,
    Silent,
    Token,
    read,
    text_of,
)
from negcoach.remote.phone import STOPPED, Phone
from negcoach.remote.phone_connection import LOST_S

MessageT = TypeVar("MessageT", bound=Message)

FACE = Face(1, "bottom reached", "LOWER", "3", ("Bench press", "set 1 of 3"), True, True, 0x6B2C00, 0xFFFFFF, 0xFFB74A)
PATIENCE_S = 20.0

ADDRESS = f"127.{os.getpid() >> 8 & 0xFF}.{os.getpid() & 0xFF}.1" if sys.platform == "linux" else "127.0.0.1"
"""This machine's own, but not that of other tests: so the usual port is free."""


class Server:
    """A server that runs, and what it has said to the app."""

    def __init__(self) -> None:
        self._open = ExitStack()
        self.said: Queue[Message] = Queue()
        self.phone = Phone(ADDRESS, self.said.put)
        self.state = self.wait_for(Serving)

    def close(self) -> None:
        """Close the connections and the server."""
        self.phone.close()
        self._open.close()

    @property
    def port(self) -> int:
        return self.state.port

    def wait_for(self, kind: type[MessageT], fits: Callable[[MessageT], bool] = lambda _: True) -> MessageT:
        """Return the next thing of a kind that it says, if it fits."""
        end = time.monotonic() + PATIENCE_S
        while True:
            try:
                said = self.said.get(timeout=end - time.monotonic())
            except (Empty, ValueError):
                pytest.fail(f"no such {kind.__name__}")
            if isinstance(said, Serving):
                self.state = said
            if isinstance(said, kind) and fits(said):
                return said

    def open(self, origin: str | None = "", path: str = "/phone") -> ClientConnection:
        """Open a connection as the page does."""
        home = f"http://{ADDRESS}:{self.port}"
        url, own = f"ws://{ADDRESS}:{self.port}{path}", home if origin == "" else origin
        return self._open.enter_context(connect(url, origin=own, proxy=None, compression=None, close_timeout=1))

    def pair(self) -> tuple[ClientConnection, str]:
        """Return a paired phone, and its token."""
        made = self.open()
        made.send(text_of(Code(self.state.code)))
        token = hear(made, Token).token
        self.wait_for(Serving, lambda state: state.connected)
        return made, token


def hear(made: ClientConnection, kind: type[MessageT], *, answering: bool = True) -> MessageT:
    """Return the next message of a kind, and answer pings until then."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        said = read(made.recv(PATIENCE_S))
        if isinstance(said, Ping) and answering:
            made.send(text_of(Pong(said.number, time.monotonic() * 1000)))
        if isinstance(said, kind):
            return said
    pytest.fail(f"no {kind.__name__}")


def is_closed(made: ClientConnection) -> bool:
    """Return whether the server closes a connection."""
    try:
        while True:
            made.recv(PATIENCE_S)
    except ConnectionClosed:
        return True


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    yield made
    made.close()


def ask(server: Server, path: str = "/", **headers: str) -> http.client.HTTPResponse:
    asking = http.client.HTTPConnection(ADDRESS, server.port, timeout=PATIENCE_S)
    asking.request("GET", path, headers=headers)
    return asking.getresponse()


def test_the_page_is_served_with_a_policy_that_allows_nothing_else(server: Server) -> None:
    response = ask(server)
    body = response.read().decode()
    assert response.status == 200
    assert '<button id="go"' in body
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert f"connect-src ws://{ADDRESS}:{server.port};" in policy
    assert "unsafe" not in policy
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["X-Frame-Options"] == "DENY"
    assert "http://" not in body.replace("http://www.w3.org", "")
    assert "Server" not in response.headers


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        ("/other", {}, 404),
        ("/../../etc/passwd", {}, 404),
        ("/", {"Host": "evil.example"}, 421),
        ("/", {"Host": "localhost:1"}, 421),
        ("/phone", {}, 403),
        ("/phone", {"Origin": "http://evil.example"}, 403),
    ],
)
def test_nothing_else_is_served_nor_under_another_name(
    server: Server, path: str, headers: dict[str, str], status: int
) -> None:
    assert ask(server, path, **headers).status == status


@pytest.mark.parametrize("origin", ["http://evil.example", "null", None])
def test_another_page_cannot_talk_to_it(server: Server, origin: str | None) -> None:
    with pytest.raises(InvalidStatus) as refused:
        server.open(origin)
    assert refused.value.response.status_code == 403


def test_the_right_code_pairs_and_presses_come_with_the_time_at_which_they_were_made(server: Server) -> None:
    server.phone.show(FACE)
    made, _ = server.pair()
    assert hear(made, Face) == FACE
    for _ in range(10):
        hear(made, Ping)
    pressed_s = time.monotonic()
    time.sleep(0.12)  # the network takes so long
    made.send(text_of(Press(7, "next", pressed_s * 1000, 1)))
    press = server.wait_for(Pressed)
    assert (press.number, press.name, press.face) == (7, "next", 1)
    assert abs(press.at_ns / 1e9 - pressed_s) < 0.02
    server.phone.answer(press, taken=True)
    assert hear(made, Answer) == Answer(7, taken=True)
    assert server.state.trip_ms is not None


def test_without_the_code_nobody_presses_and_a_wrong_one_makes_all_wait(server: Server) -> None:
    code = server.state.code
    with server.open() as made:
        made.send(text_of(Press(1, "end", 1.0, 1)))
        assert is_closed(made)
    with server.open() as made, server.open() as other:
        made.send(text_of(Code("x")))
        assert hear(made, Refused) == Refused("code", 1)
        other.send(text_of(Code(code)))
        assert hear(other, Refused) == Refused("wait", 1)
        other.send(text_of(Token("x")))
        assert hear(other, Refused) == Refused("token")
    assert all(not isinstance(said, Pressed) for said in server.said.queue)


def test_a_phone_that_comes_back_is_known_by_its_token_and_gets_what_is_shown(server: Server) -> None:
    made, token = server.pair()
    made.close()
    server.wait_for(Serving, lambda state: not state.connected)
    assert server.state.paired
    server.phone.show(FACE)
    with server.open() as again:
        again.send(text_of(Token(token)))
        assert hear(again, Token).token == token
        assert hear(again, Face) == FACE


def test_the_next_phone_with_the_code_takes_over(server: Server) -> None:
    first, token = server.pair()
    second, _ = server.pair()
    assert hear(first, Refused, answering=False) == Refused("other")
    assert is_closed(first)
    second.send(text_of(Press(2, "next", 1.0, 1)))
    assert server.wait_for(Pressed).number == 2
    with server.open() as again:
        again.send(text_of(Token(token)))
        assert hear(again, Refused) == Refused("token")


def test_a_new_code_lets_the_phone_go(server: Server) -> None:
    made, token = server.pair()
    before = server.state.code
    server.phone.renew_code()
    assert hear(made, Refused, answering=False) == Refused("other")
    state = server.wait_for(Serving, lambda state: not state.paired)
    assert state.code != before
    with server.open() as again:
        again.send(text_of(Token(token)))
        assert hear(again, Refused) == Refused("token")


def test_a_phone_that_does_not_answer_any_more_is_gone(server: Server) -> None:
    made, _ = server.pair()
    state = server.wait_for(Serving, lambda state: not state.connected)
    assert state.paired
    made.socket.close()


@pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="Windows stops no process")
def test_what_a_phone_sent_while_the_server_stood_still_is_taken(server: Server) -> None:
    made, _ = server.pair()

    def answer_pings() -> None:
        with suppress(ConnectionClosed):
            while True:
                said = read(made.recv())
                if isinstance(said, Ping):
                    made.send(text_of(Pong(said.number, time.monotonic() * 1000)))

    threading.Thread(target=answer_pings, daemon=True).start()
    server.wait_for(Serving, lambda state: state.trip_ms is not None)
    os.kill(server.phone.pid, signal.SIGSTOP)
    time.sleep(LOST_S + 1)
    made.send(text_of(Press(3, "end", time.monotonic() * 1000, 1)))
    os.kill(server.phone.pid, signal.SIGCONT)
    assert server.wait_for(Pressed).number == 3


@pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="Windows stops no process")
def test_a_server_that_stands_still_is_said_to_and_that_it_goes_on(server: Server) -> None:
    made, _ = server.pair()
    os.kill(server.phone.pid, signal.SIGSTOP)
    server.wait_for(Silent)
    os.kill(server.phone.pid, signal.SIGCONT)
    server.wait_for(Alive)
    made.close()
    server.pair()


@pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="Windows stops no process")
def test_a_server_that_stands_still_is_gone_once_it_is_switched_off(server: Server) -> None:
    os.kill(server.phone.pid, signal.SIGSTOP)
    server.wait_for(Silent)
    server.phone.close()
    reader = next(thread for thread in threading.enumerate() if thread.name == "phone-in")
    reader.join(PATIENCE_S)  # it waits for the process
    with pytest.raises(ProcessLookupError):
        os.kill(server.phone.pid, 0)


def test_a_program_that_stood_still_itself_misses_nothing_of_a_server_that_did_not(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    ahead_s, looks = 0.0, threading.Semaphore(0)

    def monotonic() -> float:
        if threading.current_thread().name == "phone-watch":
            looks.release()
        return time.monotonic() + ahead_s

    monkeypatch.setattr("negcoach.remote.phone.time", SimpleNamespace(monotonic=monotonic))
    assert looks.acquire(timeout=PATIENCE_S)
    ahead_s = 60.0
    for _ in range(3):
        assert looks.acquire(timeout=PATIENCE_S)
    assert not [said for said in server.said.queue if isinstance(said, Silent)]


@pytest.mark.parametrize(
    "sent",
    ["", "x", "[]", '["face",{}]', '["newcode",{}]', "x" * 100_000, b"\x00\xff", '["pressed",{"number":1}]'],
    ids=lambda sent: repr(sent[:20]),
)
def test_what_no_page_of_ours_sends_ends_that_connection_and_nothing_else(server: Server, sent: str | bytes) -> None:
    made, _ = server.pair()
    with server.open() as other:
        other.send(sent)
        assert is_closed(other)
    made.send(sent)
    assert is_closed(made)
    server.pair()


def test_a_flood_of_a_paired_phone_is_cut_off(server: Server) -> None:
    made, _ = server.pair()
    with pytest.raises(ConnectionClosed):
        for number in range(100_000):
            made.send(text_of(Press(number, "next", 1.0, 1)))
    server.wait_for(Serving, lambda state: not state.connected)
    assert sum(isinstance(said, Pressed) for said in server.said.queue) < 200
    server.pair()


def test_a_flood_of_connections_leaves_the_phone_its_own(server: Server) -> None:
    made, _ = server.pair()
    ended = threading.Event()

    def flood() -> None:
        with ExitStack() as opened:
            while not ended.is_set():
                with suppress(OSError):
                    one = opened.enter_context(socket.create_connection((ADDRESS, server.port), timeout=0.2))
                    one.sendall(b"GET / HTTP/1.1\r\n")

    floods = [threading.Thread(target=flood) for _ in range(3)]
    for one in floods:
        one.start()
    for number in range(8):
        made.send(text_of(Press(number, "next", 1.0, 1)))
        assert server.wait_for(Pressed).number == number
        for _ in range(2):
            hear(made, Ping)
    ended.set()
    for one in floods:
        one.join()


def test_it_ends_with_the_app_and_a_process_that_dies_is_said(server: Server) -> None:
    made, _ = server.pair()
    server.phone.close()
    assert is_closed(made)
    other = Server()
    other.phone._child.kill()
    assert other.wait_for(Failed) == Failed(STOPPED)
    other.close()


def test_a_connection_that_nobody_goes_on_with_keeps_no_server(server: Server) -> None:
    with socket.create_connection((ADDRESS, server.port)) as half_open:
        half_open.sendall(b"GET / HTTP/1.1\r\nHost: ")
        server.pair()  # it is taken by now
        server.phone.close()
        assert server.phone._child._child.wait(3) == 0  # websockets itself gives it five seconds


def test_an_address_that_is_not_this_computers_is_said_in_one_line() -> None:
    said: Queue[Message] = Queue()
    Phone("192.0.2.77", said.put)
    failed = said.get(timeout=PATIENCE_S)
    assert isinstance(failed, Failed)
    assert "cannot be served" in failed.why
    assert "\n" not in failed.why


def test_two_apps_serve_two_phones(server: Server) -> None:
    other = Server()
    assert other.port != server.port
    other.pair()
    server.pair()
    other.close()


def test_the_state_is_json_that_a_page_reads() -> None:
    assert json.loads(text_of(FACE))[0] == "face"


@pytest.mark.skipif(sys.platform != "linux", reason="only there every 127.x.y.z is this machine's own")
def test_any_bytes_from_any_address_end_nothing(server: Server) -> None:
    chance = random.Random(3)
    made, _ = server.pair()
    upgrade = (
        f"GET /phone HTTP/1.1\r\nHost: {ADDRESS}:{server.port}\r\nOrigin: http://{ADDRESS}:{server.port}\r\n"
        "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
        "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
    ).encode()
    starts = (b"", b"GET ", b"GET / HTTP/1.1\r\nHost: x\r\n", upgrade, upgrade + b"\x81\xff", b"POST /\r\n\r\n")

    def hostile() -> None:
        for number in range(60):
            blob = chance.choice(starts) + chance.randbytes(chance.choice((0, 1, 10, 1_000, 70_000)))
            source = f"127.99.{number}.{1 + chance.randrange(200)}", 0
            with (
                suppress(OSError),
                socket.create_connection((ADDRESS, server.port), timeout=1, source_address=source) as one,
            ):
                one.sendall(blob)
                if chance.random() < 0.5:
                    one.shutdown(socket.SHUT_WR)

    sending = threading.Thread(target=hostile)
    sending.start()
    presses = 0
    while sending.is_alive() or presses < 4:
        made.send(text_of(Press(presses, "next", 1.0, 1)))
        assert server.wait_for(Pressed).number == presses
        hear(made, Ping)
        presses += 1
    sending.join()
    assert server.state.connected
