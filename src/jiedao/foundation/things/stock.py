"""Stock of what a register holds: put in, taken out, counted; never edited, only set right.

Every change is a movement with its reason; ``Thing.stock`` is the sum of them and is kept
because lists show it and a taking out asks it, under the lock of the record.
"""

from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache
from typing import Annotated, Any

from django.utils.translation import gettext as _
from pydantic import BaseModel, Field, create_model

from jiedao.foundation.records.work import Work
from jiedao.foundation.things.models import Movement
from jiedao.kernel.attributes import attribute, facts_of
from jiedao.kernel.declarations import Move
from jiedao.kernel.errors import Invalid
from jiedao.kernel.titles import Title

_MOST = Decimal("999999999999.99")
"""What the column holds."""
Quantity = Annotated[Decimal, Field(max_digits=14, decimal_places=2)]
"""In the unit that the kind names."""

_QUANTITY = Title("数量", "Quantity")


class PutIn(BaseModel, extra="forbid"):
    """Something that came into the stock."""

    quantity: Quantity = attribute(_QUANTITY, gt=0)
    reason: str = attribute(Title("来源", "From"), min_length=1, max_length=200)


class TakenOut(BaseModel, extra="forbid"):
    """Something that left the stock."""

    quantity: Quantity = attribute(_QUANTITY, gt=0)
    reason: str = attribute(
        Title("用途、领用人", "For what and whom"), min_length=1, max_length=200
    )


class Counted(BaseModel, extra="forbid"):
    """What was found when the stock was counted."""

    counted: Quantity = attribute(Title("实有数量", "Found"), ge=0)
    reason: str = attribute(Title("盘点说明", "About the count"), min_length=1, max_length=200)


def in_units(model: type[BaseModel]) -> Callable[[Work], type[BaseModel]]:
    """The model whose quantity is asked in the unit of the kind."""
    return lambda work: _asked(model, work.kind.options.stock)


@lru_cache(maxsize=256)
def _asked(model: type[BaseModel], unit: Title) -> type[BaseModel]:
    name = "counted" if model is Counted else "quantity"
    info = model.model_fields[name]
    bounds: dict[str, Any] = {"ge": 0} if model is Counted else {"gt": 0}
    field: Any = attribute(facts_of(name, info).titles, unit=unit, **bounds)
    fields: dict[str, Any] = {name: (Quantity, field)}
    return create_model(model.__name__, __base__=model, **fields)


def put_in(work: Work, said: PutIn) -> None:
    """More is there afterwards."""
    _move(work, said.quantity, said.reason)


def take_out(work: Work, said: TakenOut) -> None:
    """Nobody takes more than is there."""
    there = held(work.record)
    if said.quantity > there:
        raise Invalid(
            _("库存只有 %(there)s，不够出库 %(wanted)s。")
            % {"there": plain(there), "wanted": plain(said.quantity)},
            field="quantity",
            code="not_enough",
        )
    _move(work, -said.quantity, said.reason)


def count(work: Work, said: Counted) -> None:
    """The difference to what was thought to be there is a movement like any other; that there is
    none is worth its line of history too."""
    difference = said.counted - held(work.record)
    if difference:
        _move(work, difference, said.reason)


def held(thing: Any) -> Decimal:
    """How much is there; nothing has been moved yet where the column is empty."""
    return Decimal(thing.stock or 0)


def plain(quantity: Decimal) -> str:
    """A quantity as people write it: 12, not 12.00."""
    return f"{quantity:f}".rstrip("0").rstrip(".") if "." in f"{quantity:f}" else f"{quantity:f}"


def _move(work: Work, quantity: Decimal, reason: str) -> None:
    thing: Any = work.record
    after = held(thing) + quantity
    if after > _MOST:
        raise Invalid(_("数量太大。"), field="quantity", code="too_much")
    Movement.objects.create(
        town_id=thing.town_id,
        thing=thing,
        quantity=quantity,
        reason=reason,
        at=work.moment,
        account_id=work.actor.id if work.actor.is_staff else None,
    )
    thing.stock = after


def moves(sources: tuple[str, ...], permission: str) -> tuple[Move, ...]:
    """The moves of a register that holds a stock, from these states."""
    return (
        Move("put_in", Title("入库", "Put in"), sources, None, permission, data=PutIn,
             asks=in_units(PutIn), effect=put_in),
        Move("take_out", Title("出库", "Take out"), sources, None, permission, data=TakenOut,
             asks=in_units(TakenOut), effect=take_out),
        Move("count", Title("盘点", "Count"), sources, None, permission, data=Counted,
             asks=in_units(Counted), effect=count),
    )  # fmt: skip
