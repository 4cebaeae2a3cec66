"""Two storms of the demo town: one long ended with its report, one that is being led now."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final

from jiedao.applications.command.incident import actions, ending, marks, orders
from jiedao.applications.command.incident.models import Incident, Order
from jiedao.applications.command.kinds import EVENT
from jiedao.engines.cases.actions import NewCase, make_move, open_case
from jiedao.engines.cases.models import Case
from jiedao.foundation.places.geometry import Plane
from jiedao.foundation.records.sampling import Chapter, Spot, Stage
from jiedao.kernel import clock
from jiedao.kernel.actors import Actor

PLAN: Final = "防汛防台风应急预案"
_LASTED: Final = timedelta(minutes=150)
"""What is being led now began so long ago."""


def chapters(stage: Stage) -> Iterator[Chapter]:
    """The storm of three weeks ago, and today's."""
    past = stage.day(21, 15)
    yield Chapter(past, partial(_past, stage, past), first=past >= stage.recent)
    now = stage.end - _LASTED
    yield Chapter(now, partial(_now, stage, now), first=True)


class Storm:
    """One storm at an underpass: who leads, who is sent, and the minutes since it was called in."""

    def __init__(self, stage: Stage, begun: datetime, seed: str) -> None:
        self.stage, self.begun, self.town = stage, begun, stage.town_id
        rng = stage.rng("incident", seed)
        self.spot: Spot = rng.choice(stage.buildings)
        self.plane = Plane(self.spot.lon, self.spot.lat)
        self.desk = stage.people("dispatcher")[0]
        self.leader = stage.people("leader")[0]
        self.units = {code: stage.units[code] for code in ("law", "safety", "social")}
        self.units["community"] = self.spot.unit
        self.case = self._called_in()
        self.incident = self._raised()

    def at(self, minutes: float) -> Any:
        """Inside, so many minutes have passed."""
        return clock.at(self.begun + timedelta(minutes=minutes))

    def worker(self, unit: str) -> Actor:
        """Somebody of a unit that was sent."""
        return self.stage.people("", self.units[unit])[0]

    def _called_in(self) -> Case:
        with self.at(0):
            new = NewCase(
                f"{self.spot.name}旁下穿通道积水约 40 厘米并在上涨，一辆小车熄火", "staff", EVENT,
                longitude=self.spot.lon, latitude=self.spot.lat, address=self.spot.address,
                find_place=False,
                attributes={"matter": "下穿通道积水，一辆小车熄火", "sort": "disaster"},
            )  # fmt: skip
            case = open_case(self.town, new, actor=self.desk)
        with self.at(14):
            told = {"note": "区应急管理局值班室"}
            return make_move(self.town, case.number, "report_up", told, actor=self.desk)

    def _raised(self) -> Incident:
        with self.at(18):
            new = actions.NewIncident(
                "case", self.case.pk, f"{self.spot.name}旁下穿通道内涝", PLAN, 4,
                "积水超过 40 厘米且继续上涨，有车辆被困，需多单位联动",
            )  # fmt: skip
            incident = actions.raise_case(self.town, self.case.number, new, actor=self.desk)
        self.number = incident.number
        with self.at(21):
            self._fill("总指挥", account_id=self.leader.id)
            self._fill("现场指挥", account_id=self.worker("safety").id)
            self._fill("信息报送", account_id=self.desk.id)
            self._fill("抢险排涝", unit_id=self.units["safety"])
            self._fill("道路交通", unit_id=self.units["law"])
            self._fill("转移安置", unit_id=self.units["community"])
        return incident

    def _fill(self, role: str, **who: int | None) -> None:
        actions.fill_role(self.town, self.number, role, actor=self.desk, **who)

    def order(self, minutes: float, unit: str, text: str, within: int) -> Order:
        """The desk tells a unit what to do."""
        with self.at(minutes):
            return orders.give_order(
                self.town, self.number, text, unit_id=self.units[unit], minutes=within,
                actor=self.desk,
            )  # fmt: skip

    def receive(self, minutes: float, unit: str, order: Order) -> None:
        """Somebody of the unit acknowledges."""
        with self.at(minutes):
            orders.receive(self.town, self.number, order.pk, actor=self.worker(unit))

    def finish(self, minutes: float, unit: str, order: Order, result: str) -> None:
        """It is carried out, and a picture shows it."""
        picture = self.stage.photo("after", "三防应急", order.pk)
        with self.at(minutes):
            orders.finish(
                self.town, self.number, order.pk, result, files=[picture], actor=self.worker(unit)
            )

    def tell(self, minutes: float, unit: str, text: str, *, shown: bool = False) -> None:
        """Somebody on the spot tells the situation."""
        files = [self.stage.photo("report", "三防应急", 3)] if shown else []
        with self.at(minutes):
            marks.tell_situation(self.town, self.number, text, files=files, actor=self.worker(unit))

    def level(self, minutes: float, level: int, reason: str) -> None:
        """The one in command raises or lowers the level."""
        with self.at(minutes):
            actions.set_level(self.town, self.number, level, reason, actor=self.leader)

    def draw(
        self, minutes: float, sort: str, points: Sequence[tuple[float, float]], title: str
    ) -> None:
        """Metres east and north of the underpass, drawn by the one on the spot."""
        places = [list(self.plane.back(*point)) for point in points]
        shapes: dict[int, dict[str, Any]] = {
            1: {"type": "Point", "coordinates": places[0]},
            2: {"type": "LineString", "coordinates": places},
        }
        ring = {"type": "Polygon", "coordinates": [[*places, places[0]]]}
        with self.at(minutes):
            geometry = shapes.get(len(places), ring)
            marks.draw(self.town, self.number, sort, geometry, title, actor=self.worker("safety"))


def _begin(storm: Storm) -> tuple[Order, Order, Order]:
    """What every such storm begins with."""
    close = storm.order(23, "law", "立即封闭下穿通道两端，引导车辆绕行，现场留人值守", 20)
    pump = storm.order(24, "safety", "调两台移动泵车到通道最低点抽排，查清有无人员被困", 60)
    move = storm.order(26, "community", "转移通道旁低洼住户到社区安置点，逐户登记", 90)
    storm.receive(25, "law", close)
    storm.receive(29, "safety", pump)
    storm.draw(34, "cordon", [(-90, -60), (90, -60), (90, 60), (-90, 60)], "通道及两侧")
    storm.draw(36, "closure", [(-220, 8), (-90, 4)], "西口封闭")
    storm.draw(37, "closure", [(90, 4), (230, 8)], "东口封闭")
    storm.draw(40, "post", [(130, 110)], "现场指挥部")
    storm.finish(41, "law", close, "两端已封闭，摆放水马和警示灯，4 名队员值守")
    storm.tell(44, "safety", "积水最深处约 65 厘米，被困小车内无人，雨势未减", shown=True)
    storm.level(48, 3, "气象台发布暴雨橙色预警，积水还在上涨")
    return close, pump, move


def _past(stage: Stage, begun: datetime) -> None:
    storm = Storm(stage, begun, "past")
    _close, pump, move = _begin(storm)
    storm.receive(39, "community", move)
    storm.draw(52, "shelter", [(-300, 180)], "社区党群服务中心，可容纳 80 人")
    storm.finish(88, "community", move, "转移 12 户 31 人，均已登记，老人 5 名由专人照看")
    storm.finish(112, "safety", pump, "抽排 46 分钟，积水降到 8 厘米，被困车辆已拖离")
    storm.level(130, 4, "雨停，积水基本排除")
    with storm.at(190):
        ending.conclude(
            stage.town_id, storm.number,
            "积水全部排除，通道恢复通行，转移群众返家，无人员伤亡。原因是短时强降雨加雨水箅子堵塞；"
            "改进：汛前清疏该通道管网，通道口加装水位监测和自动闸。",
            actor=storm.leader,
        )  # fmt: skip
    with storm.at(200):
        make_move(stage.town_id, storm.case.number, "send", {"unit": storm.units["safety"]},
                  actor=storm.desk)  # fmt: skip
    with storm.at(205):
        course = {"course": f"升级为应急事件 {storm.number} 处置完毕，积水排除，恢复通行。"}
        make_move(stage.town_id, storm.case.number, "settle", course,
                  actor=storm.worker("safety"))  # fmt: skip


def _now(stage: Stage, begun: datetime) -> None:
    storm = Storm(stage, begun, "now")
    _begin(storm)
    storm.draw(61, "assembly", [(150, -120)], "抢险队伍集结点")
    storm.tell(96, "safety", "两台泵车已到位抽排，水位约 50 厘米，缓慢下降")
    storm.order(141, "social", "准备 50 份盒饭和保暖物资，送到社区安置点", 60)
