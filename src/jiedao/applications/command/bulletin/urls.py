"""Addresses of the bulletins."""

from django.urls import path

from jiedao.applications.command.bulletin import pages as pages

urlpatterns = [
    path("bulletins/", pages.bulletins, name="bulletins"),
    path("bulletins/new/", pages.new, name="bulletin_new"),
    path("bulletins/<int:bulletin_id>/", pages.bulletin, name="bulletin"),
    path("bulletins/<int:bulletin_id>/file/", pages.file, name="bulletin_file"),
    path("bulletins/<int:bulletin_id>/recount/", pages.recount, name="bulletin_recount"),
    path("bulletins/<int:bulletin_id>/release/", pages.release, name="bulletin_release"),
    path("bulletins/<int:bulletin_id>/<int:unit_id>/agree/", pages.agree, name="bulletin_agree"),
    path("bulletins/<int:bulletin_id>/<int:unit_id>/objection/", pages.objection, name="bulletin_objection"),
]  # fmt: skip
