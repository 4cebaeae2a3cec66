"""The list as a file: the same filters, streamed row by row, with nobody's name or number in it."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from pydantic.fields import FieldInfo

from jiedao.engines.cases.actions.adding import note_export
from jiedao.engines.cases.channels import channel_title
from jiedao.engines.cases.models import Case
from jiedao.engines.cases.naming import state_title
from jiedao.engines.cases.pages import attribute_words
from jiedao.engines.cases.pages.choices import level_title
from jiedao.engines.cases.pages.common import actor, reader
from jiedao.engines.cases.pages.lists import CaseList
from jiedao.foundation.datasets.exports import download
from jiedao.kernel import clock, history
from jiedao.kernel.titles import Title
from jiedao.kernel.transactions import durable
from jiedao.web.formats import exact
from jiedao.web.list_state import read_state

MAY = "cases.export"
MOST: Final = 100_000
_CHUNK = 1000
# A spreadsheet runs what begins so as a formula; an apostrophe makes it text.
_FORMULA = ("=", "+", "-", "@", "\t")


def _moment(value: Any) -> str:
    return exact(value) if value else ""


COLUMNS: tuple[tuple[Title, Callable[[Case], str]], ...] = (
    (Title("编号", "Number"), lambda c: c.number),
    (Title("内容", "Subject"), lambda c: history.scrub(c.text)),
    (Title("事项", "Item"), lambda c: c.item.path if c.item else ""),
    (Title("等级", "Level"), lambda c: level_title(c.level)),
    (Title("来源", "Channel"), lambda c: channel_title(c.channel)),
    (Title("状态", "State"), lambda c: str(state_title(c))),
    (Title("主办单位", "Unit"), lambda c: c.unit.name if c.unit else ""),
    (Title("社区", "Community"), lambda c: c.community.name if c.community else ""),
    (Title("网格", "Grid"), lambda c: c.grid.name if c.grid else ""),
    (Title("地址", "Address"), lambda c: c.address),
    (Title("经度", "Longitude"), lambda c: f"{c.lon:.6f}" if c.lon is not None else ""),
    (Title("纬度", "Latitude"), lambda c: f"{c.lat:.6f}" if c.lat is not None else ""),
    (Title("上报时间", "Reported"), lambda c: _moment(c.reported_at)),
    (Title("分拨时间", "Dispatched"), lambda c: _moment(c.dispatched_at)),
    (Title("办结时间", "Handled"), lambda c: _moment(c.handled_at)),
    (Title("结案时间", "Closed"), lambda c: _moment(c.closed_at)),
    (Title("最近时限", "Deadline"), lambda c: _moment(c.due_at)),
    (Title("办理结果", "Result"), lambda c: history.scrub(c.result)),
    (Title("督办", "Supervised"), lambda c: _("是") if c.supervised else ""),
    (Title("重办次数", "Redone"), lambda c: str(c.redo_count or "")),
)


@require_GET
def export(request: HttpRequest) -> FileResponse:
    """``?format=xlsx|csv`` and the filters of the list; 100,000 rows at most."""
    reach = reader(request, MAY)
    page = CaseList()
    state = read_state(page, request)
    rows = page.rows(request, state).select_related("item", "unit", "community", "grid")
    rows = rows.filter(kind__in=kinds) if (kinds := _kinds(request)) else rows
    with durable():
        note_export(reach.town_id, state.query, actor=actor(request))
    form = "csv" if request.GET.get("format") == "csv" else "xlsx"
    columns = [*COLUMNS, *_own(request.GET.get("kind", ""))]
    header = [str(title) for title, _value in columns]
    return download(f"cases-{clock.today():%Y%m%d}", header, _rows(rows, columns), form=form)


_Columns = Sequence[tuple[object, Callable[[Case], str]]]


def _own(kind: str) -> _Columns:
    """The attributes of the one kind that is exported."""
    return [
        (attribute_words.title(name, info), _attribute(name, info))
        for name, info in attribute_words.fields_of(kind).items()
        if not attribute_words.is_personal(info)
    ]


def _attribute(name: str, info: FieldInfo) -> Callable[[Case], str]:
    return lambda case: history.scrub(attribute_words.words(info, case.attributes.get(name)))


def _kinds(request: HttpRequest) -> list[str]:
    """Export is granted by kind like everything else."""
    kinds: set[str] = set()
    for grant in reader(request, MAY).holding(MAY):
        if not grant.kinds:
            return []
        kinds |= grant.kinds
    return sorted(kinds)


def _rows(rows: QuerySet[Case], columns: _Columns) -> Iterator[list[str]]:
    for case in rows.order_by("-id")[:MOST].iterator(chunk_size=_CHUNK):
        yield [_plain(value(case)) for _title, value in columns]


def _plain(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text


class _Line:
    """What csv writes into: hands each line straight on."""

    def write(self, line: str) -> str:
        return line
