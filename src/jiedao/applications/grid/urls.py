"""Addresses of the grid's pages."""

from django.urls import path

from jiedao.applications.grid import pages, report

app_name = "grid"
urlpatterns = [
    path("grid/", pages.Cells.as_view(), name="cells"),
    path("grid/map.json", pages.cells_map, name="map"),
    path("grid/where/", pages.where, name="where"),
    path("grid/events/", pages.Events.as_view(), name="events"),
    path("grid/report/", report.report, name="report"),
    path("grid/mine/", pages.mine, name="mine"),
    path("grid/cells/<str:code>/", pages.cell, name="cell"),
]
