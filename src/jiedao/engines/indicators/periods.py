"""Spans of days by which figures are counted, and the words and keys for them.

A key is what people and addresses write: ``2024``, ``2024H1``, ``2024Q3``, ``2024-05``,
``2024-W18`` (ISO 8601), ``2024-05-01``, ``2024-01..2024-05`` (1–5月), and any two days
``2024-05-01..2024-05-20``.
"""

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from django.utils.translation import gettext as _

from jiedao.kernel.clock import TOWN_ZONE
from jiedao.kernel.errors import Invalid

_HALF, _QUARTER, _YEAR = 6, 3, 12
_MONTHS_OF: Final = {"H": _HALF, "Q": _QUARTER}
_EARLIEST, _LATEST = 1900, 2200


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """The days from ``start`` to ``end``, both included, in the town's civil time."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise Invalid(_("期末早于期初。"), field="period", code="bad_period")

    @classmethod
    def parse(cls, key: str) -> "Period":
        """The period of a key; Invalid with the ways to write one for any other text."""
        found = _reads(key)
        if found is None:
            raise Invalid(
                _("看不懂时期“%(key)s”，请写成 2026、2026H1、2026Q3、2026-05、2026-W18、2026-05-01 或 2026-01..2026-05。")
                % {"key": key[:40]},
                field="period",
                code="bad_period",
            )  # fmt: skip
        return found

    @classmethod
    def of_year(cls, year: int) -> "Period":
        """A calendar year."""
        return cls(date(year, 1, 1), date(year, 12, 31))

    @classmethod
    def of_month(cls, day: date) -> "Period":
        """The month in which a day lies."""
        return cls.of_months(day.year, day.month, 1)

    @classmethod
    def of_months(cls, year: int, month: int, count: int) -> "Period":
        """So many whole months from one on."""
        last = year * _YEAR + month - 1 + count - 1
        end_year, end_month = divmod(last, _YEAR)
        end = date(end_year, end_month + 1, monthrange(end_year, end_month + 1)[1])
        return cls(date(year, month, 1), end)

    @property
    def is_months(self) -> bool:
        """Whether it consists of whole months."""
        return self.start.day == 1 and (self.end + timedelta(days=1)).day == 1

    @property
    def month_count(self) -> int:
        """How many months it touches."""
        return _index(self.end) - _index(self.start) + 1

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.end - self.start).days + 1

    @property
    def key(self) -> str:
        """The shortest key that ``parse`` reads back as this period."""
        return _key(self)

    @property
    def title(self) -> str:
        """In words ("2024年上半年")."""
        return _title(self)

    @property
    def written(self) -> str:
        """As people write it, and ``parse`` reads it: the title, where that is readable."""
        words = self.title
        return words if _reads(words) == self else self.key

    @property
    def bounds(self) -> tuple[datetime, datetime]:
        """From its first midnight to the one after its last day, aware."""
        after = self.end + timedelta(days=1)
        return _midnight(self.start), _midnight(after)

    def before(self) -> "Period":
        """The span of the same length just before it: the month before a month."""
        if self.is_months:
            first = _index(self.start) - self.month_count
            return Period.of_months(first // _YEAR, first % _YEAR + 1, self.month_count)
        shift = timedelta(days=self.days)
        return Period(self.start - shift, self.end - shift)

    def year_before(self) -> "Period":
        """The same days a year before; 29 February falls on the 28th."""
        if self.is_months:
            return Period.of_months(self.start.year - 1, self.start.month, self.month_count)
        return Period(_a_year_before(self.start), _a_year_before(self.end))

    def elapsed(self, today: date) -> "Period":
        """What of it is over or under way: a year that is not over compares with the same days of
        the year before, not with all of it."""
        return self if not self.start <= today < self.end else Period(self.start, today)

    def last(self, today: date) -> "Period":
        """The period of the same kind just before it; before one under way, as many of its days as
        are over: the first 20 days of last month."""
        whole, over = self.before(), self.elapsed(today)
        if whole == self.year_before():
            return over.year_before()
        if over == self:
            return whole
        return Period(whole.start, min(whole.end, whole.start + timedelta(days=over.days - 1)))

    def months(self) -> list["Period"]:
        """Its months, each cut to the period."""
        return list(self._months())

    def _months(self) -> Iterator["Period"]:
        for index in range(_index(self.start), _index(self.end) + 1):
            whole = Period.of_months(index // _YEAR, index % _YEAR + 1, 1)
            yield Period(max(whole.start, self.start), min(whole.end, self.end))

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.start <= day <= self.end

    def __str__(self) -> str:
        return self.key


def _index(day: date) -> int:
    return day.year * _YEAR + day.month - 1


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, TOWN_ZONE)


def _a_year_before(day: date) -> date:
    last = monthrange(day.year - 1, day.month)[1]
    return date(day.year - 1, day.month, min(day.day, last))


def _year(text: str) -> Period:
    return Period.of_year(int(text))


def _part_of_year(year: str, letter: str, number: str) -> Period:
    months = _MONTHS_OF[letter]
    return Period.of_months(int(year), (int(number) - 1) * months + 1, months)


def _month(year: str, month: str) -> Period:
    return Period.of_months(int(year), int(month), 1)


def _half(year: str, word: str) -> Period:
    return _part_of_year(year, "H", "1" if word == "上" else "2")


def _quarter(year: str, number: str) -> Period:
    numeral = "一二三四".find(number)
    return _part_of_year(year, "Q", str(numeral + 1) if numeral >= 0 else number)


def _from_month_to(year: str, first: str, last: str) -> Period:
    return Period.of_months(int(year), int(first), int(last) - int(first) + 1)


def _week(year: str, week: str) -> Period:
    return Period(*(date.fromisocalendar(int(year), int(week), day) for day in (1, 7)))


def _day(year: str, month: str, day: str) -> Period:
    return Period(*(date(int(year), int(month), int(day)),) * 2)


_FORMS: Final[tuple[tuple[re.Pattern[str], Callable[..., Period]], ...]] = (
    (re.compile(r"(\d{4})年?"), _year),
    (re.compile(r"(\d{4})(H)([12])"), _part_of_year),
    (re.compile(r"(\d{4})(Q)([1-4])"), _part_of_year),
    (re.compile(r"(\d{4})-(\d{1,2})"), _month),
    (re.compile(r"(\d{4})-W(\d{1,2})"), _week),
    (re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})"), _day),
    (re.compile(r"(\d{4})年(上|下)半年"), _half),
    (re.compile(r"(\d{4})年第?([1-4一二三四])季度"), _quarter),
    (re.compile(r"(\d{4})年(\d{1,2})月"), _month),
    (re.compile(r"(\d{4})年(\d{1,2})[–-](\d{1,2})月"), _from_month_to),
    (re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日"), _day),
)


def words_of(key: str) -> str:
    """A period's key in words; as it stands where it is none."""
    try:
        found = _reads(key)
    except Invalid:  # it ends before it begins
        return key
    return key if found is None else found.title


def _reads(text: str) -> Period | None:
    """A key or a title in Chinese as a period; None for what is neither. Invalid where it ends
    before it begins."""
    text = text.strip().upper().replace("—", "..").replace("~", "..")
    begin, parted, end = text.partition("..")
    first = _one(begin)
    last = _one(end) if parted else first
    return None if first is None or last is None else Period(first.start, last.end)


def _one(text: str) -> Period | None:
    for form, make in _FORMS:
        found = form.fullmatch(text.strip())
        if found is None:
            continue
        if not _EARLIEST <= int(found[1]) <= _LATEST:
            return None
        try:
            return make(*found.groups())
        except ValueError:  # a month 13, a 30 February
            return None
    return None


def _key(period: Period) -> str:
    start, end = period.start, period.end
    if start == end:
        return start.isoformat()
    if not period.is_months:
        return _week_key(period) or f"{start.isoformat()}..{end.isoformat()}"
    months = period.month_count
    if months == 1:
        return f"{start:%Y-%m}"
    for length, letter in ((_YEAR, ""), (_HALF, "H"), (_QUARTER, "Q")):
        if months == length and (start.month - 1) % length == 0:
            return f"{start.year}{letter}{(start.month - 1) // length + 1 if letter else ''}"
    return f"{start:%Y-%m}..{end:%Y-%m}"


def _week_key(period: Period) -> str:
    year, week, weekday = period.start.isocalendar()
    return f"{year}-W{week:02d}" if weekday == 1 and period.days == len("1234567") else ""


def _title(period: Period) -> str:
    start, end, key = period.start, period.end, period.key
    if key.endswith(("H1", "H2")):
        half = _("上半年") if key.endswith("1") else _("下半年")
        return _("%(year)d年%(part)s") % {"year": start.year, "part": half}
    if "Q" in key:
        return _("%(year)d年第%(n)s季度") % {"year": start.year, "n": key[-1]}
    if len(key) == len("2024"):
        return _("%(year)d年") % {"year": start.year}
    if period.is_months and start.year == end.year:
        if start.month == end.month:
            return _("%(year)d年%(month)d月") % {"year": start.year, "month": start.month}
        return _("%(year)d年%(first)d–%(last)d月") % {
            "year": start.year, "first": start.month, "last": end.month,
        }  # fmt: skip
    if start == end:
        return _("%(year)d年%(month)d月%(day)d日") % {
            "year": start.year, "month": start.month, "day": start.day,
        }  # fmt: skip
    return f"{start.isoformat()} – {end.isoformat()}"
