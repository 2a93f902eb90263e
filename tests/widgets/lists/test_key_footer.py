"""The line of keys: it follows what the keys do, and is rebuilt only when that changes."""

from __future__ import annotations

from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.pilot import Pilot
from textual.widget import Widget
from textual.widgets import Input
from textual.widgets._footer import FooterKey

from negcoach.widgets.lists.key_footer import KeyFooter


class KeysApp(App[None]):
    """Two fields to go between, a key that can be taken away, and one that can be switched off."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "takeable", "take away"),
        Binding("f3", "switchable", "switch off"),
        Binding("f4", "give_or_take", "give or take", show=False),
    ]
    taken = False
    off = False

    def compose(self) -> ComposeResult:
        yield Input()
        yield Input()
        yield KeyFooter()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "switchable" and self.off:
            return None
        return not (action == "takeable" and self.taken)

    def action_takeable(self) -> None:
        self.taken = True
        self.refresh_bindings()

    def action_give_or_take(self) -> None:
        self.taken = not self.taken
        self.refresh_bindings()

    def action_switchable(self) -> None:
        self.off = True
        self.refresh_bindings()

    @property
    def keys(self) -> list[Widget]:
        footer = self.query_one(KeyFooter)
        return [key for key in footer.children if key.display and not key.has_class("-command-palette")]


async def _settled(pilot: Pilot[None]) -> None:
    for _ in range(3):  # the footer waits for the next refresh, and is laid out after that
        await pilot.pause()


async def test_the_palettes_key_is_shown_apart() -> None:
    app = KeysApp()
    async with app.run_test() as pilot:
        await _settled(pilot)
        assert len(app.keys) == 2
        assert len(app.query_one(KeyFooter).children) == 3


async def test_a_key_that_does_nothing_any_more_is_gone() -> None:
    app = KeysApp()
    async with app.run_test() as pilot:
        await _settled(pilot)
        await pilot.press("f2")
        await _settled(pilot)
        assert len(app.keys) == 1


async def test_a_key_that_is_switched_off_is_dimmed() -> None:
    app = KeysApp()
    async with app.run_test() as pilot:
        await _settled(pilot)
        assert not any(key.has_class("-disabled") for key in app.keys)
        await pilot.press("f3")
        await _settled(pilot)
        assert [key.has_class("-disabled") for key in app.keys] == [False, True]


async def test_keys_that_stay_the_same_are_not_rebuilt() -> None:
    app = KeysApp()
    async with app.run_test() as pilot:
        await _settled(pilot)
        before = app.keys
        await pilot.press("tab")
        await _settled(pilot)
        assert app.keys == before


async def test_keys_come_and_go_without_new_widgets() -> None:
    app = KeysApp()
    async with app.run_test() as pilot:
        await _settled(pilot)
        first = [*app.query_one(KeyFooter).children]
        for _ in range(6):
            await pilot.press("f4")
            await _settled(pilot)
        assert [*app.query_one(KeyFooter).children] == first
        assert len(app.keys) == 2


async def test_only_keys_that_fit_whole_are_shown() -> None:
    app = KeysApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await _settled(pilot)
        for width, shown in (
            (41, ["f2", "f3"]),
            (40, ["f2"]),
            (27, ["f2"]),
            (26, ["f2"]),
            (24, []),
            (80, ["f2", "f3"]),
        ):
            await pilot.resize_terminal(width, 24)
            await _settled(pilot)
            keys = [key for key in app.keys if isinstance(key, FooterKey)]
            assert [key.key for key in keys] == shown, width
            assert all(key.region.right <= width for key in keys)


async def test_the_key_of_the_help_stands_for_those_that_do_not_fit() -> None:
    class HelpedApp(KeysApp):
        """An app whose keys can be asked for."""

        BINDINGS: ClassVar[list[BindingType]] = [Binding("f1", "help", "help", id="app.help")]

    app = HelpedApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await _settled(pilot)
        for width, shown in (
            (50, [("f1", "help"), ("f2", "take away"), ("f3", "switch off")]),
            (49, [("f2", "take away"), ("f1", "more")]),
            (35, [("f2", "take away"), ("f1", "more")]),
            (34, [("f1", "more")]),
            (80, [("f1", "help"), ("f2", "take away"), ("f3", "switch off")]),
        ):
            await pilot.resize_terminal(width, 24)
            await _settled(pilot)
            keys = [key for key in app.keys if isinstance(key, FooterKey)]
            assert sorted((key.key, key.description) for key in keys) == sorted(shown), width
            assert keys[-1].description == "more" or width in (50, 80)
            assert all(key.region.right <= width for key in keys)


async def test_a_click_on_a_key_does_what_it_says_now() -> None:
    app = KeysApp()
    async with app.run_test() as pilot:
        await _settled(pilot)
        await pilot.click(app.keys[0])
        await _settled(pilot)
        assert app.taken
        await pilot.click(app.keys[0])
        await _settled(pilot)
        assert app.off
