"""Visits: sessions that follow each other so closely that they were one training, and may become one session."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from negcoach.training.progress.recovery import SAME_VISIT

LONGEST_SESSION = timedelta(days=1)
"""A session lasts less than a day: no training is longer, so a longer one has a wrong time (our own choice)."""


@dataclass(frozen=True, slots=True)
class SessionSpan:
    """A session as a span of time."""

    id: str
    started_at: datetime
    ended_at: datetime


def visits_of(spans: Iterable[SessionSpan], same_visit: timedelta = SAME_VISIT) -> tuple[tuple[SessionSpan, ...], ...]:
    """Return the visits of several sessions, each with its sessions, all of them oldest first.

    A session belongs to the visit before it if it starts less than ``same_visit`` after the end of that, and the two
    together last less than ``LONGEST_SESSION``.
    """
    visits: list[list[SessionSpan]] = []
    ends: list[datetime] = []
    for span in sorted(spans, key=lambda one: (one.started_at, one.id)):
        if visits and _belongs(span, visits[-1][0].started_at, ends[-1], same_visit):
            visits[-1].append(span)
            ends[-1] = max(ends[-1], span.ended_at)
        else:
            visits.append([span])
            ends.append(span.ended_at)
    return tuple(tuple(visit) for visit in visits if len(visit) > 1)


def _belongs(span: SessionSpan, started_at: datetime, ended_at: datetime, same_visit: timedelta) -> bool:
    close = span.started_at - ended_at < same_visit
    return close and max(span.ended_at, ended_at) - started_at < LONGEST_SESSION
