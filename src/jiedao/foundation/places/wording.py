"""How addresses are written: full-width digits, Chinese numerals, house and block numbers.

After GB/T 23705 (数字城市地理信息公共平台 地名/地址编码规则): an address runs from the region over
the road and house number, or the estate and block, to the unit and room.
"""

import re

_DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4}
_DIGITS |= {"五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_TENS = {"十": 10, "百": 100}

# One character for one, so that positions in the normal form are positions in the text.
_NORMAL: dict[int, int | str] = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_NORMAL |= {code + 0xFEE0: code + 32 for code in range(ord("A"), ord("Z") + 1)}
_NORMAL |= {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}
_NORMAL |= {ord(old): new for old, new in zip("　號樓棟－—–―﹣", " 号楼栋-----", strict=True)}

_NUMBER = r"(?:[0-9]{1,5}|[零〇一二两三四五六七八九十百]{1,5})"

# In 88号楼下 the number is a house's, in 3号楼 a block's.
_BLOCK_HOUSE = "号楼(?![下上前后旁里内顶道])"

HOUSE = re.compile(
    rf"\s*(?P<number>{_NUMBER})(?:\s*[-之]\s*(?P<sub>[0-9]{{1,4}}))?\s*"
    rf"(?P<sign>(?!{_BLOCK_HOUSE})号(?!线|公交)|#|(?![0-9米个元栋幢座单层楼年月日路点至巷多人次天号]))"
    rf"(?:[-之]\s*(?P<after>[0-9]{{1,4}}))?"
)
"""A house number after a road: 88号, 88-2号, 88号之2, ８８号, 八十八号, 88#, or the bare 88."""

BLOCK = re.compile(
    rf"\s*第?(?P<block>[0-9]{{1,3}}[a-z]?|[a-z][0-9]{{0,2}}|{_NUMBER})\s*(?:栋|幢|座|{_BLOCK_HOUSE}|#楼|#)"
)
"""A block within an estate: 3栋, 三幢, A座, 3号楼, 3#."""

ROOM = re.compile(
    rf"\s*(?:-?\s*(?:{_NUMBER}|[a-z])\s*单元)?\s*(?:(?:{_NUMBER})\s*[楼层])?"
    rf"\s*(?:-?[0-9]{{3,4}}(?![0-9])\s*(?:室|房|号房)?)?"
)
"""What may follow a building: 2单元, 五楼, 501室. Matches the empty string too."""

_REGION = r"(?:.*(?:省|市|(?<!小)区|县|镇|街道|社区))?"
_ADDRESS = re.compile(
    rf"{_REGION}\s*(?P<road>[^0-9,，。;；]{{2,30}}?)(?=\s*[0-9]{{1,5}}\s*(?:[-之号#]))"
)


def normal(text: str) -> str:
    """The text in half-width small letters, of the same length."""
    return text.translate(_NORMAL)


def number(text: str) -> int:
    """The value of Arabic digits or of Chinese numerals up to 999 (十二, 一百零三, 二〇一)."""
    if text.isascii():
        return int(text)
    if not any(sign in _TENS for sign in text):
        return int("".join(str(_DIGITS[sign]) for sign in text))
    total, digit = 0, 0
    for sign in text:
        if sign in _TENS:
            total += (digit or 1) * _TENS[sign]
            digit = 0
        else:
            digit = _DIGITS[sign]
    return total + digit


def block_key(text: str) -> str:
    """One spelling for a block's number: 03, 3, 三 → 3; letters stay."""
    if text.isdigit() or not text.isascii():
        return str(number(text))
    return text


def house_of(match: re.Match[str]) -> tuple[int, int]:
    """(number, sub-number or 0) of a ``HOUSE`` match."""
    sub = match["sub"] or match["after"]
    return number(match["number"]), int(sub) if sub else 0


def split_address(address: str) -> tuple[str, tuple[int, int]] | None:
    """(road, house) of an address as written, in normal form; None where it names none."""
    text = normal(address)
    road = _ADDRESS.match(text)
    if road is None:
        return None
    house = HOUSE.match(text, road.end("road"))
    if house is None:
        return None
    return road["road"].strip(), house_of(house)


def split_block(name: str) -> tuple[str, str] | None:
    """(estate, block) of a building's name in normal form: 幸福小区三栋 → 幸福小区, 3."""
    for start in range(2, len(name)):
        match = BLOCK.match(name, start)
        if match is not None and match.end() == len(name):
            return name[:start].strip(), block_key(match["block"])
    return None
