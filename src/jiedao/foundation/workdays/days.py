"""Which dates are worked: the holiday library, the town's table over it, Monday to Friday beyond.

The library (chinesecalendar) holds the yearly notices of the State Council's General Office,
with holidays and make-up days; each November brings the next year's, so it always ends soon.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache

from chinese_calendar import constants

# Civil time in China has no daylight saving from 1992 on, so every day has 24 hours.
FIRST_DAY = date(1992, 1, 1)
LAST_DAY = date(2099, 12, 31)
DAY_COUNT = (LAST_DAY - FIRST_DAY).days + 1

_SATURDAY = 5


def library_years() -> range:
    """The years whose holidays the library knows."""
    return range(min(constants.holidays).year, max(constants.holidays).year + 1)


@lru_cache(maxsize=1)
def library_days() -> bytes:
    """One byte for each day from FIRST_DAY to LAST_DAY: 1 worked, 0 not."""
    worked = bytearray(DAY_COUNT)
    for index in range(DAY_COUNT):
        day = FIRST_DAY + timedelta(days=index)
        worked[index] = _worked_by_library(day)
    return bytes(worked)


def _worked_by_library(day: date) -> bool:
    if day in constants.workdays:
        return True
    return day.weekday() < _SATURDAY and day not in constants.holidays


def worked_days(rules: Mapping[date, bool]) -> bytes:
    """As ``library_days``, with the town's own rules over it."""
    if not rules:
        return library_days()
    worked = bytearray(library_days())
    for day, working in rules.items():
        if FIRST_DAY <= day <= LAST_DAY:
            worked[(day - FIRST_DAY).days] = working
    return bytes(worked)


def name_of(day: date) -> str:
    """The library's name of a holiday or of a make-up day's holiday, or an empty string."""
    english: str = constants.holidays.get(day) or constants.workdays.get(day) or ""
    return _CHINESE_NAMES.get(english, english)


_CHINESE_NAMES: dict[str, str] = {holiday.value: holiday.chinese for holiday in constants.Holiday}
