"""The process that serves the page with the button to a phone, driven by messages from the app.

It is a process of its own, so that nothing that comes from the network can hold up or end the coach: whatever is sent
here, the app is told presses of a phone that has typed the code, and how that phone is, and no more. It reads one
message per line from standard input (``Face``, ``Answer``, ``NewCode``), and writes ``Serving``, ``Pressed``,
``Failed`` and, again and again, ``Alive`` the same way on standard output. It ends when its input does.
"""

from __future__ import annotations

import asyncio
import logging
import os
import sys
import threading
import time
from collections import deque
from contextlib import suppress
from http import HTTPStatus
from typing import BinaryIO

from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.datastructures import Headers
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response

from negcoach.broadcast.codec import UnreadableError
from negcoach.child import LineWriter, claim_stdout
from negcoach.remote.messages import (
    LONGEST,
    Alive,
    Answer,
    Code,
    Face,
    Failed,
    Message,
    NewCode,
    Press,
    Pressed,
    Refused,
    Serving,
    Token,
    read,
    text_of,
)
from negcoach.remote.page import PAGE, security_headers
from negcoach.remote.pairing import Pairing
from negcoach.remote.phone_connection import MESSAGES_A_SECOND, PhoneConnection, Rate

PORT = 8642
"""The port that is asked for first, so that a firewall can be told (our own choice); if it is taken, any other."""

MOST_UNKNOWN = 16
"""How many connections are held without the code; the oldest makes room for one more."""

CONNECTIONS_A_SECOND = 10
MOST_ADDRESSES = 64
REFUSAL_S = 0.005
"""How many connections are taken a second from an address, of how many addresses that is known, and how long one too
many holds up the next of them (our own choice)."""

BEAT_S = 0.5
"""How often the app is told that this process runs."""

TYPING_S = 300.0
"""How long a connection may stay without the code."""


def main(address: str) -> None:
    """Serve the phone at an address of this computer, and the app at the other end of the standard streams."""
    writer = LineWriter(claim_stdout())
    logging.disable()  # nobody reads it, and what it would say comes from the network
    try:
        asyncio.run(PhoneServer(address, writer).run(sys.stdin.buffer))
    except OSError as error:
        writer.write(_line(Failed(f"The page for the phone cannot be served: {error.strerror or error}.")))


class PhoneServer:
    """The page, the phone that was paired with it, and the app behind them."""

    def __init__(self, address: str, app: LineWriter) -> None:
        self._address = address
        self._app = app
        self._pairing = Pairing(time.monotonic_ns)
        self._port = 0
        self._hosts: frozenset[str] = frozenset()
        self._rates: dict[str, Rate] = {}  # of the addresses that connected, the newest last
        self._phone: PhoneConnection | None = None
        self._face: Face | None = None
        self._told: Serving | None = None
        self._paired = False
        self._beating: asyncio.Task[None] | None = None
        self._unknown: deque[ServerConnection] = deque()  # connections without the code, the newest last

    async def run(self, commands: BinaryIO) -> None:
        """Serve until there are no more commands. Raises ``OSError`` where the address cannot be listened on."""
        ended = asyncio.Event()
        server = await self._listen()
        self._port = server.sockets[0].getsockname()[1]
        self._hosts = frozenset({f"{self._address}:{self._port}"})
        loop = asyncio.get_running_loop()
        threading.Thread(target=self._read_commands, args=(commands, loop, ended), daemon=True).start()
        self._tell()
        self._beating = asyncio.create_task(self._beat())
        await ended.wait()
        os._exit(0)  # the thread that reads may be waiting still, and so may connections that nobody goes on with

    async def _beat(self) -> None:
        """Tell the app again and again that this process runs: one that hangs or is stopped does not."""
        while True:
            self._app.write(_line(Alive()))
            await asyncio.sleep(BEAT_S)

    async def _listen(self) -> Server:
        try:
            return await self._serve(PORT)
        except OSError:
            return await self._serve(0)

    async def _serve(self, port: int) -> Server:
        return await serve(
            self._handle,
            self._address,
            port,
            process_request=self._answer_request,
            create_connection=self._connection_class(),
            compression=None,
            server_header=None,
            open_timeout=5,
            ping_interval=None,
            close_timeout=1,
            max_size=LONGEST,
            max_queue=8,
            write_limit=8192,
            backlog=4,
        )

    def _connection_class(self) -> type[ServerConnection]:
        outer = self

        class Connection(ServerConnection):
            """A connection that is refused, and slowly, to whoever makes too many."""

            def connection_made(self, transport: asyncio.BaseTransport) -> None:
                peer = transport.get_extra_info("peername")
                if outer._may_connect(peer[0] if peer else ""):
                    super().connection_made(transport)
                    outer._make_room(self)
                    return
                time.sleep(REFUSAL_S)  # it holds up the other connections, too, and so costs next to nothing
                super(ServerConnection, self).connection_made(transport)  # without anybody to handle it
                assert isinstance(transport, asyncio.Transport)
                transport.abort()

            def connection_lost(self, exc: Exception | None) -> None:
                super().connection_lost(exc)
                with suppress(ValueError):
                    outer._unknown.remove(self)

        return Connection

    def _may_connect(self, peer: str) -> bool:
        """Return whether an address may connect once more now."""
        rate = self._rates.pop(peer, None) or Rate(CONNECTIONS_A_SECOND, time.monotonic)
        self._rates[peer] = rate
        if len(self._rates) > MOST_ADDRESSES:
            del self._rates[next(iter(self._rates))]
        return rate.allows()

    def _make_room(self, connection: ServerConnection) -> None:
        """Let those go that have been there longest without the code, so that there is room for whoever has it."""
        self._unknown.append(connection)
        if len(self._unknown) > MOST_UNKNOWN:
            self._unknown.popleft().transport.abort()

    def _answer_request(self, _: ServerConnection, request: Request) -> Response | None:
        """Return the page, or that there is none; ``None`` for whoever may talk to this server."""
        host = request.headers.get_all("Host")
        if len(host) != 1 or host[0] not in self._hosts:  # a name that somebody has given our address
            return _response(421, b"This is not the address of this page.\n", "text/plain")
        if request.path == "/":
            return _response(200, PAGE, "text/html", security_headers(host[0]))
        if request.path != "/phone":
            return _response(404, b"There is only one page here.\n", "text/plain")
        if request.headers.get_all("Origin") != [f"http://{host[0]}"]:
            return _response(403, b"Another page may not talk to this one.\n", "text/plain")
        return None

    async def _handle(self, connection: ServerConnection) -> None:
        """Talk to whoever opened a connection: until it is paired, only about the code."""
        with suppress(ConnectionClosed, UnreadableError, TimeoutError):
            phone = await self._pair(connection)
            if phone is None:
                return
            try:
                await phone.talk()
            finally:
                if self._phone is phone:
                    self._phone = None
                    self._tell()

    async def _pair(self, connection: ServerConnection) -> PhoneConnection | None:
        """Return the phone once it is known."""
        rate = Rate(MESSAGES_A_SECOND, time.monotonic)
        async with asyncio.timeout(TYPING_S):
            while True:
                said = read(await connection.recv())
                if not rate.allows():
                    return None
                phone = await self._judge(connection, said)
                if phone is not None:
                    return phone

    async def _judge(self, connection: ServerConnection, said: Message) -> PhoneConnection | None:
        """Take a code or a token, and return the phone that is known by it."""
        if isinstance(said, Token):
            if not self._pairing.knows(said.token):
                await connection.send(text_of(Refused("token")))
                return None
            return await self._welcome(connection, said)
        if not isinstance(said, Code):
            raise UnreadableError("It is not paired.")
        wait_s = self._pairing.wait_s()
        token = None if wait_s else self._pairing.try_code(said.code)
        if token is None:
            await connection.send(text_of(Refused("wait" if wait_s else "code", self._pairing.wait_s())))
            self._tell()
            return None
        self._paired = True
        return await self._welcome(connection, Token(token))

    async def _welcome(self, connection: ServerConnection, token: Token) -> PhoneConnection:
        """Make this the phone; the one before it is told so."""
        with suppress(ValueError):
            self._unknown.remove(connection)
        before, phone = self._phone, PhoneConnection(connection, self._take_press, self._tell)
        self._phone = phone
        if before is not None:
            before.dismiss()
        phone.put(token)
        if self._face is not None:
            phone.show(self._face)
        self._tell()
        return phone

    def _take_press(self, press: Press, at_ns: int) -> None:
        """Tell the app of a press of the phone."""
        self._app.write(_line(Pressed(press.number, press.name, at_ns, press.face)))

    def _tell(self) -> None:
        """Tell the app how the phone is, and which code is good, when that has changed."""
        phone = self._phone
        serving = Serving(
            address=self._address,
            port=self._port,
            code=self._pairing.code,
            paired=self._paired,
            connected=phone is not None,
            trip_ms=None if phone is None else phone.trip_ms,
        )
        if serving != self._told and self._app.write(_line(serving)):
            self._told = serving

    def _read_commands(self, commands: BinaryIO, loop: asyncio.AbstractEventLoop, ended: asyncio.Event) -> None:
        """Pass on what the app says; a thread of its own does this, for no system waits for every kind of pipe."""
        with suppress(RuntimeError, UnreadableError, OSError):  # the loop has ended, or the app has
            for line in commands:
                loop.call_soon_threadsafe(self._obey, read(line))
        with suppress(RuntimeError):
            loop.call_soon_threadsafe(ended.set)

    def _obey(self, command: Message) -> None:
        phone = self._phone
        match command:
            case Face():
                self._face = command
                if phone is not None:
                    phone.show(command)
            case Answer():
                if phone is not None:
                    phone.put(command)
            case NewCode():
                self._pairing.renew()
                self._pairing.forget_phone()
                self._paired, self._phone = False, None
                if phone is not None:
                    phone.dismiss()
                self._tell()


def _response(status: int, body: bytes, kind: str, more: dict[str, str] | None = None) -> Response:
    """Return an HTTP response that is kept nowhere."""
    headers = {
        "Content-Type": f"{kind}; charset=utf-8",
        "Content-Length": str(len(body)),
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
        "Connection": "close",
        **(more or {}),
    }
    return Response(status, HTTPStatus(status).phrase, Headers(headers), body)


def _line(message: Message) -> bytes:
    return text_of(message).encode() + b"\n"
