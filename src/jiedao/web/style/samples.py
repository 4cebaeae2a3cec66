"""What the style page shows: made up, the same on every call, from no database."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from pydantic import BaseModel, Field, field_validator

from jiedao.kernel import clock
from jiedao.kernel.declarations import Tone
from jiedao.web import formats
from jiedao.web.parts import (
    BoardCard,
    BoardColumn,
    Change,
    Chart,
    Entry,
    Fact,
    Photo,
    Series,
)
from jiedao.web.widgets import Pin

_TEXTS = (
    "海滨路与文兴街交叉口路灯不亮，晚上过马路看不清",
    "楼下烧烤档深夜噪音扰民，已连续三天",
    "人行道地砖破损，老人经过容易绊倒",
    "小区门口垃圾桶满溢，异味大",
    "工地凌晨两点仍在施工，影响休息",
    "电动车在楼道内飞线充电，有火灾隐患",
    "排水口堵塞，下雨后积水没过脚踝",
    "共享单车堆满盲道，无法通行",
    "公园健身器材螺丝松动",
    "咨询灵活就业人员社保补贴办理材料",
    "树枝压到电线，台风天有危险",
    "店铺占道经营，行人只能走机动车道",
)
_UNITS = ("城管办", "市政服务中心", "应急办", "文兴社区", "海滨社区", "规建办", "综合执法队")
_ITEMS = ("路灯照明", "噪音扰民", "道路破损", "环境卫生", "施工噪音", "消防隐患", "内涝积水")
_STATES = (("待分拨", 30), ("处置中", 40), ("待核查", 12), ("已结案", 18))


@dataclass(frozen=True, slots=True)
class Sample:
    """A made-up order."""

    pk: int
    number: str
    text: str
    item: str
    unit: str
    state: str
    reported_at: datetime
    due_at: datetime
    warn_at: datetime
    paused_at: datetime | None
    stopped_at: datetime | None
    address: str

    @property
    def tone(self) -> Tone:
        """The colour of its clock."""
        return formats.tone_of(
            self.due_at, warn=self.warn_at, paused=self.paused_at, stopped=self.stopped_at
        )


def orders(count: int = 60) -> list[Sample]:
    """Made-up orders in every state, late ones first."""
    # The same rows for a while: a row that differs from the one shown before is marked as changed.
    now = clock.now().replace(minute=0, second=0, microsecond=0)
    return sorted((_order(i, now) for i in range(count)), key=lambda one: one.due_at)


def _order(i: int, now: datetime) -> Sample:
    hours = (i * 37) % 131 - 26
    state = ("待分拨", "处置中", "处置中", "待核查", "处置中", "已结案")[i % 6]
    due = now + timedelta(hours=hours, minutes=i * 7)
    return Sample(
        pk=i + 1,
        number=f"C2611{22 - i % 9:02d}{i * 13 + 101:05d}",
        text=_TEXTS[i % len(_TEXTS)],
        item=_ITEMS[i % len(_ITEMS)],
        unit="" if state == "待分拨" else _UNITS[i % len(_UNITS)],
        state=state,
        reported_at=due - timedelta(hours=60),
        due_at=due,
        warn_at=due - timedelta(hours=15),
        paused_at=now if i % 11 == 4 else None,
        stopped_at=due - timedelta(hours=9 if i % 4 else -6) if state == "已结案" else None,
        address=f"{('海滨路', '文兴街', '榕树巷', '港前大道')[i % 4]}{i * 3 + 2}号",
    )


class Effect(StrEnum):
    """How well it went."""

    SATISFIED = "满意"
    BASICALLY = "基本满意"
    DISSATISFIED = "不满意"


class SampleForm(BaseModel):
    """Every kind of field."""

    text: str = Field(
        title="事情经过",
        description="说清楚什么事、在哪里、多久了。",
        min_length=5,
        max_length=500,
        json_schema_extra={"widget": "textarea"},
    )
    address: str = Field(
        default="", title="地址", max_length=120, json_schema_extra={"widget": "address"}
    )
    pin: Pin | None = Field(default=None, title="地图位置")
    pictures: list[object] = Field(default=[], title="照片", json_schema_extra={"widget": "photos"})
    effect: Effect = Field(default=Effect.SATISFIED, title="满意度")
    unit: str = Field(title="主办单位", json_schema_extra={"widget": "select"})
    parts: list[str] = Field(default=[], title="协办单位", json_schema_extra={"widget": "checks"})
    amount: Decimal | None = Field(
        default=None, title="预计费用", ge=0, json_schema_extra={"unit": "元"}
    )
    until: datetime | None = Field(default=None, title="挂账至")
    phone: str = Field(default="", title="联系电话", json_schema_extra={"widget": "phone"})
    secret: bool = Field(default=False, title="涉密，只有主办单位可见")

    @field_validator("phone")
    @classmethod
    def _phone(cls, value: str) -> str:
        if value and len(value) != 11:
            raise ValueError("手机号应为 11 位。")
        return value


class ReasonForm(BaseModel):
    """A reason."""

    reason: str = Field(
        title="退回原因",
        description="会告诉对方。",
        min_length=2,
        max_length=300,
        json_schema_extra={"widget": "textarea", "rows": 3},
    )


def facts(one: Sample) -> list[Fact]:
    """What an order is."""
    return [
        Fact("事项", one.item),
        Fact("渠道", "12345 热线"),
        Fact("地点", one.address),
        Fact("网格", "文兴社区 · 07 格"),
        Fact("主办", one.unit or "未分拨"),
        Fact("协办", "市政服务中心"),
        Fact("立案条件", "夜间照明缺失影响通行，连续三盏以上不亮", wide=True),
    ]


def picture(text: str, shade: str) -> str:
    """A drawn picture as a data address."""
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="800" height="600">'
        f'<rect width="800" height="600" fill="%23{shade}"/>'
        '<rect y="380" width="800" height="220" fill="%23555"/>'
        '<rect x="380" y="120" width="12" height="280" fill="%23333"/>'
        f'<text x="40" y="560" font-size="44" fill="white">{text}</text></svg>'
    )
    return f"data:image/svg+xml;utf8,{svg}".replace('"', "'")


def pictures() -> list[Photo]:
    """Three pictures, a document and a recording."""
    now = clock.now()
    return [
        Photo(picture("before", "8fa3b5"), caption="上报", at=now - timedelta(hours=30)),
        Photo(picture("before 2", "7d8f7a"), caption="处置前", at=now - timedelta(hours=5)),
        Photo(picture("after", "b59f84"), caption="处置后", at=now - timedelta(hours=2)),
        Photo("#", caption="现场勘查记录.pdf", kind="document", size=348_000),
        Photo("#", caption="来电录音 2 分 14 秒", kind="audio"),
    ]


def entries() -> list[Entry]:
    """A timeline with every kind of line."""
    now = clock.now()
    return [
        Entry(
            now - timedelta(hours=2),
            "陈志强",
            "处置完成",
            "更换灯泡 3 只、镇流器 1 只，现场已恢复照明。",
            icon="check",
            unit="市政服务中心",
            photos=pictures()[2:3],
        ),
        Entry(
            now - timedelta(hours=8),
            "林晓",
            "延期",
            "灯杆需登高车，明日上午到场。",
            changes=[Change("内部时限", "11-22 12:00", "11-23 18:00")],
            icon="clock-pause",
            unit="市政服务中心",
        ),
        Entry(
            now - timedelta(hours=26),
            "黄伟",
            "首次联系",
            "已电话告知处理安排。",
            icon="phone-call",
            unit="市政服务中心",
        ),
        Entry(
            now - timedelta(hours=30),
            "值班长",
            "分拨",
            changes=[Change("主办", "", "市政服务中心"), Change("事项", "", "路灯照明")],
            icon="send",
            unit="指挥中心",
        ),
        Entry(now - timedelta(hours=31), "居民", "上报", "通过公众页面提交。", icon="message"),
    ]


def columns() -> list[BoardColumn]:
    """A board."""
    rows = orders(48)
    made = []
    for state in ("待分拨", "处置中", "待核查", "已结案"):
        cards = [
            BoardCard("#", one.text, one.unit or one.item, one.due_at, one.warn_at)
            for one in rows
            if one.state == state and one.stopped_at is None
        ][:9]
        made.append(BoardColumn(state, state, cards, more_url="#" if len(cards) == 9 else ""))
    return made


def charts() -> list[Chart]:
    """Bars, lines, and bars of states."""
    months = [f"{month} 月" for month in range(1, 12)]
    return [
        Chart(
            "哪些事项最多",
            list(_ITEMS),
            [Series("本月", (18420, 15210, 9330, 7420, 5120, 3300, 1210))],
            unit="件",
            horizontal=True,
        ),
        Chart(
            "按期办结率今年升了 3.2 个百分点",
            months,
            [
                Series("街道", (93.1, 93.4, 94.0, 93.8, 94.6, 95.0, 95.2, 95.1, 95.8, 96.0, 96.3)),
                Series("上年", (91.0, 91.2, 91.9, 92.0, 92.4, 92.2, 92.8, 93.0, 93.1, 93.0, 93.1)),
            ],
            kind="line",
            unit="%",
        ),
        Chart(
            "各单位在办工单的时限",
            list(_UNITS),
            [
                Series("在时限内", (42, 38, 21, 33, 29, 17, 26), "green"),
                Series("快到期", (6, 9, 3, 4, 5, 2, 7), "amber"),
                Series("已超期", (2, 5, 0, 1, 3, 0, 4), "red"),
            ],
            kind="stacked",
        ),
    ]
