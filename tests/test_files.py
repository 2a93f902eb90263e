"""A staged file takes the place of another whole or not at all."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

import pytest

from negcoach.files import PRIVATE_FILE, given_path, staged_file


@pytest.mark.skipif(os.sep != "/", reason="on Windows a backslash parts folders")
@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("a b.csv", "a b.csv"),
        ("a\\ b.csv", "a b.csv"),
        ("'a b.csv'", "a b.csv"),
        ('"a b.csv" ', "a b.csv"),
        ("file:///tmp/a%20b.csv", "/tmp/a b.csv"),
        ("file://[", "file://["),
        ("'", "'"),
        ("C:\\new.csv", "C:\\new.csv"),
    ],
)
def test_a_path_is_read_as_a_terminal_types_a_dropped_file(given: str, meant: str) -> None:
    assert str(given_path(given)) == str(Path(meant))


@pytest.mark.skipif(os.sep != "/", reason="on Windows no name has a backslash")
def test_a_file_that_has_such_a_name_itself_is_that_file(tmp_path: Path) -> None:
    name = tmp_path / "a\\ b.csv"
    name.write_text("x")
    assert given_path(str(name)) == name


def test_a_committed_file_replaces_what_was_there_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    target = tmp_path / "set.txt"
    target.write_text("old")
    with staged_file(target) as staged:
        staged.file.write(b"new")
        assert target.read_text() == "old"
        staged.commit()
    assert target.read_text() == "new"
    assert list(tmp_path.iterdir()) == [target]


def test_what_another_library_wrote_by_name_is_committed_too(tmp_path: Path) -> None:
    target = tmp_path / "set.txt"
    with staged_file(target) as staged:
        staged.path.write_text("by name")
        staged.commit()
    assert target.read_text() == "by name"


@pytest.mark.parametrize("fails", [False, True])
def test_without_a_commit_the_old_file_stays_and_nothing_is_left_behind(tmp_path: Path, fails: bool) -> None:
    target = tmp_path / "set.txt"
    target.write_text("old")
    try:
        with staged_file(target) as staged:
            staged.file.write(b"half of the n")
            if fails:
                raise ValueError
    except ValueError:
        assert fails
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_nothing_is_left_behind_where_the_target_cannot_be_replaced(tmp_path: Path) -> None:
    target = tmp_path / "folder"
    target.mkdir()
    (target / "in it").touch()
    with pytest.raises(OSError), staged_file(target) as staged:
        staged.commit()
    assert list(tmp_path.iterdir()) == [target]


def test_two_programs_that_stage_the_same_file_do_not_meet(tmp_path: Path) -> None:
    target = tmp_path / "set.txt"
    with staged_file(target, prefix="set-") as one, staged_file(target, prefix="set-") as other:
        assert one.path != other.path
        assert {one.path.name[:4], other.path.name[:4]} == {"set-"}
        one.file.write(b"one")
        other.file.write(b"other")
        one.commit()
        other.commit()
    assert target.read_text() == "other"


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such permissions")
@pytest.mark.parametrize("mode", [None, 0o644, 0o444])
def test_a_file_is_private_until_it_is_given_other_permissions(tmp_path: Path, mode: int | None) -> None:
    target = tmp_path / "set.txt"
    with staged_file(target) as staged:
        assert stat.S_IMODE(staged.path.stat().st_mode) == PRIVATE_FILE
        staged.commit(mode)
    assert stat.S_IMODE(target.stat().st_mode) == (mode or PRIVATE_FILE)


def test_a_file_system_without_permissions_keeps_no_file_from_being_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr(Path, "chmod", refuse)
    target = tmp_path / "set.txt"
    with staged_file(target) as staged:
        staged.file.write(b"new")
        staged.commit(0o644)
    assert target.read_text() == "new"
