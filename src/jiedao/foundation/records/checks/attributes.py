"""What is wrong with the fields that a kind adds: names, types, titles, references."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final, Literal, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from jiedao.foundation.records import references
from jiedao.foundation.records.checks.house import House, at_field
from jiedao.foundation.records.families import Family
from jiedao.foundation.records.schema import Spec, make_schema
from jiedao.kernel.attributes import Options, declared_titles
from jiedao.kernel.declarations import Kind
from jiedao.web.widgets import bare

_NAME: Final = re.compile(r"[a-z][a-z0-9_]{0,39}")
# Mean something else in addresses and answers of the API.
RESERVED: Final = frozenset({
    "about", "area", "community", "cursor", "files", "grid", "limit", "moves", "order", "place", "q",
    "state_title", "tone", "url",
})  # fmt: skip
_LONG: Final = frozenset({"textarea", "photos", "files"})
_UNFILTERED: Final = ("list", "pin")


def attribute_complaints(house: House, kind: Kind) -> Iterator[str]:
    """Faults of the fields of one kind of a generated family."""
    family = house.families[kind.family]
    model = kind.attributes
    faults = [
        f"{at_field(kind, model, name)}: {sentence}"
        for name in model.model_fields
        for sentence in _name_complaints(family, kind, name)
    ]
    yield from faults
    if faults:  # the two models cannot be put together
        return
    for spec in make_schema(kind, family).specs:
        if not spec.is_column:
            for sentence in _spec_complaints(house, spec):
                yield f"{at_field(kind, model, spec.name)}: {sentence}"


def _name_complaints(family: Family, kind: Kind, name: str) -> Iterator[str]:
    if not _NAME.fullmatch(name):
        yield (
            "a field's name is at most 40 small letters, digits and underscores, and begins"
            " with a letter."
        )
    if name in RESERVED or name in _columns(family):
        yield f"every record of the family {family.key!r} has a {name!r} already."
    base = re.sub(r"_(from|to)\Z", "", name)
    if base != name and base in kind.attributes.model_fields:
        yield f"the API looks for a span of {base!r} under this name."


@lru_cache(maxsize=32)
def _columns(family: Family) -> frozenset[str]:
    fields = family.model._meta.concrete_fields
    return frozenset(
        {*family.fields.model_fields}
        | {field.name for field in fields}
        | {field.attname for field in fields}
    )


def _spec_complaints(house: House, spec: Spec) -> Iterator[str]:
    yield from title_complaints(spec.info)
    if spec.options is not None:
        yield from _option_complaints(spec.options)
    if spec.ref and not _refers(house, spec.ref):
        yield f"refers to {spec.ref!r}, which nobody offers."
    if spec.sort == "text" and not _is_text(spec.info.annotation):
        yield f"no form can ask for a {_type_name(spec.info.annotation)}."
    yield from _filter_complaints(spec)
    if spec.facts.total and spec.sort not in ("integer", "number"):
        yield "only numbers have a total."


def title_complaints(info: FieldInfo) -> Iterator[str]:
    """A field that somebody is asked for has its title in both languages."""
    titles = declared_titles(info)
    if titles is None or not titles.zh or not titles.en:
        yield "needs a Chinese and an English title: attribute(Title(…, …))."


def _option_complaints(options: type[Options]) -> Iterator[str]:
    for one in options:
        if one.titles.zh == one.titles.en == one.value:
            yield f"the option {one.value!r} needs a Chinese and an English title."


def _refers(house: House, to: str) -> bool:
    if to.startswith("record:"):
        return house.is_generated(to.removeprefix("record:"))
    return references.known(to)


def _is_text(annotation: Any) -> bool:
    kind = bare(annotation)
    return get_origin(kind) is Literal or (isinstance(kind, type) and issubclass(kind, str))


def _type_name(annotation: Any) -> str:
    kind = bare(annotation)
    is_model = isinstance(kind, type) and issubclass(kind, BaseModel)
    return f"model ({kind.__name__})" if is_model else getattr(kind, "__name__", str(kind))


def _filter_complaints(spec: Spec) -> Iterator[str]:
    if not spec.facts.filterable:
        return
    if spec.facts.personal:
        yield "is personal; what is filterable stands in clear in an index."
    if spec.sort in _UNFILTERED or spec.facts.widget in _LONG:
        yield f"cannot be filterable: a {spec.facts.widget or spec.sort} has no value to look for."
