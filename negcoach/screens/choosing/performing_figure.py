"""A figure that performs reps of a prescription at their tempo, as the score has them."""

from __future__ import annotations

from collections.abc import Callable

from textual.errors import NoWidget
from textual.message import Message
from textual.timer import Timer

from negcoach.audio.clock import NS_PER_MS
from negcoach.screens.shared.motion import is_still
from negcoach.training.exercise.figure import Figure
from negcoach.training.exercise.prescription import Prescription
from negcoach.training.score.sample_rep import SampleRep, sample_rep
from negcoach.training.score.timeline import Phase
from negcoach.widgets.drawing.figure_view import FigureView

STEP_S = 1 / 12
"""The time between two pictures."""
REPS = 3
"""How many reps are performed: what moves for ever draws the eyes away from what one reads."""


class PerformingFigure(FigureView):
    """A figure that performs a few reps when it is shown, then stands still at the start and the end of its lowering.

    It does not move at all where Textual's animations are off.
    """

    class PhaseShown(Message):
        """Another phase of the rep is shown: ``None`` when the figure stands still."""

        def __init__(self, phase: Phase | None) -> None:
            super().__init__()
            self.phase = phase

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name for it
        """Begin with nothing to show."""
        super().__init__(id=id)
        self._phase: Phase | None = None
        self._rep: SampleRep | None = None
        self._clock: Callable[[], int] | None = None
        self._began_ns: int | None = None  # None until it is seen
        self._timer: Timer | None = None

    def perform(self, figure: Figure, prescription: Prescription, clock: Callable[[], int]) -> None:
        """Perform reps of a prescription; ``clock`` returns monotonic nanoseconds."""
        self.stop()
        self.show(figure)
        if is_still(self.app):
            return
        self._rep, self._clock, self._began_ns = sample_rep(prescription), clock, None
        self.pose(0.0, lifting=False)
        self._timer = self.set_interval(STEP_S, self._step)
        self._step()

    def stop(self) -> None:
        """Stand still."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        self._rep = None
        self._show_phase(None)

    def _step(self) -> None:
        """Show the pose of this moment, unless it cannot be seen; the first rep begins when it can."""
        rep, clock = self._rep, self._clock
        if rep is None or clock is None or not self._is_seen:
            return
        if self._began_ns is None:
            self._began_ns = clock()
        elapsed_ms = (clock() - self._began_ns) // NS_PER_MS
        if elapsed_ms >= REPS * rep.length_ms:
            figure = self.figure
            self.stop()
            self.show(figure)
            return
        moment = rep.at(elapsed_ms)
        self.pose(moment.lowered_at(moment.position_ms), lifting=moment.phase is Phase.LIFT)
        self._show_phase(moment.phase)

    @property
    def _is_seen(self) -> bool:
        """Whether at least half of it is on the screen, and no other screen covers it."""
        if not self.screen.is_active:
            return False
        try:
            place = self.screen.find_widget(self)
        except NoWidget:
            return False
        return 2 * place.visible_region.area >= place.region.area > 0

    def _show_phase(self, phase: Phase | None) -> None:
        if phase is not self._phase:
            self._phase = phase
            self.post_message(self.PhaseShown(phase))
