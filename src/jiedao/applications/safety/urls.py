"""Addresses of safety's own page; the kinds' pages are generated."""

from django.urls import path

from jiedao.applications.safety import pages

app_name = "safety"
urlpatterns = [path("safety/", pages.overview, name="overview")]
