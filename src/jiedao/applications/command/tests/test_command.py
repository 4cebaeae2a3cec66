"""An emergency is reported upward in time or flagged, sent, followed and settled."""

import re
from datetime import timedelta

import pytest

from jiedao.applications.command.kinds import EVENT
from jiedao.applications.command.tests.conftest import go, refused
from jiedao.applications.command.tests.room import raised
from jiedao.engines.cases.actions import NewCase, open_case
from jiedao.engines.cases.models import Case
from jiedao.foundation.staff.models import Notice
from jiedao.foundation.staff.reach import actor_of
from jiedao.kernel import clock
from jiedao.kernel.errors import Forbidden, Invalid
from tests.cast import SmallTown
from tests.conformance.desk import browser


def called_in(town: SmallTown, *, placed: bool = True, **facts: str) -> Case:
    lon, lat = (114.305, 22.705) if placed else (None, None)
    new = NewCase("幸福路1号楼冒烟", "staff", EVENT, longitude=lon, latitude=lat,
                  attributes={"sort": "accident", **facts}, find_place=False)  # fmt: skip
    return open_case(town.id, new, actor=actor_of(town.dispatcher))


@pytest.mark.parametrize(("minutes", "late"), [(20, False), (95, True)])
def test_a_late_report_is_flagged(town: SmallTown, minutes: int, late: bool) -> None:
    case = called_in(town)
    with refused(Forbidden):
        go(town, case, "report_up", town.reader, note="区应急局")
    with refused(Invalid, "接报之后"):
        go(town, case, "report_up", town.dispatcher, note="区应急局",
           reported_up_at=case.reported_at - timedelta(minutes=1))  # fmt: skip
    with clock.at(case.reported_at + timedelta(minutes=minutes)):
        told = go(town, case, "report_up", town.dispatcher, note="区应急局")
    assert told.attributes["late_report"] is late
    with refused(Forbidden, "已经首报"):
        go(town, case, "report_up", town.dispatcher, note="区应急局")


def test_its_form_asks_for_the_time(town: SmallTown) -> None:
    case = called_in(town)
    page = browser(town.dispatcher).get(f"/cases/{case.number}/moves/report_up/")
    assert 'type="datetime-local"' in page.content.decode()
    assert browser(town.reader).get(page.request["PATH_INFO"]).status_code in (403, 409)


def test_its_page_stands_under_its_own_line_of_the_rail(town: SmallTown) -> None:
    page = browser(town.dispatcher).get(f"/cases/{called_in(town).number}/").content.decode()
    marked = re.findall(r'<a[^>]*href="([^"]+)"[^>]*aria-current="page"', page)
    assert marked == [f"/cases/kind/{EVENT}/"]


def test_it_is_sent_followed_and_settled(town: SmallTown) -> None:
    case = called_in(town)
    with refused(Forbidden):
        go(town, case, "send", town.reader, unit=town.units.squad.pk)
    go(town, case, "send", town.dispatcher, unit=town.units.squad.pk)
    assert Notice.objects.filter(unit=town.units.squad, kind="emergency").exists()
    go(town, case, "follow", town.squad_member, note="明火已扑灭", casualties="无")
    with refused(Forbidden, "首报"):
        go(town, case, "settle", town.squad_member, course="扑灭明火，排烟检查")
    go(town, case, "report_up", town.dispatcher, note="区应急局")
    done = go(town, case, "settle", town.squad_member, course="扑灭明火，排烟检查")
    assert (done.state, done.attributes["casualties"], done.closed_at is None) == (
        "settled", "无", False,
    )  # fmt: skip


def test_its_place_is_set_when_it_is_known(town: SmallTown) -> None:
    case = called_in(town, placed=False)
    room = raised(town, case)
    assert (case.lon, case.community, room.lon) == (None, None, None)
    with refused(Forbidden):
        go(town, case, "locate", town.reader, place="114.305,22.705")
    with refused(Invalid, "标注位置"):
        go(town, case, "locate", town.dispatcher)
    found = go(town, case, "locate", town.dispatcher, place="114.305,22.705", address="幸福路1号")
    assert (found.lon, found.lat, found.address) == (114.305, 22.705, "幸福路1号")
    assert found.community is not None
    room.refresh_from_db()
    assert (room.lon, room.lat, room.address) == (114.305, 22.705, "幸福路1号")
    page = browser(town.dispatcher)
    url = f"/cases/{case.number}/moves/locate/"
    form = page.get(url).content.decode()
    assert "幸福路1号" in form
    assert "114.305" in form
    sent = page.post(url, {"place": "114.306,22.705", "address": "幸福路2号",
                           "version": str(found.version)})  # fmt: skip
    assert sent.status_code in (204, 303)
    found.refresh_from_db()
    assert (found.lon, found.address) == (114.306, "幸福路2号")
