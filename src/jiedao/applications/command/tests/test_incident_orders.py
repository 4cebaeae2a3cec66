"""Orders with their receipts, situations with pictures, marks on the map, and what is near."""

import io
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from jiedao.applications.command.incident import marks, orders
from jiedao.applications.command.incident.actions import set_level
from jiedao.applications.command.incident.forces import by_distance, near
from jiedao.applications.command.incident.models import Incident, IncidentFile, Order
from jiedao.applications.command.incident.panels import rooms
from jiedao.applications.command.tests.conftest import refused
from jiedao.applications.command.tests.room import PLACE, raised
from jiedao.foundation.files.checking import Ready, Upload, prepare
from jiedao.foundation.places.geometry import metres_between
from jiedao.foundation.records.actions import Draft, add_many
from jiedao.foundation.staff.models import Notice
from jiedao.foundation.staff.reach import actor_of, reach_of
from jiedao.kernel import clock
from jiedao.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from jiedao.web.widgets import LonLat
from tests.cast import SmallTown


@pytest.fixture(autouse=True)
def _files(settings: object, tmp_path: object) -> None:
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]


def picture() -> list[Ready]:
    body = io.BytesIO()
    Image.new("RGB", (40, 30), "navy").save(body, "JPEG")
    body.seek(0)
    return prepare([Upload("现场.jpg", body)])


def test_an_order_is_received_and_carried_out_by_whom_it_is_for(town: SmallTown) -> None:
    incident = raised(town)
    place, desk = (town.id, incident.number), actor_of(town.dispatcher)
    with refused(NotFound):
        orders.give_order(*place, "封路", unit_id=town.units.city.pk, actor=actor_of(town.reader))
    with refused(Invalid, "哪个单位"):
        orders.give_order(*place, "封路", actor=desk)
    order = orders.give_order(
        *place, "封闭通道两端", unit_id=town.units.city.pk, minutes=30, actor=desk
    )
    assert order.due_at == order.sent_at + timedelta(minutes=30)
    assert order.receive_by == order.sent_at + timedelta(minutes=10)
    assert Notice.objects.filter(unit=town.units.city, text__contains="封闭通道两端").exists()
    with refused(NotFound):
        orders.receive(*place, order.pk, actor=actor_of(town.co_handler))
    with refused(Forbidden, "城管科"):
        orders.receive(*place, order.pk, actor=desk)
    got = orders.receive(*place, order.pk, actor=actor_of(town.handler))
    assert (got.state, got.received_by_id) == (Order.State.RECEIVED, town.handler.pk)
    with refused(Conflict):
        orders.receive(*place, order.pk, actor=actor_of(town.colleague))
    done = orders.finish(
        *place, order.pk, "两端已拉警戒带", files=picture(), actor=actor_of(town.colleague)
    )
    assert (done.state, done.done_by_id) == (Order.State.DONE, town.colleague.pk)
    assert IncidentFile.objects.get(order=order).kind == "photo"
    with refused(Conflict):
        orders.withdraw(*place, order.pk, "不需要了", actor=desk)


def test_an_order_to_a_person_is_nobody_elses(town: SmallTown) -> None:
    incident = raised(town)
    place = (town.id, incident.number)
    order = orders.give_order(
        *place, "到现场", account_id=town.handler.pk, unit_id=town.units.city.pk,
        actor=actor_of(town.leader),
    )  # fmt: skip
    with refused(Forbidden, "陈城管"):
        orders.receive(*place, order.pk, actor=actor_of(town.colleague))
    with refused(Forbidden, "只有指挥"):
        orders.withdraw(*place, order.pk, "去不了", actor=actor_of(town.handler))
    back = orders.withdraw(*place, order.pk, "改派水务科", actor=actor_of(town.leader))
    assert (back.state, back.result) == (Order.State.WITHDRAWN, "改派水务科")
    with refused(Conflict):
        orders.finish(*place, order.pk, "已到", actor=actor_of(town.handler))


def test_the_panel_shows_what_nobody_answered(town: SmallTown) -> None:
    assert rooms(reach_of(town.dispatcher)).lines == []
    incident = raised(town)
    place, desk = (town.id, incident.number), actor_of(town.dispatcher)
    order = orders.give_order(*place, "封路", unit_id=town.units.city.pk, actor=desk)
    (line,) = rooms(reach_of(town.dispatcher)).lines
    assert (line.title, line.tone) == (incident.title, "amber")
    assert line.meta == "Ⅲ级响应 · 1 条指令未回执"
    with clock.at(order.sent_at + timedelta(minutes=11)):
        (line,) = rooms(reach_of(town.dispatcher)).lines
    assert line.tone == "red"
    assert rooms(reach_of(town.reader)).lines == []
    orders.receive(*place, order.pk, actor=actor_of(town.handler))
    set_level(*place, 4, "水退了", actor=desk)
    (line,) = rooms(reach_of(town.handler)).lines
    assert (line.meta, line.tone) == ("Ⅳ级响应 · 指令都已回执", "neutral")


def test_members_tell_the_situation(town: SmallTown) -> None:
    incident = raised(town)
    place = (town.id, incident.number)
    with refused(NotFound):
        marks.tell_situation(*place, "水深 60 厘米", actor=actor_of(town.squad_member))
    orders.give_order(*place, "抽水", unit_id=town.units.squad.pk, actor=actor_of(town.dispatcher))
    member = actor_of(town.squad_member)
    with refused(Invalid, "将来"):
        marks.tell_situation(*place, "水退", at=clock.now() + timedelta(hours=1), actor=member)
    note = marks.tell_situation(
        *place, "水深 60 厘米，联系人 13800005678", files=picture(), actor=member
    )
    assert note.text == "水深 60 厘米，联系人 138****5678"
    assert note.files.count() == 1


CORDON = {
    "type": "Polygon",
    "coordinates": [[[114.304, 22.704], [114.306, 22.704], [114.306, 22.706], [114.304, 22.704]]],
}


def test_marks_are_drawn_by_members_and_erased_by_their_author_or_command(town: SmallTown) -> None:
    incident = raised(town)
    place = (town.id, incident.number)
    with refused(NotFound):
        marks.draw(*place, "cordon", CORDON, actor=actor_of(town.handler))
    desk = actor_of(town.dispatcher)
    for unit in (town.units.city, town.units.water):
        orders.give_order(*place, "到场", unit_id=unit.pk, actor=desk)
    mark = marks.draw(*place, "cordon", CORDON, "禁止入内", actor=actor_of(town.handler))
    assert (mark.account_id, mark.geometry["type"]) == (town.handler.pk, "Polygon")
    with refused(Forbidden, "本人或指挥"):
        marks.erase(*place, mark.pk, actor=actor_of(town.co_handler))
    marks.erase(*place, mark.pk, actor=actor_of(town.handler))
    with refused(NotFound):
        marks.erase(*place, mark.pk, actor=desk)


BOW = [[[114.3, 22.7], [114.31, 22.71], [114.31, 22.7], [114.3, 22.71], [114.3, 22.7]]]


@pytest.mark.parametrize(
    ("sort", "geometry"),
    [
        ("cordon", {"type": "Point", "coordinates": [114.3, 22.7]}),
        ("cordon", {"type": "Polygon", "coordinates": BOW}),
        ("cordon", {"type": "Polygon", "coordinates": [[[114.3, 22.7]]]}),
        ("assembly", {"type": "Point", "coordinates": [400, 22.7]}),
        ("assembly", {"type": "Point", "coordinates": ["x", 22.7]}),
        ("assembly", {"type": "Point", "coordinates": []}),
        ("assembly", {"type": "Point"}),
        ("assembly", {"type": "Point", "coordinates": [116.4, 39.9]}),
        ("closure", {"type": "LineString", "coordinates": [[114.3, 22.7], [114.3, 22.7]]}),
        ("closure", {"type": "LineString", "coordinates": [[114.3, 22.7 + n / 1e5] for n in range(501)]}),
        ("dragon", {"type": "Point", "coordinates": [114.3, 22.7]}),
    ],
)  # fmt: skip
def test_what_no_map_could_draw_is_refused(town: SmallTown, sort: str, geometry: dict) -> None:  # type: ignore[type-arg]
    incident = raised(town)
    with refused(Invalid):
        marks.draw(town.id, incident.number, sort, geometry, actor=actor_of(town.dispatcher))
    assert not incident.marks.exists()


degrees = st.tuples(st.floats(114.2, 114.4), st.floats(22.6, 22.8)).map(lambda pair: LonLat(*pair))


@given(degrees, st.lists(degrees, max_size=30))
def test_the_nearest_comes_first_and_none_is_lost(here: LonLat, spots: list[LonLat]) -> None:
    found = by_distance(here.lon, here.lat, spots)
    assert sorted(spot for _metres, spot in found) == sorted(spots)
    metres = [each for each, _spot in found]
    assert metres == sorted(metres)
    assert all(
        each == metres_between(here.lon, here.lat, spot.lon, spot.lat) for each, spot in found
    )


def test_units_and_registers_are_told_by_distance(town: SmallTown) -> None:
    who = actor_of(town.dispatcher)
    spots = {"西门": 114.3051, "通道口": 114.3052, "中门": 114.308, "东门": 114.32, "港口": 114.339}
    add_many(
        town.id, "health_centre",
        [Draft({"title": name, "place": f"{lon},22.705", "capacity": 10 + n})
         for n, (name, lon) in enumerate(spots.items())],
        actor=who,
    )  # fmt: skip
    groups = near(reach_of(town.dispatcher), *PLACE, chosen=["health_centre"])
    assert [[one.title for one in group.forces] for group in groups] == [
        ["西岭第一网格", "西岭社区", "东港社区"], ["西门", "通道口", "中门"],
    ]  # fmt: skip
    first = groups[1].forces[0]
    assert (first.left, first.distance) == ("容量 10", "10 米")
    assert groups[0].forces[0].left == "1 人在岗"
    far = near(reach_of(town.dispatcher), 114.338, 22.705, chosen=["health_centre"])[1]
    assert [one.title for one in far.forces] == ["港口", "东门", "中门"]
    assert near(reach_of(town.stranger), *PLACE, chosen=["health_centre"]) == []


def test_a_room_without_a_place_still_opens(town: SmallTown) -> None:
    incident = raised(town)
    Incident.objects.filter(pk=incident.pk).update(lon=None, lat=None)
    point = {"type": "Point", "coordinates": [114.3, 22.7]}
    assert marks.draw(town.id, incident.number, "post", point, actor=actor_of(town.leader)).pk
