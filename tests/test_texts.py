"""Cleaned text cannot steer a terminal, and keeps what people write."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from negcoach.texts import clean, counted, folded, joined, name_text, nearest, noun, parted, quoted, shortened


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Bench press 105 kg",
        "[/] [@click=app.quit] & <b> 'quotes' \"more\" \\ %s {x}",
        "Knie übers Eck – façade, naïve, Łódź",
        "日本語のメモ, עברית, العربية, हिन्दी",
        "می‌خواهم",  # a joiner that Persian spelling needs
        "👩‍🚀 🏳️‍🌈 👍🏽 💪 ✌️",
        "e\u0301 combined",
    ],
)
def test_what_people_write_stays(text: str) -> None:
    assert clean(text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b[?1049h\x1b[2Jgone", "gone"),
        ("\x9b31mred", "red"),
        ("\x1b]0;a title\x07note", "note"),
        ("\x1b]52;c;ZXZpbA==\x1b\\note", "note"),
        ("\x9d52;c;ZXZpbA==\x9cnote", "note"),
        ("\x1bPq#0;2\x1b\\note", "note"),
        ("\x1b_apc\x1b\\\x1b^pm\x1b\\\x1bXsos\x1b\\note", "note"),
        ("\x1bcreset", "reset"),
        ("\x1b(0lines", "lines"),
        ("a\x1b]52;c;never closed", "a"),
        ("ends with escape\x1b", "ends with escape"),
        ("\x1b\x1b[31m[31mx", "[31mx"),
        ("bell\x07 back\x08 null\x00 del\x7f", "bell back null del"),
        ("c1\x80\x84\x8d\x9c", "c1"),
        ("\u202egnirts\u202c \u2066x\u2069 \u200fy", "gnirts x y"),
        ("zero\u200bwidth\ufeff\u2060 so\u00adft", "zerowidth soft"),
        ("ascii\u200djoined\u200c", "asciijoined"),
        ("é\u200d\u200d\u200dü", "é\u200dü"),
        ("half \ud83d pair", "half  pair"),
        ("\U000e0041\U000e0042tags", "tags"),
        ("tab\tstop", "tab stop"),
    ],
)
def test_what_steers_or_hides_goes(text: str, expected: str) -> None:
    assert clean(text) == expected


@pytest.mark.parametrize("brk", ["\n", "\r\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029"])
def test_a_line_break_becomes_a_space_or_a_newline(brk: str) -> None:
    assert clean(f"one{brk}two") == "one two"
    assert clean(f"one{brk}two", lines=True) == "one\ntwo"


def test_an_unclosed_sequence_takes_no_more_than_its_line() -> None:
    assert clean("a\x1b]0;title\nb", lines=True) == "a\nb"


_NASTY = st.text(
    st.one_of(
        st.sampled_from("\x1b[]P;m07\x07\x9b\x9c\x9d\x90\n\r\x85\u200d\u200c\u202e\ud800é👩"),
        st.characters(),
        st.characters(categories=["Cs"]),
    )
)


@given(_NASTY, st.booleans())
def test_cleaned_text_has_no_controls_and_cleaning_again_changes_nothing(text: str, lines: bool) -> None:
    cleaned = clean(text, lines=lines)
    left = {character for character in cleaned if unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp")}
    assert left <= ({"\n"} if lines else set())
    assert not any(unicodedata.bidirectional(character) in _BIDI_CONTROLS for character in cleaned)
    assert clean(cleaned, lines=lines) == cleaned
    cleaned.encode()


_BIDI_CONTROLS = {"LRE", "LRO", "RLE", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}


@pytest.mark.parametrize("piece", ["\x1b]", "\x9d", "\x1b[", "\x9b1", "\x1b", "\u200d", "é\u200d", "\x1b]0;\x1b"])
def test_a_megabyte_of_openings_is_cleaned_in_one_pass(piece: str) -> None:
    """A pattern that tried each opening to the end of the text would need hours for this."""
    assert len(clean(piece * (1_000_000 // len(piece)))) <= 1_000_000


@pytest.mark.parametrize(
    ("text", "longest", "expected"),
    [
        ("", 5, ""),
        ("Bench", 5, "Bench"),
        ("Bench press", 5, "Benc…"),
        ("Bench", 1, "…"),
        ("a" * 41, 40, "a" * 39 + "…"),
    ],
)
def test_a_text_that_is_too_long_ends_in_an_ellipsis(text: str, longest: int, expected: str) -> None:
    assert shortened(text, longest) == expected
    assert len(shortened(text, longest)) <= longest


@pytest.mark.parametrize(("text", "expected"), [("", '""'), ("x" * 40, f'"{"x" * 40}"'), ("x" * 41, f'"{"x" * 39}…"')])
def test_what_was_typed_is_quoted_up_to_forty_characters(text: str, expected: str) -> None:
    assert quoted(text) == expected


@pytest.mark.parametrize(
    ("texts", "last", "expected"),
    [
        ([], "and", ""),
        (["a"], "and", "a"),
        (["a", "b"], "and", "a and b"),
        (["a", "b", "c"], "and", "a, b and c"),
        (["a", "b", "c"], "or", "a, b or c"),
    ],
)
def test_texts_are_listed_as_in_a_sentence(texts: list[str], last: str, expected: str) -> None:
    assert joined(texts, last) == expected


@pytest.mark.parametrize(
    ("text", "as_typed"),
    [
        ("Übung", "ubung"),
        ("ÜBUNG", "u\u0308bung"),
        ("Straße", "strasse"),
        ("Łódka", "lodka"),
        ("Smørrebrød", "smorrebrod"),
        ("Élévation", "elevation"),
        ("Жёсткий", "жесткий"),
    ],
)
def test_a_search_needs_neither_case_nor_accents(text: str, as_typed: str) -> None:
    assert folded(text) == folded(as_typed)


def test_letters_of_other_scripts_keep_their_marks() -> None:
    assert folded("が") != folded("か")
    assert folded("한글") == "한글"


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert folded(folded(text)) == folded(text)


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (0, "0 sets"),
        (1, "1 set"),
        (2, "2 sets"),
        (999, "999 sets"),
        (1204, "1,204 sets"),
        (1_000_000, "1,000,000 sets"),
    ],
)
def test_one_thing_is_one_and_all_others_are_many(count: int, text: str) -> None:
    assert counted(count, "set") == text
    assert counted(count, "set", commas=False) == text.replace(",", "")
    assert text.endswith(f" {noun(count, 'set')}")


def test_a_plural_may_be_another_word() -> None:
    assert counted(1, "set was", "sets were") == "1 set was"
    assert counted(2, "set was", "sets were") == "2 sets were"
    assert noun(0, "REP", "REPS") == "REPS"


@pytest.mark.parametrize(
    ("typed", "known", "meant"),
    [
        ("weeks", ("needs", "week"), "week"),
        ("Week", ("needs", "week"), "week"),
        ("bench-pres", ("bench-press", "leg-press"), "bench-press"),
        ("days", ("needs", "days_apart"), "days_apart"),  # how it begins, where nothing is similar
        ("first", ("first-push-up-of-all", "first-dip-of-all"), ""),  # two begin so
        ("da", ("days_apart",), ""),
        ("yoga", ("needs", "week"), ""),
        ("", ("needs", "week"), ""),
        ("week", (), ""),
    ],
)
def test_the_nearest_of_what_is_known_was_meant(typed: str, known: tuple[str, ...], meant: str) -> None:
    assert nearest(typed, known) == meant


def test_a_stored_name_is_shown_up_to_what_anybody_reads() -> None:
    assert name_text("Bench\x1b[31m press") == "Bench press"
    assert name_text("x" * 200) == "x" * 200
    assert name_text("x" * 2_000_000) == "x" * 200 + "…"


def test_a_long_text_is_parted_and_none_of_it_lost() -> None:
    assert parted("short ", 10) == ("short ", "")
    assert parted("one two three", 4) == ("one", " two three")
