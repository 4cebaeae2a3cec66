"""Editions: which there were, and what one changed against another."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from jiedao.foundation.catalogue import queries
from jiedao.foundation.catalogue.models import Edition
from jiedao.foundation.catalogue.pages.common import directory_of, may_edit, town_of
from jiedao.foundation.catalogue.pages.draft import told
from jiedao.web.shell import base_template

_SHOWN = 300


def editions(request: HttpRequest) -> HttpResponse:
    """All of them, newest first."""
    town = town_of(request)
    rows = Edition.objects.filter(town_id=town).exclude(status=Edition.Status.DRAFT)
    context = {
        "editions": rows.defer("body").order_by("-number"),
        "may_edit": may_edit(request),
        "base_template": base_template(request),
    }
    return render(request, "catalogue/editions.html", context)


def edition(request: HttpRequest, number: int) -> HttpResponse:
    """What an edition changed against the one before it, or against ``?against=``."""
    town = town_of(request)
    row = queries.edition(town, number)
    older = request.GET.get("against", "")
    numbers = Edition.objects.filter(town_id=town).exclude(status=Edition.Status.DRAFT)
    before = numbers.filter(number=int(older)) if older.isdecimal() else None
    if before is None:
        before = numbers.filter(number__lt=number).order_by("-number")
    base = before.first()
    directory = directory_of(town)
    changes = queries.between(base, row) if base else []
    context = {
        "edition": row,
        "base": base,
        "others": numbers.exclude(number=number).defer("body").order_by("-number"),
        "changes": [told(change, directory) for change in changes[:_SHOWN]],
        "count": len(changes),
        "shown": _SHOWN,
        "title": _("第 %(number)d 版清单") % {"number": number},
        "base_template": base_template(request),
    }
    return render(request, "catalogue/edition.html", context)
