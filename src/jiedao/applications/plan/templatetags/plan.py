"""``{% load plan %}``: addresses of the wall, and values by key."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django import template

register = template.Library()


@register.simple_tag
def wall_url(here: Mapping[str, str], **changed: str) -> str:
    """The wall's address with some parts of it changed."""
    query = {name: value for name, value in {**here, **changed}.items() if value}
    return f"?{urlencode(query)}"


@register.filter
def at(values: Mapping[str, Any], key: object) -> Any:
    """``values[key]``, or nothing."""
    return values.get(str(key), "")


@register.filter
def plain(value: Any) -> str:
    """A number without zeros behind it; "" for none."""
    return (
        ""
        if value is None
        else f"{value:f}".rstrip("0").rstrip(".")
        if value % 1
        else f"{value:.0f}"
    )


@register.simple_tag
def record_link(links: Mapping[str, str], finding: Any) -> str:
    """The address of what came of a finding."""
    return links.get(f"{finding.record_kind}:{finding.record_id}", "")
