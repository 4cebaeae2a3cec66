"""The columns of a file of work orders: which may be used before an order is sent, and why.

Read by name only, so that nothing else in a row can reach a prediction.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from jiedao.engines.mining.routing.features import Features
from jiedao.kernel.errors import Invalid

ORDER: Final = "REC_ID"
UNIT: Final = "DISPOSE_UNIT_ID"
UNIT_NAME: Final = "DISPOSE_UNIT_NAME"
CAME: Final = "CREATE_TIME"
OVERDUE: Final = "OVERTIME_ARCHIVE_NUM"
FEATURES: Final = Features(
    what=("EVENT_TYPE_ID", "MAIN_TYPE_ID", "SUB_TYPE_ID"),
    where=("STREET_ID", "COMMUNITY_ID"),
    beside=("EVENT_SRC_ID", "EVENT_PROPERTY_ID"),
)
USABLE: Final[Mapping[str, str]] = {
    "EVENT_TYPE_ID": "set when it is taken in",
    "MAIN_TYPE_ID": "set when it is taken in",
    "SUB_TYPE_ID": "set when it is taken in",
    "STREET_ID": "the place reported",
    "COMMUNITY_ID": "the place reported",
    "EVENT_SRC_ID": "the channel it came by",
    "EVENT_PROPERTY_ID": "complaint, question, suggestion …: set when it is taken in",
    "CREATE_TIME": "when it came: says which orders were before it",
}
NOT_USED: Final[Mapping[str, str]] = {
    "DISPOSE_UNIT_ID": "the answer",
    "DISPOSE_UNIT_NAME": "the answer in words",
    "OVERTIME_ARCHIVE_NUM": "known only when it is closed",
    "INTIME_ARCHIVE_NUM": "known only when it is closed",
    "INTIME_TO_ARCHIVE_NUM": "known only later; the same in every row",
    "OPERATE_NUM": "counted later; the same in every row",
    "REPORT_NUM": "counted later; the same in every row",
    "OCCUR_PLACE": "empty ('-') in every row",
    "DISTRICT_ID": "the same in every row",
    "REC_ID": "names the order; neighbours by number share a unit no more often than by time",
    "id": "the file's own numbering, made after the fact",
}
"""Names beside ids (``…_NAME``) say the same again."""


def when(row: Mapping[str, str]) -> datetime:
    """When the order came. Raises Invalid with the order's number."""
    try:
        return datetime.fromisoformat((row.get(CAME) or "").strip())
    except ValueError as error:
        raise Invalid(
            f"第 {row.get(ORDER)} 号工单的 {CAME} 不是时间。 {CAME} of order {row.get(ORDER)} is no time."
        ) from error


def known(row: Mapping[str, str], column: str) -> bool:
    """Whether the cell says something: the file writes '-' for nothing."""
    return (row.get(column) or "").strip() not in {"", "-"}
