"""Passing the safety gate with the next single of a test of the eccentric 1RM: each has another load."""

from __future__ import annotations

from dataclasses import replace

from negcoach.coaching.gate.asker import Asker
from negcoach.coaching.gate.gate import pass_load
from negcoach.coaching.rest.after_single import AfterSingle
from negcoach.coaching.sets_to_do import Choice
from negcoach.training.plan.eccentric_test import SPARE


async def pass_single(asker: Asker, after: AfterSingle) -> bool:
    """Ask about the load of the single that comes ``after`` another one, and about the spotters, where that must be.

    Returns whether it begins now. Where something was asked it does not, and is not asked again: who answered has yet
    to take the bar, and begins it with a key. Raises ``NegcoachError`` when the database cannot be used.
    """
    if after.has_passed:
        return True
    services, sets = after.session.services, after.next_sets
    choice = Choice(sets.prescription, sets.one_rm_kg)
    passed = await pass_load(asker, services, choice, sets.spotters, spare=SPARE, in_place=True)
    if passed is None:
        return False
    after.pass_gate(replace(sets, prescription=passed.choice.prescription, spotters=passed.spotters))
    return not passed.asked
