"""Taking people out of a text before it is learned from, shown elsewhere or sent out.

Unlike ``parties.masks``, which leaves enough to recognise a number by, nothing of a value stays:
it gives way to what it was, ``〔电话〕``. Names are found by what stands around them (姓名：…,
我叫…, …女士): a name that stands alone, with nothing that tells it from a word, stays. When in
doubt more is masked: any run of eleven digits or more goes.
"""

import re
import unicodedata
from collections.abc import Callable, Collection
from typing import Final

from jiedao.engines.mining.texts.surnames import COMMON, NO_NAME, NOT_GIVEN
from jiedao.foundation.parties.masks import COMPOUND_SURNAMES, ID_NUMBER, LANDLINE, MOBILE
from jiedao.foundation.places.wording import normal

NAME: Final = "〔姓名〕"
PHONE: Final = "〔电话〕"
IDENTITY: Final = "〔证件号〕"
NUMBER: Final = "〔号码〕"
PLATE: Final = "〔车牌〕"
ACCOUNT: Final = "〔账号〕"
MAIL: Final = "〔邮箱〕"
CHAT: Final = "〔微信号〕"
SUM: Final = "〔金额〕"
_WORDS: Final = "".join((NAME, PHONE, IDENTITY, NUMBER, PLATE, ACCOUNT, MAIL, CHAT, SUM))

_Found = tuple[int, int, str]
"""Start, end, and what is put there."""
_Finder = Callable[[str], list[_Found]]

_OLD_IDENTITY, _SHORTEST_ACCOUNT, _SHORTEST_NAME = 15, 16, 2

_GAP = r"[-\s.·\u200b-\u200d\u2060]?"
_NUMERALS = "0-9零〇一二三四五六七八九幺"
_ANY_NUMBER = re.compile(
    rf"(?<![0-9])(?:\+?86{_GAP})?1[3-9][0-9](?:{_GAP}[0-9]{{4}}){{2}}(?![0-9])"
    rf"|(?<![0-9])[0-9]{{6}}{_GAP}[0-9]{{8}}{_GAP}[0-9]{{3}}[0-9x]"
    rf"|(?<![0-9])[0-9]{{4}}(?:{_GAP}[0-9]{{4}}){{3}}(?:{_GAP}[0-9]{{1,3}})?(?![0-9])"
    rf"|[{_NUMERALS}]{{11,}}x?"
)
_HALF_STARRED = re.compile(r"1[3-9][0-9]\*{4}[0-9]{4}|[0-9]{3}\*{4,11}[0-9]{3}[0-9x]")
_SHORT_PHONE = re.compile(
    r"(?:电话|座机|固话|致电|拨打|联系方式)(?:号码)?(?:是|为)?[:：\s]{0,3}([2-8][0-9]{2,3}-?[0-9]{4})(?![0-9])"
)
_PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][a-hj-np-z][·•.\-\s]?"
    r"(?=[a-z]{0,5}[0-9])[a-hj-np-z0-9]{4,5}[a-hj-np-z0-9挂学警港澳领使](?![0-9a-z])"
)
# Bounded, lest a long text that a resident may send take minutes to read.
_MAIL = re.compile(r"[0-9a-z._%+\-]{1,64}@[0-9a-z\-]{1,63}(?:\.[0-9a-z\-]{1,63}){1,8}")
_CHAT = re.compile(
    r"(?:微信|(?<![a-z])(?:vx|wx|v信|weixin|wechat|qq))(?:号码|号)?(?:是|为)?[:：\s]{0,3}"
    r"([0-9a-z][-_0-9a-z]{4,})"
)
_ACCOUNT = re.compile(
    r"(?:账号|帐号|账户|帐户|卡号|银行卡)(?:号码|号)?(?:是|为)?[:：\s]{0,3}([0-9][0-9\s\-]{5,}[0-9])"
)
_SUM = re.compile(
    r"(?:[¥￥]|rmb)\s?[0-9][0-9,]{0,20}(?:\.[0-9]{1,9})?\s?[万千百亿]?"
    r"|(?:[0-9][0-9,]{0,20}(?:\.[0-9]{1,9})?|[零〇一二三四五六七八九十两百千万亿]{1,20})\s?[万千百亿]{0,3}多?余?\s?"
    r"(?:元|块钱|圆(?!形)|人民币|美元|港币)"
)

_SURNAME = f"(?:{'|'.join(sorted(COMPOUND_SURNAMES))}|[{COMMON}])"
_GIVEN = f"(?:(?![{NOT_GIVEN}])[一-鿿])"
_TITLES = (
    "先生|女士|小姐|太太|阿姨|阿婆|阿伯|叔叔|伯伯|大爷|大妈|大娘|大姐|大哥|大叔|大伯|婶婶?|奶奶|爷爷|"
    "师傅|老师|同志|老板|老板娘|医生|律师|经理|主任|书记|科长|所长|校长|队长|警官|某某?"
)
_BEFORE_TITLE = re.compile(f"({_SURNAME}{_GIVEN}{{0,2}})(?=副?(?:{_TITLES}))")
_BRIEF = re.compile(f"({_SURNAME})(?=[伯叔婶姨婆姐哥](?![一-鿿]|[0-9a-z])|[伯叔婶姨]反映)")
_FOLLOWS = (
    r"(?=$|[^一-鿿]|电话|手机|联系|身份证|微信|住|家住|家|的|是|在|说|称|反映|来电|投诉|举报|咨询|希望|"
    r"要求|想|先生|女士|于|今|已|被|和|与|因|,)"
)
_AFTER_WORD = re.compile(
    r"(?:姓名|联系人|我叫|名叫|我的名字是|我名字叫|户主|申请人|投诉人|举报人|来电人|诉求人|反映人|署名|签名)"
    rf"(?:为|是|叫)?[:：\s]{{0,3}}({_SURNAME}{_GIVEN}{{1,2}}?{_FOLLOWS}|{_SURNAME}{_GIVEN}{{1,2}})"
)
_FIELD = re.compile(
    r"(?:姓名|联系人|户主|申请人|投诉人|举报人|来电人|诉求人|反映人|署名|签名)\s*:\s*"
    r"([一-鿿]{1,8}(?:·[一-鿿]{1,8})+|[一-鿿]{2,4}(?![一-鿿])|[a-z]{2,}(?:\s[a-z]+){0,2}(?![0-9a-z一-鿿]))"
)
_MYSELF = re.compile(
    rf"(?:本人|我是|业主|居民|市民|村民|租户)[:：\s]?({_SURNAME}{_GIVEN}{{1,2}}?)(?=$|[,。;!()、\s]|[，；！（）])"
)


def masked(text: str, *, sums: bool = False, names: Collection[str] = ()) -> str:
    """The text with people's names, telephones, identity numbers, plates, accounts, e-mail and
    chat names replaced by what they were; ``sums``: sums of money too. ``names`` are people who are
    known to be in it, whatever stands around them.

    ``masked(masked(t)) == masked(t)``, and what holds none of them comes back as it was.
    """
    finders = (*_FINDERS, _all(_SUM, SUM)) if sums else _FINDERS
    for name in sorted({name.strip() for name in names}, key=len, reverse=True):
        if len(name) >= _SHORTEST_NAME and name not in _WORDS:
            text = text.replace(name, NAME)
    while True:
        # What is taken out may bring to light what it covered; each round leaves less to find.
        done = text
        for find in finders:
            done = _replaced(done, find(_plain(done)))
        if done == text:
            return text
        text = done


def _plain(text: str) -> str:
    """In half-width small letters and European digits, sign for sign."""
    if text.isascii():
        return text.lower()
    return "".join(map(_digit, normal(text)))


def _digit(sign: str) -> str:
    if sign.isascii():
        return sign
    value = unicodedata.decimal(sign, None)
    return sign if value is None else str(value)


def _replaced(text: str, found: list[_Found]) -> str:
    for start, end, word in reversed(found):
        text = text[:start] + word + text[end:]
    return text


def _all(pattern: re.Pattern[str], word: str, group: int = 0) -> _Finder:
    """Finds every match, or a group of it."""

    def find(text: str) -> list[_Found]:
        return [(*match.span(group), word) for match in pattern.finditer(text)]

    return find


def _numbers(text: str) -> list[_Found]:
    return [(*match.span(), _kind(match.group())) for match in _ANY_NUMBER.finditer(text)]


def _kind(number: str) -> str:
    bare = re.sub(_GAP, "", number)
    if MOBILE.fullmatch(bare.removeprefix("+").removeprefix("86")):
        return PHONE
    if ID_NUMBER.fullmatch(bare) or (len(bare) == _OLD_IDENTITY and bare.isdecimal()):
        return IDENTITY
    return ACCOUNT if len(bare) >= _SHORTEST_ACCOUNT else NUMBER


def _named(pattern: re.Pattern[str]) -> _Finder:
    """Finds group 1 of every match that is no word."""

    def find(text: str) -> list[_Found]:
        spans = [match.span(1) for match in pattern.finditer(text)]
        return [(*span, NAME) for span in spans if not _is_word(text, *span)]

    return find


def _is_word(text: str, start: int, end: int) -> bool:
    """现任老师, 石场老板, 居民房: the surname belongs to a word, or one stands after it."""
    name, before = text[start:end], text[max(start - 1, 0) : start + 1]
    return not NO_NAME.isdisjoint((name, name[:2], name[1:], before))


_FINDERS: tuple[_Finder, ...] = (
    _all(_MAIL, MAIL),
    _all(LANDLINE, PHONE),
    _all(_ACCOUNT, ACCOUNT, 1),
    _numbers,
    _all(_HALF_STARRED, PHONE),
    _all(_SHORT_PHONE, PHONE, 1),
    _all(_PLATE, PLATE),
    _all(_CHAT, CHAT, 1),
    _all(_FIELD, NAME, 1),
    _named(_AFTER_WORD),
    _named(_MYSELF),
    _named(_BEFORE_TITLE),
    _named(_BRIEF),
)
