"""What the template says of each field: in Chinese, with the English beside it.

A template goes from hand to hand, so it does not depend on the language of who fetched it.
"""

from collections.abc import Iterator
from typing import Final

from jiedao.foundation.records.files.fields import ABOUT, LAT, LON, PLACE, fields
from jiedao.foundation.records.schema import Schema, Spec
from jiedao.kernel import registry
from jiedao.kernel.titles import Title

_SORTS: Final = {
    "text": Title("文字", "Text"),
    "integer": Title("整数", "Whole number"),
    "number": Title("数字", "Number"),
    "flag": Title("是或否", "Yes or no"),
    "date": Title("日期", "Date"),
    "moment": Title("日期时间", "Date and time"),
    "option": Title("选一项", "One option"),
    "options": Title("可选几项", "Several options"),
    "ref": Title("引用", "Reference"),
    "pin": Title("位置", "Place"),
    "list": Title("几条文字", "Several texts"),
}
_EXAMPLES: Final = {
    "integer": "12",
    "number": "1200.5",
    "flag": "是",
    "date": "2024-03-05（2024/3/5、2024年3月5日、20240305 也可以）",
    "moment": "2024-03-05 14:30",
    "pin": "经度,纬度，如 114.305,22.705（WGS-84）",
    "list": "用分号隔开：甲；乙",
}
_REFERENCES: Final = {
    "unit": "填单位名称或编码",
    "account": "填姓名或用户名",
    "area": "填社区、网格的名称或编码",
    "organisation": "填统一社会信用代码或名称",
}
_HEAD: Final = ("列名", "English", "必填", "类型", "怎么填")


def kind_title(key: str) -> str:
    """What a kind is called; its key where this installation does not have it."""
    kind = registry.kinds.find(key)
    return str(kind.titles) if kind else key


def comment(spec: Spec) -> str:
    """The note at a heading."""
    titles = (
        f"{LON.en} / {LAT.en}" if spec.name == PLACE else spec.titles.en,
        "必填 Required" if spec.required else "",
        *spec.facts.help,
        how(spec),
    )
    return "\n".join(filter(None, titles))[:1000]


def how(spec: Spec) -> str:
    """How the cells of a field are filled in."""
    parts = []
    if spec.options is not None:
        parts.append("、".join(one.titles.zh for one in spec.options))
    if spec.sort == "options":
        parts.append("几项用顿号隔开")
    if spec.sort == "ref":
        parts.append(_REFERENCES.get(spec.ref) or _of_kind(spec.ref))
    if spec.sort in _EXAMPLES:
        parts.append(f"如 {_EXAMPLES[spec.sort]}" if spec.name != PLACE else "WGS-84，先经度后纬度")
    if spec.facts.unit.zh:
        parts.append(f"单位：{spec.facts.unit.zh}")
    return "；".join(parts)


def _of_kind(ref: str) -> str:
    return f"填“{kind_title(ref.removeprefix('record:'))}”的登记号、编号或名称"


def about(schema: Schema) -> str:
    """What stands in the column that says what a record is about."""
    return f"{ABOUT.en}\n" + "，或".join(_of_kind(kind) for kind in schema.kind.about)


def sheet(schema: Schema) -> Iterator[list[str]]:
    """The lines of the explanations: the first names the columns."""
    yield list(_HEAD)
    for spec in fields(schema):
        title = f"{LON.zh}、{LAT.zh}" if spec.name == PLACE else spec.titles.zh
        yield [
            title, spec.titles.en, "必填" if spec.required else "",
            _SORTS[spec.sort].zh, "。".join(filter(None, [spec.facts.help.zh, how(spec)])),
        ]  # fmt: skip
    if schema.kind.about:
        yield [ABOUT.zh, ABOUT.en, "", _SORTS["ref"].zh, about(schema).partition("\n")[2]]
    yield []
    key = "、".join(spec.titles.zh for spec in fields(schema) if spec.name in schema.kind.unique)
    if key:
        yield [f"“{key}”相同的行视为同一条记录，不会重复登记。"]
    yield ["请不要改列名；列的先后、上面的标题行和空行都没有关系。"]
