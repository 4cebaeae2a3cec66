"""The yearly holiday notice as text, a line a span: “2027-02-05 至 2027-02-11 放假 春节”.

One can paste what the State Council's notice says, put into such lines, and need not type days
one by one.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from jiedao.foundation.workdays import days
from jiedao.kernel.errors import Invalid

_DATE = r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?"
_LINE = re.compile(
    rf"{_DATE}\s*(?:(?:至|到|~|—|–)\s*{_DATE})?\s*(放假|休息|休|off|上班|补班|班|work)\s*(.*)",
    re.IGNORECASE,
)
_OFF = frozenset({"放假", "休息", "休", "off"})
_LONGEST_SPAN = 60


@dataclass(frozen=True, slots=True)
class Rule:
    """One date that is worked or not, with the holiday's name."""

    date: date
    working: bool
    name: str = ""


def parse(text: str) -> list[Rule]:
    """The rules of all lines, in their order; ``Invalid`` (field ``notice``) names the first
    line that cannot be read."""
    rules: list[Rule] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            rules += _parse_line(number, line.strip())
    return rules


def _parse_line(number: int, line: str) -> list[Rule]:
    match = _LINE.fullmatch(line)
    if match is None:
        raise _fault(number, line)
    first, last = _date(match.group(1, 2, 3)), _date(match.group(4, 5, 6))
    if first is None or (match[4] and last is None):
        raise _fault(number, line)
    span = ((last or first) - first).days
    if not 0 <= span <= _LONGEST_SPAN or not days.FIRST_DAY <= first <= days.LAST_DAY:
        raise _fault(number, line)
    working = match[7].lower() not in _OFF
    name = match[8].strip()[:60]
    return [Rule(first + timedelta(days=day), working, name) for day in range(span + 1)]


def _date(parts: tuple[str | None, ...]) -> date | None:
    if not all(parts):
        return None
    try:
        return date(*(int(part or 0) for part in parts))
    except ValueError:
        return None


def _fault(number: int, line: str) -> Invalid:
    return Invalid(
        _("第 %(number)d 行“%(line)s”读不懂，请写成“2027-02-05 至 2027-02-11 放假 春节”。")
        % {"number": number, "line": line[:40]},
        field="notice",
        code="bad_notice",
    )
