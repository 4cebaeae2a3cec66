"""The wall: a screen that shows itself, page after page, and takes nothing in."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from jiedao.centre import walls
from jiedao.centre.mapping import map_context
from jiedao.centre.readers import looker
from jiedao.foundation.staff.pages.common import account_of
from jiedao.foundation.staff.reach import actor_of, reach_of, require
from jiedao.foundation.staff.tokens import revoke
from jiedao.kernel import clock, registry, towns
from jiedao.kernel.access import Reach
from jiedao.kernel.errors import NotFound
from jiedao.kernel.transactions import durable
from jiedao.web.live.address import live_url
from jiedao.web.replies import redirect

EDIT = "settings.edit"


@require_GET
@never_cache
def enter(request: HttpRequest, secret: str) -> HttpResponse:
    """The address that a wall's browser opens first; it forgets the token from its address."""
    if walls.enter(request.session, secret) is None:
        return render(request, "centre/wall_closed.html", status=403)
    return HttpResponseRedirect(reverse("centre:wall"))


@require_GET
@never_cache
def wall(request: HttpRequest) -> HttpResponse:
    """All pages at once; the script lets them take turns. Somebody signed in sees it as well."""
    found = walls.wall_of(request.session)
    if found is None and not request.user.is_authenticated:
        return render(request, "centre/wall_closed.html", status=403)
    reach = looker(request)[0]
    town = towns.town(reach.town_id)
    context = {
        "wall_town": town,
        "pages": _pages(reach),
        "seconds": towns.setting(town.pk, "wall_seconds", walls.SECONDS),
        # The wall's computer may keep another time than the town.
        "zone": str(clock.TOWN_ZONE),
        "live_url": live_url(request),
        **map_context(request, reach),
        "map_base": reverse("web:map_base", args=[town.key]),
        "account_key": walls.CHANNEL,
    }
    return render(request, "centre/wall.html", context)


def _pages(reach: Reach) -> list[list[tuple[Any, Any]]]:
    return [[(one, registry.panels.find(one.key)) for one in page] for page in walls.pages(reach)]


@require_http_methods(["GET", "POST"])
def administer(request: HttpRequest) -> HttpResponse:
    """The town's walls: a new one gets its address, said once; an old one is ended."""
    account = account_of(request)
    reach, who = reach_of(account), actor_of(account)
    require(who, EDIT)
    address = ""
    if request.method == "POST" and request.POST.get("end"):
        known = {str(token.pk): token for token in walls.walls(reach.town_id)}
        token = known.get(request.POST["end"])
        if token is None:
            raise NotFound(_("这块大屏已经停用。"), code="no_wall")
        with durable():
            revoke(token, actor=who)
        return redirect(request, reverse("centre:walls"), _("已停用，那块大屏随即关闭。"))
    if request.method == "POST":
        with durable():
            secret = walls.issue(reach.town_id, request.POST.get("name", ""), actor=who)
        address = request.build_absolute_uri(reverse("centre:wall_enter", args=[secret]))
    context = {"walls": walls.walls(reach.town_id), "address": address}
    return render(request, "centre/walls.html", context)
