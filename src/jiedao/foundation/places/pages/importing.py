"""The import of areas: a file, its coordinate system, and the report of what was found."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jiedao.foundation.places.coordinates import Datum
from jiedao.foundation.places.geojson import Report, import_areas
from jiedao.foundation.places.geojson.problems import Problem
from jiedao.foundation.places.naming import level_name
from jiedao.foundation.places.pages.common import EDIT, actor, reader
from jiedao.kernel.transactions import durable
from jiedao.web.shell import base_template

MAX_BYTES = 30 * 1024 * 1024
_SHOWN = 500


@require_http_methods(["GET", "POST"])
def import_page(request: HttpRequest) -> HttpResponse:
    """GET shows the form; POST checks the file, loads it when asked to and when it is sound."""
    reach = reader(request, EDIT)
    context: dict[str, object] = {
        "datums": _datums(),
        "back": reverse("places:areas"),
        "base_template": base_template(request),
        "chosen": {"datum": "", "do": "check"},
    }
    if request.method == "GET":
        return render(request, "places/import.html", context)
    upload = request.FILES.get("file")
    fault = _fault(upload)
    if fault or upload is None or isinstance(upload, list):
        return render(request, "places/import.html", context | {"fault": fault}, status=422)
    chosen = {name: request.POST.get(name, "") for name in ("datum", "update", "gaps", "do")}
    with durable():
        report = import_areas(
            reach.town_id,
            upload.read(),
            datum=Datum(chosen["datum"]) if chosen["datum"] in set(Datum) else None,
            update=bool(chosen["update"]),
            accept={"gap"} if chosen["gaps"] else (),
            dry_run=chosen["do"] != "load",
            actor=actor(request),
        )
    context |= {"chosen": chosen, "name": upload.name} | _told(report)
    return render(request, "places/import.html", context, status=422 if report.errors else 200)


def _fault(upload: object) -> str:
    size = getattr(upload, "size", None)
    if size is None:
        return _("请选择一个 GeoJSON 文件。")
    if size > MAX_BYTES:
        return _("文件超过 %(megabytes)d MB。") % {"megabytes": MAX_BYTES // 1024 // 1024}
    return ""


def _told(report: Report) -> dict[str, object]:
    """The report for the template."""
    counts = [
        (level_name(*key.split(" ")), number) for key, number in sorted(report.counts.items())
    ]
    return {
        "report": report,
        "counts": counts,
        "problems": report.problems[:_SHOWN],
        "more": max(0, len(report.problems) - _SHOWN),
        "points": _points(report.problems[:_SHOWN]),
    }


def _points(problems: tuple[Problem, ...]) -> dict[str, object] | None:
    """Where the problems are, for the map."""
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [one.lon, one.lat]},
            "properties": {
                "title": f"{one.subject} {one.sentence}".strip(),
                "tone": "red" if one.severity == "error" else "amber",
            },
        }
        for one in problems
        if one.lon is not None and one.lat is not None
    ]
    return {"type": "FeatureCollection", "features": features} if features else None


def _datums() -> list[tuple[str, str]]:
    return [
        ("", _("文件里写明的，没写就是 WGS-84")),
        (Datum.WGS84.value, _("WGS-84（卫星定位）")),
        (Datum.GCJ02.value, _("GCJ-02（高德、腾讯）")),
        (Datum.BD09.value, _("BD-09（百度）")),
        (Datum.CGCS2000.value, _("CGCS2000（天地图、国家测绘成果）")),
    ]
