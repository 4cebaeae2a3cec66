"""Do the areas of a document fit one another, and those that are there already?"""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import shapely
from django.utils.translation import gettext as _

from jiedao.foundation.places.actions.checks import may_hold
from jiedao.foundation.places.geojson.hanging import Known
from jiedao.foundation.places.geojson.problems import Problems
from jiedao.foundation.places.geojson.reading import Feature
from jiedao.foundation.places.geometry import Plane, plane_of
from jiedao.foundation.places.models import Area
from jiedao.foundation.places.topology import Piece, gaps, outside, overlaps

_TILING = (Area.Level.COMMUNITY, Area.Level.GRID)
_FILLING = (("community", ""), ("grid", "general"))
"""Levels and kinds that must fill their parent; grids of other kinds need not."""
_TOWN = "\0"
"""The code, which no area can have, under which the town's boundary stands among the shapes."""
_NEAR_M = 20.0
"""A point this far outside its parent may be a matter of drawing."""
_MOST_GAPS = 20


@dataclass(slots=True)
class Checker:
    """Checks one document against itself and the database.

    ``known`` maps codes to every area that will stand after the import: the document's own
    over the database's. ``tolerance`` is in metres: what is narrower is only a warning.
    """

    features: Sequence[Feature]
    known: Mapping[str, Known]
    boundary: Any
    """The town's boundary as it will be, None where none is known."""
    problems: Problems
    tolerance: float

    _plane: Plane = field(init=False)
    _flat: dict[str, Any] = field(init=False)
    """Code → shape in metres, for every area that has one."""

    def run(self) -> None:
        """Tell everything that does not fit."""
        self._codes()
        self._parents()
        drawn = {code: area.shape for code, area in self.known.items() if area.shape is not None}
        if self.boundary is not None:
            drawn[_TOWN] = self.boundary
        if not drawn:
            return
        shapes = np.array(list(drawn.values()), dtype=object)
        self._plane = plane_of(shapes)
        self._flat = dict(zip(drawn, self._plane.project(shapes), strict=True))
        shapely.prepare(list(self._flat.values()))
        self._overlaps()
        self._outside()
        self._gaps()

    def _codes(self) -> None:
        first: dict[str, int] = {}
        names: dict[tuple[str, str, str, str], int] = {}
        for one in self.features:
            code = one.new.code
            if code in first:
                sentence = _("编码 %(code)s 与第 %(row)d 个要素重复。")
                sentence %= {"code": code, "row": first[code] + 1}
                self.problems.error("duplicate_code", one.index, one.subject, sentence)
            first.setdefault(code, one.index)
            key = (one.new.level, one.new.grid_kind, one.new.parent_code, one.new.name)
            if key in names:
                sentence = _("与第 %(row)d 个要素同级同名。") % {"row": names[key] + 1}
                self.problems.warning("duplicate_name", one.index, one.subject, sentence)
            names.setdefault(key, one.index)

    def _parents(self) -> None:
        for one in self.features:
            code = one.new.parent_code
            if not code:
                continue
            parent = self.known.get(code)
            if parent is None:
                sentence = _("没有编码为 %(code)s 的上级区域。") % {"code": code}
                self.problems.error("unknown_parent", one.index, one.subject, sentence)
            elif not may_hold(parent.level, parent.grid_kind, one.new.level, one.new.grid_kind):
                sentence = _("上级区域“%(name)s”的级别不高于本级。") % {"name": parent.name}
                self.problems.error("wrong_parent", one.index, one.subject, sentence)

    def _overlaps(self) -> None:
        """Shared ground of areas of one level and kind, of which one at least is new."""
        groups: dict[tuple[str, str], list[str]] = defaultdict(list)
        for code, area in self.known.items():
            # Shops above one another share their ground.
            if area.level != Area.Level.PREMISES and self._surface(code) is not None:
                groups[area.level, area.grid_kind].append(code)
        mine = self._by_code()
        for (level, _kind), codes in groups.items():
            if mine.keys().isdisjoint(codes):
                continue
            for found in overlaps([self._flat[code] for code in codes], self._plane):
                pair = codes[found.first], codes[found.second]
                first, second = sorted(pair, key=lambda code: code not in mine)
                if first in mine:
                    self._tell_overlap(mine[first], second, found.piece, level in _TILING)

    def _tell_overlap(self, one: Feature, other: str, piece: Piece, tiling: bool) -> None:
        sentence = _("与“%(other)s”重叠 %(area)s 平方米。")
        sentence %= {"other": self.known[other].name, "area": _square_metres(piece)}
        self._tell("overlap", one, sentence, piece, wrong=tiling and piece.width > self.tolerance)

    def _outside(self) -> None:
        for one in self.features:
            holder, code = one.new.parent_code, "outside_parent"
            if self._surface(holder) is None:
                if one.new.level == Area.Level.SUBDISTRICT or _TOWN not in self._flat:
                    continue
                holder, code = _TOWN, "outside_town"
            if one.new.shape is not None:
                self._tell_outside(one, holder, code)
            elif one.new.code in self._flat:
                self._tell_point_outside(one, holder, code)

    def _tell_outside(self, one: Feature, holder: str, code: str) -> None:
        child, parent = self._flat[one.new.code], self._flat[holder]
        piece = outside(child, parent, self._plane)
        if piece is None:
            return
        sentence = _("有 %(area)s 平方米在“%(name)s”之外。")
        sentence %= {"area": _square_metres(piece), "name": self._name(holder)}
        # A house may stand across a border; a grid may not.
        strict = one.new.level in _TILING or not child.intersects(parent)
        self._tell(code, one, sentence, piece, wrong=strict and piece.width > self.tolerance)

    def _tell_point_outside(self, one: Feature, holder: str, code: str) -> None:
        metres = float(self._flat[one.new.code].distance(self._flat[holder]))
        if metres <= self.tolerance or one.lon is None or one.lat is None:
            return
        sentence = _("在“%(name)s”之外 %(metres)d 米。")
        sentence %= {"name": self._name(holder), "metres": math.ceil(metres)}
        tell = self.problems.error if metres > _NEAR_M else self.problems.warning
        tell(code, one.index, one.subject, sentence, lon=one.lon, lat=one.lat)

    def _gaps(self) -> None:
        touched = {
            (one.new.parent_code, one.new.level, one.new.grid_kind)
            for one in self.features
            if one.new.level in _TILING and self._surface(one.new.parent_code) is not None
        }
        children: dict[tuple[str, str, str], list[Any]] = defaultdict(list)
        for code, area in self.known.items():
            key = (area.parent_code, area.level, area.grid_kind)
            if key in touched and self._surface(code) is not None:
                children[key].append(self._flat[code])
        for key in sorted(children):
            for piece in gaps(self._flat[key[0]], children[key], self._plane)[:_MOST_GAPS]:
                self._tell_gap(key[0], key[1:], piece)

    def _tell_gap(self, code: str, group: tuple[str, str], piece: Piece) -> None:
        parent, one = self.known[code], self._by_code().get(code)
        sentence = _("“%(name)s”内有 %(area)s 平方米没有划入任何下级区域。")
        sentence %= {"name": parent.name, "area": _square_metres(piece)}
        wide = group in _FILLING and piece.width > self.tolerance
        tell = self.problems.error if wide else self.problems.warning
        index = one.index if one is not None else -1
        tell("gap", index, f"{parent.name}（{code}）", sentence, lon=piece.lon, lat=piece.lat)

    def _tell(self, code: str, one: Feature, sentence: str, piece: Piece, *, wrong: bool) -> None:
        tell = self.problems.error if wrong else self.problems.warning
        tell(code, one.index, one.subject, sentence, lon=piece.lon, lat=piece.lat)

    def _surface(self, code: str) -> Any:
        """The polygon of an area in metres, None for a point and for what is not drawn."""
        shape = self._flat.get(code)
        return None if shape is None or shape.geom_type == "Point" else shape

    def _name(self, code: str) -> str:
        return self.known[code].name if code in self.known else _("街道边界")

    def _by_code(self) -> dict[str, Feature]:
        return {one.new.code: one for one in self.features}


def _square_metres(piece: Piece) -> str:
    return f"{piece.area:,.0f}" if piece.area >= 10 else f"{piece.area:.1f}"
