"""What was there before the town: the shore, the river and its arm, the hills, a reservoir."""

from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from jiedao.config.demo.ground import chart
from jiedao.config.demo.ground.chart import Array

_OFFING = 20_000.0
"""Metres of sea that are drawn around: a small map of the town must not show where it ends."""
BANK = 26.0
"""Metres of green between the water of a river and the road along it."""


@dataclass(frozen=True, slots=True)
class River:
    """A watercourse: its middle line from source to mouth, its water, its corridor with banks."""

    name: str
    line: shapely.LineString
    water: BaseGeometry
    corridor: BaseGeometry


@dataclass(frozen=True, slots=True)
class Hill:
    name: str
    shape: shapely.Polygon


@dataclass(frozen=True, slots=True)
class Nature:
    """All shapes in ground metres. ``land`` is the whole sub-district, ``sea`` the water off it."""

    land: shapely.Polygon
    sea: BaseGeometry
    shore: shapely.LineString
    rivers: tuple[River, ...]
    hills: tuple[Hill, ...]
    lakes: tuple[Hill, ...]

    @property
    def high(self) -> BaseGeometry:
        """Everything too steep or too green to build on."""
        return shapely.union_all([hill.shape for hill in self.hills])


def make_nature(rng: np.random.Generator) -> Nature:
    """The natural ground of the town; the composition is fixed, its details follow ``rng``."""
    land, shore = _land(rng)
    rivers = _rivers(rng, land)
    hills = tuple(
        Hill(name, blob.intersection(land))
        for name, blob in (
            ("青岗山", _blob(rng, 560.0, 4020.0, 640.0, 470.0)),
            ("望屿山", _blob(rng, 4890.0, 330.0, 430.0, 330.0)),
            ("澜岭", _blob(rng, 4480.0, 4060.0, 900.0, 430.0)),
            ("榕顶公园", _blob(rng, 1890.0, 2010.0, 215.0, 170.0)),
        )
    )
    lake = _blob(rng, 4420.0, 3960.0, 240.0, 130.0, rough=0.3)
    west, south, east, _north = land.bounds
    far_west, far_south, far_east = west - _OFFING, south - _OFFING, east + _OFFING
    first, last = shore.coords[0], shore.coords[-1]
    seaward = shapely.Polygon(
        [*shore.coords, (far_east, last[1]), (far_east, far_south), (far_west, far_south),
         (far_west, first[1])]
    )  # fmt: skip
    sea = seaward.buffer(0).difference(land)
    return Nature(land, sea, shore, rivers, hills, (Hill("澜岭水库", lake),))


def _land(rng: np.random.Generator) -> tuple[shapely.Polygon, shapely.LineString]:
    """The outline: the shore, a headland's flank, a jagged eastern border, a ridge, a stream."""
    u = np.linspace(chart.WEST - 60.0, chart.EAST + 60.0, 240)
    surf = _noise(rng, u, ((700.0, 26.0), (260.0, 13.0), (90.0, 5.0)))
    harbour = -70.0 * np.exp(-(((u - 900.0) / 70.0) ** 4))
    shore = np.column_stack([u, surf - harbour])
    east = np.array(
        [
            [5760.0, 1500.0],
            [5690.0, 1960.0],
            [5330.0, 1985.0],
            [5330.0, 2890.0],
            [5560.0, 2930.0],
            [5600.0, 3600.0],
            [5420.0, 4150.0],
        ]
    )
    ridge_u = np.linspace(5420.0, -40.0, 130)
    ridge = np.column_stack(
        [ridge_u, 4330.0 + _noise(rng, ridge_u, ((1300.0, 130.0), (420.0, 50.0), (150.0, 14.0)))]
    )
    stream_v = np.linspace(4250.0, 40.0, 110)
    stream = np.column_stack(
        [-20.0 + _noise(rng, stream_v, ((1500.0, 60.0), (420.0, 32.0))), stream_v]
    )
    outline = chart.densify(np.vstack([shore, east, ridge[1:], stream, shore[:1]]), 28.0)
    x, y = chart.to_ground(outline[:, 0], outline[:, 1])
    # Where stream and shore meet the noise may cross itself: the largest piece is the land.
    whole = shapely.set_precision(
        shapely.make_valid(shapely.Polygon(np.column_stack([x, y]))), 0.01
    )
    land = max(shapely.get_parts(whole), key=lambda part: part.area)
    far = np.vstack([[[-2600.0, shore[0, 1] - 40.0]], shore, [[8300.0, shore[-1, 1] + 60.0]]])
    return land, chart.ground_line(far)


def _rivers(rng: np.random.Generator, land: shapely.Polygon) -> tuple[River, ...]:
    main = _meander(
        rng,
        [
            [3420, 4700],
            [3330, 3900],
            [3110, 3150],
            [2780, 2450],
            [2760, 1750],
            [2430, 1050],
            [2330, 420],
            [2240, -420],
        ],
        46.0,
    )
    arm = _meander(
        rng, [[5500, 2500], [4900, 2330], [4350, 2460], [3700, 2330], [2860, 2250]], 24.0
    )
    line, arm_line = chart.ground_line(main), chart.ground_line(arm)
    water = _swelling(line, 20.0, 74.0)
    arm_line = shapely.LineString(arm_line.coords)
    arm_water = _swelling(arm_line, 7.0, 12.0).difference(water)
    return (
        River("云溪河", line, water, water.buffer(BANK).intersection(land)),
        River("澜尾涌", arm_line, arm_water, arm_line.buffer(11.0 + 12.0).intersection(land)),
    )


def _swelling(line: shapely.LineString, narrow: float, wide: float) -> BaseGeometry:
    """Water around a line that widens from source to mouth (half-widths in metres)."""
    share = np.linspace(0.0, 1.0, 90)
    middles = shapely.line_interpolate_point(line, share, normalized=True)
    half = narrow + (wide - narrow) * share**2.6
    return shapely.union_all(
        [
            shapely.convex_hull(shapely.union(a.buffer(p), b.buffer(q)))
            for a, b, p, q in zip(middles[:-1], middles[1:], half[:-1], half[1:], strict=True)
        ]
    ).simplify(0.8)


def _meander(rng: np.random.Generator, knots: list[list[float]], swing: float) -> Array:
    smooth = chart.rounded(np.array(knots, dtype=float))
    run: Array = np.arange(len(smooth), dtype=np.float64) * 20.0
    sway = _noise(rng, run, ((620.0, swing), (330.0, swing / 3)))
    along = np.gradient(smooth, axis=0)
    normal = np.column_stack([-along[:, 1], along[:, 0]]) / np.hypot(*along.T)[:, None]
    fade = np.minimum(1.0, np.minimum(run, run[::-1]) / 300.0)
    bent: Array = smooth + normal * (sway * fade)[:, None]
    return bent


def _blob(
    rng: np.random.Generator, u: float, v: float, half_u: float, half_v: float, rough: float = 0.16
) -> shapely.Polygon:
    """A rounded, irregular surface around a chart point."""
    turn = np.linspace(0.0, 2 * np.pi, 90, endpoint=False)
    swell = np.ones_like(turn)
    for wave in (2, 3, 5, 7):
        swell += (
            rough / wave**0.7 * rng.uniform(0.4, 1.0) * np.sin(wave * turn + rng.uniform(0, 6.3))
        )
    x, y = chart.to_ground(u + half_u * swell * np.cos(turn), v + half_v * swell * np.sin(turn))
    return shapely.set_precision(shapely.Polygon(np.column_stack([x, y])), 0.01)


def _noise(rng: np.random.Generator, at: Array, waves: tuple[tuple[float, float], ...]) -> Array:
    """Smooth noise along ``at``: for each (wavelength, amplitude) two sines of random phase."""
    total = np.zeros_like(at)
    for length, height in waves:
        for stretch in (1.0, 1.618):
            phase = rng.uniform(0.0, 2 * np.pi)
            total += height * 0.6 * np.sin(2 * np.pi * at / (length * stretch) + phase)
    return total
