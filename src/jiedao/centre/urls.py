"""Addresses of the command centre."""

from django.urls import URLPattern, path

from jiedao.centre.pages import files, layers, portrait, screen, wall

app_name = "centre"
urlpatterns: list[URLPattern] = [
    path("centre/", screen.screen, name="screen"),
    path("centre/panels/", screen.panels, name="panels"),
    path("centre/panels/<str:key>/download/", files.download, name="download"),
    path("centre/panels/<str:key>/table/", files.table, name="table"),
    path("centre/wall/", wall.wall, name="wall"),
    path("centre/wall/enter/<str:secret>/", wall.enter, name="wall_enter"),
    path("centre/walls/", wall.administer, name="walls"),
    path("centre/portrait/", portrait.town, name="portrait_town"),
    path("centre/portrait/here/", portrait.here, name="portrait_here"),
    path("centre/portrait/<int:area_id>/", portrait.portrait, name="portrait"),
    path("centre/portrait/<int:area_id>/registers/", portrait.registers, name="portrait_registers"),
    path("centre/portrait/<int:area_id>/figures/", portrait.figures, name="portrait_figures"),
    path("centre/portrait/<slug:kind>/<str:number>/", portrait.record, name="portrait_record"),
    path("centre/portrait/<slug:kind>/<str:number>/about/", portrait.about, name="portrait_about"),
    path("centre/layers/", layers.features, name="features"),
    path("centre/layers/<str:key>/within/", layers.within, name="within"),
    path("centre/layers/<str:key>/<int:number>/", layers.point, name="point"),
    path("centre/layout/", screen.keep, name="layout"),
]
