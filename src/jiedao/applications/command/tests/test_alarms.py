"""A record that calls for help is raised to an incident like a case."""

from jiedao.applications.command.incident import actions, alarms
from jiedao.applications.command.incident.models import Incident
from jiedao.applications.command.tests.conftest import refused
from jiedao.applications.command.tests.room import PLACE, PLAN, alarm_kind, measured
from jiedao.foundation.staff.reach import actor_of
from jiedao.kernel.errors import Conflict, Forbidden, NotFound
from tests.cast import SmallTown
from tests.conformance.desk import body, browser


def test_an_alarm_is_raised_once_and_by_who_may(town: SmallTown) -> None:
    calm, alarm, kind = measured(town, 8), measured(town, 22), alarm_kind()
    new = actions.NewIncident("", 0, "下沉段内涝", PLAN, 3, "积水 22 厘米")
    with refused(Forbidden):
        alarms.raise_record(town.id, kind, alarm.number, new, actor=actor_of(town.reader))
    with refused(NotFound):
        alarms.raise_record(town.id, kind, alarm.number, new, actor=actor_of(town.stranger))
    with refused(Conflict, "没有报警"):
        alarms.raise_record(town.id, kind, calm.number, new, actor=actor_of(town.dispatcher))
    room = alarms.raise_record(town.id, kind, alarm.number, new, actor=actor_of(town.dispatcher))
    assert (room.lon, room.lat, room.source_kind) == (*PLACE, kind)
    with refused(Conflict, room.number):
        alarms.raise_record(town.id, kind, alarm.number, new, actor=actor_of(town.leader))


def test_its_page_offers_it_while_it_calls(town: SmallTown) -> None:
    calm, alarm, kind = measured(town, 8), measured(town, 22), alarm_kind()
    desk = browser(town.dispatcher)
    form = f"/incident/raise/{kind}/{alarm.number}/"
    page = f"/r/{kind}/{alarm.number}/"
    assert form in body(desk.get(page))
    assert "升级为应急事件" not in body(desk.get(f"/r/{kind}/{calm.number}/"))
    assert form not in body(browser(town.reader).get(page))
    assert browser(town.reader).get(form).status_code == 403
    assert "积水 22 厘米" in body(desk.get(form)), "why it calls is the reason offered"
    said = {"title": "下沉段内涝", "plan": PLAN, "level": "3", "reason": "积水 22 厘米"}
    made = desk.post(form, said)
    room = Incident.objects.get()
    assert made["Location"] == f"/incident/{room.number}/"
    assert page in body(desk.get(made["Location"]))
    assert made["Location"] in body(desk.get(page))
    assert "的报警升级" in body(desk.get(f"{made['Location']}report/"))
