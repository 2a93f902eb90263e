"""Transactions made one after another, each in a thread of its own: whoever makes them need not wait for a slow disk.

A disk that spins up first, or a share that does not answer, holds up a write for seconds. The lifter's keys must act
meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from concurrent.futures import Future
from threading import Thread
from time import monotonic
from typing import Any, TypeAlias, TypeVar

_T = TypeVar("_T")

Transactions: TypeAlias = Generator[Callable[[], Any], Any, _T]
"""A generator that yields one transaction after another, receives what each returned or raised, and returns a result.

Only the transactions are called in another thread; what comes between them runs in the thread that makes them.
"""


class TransactionRunner:
    """Makes the transactions of one generator at a time."""

    def __init__(self) -> None:
        self._steps: Transactions[None] | None = None
        self._next: Callable[[], Any] | None = None  # the next one, where it is not begun yet
        self._begun: Future[Any] | None = None

    @property
    def is_idle(self) -> bool:
        """Whether nothing is left to make."""
        return self._steps is None

    @property
    def is_waiting(self) -> bool:
        """Whether a transaction was begun, and had not ended when it was last looked for."""
        return self._begun is not None

    def begin(self, steps: Transactions[None]) -> None:
        """Take the transactions to make; those before must all have been made."""
        self._steps = steps
        self._step(steps.send, None)

    def go_on(self, patience_s: float | None, is_enough: Callable[[], bool] = lambda: False) -> None:
        """Go on until all are made, one takes longer than what is left of ``patience_s``, or that ``is_enough``.

        One that was begun before this call was waited for then: now it is only looked for. Without patience
        (``None``) each is waited for until it ends. Raises what the generator raises.
        """
        end_s = None if patience_s is None else monotonic() + patience_s
        wait_s = None if patience_s is None else 0.0
        while self._steps is not None:
            if self._begun is None:
                if self._next is None or is_enough():
                    return
                self._begun, self._next = _begin(self._next), None
                wait_s = None if end_s is None else max(0.0, end_s - monotonic())
            begun, steps = self._begun, self._steps
            try:
                error = begun.exception(wait_s)
            except TimeoutError:
                return
            self._begun = None
            if error is None:
                self._step(steps.send, begun.result())
            else:
                self._step(steps.throw, error)

    def _step(self, go_on: Callable[[Any], Callable[[], Any]], value: Any) -> None:
        """Let the generator go on with a value to its next transaction, or to its end."""
        try:
            self._next = go_on(value)
        except StopIteration:
            self._steps = None
        except BaseException:
            self._steps = None
            raise


def _begin(transaction: Callable[[], Any]) -> Future[Any]:
    """Begin a transaction in a thread; where there can be no other one, make it here."""
    future: Future[Any] = Future()

    def make() -> None:
        try:
            result = transaction()
        except BaseException as error:  # noqa: BLE001 - it is raised again, where the generator sees it
            future.set_exception(error)
        else:
            future.set_result(result)

    try:
        Thread(target=make, daemon=True, name="session-write").start()
    except RuntimeError:  # the system allows no more threads
        make()
    return future
