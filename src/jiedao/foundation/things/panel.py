"""What stands beside a record that holds a stock: how much is there, and how it came to that."""

from decimal import Decimal
from typing import Any, NamedTuple

from django.http import HttpRequest
from django.template.loader import render_to_string

from jiedao.foundation.things.family import Register
from jiedao.foundation.things.models import Movement, Thing
from jiedao.foundation.things.stock import held, plain
from jiedao.kernel import registry

SHOWN = 20


class Line(NamedTuple):
    """A movement as it is read."""

    row: Movement
    quantity: str
    after: str


def stock_panel(request: HttpRequest, thing: Thing) -> str:
    """The stock and its latest movements; nothing for a kind that holds none."""
    kind = registry.kinds.find(thing.kind)
    options = kind.options if kind is not None else None
    if not isinstance(options, Register) or options.stock is None:
        return ""
    context: dict[str, Any] = {
        "stock": plain(held(thing)),
        "unit": options.stock,
        "lines": _lines(thing),
    }
    return render_to_string("things/stock.html", context, request=request)


def _lines(thing: Thing) -> list[Line]:
    """Newest first, each with what was there after it."""
    rows = thing.movements.select_related("account").order_by("-id")[:SHOWN]
    after, found = held(thing), []
    for row in rows:
        sign = "+" if row.quantity > 0 else "−"
        found.append(Line(row, f"{sign}{plain(abs(row.quantity))}", plain(after)))
        after -= Decimal(row.quantity)
    return found
