"""Addresses of the engine's pages."""

from jiedao.engines.mining.matters import urls as matters

app_name = "mining"
urlpatterns = [*matters.urlpatterns]
