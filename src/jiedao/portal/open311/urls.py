"""Addresses of GeoReport v2, under ``/open311/``."""

from django.urls import path, re_path

from jiedao.portal.open311 import views

_END = r"\.(?P<extension>[a-z]+)$"

urlpatterns = [
    path("v2/", views.discovery, {"extension": "xml"}, name="open311_root"),
    re_path(rf"^(?:v2/)?discovery{_END}", views.discovery),
    re_path(rf"^v2/services{_END}", views.services),
    re_path(rf"^v2/services/(?P<code>[^/]{{1,80}}){_END}", views.definition),
    re_path(rf"^v2/requests{_END}", views.requests),
    re_path(rf"^v2/requests/(?P<number>[^/]{{1,80}}){_END}", views.one_request),
    re_path(rf"^v2/tokens/(?P<token>[^/]{{1,80}}){_END}", views.token),
]
