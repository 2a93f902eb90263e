"""Moments and identities as they are stored.

A moment is kept twice: as ISO 8601 text with the local offset, which says what the clock on the wall showed, and
as whole milliseconds since 1970 in UTC, which sort and compare whatever the offset.
"""

from __future__ import annotations

TYPE_CHECKING = False  # typing's own takes its time to load
if TYPE_CHECKING:
    from datetime import datetime


def stamp(now: datetime) -> tuple[str, int]:
    """Return ``("2026-11-22T10:28:57.123+01:00", 1795339737123)`` of a time that knows its offset.

    Raises ``ValueError`` for a naive time: it would be a guess.
    """
    if now.utcoffset() is None:
        raise ValueError("a stored time needs its offset from UTC")
    return iso(now), utc_ms(now)


def iso(moment: datetime) -> str:
    """Return the text of a stamp."""
    return moment.isoformat(timespec="milliseconds")


def utc_ms(moment: datetime) -> int:
    """Return whole milliseconds since 1970 in UTC, the same as the text of the stamp says."""
    return int(moment.replace(microsecond=0).timestamp()) * 1000 + moment.microsecond // 1000


def new_id(now: datetime) -> str:
    """Return a new UUID (version 7, RFC 9562) in text form.

    Its first 48 bits are the time, so that new rows are put at the end of their index, not all over it.
    """
    import secrets  # these two take longer to load than all else here, and reading makes no row
    import uuid

    value = (utc_ms(now) & (1 << 48) - 1) << 80 | secrets.randbits(80)
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return str(uuid.UUID(int=value))
