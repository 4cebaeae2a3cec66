"""Units of measure and measure words that make a number a figure."""

MONEY = ("元", "美元", "港元", "人民币")
AREA = (
    "平方米", "平方公里", "平方千米", "㎡", "m²", "km²", "平米", "平方", "公顷", "亩",
)  # fmt: skip
LENGTH = ("公里", "千米", "延米", "米", "km")
RATIO = ("个百分点", "百分点", "%", "％", "‰")
TIMES = ("成", "倍")
MOMENTS = ("小时", "分钟")
DURATION = ("个月", "天", "个工作日", "工作日")
PERSON_TIMES = ("人次", "人·次")
PERSONS = ("余名", "人", "名", "位")
HOUSEHOLDS = ("户家庭", "户次", "家庭", "户")
VISITS = ("家次", "户次", "企次", "店次", "间次")
EVENTS = (
    "场次", "批次", "班次", "场", "次", "期", "轮", "趟", "届次", "回", "课时",
)  # fmt: skip
THINGS = (
    "大类", "类", "项", "个", "家", "条", "座", "所", "宗", "件", "株", "栋", "套", "份", "例", "起",
    "处", "支", "台", "辆", "间", "幢", "棵", "盏", "张", "册", "部", "篇", "本", "枚", "块", "口",
    "根", "片", "单", "吨", "公斤", "千克", "立方米", "万立方", "千瓦时", "千瓦", "兆瓦", "具", "瓶",
    "艘", "头", "只", "组", "门", "幅", "面", "笔", "对", "班", "车", "桩", "宗次", "件次", "处次",
    "项次", "辆次", "台次", "批", "人份", "余份", "顶", "标段", "床", "张床位", "车次", "单次", "分",
    "座次", "款", "则", "毫克/立方米", "微克/立方米", "兆", "代", "档", "节", "粒", "剂", "剂次", "针", "株次", "学时", "等次",
)  # fmt: skip

EVERY = tuple(
    sorted(
        {
            *MONEY, *AREA, *LENGTH, *RATIO, *TIMES, *DURATION, *MOMENTS, *PERSON_TIMES, *PERSONS,
            *HOUSEHOLDS, *VISITS, *EVENTS, *THINGS,
        },
        key=len,
        reverse=True,
    )
)  # fmt: skip

#: Measure words that make a number in words a count (“两所”, “七类”), not a saying (“三大”).
IN_WORDS = (
    "家次", "人次", "场次", "批次", "大类", "家", "所", "座", "条", "场", "次", "件", "宗", "人", "名",
    "户", "处", "支", "台", "辆", "栋", "套", "例", "类", "个", "起", "期", "份", "株", "间", "项次",
)  # fmt: skip

_FAMILIES = (
    ("money", MONEY),
    ("area", AREA),
    ("length", LENGTH),
    ("points", ("个百分点", "百分点")),
    ("percent", ("%", "％")),
    ("tenths", ("成",)),
    ("times", ("倍",)),
    ("visits", VISITS),
    ("person_times", PERSON_TIMES),
    ("duration", (*DURATION, *MOMENTS)),
    ("years", ("年",)),
    ("events", EVENTS),
    ("households", HOUSEHOLDS),
    ("persons", PERSONS),
    ("classes", ("大类", "类")),
    ("rank", ("全区", "全市", "全省", "全国", "历史", "全街道")),
    ("grade", ("等次", "毫克/立方米", "微克/立方米")),
)
_FAMILY = {unit: name for name, units in reversed(_FAMILIES) for unit in units}


def family(unit: str) -> str:
    """“money” for 万元, “visits” for 家次 …; “things” for every other measure word."""
    bare = unit.lstrip("十百千万亿")
    return _FAMILY.get(unit) or _FAMILY.get(bare) or "things"
