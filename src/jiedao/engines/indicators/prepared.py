"""DuckDB's SQL for figures, compiled once: Ibis takes longer to write it than DuckDB to answer.

A statement depends on which figures, splits and filters are asked, not on the period, the values
filtered for, nor on the state of the records: these are filled in where it has marks.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, partial
from typing import Any, Final

import pyarrow as pa

from jiedao.engines.indicators import compiled, compiling, days
from jiedao.engines.indicators.compiling import MONTH, Filters
from jiedao.engines.indicators.days import DAY
from jiedao.engines.indicators.periods import Period
from jiedao.kernel import registry
from jiedao.kernel.declarations import Indicator

_ROWS: Final = "__rows__"
_MARKS: Final = Period(date(2198, 6, 15), date(2199, 6, 15))
"""Days that nobody asks for stand in for those of the period; others of their years for those so
many days before or after."""
_MARKED: Final = re.compile(r"(MAKE_DATE|MAKE_TIMESTAMPTZ)\((219[89]), (\d+), (\d+)(?=[,)])")
_NUMBER: Final = 919_000_000
_TEXT: Final = "__value_%d__"
"""So do values that nothing has for those of a filter."""
_VALUES: Final = re.compile(rf"\b{_NUMBER // 1000}(\d{{3}})\b|__value_(\d+)__")
_Kept = tuple[tuple[str, tuple[Any, ...]], ...]
Shape = Callable[[Sequence[Indicator], Any, Period], Any]
"""What is asked of the rows of a period, as an expression."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of some figures' rows, in words that tell it from every other question; and
    which columns it needs besides those of the formulas."""

    says: str
    shape: Shape
    reads: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """A part of a long answer."""

    offset: int
    limit: int


def statement(
    question: Question,
    keys: Sequence[str],
    period: Period,
    filters: Filters,
    table: str,
    page: Page | None = None,
) -> str:
    """A question about the rows of figures of one kind and date field, asked of a table of that
    name."""
    marked, values = _marked(registry.indicators.get(keys[0]).kind, filters)
    told = repr((question.says, tuple(keys), marked))
    words = compiled.kept(told, lambda: _compile(tuple(keys), marked, question))
    words = _MARKED.sub(partial(_day, period), words)
    words = words.replace(f'"{_ROWS}"', table)
    if values:
        words = _VALUES.sub(lambda found: values[int(found[1] or found[2])], words)
    return words if page is None else f"{words} LIMIT {page.limit:d} OFFSET {page.offset:d}"


def split(by: Sequence[str], period: Period) -> Question:
    """Figures, whole or by dimensions."""
    return _split(tuple(by), days.steady_offset(period) if DAY in by else None)


@lru_cache(maxsize=1000)
def _split(by: tuple[str, ...], offset: int | None) -> Question:
    def shape(some: Sequence[Indicator], rows: Any, _period: Period) -> Any:
        groups = {name: group(some[0], rows, name, offset) for name in by}
        return compiling.aggregated(some, rows, groups)

    said = f" {offset}" if DAY in by else ""
    return Question(f"by {','.join(by)}{said}", shape, by)


def group(indicator: Indicator, rows: Any, name: str, offset: int | None) -> Any:
    """The column of a dimension."""
    if name == MONTH:
        return compiling.month_of(indicator, rows)
    if name == DAY:
        return days.day_of(rows[indicator.date_field], offset)
    return rows[name]


def _marked(kind: str, filters: Filters) -> tuple[_Kept, list[str]]:
    """The filters with marks for their values, and what stands where each mark is."""
    types = types_of(kind)
    marked: list[tuple[str, tuple[Any, ...]]] = []
    values: list[str] = []
    for name, wanted in sorted(filters.items()):
        marks: list[Any] = []
        for value in _listed(wanted):
            if pa.types.is_boolean(types[name]):
                marks.append(value)
            elif pa.types.is_integer(types[name]):
                marks.append(_NUMBER + len(values))
                values.append(str(int(value)))
            else:
                marks.append(_TEXT % len(values))
                values.append(str(value).replace("'", "''"))
        marked.append((name, tuple(marks)))
    return tuple(marked), values


def _listed(wanted: Any) -> list[Any]:
    return list(wanted) if isinstance(wanted, list | tuple | set | frozenset) else [wanted]


def _day(period: Period, found: re.Match[str]) -> str:
    function, *numbers = found.groups()
    marked = date(*map(int, numbers))
    first = marked.year == _MARKS.start.year
    day = period.start + (marked - _MARKS.start) if first else period.end + (marked - _MARKS.end)
    return f"{function}({day.year}, {day.month}, {day.day}"


def _compile(keys: tuple[str, ...], filters: _Kept, question: Question) -> str:
    import ibis

    some = [registry.indicators.get(key) for key in keys]
    wanted = {name: list(values) for name, values in filters}
    table: Any = ibis.table(_columns(some, (*question.reads, *wanted)), name=_ROWS)
    rows = compiling.narrowed(compiling.rows(some[0], table, _MARKS), wanted)
    return str(ibis.to_sql(question.shape(some, rows, _MARKS), dialect="duckdb", pretty=False))


def types_of(kind: str) -> Mapping[str, pa.DataType]:
    """The columns of a kind's table."""
    from jiedao.engines.mirror.columns import shape_of

    schema = shape_of(kind).schema
    return dict(zip(schema.names, schema.types, strict=True))


def _columns(some: Sequence[Indicator], names: Iterable[str]) -> Mapping[str, Any]:
    """Only what is read: Ibis's time grows with every column that a table has."""
    from jiedao.engines.indicators.columns import columns_of

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
