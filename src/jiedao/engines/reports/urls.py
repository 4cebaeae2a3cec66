"""Addresses of the reports' pages."""

from django.urls import URLPattern, URLResolver, path

from jiedao.engines.reports.pages import editing, figures, files, lists, reading, releasing

app_name = "reports"
urlpatterns: list[URLPattern | URLResolver] = [
    path("reports/", lists.reports, name="list"),
    path("reports/new/", lists.new, name="new"),
    path("reports/<int:number>/", editing.report, name="report"),
    path("reports/<int:number>/save/", editing.save, name="save"),
    path("reports/<int:number>/refresh/", editing.refresh, name="refresh"),
    path("reports/<int:number>/preview/", reading.preview, name="preview"),
    path("reports/<int:number>/submit/", releasing.submit, name="submit"),
    path("reports/<int:number>/take-back/", releasing.take_back, name="take_back"),
    path("reports/<int:number>/return/", releasing.send_back, name="return"),
    path("reports/<int:number>/publish/", releasing.publish, name="publish"),
    path("reports/<int:number>/discard/", editing.discard, name="discard"),
    path("reports/<int:number>/download/<slug:form>/", files.download, name="download"),
    path("reports/<int:number>/insert/", figures.insert, name="insert"),
    path("reports/<int:number>/trace/", figures.trace, name="trace"),
    path("reports/<int:number>/figures/<int:place>/", figures.figure, name="figure"),
]
