"""Keeping a session: what was lowered is on disk before anything shows it as done."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from negcoach.store.journal import Journal
from negcoach.store.plan import SetPlan
from negcoach.training.prescription import Prescription
from negcoach.training.set_run import KeptRep
from negcoach.training.timeline import StopReason


def set_plan(prescription: Prescription, number: int, *, spotters: int, one_rm_kg: float | None) -> SetPlan:
    """Return what is prescribed for set ``number``, as the store keeps it."""
    exercise = prescription.exercise
    return SetPlan(
        exercise=exercise.slug,
        exercise_name=exercise.name,
        set_number=number,
        sets=prescription.sets,
        reps=prescription.reps,
        tempo=str(prescription.tempo),
        load_kg=prescription.load_kg,
        rest_ms=prescription.rest_ms,
        lead_in_ms=prescription.lead_in_ms,
        next_lead_in_ms=prescription.next_lead_in_ms,
        lift_ms=prescription.lift_ms,
        starts_with=exercise.starts_with,
        unilateral=exercise.unilateral,
        spotters=spotters,
        one_rm_kg=one_rm_kg,
        bodyweight=exercise.bodyweight,
    )


class SessionKeeper:
    """Writes a session set by set; a session and a set come into being with their first rep, so none is empty.

    Every method raises ``NegcoachError`` when it could not be kept, and may be called again.
    """

    def __init__(self, journal: Journal, now: Callable[[], datetime], session_id: str | None = None) -> None:
        """Begin a new session, or go on with ``session_id``."""
        self._journal = journal
        self._now = now
        self.session_id = session_id
        self._plan: SetPlan | None = None
        self._set_id: str | None = None
        self._kept: dict[int, KeptRep] = {}

    def plan_set(self, plan: SetPlan) -> None:
        """Say which set the coming reps belong to."""
        self._plan, self._set_id = plan, None
        self._kept.clear()

    def keep(self, reps: tuple[KeptRep, ...]) -> None:
        """Bring the store up to date with the set's lowerings so far; quick when nothing has changed."""
        for kept in reps:
            if self._kept.get(kept.rep.ordinal) != kept:
                self._keep(kept)
                self._kept[kept.rep.ordinal] = kept

    def end_set(self, reason: StopReason) -> None:
        """Say why the set ended."""
        if self._set_id is not None:
            self._journal.end_set(self._set_id, reason, self._now())

    def rate_set(self, rpe: float | None) -> None:
        """Keep the set's effort (CR10)."""
        if self._set_id is not None:
            self._journal.rate_set(self._set_id, rpe, self._now())

    def end_session(self) -> None:
        """End the session, if anything was lowered in it."""
        if self.session_id is not None:
            self._journal.end_session(self.session_id, self._now())

    def annotate(self, note: str, rpe: float | None) -> None:
        """Keep the session's note and effort (CR10)."""
        if self.session_id is not None:
            self._journal.annotate_session(self.session_id, note, rpe, self._now())

    def _keep(self, kept: KeptRep) -> None:
        set_id = self._ensure_set()
        before = self._kept.get(kept.rep.ordinal)
        if before is None or before.rep != kept.rep:
            rep = kept.rep
            self._journal.keep_rep(
                set_id,
                ordinal=rep.ordinal,
                number=rep.number,
                side=rep.side,
                target_ms=rep.target_ms,
                measured_ms=rep.measured_ms,
                now=self._now(),
            )
        if kept.taken_back_ms is not None:
            self._journal.take_back(set_id, kept.rep.ordinal, self._now())

    def _ensure_set(self) -> str:
        if self._set_id is None:
            if self._plan is None:
                raise RuntimeError("plan_set comes before the first rep of a set")
            if self.session_id is None:
                self.session_id = self._journal.begin_session(self._now())
            self._set_id = self._journal.begin_set(self.session_id, self._plan, self._now())
        return self._set_id
