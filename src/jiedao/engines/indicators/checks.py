"""What is wrong with a declared figure, in a sentence, when the house closes.

A column that the kind does not have would otherwise fail on the page of all figures. Ibis is not
imported for it: no start pays for that.
"""

from collections.abc import Iterator

from django.core.exceptions import ImproperlyConfigured

from jiedao.engines.cases.kinds import FAMILY, goes_the_loop
from jiedao.engines.cases.models import Case, Request
from jiedao.engines.indicators.prepared import columns_read
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
    known = _columns(kind)
    for name in sorted((columns_read(one) | set(one.dimensions)) - known - {"as_of"}):
        yield f"the kind {one.kind!r} has no column {name!r}"
    if one.sentence and one.sentence.count("{value}") != 1:
        yield "its sentence must hold {value} once"


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
