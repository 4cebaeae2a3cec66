"""The organisation: the tree of units, and a unit with its people, duties and history."""

from dataclasses import dataclass

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from jiedao.foundation.staff.models import Unit
from jiedao.foundation.staff.pages.common import EDIT, ROLES, SEE, reader, role_name, span, town_id
from jiedao.foundation.staff.pages.telling import entries
from jiedao.foundation.staff.queries import running_covers, valid_posts
from jiedao.foundation.staff.structure import Structure, UnitNode, structure_of
from jiedao.foundation.staff.wording import unit_kind
from jiedao.kernel import clock
from jiedao.kernel.access import Reach
from jiedao.kernel.errors import NotFound
from jiedao.web.parts import Fact, MoveButton
from jiedao.web.shell import base_template


@dataclass(frozen=True, slots=True)
class Branch:
    """A unit in the tree as drawn: how deep it stands, how many people sit in it today."""

    node: UnitNode
    depth: int
    people: int

    @property
    def name(self) -> str:
        """Indented by depth (full-width blanks: pages carry no inline style)."""
        return "　" * self.depth + self.node.name

    @property
    def kind(self) -> str:
        return unit_kind(self.node.kind)

    @property
    def url(self) -> str:
        return reverse("staff:unit", args=[self.node.id])


def tree_of(structure: Structure, people: dict[int, int]) -> list[Branch]:
    """The units in use today, each under its parent, in the order of their codes."""
    today = clock.today()
    shown = {pk: node for pk, node in structure.units.items() if node.valid_on(today)}
    below: dict[int | None, list[UnitNode]] = {}
    for node in shown.values():
        parent = node.parent_id if node.parent_id in shown else None
        below.setdefault(parent, []).append(node)
    drawn: list[Branch] = []
    waiting = [(node, 0) for node in reversed(below.get(None, []))]
    while waiting:
        node, depth = waiting.pop()
        drawn.append(Branch(node, depth, people.get(node.id, 0)))
        waiting += [(child, depth + 1) for child in reversed(below.get(node.id, []))]
    return drawn


def organisation(request: HttpRequest) -> HttpResponse:
    """The tree; ``?open=UNIT`` stands beside it."""
    account = reader(request, SEE, EDIT, ROLES)
    town = town_id(request)
    counts = (
        valid_posts().filter(unit__town_id=town).order_by().values("unit_id")
        .annotate(people=Count("account_id", distinct=True))
    )  # fmt: skip
    people = {row["unit_id"]: row["people"] for row in counts}
    opened = request.GET.get("open", "")
    context = {
        "branches": tree_of(structure_of(town), people),
        "open": int(opened) if opened.isdecimal() else 0,
        "open_url": reverse("staff:unit", args=[opened]) if opened.isdecimal() else "",
        "may_edit": account.reach.anywhere(EDIT),
        "ended": Unit.objects.filter(town_id=town, valid_to__lt=clock.today()).order_by("code"),
        "base_template": base_template(request),
    }
    return render(request, "staff/organisation.html", context)


def unit(request: HttpRequest, unit_id: int) -> HttpResponse:
    """A unit: what it is, who sits in it, what happened to it."""
    account = reader(request, SEE, EDIT, ROLES)
    row = unit_of(request, unit_id)
    posts = list(valid_posts().filter(unit=row))
    covers = running_covers([post.pk for post in posts])
    context = {
        "unit": row,
        "meta": " · ".join((row.code, unit_kind(row.kind))),
        "facts": _facts(row),
        "people": [
            (
                post,
                role_name(post.role),
                span(post.valid_from, post.valid_to),
                covers.get(post.pk),
                _end_post(account.reach, post.pk),
            )
            for post in posts
        ],
        "moves": _moves(account.reach, row),
        "entries": entries(row.town_id, "unit", row.pk, 30) if account.reach.anywhere(EDIT) else [],
        "base_template": base_template(request),
    }
    return render(request, "staff/unit.html", context)


def unit_of(request: HttpRequest, unit_id: int) -> Unit:
    """The unit of the reader's town; a stranger finds none."""
    rows = Unit.objects.select_related("parent", "area", "successor")
    row = rows.filter(pk=unit_id, town_id=town_id(request)).first()
    if row is None:
        raise NotFound(_("没有这个机构。"))
    return row


def _facts(row: Unit) -> list[Fact]:
    ended = _("由“%(name)s”接续") % {"name": row.successor.name} if row.successor else ""
    return [
        Fact(_("上级机构"), row.parent.name if row.parent else ""),
        Fact(_("辖区"), row.area.name if row.area else ""),
        Fact(_("电话"), row.phone),
        Fact(_("有效期"), " · ".join(part for part in (span(row.valid_from, row.valid_to), ended) if part)),
        Fact(_("职责"), row.duties, wide=True),
    ]  # fmt: skip


def _moves(reach: Reach, row: Unit) -> list[MoveButton]:
    if row.valid_to is not None and row.valid_to < clock.today():
        return []

    def button(key: str, title: str, permission: str, *, danger: bool = False) -> MoveButton | None:
        url = reverse(f"staff:{key}", args=[row.pk])
        if not reach.anywhere(permission):
            return None
        return MoveButton(key, title, url, lazy=url, danger=danger)

    buttons = (
        button("add_post", _("授予岗位"), ROLES),
        button("change_unit", _("修改"), EDIT),
        button("add_unit_below", _("增设下级"), EDIT),
        button("merge_unit", _("并入"), EDIT),
        button("end_unit", _("撤销"), EDIT, danger=True),
    )
    return [one for one in buttons if one is not None]


def _end_post(reach: Reach, post_id: int) -> str:
    return reverse("staff:end_post", args=[post_id]) if reach.anywhere(ROLES) else ""


def linked_units(town: int) -> Q:
    """The units in use today, for choices."""
    today = clock.today()
    return Q(town_id=town, valid_from__lte=today) & (
        Q(valid_to__isnull=True) | Q(valid_to__gte=today)
    )
