"""What is said of a reply while it is being written."""

from jiedao.engines.cases.models import Case, Request
from jiedao.engines.cases.pages.text_checks import Remark
from jiedao.engines.mining.replying import check

_LOOKED_AT = 50


def said(case: Case, text: str) -> list[Remark]:
    """Replies lately given to other cases of the item are what it should not copy."""
    rows = Request.objects.filter(town_id=case.town_id, case__item=case.item).exclude(reply="")
    lately = rows.exclude(case=case).order_by("-id").values_list("reply", flat=True)
    earlier = list(lately[:_LOOKED_AT]) if case.item_id else []
    found = check(case.text, text, earlier=earlier)
    return [Remark(one.sentence, one.grave) for one in found]
