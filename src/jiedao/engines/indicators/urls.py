"""Addresses of the figures."""

from django.urls import path

from jiedao.engines.indicators.pages import exporting, figure, overview, records, shading

app_name = "indicators"
urlpatterns = [
    path("figures/", overview.overview, name="overview"),
    path("figures/export.<str:fmt>", exporting.all_figures, name="export"),
    path("figures/<slug:key>/", figure.figure, name="figure"),
    path("figures/<slug:key>/records/", records.records, name="records"),
    path("figures/<slug:key>/map.json", shading.shaded, name="map"),
    path("figures/<slug:key>/export.<str:fmt>", exporting.one_figure, name="export_one"),
]
