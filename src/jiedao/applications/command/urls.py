"""Addresses of the application's own pages."""

from jiedao.applications.command.bulletin_urls import urlpatterns as bulletins

app_name = "command"
urlpatterns = [*bulletins]
