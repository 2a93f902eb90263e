"""Which theme the command line and the environment ask for."""

from __future__ import annotations

import pytest

from negcoach.commands.parser.parser import parse
from negcoach.commands.support.options import Options
from negcoach.commands.support.theme import asked_theme
from negcoach.config.settings.theme_names import THEMES
from negcoach.errors import NegcoachError


@pytest.mark.parametrize(
    ("arguments", "environment", "theme"),
    [
        ([], None, None),
        ([], "", None),
        ([], "light", "light"),
        (["--theme", "nord"], "light", "nord"),
        (["coach", "dip", "--theme=terminal"], None, "terminal"),
        (["demo", "--theme", "high-contrast"], None, "high-contrast"),
    ],
)
def test_the_option_goes_before_the_environment_and_both_before_the_settings(
    monkeypatch: pytest.MonkeyPatch, arguments: list[str], environment: str | None, theme: str | None
) -> None:
    if environment is None:
        monkeypatch.delenv("NEGCOACH_THEME", raising=False)
    else:
        monkeypatch.setenv("NEGCOACH_THEME", environment)
    assert asked_theme(parse(arguments) if arguments else Options()) == theme


def test_a_name_that_is_not_known_is_told_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(NegcoachError, match=r'^No theme "drak"\. Did you mean dark\? See: negcoach --help$'):
        parse(["--theme", "drak"])
    monkeypatch.setenv("NEGCOACH_THEME", "drak\x1b[2J")
    with pytest.raises(NegcoachError) as refused:
        asked_theme(Options())
    assert "\x1b" not in str(refused.value) and "\n" not in str(refused.value)
    assert str(refused.value).startswith('NEGCOACH_THEME: no theme "drak') and THEMES[-1] in str(refused.value)
