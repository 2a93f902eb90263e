"""A week begins on the day of the lifter's country, or of the setting."""

from __future__ import annotations

import pytest

from negcoach.config.settings.settings import Settings
from negcoach.config.settings.week import first_weekday_in

MONDAY, SATURDAY, SUNDAY = 0, 5, 6


@pytest.mark.parametrize(
    ("locale", "weekday"),
    [
        ("de_AT", MONDAY),
        ("en_GB", MONDAY),
        ("en_US", SUNDAY),
        ("pt_BR", SUNDAY),
        ("he_IL", SUNDAY),
        ("ar_EG", SATURDAY),
        ("zh_Hant_TW", SUNDAY),
    ],
)
def test_a_week_begins_on_the_day_of_the_country(locale: str, weekday: int) -> None:
    assert first_weekday_in(locale) == weekday


@pytest.mark.parametrize("locale", [None, "en_US_POSIX", "en", "xx_XX", "", "nonsense"])
def test_a_week_of_no_country_begins_on_monday(locale: str | None) -> None:
    assert first_weekday_in(locale) == MONDAY


@pytest.mark.parametrize(("starts", "weekday"), [("monday", MONDAY), ("saturday", SATURDAY), ("sunday", SUNDAY)])
def test_the_setting_goes_before_the_country(starts: str, weekday: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_TIME", "en_US.UTF-8")
    assert Settings(week_starts=starts).first_weekday == weekday
    assert Settings().first_weekday == SUNDAY
