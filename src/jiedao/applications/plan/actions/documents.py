"""Reading a plan in: the document with its findings, what a person sets right, what comes of it."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _

from jiedao.applications.plan import names
from jiedao.applications.plan.models import Finding, PlanDocument
from jiedao.applications.plan.reading import findings_of
from jiedao.applications.plan.spans import span
from jiedao.kernel import clock, history
from jiedao.kernel.actors import Actor
from jiedao.kernel.errors import Forbidden, Invalid, NotFound
from jiedao.kernel.history import Line
from jiedao.kernel.transactions import within

_SHORTEST: Final = 20
_LONGEST: Final = 400_000


@dataclass(frozen=True, slots=True)
class NewDocument:
    """A report or plan as it comes in; ``period`` is that of the tasks it promises."""

    title: str
    text: str
    dated: date
    period: str
    number: str = ""
    issued_by: str = ""


def take_in(town_id: int, new: NewDocument, *, actor: Actor) -> tuple[PlanDocument, bool]:
    """Read a document in; the same text again is the document that is there (and False)."""
    require(town_id, actor)
    text = new.text.replace("\r\n", "\n").replace("\r", "\n").strip("\ufeff\n ")
    if len(text) < _SHORTEST:
        raise Invalid(_("请上传文件，或粘贴全文。"), field="text")
    if len(text) > _LONGEST:
        raise Invalid(_("文件太长，请分成几份读入。"), field="text")
    span(new.period)
    digest = hashlib.sha256(text.encode()).hexdigest()
    with within():
        known = PlanDocument.objects.filter(town_id=town_id, digest=digest).first()
        if known is not None:
            return known, False
        document = PlanDocument.objects.create(
            town_id=town_id, digest=digest, text=text, title=new.title[:200],
            number=new.number[:80], issued_by=new.issued_by[:120], dated=new.dated,
            period=new.period, account_id=actor.id if actor.is_staff else None,
            created_at=clock.now(),
        )  # fmt: skip
        found = Finding.objects.bulk_create(findings_of(document))
        _log(document, "read_in", actor, found=len(found))
    return document, True


def require(town_id: int, actor: Actor) -> None:
    """Forbidden for whoever does not assign the plan's tasks of this town."""
    if actor.is_system:
        return
    reach = actor.reach
    if reach is None or reach.town_id != town_id or not reach.anywhere(names.ASSIGN, names.TASK):
        raise Forbidden(_("您没有读入计划的权限。"), code="no_permission")


def locked(
    document: PlanDocument, ids: Collection[int], *states: str, actor: Actor
) -> list[Finding]:
    """Findings of a document to be worked on, in the order of the text."""
    require(document.town_id, actor)
    rows = Finding.objects.select_for_update(of=("self",)).select_related("unit")
    rows = rows.filter(document=document, pk__in=ids)
    return list(rows.filter(state__in=states).order_by("start", "id")) if states else list(rows)


_OPEN: Final = (Finding.State.OPEN,)


def amend(
    document: PlanDocument, finding_id: int, values: Mapping[str, Any], *, actor: Actor
) -> Finding:
    """Set a finding right; Invalid for what a task or fact could not take.

    ``values`` are columns of the finding, already of their types.
    """
    with within():
        rows = locked(document, [finding_id], *_OPEN, actor=actor)
        if not rows:
            raise NotFound(_("这一条已经确认或删去，不能再改。"), code="no_finding")
        finding = rows[0]
        changed = {n: v for n, v in values.items() if getattr(finding, n) != v}
        for name, value in changed.items():
            setattr(finding, name, value)
        if not finding.title:
            raise Invalid(_("请写明任务。"), field="title")
        if changed:
            finding.save(update_fields=list(changed))
            _log(document, "set_right", actor, start=finding.start, fields=sorted(changed))
    return finding


def assign_many(
    document: PlanDocument,
    ids: Collection[int],
    *,
    actor: Actor,
    unit_id: int | None = None,
    ends_on: date | None = None,
) -> int:
    """The same unit, or the same date, for many findings; returns how many."""
    given = {"unit_id": unit_id, "ends_on": ends_on}
    changes = {name: value for name, value in given.items() if value is not None}
    if not changes:
        raise Invalid(_("请选择责任单位，或填时限。"), field="unit")
    with within():
        rows = locked(document, ids, *_OPEN, actor=actor)
        count = Finding.objects.filter(pk__in=[row.pk for row in rows]).update(**changes)
        _log(document, "assigned_many", actor, count=count, **changes)
    return count


def drop(document: PlanDocument, ids: Collection[int], *, actor: Actor) -> int:
    """What was read is none; nothing comes of it."""
    return _turn(document, ids, Finding.State.OPEN, Finding.State.DROPPED, "left_out", actor)


def reopen(document: PlanDocument, ids: Collection[int], *, actor: Actor) -> int:
    """What was dropped is asked about again."""
    return _turn(document, ids, Finding.State.DROPPED, Finding.State.OPEN, "asked_again", actor)


def _turn(
    document: PlanDocument, ids: Collection[int], old: str, new: str, verb: str, actor: Actor
) -> int:
    with within():
        rows = locked(document, ids, old, actor=actor)
        count = Finding.objects.filter(pk__in=[row.pk for row in rows]).update(state=new)
        history.record(document.town_id, [Line(names.DOCUMENT, document.pk, verb,
                       data={"starts": starts(rows)})], actor=actor)  # fmt: skip
    return count


def starts(rows: Sequence[Finding]) -> list[int]:
    """The places of findings in their text, as history names them."""
    return [row.start for row in rows]


def _log(document: PlanDocument, verb: str, actor: Actor, **data: Any) -> None:
    line = Line(names.DOCUMENT, document.pk, verb, data=data)
    history.record(document.town_id, [line], actor=actor)
