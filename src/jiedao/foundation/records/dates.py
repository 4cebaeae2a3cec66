"""A rule that many kinds need: days on which something happened follow one another, and have come."""

from collections.abc import Callable
from datetime import date
from itertools import pairwise
from typing import Any, Final

from django.utils.translation import gettext as _

from jiedao.kernel import clock
from jiedao.kernel.titles import Title

# Columns of an engine's table that no form asks for: only moves set them.
_BY_MOVES: Final = {
    "started_on": Title("开工日期", "Started on"),
    "finished_on": Title("完成日期", "Finished on"),
}


def in_order(*names: str) -> Callable[[Any], str]:
    """A rule for ``Kind.rules``: of these columns and attributes, those that are filled in are
    not in the future, and none lies before one named earlier."""

    def rule(work: Any) -> str:
        found = [(name, day) for name in names if (day := _day(work, name)) is not None]
        for name, day in found:
            if day > clock.today():
                return _("%(what)s在将来。") % {"what": _title(work, name)}
        for (first, earlier), (second, later) in pairwise(found):
            if later < earlier:
                return _("%(second)s早于%(first)s。") % {
                    "second": _title(work, second),
                    "first": _title(work, first),
                }
        return ""

    return rule


def _day(work: Any, name: str) -> date | None:
    value = work.values[name] if name in work.values else getattr(work.record, name, None)
    return value if isinstance(value, date) else None


def _title(work: Any, name: str) -> str:
    return str(_BY_MOVES.get(name) or work.schema.spec(name).titles)
