"""Dates and times as offices write them, from text, Excel dates and Excel's serial numbers.

Understood without being told: ``2018-02-08 15:34:40``, ``2018/2/8``, ``2018.2.8 9:05``,
``2018年2月8日 15时34分``, ``20180208``, ``20180208153440``, ISO with an offset, 下午3:05, and
Excel's days since 1899-12-30 (five digits: 1927 to 2173; fewer might be a year). Day-first and month-first dates are ambiguous: they need a format.
"""

import re
from collections.abc import Collection, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from django.utils.translation import gettext as _

from jiedao.foundation.sheets.cells import EMPTY, CellFault, Raw, half_width, shown, text

_TIME = (
    r"(?:[ T]*(?P<half>上午|下午|晚上|中午|AM|PM)?[ ]*(?P<hour>\d{1,2})[:时点](?P<minute>\d{1,2})?"
    r"(?:[:分](?P<second>\d{1,2})?(?:\.(?P<part>\d{1,6})\d*)?)?秒?[ ]*(?P<after>AM|PM)?)?"
)
_PARTED = re.compile(
    r"(?P<year>\d{4})[-/.年](?P<month>\d{1,2})[-/.月](?P<day>\d{1,2})日?" + _TIME, re.IGNORECASE
)
_PACKED = re.compile(r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})" + _TIME, re.IGNORECASE)
_DIGITS = re.compile(
    r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})"
    r"(?P<hour>\d{2})(?P<minute>\d{2})(?P<second>\d{2})"
)
_SERIAL = re.compile(r"\d{5}(\.\d+)?")
_SERIAL_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001 -- a wall clock without zone
_ISO_LENGTH = len("2018-02-08 15:34:40")
_YEARS = range(1900, 2100)


def moment(
    raw: Raw,
    zone: tzinfo,
    formats: Sequence[str] = (),
    empty: Collection[str] = EMPTY,
) -> datetime | None:
    """The moment in UTC; a wall clock without offset is one of ``zone``; None for nothing.

    ``formats`` (strptime) are tried first, and then alone. Raises ``CellFault``.
    """
    if isinstance(raw, datetime):
        return _checked(raw, zone, raw)
    if isinstance(raw, date):
        return _checked(datetime.combine(raw, time.min), zone, raw)
    if isinstance(raw, bool | time | timedelta):
        raise _no_moment(raw)
    clean = half_width(text(raw, empty))
    if not clean:
        return None
    found = _by_formats(clean, formats) if formats else _by_shape(clean)
    if found is None:
        raise _no_moment(raw)
    return _checked(found, zone, raw)


def day(
    raw: Raw, zone: tzinfo, formats: Sequence[str] = (), empty: Collection[str] = EMPTY
) -> date | None:
    """The civil date in ``zone``; None for nothing."""
    try:
        found = moment(raw, zone, formats, empty)
    except CellFault:
        sentence = _("“%(value)s”不是能识别的日期，请写成 2018-02-08。")
        raise CellFault(sentence % {"value": shown(raw)}) from None
    return found.astimezone(zone).date() if found else None


def _by_formats(clean: str, formats: Sequence[str]) -> datetime | None:
    for form in formats:
        try:
            return datetime.strptime(clean, form)  # noqa: DTZ007 -- the zone comes after
        except ValueError:
            continue
    return None


def _by_shape(clean: str) -> datetime | None:
    if len(clean) == _ISO_LENGTH and clean[4] == clean[7] == "-":  # by far the most
        with suppress(ValueError):
            return datetime.fromisoformat(clean)
    for shape in (_PARTED, _DIGITS, _PACKED):
        match = shape.fullmatch(clean)
        if match:
            return _from_parts(match.groupdict())
    if _SERIAL.fullmatch(clean):
        return _from_serial(float(clean))
    try:
        return datetime.fromisoformat(clean)
    except ValueError:
        return None


def _from_parts(parts: dict[str, str | None]) -> datetime | None:
    def whole(name: str) -> int:
        return int(parts.get(name) or 0)

    hour = whole("hour")
    half = (parts.get("half") or parts.get("after") or "").upper()
    if half in ("下午", "晚上", "PM") and hour < 12:
        hour += 12
    elif half in ("上午", "AM") and hour == 12:
        hour = 0
    part = (parts.get("part") or "").ljust(6, "0")
    # Some systems write the end of a day as 24:00.
    midnight = hour == 24 and whole("minute") == whole("second") == 0
    try:
        found = datetime(  # noqa: DTZ001 -- the zone comes after
            whole("year"),
            whole("month"),
            whole("day"),
            0 if midnight else hour,
            whole("minute"),
            whole("second"),
            int(part),
        )
    except ValueError:
        return None
    return found + timedelta(days=1) if midnight else found


def _from_serial(serial: float) -> datetime:
    # A float day holds about a millisecond; times are whole seconds.
    return _SERIAL_ZERO + timedelta(seconds=round(serial * 86_400))


def _checked(found: datetime, zone: tzinfo, raw: Raw) -> datetime:
    if found.year not in _YEARS:
        raise _no_moment(raw)
    return (found if found.tzinfo else found.replace(tzinfo=zone)).astimezone(UTC)


def _no_moment(raw: Raw) -> CellFault:
    return CellFault(
        _("“%(value)s”不是能识别的日期时间，请写成 2018-02-08 15:34:40。") % {"value": shown(raw)}
    )
