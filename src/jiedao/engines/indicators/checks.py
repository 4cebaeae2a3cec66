"""What is wrong with a declared figure, in a sentence, when the house closes.

A column that the kind does not have would otherwise fail on the page of all figures. Ibis is not
imported for it: no start pays for that.
"""

from collections.abc import Iterator

from django.core.exceptions import ImproperlyConfigured

from jiedao.engines.cases.kinds import FAMILY, goes_the_loop
from jiedao.engines.cases.models import Case, Request
from jiedao.engines.indicators.compiling import PERIOD_COLUMNS
from jiedao.engines.indicators.prepared import columns_read
from jiedao.engines.indicators.quotients import is_quotient
from jiedao.engines.indicators.units import base_of
from jiedao.foundation.records.families import families
from jiedao.kernel import registry
from jiedao.kernel.declarations import Indicator, Kind


def check_indicators() -> None:
    """Called when all applications have spoken; ImproperlyConfigured names figure and column."""
    for one in registry.indicators:
        for sentence in _complaints(one):
            raise ImproperlyConfigured(f"indicators: {one.key!r}: {sentence}")


def _complaints(one: Indicator) -> Iterator[str]:
    kind = registry.kinds.find(one.kind)
    if kind is None:
        yield f"nobody declares the kind {one.kind!r}"
        return
    known = _columns(kind) | set(PERIOD_COLUMNS)
    for name in sorted((columns_read(one) | set(one.dimensions)) - known):
        yield f"the kind {one.kind!r} has no column {name!r}"
    if is_quotient(one):
        yield from _complaints_of_quotient(one)
    if one.sentence and one.sentence.count("{value}") != 1:
        yield "its sentence must hold {value} once"


def _complaints_of_quotient(one: Indicator) -> Iterator[str]:
    keys = (one.formula.of, one.formula.by)
    parts = [part for key in keys if (part := registry.indicators.find(key)) is not None]
    for key in keys:
        if key not in registry.indicators:
            yield f"nobody declares its part, the indicator {key!r}"
    for part in parts:
        if is_quotient(part):
            yield f"its part {part.key!r} is a quotient itself"
    if one.dimensions:
        yield "it is split by what both of its parts have; it has no dimensions of its own"
    if len(parts) == len(keys):
        yield from _complaints_of_parts(one, *parts)


def _complaints_of_parts(one: Indicator, of: Indicator, by: Indicator) -> Iterator[str]:
    if (one.kind, one.date_field) != (of.kind, of.date_field):
        yield f"it must name kind and date field of {of.key!r}: {of.kind!r}, {of.date_field!r}"
    (factor, base), (other, other_base) = base_of(of.unit), base_of(by.unit)
    if base == other_base and factor != other:
        yield f"its parts are in {of.unit!r} and {by.unit!r}: declare them in the same unit"


def _columns(kind: Kind) -> set[str]:
    """Everything a table of the kind may have; the mirror leaves some of it out."""
    own = set(kind.attributes.model_fields)
    family = families.find(kind.family)
    if family is not None:
        return own | {field.attname for field in family.model._meta.concrete_fields}
    columns = {field.attname for field in Case._meta.concrete_fields}
    if kind.family == FAMILY and goes_the_loop(kind.key):
        asked = {field.attname for field in Request._meta.concrete_fields}
        columns |= asked | {f"request_{name}" for name in asked}
    return own | columns
