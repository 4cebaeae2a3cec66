"""Addresses of the generated pages."""

from django.urls import include, path

from jiedao.foundation.records import layers
from jiedao.foundation.records.files.pages import addresses
from jiedao.foundation.records.pages import (
    board,
    editing,
    evidence,
    lists,
    mapped,
    moves,
    record,
    suggest,
)

app_name = "records"
urlpatterns = [
    path("r/suggest/<slug:to>/", suggest.suggest, name="suggest"),
    *layers.urlpatterns,
    path("r/<slug:kind>/", lists.records, name="list"),
    path("r/<slug:kind>/", include(addresses(lists.exported))),
    path("r/<slug:kind>/board/", board.board, name="board"),
    path("r/<slug:kind>/map/", mapped.on_map, name="map"),
    path("r/<slug:kind>/new/", editing.new, name="new"),
    path("r/<slug:kind>/<str:number>/", record.record, name="detail"),
    path("r/<slug:kind>/<str:number>/edit/", editing.change, name="edit"),
    path("r/<slug:kind>/<str:number>/files/", evidence.add, name="attach"),
    path("r/<slug:kind>/<str:number>/files/<int:file_id>/", evidence.file, name="file"),
    path("r/<slug:kind>/<str:number>/moves/<slug:key>/", moves.move, name="move"),
]
