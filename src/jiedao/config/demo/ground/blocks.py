"""Blocks between the roads, and what each is used for."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from jiedao.config.demo.ground import chart
from jiedao.config.demo.ground.nature import Nature
from jiedao.config.demo.ground.roads import Network

SNAP = 0.01
"""Metres: every vertex of the tiling lies on this raster, so that noding is exact."""


class Use(StrEnum):
    """What a block or a lot is used for."""

    VILLAGE = "village"
    ESTATE = "estate"
    TOWERS = "towers"
    MIXED = "mixed"
    OFFICE = "office"
    INDUSTRY = "industry"
    SCHOOL = "school"
    HOSPITAL = "hospital"
    MARKET = "market"
    CIVIC = "civic"
    SITE = "site"
    PARK = "park"
    HILL = "hill"
    BANK = "bank"
    SHORE = "shore"
    WHARF = "wharf"
    LEFTOVER = "leftover"


OPEN_USES = frozenset({Use.PARK, Use.HILL, Use.BANK, Use.SHORE, Use.LEFTOVER})
"""Uses on which nobody lives or trades."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """The heart of a community: chart position, its name, and that of its old village."""

    u: float
    v: float
    name: str
    village: str


ANCHORS = (
    Anchor(980.0, 560.0, "汐头", "汐头村"),
    Anchor(2080.0, 760.0, "鹭洲", "鹭洲老围"),
    Anchor(4820.0, 1260.0, "望屿", "望屿村"),
    Anchor(3330.0, 1280.0, "石埠", "石埠头村"),
    Anchor(1180.0, 1640.0, "榕根", "榕根围"),
    Anchor(2350.0, 2560.0, "云溪", "云溪老村"),
    Anchor(900.0, 3080.0, "青岗", "青岗村"),
    Anchor(4150.0, 2630.0, "澜尾", "澜尾村"),
)
_FURTHER = ((1620.0, 1180.0), (2900.0, 1850.0), (4350.0, 1950.0), (1700.0, 2300.0), (3150.0, 700.0),
            (3250.0, 3150.0), (5150.0, 2550.0), (1750.0, 3500.0))  # fmt: skip
MOST_COMMUNITIES = len(ANCHORS) + len(_FURTHER)


def anchors_for(names: Sequence[str]) -> tuple[Anchor, ...]:
    """The hearts of communities of these names; those of the demo town where there are none."""
    if not names:
        return ANCHORS
    spots = [(anchor.u, anchor.v) for anchor in ANCHORS] + list(_FURTHER)
    if len(names) > len(spots):
        raise ValueError(f"there is room for {len(spots)} communities")
    return tuple(Anchor(*spot, name, f"{name}村") for spot, name in zip(spots, names, strict=False))


# Where work is: chart centre and half-axes of the industrial belts, the new centre, the
# orchards below the ridge.
_BELTS = ((1250.0, 3330.0, 1150.0, 520.0), (5050.0, 2250.0, 560.0, 620.0),
          (3350.0, 3300.0, 520.0, 420.0))  # fmt: skip
_CENTRE = (2450.0, 480.0, 620.0, 420.0)
_ORCHARDS = (2700.0, 4250.0, 1500.0, 330.0)


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of land between roads, in ground metres."""

    shape: shapely.Polygon
    use: Use


def make_blocks(
    rng: np.random.Generator,
    nature: Nature,
    network: Network,
    anchors: Sequence[Anchor] = ANCHORS,
) -> list[Block]:
    """The blocks between the network's cuts, with their use; together they tile the land."""
    shapes = faces(network.cuts, nature.land)
    centres = shapely.get_coordinates(shapely.point_on_surface(shapes))
    uses = _natural_uses(nature, shapes)
    _settle_villages(shapes, uses, anchors)
    for place, (shape, use) in enumerate(zip(shapes, uses, strict=True)):
        if use is None:
            uses[place] = _urban_use(rng, centres[place], shape.area)
    return [Block(shape, use or Use.LEFTOVER) for shape, use in zip(shapes, uses, strict=True)]


def faces(lines: tuple[BaseGeometry, ...], land: shapely.Polygon) -> list[shapely.Polygon]:
    """The faces into which lines part the land, in a stable order (north to south)."""
    noded = shapely.unary_union(shapely.geometrycollections(list(lines)), grid_size=SNAP)
    found = shapely.get_parts(shapely.polygonize([noded]))
    inside = found[shapely.contains(land.buffer(SNAP), shapely.point_on_surface(found))]
    west, south, _east, _north = shapely.bounds(inside).T
    return list(inside[np.lexsort((west, -south))])


def _natural_uses(nature: Nature, shapes: list[shapely.Polygon]) -> list[Use | None]:
    points = shapely.point_on_surface(shapes)
    hills = shapely.contains(nature.high, points)
    lakes = shapely.contains(shapely.union_all([lake.shape for lake in nature.lakes]), points)
    banks = shapely.contains(shapely.union_all([river.corridor for river in nature.rivers]), points)
    near_sea = shapely.distance(points, nature.shore)
    areas = shapely.area(shapes)
    uses: list[Use | None] = []
    harbour = shapely.Point(chart.ground_point(860.0, 60.0)).buffer(330.0)
    for point, hill, lake, bank, sea, area in zip(
        points, hills, lakes, banks, near_sea, areas, strict=True
    ):
        if hill or lake:
            uses.append(Use.HILL)
        elif bank:
            uses.append(Use.BANK)
        elif sea < 125.0:
            uses.append(Use.WHARF if harbour.contains(point) else Use.SHORE)
        else:
            uses.append(Use.LEFTOVER if area < 900.0 else None)
    return uses


def _settle_villages(
    shapes: list[shapely.Polygon], uses: list[Use | None], anchors: Sequence[Anchor]
) -> None:
    """The free blocks around each anchor become its old village, up to some eight hectares."""
    for anchor in anchors:
        heart = shapely.Point(chart.ground_point(anchor.u, anchor.v))
        order = np.argsort(shapely.distance(shapes, heart), kind="stable")
        settled = 0.0
        for place in order[:12]:
            area = shapes[place].area
            if uses[place] is None and settled + area < 118_000.0 and settled < 68_000.0:
                uses[place] = Use.VILLAGE
                settled += area


def _urban_use(rng: np.random.Generator, centre: chart.Array, area: float) -> Use:
    """The use of a block by where it lies; industry and offices keep together."""
    spot = shapely.Point(centre)
    if any(_within(spot, *belt) < 1.0 for belt in _BELTS):
        return Use.INDUSTRY if rng.random() < 0.82 else Use.MIXED
    centrality = _within(spot, *_CENTRE)
    if centrality < 1.0:
        return Use.OFFICE if rng.random() < 0.62 else Use.TOWERS
    if area < 6_000.0:
        return Use.PARK if rng.random() < 0.3 else Use.MIXED
    if _within(spot, *_ORCHARDS) < 1.0:
        return Use.PARK
    chances = {Use.ESTATE: 0.47, Use.TOWERS: 0.25, Use.MIXED: 0.22, Use.PARK: 0.06}
    return Use(str(rng.choice([use.value for use in chances], p=list(chances.values()))))


def _within(spot: shapely.Point, u: float, v: float, half_u: float, half_v: float) -> float:
    """Below 1 inside the ellipse around a chart point."""
    x, y = chart.ground_point(u, v)
    scale = chart.SCALE
    return float(np.hypot((spot.x - x) / half_u / scale, (spot.y - y) / half_v / scale))
