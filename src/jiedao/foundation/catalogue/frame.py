"""What the catalogue enters into the frame: the rail's line, search, addresses of records."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_noop

from jiedao.foundation.catalogue.lookup import catalogue_for
from jiedao.foundation.catalogue.models import Edition
from jiedao.foundation.catalogue.settings import SETTINGS
from jiedao.foundation.staff.links import RecordLink, record_links
from jiedao.foundation.staff.pages.common import town_id
from jiedao.kernel import registry
from jiedao.kernel.declarations import NavigationEntry
from jiedao.kernel.titles import Title
from jiedao.web import slots

SEE = "staff.see"


def find_items(request: HttpRequest, words: str, limit: int) -> Iterator[slots.Hit]:
    """Items by name, code or key word."""
    root = reverse("catalogue:tree")
    for item in catalogue_for(town_id(request)).find(words, limit=limit):
        meta = item.path.rpartition(" / ")[0] or item.code
        yield slots.Hit(item.name, f"{root}?open={item.code}", meta=meta)


def _edition_url(edition_id: int) -> str:
    row = Edition.objects.filter(pk=edition_id).values_list("number", "status").first()
    if row is None:
        return ""
    if row[1] == Edition.Status.DRAFT:
        return reverse("catalogue:draft")
    return reverse("catalogue:edition", args=[row[0]])


_VERBS = {
    "opened": Title("新建草稿", "Draft opened"),
    "discarded": Title("作废草稿", "Draft discarded"),
    "item_added": Title("增设事项", "Item added"),
    "item_changed": Title("修改事项", "Item changed"),
    "item_retired": Title("停用事项", "Item retired"),
    "items_loaded": Title("批量读入", "Items loaded"),
    "published": Title("发布", "Published"),
}

_CALENDAR_VERBS = {
    "days_set": Title("录入放假安排", "Days set"),
    "days_removed": Title("删除本地安排", "Days removed"),
    "hours_set": Title("修改办公时间", "Office hours changed"),
}


def enter() -> None:
    """Called once, when the app is ready."""
    registry.settings.add(SETTINGS, declared_by=__name__)
    registry.navigation.add(
        NavigationEntry(
            "catalogue", Title("事项清单", "Catalogue"), "catalogue:tree", "list-tree", SEE, 710,
            gettext_noop("数据底座"),
        ),
        declared_by=__name__,
    )  # fmt: skip
    slots.search_providers.add(
        slots.SearchProvider("items", Title("事项", "Items"), "list-tree", find_items, SEE, 80)
    )
    record_links.add(
        RecordLink("edition", Title("事项清单", "Catalogue"), _edition_url, verbs=_VERBS)
    )
    # Entered here because the calendar lies below the floor that keeps the links.
    record_links.add(
        RecordLink(
            "calendar",
            Title("工作日历", "Working calendar"),
            lambda town: reverse("workdays:year"),
            verbs=_CALENDAR_VERBS,
        )
    )
