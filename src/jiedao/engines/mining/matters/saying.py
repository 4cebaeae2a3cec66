"""Early signals in sentences: what was counted, what is usual, by which test."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from jiedao.engines.mining.matters import gate
from jiedao.engines.mining.matters.early import WINDOW_DAYS, since
from jiedao.engines.mining.matters.settings import settings_of
from jiedao.engines.mining.models import Signal
from jiedao.foundation.catalogue.lookup import catalogue_for
from jiedao.foundation.places.locator import locator_for
from jiedao.kernel import clock
from jiedao.kernel.access import Reach

_WHOLE: Final = 10
"""From so many on nobody compares with a tenth of a case."""


@dataclass(frozen=True, slots=True)
class Said:
    """One signal: its matter and place, its sentence, and the cases behind it."""

    title: str
    sentence: str
    short: str
    """The sentence for where there is little room."""
    url: str
    signal: Signal


def newest_signals(reach: Reach, most: int) -> list[Said]:
    """Those of the newest day that has some and is not over for long, the surest first."""
    rows = list(gate.signals(reach).filter(day__gt=since(clock.today()))[:100])
    newest = [row for row in rows if row.day == rows[0].day]
    return said(reach, newest[:most])


def said(reach: Reach, rows: Iterable[Signal]) -> list[Said]:
    """These signals in words, in the order given."""
    return [_said(reach.town_id, row) for row in rows]


def _said(town_id: int, row: Signal) -> Said:
    item = catalogue_for(town_id).name(row.item_id)
    area = locator_for(town_id).area(row.grid_id or 0)
    place = area.name if area else _("位置不明")
    query: dict[str, str | int] = {
        "item": row.item_id, "reported_from": since(row.day).isoformat(),
        "reported_to": row.day.isoformat(),
    }  # fmt: skip
    if row.grid_id is not None:
        query["area"] = row.grid_id
    words = counted(row.count, row.expected, settings_of(town_id).signals_rate)
    return Said(
        f"{item} · {place}",
        sentence_of(words),
        short_of(words),
        f"{reverse('cases:list')}?{urlencode(query)}",
        row,
    )


def counted(count: int, expected: float, rate: float) -> dict[str, float]:
    """The numbers of a signal's sentences; ``rate`` is the false discovery rate, 0 to 1."""
    usual = round(expected) if expected >= _WHOLE else round(expected, 1)
    return {"days": WINDOW_DAYS, "count": count, "usual": usual, "rate": 100 * rate}


def sentence_of(words: Mapping[str, float]) -> str:
    """“7 天内 9 件，平常 2 件；按负二项检验，误报率控制在 5% 以内。”"""
    return (
        _(
            "%(days)d 天内 %(count)d 件，平常 %(usual)g 件；按负二项检验，误报率控制在 %(rate)g%% 以内。"
        )
        % words
    )


def short_of(words: Mapping[str, float]) -> str:
    """“7 天 9 件，平常 2 件；负二项检验，误报率≤5%”"""
    return _("%(days)d 天 %(count)d 件，平常 %(usual)g 件；负二项检验，误报率≤%(rate)g%%") % words
