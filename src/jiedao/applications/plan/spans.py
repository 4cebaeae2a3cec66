"""Periods of plans: a year, a half-year, a quarter or a month, by their keys."""

import re
from calendar import monthrange
from datetime import date
from typing import Final

from django.utils.translation import gettext as _

from jiedao.kernel.errors import Invalid

PERIOD: Final = r"20\d\d(H[12]|Q[1-4]|-(0[1-9]|1[0-2]))?"
"""How one is written: ``2024``, ``2024H2``, ``2024Q3``, ``2024-05``."""
_PARTS: Final = {"H": 6, "Q": 3}


def span(key: str) -> tuple[date, date]:
    """First and last day of a period; Invalid says how one is written."""
    if not re.fullmatch(PERIOD, key):
        raise Invalid(
            _("看不懂时期“%(key)s”，请写成 2024、2024H2、2024Q3 或 2024-05。") % {"key": key[:40]},
            field="period",
        )
    year, rest = int(key[:4]), key[4:]
    first, count = 1, 12
    if rest.startswith("-"):
        first, count = int(rest[1:]), 1
    elif rest:
        count = _PARTS[rest[0]]
        first = (int(rest[1]) - 1) * count + 1
    last = first + count - 1
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])


def half_of(day: date) -> str:
    """The half-year in which a day lies."""
    return f"{day.year}H{1 if day.month <= _PARTS['H'] else 2}"
