"""The period of a report: as people write it, and whether there is anything to report of yet."""

import re
from typing import Final

from django.utils.translation import gettext as _

from jiedao.engines.indicators.periods import Period
from jiedao.kernel import clock
from jiedao.kernel.errors import Invalid

_WIDE: Final = str.maketrans("０１２３４５６７８９ＨＱｈｑ－．", "0123456789HQhq-.")
_COUNTS: Final = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_WORDS: Final = re.compile(
    r"(?P<year>20\d\d)年?(?:(?P<half>[上下])半年|第?(?P<quarter>[一二三四1-4])季度?"
    r"|(?P<first>1[0-2]|0?[1-9])(?:月?[至到—-](?P<last>1[0-2]|0?[1-9]))?月|(?:度|全年|年度)?)"
)


def asked(text: str) -> Period:
    """The period that somebody typed: a key, or words (“2026年上半年”, “2026年第三季度”, “2026年1—5月”).
    Invalid says how one is written."""
    plain = re.sub(r"\s", "", text.translate(_WIDE))
    words = _WORDS.fullmatch(plain)
    if words is None:
        return Period.parse(plain)
    year = words["year"]
    if words["half"]:
        return Period.parse(f"{year}H{'上下'.index(words['half']) + 1}")
    if words["quarter"]:
        return Period.parse(f"{year}Q{_COUNTS[words['quarter']]}")
    if words["first"]:
        months = [f"{year}-{int(words[name]):02d}" for name in ("first", "last") if words[name]]
        return Period.parse("..".join(months))
    return Period.parse(year)


def require_begun(period: Period) -> None:
    """Invalid for a period that lies ahead: no record can tell of it."""
    if period.start > clock.today():
        raise Invalid(
            _("%(period)s还没有开始（%(day)s 起），没有记录可写。请写已经结束或正在进行的时期，如 %(usual)s。")
            % {
                "period": period.title, "day": period.start.isoformat(),
                "usual": "、".join(one.key for one in usual()),
            },
            field="period",
            code="period_ahead",
        )  # fmt: skip


def under_way(period: Period) -> str:
    """A sentence of warning about a period that is not over; "" about one that is."""
    today = clock.today()
    if not period.start <= today < period.end:
        return ""
    return _("%(period)s还没有结束：数字只到今天（%(day)s），以后还会变。") % {
        "period": period.title, "day": today.isoformat(),
    }  # fmt: skip


def usual() -> list[Period]:
    """What is reported on most at this time of the year, the likeliest first."""
    today = clock.today()
    last, this = Period.of_year(today.year - 1), Period.of_year(today.year)
    half = Period.of_months(today.year, 1, 6)
    quarter = Period.of_months(today.year, (today.month - 1) // 3 * 3 + 1, 3)
    first = [last, this] if today.month < _SUMMER[0] else [half, this]
    if today.month > _SUMMER[1]:
        first.reverse()
    rest = [one for one in (quarter.before(), last) if one not in first]
    return [one for one in (*first, *rest) if one.start <= today]


_SUMMER: Final = (6, 9)
"""Half a year is reported on in summer, the year towards its end and after it."""
