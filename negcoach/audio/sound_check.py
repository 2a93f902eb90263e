"""The test sound, which the settings screen and ``negcoach doctor`` play."""

from __future__ import annotations

from negcoach.training.score.timeline import Cue

TEST_CUES = (Cue(600, "count-3"), Cue(1600, "count-2"), Cue(2600, "count-1"), Cue(3600, "lift"))
"""Three counts a second apart and the call to lift; half a second before them lets the stream settle."""

TEST_MS = 4_800
"""When the last cue has been heard to its end (ms)."""
