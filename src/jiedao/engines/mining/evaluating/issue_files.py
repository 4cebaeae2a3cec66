"""Messages with topic, time, likes and dislikes, from an Excel sheet or a CSV file."""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from jiedao.engines.mining.evaluating.files import read_csv, read_sheet
from jiedao.engines.mining.grouping.reports import Report
from jiedao.kernel.errors import Invalid

_COLUMNS: Final = {
    "id": ("留言编号", "id", "编号"),
    "person": ("留言用户", "user", "person"),
    "topic": ("留言主题", "topic", "title", "主题"),
    "at": ("留言时间", "time", "at", "时间"),
    "text": ("留言详情", "text", "detail", "内容"),
    "likes": ("点赞数", "likes", "support"),
}
_NEEDED: Final = ("id", "text", "at")
_NUMBERS: Final = re.compile(r"\d{1,9}")


def read_messages(path: Path) -> list[Report]:
    """The file's messages; one whose time cannot be read is told as if it came with the earliest.

    Columns are known by their Chinese or English names. Raises Invalid where one that is needed
    is missing, or there is no message.
    """
    rows: list[Any] = read_csv(path) if path.suffix.lower() == ".csv" else read_sheet(path)
    if not rows:
        raise Invalid(f"“{path.name}”里没有留言。 No messages in it.")
    names = {field: _named(rows[0], told) for field, told in _COLUMNS.items()}
    missing = [_COLUMNS[field][0] for field in _NEEDED if names[field] is None]
    if missing:
        raise Invalid(f"“{path.name}”缺少列 {'、'.join(missing)}。 It lacks these columns.")
    times = [moment(_cell(row, names["at"])) for row in rows]
    first = min((at for at in times if at is not None), default=datetime(1970, 1, 1, tzinfo=UTC))
    return [
        _report(row, names, at or first)
        for row, at in zip(rows, times, strict=True)
        if str(_cell(row, names["id"])).strip()
    ]


def _named(row: Mapping[str, Any], told: Iterable[str]) -> str | None:
    return next((name for name in told if name in row), None)


def _cell(row: Mapping[str, Any], name: str | None) -> Any:
    value = row.get(name) if name else None
    return "" if value is None else value


def _report(row: Mapping[str, Any], names: Mapping[str, str | None], at: datetime) -> Report:
    topic, text = (str(_cell(row, names[field])).strip() for field in ("topic", "text"))
    likes = _NUMBERS.search(str(_cell(row, names["likes"])))
    return Report(
        id=str(_cell(row, names["id"])).strip(),
        text=f"{topic}\n{text}" if topic else text,
        at=at,
        person=str(_cell(row, names["person"])).strip(),
        support=int(likes[0]) if likes else 0,
    )


def moment(value: Any) -> datetime | None:
    """A time as sheets hold it (a date, or text such as ``2019/8/23 12:22:00``); None for others."""
    if isinstance(value, datetime):
        return value.replace(tzinfo=UTC)
    parts = [int(part) for part in _NUMBERS.findall(str(value))[:6]]
    if len(parts) < 3:
        return None
    year, month, day, hour, minute, second = (*parts, 0, 0, 0)[:6]
    try:
        return datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    except ValueError:
        return None
