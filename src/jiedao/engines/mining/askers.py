"""Who asked, so that their names can be taken out of texts: nothing in a text may tell them from words."""

from collections import defaultdict
from collections.abc import Collection

from jiedao.engines.cases.models import Request
from jiedao.foundation.parties.display import read
from jiedao.foundation.parties.seal import Unreadable


def names_of(case_ids: Collection[int]) -> dict[int, list[str]]:
    """Case → names of those who asked for it; who was erased has none any more. One statement."""
    found: dict[int, list[str]] = defaultdict(list)
    rows = Request.objects.filter(case__in=case_ids, requester__isnull=False)
    for row in rows.select_related("requester"):
        assert row.requester is not None, "filtered"
        try:
            found[row.case_id].append(read(row.requester, "name"))
        except Unreadable:
            continue
    return found
