"""What an effect is: it changes the open work; saving and history are the caller's."""

from collections.abc import Callable, Iterable
from typing import Any

from jiedao.engines.cases.models import Approval, Message, Request
from jiedao.engines.cases.work import Work
from jiedao.foundation.staff.notices import notify_units
from jiedao.foundation.staff.queries import units_holding

Effect = Callable[[Work, Any], None]


def nothing_more(work: Work, data: Any) -> None:
    """The move is its state, its clocks and its line of history."""


def remember(work: Work, step: str) -> None:
    """Remember who made this step, for the rules that forbid judging one's own work."""
    if work.actor.id is not None:
        work.case.step_actors = {**work.case.step_actors, step: work.actor.id}


def lend_a_hand(work: Work) -> None:
    """Remember for good that this person worked on the case: in whichever round and part, they
    never check it (核查由办理人以外的人做)."""
    hands = work.case.step_actors.get("hands", [])
    if work.actor.id is not None and work.actor.id not in hands:
        work.case.step_actors = {**work.case.step_actors, "hands": [*hands, work.actor.id]}


def tell_requesters(work: Work, text: str, *, requests: Iterable[Request] | None = None) -> None:
    """A notice to everybody who asked, shown on the tracking page."""
    Message.objects.bulk_create(
        Message(
            request=row,
            kind=Message.Kind.NOTICE,
            from_resident=False,
            text=text,
            at=work.moment,
            account_id=work.actor.id if work.actor.is_staff else None,
        )
        for row in (work.requests if requests is None else requests)
    )


def tell_units(work: Work, unit_ids: Iterable[int | None], kind: str, text: str) -> None:
    """A notice to everybody in these units, linked to the case."""
    wanted = [unit_id for unit_id in unit_ids if unit_id is not None]
    if wanted:
        notify_units(
            work.case.town_id,
            wanted,
            kind=kind,
            text=f"{work.case.number} {text}",
            record_kind="case",
            record_id=work.case.pk,
        )


def in_charge(work: Work) -> list[int]:
    """The lead unit; before there is one, and after a return, the dispatch desk."""
    if work.case.unit_id is not None:
        return [work.case.unit_id]
    return units_holding(work.case.town_id, "cases.dispatch")


def dispatchers(work: Work) -> list[int]:
    """The unit of whoever dispatched it; the dispatch desk where the catalogue did."""
    town_id, who = work.case.town_id, work.case.step_actors.get("dispatch")
    own = units_holding(town_id, "cases.dispatch", who) if who is not None else []
    return own or units_holding(town_id, "cases.dispatch")


def ask(work: Work, kind: str, reason: str, **fields: Any) -> Approval:
    """Put something to somebody else's decision."""
    row = Approval.objects.create(
        town_id=work.case.town_id,
        case=work.case,
        kind=kind,
        reason=reason,
        asked_at=work.moment,
        asked_by_id=work.actor.id if work.actor.is_staff else None,
        asked_unit_id=work.case.unit_id,
        **fields,
    )
    work.approvals.append(row)
    return row


def lapse_asked(work: Work, *kinds: str) -> None:
    """What was asked and is no longer needed: nobody is to decide it any more."""
    rows = [row for row in work.approvals if row.kind in kinds]
    for row in rows:
        row.state, row.decided_at = Approval.State.LAPSED, work.moment
        work.approvals.remove(row)
    if rows:
        Approval.objects.bulk_update(rows, ["state", "decided_at"])


def end_of_work(work: Work) -> None:
    """The case leaves its units: what they asked lapses, no suspension outlives it."""
    lapse_asked(work, *_OF_THE_WORK)
    work.case.suspended_until = None


def end_of_case(work: Work) -> None:
    """The case ends before its work does: nothing about it is left to decide."""
    lapse_asked(work, *Approval.Kind.values)
    work.case.suspended_until = None


_OF_THE_WORK = (Approval.Kind.OBJECTION, Approval.Kind.EXTENSION, Approval.Kind.SUSPENSION)


def decide(work: Work, kind: str, upheld: bool, note: str) -> Approval:
    """Record the decision on what was asked; the rules have made sure that it was."""
    row = work.approval(kind)
    assert row is not None
    row.state = Approval.State.UPHELD if upheld else Approval.State.REFUSED
    row.decided_at = work.moment
    row.decided_by_id = work.actor.id if work.actor.is_staff else None
    row.decision = note
    row.save(update_fields=["state", "decided_at", "decided_by", "decision", "precedent"])
    work.approvals.remove(row)
    work.lines[0].data = {**work.lines[0].data, "upheld": upheld}
    return row
