"""What a file of another program has that is new, what is there already, and what it says differently.

Each row of the file ends in one of the four, or was left out by its reader.
"""

from __future__ import annotations

import sqlite3
import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from hashlib import sha1
from itertools import islice
from typing import NamedTuple

from negcoach.store.database.stamps import utc_ms
from negcoach.store.database.tables import live_by_id
from negcoach.store.editing.joins import joined_sessions
from negcoach.training.units import KG_PER_LB, MOST_KG, Unit
from negcoach.transfer.apps.entries import Entry, EntrySession, ParsedFile, Reason, SkippedRow
from negcoach.transfer.apps.format import session_id_of
from negcoach.transfer.matching.differences import Comparison, Difference, gone, gone_session, reordered
from negcoach.transfer.matching.sessions import SessionContents, pair_sessions
from negcoach.transfer.matching.sets import LEAST_KG, Canon, SetPairs, contents, is_same_set, pair_sets
from negcoach.transfer.matching.stored import (
    LoggedEdits,
    SetState,
    StoredSession,
    StoredSet,
    read_edits,
    read_sessions,
    read_sets,
    read_sets_by_id,
)
from negcoach.transfer.matching.values import RowValues

_SESSIONS = 100
"""How many new sessions are looked at together."""

_AROUND = timedelta(days=3)
"""How far around the file's days sessions are looked for: a corrected start, and any time zone."""


class NewSet(NamedTuple):
    """A set to store: its id and its session's; ``restored``: it comes back from the bin, where an import put it."""

    id: str
    session: str
    entry: Entry
    restored: bool = False


class NewSets:
    """The sets to store; those of a session that is new, with all that is in it, are known by that session alone."""

    def __init__(self, entries_of: Callable[[str], list[Entry]]) -> None:
        """Begin without any; ``entries_of`` returns the sets of a session of the file."""
        self._entries_of = entries_of
        self._single: list[NewSet] = []
        self._whole: dict[str, str] = {}
        self._number = 0

    def add(self, one: NewSet) -> None:
        """Add a set."""
        self._single.append(one)
        self._number += 1

    def add_session(self, session: str, target: str, sets: int) -> None:
        """Add all sets of a session of the file, to be stored in the session ``target``."""
        self._whole[session] = target
        self._number += sets

    def __len__(self) -> int:
        """Return how many there are."""
        return self._number

    def to_insert(self) -> Iterator[tuple[str, str, Entry]]:
        """Yield id, session and entry of each that is not there yet."""
        for one in self._single:
            if not one.restored:
                yield one.id, one.session, one.entry
        for session, target in self._whole.items():
            for entry in self._entries_of(session):
                yield _set_id(entry), target, entry

    def of_session(self, session: str) -> list[Entry]:
        """Return those of a session of the file, in its order."""
        if session in self._whole:
            return self._entries_of(session)
        return [one.entry for one in self._single if one.entry.session == session]

    @property
    def restored(self) -> list[NewSet]:
        """Those that come back from the bin."""
        return [one for one in self._single if one.restored]

    @property
    def sessions(self) -> AbstractSet[str]:
        """The sessions of the file that they are of."""
        return {one.entry.session for one in self._single} | self._whole.keys()


@dataclass(slots=True)
class FileMatch:
    """The rows of a file by what becomes of them.

    ``sessions`` are the ids under which the file's sessions are stored, by their ids in the file; ``created`` are those
    that are not stored yet, ``revived`` those that an import had put into the bin. ``numbers`` has by session the place
    of each of its sets in the file, where sets came in between or the order is another; ``reordered`` are those of the
    latter. ``starts`` has by session its sets, where the session began at another time. ``kept_unit`` counts the loads
    that are stored already as if the file's were kg, and as if they were lb.
    """

    new: NewSets
    differences: list[Difference] = field(default_factory=list)
    skips: list[SkippedRow] = field(default_factory=list)
    sessions: dict[str, str] = field(default_factory=dict)
    created: dict[str, EntrySession] = field(default_factory=dict)
    revived: dict[str, EntrySession] = field(default_factory=dict)
    numbers: dict[str, list[tuple[str, int]]] = field(default_factory=dict)
    starts: dict[str, list[tuple[str, Entry]]] = field(default_factory=dict)
    reordered: set[str] = field(default_factory=set)
    kept_unit: Counter[Unit] = field(default_factory=Counter)


def match_file(
    connection: sqlite3.Connection, parsed: ParsedFile, values: RowValues, canon: Canon, has: AbstractSet[str]
) -> FileMatch:
    """Return what becomes of the rows of a file; ``has`` are the purposes of its columns."""
    return _Matcher(connection, parsed, values, canon, has).match()


class _Matcher:
    """Matches one file; ``match`` is called once."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        parsed: ParsedFile,
        values: RowValues,
        canon: Canon,
        has: AbstractSet[str],
    ) -> None:
        self._connection = connection
        self._parsed = parsed
        self._values = values
        self._canon = canon
        self._found = FileMatch(NewSets(self._entries_of), skips=list(parsed.skips))
        self._heavy: set[int] = set()
        self._unread = set(parsed.unread)
        if parsed.entries.greatest_load > MOST_KG:  # in pounds it may be less
            for entry in parsed.entries:
                if abs(values.load_kg(entry)) > MOST_KG:
                    self._found.skips.append(SkippedRow(entry.row, Reason.HEAVY))
                    self._unread.add((entry.session, entry.exercise))
                    self._heavy.add(entry.row)
        self._edits: LoggedEdits = read_edits(connection)
        self._comparison = Comparison(values, canon, has, self._edits.before)
        self._has_sets = connection.execute("SELECT EXISTS (SELECT 1 FROM concentric_sets)").fetchone()[0] == 1
        self._paired: set[str] = set()
        self._moved: dict[str, timedelta] = {}
        self._tried: Counter[tuple[str, str]] = Counter()

    def match(self) -> FileMatch:
        """Return what becomes of the rows."""
        stored, into = self._stored_sessions()
        self._found.sessions = self._pair_sessions(stored, into)
        self._add_gone_sessions(stored)
        targets: dict[str, list[str]] = {}
        for one, target in self._found.sessions.items():
            targets.setdefault(target, []).append(one)
        left: list[Entry] = []
        for sets in read_sets(self._connection, list(targets), self._edits):
            for target, found in sets.items():
                left += self._match_session(stored[target], targets[target], found, joined=target in into.values())
        self._add_new(stored, left)
        return self._found

    def _entries_of(self, session: str) -> list[Entry]:
        """Return the sets of a session of the file, without those whose load is beyond sense."""
        found = self._parsed.entries.of_session(session)
        return [entry for entry in found if entry.row not in self._heavy] if self._heavy else found

    def _count_of(self, session: str) -> int:
        """Return how many sets ``_entries_of`` returns."""
        return len(self._entries_of(session)) if self._heavy else self._parsed.entries.count_of(session)

    def _stored_sessions(self) -> tuple[dict[str, StoredSession], dict[str, str]]:
        """Return the stored sessions that those of the file may be, and into which one any was joined."""
        joins = joined_sessions(self._connection)
        there = live_by_id(self._connection, "sessions", {join.into for join in joins.values()})
        into = {one: join.into for one, join in joins.items() if join.into in there}
        if not self._parsed.sessions:
            return {}, into
        starts = [session.start.at.replace(tzinfo=UTC) for session in self._parsed.sessions.values()]
        first, last = utc_ms(min(starts) - _AROUND), utc_ms(max(starts) + _AROUND)
        ids = [into.get(one, one) for one in self._parsed.sessions]
        found = read_sessions(self._connection, first, last, ids, self._edits)
        return {one: session for one, session in found.items() if one not in into}, into

    def _pair_sessions(self, stored: Mapping[str, StoredSession], into: Mapping[str, str]) -> dict[str, str]:
        def done(ids: Sequence[str]) -> dict[str, Counter[tuple[int, float]]]:
            return {
                one: contents(
                    [done for done in sets if (done.state is SetState.LIVE) == stored[one].live], self._values
                )
                for batch in read_sets(self._connection, ids, self._edits)
                for one, sets in batch.items()
            }

        of_file = SessionContents(lambda one: contents(self._entries_of(one), self._values), done)
        sessions = self._parsed.sessions
        if self._heavy:
            sessions = {one: session for one, session in sessions.items() if self._entries_of(one)}
        return pair_sessions(sessions, stored, {one: into.get(one, one) for one in sessions}, of_file)

    def _add_gone_sessions(self, stored: Mapping[str, StoredSession]) -> None:
        """Add the sessions of this program, between the file's days, that the file does not have."""
        if self._parsed.has_unread or not self._parsed.sessions:
            return
        days = [session.start.at.date() for session in self._parsed.sessions.values()]
        first, last, paired = min(days), max(days), set(self._found.sessions.values())
        self._found.differences += (
            gone_session(one)
            for one in stored.values()
            if one.live and one.id not in paired and first <= one.start.date() <= last and self._is_of_app(one)
        )

    def _is_of_app(self, stored: StoredSession) -> bool:
        """Return whether a session came from the file's program, and has nothing but what came from there.

        Its id was made of what it was first, whatever it was changed to since.
        """
        if not stored.is_imported or stored.lowered:
            return False
        first = self._edits.first.get(stored.id, {})
        start, title = str(first.get("started_at", stored.started_at)), str(first.get("title", stored.title))
        keys = (start[:19], start[:10], _utc_key(start))
        return stored.id in (session_id_of(self._parsed.app, key, title) for key in keys)

    def _match_session(
        self, stored: StoredSession, ids: Sequence[str], sets: Sequence[StoredSet], *, joined: bool
    ) -> Sequence[Entry]:
        """Match the sets of a session, and return those that it does not have."""
        entries = [entry for one in sorted(ids, key=self._start_of) for entry in self._entries_of(one)]
        if stored.live and not joined and len(ids) == 1:
            self._note_moved(stored, self._parsed.sessions[ids[0]].start.at.replace(microsecond=0))
        pairs = pair_sets(entries, sets, self._values, self._canon)
        for entry, one in pairs.pairs:
            self._add_pair(entry, one)
        if (stored.live or stored.dropped) and not joined and len(ids) == 1:
            self._compare_session(stored, self._parsed.sessions[ids[0]], pairs)
        return pairs.new

    def _start_of(self, session_id: str) -> tuple[object, ...]:
        return self._parsed.sessions[session_id].start.at, session_id

    def _compare_session(self, stored: StoredSession, session: EntrySession, pairs: SetPairs) -> None:
        """Add what is different of the session itself, and of the number and the order of its sets."""
        found = self._found
        day = session.start.at.date()
        if not self._parsed.has_unread:
            found.differences += (
                gone(one, day) for one in pairs.gone if (session.id, one.exercise) not in self._unread
            )
        compares = stored.is_imported and stored.live
        difference = self._comparison.of_session(session, stored) if compares else None
        if difference is not None:
            found.differences.append(difference)
            if "started_at" in difference.columns:
                found.starts[stored.id] = [(one.id, entry) for entry, one in pairs.pairs]
        live = [(entry, one) for entry, one in pairs.pairs if one.state is not SetState.BINNED]
        # Two sets have one number after an import that kept the order here: their ids decide, as where they are shown.
        places = [(one.number, one.id) for _, one in live if one.state is SetState.LIVE]
        is_reordered = places != sorted(places)
        if is_reordered and stored.live:
            found.differences.append(reordered(stored))
            found.reordered.add(stored.id)
        if is_reordered or pairs.new or any(one.state is SetState.DROPPED for _, one in live):
            found.numbers[stored.id] = [(one.id, entry.number) for entry, one in live]

    def _add_pair(self, entry: Entry, one: StoredSet) -> None:
        """Add a row of which the set is stored."""
        found = self._found
        self._paired.add(one.id)
        if entry.unit is None and entry.load and one.load_kg:
            found.kept_unit["kg"] += abs(entry.load - abs(one.load_kg)) <= LEAST_KG
            found.kept_unit["lb"] += abs(entry.load * KG_PER_LB - abs(one.load_kg)) <= LEAST_KG
        if one.state is SetState.BINNED:
            found.skips.append(SkippedRow(entry.row, Reason.IN_BIN))
            return
        if one.state is SetState.DROPPED:
            if one.session in self._edits.dropped:
                found.revived[one.session] = self._parsed.sessions[entry.session]
            found.new.add(NewSet(one.id, one.session, self._at_place(entry, one.session), restored=True))
            return
        session = self._parsed.sessions[entry.session]
        if entry.at == session.start and is_same_set(entry, one, self._values):
            found.skips.append(SkippedRow(entry.row, Reason.THERE))
            return
        difference, changed_here = self._comparison.of_set(entry, one, session)
        if difference is not None:
            found.differences.append(difference)
        else:
            found.skips.append(SkippedRow(entry.row, Reason.CHANGED_HERE if changed_here else Reason.THERE))

    def _add_new(self, stored: Mapping[str, StoredSession], left: Sequence[Entry]) -> None:
        """Add the rows that no stored set was found for; a set that was moved to another session here is found now.

        ``left`` are those of the sessions that were found; of all others it is every row.
        """
        found = self._found
        session_ids = self._new_session_ids()
        late: set[str] = set()
        self._add_left(stored, left, self._stored_of(left), session_ids, late)
        for batch in _batches(session_ids):
            there = self._stored_of(entry for one in batch for entry in self._entries_of(one))
            known = {one for one in batch if there and not there.keys().isdisjoint(map(_set_id, self._entries_of(one)))}
            for one in batch:
                if one in known:
                    self._add_left(stored, self._entries_of(one), there, session_ids, late)
                else:
                    found.created[session_ids[one]] = self._parsed.sessions[one]
                    found.new.add_session(one, session_ids[one], self._count_of(one))
        if late:
            found.differences = [one for one in found.differences if not (one.is_gone and one.id in late)]

    def _stored_of(self, entries: Iterable[Entry]) -> dict[str, StoredSet]:
        """Return by their ids the stored sets that have the ids of these."""
        if not self._has_sets:
            return {}
        return read_sets_by_id(self._connection, list(map(_set_id, entries)), self._edits)

    def _add_left(
        self,
        stored: Mapping[str, StoredSession],
        left: Sequence[Entry],
        there: Mapping[str, StoredSet],
        session_ids: Mapping[str, str],
        late: set[str],
    ) -> None:
        """Add some rows, all that are left of their sessions; ``late`` gets those whose set is found now."""
        found = self._found
        ids = list(map(_set_id, left))
        # The ids of a session's sets are made of its own: only where one is stored can another one be taken.
        crowded = {entry.session for entry, set_id in zip(left, ids, strict=True) if set_id in there}
        used = set(there)
        for entry, set_id in zip(left, ids, strict=True):
            session_id, moved = entry.session, there.get(set_id)
            if moved is not None and moved.id not in self._paired:
                self._add_pair(entry, moved)
                late.add(moved.id)
                continue
            target = found.sessions.get(session_id)
            if target is not None and stored[target].dropped:
                found.revived[target] = self._parsed.sessions[session_id]
            elif target is not None and not stored[target].live:
                found.skips.append(SkippedRow(entry.row, Reason.SESSION_IN_BIN))
                continue
            if target is None:
                target = session_ids[session_id]
                found.created[target] = self._parsed.sessions[session_id]
            new_id = set_id if set_id not in used else self._free_id(entry, used)
            if session_id in crowded:
                used.add(new_id)
            found.new.add(NewSet(new_id, target, self._at_place(entry, target)))

    def _note_moved(self, stored: StoredSession, start: datetime) -> None:
        """Note how far the lifter moved a session here from where it began in the file, and still does."""
        began = self._edits.before.get(stored.id, {}).get("started_at")
        if isinstance(began, str) and datetime.fromisoformat(began[:19]) == start:
            self._moved[stored.id] = stored.start - start

    def _at_place(self, entry: Entry, target: str) -> Entry:
        """Return a set as far into the session ``target`` as in the file, where the lifter moved the session here."""
        by = self._moved.get(target)
        return entry if by is None else entry._replace(at=entry.at._replace(at=entry.at.at + by))

    def _new_session_ids(self) -> dict[str, str]:
        """Return the ids that sessions get which are not stored yet: their own, unless another session has that."""
        wanted = [one for one in self._parsed.sessions if one not in self._found.sessions]
        if self._heavy:
            wanted = [one for one in wanted if self._entries_of(one)]
        used = set(live_by_id(self._connection, "sessions", wanted))
        found: dict[str, str] = {}
        for one in wanted:
            free, number = one, 1
            while free in used:
                number += 1
                free = str(uuid.uuid5(uuid.UUID(one), str(number)))
                used |= live_by_id(self._connection, "sessions", [free]).keys()
            found[one] = free
            used.add(free)
        return found

    def _free_id(self, entry: Entry, used: AbstractSet[str]) -> str:
        """Return the first id of the exercise in its session that no set has: the set's own is that of a later one now.

        So another machine that imports the same file gives the sets the same ids, if in another order.
        """
        place = entry.session, entry.exercise
        while True:
            self._tried[place] += 1
            free = _set_id(entry, self._tried[place])
            if free not in used and not live_by_id(self._connection, "concentric_sets", [free]):
                return free


def _utc_key(start: str) -> str:
    """Return the key of a session whose file has it in UTC (``format.start_key``), by its stored start."""
    return datetime.fromisoformat(start).astimezone(UTC).isoformat(timespec="seconds")


def _set_id(entry: Entry, occurrence: int | None = None) -> str:
    """Return the id of a set: the UUID (version 5) in its session of its exercise and its place there."""
    name = f"{entry.exercise}\n{occurrence or entry.occurrence}"
    # As uuid5 does, in a third of the time.
    digest = bytearray(sha1(_bytes(entry.session) + name.encode(), usedforsecurity=False).digest()[:16])
    digest[6] = digest[6] & 0x0F | 0x50
    digest[8] = digest[8] & 0x3F | 0x80
    text = digest.hex()
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


@lru_cache(maxsize=16)
def _bytes(text: str) -> bytes:
    return uuid.UUID(text).bytes


def _batches(ids: Iterable[str]) -> Iterator[list[str]]:
    """Yield some of the sessions at a time."""
    left = iter(ids)
    while batch := list(islice(left, _SESSIONS)):
        yield batch
