"""What all tests share: time is measured by the benchmarks and never judged by a test."""

from __future__ import annotations

import gc
import os

from hypothesis import HealthCheck, settings

# The gate's verdict is that of the commit: there each property tries the same examples every time. Elsewhere each run
# tries others, and what one finds becomes an example of its own.
settings.register_profile(
    "negcoach", deadline=None, derandomize="CI" in os.environ, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("negcoach")

# What the tests hold for their whole run is searched for garbage less often: that took a tenth of their time.
gc.set_threshold(50_000, 10, 10)

for _name in ("LANGUAGE", "LC_ALL", "LC_TIME"):
    os.environ.pop(_name, None)
os.environ["LANG"] = "C.UTF-8"  # of no country: a week begins on Monday, wherever the tests run
