"""DuckDB's SQL for figures, compiled once: Ibis takes longer to write it than DuckDB to answer.

A statement depends on which figures, splits and filters are asked, not on the period, nor on the
state of the records: both are filled in where it has marks.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, Final

from jiedao.engines.indicators import compiling
from jiedao.engines.indicators.columns import columns_of
from jiedao.engines.indicators.compiling import MONTH, Filters
from jiedao.engines.indicators.periods import Period
from jiedao.kernel import registry
from jiedao.kernel.clock import TOWN_ZONE
from jiedao.kernel.declarations import Indicator

_ROWS: Final = "__rows__"
_MARKS: Final = Period(date(2199, 2, 3), date(2199, 4, 5))
"""Days that nobody asks for stand in for those of the period."""
_DAY: Final = timedelta(days=1)
_Kept = tuple[tuple[str, tuple[Any, ...]], ...]


def statement(
    keys: Sequence[str], period: Period, by: Sequence[str], filters: Filters, table: str
) -> str:
    """The question for figures of one kind and date field, asked of a table of that name."""
    words = _compiled(tuple(keys), tuple(by), _kept(filters))
    for mark, day in ((_MARKS.start, period.start), (_MARKS.end, period.end)):
        words = words.replace(_date(mark), _date(day))
        # A moment is asked from the first midnight to the one after the last day.
        words = words.replace(_moment(mark), _moment(day))
        words = words.replace(_moment(mark + _DAY), _moment(day + _DAY))
    return words.replace(f'"{_ROWS}"', table)


def _kept(filters: Filters) -> _Kept:
    return tuple((name, tuple(_listed(wanted))) for name, wanted in sorted(filters.items()))


def _listed(wanted: Any) -> list[Any]:
    return list(wanted) if isinstance(wanted, list | tuple | set | frozenset) else [wanted]


def _date(day: date) -> str:
    return f"MAKE_DATE({day.year}, {day.month}, {day.day})"


def _moment(day: date) -> str:
    return f"MAKE_TIMESTAMPTZ({day.year}, {day.month}, {day.day}, 0, 0, 0.0, '{TOWN_ZONE}')"


@lru_cache(maxsize=4000)
def _compiled(keys: tuple[str, ...], by: tuple[str, ...], filters: _Kept) -> str:
    import ibis

    some = [registry.indicators.get(key) for key in keys]
    first = some[0]
    asked = {name: list(values) for name, values in filters}
    table: Any = ibis.table(_columns(some, (*by, *asked)), name=_ROWS)
    rows = compiling.narrowed(compiling.rows(first, table, _MARKS), asked)
    groups = {name: compiling.month_of(first, rows) if name == MONTH else rows[name] for name in by}
    asked_of = compiling.aggregated(some, rows, groups)
    return str(ibis.to_sql(asked_of, dialect="duckdb", pretty=False))


def _columns(some: Sequence[Indicator], names: Sequence[str]) -> Mapping[str, Any]:
    """Only what is read: Ibis's time grows with every column that a table has."""
    types = columns_of(some[0].kind).types
    wanted = {name for one in some for name in columns_read(one)} | set(names)
    found = {name: kind for name, kind in types.items() if name in wanted}
    return found or dict(types)


@lru_cache(maxsize=2000)
def _read(key: str) -> frozenset[str]:
    return _columns_read(registry.indicators.get(key))


def columns_read(indicator: Indicator) -> frozenset[str]:
    """The columns that a figure's formula and date field read."""
    known = registry.indicators.find(indicator.key) is indicator
    return _read(indicator.key) if known else _columns_read(indicator)


def _columns_read(indicator: Indicator) -> frozenset[str]:
    table, formula = _Recorder(), indicator.formula
    for part in (formula.where, formula.column, formula.part):
        if part is not None:
            part(table)
    return frozenset(table.names | ({indicator.date_field} - {""}))


class _Anything:
    """Answers whatever a formula does with a column."""

    def __call__(self, *_given: Any, **_named: Any) -> "_Anything":
        return self

    def __getattr__(self, _name: str) -> "_Anything":
        return self

    def _same(self, *_given: Any) -> "_Anything":
        return self

    __eq__ = __ne__ = _same  # type: ignore[assignment]
    __lt__ = __le__ = __gt__ = __ge__ = __and__ = __rand__ = __or__ = __ror__ = __invert__ = _same
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = _same
    __rtruediv__ = __floordiv__ = __mod__ = __neg__ = __getitem__ = _same
    __hash__ = object.__hash__


class _Recorder:
    """Remembers which columns were asked of it."""

    def __init__(self) -> None:
        self.names: set[str] = set()

    def __getattr__(self, name: str) -> _Anything:
        return self[name]

    def __getitem__(self, name: str) -> _Anything:
        self.names.add(name)
        return _Anything()
