"""The records of a kind on the map, filtered as its list is."""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from jiedao.foundation.records import selecting
from jiedao.foundation.records.layers import has_place
from jiedao.foundation.records.pages.common import list_url, reader
from jiedao.foundation.records.schema import Schema, schema_of
from jiedao.kernel.errors import NotFound
from jiedao.web.shell import base_template


@require_GET
def on_map(request: HttpRequest, kind: str) -> HttpResponse:
    """Unfinished records unless states are asked for; a click opens one."""
    schema = schema_of(kind)
    reader(request, schema)
    if not has_place(schema.kind):
        raise NotFound(_("这类记录没有位置。"), code="no_map")
    query = asked_of(schema, request.GET)
    context = {
        "kind": schema.kind,
        "url": f"{reverse('records:features', args=[kind])}?{query}",
        "list_url": f"{list_url(kind)}?{request.GET.urlencode()}",
        "filtered": bool(query),
        "base_template": base_template(request),
    }
    return render(request, "records/map.html", context)


def asked_of(schema: Schema, query: QueryDict) -> str:
    """Those parameters of a list's address that choose records, as the layer takes them."""
    names = {name for name, _spec in selecting.names_of(schema)}
    return urlencode(
        [(name, v) for name in query if name in names for v in query.getlist(name) if v]
    )
