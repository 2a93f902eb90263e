"""Texts: those of people and files made safe to store and to show, cut to a length, quoted, listed; counts and times.

A terminal acts on what it is sent: an escape sequence in a note could set the window's title, fill the clipboard
(OSC 52) or turn the reading direction. So all text is cleaned where it comes in, and again where it is shown.
"""

from __future__ import annotations

import re

TYPE_CHECKING = False  # typing takes its time to load
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

_STRING_SEQUENCE = r"(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x0a\x0d\x1b\x90\x98\x9c-\x9f]*(?:\x07|\x1b\\|\x9c)?"
"""OSC, DCS, SOS, PM, APC with their payload (ECMA-48, 8.3). One that is not closed ends with its line."""

_CONTROL_SEQUENCE = r"(?:\x1b\[|\x9b)[\x30-\x3f]*[\x20-\x2f]*[\x40-\x7e]?"
"""CSI: parameters, intermediates, a final byte (ECMA-48, 5.4)."""

_SHORT_ESCAPE = r"\x1b[\x20-\x2f]*[\x30-\x7e]"
"""Two characters and more, such as ESC c (reset) and ESC ( 0 (line drawing)."""

_ESCAPES = f"{_STRING_SEQUENCE}|{_CONTROL_SEQUENCE}|{_SHORT_ESCAPE}"

_BREAKS = "\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]"

_UNWANTED = (
    "["
    "\x00-\x08\x0e-\x1f\x7f-\x9f"  # C0 but for tabs and breaks, which became spaces by then; DEL; C1
    "\u00ad\u034f\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"  # unseen, or bidi
    "\u115f\u3164\uffa0"  # Hangul fillers: letters that nothing is drawn for
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e007f"  # format controls, invisible tags
    "\ud800-\udfff"  # lone surrogates: UTF-8 has no bytes for them
    "\ufdd0-\ufdef\ufffe\uffff"  # never characters
    "]"
)

_JOINERS = "([\u200c\u200d])[\u200c\u200d]+"

_HOLDS = (
    r"(?<=\d) (?=(?:%|kg|lb|s|min|h|d)(?!\w))"
    r"|(?<=\bweek|\bWeek) (?=\d)|(?<=\bsession) (?=\d)|(?<=\d) (?=(?:of|×) \d)|(?<=\d of) (?=\d)"
    r"|(?<=\d ×) (?=\d)|(?<=day|row) (?=\d\d:\d)|(?<=\beffort) (?=\d)"
    r"|(?<=\S) (?=· \S+$)|(?<= ·) (?=\S+$)"
)
"""A space at which no line breaks: between a number and its unit, within ``session 2 of 2``, ``3 × 4``,
``effort 8`` and ``Monday 14:21``, and before the last word where a point parts it from the others."""

_LONELY_JOINER = "(?<![^\x00-\x7f])[\u200c\u200d]|[\u200c\u200d](?![^\x00-\x7f])"
"""A zero-width joiner means something only between characters of a script or an emoji that joins: none is ASCII."""


def clean(text: str, *, lines: bool = False) -> str:
    """Return ``text`` without what a terminal would act on or a reader could not see.

    Whole escape sequences, control characters (C0, C1), bidirectional controls, lone surrogates and zero-width
    junk go; every line break becomes a space, or ``\\n`` with ``lines``; tabs become spaces. Letters of all
    scripts and emoji stay, joined ones too. Cleaning twice is cleaning once.
    """
    if text.isascii() and (text.replace("\n", "") if lines else text).isprintable():
        return text
    # re compiles and caches these when the first text needs them: with most starts none does.
    text = re.sub(_ESCAPES, "", text)
    text = re.sub(_BREAKS, "\n" if lines else " ", text).replace("\t", " ")
    text = re.sub(_UNWANTED, "", text)
    return re.sub(_LONELY_JOINER, "", re.sub(_JOINERS, r"\1", text))


def folded(text: str) -> str:
    """Return ``text`` as searches compare it: without case and accents, ``ubung`` for ``Übung``.

    Accents are those of Latin, Greek and Cyrillic letters. Folding twice is folding once.
    """
    if text.isascii():
        return text.lower()
    from unicodedata import normalize  # most texts need none of it

    letters = re.sub("[\u0300-\u036f]", "", normalize("NFD", text.casefold()))
    return normalize("NFC", letters.translate(_PLAIN_LETTERS))


_PLAIN_LETTERS = str.maketrans({"æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ħ": "h", "ı": "i", "ł": "l", "ŧ": "t"})
"""How letters are typed that Unicode takes for letters of their own, not for one with an accent."""


def shortened(text: str, longest: int = 40) -> str:
    """Return ``text``, or as much of it as fits into ``longest`` characters with an ellipsis for the rest."""
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


MOST_SHOWN = 200
"""So many characters of a name are shown: a file may have more, and to lay out a million of them takes seconds."""


def name_text(name: str) -> str:
    """Return a stored name as it is shown: cleaned, and where it is longer than ``MOST_SHOWN`` only its beginning."""
    return clean(name) if len(name) <= MOST_SHOWN else f"{clean(name[:MOST_SHOWN]).rstrip()}…"


def parted(text: str, most: int) -> tuple[str, str]:
    """Return the beginning of a text, of ``most`` characters at most and not ending in spaces, and the rest of it."""
    beginning = text if len(text) <= most else text[:most].rstrip()
    return beginning, text[len(beginning) :]


def quoted(text: str) -> str:
    """Return ``text`` shortened and in quotes, as messages quote what was typed."""
    return f'"{shortened(text)}"'


def nearest(typed: str, known: Iterable[str]) -> str:
    """Return the one of ``known`` that was most likely meant, "" where none is near: what "Did you mean" suggests.

    Case does not count. Where none is similar, it is the only one that begins with what was typed.
    """
    from difflib import get_close_matches  # few texts are typed wrong

    written, by_folded = folded(typed[:_MOST_COMPARED]), {folded(one): one for one in known}
    near = get_close_matches(written, by_folded, n=1)
    if not near and len(written) >= _LEAST_BEGUN:
        begun = [one for one in by_folded if one.startswith(written)]
        near = begun if len(begun) == 1 else []
    return by_folded[near[0]] if near else ""


_MOST_COMPARED = 60
"""As many characters are compared: no name is longer."""

_LEAST_BEGUN = 3
"""So many characters are enough to say how a name begins."""


def joined(texts: Sequence[str], last: str = "and") -> str:
    """Return ``a, b and c``, "" for nothing."""
    return f" {last} ".join(filter(None, [", ".join(texts[:-1]), *texts[-1:]]))


def whole_number(typed: str, least: int, most: int) -> int | None:
    """Read a whole number from ``least`` to ``most`` in the digits 0 to 9, ``None`` for anything else."""
    typed = typed.strip()
    number = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else None
    return number if number is not None and least <= number <= most else None


def counted(count: int, one: str, many: str = "", *, commas: bool = True) -> str:
    """Return ``1 set`` or ``1,204 sets``, without ``commas`` ``1204 sets``; ``many`` is the irregular plural."""
    return f"{f'{count:,}' if commas else count} {noun(count, one, many)}"


def noun(count: float, one: str, many: str = "") -> str:
    """Return ``set`` or ``sets``, matching the count."""
    return one if count == 1 else many or f"{one}s"


def held_together(text: str, by: str = "\u00a0") -> str:
    """Return ``text`` with ``by`` for each space at which no line breaks, as between a number and its unit."""
    return re.sub(_HOLDS, by, text, flags=re.MULTILINE)


def time_of_day_text(at: datetime) -> str:
    """Return ``18:05``."""
    return f"{at:%H:%M}"


def date_time_text(at: datetime) -> str:
    """Return ``2026-11-02 18:05``, as a time is typed in a form."""
    return f"{at:%Y-%m-%d %H:%M}"


def days_since(at: datetime, now: datetime) -> int:
    """Return the number of midnights since ``at``, in the time zone of ``now``."""
    return (now.date() - at.astimezone(now.tzinfo).date()).days


def days_ago_text(days: int) -> str:
    """Return ``today`` (also for the future), ``yesterday`` or ``3 days ago``."""
    if days < 2:
        return "today" if days < 1 else "yesterday"
    return f"{days} days ago"
