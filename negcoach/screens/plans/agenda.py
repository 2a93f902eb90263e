"""The screen of what is left of a plan while its session runs: an exercise is skipped, swapped, or moved."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import ClassVar

from textual.binding import Binding, BindingType

from negcoach.coaching.session.agenda import Agenda
from negcoach.screens.plans.item_form import exercise_form
from negcoach.screens.plans.item_list import ItemsScreen
from negcoach.services import Services
from negcoach.training.exercise.exercise import Exercise
from negcoach.widgets.bindings import bound


class AgendaAnswer(Enum):
    """What the lifter goes on with between two exercises."""

    BEGIN = "begin"
    OTHER_PLAN = "other-plan"


class AgendaScreen(ItemsScreen[AgendaAnswer | None]):
    """What is left of the plan of a session; ``change`` takes the agenda after each change.

    The stored plan stays as it is. In a rest Space and Enter only go back, so that a clicker changes nothing;
    ``between`` two exercises they begin with what is next, and another plan can be taken.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space", "begin", "begin", id="agenda.begin", tooltip="Begin with the first of these"),
        Binding("enter,space", "back", "back", id="agenda.no-begin", show=False, tooltip="Back to the rest"),
        bound("agenda.skip", "skip", "skip", "Skip the highlighted exercise in this session"),
        bound("agenda.swap", "swap", "swap", "Do another exercise in its place, this time"),
        bound("agenda.earlier", "move(-1)", "up", "Do it before the one above"),
        bound("agenda.later", "move(1)", "down", "Do it after the one below"),
        bound("agenda.add", "add", "add", "Add an exercise at the end, this time"),
        bound("agenda.other", "other_plan", "other plan", "Leave this plan for another one"),
        Binding("escape,q,v", "back", "back", id="agenda.back", tooltip="Back to where you were"),
    ]

    def __init__(
        self, services: Services, agenda: Agenda, change: Callable[[Agenda], None], *, between: bool = False
    ) -> None:
        """Show an agenda."""
        super().__init__(services)
        self._between = between
        self._agenda = agenda
        self._change = change

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what needs an exercise where one is left, to move one where there are two, to begin between two."""
        if action == "begin":
            return self._between and bool(self._agenda.items)
        if action == "move":
            return len(self._agenda.items) > 1
        if action == "other_plan":
            return self._between
        return action not in ("skip", "swap") or bool(self._agenda.items)

    def action_begin(self) -> None:
        """Begin with what is next."""
        self.dismiss(AgendaAnswer.BEGIN)

    def action_other_plan(self) -> None:
        """Leave this plan for another one."""
        self.dismiss(AgendaAnswer.OTHER_PLAN)

    def action_skip(self) -> None:
        """Skip the highlighted exercise."""
        self._keep(self._agenda.skip(self._highlighted), self._highlighted)

    def action_swap(self) -> None:
        """Ask for the exercise that takes the place of the highlighted one."""
        index = self._highlighted

        def answered(exercise: Exercise | None) -> None:
            if exercise is not None:
                self._keep(self._agenda.swap(index, exercise.slug), index)

        self.app.push_screen(exercise_form(self._services, "In its place, this time", "swap"), answered)

    def action_add(self) -> None:
        """Ask for one more exercise."""

        def answered(exercise: Exercise | None) -> None:
            if exercise is not None:
                self._keep(self._agenda.add(exercise.slug), len(self._agenda.items))

        self.app.push_screen(exercise_form(self._services, "One more exercise, this time", "add"), answered)

    def action_move(self, by: int) -> None:
        """Move the highlighted exercise, and what alternates with it."""
        item = self._agenda.items[self._highlighted]
        changed = self._agenda.move(self._highlighted, by)
        self._keep(changed, next(index for index, one in enumerate(changed.items) if one is item))

    def _keep(self, changed: Agenda, highlighted: int) -> None:
        self._agenda = changed
        self._change(changed)
        self.show_items(highlighted)

    def show_items(self, highlighted: int) -> None:
        """Show what is left."""
        agenda = self._agenda
        says = "left in this session, the next one first" if agenda.items else "nothing is left of this plan"
        self._show(agenda.plan_name, says, agenda.items, highlighted)
