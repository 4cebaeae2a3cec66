"""The filters of a list of cases, read from an address."""

from datetime import datetime

from django.http import QueryDict
from django.utils.translation import gettext as _

from jiedao.engines.cases.queries import CaseFilter
from jiedao.foundation.catalogue.lookup import catalogue_for
from jiedao.foundation.staff.api.asking import (
    area_id,
    flag,
    number,
    number_of,
    text,
    unit_id,
    words,
)
from jiedao.kernel.clock import TOWN_ZONE
from jiedao.kernel.errors import Invalid

_LONGEST_SEARCH = 100
_TONES = ("green", "amber", "red", "violet", "grey")


def filter_of(town_id: int, query: QueryDict) -> CaseFilter:
    """The filter that an address asks for; Invalid names what it cannot mean.

    Several states or units are parted by commas or repeated. A code is looked for first, then an
    id, for codes may be all digits.
    """
    late = flag(query, "late")
    return CaseFilter(
        state=words(query, "state"),
        unit=[unit_id(town_id, word) for word in words(query, "unit")],
        item=_item(town_id, text(query, "item")),
        area=area_id(town_id, text(query, "area")),
        building=text(query, "building"),
        kind=text(query, "kind"),
        channel=text(query, "channel"),
        handler=number(query, "handler"),
        leader=number(query, "leader"),
        supervised=flag(query, "supervised"),
        to_visit=flag(query, "to_visit"),
        tone="red" if late else _tone(query),
        open=flag(query, "open"),
        level=number(query, "level"),
        reported_from=_moment(query, "from"),
        reported_to=_moment(query, "to"),
        q=text(query, "q")[:_LONGEST_SEARCH],
    )


def _item(town_id: int, word: str) -> int | None:
    if not word:
        return None
    catalogue = catalogue_for(town_id)
    item = catalogue.item(word) or catalogue.item(number_of(word))
    if item is None:
        raise Invalid(_("目录里没有这个事项。"), field="item", code="unknown_item")
    return item.id


def _tone(query: QueryDict) -> str:
    tone = text(query, "tone")
    if tone and tone not in _TONES:
        raise Invalid(_("没有这个状态颜色。"), field="tone", code="unknown_tone")
    return tone


def _moment(query: QueryDict, name: str) -> datetime | None:
    word = text(query, name).replace(" ", "+")  # a plus sign that was not escaped
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
