"""The header of a rest: whatever has no room, the set stands there whole."""

from __future__ import annotations

import pytest
from textual.app import App, ComposeResult

from negcoach.screens.coaching.rest.rest_header import RestHeader
from tests.screens.conftest import rows_of, settle


class HeaderApp(App[None]):
    """Shows a header alone, as wide as the terminal."""

    CSS = "RestHeader { width: 1fr; height: 1; text-wrap: nowrap; }"

    def __init__(self, *done: str) -> None:
        super().__init__()
        self._done = done

    def compose(self) -> ComposeResult:
        header = RestHeader()
        header.show(self._done)
        yield header


@pytest.mark.parametrize(
    ("done", "shown"),
    [
        (("Bench press", "set 2 of 3"), "BENCH PRESS  set 2 of 3"),
        (("Ben", "Bench press", "set 2 of 3"), "Ben  BENCH PRESS  set 2 of 3"),
        (("Single-leg Romanian deadlift", "set 2 of 10"), "SINGLE-LEG ROMANIAN DEADLI…  set 2 of 10"),
        (("Ben", "Single-leg Romanian deadlift", "set 2 of 3"), "Ben  SINGLE-LEG ROMANIAN DE…  set 2 of 3"),
        (("Wilhelmina von Hohenlohe", "Bench press", "set 2 of 3, drop"), "Wilhelmina…  BENCH PR…  set 2 of 3, drop"),
        (("Wilhelmina von Hohenlohe", "Dip", "set 2 of 3"), "Wilhelmina von Hohenlo…  DIP  set 2 of 3"),
        (("山田花子山田花子山田花子", "Bench press", "set 2 of 3"), "山田花子山田花子…  BENCH PR…  set 2 of 3"),
        (("花子", "スクワットスクワットスクワット", "set 2 of 3"), "花子  スクワットスクワット…  set 2 of 3"),
    ],
)
async def test_names_are_cut_with_a_sign_and_the_set_is_whole(done: tuple[str, ...], shown: str) -> None:
    app = HeaderApp(*done)
    async with app.run_test(size=(40, 3)) as pilot:
        await settle(pilot)
        assert rows_of(app)[0].rstrip() == shown


async def test_a_wider_terminal_shows_the_names_again() -> None:
    app = HeaderApp("Wilhelmina von Hohenlohe", "Bench press", "set 2 of 3")
    async with app.run_test(size=(40, 3)) as pilot:
        await settle(pilot)
        await pilot.resize_terminal(80, 3)
        await settle(pilot)
        assert rows_of(app)[0].rstrip() == "Wilhelmina von Hohenlohe  BENCH PRESS  set 2 of 3"
