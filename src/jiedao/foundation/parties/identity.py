"""Checks of identity numbers and phone numbers, without a database.

Sources: GB 11643-1999 (公民身份号码), GB 32100-2015 (统一社会信用代码), ISO 7064 MOD 11-2.
Every check takes what a person typed (full-width characters, spaces, lower-case x), returns the
normal form, and refuses with a sentence that names the kind of fault.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from django.utils.translation import gettext as _

from jiedao.kernel import clock
from jiedao.kernel.errors import Refused


class FaultKind(StrEnum):
    EMPTY = "empty"
    LENGTH = "length"
    CHARACTER = "character"
    REGION = "region"
    DATE = "date"
    AUTHORITY = "authority"
    CHECK_DIGIT = "check_digit"
    FORM = "form"


class Fault(Refused):
    """A number that cannot be right; `kind` tells a program why, the sentence tells a person."""

    status = 422

    def __init__(self, sentence: str, kind: FaultKind, field: str | None = None) -> None:
        super().__init__(sentence, code=f"identity.{kind}", field=field)
        self.kind = kind


@dataclass(frozen=True, slots=True)
class IdNumber:
    text: str
    region: str
    born: date
    male: bool


class PhoneKind(StrEnum):
    MOBILE = "mobile"
    LANDLINE = "landline"
    SERVICE = "service"
    ABROAD = "abroad"


@dataclass(frozen=True, slots=True)
class Phone:
    text: str
    kind: PhoneKind


# GB/T 2260 province codes; 81, 82 and 83 are residence permits of 港澳台 residents.
_PROVINCES: Final = (
    "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54"
    " 61 62 63 64 65 71 81 82 83"
)
PROVINCES: Final = frozenset(_PROVINCES.split())
NATIONAL: Final = "10"  # 100000: registered with a national authority
EARLIEST_BIRTH: Final = date(1880, 1, 1)

_ID_WEIGHTS: Final = tuple(pow(2, 17 - place, 11) for place in range(17))
_ID_CHECKS: Final = "10X98765432"
_USCC_ALPHABET: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC_VALUES: Final = {character: value for value, character in enumerate(_USCC_ALPHABET)}
_USCC_WEIGHTS: Final = tuple(pow(3, place, 31) for place in range(17))
_USCC_AUTHORITIES: Final = frozenset("123456789ANY")
_SEPARATORS: Final = re.compile(r"[\s\-‐-―−_.·,()]+")


def plain(text: str) -> str:
    """Full-width to half-width, without spaces and dashes, upper-case."""
    return _SEPARATORS.sub("", unicodedata.normalize("NFKC", text)).upper()


def name_key(name: str) -> str:
    """What two writings of one whole name share: width, case and blanks do not count."""
    return plain(name)


def id_check_digit(first17: str) -> str:
    """ISO 7064 MOD 11-2 over seventeen digits."""
    total = sum(int(digit) * weight for digit, weight in zip(first17, _ID_WEIGHTS, strict=True))
    return _ID_CHECKS[total % 11]


def uscc_check_character(first17: str) -> str:
    """MOD 31 of GB 32100-2015 over seventeen characters of its alphabet."""
    total = sum(
        _USCC_VALUES[character] * weight
        for character, weight in zip(first17, _USCC_WEIGHTS, strict=True)
    )
    return _USCC_ALPHABET[-total % 31]


def check_id_number(text: str, field: str | None = None) -> IdNumber:
    """公民身份号码 (and the residence permits of the same form), or a Fault."""
    number = plain(text)
    _check_id_form(number, field)
    born = _birth_date(number[6:14], field)
    expected = id_check_digit(number[:17])
    if number[17] != expected:
        raise Fault(
            _("身份证号码最后一位校验不符，请核对是否有一位写错。"), FaultKind.CHECK_DIGIT, field
        )
    return IdNumber(number, number[:6], born, int(number[16]) % 2 == 1)


def _check_id_form(number: str, field: str | None) -> None:
    if not number:
        raise Fault(_("请填写身份证号码。"), FaultKind.EMPTY, field)
    if len(number) == 15 and number.isdecimal():
        raise Fault(
            _("这是 15 位旧号码，2013 年起已停用，请填 18 位号码。"), FaultKind.LENGTH, field
        )
    if len(number) != 18:
        raise Fault(
            _("身份证号码应为 18 位，现在是 %(count)d 位。") % {"count": len(number)},
            FaultKind.LENGTH,
            field,
        )
    if not re.fullmatch(r"[0-9]{17}[0-9X]", number):
        raise Fault(
            _("身份证号码前 17 位应为数字，最后一位为数字或 X。"), FaultKind.CHARACTER, field
        )
    # The card of a foreigner with permanent residence begins with 9, then the province.
    province = number[1:3] if number[0] == "9" else number[:2]
    if province not in PROVINCES:
        raise Fault(
            _("身份证号码开头的地区代码 %(code)s 不存在。") % {"code": number[:6]},
            FaultKind.REGION,
            field,
        )


def _birth_date(digits: str, field: str | None) -> date:
    try:
        born = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        raise Fault(
            _("身份证号码中的出生日期 %(digits)s 不是一个日期。") % {"digits": digits},
            FaultKind.DATE,
            field,
        ) from None
    if not EARLIEST_BIRTH <= born <= clock.today():
        raise Fault(
            _("身份证号码中的出生日期 %(digits)s 不可能。") % {"digits": digits},
            FaultKind.DATE,
            field,
        )
    return born


def check_uscc(text: str, field: str | None = None) -> str:
    """统一社会信用代码 in its normal form, or a Fault.

    The inner check of places 9–17 (GB 11714) is left alone: codes given to sole traders before
    2017 do not all keep it, while the outer check character holds for every code.
    """
    code = plain(text)
    _check_uscc_form(code, field)
    if code[17] != uscc_check_character(code[:17]):
        raise Fault(
            _("统一社会信用代码最后一位校验不符，请核对是否有一位写错。"),
            FaultKind.CHECK_DIGIT,
            field,
        )
    return code


def _check_uscc_form(code: str, field: str | None) -> None:
    if not code:
        raise Fault(_("请填写统一社会信用代码。"), FaultKind.EMPTY, field)
    if len(code) != 18:
        raise Fault(
            _("统一社会信用代码应为 18 位，现在是 %(count)d 位。") % {"count": len(code)},
            FaultKind.LENGTH,
            field,
        )
    wrong = sorted({character for character in code if character not in _USCC_VALUES})
    if wrong:
        raise Fault(
            _("统一社会信用代码中不会出现 %(characters)s（不用 I、O、S、V、Z）。")
            % {"characters": "、".join(wrong)},
            FaultKind.CHARACTER,
            field,
        )
    if code[0] not in _USCC_AUTHORITIES or not "1" <= code[1] <= "9":
        raise Fault(
            _("统一社会信用代码开头的登记部门与机构类别 %(code)s 不存在。") % {"code": code[:2]},
            FaultKind.AUTHORITY,
            field,
        )
    region = code[2:8]
    if not region.isdecimal() or region[:2] not in PROVINCES | {NATIONAL}:
        raise Fault(
            _("统一社会信用代码中的地区代码 %(code)s 不存在。") % {"code": region},
            FaultKind.REGION,
            field,
        )


_MOBILE: Final = re.compile(r"1[3-9]\d{9}")
_TOLL: Final = re.compile(r"([48]00)(\d{3})(\d{4})")
_SHORT: Final = re.compile(r"1[12]\d|1[12]\d{3}|95\d{3,4}|96\d{3,4}|100\d{2}")
# 010 and 02x have eight digits after a three-digit code; the rest have seven or eight after four.
_LANDLINE: Final = re.compile(r"(010|02\d|0[3-9]\d{2})([2-8]\d{6,7})")
_ABROAD: Final = re.compile(r"\+(?!86)[1-9]\d{6,14}")
_LOCAL: Final = re.compile(r"[2-8]\d{6,7}")
_EXTENSION: Final = re.compile(r"(?:转|分机|EXT\.?|X|#|\*)\s*(\d{1,6})$|(?<=\d{7})-(\d{1,5})$")


def check_phone(text: str, *, area_code: str = "", field: str | None = None) -> Phone:
    """A phone number in its normal form, or a Fault.

    `13800005678`, `0755-28880000`, `0755-28880000-801`, `400-800-1234`, `12345`, `+85291234567`.
    `area_code` (the town's, with its 0) completes a local landline number.
    """
    typed = unicodedata.normalize("NFKC", text).strip().upper()
    typed = re.sub(r"[‐-―−]", "-", typed)
    if not typed:
        raise Fault(_("请填写电话号码。"), FaultKind.EMPTY, field)
    body, extension = _split_extension(typed)
    number = _SEPARATORS.sub("", body)
    if not re.fullmatch(r"\+?\d+", number):
        raise Fault(_("电话号码里只能有数字。"), FaultKind.CHARACTER, field)
    phone = _read_phone(_without_country(number), area_code, extension)
    if phone is None:
        raise Fault(_phone_sentence(number), _phone_fault(number), field)
    return phone


def _split_extension(typed: str) -> tuple[str, str]:
    found = _EXTENSION.search(typed)
    if found is None or typed.startswith("+"):
        return typed, ""
    return typed[: found.start()], found.group(1) or found.group(2)


def _without_country(number: str) -> str:
    """Drop +86, 0086 or a bare 86 before a mobile; give back a landline's leading 0."""
    found = re.fullmatch(r"(?:\+86|0086)(\d+)|86(1[3-9]\d{9})", number)
    if found is None:
        return "+" + number[2:] if re.match(r"00[1-9]", number) else number
    rest = found.group(1) or found.group(2)
    return rest if _MOBILE.fullmatch(rest) or rest[0] in "048" else "0" + rest


def _read_phone(number: str, area_code: str, extension: str) -> Phone | None:
    if _MOBILE.fullmatch(number):
        return None if extension else Phone(number, PhoneKind.MOBILE)
    if toll := _TOLL.fullmatch(number):
        return Phone("-".join(toll.groups()), PhoneKind.SERVICE)
    if _SHORT.fullmatch(number):
        return Phone(number, PhoneKind.SERVICE)
    if _ABROAD.fullmatch(number):
        return Phone(number, PhoneKind.ABROAD)
    if area_code and _LOCAL.fullmatch(number):
        number = area_code + number
    landline = _LANDLINE.fullmatch(number)
    if landline is None or (len(landline.group(1)) == 3 and len(landline.group(2)) == 7):
        return None
    return Phone(
        "-".join(part for part in (*landline.groups(), extension) if part), PhoneKind.LANDLINE
    )


def _phone_fault(number: str) -> FaultKind:
    return FaultKind.LENGTH if number.startswith("1") and len(number) != 11 else FaultKind.FORM


def _phone_sentence(number: str) -> str:
    if number.startswith("1"):
        return _("手机号码应为 11 位、以 13 至 19 开头，现在是 %(count)d 位。") % {
            "count": len(number)
        }
    if _LOCAL.fullmatch(number):
        return _("固定电话请写上区号，例如 0755-28880000。")
    return _("这不是大陆手机、固定电话（带区号）或 400 电话的号码。")
