"""Sessions of one visit follow each other within three hours, and together last less than a day."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from negcoach.training.progress.visits import LONGEST_SESSION, SessionSpan, visits_of

MORNING = datetime(2026, 7, 25, 9, tzinfo=UTC)

SPANS = st.lists(st.tuples(st.integers(0, 4000), st.integers(0, 300)), max_size=12).map(
    lambda found: [span(str(number), start, start + length) for number, (start, length) in enumerate(found)]
)


def span(name: str, start_min: float, end_min: float) -> SessionSpan:
    """Return a session by the minutes after the morning."""
    return SessionSpan(name, MORNING + timedelta(minutes=start_min), MORNING + timedelta(minutes=end_min))


def ids(visits: tuple[tuple[SessionSpan, ...], ...]) -> list[str]:
    """Return the ids of each visit's sessions as one word."""
    return ["".join(one.id for one in visit) for visit in visits]


def test_sessions_less_than_three_hours_apart_are_one_visit() -> None:
    assert ids(visits_of([span("b", 60 + 179, 300), span("a", 0, 60)])) == ["ab"]
    assert ids(visits_of([span("a", 0, 60), span("b", 60 + 180, 300)])) == []


def test_the_hours_can_be_others() -> None:
    sessions = [span("a", 0, 60), span("b", 100, 120)]
    assert ids(visits_of(sessions, timedelta(minutes=40))) == []
    assert ids(visits_of(sessions, timedelta(minutes=41))) == ["ab"]


def test_the_gap_is_counted_from_the_last_end_also_where_a_session_lies_within_another() -> None:
    assert ids(visits_of([span("a", 0, 200), span("b", 10, 20), span("c", 370, 380)])) == ["abc"]


def test_a_visit_lasts_less_than_a_day() -> None:
    sessions = [span(name, 170 * number, 170 * number + 10) for number, name in enumerate("abcdefghij")]
    assert ids(visits_of(sessions)) == ["abcdefghi"]


@given(SPANS)
def test_visits_are_of_several_sessions_each_in_one_of_them_and_none_lasts_a_day(spans: list[SessionSpan]) -> None:
    visits = visits_of(spans)
    found = [one.id for visit in visits for one in visit]
    assert len(found) == len(set(found))
    for visit in visits:
        assert len(visit) > 1
        assert max(one.ended_at for one in visit) - visit[0].started_at < LONGEST_SESSION
        assert list(visit) == sorted(visit, key=lambda one: (one.started_at, one.id))
