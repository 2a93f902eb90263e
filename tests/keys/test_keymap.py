"""The keymap: what lifters may change, and what would take a way out of a set or give a key two meanings."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from negcoach.keys.actions import ACTIONS, EVERYWHERE, PARTS, PLACES, Role, bound_keys
from negcoach.keys.keymap import USUAL, Keymap, KeymapError, keys_from
from negcoach.keys.names import is_on_keyboard

FREEING = [action.id for action in ACTIONS.values() if action.role is Role.FREES]
KEYS = sorted(
    {key for action in ACTIONS.values() for key in action.keys} | {"f12", "f13", "k", "ctrl+b", "home", "ctrl+d"}
)


def refusal(action: str, *keys: str) -> str:
    with pytest.raises(KeymapError) as refused:
        Keymap({action: keys_from(action, keys)})
    assert refused.value.action == action
    assert "\n" not in str(refused.value)
    return str(refused.value)


def test_with_nothing_changed_every_action_has_its_usual_keys() -> None:
    assert all(USUAL.keys(action) == ACTIONS[action].keys for action in ACTIONS)
    assert all(USUAL.of_binding(binding) is None for binding in PARTS)
    assert Keymap({}) == USUAL


def test_an_action_has_the_keys_that_it_was_given_and_the_others_theirs() -> None:
    keymap = Keymap({"coach.next": ("f13", "space")})
    assert keymap.keys("coach.next") == ("f13", "space", "enter", "pagedown")
    assert keymap.of_binding("rest.next") == ("f13", "space", "enter", "pagedown")
    assert keymap.of_binding("leave.no") == ("n", "escape", "f5", "f13", "space", "enter", "pagedown", "p", "tab")
    assert keymap.keys("coach.pause") == ("p", "tab")
    assert keymap.has("coach.next", "f13")
    assert not keymap.has("coach.next", "right")
    assert keymap.gives("f13")
    assert not keymap.gives("tab")


def test_what_goes_on_takes_the_keys_that_were_given_to_the_next_thing_where_they_are_free() -> None:
    keymap = Keymap({"coach.next": ("f12", "space", "pad:0")})
    assert keymap.of_binding("page.on") == ("pagedown", "f12", "pad:0")
    assert keymap.of_binding("prescription.on") == ("pagedown", "f12", "pad:0")
    assert keymap.of_binding("unfinished.go-on") == (*bound_keys("unfinished.go-on").split(","), "f12", "pad:0")
    assert keymap.of_binding("summary.done") == ("escape", "f5", "pagedown", "f12", "pad:0")
    assert keymap.of_binding("calendar.on") is None
    assert keymap.keys("page.on") == ("pagedown",)


def test_a_key_of_the_next_thing_that_is_used_or_typed_at_a_place_does_nothing_else_there() -> None:
    keymap = Keymap({"coach.next": ("k", "f4")} | {"rest.another": ("z",)} | {"exercises.finish": ("f10",)})
    assert keymap.of_binding("page.on") == ("pagedown", "k")
    assert keymap.of_binding("prescription.on") is None
    assert keymap.of_binding("unfinished.go-on") == (*bound_keys("unfinished.go-on").split(","), "k", "f4")


def test_the_text_of_keys_comes_from_the_keymap() -> None:
    keymap = Keymap({"coach.next": ("f13", "space"), "coach.mute": ("m",)})
    assert (USUAL.name("coach.next"), USUAL.names("coach.pause"), USUAL.short("coach.mute")) == (
        "Space",
        "p or Tab",
        ". F9",
    )
    assert (USUAL.short("coach.pause"), USUAL.short("coach.take-back")) == ("tab", "←")
    assert (keymap.name("coach.next"), keymap.names("coach.next")) == ("F13", "F13, Space, Enter or PageDown")
    assert (keymap.short("coach.mute"), keymap.short("coach.next")) == ("m", "F13")
    assert (USUAL.spoken("coach.take-back"), USUAL.spoken_first("coach.end-set")) == (
        "page up, left arrow or up arrow",
        "Escape",
    )


@pytest.mark.parametrize("key", ["enter", "escape", "ctrl+c", "ctrl+z", "ctrl+q", "pagedown"])
def test_a_key_that_stays_is_neither_taken_nor_given(key: str) -> None:
    for action in ACTIONS.values():
        if key in action.keys:
            keymap = Keymap({action.id: ("f12", "k")[: 2 if action.role is Role.FREES else 1]})
            assert keymap.has(action.id, key)
        else:
            assert "always keeps its meaning" in refusal(action.id, key)


@pytest.mark.parametrize("action", FREEING)
def test_what_frees_the_lifter_keeps_a_key_of_the_keyboard(action: str) -> None:
    if {"escape", "ctrl+c"} & set(ACTIONS[action].keys):
        assert any(is_on_keyboard(key) for key in Keymap({action: ("f13",)}).keys(action))
    else:
        for key in ("F13", "pad:1", "☃", "Ctrl+F13", "Alt+Shift+Ω", "Ctrl+Left", "Shift+Space", "Insert", "Ctrl+J"):
            assert "must keep a plain key of the keyboard" in refusal(action, key)
    assert Keymap({action: ("f13", *ACTIONS[action].keys)}).keys(action)[0] == "f13"


@pytest.mark.parametrize(
    ("action", "key", "says"),
    [
        ("coach.next", "F9", "coach.next cannot have F9: in the set it is coach.mute (Mute all but calls for help"),
        ("coach.next", "q", "elsewhere it is coach.leave"),
        ("coach.next", "y", "elsewhere it is leave.yes"),
        ("coach.next", "F4", "elsewhere it is exercises.finish"),
        ("coach.next", "ctrl+d", "elsewhere it is to delete"),
        ("coach.next", "D", "elsewhere it is history.delete (Sessions: move one to the bin)"),
        ("page.on", "delete", "elsewhere it is body.delete"),
        ("coach.next", "o", "elsewhere it is to switch the phone off"),
        ("coach.next", "remote", '"remote" is not the name of a key'),
        ("coach.end-set", "space", "elsewhere it is coach.next"),
        ("coach.leave", "space", "elsewhere it is coach.next"),
        ("coach.leave", "pad:1", "coach.leave must keep a plain key of the keyboard, such as q"),
        ("page.on", "F8", "elsewhere it is coach.pain"),
        ("coach.next", "7", "in the rest it is the effort"),
        ("coach.next", "п", "cannot have g: in the rest it is rest.go-on"),  # the g of a Russian keyboard
        ("coach.take-back", "b", "in the set it is coach.mute"),  # what some clickers send for a full stop
        ("coach.leave", "y", "where the session is left it is leave.yes"),
        ("exercises.plans", "k", "on the list of exercises it is typed into a field"),
        ("prescription.fatigue", "backspace", "on the form it is"),
        ("app.history", "z", "outside a set it is typed into a field"),
        ("app.history", "u", "in the history it is views.undo"),
        ("body.edit", "c", "in the history it is history.compare"),
        ("session.delete", "e", "in a session of the history it is session.edit"),
        ("plan.remove", "space", "elsewhere it is coach.next"),
        ("agenda.swap", "v", "in what is left of a plan it is the way back"),
        ("history.delete", "F13", "history.delete must keep a plain key of the keyboard, such as d"),
        ("app.palette", "ctrl+y", "cannot have Ctrl+Y"),
        ("app.palette", "ctrl+j", "elsewhere it is a new line"),
        ("coach.next", "foo", '"foo" is not the name of a key. Write it as Space, F13'),
        ("coach.next", "Ctrl+I", '"Ctrl+I" is the same as Tab to a terminal'),
    ],
)
def test_a_change_that_cannot_be_says_why(action: str, key: str, says: str) -> None:
    assert says in refusal(action, key)


def test_a_key_that_was_given_before_another_action_had_it_stays_given() -> None:
    keymap = Keymap({"coach.mute": ("u",)})
    assert keymap.keys("coach.mute") == ("u",)
    assert (keymap.keys("rest.bring-back"), keymap.short("rest.bring-back")) == (("r",), "r")
    assert keymap.of_binding("rest.bring-back") == ("r",)
    assert USUAL.keys("rest.bring-back") == Keymap({"coach.mute": ("m",)}).keys("rest.bring-back") == ("u",)
    with pytest.raises(KeymapError, match=r"rest\.touched cannot have r: in the rest"):
        keymap.with_keys("rest.touched", ("r",))


def test_a_usual_key_in_capitals_stays_one() -> None:
    keymap = Keymap({"views.redo": keys_from("views.redo", ["F9", "U"])})
    assert keymap.keys("views.redo")[:2] == ("f9", "U")


@pytest.mark.parametrize(
    ("key", "says"),
    [
        ("ctrl+i", "coach.next cannot have Ctrl+I: to many terminals it is Tab."),
        ("left_shift", "coach.next cannot have left_shift: it has no name that can be stored."),
    ],
)
def test_a_key_that_would_be_another_one_at_the_next_start_cannot_be_learned(key: str, says: str) -> None:
    with pytest.raises(KeymapError) as refused:
        USUAL.with_keys("coach.next", (key, "space"))
    assert str(refused.value) == says


@pytest.mark.parametrize(
    ("own", "is_six"),
    [
        ({}, True),
        ({"rest.shorter": ("f10",)}, True),
        ({"rest.longer": ("f10",)}, True),
        ({"coach.quieter": ("f10", "minus")}, True),
        ({"rest.shorter": ("f10", "minus")}, False),
        ({"rest.shorter": ("f10",), "rest.touched": ("minus",)}, False),
    ],
)
def test_the_minus_of_azerty_is_a_6_in_the_rest_unless_it_was_given_a_meaning_there(
    own: dict[str, tuple[str, ...]], is_six: bool
) -> None:
    keymap = Keymap(own)
    assert keymap.in_rest("minus", azerty=True) == ("6" if is_six else "minus")
    assert keymap.in_rest("minus", azerty=False) == "minus"
    assert keymap.in_rest("5", azerty=True) == "5"


def test_an_unknown_action_is_named_with_the_nearest() -> None:
    assert (
        refusal("coach.nxt", "f13")
        == '"coach.nxt" is not an action that keys can be given to. Did you mean "coach.next"?'
    )
    assert "The settings screen" in refusal("zzzzzz", "f13")


def test_an_action_needs_a_key() -> None:
    assert "coach.mute needs a key. Leave the line out for the usual: . or F9." in refusal("coach.mute")


def test_two_changed_actions_may_swap_their_keys() -> None:
    keymap = Keymap({"coach.leave": ("w",), "coach.warm-up": ("q",)})
    assert (keymap.keys("coach.leave"), keymap.keys("coach.warm-up")) == (("w",), ("q",))


def test_the_usual_keys_come_back() -> None:
    keymap = Keymap({"coach.mute": ("m",), "coach.pause": ("f12", "p")})
    assert keymap.with_keys("coach.mute", ()) == Keymap({"coach.pause": ("f12", "p")})
    assert keymap.with_keys("coach.mute", ()).with_keys("coach.pause", ("p", "tab")) == USUAL
    with pytest.raises(KeymapError, match="rest it is the effort"):
        keymap.with_keys("coach.mute", ("7",))


@given(
    st.dictionaries(
        st.sampled_from(sorted(ACTIONS)), st.lists(st.sampled_from(KEYS), min_size=1, max_size=3), max_size=3
    )
)
def test_whatever_is_changed_each_key_means_one_thing_and_the_lifter_can_be_freed(own: dict[str, list[str]]) -> None:
    try:
        keymap = Keymap(own)
    except KeymapError as error:
        assert error.action in own
        return
    assert keymap.has("coach.end-set", "escape")
    assert {"ctrl+c", "ctrl+z"} <= set(keymap.keys("coach.halt"))
    assert all(any(is_on_keyboard(key) for key in keymap.keys(action)) for action in FREEING)
    for place in (*PLACES, EVERYWHERE):
        actions = {action for parts in place.bindings.values() for action in parts if "." in action}
        for action in actions:
            for other in actions - {action}:
                shared = set(keymap.keys(action)) & set(keymap.keys(other))
                assert shared <= set(ACTIONS[action].keys) & set(ACTIONS[other].keys)
    ends = {
        key for action in ACTIONS.values() if action.role in (Role.ENDS, Role.FREES) for key in keymap.keys(action.id)
    }
    goes_on = {key for action in ACTIONS.values() if action.role is Role.NEXT for key in keymap.keys(action.id)}
    assert not ends & goes_on


def test_a_press_of_something_else_acts_as_a_clickers_unless_it_was_given_a_meaning() -> None:
    keymap = Keymap({"coach.pain": ("x", "pad:1"), "coach.end-set": ("escape", "midi:60")})
    assert [keymap.acts_as(name) for name in ("pad:0", "pad:1", "midi:60", "remote")] == [
        "pagedown",
        "pad:1",
        "midi:60",
        "pagedown",
    ]


def test_what_frees_the_lifter_are_its_own_keys_and_those_that_were_given() -> None:
    keymap = Keymap({"coach.pain": ("x", "pad:1")})
    assert all(keymap.frees(key) for key in ("x", "pad:1", "escape", "f5", "p", "tab", "ctrl+c"))
    assert not any(keymap.frees(key) for key in ("f8", "space", "pagedown", "q", "y", "pad:0"))
    assert keymap.ends_set == {"x", "pad:1", "escape", "f5"}


def test_what_only_ever_pauses_a_set_stops_it_and_the_key_that_pauses_does_while_it_runs() -> None:
    keymap = Keymap({"coach.pause": ("k",), "coach.next": ("f13",)})
    in_a_pause = keymap.stops_set(running=False)
    assert keymap.ends_set < in_a_pause and {"ctrl+c", "ctrl+z"} <= in_a_pause
    assert keymap.stops_set(running=True) - in_a_pause == set(keymap.keys("coach.pause"))
    assert not any(keymap.has("coach.next", key) for key in keymap.stops_set(running=True))


def test_what_is_said_on_a_screen_names_no_action_as_the_file_does() -> None:
    """Every action, given every usual key of another one: whatever is refused is said in words."""
    said = set[str]()
    for action in ACTIONS:
        for key in {key for other in ACTIONS.values() for key in other.keys} | {"pad:1", "f13", "d", "left_shift"}:
            try:
                USUAL.with_keys(action, (key,))
            except KeymapError as error:
                assert error.action in str(error)
                assert not any(name in error.in_words for name in ACTIONS), error.in_words
                said.add(error.in_words.partition(":")[0])
    assert len(said) > 50
