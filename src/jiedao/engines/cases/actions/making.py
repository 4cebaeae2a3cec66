"""Making a move: one gate, one check, one effect, one save."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _
from pydantic import BaseModel, ValidationError

from jiedao.engines.cases import kinds, rules
from jiedao.engines.cases.actions import (
    aftercare,
    appealing,
    checking,
    dispatching,
    handling,
    joining,
    objecting,
    own,
    time,
    upward,
)
from jiedao.engines.cases.actions.effects import Effect
from jiedao.engines.cases.models import Case
from jiedao.engines.cases.wanted import Said, Want
from jiedao.engines.cases.work import Work
from jiedao.engines.cases.workflow import is_the_loops
from jiedao.kernel.access import Reach
from jiedao.kernel.actors import Actor
from jiedao.kernel.declarations import Move
from jiedao.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from jiedao.kernel.sentences import validation_errors
from jiedao.kernel.transactions import within

EFFECTS: dict[str, Effect] = (
    dispatching.EFFECTS
    | handling.EFFECTS
    | checking.EFFECTS
    | time.EFFECTS
    | aftercare.EFFECTS
    | joining.EFFECTS
    | appealing.EFFECTS
    | upward.EFFECTS
)

WANTED: dict[str, Callable[[Work, Said], list[Want]]] = {
    "dispatch": dispatching.wanted_to_dispatch,
    "arbitrate": objecting.wanted_to_rule,
    "ask_extension": time.wanted_to_extend,
    "ask_return_up": upward.wanted_to_return_up,
    "report_part": handling.wanted_to_report,
    "handle": handling.wanted_to_handle,
    "check_pass": checking.wanted_to_pass,
    "visit": aftercare.wanted_to_visit,
}
"""Moves of the loop that this very case may refuse for what is not shown or said, besides what
their data must always tell."""


def make_move(
    town_id: int,
    number: str,
    key: str,
    data: Mapping[str, Any] | BaseModel | None = None,
    *,
    actor: Actor,
    version: int | None = None,
    reach: Reach | None = None,
) -> Case:
    """Make one move on the case of that number and return the case as it now is.

    ``data`` is validated by the move's own model. With a ``reach`` a case that it may not know
    of is not there, for callers who have not read it yet. Raises NotFound (no such case or move),
    Invalid (data), Forbidden or Conflict (why not, in a sentence); then nothing has changed.
    """
    with within():
        work = Work.open(town_id, number, actor=actor, reach=reach)
        move = find_move(work.case.kind, key)
        parsed = parse(as_asked(move, work), data)
        work.expect(version)
        return make(work, move, parsed)


def make(work: Work, move: Move, parsed: BaseModel) -> Case:
    """Make a move on work that is already open, inside the caller's transaction."""
    why_not = rules.refusal(work, move)
    if why_not:
        wrong_state = work.case.state not in move.sources
        raise (Conflict if wrong_state else Forbidden)(why_not, code=f"cannot_{move.key}")
    work.log(move.key, note=getattr(parsed, "reason", "") or getattr(parsed, "note", ""))
    if move.target is not None:
        work.case.state = move.target
    work.stop_clocks(move.stops)
    if is_the_loops(move):
        EFFECTS[move.key](work, parsed)
    else:
        own.carry_out(work, move, parsed)
    work.finish()
    return work.case


def find_move(kind: str, key: str) -> Move:
    """The move of that key for cases of a kind; NotFound names it."""
    try:
        return kinds.workflow_of(kind).move(key)
    except KeyError:
        raise NotFound(_("没有“%(key)s”这个操作。") % {"key": key}, code="no_move") from None


def as_asked(move: Move, work: Work) -> Move:
    """The move with what it asks of this open work (``Move.asks``); most ask the same of all."""
    return replace(move, data=move.asks(work)) if move.asks is not None else move


def wanted(work: Work, move: Move, said: Said) -> list[Want]:
    """What would refuse the move for being missing, as far as ``said``: its form asks for it."""
    known = EFFECTS.get(move.key)
    ours = is_the_loops(move) or (known is not None and move.effect is known)
    asked = WANTED[move.key](work, said) if ours and move.key in WANTED else []
    return asked if is_the_loops(move) else [*own.wanted(work, move, said), *asked]


def parse(move: Move, data: Mapping[str, Any] | BaseModel | None) -> BaseModel:
    """The move's data, validated; Invalid with a sentence for each field at fault."""
    if isinstance(data, BaseModel):
        return data
    try:
        return move.data.model_validate(data or {})
    except ValidationError as error:
        raise Invalid(
            _("有几处没有填对。"), code="invalid_data", errors=validation_errors(error)
        ) from None
