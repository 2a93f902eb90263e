"""Services on which the demo can be tried, with a clock that stands."""

from __future__ import annotations

from tests.services import clock, services

__all__ = ["clock", "services"]  # the fixtures
