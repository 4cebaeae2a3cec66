"""The way through a workflow: the fewest moves that lead from its beginning to a state."""

from collections import deque

from django.utils.translation import gettext as _

from jiedao.kernel.declarations import Move, Party, Workflow
from jiedao.kernel.errors import Invalid


def path_to(workflow: Workflow, state: str, start: str = "") -> list[Move]:
    """The fewest moves from ``start`` (the initial state) to ``state``, those that are the next
    thing to do before others, without what only the worker makes. Invalid where none leads there."""
    begin = start or workflow.initial
    _refuse_unknown(workflow, state)
    waiting, came = deque([begin]), dict[str, tuple[str, Move]]()
    while waiting:
        here = waiting.popleft()
        for move in _leading_on(workflow, here):
            target = str(move.target)
            if target != begin and target not in came:
                came[target] = (here, move)
                waiting.append(target)
    if state != begin and state not in came:
        raise Invalid(
            _("“%(workflow)s”没有通往“%(state)s”的步骤。")
            % {"workflow": workflow.titles, "state": workflow.state(state).titles},
            code="no_path",
        )
    found: list[Move] = []
    while state != begin:
        state, move = came[state]
        found.append(move)
    return found[::-1]


def named(workflow: Workflow, keys: list[str]) -> list[Move]:
    """The moves of these keys; Invalid names one that the workflow lacks."""
    known = {move.key: move for move in workflow.moves}
    unknown = next((key for key in keys if key not in known), "")
    if unknown:
        raise Invalid(
            _("“%(workflow)s”没有“%(move)s”这一步。")
            % {"workflow": workflow.titles, "move": unknown},
            code="no_move",
        )
    return [known[key] for key in keys]


def _leading_on(workflow: Workflow, state: str) -> list[Move]:
    moves = [
        move
        for move in workflow.moves
        if state in move.sources
        and move.target not in (None, state)
        and move.party not in (Party.SYSTEM, Party.REQUESTER)
    ]
    return sorted(moves, key=lambda move: (not move.primary, move.danger))


def _refuse_unknown(workflow: Workflow, state: str) -> None:
    if state not in workflow.state_keys():
        raise Invalid(
            _("“%(workflow)s”没有“%(state)s”这个状态。")
            % {"workflow": workflow.titles, "state": state},
            code="no_state",
        )
