"""A phone that is no process: what it was told, and what it says."""

from __future__ import annotations

from collections.abc import Callable

from negcoach.remote.messages import Face, Message, Name, Pressed, Serving


class FakePhone:
    """What the app is given in the place of a phone; a test says what the server would say."""

    def __init__(self, say: Callable[[Message], None]) -> None:
        self.say = say
        self.faces: list[Face] = []
        self.answers: list[bool] = []
        self.renewed = self.closed = False

    @property
    def face(self) -> Face:
        """What the phone shows."""
        return self.faces[-1]

    def show(self, face: Face) -> None:
        if not self.faces or face != self.faces[-1]:
            self.faces.append(face)

    def answer(self, press: Pressed, *, taken: bool) -> None:
        self.answers.append(taken)

    def renew_code(self) -> None:
        self.renewed = True

    def close(self) -> None:
        self.closed = True

    def state(self, *, connected: bool, paired: bool = True, trip_ms: int | None = 8) -> None:
        """Say how the phone is."""
        self.say(Serving("192.168.1.20", 8642, "482913", paired, connected, trip_ms if connected else None))

    def press(self, name: Name, at_ns: int, face: int | None = None) -> None:
        """Press something that the phone shows, or that it showed with the face of that number."""
        self.say(Pressed(1, name, at_ns, self.face.number if face is None else face))
