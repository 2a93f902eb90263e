"""A phone's browser leads a session in the real program: from the code on the screen to the stored rep."""

from __future__ import annotations

import re
import time

import pytest

pytest.importorskip("websockets")
pytest.importorskip("segno")

from negcoach.presses.lost import gone_text
from negcoach.screens.phone.phone_screen import CONNECTED, WAITING
from tests.remote.browser import Browser
from tests.scene.terminal import Home, Terminal, needs_tmux, wait_until

pytestmark = [pytest.mark.scene, needs_tmux]

READ_S = 1.0
"""So long a person reads what is new: a press that comes sooner is no answer to it."""

OPTIONS = ("--engine", "silent", "--address", "127.0.0.1")


def test_a_set_is_led_measured_and_ended_with_a_phone(home: Home) -> None:
    with Terminal(home, 80, 24) as coach, Browser() as phone:
        coach.start("remote", *OPTIONS)
        coach.wait_for(WAITING, 30)
        (address,) = found(coach, r"(http://[0-9.:]+)\s")
        code = "".join(found(coach, r"code {2}(\d{3}) (\d{3})"))
        phone.open(f"{address}/#{code}")
        phone.wait_for("Choose at the laptop", "nothing to press")
        coach.wait_for(CONNECTED)
        coach.press("Escape")
        coach.wait_for("Choose an exercise")
        phone.tap("#go")
        phone.wait_for("not now")
        coach.press("/", *"negative push-up")
        coach.wait_for("▸Negative push-up")
        coach.press("Enter")
        coach.wait_for("Enter starts what is advised")
        time.sleep(READ_S)
        coach.press("Enter")
        coach.get_ready()
        phone.wait_for("READY", "begin")
        time.sleep(READ_S)
        phone.tap("#go")
        phone.wait_for("LOWER", "rep 1 of", timeout_s=30)
        wait_until(lambda: phone.value("$('count').textContent") == "1", 20, phone.text)
        time.sleep(0.6)
        phone.tap("#go")
        phone.wait_for("KNEES DOWN")
        coach.wait_for("of target time")
        phone.call("Page.navigate", url="about:blank")  # the phone is gone in the middle of the set
        coach.wait_for(gone_text(["phone"]))
        phone.open(address)  # the tab knows its token still
        phone.wait_for("rep 2 of", timeout_s=30)
        coach.wait_until_gone(gone_text(["phone"]))
        phone.tap("#end")
        phone.wait_for("REST", timeout_s=30)
        coach.wait_for("ended by the lifter", 30)
        coach.wait_for("q finish")  # the line of keys follows: a press before it is read is dropped
        coach.press("C-q")
        coach.wait_for("End the session?")
        coach.press("y")
        coach.wait_for("SESSION DONE")
        coach.press("Escape")
        coach.press("C-q")
        assert coach.wait_for_end() == 0
    (first, *_) = home.reps()
    assert first["measured_ms"] is not None
    wait_until(lambda: _refused(address), 10, lambda: "the page is served still")


def found(coach: Terminal, pattern: str) -> tuple[str, ...]:
    """Wait until a pattern stands on the screen; return its groups."""
    wait_until(lambda: re.search(pattern, coach.text()) is not None, 15, coach.text)
    match = re.search(pattern, coach.text())
    assert match is not None
    return match.groups()


def _refused(address: str) -> bool:
    import http.client

    try:
        http.client.HTTPConnection(address.removeprefix("http://"), timeout=1).request("GET", "/")
    except OSError:
        return True
    return False
