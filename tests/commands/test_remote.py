"""``negcoach remote`` before it opens anything: what it refuses, each in one line."""

from __future__ import annotations

import pytest

from negcoach.cli import main
from negcoach.extras import install_text
from tests.commands.places import CommandLine


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("8.8.8.8", "8.8.8.8 is not on a local network"),
        ("0.0.0.0", "0.0.0.0 is not on a local network"),
        ("laptop.local", "'laptop.local' is not an address like 192.168.1.20."),
        ("\x1b[31m", "is not an address like"),
    ],
)
def test_it_is_served_at_no_address_but_one_of_a_local_network(negcoach: CommandLine, address: str, said: str) -> None:
    done = negcoach("remote", "--address", address)
    assert (done.status, done.out) == (2, "")
    assert said in done.err
    assert done.err.count("\n") == 1
    assert "\x1b" not in done.err


def test_without_its_libraries_it_says_how_to_get_them(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("negcoach.remote.libraries.missing_libraries", lambda: ("websockets", "segno"))
    assert main(["remote"]) == 2
    assert f"The phone needs websockets and segno. To have it: {install_text('remote')}\n" in capsys.readouterr().err


def test_it_is_for_the_screens(negcoach: CommandLine) -> None:
    done = negcoach("remote", "--plain")
    assert done.status == 2
    assert "The phone works with the screens, not with lines of text." in done.err


def test_it_needs_a_terminal_and_makes_nothing_before(negcoach: CommandLine) -> None:
    done = negcoach("remote", "--address", "127.0.0.1")
    assert done.status == 2
    assert "needs a terminal" in done.err
    assert not any(path.suffix == ".db" for path in negcoach.folder.rglob("*"))


def test_the_help_says_that_it_is_not_encrypted_and_off(negcoach: CommandLine) -> None:
    done = negcoach("remote", "--help")
    assert done.status == 0
    said = " ".join(done.out.split())
    assert "not encrypted" in said
    assert "It is off until it is switched on" in said
    assert install_text("remote") in said
