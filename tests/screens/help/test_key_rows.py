"""What the help says of keys: which go together, how they are named, and how they are laid out."""

from __future__ import annotations

import pytest
from textual.app import App
from textual.binding import ActiveBinding, Binding
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input

from negcoach.screens.coaching.coach import CoachScreen
from negcoach.screens.coaching.rest.rest import RestScreen
from negcoach.screens.help.key_rows import BESIDE_FROM, HelpGroup, KeyRow, key_groups, key_table
from negcoach.screens.shared.keys.key_groups import LAST_SET, grouped


class Text(Input):
    """A field of the test, whose own bindings are Textual's."""


def active(node: type[App[None] | Screen[None] | Widget], *bindings: Binding) -> list[ActiveBinding]:
    """Return bindings as those of a node of a kind; it is not shown, so it needs nothing else."""
    shown = node.__new__(node)
    return [ActiveBinding(shown, one, True) for one in Binding.make_bindings(bindings)]


def merged(screen: type[Screen[object]]) -> list[Binding]:
    """Return the bindings of a screen in the order in which Textual has them."""
    return [binding for _, binding in screen._merge_bindings()]


def named(keys: str) -> tuple[str, ...]:
    (group,) = key_groups(active(Widget, Binding(keys, "go", id="go", tooltip="Go")))
    return group.rows[0].keys


@pytest.mark.parametrize(
    ("keys", "names"),
    [
        ("ctrl+r,f3,h", ("Ctrl+R", "F3", "h")),
        ("space,enter,pagedown,right", ("Space", "Enter", "PageDown", "→")),
        ("question_mark,slash,left_square_bracket", ("?", "/", "[")),
        ("u,U,shift+up,escape,delete", ("u", "U", "Shift+↑", "Esc", "Delete")),
        ("plus,minus,full_stop", ("+", "-", ".")),
        ("1,2,3,4,5,0", ("1–5", "0")),
        ("1,2,f12", ("1", "2", "F12")),
    ],
)
def test_keys_are_named_as_they_are_printed(keys: str, names: tuple[str, ...]) -> None:
    assert named(keys) == names


def test_all_keys_of_an_action_are_one_row_explained_by_what_the_footer_shows() -> None:
    bindings = [
        *active(Text, Binding("pageup", "screen.back", "Back", id="up", show=False, tooltip="Back, as Esc")),
        *active(Screen, Binding("escape,q", "back", "back", id="back", tooltip="Back to the list")),
    ]
    assert key_groups(bindings) == (HelpGroup("On this screen", (KeyRow(("Esc", "PageUp", "q"), "Back to the list"),)),)


def test_what_is_explained_alike_is_one_row() -> None:
    digits = (Binding(str(one), f"rate({one})", id=f"rate-{one}", tooltip="How hard it was") for one in range(10))
    other = Binding("x", "reason('pain')", id="pain", tooltip="It hurts")
    (group,) = key_groups(active(Screen, *grouped(LAST_SET, *digits, other)))
    assert group == HelpGroup(
        "The set that was done", (KeyRow(("0–9",), "How hard it was"), KeyRow(("x",), "It hurts"))
    )


def test_the_most_important_groups_come_first() -> None:
    bindings = [
        *active(Text, Binding("ctrl+w", "delete_left_word", "Delete left to start of word", show=False)),
        *active(Widget, Binding("down", "move(1)", "Down", id="down", show=False, tooltip="The line below")),
        *active(Screen, Binding("z", "hidden", "Hidden", id="hidden", show=False, tooltip="Seldom needed")),
        *active(Screen, Binding("e", "edit", "edit", id="edit", tooltip="Edit it")),
        *active(Screen, *grouped(LAST_SET, Binding("x", "pain", "it hurts", id="pain", tooltip="It hurts"))),
        *active(App, Binding("ctrl+q", "quit", "quit", id="quit", tooltip="Leave")),
    ]
    found = key_groups(bindings, [("Letters", "Search")])
    assert [(group.title, [(*row.keys, row.text) for row in group.rows]) for group in found] == [
        ("The set that was done", [("x", "It hurts")]),
        ("On this screen", [("e", "Edit it"), ("z", "Seldom needed"), ("Letters", "Search")]),
        ("Moving around", [("↓", "The line below")]),
        ("Everywhere outside a set", [("Ctrl+Q", "Leave")]),
        ("While typing", [("Ctrl+W", "Delete left to start of word")]),
    ]


def test_what_textual_gives_every_screen_is_left_out() -> None:
    assert key_groups(active(Screen, *(one for one in Screen.BINDINGS if isinstance(one, Binding)))) == ()


@pytest.mark.parametrize("screen", [CoachScreen, RestScreen])
def test_every_key_of_a_session_has_its_group(screen: type[Screen[object]]) -> None:
    titles = [group.title for group in key_groups(active(screen, *merged(screen)))]
    assert titles
    assert "On this screen" not in titles


def test_keys_are_in_the_order_in_which_they_are_declared() -> None:
    groups = {group.title: group for group in key_groups(active(CoachScreen, *merged(CoachScreen)))}
    assert [row.keys for row in groups["In the set"].rows] == [
        ("Space", "Enter", "PageDown", "→", "↓"),
        ("Esc", "F5"),
        ("x", "F8"),
        ("p", "Tab"),
        ("PageUp", "←", "↑"),
        ("s",),
        ("q",),
        ("Ctrl+C", "Ctrl+Z"),
    ]


GROUPS = (
    HelpGroup("First", (KeyRow(("Space", "Enter", "PageDown", "→", "↓"), "The next thing, whatever that may be now"),)),
    HelpGroup("Second", (KeyRow(("q",), "Leave"),)),
)


def test_in_few_columns_what_keys_do_stands_below_them() -> None:
    assert key_table(GROUPS, 30).plain.split("\n") == [
        "First",
        "Space, Enter, PageDown, → or ↓",
        "  The next thing, whatever",
        "  that may be now",
        "",
        "Second",
        "q",
        "  Leave",
    ]


def test_else_it_stands_beside_them() -> None:
    assert key_table(GROUPS, 60).plain.split("\n") == [
        "First",
        "Space, Enter, PageDown,   The next thing, whatever that may",
        "→ or ↓                    be now",
        "",
        "Second",
        "q                         Leave",
    ]


@pytest.mark.parametrize("width", [20, 31, BESIDE_FROM - 1, BESIDE_FROM, 79])
def test_no_line_is_wider_than_there_is_room(width: int) -> None:
    assert max(len(line) for line in key_table(GROUPS, width).plain.split("\n")) <= width
