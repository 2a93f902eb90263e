"""The dialog that asks where a set or a session belongs: a session of its own, another one, or two that are one."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.types import CSSPathType
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from negcoach.formatting import minutes_text, recent_day_text
from negcoach.screens.history.session.cursor import CursorTarget
from negcoach.screens.shared.form.dialog_keys import DialogKeys
from negcoach.screens.shared.keys.fresh_keys import FreshKeys
from negcoach.screens.shared.styles import DIALOG
from negcoach.store.queries.sessions.history import SessionRecord, SessionRow
from negcoach.store.queries.sessions.session_list import sessions_around
from negcoach.texts import clean, counted, name_text, noun, time_of_day_text
from negcoach.training.progress.visits import LONGEST_SESSION
from negcoach.widgets.drawing.cells import fitted
from negcoach.widgets.lists.option_lists import PagedList

MOST_EACH_WAY = 4
"""The most sessions before and after this one that a set can be moved to here."""

_MARGIN = 2
"""Cells beside a line of the list."""


class Regrouping(Enum):
    """What can be done; the value is its name in the list."""

    SPLIT = "split"
    MOVE = "move to"
    MOVE_ALL = "move all to"
    JOIN = "join with"


@dataclass(frozen=True, slots=True)
class RegroupOption:
    """A line of the list: what to do, in words, and the other session ("" for a split)."""

    kind: Regrouping
    text: str
    session_id: str = ""


def choices(
    connection: sqlite3.Connection, record: SessionRecord, target: CursorTarget, now: datetime
) -> list[RegroupOption]:
    """Return what can be done with the set at a target or, at the session itself, with the session.

    Where its exercise has other sets they can be moved with it: ``sets_of_exercise``.
    """
    before, after = sessions_around(connection, record.id, MOST_EACH_WAY)
    found = [
        RegroupOption(Regrouping.JOIN, _named(row, now, f"{minutes_text(length)} in all · "), row.id)
        for row in (*before[:1], *after[:1])
        if (length := _joined_length(record, row)) < LONGEST_SESSION
    ]
    if not target.set_id:
        return found
    lowered, lifted = ({one.id: one.started_at for one in sets} for sets in (record.sets, record.concentric))
    starts = {**lowered, **lifted}
    ids = sorted(starts, key=lambda one: starts[one])
    at = ids.index(target.set_id) if target.set_id in ids else 0
    near = _by_distance(record, (*before, *after))
    move = [RegroupOption(Regrouping.MOVE, _named(row, now), row.id) for row in near]
    count = len(sets_of_exercise(record, target))
    if 1 < count < len(ids):
        move += [
            RegroupOption(Regrouping.MOVE_ALL, _named(row, now, f"all {count} sets · "), row.id) for row in near[:2]
        ]
    if at:
        sets = len(ids) - at
        own = noun(sets, "its", "their")
        text = f"{counted(sets, 'set')} from {time_of_day_text(starts[target.set_id])} on: a session of {own} own"
        move.insert(0, RegroupOption(Regrouping.SPLIT, text))
    return [*move, *found]


def sets_of_exercise(record: SessionRecord, target: CursorTarget) -> list[str]:
    """Return the ids of the sets of the exercise of the set at a target, lowered or lifted as that one is."""
    exercises = (
        {one.id: one.prescribed.exercise for one in record.sets},
        {one.id: one.exercise for one in record.concentric},
    )
    sets = next(found for found in exercises if target.set_id in found)
    return [one for one, exercise in sets.items() if exercise == sets[target.set_id]]


class RegroupScreen(FreshKeys, ModalScreen[RegroupOption | None]):
    """The dialog; its result is ``None`` when all stays as it is."""

    CSS_PATH: ClassVar[CSSPathType | None] = [DIALOG, "regroup.tcss"]
    VERTICAL_BREAKPOINTS = [(0, "-low"), (20, "-high")]  # noqa: RUF012 - so does Textual
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "back", "cancel", id="regroup.back", tooltip="Change nothing"),
    ]

    def __init__(self, title: str, offered: Sequence[RegroupOption]) -> None:
        """Offer at least one choice under ``title``."""
        super().__init__()
        self._title = title
        self._offered = tuple(offered)

    def compose(self) -> ComposeResult:
        """Lay out the list and the keys."""
        with Vertical(classes="dialog"):
            yield Static(Content(clean(self._title)), classes="title")
            yield PagedList(compact=True)
            yield DialogKeys([("↑ ↓", "choose"), ("enter", "do it"), ("esc", "cancel")])

    def on_mount(self) -> None:
        """Show the lines."""
        self._fill()

    def on_resize(self, event: events.Resize) -> None:
        """Shorten the lines to the new width."""
        self.call_after_refresh(self._fill)

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self._offered[event.option_index])

    def action_back(self) -> None:
        """Close the dialog without a choice."""
        self.dismiss(None)

    def _fill(self) -> None:
        shown = self.query_one(OptionList)
        at = shown.highlighted or 0
        width = max(20, shown.size.width - _MARGIN)
        shown.clear_options()
        shown.add_options([Option(choice_line(one, width)) for one in self._offered])
        shown.highlighted = at


def choice_line(choice: RegroupOption, width: int) -> Content:
    """Return a line of the list in a width in cells."""
    head = f"{choice.kind.value:<13}"
    return Content.assemble((head, "bold"), fitted(choice.text, width - len(head)))


def _by_distance(record: SessionRecord, rows: Sequence[SessionRow]) -> list[SessionRow]:
    return sorted(rows, key=lambda row: abs(row.started_at - record.started_at))[:MOST_EACH_WAY]


def _named(row: SessionRow, now: datetime, about: str = "") -> str:
    names = name_text(row.title) or ", ".join(map(name_text, row.exercise_names)) or "no exercise"
    return f"{recent_day_text(row.started_at, now)}, {time_of_day_text(row.started_at)}  {about}{names}"


def _joined_length(record: SessionRecord, row: SessionRow) -> timedelta:
    assert record.ended_at is not None, "only sessions that have ended are offered"
    assert row.ended_at is not None, "only sessions that have ended are offered"
    return max(record.ended_at, row.ended_at) - min(record.started_at, row.started_at)
