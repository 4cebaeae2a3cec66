"""A GeoJSON document → areas to be added, with every fault of a single feature told."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from jiedao.foundation.places.actions import NewArea
from jiedao.foundation.places.coordinates import Datum, to_wgs84
from jiedao.foundation.places.geojson import words
from jiedao.foundation.places.geojson.problems import Problems
from jiedao.foundation.places.geojson.rings import Fault, in_wgs84, read_geometry
from jiedao.foundation.places.models import Area
from jiedao.kernel import clock

_SHAPED = (Area.Level.SUBDISTRICT, Area.Level.COMMUNITY, Area.Level.GRID)
MAX_FEATURES = 200_000


@dataclass(slots=True)
class Feature:
    """One feature that could be read: ``new`` is what would be added."""

    index: int
    subject: str
    new: NewArea
    lon: float | None = None
    lat: float | None = None
    """The point of a point feature or of the shape, WGS-84."""


@dataclass(slots=True)
class Reading:
    """What a document holds, as far as it could be read."""

    features: list[Feature] = field(default_factory=list)
    total: int = 0
    datum: Datum = Datum.WGS84


def read(
    document: bytes | str | Mapping[str, Any], datum: Datum | None, problems: Problems
) -> Reading:
    """Read a FeatureCollection; ``datum`` overrides what the document declares."""
    reading = Reading()
    collection = _collection(document, problems)
    if collection is None:
        return reading
    reading.total = len(collection["features"])
    declared = datum or words.datum_of(collection) or Datum.WGS84
    if not isinstance(declared, Datum):
        sentence = _("不认识坐标系“%(crs)s”，请声明 WGS84、GCJ02、BD09 或 CGCS2000。")
        problems.error("unknown_crs", -1, "", sentence % {"crs": declared})
        return reading
    reading.datum = declared
    for index, feature in enumerate(collection["features"]):
        found = _feature(index, feature, declared, problems)
        if found is not None:
            reading.features.append(found)
    return reading


def _collection(
    document: bytes | str | Mapping[str, Any], problems: Problems
) -> Mapping[str, Any] | None:
    """The collection, or None after telling why it is none."""
    if isinstance(document, bytes | str):
        try:
            document = json.loads(document)
        except (ValueError, RecursionError):
            problems.error("not_json", -1, "", _("文件不是有效的 JSON（UTF-8）。"))
            return None
    features = document.get("features") if isinstance(document, Mapping) else None
    if not isinstance(features, list) or not isinstance(document, Mapping):
        problems.error("not_a_collection", -1, "", _("文件不是 GeoJSON 要素集合。"))
        return None
    if document.get("type") != "FeatureCollection" or not features:
        problems.error("not_a_collection", -1, "", _("文件里没有要素。"))
        return None
    if len(features) > MAX_FEATURES:
        sentence = _("要素太多：一次最多 %(most)d 个。") % {"most": MAX_FEATURES}
        problems.error("too_many", -1, "", sentence)
        return None
    return document


def _feature(index: int, feature: Any, datum: Datum, problems: Problems) -> Feature | None:
    if not isinstance(feature, dict):
        problems.error("bad_feature", index, "", _("要素须是一个对象。"))
        return None
    properties = feature.get("properties")
    properties = properties if isinstance(properties, dict) else {}
    code, name = (str(words.pick(properties, key) or "").strip() for key in ("code", "name"))
    subject = f"{name}（{code}）" if name and code else name or code
    level, kind = _level(index, subject, properties, problems)
    _check_words(index, subject, code, name, problems)
    shape = _shape(index, subject, feature.get("geometry"), datum, level, problems)
    if not level or not code or not name:
        return None
    lon = lat = None
    if shape is not None and shape.geom_type == "Point":
        lon, lat, shape = float(shape.x), float(shape.y), None
    new = NewArea(
        level=level,
        grid_kind=kind,
        code=code,
        name=name,
        parent_code=str(words.pick(properties, "parent") or "").strip(),
        aliases=_aliases(words.pick(properties, "aliases")),
        address=str(words.pick(properties, "address") or "").strip(),
        lon=lon,
        lat=lat,
        shape=shape,
        datum=datum,
        source=feature.get("geometry"),
        attributes=words.others(properties),
        valid_from=_date(index, subject, words.pick(properties, "valid_from"), problems),
    )
    return Feature(index, subject, new, lon, lat)


def _level(
    index: int, subject: str, properties: Mapping[str, Any], problems: Problems
) -> tuple[str, str]:
    """(level, kind of grid), the level empty after telling that it is not known."""
    word = words.pick(properties, "level")
    level = words.LEVELS.get(str(word).strip())
    if level is None:
        sentence = _("没有级别，或不认识级别“%(level)s”。") % {"level": word or ""}
        problems.error("unknown_level", index, subject, sentence)
        return "", ""
    if level is not Area.Level.GRID:
        return level.value, ""
    kind_word = words.pick(properties, "kind") or word
    kind = words.KINDS.get(str(kind_word).strip(), Area.GridKind.NONE)
    if kind_word == Area.Level.GRID.value:
        kind = Area.GridKind.GENERAL
    if not kind:
        sentence = _("不认识网格类别“%(kind)s”。") % {"kind": kind_word}
        problems.error("unknown_kind", index, subject, sentence)
        return "", ""
    return level.value, kind.value


def _check_words(index: int, subject: str, code: str, name: str, problems: Problems) -> None:
    if not code:
        problems.error("missing_code", index, subject, _("没有编码。"))
    if not name:
        problems.error("missing_name", index, subject, _("没有名称。"))


def _shape(
    index: int, subject: str, geometry: Any, datum: Datum, level: str, problems: Problems
) -> Any:
    """The geometry in WGS-84; None where there is none or after telling what is wrong."""
    if geometry is None:
        if level in _SHAPED:
            problems.warning("no_geometry", index, subject, _("没有边界，地图上看不到。"))
        return None
    try:
        shape = read_geometry(geometry)
        if shape.geom_type == "Point" and level in _SHAPED:
            raise Fault("wrong_geometry", _("这一级区域须是面，不能是点。"), shape.coords[0])
    except Fault as fault:
        at = _where(fault, datum)
        problems.error(fault.code, index, subject, fault.sentence, **at)
        return None
    return in_wgs84(shape, datum)


def _where(fault: Fault, datum: Datum) -> dict[str, float]:
    if fault.at is None:
        return {}
    lon, lat = to_wgs84(*fault.at, datum)
    return {"lon": lon, "lat": lat}


def _aliases(value: Any) -> tuple[str, ...]:
    """Aliases from a list, or from text with 、，；|/ between them."""
    if isinstance(value, str):
        for mark in "，；、;|/":
            value = value.replace(mark, ",")
        value = value.split(",")
    if not isinstance(value, list):
        return ()
    return tuple(dict.fromkeys(word for one in value if (word := str(one).strip())))


def _date(index: int, subject: str, value: Any, problems: Problems) -> date:
    if value is None:
        return clock.today()
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        sentence = _("生效日期“%(day)s”须写成 2026-01-31 的样子。") % {"day": value}
        problems.error("bad_date", index, subject, sentence)
        return clock.today()
