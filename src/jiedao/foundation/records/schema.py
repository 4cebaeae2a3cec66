"""The fields of a kind, those of its family and its own, as one list and one pydantic model.

Forms, lists, Excel, the API and the mirror all read this; nothing else says what a kind has.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from typing import Any, Final, Literal, get_args, get_origin

from django.utils.translation import gettext as _
from pydantic import BaseModel, ValidationError, create_model
from pydantic.fields import FieldInfo

from jiedao.foundation.records.families import WHAT, Called, Derived, Family, families
from jiedao.kernel import registry
from jiedao.kernel.attributes import Attribute, Options, facts_of, ref_of
from jiedao.kernel.declarations import Kind, Workflow
from jiedao.kernel.errors import Invalid, NotFound
from jiedao.kernel.sentences import validation_errors
from jiedao.kernel.titles import Title
from jiedao.web.widgets import LonLat, bare

Sort = Literal["text", "integer", "number", "flag", "date", "moment", "option", "options", "ref",
               "pin", "list"]  # fmt: skip


RANGED: Final = frozenset({"integer", "number", "date", "moment"})
"""Sorts of fields of which one may ask from … to …"""


@dataclass(frozen=True, slots=True)
class Spec:
    """One field of a kind: its name, what it says of itself, its type, and where it is kept."""

    name: str
    info: FieldInfo
    facts: Attribute
    sort: Sort
    ref: str
    is_column: bool
    """Kept in a column of the family's table; otherwise in ``attributes``."""
    options: type[Options] | None = None

    @property
    def required(self) -> bool:
        return self.info.is_required()

    @property
    def titles(self) -> Title:
        return self.facts.titles


@dataclass(frozen=True, slots=True)
class Schema:
    """A kind with its family, its fields in order, and the model that validates them all."""

    kind: Kind
    family: Family
    specs: tuple[Spec, ...]
    model: type[BaseModel]

    @property
    def workflow(self) -> Workflow:
        return self.family.workflow_of(self.kind)

    @property
    def derived(self) -> tuple[Derived, ...]:
        """What follows from what was done: columns that nobody is asked for."""
        return self.family.derived(self.kind)

    def spec(self, name: str) -> Spec:
        """The field of that name; KeyError when the kind has none."""
        return next(spec for spec in self.specs if spec.name == name)

    def filterable(self) -> tuple[Spec, ...]:
        """Attributes that go into the facet table."""
        return tuple(s for s in self.specs if s.facts.filterable and not s.is_column)

    def validate(self, values: Mapping[str, Any] | BaseModel) -> BaseModel:
        """The values as the kind's model; Invalid with a sentence for each field at fault."""
        if isinstance(values, self.model):
            return values
        try:
            return self.model.model_validate(values)
        except ValidationError as error:
            raise Invalid(
                _("有几处没有填对。"), code="invalid_data", errors=validation_errors(error)
            ) from None

    def key_of(self, data: BaseModel) -> str:
        """What tells the record from others of its kind; "" where nothing does."""
        values = [getattr(data, name, None) for name in self.kind.unique]
        return "|".join(str(v).strip() for v in values)[:200] if all(values) else ""


def schema_of(kind_key: str) -> Schema:
    """The schema of a registered kind of a generated family; NotFound for any other."""
    kind = registry.kinds.find(kind_key)
    family = families.find(kind.family) if kind else None
    if kind is None or family is None:
        raise NotFound(_("没有“%(kind)s”这类记录。") % {"kind": kind_key[:40]}, code="no_kind")
    return make_schema(kind, family)


def generated_kinds() -> tuple[Kind, ...]:
    """The kinds whose pages are generated, in the order of their declaration."""
    return tuple(kind for kind in registry.kinds if kind.family in families)


def is_generated(kind_key: str) -> bool:
    """Whether there is a kind of that key with records of its own here."""
    kind = registry.kinds.find(kind_key)
    return kind is not None and kind.family in families


@lru_cache(maxsize=512)
def make_schema(kind: Kind, family: Family) -> Schema:
    """Put a kind and its family together."""
    columns = {name: info for name, info in family.fields.model_fields.items()
               if name not in kind.without}  # fmt: skip
    own = dict(kind.attributes.model_fields)
    model = create_model(
        "".join(part.title() for part in kind.key.split("_")),
        __base__=(kind.attributes, family.fields),
        __module__=kind.attributes.__module__,
    )
    first = [_spec(name, columns.pop(name), True) for name in ("title", "code") if name in columns]
    if kind.name != first[0].facts.titles:
        first[0] = replace(first[0], facts=replace(first[0].facts, titles=kind.name))
    called = family.called(kind)
    specs = (
        *first,
        *(_spec(name, info, False) for name, info in own.items()),
        *(_renamed(_spec(name, info, True), called.get(name)) for name, info in columns.items()),
    )
    return Schema(kind, family, specs, model)


def _renamed(spec: Spec, called: Called | None) -> Spec:
    """The family's field as the kind means it; what it has a name for is shown in its lists."""
    if called is None:
        return spec
    facts = replace(spec.facts, titles=called.titles, unit=called.unit, listed=True)
    return replace(spec, facts=facts)


def attributes_of(model: type[BaseModel]) -> tuple[Spec, ...]:
    """The fields of a kind's own model, of whatever family."""
    return tuple(_spec(name, info, False) for name, info in model.model_fields.items())


def _spec(name: str, info: FieldInfo, is_column: bool) -> Spec:
    ref = ref_of(info)
    kind = bare(info.annotation)
    options = _options(kind)
    facts = facts_of(name, info)
    # What an application puts under no heading says what the record is.
    facts = facts if facts.group.zh else replace(facts, group=WHAT)
    return Spec(name, info, facts, _sort(kind, ref), ref, is_column, options)


_SORTS: tuple[tuple[type, Sort], ...] = (
    (bool, "flag"), (Enum, "option"), (LonLat, "pin"), (int, "integer"), (float, "number"),
    (Decimal, "number"), (datetime, "moment"), (date, "date"),
)  # fmt: skip


def _sort(kind: Any, ref: str) -> Sort:
    if ref:
        return "ref"
    if get_origin(kind) in (list, tuple, set, frozenset):
        return "options" if _options(kind) else "list"
    if isinstance(kind, type):
        return next((sort for each, sort in _SORTS if issubclass(kind, each)), "text")
    return "text"


def _options(kind: Any) -> type[Options] | None:
    if get_origin(kind) in (list, tuple, set, frozenset) and get_args(kind):
        kind = bare(get_args(kind)[0])
    return kind if isinstance(kind, type) and issubclass(kind, Options) else None
