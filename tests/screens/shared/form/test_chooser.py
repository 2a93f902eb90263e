"""Tests of the field that chooses one of several names."""

from __future__ import annotations

import pytest
from textual.app import App, ComposeResult

from negcoach.screens.shared.form.inputs import Chooser


class OneChooser(App[None]):
    """Shows a field of three names, so wide."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.CSS = f"Chooser {{ width: {width}; height: 1; }}"  # type: ignore[misc]

    def compose(self) -> ComposeResult:
        names = ("Bench press, Tempo bench press", "Dip", "Leg press")
        yield Chooser([(name, name) for name in names], names[0], id="one")


@pytest.mark.parametrize(
    ("width", "first", "second"),
    [
        (42, "◂ Bench press, Tempo bench press ▸  1 of 3", "◂ Dip ▸  2 of 3"),
        (41, "◂ Bench press, Tempo bench press ▸", "◂ Dip ▸  2 of 3"),
        (20, "◂ Bench press, Te… ▸", "◂ Dip ▸  2 of 3"),
        (12, "◂ Bench p… ▸", "◂ Dip ▸"),
    ],
)
async def test_a_name_without_room_is_cut_with_a_sign_between_its_arrows(width: int, first: str, second: str) -> None:
    app = OneChooser(width)
    async with app.run_test(size=(60, 10)) as pilot:
        chooser = app.query_one(Chooser)
        chooser.focus()
        await pilot.pause()
        assert chooser.render_line(0).text.rstrip() == first
        await pilot.press("right")
        assert chooser.render_line(0).text.rstrip() == second
