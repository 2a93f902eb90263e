"""The keymap: the keys of each action as the lifter has them, and what may not be changed about them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from negcoach.errors import NegcoachError
from negcoach.keys.actions import ACTIONS, DELETES, EVERYWHERE, PARTS, PLACES, STAYS, KeyAction, Place, Role
from negcoach.keys.layouts import command_key
from negcoach.keys.names import (
    can_be_written,
    is_on_keyboard,
    key_name,
    known_key,
    sent_as,
    short_name,
    spoken_name,
    types_text,
)
from negcoach.texts import clean, joined, nearest, quoted

_EDITS = frozenset({"backspace", "delete", "left", "right", "home", "end"})
"""Keys with which text is edited in a field."""


_SET, _REST = (next(place for place in PLACES if place.name == name) for name in ("in the set", "in the rest"))
_IN_SET, _IN_REST = ({part for parts in place.bindings.values() for part in parts} for place in (_SET, _REST))
"""What acts in a set, and in the rest."""

CLICKER_KEY = "pagedown"
"""The key that a press acts as which was given no meaning of its own: that of a clicker for the next thing."""


OTHER = "{other}"
"""What stands in a text for what a key is given to already."""


class KeymapError(NegcoachError):
    """A change of keys that cannot be, with the ``action`` that it was of.

    Its text names actions as the file does, ``in_words`` says the same to who chose the action on a screen.
    """

    def __init__(self, action: str, text: str, in_words: str = "") -> None:
        super().__init__(text)
        self.action = action
        self.in_words = in_words or text

    def naming(self, written: Mapping[str, str]) -> KeymapError:
        """Return the error with its key named as it was ``written`` (``names_written``), where it is of one of them."""
        return self


class RefusedKeyError(KeymapError):
    """A key that an action cannot have, and why (a sentence that begins with a small letter), with ``OTHER`` in it.

    For that stands what the key is given to already: an action, or what it does in words.
    """

    def __init__(self, action: str, key: str, why: str, other: str = "", name: str = "") -> None:
        name, known = name or clean(key_name(key)), ACTIONS.get(other)
        as_in_file = other if known is None else f"{other} ({known.text})"
        in_words = other if known is None else f'"{known.text}"'
        super().__init__(
            action,
            f"{action} cannot have {name}: {why.replace(OTHER, as_in_file)}",
            f"It cannot have {name}: {why.replace(OTHER, in_words)}",
        )
        self._key, self._why, self._other = key, why, other

    def naming(self, written: Mapping[str, str]) -> KeymapError:
        """Return the error with the key named as it was ``written``."""
        return RefusedKeyError(self.action, self._key, self._why, self._other, written.get(self._key, ""))


class Keymap:
    """The keys of all actions: those that the lifter has given, and the usual ones of the others."""

    def __init__(self, own: Mapping[str, Sequence[str]] | None = None) -> None:
        """Take the lifter's ``own`` keys of some actions, by the names that ``known_key`` returns.

        Keys that always stay with an action are added. Raises ``KeymapError`` for the first that cannot be.
        """
        self.own = {action: _with_those_that_stay(action, keys) for action, keys in (own or {}).items()}
        self._spare = dict(self._spare_keys())
        if self.own:
            _require_safe(self)

    def __eq__(self, other: object) -> bool:
        """Return whether the other keymap has the same keys."""
        return isinstance(other, Keymap) and self.own == other.own

    def __hash__(self) -> int:
        """Return a hash of the keys that the lifter has given."""
        return hash(frozenset(self.own.items()))

    def keys(self, action: str) -> tuple[str, ...]:
        """Return the keys of an action, the one that is named in texts first."""
        return self.own.get(action) or self._spare.get(action) or ACTIONS[action].keys

    def _spare_keys(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Yield each action whose usual key the lifter gave to another one, as it was not there yet: its spare key."""
        for action in ACTIONS.values() if self.own else ():
            if action.spare and action.id not in self.own and any(map(self.gives, action.keys)):
                yield action.id, (action.spare,)

    def has(self, action: str, key: str | None) -> bool:
        """Return whether a pressed key is one of an action; none is none."""
        return key in self.keys(action)

    def in_rest(self, key: str, *, azerty: bool) -> str:
        """Return the key that a pressed one is in a rest: the minus of an ``azerty`` keyboard is its 6.

        It is none where the lifter gave the minus a meaning in the rest. A 6 that does nothing would be the worst
        rating of all, and the next one would take its place.
        """
        given = any("minus" in self.own.get(action, ()) for action in _IN_REST)
        return "6" if azerty and key == "minus" and not given else key

    def gives(self, key: str) -> bool:
        """Return whether the lifter has given a key to some action."""
        return any(key in keys for keys in self.own.values())

    def gives_in_set(self, key: str) -> bool:
        """Return whether the lifter has given a key to something that is done in a set."""
        return any(key in self.own.get(action, ()) for action in _IN_SET)

    def acts_as(self, press: str) -> str:
        """Return the key that a press of something else acts as: its own, if that has a meaning, else a clicker's."""
        return press if self.gives(press) else CLICKER_KEY

    def frees(self, key: str) -> bool:
        """Return whether a key frees the lifter of the load: it counts however late it comes."""
        return any(action.role is Role.FREES and key in self.keys(name) for name, action in ACTIONS.items())

    @property
    def ends_set(self) -> frozenset[str]:
        """The keys that end a set and mean the same whatever has happened in it, so that they are never waited for."""
        return frozenset((*self.keys("coach.end-set"), *self.keys("coach.pain")))

    def stops_set(self, *, running: bool) -> frozenset[str]:
        """Return the keys that end a set or pause it, and never go on: nothing that was unseen makes them wrong.

        The key that pauses is one of them while the set is ``running``; in a pause it goes on.
        """
        return self.ends_set.union(self.keys("coach.halt"), self.keys("coach.pause") if running else ())

    @property
    def of_rest_alone(self) -> frozenset[str]:
        """The keys with a meaning in a rest that they do not have in a set."""
        return frozenset(_REST.fixed).union(*(self.keys(action) for action in _IN_REST - _IN_SET))

    def with_keys(self, action: str, keys: Sequence[str]) -> Keymap:
        """Return the keymap with other keys of an action, the usual ones where there are none of ``keys``.

        Raises ``KeymapError`` where that cannot be.
        """
        own = {name: given for name, given in self.own.items() if name != action}
        if keys and tuple(keys) != ACTIONS[action].keys:
            own[action] = tuple(keys)
        return Keymap(own)

    def name(self, action: str) -> str:
        """Return the key of an action as texts name it: ``Space``."""
        return key_name(self.keys(action)[0])

    def names(self, action: str) -> str:
        """Return all keys of an action: ``Space, Enter or F13``."""
        return joined([key_name(key) for key in self.keys(action)], "or")

    def short(self, action: str) -> str:
        """Return the key of an action as a line of keys names it: ``space``, ``. F9``."""
        return " ".join(short_name(key) for key in self._shown(action))

    def _shown(self, action: str) -> tuple[str, ...]:
        shown = ACTIONS[action].shown
        return shown if shown and action not in self.own else self.keys(action)[: max(1, len(shown))]

    def spoken(self, action: str) -> str:
        """Return all keys of an action as a screen reader is to read them: ``p or Tab``."""
        return joined([spoken_name(key) for key in self.keys(action)], "or")

    def spoken_short(self, action: str) -> str:
        """Return the keys that a line of keys names, as a screen reader is to read them: ``full stop or F9``."""
        return joined([spoken_name(key) for key in self._shown(action)], "or")

    def spoken_first(self, action: str) -> str:
        """Return the key of an action that texts name, as a screen reader is to read it."""
        return spoken_name(self.keys(action)[0])

    def of_binding(self, binding: str) -> tuple[str, ...] | None:
        """Return the keys of a binding, ``None`` where they are the usual ones."""
        return self._changed.get(binding)

    @cached_property
    def _changed(self) -> dict[str, tuple[str, ...]]:
        """The keys of the bindings that are not the usual ones."""
        changed: dict[str, tuple[str, ...]] = {}
        for place in (*PLACES, EVERYWHERE):
            free = self.next_keys_free_at(place)
            for binding, parts in place.bindings.items():
                also = free if binding in place.going_on else ()
                if also or any(part in self.own or part in self._spare for part in parts):
                    keys = (key for part in parts for key in (self.keys(part) if "." in part else (part,)))
                    changed[binding] = tuple(dict.fromkeys((*keys, *also)))
        return changed

    def next_keys_free_at(self, place: Place) -> tuple[str, ...]:
        """Return the keys that the lifter gave to the next thing and that do nothing else at a place.

        What goes on there takes them as it takes a clicker's key: who has one pedal gets from page to page with it,
        and no further than with a clicker. A key that is typed into a field there is none of them.
        """
        used = {key for key, _, _ in _owners(self, place)}
        return tuple(
            key
            for key in self.own.get("coach.next", ())
            if key not in (*ACTIONS["coach.next"].keys, *used) and not (place.is_typed_in and _edits_text(key))
        )


USUAL = Keymap()
"""The keymap in which nothing is changed."""


def require_action(action: str) -> None:
    """Raise ``KeymapError`` for a name that no action has."""
    if action not in ACTIONS:
        near = nearest(action, ACTIONS)
        right = f'Did you mean "{near}"?' if near else 'The settings screen "Keys" lists them.'
        raise KeymapError(action, f"{quoted(clean(action))} is not an action that keys can be given to. {right}")


def key_for(action: str, key: str) -> str:
    """Return the key that a pressed one is for an action: for a usual one in capitals, such as U, these matter."""
    return key if key in ACTIONS[action].keys else command_key(key)


def keys_from(action: str, written: Sequence[str]) -> tuple[str, ...]:
    """Return the keys of an action as they are written in ``config.toml``; ``KeymapError`` for the first wrong one."""
    require_action(action)
    keys = tuple(names_written(action, written))
    if not keys:
        raise KeymapError(action, f"{action} needs a key. Leave the line out for the usual: {USUAL.names(action)}.")
    return keys


def names_written(action: str, written: Sequence[str]) -> dict[str, str]:
    """Return each key of an action with the name that was ``written`` for it, as an error is to say it.

    Where that is another key to the action, it is said which: a presenter clicker's ``b`` is its full stop. Raises
    ``KeymapError`` for the first that is not the name of a key.
    """
    names: dict[str, str] = {}
    for text in written:
        known = known_key(text)
        if known is None:
            same = sent_as(text)
            why = f"is the same as {same} to a terminal" if same else "is not the name of a key"
            raise KeymapError(action, f"{quoted(clean(text))} {why}. Write it as Space, F13, PageDown, Ctrl+N or x.")
        key = key_for(action, known)
        names.setdefault(key, name_written(key, known, clean(text).strip()))
    return names


def name_written(key: str, known: str, text: str = "") -> str:
    """Return the name of a ``known`` key that acts as ``key``, by the ``text`` it was written as where there is one."""
    name = text or clean(key_name(known))
    return name if key == known else f"{name} (here the same as {clean(key_name(key))})"


def _with_those_that_stay(action: str, keys: Sequence[str]) -> tuple[str, ...]:
    usual = ACTIONS[action].keys
    return tuple(dict.fromkeys((*keys, *(key for key in usual if key in STAYS))))


def _require_safe(keymap: Keymap) -> None:
    """Raise ``KeymapError`` for the first change that takes a way out, or gives a key two meanings."""
    for action in map(ACTIONS.__getitem__, keymap.own):
        _require_own_keys(keymap, action)
    for action in map(ACTIONS.__getitem__, keymap.own):  # none is wrong for the keys of one that is wrong itself
        _require_one_meaning(keymap, action)
    for place in PLACES:
        _require_no_clash(keymap, place)
    for action in map(ACTIONS.__getitem__, keymap.own):
        _require_no_text(action, keymap.keys(action.id))


def _require_own_keys(keymap: Keymap, action: KeyAction) -> None:
    keys = keymap.keys(action.id)
    taken = next((key for key in keys if key in STAYS and key not in action.keys), None)
    if taken is not None:
        raise RefusedKeyError(action.id, taken, "it always keeps its meaning. Take another key.")
    unwritten = next((key for key in keys if not can_be_written(key)), None)
    if unwritten is not None:
        same = sent_as(key_name(unwritten))
        why = f"to many terminals it is {same}" if same else "it has no name that can be stored"
        raise RefusedKeyError(action.id, unwritten, f"{why}.")
    if action.role in (Role.FREES, Role.ENDS) and not any(is_on_keyboard(key) for key in keys):
        rule = (
            f"must keep a plain key of the keyboard, such as {key_name(action.keys[0])}: "
            "a pedal or a clicker can fail, and not every terminal sends every other key."
        )
        raise KeymapError(action.id, f"{action.id} {rule}", f"It {rule}")


def _require_one_meaning(keymap: Keymap, action: KeyAction) -> None:
    """Let no key go on on one screen and end something on another."""
    if action.role is Role.NEXT:
        for key in keymap.keys(action.id):
            if key in DELETES:
                raise _clash(action.id, key, DELETES[key], "elsewhere")
    against = {Role.NEXT: (Role.ENDS, Role.FREES), Role.ENDS: (Role.NEXT,), Role.FREES: (Role.NEXT,)}
    for other in ACTIONS.values():
        if other.role in against.get(action.role, ()):
            for key in keymap.keys(action.id):
                if keymap.has(other.id, key):
                    raise _clash(action.id, key, other.id, "elsewhere")


def _require_no_clash(keymap: Keymap, place: Place) -> None:
    """Let no two actions of a place share a key; of two that were changed, what leads a set is not taken for wrong."""
    owners: dict[str, dict[str, bool]] = {}
    for key, owner, usual in _owners(keymap, place):
        owners.setdefault(key, {})[owner] = usual
    for key, found in owners.items():
        own = [owner for owner, usual in found.items() if not usual]
        changed = next((owner for owner in own if ACTIONS[owner].role is Role.OTHER), next(iter(own), None))
        other = next((owner for owner in found if owner != changed), None)
        if changed is not None and other is not None:
            raise _clash(changed, key, other, place.name)


def _owners(keymap: Keymap, place: Place) -> Iterator[tuple[str, str, bool]]:
    """Yield each key that acts at a place, with what it does there and whether that is usual."""
    for part in (place, EVERYWHERE):
        actions = dict.fromkeys(action for parts in part.bindings.values() for action in parts if "." in action)
        for action in actions:
            for key in keymap.keys(action):
                yield key, action, key in ACTIONS[action].keys or action not in keymap.own
    for key, meaning in place.fixed.items():
        yield key, meaning, True


def _require_no_text(action: KeyAction, keys: Sequence[str]) -> None:
    """Let no key that types into a field, or edits there, do something else beside it."""
    bindings = {binding for binding, parts in PARTS.items() if action.id in parts}
    for place in (*PLACES, EVERYWHERE):
        if place.is_typed_in and bindings & set(place.bindings):
            for key in keys:
                if key not in action.keys and _edits_text(key):
                    raise RefusedKeyError(action.id, key, f"{place.name} it is typed into a field.")
    if EVERYWHERE.bindings.keys() & bindings:
        for key in keys:
            if key not in action.keys and key in EVERYWHERE.fixed:
                raise _clash(action.id, key, EVERYWHERE.fixed[key], "elsewhere")


def _edits_text(key: str) -> bool:
    return types_text(key) or key in _EDITS


def _clash(action: str, key: str, other: str, where: str) -> KeymapError:
    return RefusedKeyError(action, key, f"{where} it is {OTHER}.", other)
