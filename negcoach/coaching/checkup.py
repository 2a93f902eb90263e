"""Checking the database beside the sessions: what is wrong in it, rows that cannot be read, and copies beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from negcoach.errors import NegcoachError

if TYPE_CHECKING:  # the check runs in a thread, after the first screen
    from negcoach.services import Services


@contextmanager
def beside_a_session(services: Services) -> Iterator[None]:
    """Turn an unexpected error of what looks after the files into ``NegcoachError``, with its traceback in the log.

    A set may be under way meanwhile, which nothing of this may end. What fails because the program ends is an
    ``InterruptedError``.
    """
    try:
        yield
    except (NegcoachError, InterruptedError):
        raise
    except Exception as error:
        if services.database.is_closing:
            raise InterruptedError from error
        from negcoach.crash_log import log_crash

        raise NegcoachError(log_crash(error, services.database.path.parent, services.now())) from error


def check_database(services: Services, tell: Callable[[tuple[str, ...]], None]) -> NegcoachError | None:
    """Return what is wrong in the database, but for rows that cannot be read: these are set aside.

    ``tell`` is given a sentence about each of them, and, where nothing is wrong, about each copy beside the database
    that holds something which it does not know. Much room that is free in the file is given back then. Raises
    ``InterruptedError`` when a write, or the end of the program, interrupts the check, and ``NegcoachError`` when the
    database cannot be used, or anything else goes wrong.
    """
    with beside_a_session(services):
        return _checked(services, tell)


def _checked(services: Services, tell: Callable[[tuple[str, ...]], None]) -> NegcoachError | None:
    from negcoach.store.restore.checkup import ChangedRowError, copies_beside, fault_while_open, mend_totals
    from negcoach.store.restore.room import give_room_back
    from negcoach.transfer.native.left_out import leave_out_unreadable

    database = services.database
    fault = fault_while_open(database)
    if fault is None and not database.met_wrong_value:
        mend_totals(database)
        give_room_back(database, services.now())
        if beside := copies_beside(database):
            tell(tuple(" ".join(sentences) for sentences in beside))
        return None
    if not database.met_wrong_value and not isinstance(fault, ChangedRowError):
        return fault
    rows = leave_out_unreadable(database, services.now(), every_row=database.met_wrong_value)
    if not rows:
        return fault
    tell(rows)
    return fault_while_open(database)
