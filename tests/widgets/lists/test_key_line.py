"""The line of keys leaves out the least important ones, and never those of safety."""

from __future__ import annotations

import pytest
from textual.app import App, ComposeResult

from negcoach.config.library import shipped_exercises
from negcoach.keys.names import short_name
from negcoach.training.exercise.exercise import Exercise
from negcoach.widgets.lists.key_line import KeyLine, Keys

KEYS: Keys = (
    ("space", "handles are at the chest"),
    ("esc", "end"),
    ("tab", "pause"),
    ("←", "take back"),
    (". F9", "mute"),
)


async def line(keys: Keys, width: int) -> str:
    class LineApp(App[None]):
        """An app with one line of keys."""

        def compose(self) -> ComposeResult:
            yield KeyLine()

    app = LineApp()
    async with app.run_test(size=(width, 5)) as pilot:
        widget = app.query_one(KeyLine)
        widget.keys = keys
        await pilot.pause()
        return widget.render_line(0).text


@pytest.mark.parametrize(
    ("width", "expected"),
    [
        (100, "  space handles are at the chest   esc end   tab pause   ← take back   . F9 mute"),
        (78, "  space handles are at the chest   esc end   tab pause   ← take back   …"),
        (60, "  space handles are at the chest   esc end   tab pause   …"),
        (55, "  space handles are at the chest  esc end  tab pause  …"),
        (52, "  space handles are at the chest esc end tab pause …"),
        (40, "  space handles…  esc end  tab pause  …"),
        (33, "  space h…  esc end  tab pause  …"),
    ],
)
async def test_keys_are_left_out_from_the_end_but_never_the_first_three(width: int, expected: str) -> None:
    assert (await line(KEYS, width)).rstrip() == expected


@pytest.mark.parametrize(
    ("width", "expected"),
    [
        (64, "  space begin now   x it hurts   q finish   t touched   ? help"),
        (62, "  space begin now   x it hurts   q finish   t touched   ? help"),
        (61, "  space begin now   x it hurts   q finish   ? more"),
        (48, "  space begin now  x it hurts  q finish  ? more"),
        (46, "  space begin now   x it hurts   q finish   ?"),
        (39, "  space begin now x it hurts q finish ?"),
        (38, "  space begi…  x it hurts  q finish  ?"),
    ],
)
async def test_the_key_of_the_help_stands_for_those_that_are_left_out(width: int, expected: str) -> None:
    keys: Keys = (("space", "begin now"), ("x", "it hurts"), ("q", "finish"), ("t", "touched"), ("?", "help"))
    assert (await line(keys, width)).rstrip() == expected


@pytest.mark.parametrize("keys", [(), KEYS[:1], KEYS[:2]])
async def test_few_keys_are_all_shown(keys: Keys) -> None:
    shown = await line(keys, 80)
    assert all(f"{key} {meaning}" in shown for key, meaning in keys)


@pytest.mark.parametrize("exercise", shipped_exercises(), ids=lambda exercise: exercise.slug)
async def test_end_and_pause_are_seen_at_forty_columns_in_every_exercise(exercise: Exercise) -> None:
    for word in (exercise.words.bottom_reached, exercise.words.lift_done):
        shown = await line((("space", word), *KEYS[1:]), 40)
        assert "esc end" in shown
        assert "tab pause" in shown
        assert shown.startswith(f"  space {word[:5]}")


@pytest.mark.parametrize("press", ["pad:up", "pad:0", "midi:60", "midi:cc5", "midi:cc64"])
async def test_a_click_on_a_press_or_its_meaning_is_that_press_whatever_word_of_it_is_clicked(press: str) -> None:
    pressed: list[str] = []

    class LineApp(App[None]):
        """An app with one line of keys, which keeps what is clicked."""

        def compose(self) -> ComposeResult:
            yield KeyLine()

        def simulate_key(self, key: str) -> None:
            pressed.append(key)

    app = LineApp()
    async with app.run_test(size=(60, 5)) as pilot:
        widget = app.query_one(KeyLine)
        widget.keys = ((short_name(press), "bar is down"), ("↑", "take back"))
        await pilot.pause()
        for x in range(2, widget.render_line(0).text.index("↑")):
            await pilot.click(KeyLine, offset=(x, 0))
        assert set(pressed) == {press}
        await pilot.click(KeyLine, offset=(widget.render_line(0).text.index("↑"), 0))
        assert pressed[-1] == "up"
