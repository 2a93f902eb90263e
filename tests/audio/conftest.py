"""What the sound tests share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.soundserver import SoundServer


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[SoundServer]:
    """A private sound server, into which every program that this test starts plays."""
    with SoundServer() as server:
        for name, value in server.env.items():
            monkeypatch.setenv(name, value)
        yield server
