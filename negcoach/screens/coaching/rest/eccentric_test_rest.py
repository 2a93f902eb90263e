"""The rest between two singles of a test of the eccentric 1RM: the next one passes the gate before it begins."""

from __future__ import annotations

from negcoach.coaching.advice.standing import Standings
from negcoach.coaching.loudness import Loudness
from negcoach.coaching.rest.after_set import RestChoice
from negcoach.coaching.rest.after_single import AfterSingle
from negcoach.coaching.session.running_session import RunningSession
from negcoach.errors import NegcoachError
from negcoach.screens.coaching.rest.rest import RestScreen
from negcoach.screens.shared.notices import notify_error


class EccentricTestRestScreen(RestScreen):
    """The rest after a single.

    Before the next one begins, a load over the cap is typed again, and more spotters are asked for where its load needs
    them. It then waits for the key: the lifter has yet to get under the bar.
    """

    CSS_PATH = "rest.tcss"

    def __init__(self, session: RunningSession, loudness: Loudness, after: AfterSingle, standings: Standings) -> None:
        """Rest ``after`` a single; ``standings`` as for any rest."""
        super().__init__(session, loudness, after, standings)
        self._after_single = after

    def _end_rest(self, choice: RestChoice) -> None:
        """End the rest; the next single only once its load and the spotters were asked about, where they must be."""
        if choice is RestChoice.NEXT_SET and not self._stops_for_pain():
            self.run_worker(self._ask_about_load(), exclusive=True)
        elif choice is not RestChoice.NEXT_SET:
            super()._end_rest(choice)

    async def _ask_about_load(self) -> None:
        from negcoach.coaching.gate.pass_single import pass_single  # a test alone needs it here
        from negcoach.screens.choosing.gate.screen_asker import ScreenAsker

        try:
            passes = await pass_single(ScreenAsker(self.app, self._services), self._after_single)
        except NegcoachError as error:
            notify_error(self, error)
            return
        if passes:
            super()._end_rest(RestChoice.NEXT_SET)
        elif self._after_single.has_passed:
            self._show_gone_on()
