"""Figures of a draft as they were computed last: a page need not ask hundreds of them anew."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from jiedao.engines.reports.writing.figures import Figure, Source
from jiedao.engines.reports.writing.markup import parse_token, write_token

_AMOUNTS: Final = ("value", "numerator", "denominator", "current", "before")
Kept = dict[str, dict[str, Any]]
"""Reference → its figure, as JSON has it."""


def kept(figures: Iterable[Figure]) -> Kept:
    """As a row keeps them."""
    return {write_token(one.token): _written(one) for one in figures}


def known(rows: Mapping[str, Mapping[str, Any]]) -> list[Figure]:
    """The figures of a row."""
    return [_read(source, content) for source, content in rows.items()]


def _written(figure: Figure) -> dict[str, Any]:
    content = asdict(figure)
    del content["token"]
    for name in _AMOUNTS:
        content[name] = None if content[name] is None else str(content[name])
    content["as_of"] = figure.as_of.isoformat() if figure.as_of else None
    content["sources"] = [
        asdict(one) | {"day": one.day.isoformat() if one.day else None} for one in figure.sources
    ]
    # What says nothing takes no room.
    return {name: value for name, value in content.items() if value not in (None, "", [], False)}


def _read(source: str, content: Mapping[str, Any]) -> Figure:
    token = parse_token(source)
    assert token is not None
    values = dict(content)
    for name in _AMOUNTS:
        if name in values:
            values[name] = Decimal(values[name])
    if "as_of" in values:
        values["as_of"] = datetime.fromisoformat(values["as_of"])
    values["sources"] = tuple(_source(one) for one in values.get("sources", ()))
    return replace(Figure(token, "", ""), **values)


def _source(content: Mapping[str, Any]) -> Source:
    day = content.get("day")
    return Source(**{**content, "day": date.fromisoformat(day) if day else None})
