"""The row of the programme that is followed, on the home screen."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.widgets import Static

from negcoach.screens.programmes.weeks import state_text
from negcoach.screens.shared.keys.rebinding import keymap_of
from negcoach.texts import clean, noun
from negcoach.training.plan.course import Course


class ProgrammeRow(Static):
    """One row above the keys: the programme whose next session is due first, and where the lifter is in it."""

    DEFAULT_CSS = """
    ProgrammeRow {
        dock: bottom; height: 1; margin: 0 0 1 0; padding: 0 1; background: $panel; color: $foreground;
        text-wrap: nowrap; text-overflow: ellipsis;
    }
    ProgrammeRow.-none { display: none; }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name for it
        super().__init__(id=id, markup=False, classes="-none")

    def show(self, courses: Sequence[Course], exercise_name: str) -> None:
        """Show the first of the courses, and how many there are besides; the row is hidden where there is none.

        ``exercise_name`` is what it has next; a programme of several exercises says which.
        """
        self.set_class(not courses, "-none")
        if not courses:
            return
        course = courses[0]
        more = f" · {len(courses) - 1} more {noun(len(courses) - 1, 'programme')}" if courses[1:] else ""
        state = (state_text(course), "$text-success" if course.is_for_today else "")
        which = f": {exercise_name}" if exercise_name and course.programme.exercises[1:] else ""
        about = f"{more} · {clean(course.programme.name + which)}"
        key = keymap_of(self).name("exercises.programmes")
        self.update(Content.assemble(state, (f" ({key})", "$foreground-muted"), about))

    async def on_click(self) -> None:
        """Show the programmes, as the key does."""
        await self.run_action("app.programmes")
