"""Many points of a map as arrays: a hundred thousand take a few megabytes, and a view of them is
cut out within milliseconds."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol, runtime_checkable

import numpy as np
import numpy.typing as npt

from jiedao.kernel.access import Reach

TONES: Final = ("red", "amber", "green", "violet", "grey", "neutral")
"""The colours in the order of their weight: a cluster has that of its weightiest point."""
MOST_POINTS: Final = 200_000
"""Points of one layer that are kept; the newest of more."""
NORTHMOST: Final = 85.05112878
"""Where the square of Web Mercator ends."""
_ROW: Final = np.dtype([("id", "i8"), ("lon", "f8"), ("lat", "f8"), ("tone", "u1")])


@dataclass(frozen=True, slots=True)
class Detail:
    """What is said of one point, and where its record is."""

    title: str
    url: str
    tone: str = "neutral"


@dataclass(frozen=True, slots=True, eq=False)
class Points:
    """``x`` and ``y`` are shares of the world's square, from the north-west; ``tone`` an index
    into ``TONES``."""

    ids: npt.NDArray[np.int64]
    x: npt.NDArray[np.float64]
    y: npt.NDArray[np.float64]
    tone: npt.NDArray[np.uint8]

    @classmethod
    def of(cls, rows: Iterable[Sequence[Any]]) -> "Points":
        """Points out of (id, longitude, latitude, tone); what lies nowhere on earth is left out."""
        read = np.fromiter((tuple(row) for row in rows), dtype=_ROW)
        with np.errstate(invalid="ignore"):
            real = (np.abs(read["lon"]) <= 180) & (np.abs(read["lat"]) <= NORTHMOST)
        read = read[real]
        x, y = to_square(read["lon"], read["lat"])
        tone = np.minimum(read["tone"], len(TONES) - 1).astype(np.uint8)
        return cls(read["id"].copy(), x, y, tone)

    def __len__(self) -> int:
        return len(self.ids)

    def exchanged(self, gone: Iterable[int], fresh: "Points") -> "Points":
        """These without those ids, and with the fresh ones."""
        keep = ~np.isin(self.ids, np.fromiter(gone, dtype=np.int64))
        names = ("ids", "x", "y", "tone")
        joined = [np.concatenate((getattr(self, n)[keep], getattr(fresh, n))) for n in names]
        return Points(*joined)

    def tones(self) -> dict[str, int]:
        """How many there are of each colour that occurs."""
        counts = np.bincount(self.tone, minlength=len(TONES))
        return {tone: int(n) for tone, n in zip(TONES, counts, strict=True) if n}


def to_square(lon: Any, lat: Any) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Shares of the world's square, from 0 up to but without 1."""
    below = np.nextafter(1.0, 0.0)
    x = np.clip(np.asarray(lon) / 360 + 0.5, 0.0, below)
    y = 0.5 - np.arctanh(np.sin(np.radians(np.asarray(lat)))) / (2 * np.pi)
    return x, np.clip(y, 0.0, below)


def to_degrees(x: Any, y: Any) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Longitude and latitude of shares of the world's square."""
    lat = np.degrees(np.arctan(np.sinh(np.pi * (1 - 2 * np.asarray(y)))))
    return (np.asarray(x) - 0.5) * 360, lat


@runtime_checkable
class PointSource(Protocol):
    """A layer's ``features`` that can give all its points at once."""

    @property
    def live(self) -> tuple[str, ...]:
        """The kinds of history lines, whose record is the point of the same id, that change it."""

    def points(self, reach: Reach, ids: Sequence[int] | None = None) -> Points:
        """The points that the reach may see, of these ids where some are named; at most
        ``MOST_POINTS``, the newest."""

    def details(self, reach: Reach, ids: Sequence[int]) -> Mapping[int, Detail]:
        """What is said of those that the reach may see."""
