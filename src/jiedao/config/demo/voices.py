"""How people write in the demo town: one text about a matter at a spot, as the channel has it.

Residents tell, operators summarise, grid workers note. Each text is put together from a phrase
of the matter, the place, what it does to the writer, what was tried before and what is asked,
in an order and with a punctuation that differ from writer to writer.
"""

import random
from dataclasses import dataclass
from datetime import datetime

from jiedao.config.demo import moods, names
from jiedao.config.demo.matters import Matter
from jiedao.kernel.clock import TOWN_ZONE

_SLIPS = {
    "处理": "出理", "垃圾": "拉圾", "已经": "以经", "附近": "付近", "希望": "希忘", "什么": "神么", "严重": "言重",
    "晚上": "晚上上", "麻烦": "麻烦烦", "反映": "反应", "小孩": "小孩子孩", "再": "在", "的": "得",
}  # fmt: skip
_OPENINGS = (
    "你好，", "您好，", "您好！", "领导好，", "我是附近居民，", "我住这里的，", "反映一个问题：", "工作人员你好，", "投诉，",
    "想反映一下，", "请问有人管吗，", "又来反映了，", "", "", "", "", "", "",
)  # fmt: skip
_CLOSINGS = (
    "。",
    "！",
    "，谢谢。",
    "，谢谢！",
    "。辛苦了。",
    "",
    "",
    "!!",
    "。谢谢你们",
    "，拜托。",
)
_DOINGS = (
    "送孩子上学", "下班回家", "早上买菜", "晚饭后散步", "遛弯", "骑车", "上班路上", "接老人", "倒垃圾", "跑步",
)  # fmt: skip
_PARTS_OF_DAY = (
    "今天早上",
    "今天中午",
    "昨天傍晚",
    "昨晚",
    "前天",
    "上周五",
    "刚刚",
    "这几天",
    "每天早上",
)
_NEAR = {
    "home": ("楼下", "门口", "旁边", "后面", "单元门口", ""),
    "street": ("门口", "旁边", "对面", "路口", "附近", "往东一点", "公交站旁", ""),
    "inside": ("", "里面", "一楼", "", "楼道"),
}
_STREET_PLACES = frozenset({"street", "shop", "site", "school", "park", "any"})


@dataclass(frozen=True)
class Spot:
    """Where a text plays: words that the map knows, such as 海棠路88号 or 望海花园3栋."""

    words: str
    community: str
    use: str = ""


@dataclass(frozen=True)
class Speech:
    """What one text is made of; empty parts are left out."""

    where: str
    trouble: str
    since: str
    effect: str
    before: str
    ask: str

    def clauses(self, *parts: str) -> str:
        return "，".join(part for part in parts if part)


def compose(rng: random.Random, matter: Matter, spot: Spot, channel: str, at: datetime) -> str:
    """One text about a matter at a spot, in the manner of the channel."""
    speech = _speech(rng, matter, spot, vague=rng.random() < _VAGUE.get(channel, 0.0))
    local = at.astimezone(TOWN_ZONE)
    if channel == "grid":
        return _grid(rng, speech, spot, local)
    if channel == "hotline_12345":
        return _operator(rng, speech, spot, matter, local)
    if channel == "district_platform":
        return _platform(rng, speech, spot, matter)
    if channel == "snap":
        return _with_slip(rng, _snap(rng, speech))
    if channel == "staff":
        return _over_the_counter(rng, speech, local)
    return _with_slip(rng, _resident(rng, speech, matter))


# How often people do not name the matter, so that no rule of the catalogue can.
_VAGUE = {"public_page": 0.45, "snap": 0.3, "staff": 0.4, "hotline_12345": 0.09}


def _speech(rng: random.Random, matter: Matter, spot: Spot, *, vague: bool) -> Speech:
    mood = mood_of(matter)
    vague = vague and mood in moods.VAGUE
    trouble = rng.choice(moods.VAGUE[mood] if vague else matter.phrases)
    effects = () if vague else moods.EFFECTS.get(mood, ())
    asking = mood in ("consult", "advice")
    since_fits = not asking and "{d}" not in trouble and matter.level > 1
    asks: tuple[str, ...] = moods.CONSULT_ASKS if mood == "consult" else moods.ASKS
    if matter.level == 1:
        asks = moods.URGENT_ASKS
    return Speech(
        where=spot.words + rng.choice(_NEAR[_near(matter)]),
        trouble=_filled(rng, trouble),
        since=rng.choice(moods.SINCE) if since_fits and rng.random() < 0.5 else "",
        effect=rng.choice(effects) if effects and rng.random() < 0.68 else "",
        before=rng.choice(moods.BEFORE) if since_fits and rng.random() < 0.22 else "",
        ask=rng.choice(asks) if mood != "advice" and rng.random() < 0.85 else "",
    )


def mood_of(matter: Matter) -> str:
    """The mood of the matter's class; what nobody goes to check is a question."""
    if matter.check == "none" and matter.kind.mood not in ("advice", "patrol"):
        return "consult"
    return matter.kind.mood


def _near(matter: Matter) -> str:
    if matter.where in _STREET_PLACES:
        return "street"
    return "inside" if matter.check in ("phone", "none") else "home"


def _filled(rng: random.Random, phrase: str) -> str:
    return phrase.format(
        n=rng.randrange(2, 8),
        m=rng.choice((10, 12, 15, 18, 20, 25, 28, 30, 35, 40, 45, 50, 60)),
        h=rng.choice(moods.NIGHTS),
        d=rng.choice(moods.SPANS),
    )


def _resident(rng: random.Random, speech: Speech, matter: Matter) -> str:
    if mood_of(matter) == "consult":
        text = _question(rng, speech)
    else:
        text = rng.choice((_plainly, _plainly, _place_last, _by_experience, _at_length))(
            rng, speech
        )
    if rng.random() < 0.07:
        text = text.replace("，", " ").replace("。", " ").strip()
    return rng.choice(_OPENINGS) + text + rng.choice(_CLOSINGS)


def _plainly(_rng: random.Random, s: Speech) -> str:
    return s.clauses(s.where + s.trouble, s.since, s.effect, s.before, s.ask)


def _place_last(rng: random.Random, s: Speech) -> str:
    link = rng.choice(("就在", "地点：", "在", "位置是"))
    return s.clauses(s.trouble, link + s.where, s.effect, s.since) + ("。" + s.ask if s.ask else "")


def _by_experience(rng: random.Random, s: Speech) -> str:
    seen = f"{rng.choice(_PARTS_OF_DAY)}{rng.choice(_DOINGS)}经过{s.where}"
    return s.clauses(seen, s.trouble, s.effect) + ("，" + s.ask if s.ask else "")


def _at_length(rng: random.Random, s: Speech) -> str:
    who = rng.choice(("我家住", "我们这栋是", "本人住", "我妈住", "我在这开店，"))
    first = s.clauses(f"{who}{s.where}", s.trouble, s.since)
    rest = s.clauses(s.effect, s.before)
    return first + ("。" + rest if rest else "") + ("。" + s.ask if s.ask else "")


def _question(rng: random.Random, s: Speech) -> str:
    home = rng.choice((f"我住{s.where}，", f"户口不在这里，租住{s.where}，", "", ""))
    return s.clauses(home + s.trouble, s.ask)


def _snap(rng: random.Random, s: Speech) -> str:
    short = s.trouble.split("，")[0]
    return rng.choice(
        (
            f"{s.where}{short}",
            f"{s.where}，{short}，{s.ask or '请处理'}",
            f"{short}，{s.where}",
            f"{s.where}{s.trouble}。",
            f"拍到{s.where}{short}" + (f"，{s.effect}" if s.effect else ""),
            f"{short}（{s.where}）",
            f"{rng.choice(_PARTS_OF_DAY)}看到{s.where}{short}",
        )
    )


def _operator(rng: random.Random, s: Speech, spot: Spot, matter: Matter, at: datetime) -> str:
    said = rng.choice(
        ("市民来电反映", "来电人反映", "诉求人来电称", "市民反映", "来电人表示", "群众来电反映")
    )
    when = rng.choice(
        (f"{at.month}月{at.day}日", f"{at.day}日{at.hour}时许", "近日", "近期", "", "")
    )
    first = f"{said}：{when}{spot.community}{s.where}{s.trouble}"
    detail = s.clauses(s.since, s.effect, s.before.replace("我", "其"))
    wish = rng.choice(_WISHES.get(mood_of(matter), _WISHES[""]))
    told = rng.choice(("", "", "来电人要求对个人信息保密。", "已告知来电人保持电话畅通。"))
    if rng.random() < 0.25:
        return f"【诉求内容】{first}{'，' + detail if detail else ''}。【诉求目的】{wish}。{told}"
    return f"{first}{'，' + detail if detail else ''}。{wish}。{told}"


_WISHES = {
    "": ("要求相关部门核实处理", "希望尽快处理并回复", "请相关部门跟进", "要求依法查处", "希望有关单位到现场核查",
         "请街道核实后答复", "要求尽快解决并电话回复", "希望加强日常巡查"),
    "consult": ("来电咨询办理流程", "请相关部门解答", "请告知办理地点及材料", "请工作人员回电说明"),
    "advice": ("请相关部门参考", "请相关部门研究并回复", "来电建议，请记录", "请转达"),
    "labour": ("要求协助追讨", "请劳动部门介入协调", "希望协助核实处理", "请求帮助"),
    "quarrel": ("希望社区调解", "请求协助化解", "希望相关部门介入协调", "请安排调解员联系"),
    "property": ("要求督促物业整改", "请住建部门核查", "希望公开说明", "要求物业给出书面答复"),
}  # fmt: skip


def _platform(rng: random.Random, s: Speech, spot: Spot, matter: Matter) -> str:
    body = s.clauses(s.trouble, s.since, s.effect)
    number = rng.randrange(1000, 9999)
    return rng.choice(
        (
            f"【区平台转办】{spot.community}，{s.where}：{body}。请按时限办理并反馈。",
            f"【转办】关于{s.where}{matter.name}的诉求：{body}。请核实处理，并于办结后上传结果。",
            f"事项：{matter.name}；地点：{spot.community}{s.where}；内容：{body}；要求：限期办理。",
            f"区指挥中心派单（{number}）：{s.where}{body}，请接单后先联系市民。",
        )
    )


def _grid(rng: random.Random, s: Speech, spot: Spot, at: datetime) -> str:
    short = s.trouble.split("，")[0]
    done = rng.choice(_GRID_ACTS)
    return rng.choice(
        (
            f"{at.hour}时{at.minute:02d}分巡查发现{spot.words}{short}{done}。",
            f"{spot.words}，{short}{done}",
            f"巡格：{s.where}{s.trouble}{done}。",
            f"{'上午' if at.hour < 12 else '下午'}入户时发现{spot.words}{short}{done}。",
            f"走访时居民反映{s.where}{s.trouble}{done}。",
            f"【巡查】{spot.words}；{short}；{done.strip('，') or '已上报'}。",
        )
    )


_GRID_ACTS = (
    "，已现场劝导", "，已拍照", "，已设警示", "，需专业部门处理", "", "，已告知负责人", "，已通知楼栋长", "，当事人不在场",
    "，先行清理一部分", "，已登记", "，明天复看",
)  # fmt: skip


def _over_the_counter(rng: random.Random, s: Speech, at: datetime) -> str:
    who = rng.choice(names.SURNAMES) + rng.choice(("先生", "女士", "阿姨", "伯"))
    came = rng.choice(
        ("窗口接访", "电话登记", "来访登记", "书记信箱", "居民议事会上提出", "微信群收集")
    )
    body = s.clauses(s.where + s.trouble, s.since, s.effect, s.before)
    return f"{at.month}月{at.day}日{came}：居民{who}反映，{body}。" + (
        s.ask + "。" if s.ask else ""
    )


def _with_slip(rng: random.Random, text: str) -> str:
    """Now and then a typing error, as thumbs make them."""
    wrong = [word for word in _SLIPS if word in text]
    if not wrong or rng.random() > 0.05:
        return text
    word = rng.choice(wrong)
    return text.replace(word, _SLIPS[word], 1)
