"""The published catalogue in memory: items, limits, who answers where, which item a text means."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from jiedao.foundation.catalogue.entries import (
    CatalogueItem,
    ConditionLimits,
    Duty,
    Responsible,
    StageLimit,
    Suggestion,
)
from jiedao.foundation.catalogue.models import Condition, Item, Responsibility
from jiedao.foundation.catalogue.rules import Match, Rule, RuleSet, fold, rules_of
from jiedao.foundation.places.models import Area
from jiedao.foundation.staff.structure import structure_of
from jiedao.foundation.workdays.units import Limit, LimitUnit
from jiedao.kernel import towns

_KEPT_AT_MOST = 50


class Catalogue:
    """Immutable. Every lookup takes microseconds; ``suggest`` about 0.1 ms."""

    def __init__(
        self,
        town_id: int,
        items: Iterable[CatalogueItem],
        conditions: Mapping[int, Sequence[ConditionLimits]],
        duties: Iterable[Duty],
        rules: Iterable[Rule],
    ) -> None:
        self.town_id = town_id
        self._items = {item.id: item for item in items}
        self._by_code = {item.code: item for item in self._items.values()}
        self._children: dict[int | None, list[CatalogueItem]] = {}
        for item in self._items.values():
            self._children.setdefault(item.parent_id, []).append(item)
        self._conditions = conditions
        self._duties: dict[tuple[int, str], list[Duty]] = {}
        for duty in duties:
            self._duties.setdefault((duty.item_id, duty.part), []).append(duty)
        self._rules = RuleSet(rule for rule in rules if self._items[rule.item_id].active)

    # -- the tree --------------------------------------------------------------------------

    def item(self, key: int | str) -> CatalogueItem | None:
        """The item of an id (int) or a code (str), retired ones too; None if there is none."""
        return self._by_code.get(key) if isinstance(key, str) else self._items.get(key)

    def name(self, key: int | str) -> str:
        """The name of an item, or an empty string."""
        item = self.item(key)
        return item.name if item else ""

    def children(self, item_id: int | None = None) -> tuple[CatalogueItem, ...]:
        """The items right below one (None: the roots), in the order of their codes."""
        return tuple(self._children.get(item_id, ()))

    def below(self, key: int | str) -> frozenset[int]:
        """Ids of the item and of all below it; empty if there is none."""
        item = self.item(key)
        found: set[int] = set()
        waiting = [item] if item else []
        while waiting:
            one = waiting.pop()
            found.add(one.id)
            waiting += self._children.get(one.id, ())
        return frozenset(found)

    def line_up(self, item_id: int) -> tuple[CatalogueItem, ...]:
        """The item and those above it, nearest first."""
        line = []
        item = self._items.get(item_id)
        while item is not None:
            line.append(item)
            item = self._items.get(item.parent_id) if item.parent_id is not None else None
        return tuple(line)

    def leaves(self) -> tuple[CatalogueItem, ...]:
        """The active items with no active item below: what a case may have, by code."""
        return tuple(
            item
            for item in self._items.values()
            if item.active and not any(child.active for child in self._children.get(item.id, ()))
        )

    def find(self, words: str, *, limit: int = 20, kind: str = "") -> list[CatalogueItem]:
        """Active items whose path, code or key words hold all the words (parted by blanks)."""
        wanted = fold(words).split()
        found = []
        for item in self._items.values():
            if not item.active or not item.serves(kind):
                continue
            text = fold(f"{item.code} {item.path} {' '.join(item.keywords)}")
            if all(word in text for word in wanted):
                found.append(item)
        in_name = wanted[0] if wanted else ""
        found.sort(key=lambda item: (in_name not in fold(item.name), -item.depth, item.code))
        return found[:limit]

    def __len__(self) -> int:
        return len(self._items)

    # -- limits ----------------------------------------------------------------------------

    def conditions(self, item_id: int) -> tuple[ConditionLimits, ...]:
        """The conditions of filing in the catalogue's order: the item's own, or, where it has
        none, those of the nearest item above that has some."""
        for item in self.line_up(item_id):
            found = self._conditions.get(item.id)
            if found:
                return tuple(found)
        return ()

    def limits(self, item_id: int, condition_id: int | None = None) -> tuple[StageLimit, ...]:
        """The limits of a condition, one a stage; of the first condition where none is named.

        Empty where the catalogue says nothing; the town's default applies then.
        """
        conditions = self.conditions(item_id)
        for condition in conditions:
            if condition_id in condition.row_ids:
                return condition.stages
        return conditions[0].stages if conditions else ()

    # -- who -------------------------------------------------------------------------------

    def responsible(self, item_id: int, area_ids: Iterable[int] = ()) -> Responsible:
        """Who answers for an item in a place that lies in these areas.

        For each part the nearest area with a unit decides, walking up the area tree, then the
        unit named for everywhere else; where the item names none, the item above it is asked,
        and last, for the fallback, the town's setting ``fallback_unit`` (a unit's code). A unit
        that has ended is replaced by the one that took over its work.
        """
        line = self.line_up(item_id)
        structure = structure_of(self.town_id)
        areas = _areas_around(area_ids, structure.area_parents)

        def units(part: str) -> tuple[int, ...]:
            for item in line:
                found = _nearest(self._duties.get((item.id, part), ()), areas)
                if found:
                    current = (structure.current(unit_id) for unit_id in found)
                    return tuple(dict.fromkeys(unit.id for unit in current if unit is not None))
            return ()

        lead = units(Responsibility.Part.LEAD)
        co_units = tuple(u for u in units(Responsibility.Part.CO) if u not in lead[:1])
        fallback = units(Responsibility.Part.FALLBACK) or self._town_fallback()
        return Responsible(lead[0] if lead else None, co_units, fallback[0] if fallback else None)

    def units_of(self, item_id: int) -> frozenset[int]:
        """Every unit that the item's duty list names, anywhere and in any part."""
        structure = structure_of(self.town_id)
        named = (
            structure.current(duty.unit_id)
            for item in self.line_up(item_id)
            for part in Responsibility.Part.values
            for duty in self._duties.get((item.id, part), ())
        )
        return frozenset(unit.id for unit in named if unit is not None)

    def _town_fallback(self) -> tuple[int, ...]:
        code = towns.setting(self.town_id, "fallback_unit", "")
        if not code:
            return ()
        units = structure_of(self.town_id).units.values()
        return tuple(unit.id for unit in units if unit.code == code)

    # -- which item --------------------------------------------------------------------------

    def suggest(
        self, text: str, channel: str = "", community_id: int | None = None, kind: str = ""
    ) -> Suggestion | None:
        """The item that the rules clearly name; None where no rule holds, or where several
        items may be meant (``candidates`` tells which): a person decides then."""
        found = self.candidates(text, channel, community_id, kind)
        return found[0] if len(found) == 1 else None

    def candidates(
        self, text: str, channel: str = "", community_id: int | None = None, kind: str = ""
    ) -> list[Suggestion]:
        """The items that may be meant, the likeliest first, in an order that is always the same.

        A rule that says all of another and more (``车库+积水`` of ``积水``), or the same of an
        item further down, puts it aside. No other difference makes one item clearer than
        another: the longest word comes first, but does not decide.
        """
        matches = [
            match
            for match in self._rules.matches(text, channel, community_id)
            if self._items[match.rule.item_id].serves(kind)
        ]
        left = [one for one in matches if not any(self._outdoes(other, one) for other in matches)]
        left.sort(key=lambda one: (*(-part for part in one.rank), self._code_of(one), one.words))
        best: dict[int, Match] = {}
        for match in left:
            best.setdefault(match.rule.item_id, match)
        return [
            Suggestion(self._items[item_id], match.words, match.why)
            for item_id, match in best.items()
        ]

    def _code_of(self, match: Match) -> str:
        return self._items[match.rule.item_id].code

    def _outdoes(self, one: Match, other: Match) -> bool:
        """Whether ``other`` need not be thought of beside ``one``, which names another item."""
        item_id, other_id = one.rule.item_id, other.rule.item_id
        if item_id == other_id:
            return False
        if any(above.id == other_id for above in self.line_up(item_id)):
            return bool(one.words) or not other.words
        return one.covers(other) and not other.covers(one)


def _areas_around(area_ids: Iterable[int], parents: Mapping[int, int | None]) -> tuple[int, ...]:
    """The areas in the order given, then their parents, and so on up the tree."""
    around: dict[int, None] = {}
    ring = list(area_ids)
    while ring:
        fresh = [area for area in dict.fromkeys(ring) if area not in around]
        around.update(dict.fromkeys(fresh))
        ring = [parent for area in fresh if (parent := parents.get(area)) is not None]
    return tuple(around)


def _nearest(duties: Sequence[Duty], areas: Iterable[int]) -> tuple[int, ...]:
    if not duties:
        return ()
    for area in areas:
        found = tuple(duty.unit_id for duty in duties if duty.area_id == area)
        if found:
            return found
    return tuple(duty.unit_id for duty in duties if duty.area_id is None)


_catalogues: dict[int, tuple[object, Catalogue]] = {}


def catalogue_for(town_id: int) -> Catalogue:
    """The town's published catalogue, read again when its revision changes (see
    ``kernel.towns``); reading 4,000 items takes some tenths of a second."""
    town = towns.town(town_id)
    # created_at too: an id may be given again after a town was removed.
    version = (town.revision, town.created_at)
    kept = _catalogues.get(town_id)
    if kept is not None and kept[0] == version:
        return kept[1]
    while len(_catalogues) >= _KEPT_AT_MOST:
        _catalogues.pop(next(iter(_catalogues)), None)
    catalogue = _read(town_id)
    _catalogues[town_id] = (version, catalogue)
    return catalogue


def _read(town_id: int) -> Catalogue:
    rows = list(Item.objects.filter(town_id=town_id).order_by("code").defer("guide"))
    community_ids = dict(
        Area.objects.filter(town_id=town_id, level=Area.Level.COMMUNITY).values_list("code", "id")
    )
    duties = Responsibility.objects.filter(item__town_id=town_id).order_by("id")
    return Catalogue(
        town_id,
        [_entry(row) for row in rows],
        _read_conditions(town_id),
        [Duty(*row) for row in duties.values_list("item_id", "area_id", "unit_id", "part")],
        [
            rule
            for row in rows
            for rule in rules_of(row.pk, row.keywords, row.attributes, community_ids)
        ],
    )


def _entry(row: Item) -> CatalogueItem:
    return CatalogueItem(
        id=row.pk,
        code=row.code,
        name=row.name,
        parent_id=row.parent_id,
        depth=row.depth,
        path=row.path,
        level=row.level,
        check_way=row.check_way,
        evidence=tuple(row.evidence),
        kinds=tuple(row.kinds),
        keywords=tuple(row.keywords),
        secret=row.secret,
        active=row.active,
    )


def _read_conditions(town_id: int) -> dict[int, tuple[ConditionLimits, ...]]:
    rows = Condition.objects.filter(item__town_id=town_id, active=True).order_by(
        "item_id", "order", "id"
    )
    return {
        item_id: tuple(
            _condition(list(stages)) for _text, stages in groupby(of_item, lambda row: row.text)
        )
        for item_id, of_item in groupby(rows, lambda row: row.item_id)
    }


def _condition(rows: list[Condition]) -> ConditionLimits:
    return ConditionLimits(
        id=rows[0].pk,
        text=rows[0].text,
        close_condition=rows[0].close_condition,
        stages=tuple(
            StageLimit(row.stage, Limit(row.limit_amount, LimitUnit(row.limit_unit)), row.pk)
            for row in rows
            if row.limit_amount is not None and row.limit_unit
        ),
        row_ids=frozenset(row.pk for row in rows),
    )
