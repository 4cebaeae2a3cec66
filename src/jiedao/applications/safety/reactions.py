"""What follows by itself: a hazard whose time ran out goes onto the supervision list."""

from django.utils.translation import gettext as _

from jiedao.applications.safety import names
from jiedao.engines.cases import kinds
from jiedao.engines.cases.actions import make_move
from jiedao.engines.cases.models import Case
from jiedao.kernel.actors import SYSTEM
from jiedao.kernel.declarations import Reaction
from jiedao.kernel.models import History


def supervise_late(line_id: int) -> None:
    """Once only: what is on the list already, or finished meanwhile, is left as it is."""
    line = History.objects.get(pk=line_id)
    case = Case.objects.filter(pk=line.record_id, town_id=line.town_id, kind=names.HAZARD).first()
    if case is None or case.supervised or not kinds.is_open(case):
        return
    reason = _("整改期限已到，尚未复查销号。")
    make_move(case.town_id, case.number, "supervise", {"reason": reason}, actor=SYSTEM)


REACTIONS = (Reaction("safety.late_hazards", "case", ("lapsed",), supervise_late),)
