"""What a new area must be, before anything is written."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from jiedao.foundation.places.actions.common import RANKS, Faults
from jiedao.foundation.places.models import Area

if TYPE_CHECKING:
    from jiedao.foundation.places.actions.areas import NewArea

_LONGEST = {"code": 40, "name": 120, "address": 200}
_LEVELS, _KINDS = frozenset(Area.Level.values), frozenset(Area.GridKind.values)
_POLYGONS = ("Polygon", "MultiPolygon")


def check_new(news: Sequence[NewArea], known: Mapping[str, Area], taken: set[str]) -> None:
    """Raise ``Invalid`` with every fault of a batch.

    ``known`` are the database's areas that are named as parents, ``taken`` the codes of the
    batch that the database has already.
    """
    faults = Faults()
    seen = set(taken)
    coming = {new.code.strip(): new for new in news}
    for index, new in enumerate(news):
        _check_text(faults, index, new)
        code = new.code.strip()
        if code in seen:
            faults.add(index, "code", _("区域编码 %(code)s 已经有了。") % {"code": code})
        seen.add(code)
        _check_level(faults, index, new)
        _check_parent(faults, index, new, known, coming)
        _check_place(faults, index, new)
    if not faults.found:
        _check_rings(faults, news)
    faults.refuse()


def _check_text(faults: Faults, index: int, new: NewArea) -> None:
    for field, longest in _LONGEST.items():
        value = getattr(new, field).strip()
        if not value and field != "address":
            faults.add(index, field, _("不能为空。"))
        elif len(value) > longest:
            sentence = _("最多 %(longest)d 个字。") % {"longest": longest}
            faults.add(index, field, sentence)
    if not all(isinstance(alias, str) and alias.strip() for alias in new.aliases):
        faults.add(index, "aliases", _("别名须是不为空的文字。"))


def _check_level(faults: Faults, index: int, new: NewArea) -> None:
    if new.level not in _LEVELS:
        faults.add(index, "level", _("没有“%(level)s”这一级区域。") % {"level": new.level})
    elif (new.level == Area.Level.GRID) != bool(new.grid_kind):
        faults.add(index, "grid_kind", _("网格须写明网格类别，其他区域不写。"))
    elif new.grid_kind not in _KINDS:
        faults.add(index, "grid_kind", _("没有“%(kind)s”这种网格。") % {"kind": new.grid_kind})


def _check_parent(
    faults: Faults,
    index: int,
    new: NewArea,
    known: Mapping[str, Area],
    coming: Mapping[str, NewArea],
) -> None:
    code = new.parent_code.strip()
    if not code or new.level not in RANKS:
        return
    parent = known.get(code) or coming.get(code)
    if parent is None:
        sentence = _("没有编码为 %(code)s 的上级区域。") % {"code": code}
        faults.add(index, "parent_code", sentence)
    elif not may_hold(parent.level, parent.grid_kind, new.level, new.grid_kind):
        faults.add(index, "parent_code", _("上级区域的级别须高于本级。"))


def may_hold(parent_level: str, parent_kind: str, level: str, kind: str) -> bool:
    """A parent is of a higher level, or a grid of another kind (a unit grid in a general one)."""
    if parent_level == level == Area.Level.GRID:
        return parent_kind != kind
    return RANKS.get(parent_level, len(RANKS)) < RANKS[level]


def _check_place(faults: Faults, index: int, new: NewArea) -> None:
    if (new.lon is None) != (new.lat is None):
        faults.add(index, "lon", _("经度和纬度须一起给出。"))
    elif new.lon is not None and new.lat is not None:
        on_earth = math.isfinite(new.lon) and math.isfinite(new.lat)
        if not on_earth or abs(new.lon) > 180 or abs(new.lat) > 90:
            faults.add(index, "lon", _("经纬度超出范围。"))
    if new.shape is not None and (
        new.shape.geom_type not in _POLYGONS or new.shape.is_empty or not new.shape.is_valid
    ):
        faults.add(index, "shape", _("边界须是有效的面：闭合、不自交、不为空。"))


def _check_rings(faults: Faults, news: Sequence[NewArea]) -> None:
    """Grids of several kinds may hold one another, so a batch could hang in a ring."""
    parents = {new.code.strip(): new.parent_code.strip() for new in news}
    for index, new in enumerate(news):
        place, steps = new.parent_code.strip(), 0
        while place in parents and steps <= len(parents):
            if place == new.code.strip():
                faults.add(index, "parent_code", _("上级区域绕回了自己。"))
                break
            place, steps = parents[place], steps + 1
