"""The gate: every read of classes of matters begins here.

A class is a count over the whole town, like a figure: who holds ``mining.see`` sees all of them.
Its cases each keep their own gate: a reader is shown those that he may see, and told how many more
there are.
"""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from jiedao.engines.cases.models import Case
from jiedao.engines.mining.models import MatterClass, Member, Signal
from jiedao.engines.mining.rights import SEE
from jiedao.kernel.access import Reach
from jiedao.kernel.errors import NotFound

__all__ = ["cases_among", "classes", "matter_of", "members_of", "signals"]


def classes(reach: Reach) -> QuerySet[MatterClass]:
    """The classes of the reader's town, dismissed ones too; none for a stranger."""
    rows = MatterClass.objects.filter(town_id=reach.town_id)
    return rows if reach.anywhere(SEE) else rows.none()


def matter_of(reach: Reach, number: str) -> MatterClass:
    """The class of that number; a stranger finds nothing."""
    rows = classes(reach).select_related("item", "community", "grid", "root")
    found = rows.filter(number=number.upper()[:24]).first()
    if found is None:
        raise NotFound(
            _("没有编号为 %(number)s 的一类事。") % {"number": number[:40]}, code="no_class"
        )
    return found


def members_of(reach: Reach, matter: MatterClass) -> QuerySet[Member]:
    """The members whose cases the reader may see, the likest first."""
    seen = Case.objects.visible_to(reach)
    rows = matter.members.filter(removed_at=None, case__secret=False, case__in=seen)
    return rows.order_by("-likeness", "-case_id")


def cases_among(reach: Reach, ids: Iterable[int]) -> set[int]:
    """Those of these cases that the reader may see."""
    return set(Case.objects.visible_to(reach).filter(pk__in=list(ids)).values_list("pk", flat=True))


def signals(reach: Reach) -> QuerySet[Signal]:
    """The early signals of the reader's town, the newest first."""
    rows = Signal.objects.filter(town_id=reach.town_id).order_by("-day", "p", "id")
    return rows if reach.anywhere(SEE) else rows.none()
