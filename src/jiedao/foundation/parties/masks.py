"""What a screen shows of personal data before anybody gave a reason to see it."""

import re
from typing import Final

STAR: Final = "*"

# Two-character surnames common enough that the first character alone would read wrongly.
_COMPOUND: Final = (
    "欧阳 司马 上官 诸葛 东方 皇甫 尉迟 公孙 慕容 令狐 司徒 司空 夏侯 宇文 长孙 南宫 独孤 端木 申屠"
    " 轩辕 闻人 呼延 万俟 钟离 濮阳 淳于 单于 太叔 公冶 宗政 赫连 澹台 拓跋 百里 东郭 西门 第五"
)
COMPOUND_SURNAMES: Final = frozenset(_COMPOUND.split())

MOBILE: Final = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
ID_NUMBER: Final = re.compile(r"(?<![0-9A-Za-z])[1-9]\d{16}[0-9Xx](?![0-9A-Za-z])")
LANDLINE: Final = re.compile(r"(?<!\d)(0\d{2,3})-?([2-8]\d{6,7})(?!\d)")
_FIRST_NUMBER: Final = re.compile(r"[0-9０-９]|[一二三四五六七八九十百]+(?=[号栋座单幢室楼层巷])")


def mask_phone(phone: str) -> str:
    """`13800005678` → `138****5678`; `0755-28880000` → `0755-****0000`."""
    if MOBILE.fullmatch(phone):
        return f"{phone[:3]}****{phone[7:]}"
    digits = sum(character.isdigit() for character in phone)
    if digits <= 5:  # 110, 12345: nobody's own number
        return phone
    found = LANDLINE.match(phone)
    if found:
        return f"{found.group(1)}-{STAR * (len(found.group(2)) - 4)}{found.group(2)[-4:]}"
    return f"{phone[:3]}{STAR * max(len(phone) - 7, 1)}{phone[-4:]}"


def mask_name(name: str) -> str:
    """`张三` → `张*`; `欧阳小明` → `欧阳**`; `John Smith` → `J*** S****`."""
    name = name.strip()
    if not name:
        return ""
    if name.isascii():
        return " ".join(word[0] + STAR * (len(word) - 1) for word in name.split())
    surname = name[:2] if len(name) > 2 and name[:2] in COMPOUND_SURNAMES else name[:1]
    return surname + STAR * max(len(name) - len(surname), 1)


def mask_id_number(number: str) -> str:
    """The first three and the last four characters stay."""
    if len(number) <= 7:
        return STAR * len(number)
    return f"{number[:3]}{STAR * (len(number) - 7)}{number[-4:]}"


def mask_address(address: str) -> str:
    """The road stays, the house number and all after it go: `滨河路12号3栋502` → `滨河路***`."""
    address = address.strip()
    found = _FIRST_NUMBER.search(address)
    if found:
        return address[: found.start()].rstrip() + STAR * 3
    return address[: max(len(address) // 2, 1)] + STAR * 3 if address else ""


def mask_text(text: str) -> str:
    """Free text with every phone and identity number in it masked."""
    text = ID_NUMBER.sub(lambda found: mask_id_number(found.group()), text)
    text = MOBILE.sub(lambda found: mask_phone(found.group()), text)
    return LANDLINE.sub(lambda found: mask_phone(found.group()), text)
