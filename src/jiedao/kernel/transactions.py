"""Transactions: durable at the edge, composable inside."""

import fcntl
import os
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

from django.db import connection, transaction


@contextmanager
def durable() -> Iterator[None]:
    """The outermost transaction of a POST view, an API call, an import batch or a worker step.

    Refuses to be nested: what it acknowledged is on disk when it leaves.
    """
    with _turn(), transaction.atomic(durable=True):
        yield


def within() -> AbstractContextManager[object]:
    """The transaction of an action: joins the caller's, or is one of its own. No savepoint."""
    return transaction.atomic(savepoint=False)


_own = threading.local()


@contextmanager
def _turn() -> Iterator[None]:
    """Wait in line for SQLite's one writer.

    SQLite itself lets writers sleep and try again, ever longer: with eight at once some wait
    for seconds while others pass. A lock on a file wakes the next one at once. Whoever does
    not ask for a turn is still safe, by SQLite's own lock.
    """
    name = str(connection.settings_dict["NAME"])
    if connection.vendor != "sqlite" or connection.in_atomic_block or ":memory:" in name:
        yield
        return
    handle = _handle(f"{name}.turn")
    fcntl.flock(handle, fcntl.LOCK_EX)
    try:
        yield
    finally:
        fcntl.flock(handle, fcntl.LOCK_UN)


def _handle(path: str) -> int:
    """This thread's own opening of the lock file: locks belong to openings. A forked process
    must not share its parent's."""
    owner = (os.getpid(), path)
    if getattr(_own, "owner", None) != owner:
        _own.handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        _own.owner = owner
    handle: int = _own.handle
    return handle
