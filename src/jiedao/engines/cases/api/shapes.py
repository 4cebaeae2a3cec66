"""Rows as plain dicts for JSON: names from memory, times in the town's zone.

What staff read is scrubbed as on the pages: telephone and identity numbers in what people wrote
are starred out, and the original is read by ``POST /cases/{number}/original`` with a reason that
is logged (PIPL art. 6; domain.md, reveal with reason and log).
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from jiedao.engines.cases import clocks, kinds
from jiedao.engines.cases.actions.incoming import Receipt
from jiedao.engines.cases.models import Approval, Assignment, Attachment, Case, Clock, Request
from jiedao.engines.cases.naming import state_title, verbs_of
from jiedao.foundation.catalogue.lookup import catalogue_for
from jiedao.foundation.parties.display import shown
from jiedao.foundation.records.rules import Offer
from jiedao.foundation.staff.api import naming
from jiedao.kernel import history
from jiedao.kernel.models import History
from jiedao.web.api.bodies import when

ASPECTS = ("speed", "effect", "attitude", "feedback")
_TIMES = (
    "accepted_at", "dispatched_at", "signed_at", "contacted_at", "handled_at", "checked_at",
)  # fmt: skip


class Names(naming.Names):
    """Items, units and areas of a town by id, from the indexes in memory: no queries."""

    def __init__(self, town_id: int) -> None:
        super().__init__(town_id)
        self._catalogue = catalogue_for(town_id)

    def item(self, item_id: int | None) -> dict[str, Any] | None:
        return None if item_id is None else naming.named(self._catalogue.item(item_id))


def receipt(given: Receipt) -> dict[str, Any]:
    """The answer to a new request (``schemas.ReceiptOut``)."""
    case = given.case
    names = Names(case.town_id)
    return {
        "number": given.request.number,
        "tracking_code": given.tracking_code,
        "case": case.number,
        "state": case.state,
        "item": names.item(case.item_id),
        "unit": names.unit(case.unit_id),
        "due_at": when(case.due_at),
    }


def brief(case: Case, names: Names, moment: datetime) -> dict[str, Any]:
    """A case in a list (``schemas.CaseOut``)."""
    return {
        "number": case.number,
        "version": case.version,
        "kind": case.kind,
        "state": case.state,
        "state_title": str(state_title(case)),
        "text": history.scrub(case.text),
        "item": names.item(case.item_id),
        "unit": names.unit(case.unit_id),
        "community": names.area(case.community_id),
        "grid": names.area(case.grid_id),
        "address": case.address,
        "longitude": case.lon,
        "latitude": case.lat,
        "level": case.level,
        "channel": case.channel,
        "secret": case.secret,
        "supervised": case.supervised,
        "reported_at": when(case.reported_at),
        "closed_at": when(case.closed_at),
        "due_at": when(case.due_at),
        "due_clock": case.due_clock,
        "suspended_until": when(case.suspended_until),
        "tone": clocks.tone(case, moment),
    }


def more(case: Case, merged_into: str | None) -> dict[str, Any]:
    """What a detail page shows of the case itself besides ``brief``."""
    return {
        "result": history.scrub(case.result),
        "outcome": case.outcome,
        "handler": case.handler.name if case.handler else None,
        "leader": case.leader.name if case.leader else None,
        "merged_into": merged_into,
        "escalation": case.escalation,
        "returns": case.return_count,
        "redos": case.redo_count,
        "extensions": case.extension_count,
        "urges": case.urge_count,
        "subject_kind": case.subject_kind,
        "subject_id": case.subject_id,
        "attributes": scrubbed(case.attributes),
        "marks": case.marks,
        "times": {name: when(getattr(case, name)) for name in _TIMES},
    }


def scrubbed(value: Any) -> Any:
    """A JSON value with the long numbers in its texts starred out."""
    if isinstance(value, dict):
        return {name: scrubbed(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [scrubbed(inner) for inner in value]
    return history.scrub(value) if isinstance(value, str) else value


def offer(one: Offer) -> dict[str, Any]:
    """``schemas.OfferOut``."""
    return {
        "move": one.move.key,
        "title": str(one.move.titles),
        "target": one.move.target,
        "allowed": one.allowed,
        "why_not": one.why_not,
        "primary": one.move.primary,
    }


def limit(row: Clock, numbers: dict[int, str], moment: datetime) -> dict[str, Any]:
    """``schemas.ClockOut``; ``numbers`` maps request ids to numbers."""
    ended = row.stopped_at or moment
    return {
        "kind": row.kind,
        "stage": row.stage,
        "request": numbers.get(row.request_id) if row.request_id else None,
        "limit_amount": row.limit_amount,
        "limit_unit": row.limit_unit,
        "started_at": when(row.started_at),
        "warn_at": when(row.warn_at),
        "due_at": when(row.due_at),
        "paused_at": when(row.paused_at),
        "stopped_at": when(row.stopped_at),
        "lapsed_at": when(row.lapsed_at),
        "late": row.paused_at is None and ended > row.due_at,
        "exempted": row.exempted,
    }


def part(row: Assignment, names: Names) -> dict[str, Any]:
    """``schemas.PartOut``."""
    return {
        "unit": names.unit(row.unit_id),
        "part": row.part,
        "assigned_at": when(row.assigned_at),
        "signed_at": when(row.signed_at),
        "reported_at": when(row.reported_at),
        "report": history.scrub(row.report),
    }


def approval(row: Approval, names: Names) -> dict[str, Any]:
    """``schemas.ApprovalOut``."""
    return {
        "kind": row.kind,
        "state": row.state,
        "reason": history.scrub(row.reason),
        "asked_at": when(row.asked_at),
        "proposed_unit": names.unit(row.proposed_unit_id),
        "decide_by": when(row.decide_by),
        "data": scrubbed(row.data),
    }


def request(row: Request) -> dict[str, Any]:
    """``schemas.RequestOut``; the person masked."""
    person = shown(row.requester) if row.requester is not None else None
    return {
        "number": row.number,
        "state": row.state,
        "channel": row.channel,
        "foreign_number": row.foreign_number,
        "text": history.scrub(row.text),
        "secret": row.secret,
        "received_at": when(row.received_at),
        "platform_due_at": when(row.platform_due_at),
        "contact": {"id": person.id, "name": person.name, "phone": person.phone}
        if person
        else None,
        "reply": history.scrub(row.reply),
        "replied_at": when(row.replied_at),
        "satisfaction": row.satisfaction,
        "ratings": {name: getattr(row, name) for name in ASPECTS if getattr(row, name)},
    }


def attachment(row: Attachment, base: str) -> dict[str, Any]:
    """``schemas.AttachmentOut``; ``base`` is the address under which the files lie."""
    return {
        "id": row.pk,
        "kind": row.kind,
        "stage": row.stage,
        "name": row.name,
        "content_type": row.content_type,
        "size": row.size,
        "width": row.width,
        "height": row.height,
        "taken_at": when(row.taken_at),
        "added_at": when(row.added_at),
        "url": f"{base}/attachments/{row.pk}",
    }


def timeline(lines: Iterable[History], names: Names, kind: str) -> list[dict[str, Any]]:
    """``EntryOut`` of a case of that kind, oldest first."""
    verbs = verbs_of(kind)
    # A verb that nobody knows (an application that was turned off) stands as it is written.
    return naming.timeline(lines, names, lambda verb: str(verbs.get(verb, verb)))


def progress(row: Request, *, own: bool) -> dict[str, Any]:
    """``schemas.ProgressOut``: what the sender of a request may know; staff read it scrubbed, the
    sender (``own``) as it was written to him."""
    said: Callable[[str], str] = str if own else history.scrub
    state = kinds.state_of(row.case)
    return {
        "number": row.number,
        "state": row.state,
        "progress": str(state.public or state.titles),
        "received_at": when(row.received_at),
        "closed_at": when(row.case.closed_at),
        "reply": said(row.reply),
        "replied_at": when(row.replied_at),
        "satisfaction": row.satisfaction,
        "messages": [
            {
                "kind": message.kind,
                "from_resident": message.from_resident,
                "text": said(message.text),
                "at": when(message.at),
            }
            for message in row.messages.order_by("id")
        ],
    }
