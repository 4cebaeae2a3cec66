"""The first page's cards: what waits for me by the clock, desks, approvals, how units stand."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Window
from django.db.models.functions import RowNumber
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from jiedao.engines.cases import kinds, queries, workflow
from jiedao.engines.cases.gate import CaseQuerySet
from jiedao.engines.cases.models import Case
from jiedao.engines.cases.pages.approvals import waiting_for
from jiedao.engines.cases.pages.common import reader, unit_name
from jiedao.engines.cases.pages.lists import waits_for
from jiedao.engines.cases.pages.record_parts import APPROVALS
from jiedao.foundation.staff.pages.common import account_of

SHOWN = 10
SHOWN_OF_A_KIND = 6
UNITS_SHOWN = 12


def my_day(request: HttpRequest) -> str:
    """What waits for me: the nearest deadlines, then what has no clock, the newest first.

    So many of a kind at most, lest one with a hundred records hide the others; how many more of
    it wait is said beneath.
    """
    reach, account = reader(request), account_of(request)
    waiting = Case.objects.visible_to(reach).filter(waits_for(reach, account.pk))
    found = list(_first_of_each_kind(waiting))
    of_a_kind = SHOWN_OF_A_KIND if len({case.kind for case in found}) > 1 else SHOWN
    shown = [case for case in found if case.place <= of_a_kind][:SHOWN]
    context = {"cases": shown, "rest": _rest(found, shown)}
    return render_to_string("cases/home/my_day.html", context, request)


# Not by id: a round's hazards may be written down before what was reported earlier.
_NEAREST = (F("due_at").asc(nulls_last=True), F("reported_at").desc(), F("pk").desc())


def _first_of_each_kind(waiting: CaseQuerySet) -> Any:
    """Each with its ``place`` among its kind and how many of the kind there are (``whole``)."""
    numbered = waiting.annotate(
        place=Window(RowNumber(), partition_by="kind", order_by=_NEAREST),
        whole=Window(Count("pk"), partition_by="kind"),
    )
    return numbered.filter(place__lte=SHOWN).select_related("item").order_by(*_NEAREST)


@dataclass(frozen=True, slots=True)
class Rest:
    """How many more of a kind wait, and where they are listed."""

    title: object
    count: int
    url: str


def _rest(found: Sequence[Any], shown: Sequence[Any]) -> list[Rest]:
    whole = {case.kind: case.whole for case in found}
    left = Counter(whole) - Counter(case.kind for case in shown)
    titles = {kind.key: kind.titles for kind in kinds.case_kinds()}
    where = reverse("cases:mine")
    return [Rest(titles.get(key, key), n, f"{where}?kind={key}") for key, n in left.items()]


@dataclass(frozen=True, slots=True)
class Step:
    """A desk's tile: the state, how many stand in it, and where they are listed."""

    title: object
    count: int
    url: str


def steps(request: HttpRequest) -> str:
    """How many open cases stand at which step."""
    counts = queries.open_by_state(reader(request))
    tiles = [*_steps_of_the_loop(counts), *_other_kinds(counts)]
    if not any(tile.count for tile in tiles):
        return ""
    return render_to_string("cases/home/steps.html", {"tiles": tiles}, request)


def _steps_of_the_loop(counts: Mapping[tuple[str, str], int]) -> Iterator[Step]:
    where = reverse("cases:list")
    for state in workflow.STATES:
        if state.open:
            rows = (
                n
                for (kind, key), n in counts.items()
                if key == state.key and kinds.goes_the_loop(kind)
            )
            yield Step(state.titles, sum(rows), f"{where}?state={state.key}")


def _other_kinds(counts: Mapping[tuple[str, str], int]) -> Iterator[Step]:
    """One tile for each kind that goes a way of its own, where there is open work of it."""
    for kind in kinds.own_kinds():
        count = sum(n for (key, _state), n in counts.items() if key == kind.key)
        if count:
            yield Step(kind.titles, count, reverse("cases:kind", args=[kind.key]))


def approvals(request: HttpRequest) -> str:
    """What waits for my decision; nothing where nothing waits."""
    rows = waiting_for(reader(request), account_of(request).pk).select_related("case", "asked_unit")
    found = list(rows.order_by("id")[: SHOWN + 1])
    if not found:
        return ""
    lines = [(row, APPROVALS[row.kind]) for row in found[:SHOWN]]  # type: ignore[index]
    context = {"lines": lines, "more": len(found) > SHOWN}
    return render_to_string("cases/home/approvals.html", context, request)


@dataclass(frozen=True, slots=True)
class UnitLine:
    """How one unit stands."""

    name: str
    tally: queries.Tally
    url: str


def units(request: HttpRequest) -> str:
    """Open work by unit and colour, for those who answer for more than one."""
    reach = reader(request)
    if not (reach.anywhere("cases.supervise") or reach.anywhere("cases.dispatch")):
        return ""
    tallies = queries.open_by_unit(reach)
    if len(tallies) < 2:
        return ""
    tallies.sort(key=lambda tally: (-tally.red, -tally.amber, -tally.open))
    where = reverse("cases:list")
    lines = [
        UnitLine(
            unit_name(reach.town_id, tally.unit_id) or _("未分拨"),
            tally,
            f"{where}?unit={tally.unit_id}" if tally.unit_id else reverse("cases:desk"),
        )
        for tally in tallies[:UNITS_SHOWN]
    ]
    return render_to_string("cases/home/units.html", {"lines": lines}, request)
