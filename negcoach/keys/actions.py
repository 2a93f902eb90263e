"""What keys can be changed: the actions with their usual keys, and where each of them acts.

The bindings of the screens take their keys from here. Enter, Esc and the keys by which text is typed and lists are
moved in mean the same everywhere, and are no actions: they cannot be changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum


class Role(Enum):
    """What an action does to the lifter; keys of some roles may never share a key."""

    NEXT = "goes on with the next thing"
    FREES = "frees the lifter of the load, and ends the set or pauses it"
    ENDS = "ends, leaves or deletes something"
    OTHER = "nothing of these"


@dataclass(frozen=True, slots=True)
class KeyAction:
    """An action that keys can be given to, by the names that presses of them have."""

    id: str
    keys: tuple[str, ...]
    """Its usual keys."""
    text: str
    """What it does."""
    role: Role = Role.OTHER
    shown: tuple[str, ...] = ()
    """The usual keys that are shown where there is room for few; the first alone, where there are none of these."""


@dataclass(frozen=True, slots=True)
class KeyGroup:
    """Actions of one purpose, under the heading that the help has for them."""

    heading: str
    actions: tuple[KeyAction, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Screens whose bindings act beside each other, so that no two of them may share a key.

    The keys of a binding are those of its actions (each with a ``.`` in its name), and others that stay.
    """

    name: str
    """Where it is, in words: ``in the rest``."""
    bindings: Mapping[str, tuple[str, ...]]
    fixed: Mapping[str, str] = field(default_factory=dict)
    """The keys of bindings that cannot be changed, each with what it does there."""
    is_typed_in: bool = False
    """Whether letters and digits are typed there."""


_NEXT = ("space", "enter", "pagedown", "right", "down")

GROUPS = (
    KeyGroup(
        "In the set",
        (
            KeyAction("coach.next", _NEXT, "The next thing: begin, bottom, lift done, go on", Role.NEXT),
            KeyAction(
                "coach.end-set",
                ("escape", "f5"),
                "End this set; you are freed of the load first",
                Role.FREES,
            ),
            KeyAction("coach.pain", ("x", "f8"), "It hurts: end this set", Role.FREES),
            KeyAction(
                "coach.pause",
                ("p", "tab"),
                "Pause: the load is taken first",
                Role.FREES,
                shown=("tab",),
            ),
            KeyAction("coach.halt", ("ctrl+c", "ctrl+z"), "Pause, as in a panic", Role.FREES),
            KeyAction("coach.take-back", ("pageup", "left", "up"), "The last rep does not count", shown=("left",)),
            KeyAction("coach.switch", ("s",), "Change sides in an open set"),
            KeyAction("coach.leave", ("q",), "End the session; asks first", Role.ENDS),
            KeyAction("coach.warm-up", ("w", "f6"), "The guided warm-up first"),
            KeyAction("warm-up.skip", ("s", "f2"), "Skip a set of the warm-up"),
            KeyAction("leave.yes", ("y",), "Yes, end the session", Role.ENDS),
        ),
    ),
    KeyGroup(
        "Sound",
        (
            KeyAction(
                "coach.mute", ("full_stop", "f9"), "Mute all but calls for help, and unmute", shown=("full_stop", "f9")
            ),
            KeyAction("coach.louder", ("plus", "equals_sign"), "Louder"),
            KeyAction("coach.quieter", ("minus",), "Quieter"),
        ),
    ),
    KeyGroup(
        "The rest",
        (
            KeyAction("rest.longer", ("plus", "equals_sign"), "Rest 15 seconds longer"),
            KeyAction("rest.shorter", ("minus",), "Rest 15 seconds less"),
            KeyAction("rest.go-on", ("g",), "Go on anyway, where ending is offered first"),
            KeyAction("rest.less", ("e", "f7"), "After lost tempo: the planned or the lighter load"),
            KeyAction("rest.another", ("a", "f4"), "After the last set: one more of this exercise"),
            KeyAction("rest.other", ("n", "f2"), "After the last set: choose the next exercise"),
            KeyAction("rest.plan", ("v", "f6"), "What is left of the plan: skip, swap, move"),
            KeyAction("rest.swap", ("l",), "Change to the other lifter's session"),
            KeyAction("rest.effort-more", ("tab",), "Effort or pain: one more"),
            KeyAction("rest.effort-less", ("backspace",), "Effort or pain: one less"),
            KeyAction("rest.switch", ("s", "shift+tab"), "Of a tendon: how much the other side hurts"),
            KeyAction("rest.touched", ("t",), "The spotter helped"),
        ),
    ),
    KeyGroup(
        "Before the set",
        (
            KeyAction("page.on", ("pagedown",), "The rest of a page, then go on", Role.NEXT),
            KeyAction("page.back", ("pageup",), "Back from a page, as Esc"),
            KeyAction("prescription.last", ("f2",), "The form: as last time, or what is advised"),
            KeyAction("prescription.fatigue", ("f4",), "The form: to fatigue, or back to reps"),
            KeyAction("prescription.estimate", ("f6",), "The form: the 1RM that your lifted sets suggest"),
            KeyAction("prescription.sides", ("f7",), "The form: the other side, or one alone"),
            KeyAction("gate.pedal", ("p", "5"), "A pedal, no spotter"),
            KeyAction("alternative.insist", ("f2",), "Do what you chose, not what is offered"),
            KeyAction("alternative.answers", ("f4",), "Change your health answers"),
            KeyAction("test.ordinary", ("f8",), "Train as usual instead of the test"),
            KeyAction("full-rep.yes", ("y", "1"), "The full rep: all of it, without help"),
            KeyAction("full-rep.almost", ("a", "2"), "The full rep: most of the way"),
            KeyAction("full-rep.no", ("n", "3"), "The full rep: not yet"),
        ),
    ),
    KeyGroup(
        "The exercises",
        (
            KeyAction("exercises.search", ("slash",), "Go to the search box"),
            KeyAction("exercises.plans", ("ctrl+o", "f6"), "Your plans"),
            KeyAction("exercises.programmes", ("f7", "ctrl+g"), "Programmes of several weeks"),
            KeyAction("exercises.test", ("f8", "ctrl+e"), "The guided test of this exercise"),
            KeyAction("exercises.easier", ("f9", "ctrl+y"), "The card of the easier rung below this exercise"),
            KeyAction("exercises.repeat", ("ctrl+l", "f2"), "Do the exercises of the last session again"),
            KeyAction("exercises.tour", ("f5", "ctrl+n"), "A tour of six lines, and a demo"),
            KeyAction("exercises.finish", ("f4",), "End the session, or reopen the last one", Role.ENDS),
        ),
    ),
    KeyGroup(
        "Everywhere outside a set",
        (
            KeyAction("app.history", ("ctrl+r", "f3", "h"), "The history: sessions and every rep of them"),
            KeyAction("app.settings", ("ctrl+s",), "Settings: sound, colours, keys, rules"),
            KeyAction("app.swap", ("ctrl+t",), "Change to the other lifter's session"),
            KeyAction("app.palette", ("ctrl+p",), "The palette: every command by name"),
            KeyAction("app.help", ("question_mark", "f1"), "What the keys do here"),
        ),
    ),
)
"""The actions, as the help groups them."""

ACTIONS = {action.id: action for group in GROUPS for action in group.actions}
"""The actions by their names in ``config.toml``."""

STAYS = frozenset({"enter", "escape", "ctrl+c", "ctrl+z", "ctrl+q", "pagedown"})
"""Keys that keep what they mean: no action can be given one of them, and none loses it.

PageDown is what a clicker sends for the next thing, and what a button acts as that was given no meaning.
"""

_DIGITS = {str(digit): "a number" for digit in range(10)}
_MOVES = dict.fromkeys(("up", "down", "left", "right", "home", "end"), "moving around")
_TYPING = {
    **dict.fromkeys(("backspace", "delete", "home", "end", "left", "right", "tab", "shift+tab"), "typing"),
    **{f"ctrl+{letter}": "typing" for letter in "adefkuwvx"},
}
_IN_LINES = {
    "c": "the counts in lines of text",
    "i": "where one is, in lines of text",
    "h": "the keys, in lines of text",
}
"""What acts beside the actions where a session is led in lines of text."""


def _own(*actions: str) -> dict[str, tuple[str, ...]]:
    return {action: (action,) for action in actions}


PLACES = (
    Place(
        "in the set",
        _own(*(action.id for action in (*GROUPS[0].actions, *GROUPS[1].actions) if action.id != "leave.yes")),
        _IN_LINES,
    ),
    Place(
        "in the rest",
        {
            **_own(*(action.id for action in GROUPS[2].actions)),
            "rest.next": ("coach.next",),
            "rest.finish": ("coach.leave",),
            "rest.mute": ("coach.mute",),
            "rest.pain": ("coach.pain",),
            "rest.take-back": ("coach.take-back",),
            "warm-up-rest.pain": ("coach.pain",),
            "warm-up-rest.skip": ("warm-up.skip",),
        },
        {**{str(digit): "the effort" for digit in range(10)}, **_IN_LINES},
    ),
    Place(
        "where the session is left",
        {
            "leave.yes": ("leave.yes",),
            "leave.pain": ("coach.pain",),
            "leave.no": ("n", "coach.end-set", "coach.next", "coach.pause"),
            "quit.leave": ("coach.leave",),
            "quit.stay": ("n", "coach.end-set"),
        },
        {"n": "to stay", "space": "to finish it"},
    ),
    Place(
        "after a set without a rep",
        {
            "no-rep.first": ("coach.next",),
            "no-rep.stay": ("coach.end-set",),
            "no-rep.pain": ("coach.pain",),
            "no-rep.go-on": ("rest.go-on",),
            "no-rep.end": ("coach.leave",),
        },
    ),
    Place(
        "where a session that was cut off is offered",
        {"unfinished.after-pain": ("rest.go-on",)},
        {
            **dict.fromkeys(("y", "space", "pagedown", "right", "down"), "to go on"),
            **dict.fromkeys(("n", "f5", "pageup"), "to leave it"),
        },
    ),
    Place(
        "before the set",
        {
            **_own("page.on", "page.back", "gate.pedal", "alternative.insist", "alternative.answers"),
            **_own("test.ordinary", "full-rep.yes", "full-rep.almost", "full-rep.no"),
            "health.on": ("page.on",),
            "soreness.keep": ("enter", "space", "page.on", "right"),
            "soreness.back": ("page.back",),
            "next-morning.switch": ("rest.switch",),
        },
        {
            **_DIGITS,
            **_MOVES,
            **dict.fromkeys(("minus", "tab", "shift+tab", "backspace", "delete"), "a number"),
            **dict.fromkeys(("space", "f5", "q"), "to go on or back"),
        },
    ),
    Place(
        "on the form",
        {
            **_own("prescription.fatigue", "prescription.estimate", "prescription.sides", "prescription.last"),
            "prescription.advice": ("prescription.last",),
            "prescription.on": ("page.on",),
            "prescription.page-up": ("page.back",),
        },
        {**_MOVES, **_TYPING},
        is_typed_in=True,
    ),
    Place(
        "on the list of exercises",
        {
            **_own(*(action.id for action in GROUPS[4].actions)),
            "exercises.reopen": ("exercises.finish",),
        },
        {**_MOVES, "tab": "the card", "backspace": "typing", "pageup": "moving around", "pagedown": "moving around"},
        is_typed_in=True,
    ),
)
"""Where the actions act."""

EVERYWHERE = Place(
    "outside a set",
    {
        **_own(*(action.id for action in GROUPS[5].actions)),
        "views.close": ("app.history",),
        "help.close": ("app.help",),
    },
    {
        **_MOVES,
        **_TYPING,
        **dict.fromkeys(("ctrl+d", "f8"), "to delete"),
        "ctrl+j": "a new line",
        "ctrl+y": "to redo an edit",
        **dict.fromkeys(("f5", "pageup", "pagedown", "shift+up", "shift+down"), "a key of other screens"),
    },
    is_typed_in=True,
)
"""What acts on every screen outside a set, beside what is there."""

DELETES = {
    **dict.fromkeys(("d", "delete", "ctrl+d"), "to delete"),
    "r": "to begin a programme again",
    "o": "to switch the phone off",
}
"""Keys by which something is deleted or given up on some screen, and which nothing that goes on may have."""


def bound_keys(binding: str) -> str:
    """Return the usual keys of a binding of one of the places, as it has them."""
    return ",".join(key for part in PARTS[binding] for key in (ACTIONS[part].keys if "." in part else (part,)))


def _parts() -> Iterator[tuple[str, tuple[str, ...]]]:
    for place in (*PLACES, EVERYWHERE):
        yield from place.bindings.items()


PARTS = dict(_parts())
"""Each binding whose keys can be changed, with its actions and its other keys."""
