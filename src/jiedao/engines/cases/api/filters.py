"""The filters of a list of cases, read from an address."""

from datetime import datetime

from django.http import QueryDict
from django.utils.translation import gettext as _

from jiedao.engines.cases.actions.intake import clean
from jiedao.engines.cases.queries import CaseFilter
from jiedao.foundation.catalogue.lookup import catalogue_for
from jiedao.foundation.places.models import Area
from jiedao.foundation.staff.structure import structure_of
from jiedao.kernel.clock import TOWN_ZONE
from jiedao.kernel.errors import Invalid

_LONGEST_SEARCH = 100
_TONES = ("green", "amber", "red", "violet", "grey")


def filter_of(town_id: int, query: QueryDict) -> CaseFilter:
    """The filter that an address asks for; Invalid names what it cannot mean.

    Several states or units are parted by commas or repeated. A code is looked for first, then an
    id, for codes may be all digits.
    """
    late = _flag(query, "late")
    return CaseFilter(
        state=_words(query, "state"),
        unit=[_unit(town_id, word) for word in _words(query, "unit")],
        item=_item(town_id, _text(query, "item")),
        area=_area(town_id, _text(query, "area")),
        building=_text(query, "building"),
        kind=_text(query, "kind"),
        channel=_text(query, "channel"),
        handler=_number(query, "handler"),
        leader=_number(query, "leader"),
        supervised=_flag(query, "supervised"),
        to_visit=_flag(query, "to_visit"),
        tone="red" if late else _tone(query),
        open=_flag(query, "open"),
        level=_number(query, "level"),
        reported_from=_moment(query, "from"),
        reported_to=_moment(query, "to"),
        q=_text(query, "q")[:_LONGEST_SEARCH],
    )


def _text(query: QueryDict, name: str) -> str:
    return clean(query.get(name, "") or "")


def _words(query: QueryDict, name: str) -> list[str]:
    parts = ",".join(query.getlist(name)).split(",")
    return [word for part in parts if (word := clean(part))][:50]


def _id(word: str) -> int:
    return int(word) if word.isdecimal() and len(word) < 16 else -1


def _unit(town_id: int, word: str) -> int:
    units = structure_of(town_id).units
    found = next((unit.id for unit in units.values() if unit.code == word), None)
    if found is None and _id(word) in units:
        found = _id(word)
    if found is None:
        raise Invalid(_("没有这个单位。"), field="unit", code="unknown_unit")
    return found


def _item(town_id: int, word: str) -> int | None:
    if not word:
        return None
    catalogue = catalogue_for(town_id)
    item = catalogue.item(word) or catalogue.item(_id(word))
    if item is None:
        raise Invalid(_("目录里没有这个事项。"), field="item", code="unknown_item")
    return item.id


def _area(town_id: int, word: str) -> int | None:
    if not word:
        return None
    areas = Area.objects.filter(town_id=town_id)
    found = areas.filter(code=word).values_list("id", flat=True).first()
    if found is None and _id(word) > 0:
        found = areas.filter(pk=_id(word)).values_list("id", flat=True).first()
    if found is None:
        raise Invalid(_("没有这个区域。"), field="area", code="unknown_area")
    return found


def _number(query: QueryDict, name: str) -> int | None:
    word = _text(query, name)
    if not word:
        return None
    if _id(word) < 0:
        raise Invalid(_("%(name)s 应是整数。") % {"name": name}, field=name, code="bad_number")
    return _id(word)


def _flag(query: QueryDict, name: str) -> bool | None:
    word = _text(query, name).lower()
    if not word:
        return None
    if word not in ("1", "0", "true", "false", "yes", "no"):
        raise Invalid(
            _("%(name)s 应是 true 或 false。") % {"name": name}, field=name, code="bad_flag"
        )
    return word in ("1", "true", "yes")


def _tone(query: QueryDict) -> str:
    tone = _text(query, "tone")
    if tone and tone not in _TONES:
        raise Invalid(_("没有这个状态颜色。"), field="tone", code="unknown_tone")
    return tone


def _moment(query: QueryDict, name: str) -> datetime | None:
    word = _text(query, name).replace(" ", "+")  # a plus sign that was not escaped
    if not word:
        return None
    try:
        moment = datetime.fromisoformat(word)
        if not 1900 < moment.year < 2200:
            raise ValueError(word)
    except ValueError:
        raise Invalid(
            _("时间写成 2026-01-31T08:30:00+08:00 这样。"), field=name, code="bad_time"
        ) from None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=TOWN_ZONE)
