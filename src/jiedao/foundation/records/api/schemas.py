"""The published form of a kind: what goes in and what comes out, field by field.

Answers are prepared dicts of these forms (``shapes.py``); a test holds them against the models.
"""

from datetime import date, datetime
from functools import lru_cache
from typing import Any, Final, Literal

from django.db.models import IntegerField
from ninja import Schema as Form
from pydantic import BaseModel, Field, create_model

from jiedao.foundation.records.families import Derived
from jiedao.foundation.records.schema import Schema, Spec
from jiedao.foundation.records.selecting import MAX_LIMIT, names_of
from jiedao.foundation.staff.api.naming import Named
from jiedao.kernel.declarations import Move
from jiedao.web.api.bodies import schema_of as json_schema_of
from jiedao.web.widgets import bare


class Referred(Form):
    """What a field refers to: its id, and its name ("" where the reader may not know it)."""

    id: int
    words: str


class About(Form):
    """The record that a record is about."""

    kind: str
    number: str
    words: str


class FileOut(Form):
    """A photo, document or recording that shows what a record says."""

    id: int
    kind: Literal["photo", "document", "audio"]
    step: str = Field(description="The move it came with; empty for none")
    name: str
    content_type: str
    size: int = Field(description="Octets")
    taken_at: str | None
    added_at: str
    url: str


Point = tuple[float, float]
"""Longitude and latitude, WGS-84."""

_TYPES: Final[dict[str, Any]] = {
    "integer": int, "flag": bool, "date": date, "moment": datetime, "pin": Point,
}  # fmt: skip
APART: Final = frozenset({"unit", "place"})
"""Fields that every answer has, whatever the kind."""


def _derived(schema: Schema, one: Derived) -> tuple[Any, Any]:
    """The type of a column that nobody sends; decimals are text, as everywhere."""
    column = schema.family.model._meta.get_field(one.name)
    kind: Any = int if isinstance(column, IntegerField) else str
    titles = f"{one.titles.en}, {one.unit.en}" if one.unit.en else one.titles.en
    return kind | None, Field(description=titles)


@lru_cache(maxsize=512)
def record_form(schema: Schema) -> type[BaseModel]:
    """One record as it is answered."""
    states = tuple(state.key for state in schema.workflow.states)
    shared: dict[str, Any] = {
        "number": (str, ...),
        "kind": (Literal[schema.kind.key], ...),
        "state": (Literal[states], ...),
        "state_title": (str, ...),
        "tone": (Literal["green", "amber", "red", "violet", "grey", "neutral"], ...),
        "version": (int, ...),
        "unit": (Named | None, ...),
        "community": (Named | None, ...),
        "grid": (Named | None, ...),
        "place": (Point | None, Field(description="WGS-84: longitude, latitude")),
        "about": (About | None, ...),
        "due_at": (str | None, ...),
        "closed_at": (str | None, ...),
        "created_at": (str, ...),
    }
    own = {spec.name: _field(spec) for spec in schema.specs if spec.name not in APART}
    own |= {one.name: _derived(schema, one) for one in schema.derived}
    return create_model(
        f"{schema.model.__name__}Record",
        __base__=Form,
        __doc__=schema.kind.titles.en,
        **{**shared, **own},
    )


def _field(spec: Spec) -> Any:
    title, help_ = spec.titles.en or spec.name, spec.facts.help.en or None
    return _type(spec) | None, Field(title=title, description=help_)


def _type(spec: Spec) -> Any:
    if spec.facts.personal and not spec.ref:
        return str
    if spec.ref:
        return Referred
    if spec.options is not None:
        chosen: Any = Literal[tuple(one.value for one in spec.options)]
        return list[chosen] if spec.sort == "options" else chosen
    return _TYPES.get(spec.sort) or (str if spec.sort == "text" else bare(spec.info.annotation))


class OfferOut(Form):
    """A move as the caller sees it: may be made, or why not; ``data`` is the JSON schema of what
    must be said with it."""

    move: str
    title: str
    target: str | None
    allowed: bool
    why_not: str
    primary: bool
    data: dict[str, Any]


@lru_cache(maxsize=512)
def page_form(schema: Schema) -> type[BaseModel]:
    """One page of records; ``next`` is the cursor of the following one, null at the end."""
    items: Any = list[record_form(schema)]  # type: ignore[misc]
    return create_model(
        f"{schema.model.__name__}Records",
        __base__=Form,
        items=(items, ...),
        next=(str | None, ...),
    )


def body_schema(schema: Schema, *, partial: bool) -> dict[str, Any]:
    """The JSON schema of a new record, or (``partial``) of the fields to be changed."""
    found = json_schema_of(schema.model)
    known = {spec.name: spec for spec in schema.specs}
    found["title"] = schema.kind.titles.en
    found["properties"] = {
        name: {**found["properties"][name], "title": known[name].titles.zh} for name in known
    }
    found["required"] = [name for name in found.get("required", ()) if name in known]
    found.pop("description", None)
    extra = _VERSION if partial else _ABOUT
    found["properties"] |= extra
    if partial or not found["required"]:
        found.pop("required")
    return found


_VERSION: Final = {
    "version": {"type": "integer", "title": "version", "description": "as it was read"}
}
_ABOUT: Final = {
    "about": {"type": "string", "title": "about", "description": "KIND:NUMBER of a record"}
}


def move_schema(move: Move) -> dict[str, Any]:
    """The JSON schema of a move's data, with the version that the caller saw."""
    found = json_schema_of(move.data)
    if move.asks is not None:  # depends on the record: the offers tell it (``OfferOut``)
        found["additionalProperties"] = True
    found["properties"] = {**found.get("properties", {}), **_VERSION}
    return found


def parameters(schema: Schema) -> list[dict[str, Any]]:
    """What a list may be asked for, as OpenAPI parameters."""
    found = [_parameter(name, _asked(schema, name, spec)) for name, spec in names_of(schema)]
    limit = {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT, "default": 20}
    return [*found, _parameter("limit", limit), _parameter("cursor", {"type": "string"})]


def _parameter(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    several = {"style": "form", "explode": False} if schema.get("type") == "array" else {}
    return {"in": "query", "name": name, "required": False, "schema": schema, **several}


def _asked(schema: Schema, name: str, spec: Spec | None) -> dict[str, Any]:
    if spec is None:
        if name == "state":
            return _several({"type": "string", "enum": [s.key for s in schema.workflow.states]})
        titles = {"unit": "codes or ids", "area": "code or id, with all in it",
                  "about": "KIND:NUMBER", "q": "a number, or words"}  # fmt: skip
        one = {"type": "string", "description": titles[name]}
        return _several(one) if name == "unit" else one
    title = {"title": spec.titles.en}
    if name != spec.name:
        return {**_one(spec), **title}
    return {**_several(_one(spec)), **title}


def _several(one: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": one}


def _one(spec: Spec) -> dict[str, Any]:
    if spec.options is not None:
        return {"type": "string", "enum": [one.value for one in spec.options]}
    return {
        "integer": {"type": "integer"},
        "number": {"type": "number"},
        "flag": {"type": "boolean"},
        "date": {"type": "string", "format": "date"},
        "moment": {"type": "string", "format": "date-time"},
    }.get(spec.sort, {"type": "string"})
