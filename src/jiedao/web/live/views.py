"""For pages whose way to the live port is barred: the same events, asked for every 2 s."""

from collections.abc import Callable
from datetime import timedelta

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache

from jiedao.kernel import clock
from jiedao.web.live.feed import RECENT, Event, events, last_id

# How far a transaction may lag behind younger ids; repeated events do no harm.
_OVERLAP_IDS = 200
_OVERLAP_TIME = timedelta(seconds=10)


def changes_view(
    town_of_request: Callable[[HttpRequest], int | None],
) -> Callable[[HttpRequest], HttpResponse]:
    """The view of ``/live/changes?since=ID``.

    Answers ``{"last", "changes": [event …], "reload"}``; without ``since`` only ``last``. On
    PostgreSQL the events of the last ten seconds may come again (late commits); a page that
    minds remembers their ids.
    """

    @never_cache
    def changes(request: HttpRequest) -> HttpResponse:
        town_id = town_of_request(request)
        if town_id is None:
            return HttpResponse(status=401)
        newest = last_id()
        since = request.GET.get("since", "")
        if not since.isdecimal():
            return JsonResponse({"last": newest, "changes": [], "reload": False})
        if newest - int(since) > RECENT:
            return JsonResponse({"last": newest, "changes": [], "reload": True})
        found = [event.public() for event in _since(town_id, int(since), newest)]
        return JsonResponse({"last": newest, "changes": found, "reload": False})

    return changes


def _since(town_id: int, since: int, newest: int) -> list[Event]:
    found = events(town_id=town_id, id__gt=since, id__lte=newest)
    if connection.vendor == "postgresql":
        begin = since - _OVERLAP_IDS
        lately = clock.now() - _OVERLAP_TIME
        late = events(town_id=town_id, id__gt=begin, id__lte=since, at__gte=lately)
        found = late + found
    return found
