"""Addresses of the bulletins."""

from django.urls import path

from jiedao.applications.command.bulletin import pages as pages

urlpatterns = [
    path("bulletins/", pages.bulletins, name="bulletins"),
    path("bulletins/new/", pages.new, name="bulletin_new"),
    path("bulletins/<int:number>/", pages.bulletin, name="bulletin"),
    path("bulletins/<int:number>/file/", pages.file, name="bulletin_file"),
    path("bulletins/<int:number>/recount/", pages.recount, name="bulletin_recount"),
    path("bulletins/<int:number>/release/", pages.release, name="bulletin_release"),
    path("bulletins/<int:number>/<int:unit_id>/agree/", pages.agree, name="bulletin_agree"),
    path("bulletins/<int:number>/<int:unit_id>/objection/", pages.objection, name="bulletin_objection"),
]  # fmt: skip
