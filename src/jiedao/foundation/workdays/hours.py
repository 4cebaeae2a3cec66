"""Office hours: the spans of a workday that are worked, read from the town's settings."""

import re
from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from jiedao.kernel.errors import Invalid

Spans = tuple[tuple[int, int], ...]
"""Pairs of seconds since the workday's midnight, in order; an end past 86 400 lies on the
next date (a night shift belongs to the date on which it begins)."""

DAY_SECONDS = 86_400
DEFAULT = (("09:00", "12:00"), ("14:00", "18:00"))

_TIME = re.compile(r"^(\d{1,2}):(\d{2})$")
_PAIR = re.compile(r"(\d{1,2}:\d{2})\s*(?:-|–|—|~|至|到)\s*(\d{1,2}:\d{2})")


def parse(pairs: Iterable[Sequence[str]]) -> Spans:
    """Spans from pairs such as ``("09:00", "12:00")``; an end not after its start is tomorrow's.

    Raises ``Invalid`` (field ``office_hours``) for a time that is none, for spans that
    overlap, and where nothing is worked at all.
    """
    spans = []
    for pair in pairs:
        if isinstance(pair, str) or len(pair) != 2:
            raise _invalid(_("办公时间要成对填写开始和结束时间。"))
        start, end = _seconds(pair[0]), _seconds(pair[1])
        if start == DAY_SECONDS:
            raise _invalid(_("“24:00”只能作为结束时间。"))
        spans.append((start, end if end > start else end + DAY_SECONDS))
    spans.sort()
    if not spans:
        raise _invalid(_("至少要有一段办公时间。"))
    # The first span of the next workday follows the last one of this.
    following = [*spans[1:], (spans[0][0] + DAY_SECONDS, 0)]
    if any(end > after for (_start, end), (after, _end) in zip(spans, following, strict=True)):
        raise _invalid(_("办公时间互相重叠。"))
    return tuple(spans)


def pairs_of(text: str) -> list[tuple[str, str]]:
    """Pairs from a line such as “09:00-12:00，14:00-18:00”; ``Invalid`` for another one."""
    pairs: list[tuple[str, str]] = _PAIR.findall(text)
    if not pairs or re.sub(r"[\s,，、;；]", "", _PAIR.sub("", text)):
        raise _invalid(_("办公时间读不懂，请写成“09:00-12:00，14:00-18:00”。"))
    return pairs


def write(spans: Spans) -> list[list[str]]:
    """The pairs that ``parse`` reads back to the same spans."""
    return [[_clock(start), _clock(end)] for start, end in spans]


def _seconds(text: str) -> int:
    match = _TIME.match(str(text).strip())
    if match is None:
        raise _invalid(_("“%(text)s”不是时间，应写成 09:00。") % {"text": str(text)[:20]})
    hours, minutes = int(match[1]), int(match[2])
    if minutes > 59 or hours * 60 + minutes > 24 * 60:
        raise _invalid(_("“%(text)s”不是时间，应写成 09:00。") % {"text": str(text)[:20]})
    return hours * 3600 + minutes * 60


def _clock(seconds: int) -> str:
    within = seconds if seconds <= DAY_SECONDS else seconds - DAY_SECONDS
    return f"{within // 3600:02}:{within % 3600 // 60:02}"


def _invalid(sentence: str) -> Invalid:
    return Invalid(sentence, code="office_hours", field="office_hours")
