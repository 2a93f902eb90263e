"""The gate in the middle of an exercise, in lines: what cannot be read is said, and nothing passes then."""

from __future__ import annotations

from negcoach.coaching.gate.pass_sets import pass_sets
from negcoach.coaching.gate.pass_single import pass_single
from negcoach.coaching.rest.after_set import AfterSet
from negcoach.coaching.rest.after_single import AfterSingle
from negcoach.coaching.sets_to_do import Following, SetsToDo
from negcoach.errors import NegcoachError
from negcoach.plain.choosing.questions import LineAsker
from negcoach.services import Services


class LineGate:
    """Asks with an ``asker`` what must be known before a set of an exercise that is under way."""

    def __init__(self, asker: LineAsker, services: Services) -> None:
        self.asker = asker
        self._services = services

    async def pass_sets(self, sets: SetsToDo, done: int) -> SetsToDo | Following | None:
        """Return the sets, of which some are ``done``, as they pass; ``None`` when the lifter went back."""
        try:
            return await pass_sets(self.asker, self._services, sets, done)
        except NegcoachError as error:
            self.asker.tell(str(error))
            return None

    async def pass_next(self, after: AfterSet) -> bool:
        """Return whether the set that comes ``after`` another one may begin: of a test each has another load."""
        if not isinstance(after, AfterSingle):
            return True
        try:
            return await pass_single(self.asker, after)
        except NegcoachError as error:
            self.asker.tell(str(error))
            return False
