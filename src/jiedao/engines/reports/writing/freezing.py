"""Figures as they were: frozen rows of a published report, and what shows that nobody changed them."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from jiedao.engines.reports.models import Report, ReportFigure
from jiedao.engines.reports.writing.document import Block, Token, tokens
from jiedao.engines.reports.writing.figures import Figure, Source
from jiedao.engines.reports.writing.markup import parse_token, write_token

_DETAILS = ("filters", "scope", "name", "compared", "ranked", "missing", "own_unit")
_AMOUNTS = ("current", "before")
_HASHED = (
    "place", "token", "key", "title", "unit", "period", "value", "numerator", "denominator",
    "records", "ids_hash", "formula", "as_of", "detail",
)  # fmt: skip


def rows_of(report: Report, blocks: tuple[Block, ...], book: Any) -> list[ReportFigure]:
    """A row for each different reference of the text, numbered as they come in it.

    ``book`` is a ``writing.book.Book``: its figures are given the hash of their records.
    """
    return [
        _row(report, place, book.with_records(book(token)), book.as_of)
        for place, token in enumerate(dict.fromkeys(tokens(blocks)), start=1)
    ]


def hash_of_text(report: Report) -> str:
    """SHA-256 over title, office, date and prose."""
    day = report.day.isoformat() if report.day else ""
    return _hash([report.title, report.office, day, report.period, report.body])


def hash_of_figures(rows: Iterable[ReportFigure]) -> str:
    """SHA-256 over every column of every figure."""
    return _hash([[_plain(getattr(row, name)) for name in _HASHED] for row in rows])


class Frozen:
    """Gives the figures of a published report; a ``Figures``."""

    def __init__(self, rows: Iterable[ReportFigure]) -> None:
        self.rows = {row.token: row for row in rows}

    def __call__(self, token: Token) -> Figure:
        row = self.rows.get(write_token(token))
        if row is None:
            return Figure(token, token.key, "", missing=_("发布时没有这个数据。"))
        return figure_of(row)

    def place(self, token: Token) -> int:
        """The number under which the figure is kept; 0 where it is not."""
        row = self.rows.get(write_token(token))
        return row.place if row else 0


def figure_of(row: ReportFigure) -> Figure:
    """The figure of a frozen row."""
    token = parse_token(row.token)
    assert token is not None
    detail = dict(row.detail)
    plain = Figure(
        token, row.title, row.unit, row.value, row.numerator, row.denominator, row.records,
        row.ids_hash, row.formula, as_of=row.as_of,
        sources=tuple(_source(one) for one in detail.get("sources", ())),
        **{name: detail[name] for name in _DETAILS if name in detail},
    )  # fmt: skip
    amounts: dict[str, Any] = {name: Decimal(detail[name]) for name in _AMOUNTS if detail.get(name)}
    return replace(plain, **amounts)


def _row(report: Report, place: int, figure: Figure, moment: datetime) -> ReportFigure:
    token = figure.token
    detail: dict[str, Any] = {name: getattr(figure, name) for name in _DETAILS}
    for name in _AMOUNTS:
        amount = getattr(figure, name)
        detail[name] = None if amount is None else str(amount)
    detail["sources"] = [_written(one) for one in figure.sources]
    return ReportFigure(
        report=report, place=place, token=write_token(token), key=token.key,
        title=figure.title[:200], unit=figure.unit, period=token.period,
        value=_stored(figure.value), numerator=_stored(figure.numerator),
        denominator=_stored(figure.denominator), records=figure.records,
        ids_hash=figure.ids_hash, formula=figure.formula, as_of=moment, detail=detail,
    )  # fmt: skip


def _stored(value: Decimal | None) -> Decimal | None:
    """As the column keeps it, so that the hash is the same before and after."""
    return None if value is None else value.quantize(Decimal("1e-9"))


def _written(source: Source) -> dict[str, Any]:
    return asdict(source) | {"day": source.day.isoformat() if source.day else None}


def _source(kept: dict[str, Any]) -> Source:
    day = kept.get("day")
    return Source(**{**kept, "day": date.fromisoformat(day) if day else None})


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return f"{value:.9f}"
    return value.timestamp() if isinstance(value, datetime) else value


def _hash(content: Any) -> str:
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
