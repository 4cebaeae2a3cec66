"""What a new application is to be: read from words, each fault said in a sentence."""

import keyword
import re
from dataclasses import dataclass
from typing import Final

from pydantic import BaseModel

from jiedao.kernel.errors import Invalid
from jiedao.kernel.titles import Title

NAME: Final = re.compile(r"[a-z][a-z0-9_]{1,39}")
# Would end the string or the comment that a title stands in.
_UNSEEN: Final = re.compile(r"[\x00-\x1f\x7f\"\\]")
# Names that the written file uses itself, or pydantic's models.
_USED: Final = frozenset({"attribute", "bool", "date", "decimal", "float", "int", "kind", "options",
                          "str", "title"})  # fmt: skip
_TITLE_AT_MOST: Final = 60

SORTS: Final = {
    "text": "文字 text",
    "note": "长文字 longer text",
    "integer": "整数 whole number",
    "number": "数 number",
    "money": "金额（元）amount in yuan",
    "date": "日期 date",
    "flag": "是否 yes or no",
    "phone": "电话（个人信息）telephone, personal",
    "unit": "单位 unit of the office",
    "account": "人员 colleague",
    "organisation": "企业或组织 organisation",
}
"""What an attribute may be, besides a choice."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One attribute; ``options`` are the titles of a choice, ``sort`` is then ``choice``."""

    name: str
    titles: Title
    sort: str
    options: tuple[tuple[str, Title], ...] = ()


@dataclass(frozen=True, slots=True)
class Wish:
    """One application of one kind. ``kind`` is its key, ``title`` what one record is called."""

    name: str
    titles: Title
    family: str
    kind: str
    prefix: str
    icon: str
    attributes: tuple[Asked, ...]


def read_name(text: str) -> str:
    """The name of a folder, a kind or an attribute."""
    if not NAME.fullmatch(text) or keyword.iskeyword(text) or text.endswith("_"):
        raise Invalid(
            f"“{text[:40]}”不能作代号：用小写字母、数字和下划线，字母开头，2 到 40 个字符。"
            f" {text[:40]!r} is no name: 2 to 40 small letters, digits and underscores,"
            " a letter first, no word of Python."
        )
    return text


def read_title(zh: str, en: str) -> Title:
    """A title in both languages."""
    for text in (zh, en):
        if not text.strip() or len(text) > _TITLE_AT_MOST or _UNSEEN.search(text):
            raise Invalid(
                f"名称要有中文和英文，各不超过 {_TITLE_AT_MOST} 字。"
                f" A title needs Chinese and English, {_TITLE_AT_MOST} characters each at most."
            )
    return Title(zh.strip(), en.strip())


def read_attribute(text: str) -> Asked:
    """``girth:胸围:Girth:number``, or a choice ``grade:等级:Grade:一级=First/二级=Second``."""
    parts = [part.strip() for part in text.split(":")]
    if len(parts) != 4:
        raise Invalid(
            f"“{text[:60]}”应是四项，用冒号隔开，如 girth:胸围:Girth:number。"
            f" {text[:60]!r}: four parts with colons between, as girth:胸围:Girth:number."
        )
    name, zh, en, sort = parts
    titles = read_title(zh, en)
    if name in _USED or hasattr(BaseModel, name) or name.startswith("model_"):
        raise Invalid(f"字段不能叫“{name}”。 No attribute can be called {name!r}.")
    if "=" in sort:
        return Asked(read_name(name), titles, "choice", _options(sort))
    if sort not in SORTS:
        raise Invalid(
            f"没有“{sort[:20]}”这种字段，可用：{'、'.join(SORTS)}，或选项 一级=First/二级=Second。"
            f" No attribute is a {sort[:20]!r}: {', '.join(SORTS)}, or options."
        )
    return Asked(read_name(name), titles, sort)


def _options(text: str) -> tuple[tuple[str, Title], ...]:
    found: dict[str, Title] = {}
    for part in text.split("/"):
        zh, _equals, en = part.partition("=")
        titles = read_title(zh, en)
        key = re.sub(r"[^a-z0-9]+", "_", titles.en.lower()).strip("_")
        if not re.match(r"[a-z]", key) or keyword.iskeyword(key) or key in found:
            raise Invalid(
                f"选项“{part[:40]}”的英文要以字母开头，且各不相同。"
                f" The English of {part[:40]!r} must begin with a letter and differ from the others."
            )
        found[key] = titles
    return tuple(found.items())
