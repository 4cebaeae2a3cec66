"""Values in words: what lists, pages, the timeline and files show of a field."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext as _

from jiedao.foundation.records.actions.filling import given
from jiedao.foundation.records.masking import masked
from jiedao.foundation.records.references import reference, visible_words
from jiedao.foundation.records.schema import Schema, Spec
from jiedao.foundation.records.work import Work
from jiedao.kernel import clock
from jiedao.kernel.access import Reach
from jiedao.web import formats

Names = Mapping[tuple[str, int], str]
"""(what it refers to, id) → its name."""
_COMMA: Final = "、"


def names_for(
    schema: Schema,
    town_id: int,
    rows: Iterable[Mapping[str, Any]],
    *,
    reach: Reach | None = None,
) -> Names:
    """The names of everything that these rows of values refer to: one question a kind of
    reference, however many rows. With ``reach``, of records only those that it may see."""
    wanted: dict[str, set[int]] = {}
    refs = [spec for spec in schema.specs if spec.ref]
    for values in rows:
        for spec in refs:
            value = values.get(spec.name)
            if isinstance(value, int):
                wanted.setdefault(spec.ref, set()).add(value)
    return {
        (to, pk): name
        for to, ids in wanted.items()
        for pk, name in _names(town_id, to, ids, reach).items()
    }


def _names(town_id: int, to: str, ids: Collection[int], reach: Reach | None) -> Mapping[int, str]:
    if reach is not None:
        return visible_words(reach, to, ids)
    return reference(to).words(town_id, ids)


def said(spec: Spec, value: Any, names: Names) -> str:
    """One value in words, with its unit; "" for nothing."""
    if value is None or value in ("", []):
        return ""
    words = _plain(spec, value, names)
    unit = str(spec.facts.unit) if spec.facts.unit.zh else ""
    return f"{words} {unit}" if unit else words


def _plain(spec: Spec, value: Any, names: Names) -> str:
    if spec.ref:
        return names.get((spec.ref, value), str(value))
    if spec.options is not None:
        values = value if isinstance(value, list | tuple | set | frozenset) else [value]
        return _COMMA.join(_option(spec, one) for one in values)
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, datetime):
        return formats.exact(value.astimezone(clock.TOWN_ZONE))
    if spec.sort in ("number", "integer"):
        # Exact numbers stand in JSON as text.
        value = Decimal(value) if isinstance(value, str) else value
        return formats.thousands(value) if abs(value) >= 10_000 else _number(value)
    if spec.sort == "pin":
        return f"{value[0]:.5f}, {value[1]:.5f}"
    return _COMMA.join(map(str, value)) if isinstance(value, list) else str(value)


def _number(value: Any) -> str:
    return f"{value:f}".rstrip("0").rstrip(".") if "." in f"{value}" else str(value)


def _option(spec: Spec, value: Any) -> str:
    assert spec.options is not None
    try:
        return str(spec.options(value).titles)
    except ValueError:
        return str(value)


def all_said(work: Work) -> list[tuple[Spec, str]]:
    """Every field of a record in words, empty ones left out and personal ones masked, in the
    order of the schema."""
    values = given(work)
    names = names_for(work.schema, work.record.town_id, [values])
    pairs = [
        (spec, said(spec, masked(spec, values.get(spec.name)), names)) for spec in work.schema.specs
    ]
    return [(spec, words) for spec, words in pairs if words]
