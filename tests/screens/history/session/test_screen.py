"""The screen of one session: a cursor over its sets and reps, and every edit of what it stands on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from textual.app import App, ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Input, Static, TextArea

from negcoach.coaching.keys.key_runs import HELD_MS
from negcoach.config.settings.settings import Settings
from negcoach.screens.history.session.cursor import CursorTarget, TargetKind, adjacent_set, nearest, targets_of
from negcoach.screens.history.session.regroup import RegroupScreen
from negcoach.screens.history.session.screen import EditableSession, SessionScreen
from negcoach.screens.history.session.view import SessionView, SetBox
from negcoach.screens.shared.form.confirm import ConfirmScreen
from negcoach.screens.shared.form.fields import FieldsScreen
from negcoach.services import Services
from negcoach.store.database.totals import update_totals
from negcoach.store.editing.editor import Editor
from negcoach.store.editing.manual_sets import MOST_NOTE
from negcoach.store.editing.session_editor import SessionEditor
from negcoach.store.queries.sessions.history import SessionRecord, session, sessions
from negcoach.training.progress.pain import PainLevels, levels_text
from negcoach.training.score.stop_rules import StopRules
from negcoach.training.terms import Side
from negcoach.widgets.charts.rep_bars import RepBars
from tests.screens.conftest import SIZES, StageApp, rows_of, settle, text_of
from tests.services import NOW, Clock
from tests.store.histories import add_lifted

LIFTED = "lifted"


@pytest.fixture
def stored(services: Services, perform: Callable[..., None]) -> str:
    """A session of two sets of three reps and one lifted set, after a lighter one."""
    perform("bench-press", days_ago=9, load_kg=100.0, sets=1)
    perform("bench-press", days_ago=2, load_kg=105.0, sets=2, reps=3)
    with services.database.read() as connection:
        session_id = sessions(connection, 1)[0].id
    add_lifted(services.database, session_id, LIFTED)
    return session_id


def record_of(services: Services, session_id: str) -> SessionRecord:
    with services.database.read() as connection:
        found = session(connection, session_id)
    assert found is not None
    return found


@asynccontextmanager
async def opened(services: Services, session_id: str, size: tuple[int, int] = (80, 24)) -> Any:
    app = StageApp(lambda: SessionScreen(services, session_id))
    async with app.run_test(size=size, notifications=True) as pilot:
        await pilot.pause()
        yield pilot


def said(pilot: Pilot[None]) -> list[str]:
    return [notification.message for notification in pilot.app._notifications]


def view(pilot: Pilot[None]) -> EditableSession:
    found = [screen for screen in pilot.app.screen_stack if isinstance(screen, SessionScreen)]
    return found[0].query_one(EditableSession)


async def type_in(pilot: Pilot[None], text: str) -> None:
    """Replace what the field with the focus says."""
    focused = pilot.app.focused
    assert isinstance(focused, Input)
    focused.value = text
    await pilot.press("enter")
    await pilot.pause()


async def test_the_arrows_go_over_the_session_its_sets_and_reps(services: Services, stored: str) -> None:
    async with opened(services, stored) as pilot:
        seen = [view(pilot).target]
        for _ in range(12):
            await pilot.press("down")
            seen.append(view(pilot).target)
        assert tuple(dict.fromkeys(seen)) == targets_of(record_of(services, stored))
        for key, kind in (("home", TargetKind.SESSION), ("pagedown", TargetKind.SET), ("end", TargetKind.LIFTED)):
            await pilot.press(key)
            assert view(pilot).target.kind is kind
        await settle(pilot)
        assert any("▸" in row and "Squat" in row for row in rows_of(pilot.app))


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 50)])
async def test_the_cursor_is_always_in_view(services: Services, stored: str, size: tuple[int, int]) -> None:
    async with opened(services, stored, size) as pilot:
        for key in ["down"] * 10 + ["up"] * 10:
            await pilot.press(key)
            await settle(pilot)
            assert sum("▸" in row for row in rows_of(pilot.app)) == 1


@pytest.mark.parametrize("smaller", [(40, 12), (80, 12), (60, 24)])
async def test_the_cursor_stays_in_view_in_a_window_that_is_made_smaller(
    services: Services, stored: str, smaller: tuple[int, int]
) -> None:
    async with opened(services, stored, (120, 40)) as pilot:
        await pilot.press("end")
        await settle(pilot)
        await pilot.resize_terminal(*smaller)
        await settle(pilot)
        at = view(pilot).chosen_place.y
        assert 0 <= at < view(pilot).scrollable_content_region.height


async def test_e_on_a_set_changes_its_load_and_says_so(services: Services, stored: str) -> None:
    async with opened(services, stored) as pilot:
        await pilot.press("pagedown", "e")
        await type_in(pilot, "107.5")
        assert record_of(services, stored).sets[0].load_kg == 107.5
        assert said(pilot) == ["load of set 1, Bench press, 23 Jul 2026: 105 kg to 107.5 kg. Press u to undo it."]
        assert view(pilot).target.kind is TargetKind.SET
        await pilot.press("u")
        assert record_of(services, stored).sets[0].load_kg == 105.0
        await pilot.press("U")
        assert record_of(services, stored).sets[0].load_kg == 107.5
        assert said(pilot)[1:] == [
            "Undone: load of set 1, Bench press, 23 Jul 2026: 105 kg to 107.5 kg",
            "Redone: load of set 1, Bench press, 23 Jul 2026: 105 kg to 107.5 kg",
        ]


async def test_a_load_that_may_be_a_slip_is_asked_about_once(services: Services, clock: Clock, stored: str) -> None:
    async with opened(services, stored) as pilot:
        await pilot.press("pagedown", "e")
        await type_in(pilot, "950")
        await settle(pilot)
        assert record_of(services, stored).sets[0].load_kg == 105
        note = pilot.app.screen.query_one("#load-note").region
        rows = [row[note.x : note.right] for row in rows_of(pilot.app)[note.y : note.bottom]]
        assert " ".join(" ".join(rows).split()) == "✕ 950 kg, and 105 kg before? Enter again saves it."
        clock.advance(HELD_MS)
        await type_in(pilot, "10.5")  # another slip is asked about, too
        assert record_of(services, stored).sets[0].load_kg == 105
        clock.advance(HELD_MS)
        await pilot.press("enter")
        await settle(pilot)
        assert record_of(services, stored).sets[0].load_kg == 10.5


@pytest.mark.parametrize("apart_ms", [0, 30, HELD_MS - 1])
async def test_an_enter_that_is_held_down_is_no_answer_about_a_slip(
    services: Services, clock: Clock, stored: str, apart_ms: int
) -> None:
    async with opened(services, stored) as pilot:
        await pilot.press("pagedown", "e")
        await type_in(pilot, "950")
        for _ in range(4):
            clock.advance(apart_ms)
            await pilot.press("enter")
            await settle(pilot)
            assert "Enter again saves it." in text_of(pilot.app.screen.query_one("#load-note", Static))
            assert record_of(services, stored).sets[0].load_kg == 105
        clock.advance(HELD_MS)
        await pilot.press("enter")
        await settle(pilot)
        assert record_of(services, stored).sets[0].load_kg == 950


async def test_a_burst_of_enter_is_no_answer_about_a_slip(services: Services, stored: str) -> None:
    async with opened(services, stored) as pilot:
        await pilot.press("pagedown", "e")
        pilot.app.focused.value = "950"
        for _ in range(3):
            pilot.app.simulate_key("enter")
        await settle(pilot)
        assert "Enter again saves it." in text_of(pilot.app.screen.query_one("#load-note", Static))
        assert record_of(services, stored).sets[0].load_kg == 105


async def test_a_load_that_is_added_to_the_body_is_changed_at_once(
    services: Services, perform: Callable[..., None]
) -> None:
    perform("negative-chin-up", days_ago=2, load_kg=5.0, sets=1)
    with services.database.read() as connection:
        session_id = sessions(connection, 1)[0].id
    async with opened(services, session_id) as pilot:
        await pilot.press("down", "e")
        await type_in(pilot, "12.5")
        await settle(pilot)
        assert record_of(services, session_id).sets[0].load_kg == 12.5


async def test_e_on_a_set_of_a_tendon_changes_the_pain_of_each_side_and_that_of_older_sets(
    services: Services, perform: Callable[..., None]
) -> None:
    perform("heel-drop", days_ago=2, sets=2, sides=tuple(Side))
    with services.database.read() as connection:
        older, newer = sessions(connection, 1)[0].sets
    services.journal.rate_pain(older.id, PainLevels(whole=4), NOW)
    services.journal.rate_pain(newer.id, PainLevels(left=5, right=1), NOW)
    services.lifter.rate_next_morning(newer.id, PainLevels(right=2), NOW)
    with services.database.read() as connection:
        session_id = sessions(connection, 1)[0].id
    async with opened(services, session_id) as pilot:
        shown = " ".join(" ".join(rows_of(pilot.app)).split())
        assert "pain 4 of 10" in shown
        assert "pain left 5, right 1 of 10 · right 2 the next morning" in shown
        await pilot.press("down", "e")
        await pilot.pause()
        form = " ".join(" ".join(rows_of(pilot.app)).split())
        assert "Pain 4 both sides, 0 to 10" in form and "Pain L left, 0 none to 10 the worst" in form
        assert "Morning R right, the next morning, 0 to 10" in form and "both sides, the next morning" not in form
        await pilot.press("down", "backspace", "down", "4", "enter")
        await pilot.pause()
        (told,) = said(pilot)
        assert "Eccentric heel drop, 23 Jul 2026: pain 4 to not said, pain on the left not said to 4." in told
    assert [levels_text(one.pain) for one in record_of(services, session_id).sets] == ["left 4", "left 5, right 1"]


async def test_what_is_left_as_it_is_is_no_edit_in_pounds_either(services: Services, stored: str) -> None:
    services.settings = Settings(unit="lb")
    async with opened(services, stored) as pilot:
        await pilot.press("pagedown", "e", "enter")
        await pilot.pause()
        assert record_of(services, stored).sets[0].load_kg == 105.0
        assert said(pilot) == []
        await pilot.press("u")
        assert said(pilot) == ["There is nothing to undo."]


@pytest.mark.parametrize(("typed", "measured_ms"), [("4,25", 4250), ("", None), ("-", None), ("61", 61_000)])
async def test_e_on_a_rep_changes_its_time(
    services: Services, stored: str, typed: str, measured_ms: int | None
) -> None:
    async with opened(services, stored) as pilot:
        await pilot.press("pagedown", "down", "down", "e")
        await type_in(pilot, typed)
        assert [rep.measured_ms for rep in record_of(services, stored).sets[0].reps] == [4850, measured_ms, 4850]


async def test_a_wrong_value_is_said_and_keeps_the_dialog(services: Services, stored: str) -> None:
    async with opened(services, stored) as pilot:
        await pilot.press("pagedown", "down", "e")
        await type_in(pilot, "fast")
        assert isinstance(pilot.app.screen, FieldsScreen)
        await settle(pilot)
        assert any("✕" in row for row in rows_of(pilot.app))
        await pilot.press("escape")
        assert isinstance(pilot.app.screen, SessionScreen)
        assert record_of(services, stored).sets[0].reps[0].measured_ms == 4850


async def test_e_on_the_session_changes_effort_and_a_note_of_several_lines(services: Services, stored: str) -> None:
    async with opened(services, stored) as pilot:
        await pilot.press("e", "8", "down", "down", "down")
        assert isinstance(pilot.app.focused, TextArea)
        await pilot.press("a", "ctrl+j", "b", "enter")
        await pilot.pause()
        record = record_of(services, stored)
        assert (record.rpe, record.note) == (8.0, "a\nb")
        assert said(pilot) == ["session of 23 Jul 2026: RPE none to 8, note changed. Press u to undo it."]


HUGE = "rep\nfelt slow " * 10_000
"""A text as a file can have one: it took seconds to lay out, and so the screen to open."""


def store_text(services: Services, table: str, column: str, text: str) -> None:
    """Store a text as an import does, which has no limit."""
    with services.database.write() as connection:
        connection.execute(f"UPDATE {table} SET {column} = ?", (text,))
        update_totals(connection, *(row["id"] for row in connection.execute("SELECT id FROM sessions").fetchall()))


def longest_shown(screen: Screen[Any]) -> int:
    """Return the length of the longest text that a widget of a screen has to lay out."""
    shown = [len(text_of(one)) for one in screen.query(Static)]
    return max(
        shown + [len(one.value) for one in screen.query(Input)] + [len(one.text) for one in screen.query(TextArea)]
    )


@pytest.mark.parametrize(
    ("table", "column", "keys"),
    [
        ("sessions", "note", []),
        ("sessions", "title", []),
        ("sets", "note", ["pagedown"]),
        ("sets", "exercise_name", ["pagedown"]),
        ("concentric_sets", "note", ["end"]),
        ("concentric_sets", "exercise_name", ["end"]),
    ],
)
async def test_of_a_huge_text_only_the_beginning_is_laid_out(
    services: Services, stored: str, table: str, column: str, keys: list[str]
) -> None:
    store_text(services, table, column, HUGE if column == "note" else HUGE.replace("\n", " "))
    async with opened(services, stored) as pilot:
        assert longest_shown(pilot.app.screen) <= MOST_NOTE
        await pilot.press(*keys, "e")
        assert isinstance(pilot.app.screen, FieldsScreen)
        await settle(pilot)
        assert longest_shown(pilot.app.screen) <= MOST_NOTE
        await pilot.press("escape", "m")
        await settle(pilot)
        assert longest_shown(pilot.app.screen) <= MOST_NOTE


@pytest.mark.parametrize(("table", "keys"), [("sessions", []), ("sets", ["pagedown"]), ("concentric_sets", ["end"])])
async def test_the_rest_of_a_huge_note_stays_when_its_beginning_is_edited(
    services: Services, stored: str, table: str, keys: list[str]
) -> None:
    def notes() -> list[str]:
        with services.database.read() as connection:
            return [row["note"] for row in connection.execute(f"SELECT note FROM {table}") if row["note"]]

    store_text(services, table, "note", HUGE)
    count = len(notes())
    async with opened(services, stored) as pilot:
        await pilot.press(*keys, "e")
        area = pilot.app.screen.query_one("#note", TextArea)
        note = pilot.app.screen.query_one("#note-note", Static)
        assert f"{len(HUGE) - len(area.text):,} more characters stay" in text_of(note)
        assert note.display and note.region.width >= 20
        pilot.app.screen.query_one("#rpe", Input).value = "8"
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(pilot.app.screen, SessionScreen)
        assert set(map(len, notes())) == {len(HUGE)}  # pytest would compare such texts themselves for minutes
        await pilot.press("e")
        area = pilot.app.screen.query_one("#note", TextArea)
        area.text = f"First: {area.text}"
        await pilot.press("enter")
        await pilot.pause()
        edited = f"First: {HUGE}".strip()
        assert [note == edited for note in notes()].count(True) == 1
        await pilot.press("e")
        pilot.app.screen.query_one("#note", TextArea).text = ""
        await pilot.press("enter")
        await pilot.pause()
        assert len(notes()) == count - 1


@pytest.mark.parametrize("size", [(80, 24), (40, 14)])
async def test_a_note_that_is_too_long_is_refused_beside_it(
    services: Services, stored: str, size: tuple[int, int]
) -> None:
    async with opened(services, stored, size) as pilot:
        await pilot.press("e")
        form = pilot.app.screen
        form.query_one("#note", TextArea).text = "x" * (MOST_NOTE + 1)
        await pilot.press("enter")
        await settle(pilot)
        assert pilot.app.screen is form
        note = form.query_one("#note-note", Static)
        assert text_of(note) == "✕ A note has at most 10000 characters, not 10001."
        assert any("A note has at most" in row for row in rows_of(pilot.app))


async def test_e_on_a_set_changes_its_exercise(services: Services, stored: str) -> None:
    async with opened(services, stored) as pilot:
        await pilot.press("pagedown", "e", "down", "down")
        await type_in(pilot, "machine bench")
        assert [one.prescribed.exercise for one in record_of(services, stored).sets] == [
            "machine-bench-press",
            "bench-press",
        ]
        assert said(pilot) == [
            "exercise of set 1, Bench press, 23 Jul 2026: Bench press to Machine bench press. Press u to undo it."
        ]


async def test_e_on_a_set_changes_its_way_and_a_drop_says_from_what_to_what(services: Services, stored: str) -> None:
    async with opened(services, stored, (120, 40)) as pilot:
        await pilot.press("pagedown", "pagedown", "e")
        form = pilot.app.screen
        form.query_one("#load", Input).value = "95"
        form.query_one("#way", Input).value = "drop 10 %"
        await pilot.press("enter")
        await pilot.pause()
        assert said(pilot)[0].startswith("set 2, Bench press, 23 Jul 2026: load 105 kg to 95 kg, way straight to drop")
        assert any("set 2 of 2 · drop 10 %: 105 → 95 kg · 5-0-A-1 · lower 5 s" in row for row in rows_of(pilot.app))
        await pilot.press("u")
        await pilot.pause()
        assert not any("drop" in row for row in rows_of(pilot.app)[:20])
        assert str(record_of(services, stored).sets[1].way) == "straight"


async def test_what_the_history_refuses_stands_in_the_dialog(services: Services, stored: str) -> None:
    async with opened(services, stored, (120, 40)) as pilot:
        await pilot.press("pagedown", "pagedown", "e")
        form = pilot.app.screen
        form.query_one("#way", Input).value = "drop 10 %"
        form.query_one("#note", TextArea).text = "with the pins"
        await pilot.press("enter")
        await pilot.pause()
        assert pilot.app.screen is form  # the note would be lost
        refusal = "✕ A drop has less load than the set before it, 105 kg: give this one its load, too."
        assert text_of(form.query_one("#way-note", Static)) == refusal
        assert form.focused is form.query_one("#way")
        assert said(pilot) == []
        form.query_one("#load", Input).value = "95"
        await pilot.pause()
        assert text_of(form.query_one("#way-note", Static)) != refusal
        await pilot.press("enter")
        await pilot.pause()
        assert pilot.app.screen is not form
        assert str(record_of(services, stored).sets[1].way) == "drop 10 %"
        assert record_of(services, stored).sets[1].note == "with the pins"


async def test_a_set_that_is_gone_is_said_in_the_dialog_and_again_below_it(services: Services, stored: str) -> None:
    async with opened(services, stored, (120, 40)) as pilot:
        await pilot.press("pagedown", "e")
        form = pilot.app.screen
        Editor(services.database).delete_set(record_of(services, stored).sets[0].id, services.now())
        form.query_one("#load", Input).value = "95"
        await pilot.press("enter")
        await pilot.pause()
        assert pilot.app.screen is form
        assert "bin" in text_of(form.query_one("#load-note", Static))
        await pilot.press("escape")
        await settle(pilot)
        assert not any("set 1 of 2" in row for row in rows_of(pilot.app))


async def test_no_rep_is_cut_off_by_a_shorter_session_and_the_dialog_says_so(services: Services, stored: str) -> None:
    async with opened(services, stored) as pilot:
        await pilot.press("e", "down", "down")
        await type_in(pilot, "0")
        await settle(pilot)
        assert isinstance(pilot.app.screen, FieldsScreen)
        assert any("✕" in row for row in rows_of(pilot.app))
        assert said(pilot) == []


@pytest.mark.parametrize(
    ("way", "message"),
    [
        ("drop 10 %", "The last set is the drop, straight after the one before it: set 1 of 2 is not."),
        ("forced", "Forced reps follow reps that are lifted alone"),
        ("cluster 3", "A set of 3 has no rest inside"),
        ("drop 40 %", "A drop set lowers the load by 10 to 15 %"),
        ("hard", 'Write "straight", "cluster 2, 25 s"'),
    ],
)
async def test_a_way_that_cannot_be_is_refused_beside_the_field(
    services: Services, stored: str, way: str, message: str
) -> None:
    async with opened(services, stored, (120, 40)) as pilot:
        await pilot.press("pagedown", "e")
        pilot.app.screen.query_one("#way", Input).value = way
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(pilot.app.screen, FieldsScreen)
        assert message in text_of(pilot.app.screen.query_one("#way-note", Static))
        assert str(record_of(services, stored).sets[0].way) == "straight"


async def test_an_exercise_with_sides_is_refused_beside_the_field(services: Services, stored: str) -> None:
    async with opened(services, stored) as pilot:
        await pilot.press("pagedown", "e", "down", "down")
        await type_in(pilot, "heel drop")
        assert isinstance(pilot.app.screen, FieldsScreen)
        await settle(pilot)
        assert any("Add it again" in row for row in rows_of(pilot.app))


@pytest.fixture
def visit(services: Services, perform: Callable[..., None]) -> list[str]:
    """Three sessions of one day, the first first: the leg press, the bench press with two sets, Nordic curls."""
    perform("leg-press", days_ago=2.05, sets=1, reps=1, load_kg=150.0)
    perform("bench-press", days_ago=2, load_kg=105.0, sets=2, reps=3)
    perform("nordic-curl", days_ago=1.97, sets=1, reps=2)
    with services.database.read() as connection:
        return [one.id for one in sessions(connection, 3)][::-1]


async def test_e_on_the_session_changes_its_day_and_length(services: Services, visit: list[str]) -> None:
    at = record_of(services, visit[1]).started_at
    async with opened(services, visit[1]) as pilot:
        await pilot.press("e", "down")
        await type_in(pilot, "2026-07-20")
        assert record_of(services, visit[1]).started_at == at - timedelta(days=3)
        await pilot.press("e", "down", "down")
        await type_in(pilot, "1:05")
        record = record_of(services, visit[1])
        assert record.ended_at == record.started_at + timedelta(minutes=65)
        assert said(pilot) == [
            "start of session of 23 Jul 2026: 23 Jul 2026, 14:21 to 20 Jul 2026, 14:21. Press u to undo it.",
            "length of session of 20 Jul 2026: 1 min to 65 min. Press u to undo it.",
        ]
        await pilot.press("u", "u")
        assert record_of(services, visit[1]).started_at == at


async def test_m_on_the_session_joins_it_with_the_one_before_and_shows_that(
    services: Services, visit: list[str]
) -> None:
    async with opened(services, visit[1]) as pilot:
        await pilot.press("m")
        assert isinstance(pilot.app.screen, RegroupScreen)
        await pilot.press("enter")
        await settle(pilot)
        assert said(pilot) == ["2 sessions of 23 Jul 2026 joined: Leg press, Bench press. Press u to undo it."]
        shown = view(pilot).record
        assert shown is not None
        assert (shown.id, [one.prescribed.exercise for one in shown.sets]) == (
            visit[0],
            ["leg-press", "bench-press", "bench-press"],
        )
        await pilot.press("u")
        assert len(record_of(services, visit[1]).sets) == 2


async def test_m_on_a_set_splits_the_session_or_moves_the_set(services: Services, visit: list[str]) -> None:
    async with opened(services, visit[1]) as pilot:
        await pilot.press("end", "m", "enter")
        await settle(pilot)
        assert len(record_of(services, visit[1]).sets) == 1
        await pilot.press("u", "end", "m", "down", "enter")
        await settle(pilot)
        assert [len(record_of(services, one).sets) for one in visit] == [1, 1, 2]
        assert "moved to the session of 23 Jul 2026, Nordic hamstring curl" in said(pilot)[-1]


async def test_the_first_set_is_not_split_off_and_esc_leaves_all(services: Services, visit: list[str]) -> None:
    async with opened(services, visit[1]) as pilot:
        await pilot.press("pagedown", "m")
        await settle(pilot)
        assert not any("a session of their own" in row for row in rows_of(pilot.app))
        await pilot.press("escape")
        assert [len(record_of(services, one).sets) for one in visit] == [1, 2, 1]


async def test_a_session_under_way_is_not_taken_apart(services: Services, visit: list[str]) -> None:
    services.journal.resume_session(visit[2], NOW)
    async with opened(services, visit[2]) as pilot:
        await pilot.press("m")
        assert isinstance(pilot.app.screen, SessionScreen)
        assert said(pilot) == ["This session has not ended. End it first."]
        await pilot.press("e")
        assert [field.name for field in pilot.app.screen.form.fields] == ["rpe", "note"]


@pytest.fixture
def alternated(services: Services, perform: Callable[..., None]) -> str:
    """One session of two exercises whose sets alternate."""
    for minutes, slug in enumerate(("bench-press", "nordic-curl", "bench-press", "nordic-curl")):
        perform(slug, days_ago=2 - minutes / 1440, sets=1, reps=3, load_kg=105.0 if slug == "bench-press" else 0.0)
    with services.database.read() as connection:
        ids = [one.id for one in sessions(connection, 4)][::-1]
    SessionEditor(services.database).join(ids, NOW)
    return ids[0]


async def test_sets_that_alternate_are_shown_by_exercise_and_the_cursor_goes_down_that_order(
    services: Services, alternated: str
) -> None:
    order = ["bench-press", "bench-press", "nordic-curl", "nordic-curl"]
    async with opened(services, alternated, (120, 60)) as pilot:
        record = record_of(services, alternated)
        exercise_of = {one.id: one.prescribed.exercise for one in record.sets}
        sets = [target.set_id for target in targets_of(record) if target.kind is TargetKind.SET]
        assert [exercise_of[one] for one in sets] == order
        await settle(pilot)
        rows = rows_of(pilot.app)
        names = [row for row in rows if "2 × 3 · lowered" in row]
        assert ["┌ Bench press" in names[0], "└ Nordic hamstring curl" in names[1], len(names)] == [True, True, 2]
        at = [next(number for number, row in enumerate(rows) if "▸" in row)]
        for _ in range(4):
            await pilot.press("pagedown")
            await settle(pilot)
            at.append(next(number for number, row in enumerate(rows_of(pilot.app)) if "▸" in row))
        assert at == sorted(set(at))


async def test_all_sets_of_an_exercise_are_moved_at_once(
    services: Services, alternated: str, perform: Callable[..., None]
) -> None:
    perform("leg-press", days_ago=9, sets=1, load_kg=150.0)
    async with opened(services, alternated) as pilot:
        await pilot.press("end", "m")
        await settle(pilot)
        kinds = [row.split("│")[1].strip().split("  ")[0] for row in rows_of(pilot.app) if "16 Jul" in row]
        assert kinds == ["move to", "move all to"]
        await pilot.press("down", "down", "enter")
        await settle(pilot)
        assert [one.prescribed.exercise for one in record_of(services, alternated).sets] == ["bench-press"] * 2
        assert "2 sets of the session of 23 Jul 2026" in said(pilot)[-1]


@pytest.mark.parametrize("size", SIZES)
def test_a_session_of_several_exercises_looks_as_it_should(
    services: Services, alternated: str, size: tuple[int, int], snap_compare: Callable[..., bool]
) -> None:
    assert snap_compare(StageApp(lambda: SessionScreen(services, alternated)), terminal_size=size)


async def test_e_on_a_lifted_set_changes_it(services: Services, stored: str) -> None:
    async with opened(services, stored) as pilot:
        await pilot.press("end", "enter")
        await type_in(pilot, "-20")
        assert record_of(services, stored).concentric[0].load_kg == -20


async def test_a_adds_a_set_like_the_chosen_one(services: Services, stored: str) -> None:
    async with opened(services, stored) as pilot:
        await pilot.press("pagedown", "a", "enter")
        await pilot.pause()
        added = record_of(services, stored).sets[-1]
        assert (added.prescribed.set_number, added.load_kg, len(added.reps)) == (3, 105.0, 3)
        assert said(pilot) == ["Bench press, 23 Jul 2026: 1 × 3 with 105 kg added. Press u to undo it."]
        await pilot.press("u")
        assert len(record_of(services, stored).sets) == 2


async def test_another_exercise_brings_its_tempo(services: Services, stored: str) -> None:
    async with opened(services, stored) as pilot:
        await pilot.press("a")
        form = pilot.app.screen
        form.query_one("#exercise", Input).value = "heel"
        await pilot.pause()
        assert form.query_one("#tempo", Input).value == "3-0-A-0"
        form.query_one("#tempo", Input).value = "4-0-A-0"
        await pilot.pause()
        form.query_one("#exercise", Input).value = "dip"
        await pilot.pause()
        assert form.query_one("#tempo", Input).value == "4-0-A-0"


async def test_lowering_times_are_one_a_rep(services: Services, stored: str) -> None:
    async with opened(services, stored) as pilot:
        await pilot.press("a")
        form = pilot.app.screen
        form.query_one("#times_ms", Input).value = "5 4.8"
        await pilot.press("enter")
        assert pilot.app.screen is form
        assert pilot.app.focused is form.query_one("#times_ms")
        form.query_one("#times_ms", Input).value = "5 4.8 -"
        await pilot.press("enter")
        await pilot.pause()
        assert [rep.measured_ms for rep in record_of(services, stored).sets[-1].reps] == [5000, 4800, None]


async def test_d_deletes_a_rep_at_once_and_the_cursor_goes_to_the_next(services: Services, stored: str) -> None:
    async with opened(services, stored) as pilot:
        await pilot.press("pagedown", "down", "down", "d")
        await pilot.pause()
        assert [rep.ordinal for rep in record_of(services, stored).sets[0].reps] == [1, 3]
        assert view(pilot).target.ordinal == 3


@pytest.mark.parametrize(("answer", "left"), [("ctrl+d", 1), ("f8", 1), ("escape", 2), ("n", 2)])
async def test_d_asks_before_it_deletes_a_set(services: Services, stored: str, answer: str, left: int) -> None:
    async with opened(services, stored) as pilot:
        await pilot.press("pagedown", "d")
        assert isinstance(pilot.app.screen, ConfirmScreen)
        await pilot.press(answer)
        await pilot.pause()
        assert len(record_of(services, stored).sets) == left


async def test_no_key_of_a_word_or_a_clicker_confirms_that_something_is_deleted(
    services: Services, stored: str
) -> None:
    async with opened(services, stored) as pilot:
        await pilot.press("d")
        for key in ("enter", "space", "delete", "pagedown", "right", *"abcdefghijklmoprstuvwxyzYD1"):
            await pilot.press(key)
            assert isinstance(pilot.app.screen, ConfirmScreen), key
        await pilot.press("escape")
        assert record_of(services, stored).sets


async def test_a_key_that_was_pressed_before_the_question_stood_there_does_not_confirm(
    services: Services, clock: Clock, stored: str
) -> None:
    async with opened(services, stored) as pilot:
        pilot.app.clock = clock.monotonic_ns
        await pilot.press("d", "ctrl+d")
        clock.advance(2_000)
        assert isinstance(pilot.app.screen, ConfirmScreen)
        assert record_of(services, stored).sets
        await pilot.press("ctrl+d")
        await settle(pilot)
        assert isinstance(pilot.app.screen, SessionScreen)
        assert any("no longer exists" in row for row in rows_of(pilot.app))


async def test_a_deleted_session_can_be_brought_back_from_where_it_was(services: Services, stored: str) -> None:
    async with opened(services, stored) as pilot:
        await pilot.press("d", "ctrl+d")
        await settle(pilot)
        assert any("no longer exists" in row for row in rows_of(pilot.app))
        await pilot.press("e", "a", "d")
        assert isinstance(pilot.app.screen, SessionScreen)
        await pilot.press("u")
        await settle(pilot)
        assert any("Bench press" in row for row in rows_of(pilot.app))


async def test_an_empty_session_says_what_to_do(services: Services, stored: str) -> None:
    async with opened(services, stored, (120, 40)) as pilot:
        for _ in range(3):
            await pilot.press("home", "pagedown", "d", "ctrl+d")
            await pilot.pause()
        await settle(pilot)
        assert any("Press a to add a set" in row for row in rows_of(pilot.app))


async def test_editing_a_session_under_way_leaves_it_under_way(services: Services) -> None:
    from tests.store.samples import BENCH, keep

    going_on = services.journal.begin_session(services.now())
    under_way = services.journal.begin_set(going_on, BENCH, services.now())
    keep(services.journal, under_way, 1, services.now(), measured_ms=4000)
    async with opened(services, going_on) as pilot:
        await pilot.press("pagedown", "a", "enter")
        await pilot.pause()
        await pilot.press("end", "d")
        keep(services.journal, under_way, 2, services.now(), measured_ms=4100)
        await pilot.press("u", "u")
        await pilot.pause()
        (one,) = record_of(services, going_on).sets
        assert [rep.measured_ms for rep in one.reps] == [4000, 4100]
        assert record_of(services, going_on).ended_at is None


async def test_text_of_people_is_shown_as_it_is(services: Services, stored: str) -> None:
    note = "[bold]not bold[/] [@click=app.quit]x[/] [/]"
    services.journal.annotate_session(stored, note, None, services.now())
    async with opened(services, stored) as pilot:
        await settle(pilot)
        assert any("[bold]not bold[/]" in row for row in rows_of(pilot.app))
        await pilot.press("e")
        await settle(pilot)
        assert any("[@click=app.quit]" in row for row in rows_of(pilot.app))


@pytest.fixture
def targets() -> Iterator[tuple[CursorTarget, ...]]:
    rep = [CursorTarget(TargetKind.REP, "a", ordinal) for ordinal in (1, 2)]
    yield (CursorTarget(TargetKind.SESSION), CursorTarget(TargetKind.SET, "a"), *rep, CursorTarget(TargetKind.SET, "b"))


def test_the_cursor_goes_to_what_is_near_when_its_place_is_gone(targets: tuple[CursorTarget, ...]) -> None:
    session_, first, rep_1, rep_2, second = targets
    assert nearest(rep_1, targets, targets) == rep_1
    assert nearest(rep_1, targets, (session_, first, rep_2, second)) == rep_2
    assert nearest(rep_2, targets, (session_, first, rep_1, second)) == rep_1
    assert nearest(first, targets, (session_, second)) == second
    assert nearest(second, targets, (session_, first, rep_1)) == rep_1
    assert nearest(second, (), (session_,)) == session_


def test_page_keys_go_from_set_to_set(targets: tuple[CursorTarget, ...]) -> None:
    session_, first, rep_1, _, second = targets
    assert adjacent_set(session_, 1, targets) == first
    assert adjacent_set(rep_1, 1, targets) == second
    assert adjacent_set(rep_1, -1, targets) == first
    assert adjacent_set(first, -1, targets) == session_
    assert adjacent_set(second, 1, targets) == second


@pytest.fixture
def to_look_at(services: Services, perform: Callable[..., None], stored: str) -> str:
    """A session with a note, a record, a set stopped on lost tempo, and lifted sets."""
    sets = record_of(services, stored).sets
    editor = Editor(services.database)
    services.journal.annotate_session(stored, "Elbows in.\nNext time with the other spotter.", 8, NOW)
    editor.change_rep(sets[1].id, 1, None, NOW)
    editor.change_rep(sets[1].id, 2, 3100, NOW)
    editor.change_set(sets[1].id, NOW, rpe=9, note="left shoulder")
    editor.change_set(LIFTED, NOW, load_kg=-20, rpe=7, note="belt")
    return stored


@pytest.mark.parametrize("size", SIZES)
def test_a_session_looks_as_it_should(
    services: Services, to_look_at: str, size: tuple[int, int], snap_compare: Callable[..., bool]
) -> None:
    app = StageApp(lambda: SessionScreen(services, to_look_at))
    assert snap_compare(app, terminal_size=size, press=["pagedown", "pagedown", "down"])


@pytest.mark.parametrize(
    "keys", [["pagedown", "e"], ["e"], ["a"], ["d"]], ids=["edit", "edit-session", "add", "delete"]
)
def test_its_dialogs_look_as_they_should(
    services: Services, to_look_at: str, keys: list[str], snap_compare: Callable[..., bool], still_cursor: None
) -> None:
    async def asked(pilot: Pilot[None]) -> None:
        await pilot.press(*keys)
        await settle(pilot)

    app = StageApp(lambda: SessionScreen(services, to_look_at))
    assert snap_compare(app, terminal_size=(80, 24), run_before=asked)


@pytest.mark.parametrize("size", [*SIZES, (40, 12)])
def test_the_choice_where_a_set_belongs_looks_as_it_should(
    services: Services, visit: list[str], size: tuple[int, int], snap_compare: Callable[..., bool]
) -> None:
    app = StageApp(lambda: SessionScreen(services, visit[1]))
    assert snap_compare(app, terminal_size=size, press=["end", "m"])


def test_the_form_of_a_session_fits_the_smallest_terminal(
    services: Services, to_look_at: str, snap_compare: Callable[..., bool], still_cursor: None
) -> None:
    app = StageApp(lambda: SessionScreen(services, to_look_at))
    assert snap_compare(app, terminal_size=(40, 12), press=["e"])


async def test_what_is_marked_as_too_fast_follows_the_setting(services: Services, perform: Callable[..., None]) -> None:
    perform("bench-press", days_ago=1, sets=1, reps=1, adherence=0.85)
    with services.database.read() as connection:
        (only,) = sessions(connection, 1)
    async with opened(services, only.id) as pilot:
        for double_percent, mark in ((80, "~"), (86, "!"), (0, "~")):
            await pilot.app.push_screen(Screen())
            services.settings = replace(services.settings, stop_double_percent=double_percent)
            pilot.app.pop_screen()
            await settle(pilot)
            assert f" {mark} 4.2 s" in view(pilot).query_one(RepBars).render_line(0).text


class Column(App[None]):
    """A session in a column of forty cells, as two are compared."""

    CSS = "SessionView { width: 40; }"

    def __init__(self, record: SessionRecord) -> None:
        super().__init__()
        self._record = record

    def compose(self) -> ComposeResult:
        """Yield the session."""
        yield SessionView("kg", StopRules())

    def on_mount(self) -> None:
        """Show it."""
        self.query_one(SessionView).record = self._record


def test_a_session_in_a_narrow_column_looks_as_it_should(
    services: Services, to_look_at: str, snap_compare: Callable[..., bool]
) -> None:
    assert snap_compare(Column(record_of(services, to_look_at)), terminal_size=(44, 50))


async def test_a_preview_has_no_cursor_and_goes_to_the_top_of_another_session(services: Services, stored: str) -> None:
    app = Column(record_of(services, stored))
    async with app.run_test(size=(44, 10)) as pilot:
        await settle(pilot)
        assert not any("▸" in row for row in rows_of(app))
        shown = app.query_one(SessionView)
        shown.scroll_end(animate=False)
        await settle(pilot)
        shown.record = replace(record_of(services, stored), note="read again")
        await settle(pilot)
        assert shown.scroll_y > 0
        shown.record = replace(record_of(services, stored), id="another")
        await settle(pilot)
        assert shown.scroll_y == 0


@pytest.mark.parametrize("width", [40, 59, 84, 130])
async def test_the_first_figures_of_a_session_stand_where_they_stay(
    services: Services, stored: str, monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    """A view is composed before it has a width of its own: beside the list its figures moved once it had one."""
    composed: list[list[bool]] = []
    names, compose = ("-roomy", "-many", "-slim"), SessionView.compose

    def composing(view: SessionView) -> ComposeResult:
        yield from compose(view)
        composed.append([view.has_class(name) for name in names])

    monkeypatch.setattr(SessionView, "compose", composing)

    class Beside(App[None]):
        def compose(self) -> ComposeResult:
            yield Vertical(id="place")

    app = Beside()
    async with app.run_test(size=(200, 50)) as pilot:
        place = app.query_one("#place")
        place.styles.width = width
        await settle(pilot)
        view = SessionView("kg", StopRules())
        view.set_reactive(SessionView.record, record_of(services, stored))
        await place.mount(view)
        await settle(pilot)
        assert composed[0] == [view.has_class(name) for name in names]


async def test_the_box_of_a_set_can_be_removed_while_it_is_mounted(services: Services, stored: str) -> None:
    performed = record_of(services, stored).sets[0]
    app = StageApp()
    async with app.run_test() as pilot:
        box = SetBox(performed, Content("a set"), StopRules())
        app.screen.mount(box)
        await box.remove()
        await pilot.pause()
        assert not app.screen.query(SetBox)
