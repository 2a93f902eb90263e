"""Plans in their file, for the tests of their screens."""

from __future__ import annotations

from negcoach.services import Services
from tests.screens.conftest import clock, perform, services, still_cursor

__all__ = ["clock", "perform", "services", "still_cursor"]  # the fixtures

SOME = """\
[[plan]]
name = "Push day"
exercises = [
  { exercise = "bench-press", sets = 3, reps = 4, load = "102.5 kg", rest_seconds = 180 },
  { exercise = "negative-dip", sets = 3, superset = true },
  { exercise = "negative-push-up" },
  { exercise = "slow-row", reps = "fatigue" },
]

[[plan]]
name = "[b]x legs"
exercises = [{ exercise = "leg-press" }, { exercise = "nordic-curl" }]
"""
"""Two plans; an exercise of the first is in no library."""


def write_plans(services: Services, text: str) -> None:
    """Write the file of the plans."""
    folder = services.config_path.parent
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "plans.toml").write_text(text, "utf-8")
