"""A person as read in full (never outside an action), and as shown on a screen."""

from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from jiedao.foundation.parties import masks
from jiedao.foundation.parties.models import Person
from jiedao.foundation.parties.seal import Unreadable, unseal

FIELDS: Final = ("name", "phone", "id_number", "address")
_MASKS: Final = {
    "name": masks.mask_name,
    "phone": masks.mask_phone,
    "id_number": masks.mask_id_number,
    "address": masks.mask_address,
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A person with everything masked; ``erased`` when nothing is left."""

    id: int
    name: str = ""
    phone: str = ""
    id_number: str = ""
    address: str = ""
    erased: bool = False

    def __str__(self) -> str:
        return self.name or self.phone or _("未留姓名")


def field_titles() -> dict[str, str]:
    """The fields in the reader's language."""
    return {
        "name": _("姓名"),
        "phone": _("电话"),
        "id_number": _("身份证号码"),
        "address": _("住址"),
    }


def read(person: Person, field: str) -> str:
    """One field in clear; ``Unreadable`` for a person who was erased. Not for screens."""
    if field not in FIELDS:
        raise ValueError(f"a person has no field {field!r}")
    if person.erased_at is not None:
        raise Unreadable(_("这份个人信息已按规定删除，无法再读取。"))
    return unseal(person.data_key, getattr(person, f"{field}_sealed"))


def shown(person: Person) -> Shown:
    """The person masked, for any screen."""
    if person.erased_at is not None:
        return Shown(person.pk, name=_("（已删除）"), erased=True)
    name, phone, id_number, address = (_MASKS[field](read(person, field)) for field in FIELDS)
    return Shown(person.pk, name, phone, id_number, address)
