"""Every TOML file of the lifter, emptied and cut off at every byte: it is said, and nothing is lost."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from negcoach.app import NegcoachApp
from negcoach.coaching.advice.recent_training import catalogue_default
from negcoach.coaching.sets_to_do import CoachRequest, SetsToDo
from negcoach.commands.doctor.store_checks import check_files
from negcoach.config.files.copies import damages, keep_copies, replace_file
from negcoach.config.library import load_library
from negcoach.config.plans import load_plans, save_plan
from negcoach.config.programmes import load_programmes
from negcoach.config.settings.settings import Settings, load_settings, save_settings
from negcoach.errors import NegcoachError
from negcoach.findings import Status
from negcoach.screens.coaching.coach import CoachScreen
from negcoach.services import Services
from negcoach.store.database.files import replaced_marker
from negcoach.training.plan.plan import Plan, PlanItem
from tests.commands.places import CommandLine, keep_session
from tests.screens.conftest import settle, started, wait_for_workers
from tests.services import clock, services

__all__ = ["clock", "services"]  # the fixtures

TEXTS = {
    "config.toml": '# Mine: lb everywhere.\n[screen]\nunit = "lb"\n\n[coach]\nlead_in_s = 10\n',
    "exercises.toml": '[[exercise]]\nname = "Räw"\nfamily = "overload"\nsets = 12\n\n[[exercise]]\nname = "Curl"\n'
    'family = "overload"\n',
    "plans.toml": '[[plan]]\nname = "A"\nexercises = [{ exercise = "leg-press", sets = 10 }]\n\n[[plan]]\nname = "B"\n'
    'exercises = [\n  { exercise = "bench-press" },\n]\n',
    "programmes.toml": '[[programme]]\nname = "Slow"\nexercise = "bench-press"\nweek = [{ do = ["3x4 @ 85%"] }]\n',
}


def load_all(folder: Path) -> object:
    library = load_library(folder)
    return load_settings(folder / "config.toml"), library, load_plans(folder), load_programmes(folder, library)


def said(folder: Path) -> list[str]:
    """Return what is said of the files: the error of one that cannot be read, else their damage."""
    try:
        load_all(folder)
    except NegcoachError as error:
        return [str(error)]
    return [str(damage) for damage in damages(folder / "config.toml")]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in TEXTS.items():
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("copied", [True, False], ids=["with a copy", "without a copy"])
def test_a_file_that_is_cut_at_any_byte_is_named_in_one_line(folder: Path, name: str, copied: bool) -> None:
    if copied:
        keep_copies(folder / "config.toml")
    assert said(folder) == []
    content = TEXTS[name].encode()
    for length in range(len(content) - 1):
        (folder / name).write_bytes(content[:length])
        lines = said(folder)
        at_a_line_end = content[:length].endswith(b"\n")
        if copied or not at_a_line_end:
            assert len(lines) == 1, (length, lines)
            assert lines[0].startswith(str(folder / name))
            assert "\n" not in lines[0]
        keep_copies(folder / "config.toml")
        if copied:
            assert (folder / f"{name}.bak").read_bytes() == content, length


@pytest.mark.parametrize(("name", "kind"), [(name, kind) for name in TEXTS for kind in ("", " \n\n", "\ufeff")])
def test_an_empty_file_is_said_by_doctor_with_the_copy_that_has_it(folder: Path, name: str, kind: str) -> None:
    keep_copies(folder / "config.toml")
    (folder / name).write_text(kind, "utf-8")
    (finding,) = (one for one in check_files(folder / "data", folder / "config.toml") if one.status is not Status.OK)
    assert finding.status is Status.WARNING
    assert finding.detail.startswith(f"{folder / name} is empty, so ")
    assert finding.advice == f"Copy {name}.bak over it; if you emptied it yourself, remove both."
    (folder / name).write_bytes((folder / f"{name}.bak").read_bytes())
    assert said(folder) == []


def test_nothing_is_saved_over_a_file_whose_copy_has_more(folder: Path) -> None:
    keep_copies(folder / "config.toml")
    for name in ("config.toml", "plans.toml"):
        (folder / name).write_text("")
    with pytest.raises(NegcoachError, match=r"Nothing was saved: .*config.toml is empty"):
        save_settings(folder / "config.toml", Settings(volume=10))
    with pytest.raises(NegcoachError, match=r"Nothing was saved: .*plans.toml is empty"):
        save_plan(folder, Plan("C", (PlanItem("leg-press"),)))
    assert (folder / "config.toml.bak").read_text("utf-8") == TEXTS["config.toml"]
    assert (folder / "plans.toml.bak").read_text("utf-8") == TEXTS["plans.toml"]


def test_what_is_saved_is_copied_and_an_empty_file_without_a_copy_can_be_saved(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text("")
    save_settings(path, Settings(unit="lb"))
    assert (tmp_path / "config.toml.bak").read_text() == path.read_text()
    save_settings(path, replace(load_settings(path), volume=10))
    assert (tmp_path / "config.toml.bak").read_text() == path.read_text()
    assert said(tmp_path) == []


def test_a_copy_that_cannot_be_written_keeps_nothing_from_being_saved(tmp_path: Path) -> None:
    (tmp_path / "plans.toml.bak").mkdir()
    replace_file(tmp_path / "plans.toml", TEXTS["plans.toml"])
    assert (tmp_path / "plans.toml").read_text("utf-8") == TEXTS["plans.toml"]


@pytest.mark.parametrize("text", ["# nothing set\n", TEXTS["config.toml"] + "# more\n", '[screen]\nunit = "kg"\n'])
def test_what_a_person_wrote_is_no_damage(folder: Path, text: str) -> None:
    keep_copies(folder / "config.toml")
    (folder / "config.toml").write_text(text)
    assert said(folder) == []
    keep_copies(folder / "config.toml")
    assert (folder / "config.toml.bak").read_text() == text


def test_a_command_says_it_beside_its_output(tmp_path: Path) -> None:
    negcoach = CommandLine(tmp_path)
    keep_session(negcoach.data)
    negcoach.write_config("")
    done = negcoach("history", "--config", str(negcoach.config))
    assert done.status == 0
    assert done.out
    (line,) = done.err.splitlines()
    assert "config.toml is empty, so every setting is at its default, and loads are in kg." in line


async def test_the_app_says_it_once_and_keeps_the_copies(services: Services) -> None:
    folder = services.config_path.parent
    folder.mkdir(parents=True, exist_ok=True)
    services.config_path.write_text("")
    (folder / "plans.toml").write_text(TEXTS["plans.toml"])
    app = NegcoachApp(services)
    async with app.run_test() as pilot:
        await started(pilot)
        assert [note.message for note in app._notifications if "is empty" in note.message] == [
            f"{services.config_path} is empty, so every setting is at its default, and loads are in kg. "
            "Put it back if you have a copy; if not, remove the file."
        ]
        await wait_for_workers(pilot)
    assert (folder / "plans.toml.bak").read_text() == TEXTS["plans.toml"]


async def test_nothing_that_was_said_lies_over_a_set(services: Services) -> None:
    push_up = services.exercise("negative-push-up")
    assert push_up is not None
    app = NegcoachApp(services)
    async with app.run_test() as pilot:
        await started(pilot)
        app.notify("said before the set", timeout=60)
        app.push_screen(CoachScreen(app._session, [SetsToDo(catalogue_default(services, push_up), 0, None)]))
        await settle(pilot)
        assert isinstance(app.screen, CoachScreen)
        assert not list(app._notifications)


async def test_what_was_found_at_the_start_is_said_after_a_set_that_the_command_line_asked_for(
    services: Services,
) -> None:
    services.config_path.parent.mkdir(parents=True, exist_ok=True)
    services.config_path.write_text("")
    services.database.notice = "The database was damaged."
    marker = replaced_marker(services.database.path)
    marker.touch()
    push_up = services.exercise("negative-push-up")
    assert push_up is not None
    app = NegcoachApp(services, CoachRequest(catalogue_default(services, push_up), None))

    def said() -> list[bool]:
        return [any(text in one.message for one in app._notifications) for text in ("is empty", "was damaged")]

    async with app.run_test() as pilot:
        await settle(pilot)
        assert app._start is None
        assert said() == [False, False]
        assert marker.exists(), "a start that ends here leaves it to the next one"
        for worker in [one for one in app.workers if one.group == "choose"]:
            worker.cancel()
        await settle(pilot)
        assert said() == [True, True]
        assert not marker.exists()
