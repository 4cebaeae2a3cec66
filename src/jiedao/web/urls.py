"""Addresses of the frame."""

from django.urls import URLPattern, URLResolver, path

from jiedao.web import home, maps, prefs, saved, search
from jiedao.web.style import pages as style

app_name = "web"
urlpatterns: list[URLPattern | URLResolver] = [
    path("home/", home.home, name="home"),
    path("home/bell/", home.bell, name="bell"),
    path("search/", search.search, name="search"),
    path("views/save/", saved.save, name="save_view"),
    path("views/<int:view_id>/drop/", saved.drop, name="drop_view"),
    path("prefs/language/", prefs.language, name="language"),
    path("prefs/", prefs.preference, name="preference"),
    path("map/base/<slug:town_key>/", maps.index, name="map_base"),
    path(
        "map/base/<slug:town_key>/<slug:layer_key>/<int:revision>.json",
        maps.layer,
        name="map_layer",
    ),
    path("map/addresses/<slug:town_key>/", maps.addresses, name="map_addresses"),
    path("_style", style.overview, name="style"),
    path("_style/base/", style.base, name="style_base"),
    path("_style/base/<slug:key>.json", style.base_layer, name="style_base_layer"),
    path("_style/list", style.sample_list, name="style_list"),
    path("_style/record/<int:number>", style.record, name="style_record"),
    path("_style/board", style.board, name="style_board"),
    path("_style/public", style.public, name="style_public"),
    path("_style/plain", style.plain, name="style_plain"),
    path("_style/error/<int:status>", style.error, name="style_error"),
]
