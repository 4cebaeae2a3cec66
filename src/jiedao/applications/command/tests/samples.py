"""What stands in the addresses of this application's pages."""

from datetime import timedelta
from io import BytesIO

from jiedao.applications.command.bulletin import actions as bulletins
from jiedao.applications.command.bulletin.counting import Days
from jiedao.applications.command.bulletin.models import Bulletin
from jiedao.applications.command.duty.actions import NewCallout, call_out
from jiedao.applications.command.duty.models import Callout
from jiedao.applications.command.incident import actions, marks, orders
from jiedao.applications.command.incident.models import IncidentFile
from jiedao.applications.command.tests.room import alarm_kind, measured
from jiedao.engines.cases.models import Case
from jiedao.foundation.files.checking import Upload, prepare
from jiedao.foundation.staff.actions.roster import NewShift, add_shifts
from jiedao.foundation.staff.duty import Shift
from jiedao.foundation.staff.reach import actor_of
from jiedao.kernel import clock
from jiedao.kernel.actors import SYSTEM
from tests.cast import SmallTown
from tests.engines.cases.desk import also


def samples(town: SmallTown, case: Case) -> dict[str, object]:
    """A shift that runs and a call-out, an alarm, a room with an order to the dispatch desk, a bulletin."""
    return {**_duty(town, case), **_room(town, case), **_bulletin(town)}


def _duty(town: SmallTown, case: Case) -> dict[str, object]:
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


def _room(town: SmallTown, case: Case) -> dict[str, object]:
    """A room of another case than the one asked about, so that the case can still be raised."""
    who = actor_of(town.dispatcher)
    new = actions.NewIncident("case", 0, "地下通道积水", "突发事件总体应急预案", 4, "水深超过 50 厘米",
                              114.305, 22.705)  # fmt: skip
    incident = actions.raise_incident(town.id, new, actor=who)
    place = (town.id, incident.number)
    order = orders.give_order(*place, "清点人员", account_id=town.dispatcher.pk, actor=who)
    pdf = Upload("情况.pdf", BytesIO(b"%PDF-1.4 note"))
    marks.tell_situation(*place, "水位还在上涨", files=prepare([pdf]), actor=who)
    point = {"type": "Point", "coordinates": [114.306, 22.705]}
    mark = marks.draw(*place, "assembly", point, actor=who)
    file = IncidentFile.objects.get(incident=incident)
    return {
        "alarm_kind": alarm_kind(), "alarm_number": measured(town, 22).number,
        "room": incident.number, "order_id": order.pk, "mark_id": mark.pk, "file_id": file.pk,
    }  # fmt: skip


def _bulletin(town: SmallTown) -> dict[str, object]:
    """Counted by the dispatcher; 城管科 has a line in it."""
    found = Bulletin.objects.filter(town_id=town.id).first()
    if found is None:
        also(town, town.dispatcher, "centre", "bulletin_maker")
        who = actor_of(town.dispatcher)
        days = Days.of("day", clock.today())
        found = bulletins.make(town.dispatcher.reach, "day", days, actor=who)
    return {"bulletin_id": found.pk, "unit_id": town.units.city.pk}
