"""A new master key, step by step: add it, wrap everything anew, and only then let the old ones go.

What a master key protects: the data key of each person (and the indexes by which people are
found), and the secrets of the installation that upper floors enter into ``secrets`` (TOTP seeds).
A rotation that was broken off is simply begun again: what is done is recognised.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.db.models import BinaryField, Count
from django.db.models.functions import Substr
from django.utils.translation import gettext as _

from jiedao.foundation.parties import seal
from jiedao.foundation.parties.actions.people import rewrap_people
from jiedao.foundation.parties.models import Person
from jiedao.kernel import keyfiles
from jiedao.kernel.errors import Conflict
from jiedao.kernel.registry import Slot
from jiedao.kernel.transactions import durable

_GREATEST: Final = 255


@dataclass(frozen=True)
class SharedSecrets:
    """Secrets sealed with ``seal.seal_shared`` in some table.

    ``numbers`` counts them by the number of their master key; ``reseal`` seals what is not
    under the current one anew, durably, and returns how many that were.
    """

    key: str
    numbers: Callable[[], Counter[int]]
    reseal: Callable[[], int]


secrets: Slot[SharedSecrets] = Slot("parties.secrets", SharedSecrets)


def sealed_under() -> Counter[int]:
    """How many people and secrets each master key protects, by its number."""
    numbers: Counter[int] = Counter()
    first = Substr("data_key", 2, 1, output_field=BinaryField())
    rows = Person.objects.filter(data_key__isnull=False).annotate(number=first)
    for number, count in rows.values_list("number").annotate(Count("id")).order_by():
        numbers[bytes(number)[0]] += count
    for source in secrets:
        numbers.update(source.numbers())
    return numbers


def add_master_key() -> int:
    """A new master key in the key file; other processes write with it within a second or two."""
    number = max(seal.master_numbers()) + 1
    if number > _GREATEST:
        raise Conflict(_("主密钥编号已用到 255，请先停用旧密钥并把编号改小。"))
    lines = [*seal.key_file().read_text().splitlines(), seal.new_master_line(number)]
    keyfiles.replace_lines(seal.key_file(), lines)
    seal.forget_master_keys()
    return number


def wrap_anew(tell: Callable[[int], None] | None = None) -> int:
    """Put everything under the current master key; returns how many people and secrets moved.

    Goes round until a whole round finds nothing, for others may still write meanwhile.
    ``tell`` is told how many people were looked at.
    """
    moved = 0
    while round_moved := _one_round(tell):
        moved += round_moved
    return moved


def _one_round(tell: Callable[[int], None] | None) -> int:
    moved = sum(source.reseal() for source in secrets)
    last, more = 0, True
    while more:
        with durable():
            last, renewed = rewrap_people(last)
        moved += renewed
        more = last > 0
        if tell is not None:
            tell(renewed)
    return moved


def check_retirable() -> None:
    """Conflict while anything still needs one of the old master keys."""
    _current, *old = seal.master_numbers()
    needed = sorted(number for number, count in sealed_under().items() if count and number in old)
    if needed:
        raise Conflict(
            _("主密钥 %(numbers)s 还在保护数据，请先运行 jiedao keys rotate master。")
            % {"numbers": "、".join(map(str, needed))},
            code="key_needed",
        )


def retire_master_keys() -> list[int]:
    """Let the old master keys go; Conflict while anything still needs one of them."""
    check_retirable()
    current, *old = seal.master_numbers()
    lines = [
        line
        for line in seal.key_file().read_text().splitlines()
        if line.split() and line.split()[0] == str(current)
    ]
    keyfiles.replace_lines(seal.key_file(), lines)
    seal.forget_master_keys()
    return old
