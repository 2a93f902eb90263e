"""A real browser for tests: Chromium without a window, the size of a phone, driven by its own debugging protocol."""

from __future__ import annotations

import base64
import itertools
import json
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any

import pytest
from websockets.sync.client import ClientConnection, connect

PORTRAIT, LANDSCAPE = (390, 844), (844, 390)
"""The sizes of a usual phone, in CSS pixels."""

PATIENCE_S = 30.0


def chromium() -> str | None:
    """Return the path of the browser, ``None`` where there is none."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return next((found for found in map(shutil.which, names) if found), None)


def wait_until(condition: Callable[[], Any], why: Callable[[], Any], timeout_s: float = PATIENCE_S) -> Any:
    """Return what the condition gives once it is true; fail with ``why`` after a while."""
    end = time.monotonic() + timeout_s
    while True:
        found = condition()
        if found:
            return found
        if time.monotonic() > end:
            pytest.fail(f"it never came: {why()!r}")
        time.sleep(0.01)


class Browser:
    """One page in a browser that has no profile, and touches as a phone does."""

    def __init__(self, size: tuple[int, int] = PORTRAIT, options: Sequence[str] = ()) -> None:
        program = chromium()
        if program is None:
            pytest.skip("no Chromium here")
        self._folder = tempfile.mkdtemp(prefix="negcoach-browser-")
        self._numbers = itertools.count(1)
        self._child = subprocess.Popen(
            [
                program,
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--hide-scrollbars",
                "--remote-debugging-port=0",
                f"--user-data-dir={self._folder}",
                f"--window-size={size[0]},{size[1]}",
                *options,
                "about:blank",
            ],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self.messages: list[str] = []
        """What the page wrote on its console, and what went wrong in it."""
        self._open = ExitStack()
        self._socket = self._attach()
        self.call("Page.enable")
        self.call("Runtime.enable")
        self.call("Log.enable")
        self.resize(size)
        self.call("Emulation.setTouchEmulationEnabled", enabled=True, maxTouchPoints=5)

    def __enter__(self) -> Browser:
        return self

    def __exit__(self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None) -> None:
        self._open.close()
        self._child.kill()
        self._child.wait()
        shutil.rmtree(self._folder, ignore_errors=True)

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Call a method of the debugging protocol, and return its result."""
        number = next(self._numbers)
        self._socket.send(json.dumps({"id": number, "method": method, "params": parameters}))
        while True:
            said = json.loads(self._socket.recv(PATIENCE_S))
            if said.get("id") == number:
                assert "error" not in said, said
                result: dict[str, Any] = said["result"]
                return result
            self._note(said)

    def open(self, url: str) -> None:
        """Open a page, with nothing left of the one before."""
        self.call("Page.navigate", url="about:blank")
        self.call("Page.navigate", url=url)

    def resize(self, size: tuple[int, int]) -> None:
        """Give the page the size of a phone's screen."""
        width, height = size
        kind = "landscapePrimary" if width > height else "portraitPrimary"
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=2,
            mobile=True,
            screenOrientation={"type": kind, "angle": 0},
        )

    def value(self, expression: str) -> Any:
        """Return the value of an expression in the page."""
        said = self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in said, said
        return said["result"].get("value")

    def text(self) -> str:
        """Return the text that can be seen."""
        return str(self.value("document.body ? document.body.innerText : ''"))

    def shows(self, *texts: str) -> bool:
        """Return whether all of these can be seen."""
        seen = self.text()
        return all(text in seen for text in texts)

    def wait_for(self, *texts: str, timeout_s: float = PATIENCE_S) -> None:
        """Wait until all of these can be seen."""
        wait_until(lambda: self.shows(*texts), lambda: (texts, self.text(), self.messages), timeout_s)

    def box(self, selector: str) -> tuple[float, float, float, float]:
        """Return where something is: left, top, width, height."""
        found = f"document.querySelector({selector!r}).getBoundingClientRect()"
        left, top, width, height = self.value(f"(({{x, y, width, height}}) => [x, y, width, height])({found})")
        return left, top, width, height

    def touch(self, selector: str) -> None:
        """Put a finger down in the middle of something, and leave it there."""
        left, top, width, height = self.box(selector)
        point = {"x": left + width / 2, "y": top + height / 2}
        self.call("Input.dispatchTouchEvent", type="touchStart", touchPoints=[point])

    def lift_finger(self) -> None:
        """Take the finger away."""
        self.call("Input.dispatchTouchEvent", type="touchEnd", touchPoints=[])

    def tap(self, selector: str) -> None:
        """Touch something shortly."""
        self.touch(selector)
        self.lift_finger()

    def type(self, text: str) -> None:
        """Type a text into what has the focus."""
        self.call("Input.insertText", text=text)

    def picture(self, path: Path) -> None:
        """Save what is seen as a PNG."""
        path.write_bytes(base64.b64decode(self.call("Page.captureScreenshot", format="png")["data"]))

    def _attach(self) -> ClientConnection:
        port_file = Path(self._folder) / "DevToolsActivePort"
        wait_until(lambda: port_file.exists() and port_file.read_text().count("\n"), lambda: "the browser's port")
        port, browser = port_file.read_text().split("\n")[:2]
        with connect(f"ws://127.0.0.1:{port}{browser}", max_size=None) as asking:
            asking.send(json.dumps({"id": 1, "method": "Target.getTargets"}))
            targets = json.loads(asking.recv(PATIENCE_S))["result"]["targetInfos"]
        page = next(target["targetId"] for target in targets if target["type"] == "page")
        return self._open.enter_context(connect(f"ws://127.0.0.1:{port}/devtools/page/{page}", max_size=None))

    def _note(self, said: dict[str, Any]) -> None:
        if said.get("method") in ("Log.entryAdded", "Runtime.exceptionThrown", "Runtime.consoleAPICalled"):
            self.messages.append(json.dumps(said))
