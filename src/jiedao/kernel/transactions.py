"""Transactions: durable at the edge, composable inside."""

from contextlib import AbstractContextManager

from django.db import transaction


def durable() -> AbstractContextManager[object]:
    """The outermost transaction of a POST view, an API call, an import batch or a worker step.

    Refuses to be nested: what it acknowledged is on disk when it leaves.
    """
    return transaction.atomic(durable=True)


def within() -> AbstractContextManager[object]:
    """The transaction of an action: joins the caller's, or is one of its own. No savepoint."""
    return transaction.atomic(savepoint=False)
