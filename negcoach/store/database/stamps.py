"""Timestamps and ids in the form in which they are stored.

A time is stored twice: as ISO 8601 text with the local offset, which preserves the wall clock's time, and as integer
milliseconds since 1970 in UTC, which sort and compare whatever the offset.
"""

from __future__ import annotations

import os
from datetime import datetime

from negcoach.store.database.bounds import LAST_MS
from negcoach.texts import quoted

EARLIEST_MS, LATEST_MS = -(2**62), 2**62
"""Earlier and later than any stored time."""


def stamp(now: datetime) -> tuple[str, int]:
    """Return a time in both stored forms: ``("2026-11-22T10:28:57.123+01:00", 1795339737123)``.

    Raises ``ValueError`` for a time without an offset from UTC: it would be a guess.
    """
    if now.utcoffset() is None:
        raise ValueError("a stored time needs its offset from UTC")
    return iso(now), utc_ms(now)


def iso(moment: datetime) -> str:
    """Return the text form of a time."""
    return moment.isoformat(timespec="milliseconds")


def moment_of(text: str) -> datetime:
    """Return the time of its text form.

    Raises ``ValueError`` for what negcoach does not write: no time, and one without an offset from UTC, which could not
    be compared with any other one.
    """
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{quoted(text)} is no time") from None
    if moment.tzinfo is None:
        raise ValueError(f"{quoted(text)} is a time without its offset")
    return moment


def utc_ms(moment: datetime) -> int:
    """Return integer milliseconds since 1970 in UTC, rounded down as in the text form."""
    return int(moment.replace(microsecond=0).timestamp()) * 1000 + moment.microsecond // 1000


def stamp_of_newest(now: datetime, newest_at: datetime | None) -> tuple[str, int]:
    """Return the time of what the lifter says now, in both stored forms: after the newest of its kind so far.

    Where a clock that was wrong dated that later than ``now``, it is right after it: else nobody would hear of what is
    said now until the clock gets there.
    """
    from datetime import timedelta

    at, ms = stamp(now)
    if newest_at is None or utc_ms(newest_at) < ms:
        return at, ms
    return stamp(newest_at if utc_ms(newest_at) >= LAST_MS else newest_at + timedelta(milliseconds=1))


def changed_after(before_ms: int, now_ms: int) -> int:
    """Return when a row is changed that was changed before: now, or right after that where it lies in the future.

    Of two copies the one that was changed last wins a merge. A clock that was ahead once, or is behind, must not let
    what was there before an edit win over it. ``changed_sql`` is the same in SQL.
    """
    return min(LAST_MS, max(now_ms, before_ms + 1))


def changed_sql(now_ms: str = "?", before_ms: str = "changed_ms") -> str:
    """Return the SQL expression for ``changed_after`` these two expressions."""
    return f"min({LAST_MS}, max({now_ms}, {before_ms} + 1))"


def new_id(now: datetime) -> str:
    """Return a new UUID (version 7, RFC 9562) in text form.

    Its first 48 bits are the time, so that new rows go to the end of their index and are not scattered over it. Nothing
    is loaded for it: the first rep of a session is stored also where no more files can be opened.
    """
    value = (utc_ms(now) & (1 << 48) - 1) << 80 | int.from_bytes(os.urandom(10), "big")
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    digits = f"{value:032x}"
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"
