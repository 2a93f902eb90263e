"""What the tests of the lines share."""

from __future__ import annotations

from tests.services import clock, perform, services

__all__ = ["clock", "perform", "services"]  # the fixtures
