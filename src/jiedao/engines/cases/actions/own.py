"""What every move of a kind's own workflow does, besides its effect."""

from collections.abc import Callable
from datetime import date

from django.utils.translation import gettext as _
from pydantic import BaseModel

from jiedao.engines.cases import kinds, rules
from jiedao.engines.cases.actions.checking import answer_requests, reopen_requests
from jiedao.engines.cases.actions.effects import lend_a_hand, remember
from jiedao.engines.cases.attributes import model_of, validated
from jiedao.engines.cases.models import Attachment
from jiedao.engines.cases.proofs import missing
from jiedao.engines.cases.wanted import Said, Want, refuse_without
from jiedao.engines.cases.work import CASE, Work
from jiedao.kernel.declarations import Move
from jiedao.kernel.models import History


def carry_out(work: Work, move: Move, given: BaseModel) -> None:
    """Evidence, clocks, the move's effect, and what follows when the case ends or begins anew.

    A move without an effect keeps what it was told in the case's attributes.
    """
    refuse_without(wanted(work, move, given.model_dump()))
    for key in move.starts:
        work.begin_clock(key)
    remember(work, move.key)
    if move.party in rules.PARTS and move.target is not None:
        lend_a_hand(work)
    effect: Callable[[Work, BaseModel], None] = move.effect or keep_fields
    effect(work, given)
    _end_or_begin(work, str(getattr(given, "reply", "")))


def keep_fields(work: Work, given: BaseModel) -> None:
    """Store in the attributes what the kind's model has of the move's data: what was said, and
    the day that it means where none was said (today)."""
    model = model_of(work.case.kind)
    fields = set(model.model_fields) if model is not None else set()
    said = given.model_dump(mode="json", exclude_unset=True)
    said |= given.model_dump(mode="json", include=_days_by_default(given))
    store(work, **{name: value for name, value in said.items() if name in fields})


def _days_by_default(given: BaseModel) -> set[str]:
    return {
        name
        for name, info in type(given).model_fields.items()
        if info.default_factory is not None and isinstance(getattr(given, name), date)
    }


def store(work: Work, **values: object) -> None:
    """Set attributes of the case; None takes one away. Invalid when the kind's model refuses."""
    merged = {**work.case.attributes, **values}
    kept = {name: value for name, value in merged.items() if value is not None}
    if kept != work.case.attributes:
        work.case.attributes = validated(work.case.kind, kept)


def wanted(work: Work, move: Move, _said: Said) -> list[Want]:
    """What the move asks to be attached, since the case came to where it starts from: a second
    rectification needs new pictures."""
    if not move.evidence:
        return []
    rows = Attachment.objects.filter(case=work.case)
    since = _arrived(work, move)
    if since is not None:
        rows = rows.filter(added_at__gte=since)
    shown = set(rows.values_list("stage", "kind").distinct())
    return missing(move.evidence, shown, _("“%(move)s”要有：%(what)s。"), move=move.titles)


def _arrived(work: Work, move: Move) -> object:
    """When the last move led to where this one starts from; None where it began there."""
    case = work.case
    moves = kinds.workflow_of(case.kind).moves
    leading = [one.key for one in moves if one.target is not None and one.target in move.sources]
    lines = History.objects.filter(
        town_id=case.town_id, kind=CASE, record_id=case.pk, verb__in=leading
    )
    return lines.order_by("-id").values_list("at", flat=True).first()


def _end_or_begin(work: Work, reply: str) -> None:
    """An end stops the clocks and answers whoever asked; a new beginning asks for a reply again."""
    case = work.case
    if kinds.is_open(case):
        if case.closed_at is not None:
            case.closed_at = None
            reopen_requests(work)
        return
    if case.closed_at is None:
        case.closed_at = work.moment
        work.stop_clocks([row.kind for row in work.clocks])
        answer_requests(work, lambda _row: reply)
