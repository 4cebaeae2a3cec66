"""Addresses of the classes of matters."""

from django.urls import path

from jiedao.engines.mining.matters.pages import acting, listing, one, signals

urlpatterns = [
    path("matters/", listing.Matters.as_view(), name="matters"),
    path("matters/signals/", signals.signals, name="matter_signals"),
    path("matters/<slug:class_number>/", one.matter, name="matter"),
    path("matters/<slug:class_number>/cause/", acting.root, name="matter_root"),
    path("matters/<slug:class_number>/join/", acting.join, name="matter_join"),
    path("matters/<slug:class_number>/playbook/", acting.playbook, name="matter_playbook"),
    path("matters/<slug:class_number>/dismiss/", acting.dismiss, name="matter_dismiss"),
    path("matters/<slug:class_number>/restore/", acting.restore, name="matter_restore"),
    path("matters/<slug:class_number>/add/", acting.add, name="matter_add"),
    path(
        "matters/<slug:class_number>/remove/<slug:case_number>/",
        acting.remove,
        name="matter_remove",
    ),
]
