"""Addresses of the classes of matters."""

from django.urls import path

from jiedao.engines.mining.matters.pages import acting, listing, one, signals

urlpatterns = [
    path("matters/", listing.Matters.as_view(), name="matters"),
    path("matters/signals/", signals.signals, name="matter_signals"),
    path("matters/<slug:number>/", one.matter, name="matter"),
    path("matters/<slug:number>/cause/", acting.root, name="matter_root"),
    path("matters/<slug:number>/join/", acting.join, name="matter_join"),
    path("matters/<slug:number>/playbook/", acting.playbook, name="matter_playbook"),
    path("matters/<slug:number>/dismiss/", acting.dismiss, name="matter_dismiss"),
    path("matters/<slug:number>/restore/", acting.restore, name="matter_restore"),
    path("matters/<slug:number>/add/", acting.add, name="matter_add"),
    path("matters/<slug:number>/remove/<slug:case>/", acting.remove, name="matter_remove"),
]
