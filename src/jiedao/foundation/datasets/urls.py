"""Addresses of the import runs' pages."""

from django.urls import URLPattern, URLResolver, path

from jiedao.foundation.datasets.pages import runs, uploads

app_name = "datasets"
urlpatterns: list[URLPattern | URLResolver] = [
    path("imports/", runs.RunList.as_view(), name="runs"),
    path("imports/new/", uploads.new, name="new"),
    path("imports/uploads/<int:upload_id>/", uploads.upload, name="upload"),
    path("imports/<int:run_id>/", runs.run, name="run"),
    path("imports/<int:run_id>/report/", runs.report, name="report"),
]
