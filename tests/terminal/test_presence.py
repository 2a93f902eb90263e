"""Whether the program may use its terminal."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from negcoach.terminal.presence import in_foreground

pytest.importorskip("termios", reason="Windows has no job control")


def no_terminal(descriptor: int) -> int:
    raise OSError(25, "Inappropriate ioctl for device")


@pytest.mark.parametrize(
    ("group", "may"),
    [(lambda _: os.getpgrp(), True), (lambda _: os.getpgrp() + 1, False), (lambda _: 0, True), (no_terminal, True)],
    ids=["ours", "the shell's", "one that cannot be seen", "no terminal"],
)
def test_only_who_is_surely_in_the_background_reads_no_keys(
    monkeypatch: pytest.MonkeyPatch, group: object, may: bool
) -> None:
    monkeypatch.setattr(os, "tcgetpgrp", group)
    monkeypatch.setattr("sys.__stdin__", Path(os.devnull).open())  # noqa: SIM115
    assert in_foreground() is may
