"""The outbox worker: history lines to the reactions that wait for them.

At least once, never lost: a delivery row is written with its line, taken by compare-and-set,
and marked done in the same transaction as what the reaction wrote.
"""

import logging
from datetime import timedelta

from django.db.models import F

from jiedao.kernel import clock, registry
from jiedao.kernel.models import Delivery
from jiedao.kernel.transactions import durable

logger = logging.getLogger(__name__)

_LEASE = timedelta(minutes=2)
_MAX_DELAY = timedelta(hours=1)
_MAX_ATTEMPTS = 12


def deliver_due(limit: int = 200) -> int:
    """Run the deliveries that are due; returns how many were done."""
    due = Delivery.objects.filter(
        done_at__isnull=True, due_at__lte=clock.now(), attempts__lt=_MAX_ATTEMPTS
    ).order_by("due_at", "id")[:limit]
    return sum(_deliver(delivery) for delivery in due)


def _deliver(delivery: Delivery) -> bool:
    moment = clock.now()
    # Compare-and-set on attempts: of two workers only one gets the row, and a worker that
    # dies leaves it due again when the lease is over.
    taken = Delivery.objects.filter(
        pk=delivery.pk, done_at__isnull=True, attempts=delivery.attempts
    ).update(attempts=F("attempts") + 1, due_at=moment + _LEASE)
    if not taken:
        return False
    reaction = registry.reactions.find(delivery.reaction)
    try:
        with durable():
            if reaction is not None:
                reaction.run(delivery.history_id)
            Delivery.objects.filter(pk=delivery.pk).update(done_at=clock.now(), error="")
    except Exception as error:  # a reaction's fault must not stop the others
        logger.exception("reaction %s failed on line %s", delivery.reaction, delivery.history_id)
        delay = min(_MAX_DELAY, timedelta(seconds=2 ** min(delivery.attempts + 1, 12)))
        Delivery.objects.filter(pk=delivery.pk).update(
            due_at=clock.now() + delay, error=f"{type(error).__name__}: {error}"[:500]
        )
        return False
    return True
