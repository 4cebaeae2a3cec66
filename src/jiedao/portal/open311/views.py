"""The resources of GeoReport v2."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from jiedao.engines.cases import public
from jiedao.kernel import towns
from jiedao.kernel.errors import Forbidden, NotFound
from jiedao.kernel.models import Town
from jiedao.portal import frame
from jiedao.portal.open311 import reading, sending
from jiedao.portal.open311.formats import TYPES, answer, resource
from jiedao.portal.open311.services import service as service_of
from jiedao.portal.open311.services import services as services_of

SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"


def _town(request: HttpRequest) -> Town:
    """By ``jurisdiction_id`` (the town's key), else the first that is open."""
    key = request.POST.get("jurisdiction_id") or request.GET.get("jurisdiction_id", "")
    key = (key or request.GET.get("town", "")).strip()
    try:
        return public.town_for(key, public.API)
    except NotFound:
        raise NotFound(_("没有 jurisdiction_id 为“%(key)s”的街道。") % {"key": key[:40]}) from None


def _open_town(request: HttpRequest) -> Town:
    """The same, where its public interfaces are open."""
    town = _town(request)
    if not public.is_open(town, public.API):
        raise Forbidden(_("这个街道没有开放 Open311。"), code="closed")
    return town


@resource("GET", "HEAD")
def discovery(request: HttpRequest, extension: str) -> HttpResponse:
    """Where the endpoint lies and what it speaks."""
    town = _town(request)
    changed = f"{town.created_at:%Y-%m-%d %H:%M}.{town.revision:06d}"
    endpoint = request.build_absolute_uri(reverse("portal:open311_root")).rstrip("/")
    phone = town.settings.get("public_phone", "")
    document = {
        "changeset": changed,
        "contact": f"{town.title} {phone}".strip(),
        "key_service": _("接口令牌由街道系统管理员发放（jiedao token --channel）。"),
        "endpoints": [
            {
                "specification": SPECIFICATION,
                "url": endpoint,
                "changeset": changed,
                "type": "test" if town.simulated else "production",
                "formats": [kind.split(";")[0] for kind in TYPES.values()],
            }
        ],
    }
    return answer("discovery", document, extension)


@resource("GET", "HEAD")
def services(request: HttpRequest, extension: str) -> HttpResponse:
    """What may be asked for."""
    town = _open_town(request)
    return answer("services", [one.line() for one in services_of(town.pk)], extension)


@resource("GET", "HEAD")
def definition(request: HttpRequest, code: str, extension: str) -> HttpResponse:
    """The questions of one service."""
    town = _open_town(request)
    return answer("service_definition", service_of(town.pk, code).definition(), extension)


@resource("GET", "HEAD", "POST")
def requests(request: HttpRequest, extension: str) -> HttpResponse:
    """Send one, or read many."""
    if request.method == "POST":
        return _send(request, extension)
    town = _open_town(request)
    rows = reading.chosen(town.pk, request.GET)
    return answer("service_requests", reading.lines(town.pk, rows), extension)


def _send(request: HttpRequest, extension: str) -> HttpResponse:
    receipt, _service = sending.send(request, _town(request))
    row, code = receipt.request, receipt.tracking_code
    town = towns.town(row.town_id)
    notice = [
        _("查询码 %(code)s，进度：%(url)s")
        % {"code": code, "url": frame.full_address(request, town, "progress", row.number, code)}
    ]
    if request.POST.get("email"):
        notice.append(_("我们不保存电子邮件地址，请记下查询码。"))
    document: list[dict[str, Any]] = [
        {
            "service_request_id": row.number,
            "service_notice": " ".join(notice),
            "account_id": None,
        }
    ]
    return answer("service_requests", document, extension, 200 if receipt.known else 201)


@resource("GET", "HEAD")
def one_request(request: HttpRequest, number: str, extension: str) -> HttpResponse:
    """One request, as a list of one."""
    town = _open_town(request)
    row = reading.find(town.pk, number)
    if row is None:
        raise NotFound(_("没有 service_request_id 为“%(id)s”的诉求。") % {"id": number})
    return answer("service_requests", reading.lines(town.pk, [row]), extension)


@resource("GET", "HEAD")
def token(request: HttpRequest, token: str, extension: str) -> HttpResponse:
    """Numbers are given at once here, so a request's token is its number."""
    town = _open_town(request)
    row = reading.find(town.pk, token)
    if row is None:
        raise NotFound(_("没有这个 token。"))
    document = [{"service_request_id": row.number, "token": token}]
    return answer("service_requests", document, extension)
