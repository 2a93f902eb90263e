"""What comes after a set of a guided test: the test's own rules say it, not those of work."""

from __future__ import annotations

from negcoach.coaching.rest.after_set import AfterSet
from negcoach.training.advice.next_set import NextSet


class AfterTestSet(AfterSet):
    """What comes after a set of a test, of which none is made lighter and none is added."""

    @property
    def stopped(self) -> NextSet | None:
        """Nothing: what comes after lost tempo is the test's own."""
        return None

    @property
    def offer(self) -> NextSet | None:
        """Nothing, as above."""
        return None

    @property
    def can_go_on(self) -> bool:
        """Nothing goes on after the end of a test."""
        return False

    @property
    def can_add_set(self) -> bool:
        """No set is added to a test."""
        return False

    @property
    def waits_for_key(self) -> bool:
        """Whether the next set waits for the key: always."""
        return True
