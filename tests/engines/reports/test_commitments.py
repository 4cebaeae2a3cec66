"""Which clauses of a plan are promises, and where a list is more than one."""

import pytest

from jiedao.engines.reports.reading import read

HEAD = "二、2025年工作计划\n(一)提升城区品质,建设美好家园。"


def promised(text: str) -> list[str]:
    return [each.quote for each in read(HEAD + text).commitments]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Lead-ins belong to what follows.
        ("以示范点为抓手,建设书香社区。", ["建设书香社区"]),
        ("通过积分兑换等形式,开展垃圾分类宣传。", ["开展垃圾分类宣传"]),
        ("聚焦群众出行,优化公交线路。", ["优化公交线路"]),
        # What it is for is no promise.
        ("开展市容整治,营造整洁环境。", ["开展市容整治"]),
        ("举办技能大赛,激发创新活力。", ["举办技能大赛"]),
        ("完善培训机制,不断提升履职能力。", ["完善培训机制"]),
        ("加强应急演练,确保社会大局和谐稳定。", ["加强应急演练"]),
        # Who sees to it and by when is said of what stands before …
        ("推进危房整治,确保6月底前完成。", ["推进危房整治,确保6月底前完成"]),
        ("建设滨河步道,由城建部门牵头。", ["建设滨河步道,由城建部门牵头"]),
        (
            "建设滨河步道。由城建部门牵头,三季度前完工。",
            ["建设滨河步道。由城建部门牵头,三季度前完工"],
        ),
        ("打通春晖路、秋实路,力争年底前通车。", ["打通春晖路", "秋实路,力争年底前通车"]),
        ("由城建部门牵头,建设滨河步道。", ["建设滨河步道"]),
        # … but not where something else is done by then.
        (
            "建设滨河步道,确保6月底前完成两岸绿化。",
            ["建设滨河步道", "确保6月底前完成两岸绿化"],
        ),
        (
            "建设滨河步道。由城建部门牵头打造口袋公园。",
            ["建设滨河步道", "由城建部门牵头打造口袋公园"],
        ),
        # It is still they who are encouraged.
        ("鼓励商户成立联盟,主动参与街区治理。", ["鼓励商户成立联盟,主动参与街区治理"]),
        ("成立商户联盟,主动参与街区治理。", ["成立商户联盟", "主动参与街区治理"]),
        # A number says how much of the clause before.
        ("加快立体车库建设,新增泊位200个。", ["加快立体车库建设,新增泊位200个"]),
        # Lists.
        ("打通春晖路、秋实路。", ["打通春晖路", "秋实路"]),
        ("新建小学2所、幼儿园3所。", ["新建小学2所", "幼儿园3所"]),
        ("增划停车位、清理废弃车辆。", ["增划停车位", "清理废弃车辆"]),
        ("办好“邻里节”“读书月”。", ["办好“邻里节”", "“读书月”"]),
        ("加快推进河口、山前等6个园区改造。", ["加快推进河口、山前等6个园区改造"]),
        ("建设南湖碧道、北湖碧道等碧道项目。", ["建设南湖碧道、北湖碧道等碧道项目"]),
        ("建设南湖公园、北湖书吧等配套项目。", ["建设南湖公园", "北湖书吧等配套项目"]),
        (
            "建设青年友好社区、青年友好街区等配套设施。",
            ["建设青年友好社区、青年友好街区等配套设施"],
        ),
        ("办好“邻里节”、“读书月”等活动。", ["办好“邻里节”", "“读书月”等活动"]),
        ("建设一支懂政策、会调解的队伍。", ["建设一支懂政策、会调解的队伍"]),
        ("整治乱停车、乱堆放等行为。", ["整治乱停车、乱堆放等行为"]),
        ("推动服务规范化、精细化。", ["推动服务规范化、精细化"]),
        # Enumerators are not part of it.
        ("一是完善议事机制,二是培育志愿队伍。", ["完善议事机制", "培育志愿队伍"]),
        ("坚持不懈用理论武装头脑。", []),
    ],
)
def test_promises(text: str, expected: list[str]) -> None:
    assert promised(text) == expected


def test_topic_sentences_are_none() -> None:
    text = (
        "优化营商环境。建立企业服务专员制度,开展政策宣讲。壮大集体经济。盘活闲置物业,引进优质租户。"
        "建强人才队伍。建设青年驿站,举办人才沙龙。"
    )
    assert promised(text) == [
        "建立企业服务专员制度",
        "开展政策宣讲",
        "盘活闲置物业",
        "引进优质租户",
        "建设青年驿站",
        "举办人才沙龙",
    ]


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("力争2025年8月建成文化广场。", "2025-08"),
        ("年底前建成文化广场。", "2025"),
        ("上半年建成文化广场。", "2025H1"),
        ("建成文化广场。", ""),
        ("三季度前建成文化广场。", "2025Q3"),
        ("第2季度建成文化广场。", "2025Q2"),
        ("6月底前建成文化广场。", "2025-06"),
        ("十一月底前建成文化广场。", "2025-11"),
        ("十一前建成文化广场。", "2025-09"),
        ("“五一”前建成文化广场。", "2025-04"),
        ("2026年上半年建成文化广场。", "2026H1"),
        ("年中建成文化广场。", "2025H1"),
        ("建成文化广场,由文化站牵头,确保三季度前完成。", "2025Q3"),
        ("建成文化广场。由文化站牵头,十一前开放。", "2025-09"),
        ("6月底前,建成文化广场。", "2025-06"),
        ("建成二十一家书屋,前期工作全面完成。", ""),
    ],
)
def test_due(text: str, due: str) -> None:
    commitment = read(HEAD + text).commitments[0]
    assert commitment.due == due


def test_what_follows_a_list_is_said_of_each() -> None:
    found = read(HEAD + "打通春晖路、秋实路,力争三季度前通车。").commitments
    assert [one.due for one in found] == ["2025Q3", "2025Q3"]


def test_next_year_is_one_later_only_in_a_plan_for_the_rest_of_a_year() -> None:
    rest = "二、2024年下半年工作计划\n(一)提升城区品质,建设美好家园。"
    assert read(rest + "明年3月建成文化广场。").commitments[0].due == "2025-03"
    assert read(HEAD + "明年3月建成文化广场。").commitments[0].due == "2025-03"


def test_domains_are_applications() -> None:
    (commitment,) = read(HEAD + "开展消防演练。").commitments
    assert commitment.domain == "fire"


def test_what_is_done_is_no_promise() -> None:
    assert read("一、2024年工作总结\n建成文化广场,打通春晖路。").commitments == []
