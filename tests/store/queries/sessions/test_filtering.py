"""What is typed becomes a filter: each key narrows it, half a date hides nothing, a mistake is told in one line."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from negcoach.errors import NegcoachError
from negcoach.store.queries.sessions.filtering import Filter, SessionFlag, parse_filter

TODAY = date(2026, 3, 31)


def days(text: str) -> tuple[str | None, str | None]:
    wanted = parse_filter(text, TODAY)
    assert wanted.words == ()
    return wanted.first and wanted.first.isoformat(), wanted.last and wanted.last.isoformat()


@pytest.mark.parametrize("text", ["", "   ", '""', '" "', '"'])
def test_nothing_typed_wants_every_session(text: str) -> None:
    assert parse_filter(text, TODAY).empty


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Bench PRESS", ("bench", "press")),
        ("bench bench", ("bench",)),
        ("Überkopf STRASSE Straße", ("uberkopf", "strasse")),
        ("ЖИМ лёжа", ("жим", "лежа")),
        ('"Left knee" felt', ("left knee", "felt")),
        ('"left kne', ("left kne",)),
        ("100% _ '; DROP", ("100%", "_", "';", "drop")),
        ("12345 999 1234", ("12345", "999", "1234")),
        ("20 ", ("20",)),
        ("20 reps", ("20", "reps")),
        ("\x1b]0;evil\x07knee\u202e", ("knee",)),
    ],
)
def test_words_are_folded_and_phrases_kept_together(text: str, words: tuple[str, ...]) -> None:
    assert parse_filter(text, TODAY) == Filter(words)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026", "2026-01-01", "2026-12-31"),
        ("2026-03", "2026-03-01", "2026-03-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2026-3-9", "2026-03-09", "2026-03-09"),
        ("2026/03/12", "2026-03-12", "2026-03-12"),
        ("2026-03-12", "2026-03-12", "2026-03-12"),
        ("2026-01..2026-03", "2026-01-01", "2026-03-31"),
        ("2025..", "2025-01-01", None),
        ("..2024-06-30", None, "2024-06-30"),
        ("2025.. ..2026-02", "2025-01-01", "2026-02-28"),
        ("30d", "2026-03-02", "2026-03-31"),
        ("1w", "2026-03-25", "2026-03-31"),
        ("1m", "2026-03-01", "2026-03-31"),
        ("1y", "2025-04-01", "2026-03-31"),
        ("9999y", None, "2026-03-31"),
    ],
)
def test_dates_and_ranges_include_both_their_ends(text: str, first: str | None, last: str | None) -> None:
    assert days(text) == (first, last)


@pytest.mark.parametrize(
    ("begun", "first", "last"),
    [
        ("1", None, None),
        ("2", None, None),
        ("20", None, None),
        ("202", None, None),
        ("2026-", "2026-01-01", "2026-12-31"),
        ("2026-0", "2026-01-01", "2026-12-31"),
        ("2026-03-", "2026-03-01", "2026-03-31"),
        ("2026-03-0", "2026-03-01", "2026-03-31"),
        ("2026.", "2026-01-01", "2026-12-31"),
        ("2026..2", "2026-01-01", None),
        ("2025..202", "2025-01-01", None),
        ("2025..2026-0", "2025-01-01", "2026-12-31"),
        (".", None, None),
        ("..", None, None),
        ("..20", None, None),
    ],
)
def test_half_a_date_hides_nothing_that_the_whole_one_could_show(
    begun: str, first: str | None, last: str | None
) -> None:
    assert days(begun) == (first, last)


@pytest.mark.parametrize(
    ("text", "flags"),
    [
        ("is:record", {SessionFlag.RECORD}),
        ("IS:Lost", {SessionFlag.LOST}),
        ("is:p", {SessionFlag.PAIN}),
        ("is:r is:op", {SessionFlag.RECORD, SessionFlag.OPEN}),
        ("is:lif", {SessionFlag.LIFTED}),
        ("is:", set()),
        ("is:l", set()),
    ],
)
def test_flags_may_be_shortened_until_they_could_be_another(text: str, flags: set[SessionFlag]) -> None:
    assert parse_filter(text, TODAY) == Filter(flags=frozenset(flags))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("2026-13", "There is no month 13. March is 2026-03."),
        ("2026-00", "There is no month 00. March is 2026-03."),
        ("2026-02-29", "February 2026 has the days 1 to 28."),
        ("2026-04-00", "April 2026 has the days 1 to 30."),
        ("2026-05..2026-03", "2026-05 comes after 2026-03. The earlier date stands before the two dots."),
        ("0000..", "0000 is not a year of training. Write one such as 2026."),
        ("is:strong", "After is: comes record, lost, pain, open, lowered or lifted."),
    ],
)
def test_a_mistake_is_told_in_one_line(text: str, reason: str) -> None:
    with pytest.raises(NegcoachError, match=r"\A[^\n]+\Z") as raised:
        parse_filter(f"bench {text} ", TODAY)
    assert str(raised.value) == reason


_TYPED = st.text(st.sampled_from("0123456789-./ :\"isrecold'%_ßЖ") | st.characters(), max_size=30)


@given(_TYPED, st.dates())
def test_whatever_is_typed_is_a_filter_or_one_line(text: str, today: date) -> None:
    try:
        wanted = parse_filter(text, today)
    except NegcoachError as error:
        assert "\n" not in str(error)
    else:
        assert all(word == word.casefold() and word.strip() for word in wanted.words)
