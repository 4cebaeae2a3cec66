"""Areas: added one by one or in a batch, changed, renamed, ended."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from jiedao.foundation.places.actions.checks import check_new, may_hold
from jiedao.foundation.places.actions.common import apply, require_edit
from jiedao.foundation.places.coordinates import Datum
from jiedao.foundation.places.geometry import inner_point
from jiedao.foundation.places.models import Area, AreaShape
from jiedao.foundation.places.storing import shape_row
from jiedao.foundation.places.verbs import AREA, MOVED
from jiedao.kernel import clock, history, towns
from jiedao.kernel.actors import Actor
from jiedao.kernel.errors import Conflict, Invalid
from jiedao.kernel.history import Line
from jiedao.kernel.rows import insert
from jiedao.kernel.transactions import within

_CHANGEABLE = frozenset({"name", "aliases", "address", "lon", "lat", "attributes", "parent_id"})


@dataclass(frozen=True, slots=True)
class NewArea:
    """An area to be added; its parent by code, from the database or the same batch.

    ``shape`` is a shapely polygon or multipolygon in WGS-84; ``lon`` and ``lat`` default to a
    point within it. ``datum`` and ``source`` (a GeoJSON geometry) tell what came in.
    """

    level: str
    code: str
    name: str
    grid_kind: str = ""
    parent_code: str = ""
    aliases: Sequence[str] = ()
    address: str = ""
    lon: float | None = None
    lat: float | None = None
    shape: Any = None
    datum: Datum = Datum.WGS84
    source: Mapping[str, Any] | None = None
    attributes: Mapping[str, Any] = field(default_factory=dict)
    valid_from: date | None = None


def add_area(town_id: int, new: NewArea, *, actor: Actor) -> Area:
    """Add one area."""
    return add_areas(town_id, [new], actor=actor)[0]


def add_areas(town_id: int, news: Sequence[NewArea], *, actor: Actor) -> list[Area]:
    """Add areas in any order, with their shapes; all or, with ``Invalid``, none.

    ``Invalid.errors`` names each fault as ``INDEX.FIELD``. Whether shapes overlap or leave
    gaps is the import's question (``geojson``), not asked here.
    """
    require_edit(actor, town_id)
    # Refusals come before the transaction: inside, they would spoil the caller's.
    known = {row.code: row for row in _parents(town_id, news)}
    taken = set(_taken(town_id, [new.code.strip() for new in news]))
    check_new(news, known, taken)
    with within():
        rows = [_row(town_id, new) for new in news]
        _create(rows, news, known)
        shapes = [
            shape_row(row.pk, new.shape, row.valid_from, new.datum, new.source)
            for row, new in zip(rows, news, strict=True)
            if new.shape is not None
        ]
        insert(shapes)
        lines = [
            Line(AREA, row.pk, "added", changes={"name": ("", row.name), "code": ("", row.code)})
            for row in rows
        ]
        history.record(town_id, lines, actor=actor)
        towns.touch(town_id)
    return rows


def _parents(town_id: int, news: Sequence[NewArea]) -> list[Area]:
    """The areas of the database that the batch names as parents."""
    codes = sorted({new.parent_code.strip() for new in news} - {""})
    found: list[Area] = []
    for start in range(0, len(codes), 500):
        rows = Area.objects.filter(town_id=town_id, code__in=codes[start : start + 500])
        found.extend(rows.only("id", "code", "level", "grid_kind", "community_id"))
    return found


def _taken(town_id: int, codes: Sequence[str]) -> list[str]:
    found: list[str] = []
    for start in range(0, len(codes), 500):
        rows = Area.objects.filter(town_id=town_id, code__in=codes[start : start + 500])
        found.extend(rows.values_list("code", flat=True))
    return found


def _row(town_id: int, new: NewArea) -> Area:
    lon, lat = new.lon, new.lat
    if lon is None and new.shape is not None:
        lon, lat = inner_point(new.shape)
    return Area(
        town_id=town_id,
        level=new.level,
        grid_kind=new.grid_kind,
        code=new.code.strip(),
        name=new.name.strip(),
        aliases=list(new.aliases),
        lon=lon,
        lat=lat,
        address=new.address.strip(),
        attributes=dict(new.attributes),
        valid_from=new.valid_from or clock.today(),
    )


def _create(rows: list[Area], news: Sequence[NewArea], known: dict[str, Area]) -> None:
    """Insert parents before children, each depth in one batch."""
    waiting = list(zip(rows, news, strict=True))
    while waiting:
        ready = [
            (row, new) for row, new in waiting if not new.parent_code or new.parent_code in known
        ]
        for row, new in ready:
            if new.parent_code:
                _hang(row, known[new.parent_code])
        insert([row for row, _new in ready])
        known |= {row.code: row for row, _new in ready}
        done = {id(row) for row, _new in ready}
        waiting = [(row, new) for row, new in waiting if id(row) not in done]


def _hang(row: Area, parent: Area) -> None:
    row.parent_id = parent.pk
    is_community = parent.level == Area.Level.COMMUNITY
    row.community_id = parent.pk if is_community else parent.community_id


def rename_area(area: Area, name: str, *, actor: Actor) -> Area:
    """Give an area a new name; the old one stays an alias, for residents go on using it."""
    if area.name == name.strip():
        return area
    aliases = [alias for alias in area.aliases if alias != name.strip()]
    if area.name not in aliases:
        aliases.append(area.name)
    return change_area(area, {"name": name.strip(), "aliases": aliases}, actor=actor)


def change_area(area: Area, values: Mapping[str, Any], *, actor: Actor) -> Area:
    """Change name, aliases, address, lon, lat, attributes or parent_id of an area."""
    require_edit(actor, area.town_id)
    unknown = values.keys() - _CHANGEABLE
    if unknown:
        raise ValueError(f"change_area cannot change {sorted(unknown)}")
    if not str(values.get("name", area.name)).strip():
        raise Invalid(_("名称不能为空。"), field="name")
    moves = "parent_id" in values and values["parent_id"] != area.parent_id
    if moves:
        _new_parent(area, values["parent_id"])
    with within():
        changes = apply(area, {name: new for name, new in values.items() if name != "parent_id"})
        if changes:
            area.save(update_fields=list(changes))
            history.record(
                area.town_id, [Line(AREA, area.pk, "changed", changes=changes)], actor=actor
            )
        if moves:
            move_areas([area], values["parent_id"], clock.today(), actor=actor)
        towns.touch(area.town_id)
    return area


def move_areas(
    areas: Sequence[Area], parent_id: int | None, first_day: date, *, actor: Actor
) -> None:
    """Hang areas under another parent from a day that is not in the future.

    Everything below gets its new community with them. Runs inside the caller's transaction.
    """
    lines = []
    for area in areas:
        parent = _new_parent(area, parent_id)
        old_parent, old_community = area.parent_id, area.community_id
        area.parent_id, area.community_id = None, None
        if parent is not None:
            _hang(area, parent)
        area.save(update_fields=["parent", "community"])
        changes = {
            "parent_id": (old_parent, area.parent_id),
            "community_id": (old_community, area.community_id),
        }
        lines.append(Line(AREA, area.pk, MOVED, changes=changes, data={"first_day": first_day}))
        if old_community != area.community_id:
            lines.extend(_carry_community(area, first_day))
    if lines:
        history.record(areas[0].town_id, lines, actor=actor)


def _carry_community(area: Area, first_day: date) -> list[Line]:
    """Everything below an area follows it into its community."""
    if area.level == Area.Level.COMMUNITY:
        return []
    lines = []
    below: list[tuple[int, int | None]] = list(
        Area.objects.filter(parent=area).values_list("id", "community_id")
    )
    while below:
        ids = [pk for pk, _community in below]
        for pk, community_id in below:
            changes = {"community_id": (community_id, area.community_id)}
            lines.append(Line(AREA, pk, MOVED, changes=changes, data={"first_day": first_day}))
        next_below: list[tuple[int, int | None]] = []
        for start in range(0, len(ids), 500):
            some = ids[start : start + 500]
            Area.objects.filter(pk__in=some).update(community_id=area.community_id)
            rows = Area.objects.filter(parent_id__in=some)
            next_below.extend(rows.values_list("id", "community_id"))
        below = next_below
    return lines


def _new_parent(area: Area, parent_id: int | None) -> Area | None:
    if parent_id is None:
        return None
    parent = Area.objects.filter(pk=parent_id, town_id=area.town_id).first()
    if parent is None:
        raise Invalid(_("本街道没有这个上级区域。"), field="parent_id")
    if not may_hold(parent.level, parent.grid_kind, area.level, area.grid_kind):
        raise Invalid(_("上级区域的级别须高于本级。"), field="parent_id")
    above: Area | None = parent
    while above is not None:
        if above.pk == area.pk:
            raise Invalid(_("上级区域不能是它自己或它的下级。"), field="parent_id")
        above = above.parent
    return parent


def end_area(
    area: Area, last_day: date, reason: str, *, successor: Area | None = None, actor: Actor
) -> Area:
    """Let an area end with a day. What lies in it must have ended or moved before."""
    require_edit(actor, area.town_id)
    if area.valid_to is not None and area.valid_to <= last_day:
        raise Conflict(_("区域“%(name)s”已经撤销。") % {"name": area.name}, code="area_ended")
    if last_day < area.valid_from:
        raise Invalid(_("撤销日期不能早于设立日期。"), field="valid_to")
    after = Q(valid_to__isnull=True) | Q(valid_to__gt=last_day)
    if Area.objects.filter(after, parent=area).exists():
        raise Conflict(
            _("区域“%(name)s”内还有下级区域，请先调整下级。") % {"name": area.name},
            code="area_has_children",
        )
    with within():
        new = {"valid_to": last_day, "successor_id": successor.pk if successor else None}
        changes = apply(area, new)
        area.save(update_fields=["valid_to", "successor"])
        shapes = AreaShape.objects.filter(after, area=area)
        shapes.filter(valid_from__gt=last_day).delete()
        shapes.update(valid_to=last_day)
        line = Line(AREA, area.pk, "ended", note=reason, changes=changes)
        history.record(area.town_id, [line], actor=actor)
        towns.touch(area.town_id)
    return area
