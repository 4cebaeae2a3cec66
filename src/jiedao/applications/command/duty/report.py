"""The report of a shift (值班快报): everything in it comes from records, no figure is typed in."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count

from jiedao.applications.command.duty.queries import (
    Event,
    Standing,
    callouts,
    events,
    open_at,
    standing,
)
from jiedao.applications.command.incident import shift as rooms
from jiedao.applications.command.incident.models import Incident
from jiedao.engines.cases import kinds
from jiedao.engines.cases.models import Case
from jiedao.engines.cases.naming import state_title
from jiedao.foundation.staff.duty import Handover, Shift
from jiedao.foundation.staff.duty_words import PARTS
from jiedao.foundation.staff.roster import ordered, shifts_of
from jiedao.kernel import clock, history, towns
from jiedao.kernel.access import Reach

_KINDS_NAMED = 6


@dataclass(frozen=True, slots=True)
class Report:
    """What the shift's span holds, as the reader may see it. ``upto`` is the moment of writing
    where the shift still runs, else its end."""

    reach: Reach
    begin: datetime
    upto: datetime
    shift: Shift
    people: Sequence[Shift]
    came: int
    came_by_kind: Sequence[tuple[str, int]]
    closed: int
    events: Sequence[Event]
    open_events: Sequence[Event]
    incidents: Sequence[Incident]
    callouts: Sequence[Standing]
    handovers: Sequence[Handover]


def gather(reach: Reach, shift: Shift) -> Report:
    """Read the shift's records."""
    begin, upto = shift.starts_at, min(shift.ends_at, clock.now())
    people = ordered(shifts_of(reach).filter(starts_at__lt=shift.ends_at, ends_at__gt=begin))
    cases = Case.objects.visible_to(reach)
    came = cases.filter(reported_at__gte=begin, reported_at__lt=upto)
    by_kind = Counter(dict(came.order_by().values_list("kind").annotate(n=Count("id"))))
    called = callouts(reach).filter(called_at__gte=begin, called_at__lt=upto)
    notes = Handover.objects.visible_to(reach).filter(shift__in=[one.pk for one in people])
    notes = notes.filter(shift__ends_at__lte=shift.ends_at)
    return Report(
        reach, begin, upto, shift, people, by_kind.total(),
        [(_kind_title(key), n) for key, n in by_kind.most_common(_KINDS_NAMED)],
        cases.filter(closed_at__gte=begin, closed_at__lt=upto).count(),
        events(reach, begin, upto), open_at(reach, upto), rooms.of_span(reach, begin, upto),
        [standing(row) for row in called.order_by("called_at", "id")],
        list(notes.select_related("shift__account", "signed_by").order_by("shift__ends_at", "id")),
    )  # fmt: skip


def _kind_title(key: str) -> str:
    declared = kinds.kind_of(key)
    return declared.titles.zh if declared else key


def as_docx(report: Report) -> bytes:
    """The report as a file. It is Chinese whatever language the page speaks."""
    # Imported where a report is written: a start need not wait for it.
    from jiedao.engines.reports.writing.official import Block, Official, to_docx

    town = towns.town(report.shift.town_id).title
    office = town if town.endswith(("办事处", "办")) else f"{town}办事处"
    blocks = [
        Block.of(text, level)
        for level, text in (
            (0, _lead(report)),
            (1, "一、值班人员"), *_each(_people(report.people)),
            (1, "二、接报和办理"), (0, _came(report)),
            (1, "三、突发事件"), *_each(_events(report)),
            (1, "四、应急响应"), *_each(rooms.sentences(report.reach, report.incidents, report.upto)),
            (1, "五、点名调度"), *_each(_callouts(report.callouts)),
            (1, "六、移交事项"), *_each(_open(report)),
        )
    ]  # fmt: skip
    title = f"值班快报（{_day(report.begin.astimezone(clock.TOWN_ZONE).date())}）"
    return to_docx(Official(title, blocks, office, clock.today()))


def _each(texts: Iterable[str]) -> list[tuple[int, str]]:
    return [(0, text) for text in texts]


def _lead(report: Report) -> str:
    span = f"{_moment(report.begin)}至{_moment(report.upto)}"
    late = sum(one.late for one in report.events)
    told = f"突发事件{len(report.events)}起" + (f"，其中迟报或未按时首报{late}起" if late else "")
    led = f"，应急响应{len(report.incidents)}起" if report.incidents else ""
    return f"本班自{span}，共接报{report.came}件，{told}{led}，截至交班未办结的突发事件{len(report.open_events)}起。"


def _people(people: Sequence[Shift]) -> Iterable[str]:
    for part, title in PARTS.items():
        mine = [one for one in people if one.part == part]
        if mine:
            names = "、".join(
                f"{one.unit.name}{one.account.name}" if one.of_unit
                else f"{one.account.name}（{_hours(one)}）"
                for one in mine
            )  # fmt: skip
            yield f"{title.zh}：{names}。"
        elif part in (Shift.Part.LEADER, Shift.Part.OFFICER):
            yield f"{title.zh}：值班表上无人。"


def _came(report: Report) -> str:
    if not report.came:
        return f"本班没有接报，办结{report.closed}件。"
    kinds_told = "、".join(f"{title}{n}件" for title, n in report.came_by_kind)
    rest = report.came - sum(n for _title, n in report.came_by_kind)
    other = f"、其他{rest}件" if rest else ""
    return f"接报{report.came}件：{kinds_told}{other}。同期办结{report.closed}件。"


def _events(report: Report) -> Iterable[str]:
    if not report.events:
        yield "本班没有突发事件。"
    for at, one in enumerate(report.events, start=1):
        yield f"{at}. {_event(one)}"


def _event(one: Event) -> str:
    case = one.case
    facts = one.facts
    if one.reported is None:
        first = f"应于{_moment(one.due)}前首报，" + ("已超时仍未首报" if one.late else "尚未首报")
    else:
        first = f"{_moment(one.reported)}首报，" + ("迟报" if one.late else "按时")
    place = case.community.name if case.community else case.address
    parts = (
        f"{_moment(case.reported_at)}接报，{facts.sort.titles.zh}（{facts.grade.titles.zh}）"
        f"{'，' + place if place else ''}：{_what(one)}",
        first,
        f"处置单位：{case.unit.name}" if case.unit else "未派遣",
        f"人员伤亡：{facts.casualties}" if facts.casualties else "",
        f"处置经过：{facts.course.rstrip('。')}" if facts.course else "",
        f"状态：{_state(case)}",
    )
    return "；".join(part for part in parts if part) + f"（编号{case.number}）。"


def _what(one: Event) -> str:
    matter = history.scrub(one.facts.matter)
    return f"{matter}。{_said(one.case)}" if matter else _said(one.case)


def _said(case: Case) -> str:
    return history.scrub(" ".join(case.text.split())[:120]).rstrip("。")


def _state(case: Case) -> str:
    title = state_title(case)
    return str(getattr(title, "zh", title))


def _callouts(found: Sequence[Standing]) -> Iterable[str]:
    if not found:
        yield "本班没有点名。"
    for one in found:
        row, counts = one.callout, one.counts
        silent = "、".join(who.account.name for who in one.silent)
        yield (
            f"{_moment(row.called_at)}点名“{row.what}”，应到{len(one.people)}人，"
            f"到达{counts['arrived']}人，出发{counts['set_out']}人，已收到{counts['received']}人，"
            f"未应答{counts['']}人{'（' + silent + '）' if silent else ''}。"
        )


def _open(report: Report) -> Iterable[str]:
    for one in report.open_events:
        yield f"突发事件{one.case.number}（{_state(one.case)}）：{_said(one.case)}。"
    running = [one for one in report.incidents if rooms.goes_on(one, report.upto)]
    for incident in running:
        yield f"应急响应{incident.number}“{history.scrub(incident.title)}”仍在进行。"
    for note in report.handovers:
        if note.open_matters:
            signed = f"{note.signed_by.name}已签收" if note.signed_by else "尚未签收"
            matters = history.scrub(note.open_matters).rstrip("。")
            yield f"{note.shift.account.name}移交：{matters}（{signed}）。"
    if (
        not report.open_events
        and not running
        and not any(note.open_matters for note in report.handovers)
    ):
        yield "没有移交事项。"


def _hours(shift: Shift) -> str:
    begin, end = (moment.astimezone(clock.TOWN_ZONE) for moment in (shift.starts_at, shift.ends_at))
    return f"{begin:%H:%M}至{'次日' if end.date() > begin.date() else ''}{end:%H:%M}"


def _moment(moment: datetime) -> str:
    local = moment.astimezone(clock.TOWN_ZONE)
    return f"{local.month}月{local.day}日{local:%H:%M}"


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
