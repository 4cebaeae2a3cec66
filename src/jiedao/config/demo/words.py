"""Texts that residents, operators and grid workers of the demo town write.

Composed from a matter's phrases, a place on the demo map and the manner of the channel; varied
enough that a year of them does not read like one letter copied.
"""

import random
from dataclasses import dataclass
from datetime import datetime

from jiedao.config.demo.matters import Matter

_SINCE = (
    "已经三天了", "有一个多星期了", "从上个月就这样", "最近天天如此", "昨晚开始的", "今天一早发现的",
    "持续半个月", "好几个月了", "前天下雨以后", "周末最严重", "",
)  # fmt: skip
_TROUBLE = (
    "老人小孩出入很不方便", "影响休息", "晚上看不清，容易出事", "邻居们都有意见", "担心出安全问题",
    "孩子上学每天要经过", "生意受影响", "气味很大，不敢开窗", "之前打过电话也没有人来", "",
)  # fmt: skip
_ASK = (
    "请尽快派人处理", "希望有关部门来看一下", "麻烦核实后回复我", "请问什么时候能解决", "盼早日解决",
    "请依法处理", "希望长期管起来，不要只清理一次", "请给个说法", "能不能今天就处理", "拜托了",
)  # fmt: skip
_OPENING = (
    "你好，",
    "您好，",
    "领导好，",
    "我是附近居民，",
    "我住这里的，",
    "反映一个问题：",
    "",
    "",
    "",
)
_CLOSING = ("。", "！", "，谢谢。", "，谢谢！", "。辛苦了。", "")
_NEAR = ("门口", "旁边", "对面", "楼下", "后面", "路口", "附近", "")
_SLIPS = {"处理": "出理", "垃圾": "拉圾", "已经": "以经", "附近": "付近", "希望": "希忘"}


@dataclass(frozen=True)
class Spot:
    """Where a text plays: words that the map knows, such as 海棠路88号 or 望海花园3栋."""

    words: str
    community: str


def compose(rng: random.Random, matter: Matter, spot: Spot, channel: str, at: datetime) -> str:
    """One text about a matter at a spot, in the manner of the channel."""
    phrase = rng.choice(matter.phrases)
    manner = _MANNERS.get(channel, _resident)
    text = manner(rng, phrase, spot, at)
    if channel in ("public_page", "snap") and rng.random() < 0.04:
        text = _slip(rng, text)
    return text


def _resident(rng: random.Random, phrase: str, spot: Spot, _at: datetime) -> str:
    where = f"{spot.words}{rng.choice(_NEAR)}"
    parts = [f"{where}{phrase}" if rng.random() < 0.6 else f"{phrase}，就在{where}"]
    parts += [word for word in (rng.choice(_SINCE), rng.choice(_TROUBLE)) if word]
    rng.shuffle(parts)
    if rng.random() < 0.85:
        parts.append(rng.choice(_ASK))
    return rng.choice(_OPENING) + "，".join(parts) + rng.choice(_CLOSING)


def _snap(rng: random.Random, phrase: str, spot: Spot, _at: datetime) -> str:
    short = phrase.split("，")[0]
    return f"{spot.words}{rng.choice(_NEAR)}{short}" + rng.choice(("", "，请处理", "。"))


def _operator(rng: random.Random, phrase: str, spot: Spot, _at: datetime) -> str:
    said = rng.choice(("市民来电反映", "来电人反映", "诉求人来电称", "市民反映"))
    wish = rng.choice(
        ("要求相关部门核实处理", "希望尽快处理并回复", "请相关部门跟进", "要求依法查处")
    )
    extra = [word for word in (rng.choice(_SINCE), rng.choice(_TROUBLE)) if word]
    detail = "，".join([f"{spot.community}{spot.words}{rng.choice(_NEAR)}{phrase}", *extra])
    return f"{said}：{detail}。{wish}。"


def _grid(rng: random.Random, phrase: str, spot: Spot, at: datetime) -> str:
    found = rng.choice(("巡查发现", "巡格时发现", "入户时发现", "走访时居民反映"))
    done = rng.choice(("，已现场劝导", "，已拍照", "，已设警示", "，需专业部门处理", ""))
    return f"{at.hour}时{found}{spot.words}{phrase.split('，')[0]}{done}。"


def _platform(_rng: random.Random, phrase: str, spot: Spot, _at: datetime) -> str:
    return f"【区平台转办】{spot.community}，{spot.words}：{phrase}。请按时限办理并反馈。"


def _slip(rng: random.Random, text: str) -> str:
    """A typing error, as thumbs make them."""
    wrong = [word for word in _SLIPS if word in text]
    if not wrong:
        return text
    word = rng.choice(wrong)
    return text.replace(word, _SLIPS[word], 1)


_MANNERS = {
    "public_page": _resident,
    "staff": _resident,
    "snap": _snap,
    "hotline_12345": _operator,
    "district_platform": _platform,
    "grid": _grid,
}

_RESULTS = (
    "接单后到现场核实，情况属实，已组织人员处理完毕。",
    "已与诉求人联系，现场{what}，问题已解决。",
    "经现场查看，已责令当事人整改，整改到位。",
    "已安排{what}，并列入日常巡查。",
    "联合有关单位到场处置，现已恢复。",
    "已向诉求人说明情况并完成办理。",
)
_ACTS = ("清理", "维修", "更换", "劝导教育", "加固", "检测", "疏通", "告知并整改")


def result(rng: random.Random) -> str:
    """What a handler writes when the work is done."""
    return rng.choice(_RESULTS).format(what=rng.choice(_ACTS))


def reply(rng: random.Random, matter: Matter, unit: str, at: datetime) -> str:
    """An official reply to the person who asked."""
    day = f"{at.month}月{at.day}日"
    opening = rng.choice(("您好，您反映的问题收悉。", "您好！感谢您的反映。", "尊敬的市民，您好。"))
    middle = f"{day}，{unit}工作人员到现场处理了“{matter.name}”问题，{rng.choice(_ACTS)}已完成。"
    end = rng.choice(
        ("如有其他问题请随时联系我们。", "后续将加强巡查，防止反弹。", "感谢您对工作的支持。")
    )
    return opening + middle + end


RETURN_REASONS = (
    "地址不详，无法到场核实",
    "诉求人电话无人接听，信息不足",
    "现场未发现所反映的问题",
)
OBJECTIONS = ("该位置属于物业红线内", "该设施权属不在我单位", "按职责清单应由主管部门牵头")
EXTENSIONS = (
    "需要协调产权单位到场",
    "配件需要采购",
    "须多次夜间监测取证",
    "当事人在外地，需约定时间",
)
SUSPENSIONS = ("纳入年度改造计划，待开工", "等待上级部门批复", "涉及诉讼，待判决")
CHECK_NOTES = ("电话核查，诉求人认可", "现场已恢复", "查看台账和照片，属实")
CHECK_FAILS = ("现场仍有残留，请继续处理", "照片与位置不符，请补充", "诉求人表示没有人联系过")
