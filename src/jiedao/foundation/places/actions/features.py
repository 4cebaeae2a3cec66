"""Lines and surfaces of the base map: added and removed in batches."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import shapely
from django.utils.translation import gettext as _

from jiedao.foundation.places.actions.common import Faults, require_edit
from jiedao.foundation.places.models import Feature
from jiedao.kernel import history, towns
from jiedao.kernel.actors import Actor
from jiedao.kernel.history import Line
from jiedao.kernel.rows import insert
from jiedao.kernel.transactions import within

_KIND = "base_map"


@dataclass(frozen=True, slots=True)
class NewFeature:
    """A road, water, coast, green or block; ``shape`` is a shapely geometry in WGS-84."""

    kind: str
    shape: Any
    name: str = ""
    rank: int = 3


def add_features(town_id: int, news: Sequence[NewFeature], *, actor: Actor) -> list[Feature]:
    """Add features to the base map; one history line for the batch."""
    require_edit(actor, town_id)
    faults = Faults()
    for index, new in enumerate(news):
        if new.kind not in Feature.FeatureKind.values:
            faults.add(index, "kind", _("没有“%(kind)s”这种地物。") % {"kind": new.kind})
        if new.shape.is_empty or not new.shape.is_valid:
            faults.add(index, "shape", _("图形为空或无效。"))
    faults.refuse()
    with within():
        rows = [_row(town_id, new) for new in news]
        insert(rows)
        line = Line(_KIND, town_id, "added", data={"count": len(rows)})
        history.record(town_id, [line], actor=actor)
        towns.touch(town_id)
    return rows


def remove_features(town_id: int, kinds: Sequence[str] = (), *, actor: Actor) -> int:
    """Remove the features of the kinds named, or all; returns how many there were."""
    require_edit(actor, town_id)
    with within():
        rows = Feature.objects.filter(town_id=town_id)
        if kinds:
            rows = rows.filter(kind__in=kinds)
        count, _by_model = rows.delete()
        line = Line(_KIND, town_id, "removed", data={"count": count, "kinds": list(kinds)})
        history.record(town_id, [line], actor=actor)
        towns.touch(town_id)
    return count


def _row(town_id: int, new: NewFeature) -> Feature:
    west, south, east, north = new.shape.bounds
    return Feature(
        town_id=town_id,
        kind=new.kind,
        name=new.name.strip(),
        rank=new.rank,
        wkb=shapely.to_wkb(new.shape),
        min_lon=west,
        min_lat=south,
        max_lon=east,
        max_lat=north,
    )
