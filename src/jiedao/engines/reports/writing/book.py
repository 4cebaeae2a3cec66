"""Figures as they are now (or were known at a moment): each computed once for a text."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from typing import Final

from django.utils.translation import gettext as _

from jiedao.engines.indicators import behind, compiling, values
from jiedao.engines.indicators.comparing import change, comparable, ranks
from jiedao.engines.indicators.periods import Period
from jiedao.engines.indicators.quotients import Part, parts_of
from jiedao.engines.indicators.values import Value
from jiedao.engines.indicators.words import formula_in_words
from jiedao.engines.reports.writing import outside
from jiedao.engines.reports.writing.document import Token
from jiedao.engines.reports.writing.figures import (
    FORMS,
    GROWTH,
    NAME,
    PLAN,
    RANK,
    TARGET,
    Figure,
)
from jiedao.engines.reports.writing.saying import decimal
from jiedao.engines.reports.writing.wording import filters_in_words
from jiedao.kernel import clock, registry
from jiedao.kernel.declarations import Indicator
from jiedao.kernel.errors import Refused

RANKED_UNITS: Final = ("全区", "全市", "全省", "全国", "历史")
_HISTORY = "历史"
_YEARS_ON_FILE: Final = 10
_YEARS_OF_A_RANK: Final = 2
"""Of fewer earlier years every one would be the best, or the worst."""
_POINTS: Final = "个百分点"
Asked = tuple[str, str, tuple[tuple[str, str], ...]]
"""Key, period, filters."""


class Book:
    """Gives the figure of a reference; a ``Figures``. Nothing is refused: what cannot be had is a
    figure without a value that says why. ``known`` figures are not computed again."""

    def __init__(
        self, town_id: int, *, as_of: datetime | None = None, known: Iterable[Figure] = ()
    ) -> None:
        self.town_id = town_id
        self.asked_as_of = as_of
        self._values: dict[Asked, Value] = {}
        self._figures: dict[Token, Figure] = {one.token: one for one in known}
        self._formulas: dict[str, str] = {}
        self._shelf = outside.Shelf(town_id)

    @cached_property
    def as_of(self) -> datetime:
        """The moment at which everything here was known."""
        return self.asked_as_of or clock.now()

    def __call__(self, token: Token) -> Figure:
        if token not in self._figures:
            self._figures[token] = self._made(token)
        return self._figures[token]

    def asked(self) -> list[Figure]:
        """Every figure that was asked of it, or was known to it."""
        return list(self._figures.values())

    def load(self, keys: Iterable[str], period: Period) -> None:
        """Compute many figures of a period at once: each kind is read once."""
        wanted = [key for key in keys if (key, period.key, ()) not in self._values]
        found = values.values_of(
            wanted, town_id=self.town_id, period=period, as_of=self.asked_as_of
        )
        for key, groups in found.items():
            self._values[key, period.key, ()] = groups.get((), Value(None))

    def load_all(self, tokens: Iterable[Token]) -> None:
        """Compute what a text needs at once; what cannot be computed is told when it is asked."""
        by_period: dict[Period, set[str]] = defaultdict(set)
        for token in tokens:
            fits = token.key in registry.indicators and not token.filters
            if fits and token not in self._figures:
                with suppress(Refused):
                    by_period[Period.parse(token.period)].add(token.key)
        for period, keys in by_period.items():
            self.load(sorted(keys), period)
            self.load(sorted(keys), compared_with(period))

    def value(self, token: Token) -> Value:
        """The plain value behind a reference, whatever its form; refused as ``value_of`` refuses."""
        period = Period.parse(token.period)
        asked = (token.key, period.key, token.filters)
        if asked not in self._values:
            self._values[asked] = values.value_of(
                token.key, town_id=self.town_id, period=period, filters=dict(token.filters),
                as_of=self.asked_as_of,
            )  # fmt: skip
        return self._values[asked]

    def ids(self, token: Token) -> list[tuple[int, int]]:
        """The records counted, of a kind with requests each with its own: (id, request). Sorted, of
        a quotient first those of the numerator."""
        return [one for part in self.parts(token) for one in self.ids_of(part, token)]

    def parts(self, token: Token) -> tuple[Part, ...]:
        """The figures whose records stand behind a reference: one, or a quotient's two."""
        return parts_of(values.indicator_of(token.key), Period.parse(token.period))

    def ids_of(self, part: Part, token: Token) -> list[tuple[int, int]]:
        """As ``ids``, of one of the reference's parts."""
        indicator, filters = part.indicator, dict(token.filters)
        moment = behind.moment_of(indicator, part.period, self.asked_as_of)
        with values.opened(self.town_id, as_of=moment) as tables:
            table = compiling.rows(indicator, tables.table(indicator.kind), part.period)
            table = compiling.counted(indicator, compiling.narrowed(table, filters))
            columns = [name for name in ("id", "request_id") if name in table.columns]
            found = tables.run(table.select(*columns))
        lists = [found.column(name).to_pylist() for name in columns]
        return sorted((line[0], line[1] if len(line) > 1 and line[1] else 0)
                      for line in zip(*lists, strict=True))  # fmt: skip

    def with_records(self, figure: Figure) -> Figure:
        """The same figure with the hash of the records behind it, as it is frozen."""
        if figure.missing or figure.token.key.startswith(outside.PREFIX):
            return figure
        return replace(figure, ids_hash=hash_of(self.ids(figure.token)))

    def _made(self, token: Token) -> Figure:
        try:
            if token.form not in FORMS:
                return self._missing(token, _("没有“%(form)s”这种写法。") % {"form": token.form})
            if token.key.startswith(outside.PREFIX):
                return outside.figure_of(self.town_id, token, self.as_of)
            return self._computed(token)
        except Refused as refused:
            return self._missing(token, refused.sentence)

    def _missing(self, token: Token, sentence: str) -> Figure:
        known = registry.indicators.find(token.key)
        title = known.titles.zh if known else token.key
        return Figure(token, title, known.unit if known else "", missing=sentence, as_of=self.as_of)

    def _computed(self, token: Token) -> Figure:
        indicator = values.indicator_of(token.key)
        value = self.value(token)
        plain = Figure(
            token, indicator.titles.zh, indicator.unit, _decimal(value.value),
            _decimal(value.numerator), _decimal(value.denominator), value.records,
            formula=self._formula(indicator), filters=filters_in_words(self.town_id, token),
            as_of=self.as_of, sources=outside.sources_of(self._shelf, token),
            missing=_("这一期没有可以计算的记录。") if value.value is None else "",
        )  # fmt: skip
        form = token.form or {"growth": GROWTH, "rank": RANK}.get(indicator.compare, "")
        made = {
            GROWTH: self._grown, PLAN: self._planned, TARGET: self._aimed, RANK: self._ranked,
            NAME: self._named,
        }  # fmt: skip
        return made[form](plain, indicator, value) if form in made else _place(plain, indicator)

    def _formula(self, indicator: Indicator) -> str:
        if indicator.key not in self._formulas:
            # A formula that uses what has no words yet does not keep a report from being written.
            with suppress(NotImplementedError):
                self._formulas[indicator.key] = formula_in_words(indicator)
        return self._formulas.setdefault(indicator.key, "")

    def _grown(self, figure: Figure, indicator: Indicator, value: Value) -> Figure:
        before = self.value(_at(figure.token, compared_with(Period.parse(figure.token.period))))
        plain = replace(
            figure, current=figure.value, before=_decimal(before.value),
            own_unit=indicator.own_unit, compared=True,
        )  # fmt: skip
        found = change(indicator, value, before) if comparable(value, before) else None
        if found is None:
            return replace(plain, value=None, unit="%", missing=_("没有上年同期的数据。"))
        unit = _POINTS if found.points else "%"
        return replace(plain, value=_rounded(found.amount), unit=unit)

    def _planned(self, figure: Figure, indicator: Indicator, value: Value) -> Figure:
        target = self._shelf.target(figure.token)
        if target is None or not target.value or value.value is None:
            return replace(figure, value=None, unit="%", missing=_("没有这一期的计划数。"))
        share = Decimal(repr(value.value)) / target.value * 100
        return replace(
            figure, value=round(share, 2), unit="%", current=figure.value, before=target.value,
            own_unit=indicator.own_unit,
        )  # fmt: skip

    def _aimed(self, figure: Figure, _indicator: Indicator, _value: Value) -> Figure:
        """What was planned, which no record can show yet."""
        target = self._shelf.target(figure.token)
        if target is None:
            return replace(figure, value=None, missing=_("没有这一期的计划数。"))
        return replace(figure, value=target.value, unit=target.unit, missing="")

    def _ranked(self, figure: Figure, indicator: Indicator, value: Value) -> Figure:
        if indicator.compare != "rank" or figure.token.form == RANK:
            return outside.ranked(self._shelf, figure)
        years = {0: value}
        period = Period.parse(figure.token.period)
        for year in range(1, _YEARS_ON_FILE + 1):
            period = period.year_before()
            earlier = self.value(_at(figure.token, period))
            if earlier.records:
                years[year] = earlier
        place = ranks(years, indicator.direction).get(0) if len(years) > _YEARS_OF_A_RANK else None
        missing = "" if place else _("没有可以排名的数据。")
        return replace(
            figure, value=Decimal(place) if place else None, ranked=True,
            scope=indicator.unit or _HISTORY, missing=missing,
        )  # fmt: skip

    def _named(self, figure: Figure, indicator: Indicator, value: Value) -> Figure:
        return replace(figure, name=indicator.titles.zh)


def compared_with(period: Period) -> Period:
    """The same days of the year before; of a period under way, those that are over."""
    return period.elapsed(clock.today()).year_before()


def refreshed(town_id: int) -> datetime:
    """Bring the columns of the records up to date; a moment to which they are complete. Not within
    a transaction."""
    from jiedao.engines.mirror import source

    moment = clock.now()
    source.fresh(town_id)
    return moment


def hash_of(ids: Iterable[tuple[int, int]]) -> str:
    """SHA-256 over the sorted records: which they were can be shown, without keeping a list."""
    text = "\n".join(f"{record}:{request}" for record, request in ids)
    return hashlib.sha256(text.encode()).hexdigest()


def _place(figure: Figure, indicator: Indicator) -> Figure:
    """A figure whose unit is a ranking is a place in it."""
    if indicator.unit not in RANKED_UNITS:
        return figure
    place = figure.value or None
    missing = "" if place else _("没有登记名次。")
    return replace(figure, value=place, ranked=True, scope=indicator.unit, missing=missing)


def _at(token: Token, period: Period) -> Token:
    return Token(token.key, period.key, token.filters)


def _decimal(value: float | None) -> Decimal | None:
    return None if value is None else decimal(value)


def _rounded(value: float) -> Decimal:
    """A change is told with one decimal; what rounds to nothing is nothing."""
    return round(decimal(value), 1)
