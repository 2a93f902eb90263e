"""The row of the programme that is followed, on the home screen."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.widgets import Static

from negcoach.screens.programmes.weeks import brief_state_text, state_text
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
        self._courses: tuple[Course, ...] = ()
        self._exercise_name = ""

    def show(self, courses: Sequence[Course], exercise_name: str) -> None:
        """Show the first of the courses, and how many there are besides; the row is hidden where there is none.

        ``exercise_name`` is what it has next; a programme of several exercises says which.
        """
        self.set_class(not courses, "-none")
        self._courses, self._exercise_name = tuple(courses), exercise_name
        self.refresh()

    async def on_click(self) -> None:
        """Show the programmes, as the key does."""
        await self.run_action("app.programmes")

    def render(self) -> Content:
        """Return the row; where there is no room for all of the state, a briefer one."""
        if not self._courses:
            return Content("")
        course, more = self._courses[0], len(self._courses) - 1
        key = (f" ({keymap_of(self).name('exercises.programmes')})", "$foreground-muted")
        look = "$text-success" if course.is_for_today else ""
        state = Content.assemble((state_text(course), look), key)
        if state.cell_length > self.content_size.width:
            return Content.assemble((brief_state_text(course), look), key)
        others = f" · {more} more {noun(more, 'programme')}" if more else ""
        which = f": {self._exercise_name}" if self._exercise_name and course.programme.exercises[1:] else ""
        return Content.assemble(state, f"{others} · {clean(course.programme.name + which)}")
