"""Units: added one by one or in a batch, changed, ended, merged into a successor."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from jiedao.foundation.places.models import Area
from jiedao.foundation.staff.actions.common import Faults, apply, require_in
from jiedao.foundation.staff.models import Cover, Post, Unit
from jiedao.kernel import clock, history, towns
from jiedao.kernel.actors import Actor
from jiedao.kernel.errors import Conflict, Invalid
from jiedao.kernel.history import Line
from jiedao.kernel.transactions import within

UNIT = "unit"
_CHANGEABLE = frozenset({"name", "kind", "parent_id", "area_id", "phone", "duties"})


@dataclass(frozen=True, slots=True)
class NewUnit:
    """A unit to be added; parent and area by their codes, from the database or the same batch."""

    code: str
    name: str
    kind: str
    parent_code: str = ""
    area_code: str = ""
    phone: str = ""
    duties: str = ""
    valid_from: date | None = None


def add_unit(town_id: int, new: NewUnit, *, actor: Actor) -> Unit:
    """Add one unit."""
    return add_units(town_id, [new], actor=actor)[0]


def add_units(town_id: int, news: Sequence[NewUnit], *, actor: Actor) -> list[Unit]:
    """Add units in any order; all or, with ``Invalid`` naming each fault, none."""
    require_in(actor, "staff.edit", town_id)
    known = dict(Unit.objects.filter(town_id=town_id).values_list("code", "id"))
    area_codes = {new.area_code for new in news if new.area_code}
    areas = dict(
        Area.objects.filter(town_id=town_id, code__in=area_codes).values_list("code", "id")
    )
    _check_units(news, known, areas)
    today = clock.today()
    rows = [
        Unit(
            town_id=town_id,
            code=new.code.strip(),
            name=new.name.strip(),
            kind=new.kind,
            area_id=areas.get(new.area_code),
            phone=new.phone,
            duties=new.duties,
            valid_from=new.valid_from or today,
        )
        for new in news
    ]
    with within():
        Unit.objects.bulk_create(rows, batch_size=500)
        known |= {row.code: row.pk for row in rows}
        _hang(rows, news, known)
        history.record(
            town_id,
            [
                Line(
                    UNIT, row.pk, "added", changes={"name": ("", row.name), "code": ("", row.code)}
                )
                for row in rows
            ],
            actor=actor,
        )
        towns.touch(town_id)
    return rows


def _check_units(news: Sequence[NewUnit], known: dict[str, int], areas: dict[str, int]) -> None:
    faults = Faults()
    seen = set(known)
    parents = {new.code.strip(): new.parent_code for new in news}
    for index, new in enumerate(news):
        faults.check_text(index, "code", new.code, 40)
        faults.check_text(index, "name", new.name, 80)
        if new.code.strip() in seen:
            faults.add(index, "code", _("机构代码 %(code)s 已经有了。") % {"code": new.code})
        seen.add(new.code.strip())
        if new.kind not in Unit.UnitKind.values:
            faults.add(index, "kind", _("没有“%(kind)s”这种机构类别。") % {"kind": new.kind})
        _check_links(faults, index, new, known.keys() | parents.keys(), areas)
        if _in_ring(new.code.strip(), parents):
            faults.add(index, "parent_code", _("上级机构绕回了自己。"))
    faults.refuse()


def _check_links(
    faults: Faults, index: int, new: NewUnit, units: Collection[str], areas: Collection[str]
) -> None:
    """Parent and area exist, in the database or in the same batch."""
    if new.parent_code and new.parent_code not in units:
        faults.add(
            index,
            "parent_code",
            _("没有代码为 %(code)s 的上级机构。") % {"code": new.parent_code},
        )
    if new.area_code and new.area_code not in areas:
        faults.add(index, "area_code", _("没有代码为 %(code)s 的区域。") % {"code": new.area_code})


def _in_ring(code: str, parents: dict[str, str]) -> bool:
    place = parents.get(code, "")
    for _step in range(len(parents)):
        if place == code:
            return True
        place = parents.get(place, "")
    return False


def _hang(rows: list[Unit], news: Sequence[NewUnit], known: dict[str, int]) -> None:
    """Give the new units their parents, which may have come in the same batch."""
    children = []
    for row, new in zip(rows, news, strict=True):
        if new.parent_code:
            row.parent_id = known[new.parent_code]
            children.append(row)
    if children:
        Unit.objects.bulk_update(children, ["parent_id"], batch_size=200)


def change_unit(unit: Unit, values: dict[str, Any], *, actor: Actor) -> Unit:
    """Change fields of a unit: name, kind, parent_id, area_id, phone, duties."""
    require_in(actor, "staff.edit", unit.town_id)
    unknown = values.keys() - _CHANGEABLE
    if unknown:
        raise ValueError(f"change_unit cannot change {sorted(unknown)}")
    faults = Faults()
    faults.check_text(0, "name", values.get("name", unit.name), 80)
    if values.get("kind", unit.kind) not in Unit.UnitKind.values:
        faults.add(0, "kind", _("没有“%(kind)s”这种机构类别。") % {"kind": values["kind"]})
    _check_places(unit, values, faults)
    faults.refuse()
    with within():
        changes = apply(unit, values)
        if changes:
            unit.save(update_fields=list(changes))
            history.record(
                unit.town_id, [Line(UNIT, unit.pk, "changed", changes=changes)], actor=actor
            )
            towns.touch(unit.town_id)
    return unit


def _check_places(unit: Unit, values: dict[str, Any], faults: Faults) -> None:
    """Parent and area belong to the same town, and the parent is not below the unit."""
    area_id, parent_id = values.get("area_id"), values.get("parent_id")
    if area_id and not Area.objects.filter(pk=area_id, town_id=unit.town_id).exists():
        faults.add(0, "area_id", _("本街道没有这个区域。"))
    if not parent_id:
        return
    parents = dict(Unit.objects.filter(town_id=unit.town_id).values_list("id", "parent_id"))
    if parent_id not in parents:
        faults.add(0, "parent_id", _("本街道没有这个上级机构。"))
    place: int | None = parent_id
    for _step in range(len(parents)):
        if place == unit.pk:
            faults.add(0, "parent_id", _("上级机构不能是它自己或它的下级。"))
            return
        place = parents.get(place) if place else None


def end_unit(unit: Unit, last_day: date, reason: str, *, actor: Actor) -> Unit:
    """Let a unit and the posts in it end with a day; it takes no new work afterwards."""
    require_in(actor, "staff.edit", unit.town_id)
    _check_end(unit, last_day)
    with within():
        changes = apply(unit, {"valid_to": last_day})
        unit.save(update_fields=["valid_to"])
        _open_posts(unit, last_day).update(valid_to=last_day)
        line = Line(UNIT, unit.pk, "ended", note=reason, changes=changes)
        history.record(unit.town_id, [line], actor=actor)
        towns.touch(unit.town_id)
    return unit


def merge_unit(unit: Unit, into: Unit, first_day: date, *, actor: Actor) -> Unit:
    """From a day on, ``into`` does the work of ``unit``: its open records and its posts go over.

    The unit keeps its row, its records keep its name; whoever reaches the successor reaches
    them too (see ``structure.Structure.units_below``).
    """
    require_in(actor, "staff.edit", unit.town_id)
    if into.town_id != unit.town_id or into.pk == unit.pk:
        raise Invalid(_("接续的机构须是本街道的另一个机构。"), field="successor")
    if into.valid_to is not None and into.valid_to < first_day:
        raise Invalid(_("接续的机构那时已经撤销。"), field="successor")
    last_day = first_day - timedelta(days=1)
    _check_end(unit, last_day)
    with within():
        changes = apply(unit, {"valid_to": last_day, "successor_id": into.pk})
        unit.save(update_fields=["valid_to", "successor_id"])
        moving = list(_open_posts(unit, last_day))
        Post.objects.filter(pk__in=[post.pk for post in moving]).update(valid_to=last_day)
        _continue_posts(moving, into, first_day)
        line = Line(UNIT, unit.pk, "merged", changes=changes, data={"posts": len(moving)})
        history.record(unit.town_id, [line], actor=actor)
        towns.touch(unit.town_id)
    return unit


def _continue_posts(moving: list[Post], into: Unit, first_day: date) -> None:
    """The same posts in the successor; a colleague who covers one goes on covering it."""
    going_on = [
        Post(
            account_id=post.account_id,
            unit=into,
            role_id=post.role_id,
            title=post.title,
            valid_from=max(first_day, post.valid_from),
            valid_to=post.valid_to,
        )
        for post in moving
    ]
    Post.objects.bulk_create(going_on, batch_size=500)
    midnight = datetime.combine(first_day, time.min, clock.TOWN_ZONE)
    for old, new in zip(moving, going_on, strict=True):
        running = Cover.objects.filter(post=old, ends_at__gt=midnight)
        Cover.objects.bulk_create(
            Cover(
                post=new,
                account_id=cover.account_id,
                starts_at=max(cover.starts_at, midnight),
                ends_at=cover.ends_at,
                reason=cover.reason,
            )
            for cover in running
        )


def _check_end(unit: Unit, last_day: date) -> None:
    if unit.valid_to is not None and unit.valid_to <= clock.today():
        raise Conflict(_("机构“%(name)s”已经撤销。") % {"name": unit.name}, code="unit_ended")
    if last_day < unit.valid_from:
        raise Invalid(_("撤销日期不能早于成立日期。"), field="valid_to")
    below = Unit.objects.filter(parent=unit).filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=last_day)
    )
    if below.exists():
        raise Conflict(_("机构“%(name)s”还有下级机构，请先调整下级。") % {"name": unit.name})


def _open_posts(unit: Unit, last_day: date) -> Any:
    return Post.objects.filter(unit=unit).filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=last_day)
    )
