"""Which item, which unit, which limits: by the catalogue alone (rules, never guesses)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from jiedao.engines.cases import clocks, kinds, workflow
from jiedao.engines.cases.actions.placing import Placed
from jiedao.engines.cases.models import Assignment, Case, Clock, Request
from jiedao.foundation.catalogue.entries import CatalogueItem
from jiedao.foundation.catalogue.lookup import Catalogue, catalogue_for
from jiedao.foundation.workdays.calendar import Calendar
from jiedao.kernel import towns
from jiedao.kernel.errors import Invalid

if TYPE_CHECKING:
    from jiedao.engines.cases.actions.incoming import NewCase
    from jiedao.engines.cases.work import Work

DEFAULT_LEVEL = 3


@dataclass(frozen=True, slots=True)
class Route:
    """Where a new request goes at once, and by which rule."""

    state: str
    item_id: int | None = None
    unit_id: int | None = None
    co_unit_ids: tuple[int, ...] = ()
    level: int = DEFAULT_LEVEL
    secret: bool = False
    why: str = ""

    def parts(self) -> Iterator[tuple[int, str]]:
        """The units at work and their parts."""
        if self.unit_id is not None:
            yield self.unit_id, Assignment.Part.LEAD
        for unit_id in self.co_unit_ids:
            yield unit_id, Assignment.Part.CO


def route(catalogue: Catalogue, town_id: int, new: NewCase, placed: Placed) -> Route:
    """The item by the sender or by a rule of the catalogue; the unit by item and place.

    Without an item it waits to be accepted. With an item and a responsible unit it is
    dispatched straight to the unit (town setting ``auto_dispatch``), else it is accepted; so is
    what its sender says is known already: a person looks first whether to merge it.
    Raises Invalid for an item that is not in the catalogue.
    """
    if not kinds.goes_the_loop(new.kind):
        return _own_route(catalogue, new, placed)
    community_id = new.community_id or placed.community_id
    why = "sender"
    item = _sent(catalogue, new)
    if item is None:
        suggestion = catalogue.suggest(new.text, new.channel, community_id, new.kind)
        item = suggestion.item if suggestion else None
        why = suggestion.why if suggestion else ""
    if item is None and new.unit_id is None:
        return Route(workflow.REPORTED, level=new.level or DEFAULT_LEVEL)
    unit_id, co_units = _units(catalogue, new, placed, item)
    by_itself = bool(towns.setting(town_id, "auto_dispatch", True)) and not new.said_to_be_known
    straight = by_itself and unit_id is not None
    return Route(
        workflow.DISPATCHED if straight else workflow.ACCEPTED,
        item.id if item else None,
        unit_id if straight else None,
        co_units if straight else (),
        item.level if item else DEFAULT_LEVEL,
        item.secret if item else False,
        why,
    )


def _own_route(catalogue: Catalogue, new: NewCase, placed: Placed) -> Route:
    """A kind with a workflow of its own begins where that begins, with the unit that the sender
    names, else the one that answers for the item; nothing is guessed from its words."""
    item = _sent(catalogue, new)
    unit_id, co_units = _units(catalogue, new, placed, item)
    return Route(
        kinds.workflow_of(new.kind).initial,
        item.id if item else None,
        unit_id,
        co_units,
        item.level if item else DEFAULT_LEVEL,
        item.secret if item else False,
        "sender",
    )


def _sent(catalogue: Catalogue, new: NewCase) -> CatalogueItem | None:
    """The item that the sender named."""
    if new.item_id is None:
        return None
    item = catalogue.item(new.item_id)
    if item is None or not item.active:
        raise Invalid(_("目录里没有这个事项。"), field="item", code="unknown_item")
    return item


def _units(
    catalogue: Catalogue, new: NewCase, placed: Placed, item: CatalogueItem | None
) -> tuple[int | None, tuple[int, ...]]:
    """Lead and co-handlers: the unit that the sender named, else those of the item and place."""
    if new.unit_id is not None or item is None:
        return new.unit_id, ()
    areas = (placed.building_id, placed.grid_id, new.community_id or placed.community_id)
    responsible = catalogue.responsible(item.id, [area for area in areas if area is not None])
    return responsible.lead_unit_id, tuple(responsible.co_unit_ids)


def start_clocks(
    case: Case, request: Request | None, chosen: Route, calendar: Calendar, moment: datetime
) -> list[Clock]:
    """The clocks of a fresh case: unsaved, and the nearest written into the case."""
    started: list[Clock] = []
    if request is not None and request.platform_due_at is not None:
        started.append(clocks.platform(request))
    if not kinds.goes_the_loop(case.kind):
        started += [
            clocks.start(
                case, own.key, clocks.limit_for(case, own.key), calendar=calendar, at=moment
            )
            for own in kinds.clocks_of(case.kind)
            if own.from_start
        ]
    elif chosen.state == workflow.DISPATCHED:
        contacts = [request] if request is not None and request.requester_id is not None else []
        started += dispatch_clocks(case, calendar, moment, contacts=contacts)
        started += part_clocks(case, chosen.co_unit_ids, started, calendar, moment)
    clocks.lead(case, started)
    return started


def dispatch_clocks(
    case: Case, calendar: Calendar, moment: datetime, *, contacts: Iterable[Request]
) -> list[Clock]:
    """Sign-for, first contact with each of ``contacts``, and the inner limits.

    The inner limit is that of the case's condition, else of the item's first one, one clock
    a stage; a town default where the catalogue says nothing.
    """
    limit = clocks.town_limit(case.town_id, workflow.SIGN_FOR)
    return [
        clocks.start(case, workflow.SIGN_FOR, limit, calendar=calendar, at=moment),
        *(contact_clock(case, request, calendar, moment) for request in contacts),
        *inner_clocks(case, calendar, moment),
    ]


def contact_clock(case: Case, request: Request, calendar: Calendar, moment: datetime) -> Clock:
    """首联: everybody who asked is contacted first, also where several share one case."""
    limit = clocks.town_limit(case.town_id, workflow.FIRST_CONTACT)
    new = clocks.start(case, workflow.FIRST_CONTACT, limit, calendar=calendar, at=moment)
    new.request = request
    return new


def part_clocks(
    case: Case,
    unit_ids: Iterable[int],
    running: Iterable[Clock],
    calendar: Calendar,
    moment: datetime,
) -> list[Clock]:
    """One clock for each co-handler, beside the inner ones among ``running``."""
    inner = [row for row in running if row.kind == workflow.INNER]
    return [clocks.part(case, unit, inner, calendar=calendar, at=moment) for unit in unit_ids]


def inner_clocks(case: Case, calendar: Calendar, moment: datetime) -> list[Clock]:
    """The inner limits, one clock a stage."""
    catalogue = catalogue_for(case.town_id)
    staged = catalogue.limits(case.item_id, case.condition_id) if case.item_id else ()
    if not staged:
        limit = clocks.town_limit(case.town_id, workflow.INNER)
        return [clocks.start(case, workflow.INNER, limit, calendar=calendar, at=moment)]
    return [
        clocks.start(
            case, workflow.INNER, stage.limit, calendar=calendar, at=moment, stage=stage.stage
        )
        for stage in staged
    ]


def correct_limits(work: Work) -> None:
    """What was dispatched under a wrong item ran with a wrong limit: the right item's counts
    from the same beginning, as the resident's time is one time. Lateness that is noted stays."""
    going = [row for row in work.clocks if row.kind == workflow.INNER and row.stopped_at is None]
    if not going:
        return
    since = min(row.started_at for row in going)
    right = inner_clocks(work.case, work.calendar, since)
    known = {_limit_of(row) for row in right}
    if all(_limit_of(row) in known for row in going):
        return
    for row, new in zip_longest(going, right):
        if row is None:
            work.start_clock(new)
        elif new is None:
            clocks.stop(row, work.moment)
        else:
            row.stage, row.limit_amount, row.limit_unit = _limit_of(new)
            row.due_at, row.warned_at = new.due_at, None
            clocks.schedule(row)
    work.touch_clocks()


def _limit_of(row: Clock) -> tuple[str, int | None, str]:
    return row.stage, row.limit_amount, row.limit_unit
