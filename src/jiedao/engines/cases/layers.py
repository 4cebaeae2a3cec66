"""Open cases as points of the map: for the layers that applications declare."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Case as Choice
from django.db.models import Q, Value, When
from django.db.models.fields import IntegerField

from jiedao.engines.cases import clocks, kinds, naming
from jiedao.engines.cases.gate import CaseQuerySet
from jiedao.engines.cases.models import Case
from jiedao.engines.cases.pages.common import RECORD, case_url
from jiedao.kernel import clock
from jiedao.kernel.access import Reach
from jiedao.web.points import MOST_POINTS, TONES, Detail, Points

MOST = 2000
"""More features at once tell nobody anything; the newest are drawn."""
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class OpenCases:
    """Open cases of some kinds, coloured by their clocks: a ``PointSource``."""

    keys: tuple[str, ...]
    live: tuple[str, ...] = (RECORD,)

    def __call__(
        self, reach: Reach, bbox: Box | None = None, **_filters: Any
    ) -> Iterator[dict[str, Any]]:
        """As GeoJSON; ``bbox`` is (west, south, east, north) in WGS-84 degrees."""
        rows = self._rows(reach)
        if bbox is not None:
            west, south, east, north = bbox
            rows = rows.filter(lon__gte=west, lon__lte=east, lat__gte=south, lat__lte=north)
        for _pk, lon, lat, detail in _told(rows.order_by("-id")[:MOST]):
            yield {
                "type": "Feature",
                "geometry": {"type": "Point", "coordinates": [lon, lat]},
                "properties": {"tone": detail.tone, "title": detail.title, "url": detail.url},
            }

    def points(self, reach: Reach, ids: Sequence[int] | None = None) -> Points:
        """All of them as arrays, or those of these ids."""
        rows = self._rows(reach)
        if ids is not None:
            rows = rows.filter(pk__in=ids)
        toned = rows.annotate(shade=_shade(clock.now())).order_by("-id")
        return Points.of(toned.values_list("pk", "lon", "lat", "shade")[:MOST_POINTS])

    def details(self, reach: Reach, ids: Sequence[int]) -> Mapping[int, Detail]:
        """Their matters and addresses."""
        rows = self._rows(reach).filter(pk__in=ids)
        return {pk: detail for pk, _lon, _lat, detail in _told(rows)}

    def _rows(self, reach: Reach) -> CaseQuerySet:
        return Case.objects.visible_to(reach).filter(
            kind__in=self.keys, state__in=kinds.open_states(), lon__isnull=False
        )


def open_cases(*keys: str) -> OpenCases:
    """The features of a layer: open cases of these kinds."""
    return OpenCases(keys)


def _told(rows: Any) -> Iterator[tuple[int, float, float, Detail]]:
    moment = clock.now()
    for case in rows.select_related("item"):
        title = naming.matter_of(case) or case.number
        detail = Detail(title, case_url(case.number), clocks.tone(case, moment))
        yield case.pk, case.lon, case.lat, detail


_CODE: Final = {tone: Value(code) for code, tone in enumerate(TONES)}


def _shade(moment: datetime) -> Choice:
    """``clocks.tone`` of an open case, in the database."""
    return Choice(
        When(due_clock=clocks.SUSPENSION, then=_CODE["violet"]),
        When(due_at=None, then=_CODE["neutral"]),
        When(due_at__lt=moment, then=_CODE["red"]),
        When(Q(warn_at__lte=moment), then=_CODE["amber"]),
        When(suspended_until=None, then=_CODE["green"]),
        default=_CODE["violet"],
        output_field=IntegerField(),
    )
