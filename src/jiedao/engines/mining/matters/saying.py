"""Early signals in sentences: what was counted, what is usual, by which test."""

from collections.abc import Iterable
from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class Said:
    """One signal: its matter and place, its sentence, and the cases behind it."""

    title: str
    sentence: str
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
    return Said(
        f"{item} · {place}", sentence_of(row.count, row.expected, settings_of(town_id).signals_rate),
        f"{reverse('cases:list')}?{urlencode(query)}", row,
    )  # fmt: skip


def sentence_of(count: int, expected: float, rate: float) -> str:
    """“7 天 9 件，平常 2 件；按泊松检验，误报率控制在 5% 以内。”"""
    usual = round(expected) if expected >= 10 else round(expected, 1)
    return _("%(days)d 天内 %(count)d 件，平常 %(usual)g 件；按泊松检验，误报率控制在 %(rate)g%% 以内。") % {
        "days": WINDOW_DAYS, "count": count, "usual": usual, "rate": 100 * rate,
    }  # fmt: skip
