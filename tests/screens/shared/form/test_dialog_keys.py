"""The keys of a dialog are clicked where they are drawn, however many lines they take."""

from __future__ import annotations

import pytest
from textual.app import App, ComposeResult
from textual.screen import Screen

from negcoach.keys.names import short_name
from negcoach.screens.shared.form.dialog_keys import DialogKeys
from negcoach.screens.shared.keys.open_screen import OpenScreen
from tests.screens.conftest import rows_of

KEYS = ("y", "n", "pad:up", "midi:60", "f8", "tab")
MEANINGS = ("end it", "stay", "it hurts", "go on", "the other side", "pause")


class Dialog(OpenScreen, Screen[None]):
    """Keys and nothing else."""

    def compose(self) -> ComposeResult:
        yield DialogKeys([(short_name(key), what) for key, what in zip(KEYS, MEANINGS, strict=True)])


@pytest.mark.parametrize("width", [20, 34, 60, 100])
async def test_each_meaning_that_is_clicked_is_a_press_of_the_key_before_it(width: int) -> None:
    pressed: list[str] = []

    class DialogApp(App[None]):
        def simulate_key(self, key: str) -> None:
            pressed.append(key)

    app = DialogApp()
    async with app.run_test(size=(width, 12)) as pilot:
        await app.push_screen(Dialog())
        await pilot.pause()
        rows = rows_of(app)
        for key, meaning in zip(KEYS, MEANINGS, strict=True):
            text = f"{short_name(key)} {meaning}"
            y, row = next((y, row) for y, row in enumerate(rows) if text in row)
            for x in (row.index(text), row.index(text) + len(text) - 1):
                await pilot.click(DialogKeys, offset=(x, y))
            assert set(pressed) == {key}
            pressed.clear()
