"""Making a plan of a past session that is shown."""

from __future__ import annotations

from textual.app import App

from negcoach.coaching.session.past_plan import plan_from
from negcoach.config.plans import load_plans, save_plan
from negcoach.errors import NegcoachError
from negcoach.formatting import day_text
from negcoach.screens.plans.item_form import name_form
from negcoach.screens.plans.plan import PlanScreen
from negcoach.screens.shared.notices import notify_error
from negcoach.services import Services
from negcoach.store.queries.sessions.history import SessionRecord
from negcoach.texts import clean, shortened
from negcoach.training.plan.plan import LONGEST_NAME


def ask_for_plan(app: App[object], services: Services, record: SessionRecord) -> None:
    """Ask for the name of a plan made of a session, write it, and show it."""
    folder = services.config_path.parent
    usual = shortened(" ".join(clean(record.title).split()) or day_text(record.started_at.date()), LONGEST_NAME)

    def named(name: str | None) -> None:
        if name is None:
            return
        try:
            plan = plan_from(record, name)
            save_plan(folder, plan)
        except NegcoachError as error:
            notify_error(app, error)
            return
        app.push_screen(PlanScreen(services, plan))

    try:
        plan_from(record, usual)
        taken = [plan.name for plan in load_plans(folder)]
    except NegcoachError as error:
        notify_error(app, error)
        return
    app.push_screen(name_form("A plan of this session", usual, "make it", taken), named)
