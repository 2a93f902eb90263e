"""The screens of the history's views, each imported when it is first shown."""

from __future__ import annotations

from negcoach.screens.shared.history.history_view import HistoryView, View
from negcoach.services import Services


def view_screen(view: View, services: Services) -> HistoryView:
    """Return a new screen for a view of the history."""
    match view:
        case View.SESSIONS:
            from negcoach.screens.history.sessions import HistoryScreen

            return HistoryScreen(services)
        case View.EXERCISE:
            from negcoach.screens.history.exercise.trends import TrendsScreen

            return TrendsScreen(services)
        case View.CALENDAR:
            from negcoach.screens.history.calendar.calendar import CalendarScreen

            return CalendarScreen(services)
        case View.BODY:
            from negcoach.screens.body.body import BodyScreen

            return BodyScreen(services)
        case View.BIN:
            from negcoach.screens.history.bin import BinScreen

            return BinScreen(services)
