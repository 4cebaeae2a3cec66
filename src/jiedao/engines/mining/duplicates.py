"""Cases that may be the same matter: by words, place, item and time. Nothing is merged here.

A case that lies near (``following.REACH_M``, or in the same building, grid or at the same address)
is offered from a likeness of ``NEAR_LIKE`` on; of the same item and next to it, from ``SAME_LIKE``
on; where one of the two has no known place, the words alone must be as like as ``FAR_LIKE``.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from jiedao.engines.cases import kinds
from jiedao.engines.cases.models import Case, Request
from jiedao.engines.mining.following import REACH_M, Lies, Texts, texts_of
from jiedao.foundation.places.geometry import metres_between
from jiedao.kernel import clock
from jiedao.kernel.access import Reach

NEAR_LIKE: Final = 0.3
SAME_LIKE: Final = 0.12
FAR_LIKE: Final = 0.6
CLOSED_DAYS: Final = 30
_NEXT_TO: Final = 0.8
_LOOKED_AT: Final = 60
_WORDS, _PLACE, _ITEM, _TIME = 0.65, 0.2, 0.1, 0.05
"""What likeness, nearness, the item and time weigh in the order."""
_TIME_DAYS: Final = 60


@dataclass(frozen=True, slots=True)
class Matter:
    """What one asks about. ``but``: the case itself, which is no duplicate of its own."""

    text: str
    kind: str
    lon: float | None = None
    lat: float | None = None
    grid_id: int | None = None
    building_id: int | None = None
    address: str = ""
    item_id: int | None = None
    at: datetime | None = None
    but: int = 0

    @classmethod
    def of(cls, case: Case) -> "Matter":
        """A case that is there already."""
        return cls(
            case.text, case.kind, case.lon, case.lat, case.grid_id, case.building_id,
            case.address, case.item_id, case.reported_at, case.pk,
        )  # fmt: skip

    def lies(self) -> Lies:
        """Its place as the held texts have theirs."""
        return Lies(
            self.kind, self.item_id, self.lon, self.lat, self.grid_id, self.building_id,
            self.address, self.at or clock.now(), None,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Found:
    """A case that may be the same: ``metres`` is None where one has no point, ``days`` how long
    before the matter it was reported (0: within a day, or later). ``nearness``: 1 at the same spot,
    building or address, falling to 0 at ``REACH_M``; 0.4 in the same grid. ``score``: 0..1."""

    case_id: int
    likeness: float
    metres: float | None
    days: int
    nearness: float
    same_item: bool
    score: float
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Duplicate:
    """The same with the case itself, for whoever may see it."""

    case: Case
    likeness: float
    metres: float | None
    days: int
    why: tuple[str, ...]


def lately(town_id: int) -> "QuerySet[Case]":
    """Open cases and those closed within ``CLOSED_DAYS``; not what was merged into another."""
    since = clock.now() - timedelta(days=CLOSED_DAYS)
    rows = Case.objects.filter(town_id=town_id, merged_into=None)
    return rows.filter(Q(closed_at=None, state__in=kinds.open_states()) | Q(closed_at__gte=since))


def duplicates_of(
    town_id: int, matter: Matter, reach: Reach, most: int = 5, besides: Collection[int] = ()
) -> list[Duplicate]:
    """Cases of the same kind that this reach sees and that may be the same matter, the likeliest
    first. ``besides``: ids that stand first where they may be seen, whatever their words."""
    found = {one.case_id: one for one in _found(town_id, matter, besides)}
    rows = Case.objects.visible_to(reach).filter(pk__in=found)
    rows = rows.select_related("item", "unit")
    pairs = [(found[case.pk], case) for case in rows]
    pairs.sort(key=lambda pair: (pair[1].pk not in besides, -pair[0].score))
    return [
        Duplicate(case, one.likeness, one.metres, one.days, one.why) for one, case in pairs[:most]
    ]


def public_cases(town_id: int, kind: str) -> "QuerySet[Case]":
    """Open cases of a kind of which anybody may know: not secret themselves, by their item or by
    one of their requests."""
    secret = Request.objects.filter(case=OuterRef("pk"), secret=True)
    rows = Case.objects.filter(town_id=town_id, kind=kind, secret=False, closed_at=None)
    rows = rows.filter(state__in=kinds.open_states(), merged_into=None).exclude(item__secret=True)
    return rows.filter(~Exists(secret)).select_related("item", "community")


def public_found(town_id: int, matter: Matter, most: int) -> list[tuple[Found, Case]]:
    """The likeliest of the ``public_cases`` near a place that is known; without one none, for
    what is asked by words alone would tell what others wrote."""
    if matter.lies().nowhere or not kinds.goes_the_loop(matter.kind):
        return []
    found = {one.case_id: one for one in _found(town_id, matter) if one.nearness > 0}
    rows = public_cases(town_id, matter.kind).filter(pk__in=found)
    pairs = [(found[case.pk], case) for case in rows] if found else []
    pairs.sort(key=lambda pair: -pair[0].score)
    return pairs[:most]


def _found(town_id: int, matter: Matter, besides: Collection[int] = ()) -> list[Found]:
    place = matter.lies()
    with texts_of(town_id, "lately", lately) as texts:
        among = _among(texts, place) - {matter.but}
        wanted = (among | set(besides)) & texts.lies.keys()
        likes = texts.index.nearest(matter.text, max(_LOOKED_AT, len(besides)), SAME_LIKE, wanted)
        likeness = {pk: 0.0 for pk in besides if pk in wanted}
        likeness |= {like.id: like.likeness for like in likes}
        lies = {pk: texts.lies[pk] for pk in likeness}
    since = place.reported_at - timedelta(days=CLOSED_DAYS)
    found = []
    for pk, like in likeness.items():
        there = lies[pk]
        one = _compared(pk, like, there, place)
        closed_long_ago = there.closed_at is not None and there.closed_at < since
        same_kind = there.kind == matter.kind and not closed_long_ago
        if pk in besides or (same_kind and _is_like(one, there.nowhere or place.nowhere)):
            found.append(one)
    return found


def _among(texts: Texts, place: Lies) -> set[int]:
    if place.nowhere:
        return set(texts.lies)
    return texts.near(place) | texts.nowhere()


def _compared(pk: int, like: float, there: Lies, place: Lies) -> Found:
    metres = _metres(there, place)
    nearness = _nearness(metres, there, place)
    same_item = place.item_id is not None and there.item_id == place.item_id
    days = max((place.reported_at - there.reported_at).days, 0)
    lately = max(1.0 - days / _TIME_DAYS, 0.0)
    score = _WORDS * like + _PLACE * nearness + _ITEM * same_item + _TIME * lately
    why = _why(like, metres, days, there, place)
    return Found(pk, like, metres, days, nearness, same_item, score, why)


def _metres(there: Lies, place: Lies) -> float | None:
    if there.lon is None or there.lat is None or place.lon is None or place.lat is None:
        return None
    return metres_between(place.lon, place.lat, there.lon, there.lat)


def _nearness(metres: float | None, there: Lies, place: Lies) -> float:
    if _same_house(there, place):
        return 1.0
    if metres is not None:
        return max(1.0 - metres / REACH_M, 0.001) if metres <= REACH_M else 0.0
    return 0.4 if place.grid_id is not None and there.grid_id == place.grid_id else 0.0


def _same_house(there: Lies, place: Lies) -> bool:
    if place.building_id is not None and there.building_id == place.building_id:
        return True
    return bool(place.address) and there.address == place.address


def _is_like(found: Found, unplaced: bool) -> bool:
    if found.nearness <= 0:
        return unplaced and found.likeness >= FAR_LIKE
    next_to = found.same_item and found.nearness >= _NEXT_TO
    return found.likeness >= (SAME_LIKE if next_to else NEAR_LIKE)


def _why(like: float, metres: float | None, days: int, there: Lies, place: Lies) -> tuple[str, ...]:
    said = [_("文字相似 %(n)d%%") % {"n": round(100 * like)}, _where(metres, there, place)]
    if place.item_id is not None and there.item_id == place.item_id:
        said.append(_("同一事项"))
    said.append(_("%(n)d 天前") % {"n": days} if days else _("一天之内"))
    if there.closed_at is not None:
        said.append(_("已结束"))
    return tuple(one for one in said if one)


def _where(metres: float | None, there: Lies, place: Lies) -> str:
    if _same_house(there, place):
        return _("同一地点")
    if metres is not None:
        return _("相距 %(n)d 米") % {"n": 10 * round(metres / 10)} if metres >= 5 else _("同一地点")
    same_grid = place.grid_id is not None and there.grid_id == place.grid_id
    return _("同一网格") if same_grid else ""
