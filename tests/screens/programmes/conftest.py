"""Programmes that were begun, for the tests of their screens."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from negcoach.services import Services
from negcoach.store.editing.programmes import ProgrammeRuns
from tests.screens.conftest import clock, perform, services, still_cursor

__all__ = ["clock", "perform", "services", "still_cursor"]  # the fixtures


def begun(services: Services, slug: str, *, days_ago: float, name: str = "") -> None:
    """Begin a programme some days ago."""
    ProgrammeRuns(services.database).begin(slug, name or slug, services.now() - timedelta(days=days_ago))


def half_way(services: Services, perform: Callable[..., None]) -> None:
    """Follow the bench programme up to its third week, whose second session is due in two days."""
    services.lifter.set_one_rm("bench-press", 100, services.now() - timedelta(days=30))
    begun(services, "bench-overload-8", days_ago=16)
    perform("bench-press", days_ago=15, load_kg=40, sets=2, reps=10)
    perform("bench-press", days_ago=12, load_kg=70, sets=2, reps=6)
    perform("bench-press", days_ago=8, load_kg=85)
    perform("bench-press", days_ago=5, load_kg=85)
    perform("bench-press", days_ago=1, load_kg=95)


def finished(services: Services, perform: Callable[..., None]) -> None:
    """Follow the first dip to its end."""
    begun(services, "first-dip", days_ago=41)
    day = 40.0
    for sets, reps, seconds, times in (
        (2, 3, 5, 2),
        (3, 4, 5, 2),
        (3, 5, 5, 3),
        (3, 5, 6, 3),
        (3, 5, 7, 3),
        (3, 5, 8, 3),
    ):
        for number in range(times):
            perform("negative-dip", days_ago=day - 2 * number, sets=sets, reps=reps, tempo=f"{seconds}-0-A-1")
        day -= 7
