"""Which sources are on, and where their presses go."""

from __future__ import annotations

from negcoach.presses.press import Emit, Press
from negcoach.presses.presses import Presses


class Device:
    """A source that notes whether it is on."""

    state = ""

    def __init__(self, name: str) -> None:
        self.name = name
        self.emit: Emit | None = None

    @property
    def is_ready(self) -> bool:
        return self.emit is not None

    def start(self, emit: Emit) -> None:
        self.emit = emit

    def stop(self) -> None:
        self.emit = None


def test_what_is_switched_on_is_heard_and_what_is_switched_off_is_stopped() -> None:
    made: list[Device] = []

    def make(name: str) -> Device:
        made.append(Device(name))
        return made[-1]

    presses, heard = Presses({kind: lambda kind=kind: make(kind) for kind in ("gamepad", "midi")}), list[Press]()  # type: ignore[misc]
    presses.use(["midi"])
    presses.use(["midi"])
    assert ([device.name for device in made], presses.ready) == (["midi"], ("MIDI",))
    press = Press("midi:60", 1)
    assert made[0].emit is not None
    made[0].emit(press)  # to nobody
    presses.listen(heard.append)
    made[0].emit(press)
    assert heard == [press]
    phone = Device("phone")
    presses.add(phone)
    presses.use(["gamepad"])
    assert presses.ready == ("phone", "gamepad")
    assert not made[0].is_ready
    presses.close()
    assert (presses.sources, phone.is_ready, made[1].is_ready) == ((), False, False)
