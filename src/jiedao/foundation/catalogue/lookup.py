"""The published catalogue in memory: items, rules, responsible units, limits.

Built once per town and revision. ``suggest`` uses only what the catalogue itself says (key
words, channels, places) and explains which words decided; learned classification is not here.
"""

import threading
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from jiedao.foundation.catalogue.models import Condition, Item, Responsibility
from jiedao.foundation.places.models import Area
from jiedao.foundation.workdays.calendar import Limit, LimitUnit
from jiedao.kernel import towns


@dataclass(frozen=True, slots=True)
class ItemRow:
    """An item as the catalogue in memory has it."""

    id: int
    code: str
    name: str
    path: str
    parent_id: int | None
    depth: int
    level: int
    keywords: tuple[str, ...]
    channels: tuple[str, ...]
    check_way: str
    evidence: tuple[str, ...]
    kinds: tuple[str, ...]
    secret: bool
    active: bool
    leaf: bool


@dataclass(frozen=True, slots=True)
class StageLimit:
    """One limit of an item; ``stage`` is empty where there is only one."""

    condition_id: int
    text: str
    stage: str
    limit: Limit


@dataclass(frozen=True, slots=True)
class Responsible:
    """Who answers for an item in a place."""

    lead_unit_id: int | None = None
    co_unit_ids: tuple[int, ...] = ()
    fallback_unit_id: int | None = None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An item that a rule of the catalogue gives, and the words that decided."""

    item: ItemRow
    words: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class _Duty:
    area_id: int | None
    unit_id: int
    part: str


@dataclass
class Catalogue:
    """All questions about matters, answered from memory."""

    items: dict[int, ItemRow]
    duties: dict[int, list[_Duty]] = field(default_factory=dict)
    stages: dict[int, list[StageLimit]] = field(default_factory=dict)
    parents: dict[int, int | None] = field(default_factory=dict)
    """Area id → the id of the area above it."""

    @cached_property
    def _by_code(self) -> dict[str, ItemRow]:
        return {row.code: row for row in self.items.values()}

    @cached_property
    def _by_first(self) -> dict[str, list[tuple[str, ItemRow]]]:
        """First character → key words that begin with it: one pass over a text finds all."""
        result: dict[str, list[tuple[str, ItemRow]]] = defaultdict(list)
        for row in self.items.values():
            if row.active:
                for word in row.keywords:
                    result[word[0]].append((word, row))
        return result

    @cached_property
    def _children(self) -> dict[int, list[int]]:
        result: dict[int, list[int]] = defaultdict(list)
        for row in self.items.values():
            if row.parent_id is not None:
                result[row.parent_id].append(row.id)
        return result

    def item(self, key: int | str | None) -> ItemRow | None:
        """The item of that id (int) or code (str)."""
        if isinstance(key, int):
            return self.items.get(key)
        return self._by_code.get(key) if key else None

    def name(self, item_id: int | None) -> str:
        """The item's name, empty for none."""
        row = self.items.get(item_id) if item_id is not None else None
        return row.name if row else ""

    def below(self, item_id: int) -> list[int]:
        """The item's id and those of everything below it."""
        result, waiting = [], [item_id]
        while waiting:
            current = waiting.pop()
            result.append(current)
            waiting += self._children.get(current, ())
        return result

    def suggest(
        self, text: str, *, channel: str = "", community_id: int | None = None, kind: str = ""
    ) -> Suggestion | None:
        """The item whose key words the text holds: the longest total of words wins.

        None when no word is found, or when two items are equally good: then a person decides.
        ``community_id`` is for towns whose items are limited to places.
        """
        found: dict[int, set[str]] = defaultdict(set)
        for position, character in enumerate(text):
            for word, row in self._by_first.get(character, ()):
                if text.startswith(word, position) and _fits(row, channel, kind):
                    found[row.id].add(word)
        if not found:
            return None
        scored = sorted(
            (
                (sum(map(len, words)), max(map(len, words)), item_id)
                for item_id, words in found.items()
            ),
            reverse=True,
        )
        if len(scored) > 1 and scored[0][:2] == scored[1][:2]:
            return None
        best = scored[0][2]
        words = tuple(sorted(found[best]))
        return Suggestion(self.items[best], words, "words:" + "、".join(words))

    def responsible(self, item_id: int, area_ids: Iterable[int]) -> Responsible:
        """The units for an item in a place: the nearest area up the tree that names one, then
        the rule for everywhere; an item without rules of its own asks the item above it."""
        row = self.items.get(item_id)
        line = self._line(area_ids)
        while row is not None:
            duties = self.duties.get(row.id)
            if duties:
                return Responsible(
                    next(iter(_nearest(duties, "lead", line)), None),
                    tuple(_nearest(duties, "co", line)),
                    next(iter(_nearest(duties, "fallback", line)), None),
                )
            row = self.items.get(row.parent_id) if row.parent_id is not None else None
        return Responsible()

    def units_of(self, item_id: int) -> set[int]:
        """Every unit that the duty list names for an item (or for the one above it)."""
        row = self.items.get(item_id)
        while row is not None:
            if self.duties.get(row.id):
                return {duty.unit_id for duty in self.duties[row.id]}
            row = self.items.get(row.parent_id) if row.parent_id is not None else None
        return set()

    def limits(self, item_id: int, condition_id: int | None = None) -> tuple[StageLimit, ...]:
        """The limits of the chosen condition, else of the item's first one: a stage each."""
        rows = self.stages.get(item_id, [])
        if not rows:
            return ()
        text = next((row.text for row in rows if row.condition_id == condition_id), rows[0].text)
        return tuple(row for row in rows if row.text == text)

    def _line(self, area_ids: Iterable[int]) -> list[int]:
        """The areas and everything above them, smallest first."""
        line: list[int] = []
        for area_id in area_ids:
            current: int | None = area_id
            while current is not None and current not in line:
                line.append(current)
                current = self.parents.get(current)
        return line


def _fits(row: ItemRow, channel: str, kind: str) -> bool:
    if row.channels and channel and channel not in row.channels:
        return False
    return not (row.kinds and kind and kind not in row.kinds)


def _nearest(duties: Sequence[_Duty], part: str, line: Collection[int]) -> list[int]:
    for area_id in [*line, None]:
        units = [duty.unit_id for duty in duties if duty.part == part and duty.area_id == area_id]
        if units:
            return units
    return []


_built: dict[int, tuple[int, Catalogue]] = {}
_lock = threading.Lock()


def catalogue_for(town_id: int) -> Catalogue:
    """The town's catalogue in memory; rebuilt when the town's revision has changed."""
    revision = towns.revision(town_id)
    entry = _built.get(town_id)
    if entry is not None and entry[0] == revision:
        return entry[1]
    with _lock:
        entry = _built.get(town_id)
        if entry is None or entry[0] != revision:
            entry = (revision, _build(town_id))
            _built[town_id] = entry
    return entry[1]


def _build(town_id: int) -> Catalogue:
    rows = list(Item.objects.filter(town_id=town_id))
    parents = {row.parent_id for row in rows}
    duties: dict[int, list[_Duty]] = defaultdict(list)
    for duty in Responsibility.objects.filter(item__town_id=town_id).order_by("id"):
        duties[duty.item_id].append(_Duty(duty.area_id, duty.unit_id, duty.part))
    stages: dict[int, list[StageLimit]] = defaultdict(list)
    conditions = Condition.objects.filter(item__town_id=town_id, limit_amount__isnull=False)
    for row in conditions.order_by("item_id", "order", "id"):
        limit = Limit(row.limit_amount or 0, LimitUnit(row.limit_unit))
        stages[row.item_id].append(StageLimit(row.pk, row.text, row.stage, limit))
    areas = Area.objects.filter(town_id=town_id, level__in=("subdistrict", "community", "grid"))
    return Catalogue(
        {row.pk: _row(row, leaf=row.pk not in parents) for row in rows},
        dict(duties),
        dict(stages),
        dict(areas.values_list("id", "parent_id")),
    )


def _row(item: Item, *, leaf: bool) -> ItemRow:
    return ItemRow(
        id=item.pk,
        code=item.code,
        name=item.name,
        path=item.path,
        parent_id=item.parent_id,
        depth=item.depth,
        level=item.level,
        keywords=tuple(word for word in item.keywords if word),
        channels=tuple(item.attributes.get("channels", ())),
        check_way=item.check_way,
        evidence=tuple(item.evidence),
        kinds=tuple(item.kinds),
        secret=item.secret,
        active=item.active,
        leaf=leaf,
    )
