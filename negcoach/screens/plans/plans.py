"""The screen of the plans: the list of them, and the exercises of the one that is highlighted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from negcoach.coaching.plan_today import ItemToday, PlansToday
from negcoach.config.plans import delete_plan, load_plans, save_plan
from negcoach.errors import NegcoachError
from negcoach.keys.keymap import Keymap
from negcoach.screens.plans.figure_row import ROWS, FigureRow
from negcoach.screens.plans.item_block import rows_of_blocks, total_text
from negcoach.screens.plans.item_form import item_form, name_form
from negcoach.screens.plans.item_list import ItemList
from negcoach.screens.plans.plan import PlanScreen
from negcoach.screens.plans.trained_weeks import WIDEST, TrainedWeeks, share_rows
from negcoach.screens.shared.form.confirm import ConfirmScreen
from negcoach.screens.shared.keys.fresh_keys import FreshKeys
from negcoach.screens.shared.keys.rebinding import keymap_of
from negcoach.screens.shared.notices import notify_error
from negcoach.services import Services
from negcoach.texts import clean, counted
from negcoach.training.exercise.exercise import Exercise
from negcoach.training.plan.plan import Plan, PlanItem, same_name, unknown_exercise
from negcoach.transfer.plan_message import plan_message, plan_of_message
from negcoach.widgets.bindings import bound
from negcoach.widgets.lists.key_footer import KeyFooter
from negcoach.widgets.lists.noted_line import NotedLine
from negcoach.widgets.lists.option_lists import PagedList, moves

_BESIDE, _LIST_WIDTH = 80, 36
"""The columns of the terminal from which the list of plans is beside a plan, and how wide it is then."""

_ROWS_AROUND = 5
"""Rows that are no exercises: the title with the row below it, the plan's name with the row below it, the keys."""

_SIDES = 4
"""The columns beside what is said of a plan."""


def _none_yet(keymap: Keymap) -> Content:
    new, copies = keymap.short("plans.new"), keymap.short("session.plan")
    return Content.assemble(
        'No plans yet.\n\nA plan is a list of exercises, such as "Push day".\n\n',
        (new, "bold"),
        "  makes one here.\nIn the history ",
        (copies, "bold"),
        " makes one of a past session.\nPaste one you were sent as text.",
    )


class PlanList(PagedList, inherit_bindings=False):
    """The list of the plans."""

    BINDINGS: ClassVar[list[BindingType]] = [*moves("plans", "plan", letters=True)]


class PlansScreen(FreshKeys, Screen[Plan | None]):
    """The plans; the result is the one to start, ``None`` if cancelled."""

    CSS_PATH = "plans.tcss"
    AUTO_FOCUS = "PlanList"
    VERTICAL_BREAKPOINTS = [(0, "-low"), (16, "-high")]  # noqa: RUF012  # as Screen declares it
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (80, "-normal"), (160, "-wide")]  # noqa: RUF012  # as Screen declares it
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space", "start", "start", id="plans.start", tooltip="Begin with its first exercise"),
        bound("plans.edit", "edit", "edit", "Its exercises, their order and what is fixed of them"),
        bound("plans.new", "make", "new"),
        bound("plans.delete", "delete", "delete", "Delete the highlighted plan; asks first"),
        bound("plans.copy", "copy", "copy", "Copy it as a text to send; one that you paste is added"),
        Binding("escape,q,left,h", "back", "back", id="plans.back", tooltip="Back to the exercises"),
    ]

    def __init__(self, services: Services) -> None:
        """Show the plans in the file beside the settings."""
        super().__init__()
        self._services = services
        self._folder = services.config_path.parent
        self._plans: tuple[Plan, ...] = ()
        self._today = PlansToday(services)

    def compose(self) -> ComposeResult:
        """Yield the list, beside or above the highlighted plan's exercises, and the keys."""
        self._load()  # the keys depend on whether there are any
        yield Static(Content.styled("Plans", "bold $text-accent"), id="title")
        with Horizontal(id="body"):
            yield PlanList(id="plans", compact=True)
            with Vertical(id="about"):
                yield Static("", id="name")
                yield Static("", id="says", markup=False)
                items = ItemList(self._services, id="items")
                items.can_focus = False
                yield items
                yield TrainedWeeks()
                yield FigureRow()
        yield KeyFooter()

    def on_screen_resume(self) -> None:
        """Read the plans again: they were edited, or the file was."""
        super().on_screen_resume()
        self._today.forget()
        self._read(self._highlighted.name if self._highlighted is not None else "")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what needs a plan where there is one."""
        return action not in ("start", "edit", "copy", "delete") or bool(self._plans)

    def on_resize(self) -> None:
        """Show as much of the highlighted plan as there is room for now."""
        self._show_highlighted()

    def action_start(self) -> None:
        """Start the highlighted plan, if the library has all its exercises."""
        plan = self._highlighted
        if plan is None:
            return
        unknown = self._unknown(plan)
        if unknown:
            notify_error(self, unknown)
        else:
            self.dismiss(plan)

    def action_edit(self) -> None:
        """Show the highlighted plan, to change it."""
        if self._highlighted is not None:
            self.app.push_screen(PlanScreen(self._services, self._highlighted))

    def action_make(self) -> None:
        """Ask for a name and the first exercise, and show the new plan."""

        def named(name: str | None) -> None:
            if name is None:
                return
            form = item_form(self._services, f"The first exercise of {name}", None, "add")
            self.app.push_screen(form, lambda item: self._keep(name, item))

        self.app.push_screen(name_form("A new plan", "", "next", [plan.name for plan in self._plans]), named)

    def action_copy(self) -> None:
        """Put the highlighted plan into the clipboard, as a text to send to somebody."""
        plan = self._highlighted
        if plan is not None:
            self.app.copy_to_clipboard(plan_message(plan, self._by_slug()))
            self.notify(
                f"{clean(plan.name)} is copied as text, if this terminal allows it. Paste it into a message.",
                markup=False,
            )

    def on_paste(self, event: events.Paste) -> None:
        """Add the plan of a text that is pasted."""
        event.stop()
        try:
            plan = plan_of_message(event.text, self._by_slug())
            save_plan(self._folder, plan)
        except NegcoachError as error:
            notify_error(self, error)
            return
        self._read(plan.name)
        self.notify(f"{clean(plan.name)} is added.", markup=False)

    def action_delete(self) -> None:
        """Delete the highlighted plan, once that is confirmed."""
        plan = self._highlighted
        if plan is None:
            return

        def answered(yes: bool | None) -> None:
            if not yes:
                return
            try:
                delete_plan(self._folder, plan.name)
            except NegcoachError as error:
                notify_error(self, error)
            self._read("")

        explained = f"{counted(len(plan.items), 'exercise')}. Its past sets stay in the history."
        self.app.push_screen(ConfirmScreen(f"Delete the plan {plan.name}?", explained), answered)

    def action_back(self) -> None:
        """Go back."""
        self.dismiss(None)

    @on(OptionList.OptionSelected, "#plans")
    def _chosen(self) -> None:
        self.action_start()

    @on(OptionList.OptionHighlighted, "#plans")
    def _on_highlighted(self) -> None:
        self._show_highlighted()

    @property
    def _highlighted(self) -> Plan | None:
        """The plan that is highlighted."""
        index = self.query_one(PlanList).highlighted if self.is_mounted else None
        return None if index is None or index >= len(self._plans) else self._plans[index]

    def _keep(self, name: str, item: PlanItem | None) -> None:
        """Write a new plan, and show it."""
        if item is None:
            return
        plan = Plan(name, (item,))
        try:
            save_plan(self._folder, plan)
        except NegcoachError as error:
            notify_error(self, error)
            return
        self._read(name)
        self.app.push_screen(PlanScreen(self._services, plan))

    def _load(self) -> str:
        """Load the plans, and return why they cannot be loaded, "" if they can."""
        try:
            self._plans = load_plans(self._folder)
        except NegcoachError as error:
            self._plans = ()
            return str(error)
        return ""

    def _read(self, highlighted: str) -> None:
        """Read the plans, and highlight the one of a name, else the first."""
        fault = self._load()
        plans = self.query_one(PlanList)
        with plans.prevent(OptionList.OptionHighlighted):
            plans.set_options(
                Option(NotedLine(clean(plan.name), counted(len(plan.items), "exercise"))) for plan in self._plans
            )
            indexes = [index for index, plan in enumerate(self._plans) if same_name(plan.name, highlighted)]
            plans.highlighted = indexes[0] if indexes else 0 if self._plans else None
        self.set_class(not self._plans, "-empty")
        self._say(fault or ("" if self._plans else _none_yet(keymap_of(self))))
        self._show_highlighted()

    def _show_highlighted(self) -> None:
        """Show the exercises of the highlighted plan, and which of them is gone."""
        plan = self._highlighted
        if plan is None:
            return
        today = self._today.of(plan.items)
        about = f"  {counted(len(plan.items), 'exercise')} · {total_text(today)}"
        name = Content.assemble((clean(plan.name), "bold"), (about, "$foreground-muted"))
        self.query_one("#name", Static).update(name)
        unknown = self._unknown(plan)
        self._say(unknown)
        self._fill_rows(today, len(Content(unknown).wrap(self._about_width - _SIDES)) + 1 if unknown else 0)
        self.refresh_bindings()

    def _say(self, text: str | Content) -> None:
        says = self.query_one("#says", Static)
        says.display = bool(text)
        says.update(text)

    def _fill_rows(self, today: Sequence[ItemToday], taken: int) -> None:
        """Show the exercises, and under them the weeks in which they were trained and their figures, as they have room.

        So many rows are ``taken`` by what is said above them.
        """
        above = 0 if self._is_beside else len(self._plans) + 1
        rows = self.app.size.height - _ROWS_AROUND - taken - above
        rows, weeks = share_rows(self._services, today, self._about_width, rows, each=3)
        taken = rows_of_blocks(self._services, today, min(WIDEST, self._about_width) - _SIDES)
        if self.query_one(FigureRow).show(today, self._about_width, rows - taken):
            rows -= ROWS
        self.query_one(ItemList).show(today, None, rows=rows)
        self.query_one(TrainedWeeks).show(weeks)

    @property
    def _is_beside(self) -> bool:
        """Whether the plan stands beside the list of plans, not below it."""
        return self.app.size.width >= _BESIDE

    @property
    def _about_width(self) -> int:
        """The columns that the plan has."""
        return self.app.size.width - (_LIST_WIDTH if self._is_beside else 0)

    def _by_slug(self) -> dict[str, Exercise]:
        return {exercise.slug: exercise for exercise in self._services.library}

    def _unknown(self, plan: Plan) -> str:
        """Return which exercise of a plan the library does not have, in one line."""
        unknown = unknown_exercise(plan, [exercise.slug for exercise in self._services.library])
        return "" if unknown is None else unknown[1]
