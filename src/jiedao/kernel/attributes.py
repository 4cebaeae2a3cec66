"""The fields of a kind: pydantic fields that also say how they are shown, asked for and found.

A kind's model is an ordinary pydantic model. ``attribute(...)`` is pydantic's ``Field`` with what
list, form, detail page, Excel, API, map and mirror need besides the type; it travels in
``json_schema_extra`` as plain JSON, so that the API's description tells it too::

    class Tree(BaseModel):
        species: str = attribute(Title("树种", "Species"), listed=True, max_length=40)
        grade: Grade = attribute(Title("保护等级", "Grade"), filterable=True, listed=True)
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any, Final

from pydantic import Field
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from jiedao.kernel.titles import Title

_EXTRA: Final = "jiedao"
_NOTHING: Final = Title("", "")


class Options(StrEnum):
    """A closed set of values with titles: ``FIRST = "first", "一级", "First grade"``."""

    titles: Title

    def __new__(cls, value: str, zh: str = "", en: str = "") -> "Options":
        member = str.__new__(cls, value)
        member._value_ = value
        member.titles = Title(zh or value, en or value)
        return member


@dataclass(frozen=True, slots=True)
class Ref:
    """Marks an ``int`` as the id of another row: ``unit``, ``account``, ``area``,
    ``organisation``, ``person``, or ``record:KIND``."""

    to: str


UnitRef = Annotated[int, Ref("unit")]
AccountRef = Annotated[int, Ref("account")]
AreaRef = Annotated[int, Ref("area")]
OrganisationRef = Annotated[int, Ref("organisation")]
PersonRef = Annotated[int, Ref("person")]


@dataclass(frozen=True, slots=True)
class Attribute:
    """What a field says of itself besides its type and bounds.

    ``group`` puts fields under one heading; ``unit`` stands in the field and behind the value;
    ``filterable`` ones have an index and a filter; ``listed`` ones a column; ``total`` ones a sum
    below the list; ``widget`` overrides what follows from the type (textarea, money, phone …);
    ``personal`` ones are masked in lists and left out of exports. ``later`` ones are found out by
    a step (what a visit sees) and asked for by it, not in the form of a new record: they are
    optional. ``when`` ("other=value") shows a field only while another one says so.
    """

    titles: Title
    help: Title = _NOTHING
    group: Title = _NOTHING
    unit: Title = _NOTHING
    widget: str = ""
    filterable: bool = False
    listed: bool = False
    total: bool = False
    personal: bool = False
    later: bool = False
    when: str = ""


_TITLES: Final = ("titles", "help", "group", "unit")


def attribute(
    titles: Title,
    default: Any = PydanticUndefined,
    *,
    help: Title = _NOTHING,  # noqa: A002 - the word that forms use
    group: Title = _NOTHING,
    unit: Title = _NOTHING,
    widget: str = "",
    filterable: bool = False,
    listed: bool = False,
    total: bool = False,
    personal: bool = False,
    later: bool = False,
    when: str = "",
    default_factory: Callable[[], Any] | None = None,
    **bounds: Any,
) -> Any:
    """A pydantic field that is also an attribute; ``bounds`` are pydantic's (``max_length``, ``ge`` …).

    Without a default the field must be given.
    """
    facts = Attribute(
        titles, help, group, unit, widget, filterable, listed, total, personal, later, when
    )
    extra: dict[str, Any] = {_EXTRA: _as_json(facts)}
    if default_factory is not None:
        bounds["default_factory"] = default_factory
    else:
        bounds["default"] = default
    return Field(title=titles.zh, description=help.zh or None, json_schema_extra=extra, **bounds)


def _as_json(facts: Attribute) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in Attribute.__slots__:
        value = getattr(facts, name)
        if name in _TITLES:
            if value.zh:
                found[name] = [value.zh, value.en]
        elif value:
            found[name] = value
    return found


def facts_of(name: str, info: FieldInfo) -> Attribute:
    """What a field says of itself; for one declared without ``attribute``, its title."""
    extra = info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
    kept: Any = extra.get(_EXTRA)
    if not isinstance(kept, dict):
        return Attribute(Title(info.title or name, name), Title(info.description or "", ""))
    given: dict[str, Any] = {
        key: Title(*value) if key in _TITLES else value for key, value in kept.items()
    }
    return Attribute(**given)


def declared_titles(info: FieldInfo) -> Title | None:
    """The titles that ``attribute`` gave the field; None for one declared without."""
    extra = info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
    return facts_of("", info).titles if _EXTRA in extra else None


def ref_of(info: FieldInfo) -> str:
    """What a field's number refers to ("unit", "record:tree"), or "" for none."""
    found = next((mark.to for mark in info.metadata if isinstance(mark, Ref)), "")
    return found or _ref_inside(info.annotation)


def _ref_inside(annotation: Any) -> str:
    """The mark inside ``UnitRef | None``."""
    for part in getattr(annotation, "__args__", ()):
        for mark in getattr(part, "__metadata__", ()):
            if isinstance(mark, Ref):
                return mark.to
    return ""
