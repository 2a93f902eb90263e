"""A form: what is typed is read field by field, noted beside each, and made into one thing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from textual.widgets import Input, TextArea

from negcoach.errors import NegcoachError
from negcoach.screens.shared.form.dialog_keys import DialogKeys
from negcoach.screens.shared.form.fields import Field, FieldsScreen, Note, Values, read_fields
from negcoach.screens.shared.form.inputs import Chooser
from tests.screens.conftest import StageApp, rows_of, settle


def whole(text: str) -> int:
    if not text.isdigit():
        raise NegcoachError("A whole number.")
    return int(text)


def together(values: Values) -> int:
    if values["low"] > values["high"]:
        raise NegcoachError("The other way round.")
    return int(values["high"] - values["low"])


LOW = Field("low", "Low", "1", whole, "the least", value=1.25)
HIGH = Field("high", "High", "", whole, lambda values: f"{values.get('low')} or more", empty="the most")
NAME = Field("name", "Name", "b", str, choices=[("a", "Anna"), ("b", "Bert"), ("c", "Carl")])
NOTE = Field("note", "Note", "first", str, lines=True)


@pytest.mark.parametrize(
    ("texts", "values", "made", "first_wrong"),
    [
        ({"low": "2", "high": "5"}, {"low": 2, "high": 5}, 3, None),
        ({"low": "1", "high": "5"}, {"low": 1.25, "high": 5}, 3, None),
        ({"low": "1", "high": ""}, {"low": 1.25}, None, "high"),
        ({"low": "x", "high": ""}, {}, None, "low"),
        ({"low": "6", "high": "5"}, {"low": 6, "high": 5}, None, "high"),
    ],
)
def test_fields_are_read_and_made_into_one_thing_or_the_first_wrong_one_is_named(
    texts: Mapping[str, str], values: Mapping[str, Any], made: int | None, first_wrong: str | None
) -> None:
    reading = read_fields([LOW, HIGH], texts, together, blamed="high")
    assert (reading.values, reading.made, reading.first_wrong) == (values, made, first_wrong)


def test_what_is_not_made_into_anything_is_what_was_changed() -> None:
    assert read_fields([LOW, HIGH], {"low": "1", "high": "5"}).made == {"high": 5}


def test_every_field_has_a_note_from_what_is_right_or_wrong() -> None:
    right, hint = Note("the least"), Note("None or more")
    wrong = Note("A whole number.", "error")
    assert read_fields([LOW, HIGH], {"low": "1", "high": "x"}).notes == {"low": right, "high": wrong}
    assert read_fields([LOW, HIGH], {"low": "x", "high": "5"}).notes == {"low": wrong, "high": hint}


def shown(app: StageApp) -> str:
    return "\n".join(rows_of(app))


async def test_what_is_not_typed_yet_is_no_mistake_until_enter() -> None:
    app = StageApp(lambda: FieldsScreen[int]("Numbers", [LOW, HIGH], make=together, blamed="high"))
    async with app.run_test() as pilot:
        await settle(pilot)
        assert "the most" in shown(app)
        assert "✕" not in shown(app)
        await pilot.press("enter")
        await settle(pilot)
        assert "✕ A whole number." in shown(app)
        assert app.focused is app.screen.query_one("#high")
        await pilot.press("9", "enter")
        assert app.stage.results == [7]


async def test_a_name_is_chosen_with_the_arrows_and_a_note_has_lines() -> None:
    app = StageApp(lambda: FieldsScreen[Values]("Who", [NAME, HIGH, NOTE]))
    async with app.run_test() as pilot:
        assert isinstance(app.focused, Input)
        await pilot.press("4", "down")
        assert isinstance(app.focused, TextArea)
        await pilot.press("end", "ctrl+j", *"2nd", "up", "up")
        assert app.focused is app.screen.query_one("#high")
        await pilot.press("up", "right", "right")
        assert isinstance(app.focused, Chooser)
        await pilot.press("enter")
        assert app.stage.results == [{"name": "a", "high": 4, "note": "first\n2nd"}]


async def test_the_arrows_go_from_field_to_field_where_the_fields_are_scrolled_too() -> None:
    fields = [Field(f"f{number}", f"Field {number}", "1", whole, "a hint") for number in range(9)]
    app = StageApp(lambda: FieldsScreen[Values]("Many", fields))
    async with app.run_test(size=(40, 12)) as pilot:
        for number in range(9):
            await settle(pilot)
            assert app.focused is app.screen.query_one(f"#f{number}")
            assert f"Field {number}" in shown(app)
            await pilot.press("down")


async def test_a_click_on_the_name_of_a_field_or_on_its_note_goes_to_it() -> None:
    app = StageApp(lambda: FieldsScreen[Values]("Who", [NAME, LOW, HIGH, NOTE]))
    async with app.run_test() as pilot:
        await settle(pilot)
        for name, part in (("high", ".label"), ("low", ".note"), ("note", ".label"), ("name", ".label")):
            row = app.screen.query_one(f"#{name}").parent
            assert row is not None
            await pilot.click(row.query_one(part))
            await settle(pilot)
            assert app.focused is app.screen.query_one(f"#{name}")
        await pilot.click(".title")
        assert app.focused is app.screen.query_one("#name")


@pytest.mark.parametrize(("clicked", "results"), [("enter", [{"low": 4}]), ("esc", [None])])
async def test_a_click_on_a_key_of_the_dialog_does_what_it_does_in_the_field(clicked: str, results: object) -> None:
    app = StageApp(lambda: FieldsScreen[Values]("Numbers", [LOW]))
    async with app.run_test() as pilot:
        await settle(pilot)
        await pilot.press("4")
        keys = app.screen.query_one(DialogKeys)
        await pilot.click(keys, offset=(str(keys.render()).index(clicked), 0))
        await settle(pilot)
        assert app.stage.results == results
