"""The names of months, and of the halves of the day, in all languages that Babel knows.

A file is in one language: the same short name is another month in another one ("lis" is October in Croatian, November
in Czech). So the names of all its dates together decide which language that is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

_COMMON = ("en", "en_GB", "en_AU", "fr", "fr_CA", "de", "de_AT", "es", "es_MX", "pt", "pt_PT", "it", "nl")
"""The locales that are tried first, together: no two of them have the same name for two months."""

_NO_SPACES = re.compile(
    "[\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff00-\uffef]"
)
"""Letters of the scripts in which a word may follow another one without a space: Thai to Khmer, Chinese to Korean."""

_MARKS = {"am": False, "pm": True}


@dataclass(frozen=True, slots=True, eq=False)
class Language:
    """The folded names of a language, the longest first: of months, 1 to 12, and of the second half of the day."""

    months: tuple[tuple[str, int], ...]
    halves: tuple[tuple[str, bool], ...]

    def month(self, text: str) -> tuple[int, str] | None:
        """Return the one month that a folded text names, and the text without it; ``None`` for none or for two."""
        found = None
        for name, month in self.months:
            at = _find(text, name)
            if at >= 0:
                if found is not None:
                    return None
                text = f"{text[:at]} {text[at + len(name) :]}"
                found = month
        return None if found is None else (found, text)

    def half(self, text: str) -> tuple[bool | None, str]:
        """Return whether a folded text says afternoon or morning (``None``: neither), and the text without that."""
        for name, is_pm in self.halves:
            at = _find(text, name)
            if at >= 0:
                return is_pm, f"{text[:at]} {text[at + len(name) :]}"
        return None, text


def fold(text: str) -> str:
    """Return text in lower case with the digits 0 to 9, without accents and commas, and with plain spaces."""
    if not text.isascii():
        text = "".join(_plain(letter) for letter in unicodedata.normalize("NFKD", text))
        text = unicodedata.normalize("NFC", text)  # Korean syllables are one letter each again
    return " ".join(text.casefold().replace(",", " ").split())


def common_language() -> Language:
    """Return the names of the most common languages together."""
    return _common()


def other_languages() -> Iterator[Sequence[Language]]:
    """Yield the languages that Babel has besides: first those without a country, then those of one country."""
    yield _languages(of_countries=False)
    yield _languages(of_countries=True)


@cache
def _common() -> Language:
    months: dict[str, int] = {}
    for locale in _COMMON:
        for name, month in _month_names(locale).items():
            months.setdefault(name, month)
    return _language(months, _MARKS)


@cache
def _languages(*, of_countries: bool) -> tuple[Language, ...]:
    from babel.localedata import locale_identifiers  # loaded only for dates that spell their month

    found: dict[tuple[object, ...], Language] = {}
    for locale in sorted(locale_identifiers()):
        territory = locale.rpartition("_")[2]
        if (territory.isupper() or territory.isdigit()) != of_countries:
            continue
        months, halves = _month_names(locale), _half_names(locale)
        found.setdefault((*sorted(months.items()), *sorted(halves.items())), _language(months, halves))
    return tuple(found.values())


def _language(months: Mapping[str, int], halves: Mapping[str, bool]) -> Language:
    def longest_first(name: tuple[str, object]) -> tuple[int, str]:
        return -len(name[0]), name[0]

    return Language(tuple(sorted(months.items(), key=longest_first)), tuple(sorted(halves.items(), key=longest_first)))


def _month_names(locale: str) -> dict[str, int]:
    """Return the months of a locale by their folded names; a name that is that of two months is left out."""
    from babel.dates import get_month_names

    names: dict[str, int] = {}
    unclear: set[str] = set()
    for width in ("wide", "abbreviated"):
        for context in ("format", "stand-alone"):
            for number, name in get_month_names(width, context, locale).items():
                plain = fold(str(name)).strip(". ")
                if any(letter.isalpha() for letter in plain) and names.setdefault(plain, number) != number:
                    unclear.add(plain)
    return {name: month for name, month in names.items() if name not in unclear}


def _half_names(locale: str) -> dict[str, bool]:
    from babel.dates import get_period_names

    names: dict[str, bool] = {}
    for width in ("wide", "abbreviated"):
        for key, name in get_period_names(width, "format", locale).items():
            plain = fold(str(name)).strip()
            if key in _MARKS and any(letter.isalpha() for letter in plain):
                names.setdefault(plain, _MARKS[key])
    return names


def _plain(letter: str) -> str:
    if unicodedata.combining(letter) or unicodedata.category(letter) == "Cf":
        return ""
    return str(unicodedata.decimal(letter)) if letter.isdecimal() else letter


def _find(text: str, name: str) -> int:
    """Return where a name stands in a text as a word of its own, -1 for nowhere."""
    at = text.find(name)
    while at >= 0:
        if not _goes_on(text[at - 1 : at], name[0]) and not _goes_on(
            text[at + len(name) : at + len(name) + 1], name[-1]
        ):
            return at
        at = text.find(name, at + 1)
    return -1


def _goes_on(beside: str, edge: str) -> bool:
    """Return whether a letter or digit beside the edge of a name makes it a part of another word or number."""
    if not beside:
        return False
    if edge.isdigit():
        return beside.isdigit()
    return beside.isalpha() and not _NO_SPACES.match(edge)
