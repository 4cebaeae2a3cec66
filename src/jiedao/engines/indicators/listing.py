"""Every figure of a period in one list: computed ones, facts with their source, and targets."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any, Final

from django.db.models import Q

from jiedao.engines.indicators.comparing import published
from jiedao.engines.indicators.models import Fact
from jiedao.engines.indicators.options import Scope
from jiedao.engines.indicators.periods import Period
from jiedao.engines.indicators.quotients import is_of_facts
from jiedao.engines.indicators.runs import runs_of
from jiedao.engines.indicators.targets import targets
from jiedao.engines.indicators.values import Value, Values, own_dimensions, values_of
from jiedao.engines.indicators.workflow import WITHDRAWN
from jiedao.kernel import registry
from jiedao.kernel.declarations import Indicator

RESULT, TARGET, RANK = "result", "target", "rank"
YEARS_ON_FILE: Final = 10


@dataclass(frozen=True, slots=True)
class FigureLine:
    """One figure. ``filter`` maps a dimension to the value it was narrowed to; ``records`` were
    counted; ``external`` ones were not, and name their ``source``."""

    key: str
    name: str
    value: float | None
    unit: str
    numerator: float | None = None
    denominator: float | None = None
    records: int = 0
    external: bool = False
    source: str = ""
    period: str = ""
    filter: Mapping[str, Any] = field(default_factory=dict)
    status: str = RESULT
    qualifier: str = "exact"

    def as_json(self) -> dict[str, Any]:
        """As ``jiedao figures`` prints it."""
        return asdict(self)


def figures(town_id: int, period: Period, *, as_of: datetime | None = None) -> list[FigureLine]:
    """All figures of the period, then its facts and what follows from their series, then the
    targets that reach into it or beyond."""
    return [
        *_computed(town_id, period, as_of),
        *_facts(town_id, period),
        *run_lines(town_id, period),
        *_targets(town_id, period),
    ]


def computed_indicators() -> list[Indicator]:
    """Those counted from records: facts are figures of somebody else."""
    return [
        one for one in registry.indicators if one.kind in registry.kinds and not is_of_facts(one)
    ]


def _computed(town_id: int, period: Period, as_of: datetime | None) -> Iterator[FigureLine]:
    wanted = computed_indicators()
    keys = [one.key for one in wanted]
    whole = values_of(keys, town_id=town_id, period=period, as_of=as_of)
    before = _years_before(town_id, period, [one for one in wanted if one.compare], as_of)
    split = _by_dimension(town_id, period, wanted, as_of)
    for one in wanted:
        value = whole[one.key].get((), Value(None))
        past = [year[one.key].get((), Value(None)) for year in before if one.key in year]
        yield _line(one, value, published(one, value, past), period, {})
        for dimension, groups in split.get(one.key, {}).items():
            for (group,), part in groups.items():
                if group not in (None, ""):
                    yield _line(one, part, part.value, period, {dimension: group})


def _line(
    one: Indicator, value: Value, shown: float | None, period: Period, narrowed: Mapping[str, Any]
) -> FigureLine:
    return FigureLine(
        one.key, one.titles.zh, shown, one.unit, value.numerator, value.denominator,
        value.records, period=period.key, filter=narrowed,
        status=RANK if one.compare == RANK else RESULT,
    )  # fmt: skip


def _years_before(
    town_id: int, period: Period, compared: list[Indicator], as_of: datetime | None
) -> list[Values]:
    """The same figures of earlier years, the last one first; asked only of those that compare."""
    found: list[Values] = []
    years = YEARS_ON_FILE if any(one.compare == RANK for one in compared) else 1
    earlier = period
    for _year in range(years if compared else 0):
        earlier = earlier.year_before()
        keys = [one.key for one in compared]
        found.append(values_of(keys, town_id=town_id, period=earlier, as_of=as_of))
    return found


def _by_dimension(
    town_id: int, period: Period, wanted: list[Indicator], as_of: datetime | None
) -> dict[str, dict[str, dict[tuple[Any, ...], Value]]]:
    """Indicator → dimension of its own → group → value."""
    found: dict[str, dict[str, dict[tuple[Any, ...], Value]]] = {}
    own = {one.key: own_dimensions(one) for one in wanted}
    for dimension in {name for names in own.values() for name in names}:
        keys = [key for key, names in own.items() if dimension in names]
        values = values_of(keys, town_id=town_id, period=period, by=(dimension,), as_of=as_of)
        for key, groups in values.items():
            found.setdefault(key, {})[dimension] = groups
    return found


def _facts(town_id: int, period: Period) -> Iterator[FigureLine]:
    """Outside figures of exactly this period; those without a beginning are of the year to it."""
    rows = Fact.objects.filter(town_id=town_id, day=period.end).exclude(state=WITHDRAWN)
    begins = Q(period_from=period.start)
    if period.month_count == 12:
        begins |= Q(period_from=None)
    for fact in rows.filter(begins).exclude(indicator="").order_by("id"):
        yield from _of_fact(fact, period)


def _of_fact(fact: Fact, period: Period) -> Iterator[FigureLine]:
    line = FigureLine(
        fact.indicator, fact.title, None, "", external=True, source=source_of(fact),
        period=period.key,
    )  # fmt: skip
    if fact.value is not None:
        yield replace(line, value=float(fact.value), unit=fact.value_unit)
    if fact.rank is not None:
        scope = Scope(fact.scope).titles.zh if fact.scope else ""
        yield replace(line, value=float(fact.rank), unit=scope, status=RANK)


def source_of(fact: Fact) -> str:
    """The document of a fact, as one cites it."""
    named = fact.source_number or fact.source_url or fact.source_file
    parts = (fact.issued_by, f"《{fact.source_title}》", named, fact.source_date.isoformat())
    return " ".join(filter(None, parts))


def run_lines(town_id: int, period: Period) -> Iterator[FigureLine]:
    """How often in a row, counted from the facts on file."""
    for one in runs_of(town_id, period):
        run = one.run
        narrowed = {run.by: one.says} if run.by and not run.only else {}
        yield FigureLine(
            run.key, run.titles.zh, float(one.periods), run.unit, records=one.periods,
            source=source_of(one.last), period=period.key, filter=narrowed,
        )  # fmt: skip


def _targets(town_id: int, period: Period) -> Iterator[FigureLine]:
    for source in targets:
        for one in source.of(town_id, period):
            yield FigureLine(
                one.key, one.name, float(one.value), one.unit, period=one.period,
                filter=dict(one.filters), status=TARGET, source=one.source,
                qualifier=one.qualifier,
            )  # fmt: skip
