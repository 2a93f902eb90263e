"""Whatever ends an app or fails in it, the terminal is given back in time, without a traceback."""

from __future__ import annotations

import asyncio
from contextlib import suppress

import pytest
from textual.app import App

from negcoach.app import NegcoachApp
from negcoach.mirror.app import MirrorApp
from negcoach.screens.shared.keys.fresh_keys import FreshKeysApp
from negcoach.terminal import app as app_module
from negcoach.terminal.app import TerminalApp


@pytest.mark.parametrize("app", [NegcoachApp, MirrorApp])
def test_both_apps_end_in_the_same_way(app: type[App[None]]) -> None:
    assert issubclass(app, TerminalApp) and issubclass(app, FreshKeysApp)
    for name in ("exit", "get_driver_class", "_handle_exception", "_fatal_error", "_print_error_renderables"):
        assert getattr(app, name) is getattr(TerminalApp, name)


class Left(TerminalApp):
    """An app whose screens never close."""

    def __init__(self) -> None:
        super().__init__()
        self.stored = self.stopped = False

    async def run_async(self, **_: object) -> None:
        """Leave, and wait for what never comes."""
        self.exit()
        await asyncio.Event().wait()

    def store_pending(self) -> None:
        """Note that it is asked for."""
        self.stored = True

    def stop_threads(self) -> None:
        """Note that it is asked for."""
        self.stopped = True


def test_an_end_that_never_comes_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app_module, "LONGEST_END_S", 0.01)
    app = Left()
    app.run_until_left()
    assert app.stored and app.stopped
    for task in app._given_up or ():
        with suppress(RuntimeError):  # its loop is closed
            task.get_coro().close()


async def test_an_error_is_left_to_who_reports_it() -> None:
    rung: list[str] = []

    class Failing(TerminalApp):
        """An app that fails where it begins."""

        def bell(self) -> None:
            """Note that it rings."""
            rung.append("once")

        def on_mount(self) -> None:
            """Fail."""
            raise KeyError("title")

    app = Failing()
    with pytest.raises(KeyError, match="title"):
        async with app.run_test():
            pass
    assert app._exit_renderables == rung == []
