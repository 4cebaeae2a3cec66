"""One search box: a number, a telephone, or words of the text and address."""

import re

from django.db.models import Q

from jiedao.engines.cases.gate import CaseQuerySet
from jiedao.engines.cases.models import Case, Request
from jiedao.foundation.parties.identity import Fault, check_phone
from jiedao.foundation.parties.models import Person
from jiedao.foundation.parties.seal import blind_indexes
from jiedao.foundation.search import search
from jiedao.kernel import towns
from jiedao.kernel.access import Reach

COLUMNS = ("text", "address")
_NUMBER = re.compile(r"[CR]\d{6,}(-\d+)?", re.IGNORECASE)
_DIGITS = re.compile(r"[\d\s()+-]{7,}")


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
    requests of the people who have it; anything else is words that must all occur.
    ``narrow`` says that ``rows`` has filters besides its town, so that it may be small.
    """
    words, town_id = query.strip(), reach.town_id
    exact = _by_number(town_id, words) or _by_phone(town_id, words)
    if exact is None:
        return search(
            "case", words, rows, columns=COLUMNS, limit=limit, before_id=before_id, narrow=narrow
        )
    if before_id is not None:
        rows = rows.filter(id__lt=before_id)
    return list(rows.filter(exact).order_by("-id").values_list("id", flat=True)[:limit])


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


def _by_phone(town_id: int, words: str) -> Q | None:
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
    asked = Request.objects.filter(requester_id__in=list(people.values_list("id", flat=True)))
    return Q(pk__in=list(asked.order_by("-id").values_list("case_id", flat=True)[:1000]))
