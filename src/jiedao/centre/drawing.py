"""What a layer draws for a reach, kept for as long as it is true.

Nothing is read again while the history says that nothing changed; what changed is read alone. All
of it is made anew now and then, for colours follow the clock, and never so often that making it
costs more than a small share of the time.
"""

import time
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, Final

from django.db.models import Max
from django.utils.translation import get_language

from jiedao.centre.shapes import Shapes, sort_out
from jiedao.kernel.access import Reach
from jiedao.kernel.declarations import Layer
from jiedao.kernel.errors import Refused
from jiedao.kernel.models import History
from jiedao.web.points import MOST_POINTS, Detail, Points, PointSource

LOOK_SECONDS: Final = 1.0
"""How long nobody asks the history again."""
AGE_SECONDS: Final = 60.0
"""How old the colours may be."""
SHARE: Final = 10.0
"""What took so long to make is kept so many times as long."""
FEW: Final = 500
"""Records that changed and are read alone; of more, all are."""
FAULT_SECONDS: Final = 5.0
"""How long who failed is not asked again, at least."""
_MANY: Final = 4 * FEW
_BEHIND: Final = 200
"""Ids of lines that are looked at again: a lower one may be committed later (PostgreSQL)."""
_MOST_KEPT: Final = 4_000_000
"""Points in memory, 25 bytes each."""


@dataclass(slots=True)
class Drawing:
    """Points and shapes of a layer as one reach sees it."""

    points: Points
    shapes: Shapes
    details: Mapping[int, Detail] = field(default_factory=dict)
    """Of points whose source gives none."""
    faulty: int = 0
    made: float = 0.0
    cost: float = 0.0
    looked: float = 0.0
    stale: bool = False
    """Whether something changed that could not be read alone."""
    lines: Mapping[int, int] = field(default_factory=dict)
    """The newest lines that it knows of, and their records."""
    lock: Any = field(default_factory=Lock)

    @property
    def full(self) -> bool:
        """Whether there may be more than are kept."""
        return len(self.points) >= MOST_POINTS

    def tones(self) -> dict[str, int]:
        """How many there are of each colour."""
        points, shapes = self.points.tones(), self.shapes.tones()
        return {tone: points.get(tone, 0) + shapes.get(tone, 0) for tone in {**points, **shapes}}


def live_of(layer: Layer) -> tuple[str, ...]:
    """The kinds of history lines that change the layer."""
    if layer.live or not isinstance(layer.features, PointSource):
        return layer.live
    return layer.features.live


class LayerFailed(Exception):
    """The layer failed a moment ago, and is not asked again so soon."""


_Key = tuple[Any, ...]
_kept: OrderedDict[_Key, Drawing] = OrderedDict()
_failed: dict[_Key, tuple[float, Exception]] = {}
_making: dict[_Key, Any] = {}
_guard = Lock()


def forget() -> None:
    """Drop what is kept."""
    with _guard:
        _kept.clear()
        _failed.clear()
        _making.clear()


def drawing_of(layer: Layer, reach: Reach) -> Drawing:
    """What the layer draws for this reach. Whatever its application raises goes through; for a
    while after that LayerFailed is raised at once."""
    key = (layer.key, reach.town_id, reach.grants, reach.unit_ids, get_language())
    kept = _kept.get(key)
    if kept is None:
        with _guard:
            lock = _making.setdefault(key, Lock())
        with lock:  # one makes it, who comes meanwhile waits for it
            kept = _kept.get(key) or _make(key, layer, reach)
        _making.pop(key, None)
        return kept
    if time.monotonic() - kept.looked < LOOK_SECONDS or not kept.lock.acquire(blocking=False):
        return kept
    try:
        return _renewed(key, kept, layer, reach)
    finally:
        kept.lock.release()


def details_of(layer: Layer, reach: Reach, ids: Sequence[int]) -> Mapping[int, Detail]:
    """What is said of these points, as far as the reach may see them."""
    if isinstance(layer.features, PointSource):
        return layer.features.details(reach, ids)
    known = drawing_of(layer, reach).details
    return {pk: known[pk] for pk in ids if pk in known}


def _make(key: _Key, layer: Layer, reach: Reach) -> Drawing:
    until, fault = _failed.get(key, (0.0, None))
    begun = time.monotonic()
    if fault is not None and begun < until:
        raise fault if isinstance(fault, Refused) else LayerFailed(layer.key) from fault
    _failed.pop(key, None)
    try:
        made = _made(layer, reach)
    except Exception as raised:
        now = time.monotonic()
        _failed[key] = (now + max(FAULT_SECONDS, SHARE * (now - begun)), raised)
        _kept.pop(key, None)
        raise
    made.made = made.looked = time.monotonic()
    made.cost = made.made - begun
    return _keep(key, made)


def _keep(key: _Key, drawing: Drawing) -> Drawing:
    with _guard:
        _kept[key] = drawing
        _kept.move_to_end(key)
        total = sum(len(one.points) for one in _kept.values())
        while total > _MOST_KEPT and len(_kept) > 1:
            _key, oldest = _kept.popitem(last=False)
            total -= len(oldest.points)
    return drawing


def _made(layer: Layer, reach: Reach) -> Drawing:
    # Read first: what changes meanwhile is looked at again rather than missed.
    lines = _lines(_newest_line(), live_of(layer), reach.town_id)
    if isinstance(layer.features, PointSource):
        made = Drawing(layer.features.points(reach), Shapes())
    else:
        found = sort_out(layer.features(reach, None))
        made = Drawing(Points.of(found.rows), found.shapes, found.details, found.faulty)
    made.lines = lines
    return made


def _renewed(key: _Key, kept: Drawing, layer: Layer, reach: Reach) -> Drawing:
    kept.looked = time.monotonic()
    changed = _changed(kept, live_of(layer), reach.town_id)
    source = layer.features
    if changed and len(changed) <= FEW and isinstance(source, PointSource):
        # Exchanged in one step: who reads meanwhile has the old arrays whole.
        kept.points = kept.points.exchanged(changed, source.points(reach, sorted(changed)))
    elif changed:
        kept.stale = True
    least = SHARE * kept.cost
    if time.monotonic() - kept.made > (least if kept.stale else max(AGE_SECONDS, least)):
        return _make(key, layer, reach)
    return kept


def _changed(kept: Drawing, live: Sequence[str], town_id: int) -> set[int]:
    """The records of lines that came since it was last looked."""
    known = kept.lines
    kept.lines = {**known, **_lines(max(known, default=0), live, town_id)}
    fresh = {record for line, record in kept.lines.items() if line not in known}
    if len(kept.lines) > _MANY:
        kept.lines = dict(sorted(kept.lines.items())[-_BEHIND:])
    return fresh


def _lines(last: int, live: Sequence[str], town_id: int) -> dict[int, int]:
    """The lines since shortly before that one, and which record each is of."""
    if not live:
        return {}
    rows = History.objects.filter(id__gt=last - _BEHIND, town_id=town_id, kind__in=live)
    return dict(rows.order_by("-id").values_list("id", "record_id")[:_MANY])


def _newest_line() -> int:
    return History.objects.aggregate(last=Max("id"))["last"] or 0
