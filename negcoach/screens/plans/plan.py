"""The screen of one plan: its exercises, changed in their values, their number and their order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.widgets import OptionList

from negcoach.config.plans import load_plans, save_plan
from negcoach.errors import NegcoachError
from negcoach.screens.plans.item_form import item_form, name_form
from negcoach.screens.plans.item_list import ItemsScreen
from negcoach.screens.shared.form.confirm import ConfirmScreen
from negcoach.screens.shared.notices import notify_error
from negcoach.services import Services
from negcoach.texts import clean, counted
from negcoach.training.plan.plan import Plan, PlanItem, moved, without_wrong_supersets
from negcoach.widgets.bindings import bound


class PlanScreen(ItemsScreen[None]):
    """One plan; every change is written to the file at once."""

    BINDINGS: ClassVar[list[BindingType]] = [
        bound("plan.change", "change", "change", "Fix sets, reps, tempo, load or rest"),
        bound("plan.add", "add", "add", "Add an exercise below the highlighted one"),
        bound("plan.remove", "remove", "remove", "Remove the highlighted exercise; asks first"),
        bound("plan.superset", "superset", "superset", "Alternate with the next exercise, or not"),
        bound("plan.earlier", "move(-1)", "up", "Do it before the one above"),
        bound("plan.later", "move(1)", "down", "Do it after the one below"),
        bound("plan.rename", "rename", "rename", "Rename the plan"),
        Binding("escape,q,left,h", "back", "back", id="plan.back", tooltip="Back to the plans"),
    ]

    def __init__(self, services: Services, plan: Plan) -> None:
        """Show a plan that is in the file."""
        super().__init__(services)
        self._folder = services.config_path.parent
        self._plan = plan

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer a superset where there is a next exercise, and to remove an exercise where others are left."""
        if action == "remove":
            return len(self._plan.items) > 1
        if action == "superset":
            return self._with_superset() is not None
        return action != "move" or len(self._plan.items) > 1

    def action_change(self) -> None:
        """Ask what the plan fixes of the highlighted exercise."""
        index = self._highlighted
        item = self._plan.items[index]

        def answered(changed: PlanItem | None) -> None:
            if changed is not None:
                self._keep([*self._plan.items[:index], changed, *self._plan.items[index + 1 :]], index)

        self.app.push_screen(item_form(self._services, f"Exercise {index + 1}", item, "save"), answered)

    def action_add(self) -> None:
        """Ask for another exercise, and put it below the highlighted one, or below both that alternate."""
        items = self._plan.items
        index = self._highlighted + (2 if items[self._highlighted].superset else 1)

        def answered(added: PlanItem | None) -> None:
            if added is not None:
                self._keep([*items[:index], added, *items[index:]], index)

        self.app.push_screen(item_form(self._services, "Another exercise", None, "add"), answered)

    def action_remove(self) -> None:
        """Take the highlighted exercise out of the plan, once that is confirmed."""
        index, items = self._highlighted, self._plan.items
        name = clean(self._name_of(items[index]))

        def answered(yes: bool | None) -> None:
            if yes:
                before = items[index - 1 : index] if index else ()
                alone = [replace(item, superset=False) for item in before]
                self._keep([*items[: max(index - 1, 0)], *alone, *items[index + 1 :]], index)

        question = f"Remove {name} from {self._plan.name}?"
        self.app.push_screen(ConfirmScreen(question, "Its past sets stay in the history."), answered)

    def action_superset(self) -> None:
        """Let the highlighted exercise alternate with the next one, or not any more."""
        changed = self._with_superset()
        if changed is not None:
            self._keep(changed, self._highlighted)

    def action_move(self, by: int) -> None:
        """Move the highlighted exercise, and what alternates with it."""
        index = self._highlighted
        item = self._plan.items[index]
        changed = moved(self._plan.items, index, by)
        if changed != self._plan.items:
            at = [index for index, one in enumerate(changed) if one is item]
            self._keep(changed, at[0])

    def action_rename(self) -> None:
        """Ask for another name."""

        def answered(name: str | None) -> None:
            if name is not None:
                self._write(lambda: Plan(name, self._plan.items), self._highlighted)

        try:
            others = [plan.name for plan in load_plans(self._folder) if plan.name != self._plan.name]
        except NegcoachError as error:
            notify_error(self, error)
            return
        self.app.push_screen(name_form("The plan's name", self._plan.name, "save", others), answered)

    @on(OptionList.OptionSelected)
    def _chosen(self) -> None:
        self.action_change()

    @on(OptionList.OptionHighlighted)
    def _on_highlighted(self) -> None:
        self.refresh_bindings()

    def _with_superset(self) -> list[PlanItem] | None:
        """Return the exercises with the highlighted one's superset made or undone, ``None`` where it cannot be one.

        Of two that alternate, either undoes it.
        """
        if not self.is_mounted:
            return None
        index, items = self._highlighted, list(self._plan.items)
        if index and items[index - 1].superset:
            index -= 1
        items[index] = replace(items[index], superset=not items[index].superset)
        return items if tuple(items) == without_wrong_supersets(items) else None

    def _name_of(self, item: PlanItem) -> str:
        exercise = self._services.exercise(item.exercise)
        return item.exercise if exercise is None else exercise.name

    def _keep(self, items: tuple[PlanItem, ...] | list[PlanItem], highlighted: int) -> None:
        self._write(lambda: Plan(self._plan.name, tuple(items)), highlighted)

    def _write(self, make: Callable[[], Plan], highlighted: int) -> None:
        """Write the changed plan, or say why it cannot be; then show what is in the file."""
        try:
            changed = make()
            save_plan(self._folder, changed, replaced=self._plan.name)
        except NegcoachError as error:
            notify_error(self, error)
        else:
            self._plan = changed
        self.show_items(highlighted)

    def show_items(self, highlighted: int) -> None:
        """Show the plan."""
        says = counted(len(self._plan.items), "exercise")
        self._show(self._plan.name, says, self._plan.items, highlighted, edited=True)
