"""Why something may not be asked, seconded or decided now: appeals, exemptions, returns upward.

Part of ``rules``, which asks here after state, permission and standing.
"""

from collections.abc import Callable

from django.utils.translation import gettext as _

from jiedao.engines.cases import clocks
from jiedao.engines.cases.models import Approval, Request
from jiedao.engines.cases.work import Work


def own_refusal(row: Approval, work: Work) -> str:
    """Whoever asked for something, or seconded it, does not decide on it."""
    if work.actor.id is not None and work.actor.id in (row.asked_by_id, row.seconded_by_id):
        return _("不能审批自己提出的申请。")
    return ""


def _exemption(work: Work) -> str:
    if work.approval(Approval.Kind.EXEMPTION) is not None:
        return _("剔除申请正在审核。")
    return ""


def _second(work: Work) -> str:
    """Two persons find a demand unreasonable before it goes upward."""
    row = work.approval(Approval.Kind.EXEMPTION)
    if row is None or row.state == Approval.State.SECONDED:
        return _("没有待联署的剔除申请。")
    if row.asked_by_id is not None and row.asked_by_id == work.actor.id:
        return _("不能联署自己提出的申请。")
    return ""


def _decide_exemption(work: Work) -> str:
    row = work.approval(Approval.Kind.EXEMPTION)
    if row is None:
        return _("没有待复核的剔除申请。")
    if row.state == Approval.State.OPEN:
        return _("剔除申请还要第二个人联署。")
    return own_refusal(row, work)


def _appeal(work: Work) -> str:
    if work.approval(Approval.Kind.APPEAL) is not None:
        return _("申诉正在复核。")
    if not any(not row.exempted and clocks.ran_late(row, work.moment) for row in work.clocks):
        return _("没有超期的时限。")
    return ""


def _decide_appeal(work: Work) -> str:
    row = work.approval(Approval.Kind.APPEAL)
    return _("没有待复核的申诉。") if row is None else own_refusal(row, work)


def _platform_orders(work: Work) -> bool:
    return any(row.of_platform and row.state == Request.State.OPEN for row in work.requests)


def _decline(work: Work) -> str:
    if _platform_orders(work):
        return _("上级平台派来的工单不能在本级不予分拨，请“申请退回平台”。")
    return ""


def _ask_return_up(work: Work) -> str:
    if not _platform_orders(work):
        return _("不是上级平台派来的工单。")
    if work.approval(Approval.Kind.RETURN_UP) is not None:
        return _("已申请退回，正在等平台答复。")
    return ""


def _record_return_up(work: Work) -> str:
    # Whoever applied may record what the platform answered: the platform decides.
    row = work.approval(Approval.Kind.RETURN_UP)
    return "" if row is not None else _("没有待平台答复的退回申请。")


ONLY_WHEN_ASKED = {
    "second_exemption": Approval.Kind.EXEMPTION,
    "decide_exemption": Approval.Kind.EXEMPTION,
    "decide_appeal": Approval.Kind.APPEAL,
    "record_return_up": Approval.Kind.RETURN_UP,
}
REFUSALS: dict[str, Callable[[Work], str]] = {
    "decline": _decline,
    "ask_return_up": _ask_return_up,
    "record_return_up": _record_return_up,
    "ask_exemption": _exemption,
    "second_exemption": _second,
    "decide_exemption": _decide_exemption,
    "ask_appeal": _appeal,
    "decide_appeal": _decide_appeal,
}
