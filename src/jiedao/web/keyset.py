"""Paging by the last row seen: as fast at the millionth row as at the first, and no counting."""

import base64
import binascii
import json
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _

from jiedao.kernel.errors import Invalid

Row = TypeVar("Row", bound=Model)


def cursor_of(row: Model, fields: Sequence[str]) -> str:
    """The place after ``row`` in the ordering, safe to stand in an address."""
    values = [_plain(_value(row, name.lstrip("-"))) for name in fields]
    text = json.dumps(values, separators=(",", ":"), ensure_ascii=False)
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def after(queryset: QuerySet[Row], fields: Sequence[str], cursor: str) -> QuerySet[Row]:
    """The rows behind the cursor. ``fields`` end in a unique one and hold no nulls.

    The first condition repeats the leading field, so that a database walks an index from there.
    Raises Invalid for a cursor that is none of ours.
    """
    values = _decode(cursor, len(fields))
    first = fields[0].lstrip("-")
    bound = Q(**{f"{first}__{'lte' if fields[0].startswith('-') else 'gte'}": values[0]})
    beyond = Q()
    equal: dict[str, Any] = {}
    for name, value in zip(fields, values, strict=True):
        plain = name.lstrip("-")
        way = "lt" if name.startswith("-") else "gt"
        beyond |= Q(**equal, **{f"{plain}__{way}": value})
        equal[plain] = value
    try:
        return queryset.filter(bound & beyond)
    except (ValueError, TypeError) as error:
        raise _bad_cursor() from error


def _decode(cursor: str, count: int) -> list[Any]:
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        values = json.loads(base64.urlsafe_b64decode(padded.encode()))
    except (ValueError, binascii.Error, UnicodeDecodeError) as error:
        raise _bad_cursor() from error
    if not isinstance(values, list) or len(values) != count:
        raise _bad_cursor()
    return values


def _bad_cursor() -> Invalid:
    return Invalid(_("页码无效，请回到第一页。"), code="bad_cursor")


def _value(row: Any, path: str) -> Any:
    for step in path.split("__"):
        row = getattr(row, step)
    return row


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value
