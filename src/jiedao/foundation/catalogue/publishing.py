"""Writing an edition's rows into the tables, so that ids of items and conditions stay."""

from collections.abc import Iterable, Mapping, Sequence

from jiedao.foundation.catalogue.differences import Change
from jiedao.foundation.catalogue.models import Condition, Item, Responsibility
from jiedao.foundation.catalogue.rows import PATH_MARK, ConditionRow, ItemRow, in_tree_order, paths

_BATCH = 400
_FIELDS = (
    "name", "parent", "depth", "path", "level", "guide", "keywords", "check_way", "evidence",
    "kinds", "secret", "active", "edition", "attributes",
)  # fmt: skip


def write(
    town_id: int,
    number: int,
    rows: Sequence[ItemRow],
    changes: Iterable[Change],
    unit_ids: Mapping[str, int],
    area_ids: Mapping[str, int],
) -> None:
    """Bring the tables to ``rows``; ``changes`` says what differs from what they hold.

    Items and conditions that are no longer there are marked inactive, never deleted: cases
    point at them.
    """
    changed = {change.code for change in changes if change.after is not None}
    gone = [change.code for change in changes if change.after is None]
    Item.objects.filter(town_id=town_id, code__in=gone).update(active=False, edition=number)
    moved = changed | _with_new_paths(town_id, rows)
    touched = [row for row in in_tree_order(rows) if row.code in moved]
    ids = _write_items(town_id, number, touched, paths(rows))
    contents = [row for row in touched if row.code in changed]
    _write_conditions(contents, ids)
    _write_duties(contents, ids, unit_ids, area_ids)


def _with_new_paths(town_id: int, rows: Sequence[ItemRow]) -> set[str]:
    """Codes whose path in the tables is out of date because something above was renamed."""
    held = dict(Item.objects.filter(town_id=town_id).values_list("code", "path"))
    wanted = paths(rows)
    return {code for code, path in wanted.items() if held.get(code) != PATH_MARK.join(path)}


def _write_items(
    town_id: int, number: int, rows: Sequence[ItemRow], names: Mapping[str, tuple[str, ...]]
) -> dict[str, int]:
    """Insert or update level by level, for a child needs its parent's id; returns all ids."""
    ids = dict(Item.objects.filter(town_id=town_id).values_list("code", "id"))
    for depth in sorted({len(names[row.code]) for row in rows}):
        level = [row for row in rows if len(names[row.code]) == depth]
        Item.objects.bulk_create(
            [
                Item(
                    town_id=town_id,
                    code=row.code,
                    parent_id=ids[row.parent] if row.parent else None,
                    depth=depth,
                    path=PATH_MARK.join(names[row.code]),
                    edition=number,
                    **row.model_dump(
                        mode="json", exclude={"code", "parent", "conditions", "duties"}
                    ),
                )
                for row in level
            ],
            batch_size=_BATCH,
            update_conflicts=True,
            unique_fields=["town", "code"],
            update_fields=_FIELDS,
        )
        ids = dict(Item.objects.filter(town_id=town_id).values_list("code", "id"))
    return ids


def _write_conditions(rows: Sequence[ItemRow], ids: Mapping[str, int]) -> None:
    held: dict[tuple[int, str, str], Condition] = {}
    item_ids = [ids[row.code] for row in rows]
    for start in range(0, len(item_ids), _BATCH):
        chunk = item_ids[start : start + _BATCH]
        for condition in Condition.objects.filter(item_id__in=chunk).order_by("active", "id"):
            held[condition.item_id, condition.text, condition.stage] = condition
    fresh: list[Condition] = []
    kept: list[Condition] = []
    for row in rows:
        item_id = ids[row.code]
        for order, wanted in enumerate(row.conditions, start=1):
            known = held.pop((item_id, *wanted.key), None)
            condition = known or Condition(item_id=item_id, text=wanted.text, stage=wanted.stage)
            _fill(condition, wanted, order)
            (fresh if known is None else kept).append(condition)
    _retire([condition.pk for condition in held.values() if condition.active])
    Condition.objects.bulk_create(fresh, batch_size=_BATCH)
    Condition.objects.bulk_update(
        kept,
        ["order", "limit_amount", "limit_unit", "close_condition", "attributes", "active"],
        batch_size=100,
    )


def _fill(condition: Condition, wanted: ConditionRow, order: int) -> None:
    condition.order = order
    condition.limit_amount = wanted.limit_amount
    condition.limit_unit = wanted.limit_unit or ""
    condition.close_condition = wanted.close_condition
    condition.attributes = wanted.attributes
    condition.active = True


def _retire(condition_ids: Sequence[int]) -> None:
    for start in range(0, len(condition_ids), _BATCH):
        chunk = condition_ids[start : start + _BATCH]
        Condition.objects.filter(pk__in=chunk).update(active=False)


def _write_duties(
    rows: Sequence[ItemRow],
    ids: Mapping[str, int],
    unit_ids: Mapping[str, int],
    area_ids: Mapping[str, int],
) -> None:
    item_ids = [ids[row.code] for row in rows]
    for start in range(0, len(item_ids), _BATCH):
        Responsibility.objects.filter(item_id__in=item_ids[start : start + _BATCH]).delete()
    Responsibility.objects.bulk_create(
        [
            Responsibility(
                item_id=ids[row.code],
                unit_id=unit_ids[duty.unit],
                area_id=area_ids[duty.area] if duty.area else None,
                part=duty.part,
            )
            for row in rows
            for duty in row.duties
        ],
        batch_size=_BATCH,
    )
