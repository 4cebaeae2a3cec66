"""Filters of a list: each reads its part of the address and narrows the rows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict

from jiedao.kernel.clock import TOWN_ZONE
from jiedao.kernel.titles import Title
from jiedao.web.widgets import Choice

Rows = QuerySet[Any]


@dataclass(frozen=True, slots=True)
class ChoiceFilter:
    """One or several of a set of values: ``?state=handling&state=handled``.

    ``choices`` is a sequence, or a function of the request, which is asked when the menu is opened. ``lookup`` is the Django lookup that
    takes the list of values (``state__in``); ``apply(rows, values)`` replaces it. With ``several``
    false only one can be chosen. ``search`` adds a box that narrows a long set.
    """

    key: str
    titles: Title
    choices: Sequence[Choice] | Callable[[HttpRequest], Sequence[Choice]]
    lookup: str = ""
    apply_to: Callable[[Rows, list[str]], Rows] | None = None
    several: bool = True
    template: ClassVar[str] = "web/list/filter_choice.html"

    def options(self, request: HttpRequest) -> Sequence[Choice]:
        return self.choices(request) if callable(self.choices) else self.choices

    def value(self, params: QueryDict) -> list[str]:
        values = [value for value in params.getlist(self.key) if value]
        return values if self.several else values[:1]

    def apply(self, rows: Rows, value: list[str]) -> Rows:
        if self.apply_to is not None:
            return self.apply_to(rows, value)
        return rows.filter(**{self.lookup or f"{self.key}__in": value})

    def words(self, request: HttpRequest, value: list[str]) -> str:
        labels = {option.value: str(option.label) for option in self.options(request)}
        return "、".join(labels.get(each, each) for each in value)

    def parameters(self) -> tuple[str, ...]:
        return (self.key,)


@dataclass(frozen=True, slots=True)
class FlagFilter:
    """A yes or nothing: ``?supervised=1``; shown as a chip that is pressed."""

    key: str
    titles: Title
    apply_to: Callable[[Rows], Rows]
    template: ClassVar[str] = "web/list/filter_flag.html"

    def value(self, params: QueryDict) -> bool:
        return params.get(self.key) == "1"

    def apply(self, rows: Rows, value: bool) -> Rows:
        return self.apply_to(rows)

    def words(self, request: HttpRequest, value: bool) -> str:
        return str(self.titles)

    def parameters(self) -> tuple[str, ...]:
        return (self.key,)


@dataclass(frozen=True, slots=True)
class DateFilter:
    """A span of days in the town's time: ``?at_from=2026-11-01&at_to=2026-11-22`` (inclusive)."""

    key: str
    titles: Title
    field: str
    template: ClassVar[str] = "web/list/filter_dates.html"

    def value(self, params: QueryDict) -> tuple[date | None, date | None] | None:
        first, last = (_date(params.get(name, "")) for name in self.parameters())
        return (first, last) if first or last else None

    def apply(self, rows: Rows, value: tuple[date | None, date | None]) -> Rows:
        conditions: dict[str, datetime] = {}
        if value[0]:
            conditions[f"{self.field}__gte"] = _midnight(value[0])
        if value[1]:
            conditions[f"{self.field}__lt"] = _midnight(value[1] + timedelta(days=1))
        return rows.filter(**conditions)

    def words(self, request: HttpRequest, value: tuple[date | None, date | None]) -> str:
        return " – ".join(each.isoformat() if each else "…" for each in value)

    def parameters(self) -> tuple[str, ...]:
        return (f"{self.key}_from", f"{self.key}_to")


@dataclass(frozen=True, slots=True)
class TextFilter:
    """Words: ``?q=…``; ``apply_to(rows, words)`` must be answered by an index."""

    key: str
    titles: Title
    apply_to: Callable[[Rows, str], Rows]
    template: ClassVar[str] = "web/list/filter_text.html"

    def value(self, params: QueryDict) -> str:
        return params.get(self.key, "").strip()[:80]

    def apply(self, rows: Rows, value: str) -> Rows:
        return self.apply_to(rows, value)

    def words(self, request: HttpRequest, value: str) -> str:
        return value

    def parameters(self) -> tuple[str, ...]:
        return (self.key,)


Filter = ChoiceFilter | FlagFilter | DateFilter | TextFilter


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, TOWN_ZONE)


def without(params: QueryDict, *names: str, **changes: str) -> str:
    """The address with these parameters left out and those set; paging always begins anew."""
    kept = params.copy()
    for name in (*names, "after", "open", "at_least", "options"):
        kept.pop(name, None)
    for name, value in changes.items():
        kept[name] = value
    return f"?{kept.urlencode()}" if kept else "?"
