"""Grouping as a job of the worker: it takes longer than a step may."""

from django_tasks import task

from jiedao.engines.mining.matters import working
from jiedao.kernel.transactions import durable


@task()
def regroup(town_id: int) -> int:
    """May be run again after a break: the same cases give the same classes."""
    return working.regroup(town_id)


def begin(town_id: int) -> None:
    """Give it to the worker, once for all that came until now."""
    with durable():
        working.note_asked(town_id)
        regroup.enqueue(town_id)
