"""One search box: a number, a telephone, or words of the text and address."""

import re

from jiedao.engines.cases.gate import CaseQuerySet
from jiedao.foundation.search import search
from jiedao.kernel.access import Reach

_NUMBER = re.compile(r"[CR]\d{6,}(-\d+)?", re.IGNORECASE)


def find(
    rows: CaseQuerySet, reach: Reach, query: str, *, limit: int, before_id: int | None = None
) -> list[int]:
    """Ids of the rows that match, newest first; ``rows`` is already gated and filtered."""
    words = query.strip()
    return search(reach.town_id, "case", words, rows=rows, limit=limit, before_id=before_id)
