"""The summary of a programme: Nordics are held as long as one can before their tempo counts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from negcoach.coaching.advice.programme_summary import summed_up_courses
from negcoach.services import Services
from negcoach.store.editing.programmes import ProgrammeRuns


def test_seconds_are_said_of_nordics_before_their_tempo_counts_and_the_share_of_it_from_then_on(
    services: Services, perform: Callable[..., None]
) -> None:
    begun_at = services.now() - timedelta(days=9)
    ProgrammeRuns(services.database).begin("nordic-10", "Nordics in ten weeks", begun_at)
    perform("nordic-curl", days_ago=8, sets=2, reps=5, adherence=0.62)
    ((_, lines),) = summed_up_courses(services)
    assert dict(lines)["Held"] == "3.1 s down to the hands on average, in the weeks before the tempo counts"
    assert "Tempo" not in dict(lines)
    perform("nordic-curl", days_ago=4, sets=3, reps=12, adherence=0.98)
    ((_, lines),) = summed_up_courses(services)
    assert "Held" in dict(lines)
    assert dict(lines)["Tempo"] == "98 % of target time on average"
