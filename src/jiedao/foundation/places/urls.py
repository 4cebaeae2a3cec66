"""Addresses of the pages of places."""

from django.urls import URLPattern, URLResolver, path

from jiedao.foundation.places.pages import areas, importing

app_name = "places"
urlpatterns: list[URLPattern | URLResolver] = [
    path("areas/", areas.areas, name="areas"),
    path("areas/import/", importing.import_page, name="import"),
    path("areas/export.geojson", areas.export, name="export"),
    path("areas/<int:area_id>/", areas.area, name="area"),
    path("areas/<int:area_id>/shape.json", areas.shape, name="shape"),
    path("areas/<int:area_id>/rename/", areas.rename, name="rename"),
    path("areas/<int:area_id>/end/", areas.end, name="end"),
]
