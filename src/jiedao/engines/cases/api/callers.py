"""Callers beside the staff: the public, and whoever knows a tracking code."""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from jiedao.engines.cases import public
from jiedao.foundation.staff.api.callers import STAFF, Caller
from jiedao.kernel.actors import RESIDENT
from jiedao.kernel.errors import Unauthenticated


class Public:
    """Nobody in particular: may send requests where the town's ``public_api`` is on."""

    def __call__(self, request: HttpRequest) -> Caller:
        town = public.town_for(request.GET.get("town", ""), public.API)
        if not public.is_open(town, public.API):
            raise Unauthenticated(_("这个街道没有开放公众接口，请用令牌。"), code="token_needed")
        return Caller(town.pk, RESIDENT, address=public.address_of(request))


class Tracker:
    """Whoever knows the tracking code that is sent along; the view checks it."""

    def __call__(self, request: HttpRequest) -> Caller:
        town = public.town_for(request.GET.get("town", ""), public.PAGE)
        return Caller(town.pk, RESIDENT, address=public.address_of(request))


SENDERS = [*STAFF, Public()]
TRACKERS = [*STAFF, Tracker()]
