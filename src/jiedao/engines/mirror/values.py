"""Values as the database and its JSON give them, into typed columns; whole columns at a time."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from jiedao.kernel.clock import TOWN_ZONE
from jiedao.kernel.history import scrub

_LONG_NUMBER: Final = r"(^|[^0-9A-Za-z])[0-9]{11}"


def column(values: Sequence[Any], kind: pa.DataType) -> pa.Array:
    """Values as they come from a driver or from JSON, as a column of that type.

    What does not fit the type is empty, never a fault: an attribute may have had another type
    when the row was written. Long numbers in texts are starred out, as in history.
    """
    try:
        found = _whole(values, kind)
    except (pa.ArrowInvalid, pa.ArrowTypeError, pa.ArrowNotImplementedError, OverflowError,
            ValueError, TypeError):  # fmt: skip
        found = pa.array([one(value, kind) for value in values], kind)
    return _scrubbed(found) if pa.types.is_string(kind) else found


def _whole(values: Sequence[Any], kind: pa.DataType) -> pa.Array:
    """By Arrow itself; raises where a value is not what most of its column are."""
    guess = pa.array(values)
    if pa.types.is_null(guess.type):
        return pa.nulls(len(values), kind)
    if pa.types.is_timestamp(kind):
        if pa.types.is_string(guess.type):
            # SQLite keeps UTC without saying so; with an offset this fails, and each is read.
            return guess.cast(pa.timestamp("us")).cast(kind)
        return guess.cast(kind)
    if pa.types.is_decimal(kind):
        return _decimals(guess, kind)
    if pa.types.is_string(kind) and not pa.types.is_string(guess.type):
        raise pa.ArrowTypeError("no text")
    if pa.types.is_boolean(kind) and pa.types.is_string(guess.type):
        raise pa.ArrowTypeError("no flag")
    return guess if guess.type == kind else guess.cast(kind)


def _decimals(guess: pa.Array, kind: pa.DataType) -> pa.Array:
    if pa.types.is_string(guess.type):
        raise pa.ArrowTypeError("one by one")
    if pa.types.is_integer(guess.type):
        guess = guess.cast(pa.float64())
    if pa.types.is_decimal(guess.type) and guess.type.scale > kind.scale:
        raise pa.ArrowTypeError("one by one")
    return guess.cast(kind)


def one(value: Any, kind: pa.DataType) -> Any:
    """One value as the type takes it; None where it is none of that type."""
    if value is None:
        return None
    try:
        return _READERS[kind.id](value, kind)
    except (ValueError, TypeError, ArithmeticError):
        return None


def _text(value: Any, _kind: pa.DataType) -> str:
    return scrub(str(value))


def _flag(value: Any, _kind: pa.DataType) -> bool | None:
    return bool(value) if isinstance(value, bool | int) else None


def _date(value: Any, _kind: pa.DataType) -> date:
    if isinstance(value, datetime):
        return value.astimezone(TOWN_ZONE).date()
    return value if isinstance(value, date) else date.fromisoformat(str(value))


def _moment(value: Any, _kind: pa.DataType) -> datetime:
    """A moment that says no zone is in the town's."""
    found = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    return found if found.tzinfo else found.replace(tzinfo=TOWN_ZONE)


def _decimal(value: Any, kind: pa.DataType) -> Decimal | None:
    step = Decimal(1).scaleb(-kind.scale)
    found = Decimal(str(value)).quantize(step, ROUND_HALF_EVEN)
    return found if len(found.as_tuple().digits) <= kind.precision else None


def _whole_number(value: Any, _kind: pa.DataType) -> int | None:
    found = int(value)
    return found if -(2**63) <= found < 2**63 else None


def _list(value: Any, kind: pa.DataType) -> list[Any] | None:
    return [one(each, kind.value_type) for each in value] if isinstance(value, list) else None


_READERS: Final[dict[int, Callable[[Any, pa.DataType], Any]]] = {
    pa.string().id: _text,
    pa.bool_().id: _flag,
    pa.date32().id: _date,
    pa.timestamp("us", tz="UTC").id: _moment,
    pa.decimal128(1, 0).id: _decimal,
    pa.int64().id: _whole_number,
    pa.float64().id: lambda value, _kind: float(value),
    pa.list_(pa.string()).id: _list,
}


def _scrubbed(texts: pa.Array) -> pa.Array:
    """Few texts hold a long number: only then is each looked at."""
    if not pc.any(pc.match_substring_regex(texts, _LONG_NUMBER)).as_py():
        return texts
    return pa.array(
        [None if text is None else scrub(text) for text in texts.to_pylist()], texts.type
    )
