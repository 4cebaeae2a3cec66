"""Small geometry in metres: a sub-district is flat enough for one tangent plane."""

import math
from typing import Any

import numpy as np
import shapely

_EQUATOR_RADIUS = 6378137.0
_ECCENTRICITY_2 = 0.00669437999014


class Plane:
    """Metres east and north of an origin, good to 1 in 1,000 within 30 km of it.

    Lengths of one degree from the radii of curvature of the WGS-84 ellipsoid.
    """

    def __init__(self, lon: float, lat: float) -> None:
        self.lon, self.lat = lon, lat
        sine = math.sin(math.radians(lat))
        magic = 1.0 - _ECCENTRICITY_2 * sine * sine
        degree = math.pi / 180.0
        self.per_lat = degree * _EQUATOR_RADIUS * (1.0 - _ECCENTRICITY_2) / magic**1.5
        self.per_lon = degree * _EQUATOR_RADIUS / math.sqrt(magic) * math.cos(math.radians(lat))

    def forward(self, lon: float, lat: float) -> tuple[float, float]:
        """Metres east and north of the origin."""
        return (lon - self.lon) * self.per_lon, (lat - self.lat) * self.per_lat

    def back(self, east: float, north: float) -> tuple[float, float]:
        """Longitude and latitude of a point of the plane."""
        return self.lon + east / self.per_lon, self.lat + north / self.per_lat

    def project(self, geometries: Any) -> Any:
        """A geometry, or an array of them, in metres of this plane."""
        origin = np.array([self.lon, self.lat])
        scale = np.array([self.per_lon, self.per_lat])
        return shapely.transform(geometries, lambda points: (points - origin) * scale)


def plane_of(geometries: Any) -> Plane:
    """The plane whose origin is the middle of the geometries' bounding box."""
    west, south, east, north = shapely.total_bounds(geometries)
    if math.isnan(west):
        return Plane(0.0, 0.0)
    return Plane(float(west + east) / 2, float(south + north) / 2)


def metres_between(lon: float, lat: float, other_lon: float, other_lat: float) -> float:
    """Distance in metres between two near points."""
    plane = Plane(lon, (lat + other_lat) / 2)
    return math.hypot((other_lon - lon) * plane.per_lon, (other_lat - lat) * plane.per_lat)


def inner_point(shape: Any) -> tuple[float, float]:
    """A point that surely lies in the shape: its centroid where that does."""
    centre = shape.centroid
    point = centre if shape.covers(centre) else shape.representative_point()
    return float(point.x), float(point.y)
