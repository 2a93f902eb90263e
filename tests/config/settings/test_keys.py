"""The lifter's own keys in ``config.toml``: read, refused with file and line, and written beside everything else."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from negcoach.config.files.copies import damage_of
from negcoach.config.settings.keys import NO_OWN_KEYS, OwnKeys
from negcoach.config.settings.settings import Settings, load_settings, save_settings
from negcoach.errors import NegcoachError
from negcoach.keys.keymap import USUAL, Keymap

OWN = Keymap({"coach.next": ("f13", "space"), "coach.leave": ("k",)})


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "config.toml"


def loaded(path: Path, text: str) -> Settings:
    path.write_text(text, encoding="utf-8")
    return load_settings(path)


def saved(path: Path, settings: Settings) -> str:
    save_settings(path, settings)
    assert load_settings(path) == settings
    return path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "text",
    [
        '[keys]\n"coach.next" = ["F13", "Space"]\n"coach.leave" = "k"\n',
        '[keys]\ncoach.next = ["f13", "space", "enter"]\ncoach.leave = ["K"]\n',
        '[keys.coach]\nnext = ["f13", " "]\nleave = "k"\n',
        'keys = { "coach.next" = ["F13", "Space"], "coach.leave" = ["k"] }\n',
    ],
)
def test_keys_are_read_however_they_are_written(path: Path, text: str) -> None:
    assert loaded(path, text).own_keys == OwnKeys(OWN)
    assert not loaded(path, text).own_keys.fault


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            '[keys]\n\n"coach.nxt" = "F13"\n',
            'line 3: "coach.nxt" is not an action that keys can be given to. Did you mean "coach.next"?',
        ),
        ('[keys]\n"coach.next" = "foo"\n', 'line 2: "foo" is not the name of a key.'),
        ('[keys]\n"coach.next" = 3\n', "line 2: coach.next must be a key or a list of keys, such as"),
        ('[keys]\n"coach.next" = [["x"]]\n', "not a list."),
        ('[keys]\n"coach.next" = []\n', "line 2: coach.next needs a key."),
        (
            '[keys]\n"coach.pause" = "k"\n"coach.next" = "F9"\n',
            "line 3: coach.next cannot have F9: in the set it is coach.mute",
        ),
        ('[keys]\n"coach.pain" = ["F13"]\n', "line 2: coach.pain must keep a plain key of the keyboard, such as x"),
        ('[keys.coach]\n"next" = "q"\n', "line 2: coach.next cannot have q"),
        ('[keys]\n"coach.nxt" = 1\n"coach.mute" = "7 7"\n', "It is left out. "),
        ("[sound]\nvolume = 70\n\n[keys]\n[keys.coach.next]\nx = 1\n", 'line 6: "coach.next.x" is not an action'),
        ("keys = 3\n", "line 1: keys is a section. Write [keys]"),
        ("[[keys]]\n", "line 1: keys is a section. Write [keys]"),
        ('[keys]\n"\\u001b[31m" = "x"\n', "is not an action"),
    ],
)
def test_wrong_keys_are_said_with_file_and_line_and_leave_the_usual_ones(path: Path, text: str, says: str) -> None:
    said = r"(In use are its usual keys: .+|It is left out|The usual keys are in use)\.$"
    own = loaded(path, text).own_keys
    assert own.fault.startswith(str(path))
    assert says in own.fault
    assert re.search(said, own.fault)
    assert own.fault.isprintable()
    assert own.keymap == (Keymap({"coach.pause": ("k",)}) if "coach.pause" in text else USUAL)


def test_the_usual_keys_are_said_in_words_which_lines_of_text_can_say_too(path: Path) -> None:
    fault = loaded(path, '[keys]\n"coach.next" = ["F13", "q"]\n').own_keys.fault
    assert fault.endswith("page down, right arrow or down arrow.")
    assert "→" not in fault


def test_what_is_wrong_at_one_action_leaves_the_keys_of_all_others(path: Path) -> None:
    own = loaded(
        path,
        '[keys]\n"coach.next" = ["F13"]\n"views.undo" = ["d"]\n"coach.nxt" = "F14"\n"coach.mute" = "F13"\n'
        '"coach.leave" = "k"\n',
    ).own_keys
    assert own.keymap == Keymap({"coach.next": ("f13",), "coach.leave": ("k",)})
    assert own.fault.count(str(path)) == 3
    assert "line 3: views.undo cannot have d" in own.fault and "usual keys: u or" in own.fault.lower()
    assert "line 4: " in own.fault and "line 5: coach.mute cannot have F13: in the set it is coach.next" in own.fault
    assert "\n" not in own.fault


def test_an_action_that_needs_the_keys_of_one_that_is_wrong_has_its_usual_ones_too(path: Path) -> None:
    own = loaded(path, '[keys]\n"coach.leave" = "escape"\n"coach.warm-up" = "q"\n"coach.next" = "F13"\n').own_keys
    assert own.keymap == Keymap({"coach.next": ("f13",)})
    assert "line 2: " in own.fault and "line 3: coach.warm-up cannot have q" in own.fault


def test_a_key_that_is_no_section_is_still_refused(path: Path) -> None:
    with pytest.raises(NegcoachError, match="keys"):
        loaded(path, "[kees]\n")


def test_a_new_file_has_the_keys_that_were_changed(path: Path) -> None:
    text = saved(path, Settings(own_keys=OwnKeys(OWN)))
    assert text.endswith(
        'usual ones.\n[keys]\n"coach.next" = ["F13", "Space", "Enter", "PageDown"]\n"coach.leave" = ["k"]\n'
    )
    assert "[keys]" not in saved(path.with_name("other.toml"), Settings())


def test_writing_keys_leaves_all_else_as_it_is(path: Path) -> None:
    mine = '# mine\n[sound]\nvolume = 0x28   # loud\n\n[keys]   # the pedal\n"coach.mute" = "m"\n'
    settings = loaded(path, mine + '"coach.pause" = ["F12", "p"]  # far\n')
    changed = settings.own_keys.keymap.with_keys("coach.next", ("f13",)).with_keys("coach.mute", ())
    text = saved(path, replace(settings, own_keys=OwnKeys(changed)))
    assert text == (
        '# mine\n[sound]\nvolume = 0x28   # loud\n\n[keys]   # the pedal\n"coach.next" = ["F13", "Enter", "PageDown"]\n'
        '"coach.pause" = ["F12", "p"]  # far\n'
    )
    assert saved(path, replace(settings, own_keys=NO_OWN_KEYS)) == "# mine\n[sound]\nvolume = 0x28   # loud\n\n"


def test_with_the_last_own_key_its_section_goes(path: Path) -> None:
    first = saved(path, Settings(own_keys=OwnKeys(OWN)))
    without = saved(path, Settings())
    assert "[keys]" not in without
    assert damage_of(path) is None
    assert saved(path, Settings(own_keys=OwnKeys(OWN))) == first


def test_characters_that_toml_marks_its_texts_with_can_be_keys(path: Path) -> None:
    own = Keymap({"coach.switch": ("backslash", "tilde"), "coach.mute": ("number_sign",)})
    assert "'\\'" in saved(path, Settings(own_keys=OwnKeys(own)))


def test_keys_that_are_written_as_tables_can_be_changed(path: Path) -> None:
    settings = loaded(path, '[keys.coach]\nnext = "f13"\n\n[sound]\nvolume = 3\n')
    text = saved(path, replace(settings, own_keys=OwnKeys(OWN)))
    assert text.count("F13") == 1
    assert "volume = 3" in text


def test_saving_another_setting_keeps_a_wrong_line(path: Path) -> None:
    wrong = '[keys]\n"coach.next" = "F9"\n'
    settings = loaded(path, wrong)
    assert wrong in saved(path, replace(settings, volume=50))


@pytest.mark.parametrize(
    "text",
    [
        '[keys]\n"coach.leave" = ["k"]\n"coach.next" = ["F13", "x"]  # the pedal\n',
        '[keys]\ncoach.leave = ["k"]\ncoach.next = ["F13", "x"]  # the pedal\n',
        '[keys.coach]\nleave = ["k"]\nnext = ["F13", "x"]  # the pedal\n',
        '[keys.coach]\nnext = ["F13", "x"]  # the pedal\n[keys]\n"coach.leave" = ["k"]\n',
    ],
)
def test_a_wrong_line_stays_in_the_file_until_keys_are_given_to_its_action(path: Path, text: str) -> None:
    own = loaded(path, text).own_keys
    for action, written in (("coach.pause", {"f12": "F12", "p": "p"}), ("coach.leave", {})):
        own = save_settings(path, replace(load_settings(path), own_keys=own.with_keys(action, written))).own_keys
        assert "next" in path.read_text(encoding="utf-8") and '["F13", "x"]  # the pedal' in path.read_text(
            encoding="utf-8"
        )
        assert [wrong.action for wrong in own.wrong] == ["coach.next"]
    assert own.keymap == load_settings(path).own_keys.keymap == Keymap({"coach.pause": ("f12", "p")})
    own = save_settings(path, replace(load_settings(path), own_keys=own.with_keys("coach.next", {}))).own_keys
    assert "next" not in path.read_text(encoding="utf-8")
    assert own == OwnKeys(Keymap({"coach.pause": ("f12", "p")})) and not own.wrong


def test_a_line_that_a_change_puts_right_has_what_it_says(path: Path) -> None:
    own = loaded(path, '[keys]\n"coach.leave" = "z"\n"coach.switch" = ["z", "m"]\n').own_keys
    assert [wrong.action for wrong in own.wrong] == ["coach.switch"]
    own = save_settings(path, replace(load_settings(path), own_keys=own.with_keys("coach.leave", {}))).own_keys
    assert (own, own.wrong) == (OwnKeys(Keymap({"coach.switch": ("z", "m")})), ())
    assert own == load_settings(path).own_keys


def test_a_wrong_line_that_would_stand_against_the_change_is_put_right_first(path: Path) -> None:
    text = '[keys]\n"exercises.tour" = ["F12", "k"]\n'
    own = loaded(path, text).own_keys
    wanted = own.with_keys("exercises.plans", {"f12": "F12"})
    with pytest.raises(
        NegcoachError, match=r"^exercises.plans cannot have F12: .* First put right .*line 2: exercises.tour"
    ):
        save_settings(path, replace(load_settings(path), own_keys=wanted))
    assert path.read_text(encoding="utf-8") == text


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('"coach.next" = ["b"]', "coach.next cannot have b (here the same as .): in the set it is coach.mute"),
        ('"coach.next" = ["B"]', "coach.next cannot have B (here the same as .): in the set it is coach.mute"),
        ('"coach.next" = ["Space", "F9"]', "coach.next cannot have F9: in the set it is coach.mute"),
        ('"coach.mute" = ["spacebar"]', "coach.mute cannot have spacebar: in the set it is coach.next"),
        ('"coach.next" = ["P"]', "coach.next cannot have P (here the same as p): elsewhere it is"),
        ('"coach.mute" = "Return"', "coach.mute cannot have Return: it always keeps its meaning."),
    ],
)
def test_what_is_wrong_names_the_key_as_the_file_has_it(path: Path, line: str, says: str) -> None:
    assert f"line 2: {says}" in loaded(path, f"[keys]\n{line}\n").own_keys.fault


def test_no_line_is_wrong_for_the_keys_of_one_that_is_wrong_itself(path: Path) -> None:
    own = loaded(path, '[keys]\n"coach.next" = ["F13"]\n"coach.pain" = ["F13"]\n').own_keys
    assert own.keymap == Keymap({"coach.next": ("f13",)})
    assert [wrong.action for wrong in own.wrong] == ["coach.pain"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[keys]\n", ""),
        ("keys = 3\n", "Your own keys are not in use: see negcoach doctor."),
        ('[keys]\n"coach.next" = "F9"\n', "Your keys of coach.next are not in use: see negcoach doctor."),
        (
            '[keys]\na = "F9"\nb = "F9"\nc = "F9"\n',
            "Your keys of a and 2 more are not in use: see negcoach doctor.",
        ),
    ],
)
def test_before_a_set_there_is_room_for_whose_keys_are_not_in_use(path: Path, text: str, says: str) -> None:
    assert loaded(path, text).own_keys.notice == says
