"""Land is held against what the district set or published, with its document."""

from datetime import date, datetime
from typing import Any

import pytest

from jiedao.applications.space import names
from jiedao.engines.indicators.listing import figures
from jiedao.engines.indicators.periods import Period
from jiedao.engines.indicators.values import Value, value_of, values_of
from jiedao.engines.mirror import source
from jiedao.foundation.staff.reach import actor_of
from jiedao.kernel import clock
from jiedao.kernel.actors import SYSTEM, Actor
from jiedao.kernel.errors import Forbidden, Invalid
from tests.cast import SmallTown
from tests.conformance.desk import body, browser
from tests.recorded import appoint, enter, figure, go, on, refused

WINTER, SPRING, SUMMER = date(2024, 1, 8), date(2024, 3, 1), date(2024, 6, 3)
LETTER = {"issued_by": "区规划土地整备局", "source_title": "年度任务分解方案",
          "source_number": "整备〔2024〕3号", "source_date": WINTER}  # fmt: skip


@pytest.fixture(autouse=True)
def _in_summer() -> Any:
    with on(SUMMER):
        yield


@pytest.fixture
def office(town: SmallTown) -> Actor:
    """唐督查 is the space team as well."""
    return appoint(town, town.supervisor, "centre", "space_office")


def held_against(town: SmallTown, who: Actor, key: str, value: str | None, **more: Any) -> Any:
    values = {"indicator": key, "value": value, "day": date(2024, 12, 31)} | LETTER | more
    return enter(town, names.LAND_YARDSTICK, who, **{"title": "", "area": None} | values)


def prepared(town: SmallTown, area: str, *, use: str = "road", handed: str = "") -> None:
    row = enter(town, names.PARCEL, SYSTEM, title=f"{use}{area}", area_size=area, use=use,
                day=WINTER)  # fmt: skip
    go(town, row, "start", SYSTEM, on=WINTER)
    row = go(town, row, "complete", SYSTEM, on=SPRING)
    if handed:
        go(town, row, "hand_over", SYSTEM, handed_over_on=SUMMER, surveyed_area=handed,
           receiver="区土地整备中心")  # fmt: skip


def test_a_task_says_of_what_it_is_and_in_its_unit(town: SmallTown, office: Actor) -> None:
    with refused(Forbidden):
        held_against(town, actor_of(town.reader), names.LAND_TASK, "8")
    with refused(Invalid, "请选择指标"):
        held_against(town, office, "land_prepared_area", "8")
    with refused(Invalid, "请填数值"):
        held_against(town, office, names.LAND_TASK, None)
    with refused(Invalid, "请换算成“公顷”"):
        held_against(town, office, names.LAND_TASK, "120", value_unit="亩")
    with refused(Invalid, "12月31日"):
        held_against(town, office, names.LAND_TASK, "8", day=SUMMER)
    row = held_against(town, office, names.LAND_TASK, "8")
    assert (row.title, row.value_unit, row.period_from) == (
        "土地整备年度任务", "公顷", date(2024, 1, 1),
    )  # fmt: skip
    with refused(Invalid, "已经登记过"):
        held_against(town, office, names.LAND_TASK, "9")
    form = body(browser(town.supervisor).get(f"/r/{names.LAND_YARDSTICK}/new/"))
    assert f'<option value="{names.LAND_TASK}"' in form
    assert "land_prepared_area" not in form


def test_what_is_done_of_the_years_task_and_of_the_districts_land(
    town: SmallTown, office: Actor
) -> None:
    prepared(town, "20000", handed="19000")
    prepared(town, "30000", use="industrial")
    assert figure(town, "land_preparation_task_ratio", "2024") is None
    held_against(town, office, names.LAND_TASK, "8")
    held_against(town, office, names.INDUSTRIAL_LAND_TASK, "4")
    held_against(town, office, names.DISTRICT_HANDED_OVER, "9.5", day=date(2024, 6, 30),
                 period_from=date(2024, 1, 1), source_title="上半年入库统计")  # fmt: skip
    assert figure(town, "land_preparation_task_ratio", "2024") == pytest.approx(62.5)
    # The task is the year's, whatever part of the year is asked for; the total is the period's.
    assert figure(town, "land_preparation_task_ratio", "2024H1") == pytest.approx(62.5)
    assert figure(town, "land_preparation_task_ratio", "2024Q2") == 0
    assert figure(town, "industrial_land_task_ratio", "2024") == pytest.approx(75)
    assert figure(town, "land_handover_share_of_district", "2024H1") == pytest.approx(20)
    assert figure(town, "land_handover_share_of_district", "2024") is None
    assert figure(town, "land_preparation_task_ratio", "2023-07..2024-06") is None


def test_it_was_what_was_known_then(town: SmallTown, office: Actor) -> None:
    prepared(town, "20000")
    task = held_against(town, office, names.LAND_TASK, "8")
    with on(date(2024, 7, 1)):
        go(town, task, "withdraw", office, reason="区里调整了任务")
        held_against(town, office, names.LAND_TASK, "10", source_number="整备〔2024〕9号")
        assert figure(town, "land_preparation_task_ratio", "2024") == pytest.approx(20)
        june = datetime(2024, 6, 15, tzinfo=clock.TOWN_ZONE)
        then = value_of("land_preparation_task_ratio", town_id=town.id,
                        period=Period.parse("2024"), as_of=june)  # fmt: skip
    assert then == Value(pytest.approx(25), pytest.approx(2), 8, 2)


def test_the_line_the_page_and_the_records_of_both_parts(town: SmallTown, office: Actor) -> None:
    prepared(town, "20000")
    held_against(town, office, names.LAND_TASK, "8")
    source.fresh(town.id)
    lines = {one.key: one for one in figures(town.id, Period.parse("2024"))}
    line = lines["land_preparation_task_ratio"]
    assert (line.value, line.numerator, line.denominator, line.unit) == (25, 2, 8, "%")
    assert (line.external, line.records) == (False, 2)
    assert lines[names.LAND_TASK].external
    assert "整备〔2024〕3号" in lines[names.LAND_TASK].source
    desk = browser(town.supervisor)
    page = body(desk.get("/figures/land_preparation_task_ratio/?period=2024"))
    assert "土地整备完成面积 ÷ 全年土地整备年度任务" in page
    assert "土地整备完成面积 2 公顷" in page
    assert "土地整备年度任务 8 公顷" in page
    address = "/figures/land_preparation_task_ratio/records/?period=2024&part="
    assert address.replace("&", "&amp;") + "part" in page
    assert "road20000" in body(desk.get(address + "part"))
    opened = body(desk.get(address + "all"))
    assert "road20000" not in opened
    assert f"/r/{names.LAND_YARDSTICK}/" in opened
    sheet = desk.get("/figures/land_preparation_task_ratio/export.csv?period=2024")
    assert sheet.status_code == 200


def test_it_is_split_only_by_what_both_parts_have(town: SmallTown) -> None:
    with refused(Invalid, "不能按"):
        values_of(["land_preparation_task_ratio"], town_id=town.id, period=Period.parse("2024"),
                  by=("community_id",))  # fmt: skip
