"""The commands of the palette: those of the app, those that make a file, and all exercises, plans and programmes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from textual.app import App, SystemCommand
from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from negcoach.coaching.advice.programmes import known_programmes
from negcoach.config.plans import load_plans
from negcoach.errors import NegcoachError
from negcoach.screens.choosing.exercises import ExercisesScreen
from negcoach.screens.palette.saving import make_backup, save_export, save_report
from negcoach.screens.shared.history.history_view import HistoryView
from negcoach.screens.shared.notices import notify_error
from negcoach.screens.shared.working import Work, WorkingScreen
from negcoach.services import Services
from negcoach.texts import clean, counted, folded
from negcoach.training.exercise.search import Fit, fit_of
from negcoach.training.plan.plan import Plan

if TYPE_CHECKING:
    from negcoach.transfer.export import ExportForm

ABOUT_EXERCISE = "Go on to sets, reps, tempo and load"
SHOWN_S = 20
"""How long it is shown where a file lies (seconds): long enough to go there; our own choice."""

_BY_NAME = 3.0
"""The score for each letter of a query that is in a name: what Textual gives for letters in a row in a command."""
_BY_DETAILS = 0.1
"""The score of what was found by more than its name, of an exercise by its family or muscles: below every name."""

_OTHER_NAMES = {
    "Phone": "remote pairing",
    "Settings": "volume voice beeps mute units devices gamepad midi equipment plates options preferences",
    "Doctor": "problems repair",
    "Theme": "dark light",
    "Change keys": "shortcuts bindings",
}
"""What the commands are called elsewhere, in the command line and in other programs; they are found by it too."""


class Commands(Provider):
    """The commands for a search; with nothing typed those of the app, in its order.

    An exercise, a plan or a programme opens as it does from the home screen, so only where that is shown, or a view of
    the history over it.
    """

    async def discover(self) -> Hits:
        """Yield the commands of the app."""
        for command in self.app.get_system_commands(self.screen):
            yield DiscoveryHit(command.title, command.callback, help=command.help)

    async def search(self, query: str) -> Hits:
        """Yield what a query fits: by name all that there is, commands and exercises by what is said of them too."""
        matcher = self.matcher(query)
        for command in self.app.get_system_commands(self.screen):
            score = matcher.match(command.title) or (_BY_DETAILS if _is_about(command, query) else 0.0)
            if score > 0:
                yield Hit(score, matcher.highlight(command.title), command.callback, command.title, command.help)
        home = self._home
        if home is None:
            return
        by_name = _BY_NAME * (len(query) + 1)
        for exercise in home.offered_exercises:
            fit = fit_of(query, exercise.names, *exercise.about)
            if fit is not None:
                score = _BY_DETAILS if fit is Fit.ABOUT else by_name
                choose = self._at_home(home, partial(home.choose, exercise))
                yield self._named(score, query, exercise.name, choose, ABOUT_EXERCISE)
        for plan in _plans(home):
            title = f"Plan: {plan.name}"
            if all(part in folded(title) for part in folded(query).split()):
                about = f"Begin this plan of {counted(len(plan.items), 'exercise')}"
                yield self._named(by_name, query, title, self._at_home(home, partial(home.choose_plan, plan)), about)
        for programme in known_programmes(home.services):
            title = f"Programme: {programme.name}"
            if all(part in folded(title) for part in folded(query).split()):
                show = self._at_home(home, partial(home.choose_programme, programme))
                yield self._named(by_name, query, title, show, f"{counted(len(programme.weeks), 'week')} to follow")

    @property
    def _home(self) -> ExercisesScreen | None:
        """The home screen, where an exercise can be chosen; ``None`` elsewhere."""
        below = self.app.screen_stack[:-1]  # without the palette; nothing where that has closed since
        home = below[0] if below else None
        if isinstance(home, ExercisesScreen) and all(isinstance(screen, HistoryView) for screen in below[1:]):
            return home
        return None

    def _at_home(self, home: ExercisesScreen, act: Callable[[], None]) -> Callable[[], None]:
        """Return what goes back to the home screen and acts there."""

        def acting() -> None:
            while isinstance(self.app.screen, HistoryView):
                self.app.pop_screen()
            act()

        return acting

    def _named(self, score: float, query: str, name: str, act: Callable[[], None], about: str) -> Hit:
        """Return a hit of a name, which is not taken for markup, with the letters that were typed."""
        title = Content(clean(name))
        at = title.plain.lower().find(query.lower())
        if at >= 0 and self.match_style is not None:
            title = title.stylize(self.match_style, at, at + len(query))
        return Hit(score, title, act, title.plain, about)


def _is_about(command: SystemCommand, query: str) -> bool:
    """Return whether every word of a query begins a word of what is said of a command, or of its other names."""
    words = folded(f"{command.help} {_OTHER_NAMES.get(command.title, '')}").replace(",", " ").split()
    return bool(query.strip()) and all(any(one.startswith(part) for one in words) for part in folded(query).split())


def _plans(home: ExercisesScreen) -> tuple[Plan, ...]:
    """Return the lifter's plans; none while their file cannot be read: the screen of the plans says what is wrong."""
    try:
        return load_plans(home.services.config_path.parent)
    except NegcoachError:
        return ()


def file_commands(app: App[Any], services: Services) -> Iterator[SystemCommand]:
    """Yield the commands that make a file; the app offers them outside a session, as they keep the computer busy."""

    def making(what: str, make: Work) -> Callable[[], None]:
        return partial(_make_file, app, what, make)

    about_report = "The last 8 weeks for your coach or physiotherapist, for any browser"
    yield SystemCommand("Report", about_report, making("Writing the report", partial(save_report, services)))
    exports: tuple[tuple[ExportForm, str, str], ...] = (
        ("json", "Export as JSON", "Everything, to keep or to bring to another machine"),
        ("csv", "Export as CSV", "A row for each rep, for a spreadsheet"),
        ("hevy", "Export for Hevy", "Your sessions as Hevy imports them"),
        ("strong", "Export for Strong", "Your sessions as Strong imports them"),
        ("ical", "Export for a calendar", "Your sessions as entries of a calendar"),
    )
    for form, title, about in exports:
        yield SystemCommand(title, about, making("Writing the export", partial(save_export, services, form)))
    about_backup = "A copy of all sessions, beside the database"
    yield SystemCommand("Backup", about_backup, making("Making a backup", lambda _: make_backup(services)))


def _make_file(app: App[Any], what: str, make: Work) -> None:
    """Make a file behind a notice, and say where it lies."""

    def say(line: str) -> None:
        app.notify(line, timeout=SHOWN_S, markup=False)

    app.push_screen(WorkingScreen(what, make, say, partial(notify_error, app)))
