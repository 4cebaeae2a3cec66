"""Reads of the grid: how cells stand, who works in one, what lies in it and over it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import shapely
from django.db.models import Count, Q
from django.urls import reverse

from jiedao.applications.grid.kinds import GRID_EVENT
from jiedao.engines.cases import kinds
from jiedao.engines.cases.models import Case
from jiedao.engines.cases.queries import is_due_soon, is_late
from jiedao.foundation.places.models import Area, AreaShape
from jiedao.foundation.places.queries import cells_to_draw
from jiedao.foundation.places.storing import shape_of
from jiedao.foundation.staff.models import Post
from jiedao.kernel import clock
from jiedao.kernel.access import Reach
from jiedao.kernel.models import History

BUILDINGS_SHOWN = 60
_OVERLAP = 0.02
"""A beat that covers less of a cell than this touches only its border."""
_LOOKED_AT = 2000
_OFTEN = 8


def cells_of(town_id: int) -> Any:
    """The general grids of a town that are valid today, by code."""
    return Area.objects.filter(
        town_id=town_id, level=Area.Level.GRID, grid_kind="general", valid_to=None
    ).select_related("community")


@dataclass(frozen=True, slots=True)
class Stand:
    """Open cases of a cell, and how many of them are late or due soon."""

    open: int = 0
    red: int = 0
    amber: int = 0

    @property
    def tone(self) -> str:
        """The worst of them."""
        return "red" if self.red else "amber" if self.amber else "green" if self.open else "neutral"


def stands(reach: Reach, grid_ids: Iterable[int] | None = None) -> dict[int, Stand]:
    """How the cells (all for None) stand: all kinds of open cases in reach, in one statement."""
    moment = clock.now()
    open_cases = Case.objects.visible_to(reach).filter(
        state__in=kinds.open_states(), grid_id__isnull=False
    )
    if grid_ids is not None:
        open_cases = open_cases.filter(grid_id__in=list(grid_ids))
    rows = (
        open_cases.values("grid_id")
        .annotate(
            open=Count("id"),
            red=Count("id", filter=is_late(moment)),
            amber=Count("id", filter=is_due_soon(moment)),
        )
        .order_by()
    )
    return {row["grid_id"]: Stand(row["open"], row["red"], row["amber"]) for row in rows}


def members(grid: Area) -> list[Post]:
    """Who holds a post in the unit of this cell today."""
    today = clock.today()
    rows = Post.objects.filter(unit__area=grid, valid_from__lte=today, account__is_active=True)
    rows = rows.filter(Q(valid_to=None) | Q(valid_to__gte=today))
    return list(rows.select_related("account", "role", "unit").order_by("id"))


def buildings(grid: Area) -> list[Area]:
    """The buildings of a cell by name, one more than are shown."""
    rows = Area.objects.filter(
        town_id=grid.town_id, parent=grid, level=Area.Level.BUILDING, valid_to=None
    )
    return list(rows.order_by("name")[: BUILDINGS_SHOWN + 1])


def outline(area: Area) -> AreaShape | None:
    """The newest shape of an area."""
    return AreaShape.objects.filter(area=area).order_by("-valid_from").first()


def overlapping(grid: Area, shape: AreaShape | None, kind: str) -> list[Area]:
    """The grids of another kind (police …) that cover a good part of this cell."""
    if shape is None:
        return []
    here = shape_of(shape)
    candidates = AreaShape.objects.filter(
        area__town_id=grid.town_id,
        area__level=Area.Level.GRID,
        area__grid_kind=kind,
        area__valid_to=None,
        valid_to=None,
        min_lon__lt=shape.max_lon,
        max_lon__gt=shape.min_lon,
        min_lat__lt=shape.max_lat,
        max_lat__gt=shape.min_lat,
    ).select_related("area")
    shares = [
        (shapely.intersection(here, shape_of(row)).area / here.area, row) for row in candidates
    ]
    covering = [pair for pair in shares if pair[0] > _OVERLAP]
    return [row.area for _share, row in sorted(covering, key=lambda pair: -pair[0])]


def outlines(town_id: int) -> dict[int, Any]:
    """The shapes of all general grids: area id → shapely geometry."""
    rows = AreaShape.objects.filter(
        area__in=cells_of(town_id).values("pk"), valid_to=None
    ).order_by("valid_from")
    return {row.area_id: shape_of(row) for row in rows}


def cell_features(reach: Reach) -> Iterator[dict[str, Any]]:
    """The cells as GeoJSON features, coloured by the worst of their open cases."""
    standing, shapes = stands(reach), cells_to_draw(outlines(reach.town_id))
    for row in cells_of(reach.town_id):
        if row.pk in shapes:
            stand = standing.get(row.pk, Stand())
            yield {
                "type": "Feature",
                "geometry": shapes[row.pk],
                "properties": {
                    "tone": stand.tone,
                    "quiet": not stand.open,
                    "title": row.name,
                    "label": str(stand.open) if stand.open else "",
                    "url": reverse("grid:cell", args=[row.code]),
                },
            }


def often_reported(town_id: int, grid_id: int | None) -> list[int]:
    """The items most reported lately in a cell (in the town for None): picked with one touch."""
    rows = Case.objects.filter(town_id=town_id)
    if grid_id is not None:
        rows = rows.filter(grid_id=grid_id)
    # The newest by id, which an index gives at once; a month has no index.
    newest = rows.order_by("-id").values("pk")[:_LOOKED_AT]
    lately = Case.objects.filter(pk__in=newest, kind=GRID_EVENT, item__isnull=False)
    grouped = lately.values("item_id").annotate(n=Count("id")).order_by("-n", "item_id")
    return [row["item_id"] for row in grouped[:_OFTEN]]


def reported_by(town_id: int, account_id: int, since: Any) -> Any:
    """The grid events that an account reported itself."""
    lines = History.objects.filter(
        town_id=town_id, actor_id=account_id, kind="case", verb="reported", at__gte=since
    )
    return Case.objects.filter(town_id=town_id, kind=GRID_EVENT, pk__in=lines.values("record_id"))
