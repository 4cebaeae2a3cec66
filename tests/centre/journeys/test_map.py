"""The map in a browser: layers by tile, faults that stay in their line, the town's own tiles."""

import re
import threading
from collections.abc import Iterable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from jiedao.applications.heritage_trees.kinds import TREE
from jiedao.centre import drawing
from jiedao.engines.cases.models import Case
from jiedao.foundation.records.actions import add
from jiedao.foundation.staff.reach import actor_of
from jiedao.kernel import registry, towns
from jiedao.kernel.declarations import Layer, MapStyle
from jiedao.kernel.titles import Title
from tests.cast import SmallTown
from tests.centre.journeys.conftest import Opened, is_drawn, unreadable
from tests.engines.cases.desk import picture, reported

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
EAST = {"longitude": 114.335, "latitude": 22.705}
OPEN = "[data-layer='requests.open']"
_MARKS = """(box) => {
  const map = box.jiedaoMap, at = box.querySelector('.map-canvas').getBoundingClientRect(), found = [];
  map.getLayers().forEach((layer) => {
    if (layer.getZIndex() === 40) layer.getSource().getFeatures().forEach((one) => {
      const [x, y] = map.getPixelFromCoordinate(one.getGeometry().getCoordinates());
      found.push({x: x + at.left, y: y + at.top, count: one.get('count')});
    });
  });
  return found;
}"""


_PLAIN = MapStyle()
_HAS_ICON = """(box) => {
  const layer = box.jiedaoMap.getLayers().getArray().find((one) => one.getZIndex() === 40);
  const style = layer.getStyleFunction()(layer.getSource().getFeatures()[0]);
  return decodeURIComponent(style.getImage().getSrc()).includes('M12 21v-13');
}"""
_PIXEL = """(box, [lon, lat]) => {
  const at = box.querySelector('.map-canvas').getBoundingClientRect();
  const [x, y] = box.jiedaoMap.getPixelFromCoordinate(ol.proj.fromLonLat([lon, lat]));
  return {x: x + at.left, y: y + at.top};
}"""


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    drawing.forget()
    yield
    drawing.forget()


@pytest.fixture
def declare() -> Iterator[Any]:
    """Enter layers that are on, for the test alone."""
    slot = registry.layers
    kept = (dict(slot._items), slot._closed)
    slot._closed = False

    def enter(key: str, title: str, features: Any, style: MapStyle = _PLAIN) -> None:
        said = Title(title, title)
        # First in the list, so that it is among those that are on.
        slot._items = {
            key: Layer(key, said, said, "cases.see", features, style, shown=True),
            **slot._items,
        }

    yield enter
    slot._items, slot._closed = kept


def marks(page: Page, many: int) -> list[dict[str, float]]:
    """The marks of the map, once there are so many."""
    box = page.locator("[data-centre-map][data-ready]")
    expect(box).to_have_attribute("data-drawn", str(many), timeout=15_000)
    found: list[dict[str, float]] = box.evaluate(_MARKS)
    return found


def test_a_mark_opens_its_record_and_a_cluster_its_list(small: SmallTown, before: Opened) -> None:
    first, second, third = (
        reported(small), reported(small, "同一处的路灯不亮"), reported(small, "东边的垃圾", **EAST)
    )  # fmt: skip
    page = before(small.leader)
    found = sorted(marks(page, 2), key=lambda one: one["x"])
    assert [one["count"] for one in found] == [2, 1]
    assert is_drawn(page)
    drawer = page.locator("#panel")
    page.mouse.click(found[1]["x"], found[1]["y"])
    expect(drawer.get_by_role("heading", name=third.number)).to_be_visible()
    page.locator("[data-panel-close]").click()
    page.mouse.click(found[0]["x"], found[0]["y"])
    expect(drawer.locator("a.line")).to_have_count(2)
    drawer.locator(f"a.line[href*='{second.number}']").click()
    expect(drawer.get_by_role("heading", name=second.number)).to_be_visible()
    page.locator("[data-drill-back]").click()
    expect(drawer.locator(f"a.line[href*='{first.number}']")).to_be_visible()


def test_bare_ground_opens_the_portrait_of_its_area(small: SmallTown, before: Opened) -> None:
    page, west = before(small.leader), small.places.west
    marks(page, 0)
    assert is_drawn(page)
    # A little beside its middle, where its grids meet.
    box = page.locator("[data-centre-map]")
    at = box.evaluate(_PIXEL, [float(west.lon) - 0.001, float(west.lat)])
    page.mouse.click(at["x"], at["y"])
    portrait = page.locator("#panel")
    expect(portrait.get_by_role("heading", level=1)).to_have_text("西岭社区")
    expect(portrait).to_contain_text("罗社区")


def test_a_layer_s_icon_is_in_its_marks_and_in_the_legend(
    small: SmallTown, before: Opened, declare: Any
) -> None:
    def trees(*_asked: Any) -> list[dict[str, Any]]:
        where = {"type": "Point", "coordinates": [EAST["longitude"], EAST["latitude"]]}
        said = {"tone": "amber", "title": "榕树"}
        return [{"type": "Feature", "geometry": where, "properties": said}]

    declare("test.trees", "古树", trees, MapStyle("square", "tree"))
    page = before(small.leader)
    marks(page, 1)
    line = page.locator(".map-legend li", has_text="古树")
    expect(line).to_be_hidden()
    page.set_viewport_size({"width": 1920, "height": 1080})
    expect(line).to_be_visible()
    expect(line.locator("use")).to_have_attribute("href", re.compile("#tree$"))
    box = page.locator("[data-centre-map]").element_handle()
    page.wait_for_function(_HAS_ICON, arg=box)


def test_a_record_on_the_map_leads_to_its_portrait(small: SmallTown, before: Opened) -> None:
    facts = {"title": "大榕树", "species": "榕树", "grade": "first", "place": (114.335, 22.705)}
    tree = add(small.id, TREE, facts, actor=actor_of(small.dispatcher))
    page = before(small.leader)
    page.locator(".layers > summary").click()
    page.get_by_placeholder("找图层").fill("古树")
    page.locator(f"[data-layer='records.{TREE}'] input").check()
    page.locator(".layers > summary").click()
    (mark,) = marks(page, 1)
    page.mouse.click(mark["x"], mark["y"])
    drawer = page.locator("#panel")
    drawer.get_by_role("link", name="画像").click()
    expect(drawer.get_by_role("heading", name="谁负责")).to_be_visible()
    expect(drawer.locator(f"a[href*='{tree.number}']").first).to_be_visible()
    assert unreadable(page) == []


def test_layers_are_searched_chosen_and_kept(small: SmallTown, before: Opened) -> None:
    reported(small)
    page = before(small.leader)
    marks(page, 1)
    expect(page.locator(".map-legend")).to_contain_text("时限内")
    page.locator(".layers > summary").click()
    expect(page.locator(f"{OPEN} .count")).to_have_text("1")
    page.get_by_placeholder("找图层").fill("在办诉求")
    expect(page.locator("[data-layer]:visible")).to_have_count(1)
    assert unreadable(page) == []
    page.locator(f"{OPEN} input").uncheck()
    marks(page, 0)
    page.reload()
    marks(page, 0)
    page.locator(".layers > summary").click()
    page.get_by_role("button", name="恢复默认图层").click()
    marks(page, 1)


def test_a_change_moves_the_mark_of_an_open_screen(small: SmallTown, before: Opened) -> None:
    page = before(small.dispatcher)
    marks(page, 0)
    expect(page.locator("[data-live-state]")).to_have_attribute("data-state", "polling")
    desk = reported(small)
    marks(page, 1)
    desk.to_closed()
    marks(page, 0)
    assert Case.objects.get(pk=desk.case.pk).state == "closed"


def test_a_layer_that_fails_says_so_and_the_rest_lives(
    small: SmallTown, before: Opened, declare: Any
) -> None:
    def broken(_reach: Any, _bbox: Any) -> Iterable[Any]:
        raise RuntimeError("gone")

    nowhere = {"type": "Polygon", "coordinates": [[[float("nan"), 22.7], [1, 2], [3, 4], [5, 6]]]}
    bow = [[114.301, 22.701], [114.339, 22.719], [114.339, 22.701], [114.301, 22.719]]
    shapes = [nowhere, {"type": "Polygon", "coordinates": [[*bow, bow[0]]]}, None]
    declare("t.broken", "坏掉的图层", broken)
    declare("t.odd", "形状不对的图层", lambda _reach, _bbox: [
        {"type": "Feature", "geometry": one, "properties": {"tone": "red"}} for one in shapes
    ])  # fmt: skip
    reported(small)
    page = before(small.leader)
    marks(page, 2)
    assert is_drawn(page)
    page.locator(".layers > summary").click()
    expect(page.locator("[data-layer='t.broken'] [data-layer-said]")).to_contain_text("画不出来")
    expect(page.locator("[data-layer='t.odd'] [data-layer-said]")).to_contain_text("2 处图形有误")
    expect(page.locator("[data-layers-fault]")).to_be_visible()
    expect(page.locator(f"{OPEN} .count")).to_have_text("1")


def test_a_layer_that_does_not_answer_says_so(small: SmallTown, before: Opened) -> None:
    reported(small)
    page = before(small.leader)
    marks(page, 1)
    page.clock.install()
    page.route(re.compile(r"/centre/layers/\?.*grid\.cells"), lambda _route: None)
    page.locator(".layers > summary").click()
    page.locator("[data-layer='grid.cells'] input").check()
    page.clock.run_for(11_000)
    said = page.locator("[data-layer='grid.cells'] [data-layer-said]")
    expect(said).to_contain_text("10 秒没有答复")
    expect(page.locator(f"{OPEN} .count")).to_have_text("1")


def test_areas_are_shaded_by_a_figure(small: SmallTown, before: Opened) -> None:
    page = before(small.leader)
    marks(page, 0)
    page.locator(".layers > summary").click()
    page.locator("[data-shade]").select_option("requests_handled")
    marks(page, 2)  # two communities
    page.locator("[data-shade-level]").select_option("grid")
    expect(page.locator("[data-centre-map]")).to_have_attribute("data-drawn", "4", timeout=15_000)


class _Tiles(BaseHTTPRequestHandler):
    """A server of tiles: every tile is the same small picture."""

    asked: list[str]

    def do_GET(self) -> None:
        self.asked.append(self.path)
        body = picture((256, 256), "PNG").getvalue()
        self.send_response(200)
        self.send_header("Content-Type", "image/png")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args: Any) -> None:
        """Say nothing."""


@pytest.fixture
def tiles(settings: Any) -> Iterator[tuple[str, list[str]]]:
    """The address of a server of tiles, and what it was asked."""
    asked: list[str] = []
    handler = type("Handler", (_Tiles,), {"asked": asked})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_address[1]}"
        settings.TILE_HOSTS = [address]
        yield address, asked
        server.shutdown()


_WMTS = {"kind": "wmts", "layer": "vec", "format": "tiles"}


@pytest.mark.parametrize(
    ("tile", "wanted"),
    [
        ({"kind": "xyz", "url": "ADDRESS/{z}/{x}/{y}.png"}, r"^/\d+/\d+/\d+\.png$"),
        (
            {**_WMTS, "url": "ADDRESS/vec_w/wmts?tk=key", "matrix_set": "w"},
            r"tk=key.*TILEMATRIXSET=w.*TILEMATRIX=\d+",
        ),
        (
            {**_WMTS, "url": "ADDRESS/vec_c/wmts?tk=key", "matrix_set": "c", "projection": "EPSG:4490"},
            r"tk=key.*TILEMATRIXSET=c.*TILEMATRIX=\d+",
        ),
    ],
    ids=["xyz", "wmts-3857", "wmts-4490"],
)  # fmt: skip
def test_tiles_of_the_town_lie_beneath(
    small: SmallTown, before: Opened, tiles: tuple[str, list[str]], tile: Any, wanted: str
) -> None:
    address, asked = tiles
    small.town.settings["map_tiles"] = [{**tile, "url": tile["url"].replace("ADDRESS", address)}]
    small.town.save()
    towns.forget()
    reported(small)
    page = before(small.leader)
    marks(page, 1)
    found = [path for path in asked if re.search(wanted, path, re.IGNORECASE)]
    assert found, asked[:3]
    if "projection" in tile:
        _lie_in_town(found)


def _lie_in_town(paths: Iterable[str]) -> None:
    """In degrees a tile of level z is 360 / 2^z wide, counted from 180 west and 90 north."""
    for path in paths:
        z, row, column = (
            int(re.search(f"{name}=(\\d+)", path, re.IGNORECASE)[1])  # type: ignore[index]
            for name in ("TILEMATRIX", "TILEROW", "TILECOL")
        )
        side = 360 / 2**z
        assert -180 + column * side <= 114.5
        assert -180 + (column + 1) * side >= 114.1
        assert 90 - row * side >= 22.6
        assert 90 - (row + 1) * side <= 22.8
