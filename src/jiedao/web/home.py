"""The first page after signing in: the cards that upper floors offer, in their order."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from jiedao.kernel.errors import Unauthenticated
from jiedao.web import slots
from jiedao.web.shell import may


def home(request: HttpRequest) -> HttpResponse:
    """Cards this reader may see and that have something to say."""
    if not may(request, ""):
        raise Unauthenticated(_("请先登录。"))
    cards = sorted(slots.home_cards, key=lambda one: one.order)
    drawn = [(one, one.render(request)) for one in cards if may(request, one.permission)]
    return render(request, "web/home.html", {"cards": [(one, html) for one, html in drawn if html]})


def bell(request: HttpRequest) -> HttpResponse:
    """The bell anew: how many notices are unread."""
    if not may(request, ""):
        raise Unauthenticated(_("请先登录。"))
    return render(request, "web/_bell.html")
