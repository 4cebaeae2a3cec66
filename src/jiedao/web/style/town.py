"""A few streets for the maps of the style page: a coast, a river, blocks, two communities."""

import math
from collections.abc import Sequence
from typing import Any

WEST, SOUTH = 113.880, 22.560
_LON, _LAT = 1 / 102_600, 1 / 110_900
"""Degrees per metre at this latitude."""


def at(x: float, y: float) -> list[float]:
    """Metres east and north of the corner as degrees."""
    return [round(WEST + x * _LON, 6), round(SOUTH + y * _LAT, 6)]


def extent() -> list[float]:
    """Where the map opens."""
    return [*at(200, 150), *at(2700, 1750)]


def _feature(kind: str, coordinates: Any, **properties: Any) -> dict[str, Any]:
    geometry = {"type": kind, "coordinates": coordinates}
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def _ring(points: Sequence[tuple[float, float]]) -> list[list[list[float]]]:
    ring = [at(x, y) for x, y in points]
    return [[*ring, ring[0]]]


def _coast(y: float) -> float:
    return 330 + 90 * math.sin(y / 310) + 40 * math.sin(y / 120)


def _rectangle(x: float, y: float, width: float, height: float) -> list[list[list[float]]]:
    return _ring([(x, y), (x + width, y), (x + width, y + height), (x, y + height)])


def _land() -> list[dict[str, Any]]:
    shore = [(_coast(y), float(y)) for y in range(-400, 2501, 50)]
    return [_feature("Polygon", _ring([*shore, (3600, 2500), (3600, -400)]))]


def _water() -> list[dict[str, Any]]:
    shore = [(_coast(y), float(y)) for y in range(-400, 2501, 50)]
    sea = _feature("Polygon", _ring([(-900, -400), *shore, (-900, 2500)]), name="")
    bank = [(x, 980 + 60 * math.sin(x / 260)) for x in range(200, 3601, 60)]
    river = [*bank, *[(x, y + 46) for x, y in reversed(bank)]]
    return [sea, _feature("Polygon", _ring(river), name="文兴河")]


def _roads() -> list[dict[str, Any]]:
    names = ("港前大道", "海滨路", "文兴街", "榕树巷", "学府路", "工业二路")
    lines = []
    for i, x in enumerate(range(620, 3200, 320)):
        name = names[i % len(names)]
        points = [at(x + 30 * math.sin(y / 400), y) for y in range(-300, 2401, 90)]
        lines.append(_feature("LineString", points, name=name, width=22 if i % 3 == 0 else 11))
    for i, y in enumerate(range(-100, 2300, 260)):
        points = [at(x, y + 24 * math.sin(x / 500)) for x in range(480, 3400, 110)]
        name = names[(i + 3) % len(names)]
        lines.append(_feature("LineString", points, name=name, width=18 if i % 3 == 1 else 9))
    return lines


def _green() -> list[dict[str, Any]]:
    return [
        _feature("Polygon", _rectangle(980, 460, 230, 170), name="文兴公园"),
        _feature("Polygon", _rectangle(2260, 1330, 250, 160), name="榕荫公园"),
    ]


def _buildings() -> list[dict[str, Any]]:
    made = []
    for i in range(16):
        for j in range(20):
            x, y = 660 + i * 160 + 22, -60 + j * 112 + 20
            if (i * 7 + j * 5) % 4 == 0 or 900 < y + 40 < 1120:
                continue
            size = 34 + (i * 3 + j * 11) % 26
            made.append(_feature("Polygon", _rectangle(x, y, size, size * 0.6), name=f"{j + 1}栋"))
    return made


def _areas(level: str) -> list[dict[str, Any]]:
    if level == "community":
        return [
            _feature("Polygon", _rectangle(440, 100, 1080, 1600), name="海滨社区"),
            _feature("Polygon", _rectangle(1520, 100, 1100, 1600), name="文兴社区"),
        ]
    return [
        _feature(
            "Polygon",
            _rectangle(440 + i * 270, 100 + j * 320, 270, 320),
            name=f"{i * 5 + j + 1:02d}",
        )
        for i in range(8)
        for j in range(5)
    ]


LAYERS = {
    "land": ("land", 0.0, _land),
    "green": ("green", 0.0, _green),
    "building": ("building", 15.4, _buildings),
    "road": ("road", 0.0, _roads),
    "water": ("water", 0.0, _water),
    "grid": ("grid", 14.2, lambda: _areas("grid")),
    "community": ("community", 0.0, lambda: _areas("community")),
}
"""Key → (style, from which zoom, features)."""


def collection(key: str) -> dict[str, Any]:
    """A layer as GeoJSON."""
    return {"type": "FeatureCollection", "features": LAYERS[key][2]()}
