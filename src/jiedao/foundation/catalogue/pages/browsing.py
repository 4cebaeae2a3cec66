"""The tree, one branch at a time, with search; and one item beside it."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from jiedao.foundation.catalogue import queries
from jiedao.foundation.catalogue.entries import CatalogueItem
from jiedao.foundation.catalogue.excel.words import CHECK_WAYS, EVIDENCE, LEVELS
from jiedao.foundation.catalogue.lookup import Catalogue, catalogue_for
from jiedao.foundation.catalogue.models import Condition, Item, Responsibility
from jiedao.foundation.catalogue.pages.common import may_edit, town_of
from jiedao.foundation.staff.structure import Structure, structure_of
from jiedao.kernel.errors import NotFound
from jiedao.web.parts import Fact, MoveButton
from jiedao.web.shell import base_template

_FOUND_AT_MOST = 100


@dataclass(frozen=True, slots=True)
class Line:
    """An item as the list shows it. ``inside`` leads to what lies below, "" for a leaf."""

    item: CatalogueItem
    inside: str
    below: int
    limits: str
    unit: str
    where: str


def tree(request: HttpRequest) -> HttpResponse:
    """``?at=CODE`` shows what lies below an item, ``?q=`` what holds the words, ``?open=CODE``
    the item beside the list."""
    town = town_of(request)
    catalogue = catalogue_for(town)
    words = request.GET.get("q", "").strip()
    at = catalogue.item(request.GET.get("at", ""))
    items = (
        catalogue.find(words, limit=_FOUND_AT_MOST)
        if words
        else [one for one in catalogue.children(at.id if at else None) if one.active]
    )
    structure = structure_of(town)
    opened = catalogue.item(request.GET.get("open", ""))
    editing = may_edit(request)
    context = {
        "lines": [_line(one, catalogue, structure, searched=bool(words)) for one in items],
        "crumbs": _crumbs(at, catalogue),
        "words": words,
        "full": len(items) >= _FOUND_AT_MOST,
        "open": opened.code if opened else "",
        "open_url": reverse("catalogue:item", args=[opened.code]) if opened else "",
        "edition": queries.published_edition(town),
        "draft": queries.draft_of(town) if editing else None,
        "may_edit": editing,
        "any": len(catalogue) > 0,
        "base_template": base_template(request),
    }
    return render(request, "catalogue/tree.html", context)


def _line(
    item: CatalogueItem, catalogue: Catalogue, structure: Structure, *, searched: bool
) -> Line:
    below = sum(1 for child in catalogue.children(item.id) if child.active)
    lead = structure.units.get(catalogue.responsible(item.id).lead_unit_id or 0)
    stages = catalogue.limits(item.id) if not below else ()
    return Line(
        item=item,
        inside=f"{reverse('catalogue:tree')}?at={item.code}" if below else "",
        below=below,
        limits=_("；").join(f"{stage.stage} {stage.limit}".strip() for stage in stages),
        unit=lead.name if lead and not below else "",
        where=item.path.rpartition(" / ")[0] if searched else "",
    )


def _crumbs(at: CatalogueItem | None, catalogue: Catalogue) -> list[tuple[str, str]]:
    if at is None:
        return []
    root = reverse("catalogue:tree")
    above = reversed(catalogue.line_up(at.id)[1:])
    inner = [(one.name, f"{root}?at={one.code}") for one in above]
    return [(_("全部事项"), root), *inner, (at.name, "")]


def item(request: HttpRequest, code: str) -> HttpResponse:
    """One item: conditions, limits, units by area, guide."""
    town = town_of(request)
    row = Item.objects.select_related("parent").filter(town_id=town, code=code).first()
    if row is None:
        raise NotFound(_("清单里没有代码为“%(code)s”的事项。") % {"code": code})
    context = {
        "item": row,
        "meta": " · ".join(filter(None, (row.code, row.path.rpartition(" / ")[0]))),
        "facts": _facts(row),
        "conditions": _conditions(row, catalogue_for(town)),
        "duties": _duties(row),
        "moves": _moves(row) if may_edit(request) and row.active else [],
        "base_template": base_template(request),
    }
    return render(request, "catalogue/item.html", context)


def _facts(row: Item) -> list[Fact]:
    edition = _("第 %(number)d 版") % {"number": row.edition}
    return [
        Fact(_("事项等级"), LEVELS.get(row.level, row.level)),
        Fact(_("核查方式"), CHECK_WAYS.get(row.check_way, row.check_way)),
        Fact(_("证据要求"), _("、").join(str(EVIDENCE.get(one, one)) for one in row.evidence)),
        Fact(_("关键词"), _("、").join(row.keywords)),
        Fact(_("保密"), _("是") if row.secret else _("否")),
        Fact(_("最近修改"), edition),
        Fact(_("办理指引"), row.guide, wide=True),
        *(
            Fact(name, value, wide=len(value) > 40)
            for name, value in row.attributes.items()
            if isinstance(value, str)
        ),
    ]


def _conditions(row: Item, catalogue: Catalogue) -> list[tuple[Condition, str]]:
    """The rows with their limits in words; those of the item above where it has none."""
    limits = {
        stage.condition_id: str(stage.limit)
        for condition in catalogue.conditions(row.pk)
        for stage in condition.stages
    }
    ids = [pk for condition in catalogue.conditions(row.pk) for pk in condition.row_ids]
    rows = Condition.objects.filter(pk__in=ids).order_by("order", "id")
    return [(one, limits.get(one.pk, "")) for one in rows]


def _duties(row: Item) -> list[tuple[str, list[Responsibility]]]:
    titles = {"lead": _("主办"), "co": _("协办"), "fallback": _("兜底")}
    rows = list(row.responsibilities.select_related("unit", "area").order_by("area__code", "id"))
    parts = ((title, [one for one in rows if one.part == part]) for part, title in titles.items())
    return [(title, found) for title, found in parts if found]


def _moves(row: Item) -> list[MoveButton]:
    change = reverse("catalogue:change_item", args=[row.code])
    add = f"{reverse('catalogue:add_item')}?parent={row.code}"
    retire = reverse("catalogue:retire_item", args=[row.code])
    return [
        MoveButton("change", _("修改事项"), change, lazy=change),
        MoveButton("add", _("增设下级事项"), add, lazy=add),
        MoveButton("retire", _("停用事项"), retire, lazy=retire, danger=True),
    ]
