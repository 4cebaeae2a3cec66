"""While the worker still fills in a demo town's year, its figures say so."""

from typing import Final

from django.utils.translation import gettext as _

from jiedao.config.demo.settings import RUN_SETTING
from jiedao.engines.cases.models import Request
from jiedao.engines.indicators.remarks import Remark, remarks
from jiedao.kernel.towns import town
from jiedao.web.formats import thousands

_complete: Final[set[int]] = set()
"""Towns of which this process has seen the whole year: they are not counted again."""


def enter() -> None:
    """Called once, before the house closes."""
    remarks.add(Remark("demo_year", sentence), declared_by=__name__)


def sentence(town_id: int) -> str:
    """How much of the year is there; "" for a town that is no demo, or has all of it."""
    run = town(town_id).settings.get(RUN_SETTING)
    if not run or not run.get("enqueued") or town_id in _complete:
        return ""
    first, all_of_it = run["first_ids"][Request._meta.label], run["before"]
    rows = Request.objects.filter(town_id=town_id, pk__gte=first, pk__lt=first + all_of_it + 100)
    there = rows.count()
    if there >= all_of_it:
        _complete.add(town_id)
        return ""
    return _("演示数据还在装入：往前一年的诉求已有 %(there)s 件，共 %(all)s 件。数字还会变。") % {
        "there": thousands(there), "all": thousands(all_of_it),
    }  # fmt: skip
