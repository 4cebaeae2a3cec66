"""Moves of the loop for the workflow of another kind, with rules and effects as they are.

A kind declares its own states and moves, and takes from the loop what is the same everywhere::

    moves=(…, taken_over("supervise", sources=("ordered", "rectifying")), …)
"""

from dataclasses import replace

from django.core.exceptions import ImproperlyConfigured

from jiedao.engines.cases import rules
from jiedao.engines.cases.actions.making import EFFECTS
from jiedao.engines.cases.workflow import ANYWHERE, LOOP
from jiedao.kernel.declarations import Move


def taken_over(key: str, *, sources: tuple[str, ...]) -> Move:
    """The loop's move of that key, starting from other states.

    Raises ImproperlyConfigured for a move that only makes sense in the loop.
    """
    if key not in ANYWHERE:
        raise ImproperlyConfigured(
            f"the move {key!r} belongs to the loop; other kinds may take over: "
            f"{', '.join(sorted(ANYWHERE))}"
        )
    return replace(LOOP.move(key), sources=sources, rule=rules.EXTRA.get(key), effect=EFFECTS[key])
