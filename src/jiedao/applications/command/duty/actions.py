"""Calling a group out, answering, urging, closing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.utils.translation import gettext as _

from jiedao.applications.command.duty.models import CALL, STEPS, Called, Callout
from jiedao.engines.cases.models import Case
from jiedao.foundation.staff.duty import Shift
from jiedao.foundation.staff.models import Unit
from jiedao.foundation.staff.notices import NewNotice, notify
from jiedao.foundation.staff.queries import valid_posts
from jiedao.foundation.staff.reach import require
from jiedao.foundation.staff.structure import structure_of
from jiedao.kernel import clock, history
from jiedao.kernel.actors import Actor
from jiedao.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from jiedao.kernel.history import Line
from jiedao.kernel.transactions import within

CALLOUT: Final = "callout"
MINUTES: Final = 15
MOST_MINUTES: Final = 240
_ANSWERED: Final = {
    "received": "callout_received",
    "set_out": "callout_set_out",
    "arrived": "callout_arrived",
}
People = Sequence[tuple[int, int]]
"""(account, unit for which it is called)."""


@dataclass(frozen=True, slots=True)
class NewCallout:
    """Who is to be called, what for, where to, and within how many minutes they answer."""

    group: str
    what: str
    where: str = ""
    minutes: int = MINUTES
    unit_id: int | None = None
    case_number: str = ""


def call_out(town_id: int, new: NewCallout, *, actor: Actor) -> Callout:
    """Call a group; everybody in it is told at once. Refused where nobody is in it."""
    _require(actor, town_id)
    if not new.what.strip():
        raise Invalid(_("请写明什么事、要做什么。"), field="what")
    if not 1 <= new.minutes <= MOST_MINUTES:
        raise Invalid(_("应答时限为 1 到 240 分钟。"), field="minutes")
    moment = clock.now()
    case_id = _case(new.case_number, actor)
    people = [one for one in group(town_id, new.group, new.unit_id) if one[0] != actor.id]
    if not people:
        raise Conflict(_("这一组现在没有人可叫：请先看值班表，或换一组。"), code="nobody")
    with within():
        row = Callout.objects.create(
            town_id=town_id, group=new.group, unit_id=new.unit_id, what=new.what.strip(),
            where=new.where.strip(), case_id=case_id, called_by_id=actor.id or 0, called_at=moment,
            answer_by=moment + timedelta(minutes=new.minutes),
        )  # fmt: skip
        Called.objects.bulk_create(
            [Called(callout=row, account_id=who, unit_id=unit) for who, unit in people],
            batch_size=500,
        )
        data = {"group": new.group, "people": [who for who, _unit in people]}
        _record(row, "called_out", row.what, actor, **data)
        _tell(row, [who for who, _unit in people], _call_words(row))
    return row


def _require(actor: Actor, town_id: int) -> None:
    require(actor, CALL)
    if actor.reach is None or actor.reach.town_id != town_id:
        raise Forbidden(_("点名须由本街道的人发起。"), code="other_town")


def _case(number: str, actor: Actor) -> int | None:
    if not number.strip() or actor.reach is None:
        return None
    rows = Case.objects.visible_to(actor.reach).filter(number=number.strip().upper())
    found = rows.values_list("pk", flat=True).first()
    if found is None:
        raise Invalid(_("没有这个编号的事件。"), field="case_number")
    return found


def group(town_id: int, name: str, unit_id: int | None = None) -> People:
    """The people of a group at this moment, each once: who is on duty, all community duty
    officers, or everybody who holds a post in a unit and those below it."""
    if name == Callout.Group.UNIT:
        return _of_unit(town_id, unit_id)
    if name not in Callout.Group.values:
        raise Invalid(_("没有这一组。"), field="group")
    moment = clock.now()
    rows = Shift.objects.filter(
        town_id=town_id, withdrawn_at=None, starts_at__lte=moment, ends_at__gt=moment,
        account__is_active=True,
    )  # fmt: skip
    if name == Callout.Group.COMMUNITIES:
        rows = rows.filter(part=Shift.Part.COMMUNITY)
    return _once(rows.order_by("id").values_list("account_id", "unit_id"))


def _of_unit(town_id: int, unit_id: int | None) -> People:
    if not Unit.objects.filter(town_id=town_id, pk=unit_id or 0).exists():
        raise Invalid(_("请选择要叫哪个单位的人。"), field="unit")
    below = structure_of(town_id).units_below(unit_id or 0)
    posts = valid_posts().filter(unit_id__in=below, account__is_active=True)
    return _once(posts.values_list("account_id", "unit_id"))


def _once(rows: Iterable[tuple[int, int]]) -> People:
    found: dict[int, int] = {}
    for account_id, unit_id in rows:
        found.setdefault(account_id, unit_id)
    return list(found.items())


def answer(town_id: int, callout_id: int, step: str, *, actor: Actor) -> Called:
    """One's own answer: received, set out, arrived. Said twice, the first time counts."""
    with within():
        row = _running(town_id, callout_id)
        called = _called(row, actor.id or 0)
        if called is None:
            raise NotFound(_("这次点名没有叫您。"))
        _set(row, called, step, actor)
    return called


def answer_for(
    town_id: int, callout_id: int, account_id: int, step: str, *, actor: Actor
) -> Called:
    """Note what somebody answered by telephone."""
    _require(actor, town_id)
    with within():
        row = _running(town_id, callout_id)
        called = _called(row, account_id)
        if called is None:
            raise NotFound(_("这次点名没有叫这个人。"))
        called.noted_by_id = actor.id
        _set(row, called, step, actor)
    return called


def _running(town_id: int, callout_id: int) -> Callout:
    rows = Callout.objects.select_for_update(no_key=True, of=("self",))
    row = rows.filter(town_id=town_id, pk=callout_id).first()
    if row is None:
        raise NotFound(_("没有这次点名。"))
    if row.closed_at is not None:
        raise Conflict(_("这次点名已经结束。"), code="closed")
    return row


def _called(row: Callout, account_id: int) -> Called | None:
    return Called.objects.filter(callout=row, account_id=account_id).first()


def _set(row: Callout, called: Called, step: str, actor: Actor) -> None:
    if step not in STEPS:
        raise Invalid(_("只能答：已收到、出发、到达。"), field="step")
    name, moment = f"{step}_at", clock.now()
    if getattr(called, name) is not None:
        return
    setattr(called, name, moment)
    called.save(update_fields=[name, "noted_by"])
    _record(row, _ANSWERED[step], "", actor, account=called.account_id)


def urge(town_id: int, callout_id: int, *, actor: Actor) -> int:
    """Tell those again who have not answered; returns how many."""
    _require(actor, town_id)
    with within():
        row = _running(town_id, callout_id)
        silent = [one.account_id for one in row.called.all() if one.answered_at is None]
        if not silent:
            raise Conflict(_("所有人都已应答。"), code="all_answered")
        _record(row, "callout_urged", "", actor, people=silent)
        _tell(row, silent, _("请立即应答：%(what)s") % {"what": _call_words(row)})
    return len(silent)


def close(town_id: int, callout_id: int, result: str, *, actor: Actor) -> Callout:
    """End the call-out with what came of it; who had not answered stays seen as such."""
    _require(actor, town_id)
    with within():
        row = _running(town_id, callout_id)
        row.closed_at, row.result = clock.now(), result.strip()
        row.save(update_fields=["closed_at", "result"])
        _record(row, "callout_closed", row.result, actor)
    return row


def _call_words(row: Callout) -> str:
    where = _("，请到%(where)s集结") % {"where": row.where} if row.where else ""
    return f"{row.what}{where}"


def _tell(row: Callout, account_ids: Sequence[int], text: str) -> None:
    notify(
        row.town_id,
        [
            NewNotice("callout", text, account_id=who, record_kind=CALLOUT, record_id=row.pk)
            for who in account_ids
        ],
    )


def _record(row: Callout, verb: str, note: str, actor: Actor, **data: object) -> None:
    history.record(row.town_id, [Line(CALLOUT, row.pk, verb, note=note, data=data)], actor=actor)
