"""What could not be stored is not forgotten: pain of it asks for the word, all else is said not to count."""

from __future__ import annotations

from dataclasses import replace

import pytest

from negcoach.training.advice.advice import advise as advise_on
from negcoach.training.advice.facts import UnsavedSet
from negcoach.training.advice.finding import Level
from negcoach.training.advice.readiness.unsaved import UNSAVED
from tests.training.advice.builders import default, facts


@pytest.mark.parametrize(("hurt", "level"), [(True, Level.TYPED), (False, Level.WARNING)])
def test_a_set_that_is_not_saved_stands_against_the_next_ones(hurt: bool, level: Level) -> None:
    done = UnsavedSet("negative-dip", "Negative dip", hurt=False), UnsavedSet("negative-push-up", "Push-up", hurt=hurt)
    advice = advise_on(default("negative-push-up"), replace(facts("negative-push-up"), unsaved=done))
    (found,) = (one for one in advice.findings if one.rule is UNSAVED)
    assert found.level_for(replace(advice.prescription, sets=1, reps=1)) is level
    assert advice.stopped is hurt
    assert found.text.startswith("Push-up")
