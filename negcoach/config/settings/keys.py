"""The lifter's own keys in ``config.toml``: the section ``[keys]``, read and written.

A wrong section keeps nothing from opening: the usual keys are taken, and it is said what is wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

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
    """The keymap of the file, or the usual one and what is wrong with the file's (``fault``, "" for nothing)."""

    keymap: Keymap = USUAL
    fault: str = field(default="", compare=False)


NO_OWN_KEYS = OwnKeys()
"""Nothing is changed."""


def own_keys_from(table: object, where: Where) -> OwnKeys:
    """Return the keymap of the section's parsed ``table``."""
    own: dict[str, tuple[str, ...]] = {}
    places: dict[str, tuple[str, ...]] = {}
    try:
        if not isinstance(table, Mapping):
            raise KeymapError("", f"keys is a section. Write [keys], and in it {EXAMPLE}.")
        for path, value in _entries(table):
            action = ".".join(path)
            places[action] = path
            require_action(action)
            own[action] = keys_from(action, _written(action, value))
        return OwnKeys(Keymap(own))
    except KeymapError as error:
        return OwnKeys(fault=f"{where(*places.get(error.action, ()))}: {error} The usual keys are in use.")


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
