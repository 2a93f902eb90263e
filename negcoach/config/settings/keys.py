"""The lifter's own keys in ``config.toml``: the section ``[keys]``, read and written.

What is wrong keeps nothing from opening: an action whose keys are wrong has its usual ones, and it is said why.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from negcoach.keys.actions import ACTIONS
from negcoach.keys.keymap import USUAL, Keymap, KeymapError, keys_from, require_action
from negcoach.keys.names import config_name
from negcoach.training.exercise.table_reader import kind_of

KEYS = "keys"
"""The section of the lifter's own keys."""

EXAMPLE = '"coach.next" = ["Space", "F13"]'

Where = Callable[..., str]
"""The file and the line of a key of the section, given by name; of the section itself without one."""


@dataclass(frozen=True, slots=True)
class OwnKeys:
    """The keymap of the file, and what is wrong in it and so left out (``fault``, one line, "" for nothing)."""

    keymap: Keymap = USUAL
    fault: str = field(default="", compare=False)


NO_OWN_KEYS = OwnKeys()
"""Nothing is changed."""


def own_keys_from(table: object, where: Where) -> OwnKeys:
    """Return the keymap of the section's parsed ``table``, without the lines that are wrong.

    All the others hold: a slip at one action takes no pedal away from another.
    """
    if not isinstance(table, Mapping):
        return OwnKeys(
            fault=f"{where()}: keys is a section. Write [keys], and in it {EXAMPLE}. The usual keys are in use."
        )
    own: dict[str, tuple[str, ...]] = {}
    places: dict[str, tuple[str, ...]] = {}
    wrong: list[KeymapError] = []
    for path, value in _entries(table):
        action = ".".join(path)
        places[action] = path
        try:
            require_action(action)
            own[action] = keys_from(action, _written(action, value))
        except KeymapError as error:
            wrong.append(error)
            own.pop(action, None)  # it may be written twice, with quotes and as a table
    while True:
        try:
            keymap = Keymap(own)
            break
        except KeymapError as error:
            wrong.append(error)
            del own[error.action]
    return OwnKeys(keymap, " ".join(_fault(error, where(*places[error.action])) for error in wrong))


def _fault(error: KeymapError, place: str) -> str:
    """Return what is wrong with an action's keys, and which are in use."""
    known = error.action in ACTIONS
    used = f"In use are its usual keys: {USUAL.spoken(error.action)}." if known else "It is left out."
    return f"{place}: {error} {used}"


def own_keys_values(own: OwnKeys) -> dict[str, list[str]]:
    """Return the section's keys and values, from which ``own_keys_from`` makes the same keymap."""
    return {action: [config_name(key) for key in keys] for action, keys in own.keymap.own.items()}


def _entries(table: Mapping[str, object], path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], object]]:
    """Yield each action with its value; ``coach.next`` without quotes is a table in a table."""
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from _entries(value, (*path, key))
        else:
            yield (*path, key), value


def _written(action: str, value: object) -> Sequence[str]:
    written = []
    for one in value if isinstance(value, list) else [value]:
        if not isinstance(one, str):
            raise KeymapError(
                action, f"{action} must be a key or a list of keys, such as {EXAMPLE}, not {kind_of(one)}."
            )
        written.append(one)
    return written
