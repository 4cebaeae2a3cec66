"""The four units of time, and limits given in them."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _


class LimitUnit(StrEnum):
    """The unit a limit is given in; `calendar.Calendar` says how each one is counted."""

    URGENT_HOURS = "urgent_hours"  # 紧急工作时: hours that run day and night
    OFFICE_HOURS = "office_hours"  # 工作时: hours inside office hours of workdays
    WORKDAYS = "workdays"  # 工作日: whole workdays
    DAYS = "days"  # 自然日: whole calendar days

    @property
    def counts_office_time(self) -> bool:
        """Whether its time stands still outside office hours."""
        return self in (LimitUnit.OFFICE_HOURS, LimitUnit.WORKDAYS)


@dataclass(frozen=True, slots=True)
class Limit:
    """So many of a unit. ``amount`` is 0 or more."""

    amount: int
    unit: LimitUnit

    def __post_init__(self) -> None:
        if self.amount < 0:
            raise ValueError("a limit is not negative")

    def __str__(self) -> str:
        return limit_text(self.amount, self.unit)


def limit_text(amount: int, unit: LimitUnit) -> str:
    """A limit in words, in the reader's language: “4 工作时”."""
    words = {
        LimitUnit.URGENT_HOURS: _("%(amount)d 紧急工作时"),
        LimitUnit.OFFICE_HOURS: _("%(amount)d 工作时"),
        LimitUnit.WORKDAYS: _("%(amount)d 个工作日"),
        LimitUnit.DAYS: _("%(amount)d 天"),
    }
    return words[unit] % {"amount": amount}
