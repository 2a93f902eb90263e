"""Sessions as an iCalendar file (RFC 5545), for any calendar: one event a session.

An event has the session's id, so a calendar that imports a later file replaces the event and adds none. Times are UTC,
which every calendar shows in its own time zone: a session is stored with its offset, not with the name of a zone.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta

import negcoach
from negcoach.formatting import load_range_text, reps_of_sets_text
from negcoach.texts import joined
from negcoach.training.units import Unit
from negcoach.transfer.native.selection import ALL, ExportedSession, Selection, Values, ignore, stored_sessions

_MOST_OCTETS = 75
"""The most octets of a line without its break (RFC 5545, 3.1)."""

_MOST_NAMED = 3
"""The most exercises that an event's title names: more are cut off in a month's view (our own choice)."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def lines(
    connection: sqlite3.Connection, unit: Unit, selection: Selection = ALL, on_session: Callable[[], None] = ignore
) -> Iterator[str]:
    """Yield the lines of the file, each with its end, oldest session first; loads are in ``unit``.

    Raises ``ValueError`` as ``stored_sessions`` does.
    """
    yield from _folded("BEGIN:VCALENDAR")
    yield from _folded("VERSION:2.0")
    yield from _folded(f"PRODID:-//negcoach//negcoach {negcoach.__version__}//EN")
    yield from _folded("CALSCALE:GREGORIAN")
    for stored in stored_sessions(connection, selection, on_session):
        for line in _event(stored, unit):
            yield from _folded(line)
    yield from _folded("END:VCALENDAR")


def _event(stored: ExportedSession, unit: Unit) -> Iterator[str]:
    values = stored.values
    changed = _EPOCH + timedelta(milliseconds=values["changed_ms"])
    start, end = datetime.fromisoformat(values["started_at"]), _end(stored)
    yield "BEGIN:VEVENT"
    yield f"UID:{values['id']}"
    yield f"DTSTAMP:{_utc(changed)}"
    yield f"LAST-MODIFIED:{_utc(changed)}"
    yield f"DTSTART:{_utc(start)}"
    if _utc(end) > _utc(start):  # RFC 5545, 3.8.2.2: an end is later than the start
        yield f"DTEND:{_utc(end)}"
    yield f"SUMMARY:{_escaped(values['title'] or _title(stored))}"
    if description := _description(stored, unit):
        yield f"DESCRIPTION:{_escaped(description)}"
    yield "CATEGORIES:Training"
    yield "CLASS:PRIVATE"  # it is about somebody's health
    yield "END:VEVENT"


def _end(stored: ExportedSession) -> datetime:
    """Return the end of a session; of one that was never ended, that of its last set."""
    values = stored.values
    if values["ended_at"] is not None:
        return datetime.fromisoformat(values["ended_at"])
    times = [done.values["ended_at"] or done.values["started_at"] for done in stored.sets]
    times += [lifted["started_at"] for lifted in stored.concentric]
    return max(map(datetime.fromisoformat, [values["started_at"], *times]))


def _title(stored: ExportedSession) -> str:
    names = list(dict.fromkeys(map(_name, _all_sets(stored))))
    if not names:
        return "Training"
    shown = names[:_MOST_NAMED] if len(names) <= _MOST_NAMED else [*names[: _MOST_NAMED - 1]]
    more = [f"{len(names) - len(shown)} more"] if len(names) > len(shown) else []
    return joined([*shown, *more])


def _description(stored: ExportedSession, unit: Unit) -> str:
    """Return a line for each exercise, then the effort and the note of the session."""
    values = stored.values
    lowered: dict[str, list[tuple[Values, int]]] = {}
    for done in stored.sets:
        sides = [rep["side"] for rep in done.reps]
        reps = max(sides.count("left"), sides.count("right")) if any(sides) else len(sides)
        if reps:
            lowered.setdefault(_name(done.values), []).append((done.values, reps))
    lifted: dict[str, list[tuple[Values, int]]] = {}
    for one in stored.concentric:
        lifted.setdefault(_name(one), []).append((one, one["reps"]))
    texts = [f"{name}: {_sets_text(sets, unit)}, tempo {sets[-1][0]['tempo']}" for name, sets in lowered.items()]
    texts += [f"{name}: {_sets_text(sets, unit)}, lifted" for name, sets in lifted.items()]
    texts += [] if values["rpe"] is None else [f"Session RPE {values['rpe']:g}"]
    return "\n".join([*texts, *filter(None, [values["note"]])])


def _sets_text(sets: Sequence[tuple[Values, int]], unit: Unit) -> str:
    loads = [values["load_kg"] for values, _ in sets]
    bodyweight = any(values.get("bodyweight") for values, _ in sets) or not any(loads) or min(loads) < 0
    return f"{reps_of_sets_text([reps for _, reps in sets])}, {load_range_text(loads, unit, bodyweight=bodyweight)}"


def _all_sets(stored: ExportedSession) -> Iterator[Values]:
    for done in stored.sets:
        yield done.values
    yield from stored.concentric


def _name(values: Values) -> str:
    return values["exercise_name"] or values["exercise"]  # type: ignore[no-any-return]  # both are texts


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _escaped(text: str) -> str:
    """Return a text as a value of the type TEXT (RFC 5545, 3.3.11)."""
    for sign in ("\\", ";", ","):
        text = text.replace(sign, "\\" + sign)
    return text.replace("\n", "\\n")


def _folded(line: str) -> Iterator[str]:
    """Yield a line with its break, folded where it is too long: no letter is cut apart."""
    room, part = _MOST_OCTETS, ""
    for letter in line:
        octets = len(letter.encode())
        if octets > room:
            yield f"{part}\r\n"
            part, room = " ", _MOST_OCTETS - 1
        part, room = part + letter, room - octets
    yield f"{part}\r\n"
