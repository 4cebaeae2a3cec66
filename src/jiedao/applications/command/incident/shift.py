"""The incidents of a span of time, as the report of a shift tells them."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db.models import Count, Q

from jiedao.applications.command.incident import names
from jiedao.applications.command.incident.gate import knows_all
from jiedao.applications.command.incident.models import Incident, Order
from jiedao.kernel import history
from jiedao.kernel.access import Reach
from jiedao.kernel.clock import TOWN_ZONE

_OPEN = (Order.State.SENT, Order.State.RECEIVED)


def of_span(reach: Reach, begin: datetime, end: datetime) -> list[Incident]:
    """Those that were led at some time within the span and that the reader may know of."""
    rows = Incident.objects.visible_to(reach).filter(opened_at__lt=end)
    rows = rows.filter(Q(closed_at=None) | Q(closed_at__gte=begin))
    given = Count("orders", filter=Q(orders__sent_at__lt=end))
    left = Count("orders", filter=Q(orders__sent_at__lt=end, orders__state__in=_OPEN))
    return list(rows.annotate(given=given, left=left).order_by("opened_at", "id"))


def goes_on(incident: Incident, end: datetime) -> bool:
    """Whether the response had not ended by the end of the span."""
    return incident.closed_at is None or incident.closed_at >= end


def sentences(reach: Reach, found: Sequence[Incident], end: datetime) -> Iterator[str]:
    """A paragraph each, in Chinese whatever language the page speaks."""
    if not knows_all(reach):
        yield "只列出制表人参与的应急响应；全部应急响应由有权查看的人另行报送。"
    elif not found:
        yield "本班没有应急响应。"
    for at, one in enumerate(found, start=1):
        given, left = one.given, one.left  # type: ignore[attr-defined]
        level = names.level_title(one.level).zh
        orders = f"下达指令{given}条" + (f"，其中{left}条没有完成" if left else "")
        if goes_on(one, end):
            became = f"现为{level}，截至交班仍在响应"
        else:
            conclusion = history.scrub(one.conclusion).rstrip("。")
            became = f"{_moment(one.closed_at)}结束响应：{conclusion}"
        yield (
            f"{at}. “{history.scrub(one.title)}”（编号{one.number}），{_moment(one.opened_at)}升级，"
            f"启动《{one.plan}》，{orders}；{became}。"
        )


def _moment(moment: datetime | None) -> str:
    if moment is None:
        return ""
    local = moment.astimezone(TOWN_ZONE)
    return f"{local.month}月{local.day}日{local:%H:%M}"
