"""One search box: a number, a telephone, words, or the name of a place, handler or requester."""

import re
from itertools import chain

from django.db.models import F, Q

from jiedao.engines.cases.gate import CaseQuerySet
from jiedao.engines.cases.models import Case, Request
from jiedao.foundation.parties.identity import Fault, check_phone
from jiedao.foundation.parties.models import Person
from jiedao.foundation.parties.queries import people_named
from jiedao.foundation.parties.seal import blind_indexes
from jiedao.foundation.places.locator import locator_for
from jiedao.foundation.search import search
from jiedao.foundation.staff.models import Account
from jiedao.kernel import towns
from jiedao.kernel.access import Reach

COLUMNS = ("text", "address")
_NUMBER = re.compile(r"[CR]\d{6,}(-\d+)?", re.IGNORECASE)
_DIGITS = re.compile(r"[\d\s()+-]{7,}")
_PERSON = re.compile(r"[^\W\d_]{2,20}([·. ][^\W\d_]{1,20}){0,3}")
_ASKED_AT_MOST = 1000


def indexed_text(case: Case) -> str:
    """What the index holds of a case."""
    return f"{case.text} {case.address}"


def find(
    rows: CaseQuerySet,
    reach: Reach,
    query: str,
    *,
    limit: int,
    before_id: int | None = None,
    narrow: bool = True,
) -> list[int]:
    """Ids of the rows that match, newest first; ``rows`` is already gated and filtered.

    A case's or request's number, or a foreign one, finds exactly it; a telephone finds the
    requests of the people who have it; anything else is words that must all occur, and besides
    the whole name of an area, of a handler, or of somebody who asked.
    ``narrow`` says that ``rows`` has filters besides its town, so that it may be small.
    """
    words, town_id = query.strip(), reach.town_id
    exact = _by_number(town_id, words) or _by_phone(reach, words)
    if exact is None:
        found = search(
            "case", words, rows, columns=COLUMNS, limit=limit, before_id=before_id, narrow=narrow
        )
        named = [
            _newest(rows, wanted, before_id, limit, few=few)
            for wanted, few in _by_name(reach, words)
        ]
        return sorted({*found, *chain(*named)}, reverse=True)[:limit]
    return _newest(rows, exact, before_id, limit)


def _newest(
    rows: CaseQuerySet, wanted: Q, before_id: int | None, limit: int, *, few: bool = False
) -> list[int]:
    """``few`` says that so few rows are wanted that all of them had better be read by their own
    index: walking all cases by id, newest first, would be long where hardly any of them is one."""
    if before_id is not None:
        rows = rows.filter(id__lt=before_id)
    # No index is in the order of a sum.
    order = (F("id") + 0).desc() if few else F("id").desc()
    return list(rows.filter(wanted).order_by(order).values_list("id", flat=True)[:limit])


def _by_number(town_id: int, words: str) -> Q | None:
    if _NUMBER.fullmatch(words):
        number = words.upper()
        if number.startswith("C"):
            return Q(number=number)
        asked = Request.objects.filter(town_id=town_id, number=number)
        return Q(pk__in=list(asked.values_list("case_id", flat=True)[:100]))
    if " " in words or not any(c.isdigit() for c in words):
        return None
    foreign = Request.objects.filter(town_id=town_id, foreign_number=words).exclude(
        foreign_number=""
    )
    ids = list(foreign.values_list("case_id", flat=True)[:100])
    return Q(pk__in=ids) if ids else None


def _by_phone(reach: Reach, words: str) -> Q | None:
    """By who asked: a secret request is found by those alone who may read it."""
    town_id = reach.town_id
    if not _DIGITS.fullmatch(words):
        return None
    try:
        phone = check_phone(words, area_code=towns.setting(town_id, "area_code", "")).text
    except Fault:
        return None
    # Excluding the empty values again is what lets SQLite take the partial index.
    people = Person.objects.filter(town_id=town_id, phone_index__in=blind_indexes(phone)).exclude(
        phone_index=""
    )
    asked = Request.objects.visible_to(reach).filter(
        requester_id__in=list(people.values_list("id", flat=True))
    )
    return Q(pk__in=list(asked.order_by("-id").values_list("case_id", flat=True)[:_ASKED_AT_MOST]))


def _by_name(reach: Reach, words: str) -> list[tuple[Q, bool]]:
    """What the words name as a whole: areas from memory, people by two look-ups in indexes.

    One filter for each kind of thing, so that each walks its own index; and whether it is of few
    cases (``_newest``).
    """
    town_id = reach.town_id
    columns: dict[str, list[int]] = {}
    for area in locator_for(town_id).named(words):
        if area.level in _COLUMN_OF:
            columns.setdefault(_COLUMN_OF[area.level], []).append(area.id)
    found = [
        (Q(**{f"{column}__in": ids}), column != "community_id") for column, ids in columns.items()
    ]
    if not _PERSON.fullmatch(words):
        return found
    handlers = Account.objects.filter(town_id=town_id, name=words)
    if ids := list(handlers.values_list("id", flat=True)[:_ASKED_AT_MOST]):
        found.append((Q(handler_id__in=ids), False))
    asked = Request.objects.visible_to(reach).filter(requester__in=people_named(town_id, words))
    cases = asked.order_by("-id").values_list("case_id", flat=True)
    if ids := list(cases[:_ASKED_AT_MOST]):
        found.append((Q(pk__in=ids), False))
    return found


_COLUMN_OF = {"community": "community_id", "grid": "grid_id", "building": "building_id"}
