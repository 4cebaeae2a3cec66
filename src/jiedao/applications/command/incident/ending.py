"""The end of a response: what becomes of orders that are still open, and of the case it came from."""

from django.utils.translation import gettext as _

from jiedao.applications.command.incident import names
from jiedao.applications.command.incident.actions import record, refuse_stale, said
from jiedao.applications.command.incident.models import Incident, Order
from jiedao.applications.command.incident.orders import take_back
from jiedao.applications.command.incident.standing import enter, must_command
from jiedao.engines.cases import kinds, rules
from jiedao.engines.cases.actions import make_move
from jiedao.engines.cases.models import Case
from jiedao.engines.cases.work import Work
from jiedao.foundation.staff.notices import NewNotice, notify
from jiedao.kernel import clock, history
from jiedao.kernel.actors import SYSTEM, Actor
from jiedao.kernel.errors import Conflict
from jiedao.kernel.history import Line
from jiedao.kernel.transactions import within

_SETTLE = "settle"
_SHOWN = 5


def conclude(
    town_id: int,
    number: str,
    conclusion: str,
    *,
    leftover: str = "",
    settle: bool = False,
    version: int | None = None,
    actor: Actor,
) -> Incident:
    """End the response.

    Conflict names the orders that are open, unless ``leftover`` says why they need not be carried
    out: then they are withdrawn for that reason. With ``settle`` the case is settled along, its
    course being the conclusion (Conflict where it cannot be); else its unit is told that it waits.
    """
    words = said(conclusion, "conclusion", least=4, most=4000)
    with within():
        incident, standing = enter(town_id, number, actor)
        must_command(standing)
        refuse_stale(incident, version)
        _clear(incident, leftover.strip(), actor)
        incident.state, incident.closed_at = Incident.State.CLOSED, clock.now()
        incident.closed_by_id = actor.id if actor.is_staff else None
        incident.conclusion = history.scrub(words)
        incident.version += 1
        incident.save()
        changes = {"state": (Incident.State.OPEN.value, Incident.State.CLOSED.value)}
        record(incident, Line(names.KIND, incident.pk, "concluded", words, changes), actor=actor)
        _follow(incident, settle, actor)
    return incident


def open_orders(incident: Incident) -> list[Order]:
    """Orders that were neither carried out nor withdrawn, the oldest first."""
    rows = incident.orders.filter(state__in=(Order.State.SENT, Order.State.RECEIVED))
    return list(rows.select_related("unit", "account").order_by("id"))


def named(orders: list[Order]) -> str:
    """Whom they are for and what they ask, the first few."""
    shown = _("；").join(f"{one.to}“{one.text[:30]}”" for one in orders[:_SHOWN])
    return shown + (_("等") if len(orders) > _SHOWN else "")


def _clear(incident: Incident, reason: str, actor: Actor) -> None:
    left = open_orders(incident)
    if left and not reason:
        told = {"n": len(left), "which": named(left)}
        raise Conflict(
            _("还有 %(n)d 条指令没有完成：%(which)s。请先完成或撤回，或写明为什么不再执行。") % told,
            code="open_orders", field="leftover",
        )  # fmt: skip
    words = history.scrub(said(reason, "leftover")) if left else ""
    for order in left:
        take_back(incident, order, words, actor=actor)


def open_source(incident: Incident) -> Case | None:
    """The case it was raised from, as long as that is open."""
    if incident.source_kind != names.CASE:
        return None
    case = Case.objects.filter(town_id=incident.town_id, pk=incident.source_id).first()
    return case if case is not None and kinds.is_open(case) else None


def settle_refusal(case: Case) -> str:
    """Why the case cannot be settled along with its room; "" where it can."""
    move = next((one for one in kinds.workflow_of(case.kind).moves if one.key == _SETTLE), None)
    if move is None or "course" not in move.data.model_fields:
        return _("这类事件有自己的办结步骤。")
    return rules.refusal(Work(case, actor=SYSTEM), move)


def _follow(incident: Incident, settle: bool, actor: Actor) -> None:
    case = open_source(incident)
    if case is None:
        return
    if settle:
        why_not = settle_refusal(case)
        if why_not:
            raise Conflict(why_not, code="cannot_settle", field="settle")
        by = {"number": incident.number, "name": actor.name, "text": incident.conclusion}
        course = _("%(name)s结束应急响应 %(number)s：%(text)s") % by
        make_move(case.town_id, case.number, _SETTLE, {"course": course[:4000]}, actor=SYSTEM)
    elif case.unit_id is not None:
        text = _("应急响应已结束，请办结事件 %(number)s。") % {"number": case.number}
        new = NewNotice(names.KIND, text, None, case.unit_id, names.CASE, case.pk)
        notify(case.town_id, [new])
