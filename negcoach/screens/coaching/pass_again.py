"""Passing the safety gate again in the middle of an exercise, with screens."""

from __future__ import annotations

from textual.app import App

from negcoach.coaching.sets_to_do import Following, SetsToDo
from negcoach.errors import NegcoachError
from negcoach.screens.shared.notices import notify_error
from negcoach.services import Services


async def pass_again(app: App[None], services: Services, sets: SetsToDo, done: int) -> SetsToDo | Following | None:
    """Pass the gate with sets of which some are done, as ``pass_sets`` does; ``None`` also after an error, shown here.

    To be called from a worker.
    """
    from negcoach.coaching.gate.pass_sets import pass_sets  # most sessions do without
    from negcoach.screens.choosing.gate.screen_asker import ScreenAsker

    try:
        return await pass_sets(ScreenAsker(app, services), services, sets, done)
    except NegcoachError as error:
        notify_error(app, error)
        return None
