"""Whether the program may use its terminal."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from negcoach.terminal.presence import in_foreground, in_gnu_screen

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


@pytest.mark.parametrize(
    ("env", "is_one"),
    [
        ({"TERM": "xterm-256color"}, False),
        ({"TERM": "xterm-256color", "STY": "1.pts-1"}, True),
        ({"TERM": "screen"}, True),
        ({"TERM": "screen-256color"}, True),
        ({"TERM": "screen.xterm-256color"}, True),
        ({"TERM": "screenless"}, False),
        ({"TERM": "screen-256color", "TMUX": "/tmp/tmux-1000/default,1,0"}, False),
        ({"TERM": "tmux-256color"}, False),
        ({}, False),
    ],
    ids=lambda value: str(value),
)
def test_gnu_screen_is_known_by_what_travels_with_ssh_and_sudo(
    monkeypatch: pytest.MonkeyPatch, env: dict[str, str], is_one: bool
) -> None:
    for name in ("TERM", "STY", "TMUX"):
        monkeypatch.delenv(name, raising=False)
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    assert in_gnu_screen() is is_one
