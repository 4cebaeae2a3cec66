"""Addresses: each floor and application mounts its own ``urls.py``."""

from importlib.util import find_spec

from django.apps import apps
from django.urls import URLPattern, URLResolver, include, path

from jiedao.config import api
from jiedao.config.health import healthz, readyz
from jiedao.config.listeners import town_of_request
from jiedao.web.live.views import changes_view

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz),
    path("readyz", readyz),
    path("live/changes", changes_view(town_of_request), name="live_changes"),
    path(api.PREFIX, api.urlpatterns()),
    *[
        path("", include(f"{config.name}.urls"))
        for config in apps.get_app_configs()
        if config.name.startswith("jiedao.")
        and config.name != "jiedao.config"
        and find_spec(f"{config.name}.urls")
    ],
]

handler400 = "jiedao.web.refusals.bad_request"
handler403 = "jiedao.web.refusals.permission_denied"
handler404 = "jiedao.web.refusals.page_not_found"
handler500 = "jiedao.web.refusals.server_error"
