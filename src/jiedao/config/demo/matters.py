"""The demo town's matters: read from ``towns/demo/matters.csv``, one line an item.

Limits are written as an office writes them: ``4紧急工作时``, ``2工作日``, staged as
``停止4工作时；清除3工作日``.
"""

import csv
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parents[4] / "towns" / "demo"
_LIMIT = re.compile(r"(?P<stage>\D*?)(?P<amount>\d+)(?P<unit>紧急工作时|工作时|工作日|天)")
_UNITS = {
    "紧急工作时": "urgent_hours",
    "工作时": "office_hours",
    "工作日": "workdays",
    "天": "days",
}


@dataclass(frozen=True)
class StageLimit:
    """One limit: its stage (empty when there is only one), amount and unit of time."""

    stage: str
    amount: int
    unit: str


@dataclass(frozen=True)
class Matter:
    """One item of the catalogue, with the phrases that residents use for it."""

    code: str
    group: str
    name: str
    keywords: tuple[str, ...]
    level: int
    limits: tuple[StageLimit, ...]
    check: str
    evidence: tuple[str, ...]
    lead: str
    """Code of the unit; ``community`` for the community where it lies."""
    co: str
    season: str
    phrases: tuple[str, ...]


@cache
def matters() -> tuple[Matter, ...]:
    """All items, in the order of the file; codes are group and number (``A03``)."""
    groups: dict[str, int] = {}
    with (FOLDER / "matters.csv").open(encoding="utf-8") as file:
        return tuple(_matter(row, groups) for row in csv.DictReader(file))


def group_codes() -> dict[str, str]:
    """Group name → its letter, in the order of the file."""
    codes: dict[str, str] = {}
    for matter in matters():
        codes.setdefault(matter.group, matter.code[0])
    return codes


def _matter(row: dict[str, str], groups: dict[str, int]) -> Matter:
    group = row["group"]
    number = groups[group] = groups.get(group, 0) + 1
    letter = chr(ord("A") + list(groups).index(group))
    return Matter(
        code=f"{letter}{number:02d}",
        group=group,
        name=row["name"],
        keywords=tuple(row["keywords"].split()),
        level=int(row["level"]),
        limits=tuple(
            StageLimit(found["stage"].strip("；"), int(found["amount"]), _UNITS[found["unit"]])
            for found in _LIMIT.finditer(row["limits"])
        ),
        check=row["check"],
        evidence=tuple(row["evidence"].split()),
        lead=row["lead"],
        co=row["co"],
        season=row["season"],
        phrases=tuple(row["phrases"].split("|")),
    )
