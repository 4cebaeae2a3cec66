"""How often in a row: years first in the district, years an award was given again.

Such figures follow from the series of facts (``series``) and are never typed in. An application
enters ``RUNS`` in its file ``runs.py``.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from jiedao.engines.indicators.models import Fact
from jiedao.engines.indicators.periods import Period
from jiedao.engines.indicators.series import YEAR, compare, months_of, series_of
from jiedao.engines.indicators.workflow import WITHDRAWN
from jiedao.kernel.registry import Slot
from jiedao.kernel.titles import Title


@dataclass(frozen=True, slots=True)
class Run:
    """A count of periods in a row that ends with a fact of the period asked for.

    With ``base``, of the facts of that indicator with rank 1; without, of the facts of ``kind``
    that say the same in the attribute ``by`` (of those alone that say ``only``, where it is
    given). ``months`` is how long each period is.
    """

    key: str
    titles: Title
    unit: str
    kind: str
    base: str = ""
    by: str = ""
    only: str = ""
    months: int = YEAR


@dataclass(frozen=True, slots=True)
class Counted:
    """A run as it stands at the end of a period; ``says`` is the value of the attribute."""

    run: Run
    periods: int
    last: Fact
    says: str = ""


runs: Slot[Run] = Slot("runs", Run)


def runs_of(town_id: int, period: Period) -> Iterator[Counted]:
    """The runs that have a fact in the period; the latest one of each is what is counted to."""
    for run in runs:
        latest: dict[str, Fact] = {}
        for fact in _facts(run, town_id).filter(day__range=(period.start, period.end)):
            says = str(fact.attributes.get(run.by) or "") if run.by else ""
            if months_of(fact) == run.months and (says or not run.by):
                latest[says] = fact
        for says, fact in latest.items():
            count = _count(run, fact, says)
            if count:
                yield Counted(run, count, fact, says)


def _facts(run: Run, town_id: int) -> Any:
    rows = Fact.objects.filter(town_id=town_id, kind=run.kind).exclude(state=WITHDRAWN)
    if run.base:
        rows = rows.filter(indicator=run.base)
    if run.only:
        rows = rows.filter(**{f"attributes__{run.by}": run.only})
    return rows.order_by("day", "id")


def _count(run: Run, fact: Fact, says: str) -> int:
    rows = _facts(run, fact.town_id)
    if run.base:
        return compare(fact, series_of(fact, rows)).firsts
    same = rows.filter(**{f"attributes__{run.by}": says}, day__lte=fact.day)
    return compare(fact, [one for one in same if months_of(one) == run.months]).runs
