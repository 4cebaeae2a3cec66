"""The after-action report (复盘报告): everything in it is computed or quoted from the records."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import translation

from jiedao.applications.command.incident import names
from jiedao.applications.command.incident.actions import holder
from jiedao.applications.command.incident.models import Incident, Order
from jiedao.applications.command.incident.telling import (
    happened,
    in_order,
    lines_of,
    note_of,
    verb_of,
)
from jiedao.engines.cases.models import Case
from jiedao.kernel import clock, history, registry, towns
from jiedao.kernel.clock import TOWN_ZONE
from jiedao.kernel.models import History


@dataclass(frozen=True, slots=True)
class Part:
    """A heading and its paragraphs."""

    title: str
    paragraphs: Sequence[str]


@dataclass(frozen=True, slots=True)
class Report:
    """The report of an incident; a draft as long as the response goes on."""

    title: str
    parts: Sequence[Part]
    closed_at: datetime | None


def compose(incident: Incident) -> Report:
    """The report in Chinese, whatever language the page speaks."""
    with translation.override("zh-hans"):
        lines = lines_of(incident)
        orders = list(incident.orders.select_related("unit", "account", "done_by").order_by("id"))
        parts = [
            Part("一、基本情况", list(_outset(incident))),
            Part("二、响应等级", list(_levels(incident, lines))),
            Part("三、指挥架构", list(_roles(incident))),
            Part("四、指令执行", list(_orders(orders))),
            Part("五、情况报告", list(_notes(incident))),
            Part("六、现场标注", list(_marks(incident))),
            Part("七、处置结论", [incident.conclusion or "应急响应尚未结束。"]),
            Part("附：时间线", [_line(one) for one in in_order(lines)]),
        ]
        return Report(f"“{incident.title}”应急处置复盘报告", parts, incident.closed_at)


def as_docx(incident: Incident) -> bytes:
    """The report as an official paper."""
    # Imported where a report is written: a start need not wait for it.
    from jiedao.engines.reports.writing.official import Block, Official, to_docx

    report = compose(incident)
    blocks = []
    for part in report.parts:
        blocks += [Block.of(part.title, 1), *(Block.of(text) for text in part.paragraphs)]
    day = (report.closed_at or clock.now()).astimezone(TOWN_ZONE).date()
    town = towns.town(incident.town_id).title
    return to_docx(Official(title=report.title, blocks=blocks, office=town, day=day))


def _outset(incident: Incident) -> Iterator[str]:
    by = f"由{incident.opened_by.name}" if incident.opened_by else ""
    place = f"，地点：{history.scrub(incident.address)}" if incident.address else ""
    yield (
        f"{_at(incident.opened_at)}，“{incident.title}”{by}升级为应急事件（编号{incident.number}）{place}。"
        f"启动《{incident.plan}》。升级原因：{_sentence(incident.reason)}"
    )
    if incident.source_kind == names.CASE:
        case = Case.objects.filter(pk=incident.source_id).first()
        if case is not None:
            before = incident.opened_at - case.reported_at
            yield f"事件{case.number}于{_at(case.reported_at)}接报，接报后{_span(before)}升级。"
    elif (kind := registry.kinds.find(incident.source_kind)) is not None:
        yield f"由“{kind.titles.zh}”的报警升级。"
    if incident.closed_at is not None:
        by = f"{incident.closed_by.name}于" if incident.closed_by else ""
        lasted = _span(incident.closed_at - incident.opened_at)
        yield f"{by}{_at(incident.closed_at)}结束应急响应，历时{lasted}。"


def _levels(incident: Incident, lines: Sequence[History]) -> Iterator[str]:
    first = next((line for line in lines if line.verb == "raised"), None)
    if first is not None:
        begun = names.level_title(int(first.data.get("level", incident.level)))
        yield f"{_at(first.at)}启动{begun}。"
    for line in lines:
        if line.verb.startswith("level_"):
            old, new = (names.level_title(one) for one in line.changes["level"])
            yield f"{_at(line.at)}{line.actor_name}由{old}调整为{new}：{_sentence(line.note)}"


def _roles(incident: Incident) -> Iterator[str]:
    roles = list(incident.roles.select_related("account", "unit").order_by("place", "id"))
    filled = [f"{role.title}：{holder(role)}" for role in roles if holder(role)]
    empty = [role.title for role in roles if not holder(role)]
    if filled:
        yield "；".join(filled) + "。"
    if empty:
        yield f"没有安排人员的：{'、'.join(empty)}。"


def _orders(orders: Sequence[Order]) -> Iterator[str]:
    if not orders:
        yield "没有下达指令。"
        return
    given = [one for one in orders if one.state != Order.State.WITHDRAWN]
    prompt = sum(one.received_at is not None and one.received_at <= one.receive_by for one in given)
    done = [one for one in given if one.state == Order.State.DONE]
    late = [one for one in done if one.due_at and one.done_at and one.done_at > one.due_at]
    yield (
        f"共下达指令{len(orders)}条，撤回{len(orders) - len(given)}条；按时回执{prompt}条，"
        f"完成{len(done)}条，其中超时完成{len(late)}条。"
    )
    for place, one in enumerate(orders, start=1):
        yield f"{place}. {_at(one.sent_at)}下达{one.to}：{_sentence(one.text)}{_became(one)}"


def _became(order: Order) -> str:
    if order.state == Order.State.WITHDRAWN and order.done_at:
        return f"{_at(order.done_at)}撤回：{_sentence(order.result)}"
    said = []
    if order.received_at is not None:
        late = "，超过回执时限" if order.received_at > order.receive_by else ""
        said.append(f"{_span(order.received_at - order.sent_at)}后回执{late}；")
    else:
        said.append("没有回执；")
    if order.done_at is not None:
        late = "，超时" if order.due_at and order.done_at > order.due_at else ""
        said.append(f"{_at(order.done_at)}完成{late}：{_sentence(order.result)}")
    else:
        said.append("没有完成。")
    return "".join(said)


def _notes(incident: Incident) -> Iterator[str]:
    found = False
    for note in incident.notes.select_related("account").order_by("at", "id"):
        found = True
        by = note.account.name if note.account else "系统"
        yield f"{_at(note.at)}（{by}）{_sentence(note.text)}"
    if not found:
        yield "没有情况报告。"


def _marks(incident: Incident) -> Iterator[str]:
    marks = list(incident.marks.order_by("id"))
    if not marks:
        yield "没有标注。"
        return
    counted = Counter(mark.sort for mark in marks)
    yield "，".join(f"{names.mark_title(sort)}{n}处" for sort, n in counted.items()) + "。"
    for mark in marks:
        if mark.title:
            until = f"，{_at(mark.removed_at)}移除" if mark.removed_at else ""
            yield f"{names.mark_title(mark.sort)}：{mark.title}（{_at(mark.at)}标注{until}）。"


def _line(line: History) -> str:
    note = f"：{note_of(line)}" if note_of(line) else ""
    return f"{_at(happened(line))} {line.actor_name} {verb_of(line)}{note}"


def _at(moment: datetime) -> str:
    local = moment.astimezone(TOWN_ZONE)
    return f"{local.month}月{local.day}日{local:%H:%M}"


def _span(span: timedelta) -> str:
    minutes = max(round(span.total_seconds() / 60), 0)
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest}分钟"
    return f"{hours}小时{rest}分钟" if rest else f"{hours}小时"


def _sentence(text: str) -> str:
    words = history.scrub(text).strip()
    return words if words.endswith(("。", "！", "？")) else f"{words}。"
