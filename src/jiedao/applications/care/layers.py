"""Elders who live beyond the reach of a facility; the layers of the registers are generated."""

from collections.abc import Iterator
from math import cos, hypot, radians
from typing import Any, Final

from jiedao.applications.care.places import FACILITY, HOME
from jiedao.foundation.records.layers import MOST
from jiedao.foundation.records.pages.common import record_url
from jiedao.foundation.things.models import Thing
from jiedao.kernel.access import Reach
from jiedao.kernel.declarations import Layer, MapStyle, Tone
from jiedao.kernel.titles import Title

QUARTER_HOUR: Final = 1000.0
"""Metres that somebody walks in fifteen minutes (一刻钟服务圈)."""
_DEGREE: Final = 111_320.0
Box = tuple[float, float, float, float]


def beyond(reach: Reach, bbox: Box | None = None, **_filters: Any) -> Iterator[dict[str, Any]]:
    """Homes of elders with no facility within a quarter of an hour's walk, as the crow flies."""
    there = Thing.objects.filter(
        town_id=reach.town_id, kind=FACILITY, state="in_use", lon__isnull=False
    )
    facilities = list(there.values_list("lon", "lat"))
    homes = Thing.objects.visible_to(reach, HOME).filter(state="in_use", lon__isnull=False)
    if bbox is not None:
        west, south, east, north = bbox
        homes = homes.filter(lon__gte=west, lon__lte=east, lat__gte=south, lat__lte=north)
    for home in homes.order_by("-id")[:MOST]:
        if not any(_metres(home.lon, home.lat, *one) <= QUARTER_HOUR for one in facilities):
            yield {
                "type": "Feature",
                "geometry": {"type": "Point", "coordinates": [home.lon, home.lat]},
                "properties": {
                    "tone": str(Tone.AMBER),
                    "title": home.title,
                    "url": record_url(HOME, home.number),
                },
            }


def _metres(lon: float, lat: float, other_lon: float, other_lat: float) -> float:
    east = (lon - other_lon) * _DEGREE * cos(radians(lat))
    return hypot(east, (lat - other_lat) * _DEGREE)


LAYERS = (
    Layer("care.beyond", Title("服务圈外的老年人家庭", "Elders beyond reach"), Title("一老一小", "Care"),
          "records.see", beyond, MapStyle("triangle", "home"), live=(HOME, FACILITY)),
)  # fmt: skip
