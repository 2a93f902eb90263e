"""The lines of an exercise of a plan, and the weeks in which it was trained."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions

from negcoach.coaching.plan_today import PlansToday
from negcoach.screens.plans.item_block import ItemBlock, item_blocks
from negcoach.screens.plans.trained_weeks import share_rows, trained_weeks
from negcoach.services import Services
from negcoach.training.plan.plan import PlanItem
from tests.screens.conftest import StageApp, clock, perform, services

__all__ = ["clock", "perform", "services"]  # the fixtures

PUSH_UP, DIP = PlanItem("negative-push-up", sets=2, superset=True), PlanItem("negative-dip")


def blocks(services: Services, rows: int, *, edited: bool = False) -> list[ItemBlock]:
    return list(item_blocks(services, PlansToday(services).of([PUSH_UP, DIP]), rows, edited=edited))


def lines(block: ItemBlock, width: int) -> list[str]:
    with StageApp()._context():  # whose theme has the colours
        strips: list[Strip] = block.render_strips(width, None, Style(), RenderOptions(lambda name: Style(), {}))
    assert len(strips) == block.get_height({}, width)
    return [strip.text for strip in strips]


@pytest.mark.parametrize("width", [20, 38, 63, 64, 84, 150])
@pytest.mark.parametrize("rows", [1, 2, 4, 6, 8, 20])
def test_every_line_is_as_wide_as_the_list_and_none_more_than_there_are_rows_for(
    services: Services, width: int, rows: int
) -> None:
    shown = [lines(block, width) for block in blocks(services, rows)]
    assert {len(line) for block in shown for line in block} <= {width}
    assert all(shown)
    assert sum(map(len, shown)) <= max(rows, 4 if width < 64 else 2)


def test_what_one_exercise_does_not_need_another_one_gets(services: Services, perform: Callable[..., None]) -> None:
    perform("negative-push-up", days_ago=1)
    today = PlansToday(services).of([PUSH_UP, PlanItem("slow-row")])
    whole = [lines(block, 80) for block in item_blocks(services, today, 40)]
    assert len(whole[0]) > len(whole[1]) + 2
    rows = sum(map(len, whole))
    assert [lines(block, 80) for block in item_blocks(services, today, rows)] == whole


@pytest.mark.parametrize("width", [38, 84])
def test_a_sign_says_that_lines_are_left_out(services: Services, perform: Callable[..., None], width: int) -> None:
    perform("negative-push-up", days_ago=1)
    whole = [lines(block, width) for block in blocks(services, 40)]
    for rows in range(1, 16):
        for block, full in zip(blocks(services, rows), whole, strict=True):
            shown = lines(block, width)
            said = [line for line in full if line.strip()]
            assert shown in (full, said) or any("…" in line for line in shown), shown


@pytest.mark.parametrize("width", [40, 84, 150])
def test_an_exercise_says_what_is_done_today_why_and_when_it_was_done_last(
    services: Services, perform: Callable[..., None], width: int
) -> None:
    perform("negative-push-up", days_ago=3)
    text = " ".join(" ".join(lines(blocks(services, 40)[0], width)).split())
    for said in ("Negative push-up", "2 sets of", "bodyweight", "Last time", "3 days ago"):
        assert said in text
    assert "the plan fixes" not in text


def test_what_the_plan_fixes_is_told_apart_where_it_is_edited(services: Services) -> None:
    first, second = ("\n".join(lines(block, 100)) for block in blocks(services, 40, edited=True))
    assert "the plan fixes 2 sets" in first
    assert "all as advised" in second


def test_two_that_alternate_are_joined_by_a_bracket(services: Services) -> None:
    first, second = (lines(block, 100) for block in blocks(services, 8))
    assert "┌" in first[0]
    assert all("│" in line for line in first[1:3])
    assert "└" in second[0]


def test_the_weeks_have_a_mark_for_each_day_of_training(services: Services, perform: Callable[..., None]) -> None:
    perform("negative-dip", days_ago=2)
    perform("negative-dip", days_ago=10)
    today = PlansToday(services).of([PUSH_UP, DIP])
    day = services.now().date()
    weeks = trained_weeks(today, day, 0, 100)
    assert weeks is not None
    head, push_up, dip = weeks.plain.split("\n")
    assert (push_up.count("●"), dip.count("●")) == (0, 2)
    monday = day - timedelta(days=day.weekday())
    assert f"{monday.day} {monday:%b}" in head
    assert len({dip.index("▸"), push_up.index("▸")}) == 1


def test_there_are_no_weeks_without_training_or_room(services: Services, perform: Callable[..., None]) -> None:
    plans = PlansToday(services)
    assert trained_weeks(plans.of([DIP]), services.now().date(), 0, 100) is None
    perform("negative-dip", days_ago=2)
    plans.forget()
    today = plans.of([DIP])
    assert trained_weeks(today, services.now().date(), 0, 40) is None
    assert share_rows(services, today, 100, 6, each=3) == (6, None)
    rows, weeks = share_rows(services, today, 100, 7, each=3)
    assert weeks is not None
    assert rows == 4
