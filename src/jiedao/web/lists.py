"""List pages by declaration: columns, filters, orderings, bulk acts, views.

A subclass says what its rows are and where they come from; the page is then dense, keyboard
driven, live, filtered by its address, and paged by the last row seen. It needs the same number
of queries for 20 and 100 rows, provided that cells read only what ``queryset`` brought along.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, ClassVar, Generic, TypeVar
from zlib import crc32

from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import conditional_escape
from django.utils.translation import gettext as _
from django.views.generic import View as DjangoView
from pydantic import BaseModel

from jiedao.kernel.errors import Forbidden, NotFound, Unauthenticated
from jiedao.kernel.titles import Title
from jiedao.web import keyset, saved, slots
from jiedao.web.forms import Form
from jiedao.web.list_filters import Filter
from jiedao.web.list_state import ListState, read_state
from jiedao.web.replies import refresh, toast
from jiedao.web.shell import base_template, may, target, wants_panel
from jiedao.web.widgets import Widget

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True)
class Column:
    """One column. ``cell(row)`` gives text or a part made by ``web.cells``.

    ``width`` is how wide it becomes at most: xs s m l xl, or empty for the column that takes the
    rest. One that is empty on the whole page is not shown. ``rank`` 2 to 4 lets it go, 4 first,
    when the list is narrow. ``link`` carries the row's address (by default the first column does);
    ``lead`` is the first line on a phone (by default the column without a width).
    """

    key: str
    titles: Title
    cell: Callable[[Any], object]
    width: str = ""
    rank: int = 1
    right: bool = False
    link: bool = False
    lead: bool = False

    @property
    def css(self) -> str:
        """The classes of its cells."""
        parts = [f"w-{self.width or 'rest'}", f"rank-{self.rank}"]
        parts += ["num" if self.right else "", "lead" if self.lead else ""]
        return " ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Ordering:
    """An order of rows; ``fields`` end in a unique one and none holds nulls in the rows listed."""

    key: str
    titles: Title
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BulkResult:
    """How many were done, and which were not: (the record's number, the sentence)."""

    done: int
    refused: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True)
class Bulk:
    """Something done to all marked rows: ``run(request, ids, data)``.

    ``run`` checks rights row by row and opens its own transactions; ``form`` is a pydantic model
    of what must be said with it.
    """

    key: str
    titles: Title
    run: Callable[[HttpRequest, list[int], Any], BulkResult]
    permission: str = ""
    icon: str = ""
    form: type[BaseModel] | None = None
    widgets: Callable[[HttpRequest], Mapping[str, Widget]] | None = None
    primary: bool = False
    danger: bool = False


@dataclass(frozen=True, slots=True)
class View:
    """A named set of filters above the list: ``query`` is an address without its question mark."""

    key: str
    titles: Title
    query: str


@dataclass(frozen=True, slots=True)
class Empty:
    """What the list says when there is nothing at all; its words are translated when shown."""

    icon: str = "inbox"
    title: object = ""
    text: object = ""


def none_yet(icon: str, kind: Title, text: Title) -> Empty:
    """Of a kind that is declared: there is none yet, and what would stand here; ``{}`` in the text
    is the kind's title."""
    told = Title(text.zh.format(kind.zh), text.en.format(kind.en))
    return Empty(icon, Title(f"还没有{kind.zh}", f"{kind.en}: none yet"), told)


@dataclass(slots=True)
class RowView:
    """A row as the template draws it."""

    id: int
    href: str
    open: str
    cells: list[tuple[Column, object]]
    digest: str = ""


@dataclass(slots=True)
class Drawn:
    """A page of rows, and the cursor behind it ("" at the end)."""

    rows: list[RowView] = field(default_factory=list)
    after: str = ""


class ListPage(DjangoView, Generic[Row]):
    """Subclass, name the class attributes, and give ``queryset`` and ``open_url``."""

    key: ClassVar[str]
    titles: ClassVar[Title]
    columns: ClassVar[Sequence[Column]]
    orderings: ClassVar[Sequence[Ordering]]
    filters: ClassVar[Sequence[Filter]] = ()
    bulk: ClassVar[Sequence[Bulk]] = ()
    views: ClassVar[Sequence[View]] = ()
    live: ClassVar[str] = ""
    permission: ClassVar[str] = ""
    empty: ClassVar[Empty] = Empty()
    page_size: ClassVar[int] = 50
    template: ClassVar[str] = "web/list/page.html"
    http_method_names = ["get", "post", "head"]

    # What a subclass gives

    def queryset(self, request: HttpRequest) -> QuerySet[Row]:
        """The rows this reader may see, with everything the cells need."""
        raise NotImplementedError

    def open_key(self, row: Row) -> str:
        """What stands in ``?open=`` for a row."""
        return str(row.pk)

    def open_url(self, key: str) -> str:
        """The record's own address, which is also what the panel shows."""
        raise NotImplementedError

    def further(self, request: HttpRequest) -> Mapping[str, Any]:
        """Further context: ``actions`` (HTML beside the title), ``export_url`` … An empty list
        offers ``add_url`` (named ``add_words``), else the actions, and ``import_url``."""
        return {}

    # The page

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        self._admit(request)
        state = read_state(self, request)
        if "options" in request.GET:
            return self._options(request, state)
        drawn = self.fetch(request, state)
        if target(request) in {"more", "list-rows"}:
            context = {"page": self, "state": state, "drawn": drawn}
            return render(request, "web/list/rows.html", context)
        template = "web/list/beside.html" if wants_panel(request) else self.template
        return render(request, template, self._context(request, state, drawn))

    def _options(self, request: HttpRequest, state: ListState) -> HttpResponse:
        """The options of the filter that was opened."""
        asked = next((one for one in state.filters if one.key == request.GET["options"]), None)
        if asked is None:
            raise NotFound(_("没有这个筛选条件。"))
        view = state.filter_view(request, asked, whole=True)
        return render(request, "web/list/options.html", {"view": view})

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """A bulk act on the marked rows, named by ``?bulk=KEY``."""
        self._admit(request)
        act = next((one for one in self.bulk if one.key == request.GET.get("bulk")), None)
        if act is None:
            raise NotFound(_("没有这个批量操作。"))
        if not may(request, act.permission):
            raise Forbidden(_("您没有“%(act)s”的权限。") % {"act": act.titles})
        ids = [int(each) for each in request.POST.getlist("ids") if each.isdecimal()][:200]
        form = self.bulk_form(request, act)
        data = form.bind(request) if form else None
        if form and data is None:
            context = {"page": self, "act": act, "form": form}
            return render(request, "web/list/bulk_form.html", context, status=422)
        return self._answer(request, act, act.run(request, ids, data))

    def _answer(self, request: HttpRequest, act: Bulk, result: BulkResult) -> HttpResponse:
        context = {"act": act, "result": result}
        response = render(request, "web/list/bulk_result.html", context)
        # The form that was sent stands where its errors would; a result goes beneath the bar.
        response.headers["HX-Retarget"] = "#bulk-result"
        response.headers["HX-Reswap"] = "innerHTML"
        words = {"act": act.titles, "n": result.done, "not": len(result.refused)}
        text = _("%(act)s：完成 %(n)s 条") % words
        if result.refused:
            text = _("%(act)s：完成 %(n)s 条，%(not)s 条未办") % words
        toast(response, text, "amber" if result.refused else "green")
        return refresh(response, self.live) if self.live else response

    def _admit(self, request: HttpRequest) -> None:
        if not may(request, ""):
            raise Unauthenticated(_("请先登录。"))
        if not may(request, self.permission):
            raise Forbidden(_("您没有查看“%(list)s”的权限。") % {"list": self.titles})

    # Parts

    def all_filters(self) -> list[Filter]:
        """Its own filters, and those that upper floors hung on it."""
        further = [one.filter for one in slots.list_filters if one.list_key == self.key]
        return [*self.filters, *further]

    def fetch(self, request: HttpRequest, state: ListState) -> Drawn:
        """One page: one query (and what the queryset prefetches)."""
        rows = self.queryset(request)
        for one, value in state.applied:
            rows = one.apply(rows, value)
        fields = state.ordering.fields
        if state.after:
            rows = keyset.after(rows, fields, state.after)
        found = list(rows.order_by(*fields)[: state.size + 1])
        more = len(found) > state.size
        found = found[: state.size]
        cursor = keyset.cursor_of(found[-1], fields) if more else ""
        return Drawn([self.draw(row) for row in found], cursor)

    def draw(self, row: Row) -> RowView:
        """The row's cells."""
        key = self.open_key(row)
        cells = [(column, conditional_escape(str(column.cell(row)))) for column in self.shown()]
        told = _PASSING.sub(r"\1", "".join(cell for _, cell in cells))
        digest = f"{crc32(told.encode()):x}"
        return RowView(int(row.pk), self.open_url(key), key, [*cells], digest)

    def shown(self) -> Sequence[Column]:
        """The columns, with one that links and one that leads."""
        return _completed(tuple(self.columns))

    def bulk_acts(self, request: HttpRequest) -> list[tuple[Bulk, Form[Any] | None]]:
        """The bulk acts this reader may do, each with its empty form."""
        return [
            (act, self.bulk_form(request, act)) for act in self.bulk if may(request, act.permission)
        ]

    def bulk_form(self, request: HttpRequest, act: Bulk) -> Form[Any] | None:
        """The form of a bulk act, or None when it needs nothing said."""
        if act.form is None:
            return None
        widgets = act.widgets(request) if act.widgets else None
        return Form(act.form, widgets=widgets, prefix=f"bulk-{act.key}")

    def _context(self, request: HttpRequest, state: ListState, drawn: Drawn) -> dict[str, Any]:
        own = saved.views_of(request, self.key)
        return {
            "page": self,
            "state": state,
            "drawn": drawn,
            "base_template": base_template(request),
            "filters": state.filter_views(request),
            "views": state.view_tabs(self.views, own),
            "can_save": state.worth_saving(self.views, own),
            "bulk_acts": self.bulk_acts(request),
            "open_url": self.open_url(state.open) if state.open else "",
            **self.further(request),
        }


# 剩 3 小时 and 今天 14:20 change by themselves: a row in which only they did has not changed.
_PASSING = re.compile(r'(<span class="clock-text">|<time [^>]*>)[^<]*')


@lru_cache
def _completed(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    made = list(columns)
    if not any(column.link for column in made):
        made[0] = replace(made[0], link=True)
    if not any(column.lead for column in made):
        at = next((i for i, column in enumerate(made) if not column.width), 0)
        made[at] = replace(made[at], lead=True)
    return tuple(made)
