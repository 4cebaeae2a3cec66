"""What is known of an area on a day: its people, its records, its figures.

Counts come from the mirror, which can tell any past day; who reads them must be allowed to see
every record of the kind in the area, so that a number tells nobody more than the list would.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.urls import reverse
from django.utils.http import urlencode

from jiedao.centre.portraits import counting
from jiedao.centre.portraits.counting import Counted
from jiedao.engines.indicators.comparing import change, comparable
from jiedao.engines.indicators.keeping import kept_values
from jiedao.engines.indicators.pages.asking import query_of, readable
from jiedao.engines.indicators.periods import Period
from jiedao.engines.indicators.rights import SEE
from jiedao.engines.indicators.saying import said, said_change
from jiedao.engines.indicators.values import Value, dimensions_of, values_of
from jiedao.foundation.places import queries as places
from jiedao.foundation.places.locator import locator_for
from jiedao.foundation.places.models import Area
from jiedao.foundation.staff.models import Post, Unit
from jiedao.foundation.staff.queries import valid_posts
from jiedao.foundation.staff.structure import structure_of
from jiedao.kernel import clock
from jiedao.kernel.access import Reach

_COLUMNS: Final = {
    Area.Level.COMMUNITY: "community_id",
    Area.Level.GRID: "grid_id",
    Area.Level.BUILDING: "building_id",
}
_POSTS_SHOWN: Final = 12
_RANKS: Final = ("书记", "主任", "局长", "所长", "站长", "队长", "科长", "部长", "组长")
_DEPUTY: Final = ("副", "助理", "代")


@dataclass(frozen=True, slots=True)
class View:
    """An area on a day."""

    area: Area
    day: date
    reach: Reach

    @property
    def is_today(self) -> bool:
        """Whether the present is asked for."""
        return self.day >= clock.today()

    @property
    def as_of(self) -> datetime | None:
        """The end of a past day; None for the present."""
        return counting.end_of(self.day)

    @property
    def column(self) -> str:
        """By which a record lies in the area; "" for the sub-district: every one does."""
        return _COLUMNS.get(Area.Level(self.area.level), "")

    @property
    def around(self) -> tuple[int, ...]:
        """The area and those that it lies in."""
        return (self.area.pk, *places.above(self.reach.town_id, self.area.pk))


@dataclass(frozen=True, slots=True)
class Answering:
    """A unit that answers for the area, and who works there, its heads first."""

    name: str
    phone: str
    posts: Sequence[Post]

    @property
    def first(self) -> Sequence[Post]:
        """Those that are named at once."""
        return self.posts[:_POSTS_SHOWN]

    @property
    def rest(self) -> Sequence[Post]:
        """Those that are named on request."""
        return self.posts[_POSTS_SHOWN:]


def _rank(post: Post) -> tuple[bool, bool, int]:
    """Whoever heads the unit before deputies, both before all others, in the order of the titles."""
    title = post.title or post.role.name
    place = next((n for n, rank in enumerate(_RANKS) if rank in title), len(_RANKS))
    return place == len(_RANKS), title.startswith(_DEPUTY), place


def answering(view: View) -> list[Answering]:
    """The units whose jurisdiction the area or one around it is, the nearest first."""
    structure = structure_of(view.reach.town_id)
    by_area = {
        unit.area_id: unit for unit in structure.units.values()
        if unit.area_id and unit.valid_on(view.day)
    }  # fmt: skip
    units = [by_area[area] for area in view.around if area in by_area]
    units += [
        unit
        for unit in structure.units.values()
        if unit.kind == Unit.UnitKind.LEADERSHIP and unit.valid_on(view.day)
    ]
    posts = valid_posts(view.day).filter(unit_id__in=[unit.id for unit in units])
    of_unit: dict[int, list[Post]] = {}
    for post in posts:
        of_unit.setdefault(post.unit_id, []).append(post)
    return [
        Answering(unit.name, of_unit[unit.id][0].unit.phone, sorted(of_unit[unit.id], key=_rank))
        for unit in units if unit.id in of_unit
    ]  # fmt: skip


def counted(view: View) -> Iterator[Counted]:
    """Of each kind that the reader may see here and that has records, in the order of the rail."""

    def where(columns: Sequence[str]) -> str | None:
        if not view.column:
            return ""
        return f"{view.column} = {int(view.area.pk)}" if view.column in columns else None

    query = urlencode({"area": view.area.pk}) if view.column else ""
    return counting.counted(view.reach, view.as_of, view.around, where, query)


@dataclass(frozen=True, slots=True)
class Told:
    """A figure of the area in the year up to the day, beside the same days of the year before."""

    title: object
    said: str
    before: str
    change: str
    better: bool | None
    url: str


def figures(view: View) -> list[Told]:
    """Every figure that may be split by such an area and has records there; none for who may not
    see figures."""
    if not view.reach.anywhere(SEE) or view.column not in ("", "community_id", "grid_id"):
        return []
    wanted = [
        one for one in readable(view.reach)
        if one.date_field and (not view.column or view.column in dimensions_of(one))
    ]  # fmt: skip
    filters = {view.column: view.area.pk} if view.column else {}
    period = Period(date(view.day.year, 1, 1), view.day)
    keys, town_id = tuple(one.key for one in wanted), view.reach.town_id
    now = (
        kept_values(keys, town_id=town_id, period=period, filters=filters) if view.is_today
        else values_of(keys, town_id=town_id, period=period, filters=filters, as_of=view.as_of)
    )  # fmt: skip
    before = kept_values(keys, town_id=town_id, period=period.year_before(), filters=filters)
    found = []
    for one in wanted:
        value, past = now[one.key].get((), Value(None)), before[one.key].get((), Value(None))
        if not value.records:
            continue
        year = change(one, value, past) if comparable(value, past) else None
        found.append(Told(
            one.titles, said(value.value, one.unit), said(past.value, one.unit) if year else "",
            said_change(year), year.is_better(one.direction) if year else None,
            f"{reverse('indicators:figure', args=[one.key])}?{query_of(period, filters)}",
        ))  # fmt: skip
    return found


def inside(view: View) -> list[Any]:
    """The areas right below, as they were that day."""
    day = None if view.is_today else view.day
    return list(locator_for(view.reach.town_id, day).tree.children(view.area.pk))
