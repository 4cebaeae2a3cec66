"""The property names and values of GeoJSON files as they come from offices and map tools."""

from collections.abc import Mapping
from typing import Any

from jiedao.foundation.places.coordinates import Datum
from jiedao.foundation.places.models import Area

PROPERTIES = {
    "level": ("level", "级别", "层级", "类型"),
    "kind": ("kind", "grid_kind", "网格类别", "网格类型"),
    "code": ("code", "编码", "编号", "代码"),
    "name": ("name", "名称"),
    "parent": ("parent", "parent_code", "上级", "上级编码", "所属"),
    "aliases": ("aliases", "alias", "别名"),
    "address": ("address", "地址"),
    "valid_from": ("valid_from", "生效日期"),
}

LEVELS = {
    **{level.value: level for level in Area.Level},
    **dict.fromkeys(("街道", "镇", "乡"), Area.Level.SUBDISTRICT),
    **dict.fromkeys(("社区", "村", "居委会"), Area.Level.COMMUNITY),
    **dict.fromkeys(("网格", "小分格", "基础网格", "综合网格"), Area.Level.GRID),
    **dict.fromkeys(("楼栋", "建筑", "建筑物", "栋"), Area.Level.BUILDING),
    **dict.fromkeys(("场所", "商铺", "门店"), Area.Level.PREMISES),
}

KINDS = {
    **{kind.value: kind for kind in Area.GridKind if kind},
    **dict.fromkeys(("综合网格", "基础网格", "小分格", "网格"), Area.GridKind.GENERAL),
    "警格": Area.GridKind.POLICE,
    "经济服务格": Area.GridKind.ECONOMIC_SERVICE,
    "民生服务格": Area.GridKind.LIVELIHOOD_SERVICE,
    "单元网格": Area.GridKind.UNIT,
}
# A level that is written as a kind of grid says both.
LEVELS |= {word: Area.Level.GRID for word in KINDS if word not in LEVELS}

_DATUMS = {
    **{datum.value: datum for datum in Datum},
    "4326": Datum.WGS84,
    "CRS84": Datum.WGS84,
    "4490": Datum.CGCS2000,
}


def pick(properties: Mapping[str, Any], wanted: str) -> Any:
    """The value of a property under any of its names, None where it is absent or blank."""
    for name in PROPERTIES[wanted]:
        value = properties.get(name)
        if value is not None and value != "":
            return value
    return None


def others(properties: Mapping[str, Any]) -> dict[str, Any]:
    """The properties that mean nothing here; they are kept as attributes."""
    known = {name for names in PROPERTIES.values() for name in names}
    return {name: value for name, value in properties.items() if name not in known}


def datum_of(document: Mapping[str, Any]) -> Datum | str | None:
    """The coordinate system a collection declares: ours, an unknown word, or None.

    Read from the member ``datum`` or from ``crs`` (GeoJSON 2008; gone from RFC 7946, still
    written by QGIS and others).
    """
    word = document.get("datum")
    crs = document.get("crs")
    if word is None and isinstance(crs, Mapping):
        properties = crs.get("properties")
        name = properties.get("name") if isinstance(properties, Mapping) else None
        word = str(name).rsplit(":", 1)[-1] if name else None
    if word is None:
        return None
    plain = str(word).upper().replace("-", "").replace("_", "").removeprefix("EPSG:")
    return _DATUMS.get(plain, str(word))
