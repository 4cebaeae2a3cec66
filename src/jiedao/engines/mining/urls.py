"""Addresses of the engine's pages."""

from django.urls import path

from jiedao.engines.mining.matters import urls as matters
from jiedao.engines.mining.pages import machine, managing, mistaken, overview

app_name = "mining"
urlpatterns = [
    *matters.urlpatterns,
    path("mining/", overview.overview, name="overview"),
    path("mining/mistaken/<int:offered>/<int:chosen>/", mistaken.mistaken, name="mistaken"),
    path("mining/cases/<str:number>/machine/", machine.ask, name="machine"),
    path("mining/learn/", managing.learn, name="learn"),
    path("mining/versions/<int:version>/use/", managing.use, name="use"),
]
