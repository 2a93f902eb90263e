"""Checking the database beside the sessions: what is wrong in it, and rows that cannot be read, which are left out."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the check runs in a thread, after the first screen
    from negcoach.errors import NegcoachError
    from negcoach.services import Services


def check_database(services: Services, tell_left_out: Callable[[tuple[str, ...]], None]) -> NegcoachError | None:
    """Return what is wrong in the database, but for rows that cannot be read: these are set aside.

    ``tell_left_out`` is given a sentence about each of them. Where nothing is wrong, much room that is free in the file
    is given back. Raises ``InterruptedError`` when a write, or the end of the program, interrupts the check, and
    ``NegcoachError`` when the database cannot be used.
    """
    from negcoach.store.restore.checkup import ChangedRowError, fault_while_open
    from negcoach.store.restore.room import give_room_back
    from negcoach.transfer.native.left_out import leave_out_unreadable

    database = services.database
    fault = fault_while_open(database)
    if fault is None and not database.met_wrong_value:
        give_room_back(database, services.now())
        return None
    if not database.met_wrong_value and not isinstance(fault, ChangedRowError):
        return fault
    rows = leave_out_unreadable(database, services.now(), every_row=database.met_wrong_value)
    if not rows:
        return fault
    tell_left_out(rows)
    return fault_while_open(database)
