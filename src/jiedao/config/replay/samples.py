"""A valid value for a field that must be given and of which a profile says nothing: made from its
type, bounds, options and references."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from typing import Any, Final, Literal, get_args, get_origin

from django.utils.translation import gettext as _
from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from jiedao.config.demo import names
from jiedao.config.replay.scene import Scene
from jiedao.foundation.records.sampling import Spot
from jiedao.kernel import clock
from jiedao.kernel.attributes import facts_of, ref_of
from jiedao.kernel.errors import Invalid
from jiedao.web.widgets import LonLat, bare

_STAFF: Final = frozenset({"handler", "leader", "owner"})
"""Fields of the cases engine that hold an account without saying so."""


@dataclass(frozen=True, slots=True)
class Facing:
    """For which record a value is made: its number in the population, when, where, whose."""

    scene: Scene
    n: int
    moment: datetime
    spot: Spot
    unit_id: int | None

    @property
    def today(self) -> date:
        """The civil day of the moment."""
        return self.moment.astimezone(clock.TOWN_ZONE).date()


def fill_in(model: type[BaseModel], given: dict[str, Any], facing: Facing) -> dict[str, Any]:
    """What was given, and a valid value of every other field that must be given."""
    wanted = {
        name: value_for(name, info, facing)
        for name, info in model.model_fields.items()
        if name not in given and info.is_required()
    }
    return wanted | given


def value_for(name: str, info: FieldInfo, facing: Facing) -> Any:
    """A valid value of one field; Invalid where none can be guessed."""
    if info.examples:
        return info.examples[facing.n % len(info.examples)]
    ref = ref_of(info)
    if ref or name in _STAFF or name == "unit":
        return _referred(ref or ("unit" if name == "unit" else "account"), name, facing)
    kind = bare(info.annotation)
    if get_origin(kind) is Literal:
        return get_args(kind)[0]
    if get_origin(kind) in (list, tuple, set, frozenset):
        return _several(kind)
    maker = next((make for each, make in _MAKERS if isinstance(kind, type) and issubclass(kind, each)),
                 None)  # fmt: skip
    if maker is None:
        raise Invalid(
            _("配置要写明“%(field)s”的值。") % {"field": facts_of(name, info).titles or name},
            code="no_sample",
        )
    return maker(name, info, facing)


def _several(kind: Any) -> list[Any]:
    """One of the options; nothing of anything else."""
    inner = bare(next(iter(get_args(kind)), str))
    return [next(iter(inner))] if isinstance(inner, type) and issubclass(inner, Enum) else []


def _referred(to: str, name: str, facing: Facing) -> int:
    if to == "unit":
        return facing.unit_id or facing.scene.unit("office")
    if to == "area":
        return facing.spot.community
    if to == "account":
        return facing.scene.account(facing.unit_id, facing.n)
    if to == "organisation":
        return facing.scene.organisation(facing.n)
    if to.startswith("record:"):
        return facing.scene.record_of(to.removeprefix("record:"), facing.n)
    raise Invalid(_("配置要写明“%(field)s”的值。") % {"field": name}, code="no_sample")


def _text(name: str, info: FieldInfo, facing: Facing) -> str:
    facts = facts_of(name, info)
    if facts.widget == "phone":
        return f"1380000{facing.n % 10_000:04d}"
    if facts.personal:
        return names.SURNAMES[facing.n % len(names.SURNAMES)] + "某"
    shortest, longest = int(_bound(info, "min_length") or 0), int(_bound(info, "max_length") or 200)
    words = f"{facts.titles}{facing.n + 1}" if facts.titles.zh != name else "按规定办理"
    return words.ljust(shortest, "。")[:longest]


def _number(_name: str, info: FieldInfo, _facing: Facing) -> Any:
    """The least that is allowed; 1 where nothing is said."""
    least, above = _bound(info, "ge"), _bound(info, "gt")
    step, most = _bound(info, "multiple_of"), _bound(info, "le")
    value = least if least is not None else 1 if above is None else above + (step or 1)
    value = value if most is None else min(value, most)
    return Decimal(str(value)) if bare(info.annotation) is Decimal else value


def _day(_name: str, _info: FieldInfo, facing: Facing) -> date:
    return facing.today


def _moment(_name: str, _info: FieldInfo, facing: Facing) -> datetime:
    return facing.moment + timedelta(hours=1)


def _flag(_name: str, _info: FieldInfo, _facing: Facing) -> bool:
    return True


def _option(_name: str, info: FieldInfo, _facing: Facing) -> Any:
    return next(iter(bare(info.annotation)))


def _pin(_name: str, _info: FieldInfo, facing: Facing) -> str:
    return facing.spot.where["place"]


_MAKERS: Final[tuple[tuple[type, Callable[[str, FieldInfo, Facing], Any]], ...]] = (
    (bool, _flag), (Enum, _option), (LonLat, _pin), (int, _number), (float, _number),
    (Decimal, _number), (datetime, _moment), (date, _day), (str, _text),
)  # fmt: skip


def _bound(info: FieldInfo, name: str) -> Any:
    """A bound of the field (``ge``, ``max_length`` …), or None."""
    found = (getattr(mark, name, None) for mark in _marks(info))
    return next((value for value in found if value not in (None, PydanticUndefined)), None)


def _marks(info: FieldInfo) -> Iterator[Any]:
    """Those of the field, and those inside ``Annotated[…] | None``."""
    yield from info.metadata
    waiting = [info.annotation]
    while waiting:
        part = waiting.pop()
        yield from getattr(part, "__metadata__", ())
        waiting += get_args(part) if get_origin(part) is not Literal else ()
