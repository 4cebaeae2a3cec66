"""Filters of a figure in words."""

from django.utils.translation import gettext as _

from jiedao.engines.indicators.columns import columns_of
from jiedao.engines.reports.writing.document import Token
from jiedao.foundation.records.references import reference
from jiedao.kernel import registry

_NAMED = {"community_id": "area", "grid_id": "area", "unit_id": "unit"}


def filters_in_words(town_id: int, token: Token) -> str:
    """“社区：西岭社区；等级：重大”; "" without filters."""
    indicator = registry.indicators.find(token.key)
    if not token.filters or indicator is None:
        return ""
    names = columns_of(indicator.kind)
    said = (
        f"{names.title(name)}：{_named(town_id, name, value) or names.value(name, value)}"
        for name, value in token.filters
    )
    return _("；").join(said)


def _named(town_id: int, name: str, value: str) -> str:
    to = _NAMED.get(name, "")
    if not to or not value.isdecimal():
        return ""
    return reference(to).words(town_id, [int(value)]).get(int(value), "")
