"""The settings: what they may be, how the file is read, and that writing leaves a person's file alone."""

from __future__ import annotations

import dataclasses
import os
import stat
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from negcoach.config.settings.settings import SECTIONS, SETTINGS, Setting, Settings, Value, load_settings, save_settings
from negcoach.errors import NegcoachError

OTHERS = Settings(engine="silent", volume=70, muted=True, unit="lb", lead_in_s=7, stop_single_percent=0)

MINE = """\
# my settings

[sound]   # the speaker in the rack
volume = 0x28   # loud enough

# about the screen
[screen]
colours = '16'
"""


def setting(key: str) -> Setting:
    return next(setting for setting in SETTINGS if setting.key == key)


def refusal(path: Path, text: str) -> str:
    path.write_text(text, encoding="utf-8")
    with pytest.raises(NegcoachError) as refused:
        load_settings(path)
    assert "\n" not in str(refused.value)
    return str(refused.value)


def test_without_a_file_everything_is_at_its_default(tmp_path: Path) -> None:
    assert load_settings(tmp_path / "no" / "config.toml") == Settings()
    assert not (tmp_path / "no").exists()


def test_every_setting_is_described_where_it_is_declared() -> None:
    assert [setting.key for setting in SETTINGS] == [
        declared.name for declared in dataclasses.fields(Settings) if declared.metadata
    ]
    for each in SETTINGS:
        assert each.section in SECTIONS and each.label and each.help.endswith(".")
        assert each.default == getattr(Settings(), each.key)
        assert each.kind in ("choice", "number", "switch", "folder")


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("volume", 101),
        ("volume", -1),
        ("volume", True),
        ("volume", 50.0),
        ("sound_offset_ms", -501),
        ("debounce_ms", 99),
        ("engine", "pygame"),
        ("own_sounds", ""),
        ("own_sounds", "../elsewhere"),
        ("own_sounds", ".hidden"),
        ("own_sounds", "a" * 41),
        ("own_sounds", 1),
        ("colours", 16),
        ("unit", "stone"),
        ("flash", 1),
    ],
)
def test_no_settings_can_be_made_with_a_wrong_value(key: str, value: object) -> None:
    with pytest.raises(NegcoachError, match=f"^{key} must be "):
        Settings(**{key: value})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("key", "typed", "value"),
    [
        ("volume", " 55 ", 55),
        ("sound_offset_ms", "-200", -200),
        ("sound_offset_ms", "+200", 200),
        ("engine", "Silent", "silent"),
        ("colours", "16", "16"),
        ("flash", "false", False),
    ],
)
def test_a_typed_value_is_read(key: str, typed: str, value: object) -> None:
    assert setting(key).read(typed) == value


@pytest.mark.parametrize("typed", ["", "loud", "1e2", "--5", "-", "5.5", "101", "9" * 5000, "٣٣٣", "true"])
def test_a_typed_value_that_is_none_is_refused(typed: str) -> None:
    with pytest.raises(NegcoachError, match="volume must be a whole number from 0 to 100") as refused:
        setting("volume").read(typed)
    assert len(str(refused.value)) < 120


@given(st.sampled_from(SETTINGS), st.text())
def test_any_typed_text_is_a_valid_value_or_refused(declared: Setting, typed: str) -> None:
    try:
        value = declared.read(typed)
    except NegcoachError:
        return
    assert declared.check(value) == value


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[sound]\nvolume = 300\n", "line 2: volume must be a whole number from 0 to 100, not 300."),
        ("[sound]\nvolum = 3\n", 'line 2: "volum" is not a known key. Did you mean volume?'),
        ("\n[sond]\nvolume = 3\n", 'line 2: "sond" is not a known key. Did you mean sound?'),
        ("volume = 3\n", "line 1: volume belongs in the section [sound]."),
        ("[screen]\nvolume = 3\n", "line 2: volume belongs in the section [sound], not [screen]."),
        ("sound = 3\n", "line 1: sound is a section. Write [sound]."),
        ("[[sound]]\nvolume = 3\n", "line 1: sound is a section. Write [sound]."),
        (
            '[sound]\n\nengine = "minaudio"\n',
            'line 3: engine must be "auto", "miniaudio", "simpleaudio" or "silent", not "minaudio". '
            'Did you mean "miniaudio"?',
        ),
        ("[screen]\nflash = 1\n", "line 2: flash must be true or false, not 1."),
        ("[screen\n", "line 1: Expected ']' at the end of a table declaration"),
        ("[sound]\nvolume = \n", "line 2: Invalid value"),
        ('[sound]\nengine = "\\u001b[2J"\n', 'line 2: engine must be "auto"'),
    ],
)
def test_a_fault_in_the_file_is_named_by_file_and_line(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "config.toml"
    said = refusal(path, text)
    assert said.startswith(f"{path}, {message}")
    assert said.removeprefix(str(path)).isprintable()


def test_a_new_file_has_every_setting_with_its_comment(tmp_path: Path) -> None:
    path = tmp_path / "new" / "config.toml"
    save_settings(path, OTHERS)
    text = path.read_text("utf-8")
    assert load_settings(path) == OTHERS
    assert list(tomllib.loads(text)) == list(SECTIONS)
    for each in SETTINGS:
        assert f"# {each.help}\n" in text and f"\n{each.key} = " in text
    assert max(len(line) for line in text.splitlines()) <= 120


def test_only_what_changed_is_written(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(MINE, encoding="utf-8")
    save_settings(path, dataclasses.replace(load_settings(path), volume=70, muted=True))
    assert path.read_text("utf-8") == MINE.replace("0x28", "70").replace(
        "in the rack\n", f"in the rack\n# {setting('muted').help}\nmuted = true\n"
    )


def test_a_section_that_is_not_there_comes_last(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(MINE, encoding="utf-8")
    save_settings(path, dataclasses.replace(load_settings(path), keep_awake=False))
    added = f"\n# {SECTIONS['coach']}\n[coach]\n# {setting('keep_awake').help}\nkeep_awake = false\n"
    assert path.read_text("utf-8") == MINE + added


def test_saving_what_is_there_does_not_touch_the_file(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(MINE, encoding="utf-8")
    before = path.stat()
    save_settings(path, load_settings(path))
    assert path.stat().st_ino == before.st_ino
    assert path.read_text("utf-8") == MINE


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# only this",
        "[sound]",
        MINE.replace("\n", "\r\n"),
        "sound.volume = 3\n",
        "screen = { flash = true } # inline\nsound.volume = 3\n",
        '["sound"]\n"volume" = 3',
        "[coach]\nlead_in_s = 7\n[sound]\n[screen]\n",
    ],
)
def test_any_layout_takes_any_settings(tmp_path: Path, text: str) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes(text.encode())
    save_settings(path, OTHERS)
    assert load_settings(path) == OTHERS
    written = path.read_bytes().decode()
    assert ("\r\n" in text) == ("\r\n" in written) and written.count("\r") in (0, written.count("\n"))


def values(setting: Setting) -> st.SearchStrategy[Value]:
    match setting.kind:
        case "choice":
            return st.sampled_from(setting.choices)
        case "switch":
            return st.booleans()
        case "folder":
            return st.from_regex(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}", fullmatch=True)
        case "number":
            return st.integers(setting.low, setting.high)


VALUES = {each.key: values(each) for each in SETTINGS}


@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(first=st.builds(Settings, **VALUES), second=st.builds(Settings, **VALUES))
def test_what_is_saved_is_loaded_again(tmp_path: Path, first: Settings, second: Settings) -> None:
    path = tmp_path / "config.toml"
    save_settings(path, first)
    comments = [line for line in path.read_text("utf-8").splitlines() if line.startswith("#")]
    save_settings(path, second)
    assert load_settings(path) == second
    assert [line for line in path.read_text("utf-8").splitlines() if line.startswith("#")] == comments


@pytest.mark.parametrize("text", ["[sound\n", "[sound]\nfuture = 1\n"])
def test_a_file_that_cannot_be_read_is_not_overwritten(tmp_path: Path, text: str) -> None:
    path = tmp_path / "config.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(NegcoachError, match="line"):
        save_settings(path, OTHERS)
    assert path.read_text("utf-8") == text
    assert list(tmp_path.iterdir()) == [path]


def test_a_wrong_value_can_be_put_right_by_saving(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text("[sound]\nvolume = 300 # too loud\n", encoding="utf-8")
    save_settings(path, Settings())
    assert path.read_text("utf-8") == "[sound]\nvolume = 80 # too loud\n"


@pytest.mark.skipif(sys.platform == "win32", reason="links and permissions are of another kind there")
def test_a_link_stays_a_link_and_permissions_stay(tmp_path: Path) -> None:
    target = tmp_path / "dotfiles.toml"
    target.write_text(MINE, encoding="utf-8")
    target.chmod(0o640)
    path = tmp_path / "config.toml"
    path.symlink_to(target)
    save_settings(path, OTHERS)
    assert path.is_symlink()
    assert load_settings(target) == OTHERS
    assert stat.S_IMODE(target.stat().st_mode) == 0o640


def test_a_place_that_cannot_be_written_gets_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(NegcoachError, match=r"cannot be (read|written)"):
        save_settings(tmp_path / "file" / "config.toml", Settings())
    (tmp_path / "config.toml").mkdir()
    with pytest.raises(NegcoachError, match="is not a file"):
        save_settings(tmp_path / "config.toml", Settings())


def test_loading_settings_needs_no_editor_of_toml(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from negcoach.config.settings.settings import load_settings\n"
        "load_settings(Path(sys.argv[1]))\n"
        "assert not {'tomlkit', 'platformdirs', 'textual'} & set(sys.modules)"
    )
    command = [sys.executable, "-c", script, str(tmp_path / "config.toml")]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])}
    subprocess.run(command, check=True, env=environment)
