"""An exercise as data: its words, its default prescription, its load rule and its spotters."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from negcoach.training.exercise.limits import TEMPO_COUNTS_FROM, tempo_counts
from negcoach.training.exercise.tempo import Tempo
from negcoach.training.terms import Knee, StartsWith

BY_MACHINE = "by machine"
"""The placeholder for the muscle groups of an exercise where they depend on the machine."""

ALONE_TEMPO = Tempo(4, 0, 1, 0)
"""The tempo of an exercise that is lifted and lowered alone (Suchomel 2019: 4-0-1-0 to 6-0-1-0)."""


class Family(Enum):
    """The kinds of exercises.

    Overload is more than the lifter can lift, and requires the safety checks; a regression is a bodyweight negative, on
    the way to a first full rep or in a protocol such as Nordics and heel drops; tempo is less than the 1RM, lifted and
    lowered alone, for whoever may not do overload yet (Suchomel 2019).
    """

    OVERLOAD = "overload"
    REGRESSION = "regression"
    TEMPO = "tempo"

    @property
    def label(self) -> str:
        """The name that people read: as a heading, "regression" would say that somebody gets worse."""
        return "bodyweight negative" if self is Family.REGRESSION else self.value

    @property
    def loaded(self) -> bool:
        """Whether its exercises have a load of their own, not only one that is added to the body."""
        return self is not Family.REGRESSION


@dataclass(frozen=True, slots=True)
class LoadRule:
    """The load of an exercise of overload or tempo, in percent of the lifter's concentric 1RM.

    ``percent`` is where to start, ``cap_percent`` the most that is accepted without typing the load again, ``of`` what
    the percentage refers to (shown to the lifter, such as "1RM" or "two-limb max"). ``one_rm_of`` is the slug of the
    exercise whose 1RM that is, where both are the same lift ("": it is its own).
    """

    percent: int
    cap_percent: int
    of: str = "1RM"
    one_rm_of: str = ""


@dataclass(frozen=True, slots=True)
class SpotterRule:
    """How many spotters an exercise needs, as data; ``negcoach.training.exercise.safety`` judges by it.

    ``at_least`` always; a second one from ``second_from_total_kg`` in total, from ``second_from_above_1rm_kg`` above
    the concentric 1RM, or where the spotter would have to lift more than ``second_above_help_kg`` of the load
    (``None``: no such rule). ``also`` is other equipment required, such as safety pins, ``instead`` equipment that
    makes spotters unnecessary, such as a foot pedal ("" for none).
    """

    at_least: int
    second_from_total_kg: float | None = None
    second_from_above_1rm_kg: float | None = None
    second_above_help_kg: float | None = None
    also: str = ""
    instead: str = ""


@dataclass(frozen=True, slots=True)
class Alternative:
    """What a lifter who may not do overload does in place of an exercise.

    Either another one, ``exercise`` (a slug), or, where that is "", the same one lifted and lowered alone: ``sets`` of
    ``reps`` at ``percent`` of the 1RM in a ``tempo`` that counts the lift too.
    """

    exercise: str = ""
    percent: int = 65
    tempo: Tempo = ALONE_TEMPO
    sets: int = 3
    reps: int = 6


class SafeAt(Enum):
    """Where an exercise's load is safe without anybody's help, for the moment in which a set ends there."""

    TOP = "top"  # held with straight arms, or standing
    BOTTOM = "bottom"  # a stack of weights, a box or the floor has it
    BOTH = "both"  # at the top once it is in its rack, and at the bottom, on the pins


class FreeAt(Enum):
    """Where nobody has an exercise's load: a pause that begins there needs no call."""

    NOWHERE = "nowhere"  # somebody holds it all the time: a bar at arm's length, a body on its arms
    TOP = "top"  # standing or kneeling
    BOTTOM = "bottom"  # a stack of weights or the pins have it
    BOTH = "both"  # kneeling at the top, lying on the hands at the bottom


class LiftShape(Enum):
    """The shape beside the call of a lift."""

    UP = "up"  # the load goes up
    AGAIN = "again"  # the lifter or the bar starts anew from below: knees down, unload


@dataclass(frozen=True, slots=True)
class Words:
    """What an exercise calls its phases, on the screen and in sound.

    ``lift`` is the call on screen ("SPOTTER LIFT", "JUMP UP"), ``lift_sound`` the cue's name, ``lift_note`` one line
    under it, ``bottom`` where the lowering ends ("chest"), ``lift_done`` and ``bottom_reached`` name the key's meaning
    in the footer ("bar is up", "bar is down"), ``finish`` what to do when the set is over ("rack the bar").

    ``take`` is the call that frees the lifter of the load in a pause ("SPOTTER TAKE IT", "FEET ON THE BOX"), ``end``
    the last word of a set that was ended ("RACK IT", "STEP DOWN"); each has the name of its cue. ``reload`` is the call
    for what goes on the racked bar again before the next rep ("HOOKS ON", "PLATES ON").
    """

    lift: str
    lift_sound: str
    lift_note: str
    bottom: str
    take: str
    take_sound: str
    end: str
    end_sound: str
    lift_shape: LiftShape = LiftShape.UP
    lower: str = "LOWER"
    lift_done: str = "I am up"
    bottom_reached: str = "I am down"
    finish: str = "rest"
    reload: str = "HOOKS ON"


UNLOADING_FROM_MS = 10_000
"""A lift that takes this long is an unloading: the bar is left on the pins, and comes back up in parts."""


@dataclass(frozen=True, slots=True)
class Exercise:
    """An exercise of the catalogue, or one that the lifter added (``own``).

    ``lift_ms`` is how long a lift that is not counted (A, X or 0 in the tempo) takes. With ``first_lift`` the lead-in
    calls a lift too, before the first lowering. ``safe_at`` is where the load is safe, ``free_at`` where nobody has it.
    A ``daily`` one is a tendon's protocol, done every day on purpose: its muscles need no days of rest from it
    (``None``: it depends on its muscles, ``recovery.is_daily``). With ``both_knees`` the first half of the sets is done
    with a straight knee, the others with a bent one. ``reps`` is per side for a ``unilateral`` one. ``load`` is
    ``None`` for bodyweight exercises, whose load is what is added. ``progress`` and ``safety`` are one-line hints.
    ``two_spotter_steps`` are for two spotters where one can be enough (empty: none are known), ``spotter_steps`` for as
    many as are always there.
    ``alternative`` is for lifters who may not do overload (``None``: none is known), ``machine`` the slug of the
    machine that comes before this bar for older lifters ("" for none). ``figure`` is the slug of the exercise whose
    figure performs this one too ("": see ``figure_slug``). A ``free_bar`` is loaded with plates on both ends.
    ``forced_by`` is how many spotters help up the last reps where these are forced (0: they cannot be). ``alone``
    marks the tempo version of an overload exercise, whose sets are stored under the same slug. A ``retired`` one is
    offered only to who has trained it. ``aliases`` are other names that it is found by; so is what it is ``good_for``
    apart from its muscles, such as a tendon or a sport's injury.
    """

    slug: str
    name: str
    family: Family
    tempo: Tempo
    starts_with: StartsWith
    unilateral: bool
    lift_ms: int
    sets: int
    reps: int
    rest_ms: int
    load: LoadRule | None
    spotters: SpotterRule
    words: Words
    muscles: tuple[str, ...]
    summary: str
    lifter_steps: tuple[str, ...]
    spotter_steps: tuple[str, ...]
    safety: tuple[str, ...]
    progress: str
    two_spotter_steps: tuple[str, ...] = ()
    alternative: Alternative | None = None
    machine: str = ""
    figure: str = ""
    safe_at: SafeAt = SafeAt.TOP
    free_at: FreeAt = FreeAt.NOWHERE
    first_lift: bool = False
    daily: bool | None = None
    free_bar: bool = False
    forced_by: int = 0
    alone: bool = False
    both_knees: bool = False
    retired: bool = False
    own: bool = False
    aliases: tuple[str, ...] = ()
    good_for: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """All that it is found by: its slug, its name and its aliases."""
        return (self.slug, self.name, *self.aliases)

    @property
    def about(self) -> tuple[str, ...]:
        """What a search finds it by apart from its names: its family, its muscles, and what it is good for."""
        return (self.family.value, *self.muscles, *self.good_for)

    @property
    def figure_slug(self) -> str:
        """The slug of the figure that performs it, if there is one.

        An overload exercise of the lifter's own that shares the 1RM of another is the same lift, so that one's figure
        performs it.
        """
        if self.figure:
            return self.figure
        shared = self.own and self.family is Family.OVERLOAD and self.load is not None and self.load.one_rm_of
        return shared or self.slug

    @property
    def steps_for_two(self) -> tuple[str, ...]:
        """The steps of two spotters, empty where none are known."""
        return self.spotter_steps if self.spotters.at_least == 2 else self.two_spotter_steps

    def steps_of_spotters(self, spotters: int) -> tuple[str, ...]:
        """Return the steps of so many spotters: those of one where none are known for two."""
        return (self.steps_for_two if spotters >= 2 else ()) or self.spotter_steps

    @property
    def bodyweight(self) -> bool:
        """Whether the load is only what is added to the body."""
        return self.load is None

    @property
    def unloaded(self) -> bool:
        """Whether plates come off at the bottom of a rep before the bar comes up, unless its tempo counts the lift."""
        return self.load is not None and self.lift_ms >= UNLOADING_FROM_MS and not self.tempo.counts_lift

    def counts_tempo_of(self, reps: int | None) -> bool:
        """Return whether the tempo counts in sets of so many reps (``None``: to fatigue): lost tempo stops them."""
        return tempo_counts(self.slug, reps)

    @property
    def tempo_counts_from(self) -> int:
        """From how many reps on the tempo counts, 0 for any number."""
        return TEMPO_COUNTS_FROM.get(self.slug, 0)

    def knee(self, number: int, sets: int) -> Knee | None:
        """Return how the knee is held in a set, counted from 1; ``None`` for an exercise that does not say."""
        if not self.both_knees:
            return None
        return Knee.STRAIGHT if number <= (sets + 1) // 2 else Knee.BENT


def steps_said(steps: Sequence[str], lift: str) -> tuple[int | None, int | None]:
    """Return which step, counted from 1, is that of the lowering and which that of the lift, as far as their words say.

    The lowering has its count, or begins with "Lower"; the lift has its call (``lift``). ``None`` where none does.
    """

    def first(said: Callable[[str], bool]) -> int | None:
        return next((number for number, step in enumerate(steps, 1) if said(step)), None)

    counted = first(lambda step: "count" in step and lift not in step)
    lowered = first(lambda step: step.casefold().startswith("lower"))
    return (counted or lowered), first(lambda step: lift in step)


def one_rm_slugs(slug: str, library: Sequence[Exercise]) -> tuple[str, ...]:
    """Return the slugs of the exercises that share the 1RM of an exercise, first the one whose it is."""
    of = {one.slug: one.load.one_rm_of for one in library if one.load is not None and one.load.one_rm_of}
    own = _lift_of(slug, of)
    return (own, *(one.slug for one in library if one.slug != own and _lift_of(one.slug, of) == own))


def _lift_of(slug: str, of: Mapping[str, str]) -> str:
    """Return the exercise at the end of what ``of`` says of each."""
    seen: set[str] = set()
    while slug in of and slug not in seen:
        seen.add(slug)
        slug = of[slug]
    return slug


def offered(exercises: Iterable[Exercise], trained: Container[str] = ()) -> tuple[Exercise, ...]:
    """Return the exercises to choose from: without the retired ones, but for those whose slug is in ``trained``."""
    return tuple(exercise for exercise in exercises if not exercise.retired or exercise.slug in trained)
