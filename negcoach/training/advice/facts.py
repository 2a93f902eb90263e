"""The facts that advice is made from, as small values: the caller reads them, and the time comes with them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum

from negcoach.texts import days_ago_text, days_since
from negcoach.training.advice.exposure import Exposure, PastSession
from negcoach.training.equipment.loading import Loading, OwnLoads, UsualLoads
from negcoach.training.exercise.safety import HealthAnswers
from negcoach.training.exercise.way import STRAIGHT, Way
from negcoach.training.plan.course import Course
from negcoach.training.plan.eccentric_limit import EccentricLimit, eccentric_limit
from negcoach.training.plan.eccentric_test import EccentricMiss, EccentricOneRm
from negcoach.training.plan.full_rep import Try
from negcoach.training.plan.longest_lowering import LongestLowering
from negcoach.training.progress.recovery import is_older
from negcoach.training.progress.soreness import Rating
from negcoach.training.terms import OneRmKind, Side
from negcoach.training.units import Unit


@dataclass(frozen=True, slots=True)
class KnownOneRm:
    """The newest concentric 1RM of an exercise, when it was tested or typed, and which of these."""

    kg: float
    at: datetime
    kind: OneRmKind = OneRmKind.TESTED


@dataclass(frozen=True, slots=True)
class Training:
    """An exercise that trained muscles in one session: lowered here, or lifted and imported (``lifted``).

    ``overload`` is whether it was heavy: an overload exercise, or sets that were lifted heavy. ``sets`` is how many.
    ``light`` is whether it was a light session of an overload exercise (``is_light`` in ``ramp.py``).
    """

    slug: str
    name: str
    muscles: tuple[str, ...]
    at: datetime
    overload: bool
    sets: int
    lifted: bool = False
    light: bool = False


@dataclass(frozen=True, slots=True)
class PainfulSet:
    """A set of another exercise, with its name and muscles, that ended in pain."""

    name: str
    muscles: tuple[str, ...]
    at: datetime


class UnreadableKind(Enum):
    """What a stored row that cannot be read is about."""

    SET = "a set of this exercise, which may have hurt"
    ONE_RM = "its 1RM"
    MUSCLES = "its muscles: a rep, a set of another exercise, a rating of soreness"


@dataclass(frozen=True, slots=True)
class UnreadableRow:
    """A stored row that cannot be read and matters to the exercise: which one it is, its time and what it is about.

    ``at`` is when it was noticed where its own time is what cannot be read.
    """

    name: str
    at: datetime
    kind: UnreadableKind


@dataclass(frozen=True, slots=True)
class UnsavedSet:
    """A set of a session that is not stored, as the disk is full or does not answer: its exercise, whether it hurt."""

    slug: str
    name: str
    hurt: bool


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known when advice on an exercise is asked for, at ``now``.

    ``sessions`` are its last ones, newest first; with ``has_more`` there are more before them. ``trained`` has what
    trained any muscle in the last week, this exercise too. ``painful`` has the sets of other exercises that ended on
    pain in the last two weeks, and older ones whose exercise was not done since. ``ratings`` has the newest soreness
    rating of each muscle group, ``sore_at_72h`` when a muscle of the exercise was rated sore three days after training
    in the last two weeks. ``first_load_kg`` is the first working load since the 1RM is known, or ever where none is
    known; ``estimated_one_rm_kg`` the best estimate from lifted sets where no 1RM is known. ``health`` has the newest
    answers to the health screen, ``body_kg`` the newest body weight. ``weaker_side`` is the one that the lifter named.
    ``own_loads`` are those of the lifter's equipment for this exercise, ``None`` where they are not known.
    ``course`` is that of the programme which the lifter follows with this exercise, ``eased_at`` when sessions began
    that any programme, also one that is over, may have made easier on purpose, and ``tapered_at`` when those before a
    test. ``eccentric_one_rms`` are the results of its tests, ``eccentric_misses`` the tests that had none,
    ``longest_lowerings`` those of the body alone, oldest first, ``tries`` those of the full reps at the end of its
    ladder, and ``lifted_reps`` the most of these that were lifted in one set without help, as an import says.
    ``easier`` are the exposures of the exercise that is the rung below it, oldest first. ``unreadable`` are stored rows
    about the exercise that cannot be read, and are in none of the others, and ``unsaved`` the sets of it and of its
    muscles that are not stored. ``way`` is how its sets are to be done, where
    the lifter's plan says that.
    """

    now: datetime
    unit: Unit = "kg"
    sessions: tuple[PastSession, ...] = ()
    has_more: bool = False
    one_rm: KnownOneRm | None = None
    estimated_one_rm_kg: float | None = None
    first_load_kg: float | None = None
    trained: tuple[Training, ...] = ()
    painful: tuple[PainfulSet, ...] = ()
    ratings: tuple[Rating, ...] = ()
    sore_at_72h: tuple[datetime, ...] = ()
    health: HealthAnswers | None = None
    body_kg: float | None = None
    weaker_side: Side | None = None
    own_loads: OwnLoads | None = None
    course: Course | None = None
    eased_at: frozenset[datetime] = frozenset()
    tapered_at: frozenset[datetime] = frozenset()
    eccentric_one_rms: tuple[EccentricOneRm, ...] = ()
    eccentric_misses: tuple[EccentricMiss, ...] = ()
    longest_lowerings: tuple[LongestLowering, ...] = ()
    tries: tuple[Try, ...] = ()
    lifted_reps: int = 0
    easier: tuple[Exposure, ...] = ()
    unreadable: tuple[UnreadableRow, ...] = ()
    unsaved: tuple[UnsavedSet, ...] = ()
    way: Way = STRAIGHT

    @property
    def loads(self) -> Loading:
        """The loads that can be loaded."""
        return self.own_loads or UsualLoads(self.unit)

    @property
    def eccentric_limit(self) -> EccentricLimit:
        """What the tests of the eccentric 1RM say against a load."""
        return eccentric_limit(self.eccentric_one_rms, self.eccentric_misses, self.now)

    @property
    def older(self) -> bool:
        """Whether the lifter's age asks for more time between sessions."""
        return is_older(self.health, self.now.date())

    def days_ago(self, at: datetime) -> str:
        """Return how long ago a time was: ``today``, ``yesterday`` or ``3 days ago``."""
        return days_ago_text(days_since(at, self.now))

    def with_one_rm(self, kg: float | None) -> Facts:
        """Return the facts with a 1RM as it is typed now, since when nothing was lowered yet.

        The one that is known keeps its date.
        """
        if kg is None:
            return replace(self, one_rm=None)
        if self.one_rm is not None and self.one_rm.kg == kg:
            return self
        return replace(self, one_rm=KnownOneRm(kg, self.now, OneRmKind.ENTERED), first_load_kg=None)
