"""A programme: weeks of sessions of an exercise, each session written as one short item, such as ``3x4 @ 85%``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise

from negcoach.errors import NegcoachError
from negcoach.texts import nearest, quoted, shortened
from negcoach.training.equipment.body_load import MOST_ADDED_KG
from negcoach.training.exercise.exercise import Exercise, Family
from negcoach.training.exercise.limits import MOST_REPS, MOST_SETS
from negcoach.training.exercise.prescription import require_way
from negcoach.training.exercise.safety import least_lowering_s, slowest_tempo
from negcoach.training.exercise.tempo import LONGEST_PHASE_S
from negcoach.training.exercise.way import MOST_ACCENTUATED, STRAIGHT, Way, WayKind
from negcoach.training.plan.eccentric_test import LEAST_USED, is_testable
from negcoach.training.plan.longest_lowering import has_lowering_test
from negcoach.training.rule import Mark, Rule
from negcoach.training.units import Unit, format_load, kg_per

MOST_WEEKS = 52
"""The most weeks of a programme (our own choice)."""

DAYS_OF_WEEK = 7

MOST_SESSIONS = 14
"""The most sessions of a week: two a day, as they are half a day apart at least."""

LEAST_PERCENT, MOST_PERCENT = 10, 200
"""A load in percent of the 1RM, whatever the exercise is: the cap of each is lower, most often."""

EXAMPLE = "3x4 @ 85%"
"""An item as an error shows it."""

_LOADS = "a load: @ 85%, @ 85% ecc, +5 kg, up, same or bw"


class LoadBy(Enum):
    """How an item gives its load."""

    PERCENT = "percent"
    """A part of the concentric 1RM."""
    PERCENT_ECCENTRIC = "percent of the eccentric 1RM"
    ADDED = "added"
    """Added to the body."""
    UP = "up"
    """As progress has it: more after two kept days."""
    SAME = "same"
    """As last time."""
    BODYWEIGHT = "bw"
    """The body alone."""


@dataclass(frozen=True, slots=True)
class Work:
    """Sets of a session: ``sets`` of ``reps`` to ``most_reps`` (the same without a range), a side if ``a_side``.

    ``amount`` is the percentage, or what is added in the ``unit``, by ``load``. ``seconds`` is the lowering, ``None``:
    as progress or the exercise has it. Each set has ``fewer`` reps less than the one before it. An ``easy`` session
    takes 90 % of the load, and is neither kept nor lost. ``way`` is how the sets are done.
    """

    sets: int
    reps: int
    most_reps: int
    load: LoadBy
    amount: float = 0.0
    unit: Unit = "kg"
    seconds: int | None = None
    a_side: bool = False
    easy: bool = False
    fewer: int = 0
    way: Way = STRAIGHT

    def __str__(self) -> str:
        """Return it as it is written in a file."""
        parts = [
            f"{self.sets}x{self.reps_text.replace(' ', '')}",
            f"{self.seconds} s" if self.seconds else "",
            self.load_text,
        ]
        parts += ["a side" * self.a_side, "easy" * self.easy, "" if self.way == STRAIGHT else str(self.way)]
        return " ".join(part for part in parts if part)

    @property
    def reps_text(self) -> str:
        """The reps of a set: ``4``, ``6-8`` or, where they fall, ``12, 10, 8``."""
        if self.fewer:
            return ", ".join(str(self.reps - self.fewer * number) for number in range(self.sets))
        return f"{self.reps}" if self.reps == self.most_reps else f"{self.reps}-{self.most_reps}"

    @property
    def load_text(self) -> str:
        """The load as it is written in a file."""
        if self.load is LoadBy.PERCENT:
            return f"@ {self.amount:g}%"
        if self.load is LoadBy.PERCENT_ECCENTRIC:
            return f"@ {self.amount:g}% ecc"
        return f"+{self.amount:g} {self.unit}" if self.load is LoadBy.ADDED else self.load.value

    @property
    def added_kg(self) -> float:
        """What is added to the body, in kg."""
        return self.amount * kg_per(self.unit) if self.load is LoadBy.ADDED else 0.0

    @property
    def total_reps(self) -> int:
        """The reps of all sets, of one side."""
        return self.sets * self.reps - self.fewer * self.sets * (self.sets - 1) // 2


@dataclass(frozen=True, slots=True)
class EccentricTest:
    """A session that tests the eccentric 1RM at tempo, or the longest lowering of the body alone."""

    def __str__(self) -> str:
        """Return it as it is written in a file."""
        return "test eccentric"


Item = Work | EccentricTest
"""What a session of a programme consists of."""


@dataclass(frozen=True, slots=True)
class Week:
    """A week: its sessions in their order, at least one, of one exercise (a slug); ``why`` says what it is for."""

    exercise: str
    sessions: tuple[Item, ...]
    why: str = ""


@dataclass(frozen=True, slots=True)
class Needs:
    """What a programme asks of a lifter before it begins."""

    one_rm: bool = False
    spotter: bool = False
    months: int = 0
    """Months of regular lifting."""

    @property
    def words(self) -> tuple[str, ...]:
        """Each of them in a few words."""
        months = (f"{self.months} months of regular lifting",) if self.months else ()
        return (*("a known 1RM",) * self.one_rm, *("a spotter",) * self.spotter, *months)


@dataclass(frozen=True, slots=True)
class Programme:
    """A programme: its weeks, at least one, and how many days are between two sessions (below 1: within a day).

    ``exercise`` is the slug that most of its weeks have. ``rule`` says whose its numbers are, and from where, under
    its name. ``own`` is whether the lifter wrote it.
    """

    slug: str
    name: str
    exercise: str
    days_apart: float
    weeks: tuple[Week, ...]
    needs: Needs = Needs()
    about: str = ""
    source: str = ""
    own: bool = False
    mark: Mark = Mark.YOURS

    @property
    def rule(self) -> Rule:
        """The programme as the rule that its advice names."""
        return Rule(self.name, self.mark, self.source)

    @property
    def exercises(self) -> tuple[str, ...]:
        """The slugs of its exercises, each once, in the order of its weeks."""
        return tuple(dict.fromkeys(week.exercise for week in self.weeks))

    @property
    def session_count(self) -> int:
        """How many sessions it has in all."""
        return sum(len(week.sessions) for week in self.weeks)


def parse_item(text: str) -> Item:
    """Read an item, ``SETSxREPS[-REPS] [SECONDS s] LOAD [a side] [easy] [WAY]`` or ``test eccentric``.

    Reps that fall from set to set are written out: ``3x12,10,8``. A way is as ``Way.parse`` reads it. Raises
    ``NegcoachError`` that says what is wrong and what would be right.
    """
    left = " ".join(text.replace("×", "x").split()).lower()
    if left == "test eccentric":
        return EccentricTest()
    if not left:
        raise NegcoachError(f'"" is empty. Write sets, reps and a load, like "{EXAMPLE}"')
    amount, left = _match_start(r"(\d+) ?x ?(\d+)(?:-(\d+)|((?:, ?\d+)+))?(?![\w,.-])", left)
    if amount is None:
        if nearest(left, ["test eccentric"]):
            raise NegcoachError('did you mean "test eccentric"?')
        wrong = left.split(" ")[0]
        raise NegcoachError(f'{quoted(wrong)} must be sets x reps, like "3x4" or "3x6-8", or "test eccentric"')
    sets, reps = int(amount[1]), int(amount[2])
    most_reps = int(amount[3]) if amount[3] else reps
    _within("sets", sets, MOST_SETS)
    _within("reps", reps, MOST_REPS)
    _within("reps", most_reps, MOST_REPS)
    if most_reps < reps:
        raise NegcoachError(f'"{amount[0]}" runs backwards: write the fewer reps first, "{sets}x{most_reps}-{reps}"')
    fewer = _fewer(amount[0], sets, reps, amount[4])
    lowering, left = _match_start(r"(\d+) ?s(?!\w)", left)
    seconds = int(lowering[1]) if lowering else None
    if seconds is not None:
        _within("the seconds of a lowering", seconds, LONGEST_PHASE_S)
    load, number, unit, left = _load(left)
    side, left = _match_start(r"a side(?!\w)", left)
    easy, left = _match_start(r"easy(?!\w)", left)
    way = _way(left)
    work = Work(sets, reps, most_reps, load, number, unit, seconds, side is not None, easy is not None, fewer, way)
    _require_fitting_way(work)
    return work


def _way(text: str) -> Way:
    """Read what follows the load, a side and easy: the way that the sets are done, or nothing."""
    if text and text.split(" ")[0] not in {kind.value for kind in WayKind}:
        follow = 'Only "a side", "easy" and a set type, like "drop 10 %", follow it, in order'
        raise NegcoachError(f"{quoted(text)} is not known after the load. {follow}")
    try:
        return Way.parse(text)
    except NegcoachError as error:
        raise NegcoachError(f"{quoted(text)}: {str(error).rstrip('.')}") from None


def _require_fitting_way(work: Work) -> None:
    """Raise ``NegcoachError`` where the sets of an item cannot be done in its way, whatever the exercise is."""
    way, least_reps = work.way, work.reps - work.fewer * (work.sets - 1)
    wrong = ""
    if way.asks_more and work.easy:
        wrong = "an easy session is done straight. Leave out one of them"
    elif way.kind is WayKind.DROP and work.sets == 1:
        wrong = "the last of several sets is the drop. Write two sets at least"
    elif way.kind is WayKind.CLUSTER and work.most_reps <= way.reps:
        wrong = f"a set of {work.most_reps} has no rest inside. Write fewer reps for the cluster, or more for the set"
    elif way.kind is WayKind.FORCED and least_reps <= way.reps:
        wrong = f"the first rep of a set is lifted alone. Write {way.reps + 1} reps at least"
    elif way.kind is WayKind.ACCENTUATED and work.load is LoadBy.PERCENT and work.amount > MOST_ACCENTUATED:
        wrong = f"an accentuated set lowers {MOST_ACCENTUATED} % of the 1RM at most, not {work.amount:g}"
    if wrong:
        raise NegcoachError(f'"{way}": {wrong}')


def _fewer(written: str, sets: int, reps: int, others: str | None) -> int:
    """Return by how many reps each set falls, where the reps of all are written out; 0 where they are not."""
    if others is None:
        return 0
    counts = [reps, *(int(count) for count in others.replace(" ", "").strip(",").split(","))]
    fewer = counts[0] - counts[1]
    falls = fewer > 0 and all(one - other == fewer for one, other in pairwise(counts))
    if len(counts) != sets or not falls or counts[-1] < 1:
        raise NegcoachError(f'"{written}" must have a number of reps for each set, each as much less, like "3x12,10,8"')
    return fewer


def require_fitting(item: Item, exercise: Exercise) -> None:
    """Raise ``NegcoachError`` where an exercise cannot do what an item asks for, with what would be right."""
    if isinstance(item, EccentricTest):
        if not is_testable(exercise) and not has_lowering_test(exercise):
            raise NegcoachError(
                f"{exercise.name} has no test. Only overload, negatives towards a full rep and Nordics have one"
            )
        return
    _require_fitting_load(item, exercise)
    _require_fitting_seconds(item, exercise)
    if item.a_side is not exercise.unilateral:
        right = "is done one side at a time: add" if exercise.unilateral else "is done with both sides: leave out"
        raise NegcoachError(f'{exercise.name} {right} "a side"')
    require_way(item.way, exercise, item.sets)


def _require_fitting_load(item: Work, exercise: Exercise) -> None:
    of_a_load, rule = item.load in (LoadBy.PERCENT, LoadBy.PERCENT_ECCENTRIC), exercise.load
    if of_a_load and rule is None:
        raise NegcoachError(f"{exercise.name} is done with bodyweight. Write bw, up, same or +5 kg")
    if item.load in (LoadBy.BODYWEIGHT, LoadBy.ADDED) and rule is not None:
        raise NegcoachError(f"{exercise.name} has a load of its own. Write @ 85%, up or same")
    if item.load is LoadBy.PERCENT_ECCENTRIC and not is_testable(exercise):
        raise NegcoachError(
            f"{exercise.name} has no eccentric 1RM: only overload with a load has one. Write @ 85% or up"
        )
    if item.load is LoadBy.PERCENT and rule is not None and item.amount > rule.cap_percent:
        cap = f"{rule.cap_percent} % of the {rule.of}"
        raise NegcoachError(f"the cap of {exercise.name} is {cap}. Write @ {rule.cap_percent}% or less")


def _require_fitting_seconds(item: Work, exercise: Exercise) -> None:
    if item.seconds is None:
        return
    least, most = least_lowering_s(exercise), slowest_tempo(exercise).eccentric
    if item.seconds < least:
        raise NegcoachError(f"under {least} s it is a drop, not a lowering. Write {least} s or more")
    if exercise.family is Family.OVERLOAD and item.seconds > most:
        raise NegcoachError(f"overload is lowered for {most} s at most. Write {most} s or less")


def _load(text: str) -> tuple[LoadBy, float, Unit, str]:
    """Read the load at the start of a text; return it with the rest of the text."""
    percent, left = _match_start(rf"@ ?({_NUMBER}) ?%( ecc(?!\w))?", text)
    if percent is not None:
        number, eccentric = _number(percent[1]), percent[2] is not None
        least, most = (LEAST_USED, 100) if eccentric else (LEAST_PERCENT, MOST_PERCENT)
        if not least <= number <= most:
            of = "the eccentric 1RM" if eccentric else "the 1RM"
            raise NegcoachError(f"{quoted(percent[0])} must be from {least} to {most} % of {of}")
        return LoadBy.PERCENT_ECCENTRIC if eccentric else LoadBy.PERCENT, number, "kg", left
    added, left = _match_start(rf"\+ ?({_NUMBER}) ?(kg|lb)(?!\w)", text)
    if added is not None:
        unit: Unit = "lb" if added[2] == "lb" else "kg"
        number = _number(added[1])
        if not 0 < number * kg_per(unit) <= MOST_ADDED_KG:
            most_added = format_load(MOST_ADDED_KG, unit)
            raise NegcoachError(
                f"{quoted(added[0])} must be more than 0 and at most {most_added}; write bw for nothing"
            )
        return LoadBy.ADDED, number, unit, left
    word, left = _match_start(r"(up|same|bw)(?!\w)", text)
    if word is not None:
        return LoadBy(word[1]), 0.0, "kg", left
    if not text:
        raise NegcoachError(f"the load is missing. Add {_LOADS}")
    if re.match(rf"@ ?{_NUMBER}(?![\d.,%])", text, re.ASCII):
        raise NegcoachError(f"{quoted(text)} has no %. A load is in percent of the 1RM, like @ 85%, or up or same")
    if re.match(r"\d", text, re.ASCII):
        raise NegcoachError(f'{quoted(text)} must begin with seconds, like "5 s", or {_LOADS}')
    raise NegcoachError(f"{quoted(text)} must begin with {_LOADS}")


_NUMBER = r"\d+(?:[.,]\d+)?"


def _number(text: str) -> float:
    """Read a number with two decimals at most, with a point or a comma."""
    whole, _, decimals = text.replace(",", ".").partition(".")
    if len(decimals) > _MOST_DECIMALS:
        raise NegcoachError(f"{quoted(text)} has more than two decimals. Write {whole}.{decimals[:_MOST_DECIMALS]}")
    return float(f"{whole}.{decimals or 0}")


_MOST_DECIMALS = 2


def _match_start(pattern: str, text: str) -> tuple[re.Match[str] | None, str]:
    """Return the match at the start of a text, ``None`` without one, and what is left of the text."""
    found = re.match(pattern, text, re.ASCII)
    return found, text if found is None else text[found.end() :].strip()


def _within(what: str, number: int, most: int) -> None:
    if not 1 <= number <= most:
        raise NegcoachError(f"{what} must be from 1 to {most}, not {shortened(str(number))}")
