"""The audit: every line of history, for those who may read it; nobody can change one."""

from typing import Any

from django.db.models import Case, CharField, OuterRef, QuerySet, Subquery, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiedao.foundation.parties.display import field_titles
from jiedao.foundation.staff.links import kind_title, record_links, record_url
from jiedao.foundation.staff.models import Account, Unit
from jiedao.foundation.staff.pages.common import reader, town_id
from jiedao.foundation.staff.pages.telling import author, changes
from jiedao.foundation.staff.wording import VERBS, verb_title
from jiedao.kernel.errors import NotFound
from jiedao.kernel.models import History
from jiedao.kernel.titles import Title
from jiedao.web import cells
from jiedao.web.list_filters import ChoiceFilter, DateFilter, TextFilter
from jiedao.web.lists import Column, Empty, ListPage, Ordering, View
from jiedao.web.parts import Fact
from jiedao.web.shell import base_template
from jiedao.web.widgets import Choice

AUDIT = "audit.see"
_MOST_NAMESAKES = 200
_MARKED = {"revealed": "amber", "sign_in_failed": "amber", "locked": "red", "erased": "red"}


def _verb(line: History) -> object:
    tone = _MARKED.get(line.verb)
    words = verb_title(line.kind, line.verb)
    return cells.badge(words, tone) if tone else words


def _record(line: History) -> str:
    """The record's kind, and its name where people know it by one, else its number."""
    name = getattr(line, "label", None) or line.record_id or ""
    return f"{kind_title(line.kind)} {name}".strip()


def _labelled(lines: QuerySet[History]) -> QuerySet[History]:
    """With the names of the records, asked in the same statement."""
    whens = [
        When(
            kind=link.key,
            then=Subquery(
                link.label[0]
                ._default_manager.filter(pk=OuterRef("record_id"))
                .values(link.label[1])[:1]
            ),
        )
        for link in record_links
        if link.label is not None
    ]
    return lines.annotate(label=Case(*whens, default=Value(""), output_field=CharField()))


def _note(line: History) -> str:
    if line.verb == "revealed":
        field = field_titles().get(str(line.data.get("field")), "")
        return _("%(field)s：%(reason)s") % {"field": field, "reason": line.note}
    return line.note or _("、").join(change.label for change in changes(line))


def _by(rows: QuerySet[History], words: str) -> QuerySet[History]:
    """Who: by name or user name, through the index on actors."""
    named = Account.objects.filter(name__contains=words) | Account.objects.filter(
        username=words.lower()
    )
    return rows.filter(
        actor_kind=History.ActorKind.ACCOUNT,
        actor_id__in=list(named.values_list("pk", flat=True)[:_MOST_NAMESAKES]),
    )


def _kinds(request: HttpRequest) -> list[Choice]:  # noqa: ARG001
    return [Choice(link.key, str(link.titles)) for link in record_links]


def _verbs(request: HttpRequest) -> list[Choice]:  # noqa: ARG001
    words = dict(VERBS)
    for link in record_links:
        words |= link.verbs
    return [Choice(verb, str(title)) for verb, title in words.items()]


class AuditList(ListPage[History]):
    """Newest first; who, what, when, to which record."""

    key = "audit"
    titles = Title("审计日志", "Audit log")
    permission = AUDIT
    columns = (
        Column("at", Title("时间", "Time"), lambda line: cells.when(line.at), width="m"),
        Column("who", Title("谁", "Who"), author, width="m"),
        Column("verb", Title("做了什么", "Action"), _verb, width="l"),
        Column("record", Title("对象", "Record"), _record, width="l", rank=2),
        Column("note", Title("说明", "Note"), _note, rank=2),
    )
    orderings = (Ordering("new", Title("最新", "Newest"), ("-id",)),)
    filters = (
        TextFilter("who", Title("谁（姓名或用户名）", "Who"), _by),
        ChoiceFilter("verb", Title("做了什么", "Action"), _verbs),
        ChoiceFilter("kind", Title("对象", "Record"), _kinds),
        DateFilter("at", Title("时间", "Time"), "at"),
    )
    views = (
        View("reveals", Title("查看个人信息", "Personal data viewed"), "verb=revealed&verb=erased"),
        View(
            "failures",
            Title("登录失败与锁定", "Failed sign-ins"),
            "verb=sign_in_failed&verb=locked",
        ),
        View("rights", Title("角色与岗位", "Roles and posts"), "kind=role&kind=post"),
        View("accounts", Title("账号", "Accounts"), "kind=account"),
    )
    empty = Empty(
        "history",
        gettext_lazy("还没有记录"),
        gettext_lazy("每一次登录、查看个人信息和重要操作都会出现在这里。"),
    )

    def queryset(self, request: HttpRequest) -> QuerySet[History]:
        return _labelled(History.objects.filter(town_id=town_id(request)))

    def open_url(self, key: str) -> str:
        return reverse("staff:audit_line", args=[key])


def line(request: HttpRequest, line_id: int) -> HttpResponse:
    """One line in full."""
    reader(request, AUDIT)
    rows = History.objects.filter(pk=line_id, town_id=town_id(request))
    row = _labelled(rows).first()
    if row is None:
        raise NotFound(_("没有这条记录。"))
    context = {
        "title": verb_title(row.kind, row.verb),
        "line": row,
        "record": _record(row),
        "record_url": record_url(row.kind, row.record_id),
        "facts": _facts(row),
        "changes": changes(row),
        "base_template": base_template(request),
    }
    return render(request, "staff/audit_line.html", context)


def _facts(row: History) -> list[Fact]:
    names = dict(
        Account.objects.filter(pk__in=[row.actor_id or 0, row.covered_id or 0]).values_list(
            "pk", "username"
        )
    )
    unit = Unit.objects.filter(pk=row.unit_id or 0).values_list("name", flat=True).first()
    told: dict[str, Any] = {
        name: value for name, value in row.data.items() if value not in ("", None)
    }
    return [
        Fact(_("时间"), cells.when(row.at)),
        Fact(_("谁"), author(row)),
        Fact(_("用户名"), names.get(row.actor_id or 0, "")),
        Fact(_("代谁办理"), names.get(row.covered_id or 0, "")),
        Fact(_("机构"), unit or ""),
        Fact(_("来自地址"), told.pop("address", "")),
        Fact(_("说明"), row.note, wide=True),
        *(Fact(name, str(value)) for name, value in sorted(told.items())),
        Fact(_("密封内容"), _("有（只能由当事人的密钥打开）") if row.sealed else ""),
    ]
