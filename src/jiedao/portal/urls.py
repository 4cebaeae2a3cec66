"""Addresses of the public pages and of Open311."""

from django.urls import URLPattern, URLResolver, include, path

from jiedao.portal import following, pages, publishing

app_name = "portal"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", pages.front, name="front"),
    path("report/<slug:intake_key>/", pages.report, name="report"),
    path("report/<slug:intake_key>/alike/", pages.alike, name="alike"),
    path("published/<slug:key>/", publishing.publication, name="publication"),
    path("track/", following.track, name="track"),
    path("track/<str:number>/<str:code>/", following.progress, name="progress"),
    path("track/<str:number>/<str:code>/receipt/", pages.receipt, name="receipt"),
    path("track/<str:number>/<str:code>/files/<int:file_id>", following.file, name="file"),
    path("track/<str:number>/<str:code>/<slug:act>/", following.progress, name="act"),
    path("open311/", include("jiedao.portal.open311.urls")),
]
