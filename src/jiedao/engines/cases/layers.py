"""Open cases as features of the map: for the layers that applications declare."""

from collections.abc import Callable, Iterator
from typing import Any

from jiedao.engines.cases import clocks, kinds
from jiedao.engines.cases.models import Case
from jiedao.engines.cases.pages.common import case_url
from jiedao.kernel import clock
from jiedao.kernel.access import Reach

MOST = 2000
"""More points at once tell nobody anything; the newest are drawn."""
Box = tuple[float, float, float, float]


def open_cases(*keys: str) -> Callable[..., Iterator[dict[str, Any]]]:
    """The features function of a layer: open cases of these kinds, coloured by their clocks."""

    def features(
        reach: Reach, bbox: Box | None = None, **_filters: Any
    ) -> Iterator[dict[str, Any]]:
        """``bbox`` is (west, south, east, north) in WGS-84 degrees."""
        rows = Case.objects.visible_to(reach).filter(
            kind__in=keys, state__in=kinds.open_states(), lon__isnull=False
        )
        if bbox is not None:
            west, south, east, north = bbox
            rows = rows.filter(lon__gte=west, lon__lte=east, lat__gte=south, lat__lte=north)
        moment = clock.now()
        for case in rows.select_related("item").order_by("-id")[:MOST]:
            yield {
                "type": "Feature",
                "geometry": {"type": "Point", "coordinates": [case.lon, case.lat]},
                "properties": {
                    "tone": clocks.tone(case, moment),
                    "title": str(case.item or case.number),
                    "url": case_url(case.number),
                },
            }

    return features
