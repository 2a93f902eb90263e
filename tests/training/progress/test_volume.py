"""The volume load: the body counts where it is lowered and known, and help never makes it negative."""

from __future__ import annotations

import pytest

from negcoach.training.progress.volume import volume_kg


@pytest.mark.parametrize(
    ("load_kg", "body_kg", "volume"),
    [(105, None, 420), (0, 80, 320), (5, 80, 340), (-20, 80, 240), (-20, None, 0), (-90, 80, 0), (0, None, 0)],
)
def test_four_reps(load_kg: float, body_kg: float | None, volume: float) -> None:
    assert volume_kg(load_kg, 4, body_kg=body_kg) == volume
