"""``negcoach settings``: every setting can be read and changed without a screen."""

from __future__ import annotations

import pytest

from negcoach.config.settings.settings import SETTINGS, load_settings
from negcoach.keys.keymap import USUAL
from tests.commands.places import CommandLine


def run(negcoach: CommandLine, *words: str) -> list[str]:
    """Run a command that succeeds, and return its lines."""
    done = negcoach("settings", *words, "--config", str(negcoach.config))
    assert (done.status, done.err) == (0, "")
    return done.out.splitlines()


def test_every_setting_is_listed_with_what_it_may_be(negcoach: CommandLine) -> None:
    lines = run(negcoach)
    for setting in SETTINGS:
        assert any(line.startswith(f"  {setting.key} ") and setting.help in line for line in lines)
    assert not negcoach.config.exists()  # reading writes nothing


@pytest.mark.parametrize(
    ("words", "key", "value"),
    [
        (("volume", "60"), "volume", 60),
        (("volume", "60", "%"), "volume", 60),
        (("sound-offset-ms", "-20"), "sound_offset_ms", -20),
        (("motion", "off"), "motion", False),
        (("FLASH", "false"), "flash", False),
        (("sound_pack", "Tones"), "sound_pack", "tones"),
    ],
)
def test_one_is_changed_and_kept(negcoach: CommandLine, words: tuple[str, ...], key: str, value: object) -> None:
    (line,) = run(negcoach, *words)
    assert getattr(load_settings(negcoach.config), key) == value
    (told,) = run(negcoach, words[0])
    assert told.startswith(f"{key} ")
    now = told.removeprefix(f"{key} ").split(":")[0]
    assert line == f"{key} is now {now}. Saved in {negcoach.config}."


def test_keys_are_listed_changed_and_made_the_usual_ones(negcoach: CommandLine) -> None:
    assert "  coach.pause p or Tab: Pause: the load is taken first" in run(negcoach)
    (line,) = run(negcoach, "coach.next", "Space", "F13")
    assert line == f"coach.next is now Space, F13, Enter or PageDown. Saved in {negcoach.config}."
    assert load_settings(negcoach.config).own_keys.keymap.keys("coach.next")[:2] == ("space", "f13")
    (told,) = run(negcoach, "coach.next")
    assert told.startswith("coach.next Space, F13, Enter or PageDown: The next thing")
    run(negcoach, "coach.next", "usual")
    assert load_settings(negcoach.config).own_keys.keymap == USUAL


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("volume", "400"), "volume must be a whole number from 0 to 100, not 400."),
        (("motion", "maybe"), "motion must be true or false"),
        (("vol",), "Did you mean volume?"),
        (("coach.nxt",), 'Did you mean "coach.next"?'),
        (("coach.next", "F9"), "coach.next cannot have F9: in the set it is coach.mute"),
        (("coach.next", "b"), "coach.next cannot have b (here the same as .): in the set it is coach.mute"),
        (("coach.next", "pedal"), '"pedal" is not the name of a key.'),
        (("lead",), '"negcoach settings" lists them.'),
        (("own_sounds", "nix"), 'sounds. There is none yet; "none" does without.'),
    ],
)
def test_what_is_wrong_is_one_line_and_changes_nothing(
    negcoach: CommandLine, words: tuple[str, ...], says: str
) -> None:
    done = negcoach("settings", *words, "--config", str(negcoach.config))
    assert (done.status, done.out, done.err.count("\n")) == (2, "", 1)
    assert says in done.err
    assert not negcoach.config.exists()


def test_a_folder_of_sounds_is_chosen_once_it_is_there(negcoach: CommandLine) -> None:
    (negcoach.config.parent / "sounds" / "mypack").mkdir(parents=True)
    run(negcoach, "own_sounds", "mypack")
    assert load_settings(negcoach.config).own_sounds == "mypack"
    error = negcoach("settings", "own_sounds", "nix", "--config", str(negcoach.config)).err
    assert "There is no folder nix in " in error
    assert error.endswith("There are: mypack.\n")
    run(negcoach, "own_sounds", "none")
    assert load_settings(negcoach.config).own_sounds == "none"


def test_of_one_action_it_is_said_too_that_the_keys_of_the_file_are_not_in_use(negcoach: CommandLine) -> None:
    negcoach.config.parent.mkdir(parents=True, exist_ok=True)
    negcoach.config.write_text("[keys]\ncoach.nxt = 'F13'\n", encoding="utf-8")
    fault, line = run(negcoach, "coach.next")
    assert 'line 2: "coach.nxt" is not an action that keys can be given to. Did you mean "coach.next"?' in fault
    assert line.startswith("coach.next Space, Enter")


def test_a_change_leaves_a_wrong_line_of_another_action_in_the_file_and_says_so(negcoach: CommandLine) -> None:
    negcoach.config.parent.mkdir(parents=True, exist_ok=True)
    negcoach.config.write_text("[keys]\n'coach.next' = ['F13', 'x']\n", encoding="utf-8")
    done, wrong = run(negcoach, "coach.pause", "F12", "p")
    assert done.startswith("coach.pause is now F12 or p.")
    assert "line 3: coach.next cannot have x: elsewhere it is coach.pain" in wrong
    assert "'coach.next' = ['F13', 'x']" in negcoach.config.read_text(encoding="utf-8")


def test_a_change_says_which_line_it_put_right(negcoach: CommandLine) -> None:
    negcoach.config.parent.mkdir(parents=True, exist_ok=True)
    negcoach.config.write_text("[keys]\n'coach.leave' = 'z'\n'coach.switch' = ['z']\n", encoding="utf-8")
    done, right = run(negcoach, "coach.leave", "usual")
    assert done.startswith("coach.leave is now q.")
    assert right == "Its line in the file is in order again: coach.switch z: Change sides in an open set (usual: s)"


@pytest.mark.parametrize(
    "text",
    [
        "[keys]\ncoach.next = ['F13']\nrest.longer = 'F11'\n",
        "[keys.coach]\nnext = 'F13'\n[keys.rest]\nlonger = 'F11'\n",
        "keys = { coach = { next = 'F13' }, rest = { longer = 'F11' } }\n",
        "[keys]\n'coach.next' = 'F13'\nrest = { longer = ['F11'] }\n",
    ],
)
def test_keys_are_changed_however_toml_has_them(negcoach: CommandLine, text: str) -> None:
    negcoach.config.parent.mkdir(parents=True, exist_ok=True)
    negcoach.config.write_text(text, encoding="utf-8")
    run(negcoach, "coach.next", "F14")
    keymap = load_settings(negcoach.config).own_keys.keymap
    assert keymap.keys("coach.next")[0] == "f14"
    assert keymap.keys("rest.longer") == ("f11",)
    run(negcoach, "rest.longer", "usual")
    assert "rest.longer" not in load_settings(negcoach.config).own_keys.keymap.own


@pytest.mark.parametrize(
    ("action", "keys", "says"),
    [
        ("views.redo", ("Z", "F9"), "views.redo is now z or F9"),
        ("bin.purge", ("p", "P"), "bin.purge is now p"),
        ("views.redo", ("U",), ""),
    ],
)
def test_it_is_said_where_a_capital_is_the_same_key_as_its_small_letter(
    negcoach: CommandLine, action: str, keys: tuple[str, ...], says: str
) -> None:
    (line,) = run(negcoach, action, *keys)
    capital = next(key for key in keys if key.isupper() and len(key) == 1)
    assert line.startswith(says)
    assert (f"{capital} and {capital.lower()} are one key here." in line) == bool(says)
