"""A plan made from a past session: to be stored, or to repeat the last session at once."""

from __future__ import annotations

from dataclasses import replace

from negcoach.errors import NegcoachError
from negcoach.services import Services
from negcoach.store.queries.sessions.history import SessionRecord, session, session_rows
from negcoach.training.exercise.catalogue import slug_of
from negcoach.training.exercise.limits import LONGEST_REST_MS, MOST_SETS
from negcoach.training.plan.plan import Plan, SourceSet, plan_of_session
from negcoach.training.terms import SetPurpose

REPEATED = "The last session"
"""The name of the plan that repeats the last session; it is stored nowhere."""

_MOST_SEARCHED = 200
"""How many sessions are searched for the newest with something lowered: imported ones can come after it."""


def plan_from(record: SessionRecord, name: str) -> Plan:
    """Return a plan of that name, of what was lowered in a session; see ``plan_of_session``.

    Raises ``NegcoachError`` where nothing was, or it is no plan.
    """
    done = [
        SourceSet(
            slug, min(one.prescribed.sets, MOST_SETS), min(_whole_seconds(one.prescribed.rest_ms), LONGEST_REST_MS)
        )
        for one in record.sets
        if one.reps and one.prescribed.purpose is SetPurpose.WORK and (slug := slug_of(one.prescribed.exercise))
    ]
    return plan_of_session(name, done)


def last_session_plan(services: Services, running_id: str | None) -> Plan:
    """Return a plan that repeats the last session but the running one; raises ``NegcoachError`` where there is none.

    The sets are as advised, as load, tempo and reps are: after pain they are fewer, after the ramp-in more.
    """
    with services.database.read() as connection:
        rows = session_rows(connection, _MOST_SEARCHED)
        found = next((row.id for row in rows if row.reps and row.id != running_id), None)
        record = None if found is None else session(connection, found)
    if record is None:
        raise NegcoachError("There is no session to repeat yet. Choose an exercise.")
    plan = plan_from(record, REPEATED)
    return replace(plan, items=tuple(replace(item, sets=None) for item in plan.items))


def _whole_seconds(ms: int) -> int:
    return ms // 1000 * 1000
