"""Addresses of the catalogue's pages."""

from django.urls import URLPattern, URLResolver, path

from jiedao.foundation.catalogue.pages import browsing, draft, editions, files

app_name = "catalogue"
urlpatterns: list[URLPattern | URLResolver] = [
    path("catalogue/", browsing.tree, name="tree"),
    path("catalogue/download/", files.download, name="download"),
    path("catalogue/template/", files.template, name="template"),
    path("catalogue/upload/", files.upload, name="upload"),
    path("catalogue/upload/<uuid:name>/", files.report, name="report"),
    path("catalogue/draft/", draft.draft, name="draft"),
    path("catalogue/draft/publish/", draft.publish, name="publish"),
    path("catalogue/draft/discard/", draft.discard, name="discard"),
    path("catalogue/draft/add/", draft.add_item, name="add_item"),
    path("catalogue/draft/change/<path:code>/", draft.change_item, name="change_item"),
    path("catalogue/draft/retire/<path:code>/", draft.retire_item, name="retire_item"),
    path("catalogue/editions/", editions.editions, name="editions"),
    path("catalogue/editions/<int:number>/", editions.edition, name="edition"),
    path("catalogue/items/<path:code>/", browsing.item, name="item"),
]
