"""What a report says of Nordics: how long they were held, until their tempo counts."""

from __future__ import annotations

from collections.abc import Callable

from negcoach.report.facts import read_facts
from negcoach.report.markdown import markdown
from negcoach.report.story import report_blocks
from negcoach.services import Services
from tests.services import clock, perform, services

__all__ = ["clock", "perform", "services"]  # the fixtures


def report_on(services: Services) -> str:
    with services.database.read() as connection:
        found = read_facts(connection, services.now().date(), 4)
        return markdown(report_blocks(found, "kg")).replace("\\", "")


def test_nordics_before_the_tempo_counts_are_held_and_not_judged_by_its_share(
    services: Services, perform: Callable[..., None]
) -> None:
    for days_ago in (20, 17, 14, 11):
        perform("nordic-curl", days_ago=days_ago, sets=2, reps=5, adherence=0.62)
    text = report_on(services)
    held = (
        "In sets of fewer than 12 reps the tempo is not judged: a rep was held for 3.1 s on average before the hands "
        "caught the fall (40 of 40 reps measured)."
    )
    assert held in text
    assert "62 %" not in text
    assert "by the clock" not in text.split("## What is measured")[0]
    assert "| held 3.1 s |" in text
    perform("nordic-curl", days_ago=3, sets=3, reps=12, adherence=0.98)
    text = report_on(services)
    assert held in text
    assert "Lowerings took 98 % of target time (36 of 36 reps measured)." in text
    assert "The measured lowerings took 98 % of target time." in text


def test_other_exercises_are_judged_from_their_first_set_on(services: Services, perform: Callable[..., None]) -> None:
    perform("negative-dip", days_ago=3, sets=2, reps=3, adherence=0.62)
    text = report_on(services)
    assert "Lowerings took 62 % of target time (6 of 6 reps measured)." in text
    assert "held" not in text.split("## What is measured")[0]
