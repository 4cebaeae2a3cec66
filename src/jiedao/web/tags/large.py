"""Tags of the large parts: heads, facts, timelines, photos, moves, boards, maps, charts, forms."""

import itertools
from collections.abc import Sequence
from typing import Any

from django import template
from django.http import HttpRequest
from django.template.context import RequestContext
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import json_script
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from jiedao.web import parts, slots
from jiedao.web.forms import Field, Form
from jiedao.web.shell import may, town_of

register = template.Library()
_numbers = itertools.count(1)


def _unique(prefix: str) -> str:
    """An id that no other part of the page has, nor one that htmx brings later."""
    return f"{prefix}-{next(_numbers) % 1_000_000}"


@register.simple_tag
def page_assets() -> SafeString:
    """Where scripts find the sprite and the libraries that are fetched when needed."""
    names = {
        "sprite": "icons.svg",
        "ol": "vendor/ol/ol.js",
        "olCss": "vendor/ol/ol.css",
        "proj4": "vendor/proj4/proj4.js",
        "echarts": "vendor/echarts/echarts.min.js",
    }
    return json_script({key: static(name) for key, name in names.items()}, "assets")


@register.simple_block_tag
def pagehead(
    content: str, title: object, meta: object = "", crumbs: object = (), back: str = ""
) -> str:
    """Head of a page or panel; the block holds its actions."""
    context = {"title": title, "meta": meta, "crumbs": crumbs, "back": back, "actions": content}
    return render_to_string("web/parts/pagehead.html", context)


@register.inclusion_tag("web/parts/breadcrumb.html")
def breadcrumb(crumbs: Sequence[tuple[object, str]]) -> dict[str, Any]:
    """Where one is: ``(title, url)``, the last without url."""
    return {"crumbs": crumbs}


@register.simple_block_tag
def section(content: str, title: object, count: object = None, id: str = "") -> str:  # noqa: A002
    """A titled part of a record page."""
    context = {"title": title, "count": count, "content": content, "id": id}
    return render_to_string("web/parts/section.html", context)


@register.simple_block_tag
def empty(content: str, icon: str, title: object, text: object = "") -> str:
    """What will appear here and how to begin; the block holds the button."""
    context = {
        "icon": icon,
        "title": title,
        "text": text,
        "actions": content if content.strip() else "",
    }
    return render_to_string("web/parts/empty.html", context)


@register.inclusion_tag("web/parts/facts.html")
def facts(rows: Sequence[parts.Fact]) -> dict[str, Any]:
    """A key–value grid; facts without a value are left out."""
    return {"rows": [row for row in rows if row.value not in (None, "")]}


@register.inclusion_tag("web/parts/tabs.html")
def tabs(items: Sequence[parts.Tab], active: str) -> dict[str, Any]:
    """A row of tabs."""
    return {"items": items, "active": active}


@register.inclusion_tag("web/parts/timeline.html")
def timeline(entries: Sequence[parts.Entry]) -> dict[str, Any]:
    """What happened, in the order given."""
    return {"entries": entries}


@register.inclusion_tag("web/parts/photos.html")
def photos(items: Sequence[parts.Photo]) -> dict[str, Any]:
    """Pictures in a strip that opens large, then documents and recordings."""
    return {
        "pictures": [one for one in items if one.kind == "photo"],
        "documents": [one for one in items if one.kind == "document"],
        "recordings": [one for one in items if one.kind == "audio"],
    }


@register.inclusion_tag("web/parts/person.html")
def person(
    name: str, phone: str = "", reveal: str = "", revealed: bool = False, note: object = ""
) -> dict[str, Any]:
    """A masked person; ``reveal`` is the address that answers a reason with the open values."""
    context = {"name": name, "phone": phone, "reveal": reveal, "revealed": revealed, "note": note}
    return {**context, "id": _unique("reveal")}


@register.inclusion_tag("web/parts/moves.html", takes_context=True)
def moves(context: RequestContext, items: Sequence[parts.MoveButton]) -> dict[str, Any]:
    """What may be done next, and beneath it what may not be done and why."""
    able = [(one, _unique("move")) for one in items if not one.why_not]
    return {
        "able": able,
        "unable": [one for one in items if one.why_not],
        "csrf_token": context.get("csrf_token", ""),
        "request": context.get("request"),
    }


@register.simple_block_tag(takes_context=True)
def confirm(
    context: RequestContext,
    content: str,
    url: str,
    button: object,
    title: object = "",
    reason: object = "",
    danger: bool = False,
    icon: str = "",
    version: int | None = None,
    target: str = "",
) -> str:
    """A button that opens a panel beneath it and posts from there; the block adds fields."""
    values = {
        "url": url,
        "button": button,
        "title": title,
        "reason": reason,
        "danger": danger,
        "icon": icon,
        "version": version,
        "target": target,
        "content": content,
        "id": _unique("confirm"),
        "csrf_token": context.get("csrf_token", ""),
    }
    return render_to_string("web/parts/confirm.html", values)


@register.inclusion_tag("web/parts/board.html")
def board(columns: Sequence[parts.BoardColumn]) -> dict[str, Any]:
    """Columns by state."""
    return {"columns": columns}


@register.inclusion_tag("web/parts/map.html", takes_context=True)
def mapview(
    context: RequestContext,
    features: object = None,
    url: str = "",
    lon: float | None = None,
    lat: float | None = None,
    tone: str = "neutral",
    title: str = "",
    height: str = "m",
    legend: object = None,
    base: str = "",
) -> dict[str, Any]:
    """A map with a GeoJSON FeatureCollection, an address that gives one, or a single point.

    Properties of a feature: ``tone``, ``title`` (on hover), ``url`` (opened by a click),
    ``label`` (areas). ``legend`` maps a tone to what it means on this map.
    """
    if lon is not None and lat is not None:
        features = point(lon, lat, tone, title)
    return {
        "base": base or _base_url(context.get("request")),
        "features": features,
        "url": url,
        "height": height,
        "legend": legend or {},
        "id": _unique("map"),
        "label": title or _("地图"),
    }


def point(lon: float, lat: float, tone: str = "neutral", title: str = "") -> dict[str, Any]:
    """One place as a FeatureCollection."""
    geometry = {"type": "Point", "coordinates": [lon, lat]}
    feature = {
        "type": "Feature",
        "geometry": geometry,
        "properties": {"tone": tone, "title": title},
    }
    return {"type": "FeatureCollection", "features": [feature]}


def _base_url(request: HttpRequest | None) -> str:
    town = town_of(request) if request else None
    return reverse("web:map_base", args=[town.key]) if town else ""


@register.inclusion_tag("web/parts/chart.html")
def chart(item: parts.Chart, size: str = "m") -> dict[str, Any]:
    """A chart and its table."""
    return {"chart": item, "size": size, "id": _unique("chart"), "payload": item.payload()}


@register.inclusion_tag("web/parts/form.html", takes_context=True)
def form(
    context: RequestContext,
    item: Form[Any],
    submit: object = "",
    action: str = "",
    primary: bool = True,
    danger: bool = False,
    cancel: str = "",
    wide: bool = False,
) -> dict[str, Any]:
    """A whole form: sentence on top, fields, buttons, draft note."""
    request = context.get("request")
    return {
        "form": item,
        "submit": submit or _("保存"),
        "action": action or (request.get_full_path() if request else ""),
        "primary": primary,
        "danger": danger,
        "cancel": cancel,
        "wide": wide,
        **_field_context(context),
    }


@register.simple_tag(takes_context=True)
def field(context: RequestContext, item: Form[Any] | Field, name: str = "") -> SafeString:
    """One field with label, help and error: of a form by name, or a field itself."""
    one = item[name] if isinstance(item, Form) else item
    values = {"field": one, **_field_context(context)}
    return mark_safe(render_to_string("web/parts/field.html", values))  # noqa: S308 (a template)


def _field_context(context: RequestContext) -> dict[str, Any]:
    request = context.get("request")
    town = town_of(request) if request else None
    return {
        "csrf_token": context.get("csrf_token", ""),
        "request": request,
        "map_base": _base_url(request),
        "addresses": reverse("web:map_addresses", args=[town.key]) if town else "",
    }


@register.simple_tag(takes_context=True)
def record_panels(context: RequestContext, kind: str, record: object) -> SafeString:
    """What upper floors put beside a record of that kind."""
    request = context["request"]
    drawn: list[dict[str, Any]] = []
    for one in sorted(slots.record_panels, key=lambda each: each.order):
        if one.kind == kind and may(request, one.permission):
            html = one.render(request, record)
            if html:
                drawn.append({"panel": one, "html": html})
    html = render_to_string("web/parts/record_panels.html", {"panels": drawn}) if drawn else ""
    return mark_safe(html)  # noqa: S308 (rendered by templates)
