"""The day a week begins on in the lifter's country, by the system's language settings."""

from __future__ import annotations

from functools import cache

_MONDAY = 0
"""ISO 8601, where the settings name no country."""


def first_weekday_here() -> int:
    """Return the day a week begins on in the system's country, 0 for Monday to 6 for Sunday.

    The country is that of ``LC_TIME``, ``LANGUAGE``, ``LC_ALL`` or ``LANG``, the first of them that is set.
    """
    from babel.core import default_locale  # late: only a calendar needs it

    return first_weekday_in(default_locale("LC_TIME"))


@cache
def first_weekday_in(name: str | None) -> int:
    """Return the day a week begins on by the CLDR, which Babel carries, for a locale such as ``de_AT``.

    It is Monday for a locale of no country, for ``C`` and ``POSIX``, and for a name that says nothing.
    """
    from babel.core import Locale, UnknownLocaleError

    if name is None or name == "en_US_POSIX":  # what Babel makes of C and POSIX
        return _MONDAY
    try:
        locale = Locale.parse(name)
    except (ValueError, UnknownLocaleError):
        return _MONDAY
    return _MONDAY if locale.territory is None else int(locale.first_week_day)
