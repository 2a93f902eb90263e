"""The demo: the real app on a sample history, with a guide on every screen and somebody who presses the key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from textual import events, work
from textual.await_complete import AwaitComplete
from textual.binding import Binding, BindingType
from textual.screen import Screen, SystemModalScreen

from negcoach.app import NegcoachApp
from negcoach.audio.clock import NS_PER_S
from negcoach.coaching.start.start_session import coach_sets
from negcoach.demo import words
from negcoach.demo.fast_forward import FastForwardPlayer
from negcoach.demo.guide import Guidance, Guide
from negcoach.demo.presses import is_press_due
from negcoach.keys.layouts import command_key
from negcoach.screens.choosing.exercises import ExercisesScreen
from negcoach.screens.coaching.coach import CoachScreen
from negcoach.screens.coaching.rest.rest import RestScreen
from negcoach.screens.coaching.summary import SummaryScreen
from negcoach.screens.shared.history.history_view import HistoryView
from negcoach.training.score.timeline import Phase, Segment
from negcoach.widgets.coach.coach_face import CoachFace

if TYPE_CHECKING:
    from negcoach.coaching.sets_to_do import SetsToDo
    from negcoach.services import Services

_T = TypeVar("_T")

TICK_S = 1 / 20
"""How often the demo looks whether the key is to be pressed, and what is to be said."""
SET_SPEED, REST_SPEED = 6, 20
"""How many times faster a set and a rest are forwarded."""
REST_LEFT_MS = 4_000
"""What is left of a forwarded rest: its end is heard."""
READ_S = 7
"""How long (seconds) the screen can be read before the demo begins the set, forwards the rest, or ends it."""
RATE_S = 3
"""How long (seconds) a set can be rated before the demo does it,"""
EFFORT = 8
"""and with what: two reps were left."""
FORWARD_KEY = "f"


class DemoApp(NegcoachApp):
    """The app on the demo's services. It begins its first exercise by itself and does its sets, hands off.

    Every press can also be made by whoever watches. What they choose afterwards waits for their own first key.
    """

    TITLE = "negcoach demo"
    CSS_PATH = "../screens/choosing/exercises.tcss"  # as the app's own: Textual looks beside each class

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            FORWARD_KEY,
            "forward",
            "fast-forward",
            id="demo.forward",
            tooltip="Fast-forward the set or the rest, without sound; again: normal speed",
            priority=True,
        ),
    ]

    def __init__(self, services: Services, first: SetsToDo, theme: str | None = None) -> None:
        """Work with the demo's ``services``, and begin with its ``first`` sets; ``theme`` as in the app."""
        super().__init__(services, theme=theme)
        self._first = first
        self._leads = True  # until the first exercise is left
        self._has_coached = False
        self._shown: tuple[Screen[Any], Phase | None] | None = None
        self._shown_ns = 0  # since when
        self._has_forwarded = self._has_rated = False  # in this rest

    def on_mount(self) -> None:
        """Begin to guide."""
        self.set_interval(TICK_S, self._guide)

    def get_default_screen(self) -> Screen[None]:
        """Return the home screen with the guide."""
        return self._guided(super().get_default_screen())

    def push_screen(self, screen: Any, *arguments: Any, **options: Any) -> Any:
        """Push a screen with the guide."""
        return super().push_screen(self._guided(screen), *arguments, **options)

    def switch_screen(self, screen: Screen[Any] | str) -> AwaitComplete:
        """Show a screen with the guide in the place of the present one."""
        return super().switch_screen(self._guided(screen))

    async def on_event(self, event: events.Event) -> None:
        """Go on at the score's own speed with every key but the one that forwards: it may be meant for this moment."""
        player = self._forwarded
        if player is not None and isinstance(event, events.Key) and command_key(event.key) != FORWARD_KEY:
            player.at_own_speed()
        await super().on_event(event)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Forward only sets and rests. No demo begins in the demo, and no file of the lifter's is read or written."""
        if action in ("demo", "tour", "import"):
            return False
        if action == "forward":
            return self._forwarded is not None and isinstance(self.screen, CoachScreen | RestScreen)
        return super().check_action(action, parameters)

    def action_forward(self) -> None:
        """Forward the set or the rest; the same key again goes on at its own speed."""
        player = self._forwarded
        if player is None:
            return
        if player.speed > 1:
            player.at_own_speed()
        elif isinstance(self.screen, RestScreen):
            player.forward(REST_SPEED, REST_LEFT_MS)
        else:
            player.forward(SET_SPEED)
        self._guide()

    async def action_quit(self) -> None:
        """Leave the demo at once: there is nothing in it to lose."""
        self.leave()

    @property
    def _starts_elsewhere(self) -> bool:
        """Whether it begins on another screen than home: with its first set."""
        return True

    @work(group="choose")
    async def _offer_start(self) -> None:
        """Begin the first sets at once: nobody is there to be asked."""
        await coach_sets(self._presenter, self._session, (self._first,))

    @property
    def _forwarded(self) -> FastForwardPlayer | None:
        """The player, unless it was replaced in the settings."""
        player = self._services.player
        return player if isinstance(player, FastForwardPlayer) else None

    def _guided(self, screen: _T) -> _T:
        """Return a screen with the guide; the command palette leaves that of the screen below it to be seen."""
        if isinstance(screen, Screen) and not isinstance(screen, SystemModalScreen) and not screen.is_running:
            first = Guidance(_line(screen))
            if isinstance(screen, CoachScreen):
                first = Guidance(roles=words.roles_in(Phase.READY, screen.exercise))
            elif isinstance(screen, RestScreen):
                first = Guidance(roles=words.roles_in_rest(1, screen.exercise, begins=False))
            screen.compose_add_child(Guide(first, self.size.height))
        return screen

    def _guide(self) -> None:
        """Say what is done now, and press the key where nobody does."""
        if self._leaving or not self.screen_stack:  # the timer may still tick while the app closes
            return
        screen = self.screen
        guides = screen.query(Guide)
        if not screen.is_mounted or not guides:
            return
        if isinstance(screen, CoachScreen):
            guides.first().guidance = self._in_set(screen)
        elif isinstance(screen, RestScreen):
            guides.first().guidance = self._in_rest(screen)
        else:
            self._shown = None  # what is below it begins anew once it is seen again, and a rest is forwarded again
            self._leads &= not (isinstance(screen, ExercisesScreen) and self._has_coached)
            guides.first().guidance = Guidance(_line(screen))

    def _in_set(self, screen: CoachScreen) -> Guidance:
        self._has_coached = True
        moment = screen.query_one(CoachFace).moment
        if moment is None:
            return Guidance(words.ELSEWHERE)
        shown_s, ready = self._shown_s(screen, moment.phase), moment.phase is Phase.READY
        begins_in_s = READ_S - int(shown_s) if ready and self._leads else None
        if (begins_in_s is not None and begins_in_s <= 0) or self._is_press_due(moment.segment):
            screen.action_next_thing()
        return self._guidance(words.roles_at(moment, screen.exercise, begins_in_s=begins_in_s), not ready)

    def _is_press_due(self, segment: Segment) -> bool:
        step_ms = round(TICK_S * 1000) * (self._forwarded.speed if self._forwarded is not None else 1)
        return is_press_due(segment, self._services.player.position(), step_ms)

    def _in_rest(self, screen: RestScreen) -> Guidance:
        left_ms, player = screen.left_ms, self._forwarded
        running = left_ms is not None and left_ms > 0
        shown_s = self._shown_s(screen, Phase.REST if running else Phase.DONE)
        if self._leads and shown_s >= RATE_S and not self._has_rated:
            self._has_rated = True
            if not screen.is_rated:
                screen.action_rate(EFFORT)
        if self._leads and running and shown_s >= READ_S and not self._has_forwarded and player is not None:
            self._has_forwarded = True
            player.forward(REST_SPEED, REST_LEFT_MS)
        elif self._leads and left_ms is not None and left_ms <= 0 and shown_s >= READ_S:
            screen.action_next_thing()
        roles = words.roles_in_rest(
            left_ms,
            screen.exercise,
            begins=self._leads,
            forwards=not self._has_forwarded,  # a key ended it: the rest has its own length
            space_finishes=screen.next_thing_finishes,
            offers_more=screen.offers_more,
        )
        return self._guidance(roles, running)

    def _guidance(self, roles: words.Roles, can_forward: bool) -> Guidance:
        player = self._forwarded
        speed = 1 if player is None else player.speed
        return Guidance(roles=roles, speed=speed, can_forward=can_forward and player is not None)

    def _shown_s(self, screen: Screen[Any], phase: Phase) -> float:
        """Return for how long (seconds) this screen has shown this phase."""
        if self._shown != (screen, phase):
            same = self._shown is not None and self._shown[0] is screen
            self._has_forwarded, self._has_rated = self._has_forwarded and same, self._has_rated and same
            self._shown, self._shown_ns = (screen, phase), self._services.clock()
        return (self._services.clock() - self._shown_ns) / NS_PER_S


def _line(screen: Screen[Any]) -> str:
    """Return what is said on a screen that shows neither a set nor a rest."""
    if isinstance(screen, ExercisesScreen):
        return words.HOME
    if isinstance(screen, HistoryView):
        return words.HISTORY
    return words.SUMMARY if isinstance(screen, SummaryScreen) else words.ELSEWHERE
