"""The part of a report on the rules of the advice: whose the numbers of each are."""

from __future__ import annotations

from collections.abc import Iterator

from negcoach.formatting import NO_VALUE
from negcoach.report.blocks import Table
from negcoach.report.facts import ReportFacts
from negcoach.training.advice.day_volume import MUCH_IN_A_DAY
from negcoach.training.advice.progression.eccentric_limit import ECCENTRIC_LIMIT
from negcoach.training.advice.progression.ladders import FIRST_BOUT, NORDIC_SLUG, TRY_FULL
from negcoach.training.advice.progression.nordic import NORDIC
from negcoach.training.advice.progression.overload import DELOAD, RAMP_IN, RETURN
from negcoach.training.advice.progression.planned import AFTER_PAIN, HELPED_UP, KEPT_TWICE, LOST_TWICE, RESTS_INSIDE
from negcoach.training.advice.progression.tendon import CALM_WEEK
from negcoach.training.advice.readiness.pain import PAIN
from negcoach.training.advice.readiness.table import (
    ENOUGH_TODAY,
    FULL_REPS_FIRST,
    HEALTH_SCREEN,
    LOAD_CAP,
    NO_OVERLOAD,
    RECOVERY,
    SORENESS,
    TEST_ONE_RM,
)
from negcoach.training.advice.readiness.tendon_pain import TENDON_PAIN
from negcoach.training.advice.ways import WAYS
from negcoach.training.equipment.load_note import PLATES
from negcoach.training.equipment.warm_up import WARM_UP
from negcoach.training.exercise.alternative import TEMPO_VERSION
from negcoach.training.exercise.safety import SPOTTERS
from negcoach.training.exercise.tempo import Lift, Tempo
from negcoach.training.exercise.way import STRAIGHT
from negcoach.training.plan.eccentric_test import ECCENTRIC_LOADS, ECCENTRIC_TEST
from negcoach.training.plan.full_rep import FULL_REPS
from negcoach.training.progress.pain import NOT_SAID
from negcoach.training.rule import Rule
from negcoach.training.score.stop_rules import STOP


def rules_table(facts: ReportFacts) -> Table:
    """Return the rules that led the exercises of a report, each with its mark and its source."""
    rows = tuple(
        (rule.name[:1].upper() + rule.name[1:], str(rule.mark), rule.source or NO_VALUE) for rule in _rules(facts)
    )
    return Table(("Rule", "Numbers", "Source"), "lll", rows)


def _rules(facts: ReportFacts) -> Iterator[Rule]:
    sets = facts.sets
    slugs = {one.exercise for one in sets}
    loaded = [one for one in sets if not one.bodyweight]
    alone = [one for one in loaded if not isinstance(Tempo.parse(one.tempo).concentric, Lift)]
    if len(alone) < len(loaded):
        yield from (HEALTH_SCREEN, NO_OVERLOAD, SPOTTERS, WARM_UP)
    if alone:
        yield TEMPO_VERSION
    if loaded:
        yield from (PLATES, RAMP_IN, RETURN, LOAD_CAP, TEST_ONE_RM, DELOAD)
    if any(one.way != STRAIGHT for one in sets):
        yield from (WAYS, RESTS_INSIDE, HELPED_UP)
    if facts.tests:
        yield from (ECCENTRIC_TEST, ECCENTRIC_LOADS)
    if slugs & facts.limited:
        yield ECCENTRIC_LIMIT
    if any(one.bodyweight for one in sets):
        yield FIRST_BOUT
    yield from (KEPT_TWICE, LOST_TWICE)
    if slugs & FULL_REPS.keys():
        yield from (TRY_FULL, FULL_REPS_FIRST)
    if NORDIC_SLUG in slugs:
        yield NORDIC
    if any(one.pain != NOT_SAID for one in sets):
        yield from (TENDON_PAIN, CALM_WEEK)
    yield from (STOP, SORENESS, RECOVERY, ENOUGH_TODAY, MUCH_IN_A_DAY, PAIN, AFTER_PAIN)
