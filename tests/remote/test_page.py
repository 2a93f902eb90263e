"""The page in a real browser, the size of a phone, with the real server behind it."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Iterator
from dataclasses import replace

import pytest

pytest.importorskip("websockets")

from negcoach.remote.messages import Face, Pressed, Serving
from tests.remote.browser import LANDSCAPE, PORTRAIT, Browser, wait_until
from tests.remote.test_server import ADDRESS, Server

pytestmark = [pytest.mark.scene, pytest.mark.skipif(sys.platform == "win32", reason="processes are stopped here")]

LOWER = Face(1, "bottom reached", "LOWER", "3", ("Bench press", "set 2 of 3"), True, True, 0x6B2C00, 0xFFFFFF, 0xFFB74A)
REST = Face(2, "begin now", "REST", "1:24", ("Bench press · set 2 of 3",), False, False, 0x1F252C, 0xFFFFFF, 0x8B969F)
WAITING = Face(3, "", "LIFT", "", ("Bench press", "set 2 of 3"), True, True, 0x0B5C2A, 0xFFFFFF, 0x39D98A)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with Browser() as made:
        yield made


@pytest.fixture
def server(browser: Browser) -> Iterator[Server]:
    made = Server()
    made.phone.show(LOWER)
    browser.resize(PORTRAIT)
    yield made
    made.close()
    faults = [each for each in browser.messages if "exceptionThrown" in each or "Security Policy" in each]
    browser.messages.clear()
    assert faults == []


def url(server: Server) -> str:
    return f"http://{ADDRESS}:{server.port}/"


def pair(browser: Browser, server: Server) -> None:
    browser.open(f"{url(server)}#{server.state.code}")
    browser.wait_for("bottom reached")
    server.wait_for(Serving, lambda state: state.connected)


def test_a_wrong_code_is_said_and_the_right_one_pairs(browser: Browser, server: Server) -> None:
    browser.open(url(server))
    browser.wait_for("Type the code that the laptop shows")
    browser.type("000000" if server.state.code != "000000" else "000001")
    browser.wait_for("This is not the code. Wait 1 s")
    assert not browser.shows("bottom reached")
    wait_until(lambda: browser.value("performance.now() >= waitUntil"), browser.text)
    browser.type(server.state.code)
    browser.wait_for("bottom reached", "LOWER", "3", "Bench press", "set 2 of 3")


def test_the_code_in_the_link_pairs_and_stays_in_no_address(browser: Browser, server: Server) -> None:
    pair(browser, server)
    assert browser.value("location.href") == url(server)


@pytest.mark.parametrize("size", [PORTRAIT, LANDSCAPE, (320, 568), (568, 320)])
def test_the_button_fills_most_of_the_screen_and_the_others_lie_apart(
    browser: Browser, server: Server, size: tuple[int, int]
) -> None:
    pair(browser, server)
    browser.resize(size)
    left, top, width, height = browser.box("#go")
    assert width * height >= 0.6 * size[0] * size[1]
    assert left >= 0
    assert top >= 0
    assert left + width <= size[0]
    assert top + height <= size[1]
    for other in ("#end", "#pain"):
        x, y, wide, high = browser.box(other)
        assert high >= 48
        assert wide >= 48
        assert min(abs(top - (y + high)), abs(x - (left + width))) >= 24 or x - (left + width) >= 24
        assert x + wide <= size[0]
    assert browser.value("document.documentElement.scrollHeight") <= size[1]


@pytest.mark.parametrize("face", [LOWER, REST], ids=["set", "rest"])
@pytest.mark.parametrize("size", [LANDSCAPE, (568, 320)])
def test_on_its_side_the_count_and_the_word_stand_in_the_middle_of_the_button(
    browser: Browser, server: Server, size: tuple[int, int], face: Face
) -> None:
    pair(browser, server)
    browser.resize(size)
    server.phone.show(face)
    browser.wait_for(face.word, face.count)
    left, _, width, _ = browser.box("#go")
    count, word = browser.box("#count"), browser.box("#word")
    before, after = count[0] - left, left + width - (word[0] + word[2])
    assert before > 0
    assert abs(before - after) <= 2
    assert count[0] + count[2] <= word[0]
    assert abs((count[1] + count[3] / 2) - (word[1] + word[3] / 2)) <= 2


def test_a_press_counts_from_the_touch_on_and_is_answered(browser: Browser, server: Server) -> None:
    pair(browser, server)
    before_ns = time.monotonic_ns()
    browser.touch("#go")  # and the finger stays there
    press = server.wait_for(Pressed)
    assert (press.name, press.face) == ("next", 1)
    assert before_ns - 30_000_000 < press.at_ns <= time.monotonic_ns()
    server.phone.answer(press, taken=True)
    wait_until(lambda: browser.value("$('go').classList.contains('taken')"), browser.text)
    browser.lift_finger()
    for button, name in (("#end", "end"), ("#pain", "pain")):
        browser.tap(button)
        press = server.wait_for(Pressed)
        assert press.name == name
    server.phone.answer(press, taken=False)
    browser.wait_for("not now")


def test_one_touch_is_one_press_and_a_second_finger_does_not_zoom(browser: Browser, server: Server) -> None:
    pair(browser, server)
    for _ in range(3):
        browser.tap("#go")
    browser.tap("#end")
    names = [server.wait_for(Pressed).name for _ in range(4)]
    assert names == ["next", "next", "next", "end"]
    assert browser.value("visualViewport.scale") == 1


def test_a_keyboard_or_a_screen_reader_presses_too(browser: Browser, server: Server) -> None:
    pair(browser, server)
    assert browser.value("$('go').getAttribute('aria-label')") == "bottom reached"
    browser.value("$('go').click()")
    assert server.wait_for(Pressed).name == "next"


def shown(browser: Browser, button: str) -> bool:
    return browser.value(f"getComputedStyle($('{button}')).visibility") == "visible"


def test_a_rest_shows_its_countdown_and_nothing_ends_there(browser: Browser, server: Server) -> None:
    pair(browser, server)
    server.phone.show(REST)
    browser.wait_for("REST", "1:24", "begin now")
    assert [shown(browser, button) for button in ("end", "pain")] == [False, False]
    server.phone.show(replace(REST, number=3, act="", word="TAKE IT", count="", hurts=True))
    browser.wait_for("TAKE IT")
    assert [shown(browser, button) for button in ("end", "pain")] == [False, True]
    server.phone.show(LOWER)
    browser.wait_for("LOWER")
    assert [shown(browser, button) for button in ("end", "pain")] == [True, True]
    left, _, width, _ = browser.box("#go")
    inner_left, _, inner_width, _ = browser.box("#count")
    assert left <= inner_left
    assert inner_left + inner_width <= left + width
    server.phone.show(WAITING)
    browser.wait_for("LIFT", "nothing to press")


def test_what_is_shown_is_never_markup(browser: Browser, server: Server) -> None:
    pair(browser, server)
    hostile = "<img src=x onerror=document.title='hacked'><b>&amp;"
    server.phone.show(Face(9, hostile, hostile, hostile, (hostile, hostile), True, True, 0, 0xFFFFFF, 0xFF00FF))
    browser.wait_for(hostile)
    assert browser.value("document.querySelectorAll('img, b').length") == 0
    assert "hacked" not in str(browser.value("document.title"))


def test_a_lost_connection_is_shown_at_once_and_comes_back_by_itself(browser: Browser, server: Server) -> None:
    pair(browser, server)
    os.kill(server.phone.pid, signal.SIGSTOP)
    try:
        browser.wait_for("NO CONNECTION", "Call by voice", timeout_s=5)
        assert browser.value("getComputedStyle($('lost')).backgroundColor") == "rgb(179, 0, 27)"
        browser.tap("#lost")
    finally:
        os.kill(server.phone.pid, signal.SIGCONT)
    browser.wait_for("bottom reached", "LOWER")
    browser.tap("#go")
    assert server.wait_for(Pressed).number == 1


def test_a_page_that_is_loaded_again_is_still_the_button(browser: Browser, server: Server) -> None:
    pair(browser, server)
    browser.value("location.reload()")
    browser.wait_for("bottom reached")


def test_a_laptop_that_was_left_is_said_and_another_start_asks_for_its_code(browser: Browser, server: Server) -> None:
    pair(browser, server)
    server.phone.close()
    browser.wait_for("NO CONNECTION")
    again = Server()  # at the same place
    try:
        browser.wait_for("The laptop does not know this phone any more.")
        browser.type(again.state.code)
        again.wait_for(Serving, lambda state: state.connected)
    finally:
        again.close()


def test_another_phone_takes_over_and_the_first_one_says_so(browser: Browser, server: Server) -> None:
    pair(browser, server)
    server.pair()
    browser.wait_for("Another phone has taken over")
    wait_until(lambda: browser.value("socket && socket.readyState === 1"), browser.text)
    assert browser.shows("Another phone has taken over", "Type the code")
