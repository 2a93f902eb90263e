"""What keys can be changed: the actions with their usual keys, and where each of them acts.

The bindings of the screens take their keys from here. Enter, Esc and the keys by which text is typed, lists are moved
in and screens are left mean the same everywhere, and are no actions: they cannot be changed.
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
    spare: str = ""
    """The key that it has instead where the lifter gave its usual one to another action: that was there before it."""


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
    going_on: frozenset[str] = frozenset()
    """The bindings that go on there: a key that the lifter gave to the next thing is theirs too, where it is free."""


_NEXT = ("space", "enter", "pagedown", "right", "down")

GROUPS = (
    KeyGroup(
        "In the set",
        (
            KeyAction("coach.next", _NEXT, "The next thing: begin, bottom, lift done, go on", Role.NEXT),
            KeyAction(
                "coach.end-set",
                ("escape", "f5"),
                "End this set: the load is taken first",
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
            KeyAction("coach.halt", ("ctrl+c", "ctrl+z"), "Emergency pause", Role.FREES),
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
            KeyAction("rest.bring-back", ("u",), "The rep that was taken back counts again", spare="r"),
            KeyAction("rest.less", ("e", "f7"), "After lost tempo: the planned or the lighter load"),
            KeyAction("rest.another", ("a", "f4"), "After the last set: one more of this exercise"),
            KeyAction("rest.other", ("n", "f2"), "After the last set: choose the next exercise"),
            KeyAction("rest.plan", ("v", "f6"), "What is left of the plan: skip, swap, move"),
            KeyAction("rest.swap", ("l",), "Switch to the other lifter's session"),
            KeyAction("rest.effort-more", ("tab",), "Effort or pain: one higher"),
            KeyAction("rest.effort-less", ("backspace",), "Effort or pain: one lower"),
            KeyAction("rest.switch", ("s", "shift+tab"), "For a tendon: how much the other side hurts"),
            KeyAction("rest.touched", ("t",), "The spotter touched the bar"),
        ),
    ),
    KeyGroup(
        "Before the set",
        (
            KeyAction("page.on", ("pagedown",), "On through a page, then to the next one", Role.NEXT),
            KeyAction("page.back", ("pageup",), "Back from a page, as Esc"),
            KeyAction("prescription.last", ("f2",), "The form: as last time, or what is advised"),
            KeyAction("prescription.fatigue", ("f4",), "The form: to fatigue, or back to reps"),
            KeyAction("prescription.estimate", ("f6",), "The form: the 1RM that your lifted sets suggest"),
            KeyAction("prescription.sides", ("f7",), "The form: the other side, or one alone"),
            KeyAction("gate.pedal", ("p", "5"), "A foot pedal instead of a spotter"),
            KeyAction("gate.instead", ("i",), "With too few spotters: what needs none, instead"),
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
        "The history",
        (
            KeyAction("views.sessions", ("1",), "The view with the sessions"),
            KeyAction("views.exercise", ("2",), "The view of an exercise: its trends and records"),
            KeyAction("views.calendar", ("3",), "The view with the calendar"),
            KeyAction("views.body", ("4",), "The view of the body: soreness, weight, 1RM"),
            KeyAction("views.bin", ("5",), "The view with the bin and the edits"),
            KeyAction("views.undo", ("u", "ctrl+z"), "Undo the last edit"),
            KeyAction("views.redo", ("U", "ctrl+y"), "Redo the edit that was undone last"),
            KeyAction("history.filter", ("slash",), "Sessions: filter them"),
            KeyAction("history.compare", ("c",), "Sessions: compare two"),
            KeyAction("history.add", ("a",), "Sessions: add one that was forgotten"),
            KeyAction("history.delete", ("d",), "Sessions: move one to the bin", Role.ENDS),
            KeyAction("history.join", ("J",), "Sessions: join those of each visit"),
            KeyAction("history.import", ("i",), "Sessions: import from another program"),
            KeyAction("trends.measure", ("m",), "Exercise: plot the next measure"),
            KeyAction("trends.longer", ("right_square_bracket", "plus"), "Exercise: look further back"),
            KeyAction("trends.shorter", ("left_square_bracket", "minus"), "Exercise: look less far back"),
            KeyAction("trends.search", ("slash",), "Exercise: find one by its name"),
            KeyAction("trends.rename", ("e",), "Exercise: rename one of your own"),
            KeyAction("calendar.measure", ("m",), "Calendar: shade by tension, or by sessions"),
            KeyAction("calendar.back", ("left_square_bracket",), "Calendar: a year back"),
            KeyAction("calendar.on", ("right_square_bracket",), "Calendar: a year on"),
            KeyAction("body.weigh", ("w",), "Body: add a body weight"),
            KeyAction("body.test", ("m",), "Body: add a 1RM that you tested"),
            KeyAction("body.rate", ("s",), "Body: rate how sore your muscles are"),
            KeyAction("body.edit", ("e",), "Body: edit the entry"),
            KeyAction("body.delete", ("d", "delete"), "Body: delete the entry", Role.ENDS),
            KeyAction("body.range", ("r",), "Body: show a longer time"),
            KeyAction("body.filter", ("f",), "Body: list only one kind, or all"),
            KeyAction("bin.back", ("b",), "Bin: bring it back"),
            KeyAction("bin.revert", ("r",), "Bin: undo the edit, or redo it"),
            KeyAction("bin.purge", ("p",), "Bin: delete it for good; asks first", Role.ENDS),
            KeyAction("bin.purge-all", ("P",), "Bin: empty it for good; asks first", Role.ENDS),
        ),
    ),
    KeyGroup(
        "A session of the history",
        (
            KeyAction("session.edit", ("e",), "Edit what the arrow points at"),
            KeyAction("session.add", ("a",), "Add a set that was forgotten"),
            KeyAction("session.delete", ("d", "delete"), "Delete what the arrow points at", Role.ENDS),
            KeyAction("session.regroup", ("m",), "Move the set, split the session, join two"),
            KeyAction("session.plan", ("p",), "Make a plan of this session"),
        ),
    ),
    KeyGroup(
        "Plans and programmes",
        (
            KeyAction("plans.edit", ("e",), "Open the plan: its exercises"),
            KeyAction("plans.new", ("n",), "Make a plan"),
            KeyAction("plans.copy", ("c",), "Copy the plan as a text to send"),
            KeyAction("plans.delete", ("d", "delete"), "Delete the plan; asks first", Role.ENDS),
            KeyAction("plan.change", ("e",), "In a plan: fix sets, reps, tempo, load or rest"),
            KeyAction("plan.add", ("a",), "In a plan: add an exercise"),
            KeyAction("plan.remove", ("d", "delete"), "In a plan: remove the exercise; asks first", Role.ENDS),
            KeyAction("plan.superset", ("s",), "In a plan: alternate with the next exercise, or not"),
            KeyAction("plan.earlier", ("minus", "shift+up"), "In a plan: do it before the one above"),
            KeyAction("plan.later", ("plus", "equals_sign", "shift+down"), "In a plan: do it after the one below"),
            KeyAction("plan.rename", ("r",), "In a plan: rename it"),
            KeyAction("agenda.skip", ("s",), "What is left of a plan: skip the exercise"),
            KeyAction("agenda.swap", ("w",), "What is left of a plan: another exercise in its place"),
            KeyAction("agenda.other", ("o",), "What is left of a plan: leave it for another plan"),
            KeyAction("programmes.pause", ("p",), "Pause the programme, or go on with it"),
            KeyAction("programmes.stop", ("s",), "Stop following the programme", Role.ENDS),
            KeyAction("programmes.again", ("r",), "Begin again with its first week", Role.ENDS),
        ),
    ),
    KeyGroup(
        "An import",
        (
            KeyAction("import.go", ("i",), "Import what is new"),
            KeyAction("import.take", ("t",), "Replace what is here with what the file says"),
            KeyAction("import.choose", ("o",), "Choose what to update from the file"),
            KeyAction("import.kg", ("k",), "The loads are kilograms"),
            KeyAction("import.lb", ("l",), "The loads are pounds"),
            KeyAction("import.day", ("d",), "03/04 is the third of April"),
            KeyAction("import.month", ("m",), "03/04 is the fourth of March"),
            KeyAction("import.loads", ("c",), "Choose the column with the loads"),
        ),
    ),
    KeyGroup(
        "The settings",
        (
            KeyAction("settings.default", ("d", "delete"), "Restore the default", Role.ENDS),
            KeyAction("settings.test", ("t",), "Hear 3, 2, 1, lift"),
            KeyAction("settings.equipment", ("e",), "Your bar, plates, dumbbells and stacks"),
            KeyAction("settings.keys", ("k",), "The keys of each action, and others for them"),
        ),
    ),
    KeyGroup(
        "Everywhere outside a set",
        (
            KeyAction("app.history", ("ctrl+r", "f3", "h"), "The history: sessions and every rep of them"),
            KeyAction("app.settings", ("ctrl+s",), "Settings: sound, colours, keys, rules"),
            KeyAction("app.swap", ("ctrl+t",), "Switch to the other lifter's session"),
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
_LISTED = {
    **dict.fromkeys(("j", "k", "pageup", "pagedown", "tab", "shift+tab"), "moving around"),
    **dict.fromkeys(("left", "h", "q"), "the way back"),
    "space": "to choose",
    **_MOVES,
}
"""What acts where there is a list, beside the actions."""
_IN_LINES = {
    "c": "the counts in lines of text",
    "i": "where one is, in lines of text",
    "h": "the keys, in lines of text",
}
"""What acts beside the actions where a session is led in lines of text."""


def _of(group: int, *but: str) -> dict[str, tuple[str, ...]]:
    """Return a binding for each action of a group, with its keys alone."""
    return _own(*(action.id for action in GROUPS[group].actions if action.id not in but))


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
        {
            "unfinished.after-pain": ("rest.go-on",),
            "unfinished.go-on": ("enter", "y", "space", "pagedown", "right", "down"),
        },
        {
            **dict.fromkeys(("y", "space", "pagedown", "right", "down"), "to go on"),
            **dict.fromkeys(("n", "f5", "pageup"), "to leave it"),
        },
        going_on=frozenset({"unfinished.go-on"}),
    ),
    Place(
        "before the set",
        {
            **_own("page.on", "page.back", "gate.pedal", "gate.instead"),
            **_own("alternative.insist", "alternative.answers"),
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
        going_on=frozenset({"page.on", "health.on", "soreness.keep"}),
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
        going_on=frozenset({"prescription.on"}),
    ),
    Place(
        "in the summary",
        {"summary.done": ("escape", "f5", "pagedown")},
        {**_MOVES, **_TYPING},
        is_typed_in=True,
        going_on=frozenset({"summary.done"}),
    ),
    Place(
        "on the list of exercises",
        {
            **_own(*(action.id for action in GROUPS[4].actions)),
            "exercises.reopen": ("exercises.finish",),
        },
        {
            **_MOVES,
            "tab": "the card",
            "shift+tab": "the search box",
            "backspace": "typing",
            "pageup": "moving around",
            "pagedown": "moving around",
        },
        is_typed_in=True,
    ),
    Place(
        "in the history",
        {
            **_of(5, "trends.measure"),
            "trends.next": ("trends.measure", "right"),
            "body.range": ("body.range", "right"),
            "calendar.back": ("calendar.back", "pageup"),
            "calendar.on": ("calendar.on", "pagedown"),
        },
        _LISTED,
    ),
    Place(
        "in a session of the history",
        {
            **_of(6),
            "session.edit": ("session.edit", "enter"),
            "session.undo": ("views.undo",),
            "session.redo": ("views.redo",),
        },
        _LISTED,
    ),
    Place("on the list of plans", _own("plans.edit", "plans.new", "plans.copy", "plans.delete"), _LISTED),
    Place(
        "in a plan",
        {
            **_own("plan.add", "plan.remove", "plan.superset", "plan.earlier", "plan.later", "plan.rename"),
            "plan.change": ("plan.change", "enter", "space"),
        },
        _LISTED,
    ),
    Place(
        "in what is left of a plan",
        {
            **_own("agenda.skip", "agenda.swap", "agenda.other"),
            "agenda.earlier": ("plan.earlier",),
            "agenda.later": ("plan.later",),
            "agenda.add": ("plan.add",),
        },
        {**_LISTED, "v": "the way back"},
    ),
    Place(
        "on the list of programmes",
        {
            **_own("programmes.pause", "programmes.stop", "programmes.again"),
            "programmes.go-on": ("programmes.pause",),
        },
        _LISTED,
    ),
    Place("in an import", _of(8), _LISTED),
    Place(
        "in the settings",
        {
            **_of(9),
            "packs.hear": ("settings.test",),
            "keys.usual": ("settings.default", "backspace"),
        },
        {**_LISTED, "backspace": "to restore the usual keys", "plus": "more", "minus": "less"},
    ),
)
"""Where the actions act."""

EVERYWHERE = Place(
    "outside a set",
    {
        **_of(10),
        "views.close": ("app.history",),
        "settings.close": ("app.settings",),
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

DELETES = {"ctrl+d": "to delete", "o": "to switch the phone off"}
"""Keys by which something is deleted or given up, that are of no action, and that nothing that goes on may have."""


def bound_keys(binding: str) -> str:
    """Return the usual keys of a binding of one of the places, as it has them."""
    return ",".join(key for part in PARTS[binding] for key in (ACTIONS[part].keys if "." in part else (part,)))


def _parts() -> Iterator[tuple[str, tuple[str, ...]]]:
    for place in (*PLACES, EVERYWHERE):
        yield from place.bindings.items()


PARTS = dict(_parts())
"""Each binding whose keys can be changed, with its actions and its other keys."""
