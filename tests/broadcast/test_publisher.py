"""The publisher serves mirrors, and nothing that a mirror does reaches the program."""

from __future__ import annotations

import os
import selectors
import socket
import stat
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from negcoach.broadcast import publisher as publisher_module
from negcoach.broadcast.address import FOLDER_NAME, LOOPBACK, PORT_NAME, SOCKET_NAME, connection, listener
from negcoach.broadcast.message import Hello, Message, Now, WordsShown, read_line
from negcoach.broadcast.publisher import MOST_MIRRORS, Publisher

needs_unix = pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="this system has no Unix-domain sockets")

WAIT_S = 20.0
"""The longest that a test waits; a publisher that takes longer hangs."""


class Room:
    """A publisher, and what it said of its mirrors."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.said: list[bool] = []
        self._heard = threading.Condition()
        self.publisher = Publisher(folder, self._hear)

    def _hear(self, any_mirrors: bool) -> None:
        with self._heard:
            self.said.append(any_mirrors)
            self._heard.notify_all()

    def wait_for(self, *said: bool) -> None:
        """Wait until it has said this, in all."""
        with self._heard:
            assert self._heard.wait_for(lambda: self.said == [*said], WAIT_S), self.said


def without_unix_sockets(folder: Path) -> Path:
    """Make a folder in which no Unix-domain socket can be."""
    (folder / FOLDER_NAME / SOCKET_NAME).mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture(params=[pytest.param("socket", marks=needs_unix), "loopback"])
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A data folder, with a socket in it or without."""
    return without_unix_sockets(tmp_path) if request.param == "loopback" else tmp_path


@pytest.fixture
def room(folder: Path) -> Iterator[Room]:
    room = Room(folder)
    yield room
    room.publisher.close()


def words(text: str) -> WordsShown:
    return WordsShown("", (text,))


class Mirror:
    """A mirror's end of its connection."""

    def __init__(self, folder: Path) -> None:
        deadline = time.monotonic() + WAIT_S
        while True:
            try:
                self.socket = connection(folder)
            except BlockingIOError:  # many others stand in line
                assert time.monotonic() < deadline
                time.sleep(0.01)
            else:
                break
        self.socket.settimeout(WAIT_S)
        self._lines: list[bytes] = [b""]  # the last of them is not whole

    def read(self, count: int) -> list[Message]:
        """Return the next messages."""
        while len(self._lines) <= count:
            chunk = self.socket.recv(65_536)
            assert chunk, "the publisher let it go"
            self._lines[-1:] = (self._lines[-1] + chunk).split(b"\n")
        found, self._lines = self._lines[:count], self._lines[count:]
        return [read_line(line) for line in found]


@contextmanager
def mirror(room: Room) -> Iterator[Mirror]:
    """A mirror that is connected, or stands in line."""
    made = Mirror(room.folder)
    with closing(made.socket):
        yield made


def test_a_mirror_is_sent_what_is_shown_and_each_change_of_it_once(room: Room) -> None:
    with mirror(room) as made:
        room.wait_for(True)
        room.publisher.publish(words("one"), Now(1))
        assert made.read(3) == [Hello(), words("one"), Now(1)]
        room.publisher.publish(words("one"), Now(2))
        assert made.read(1) == [Now(2)]
        room.publisher.publish(words("two"), Now(3))
        assert made.read(2) == [words("two"), Now(3)]
    for number in range(4, 10_000):  # over the loopback the first one still goes out
        if room.said == [True, False]:
            break
        room.publisher.publish(words("two"), Now(number))
        time.sleep(0.01)
    room.wait_for(True, False)


def test_while_nothing_is_published_the_publisher_waits(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    looks, looked = [], threading.Event()
    wait = selectors.DefaultSelector.select

    def look(*among: Any) -> Any:
        looks.append(1)
        looked.set()
        return wait(*among)

    monkeypatch.setattr(selectors.DefaultSelector, "select", look)
    with mirror(room) as made:
        assert made.read(1) == [Hello()]
        room.wait_for(True)
        assert looked.wait(WAIT_S)
        before = len(looks)
        made.socket.settimeout(0.3)
        with pytest.raises(TimeoutError):
            made.read(1)
        assert len(looks) - before < 10


@needs_unix
def test_a_mirror_is_served_however_high_the_number_of_its_descriptor_is(tmp_path: Path) -> None:
    """``select()`` knows none from 1024 on, and the thread ended there."""
    import resource  # only where there are such limits

    if resource.getrlimit(resource.RLIMIT_NOFILE)[0] < 1_200:
        pytest.skip("this process may not have so many descriptors")
    with ExitStack() as stack:
        taken = 0
        while taken < 1_024:
            taken = os.open(os.devnull, os.O_RDONLY)
            stack.callback(os.close, taken)
        room = Room(tmp_path)
        stack.callback(room.publisher.close)
        with mirror(room) as made:
            room.publisher.publish(words("one"), Now(1))
            assert made.read(1) == [Hello()]


def test_one_that_comes_later_is_sent_what_is_shown_then(room: Room) -> None:
    with mirror(room) as first:
        room.wait_for(True)
        room.publisher.publish(words("one"), Now(1))
        first.read(3)
        with mirror(room) as second:
            assert second.read(3) == [Hello(), words("one"), Now(1)]


def test_only_its_user_can_reach_it(room: Room) -> None:
    place = room.folder / FOLDER_NAME
    (way,) = (path for path in place.iterdir() if not path.is_dir())
    assert stat.S_IMODE(way.stat().st_mode) == 0o600
    assert stat.S_IMODE(place.stat().st_mode) == 0o700


def test_it_goes_with_the_publisher_and_its_mirrors_are_let_go(room: Room) -> None:
    with mirror(room) as made:
        room.wait_for(True)
        room.publisher.publish(words("one"), Now(1))
        made.read(3)
        room.publisher.close()
        assert made.socket.recv(1) == b""
    assert [path for path in (room.folder / FOLDER_NAME).iterdir() if not path.is_dir()] == []
    room.publisher.publish(words("two"), Now(2))  # and nothing happens


def test_what_a_killed_program_left_is_replaced(folder: Path) -> None:
    left = listener(folder)
    left.socket.close()
    with pytest.raises(OSError):
        connection(folder)
    room = Room(folder)
    with mirror(room):
        room.wait_for(True)
    room.publisher.close()


@needs_unix
def test_a_data_folder_with_a_long_path_has_a_socket_too(tmp_path: Path) -> None:
    folder = tmp_path.joinpath(*["a folder with a name that is rather long"] * 5)
    folder.mkdir(parents=True)
    room = Room(folder)
    assert sys.platform != "linux" or (folder / FOLDER_NAME / SOCKET_NAME).exists()
    with mirror(room):
        room.wait_for(True)
    room.publisher.close()


def test_two_data_folders_have_one_each(tmp_path: Path) -> None:
    folders = [tmp_path / "anna", without_unix_sockets(tmp_path / "ben"), without_unix_sockets(tmp_path / "cleo")]
    folders[0].mkdir()
    for room in [Room(folder) for folder in folders]:
        with mirror(room) as made:
            room.wait_for(True)
            room.publisher.publish(words(room.folder.name), Now(1))
            assert made.read(3)[1] == words(room.folder.name)
        room.publisher.close()


@pytest.mark.parametrize(
    "sent", [b"", b"0" * 64, b"\xff" * 10_000, b"short"], ids=["nothing", "wrong", "flood", "part"]
)
def test_who_does_not_send_the_password_is_told_nothing_and_no_mirror(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sent: bytes
) -> None:
    monkeypatch.setattr(publisher_module, "PATIENCE_S", 0.2)
    room = Room(without_unix_sockets(tmp_path))
    port = int((tmp_path / FOLDER_NAME / PORT_NAME).read_text().split()[0])
    with socket.create_connection((LOOPBACK, port), WAIT_S) as stranger:
        stranger.sendall(sent)
        room.publisher.publish(words("private"), Now(1))
        try:
            heard = stranger.recv(1)
        except ConnectionResetError:  # what it sent was left unread
            heard = b""
        assert heard == b""
    assert room.said == []
    monkeypatch.setattr(publisher_module, "PATIENCE_S", WAIT_S)  # one that sends it may be slow
    with mirror(room) as made:
        room.wait_for(True)
        room.publisher.publish(words("private"), Now(2))
        assert made.read(3)[1] == words("private")
    room.publisher.close()


def test_a_password_is_judged_whole_so_that_it_cannot_be_guessed_in_parts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publisher_module, "PATIENCE_S", 1.0)
    room = Room(without_unix_sockets(tmp_path))
    port, password = (tmp_path / FOLDER_NAME / PORT_NAME).read_text().split()
    took_s = []
    for start in (password[0], "x"):
        with socket.create_connection((LOOPBACK, int(port)), WAIT_S) as stranger:
            began_s = time.monotonic()
            stranger.sendall(start.encode())
            assert stranger.recv(1) == b""
            took_s.append(time.monotonic() - began_s)
    assert min(took_s) > 0.5  # right or wrong, it waits for the rest
    room.publisher.close()


def test_a_folder_without_room_for_a_socket_has_no_mirrors_and_no_error(tmp_path: Path) -> None:
    (tmp_path / "mirror").write_text("not a folder")
    room = Room(tmp_path)
    room.publisher.publish(words("one"), Now(1))
    room.publisher.close()
    assert room.said == []


def test_one_that_takes_nothing_keeps_one_message_and_is_dropped_while_others_go_on(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publisher_module, "PATIENCE_S", 0.2)
    long = "x" * 50_000
    with mirror(room) as stopped, mirror(room) as reading:
        room.wait_for(True)
        stopped.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
        room.publisher.publish(words("first"), Now(0))
        assert reading.read(3)[2] == Now(0)
        deadline, number = time.monotonic() + WAIT_S, 0
        while len(room.publisher._readers) == 2:
            number += 1
            shown = words(f"{number} {long}")
            room.publisher.publish(shown, Now(number))
            assert reading.read(2) == [shown, Now(number)]
            assert all(len(one.unsent) < 2 * len(long) for one in room.publisher._readers)
            assert time.monotonic() < deadline, "the one that takes nothing is still there"
        room.publisher.publish(words("last"), Now(number + 1))
        assert reading.read(2) == [words("last"), Now(number + 1)]


def test_what_a_mirror_sends_is_never_read(room: Room) -> None:
    with mirror(room) as noisy, mirror(room) as quiet:
        noisy.socket.setblocking(False)
        sent = 0
        for _ in range(10_000):
            try:
                sent += noisy.socket.send(b"\x1b[2J garbage \xff" * 1_000)
            except BlockingIOError:
                break
        assert sent < 10_000_000  # what the system keeps, and no more
        room.wait_for(True)
        room.publisher.publish(words("one"), Now(1))
        assert quiet.read(3) == [Hello(), words("one"), Now(1)]


def knock(room: Room, stack: ExitStack) -> None:
    """Begin to connect, as who does not wait for an answer."""
    listening = room.publisher._listener.socket
    made = stack.enter_context(socket.socket(listening.family, socket.SOCK_STREAM))
    made.setblocking(False)
    with suppress(BlockingIOError):  # they stand in a line of four
        made.connect(listening.getsockname())


def test_of_a_thousand_that_connect_few_are_served_and_the_program_waits_for_none(room: Room) -> None:
    with ExitStack() as stack, mirror(room) as first:
        room.wait_for(True)
        for number in range(1_000):
            room.publisher.publish(words("one"), Now(number))
            knock(room, stack)
        room.publisher.publish(words("last"), Now(1_000))
        messages: list[Message] = []
        while words("last") not in messages:
            messages += first.read(1)
        assert len(room.publisher._readers) <= MOST_MIRRORS
