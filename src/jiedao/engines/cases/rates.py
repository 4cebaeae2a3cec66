"""Rates: a numerator, a denominator and the formula beside each; nothing is ever only a percentage.

A case falls into the period in which its last deadline lies, so what was due and is not done
counts, whenever it was reported. Lateness is read off the clocks and never erased: a case whose
clock was exempted by an upheld appeal leaves the rate and is shown apart, still late.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, fields
from datetime import date, datetime, time
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, TruncMonth

from jiedao.engines.cases import kinds
from jiedao.engines.cases.models import Case, Clock, Request, ReturnVisit
from jiedao.kernel import clock
from jiedao.kernel.access import Reach
from jiedao.kernel.clock import TOWN_ZONE
from jiedao.kernel.titles import Title

UNIT, COMMUNITY, MONTH, WHOLE = "unit", "community", "month", ""
INNER, PLATFORM = Clock.Kind.INNER, Clock.Kind.PLATFORM
"""Two counts of every rate: as we count (our own limit), and as the superior platform counts."""


@dataclass(frozen=True, slots=True)
class Period:
    """Days in the town's time, both included."""

    first: date
    last: date

    def bounds(self) -> tuple[datetime, datetime]:
        """From the first midnight to the one after the last day."""
        begin = datetime.combine(self.first, time.min, TOWN_ZONE)
        end = datetime.combine(date.fromordinal(self.last.toordinal() + 1), time.min, TOWN_ZONE)
        return begin, end


@dataclass(slots=True)
class Tally:
    """What was counted for one unit, community or month."""

    due: int = 0
    handled: int = 0
    handled_in_time: int = 0
    closed: int = 0
    closed_in_time: int = 0
    redone: int = 0
    late: int = 0
    exempted: int = 0
    exempted_late: int = 0
    dispatched: int = 0
    dispatched_right: int = 0
    to_contact: int = 0
    contacted_in_time: int = 0
    answered: int = 0
    satisfied: int = 0
    solved: int = 0
    exempted_ratings: int = 0

    def add(self, other: "Tally") -> None:
        """Add another tally's counts to this one."""
        for one in fields(self):
            setattr(self, one.name, getattr(self, one.name) + getattr(other, one.name))


@dataclass(frozen=True, slots=True)
class Rate:
    """One rate: what is divided by what, in words and as the fields of ``Tally``."""

    key: str
    titles: Title
    formula: Title
    numerator: str
    denominator: str
    direction: int = 1
    """+1: more is better; -1: less is better."""

    def of(self, tally: Tally) -> tuple[int, int]:
        """Numerator and denominator."""
        return getattr(tally, self.numerator), getattr(tally, self.denominator)


RATES = (
    Rate(
        "handled",
        Title("处置率", "Handled"),
        Title("处置数 ÷ 应处置数", "handled ÷ due to be handled"),
        "handled",
        "due",
    ),
    Rate(
        "handled_in_time",
        Title("按期处置率", "Handled in time"),
        Title("时限内处置数 ÷ 应处置数", "handled within the limit ÷ due to be handled"),
        "handled_in_time",
        "due",
    ),
    Rate(
        "closed",
        Title("结案率", "Closed"),
        Title("结案数 ÷ 应结案数", "closed ÷ due to be closed"),
        "closed",
        "due",
    ),
    Rate(
        "closed_in_time",
        Title("按期结案率", "Closed in time"),
        Title(
            "时限内处置且结案数 ÷ 应结案数",
            "handled and closed within the limit ÷ due to be closed",
        ),
        "closed_in_time",
        "due",
    ),
    Rate(
        "redone",
        Title("返工率", "Redone"),
        Title("返工数 ÷ 应结案数", "redone ÷ due to be closed"),
        "redone",
        "due",
        -1,
    ),
    Rate(
        "dispatched_right",
        Title("准确派遣率", "Dispatched correctly"),
        Title("首次派遣准确数 ÷ 应派遣数", "first dispatch correct ÷ dispatched"),
        "dispatched_right",
        "dispatched",
    ),
    Rate(
        "contacted",
        Title("响应率", "Responded"),
        Title("按时首次联系数 ÷ 应联系数", "first contact in time ÷ to be contacted"),
        "contacted_in_time",
        "to_contact",
    ),
    Rate(
        "satisfied",
        Title("满意率", "Satisfied"),
        Title(
            "（满意＋基本满意）÷ 有效评价数", "(satisfied + basically satisfied) ÷ valid ratings"
        ),
        "satisfied",
        "answered",
    ),
    Rate(
        "solved",
        Title("解决率", "Solved"),
        Title(
            "效果评价满意或基本满意数 ÷ 有效评价数",
            "effect rated satisfied or basically satisfied ÷ valid ratings",
        ),
        "solved",
        "answered",
    ),
)


@dataclass(slots=True)
class Table:
    """Tallies by group (the id of a unit or community, the first day of a month) and the whole."""

    rows: dict[Any, Tally] = field(default_factory=dict)
    whole: Tally = field(default_factory=Tally)


def rates(
    reach: Reach, period: Period, *, by: str = WHOLE, kind: str = "", basis: str = INNER
) -> Table:
    """Count the cases that the reach may see: four statements, whatever the number of cases.

    ``basis`` names the clock whose deadlines are meant. Groups without any case are left out;
    a case without a unit or community counts under None.
    """
    table = Table()
    sources: Iterable[tuple[Callable[..., QuerySet[Any, Any]], dict[str, Q]]] = (
        (_due, _due_counts(basis)),
        (_dispatched, _DISPATCH_COUNTS),
        (_contacts, _CONTACT_COUNTS),
        (_ratings, _RATING_COUNTS),
    )
    for rows_of, counts in sources:
        rows = rows_of(reach, period, kind, basis)
        _count(table, rows, by, counts)
    for tally in table.rows.values():
        table.whole.add(tally)
    return table


def _count(table: Table, rows: QuerySet[Any, Any], by: str, counts: dict[str, Q]) -> None:
    wanted = {name: Count("pk", filter=condition) for name, condition in counts.items()}
    group = {UNIT: "case_unit", COMMUNITY: "case_community", MONTH: "month"}.get(by)
    grouped = rows.values(group).annotate(**wanted) if group else [rows.aggregate(**wanted)]
    for row in grouped:
        key = row.pop(group, None) if group else None
        if isinstance(key, datetime):
            key = key.astimezone(TOWN_ZONE).date()
        if any(row.values()):
            table.rows.setdefault(key, Tally()).add(Tally(**row))


def _cases(reach: Reach, kind: str) -> QuerySet[Any, Any]:
    """Cases that go the loop, whose formulas these are; kinds with a way of their own have their
    own figures."""
    rows = Case.objects.visible_to(reach)
    if kind:
        return rows.filter(kind=kind)
    own = [one.key for one in kinds.own_kinds()]
    return rows.exclude(kind__in=own) if own else rows


def _late() -> Q:
    """A clock that ran out: noted by the worker, stopped too late, or running on after its time."""
    running = Q(stopped_at=None, paused_at=None, due_at__lt=clock.now())
    return Q(lapsed_at__isnull=False) | Q(stopped_at__gt=F("due_at")) | running


def _due(reach: Reach, period: Period, kind: str, basis: str) -> QuerySet[Any, Any]:
    """Cases whose last deadline of the basis lies in the period."""
    begin, end = period.bounds()
    clocks = Clock.objects.filter(case_id=OuterRef("pk"), kind=basis)
    last = clocks.order_by("-due_at").values("due_at")[:1]
    inside = Clock.objects.filter(
        town_id=reach.town_id, kind=basis, due_at__gte=begin, due_at__lt=end
    )
    rows: QuerySet[Any, Any] = (
        _cases(reach, kind)
        .filter(pk__in=inside.values("case_id"))
        .exclude(state__in=("merged", "declined", "withdrawn", "returned_up"))
        .annotate(last_due=Subquery(last))
        .filter(last_due__gte=begin, last_due__lt=end)
        .annotate(
            is_late=Exists(clocks.filter(_late())),
            # An upheld appeal exempts what it was about: other lateness still counts.
            is_exempt=Exists(clocks.filter(exempted=True))
            & ~Exists(clocks.filter(_late(), exempted=False)),
            done_at=Coalesce("handled_at", "closed_at"),
            **_groups("", Subquery(last)),
        )
    )
    return rows


_COUNTED = Q(is_exempt=False)
_HANDLED = Q(handled_at__isnull=False) | Q(state__in=("handled", "checked", "closed", "archived"))
_CLOSED = Q(state__in=("closed", "archived"))
# The inner clock stops when the work is reported done, the platform's when the case is closed. So
# of each basis one rate is read off its clock, and the other compares its own moment with the
# last deadline: a case handled in time and closed months later is not closed in time.
_IN_TIME = {
    INNER: (Q(is_late=False), Q(is_late=False, closed_at__lte=F("last_due"))),
    PLATFORM: (Q(is_late=False) | Q(done_at__lte=F("last_due")), Q(is_late=False)),
}
_DUE_COUNTS = {
    "due": _COUNTED,
    "handled": _COUNTED & _HANDLED,
    "closed": _COUNTED & _CLOSED,
    "redone": _COUNTED & Q(redo_count__gt=0),
    "late": Q(is_late=True),
    "exempted": Q(is_exempt=True),
    "exempted_late": Q(is_exempt=True, is_late=True),
}


def _due_counts(basis: str) -> dict[str, Q]:
    handled, closed = _IN_TIME[Clock.Kind(basis)]
    return _DUE_COUNTS | {
        "handled_in_time": _COUNTED & _HANDLED & handled,
        "closed_in_time": _COUNTED & _CLOSED & closed,
    }


def _dispatched(reach: Reach, period: Period, kind: str, basis: str) -> QuerySet[Any, Any]:  # noqa: ARG001
    """Cases dispatched in the period; the first dispatch was right unless it was undone."""
    begin, end = period.bounds()
    rows = _cases(reach, kind).filter(dispatched_at__gte=begin, dispatched_at__lt=end)
    grouped: QuerySet[Any, Any] = rows.annotate(**_groups("", "dispatched_at"))
    return grouped


_DISPATCH_COUNTS = {"dispatched": Q(), "dispatched_right": Q(misdispatched=False)}


def _contacts(reach: Reach, period: Period, kind: str, basis: str) -> QuerySet[Any, Any]:  # noqa: ARG001
    """First-contact clocks that were due in the period.

    Where the case was declined, withdrawn or joined to another in time, none was owed any more.
    """
    begin, end = period.bounds()
    rows = Clock.objects.filter(
        town_id=reach.town_id,
        kind=Clock.Kind.FIRST_CONTACT,
        due_at__gte=begin,
        due_at__lt=end,
        case__in=_cases(reach, kind),
    ).exclude(stopped_at__isnull=False, met=None, lapsed_at=None)
    return rows.annotate(**_groups("case__", "due_at"))


_CONTACT_COUNTS = {
    "to_contact": Q(exempted=False),
    "contacted_in_time": Q(exempted=False, lapsed_at=None, met=True),
}


def _ratings(reach: Reach, period: Period, kind: str, basis: str) -> QuerySet[Any, Any]:  # noqa: ARG001
    """Answers given in the period, those of every round; what two persons exempted is shown
    apart."""
    begin, end = period.bounds()
    rows = ReturnVisit.objects.filter(
        at__gte=begin, at__lt=end, request__in=Request.objects.visible_to(reach)
    )
    rows = rows.filter(request__case__kind=kind) if kind else rows
    return rows.annotate(**_groups("request__case__", "at"))


_GOOD = Q(satisfaction__in=("satisfied", "basically"))
_RATING_COUNTS = {
    "answered": Q(request__exempted=False) & (_GOOD | Q(satisfaction="dissatisfied")),
    "satisfied": Q(request__exempted=False) & _GOOD,
    "solved": Q(request__exempted=False) & Q(effect__in=("satisfied", "basically")),
    "exempted_ratings": Q(request__exempted=True),
}


def _groups(prefix: str, moment: Any) -> dict[str, Any]:
    return {
        "case_unit": F(f"{prefix}unit_id"),
        "case_community": F(f"{prefix}community_id"),
        "month": TruncMonth(moment, tzinfo=TOWN_ZONE),
    }
