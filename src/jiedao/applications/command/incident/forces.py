"""Forces and supplies by distance: what the registers hold near a place, and what is left of it.

Knows no register by name: the town chooses among those that have a position.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol, TypeVar

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from jiedao.foundation.places.geometry import Plane, metres_between
from jiedao.foundation.records.gate import SEE, reach_filter
from jiedao.foundation.records.schema import schema_of
from jiedao.foundation.staff.models import Unit
from jiedao.foundation.staff.queries import valid_posts
from jiedao.foundation.things.family import Register
from jiedao.foundation.things.models import Thing
from jiedao.foundation.things.stock import plain
from jiedao.foundation.things.workflow import OUT_OF_USE
from jiedao.kernel import clock, registry
from jiedao.kernel.access import Reach
from jiedao.kernel.declarations import Kind
from jiedao.web.formats import thousands

EACH: Final = 3
"""How many of one register are shown."""
UNITS_SHOWN: Final = 6
_RADII: Final = (1_000.0, 4_000.0, 16_000.0)
_UNIT_KINDS: Final = ("team", "contractor", "community", "grid")


class Placed(Protocol):
    """Whatever has a position."""

    @property
    def lon(self) -> float: ...
    @property
    def lat(self) -> float: ...


P = TypeVar("P", bound=Placed)


@dataclass(frozen=True, slots=True)
class Force:
    """Something near: how far, and what is left of it ("" where nothing is counted)."""

    title: str
    metres: int
    left: str
    url: str
    lon: float
    lat: float
    unit_id: int | None = None
    """Where it is a unit: orders can be given to it."""

    @property
    def distance(self) -> str:
        """In words."""
        if self.metres < 1000:
            return _("%(n)s 米") % {"n": self.metres}
        return _("%(n)s 公里") % {"n": f"{self.metres / 1000:.1f}"}


@dataclass(frozen=True, slots=True)
class Group:
    """What one register has near."""

    title: object
    icon: str
    forces: Sequence[Force]


def by_distance(lon: float, lat: float, spots: Iterable[P]) -> list[tuple[float, P]]:
    """(metres, spot), the nearest first; of equally near ones the order given stays."""
    measured = [(metres_between(lon, lat, one.lon, one.lat), one) for one in spots]
    return sorted(measured, key=lambda pair: pair[0])


def near(reach: Reach, lon: float, lat: float, chosen: Sequence[str] = ()) -> list[Group]:
    """What the reader may see near a place: units first, then registers, nearest group first."""
    groups = [_units(reach, lon, lat), *_registers(reach, lon, lat, chosen)]
    return [group for group in groups if group.forces]


# -- registers --------------------------------------------------------------------------------


def _candidates() -> list[Kind]:
    """Registers whose records have a position and are nobody's secret."""
    return [
        kind for kind in registry.kinds
        if kind.family == "register" and not kind.restricted and "place" not in kind.without
    ]  # fmt: skip


def force_choices(_town_id: int) -> list[tuple[str, str]]:
    """The registers a town may choose from."""
    return [(kind.key, str(kind.titles)) for kind in _candidates()]


def _is_force(kind: Kind) -> bool:
    """Where the town says nothing: what holds a stock, or says that it helps in an emergency."""
    options = kind.options
    return isinstance(options, Register) and (options.stock is not None or options.called_upon)


def kinds_of(chosen: Sequence[str]) -> list[Kind]:
    """The registers that count as forces, by the town's choice."""
    known = _candidates()
    picked = [kind for kind in known if kind.key in chosen]
    return picked or [kind for kind in known if _is_force(kind)]


def _registers(reach: Reach, lon: float, lat: float, chosen: Sequence[str]) -> list[Group]:
    """Wider and wider, until each register has enough or nothing further is near."""
    kinds = {kind.key: kind for kind in kinds_of(chosen)}
    found: dict[str, list[tuple[float, Thing]]] = {}
    wanted = set(kinds)
    for radius in _RADII:
        if not wanted:
            break
        rows = list(_within(reach, wanted, lon, lat, radius))
        for key in wanted:
            mine = by_distance(lon, lat, [row for row in rows if row.kind == key])  # type: ignore[type-var]
            # The corners of the box lie further than what the next, wider one must still bring.
            found[key] = [pair for pair in mine if pair[0] <= radius][:EACH]
        wanted = {key for key in wanted if len(found[key]) < EACH}
    drawn = [(rows[0][0], _group(kinds[key], rows)) for key, rows in found.items() if rows]
    return [group for _metres, group in sorted(drawn, key=lambda pair: pair[0])]


def _within(
    reach: Reach, kinds: Collection[str], lon: float, lat: float, radius: float
) -> Iterable[Thing]:
    plane = Plane(lon, lat)
    west, south = plane.back(-radius, -radius)
    east, north = plane.back(radius, radius)
    if not reach.anywhere(SEE):
        return []
    seen = Q()
    for key in sorted(kinds):
        mine = Q(kind=key, state__in=_usable(key))
        gate = reach_filter(reach, key)
        seen |= mine if gate is None else mine & gate
    rows = Thing.objects.filter(
        town_id=reach.town_id, kind__in=sorted(kinds), lon__range=(west, east), lat__range=(south, north)
    )  # fmt: skip
    return rows.filter(seen).defer("attributes").order_by("id")


def _usable(key: str) -> list[str]:
    """The states in which a record of the kind can be used."""
    states = schema_of(key).workflow.states
    return [state.key for state in states if state.open and state.key != OUT_OF_USE]


def _group(kind: Kind, rows: Sequence[tuple[float, Thing]]) -> Group:
    return Group(kind.titles, kind.icon, [_force(kind, metres, row) for metres, row in rows])


def _force(kind: Kind, metres: float, row: Any) -> Force:
    url = reverse("records:detail", args=[row.kind, row.number])
    return Force(row.title, round(metres), _left(kind, row), url, row.lon, row.lat)


def _left(kind: Kind, row: Any) -> str:
    if row.stock is not None:
        unit = kind.options.stock if isinstance(kind.options, Register) else ""
        return _("现有 %(n)s %(unit)s") % {"n": plain(row.stock), "unit": unit or ""}
    if row.capacity is None:
        return ""
    said = schema_of(kind.key).spec("capacity").facts
    return f"{said.titles} {thousands(row.capacity)} {said.unit}".strip()


# -- units ------------------------------------------------------------------------------------


def _units(reach: Reach, lon: float, lat: float) -> Group:
    """Teams, contractors and the units of communities and grids, where their area lies."""
    today = clock.today()
    rows = (
        Unit.objects.filter(town_id=reach.town_id, kind__in=_UNIT_KINDS, valid_from__lte=today)
        .filter(Q(valid_to=None) | Q(valid_to__gte=today))
        .exclude(area=None)
        .exclude(area__lon=None)
        .select_related("area")
        .order_by("code")
    )
    spots = [_UnitSpot(row, row.area.lon, row.area.lat) for row in rows if row.area]  # type: ignore[arg-type]
    nearest = by_distance(lon, lat, spots)[:UNITS_SHOWN]
    people = _people([spot.unit.pk for _metres, spot in nearest])
    forces = [
        Force(
            spot.unit.name, round(metres), _("%(n)s 人在岗") % {"n": people.get(spot.unit.pk, 0)},
            "", spot.lon, spot.lat, spot.unit.pk,
        )
        for metres, spot in nearest
    ]  # fmt: skip
    return Group(_("队伍和社区"), "users-group", forces)


@dataclass(frozen=True, slots=True)
class _UnitSpot:
    unit: Unit
    lon: float
    lat: float


def _people(unit_ids: Sequence[int]) -> dict[int, int]:
    rows = valid_posts().filter(unit_id__in=unit_ids).order_by()
    counted = rows.values("unit_id").annotate(n=Count("account_id", distinct=True))
    return {row["unit_id"]: row["n"] for row in counted}
