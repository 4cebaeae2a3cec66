"""“Is it this one?”: what a resident who reports is shown of open matters, and what he says.

He is shown nothing that others wrote: the matter of the catalogue, the road, the state, the day,
and of the words only those that he has just written himself. What he says is kept with his request
(``SAME_AS``) for the dispatcher; nothing is merged by it.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from typing import Final

from django.core import signing
from django.utils.translation import gettext as _

from jiedao.engines.cases import kinds
from jiedao.engines.cases.actions.incoming import SAME_AS, NewRequest
from jiedao.engines.cases.actions.placing import place
from jiedao.engines.cases.models import Case, Request
from jiedao.engines.cases.naming import matter_of
from jiedao.engines.mining.duplicates import Matter, public_cases, public_found
from jiedao.foundation.catalogue.lookup import catalogue_for
from jiedao.foundation.places.locator import locator_for
from jiedao.foundation.places.wording import split_address
from jiedao.kernel.texts import clean

AT_MOST: Final = 3
_SALT: Final = "jiedao.mining.same"
_GOOD_FOR: Final = 24 * 3600
_LONGEST: Final = 2000
_SHOWN: Final = 40
_OF_HOUSE: Final = "号楼|号|栋|幢|座|室|楼|层|单元"
_NUMBERS: Final = re.compile(
    rf"[0-9０-９A-Za-z*]+(?:{_OF_HOUSE})*"
    rf"|[一二三四五六七八九十零〇百]+(?:{_OF_HOUSE})+|[一二三四五六七八九十零〇百]{{3,}}"
)
"""Of houses and telephones, also in Chinese numerals; not the 楼 of 楼道, nor the 一 of 一直."""
_STOPS: Final = re.compile(r"[^\w]+")
_UNNAMED: Final = re.compile(r"[0-9０-９号栋幢座室]")


@dataclass(frozen=True, slots=True)
class Offered:
    """An open matter as everybody may read it; ``token`` names it and nothing else does."""

    token: str
    title: str
    words: str
    place: str
    state: str
    at: datetime


def offered(town_id: int, new: NewRequest) -> list[Offered]:
    """At most ``AT_MOST`` open matters that the new request may be. Raises Invalid where its point
    lies outside the town."""
    text = clean(new.text)[:_LONGEST]
    if not text:
        return []
    at = place(town_id, new)
    perhaps = catalogue_for(town_id).candidates(text, new.channel, at.community_id, new.kind)
    item_id = perhaps[0].item.id if len(perhaps) == 1 else None
    matter = Matter(
        text, new.kind, at.lon, at.lat, at.grid_id, at.building_id, clean(at.address), item_id
    )
    return [_shown(case, text) for _one, case in public_found(town_id, matter, AT_MOST)]


def chosen(town_id: int, kind: str, token: str) -> str:
    """The number of the case that a token names; "" for none, or one that was never offered."""
    try:
        pk = int(signing.loads(token, salt=f"{_SALT}.{town_id}", max_age=_GOOD_FOR))
    except (signing.BadSignature, ValueError, TypeError):
        return ""
    number = public_cases(town_id, kind).filter(pk=pk).values_list("number", flat=True).first()
    return number or ""


def with_an_answer(case_ids: Collection[int]) -> set[int]:
    """Those of these cases of which a sender says that they are another one."""
    rows = Request.objects.filter(case__in=case_ids).values_list("case_id", "attributes")
    return {pk for pk, attributes in rows if attributes.get(SAME_AS)}


def said_the_same(case: Case) -> list[str]:
    """Numbers of the cases that senders of this case's requests say it is."""
    rows = Request.objects.filter(case=case).values_list("attributes", flat=True)
    return list(dict.fromkeys(row[SAME_AS] for row in rows if row.get(SAME_AS)))


def _shown(case: Case, text: str) -> Offered:
    state = kinds.state_of(case)
    return Offered(
        token=signing.dumps(case.pk, salt=f"{_SALT}.{case.town_id}"),
        title=matter_of(case) or _("还没有归类的事"),
        words=in_common(text, case.text),
        place=road_of(case),
        state=str(state.public or state.titles),
        at=case.reported_at,
    )


def in_common(own: str, other: str) -> str:
    """The stretches of two characters and more that the other text has in common with one's own,
    in their order there, without numbers of any kind; at most ``_SHOWN`` characters."""
    blocks = SequenceMatcher(None, other, own, autojunk=False).get_matching_blocks()
    pieces = [
        piece for start, _own, length in blocks for piece in _words(other[start : start + length])
    ]
    return "…".join(dict.fromkeys(pieces))[:_SHOWN]


def _words(text: str) -> Iterator[str]:
    for part in _STOPS.split(_NUMBERS.sub(" ", text)):
        if len(part) > 1:
            yield part


def road_of(case: Case) -> str:
    """The road where it lies, as the town's gazetteer knows it, without its house; the community
    where none is known."""
    known = split_address(case.address) if case.address else None
    name = known[0] if known else ""
    matches = locator_for(case.town_id).find(name, limit=1) if name else []
    if matches:
        road = name[matches[0].start : matches[0].end]
        if road and not _UNNAMED.search(road):
            return road
    return str(case.community.name) if case.community else ""
