"""Orders of a superior platform: they cannot be refused here, only applied for return upward."""

from django.utils.translation import gettext as _

from jiedao.engines.cases import move_data as data
from jiedao.engines.cases import workflow
from jiedao.engines.cases.actions.effects import (
    Effect,
    ask,
    decide,
    end_of_case,
    tell_requesters,
    tell_units,
)
from jiedao.engines.cases.models import Approval, Request
from jiedao.engines.cases.wanted import Said, Want, refuse_without
from jiedao.engines.cases.work import Work
from jiedao.kernel.errors import Invalid

_GONE = (Request.State.DECLINED, Request.State.WITHDRAWN, Request.State.RETURNED)


def ask_return_up(work: Work, given: data.AskReturnUp) -> None:
    """申请退回平台, with reason and evidence; the platform's clock runs on meanwhile."""
    refuse_without(wanted_to_return_up(work, given.model_dump()))
    orders = [row for row in open_orders(work) if given.request in ("", row.number)]
    if len(orders) != 1:
        raise Invalid(_("请指明退回哪一件平台工单。"), field="request", code="which_request")
    ask(work, Approval.Kind.RETURN_UP, given.reason, request=orders[0], citation=given.evidence)
    work.lines[0].data = {"request": orders[0].number}


def wanted_to_return_up(work: Work, said: Said) -> list[Want]:
    """Which of several orders."""
    if said.get("request") or len(open_orders(work)) < 2:
        return []
    return [Want("request", _("请指明退回哪一件平台工单。"), "which_request")]


def open_orders(work: Work) -> list[Request]:
    """The platform's orders that still wait for an answer."""
    return [row for row in work.requests if row.of_platform and row.state == Request.State.OPEN]


def record_return_up(work: Work, given: data.Decide) -> None:
    """登记平台答复: agreed, the order is the platform's again; refused, the work goes on."""
    asked = decide(work, Approval.Kind.RETURN_UP, given.upheld, given.note)
    if not given.upheld:
        tell_units(work, [work.case.unit_id], "return_up", _("平台不同意退回，请继续办理。"))
        return
    row = next(one for one in work.requests if one.pk == asked.request_id)
    row.state, row.reply, row.replied_at = Request.State.RETURNED, asked.reason, work.moment
    row.save(update_fields=["state", "reply", "replied_at"])
    work.stop_of_request(row.pk)
    why = _("已退回上级平台：%(why)s") % {"why": asked.reason}
    tell_requesters(work, why, requests=[row])
    tell_units(work, [work.case.unit_id], "return_up", _("平台同意退回。"))
    if all(one.state in _GONE for one in work.requests):
        work.stop_clocks([clock.kind for clock in work.clocks], owed=False)
        end_of_case(work)
        work.case.state, work.case.closed_at = workflow.RETURNED_UP, work.moment


EFFECTS: dict[str, Effect] = {
    "ask_return_up": ask_return_up,
    "record_return_up": record_return_up,
}
