"""The test sound: the settings screen and ``negcoach doctor`` play the same."""

from __future__ import annotations

from negcoach.training.score.timeline import Cue

TEST_CUES = (Cue(600, "count-3"), Cue(1600, "count-2"), Cue(2600, "count-1"), Cue(3600, "lift"))
"""Three counts a second apart and the call to lift, after the half second that a stream needs to settle."""

TEST_MS = 4_800
"""When the last of them has rung out."""
