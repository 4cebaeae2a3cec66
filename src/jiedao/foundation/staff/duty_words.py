"""The words of the duty roster."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from jiedao.foundation.staff.duty import Shift
from jiedao.kernel.clock import TOWN_ZONE
from jiedao.kernel.titles import Title

PARTS: Final[Mapping[str, Title]] = MappingProxyType(
    {
        "leader": Title("带班领导", "Leader on duty"),
        "officer": Title("值班员", "Duty officer"),
        "unit": Title("科室值班", "Unit on duty"),
        "community": Title("社区值班", "Community on duty"),
    }
)
VERBS: Final = {
    "withdrawn": Title("撤下", "Taken off"),
    "reassigned": Title("调班", "Given to another"),
    "swap_asked": Title("请求换班", "Asked to swap"),
    "swapped": Title("换班", "Swapped"),
    "swap_declined": Title("不同意换班", "Swap declined"),
    "swap_taken_back": Title("收回换班请求", "Swap taken back"),
}
HANDOVER_VERBS: Final = {
    "handed_over": Title("写交接班记录", "Handover written"),
    "handover_signed": Title("签收交接班", "Handover signed"),
}


def part_title(part: str) -> str:
    """A part of the roster in the reader's language."""
    return str(PARTS.get(part) or part)


def span_words(shift: Shift) -> str:
    """11-28 18:00–09:00, with the day of the end where that is not the next morning."""
    begin, end = shift.starts_at.astimezone(TOWN_ZONE), shift.ends_at.astimezone(TOWN_ZONE)
    days = (end.date() - begin.date()).days
    over = f"{end:%m-%d} " if days > 1 or (days == 1 and end.time() >= begin.time()) else ""
    return f"{begin:%m-%d %H:%M}–{over}{end:%H:%M}"
