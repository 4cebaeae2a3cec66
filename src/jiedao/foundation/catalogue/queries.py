"""Reading the catalogue's tables as rows, editions, and what differs between two of them."""

from collections import defaultdict

from django.utils.translation import gettext as _

from jiedao.foundation.catalogue.differences import Change, differences
from jiedao.foundation.catalogue.models import Condition, Edition, Item, Responsibility
from jiedao.foundation.catalogue.rows import ConditionRow, DutyRow, ItemRow, from_body
from jiedao.foundation.workdays.units import LimitUnit
from jiedao.kernel.errors import NotFound

_PLAIN = ItemRow.model_fields.keys() - {"parent", "conditions", "duties"}


def published_rows(town_id: int) -> list[ItemRow]:
    """The tables as they stand: the published edition, by code, retired items included."""
    conditions: dict[int, list[ConditionRow]] = defaultdict(list)
    for condition in Condition.objects.filter(item__town_id=town_id, active=True).order_by(
        "item_id", "order", "id"
    ):
        conditions[condition.item_id].append(_condition_row(condition))
    duties: dict[int, list[DutyRow]] = defaultdict(list)
    for item_id, unit, area, part in (
        Responsibility.objects.filter(item__town_id=town_id)
        .order_by("id")
        .values_list("item_id", "unit__code", "area__code", "part")
    ):
        duties[item_id].append(
            DutyRow.model_validate({"unit": unit, "area": area or "", "part": part})
        )
    items = Item.objects.filter(town_id=town_id).select_related("parent").order_by("code")
    return [_item_row(item, tuple(conditions[item.pk]), tuple(duties[item.pk])) for item in items]


def _condition_row(row: Condition) -> ConditionRow:
    return ConditionRow(
        text=row.text,
        stage=row.stage,
        limit_amount=row.limit_amount,
        limit_unit=LimitUnit(row.limit_unit) if row.limit_unit else None,
        close_condition=row.close_condition,
        attributes=row.attributes,
    )


def _item_row(
    item: Item, conditions: tuple[ConditionRow, ...], duties: tuple[DutyRow, ...]
) -> ItemRow:
    plain = {name: getattr(item, name) for name in _PLAIN}
    parent = item.parent.code if item.parent else ""
    contents = {"parent": parent, "conditions": conditions, "duties": duties}
    return ItemRow.model_validate(plain | contents)


def draft_of(town_id: int) -> Edition | None:
    """The edition being worked on; there is at most one."""
    return Edition.objects.filter(town_id=town_id, status=Edition.Status.DRAFT).first()


def published_edition(town_id: int) -> Edition | None:
    """The edition in force, without its body."""
    editions = Edition.objects.filter(town_id=town_id, status=Edition.Status.PUBLISHED)
    return editions.defer("body").order_by("-number").first()


def edition(town_id: int, number: int) -> Edition:
    """An edition by its number; ``NotFound`` if the town has none such."""
    row = Edition.objects.filter(town_id=town_id, number=number).first()
    if row is None:
        raise NotFound(_("没有第 %(number)d 版清单。") % {"number": number})
    return row


def rows_of(one: Edition) -> list[ItemRow]:
    """The rows of an edition, also of one that was written before snapshots were kept."""
    if one.body or one.status != Edition.Status.PUBLISHED:
        return from_body(one.body)
    return published_rows(one.town_id)


def between(older: Edition, newer: Edition) -> list[Change]:
    """What changed from one edition to another."""
    return differences(rows_of(older), rows_of(newer))
