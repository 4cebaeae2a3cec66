"""What is not counted from records: outside figures, ranks and honours, and what was planned."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Final

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from jiedao.engines.indicators.models import Fact
from jiedao.engines.indicators.options import Scope
from jiedao.engines.indicators.periods import Period
from jiedao.engines.indicators.quotients import is_of_facts, parts_of
from jiedao.engines.indicators.targets import Target, targets
from jiedao.engines.indicators.workflow import WITHDRAWN
from jiedao.engines.reports.writing.document import Token
from jiedao.engines.reports.writing.figures import NAME, RANK, Figure, Source
from jiedao.foundation.records.schema import schema_of
from jiedao.kernel import registry

PREFIX: Final = "fact:"
_YEAR: Final = 12


def figure_of(town_id: int, token: Token, as_of: datetime) -> Figure:
    """The figure of one fact by its id: its value, its place, or (an honour) its name."""
    fact = Fact.objects.filter(town_id=town_id, pk=int(token.key.removeprefix(PREFIX))).first()
    if fact is None or fact.state == WITHDRAWN:
        return Figure(token, token.key, "", missing=_("没有这条外部数据。"), as_of=as_of)
    plain = Figure(
        token, fact.title, fact.value_unit, fact.value, formula=_("外部数据，按来源文件登记。"),
        name=fact.title, as_of=as_of, sources=(_source(fact),),
    )  # fmt: skip
    if token.form == RANK:
        return _with_rank(plain, fact)
    if token.form == NAME:
        return plain
    return plain if fact.value is not None else replace(plain, missing=_("没有登记数值。"))


def ranked(shelf: "Shelf", figure: Figure) -> Figure:
    """The place that is on file for an indicator in its period."""
    facts = shelf.facts(figure.token.key, Period.parse(figure.token.period))
    fact = next((one for one in reversed(facts) if one.rank is not None), None)
    if fact is None:
        return replace(
            figure, value=None, unit="", ranked=True, missing=_("没有登记名次。"), sources=()
        )
    return _with_rank(figure, fact)


def facts_of(town_id: int, period: Period) -> QuerySet[Fact]:
    """The facts of exactly this period; those without a beginning are of the year to its end."""
    begins = Q(period_from=period.start)
    if period.month_count == _YEAR:
        begins |= Q(period_from=None)
    rows = Fact.objects.filter(begins, town_id=town_id, day=period.end)
    return rows.exclude(state=WITHDRAWN)


def honours_of(town_id: int, period: Period) -> list[Fact]:
    """What was given in the period: facts that need no figure, the highest first as entered."""
    rows = Fact.objects.filter(town_id=town_id, day__range=(period.start, period.end))
    kinds = [
        kind.key for kind in registry.kinds if kind.family == "fact" and not _is_figure(kind.key)
    ]
    return list(rows.filter(kind__in=kinds).exclude(state=WITHDRAWN).order_by("day", "id"))


class Shelf:
    """What is on file for a town, each period read once however many figures are asked of it."""

    def __init__(self, town_id: int) -> None:
        self.town_id = town_id
        self._facts: dict[Period, dict[str, list[Fact]]] = {}
        self._targets: dict[Period, list[Target]] = {}

    def facts(self, key: str, period: Period) -> list[Fact]:
        """The facts of an indicator of exactly this period, as they were entered."""
        if period not in self._facts:
            found: dict[str, list[Fact]] = {}
            for fact in facts_of(self.town_id, period).exclude(indicator="").order_by("id"):
                found.setdefault(fact.indicator, []).append(fact)
            self._facts[period] = found
        return self._facts[period].get(key, [])

    def target(self, token: Token) -> Target | None:
        """What was planned for a figure."""
        period = Period.parse(token.period)
        if period not in self._targets:
            self._targets[period] = list(targets_of(self.town_id, period))
        for one in self._targets[period]:
            if one.key == token.key and sorted(one.filters.items()) == list(token.filters):
                return one
        return None


def sources_of(shelf: Shelf, token: Token) -> tuple[Source, ...]:
    """The documents behind an indicator that repeats outside figures, or is held against one."""
    parts = parts_of(registry.indicators.get(token.key), Period.parse(token.period))
    return tuple(
        _source(fact)
        for part in parts
        if is_of_facts(part.indicator)
        for fact in shelf.facts(part.indicator.key, part.period)
    )


def targets_of(town_id: int, period: Period) -> Iterator[Target]:
    """What was planned for exactly this period."""
    for source in targets:
        for one in source.of(town_id, period):
            if one.period == period.key:
                yield one


def _is_figure(kind: str) -> bool:
    options = schema_of(kind).kind.options
    return options is None or options.figure


def _with_rank(figure: Figure, fact: Fact) -> Figure:
    scope = Scope(fact.scope).titles.zh if fact.scope else ""
    missing = "" if fact.rank else _("没有登记名次。")
    value = Decimal(fact.rank) if fact.rank else None
    return replace(
        figure, value=value, unit="", ranked=True, scope=scope, missing=missing,
        sources=(_source(fact),),
    )  # fmt: skip


def _source(fact: Fact) -> Source:
    named = fact.source_number or fact.source_url or fact.source_file
    return Source(fact.pk, fact.issued_by, fact.source_title, named, fact.source_date)
