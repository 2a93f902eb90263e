"""The sets of a file, kept in columns: they come out as they went in."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from hypothesis import given
from hypothesis import strategies as some

from negcoach.store.queries.sessions.history import ConcentricKind
from negcoach.transfer.apps.dates import WallTime
from negcoach.transfer.apps.entries import Entries, Entry, ParsedFile, WeightEntry

AT = WallTime(datetime(2026, 11, 22, 18))

ENTRIES = some.lists(
    some.builds(
        Entry,
        row=some.integers(1, 2**31),
        session=some.sampled_from(("one", "two", "three")),
        exercise=some.sampled_from(("Squat", "Bench", "")),
        occurrence=some.integers(1, 9),
        number=some.integers(1, 9),
        category=some.sampled_from(("", "Legs", "Chest")),
        kind=some.sampled_from(ConcentricKind),
        load=some.floats(-2000, 2000),
        unit=some.sampled_from(("kg", "lb", None)),
        reps=some.integers(0, 10_000),
        rpe=some.sampled_from((None, 8.5)),
        note=some.sampled_from(("", "grip slips")),
        at=some.sampled_from((AT, AT.later(3600))),
    ),
    max_size=30,
)


def columns_of(entries: list[Entry], pieces: int) -> Entries:
    found = Entries()
    size = max(1, len(entries) // pieces)
    for start in range(0, len(entries), size):
        found.extend(entries[start : start + size])
    return found


@given(ENTRIES, some.integers(1, 5))
def test_they_come_out_as_they_went_in(entries: list[Entry], pieces: int) -> None:
    found = columns_of(entries, pieces)
    assert list(found) == entries
    assert len(found) == len(entries)
    assert [found[at] for at in range(len(found))] == found[:] == entries
    assert found[1:7:2] == entries[1:7:2]
    for session in ("one", "two", "three", "four"):
        assert found.of_session(session) == [entry for entry in entries if entry.session == session]
    assert found.sessions == {entry.session for entry in entries}
    assert list(found.per_exercise) == list(dict.fromkeys(entry.exercise for entry in entries))
    assert found.heaviest == max(entries, key=lambda entry: entry.load, default=None)
    assert found.greatest_load == max((abs(entry.load) for entry in entries), default=0)
    assert list(found.loads_without_unit) == [entry.load for entry in entries if entry.unit is None]
    assert found.categories == {entry.exercise: entry.category for entry in reversed(entries) if entry.category}
    assert found.firsts() == {(entry.session, entry.exercise): at for at, entry in reversed(list(enumerate(entries)))}
    parsed = ParsedFile("App", len(entries), {}, found, ())
    loaded = {entry.unit for entry in entries if entry.load}
    assert (parsed.units, parsed.needs_unit) == (loaded - {None}, None in loaded)
    weighed = replace(parsed, weights=(WeightEntry(1, "a", AT, 80, None), WeightEntry(2, "b", AT, 80, "lb")))
    assert (weighed.units, weighed.needs_unit) == (loaded - {None} | {"lb"}, True)


def test_a_note_is_put_before_that_of_the_set() -> None:
    one = Entry(1, "one", "Squat", 1, 1, "", ConcentricKind.NORMAL, 100.0, "kg", 5, None, "grip slips", AT)
    found = columns_of([one, one._replace(row=2, note="")], 1)
    found.add_note(0, "new shoes")
    found.add_note(1, "new shoes")
    assert [entry.note for entry in found] == ["new shoes\ngrip slips", "new shoes"]
