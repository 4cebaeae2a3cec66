"""The base map: from the town's own data, kept per revision, closed where it is not public."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from jiedao.kernel import towns
from jiedao.kernel.titles import Title
from jiedao.web import maps, slots
from tests.cast import SmallTown

calls: list[int] = []


def _features(town_id: int) -> dict[str, Any]:
    calls.append(town_id)
    return {"type": "FeatureCollection", "features": [], "name": "河"}


@pytest.fixture
def layers() -> Iterator[None]:
    slot = slots.base_layers
    kept = (dict(slot._items), slot._closed)
    slot._closed = False
    slot.add(slots.BaseLayer("t-open", Title("水系", "Water"), "water", _features))
    slot.add(slots.BaseLayer("t-closed", Title("网格", "Grids"), "grid", _features, public=False))
    calls.clear()
    maps._kept.clear()
    yield
    slot._items, slot._closed = kept


def _index(client: Client) -> dict[str, Any]:
    answer = client.get("/map/base/small/")
    assert answer.status_code == 200
    found: dict[str, Any] = json.loads(answer.content)
    return found


def test_a_stranger_sees_the_public_layers(client: Client, town: SmallTown, layers: None) -> None:
    keys = {one["key"] for one in _index(client)["layers"]}
    assert "t-open" in keys
    assert "t-closed" not in keys
    assert client.get("/map/base/small/t-closed/1.json").status_code == 404
    client.force_login(town.stranger)
    assert client.get("/map/base/small/t-closed/1.json").status_code == 404
    client.force_login(town.handler)
    assert client.get("/map/base/small/t-closed/1.json").status_code == 200


def test_a_layer_is_made_once_per_revision(client: Client, town: SmallTown, layers: None) -> None:
    url = next(one["url"] for one in _index(client)["layers"] if one["key"] == "t-open")
    first = client.get(url, headers={"Accept-Encoding": "gzip"})
    assert first.headers["Content-Encoding"] == "gzip"
    assert "immutable" in first.headers["Cache-Control"]
    plain = client.get(url)
    assert json.loads(plain.content)["name"] == "河"
    assert len(calls) == 1
    towns.touch(town.id)
    stale = client.get(url)
    assert stale.headers["Cache-Control"] == "no-cache"
    assert len(calls) == 2


def test_an_unknown_town_or_layer_is_not_found(client: Client, town: SmallTown) -> None:
    assert client.get("/map/base/nowhere/").status_code == 404
    assert client.get("/map/base/small/none/1.json").status_code == 404


def test_tiles_come_from_the_town_s_settings(client: Client, town: SmallTown) -> None:
    town.town.settings["map_tiles"] = [{"kind": "xyz", "url": "https://t.example/{z}/{x}/{y}"}]
    town.town.save()
    towns.forget()
    assert _index(client)["tiles"][0]["kind"] == "xyz"


def test_addresses_are_suggested_or_nothing(client: Client, town: SmallTown) -> None:
    assert json.loads(client.get("/map/addresses/small/").content) == []
    answer = client.get("/map/addresses/small/", {"q": "幸福路1号"})
    assert answer.status_code == 200
    assert isinstance(json.loads(answer.content), list)
