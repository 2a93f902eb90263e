"""What all tests share: time is measured by the benchmarks and never judged by a test."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

settings.register_profile("negcoach", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("negcoach")
