"""Reading the values of options, with messages that name the option."""

from __future__ import annotations

from negcoach.errors import NegcoachError

TYPE_CHECKING = False  # see output
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeVar

    _Value = TypeVar("_Value")


def whole(least: int, most: int) -> Callable[[str], int]:
    """Return a reader of whole numbers in a range; it raises ``NegcoachError``."""

    def number(text: str) -> int:
        typed = text.strip()
        if typed.isascii() and typed.isdigit() and len(typed) < 10 and least <= int(typed) <= most:
            return int(typed)
        raise NegcoachError(f"A whole number from {least} to {most}, not {_quoted(typed)}.")

    return number


def read(option: str, text: str | None, parse: Callable[[str], _Value], default: _Value) -> _Value:
    """Return the value of an option, the default where it was not given. Raises ``NegcoachError`` that names it."""
    if text is None:
        return default
    try:
        return parse(text)
    except NegcoachError as error:
        said = str(error).removeprefix(f"{option.lstrip('-').capitalize()}: ")  # once is enough
        raise NegcoachError(f"{option}: {said}") from None


def _quoted(text: str) -> str:
    return f'"{text if len(text) <= 40 else text[:39] + "…"}"'
