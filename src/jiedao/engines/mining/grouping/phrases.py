"""Phrases of a text that look like names of places, and the text without them.

Told by form alone: a word that ends as names of estates, roads, villages, firms and schools end
(小区, 路, 村, 公司 …), and letters with digits as records write names they hide (A3区). No list
of names, so that it holds in a town it has never seen; what it misses stays in the matter.
"""

import re
import unicodedata
from typing import Final

_ENDINGS: Final = (
    "小区|花园|家园|新城|新村|社区|公寓|广场|大厦|中心|公司|集团|小学|中学|学校|学院|大学|幼儿园|"
    "医院|项目|工地|市场|大道|公园|酒店|嘉园|国际|楼盘|园区|公馆|山庄|名邸|华府|号线|工业园|"
    "街道|商城|新区|家苑|豪庭|雅苑|园|苑|城|府|湾|郡|庭|村|镇|乡|路|街|巷|桥"
)
_HIDDEN: Final = r"[A-Z]\d*(?:市|区|县|镇|省)"
_BREAKS: Final = (
    "咨询|投诉|举报|关于|反映|请求|请问|建议|希望|要求|位于|坐落|附近|旁边|周边|对面|领导|你好|您好|"
    "解决|业主|查处|整治|更换|取缔|反对|停止|抗议|强制|强迫|拒绝|多次|再次|昨天|今天|每天|最近|现在|今年|去年|我们|他们|这个|那个|一个|政府|居民|"
    # As conjunctions, not as the first character of many a name.
    "和(?![平谐睦顺])|向(?![阳荣明])|为(?!民)|"
    "[的在与及是对从到由被有于我你他请了至因将把让给就也都不没等该此其这那个离距]"
)
_PIECE: Final = re.compile(rf"{_HIDDEN}|{_BREAKS}|[^\u4e00-\u9fffA-Za-z0-9·]+")
_NAME: Final = re.compile(rf"[\u4e00-\u9fffA-Za-z0-9·]{{2,8}}?(?:{_ENDINGS})(?!{_ENDINGS})")
_HIDDEN_NAME: Final = re.compile(_HIDDEN)
_ENDS: Final = re.compile(rf"(?:{_ENDINGS})+$")
_HEADING: Final = re.compile(r"【[^】]{1,12}】")
_FIRST: Final = 60
"""Longest first line, in characters, that is still taken for a title."""


def parted(text: str) -> tuple[str, str]:
    """Title and the rest: the first line if short and not alone, else the first sentence.

    Headings of a form (【诉求内容】) are left out: they are the form's words, not the matter's.
    """
    plain = _HEADING.sub(" ", unicodedata.normalize("NFKC", text)).strip()
    first, _, rest = plain.partition("\n")
    if rest.strip() and len(first) <= _FIRST:
        return first.strip(), rest.strip()
    title = re.split(r"[。!?！？;\n]", plain, maxsplit=1)[0][:_FIRST]
    return title, plain


def places(text: str) -> list[str]:
    """Phrases that look like names of places, in order, repeated as often as they stand there."""
    found = [name for name in _HIDDEN_NAME.findall(text) if name[1].isdigit()]
    for piece in _PIECE.split(text):
        found += _NAME.findall(piece)
    return found


def bare(name: str) -> str:
    """The name without the ending that says what kind of place it is: two estates are not alike
    for being estates. A name that would be left with one character is kept whole."""
    left = _ENDS.sub("", name)
    return left if len(left) > 1 else name


def without(text: str, names: list[str]) -> str:
    """The text with these phrases, and hidden names, blanked out."""
    # Each text has names of its own: putting them into one pattern costs more than it saves.
    for name in sorted(set(names), key=lambda one: (-len(one), one)):
        text = text.replace(name, " ")
    return _HIDDEN_NAME.sub(" ", text)
