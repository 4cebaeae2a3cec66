"""POST requests: a form of the standard becomes a request like any other."""

import re
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from pydantic import ValidationError

from jiedao.engines.cases import public
from jiedao.engines.cases.actions.incoming import NewRequest, Receipt
from jiedao.engines.cases.receiving import receive
from jiedao.foundation.files.checking import Upload
from jiedao.foundation.places.models import Area
from jiedao.foundation.staff.api.callers import Caller, caller_of_token
from jiedao.kernel.actors import RESIDENT
from jiedao.kernel.errors import Forbidden, Invalid, Refused
from jiedao.kernel.models import Town
from jiedao.kernel.sentences import validation_errors
from jiedao.kernel.texts import clean
from jiedao.portal.open311.services import Service, service

LONGEST = 4000
_ATTRIBUTE = re.compile(r"attribute\[([^\]]{1,60})\](?:\[\])?\Z")
_MEDIA = ("media", "media[]", "file", "files")


class Missing(Refused):
    """Something that the standard requires was not sent."""

    status = 400
    default_code = "missing"


def caller_for(request: HttpRequest, town: Town) -> Caller:
    """Who sends: by ``api_key`` (or a bearer token), else the public where it is let in."""
    key = request.POST.get("api_key", "") or request.GET.get("api_key", "")
    header = request.headers.get("Authorization", "")
    if not key and header.lower().startswith("bearer "):
        key = header[7:]
    if key:
        try:
            caller = caller_of_token(key.strip())
        except Refused as refused:
            raise Forbidden(_("api_key 无效。"), code="bad_key") from refused
        if caller.actor.reach is not None and not caller.reach.anywhere("cases.report"):
            raise Forbidden(_("您没有代录诉求的权限。"), code="no_permission")
        return caller
    if not public.is_open(town, public.API):
        raise Forbidden(_("请提供 api_key。"), code="key_needed")
    return Caller(town.pk, RESIDENT, address=public.address_of(request))


def send(request: HttpRequest, town: Town) -> tuple[Receipt, Service]:
    """Take a request in. Raises Refused; the caller turns it into the standard's errors."""
    caller = caller_for(request, town)
    code = request.POST.get("service_code", "").strip()
    if not code:
        raise Missing(_("没有给出 service_code。"))
    chosen = service(caller.town_id, code)
    new = _new(request, caller, chosen)
    if caller.is_public:
        public.slow_down(caller.town_id, caller.address)
    uploads = [
        Upload(file.name or "", file)  # type: ignore[arg-type]
        for name in _MEDIA
        for file in request.FILES.getlist(name)
    ]
    return receive(caller.town_id, new, actor=caller.actor, uploads=uploads), chosen


def _new(request: HttpRequest, caller: Caller, chosen: Service) -> NewRequest:
    form = request.POST
    text, marks = clean(form.get("description", "")), []
    if len(text) > LONGEST:
        raise Invalid(_("description 最多 %(n)d 个字。") % {"n": LONGEST}, field="description")
    if not text:
        # Optional in the standard; the words are then ours, and marked so.
        text, marks = chosen.name, ["composed_text"]
    lon, lat, address = _place(request, caller.town_id)
    names = [clean(form.get(name, "")) for name in ("last_name", "first_name")]
    together = "".join if not any(name.isascii() and name for name in names) else " ".join
    return NewRequest(
        text=text,
        channel=caller.channel or "open311",
        kind=chosen.kind,
        item_id=chosen.item_id,
        longitude=lon,
        latitude=lat,
        address=address,
        contact_name=together([name for name in names if name])[:60],
        contact_phone=clean(form.get("phone", ""))[:40],
        retry_key=_retry_key(request),
        attributes=_attributes(request, chosen),
        request_attributes=_media_url(form.get("media_url", "")),
        marks=marks,
    )


def _retry_key(request: HttpRequest) -> str:
    key = request.headers.get("Idempotency-Key", "")
    return key if key.isascii() and key.isprintable() and len(key) <= 80 else ""


def _place(request: HttpRequest, town_id: int) -> tuple[float | None, float | None, str]:
    """By point, by words, or by the id of an address (an area's code): one is required."""
    form = request.POST
    lat, lon = form.get("lat", "").strip(), form.get("long", "").strip()
    address, address_id = clean(form.get("address_string", ""))[:300], form.get("address_id", "")
    if lat or lon:
        return _degree(lon, "long"), _degree(lat, "lat"), address
    if address_id.strip():
        return _area(town_id, clean(address_id), address)
    if not address:
        raise Missing(_("请给出 lat 和 long，或 address_string，或 address_id。"))
    return None, None, address


def _degree(text: str, name: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if not -180 <= value <= 180:
        raise Invalid(_("lat 和 long 应是成对的十进制度数。"), field=name, code="bad_point")
    return value


def _area(town_id: int, code: str, address: str) -> tuple[float | None, float | None, str]:
    area = Area.objects.filter(town_id=town_id, code=code, valid_to=None).first()
    if area is None:
        raise Invalid(_("没有这个 address_id。"), field="address_id", code="unknown_address")
    return area.lon, area.lat, address or area.address or area.name


def _attributes(request: HttpRequest, chosen: Service) -> dict[str, Any]:
    """The answers to the service's own questions, validated by its kind."""
    if chosen.attributes is None:
        return {}
    given: dict[str, Any] = {}
    for name, values in request.POST.lists():
        matched = _ATTRIBUTE.match(name)
        if matched and matched[1] in chosen.attributes.model_fields:
            given[matched[1]] = [clean(value) for value in values] if "[]" in name else values[-1]
    try:
        model = chosen.attributes.model_validate(given)
    except ValidationError as error:
        errors = {f"attribute[{k}]": text for k, text in validation_errors(error).items()}
        raise Invalid(_("有几处没有填对。"), errors=errors) from None
    return model.model_dump(mode="json")


def _media_url(url: str) -> dict[str, Any]:
    """A link to a picture elsewhere is kept for the staff to look at, never fetched by us."""
    url = clean(url)[:500]
    if not url:
        return {}
    if not url.startswith(("http://", "https://")):
        raise Invalid(_("media_url 应以 http:// 或 https:// 开头。"), field="media_url")
    return {"media_url": url}
