"""Learning as a job of the worker: it takes longer than a step may."""

from django_tasks import task

from jiedao.engines.mining import actions, learning
from jiedao.kernel.actors import SYSTEM, Actor
from jiedao.kernel.transactions import durable


@task()
def learn(town_id: int) -> int:
    """May be run again after a break: the same cases give no second version."""
    return len(learning.learn_town(town_id))


def begin(town_id: int, *, actor: Actor = SYSTEM) -> None:
    """Ask for it and give it to the worker, in one transaction."""
    with durable():
        actions.ask_to_learn(town_id, actor=actor)
        learn.enqueue(town_id)
