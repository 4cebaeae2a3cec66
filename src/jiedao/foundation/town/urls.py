"""Addresses of the town's pages."""

from django.urls import URLPattern, URLResolver, path

from jiedao.foundation.town import pages

app_name = "town"
urlpatterns: list[URLPattern | URLResolver] = [
    path("settings/", pages.overview, name="settings"),
    path("settings/<slug:key>/", pages.change, name="change"),
]
