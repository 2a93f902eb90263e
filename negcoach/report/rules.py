"""The part of a report on the rules of the advice: whose the numbers of each are."""

from __future__ import annotations

from collections.abc import Iterator

from negcoach.report.blocks import Table
from negcoach.report.facts import ReportFacts
from negcoach.training.advice.finding import Rule
from negcoach.training.advice.progression.ladders import FIRST_BOUT, NORDIC_SLUG, TRY_FULL
from negcoach.training.advice.progression.nordic import NORDIC
from negcoach.training.advice.progression.overload import CAP, DELOAD, RAMP_IN, RETURN
from negcoach.training.advice.progression.planned import AFTER_PAIN, KEPT_TWICE, LOST_TWICE
from negcoach.training.advice.progression.tendon import CALM_WEEK
from negcoach.training.advice.readiness.pain import PAIN
from negcoach.training.advice.readiness.table import RECOVERY, SORENESS
from negcoach.training.advice.readiness.tendon_pain import TENDON_PAIN
from negcoach.training.plan.full_rep import FULL_REPS
from negcoach.training.plan.programme_words import mark_of


def rules_table(facts: ReportFacts) -> Table:
    """Return the rules that led the exercises of a report, each with its mark and its source."""
    rows = tuple((rule.name.capitalize(), mark_of(rule.source), rule.source) for rule in _rules(facts))
    return Table(("Rule", "Mark", "Source"), "lll", rows)


def _rules(facts: ReportFacts) -> Iterator[Rule]:
    sets = facts.sets
    slugs = {one.exercise for one in sets}
    if any(not one.bodyweight for one in sets):
        yield from (RAMP_IN, RETURN, CAP, DELOAD)
    if any(one.bodyweight for one in sets):
        yield FIRST_BOUT
    yield from (KEPT_TWICE, LOST_TWICE)
    if slugs & FULL_REPS.keys():
        yield TRY_FULL
    if NORDIC_SLUG in slugs:
        yield NORDIC
    if any(one.pain is not None for one in sets):
        yield from (TENDON_PAIN, CALM_WEEK)
    yield from (SORENESS, RECOVERY, PAIN, AFTER_PAIN)
