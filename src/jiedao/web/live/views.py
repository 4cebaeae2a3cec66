"""For pages whose way to the live port is barred: the same events, asked for every 2 s."""

from collections.abc import Callable
from datetime import timedelta

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache

from jiedao.kernel import clock
from jiedao.kernel.access import Reach
from jiedao.web.live.feed import RECENT, Event, events, last_id

# How far a transaction may lag behind younger ids; repeated events do no harm.
_OVERLAP_IDS = 200
_OVERLAP_TIME = timedelta(seconds=10)


def changes_view(
    reach_of_request: Callable[[HttpRequest], Reach | None],
) -> Callable[[HttpRequest], HttpResponse]:
    """The view of ``/live/changes?since=ID``.

    Answers ``{"last", "changes": [event …], "reload"}``; without ``since`` only ``last``. On
    PostgreSQL the events of the last ten seconds may come again (late commits); a page that
    minds remembers their ids.
    """

    @never_cache
    def changes(request: HttpRequest) -> HttpResponse:
        reach = reach_of_request(request)
        if reach is None:
            return HttpResponse(status=401)
        newest = last_id()
        since = request.GET.get("since", "")
        if not since.isdecimal():
            return JsonResponse({"last": newest, "changes": [], "reload": False})
        if newest - int(since) > RECENT:
            return JsonResponse({"last": newest, "changes": [], "reload": True})
        found = [event.public() for event in _since(int(since), newest) if event.concerns(reach)]
        return JsonResponse({"last": newest, "changes": found, "reload": False})

    return changes


def _since(since: int, newest: int) -> list[Event]:
    found = events(id__gt=since, id__lte=newest)
    if connection.vendor == "postgresql":
        begin = since - _OVERLAP_IDS
        late = events(id__gt=begin, id__lte=since, at__gte=clock.now() - _OVERLAP_TIME)
        found = late + found
    return found
