"""What stands in the addresses of this application's pages."""

from datetime import timedelta

from jiedao.applications.command.duty.actions import NewCallout, call_out
from jiedao.applications.command.duty.models import Callout
from jiedao.engines.cases.models import Case
from jiedao.foundation.staff.actions.roster import NewShift, add_shifts
from jiedao.foundation.staff.duty import Shift
from jiedao.foundation.staff.reach import actor_of
from jiedao.kernel import clock
from jiedao.kernel.actors import SYSTEM
from tests.cast import SmallTown
from tests.engines.cases.desk import also


def samples(town: SmallTown, case: Case) -> dict[str, object]:
    """A shift that runs, and a call-out of those on duty."""
    begin = clock.now() - timedelta(hours=2)
    shift = Shift.objects.filter(town_id=town.id, account=town.checker).first()
    if shift is None:
        also(town, town.dispatcher, "centre", "duty_officer")
        news = [
            NewShift("officer", town.checker.pk, begin, begin + timedelta(hours=12)),
            NewShift("leader", town.leader.pk, begin, begin + timedelta(hours=24)),
        ]
        shift = add_shifts(town.id, news, actor=SYSTEM)[0].shift
    row = Callout.objects.filter(town_id=town.id).first()
    if row is None:
        new = NewCallout("on_duty", "集结", case_number=case.number)
        row = call_out(town.id, new, actor=actor_of(town.dispatcher))
    return {"shift_id": shift.pk, "callout_id": row.pk}
