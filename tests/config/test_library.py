"""The library: the lifter's own exercises beside the shipped ones, and faults named by file and line."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from negcoach.config.library import load_library, shipped_exercises
from negcoach.errors import NegcoachError

README = Path(__file__).parents[2] / "README.md"


def write(folder: Path, text: str) -> Path:
    path = folder / "exercises.toml"
    path.write_bytes(text.encode())
    return path


def refusal(folder: Path) -> str:
    with pytest.raises(NegcoachError) as refused:
        load_library(folder)
    assert "\n" not in str(refused.value)
    return str(refused.value)


def test_without_a_file_there_are_the_shipped_exercises(tmp_path: Path) -> None:
    assert load_library(tmp_path / "nowhere") == shipped_exercises()
    assert not (tmp_path / "nowhere").exists()


def test_the_own_exercises_of_the_readme_follow_the_shipped_ones(tmp_path: Path) -> None:
    example = re.search(r"```toml\n(\[\[exercise\]\].+?)```", README.read_text("utf-8"), re.DOTALL)
    assert example is not None
    write(tmp_path, example[1])
    own = load_library(tmp_path)[len(shipped_exercises()) :]
    assert [exercise.slug for exercise in own] == ["slow-bench-pull"]
    assert all(exercise.own for exercise in own)


@pytest.mark.parametrize(
    "text", ["", "# nothing yet\n", "\ufeff[[exercise]]\r\nname = 'Row'\r\nfamily = 'overload'\r\n"]
)
def test_an_empty_file_and_one_from_another_editor_can_be_read(tmp_path: Path, text: str) -> None:
    write(tmp_path, text)
    assert len(load_library(tmp_path)) == len(shipped_exercises()) + ("Row" in text)


def test_a_shipped_exercise_cannot_be_replaced(tmp_path: Path) -> None:
    path = write(tmp_path, '[[exercise]]\nname = "Bench Press"\nfamily = "overload"\n')
    assert refusal(tmp_path).startswith(f'{path}, line 1: slug: "bench-press" comes with negcoach.')


FIRST = '[[exercise]] # line 1\nname = "Row"\nfamily = "overload"\n'


@pytest.mark.parametrize(
    ("text", "where", "says"),
    [
        (FIRST + 'tempo = "5-0"\n', "line 4", 'tempo "5-0": A tempo has three or four numbers'),
        (FIRST + '\n# tempo = "x"\n\n[[exercise]]\nname = "b"\n', "line 7", "family is missing"),
        (FIRST + 'summary = """\n[[exercise]]\ntempo = "9"\n"""\ntempo = "5"\n', "line 8", 'tempo "5"'),
        (FIRST + "summary = '''\ntempo = '''\ntempo = '5'\n", "line 6", 'tempo "5"'),
        (FIRST + 'summary = "# \\" [[exercise]]"\nsets = 99\n', "line 5", "sets"),
        (FIRST + 'safety = [ # [[exercise]]\n  "a",\n  "]",\n]\nsets = 99\n', "line 8", "sets"),
        (FIRST + "[exercise.load]\npercent = 5\n", "line 5", "load.percent"),
        (FIRST + "load.percent = 5\n", "line 4", "load.percent"),
        (FIRST + "load = { percent = 5 }\n", "line 4", "load.percent"),
        (FIRST + "'sets' = 99\n", "line 4", "sets"),
        (FIRST.replace("\n", "\r\n") + "sets = 99\r\n", "line 4", "sets"),
        (
            FIRST + '[[ "exercise" ]]\nname = "b"\nfamily = "overload"\n[exercise.words]\nlift = ""\n',
            "line 8",
            "words.lift",
        ),
        (FIRST + 'alternative.exercise = "push-up"\n', "line 4", '"push-up" is not known. Did you mean'),
        (FIRST + 'machine = "leg-pres"\n', "line 4", 'machine: "leg-pres" is not known. Did you mean "leg-press"?'),
        (FIRST + 'figure = "leg-pres"\n', "line 4", 'figure: "leg-pres" is not known. Did you mean "leg-press"?'),
        (FIRST + 'spotter_steps = ["a"]\ntwo_spotter_steps = "b"\n', "line 5", "two_spotter_steps: must be a list of"),
        (FIRST + 'spotters.at_least = 2\ntwo_spotter_steps = ["b"]\n', "line 5", "there are always two"),
        (FIRST + 'slug = "mine"\nfigure = "mine"\n', "line 5", 'figure: "mine" is not known.'),
        (FIRST + "oops = \n", "line 4", "Invalid value"),
        (FIRST + "name = 'twice'\n", "line 4", "Cannot overwrite a value"),
        ('title = "mine"\n', "line 1", '"title" is not known here. Begin each exercise with [[exercise]].'),
        ('\n[[exercises]]\nname = "b"\n', "line 2", '"exercises" is not known here'),
        ('exercise = [{ name = "b" }]\n', "line 1", "family is missing"),
    ],
)
def test_a_fault_is_named_by_file_and_line(tmp_path: Path, text: str, where: str, says: str) -> None:
    path = write(tmp_path, text)
    message = refusal(tmp_path)
    assert message.startswith(f"{path}, {where}: ")
    assert says in message


def test_bytes_that_are_not_text_are_named_by_line(tmp_path: Path) -> None:
    (tmp_path / "exercises.toml").write_bytes(b"# fine\n# \xff\n")
    assert "line 2: this is not UTF-8 text" in refusal(tmp_path)


def test_a_large_file_is_not_read(tmp_path: Path) -> None:
    write(tmp_path, "#" * 1_000_001)
    assert "larger than 1 MB" in refusal(tmp_path)


@pytest.mark.parametrize("text", ["a = " + "[" * 20_000, "a = " + "9" * 5_000])
def test_a_file_that_breaks_the_reader_gets_one_line_too(tmp_path: Path, text: str) -> None:
    write(tmp_path, text)
    assert refusal(tmp_path).startswith(str(tmp_path))


def test_a_folder_in_the_files_place_is_refused(tmp_path: Path) -> None:
    (tmp_path / "exercises.toml").mkdir()
    assert "is not a file" in refusal(tmp_path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_refused_without_waiting_for_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "exercises.toml")
    assert "is not a file" in refusal(tmp_path)


def test_a_file_in_the_folders_place_is_no_traceback(tmp_path: Path) -> None:
    (tmp_path / "config").write_text("")
    try:
        load_library(tmp_path / "config")  # some systems say "no such file", some "not a folder"
    except NegcoachError as error:
        assert "cannot be read" in str(error)
