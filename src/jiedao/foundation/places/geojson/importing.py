"""Import of areas from GeoJSON: everything is checked first, then all is loaded or nothing."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from typing import Any

import shapely
from django.db.models import F
from django.utils.translation import gettext as _

from jiedao.foundation.places import actions
from jiedao.foundation.places.actions import NewShape
from jiedao.foundation.places.actions.common import require_edit
from jiedao.foundation.places.coordinates import Datum
from jiedao.foundation.places.dates import valid_on
from jiedao.foundation.places.geojson.checking import Checker
from jiedao.foundation.places.geojson.hanging import Known, hang
from jiedao.foundation.places.geojson.problems import Problems, Report
from jiedao.foundation.places.geojson.reading import Feature, read
from jiedao.foundation.places.models import Area, AreaShape
from jiedao.kernel import clock
from jiedao.kernel.actors import Actor
from jiedao.kernel.errors import Invalid
from jiedao.kernel.transactions import within

AREA_STEPS = 3
"""Steps of an import: read, checked, loaded; each may take seconds on a whole town."""
TOLERANCE_M = 2.0
"""Borders that disagree by less than this, in metres, are told as warnings."""


def _still(_count: int) -> None:
    """Nobody wants to know."""


def import_areas(
    town_id: int,
    document: bytes | str | Mapping[str, Any],
    *,
    datum: Datum | None = None,
    update: bool = False,
    accept: Collection[str] = (),
    tolerance: float = TOLERANCE_M,
    dry_run: bool = False,
    tick: Callable[[int], None] = _still,
    actor: Actor,
) -> Report:
    """Load the areas of a GeoJSON FeatureCollection, or tell everything that is wrong with it.

    Properties of a feature: ``level``, ``kind`` (of a grid), ``code``, ``name``, ``parent``
    (a code; found by position where absent), ``aliases``, ``address``, ``valid_from``; in
    Chinese too (see ``words``). The coordinate system is ``datum``, else the one that the
    document declares, else WGS-84.

    With ``update`` areas of known codes get the document's name and shape, from today or
    ``valid_from`` on; without it a known code is an error. Problems whose codes are in
    ``accept`` (``{"gap"}`` for a town with unassigned ground) do not stop the import.
    ``tick`` is called after each of ``AREA_STEPS``.
    """
    require_edit(actor, town_id)
    problems = Problems(frozenset(accept))
    reading = read(document, datum, problems)
    tick(1)
    standing = _standing(town_id)
    _check(town_id, reading.features, standing, update, tolerance, problems)
    tick(1)
    counts = Counter(
        " ".join(filter(None, (one.new.level, one.new.grid_kind))) for one in reading.features
    )
    done = None
    if not problems.any_errors() and not dry_run:
        done = _load(town_id, reading.features, standing, problems, actor)
    tick(1)
    created, changed, known = done or (0, 0, 0)
    return Report(
        loaded=done is not None,
        features=reading.total,
        created=created,
        changed=changed,
        known=known,
        counts=dict(counts),
        problems=tuple(problems.found),
    )


def _standing(town_id: int) -> dict[str, Known]:
    """Code → the areas that the database holds today."""
    today = clock.today()
    rows = (
        Area.objects.filter(valid_on(today), town_id=town_id)
        .annotate(parent_code=F("parent__code"))
        .values_list("id", "code", "level", "grid_kind", "name", "parent_code", "lon", "lat")
    )
    shapes = AreaShape.objects.filter(valid_on(today), area__town_id=town_id)
    drawn = {pk: shapely.from_wkb(bytes(wkb)) for pk, wkb in shapes.values_list("area_id", "wkb")}
    found = {}
    for pk, code, level, kind, name, parent, lon, lat in rows:
        shape = drawn.get(pk)
        if shape is None and lon is not None:
            shape = shapely.Point(lon, lat)
        found[code] = Known(code, level, kind, name, parent or "", shape)
    return found


def _check(
    town_id: int,
    features: Sequence[Feature],
    standing: Mapping[str, Known],
    update: bool,
    tolerance: float,
    problems: Problems,
) -> None:
    after = dict(standing)
    ended = _ended_codes(town_id, standing)
    for one in features:
        if one.new.code in ended or (one.new.code in standing and not update):
            sentence = _("编码 %(code)s 已经有了。") % {"code": one.new.code}
            problems.error("code_taken", one.index, one.subject, sentence)
        after[one.new.code] = _known(one, standing.get(one.new.code))
    hang(features, after)
    for one in features:
        after[one.new.code] = _known(one, standing.get(one.new.code))
    boundary = [area.shape for area in after.values() if area.level == Area.Level.SUBDISTRICT]
    drawn = [shape for shape in boundary if shape is not None and shape.geom_type != "Point"]
    whole = shapely.union_all(drawn) if drawn else None
    Checker(features, after, whole, problems, tolerance).run()


def _ended_codes(town_id: int, standing: Mapping[str, Known]) -> set[str]:
    """Codes of areas that have ended or not yet begun: they are never given again."""
    codes = Area.objects.filter(town_id=town_id).values_list("code", flat=True)
    return set(codes) - standing.keys()


def _known(one: Feature, before: Known | None) -> Known:
    new = one.new
    shape = new.shape
    if shape is None and one.lon is not None and one.lat is not None:
        shape = shapely.Point(one.lon, one.lat)
    if shape is None and before is not None:
        shape = before.shape
    return Known(new.code, new.level, new.grid_kind, new.name, new.parent_code, shape)


def _load(
    town_id: int,
    features: Sequence[Feature],
    standing: Mapping[str, Known],
    problems: Problems,
    actor: Actor,
) -> tuple[int, int, int] | None:
    """(created, changed, known), in one transaction; None where the actions refused it."""
    fresh = [one for one in features if one.new.code not in standing]
    old = [one for one in features if one.new.code in standing]
    try:
        with within():
            if fresh:
                actions.add_areas(town_id, [one.new for one in fresh], actor=actor)
            changed = _update(town_id, old, actor) if old else 0
    except Invalid as refusal:
        _tell_refusal(refusal, fresh, problems)
        return None
    return len(fresh), changed, len(old) - changed


def _update(town_id: int, old: Sequence[Feature], actor: Actor) -> int:
    """Give known areas the names and shapes of the document; returns how many differed."""
    rows = {row.code: row for row in Area.objects.filter(town_id=town_id)}
    held = AreaShape.objects.filter(valid_on(clock.today()), area__town_id=town_id)
    drawn = dict(held.values_list("area_id", "wkb"))
    changed: set[str] = set()
    moved: dict[date, list[NewShape]] = {}
    for one in old:
        area = rows[one.new.code]
        if area.name != one.new.name:
            actions.rename_area(area, one.new.name, actor=actor)
            changed.add(area.code)
        before = drawn.get(area.pk)
        if one.new.shape is not None and not _same(before, one.new.shape):
            first_day = one.new.valid_from or clock.today()
            new = NewShape(area, one.new.shape, one.new.datum, one.new.source)
            moved.setdefault(max(first_day, area.valid_from), []).append(new)
            changed.add(area.code)
    for first_day, news in sorted(moved.items()):
        actions.reshape_areas(town_id, news, first_day, actor=actor)
    return len(changed)


def _same(before: Any, shape: Any) -> bool:
    return before is not None and bytes(before) == shapely.to_wkb(shape)


def _tell_refusal(refusal: Invalid, fresh: Sequence[Feature], problems: Problems) -> None:
    """What the action refused although the checks had passed, told like any other problem."""
    for key, sentence in refusal.errors.items() or [("", refusal.sentence)]:
        index, _dot, field = key.partition(".")
        one = fresh[int(index)] if index.isdigit() and int(index) < len(fresh) else None
        problems.error(
            field or refusal.code, one.index if one else -1, one.subject if one else "", sentence
        )
