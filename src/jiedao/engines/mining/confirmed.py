"""What people confirmed: which item a text is about, who solved it, how long it took.

Features are what was known when a case was dispatched; ``known_at`` is when the answer was, so
that whoever holds back the newest cases can leave out what was not known before them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import F, Q

from jiedao.engines.cases import kinds, workflow
from jiedao.engines.cases.models import Case, Clock
from jiedao.engines.cases.work import CASE
from jiedao.foundation.catalogue.lookup import Catalogue, catalogue_for
from jiedao.kernel.models import History

AT_MOST: Final = 100_000
"""The newest so many: enough to learn from, and learned within two minutes."""
SAYS_THE_ITEM: Final = ("accept", "classify", "dispatch", "arbitrate")
_CONFIRMS: Final = (*workflow.AT_WORK, *workflow.AFTER_WORK)
_CHUNK: Final = 5_000


@dataclass(frozen=True, slots=True)
class Example:
    """One case: its text and features, and what people made of it."""

    case_id: int
    text: str
    row: dict[str, str]
    asked_at: datetime
    known_at: datetime
    item: str = ""
    unit: str = ""
    late: bool = False
    days: float = 0.0


def features(
    catalogue: Catalogue, item_id: int | None, case: Any, unit_id: int | None = None
) -> dict[str, str]:
    """What is known of a case before it is dispatched: item and those above it, place, channel."""
    row = {
        "community": str(case.community_id or ""),
        "grid": str(case.grid_id or ""),
        "building": str(case.building_id or ""),
        "channel": case.channel,
    }
    line = catalogue.line_up(item_id) if item_id else ()
    row["item"] = line[0].code if line else ""
    for up, item in enumerate(line[1:4], start=1):
        row[f"above_{up}"] = item.code
    if unit_id is not None:
        row["unit"] = str(unit_id)
    return row


def items(town_id: int) -> list[Example]:
    """Cases whose item a person set, or kept when dispatching; oldest first.

    What a rule set and nobody touched teaches nothing: a model would only learn the rule. Of
    those that went to the wrong unit, the item counts as it stands now, once they left the desk
    again.
    """
    said = _said(town_id)
    catalogue = catalogue_for(town_id)
    found = []
    for case in _cases(town_id, said):
        item = catalogue.item(case.item_id) if case.item_id else None
        if item is not None:
            row = features(catalogue, item.id, case)
            found.append(
                Example(case.pk, case.text, row, case.reported_at, said[case.pk], item=item.code)
            )
    return sorted(found, key=_by_time)


def _said(town_id: int) -> dict[int, datetime]:
    """Case → when a person last said its item."""
    lines = History.objects.filter(
        town_id=town_id, kind=CASE, verb__in=SAYS_THE_ITEM, actor_kind=History.ActorKind.ACCOUNT
    ).filter(Q(verb="dispatch") | Q(changes__has_key="item_id"))
    newest = lines.order_by("-id").values_list("record_id", "at")[:AT_MOST]
    said: dict[int, datetime] = {}
    for case_id, at in newest.iterator():
        said.setdefault(case_id, at)
    return said


def _cases(town_id: int, ids: Iterable[int]) -> Iterator[Case]:
    wanted = list(ids)
    for start in range(0, len(wanted), _CHUNK):
        rows = Case.objects.filter(town_id=town_id, pk__in=wanted[start : start + _CHUNK])
        rows = kinds.only_the_loop(rows, _CONFIRMS).exclude(item=None)
        yield from rows.only("text", *_FIELDS)


_FIELDS: Final = (
    "item", "unit", "community", "grid", "building", "channel", "kind",
    "reported_at", "closed_at",
)  # fmt: skip


def solved(town_id: int) -> list[Example]:
    """Closed cases: the unit that solved each, whether it was late, in how many days; without
    their texts; oldest first."""
    catalogue = catalogue_for(town_id)
    late = _late(town_id)
    rows = kinds.only_the_loop(Case.objects.filter(town_id=town_id), workflow.DONE)
    rows = rows.filter(closed_at__isnull=False, closed_elsewhere=False)
    rows = rows.exclude(item=None).exclude(unit=None).order_by("-closed_at", "-id")
    found = []
    for case in rows.only(*_FIELDS)[:AT_MOST].iterator(_CHUNK):
        item = catalogue.item(case.item_id) if case.item_id else None
        if item is None or case.closed_at is None:
            continue
        found.append(
            Example(
                case.pk,
                "",
                features(catalogue, item.id, case),
                case.reported_at,
                case.closed_at,
                item.code,
                str(case.unit_id),
                case.pk in late,
                max(0.0, (case.closed_at - case.reported_at).total_seconds() / 86_400),
            )
        )
    return sorted(found, key=_by_time)


def _late(town_id: int) -> set[int]:
    """Closed cases of which the work's own clock stopped after it was due."""
    rows = Clock.objects.filter(
        case__town_id=town_id, case__state__in=workflow.DONE, kind=workflow.INNER
    )
    rows = rows.filter(stopped_at__gt=F("due_at"))
    return set(rows.values_list("case_id", flat=True).iterator())


def _by_time(one: Example) -> tuple[datetime, int]:
    return one.asked_at, one.case_id


def held_back(examples: list[Example], share: float = 0.2) -> tuple[list[Example], list[Example]]:
    """(earlier, newest): the newest part by the time they were reported, and of the others those
    whose answer was known before the first of it came."""
    cut = len(examples) - int(len(examples) * share)
    newest = examples[cut:]
    if not newest:
        return examples, []
    begins = newest[0].asked_at
    return [one for one in examples[:cut] if one.known_at < begins], newest
