"""The lifter's own keys in ``config.toml``: the section ``[keys]``, read and written.

What is wrong keeps nothing from opening: an action whose keys are wrong has its usual ones, and it is said why. Its
line stays in the file until keys are given to that action.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from negcoach.keys.actions import ACTIONS
from negcoach.keys.keymap import USUAL, Keymap, KeymapError, keys_from, names_written, require_action
from negcoach.keys.names import config_name
from negcoach.texts import clean, joined, shortened
from negcoach.training.exercise.table_reader import kind_of

KEYS = "keys"
"""The section of the lifter's own keys."""

EXAMPLE = '"coach.next" = ["Space", "F13"]'

_MOST_NAMED = 2
"""The most actions that a notice names, and at the most so many cells of each."""
_MOST_CELLS = 24

Where = Callable[..., str]
"""The file and the line of a key of the section, given by name; of the section itself without one."""


@dataclass(frozen=True, slots=True)
class WrongKeys:
    """A line of the section that is wrong, and so not in use."""

    action: str
    """What it would give keys to, which may be no action; "" for the section as a whole."""
    place: str
    """The file and the line."""
    why: str
    """A sentence that says what is wrong."""

    def __str__(self) -> str:
        """Return what is wrong, where, and what is in use instead, in one line."""
        if not self.action:
            used = "The usual keys are in use."
        elif self.action in ACTIONS:
            used = f"In use are its usual keys: {USUAL.spoken(self.action)}."
        else:
            used = "It is left out."
        return f"{self.place}: {self.why} {used}"


@dataclass(frozen=True, slots=True)
class OwnKeys:
    """The keymap of the file, and the lines that are wrong in it: they stay there until they are changed."""

    keymap: Keymap = USUAL
    wrong: tuple[WrongKeys, ...] = field(default=(), compare=False)

    @property
    def fault(self) -> str:
        """What is wrong, where, and what is in use instead, in one line; "" for nothing."""
        return " ".join(map(str, self.wrong))

    @property
    def notice(self) -> str:
        """Whose own keys are not in use, in the few words that a set has room for; "" for none."""
        if not self.wrong:
            return ""
        names = [shortened(clean(one.action), _MOST_CELLS) for one in self.wrong]
        if names[_MOST_NAMED:]:
            names[_MOST_NAMED - 1 :] = [f"{len(names) - _MOST_NAMED + 1} more"]
        whose = f"Your keys of {joined(names, 'and')}" if all(names) else "Your own keys"
        return f"{whose} are not in use: see negcoach doctor."

    def with_keys(self, action: str, written: Mapping[str, str]) -> OwnKeys:
        """Return them with other keys of an action in place of its line, right or wrong; the usual ones for none.

        Each has the name that it was ``written`` or pressed by (``names_written``). Raises ``KeymapError`` where that
        cannot be.
        """
        try:
            keymap = self.keymap.with_keys(action, tuple(written))
        except KeymapError as error:
            raise error.naming(written if error.action == action else {}) from None
        return OwnKeys(keymap, tuple(one for one in self.wrong if one.action != action))


NO_OWN_KEYS = OwnKeys()
"""Nothing is changed."""


def own_keys_from(table: object, where: Where) -> OwnKeys:
    """Return the keymap of the section's parsed ``table``, without the lines that are wrong.

    All the others hold: a slip at one action takes no pedal away from another.
    """
    if not isinstance(table, Mapping):
        return OwnKeys(wrong=(WrongKeys("", where(), f"keys is a section. Write [keys], and in it {EXAMPLE}."),))
    own: dict[str, tuple[str, ...]] = {}
    names: dict[str, dict[str, str]] = {}
    places: dict[str, tuple[str, ...]] = {}
    wrong: list[KeymapError] = []
    for action, path, value in entries(table):
        places[action] = path
        try:
            require_action(action)
            written = _written(action, value)
            own[action] = keys_from(action, written)
            names[action] = names_written(action, written)
        except KeymapError as error:
            wrong.append(error)
            own.pop(action, None)  # it may be written twice, with quotes and as a table
    while True:
        try:
            keymap = Keymap(own)
            break
        except KeymapError as error:
            wrong.append(error.naming(names[error.action]))
            del own[error.action]
    return OwnKeys(keymap, tuple(WrongKeys(error.action, where(*places[error.action]), str(error)) for error in wrong))


def own_keys_values(own: OwnKeys) -> dict[str, list[str]]:
    """Return the section's keys and values, from which ``own_keys_from`` makes the same keymap."""
    return {action: [config_name(key) for key in keys] for action, keys in own.keymap.own.items()}


def entries(table: object) -> Iterator[tuple[str, tuple[str, ...], object]]:
    """Yield each action of the section's parsed ``table`` with its path there and its value.

    ``coach.next`` without quotes is a table in a table.
    """
    yield from _entries(table, ()) if isinstance(table, Mapping) else ()


def _entries(table: Mapping[str, object], around: tuple[str, ...]) -> Iterator[tuple[str, tuple[str, ...], object]]:
    for key, value in table.items():
        path = (*around, key)
        if isinstance(value, Mapping):
            yield from _entries(value, path)
        else:
            yield ".".join(path), path, value


def _written(action: str, value: object) -> Sequence[str]:
    written = []
    for one in value if isinstance(value, list) else [value]:
        if not isinstance(one, str):
            raise KeymapError(
                action, f"{action} must be a key or a list of keys, such as {EXAMPLE}, not {kind_of(one)}."
            )
        written.append(one)
    return written
