"""Valid values for any kind of record, made from its schema: types, bounds, options, references.

A field of which not every text is valid gives one itself: pydantic's ``examples=[…]``.

An application whose rules ask for more than its fields say changes them in ``tests/examples.py``
of its own folder: ``def example(kind: str, values: dict[str, Any]) -> dict[str, Any]``.
"""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Final, Literal, get_args, get_origin

import pytest
from pydantic_core import PydanticUndefined

from jiedao.foundation.parties.models import Organisation
from jiedao.foundation.records.actions import add
from jiedao.foundation.records.models import Record
from jiedao.foundation.records.schema import Spec, generated_kinds, schema_of
from jiedao.kernel import clock, registry
from jiedao.kernel.actors import SYSTEM
from jiedao.kernel.declarations import Kind
from jiedao.web.widgets import bare
from tests.cast import SmallTown

WEST: Final = (114.305, 22.705)
"""In grid 1, which the clerk of the west and nobody of the east looks after."""
WORDS: Final = "样例"
_ON_BOTH: Final = 2


def kinds() -> tuple[Kind, ...]:
    """Every generated kind."""
    return generated_kinds()


def every_kind() -> list[Any]:
    """Every generated kind as a parameter. How a database keeps a family shows with the first two
    kinds of it: the others are slow, which runs them on SQLite alone."""
    seen: Counter[str] = Counter()
    found = []
    for one in kinds():
        seen[one.family] += 1
        marks = [pytest.mark.slow] if seen[one.family] > _ON_BOTH else []
        found.append(pytest.param(one.key, marks=marks))
    return found


def example(
    town: SmallTown, kind: str, n: int = 1, *, within: tuple[str, ...] = ()
) -> dict[str, Any]:
    """Valid values of every field; those of another ``n`` are of another record.

    ``within`` are the kinds for whose records this one is made: a reference back to one of them
    is left empty, or the two would go on for ever.
    """
    schema = schema_of(kind)
    chain = (*within, kind)
    values = {
        spec.name: value
        for order, spec in enumerate(schema.specs)
        if (value := _value(town, spec, n, order, chain)) is not None
    }
    application = registry.applications[schema.kind.application].name
    if find_spec(f"{application}.tests") and find_spec(f"{application}.tests.examples"):
        values = import_module(f"{application}.tests.examples").example(kind, values)
    return values


def subject(town: SmallTown, kind: str, *, within: tuple[str, ...] = ()) -> tuple[str, int] | None:
    """A record that one of this kind may be about; None for a kind that stands alone."""
    chain = (*within, kind)
    others = [other for other in schema_of(kind).kind.about if other not in chain]
    return (others[0], made(town, others[0], 900, within=chain).pk) if others else None


def made(town: SmallTown, kind: str, n: int = 1, *, within: tuple[str, ...] = ()) -> Record:
    """A record of the kind, added by the house itself."""
    about = subject(town, kind, within=within)
    values = example(town, kind, n, within=within)
    return add(town.id, kind, values, actor=SYSTEM, subject=about)


def _value(town: SmallTown, spec: Spec, n: int, order: int, chain: tuple[str, ...]) -> Any:
    if spec.name == "area":  # the place says it
        return None
    if spec.ref.startswith("record:"):
        other = spec.ref.removeprefix("record:")
        return None if other in chain else made(town, other, 700 + n, within=chain).pk
    if spec.ref:
        return _ROWS[spec.ref](town)
    return _MAKERS[spec.sort](spec, n, order)


def _text(spec: Spec, n: int, _order: int) -> str:
    choices = get_args(bare(spec.info.annotation))
    if get_origin(bare(spec.info.annotation)) is Literal:
        return str(choices[0])
    if spec.info.examples:
        return str(spec.info.examples[0])
    if spec.facts.widget == "phone":
        return "13800005678"
    shortest, longest = bound(spec, "min_length") or 0, bound(spec, "max_length") or 200
    words = f"{WORDS}{spec.titles.zh}{n}".ljust(int(shortest), "例")
    return words[: int(longest)]


def _number(spec: Spec, _n: int, _order: int) -> Any:
    """The least that is allowed, so that no cap is broken; 1 where nothing is said."""
    least, above, step = bound(spec, "ge"), bound(spec, "gt"), bound(spec, "multiple_of")
    most = bound(spec, "le")
    value = least if least is not None else 1 if above is None else above + (step or 1)
    value = value if most is None else min(value, most)
    return Decimal(str(value)) if bare(spec.info.annotation) is Decimal else value


def _option(spec: Spec, _n: int, _order: int) -> Any:
    assert spec.options is not None
    return str(next(iter(spec.options)).value)


_MAKERS: Final[dict[str, Callable[[Spec, int, int], Any]]] = {
    "text": _text,
    "integer": _number,
    "number": _number,
    "flag": lambda _spec, _n, _order: True,
    "date": lambda _spec, _n, _order: clock.today(),
    # Later fields say later moments: what begins comes before what ends.
    "moment": lambda _spec, _n, order: (clock.now() + timedelta(hours=order)).replace(
        second=0, microsecond=0
    ),
    "option": _option,
    "options": lambda spec, n, order: [_option(spec, n, order)],
    "list": lambda _spec, _n, _order: [],
    "pin": lambda _spec, _n, _order: WEST,
}


def bound(spec: Spec, name: str) -> Any:
    """A bound of the field (``ge``, ``max_length`` …) that pydantic keeps; None for none."""
    found = [getattr(mark, name, None) for mark in _marks(spec)]
    return next((value for value in found if value not in (None, PydanticUndefined)), None)


def _marks(spec: Spec) -> list[Any]:
    """Those of the field, and those inside ``Annotated[…] | None``."""
    marks = list(spec.info.metadata)
    waiting = [spec.info.annotation]
    while waiting:
        part = waiting.pop()
        marks += getattr(part, "__metadata__", ())
        waiting += get_args(part) if get_origin(part) is not Literal else ()
    return marks


def _firm(town: SmallTown) -> int:
    firm, _new = Organisation.objects.get_or_create(
        town=town.town, name="样例公司", defaults={"kind": "enterprise", "valid_from": "2020-01-01"}
    )
    return firm.pk


_ROWS: Final[dict[str, Callable[[SmallTown], int]]] = {
    "unit": lambda town: town.units.city.pk,
    "account": lambda town: town.handler.pk,
    "area": lambda town: town.places.grid_1.pk,
    "organisation": _firm,
}
