"""The demo town's matters: ``towns/demo/classes.csv`` and ``matters.csv``, one line an item.

Three levels: groups, classes, items. Limits are written as an office writes them:
``4紧急工作时``, ``2工作日``, staged as ``停止4工作时；清除3工作日``. Phrases are what people
say of the matter; ``{n}``, ``{m}``, ``{h}``, ``{d}`` stand for a small and a larger number, an
hour of the night, a time it has lasted.
"""

import csv
import re
from dataclasses import dataclass
from functools import cache

from jiedao.config.demo.settings import TOWNS

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
class MatterClass:
    """The middle level: a code such as ``A01``, the mood of its texts, the handling guide."""

    code: str
    group: str
    name: str
    mood: str
    guide: str


@dataclass(frozen=True)
class Matter:
    """One item of the catalogue, with the phrases that residents use for it."""

    code: str
    group: str
    kind: MatterClass
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
    where: str
    """Where it happens: street, home, estate, village, shop, factory, site, school, … any."""
    weight: float
    phrases: tuple[str, ...]


@cache
def classes() -> tuple[MatterClass, ...]:
    """The middle level, in the order of the file."""
    letters: dict[str, str] = {}
    counts: dict[str, int] = {}
    found = []
    for row in _rows("classes.csv"):
        group = row["group"]
        letter = letters.setdefault(group, chr(ord("A") + len(letters)))
        counts[group] = counts.get(group, 0) + 1
        code = f"{letter}{counts[group]:02d}"
        found.append(MatterClass(code, group, row["class"], row["mood"], row["guide"]))
    return tuple(found)


@cache
def matters() -> tuple[Matter, ...]:
    """All items, in the order of the file; codes are class and number (``A0103``)."""
    kinds = {kind.name: kind for kind in classes()}
    counts: dict[str, int] = {}
    found = []
    for row in _rows("matters.csv"):
        kind = kinds[row["class"]]
        counts[kind.code] = counts.get(kind.code, 0) + 1
        found.append(_matter(row, kind, counts[kind.code]))
    return tuple(found)


def group_codes() -> dict[str, str]:
    """Group name → its letter, in the order of the file."""
    return {kind.group: kind.code[0] for kind in classes()}


def _rows(name: str) -> list[dict[str, str]]:
    with (TOWNS / "demo" / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def _matter(row: dict[str, str], kind: MatterClass, number: int) -> Matter:
    return Matter(
        code=f"{kind.code}{number:02d}",
        group=kind.group,
        kind=kind,
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
        where=row["where"],
        weight=float(row["weight"]),
        phrases=tuple(row["phrases"].split("|")),
    )
