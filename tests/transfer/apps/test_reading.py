"""Files that cannot be trusted: each is read as what it is, or refused in one line within two seconds."""

from __future__ import annotations

import codecs
import csv
import io
import json
import os
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from negcoach.errors import NegcoachError
from negcoach.transfer.apps import reading
from negcoach.transfer.apps.reading import MOST_BYTES, FileText, read_file, split_rows, table_of
from negcoach.transfer.sources import AppSource, NativeSource, open_source
from tests.transfer.samples import a_document, a_session, an_id

HEADER = "Date,Exercise,Category,Weight,Weight Unit,Reps,Comment\n"
ROW = "2024-01-01,Übung für Ärmel,Chest,82.5,kgs,5,naïve café\n"
TEXT = HEADER + ROW * 3

posix = pytest.mark.skipif(os.name != "posix", reason="needs the files of a POSIX system")


def refused(path: Path) -> str:
    with pytest.raises(NegcoachError) as error:
        open_source(path)
    assert "\n" not in str(error.value)
    return str(error.value)


def written(tmp_path: Path, data: bytes) -> Path:
    path = tmp_path / "log.csv"
    path.write_bytes(data)
    return path


def test_json_with_letters_of_any_script_is_read_as_it_is(tmp_path: Path) -> None:
    note = 'Größe, "ночью" \\ 💪🏽\n漢字'
    weight = {"id": an_id(1), "kg": 80.0, "measured_at": "2026-11-22T10:00:00.000+01:00", "changed_ms": 1}
    document = a_document(sessions=[a_session(1, note=note)], body_weights=[weight])
    source = open_source(written(tmp_path, json.dumps(document, ensure_ascii=False).encode()))
    assert isinstance(source, NativeSource)
    assert source.rows["sessions"][0]["note"] == note
    assert "Ã¤" in refused(written(tmp_path, '{"ä'.encode() + b'": "\xe4"}'))


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        codecs.BOM_UTF8 + TEXT.encode(),
        codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
        TEXT.encode("latin-1"),
        TEXT.encode("cp1252"),
        TEXT.encode("mac_roman"),
        TEXT.replace("\n", "\r\n").encode(),
        TEXT.replace("\n", "\r").encode(),
        TEXT.replace(",", ";").encode(),
        TEXT.replace(",", "\t").encode(),
        b"sep=,\r\n" + TEXT.encode(),
        TEXT.rstrip("\n").encode(),
        TEXT.replace("\n", "\n\n").encode(),
    ],
    ids=lambda data: repr(data[:8]),
)
def test_the_same_text_is_read_whatever_its_encoding_line_ends_and_delimiter(tmp_path: Path, data: bytes) -> None:
    source = open_source(written(tmp_path, data))
    assert isinstance(source, AppSource)
    entries = source.recognised.parsed(date(2026, 11, 22)).entries
    assert [(entry.exercise, entry.load, entry.note) for entry in entries] == [
        ("Übung für Ärmel", 82.5, "naïve café")
    ] * 3


def test_a_cell_may_hold_lines_delimiters_and_quotes(tmp_path: Path) -> None:
    path = written(tmp_path, (HEADER + '2024-01-01,Row,Back,50,kgs,8,"one, ""two""\r\nthree"\n').encode())
    source = open_source(path)
    assert isinstance(source, AppSource)
    (entry,) = source.recognised.parsed(date(2026, 11, 22)).entries
    assert entry.note == 'one, "two"\nthree'


def test_what_a_terminal_would_obey_is_left_out(tmp_path: Path) -> None:
    path = written(tmp_path, (HEADER + "2024-01-01,Row \x1b]0;x\x07hard,Back,50,kgs,8,\x1b[2Jnote\n").encode())
    source = open_source(path)
    assert isinstance(source, AppSource)
    (entry,) = source.recognised.parsed(date(2026, 11, 22)).entries
    assert (entry.exercise, entry.note) == ("Row hard", "note")


@posix
def test_a_pipe_is_refused_without_waiting(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    assert refused(path) == "pipe is not a file. Give the file that the other program exported."


@posix
def test_a_device_is_refused() -> None:
    assert "is not a file" in refused(Path("/dev/zero"))


def test_a_folder_is_refused(tmp_path: Path) -> None:
    assert "is not a file" in refused(tmp_path)


@posix
def test_a_link_to_a_pipe_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "log.csv").symlink_to(tmp_path / "pipe")
    assert "is not a file" in refused(tmp_path / "log.csv")


def test_no_file_is_told(tmp_path: Path) -> None:
    assert refused(tmp_path / "none.csv") == f"There is no file {tmp_path / 'none.csv'}."


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="needs rights that can be taken away")
def test_a_file_that_may_not_be_read_is_told(tmp_path: Path) -> None:
    path = written(tmp_path, TEXT.encode())
    path.chmod(0)
    assert "cannot be read (Permission denied)" in refused(path)


def test_a_gigabyte_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    with path.open("wb") as file:
        file.truncate(4 * MOST_BYTES)
    assert "is larger than" in refused(path)


def test_a_long_line_is_refused(tmp_path: Path) -> None:
    assert "has a line of more than" in refused(written(tmp_path, b"x" * 3_000_000))


def test_a_million_columns_are_refused(tmp_path: Path) -> None:
    assert "has more than 200 columns" in refused(written(tmp_path, b"," * 1_000_000))


def test_a_row_of_many_columns_is_refused(tmp_path: Path) -> None:
    assert "has more than 200 columns in line 2" in refused(written(tmp_path, (HEADER + "," * 500).encode()))


@pytest.mark.parametrize("data", [b"a,b\x00c\n", TEXT.encode() + b"\x00" * 5, bytes(99), b"\x7fELF\x00\x01" * 9])
def test_nul_characters_are_refused(tmp_path: Path, data: bytes) -> None:
    assert "it holds NUL characters" in refused(written(tmp_path, data))


@pytest.mark.parametrize("data", [b"", b"\n\n", b"  ", codecs.BOM_UTF8, codecs.BOM_UTF16_LE])
def test_an_empty_file_is_told(tmp_path: Path, data: bytes) -> None:
    assert refused(written(tmp_path, data)) == "log.csv is empty."


@pytest.mark.parametrize("more", ["", "x" * 200_000, ("x" * 99 + "\n") * 20_000])
def test_a_quote_that_is_never_closed_is_refused(tmp_path: Path, more: str) -> None:
    path = written(tmp_path, (HEADER + ROW + '2024-01-01,"Row,Back,50,kgs,8,' + more).encode())
    assert "is never closed. Export it once more." in refused(path)


def test_text_after_a_quoted_cell_is_refused(tmp_path: Path) -> None:
    assert "damaged in line 2" in refused(written(tmp_path, (HEADER + '2024-01-01,"Row"s,Back,50,kgs,8,\n').encode()))


def test_half_a_file_is_refused_wherever_it_was_cut_within_a_row(tmp_path: Path) -> None:
    whole = TEXT.encode()
    row = len(ROW.encode())
    for end in range(len(whole) - row + 1, len(whole) - len("naïve café\n".encode())):
        path = written(tmp_path, whole[:end])
        assert "cut off" in refused(path), whole[end - 10 : end]


def test_half_a_letter_at_the_end_is_refused(tmp_path: Path) -> None:
    assert "cut off" in refused(written(tmp_path, (HEADER + "2024-01-01,Ü").encode()[:-1]))
    assert "cut off" in refused(written(tmp_path, codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le")[:-1]))


def test_rows_with_another_delimiter_than_the_header_are_refused(tmp_path: Path) -> None:
    assert "not separated as in its header" in refused(written(tmp_path, (HEADER + ROW.replace(",", ";")).encode()))


def test_an_unknown_delimiter_is_an_unknown_format(tmp_path: Path) -> None:
    assert "no known format" in refused(written(tmp_path, TEXT.replace(",", "|").encode()))


def test_a_header_alone_is_a_table_without_rows(tmp_path: Path) -> None:
    file = read_file(written(tmp_path, HEADER.encode()))
    assert tuple(table_of(file, ",").rows) == ()


@given(some.text('a",;\n\r ü', max_size=40), some.integers(0, 12), some.sampled_from(",;"))
@settings(deadline=None)
def test_a_text_that_is_split_in_pieces_has_the_rows_of_the_whole(text: str, piece: int, delimiter: str) -> None:
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(reading, "_PIECE_OF_LINES", piece)
        file = FileText(Path("log.csv"), text, "utf-8")
        found = [list(row) for row in split_rows(file, delimiter, strict=False)]
    assert found == [row for row in rows if row]
