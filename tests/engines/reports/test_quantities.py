"""Which numbers of a sentence are figures, and what they are worth."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiedao.engines.reports.reading import read
from jiedao.engines.reports.reading.numerals import number


def values(text: str) -> list[tuple[Any, str]]:
    return [(figure.value, figure.unit) for figure in read(text).figures]


def only(text: str) -> Any:
    (figure,) = read(text).figures
    return figure


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("1,242.60", 1242.6),
        ("六千", 6000),
        ("二十三", 23),
        ("十", 10),
        ("百", 100),
        ("两", 2),
        ("一百零五", 105),
        ("三万五千", 35000),
        ("不是数", 0),
        ("", 0),
    ],
)
def test_numbers_in_words(words: str, value: float) -> None:
    assert number(words) == value


@pytest.mark.parametrize(
    ("text", "value", "unit", "qualifier"),
    [
        ("全年走访企业320家次。", 320, "家次", "exact"),
        ("新注册企业1,286家。", 1286, "家", "exact"),
        ("拆除违建3.5万平方米。", 3.5, "万平方米", "exact"),
        ("受理诉求1.2万余件。", 1.2, "万件", "over"),
        ("发放补贴近500万元。", 500, "万元", "under"),
        ("采集信息约3万条。", 3, "万条", "about"),
        ("引进项目不少于8个。", 8, "个", "at_least"),
        ("新增床位50张以上。", 50, "张", "at_least"),
        ("整改时限不超过15天。", 15, "天", "at_most"),
        ("累计签约1260户。", 1260, "户", "exact"),
        ("开展巡查四千余次。", 4000, "次", "over"),
        ("举办讲座近百场。", 100, "场", "under"),
        ("产业规模突破千亿元。", 1000, "亿元", "over"),
        ("园区占比超七成。", 7, "成", "over"),
        ("新建幼儿园两所。", 2, "所", "exact"),
        ("新建消防站一座。", 1, "座", "exact"),
        ("一个半月完成腾空。", 1.5, "个月", "exact"),
        ("平均响应时间缩短至20分钟。", 20, "分钟", "exact"),
        ("优良率上升3个百分点。", 3, "个百分点", "exact"),
        ("河道水质达Ⅳ类。", 4, "类", "exact"),
        ("首次突破百亿大关。", 100, "亿元", "over"),
        # However it is written.
        ("全年走访企业３２０家次。", 320, "家次", "exact"),
        ("新注册企业１，２８６家。", 1286, "家", "exact"),
        ("满意率达９８．６％。", 98.6, "％", "exact"),
        ("满意率达百分之九十八点六。", 98.6, "%", "exact"),
        ("投诉率降至千分之三。", 3, "‰", "exact"),
        ("优良率上升三个百分点。", 3, "个百分点", "exact"),
        ("优良率上升3百分点。", 3, "百分点", "exact"),
        ("新建公园一百九十一个。", 191, "个", "exact"),
        ("新增车位数二千一百一十三个。", 2113, "个", "exact"),
        ("受理诉求一万二千余件。", 12000, "件", "over"),
        ("受理诉求逾1.2万件。", 1.2, "万件", "over"),
        ("拆除违建三点五万平方米。", 3.5, "万平方米", "exact"),
        ("总产值1.2万亿元。", 1.2, "万亿元", "exact"),
        ("总产值一万二千亿元。", 12000, "亿元", "exact"),
        ("发放补贴二百五十六点三万元。", 256.3, "万元", "exact"),
        ("税收约二亿元。", 2, "亿元", "about"),
        ("税收不足5亿元。", 5, "亿元", "under"),
        ("阅读量超二十万。", 20, "万", "over"),
        ("举办讲座上百场。", 100, "场", "over"),
        ("推动春晖路、秋实路等五个重点片区整治。", 5, "个", "exact"),
        ("整治点位六十六处。", 66, "处", "exact"),
        ("新建管网3.6km。", 3.6, "km", "exact"),
    ],
)
def test_figures(text: str, value: float, unit: str, qualifier: str) -> None:
    figure = only(text)
    assert (figure.value, figure.unit, figure.qualifier) == (value, unit, qualifier)


@pytest.mark.parametrize(
    "text",
    [
        "2025年3月12日召开会议。",
        "前11个月运行平稳。",
        "前十个月运行平稳。",
        "构建“1+3+N”工作体系。",
        "打造1+5片区格局。",
        "抓好3个方面工作。",
        "迎接建街20周年。",
        "落实“三个100%”要求。",
        "推进3期工程建设。",
        "做好7×24小时值守。",
        "拨打12345热线。",
        "印发〔2024〕15号文件。",
        "建设5G基站。",
        "第3批任务启动。",
        "深化三大行动,抓好两个重点,打好一场硬仗。",
        "二类功能区继续优化。",
        "建成4星级酒店。",
        "落实第一议题制度,发挥第一书记作用。",
        "前三季度经济平稳,零星工程纳管,做好零售服务。",
        "开展100天攻坚行动。",
        "落实二十四小时值守,举办二十四节气活动。",
        "实施百千万工程,服务千家万户,建设五百亿元产业集群。",
        "举办讲座数十场,第一百二十三次例会召开。",
    ],
)
def test_dates_names_and_sayings_are_none(text: str) -> None:
    assert values(text) == []


def test_a_threshold_is_not_counted() -> None:
    assert values("产值5亿元以上企业12家。") == [(12, "家")]
    assert values("注册资金千万元以上40家。") == [(40, "家")]


def test_how_often_is_not_counted() -> None:
    assert values("每周开展2次巡查,发现问题9个。") == [(9, "个")]
    assert values("浏览次数：1234次") == []


def test_a_sign_is_kept() -> None:
    assert values("同比分别-6.2%、+3.1%。") == [(-6.2, "%"), (3.1, "%")]


def test_hundreds_of_millions_of_money_are_yuan() -> None:
    assert values("总产值突破500亿,阅读量3亿。") == [(500, "亿元"), (3, "亿")]


def test_numbers_joined_by_plus_count_if_each_has_a_unit() -> None:
    assert values("形成1个中心+4个分站格局。") == [(1, "个"), (4, "个")]


def test_a_comparison_class_is_not_counted() -> None:
    assert values("在全区9个街道中排名第二。") == [(2, "全区")]
    assert values("位居全市74个街道第8名。") == [(8, "全市")]
    assert values("全区二十三个街道中排第二。") == [(2, "")]
    assert values("在全区6个街道综合考核中排名第一。") == [(1, "")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("满意率全区第一。", [(1, "全区")]),
        ("考核位列全市第12名。", [(12, "全市")]),
        ("营收增速进入全区前三。", [(3, "全区")]),
        ("投诉量全区最低。", [(1, "全区")]),
        ("一季度、二季度考核分别位列全区第五、第三。", [(5, "全区"), (3, "")]),
        ("入户率、建档率排名全区第一。", [(1, "全区"), (1, "全区")]),
        (
            "产值10亿元,税收2亿元,均居全区第二。",
            [(10, "亿元"), (2, "亿元"), (2, "全区"), (2, "全区")],
        ),
        ("绿色石化、海洋装备产值均超百亿元以上。", [(100, "亿元"), (100, "亿元")]),
        ("火灾事故、溺水事故“两个零发生”。", [(0, ""), (0, "")]),
        ("安全生产实现“零事故”。", [(0, "")]),
        ("重大隐患动态清零。", [(0, "")]),
        ("未发生较大火灾事故。", [(0, "起")]),
        ("连续三年考核优秀。", [(3, "年")]),
        ("实现入驻与达产“双百分百”。", [(100, "%"), (100, "%")]),
        ("四项主要指标位居全区前列,两项指标全区第一。", [(None, "全区"), (2, "项"), (1, "全区")]),
    ],
)
def test_ranks_zeros_and_shared_predicates(text: str, expected: list[tuple[Any, str]]) -> None:
    assert [pair for pair in values(text) if pair in expected] == expected


def test_what_has_no_number_has_no_value() -> None:
    assert only("实现社区图书室全覆盖。").value is None
    assert only("工作成效走在全市前列。").value is None


PLACES = ("青石", "白杨湾", "东桥河", "南岭", "凤栖")
"""Invented: a rule that knows a place by its name would not know these."""
LINES = (
    "{place}街道全年受理群众诉求{n}件",
    "{place}社区打造公园{n}个",
    "在{place}片区开展巡查{n}次",
    "整治{place}路沿线隐患{n}处",
)


def in_words(count: int) -> str:
    """As officials write it: 一百零五, 一万二千, 二十三."""
    if count >= 10_000:
        low = count % 10_000
        between = "零" if 0 < low < 1000 else ""
        return f"{in_words(count // 10_000)}万{between}{in_words(low) if low else ''}"
    said, gap = "", False
    for size, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = count // size % 10
        if digit:
            said += ("零" if gap and said else "") + "一二三四五六七八九"[digit - 1] + name
        gap = not digit
    return said.removeprefix("一") if said.startswith("一十") else said


def wide(text: str) -> str:
    return text.translate(str.maketrans("0123456789,.", "０１２３４５６７８９，．"))


WRITINGS = (str, in_words, lambda n: wide(str(n)), "{:,}".format, lambda n: wide(f"{n:,}"))


@given(
    st.sampled_from(LINES),
    st.sampled_from(PLACES),
    st.integers(13, 99_999).filter(lambda n: not 1990 <= n <= 2100),
    st.sampled_from(WRITINGS),
    st.sampled_from(
        (("", "exact"), ("超", "over"), ("逾", "over"), ("近", "under"), ("约", "about"))
    ),
)
def test_a_figure_is_found_whatever_the_place_and_however_the_number_is_written(
    line: str, place: str, count: int, writing: Any, words: tuple[str, str]
) -> None:
    text = "一、2024年工作总结\n" + line.format(place=place, n=words[0] + writing(count)) + "。"
    figure = only(text)
    assert (figure.value, figure.qualifier) == (count, words[1])
    assert text[figure.start : figure.start + len(figure.quote)] == figure.quote


@given(st.integers(13, 99_999))
def test_words_are_worth_what_their_digits_are(count: int) -> None:
    assert number(in_words(count)) == count
