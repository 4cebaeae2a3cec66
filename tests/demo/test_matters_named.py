"""What residents write, and the item of the demo catalogue that it names: one, or none at all.

A text that several items claim, or that only mentions a thing, goes to nobody by itself.
"""

import random

import pytest

from jiedao.config.demo import voices
from jiedao.config.demo.matters import matters
from jiedao.foundation.catalogue.entries import CatalogueItem
from jiedao.foundation.catalogue.lookup import Catalogue
from jiedao.foundation.catalogue.rules import rules_of
from tests.demo.test_voices import AT, CHANNELS

CATALOGUE = Catalogue(
    0,
    [
        CatalogueItem(
            id=number, code=matter.code, name=matter.name, parent_id=None, depth=1, path="", level=3,
            check_way="phone", evidence=(), kinds=(), keywords=(), secret=False, active=True,
        )
        for number, matter in enumerate(matters(), 1)
    ],
    {},
    [],
    [
        rule
        for number, matter in enumerate(matters(), 1)
        for rule in rules_of(number, matter.keywords, {}, {})
    ],
)  # fmt: skip


def named(text: str, channel: str = "public_page") -> str:
    found = CATALOGUE.suggest(text, channel)
    return found.item.name if found else ""


def perhaps(text: str) -> set[str]:
    return {found.item.name for found in CATALOGUE.candidates(text, "public_page")}


@pytest.mark.parametrize(
    ("text", "item"),
    [
        ("海棠路口的井盖丢了，昨天有个小孩差点掉下去，井盖丢失好几天了", "井盖破损"),
        ("我们村口路灯坏了，晚上黑漆漆的", "路灯不亮"),
        ("有人占着人行道摆东西卖，轮椅根本过不去", "占道经营"),
        ("门前的人行道被树根拱起来，老人容易绊倒，人行道不平", "人行道破损"),
        ("人行道地砖松动，一踩一身泥水", "人行道破损"),
        ("电梯困人两次了，物业也不来看", "电梯故障"),
        ("消防通道被私家车堵死了", "消防通道堵塞"),
        ("老板拖欠工资三个月，十几个工人", "拖欠工资"),
        ("楼上有人高空抛物，差点砸到孩子", "高空坠物"),
        ("闻到很重的煤气味", "疑似燃气泄漏"),
        ("下水道堵了，脏水倒灌", "下水道堵塞"),
        ("邻居遛狗不牵绳，咬了人也不管", "犬只扰民"),
        ("楼道里电动车充电，半夜睡觉都害怕", "电动车进楼充电"),
        ("前面工地夜间施工，吵得睡不着", "夜间施工噪音"),
        ("广场舞的声音太大了", "广场舞"),
        ("楼下餐馆油烟直往家里灌", "油烟扰民"),
        ("请问残疾证怎么换新", "残疾人服务"),
        ("想申请低保要带什么材料", "低保救助"),
        ("路边共享单车乱停，把盲道占了", "乱停共享单车"),
        ("超市卖过期牛奶给老人", "过期变质食品"),
        ("停车位被人用地锁占了", "私装地锁占位"),
        ("有人在天桥上摆摊卖手机壳", "占道经营"),
        ("盲道上停满共享单车", "乱停共享单车"),
        ("树枝挡住了红绿灯", "树枝遮挡"),
    ],
)  # fmt: skip
def test_words_that_say_clearly_what_it_is_name_the_item(text: str, item: str) -> None:
    assert named(text) == item


@pytest.mark.parametrize(
    "text",
    [
        "人行道上停满了车，走不了路",
        "车子开到人行道上来，轮椅根本过不去",
        "轮椅根本过不去，请来看看",
        "推着轮椅的老人没法从这里过",
        "路灯下面总有几个人打牌到很晚",
        "路灯杆旁边放了一袋东西",
        "电梯里贴的通知看不懂",
        "电梯口停了很多电动车",
        "护栏外面有人丢了沙发",
        "公交站旁边味道很大",
        "学校门口对面那家店声音很大",
        "井盖旁边有人烧东西",
        "河道对面的楼晚上很亮",
        "斑马线那里老有人发传单",
        "架空层里有人唱戏",
        "窗口旁边的空调滴水",
        "银行的保安说不归他管",
        "绿化带旁边的店很吵",
        "健身房楼下天天堆货",
        "残疾老人家里没人照顾",
        "司机在楼下等人一直按着喇叭",
        "房东说要把楼卖掉",
        "工厂门口的人很多",
        "燃气公司什么时候上班",
        "村集体旁边那栋楼很吵",
        "感谢社区，不过楼下还是很吵",
        "这个地方太乱了，请管一管",
        "物业费交了电梯还是坏了",
        "健身房倒闭押金不退",
        "斑马线上有人卖菜",
        "护栏上挂了很多被子",
    ],
)  # fmt: skip
def test_a_thing_or_a_place_that_is_only_mentioned_names_nothing(text: str) -> None:
    assert named(text) == ""


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("路灯坏了，路面塌陷看不见", {"路灯不亮", "路面破损"}),
        ("感谢帮忙把路灯修好，但是昨晚路灯又坏了", {"表扬感谢", "路灯不亮"}),
        ("井盖松动，旁边护栏也被撞坏了", {"井盖破损", "护栏损坏"}),
        ("停电以后电梯困人", {"停电故障", "电梯故障"}),
        ("河堤护栏断了", {"河堤护栏隐患", "护栏损坏"}),
        ("楼道堆放杂物，消防通道都堵了", {"楼道堆物", "消防通道堵塞"}),
    ],
)  # fmt: skip
def test_of_two_matters_in_one_text_a_person_decides_and_is_told_both(
    text: str, items: set[str]
) -> None:
    assert named(text) == ""
    assert perhaps(text) == items


def test_most_of_a_year_finds_its_item_and_hardly_any_a_wrong_one() -> None:
    rng = random.Random(11)
    known, weights = matters(), [matter.weight for matter in matters()]
    found = right = 0
    for number in range(6000):
        matter = rng.choices(known, weights)[0]
        channel = rng.choice(CHANNELS)
        spot = voices.Spot(f"海棠路{number % 400}号", "望海社区")
        item = named(voices.compose(rng, matter, spot, channel, AT), channel)
        found += bool(item)
        right += item == matter.name
    assert found / 6000 > 0.75
    assert right / found > 0.995
