"""Lists of cases: all, mine, my unit's, supervised, led; the same filters everywhere.

The filters are those of the API (``queries.CaseFilter``) and stand in the address under the same
names, so a page and a program that ask the same get the same rows.
"""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any, ClassVar

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from jiedao.engines.cases import kinds, queries, searching, workflow
from jiedao.engines.cases.gate import CaseQuerySet, sees_everything
from jiedao.engines.cases.models import Assignment, Case
from jiedao.engines.cases.pages import cells, choices
from jiedao.engines.cases.pages.common import SEE, case_url, reader
from jiedao.foundation.staff.pages.common import account_of
from jiedao.foundation.staff.structure import structure_of
from jiedao.kernel.access import Grant, Reach
from jiedao.kernel.declarations import Move, Party
from jiedao.kernel.titles import Title
from jiedao.web import keyset
from jiedao.web.list_filters import ChoiceFilter, DateFilter, Filter, FlagFilter, TextFilter
from jiedao.web.list_state import ListState
from jiedao.web.lists import Column, Drawn, Empty, ListPage, Ordering, View

NEWEST = Ordering("newest", Title("最新", "Newest"), ("-reported_at", "-id"))
DUE = Ordering("due", Title("先到期", "Due first"), ("due_at", "id"))


def _kept(rows: Any, _value: Any = None) -> Any:
    """Filters of cases are applied together, by ``queries.filtered``."""
    return rows


STATE = ChoiceFilter("state", Title("状态", "State"), lambda _r: choices.states(), apply_to=_kept)
TONE = ChoiceFilter(
    "tone", Title("时限", "Time left"), choices.TONES, apply_to=_kept, several=False
)
UNIT = ChoiceFilter("unit", Title("主办单位", "Unit"), choices.units_of_reader, apply_to=_kept)
ITEM = ChoiceFilter("item", Title("事项", "Item"), choices.matters, apply_to=_kept, several=False)
AREA = ChoiceFilter(
    "area", Title("社区、网格", "Area"), choices.areas, apply_to=_kept, several=False
)
BUILDING = TextFilter("building", Title("楼栋", "Building"), _kept)
KIND = ChoiceFilter(
    "kind", Title("种类", "Kind"), lambda _r: choices.kinds(), apply_to=_kept, several=False
)
CHANNEL = ChoiceFilter(
    "channel",
    Title("来源", "Channel"),
    lambda _r: choices.channels(),
    apply_to=_kept,
    several=False,
)
LEVEL = ChoiceFilter("level", Title("等级", "Level"), choices.LEVELS, apply_to=_kept, several=False)
TO_VISIT = FlagFilter("to_visit", Title("待回访", "To follow up"), _kept)
SUPERVISED = FlagFilter("supervised", Title("督办", "Supervised"), _kept)
REPORTED = DateFilter("reported", Title("上报日期", "Reported"), "reported_at")
DISPATCHED = DateFilter("dispatched", Title("分拨日期", "Dispatched"), "dispatched_at")
CLOSED = DateFilter("closed", Title("办结日期", "Closed"), "closed_at")
# As long as the box: what does not fit is not read.
WORDS = TextFilter("q", Title("编号、内容、人、地点", "Number, text, place"), _kept)
FILTERS = (
    WORDS,
    STATE,
    TONE,
    UNIT,
    ITEM,
    AREA,
    BUILDING,
    CHANNEL,
    LEVEL,
    KIND,
    TO_VISIT,
    SUPERVISED,
    REPORTED,
    DISPATCHED,
    CLOSED,
)

_NUMBERS = {"item", "area", "level"}
_LISTS = {"state": str, "unit": int}
_KNOWN = {one.name for one in fields(queries.CaseFilter)}


def chosen(applied: Any) -> queries.CaseFilter:
    """The filters of a list's address as those of the engine; nonsense is ignored."""
    made = queries.CaseFilter()
    for one, value in applied:
        name = one.key
        if name not in _KNOWN:
            continue
        if name in _LISTS:
            made_of = _LISTS[name]
            value = [made_of(v) for v in value if made_of is str or v.isdecimal()]
        elif isinstance(one, ChoiceFilter):
            value = value[0]
        if name in _NUMBERS:
            value = int(value) if value.isdecimal() else None
        setattr(made, name, value)
    return made


class CaseList(ListPage[Case]):
    """Every case within reach, newest first."""

    key = "cases"
    titles = Title("全部事件", "All cases")
    columns: ClassVar[Sequence[Column]] = cells.COLUMNS
    filters: ClassVar[Sequence[Filter]] = FILTERS
    orderings: ClassVar[Sequence[Ordering]] = (NEWEST, DUE)
    live = "cases"
    permission = SEE
    template = "cases/list.html"
    note = staticmethod(cells.tell_outcomes)
    kind: ClassVar[str] = ""
    """Only cases of this kind: for an application's own list."""
    views: ClassVar[Sequence[View]] = (
        View("open", Title("在办", "Open"), "state=dispatched&state=handling"),
        View("late", Title("已超期", "Late"), "tone=red"),
        View("soon", Title("将到期", "Due soon"), "tone=amber"),
        View("check", Title("待核查", "To check"), "state=handled"),
        View("close", Title("待结案", "To close"), "state=checked"),
        View("visit", Title("待回访", "To follow up"), "to_visit=1"),
    )
    empty = Empty(
        "inbox",
        _("还没有事件"),
        _("诉求从公众页面、热线、代录或网格采报进来后，会列在这里。"),
    )

    def queryset(self, request: HttpRequest) -> CaseQuerySet:
        rows = Case.objects.visible_to(reader(request))
        return rows.filter(kind=self.kind) if self.kind else rows

    def rows(self, request: HttpRequest, state: ListState) -> CaseQuerySet:
        """Gated, filtered rows, not yet ordered."""
        reach = reader(request)
        return queries.filtered(
            self.queryset(request),
            reach.town_id,
            chosen(state.applied),
        )

    def fetch(self, request: HttpRequest, state: ListState) -> Drawn:
        rows: Any = self.rows(request, state)
        for one, value in state.applied:
            if one not in self.filters or isinstance(one, DateFilter):
                rows = one.apply(rows, value)
        words = chosen(state.applied).q
        found = self._search(request, rows, words, state) if words else _page(rows, state)
        self.note(found[: state.size])
        rows_drawn = [self.draw(row) for row in found[: state.size]]
        if len(found) <= state.size:
            return Drawn(rows_drawn)
        last = found[state.size - 1]
        return Drawn(rows_drawn, str(last.pk) if words else _cursor(last, state.ordering))

    def _search(
        self, request: HttpRequest, rows: CaseQuerySet, words: str, state: ListState
    ) -> list[Case]:
        """The rows that hold the words; the cursor is the last id, for the index walks by ids."""
        reach = reader(request)
        filtered = len(state.applied) > 1 or type(self) is not CaseList
        ids = searching.find(
            rows,
            reach,
            words,
            limit=state.size + 1,
            before_id=int(state.after) if state.after.isdecimal() else None,
            narrow=filtered or not sees_everything(reach),
        )
        by_id = {row.pk: row for row in _joined(Case.objects.filter(pk__in=ids))}
        return [by_id[pk] for pk in ids if pk in by_id]

    def open_key(self, row: Case) -> str:
        return row.number

    def open_url(self, key: str) -> str:
        return case_url(key)

    def further(self, request: HttpRequest) -> Mapping[str, Any]:
        reach, whole = reader(request), type(self) is CaseList
        return {
            "export_file": f"{reverse('cases:export')}?{request.GET.urlencode()}",
            "may_export": whole and reach.anywhere("cases.export"),
            "may_report": reach.anywhere("cases.report"),
            "add_url": reverse("cases:entry") if whole and reach.anywhere("cases.report") else "",
            "add_words": _("代录"),
        }


def _joined(rows: QuerySet[Case]) -> QuerySet[Case]:
    return rows.select_related("item", "unit", "community", "grid")


# Work that waits at a desk has no running clock: it follows after what has one, oldest first.
_CLOCKLESS = "n."


def _page(rows: QuerySet[Case], state: ListState) -> list[Case]:
    order, after, wanted = state.ordering.fields, state.after, state.size + 1
    if "due_at" in order:
        return by_deadline(rows, wanted, after)
    rows = keyset.after(rows, order, after) if after else rows
    return list(_joined(rows).order_by(*order)[:wanted])


def by_deadline(rows: QuerySet[Case], wanted: int, after: str = "") -> list[Case]:
    """The nearest deadlines first, then what has no clock; both walk an index."""
    found: list[Case] = []
    if not after.startswith(_CLOCKLESS):
        timed = rows.filter(due_at__isnull=False)
        timed = keyset.after(timed, DUE.fields, after) if after else timed
        found = list(_joined(timed).order_by(*DUE.fields)[:wanted])
    if len(found) < wanted:
        rest = rows.filter(due_at__isnull=True)
        if after.startswith(_CLOCKLESS):
            rest = keyset.after(rest, ("id",), after.removeprefix(_CLOCKLESS))
        found += _joined(rest).order_by("id")[: wanted - len(found)]
    return found


def _cursor(row: Case, order: Ordering) -> str:
    if "due_at" in order.fields and row.due_at is None:
        return _CLOCKLESS + keyset.cursor_of(row, ("id",))
    return keyset.cursor_of(row, order.fields)


class _Queue(CaseList):
    """Open work, the nearest deadline first."""

    orderings = (DUE, NEWEST)
    views: ClassVar[Sequence[View]] = ()
    kind = ""

    def open_rows(self, request: HttpRequest) -> CaseQuerySet:
        """Unfinished work within reach."""
        return super().queryset(request).filter(state__in=kinds.open_states())


class MyQueue(_Queue):
    """What waits for me: the next step is mine, by the posts I hold or cover.

    At work: what I handle, and what lies in my unit and nobody has taken. At the desks: what is
    to be dispatched, checked, closed or visited, where I may do it and did not do it myself.
    """

    key = "cases.mine"
    titles = Title("我的待办", "My queue")
    filters = (WORDS, STATE, TONE, ITEM, AREA, LEVEL, KIND)
    views: ClassVar[Sequence[View]] = (
        View("work", Title("处置", "Handle"), "state=dispatched&state=handling"),
        View("check", Title("核查", "Check"), "state=handled"),
        View("close", Title("结案", "Close"), "state=checked"),
        View("visit", Title("回访", "Follow up"), "state=closed"),
        View("late", Title("已超期", "Late"), "tone=red"),
    )
    empty = Empty("checks", _("没有待办"), _("下一步该由您办的事件会列在这里，先到期的在前。"))

    def queryset(self, request: HttpRequest) -> CaseQuerySet:
        rows = CaseList.queryset(self, request)
        return rows.filter(waits_for(reader(request), account_of(request).pk))


# The step that each permission lets one make next.
_NEXT = {
    "cases.accept": workflow.REPORTED,
    "cases.dispatch": workflow.ACCEPTED,
    "cases.check": workflow.HANDLED,
    "cases.close": workflow.CHECKED,
    "cases.visit": workflow.CLOSED,
}
# What another system closed waits for nobody: no return visit of ours is owed.
_OURS = Q(closed_elsewhere=False)


def waits_for(reach: Reach, account_id: int) -> Q:
    """The filter of the cases whose next step is this reader's."""
    at_work = Q(state__in=workflow.AT_WORK)
    mine = at_work & Q(handler_id=account_id)
    if reach.anywhere("cases.sign") and reach.unit_ids:
        mine |= at_work & Q(handler=None, unit_id__in=reach.unit_ids)
        helping = Assignment.objects.filter(
            unit_id__in=reach.unit_ids, part="co", ended_at=None, reported_at=None
        )
        mine |= at_work & Q(pk__in=helping.values("case_id"))
    for permission, state in _NEXT.items():
        for grant in reach.holding(permission):
            mine |= _within(grant) & Q(state=state) & _OURS
    others = kinds.strangers_to((*workflow.AT_WORK, *_NEXT.values()))
    if others:
        mine &= ~Q(kind__in=others)
    for kind, move in _main_moves():
        mine |= _next_of(kind, move, reach, account_id)
    return mine


def _main_moves() -> list[tuple[str, Move]]:
    """The moves that lead on, of each kind with a way of its own."""
    ways = ((kind.key, kinds.workflow_of(kind.key)) for kind in kinds.own_kinds())
    return [(kind, move) for kind, way in ways for move in way.moves if move.primary]


def _next_of(kind: str, move: Move, reach: Reach, account_id: int) -> Q:
    """The cases of a kind with a way of its own that wait for this reader's main move."""
    here = Q(kind=kind, state__in=move.sources) & _OURS
    if move.party in (Party.LEAD, Party.CO, Party.HANDLING):
        free = Q(handler=None) | Q(handler_id=account_id)
        units = reach.unit_ids if reach.anywhere(move.permission) else ()
        return here & free & Q(unit_id__in=units)
    if move.party is Party.NOT_HANDLER:
        here &= Q(handler=None) | ~Q(handler_id=account_id)
    mine = Q(pk__in=[])
    for grant in reach.holding(move.permission):
        mine |= here & _within(grant)
    return mine


def _within(grant: Grant) -> Q:
    here = Q(kind__in=grant.kinds) if grant.kinds else Q()
    if grant.scope == "unit":
        return here & Q(unit_id__in=grant.unit_ids)
    if grant.scope == "area":
        return here & (Q(community_id__in=grant.area_ids) | Q(grid_id__in=grant.area_ids))
    return here


class UnitQueue(_Queue):
    """Everything open that my unit leads or helps with."""

    key = "cases.unit"
    titles = Title("本单位在办", "My unit's queue")
    permission = "cases.sign"
    filters = (WORDS, STATE, TONE, ITEM, AREA, LEVEL, KIND)
    views: ClassVar[Sequence[View]] = (
        View("sign", Title("待签收", "To sign"), "state=dispatched"),
        View("late", Title("已超期", "Late"), "tone=red"),
        View("soon", Title("将到期", "Due soon"), "tone=amber"),
        View("suspended", Title("挂账", "Suspended"), "tone=violet"),
    )
    empty = Empty("checks", _("本单位没有在办事件"), _("分拨给本单位主办或协办的事件会列在这里。"))

    def queryset(self, request: HttpRequest) -> CaseQuerySet:
        units = unit_ids(request)
        helping = Assignment.objects.filter(unit_id__in=units, ended_at=None, part="co")
        rows = self.open_rows(request)
        return rows.filter(Q(unit_id__in=units) | Q(pk__in=helping.values("case_id")))


def unit_ids(request: HttpRequest) -> frozenset[int]:
    """The reader's own units and those below them."""
    reach = reader(request)
    structure = structure_of(reach.town_id)
    found: set[int] = set()
    for unit_id in reach.unit_ids:
        found |= structure.units_below(unit_id)
    return frozenset(found)


class Supervised(CaseList):
    """The supervision list."""

    key = "cases.supervised"
    titles = Title("督办名单", "Supervision list")
    filters = (WORDS, STATE, TONE, UNIT, ITEM, AREA, LEVEL, KIND, REPORTED)
    orderings = (NEWEST, DUE)
    views: ClassVar[Sequence[View]] = (
        View("open", Title("未办结", "Open"), "state=dispatched&state=handling&state=handled"),
        View("late", Title("已超期", "Late"), "tone=red"),
    )
    empty = Empty(
        "eye", _("督办名单是空的"), _("两次不满意、或由督查列入督办的事件会列在这里，解除后移出。")
    )

    def queryset(self, request: HttpRequest) -> CaseQuerySet:
        return super().queryset(request).filter(supervised=True)


class Led(CaseList):
    """Cases that a named leader has taken."""

    key = "cases.led"
    titles = Title("领导包案", "Leaders' cases")
    filters = (WORDS, STATE, TONE, UNIT, AREA, LEVEL)
    views: ClassVar[Sequence[View]] = (View("mine", Title("我包的", "Mine"), "mine=1"),)
    empty = Empty("flag", _("还没有领导包案"), _("领导在事件页点“领导包案”后，会列在这里。"))

    def queryset(self, request: HttpRequest) -> CaseQuerySet:
        rows = super().queryset(request).filter(leader__isnull=False)
        if request.GET.get("mine") == "1":
            rows = rows.filter(leader_id=account_of(request).pk)
        return rows.select_related("leader")
