"""Two programs that change the same file of the lifter at once: neither writes over what the other has just saved."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from threading import Event, Thread
from types import SimpleNamespace
from typing import cast

import pytest

from negcoach import files
from negcoach.config.plans import delete_plan, load_plans, save_plan
from negcoach.config.settings.settings import Settings, load_settings, save_settings
from negcoach.files import taking_turns
from negcoach.screens.settings.changes import save_changes, save_keys
from negcoach.services import Services
from negcoach.training.plan.plan import Plan, PlanItem

pytestmark = pytest.mark.skipif(os.name != "posix", reason="elsewhere a folder cannot be locked")

LEGS = Plan("Legs", (PlanItem("nordic-curl"),))
PUSH = Plan("Push", (PlanItem("bench-press"),))
PULL = Plan("Pull", (PlanItem("negative-pull-up"),))


@pytest.fixture
def services(tmp_path: Path) -> Services:
    """The settings of an app, and where they are stored."""
    return cast(Services, SimpleNamespace(config_path=tmp_path / "config.toml", settings=Settings()))


@pytest.fixture
def beside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], None], Callable[[], None]], None]:
    """Return a function that makes one change while another program, which asks for its turn, waits to make its own."""
    asked, await_turn = Event(), files._await_turn

    def say_and_wait(descriptor: int) -> None:
        asked.set()
        await_turn(descriptor)

    def make(own: Callable[[], None], other: Callable[[], None]) -> None:
        waiting = Thread(target=other)
        with taking_turns(tmp_path):
            monkeypatch.setattr(files, "_await_turn", say_and_wait)
            asked.clear()
            waiting.start()
            assert asked.wait(30)
            own()
        waiting.join()

    return make


@pytest.mark.parametrize("own", [{"volume": 10}, {"unit": "lb"}])
def test_both_settings_are_kept(services: Services, beside: Callable[..., None], own: dict[str, object]) -> None:
    path = services.config_path
    beside(
        lambda: cast(None, save_settings(path, Settings(**own))),  # type: ignore[arg-type]
        lambda: save_changes(services, flash=False),
    )
    assert load_settings(path) == Settings(**own, flash=False)  # type: ignore[arg-type]
    beside(lambda: cast(None, save_settings(path, Settings())), lambda: save_keys(services, "rest.longer", {}))
    assert load_settings(path) == Settings()


def test_both_changes_of_the_plans_are_kept(tmp_path: Path, beside: Callable[..., None]) -> None:
    save_plan(tmp_path, LEGS)
    path = tmp_path / "plans.toml"
    with_push = path.read_text("utf-8") + '\n[[plan]]\nname = "Push"\nexercises = [{ exercise = "bench-press" }]\n'
    beside(lambda: cast(None, path.write_text(with_push, "utf-8")), lambda: save_plan(tmp_path, PULL))
    assert load_plans(tmp_path) == (LEGS, PUSH, PULL)
    renamed = path.read_text("utf-8").replace('"Push"', '"Bench"')
    beside(lambda: cast(None, path.write_text(renamed, "utf-8")), lambda: delete_plan(tmp_path, "Legs"))
    assert [plan.name for plan in load_plans(tmp_path)] == ["Bench", "Pull"]


def test_nobody_waits_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "_TURN_S", 0.0)
    with taking_turns(tmp_path):
        save_plan(tmp_path, LEGS)
    assert load_plans(tmp_path) == (LEGS,)
