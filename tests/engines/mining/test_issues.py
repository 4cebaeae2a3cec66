"""Classes of matters: the same matter reworded is one, the same matter elsewhere another."""

import csv
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from openpyxl import Workbook

from jiedao.engines.mining.evaluating import issues
from jiedao.engines.mining.evaluating.issue_files import moment, read_messages
from jiedao.engines.mining.grouping.groups import Grouping
from jiedao.engines.mining.grouping.reports import Report
from jiedao.kernel.errors import Invalid
from tests.engines.mining.town_texts import texts_of
from tests.foundation.shared_data import shared_file

START = datetime(2026, 3, 1, tzinfo=UTC)
_MIXER = (
    "{}小区旁边的搅拌站噪音扰民\n搅拌站整夜施工，噪音很大，粉尘飘进窗户，老人孩子睡不着觉",
    "投诉{}小区附近搅拌站粉尘污染\n搅拌站的粉尘和噪音严重影响居民，窗户不敢打开，希望搬走搅拌站",
    "{}小区业主反对建搅拌站\n搅拌站离小区只有几十米，噪音扰民，粉尘污染空气，请求停止施工",
    "请取缔{}小区门口的搅拌站\n每天半夜搅拌站噪音不断，粉尘满天，业主无法休息",
    "{}小区搅拌站又在夜间施工\n夜里搅拌站噪音大，灰尘多，向有关部门反映多次无人管",
)
_PARKING = (
    "{}小区开发商捆绑销售车位\n买房必须买车位，捆绑销售车位不合法，请查处开发商",
    "{}小区强制买车位\n开发商捆绑销售，不买车位不让签购房合同，业主意见很大",
    "举报{}小区捆绑卖车位\n车位和房子捆绑销售，价格十几万，请求退还车位款",
    "{}小区车位捆绑销售何时能管\n业主被迫买车位，开发商违法捆绑，希望查处",
    "反映{}小区买房搭售车位\n开发商要求购房必须购买车位，属于捆绑销售",
)


def reports() -> list[Report]:
    """Two estates with the mixing works, one with parking, and unlike ones around them."""
    texts = [one.format("青禾") for one in _MIXER] + [one.format("云栖") for one in _MIXER]
    texts += [one.format("青禾") for one in _PARKING]
    texts += texts_of(60, seed=9)[0]
    return [
        Report(at, text, START + timedelta(hours=at), person=f"p{at}")
        for at, text in enumerate(texts)
    ]


def classes(grouping: Grouping) -> list[set[int | str]]:
    return [set(group.ids) for group in grouping.groups]


def test_one_matter_at_one_place_is_one_class() -> None:
    found = classes(Grouping.of(reports()))
    holding = {at: next((i for i, one in enumerate(found) if at in one), -1) for at in range(15)}
    mixer, other, parking = ({holding[at] for at in range(s, s + 5)} for s in (0, 5, 10))
    assert all(len(one - {-1}) == 1 for one in (mixer, other, parking))
    assert not mixer & other - {-1}
    assert not mixer & parking - {-1}


def test_a_class_tells_its_words_and_how_like_its_members_are() -> None:
    grouping = Grouping.of(reports())
    group = next(one for one in grouping.groups if 11 in one.ids)
    assert "车位" in group.title
    assert len(group.likeness) == len(group.ids)
    assert all(0 < one <= 1 for one in group.likeness)


def test_adding_joins_what_belongs_and_tells_which_classes_changed() -> None:
    every = reports()
    grouping = Grouping.of([*every[:4], *every[5:]])
    before = next(group for group in grouping.groups if 0 in group.ids)
    assert before.key in grouping.add([every[4]])
    after = next(group for group in grouping.groups if 0 in group.ids)
    assert set(after.ids) == {*before.ids, 4}
    assert grouping.add([every[4]]) == set()


def test_few_reports_and_none_break_nothing() -> None:
    assert Grouping.of([]).groups == []
    assert Grouping.of([Report(1, "", START)]).groups == []


def sheet(path: Path) -> Path:
    book = Workbook()
    page = book.active
    page.append(["留言编号", "留言用户", "留言主题", "留言时间", "留言详情", "反对数", "点赞数"])
    for one in reports():
        title, _, text = one.text.partition("\n")
        at = one.at.replace(tzinfo=None) if one.id % 2 else one.at.strftime("%Y/%m/%d %H:%M:%S")
        page.append([one.id, one.person, title, at, text, 0, 3])
    page.append([999, "x", "没有时间的留言", "不详", "路灯不亮", None, None])
    book.save(path)
    return path


def test_times_of_any_kind_are_read_and_nothing_is_lost(tmp_path: Path) -> None:
    found = {one.id: one for one in read_messages(sheet(tmp_path / "m.xlsx"))}
    assert len(found) == len(reports()) + 1
    assert found["0"].at == found["1"].at - timedelta(hours=1) == START
    assert found["999"].at == START
    assert found["3"].support == 3


def test_times_that_are_none() -> None:
    assert moment("2019/8/23 12:22:00") == datetime(2019, 8, 23, 12, 22, tzinfo=UTC)
    assert moment("2019-08-23") == datetime(2019, 8, 23, tzinfo=UTC)
    assert moment("13月45日") is None
    assert moment("2019/99/99") is None


def test_the_hottest_class_comes_first_in_the_file(tmp_path: Path) -> None:
    out = tmp_path / "c.csv"
    assert issues.find(sheet(tmp_path / "m.xlsx"), out) >= 3
    rows = list(csv.DictReader(out.open(encoding="utf-8")))
    assert list(rows[0]) == ["id", "class", "heat"]
    heats = [float(row["heat"]) for row in rows]
    assert heats == sorted(heats, reverse=True)
    assert {row["class"] for row in rows if row["id"] in map(str, range(5))} <= {"1", "2", "3"}


def test_a_file_without_what_is_needed_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "m.csv"
    path.write_text("id,text\n1,路灯\n", encoding="utf-8")
    with pytest.raises(Invalid, match="留言时间"):
        read_messages(path)
    path.write_text("id,text,time\n", encoding="utf-8")
    with pytest.raises(Invalid, match="没有留言"):
        read_messages(path)


def test_one_persons_many_are_less_hot_than_many_peoples() -> None:
    every = reports()[:5]
    alone = [Report(one.id, one.text, one.at, person=f"p{at % 3}") for at, one in enumerate(every)]
    many, few = (issues.hottest(some, Grouping.of(some).groups) for some in (every, alone))
    assert many[0].heat > few[0].heat


@pytest.mark.slow
def test_checked_memberships_still_hold() -> None:
    found = issues.evaluate(shared_file("messages", "hot_issues.xlsx"))["membership_by_hand"]
    assert found["last_round"]["still_found"] >= 40
    assert found["last_round"]["precision"] >= 0.9
