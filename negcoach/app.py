"""The Textual app: it opens the screens, and has the keys that work everywhere."""

from __future__ import annotations

import asyncio
import gc
import os
import sys
from collections.abc import Iterable
from contextlib import nullcontext, suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import SystemCommand
from textual.binding import Binding, BindingType
from textual.notifications import Notify
from textual.screen import Screen
from textual.timer import Timer
from textual.widget import Widget
from textual.worker import Worker

from negcoach.coaching.keys.key_runs import HELD_MS
from negcoach.errors import NegcoachError
from negcoach.keys.names import key_name
from negcoach.screens.choosing.exercises import ExercisesScreen
from negcoach.screens.shared.keys.fresh_keys import DevicePress, FreshKeysApp
from negcoach.screens.shared.keys.open_screen import OpenScreen
from negcoach.screens.shared.motion import apply_motion
from negcoach.screens.shared.notices import notify_error
from negcoach.screens.shared.reading_cursor import ReadingCursorApp
from negcoach.terminal.app import TerminalApp
from negcoach.terminal.frames import tidy_between_frames
from negcoach.terminal.inbox import Inbox
from negcoach.transfer.app_names import SOME_APPS_TEXT
from negcoach.widgets.bindings import bound

if TYPE_CHECKING:
    from negcoach.coaching.mirroring import Mirroring
    from negcoach.coaching.session.agenda import Agenda
    from negcoach.coaching.session.running_session import EndedSession, RunningSession
    from negcoach.coaching.sets_to_do import CoachRequest
    from negcoach.coaching.start.presenter import Presenter
    from negcoach.keys.keymap import Keymap
    from negcoach.presses.press import Press
    from negcoach.screens.coaching.base import CoachScreenBase
    from negcoach.screens.coaching.quit import Quit
    from negcoach.screens.phone.link import PhoneLink
    from negcoach.screens.plans.agenda import AgendaAnswer
    from negcoach.services import Services
    from negcoach.training.exercise.exercise import Exercise
    from negcoach.training.plan.plan import Plan

FIRST_MODE, PARTNER_MODE = "first", "partner"
"""The modes of Textual that hold the screens of the first and of the second lifter."""

LAYOUT_CHECK_S = 0.01
LAYOUT_TIMEOUT_S = 1.0
"""A screen that is not laid out by then is not waited for when the program is to end."""

_CATCH_UP_S = 1.0
"""How often it is tried to store what an ended session left pending, as often as in a session."""

PHONE_NOT_INSTALLED = "The phone needs libraries that are not installed. negcoach doctor says how."
"""What is said where the phone is asked for, and the extra ``remote`` is not installed."""


HOW_TO_MIRROR = "Type negcoach mirror in a second terminal of this machine: at the spotter's side, on a TV, over ssh."
"""What is said where the mirror is asked for."""


class NegcoachApp(ReadingCursorApp, FreshKeysApp, TerminalApp):
    """The app: the list of exercises is its first screen, and every other one is pushed on top."""

    TITLE = "negcoach"
    DEFAULT_MODE = FIRST_MODE
    DEFAULT_CSS = FreshKeysApp.DEFAULT_CSS  # Textual takes that of the first base class alone
    ENABLE_COMMAND_PALETTE = True
    CSS_PATH = (
        "screens/choosing/exercises.tcss"  # read with the app's own: with the screen's, all would be parsed twice
    )

    BINDINGS: ClassVar[list[BindingType]] = [
        bound("app.history", "history", "history"),
        bound("app.settings", "settings", "settings"),
        bound("app.swap", "swap_lifters", "other lifter"),
        bound("app.palette", "command_palette", "palette", show=False, priority=True),
        Binding("ctrl+q", "quit", "quit", id="app.quit", tooltip="Leave negcoach", priority=True),
        bound("app.help", "help", "help", priority=True),
    ]

    def __init__(
        self,
        services: Services,
        start: CoachRequest | Plan | None = None,
        partner: Services | None = None,
        theme: str | None = None,
        phone_address: str | None = None,
    ) -> None:
        """Work with ``services``; ``start`` goes straight to the coach, through the safety checks.

        ``partner`` are the services of a second lifter, who swaps with the first one between sets. ``theme`` is shown
        in the place of that of the settings. With a ``phone_address`` the phone is a clicker from the start on, served
        at this address of the computer.
        """
        super().__init__(services.clock, theme or services.settings.theme, services.settings.colours)
        apply_motion(self, services.settings)
        self._services = services
        self._partner = partner
        self._home: ExercisesScreen | None = None  # of the first lifter
        self._partner_session: RunningSession | None = None
        self._waiting_workers: set[Worker[object]] = set()  # the other lifter's, which wait for them
        if partner is not None:
            self.add_mode(FIRST_MODE, self.get_default_screen)
            self.add_mode(PARTNER_MODE, partial(ExercisesScreen, partner))
        self._start = start
        self._running_session: RunningSession | None = None
        self._leaving = False
        self._told = False
        self._settings_screen: OpenScreen | None = None
        self._mirroring: Mirroring | None = None
        self._phone: PhoneLink | None = None
        self._phone_address = phone_address
        self.demo_wanted = False
        """Whether the app was left for the demo."""
        self._catching_up: Timer | None = None
        self._checked: set[Path] = set()  # the databases in which each row was held against its checksum

    @property
    def keymap(self) -> Keymap:
        """The keys of each action, as the settings have them."""
        return self._services.keymap

    @property
    def quiet_ms(self) -> int:
        """The pause that tells a new press from one that is held down or bounces."""
        return max(HELD_MS, self._services.settings.debounce_ms)

    def get_default_screen(self) -> Screen[None]:
        """Return the screen with the exercises."""
        may_offer_tour = self._services.alone and self._start is None and self._phone_address is None
        self._home = ExercisesScreen(self._services, may_offer_tour=may_offer_tour, gives_way=self._starts_elsewhere)
        return self._home

    @property
    def _starts_elsewhere(self) -> bool:
        """Whether the program was started for another screen than home, which is then not seen before that one."""
        return self._start is not None or self._phone_address is not None

    def on_exercises_screen_ready(self) -> None:
        """Offer an interrupted or requested session; open the player and back up the database meanwhile."""
        if not self.screen_stack:  # the app is being left already
            return
        if not gc.isenabled():  # the command line turned it off; frozen, the objects of the start are not searched
            gc.freeze()
            tidy_between_frames()
            gc.enable()
        if self._start is None:  # else after the sets: nothing lies over the count
            self._tell_what_was_found()
        self._offer_start()
        self._services.player  # noqa: B018  # opened long before the first set needs it
        self._back_up()
        self._take_mirrors()
        self._take_presses()

    def on_unmount(self) -> None:
        """Try a last time to store what is pending, and let mirrors go."""
        if self._mirroring is not None:
            self._mirroring.close()
        self._switch_phone_off()
        self.store_pending()
        if self._home is not None and self._home.offers_tour:
            from negcoach.store.queries.newcomer import store_tour_offered

            with suppress(NegcoachError):  # then it is offered once more
                store_tour_offered(self._services.database, self._services.now())

    def store_pending(self) -> None:
        """Store what of the sessions is not stored yet."""
        for session in (self._running_session, self._partner_session):
            if session is not None:
                session.store_pending()

    def _take_presses(self) -> None:
        """Take what is pressed elsewhere than on the keyboard, if that is switched on."""
        settings, presses = self._services.settings, self._services.presses
        inbox = Inbox(self, asyncio.get_running_loop())

        def hand_over(press: Press) -> None:
            with suppress(RuntimeError):  # the app has ended
                inbox.put(DevicePress(press))

        presses.listen(hand_over)
        presses.use(settings.devices)
        if self._partner is not None:
            self._partner.share(self._services)

    def _take_mirrors(self) -> None:
        """Show what is shown here to mirrors, whenever there are any."""
        if self._mirroring is None:
            from negcoach.screens.shared.mirroring import mirroring_of

            lifters = (self._services, self._partner)
            self._mirroring = mirroring_of(self, [one for one in lifters if one is not None])

    def on_exercises_screen_chosen(self, message: ExercisesScreen.Chosen) -> None:
        """Prescribe and coach the exercise that was chosen, unless another one is on its way."""
        if self._is_starting_or_coaching:
            self.bell()
        else:
            self._choose(message.exercise, test=message.test)

    def on_exercises_screen_plan_chosen(self, message: ExercisesScreen.PlanChosen) -> None:
        """Begin a plan that was chosen by its name, if the library has all its exercises."""
        if self._is_starting_or_coaching:
            return
        from negcoach.training.plan.plan import unknown_exercise

        unknown = unknown_exercise(message.plan, [exercise.slug for exercise in self._services.library])
        if unknown is None:
            self._start_plan(message.plan)
        else:
            notify_error(self, unknown[1])

    def on_exercises_screen_session_requested(self, message: ExercisesScreen.SessionRequested) -> None:
        """Show the session that is under way on the screen that asks for it."""
        if self._is_starting_or_coaching or not message.screen.is_still_open:
            return
        session = self._session
        try:
            ended = session.synchronise()
        except NegcoachError as error:
            notify_error(self, error)
        else:
            if ended is not None:
                self._show_summary(ended)
        from negcoach.coaching.session.following import planned_exercise

        planned = planned_exercise(session)
        names = [one.prescribed.exercise_name for one in session.performed]
        next_name = "" if planned is None else planned.name
        message.screen.show_session(session.length_ms, names, next_name, can_reopen=self._can_reopen())
        if session.is_behind and self._catching_up is None:
            self._catching_up = self.set_interval(_CATCH_UP_S, self._catch_up)

    def _catch_up(self) -> None:
        """Store what the sessions left pending, as soon as that can be, and say so."""
        from negcoach.coaching.session.session_recorder import SAVED_AGAIN

        sessions = [one for one in (self._running_session, self._partner_session) if one is not None]
        trouble = any(session.trouble for session in sessions)
        for session in sessions:
            session.catch_up()
        if self._catching_up is not None and not any(session.is_behind for session in sessions):
            self._catching_up.stop()
            self._catching_up = None
            if trouble and self.screen_stack and isinstance(self.screen, ExercisesScreen):
                self.notify(SAVED_AGAIN)

    def on_exercises_screen_reopen_asked(self, message: ExercisesScreen.ReopenAsked) -> None:
        """Take the end of the last session back, unless sets of another one are being prepared or done."""
        if self._is_starting_or_coaching:
            return
        try:
            self._session.reopen()
        except NegcoachError as error:
            notify_error(self, error)
        message.screen.ask_for_session()

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Show the session that is under way once sets are no longer prepared or coached."""
        if event.worker.group == "choose" and event.worker.is_finished:
            for screen in self.screen_stack:
                if isinstance(screen, ExercisesScreen):
                    screen.appear()
                    screen.ask_for_session()
            self._tell_what_was_found()

    def on_exercises_screen_finish_asked(self) -> None:
        """End the session that is under way, between two exercises."""
        if not self._is_starting_or_coaching:
            self._finish_session()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Allow no screen on top of a set under way, and no settings during a session: they can change its player.

        Nothing is allowed once the program is ending: a key pressed then comes too late.
        """
        if self._leaving:
            return False
        if action in ("history", "import", "command_palette", "help") and self._coaching is not None:
            return False
        if action in ("command_palette", "help"):
            return isinstance(self.screen, OpenScreen) and self.screen.MAY_BE_COVERED
        if action == "swap_lifters":
            return self._partner is not None and self._can_swap
        if action == "settings":
            return not (self._in_session or self._are_settings_open)
        if action == "demo":
            return not (self._in_session or self._is_starting_or_coaching or self._has_open_session)
        return super().check_action(action, parameters)

    def action_history(self, view: str = "SESSIONS") -> None:
        """Show the history's view of that name; allowed anywhere outside a set."""
        from negcoach.screens.history.opening import view_screen
        from negcoach.screens.shared.history.history_view import HistoryView, View

        wanted = View[view]
        shown = [screen for screen in self.screen_stack if isinstance(screen, HistoryView)]
        if not shown:
            self.push_screen(view_screen(wanted, self._services))
        elif shown[-1] is self.screen and shown[-1].VIEW is not wanted:
            self.switch_screen(view_screen(wanted, self._services))

    def action_plans(self) -> None:
        """Show what is left of the plan that the session follows, else the plans."""
        if not isinstance(self.screen, ExercisesScreen) or self._is_starting_or_coaching:
            return
        agenda = self._session.agenda
        if agenda is None or not agenda.items:
            self._choose_plan()
            return
        from negcoach.screens.plans.agenda import AgendaScreen

        shown = AgendaScreen(self._services, agenda, self._change_agenda, between=True)
        self.push_screen(shown, self._on_agenda_answered)

    def _change_agenda(self, agenda: Agenda) -> None:
        self._session.agenda = agenda

    def _on_agenda_answered(self, answer: AgendaAnswer | None) -> None:
        from negcoach.screens.plans.agenda import AgendaAnswer

        if answer is AgendaAnswer.BEGIN:
            self._coach_next()
        elif answer is AgendaAnswer.OTHER_PLAN:
            self._choose_plan()

    def _choose_plan(self) -> None:
        from negcoach.screens.plans.plans import PlansScreen

        self.push_screen(PlansScreen(self._services), self._on_plan_chosen)

    def _on_plan_chosen(self, plan: Plan | None) -> None:
        if plan is not None:
            self._start_plan(plan)

    def on_exercises_screen_programme_chosen(self, message: ExercisesScreen.ProgrammeChosen) -> None:
        """Show the programmes, with the chosen one highlighted."""
        self.action_programmes(message.slug)

    def action_programmes(self, slug: str = "") -> None:
        """Show the programmes, the one of that slug first; there the next session of one that is followed begins."""
        if not isinstance(self.screen, ExercisesScreen) or self._is_starting_or_coaching:
            return
        from negcoach.screens.programmes.programmes import ProgrammesScreen

        self.push_screen(ProgrammesScreen(self._services, slug), self._on_programme_left)

    def _on_programme_left(self, exercise: Exercise | None) -> None:
        if exercise is not None:
            self._choose(exercise)

    def action_repeat(self) -> None:
        """Begin the exercises of the last session again, as they are advised today."""
        if not isinstance(self.screen, ExercisesScreen) or self._is_starting_or_coaching:
            return
        from negcoach.coaching.session.past_plan import last_session_plan

        try:
            plan = last_session_plan(self._services, self._session.recorder.session_id)
        except NegcoachError as error:
            notify_error(self, error)
        else:
            self._start_plan(plan)

    def action_import(self) -> None:
        """Show the import."""
        from negcoach.screens.importing.importing import ImportScreen

        if not any(isinstance(screen, ImportScreen) for screen in self.screen_stack):
            self.push_screen(ImportScreen(self._services))

    def action_command_palette(self) -> None:
        """Show the command palette."""
        from negcoach.screens.palette.palette import Palette

        if not any(isinstance(screen, Palette) for screen in self.screen_stack):
            self.push_screen(Palette())

    def action_help(self) -> None:
        """Show what the keys of the present screen do."""
        from negcoach.screens.help.help import HelpScreen

        if isinstance(self.screen, OpenScreen) and self.screen.MAY_BE_COVERED:
            self.push_screen(HelpScreen(self.screen, self._services.presses.ready))

    def action_settings(self) -> None:
        """Show the settings."""
        from negcoach.screens.settings.settings import SettingsScreen

        if not self._are_settings_open:
            self._settings_screen = SettingsScreen(self._services)
            self.push_screen(self._settings_screen)

    @property
    def _are_settings_open(self) -> bool:
        return self._settings_screen is not None and self._settings_screen.is_still_open

    def action_keys(self) -> None:
        """Show the keys of each action, to change them."""
        from negcoach.screens.settings.keys import KeysScreen

        if not any(isinstance(screen, KeysScreen) for screen in self.screen_stack):
            self.push_screen(KeysScreen(self._services))

    def action_phone(self) -> None:
        """Switch the phone on as a clicker, and show how to pair it."""
        screen = self._phone_screen()
        if screen is not None:
            self.push_screen(screen)

    def _phone_screen(self) -> Screen[None] | None:
        """Return the screen that pairs a phone, which is on from now on; ``None`` where it cannot be: that is said."""
        from negcoach.remote.libraries import missing_libraries

        if missing_libraries():
            self.notify(PHONE_NOT_INSTALLED, severity="error", timeout=8, markup=False)
            return None
        from negcoach.remote.local_address import local_address
        from negcoach.remote.phone import Phone
        from negcoach.screens.phone.link import PhoneLink
        from negcoach.screens.phone.phone_screen import PhoneScreen

        if self._phone is not None and self._phone.failed:
            self._switch_phone_off()
        if self._phone is None:
            try:
                self._phone = PhoneLink(
                    self, self._services.clock, partial(Phone, self._phone_address or local_address())
                )
            except (NegcoachError, OSError) as error:
                notify_error(self, error)
                return None
            self._services.presses.add(self._phone)
        return PhoneScreen(self._phone, self._switch_phone_off)

    def _switch_phone_off(self) -> None:
        if self._phone is not None:
            self._services.presses.remove(self._phone.name)
            self._phone = None

    def action_tour(self) -> None:
        """Show the tour over the home screen."""
        from negcoach.screens.help.tour import TourScreen

        if isinstance(self.screen, ExercisesScreen) and not self._is_starting_or_coaching:
            self.push_screen(TourScreen())

    def action_demo(self) -> None:
        """Leave the app for the demo; the command line opens the app again after it."""
        self.demo_wanted = True
        self.leave()

    def action_doctor(self) -> None:
        """Show what the doctor finds."""
        from negcoach.commands.doctor.doctor import run_checks
        from negcoach.commands.doctor.terminal_checks import Terminal
        from negcoach.screens.help.doctor import DoctorScreen

        services, output = self._services, sys.__stdout__  # Textual puts its own in the place of sys.stdout
        encoding = "" if output is None else output.encoding
        size = (self.size.width, self.size.height)
        terminal = Terminal(os.environ, size, both=True, encoding=encoding, windows=sys.platform == "win32")
        data, pressed = services.database.path.parent, services.presses.sources
        checks = partial(run_checks, data, services.config_path, terminal, pressed=pressed)
        self.push_screen(DoctorScreen(checks))

    @work(exclusive=True, group="health")  # not that of the choice: the form may be under it, waiting for its answer
    async def action_health(self) -> None:
        """Ask the health screen again."""
        from negcoach.coaching.start.start_session import change_health_answers

        await change_health_answers(self._presenter, self._services)
        self._refresh_home()  # the answers are stored after the page has gone

    def action_swap_lifters(self) -> None:
        """Change to the other lifter's screens, with their own history, session and advice."""
        from negcoach.screens.coaching.rest.rest import RestScreen

        if self._partner is None or not self._can_swap:
            return
        if isinstance(self.screen, RestScreen):
            self.screen.wait_for_other_lifter()
        self._partner.share(self._services)
        self._waiting_workers = self._set_workers - self._waiting_workers
        self._services, self._partner = self._partner, self._services
        self._running_session, self._partner_session = self._partner_session, self._running_session
        self.switch_mode(FIRST_MODE if self.current_mode == PARTNER_MODE else PARTNER_MODE)

    def on_notify(self, event: Notify) -> None:
        """Renew a notice that is shown already, in place of the same words twice; then Textual shows it."""
        new = event.notification
        for shown in list(self._notifications):
            if (shown.message, shown.title, shown.severity) == (new.message, new.title, new.severity):
                self._unnotify(shown, refresh=False)

    def action_help_quit(self) -> None:
        """Say how the program is left, for who presses Ctrl+C outside a set; over a set nothing is said."""
        if self._leaving or self._coaching is not None:
            return
        for key, active in self.active_bindings.items():
            if active.binding.action == "quit":
                self.notify(f"To leave negcoach, press {key_name(key)}.", markup=False)
                return

    async def action_quit(self) -> None:
        """Leave the program; during a session the lifter is asked first."""
        coaching = self._coaching
        if coaching is not None:
            coaching.action_leave()
            return
        if self._in_session:
            from negcoach.screens.coaching.rest.rest import RestScreen

            if isinstance(self.screen, RestScreen):
                self.screen.action_finish()
                return
        session = self._running_session
        if session is not None and session.performed and not self._is_starting_or_coaching:
            self._ask_to_finish([one.prescribed.exercise_name for one in session.performed])
        else:
            self.leave()

    def _ask_to_finish(self, exercise_names: list[str]) -> None:
        """Ask whether to finish the session before the program is left; the same key again leaves it."""
        from negcoach.screens.coaching.quit import QuitScreen

        if isinstance(self.screen, QuitScreen):
            self.leave()
        else:
            self.push_screen(QuitScreen(exercise_names, self._services.settings.session_gap_h), self._on_quit_answered)

    def _on_quit_answered(self, quits: Quit | None) -> None:
        """Finish the session, or leave the program while it stays open."""
        from negcoach.screens.coaching.quit import Quit

        if quits is Quit.FINISH:
            self.on_exercises_screen_finish_asked()
        elif quits is Quit.LEAVE:
            self.leave()

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Return the command palette's entries, those that lead to a set first."""
        from negcoach.screens.palette.commands import file_commands
        from negcoach.screens.shared.history.history_view import ABOUT, HistoryView

        if isinstance(screen, ExercisesScreen):
            about_repeat = "Do the same exercises again, as advised today"
            yield SystemCommand("Repeat the last session", about_repeat, self.action_repeat)
            yield SystemCommand("Plans", "Your plans: start one, make one, change one", self.action_plans)
            yield SystemCommand("Programmes", "Weeks to follow: begin one, see where you are", self.action_programmes)
            yield SystemCommand(
                "Test", "The eccentric 1RM of the highlighted exercise, or its longest lowering", screen.action_test
            )
        for view, about in ABOUT.items():
            yield SystemCommand(f"History: {view.value}", about, partial(self.action_history, view.name))
        if isinstance(screen, HistoryView):
            from negcoach.screens.history.visits import ask_to_join

            about = "Join sessions that were one visit; shows them first"
            yield SystemCommand("Join sessions", about, partial(ask_to_join, screen))
        if not self._in_session:
            if self.check_action("import", ()):
                yield from file_commands(self, self._services)
                yield SystemCommand("Import", f"Import a file from {SOME_APPS_TEXT}", self.action_import)
            yield SystemCommand("Settings", "Sound, colours, keys, rules", self.action_settings)
            yield SystemCommand("Change keys", "Give actions other keys; learn a pedal or a button", self.action_keys)
            yield SystemCommand("Health", "Change your answers to the health screen", self.action_health)
            yield SystemCommand("Doctor", "Check that everything works, and say what to do if not", self.action_doctor)
        if isinstance(screen, ExercisesScreen) and self.check_action("tour", ()):
            yield SystemCommand("Tour", "negcoach in six lines", self.action_tour)
        if self.check_action("demo", ()):
            yield SystemCommand("Demo", "Watch a set that runs by itself, on a sample history", self.action_demo)
        yield SystemCommand("Phone", "The spotter's phone as a clicker, on your Wi-Fi", self.action_phone)
        yield SystemCommand("Mirror", "This screen again in a second terminal, for the spotter", self.action_mirror)
        yield SystemCommand("Theme", "The colours: dark, light, high contrast, others", self.action_theme)
        yield SystemCommand("Keys", "What the keys of this screen do", self.action_help)
        yield SystemCommand("Quit", "Leave negcoach", self.action_quit)

    def action_mirror(self) -> None:
        """Say how this screen is mirrored: that is done in the other terminal."""
        self.notify(HOW_TO_MIRROR, timeout=15, markup=False)

    def action_theme(self) -> None:
        """Choose a theme, which is shown meanwhile, and keep it in the settings."""
        from negcoach.screens.settings.theme import ThemeScreen

        self.push_screen(ThemeScreen(), self._keep_theme)

    def _keep_theme(self, theme: str | None) -> None:
        from negcoach.screens.settings.changes import save_changes

        if theme is None:
            return
        before = self._services.settings
        try:
            save_changes(self._services, theme=theme)
        except (NegcoachError, OSError) as error:
            notify_error(self, error)
        else:
            if self._in_session:  # what else was changed in the file meanwhile counts from the next one on
                self._services.settings = replace(before, theme=theme)

    @property
    def _presenter(self) -> Presenter:
        """What presents a session of this lifter on screens, loaded when it is needed."""
        from negcoach.screens.presenter import ScreenPresenter

        return ScreenPresenter(self, self._services)

    @property
    def _session(self) -> RunningSession:
        """The lifter's session, which begins with their first set."""
        if self._running_session is None:
            from negcoach.coaching.session.running_session import RunningSession

            self._running_session = RunningSession(self._services)
        return self._running_session

    def _can_reopen(self) -> bool:
        """Return whether the last session could still go on."""
        try:
            return self._session.reopenable() is not None
        except NegcoachError:
            return False

    @property
    def _is_starting_or_coaching(self) -> bool:
        """Whether a set is being prepared or coached, from the choice of an exercise to the end of its sets."""
        return bool(self._set_workers - self._waiting_workers)

    @property
    def _has_open_session(self) -> bool:
        """Whether a lifter has done sets in a session that has not ended."""
        return any(one is not None and one.performed for one in (self._running_session, self._partner_session))

    @property
    def _set_workers(self) -> set[Worker[object]]:
        """The workers of both lifters that prepare and coach sets."""
        return {worker for worker in self.workers if worker.group == "choose" and worker.is_running}

    @property
    def _can_swap(self) -> bool:
        """Whether the other lifter can take over: between two sets, or on the list of exercises."""
        from negcoach.screens.shared.history.between_sets import BetweenSets

        at_home = isinstance(self.screen, ExercisesScreen) and not self._is_starting_or_coaching
        return at_home or isinstance(self.screen, BetweenSets)

    @property
    def _coaching(self) -> CoachScreenBase | None:
        """The coach's screen while a set is under way, else ``None``."""
        from negcoach.screens.coaching.base import CoachScreenBase

        coaches = [screen for screen in self.screen_stack if isinstance(screen, CoachScreenBase) and screen.in_set]
        return coaches[0] if coaches else None

    @property
    def _in_session(self) -> bool:
        """Whether a session is under way, in a set or between two."""
        from negcoach.screens.coaching.base import CoachScreenBase

        return any(isinstance(screen, CoachScreenBase) for screen in self.screen_stack)

    @work(group="choose")
    async def _offer_start(self) -> None:
        """Offer to resume an interrupted session; then coach the exercise that the command line asked for.

        A phone that was asked for is paired first. With neither session nor exercise, ask how sore the lifter is, if
        that is due. While another negcoach runs, neither is offered: a session that looks interrupted is under way
        there.
        """
        if self._phone_address is not None:
            phone = self._phone_screen()
            if phone is not None:
                await self.push_screen_wait(phone)
        try:
            unfinished = self._services.journal.unfinished() if self._services.alone else None
        except NegcoachError as error:
            notify_error(self, error)
            return
        start, self._start = self._start, None  # of the first lifter's first screen
        if unfinished is None and start is None:
            if self._services.alone:
                from negcoach.screens.body.soreness import ask_due_questions

                rated = await ask_due_questions(self, self._services)
                if rated and isinstance(self.screen, ExercisesScreen):
                    self.screen.refresh_history()  # it warns about sore muscles
            return
        from negcoach.coaching.start.resume_session import resume_or_start

        if await resume_or_start(self._presenter, self._session, unfinished, start):
            self._back_up()

    @work(thread=True)
    def _back_up(self) -> None:
        """Copy the settings and what lies beside them, back the database up once a week, and check it.

        It does so in a thread of its own. An empty database is not worth a copy.
        """
        from negcoach.coaching.checkup import beside_a_session
        from negcoach.config.files.copies import keep_copies
        from negcoach.store.database.backups import backup_if_due
        from negcoach.store.queries.sessions.history import session_rows

        try:
            with beside_a_session(self._services):
                keep_copies(self._services.config_path)
            fault = self._check_database()
            if fault is not None:
                self.call_from_thread(notify_error, self, fault)
            if self._services.database.is_closing:
                return
            with beside_a_session(self._services):
                with self._services.database.read() as connection:
                    if not session_rows(connection, 1):
                        return
                with suppress(NegcoachError) if fault is not None else nullcontext():  # it would say the same again
                    backup_if_due(self._services.database.path.parent, now=self._services.now())
        except InterruptedError:
            return
        except NegcoachError as error:
            self.call_from_thread(notify_error, self, error)

    def _check_database(self) -> NegcoachError | None:
        """Return what is wrong in the database, once, but for rows that cannot be read: these are left out, and named.

        What a write interrupts is checked after the next sets.
        """
        database = self._services.database
        if database.path in self._checked and not database.met_wrong_value:
            return None
        from negcoach.coaching.checkup import check_database

        try:
            fault = check_database(self._services, partial(self.call_from_thread, self._show_found))
        except InterruptedError:
            return None
        self._checked.add(database.path)
        return fault

    def _show_found(self, sentences: tuple[str, ...]) -> None:
        """Say what the check has found: rows that are left out, say; and read again what is shown without them."""
        for sentence in sentences:
            self.notify(sentence, severity="warning", timeout=30, markup=False)
        self._refresh_home()

    def _refresh_home(self) -> None:
        """Show on the home screen, also where it lies below another one, what the database has now."""
        for screen in self.screen_stack:
            if isinstance(screen, ExercisesScreen):
                screen.refresh_history()

    @work(group="choose")
    async def _choose(self, exercise: Exercise, *, test: bool = False) -> None:
        """Show the form, the safety checks and the coach; going back from the checks returns to the form.

        Its test takes the form's place where that is asked for, or a programme has it.
        """
        from negcoach.coaching.start.start_session import prescribe_and_coach

        if await prescribe_and_coach(self._presenter, self._session, exercise, test=test):
            self._back_up()

    @work(group="choose")
    async def _start_plan(self, plan: Plan) -> None:
        """Begin a plan."""
        from negcoach.coaching.start.start_session import start_plan

        if await start_plan(self._presenter, self._session, plan):
            self._back_up()

    @work(group="choose")
    async def _coach_next(self) -> None:
        """Go on with the plan."""
        from negcoach.coaching.start.start_session import coach_next

        if await coach_next(self._presenter, self._session):
            self._back_up()

    @work(group="choose")
    async def _show_summary(self, ended: EndedSession) -> None:
        """Show the summary of a session that ended by itself."""
        from negcoach.coaching.start.start_session import show_summary

        await show_summary(self._presenter, ended)

    @work(group="choose")
    async def _finish_session(self) -> None:
        """End the session between two exercises, and show its summary."""
        from negcoach.coaching.start.start_session import finish_session

        await finish_session(self._presenter, self._session)

    def _tell_what_was_found(self) -> None:
        """Say once what was repaired on opening the database, which files are cut off, and which keys are wrong."""
        if self._told:
            return
        self._told = True
        if self._services.database.notice:
            self.notify(self._services.database.notice, severity="warning", timeout=30, markup=False)
            self._services.database.notice_told()
        fault = self._services.settings.own_keys.fault
        if fault:
            self.notify(fault, severity="warning", timeout=30, markup=False)
        for sentence in self._left_out():
            self.notify(sentence, severity="warning", timeout=30, markup=False)
        from negcoach.config.files.copies import damages

        for damage in damages(self._services.config_path):
            self.notify(str(damage), severity="warning", timeout=30, markup=False)

    def _left_out(self) -> tuple[str, ...]:
        """Return a sentence about each row that was left out at an earlier start, and is not repaired yet."""
        from negcoach.store.database.set_aside import has_set_aside

        try:
            with self._services.database.read() as connection:
                if not has_set_aside(connection):
                    return ()
                from negcoach.transfer.native.left_out import left_out

                return left_out(connection)
        except NegcoachError:
            return ()  # what is needed says so

    def leave(self, return_code: int = 0) -> None:
        """End the program as soon as every screen is laid out, and in a set the call that frees the lifter was heard.

        Textual itself ends at once: the rest of a screen would never be mounted, and whatever then looks for it fails.
        """
        if self._leaving:
            return
        self._leaving = True
        loop = asyncio.get_running_loop()
        earliest = loop.time() + self._pause_set()
        latest = earliest + LAYOUT_TIMEOUT_S

        def leave() -> None:
            if loop.time() >= earliest and (self._is_laid_out() or loop.time() >= latest):
                self.exit(return_code=return_code)
            else:
                loop.call_later(LAYOUT_CHECK_S, leave)

        leave()

    def pause_before_stop(self) -> None:
        """Pause the set: the sound is played by another process, which would go on."""
        self._pause_set()

    def go_on_after_stop(self) -> None:
        """Let nothing that was typed meanwhile act: nobody could see on what."""
        self.drop_what_was_typed()

    def stop_threads(self) -> None:
        """Have what reads or writes a database in a thread end."""
        for services in (self._services, self._partner):
            if services is not None:
                services.database.is_closing = True

    @property
    def is_leaving(self) -> bool:
        """Whether the app ends once its screens are laid out."""
        return self._leaving

    def _pause_set(self) -> float:
        """Pause the set, and return the seconds until its call was heard; 0 where no set is under way."""
        from negcoach.coaching.set_runner import CALL_S

        coaching = self._coaching
        if coaching is None:
            return 0.0
        coaching.suspend()
        return CALL_S

    def _is_laid_out(self) -> bool:
        """Return whether there are screens, and every one is laid out to its last widget."""
        return bool(self.screen_stack) and all(
            node.is_mounted for screen in self.screen_stack for node in screen.walk_children(Widget, with_self=True)
        )
