"""Pages of places: the tree, an area, the import with its report."""

import json

import numpy as np
import pytest
import shapely
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from jiedao.foundation.places.geojson import export_areas
from jiedao.foundation.places.models import Area
from jiedao.foundation.staff.models import Account
from jiedao.kernel import clock
from tests.cast import SOUTH_EDGE, STEP, WEST_EDGE, SmallTown


def opened(account: Account) -> Client:
    client = Client()
    client.force_login(account)
    return client


def page(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, (path, response.status_code)
    return response.content.decode()


def upload(features: list[object]) -> SimpleUploadedFile:
    body = json.dumps({"type": "FeatureCollection", "features": features})
    return SimpleUploadedFile("areas.geojson", body.encode(), "application/geo+json")


def feature(code: str, shape: shapely.Geometry) -> dict[str, object]:
    properties = {"level": "警格", "code": code, "name": f"警格{code}"}
    geometry = json.loads(shapely.to_geojson(shape))
    return {"type": "Feature", "properties": properties, "geometry": geometry}


WHOLE = shapely.box(WEST_EDGE, SOUTH_EDGE, WEST_EDGE + 4 * STEP, SOUTH_EDGE + 2 * STEP)


def test_everybody_inside_reads_the_tree(town: SmallTown) -> None:
    words = page(opened(town.handler), "/areas/")
    assert "西岭社区" in words
    assert "导入 GeoJSON" not in words
    assert "导入 GeoJSON" in page(opened(town.admin), "/areas/")
    assert "西岭" not in page(opened(town.stranger), "/areas/")


def test_an_area_shows_what_lies_in_it(town: SmallTown) -> None:
    client = opened(town.admin)
    words = page(client, f"/areas/{town.places.west.pk}/")
    assert "西岭第一网格" in words
    assert "改名" in words
    assert opened(town.stranger).get(f"/areas/{town.places.west.pk}/").status_code == 404
    assert page(client, f"/areas/?open={town.places.west.pk}").count('aria-selected="true"') == 1


def test_the_map_of_an_area_is_sent_once(town: SmallTown) -> None:
    client = opened(town.handler)
    answer = client.get(f"/areas/{town.places.grid_1.pk}/shape.json")
    found = answer.json()["features"]
    assert [one["geometry"]["type"] for one in found] == ["Polygon", "Point", "Point"]
    again = client.get(
        f"/areas/{town.places.grid_1.pk}/shape.json", headers={"If-None-Match": answer["ETag"]}
    )
    assert again.status_code == 304


def test_renaming_and_ending(town: SmallTown) -> None:
    client = opened(town.admin)
    west = town.places.west
    assert client.post(f"/areas/{west.pk}/rename/", {"name": "新岭社区"}).status_code == 303
    assert Area.objects.get(pk=west.pk).aliases == ["西岭社区"]
    assert "名称" in page(client, f"/areas/{west.pk}/")
    refused = client.post(
        f"/areas/{west.pk}/end/", {"last_day": clock.today().isoformat(), "reason": "合并"}
    )
    assert refused.status_code == 422
    assert "下级区域" in refused.content.decode()
    building = town.places.buildings[0]
    done = client.post(
        f"/areas/{building.pk}/end/", {"last_day": clock.today().isoformat(), "reason": "拆除"}
    )
    assert done.status_code == 303
    assert opened(town.handler).get(f"/areas/{west.pk}/rename/").status_code == 403


def test_a_file_is_checked_then_loaded(town: SmallTown) -> None:
    client = opened(town.admin)
    assert "坐标系" in page(client, "/areas/import/")
    checked = client.post("/areas/import/", {"file": upload([feature("P1", WHOLE)]), "do": "check"})
    assert "可以导入" in checked.content.decode()
    assert not Area.objects.filter(code="P1").exists()
    loaded = client.post("/areas/import/", {"file": upload([feature("P1", WHOLE)]), "do": "load"})
    assert "新增 1 个区域" in loaded.content.decode()
    assert Area.objects.filter(code="P1").exists()


@pytest.mark.parametrize("shift", [0.02, 1.0])
def test_a_faulty_file_is_reported_with_places(town: SmallTown, shift: float) -> None:
    client = opened(town.admin)
    shifted = shapely.transform(WHOLE, lambda points: points + np.array([shift, 0]))
    answer = client.post(
        "/areas/import/", {"file": upload([feature("P1", shifted)]), "do": "load", "datum": "WGS84"}
    )
    assert answer.status_code == 422
    words = answer.content.decode()
    assert "未导入任何内容" in words
    assert "警格P1" in words
    assert "data-map" in words
    assert not Area.objects.filter(code="P1").exists()


def test_without_a_file_and_without_permission(town: SmallTown) -> None:
    answer = opened(town.admin).post("/areas/import/", {"do": "load"})
    assert answer.status_code == 422
    assert "请选择" in answer.content.decode()
    assert opened(town.handler).get("/areas/import/").status_code == 403
    assert Client().get("/areas/").status_code in (302, 303, 401)


def test_the_export_is_what_the_import_reads(town: SmallTown) -> None:
    answer = opened(town.admin).get("/areas/export.geojson?datum=GCJ02")
    assert answer.json()["datum"] == "GCJ02"
    assert len(answer.json()["features"]) == len(export_areas(town.id)["features"])
    assert opened(town.handler).get("/areas/export.geojson").status_code == 403


def test_the_base_map_comes_from_the_areas(town: SmallTown) -> None:
    key = town.town.key
    inside = opened(town.handler).get(f"/map/base/{key}/").json()
    assert inside["extent"][0] == WEST_EDGE
    assert {"land", "buildings", "grids"} <= {one["key"] for one in inside["layers"]}
    # The office's grids are nobody else's business.
    outside = Client().get(f"/map/base/{key}/").json()
    assert "grids" not in {one["key"] for one in outside["layers"]}
    (land,) = (one["url"] for one in outside["layers"] if one["key"] == "land")
    assert Client().get(land).json()["features"][0]["properties"]["name"] == "小城街道"
    found = Client().get(f"/map/addresses/{key}/?q=幸福路1号").json()
    assert found[0]["text"] == "幸福路1号"
