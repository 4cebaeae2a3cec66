"""Reports grouped into classes of matters: invented complaints, no database."""

import os
import random
import subprocess
import sys
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from jiedao.engines.mining.grouping.formulas import formulas_of, without_formulas
from jiedao.engines.mining.grouping.groups import Grouping
from jiedao.engines.mining.grouping.joining import SAID_BESIDES, said_by
from jiedao.engines.mining.grouping.phrases import parted, places, without
from jiedao.engines.mining.grouping.reports import Group, Report
from jiedao.engines.mining.grouping.vectors import Rows

START = datetime(2026, 1, 1, tzinfo=UTC)
ESTATES = ("翠湖花园", "金桂小区", "东篱雅苑", "望江新城", "听松山庄", "白鹭家园")
MATTERS = {
    "noise": (
        "搅拌站夜里生产噪音大\n{e}旁边的搅拌站每天夜里开工，机器轰鸣，噪音大得睡不着，请查处{e}搅拌站。",
        "投诉{e}搅拌站噪音扰民\n搅拌站半夜还在生产，轰鸣声不停，{e}居民没法睡觉。",
        "{e}搅拌站机器轰鸣\n我住在{e}，搅拌站通宵生产，噪音扰民，孩子睡不着。",
        "半夜搅拌站轰鸣，{e}没法住\n{e}紧挨搅拌站，夜间生产噪音一直不停。",
    ),
    "parking": (
        "{e}卖房捆绑车位\n开发商在{e}卖房时要求必须买车位，不买车位不给签合同。",
        "投诉{e}强制购买车位\n{e}开发商捆绑销售车位，不买车位就不卖房，合同也不签。",
        "{e}车位捆绑销售合法吗\n买{e}的房必须买车位，开发商这样捆绑销售是否合法？",
        "开发商捆绑销售，{e}业主不满\n{e}要求买房的人一起买车位，捆绑销售，不买不签合同。",
    ),
    "lift": (
        "{e}电梯总是坏\n{e}三栋的电梯一个月坏了五次，老人被困在电梯里，物业不修。",
        "{e}电梯困人\n昨天{e}电梯又坏了，困人半小时，物业一直不维修电梯。",
        "要求更换{e}电梯\n{e}电梯老旧常坏，困人多次，希望物业维修或更换电梯。",
        "{e}电梯没人维修\n电梯坏了一周，{e}老人上下楼困难，物业不来修电梯。",
    ),
}
ALONE = (
    "咨询外地户籍入学条件\n外地户籍的孩子上小学需要哪些材料，居住证要满几年？",
    "申请补种行道树\n桂花路人行道的树枯死了，只剩树坑，请园林部门补种。",
    "公交末班车太早\n公交车晚上八点就收车，下晚班的人回不了家，能不能延长。",
    "流浪狗咬人\n公园里有一群流浪狗，昨天咬伤了散步的老人，请来捕捉。",
    "医保卡丢失怎么补办\n医保卡不见了，到哪里补办，要带什么证件，多少天拿到？",
    "工资拖欠三个月\n饭店老板拖欠服务员工资，说好月底发，一直没有发。",
    "夜市烧烤油烟呛人\n青石巷烧烤摊油烟直排，窗户不能开，衣服都是味道。",
    "自来水发黄\n这几天自来水发黄有沉淀，不敢喝，请供水部门化验水质。",
    "路灯不亮\n和平街一整排路灯不亮，晚上走路看不清，摔倒过人。",
    "退役军人优待证办理进度\n去年交了申请优待证的表，至今没有通知领取。",
    "河道漂浮垃圾\n小河里漂着塑料瓶和水草，夏天发臭，请安排打捞。",
    "网购假货退款难\n在平台买的手机是翻新机，商家不退款，请市场监管调解。",
    "宽带乱扣费\n宽带到期没有续约，运营商照样扣费，客服推诿。",
    "建议增加图书馆座位\n周末图书馆一座难求，学生坐在楼梯上看书。",
    "学校午餐质量差\n小学配餐的菜是凉的，孩子吃了拉肚子，希望检查。",
    "公积金异地贷款\n在外地缴存公积金，回来买房能否申请贷款，额度怎么算？",
    "疫苗接种预约不上\n手机上预约疫苗总显示约满，社区医院电话没人接。",
    "共享单车堵住盲道\n地铁口共享单车堆满盲道，盲人没法走，请企业清理。",
    "高空抛物砸车\n停在楼下的车被高空扔下的花盆砸坏玻璃，报警没有结果。",
    "养老金认证\n老人瘫痪在床，养老金资格认证刷脸不成功，能否上门办？",
    "驾校不退学费\n报名后驾校搬走，联系不上教练，学费要不回来。",
    "燃气管道老化\n厨房燃气管道锈穿有异味，燃气公司说要排队更换。",
    "舞厅音响开到深夜\n歌舞厅低音炮震得墙响，凌晨还在放歌，投诉无果。",
    "暖气不热\n交了取暖费，室内只有十四度，暖气片摸着是凉的。",
)
Placed = tuple[str, str]


def reports(*, seed: int = 0) -> tuple[list[Report], dict[int | str, Placed]]:
    """Each matter at two estates, four people's wordings of each, and others; in mixed order.
    Also which matter and estate each is of."""
    truth: dict[int | str, Placed] = {}
    texts: list[str] = []
    for number, (matter, wordings) in enumerate(MATTERS.items()):
        for estate in ESTATES[2 * number % 6 :][:2]:
            for wording in wordings:
                truth[len(texts)] = matter, estate
                texts.append(wording.format(e=estate))
    for text in ALONE:
        truth[len(texts)] = "alone", text
        texts.append(text)
    made = [
        Report(at, text, START + timedelta(hours=at), f"p{at}") for at, text in enumerate(texts)
    ]
    random.Random(seed).shuffle(made)
    return made, truth


def pairs(groups: Iterable[Group]) -> set[tuple[int | str, int | str]]:
    """Every two that are in one group."""
    return {
        (one, two)
        for group in groups
        for one in group.ids
        for two in group.ids
        if str(one) < str(two)
    }


def of_matters(groups: Sequence[Group], truth: dict[int | str, Placed]) -> list[set[Placed]]:
    """The matters and estates of each group that has one of them."""
    found = [{truth[key] for key in group.ids} for group in groups]
    return [one for one in found if any(matter != "alone" for matter, _where in one)]


def test_one_matter_in_several_peoples_words_is_one_group() -> None:
    made, truth = reports()
    groups = Grouping.of(made).groups
    found = of_matters(groups, truth)
    together = pairs(groups)
    right = {
        (one, two)
        for one in truth for two in truth
        if truth[one] == truth[two] and str(one) < str(two)
    }  # fmt: skip
    assert len(right & together) / len(right) >= 0.8
    assert all(len(matters) == 1 for matters in found)


def test_the_same_matter_at_two_estates_and_two_matters_at_one_stay_apart() -> None:
    texts = [w.format(e=e) for e in ESTATES[:2] for m in ("noise", "lift") for w in MATTERS[m]]
    made, _truth = reports()
    others = [one for one in made if one.text not in texts and int(one.id) >= 24]
    asked = [Report(f"a{at}", text, START) for at, text in enumerate(texts)]
    groups = Grouping.of([*asked, *others]).groups
    kind = {f"a{at}": at // 4 for at in range(len(texts))}
    mixed = [group for group in groups if len({kind.get(str(key), -1) for key in group.ids}) > 1]
    assert not mixed
    assert {kind[str(key)] for group in groups for key in group.ids if key in kind} == {0, 1, 2, 3}


def test_known_positions_far_apart_are_two_matters() -> None:
    text = "路边井盖破损\n路边的井盖破损，车轮压过去很响，请维修井盖。"
    made, _truth = reports()
    near = [Report(f"n{at}", text, START, lon=114.0, lat=22.7) for at in range(3)]
    far = [Report(f"f{at}", text, START, lon=114.05, lat=22.7) for at in range(3)]
    groups = Grouping.of([*made, *near, *far]).groups
    found = {frozenset(group.ids) for group in groups if str(group.ids[0])[0] in "nf"}
    assert found == {frozenset({"n0", "n1", "n2"}), frozenset({"f0", "f1", "f2"})}


@pytest.mark.parametrize("seed", range(4))
def test_adding_gives_nearly_what_grouping_anew_gives(seed: int) -> None:
    """A night's grouping, and one report of each matter that comes by day."""
    made, truth = reports(seed=seed)
    last = {truth[one.id]: one for one in made if truth[one.id][0] != "alone"}
    day = list(last.values())
    grown = Grouping.of([one for one in made if one not in day])
    for start in range(0, len(day), 2):
        grown.add(day[start : start + 2])
    together, anew = pairs(grown.groups), pairs(Grouping.of(made).groups)
    assert len(anew & together) / len(anew | together) >= 0.75


def test_adding_tells_which_groups_changed_and_leaves_the_others() -> None:
    made, truth = reports()
    late = next(one for one in made if truth[one.id] == ("noise", ESTATES[0]))
    grown = Grouping.of([one for one in made if one is not late])
    before = {group.key: group for group in grown.groups}
    changed = grown.add([late])
    after = {group.key: group for group in grown.groups}
    assert [late.id in after[key].ids for key in changed] == [True]
    assert {key: group for key, group in before.items() if key not in changed} == {
        key: group for key, group in after.items() if key not in changed
    }


def test_a_report_that_is_there_already_changes_nothing() -> None:
    made, _truth = reports()
    grouping = Grouping.of([*made, made[0]])
    before = grouping.groups
    assert grouping.add(made[:10]) == set()
    assert grouping.groups == before
    assert len(grouping.reports) == len(made)


def test_a_group_is_called_by_a_members_title_and_told_by_its_words() -> None:
    made, truth = reports()
    titles = {parted(one.text)[0] for one in made}
    groups = [one for one in Grouping.of(made).groups if truth[one.ids[0]][0] != "alone"]
    assert groups
    for group in groups:
        assert group.title in titles
        assert truth[group.ids[0]][1] in group.words
        assert len(group.words) > 1
        assert len(group.likeness) == len(group.ids)
        assert all(0 <= one <= 1 for one in group.likeness)


@pytest.mark.parametrize(
    "texts",
    [[], [""], ["", "", ""], ["好"], ["。。。"] * 5, ["\x00\ud800"] * 3, ["同样的话"] * 40, ["长" * 50_000] * 2],
)  # fmt: skip
def test_it_takes_whatever_is_written(texts: list[str]) -> None:
    made = [Report(at, text, START) for at, text in enumerate(texts)]
    grouping = Grouping.of(made)
    assert all(len(set(group.ids)) == len(group.ids) >= 2 for group in grouping.groups)
    grouping.add([Report("later", "同样的话", START)])
    assert len(grouping.reports) == len(texts) + 1


def test_names_of_places_are_told_by_their_form() -> None:
    assert places("投诉翠湖花园旁边的搅拌站") == ["翠湖花园"]
    assert places("查处金桂小区与和平路口的烧烤") == ["金桂小区", "和平路"]
    assert places("向阳小区和东风村") == ["向阳小区", "东风村"]
    assert "A3区" in places("A3区桐花路在修路")
    assert places("请问怎样办理") == []
    assert "翠湖花园" not in without("投诉翠湖花园太吵", ["翠湖花园"])


def test_the_same_texts_are_read_alike_by_every_process() -> None:
    """Names that overlap are taken out in one order, whatever the order of a set."""
    code = (
        "from jiedao.engines.mining.grouping.phrases import without;"
        "print(without('一二三四五六七八九十', ['一二三', '二三四', '三四五', '四五六', '六七八', '七八九']))"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": str(seed)},
            capture_output=True, text=True, check=True,
        ).stdout
        for seed in range(4)
    }  # fmt: skip
    assert len(said) == 1


def test_headings_of_a_form_are_no_part_of_the_matter() -> None:
    form = "【诉求内容】路灯不亮。【诉求目的】请修理。"
    assert parted(form) == ("路灯不亮", "路灯不亮。 请修理。")
    assert parted("【紧急】井盖不见了\n有人掉下去了") == ("井盖不见了", "有人掉下去了")


def test_a_copy_does_not_vouch_for_a_member_and_copies_go_together() -> None:
    words = np.array(
        [[1, 0, 0, 0], [0.9, 0.1, 0, 0], [0.02, 0, 1, 0.2], [0, 0, 0.3, 1], [0, 0, 1, 0]],
        np.float32,
    )
    words /= np.linalg.norm(words, axis=1, keepdims=True)
    rows = Rows(csr_matrix(words), csr_matrix(words), words)
    said = said_by(rows, np.array([0, 0, 0, 0, 1]))
    assert said.nearest[:2] == pytest.approx([0.994, 0.994], abs=0.001)
    assert (said.besides[:2] < SAID_BESIDES).all()
    assert said.nearest[2:4] == pytest.approx(said.besides[2:4])
    assert said.copy_of.tolist() == [0, 0, 2, 3, 4]
    alone = said_by(rows, np.array([0, 0, 1, 2, 3]))
    assert alone.besides[:2].tolist() == [1, 1], "with nobody but copies there is nobody to ask"


def test_what_is_said_of_every_matter_joins_none() -> None:
    wish = "区指挥中心派单，请接单后先联系市民"
    made = [
        Report(n, f"事项{n}\n{wish}：{estate}{what}", START, item=f"事项{n}")
        for n, (estate, what) in enumerate(
            (estate, f"第{what}样东西坏了") for estate in ESTATES for what in "甲乙丙丁"
        )
    ]
    formulas = formulas_of(made)
    assert {"区指挥中心派单", "请接单后先联系市民"} <= formulas
    assert "联系市民" not in without_formulas(made[0].text, formulas)
    assert "翠湖花园第甲样东西坏了" in without_formulas(made[0].text, formulas)
    same = [Report(one.id, one.text, one.at, item="一样") for one in made]
    assert not formulas_of(same), "of one item it may be the matter itself"
