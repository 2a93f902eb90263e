"""Services on which a session can be led, with a clock that stands, for a mirror to follow."""

from __future__ import annotations

from tests.services import clock, services

__all__ = ["clock", "services"]  # the fixtures
