"""Values as JSON, and back: the types of a dataclass's fields say how each of them is read.

What does not fit its type is refused, so that a value that was read is as valid as one that was made here.
"""

from __future__ import annotations

import json
import math
import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import lru_cache
from typing import Any, Generic, Literal, NoReturn, TypeVar, Union, get_args, get_origin, get_type_hints

from negcoach.errors import NegcoachError
from negcoach.texts import clean

Plain = None | bool | int | float | str | list["Plain"] | dict[str, "Plain"]
"""What JSON can hold."""

ValueT = TypeVar("ValueT")


class UnreadableError(NegcoachError):
    """Plain data that is no value of the type that is read."""


class MessageKinds(Generic[ValueT]):
    """The messages that two programs send each other, as JSON: the name of a message's kind, and its fields."""

    def __init__(self, kinds: Mapping[str, type[ValueT]]) -> None:
        """Take the kinds, each a dataclass, by their names."""
        self._kinds = kinds
        self._names = {kind: name for name, kind in kinds.items()}

    def text_of(self, message: ValueT) -> str:
        """Return a message as text, in one line."""
        return json.dumps([self._names[type(message)], encoded(message)], separators=(",", ":"))

    def read(self, text: str | bytes) -> ValueT:
        """Return the message of a text. Raises ``UnreadableError`` for anything that is none."""
        try:
            name, plain = json.loads(text, parse_constant=_refuse)
            kind = self._kinds[name]
        except (ValueError, TypeError, KeyError, RecursionError) as error:
            raise UnreadableError("This is no message.") from error
        return decoded(kind, plain)


def _refuse(constant: str) -> NoReturn:
    """Refuse the numbers that JSON does not have."""
    raise ValueError(constant)


def encoded(value: object) -> Plain:
    """Return a value as plain data: a dataclass by its fields, an enum by its value, a tuple as a list."""
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, Enum):
        return encoded(value.value)
    if isinstance(value, tuple):
        return [encoded(one) for one in value]
    kind: type = type(value)
    if is_dataclass(kind):
        return {name: encoded(getattr(value, name)) for name in _types_of(kind)}
    raise TypeError(f"{type(value).__name__} is not sent")


def decoded(kind: type[ValueT], plain: object) -> ValueT:
    """Return the value of a dataclass that plain data holds, its texts cleaned. Raises ``UnreadableError``."""
    value: ValueT = _decoded(kind, plain)
    return value


def _decoded(kind: Any, plain: object) -> Any:
    if isinstance(kind, type):
        return _of_class(kind, plain)
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        return _of_first(arguments, plain)
    if origin is Literal and isinstance(plain, str) and plain in arguments:
        return plain
    if origin is tuple and isinstance(plain, list):
        kinds = [arguments[0]] * len(plain) if arguments[1:] == (...,) else list(arguments)
        if len(kinds) == len(plain):
            return tuple(map(_decoded, kinds, plain))
    raise _unreadable(kind, plain)


def _of_class(kind: type, plain: object) -> Any:
    if is_dataclass(kind) and isinstance(plain, dict):
        kinds = _types_of(kind)
        if plain.keys() == kinds.keys():
            try:
                return kind(**{name: _decoded(each, plain[name]) for name, each in kinds.items()})
            except UnreadableError:
                raise
            except NegcoachError as error:  # numbers that no such value has
                raise UnreadableError(str(error)) from error
    elif issubclass(kind, Enum):
        for member in kind:
            if type(member.value) is type(plain) and member.value == plain:
                return member
    elif kind is float and type(plain) in (int, float) and math.isfinite(plain):  # type: ignore[arg-type]
        return float(plain)  # type: ignore[arg-type]
    elif kind is str and isinstance(plain, str):
        return clean(plain)
    elif type(plain) is kind and kind in (int, bool, types.NoneType):
        return plain
    raise _unreadable(kind, plain)


def _of_first(kinds: tuple[Any, ...], plain: object) -> Any:
    """Return the value of the first of several types that the data fits."""
    for kind in kinds:
        try:
            return _decoded(kind, plain)
        except UnreadableError:
            continue
    raise _unreadable(" | ".join(map(str, kinds)), plain)


@lru_cache(maxsize=128)
def _types_of(kind: type) -> dict[str, Any]:
    """Return the types of a dataclass's fields, by their names."""
    hints = get_type_hints(kind)
    return {field.name: hints[field.name] for field in fields(kind)}


def _unreadable(kind: object, plain: object) -> UnreadableError:
    return UnreadableError(f"{type(plain).__name__} is no {getattr(kind, '__name__', kind)}")
