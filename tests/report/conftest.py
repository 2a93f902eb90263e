"""What the tests of the report share."""

from __future__ import annotations

from tests.commands.conftest import negcoach

__all__ = ["negcoach"]  # the fixture
