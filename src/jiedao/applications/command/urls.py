"""Addresses of the application's own pages; the event log's are those of its kind."""

from django.urls import URLPattern, URLResolver

from jiedao.applications.command.bulletin import urls as bulletin
from jiedao.applications.command.duty import urls as duty
from jiedao.applications.command.incident import urls as incident

app_name = "command"
urlpatterns: list[URLPattern | URLResolver] = [
    *duty.urlpatterns, *incident.urlpatterns, *bulletin.urlpatterns,
]  # fmt: skip
