"""People for a filled town: sealed and indexed as the actions leave them, written in bulk."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

COLUMNS = (
    "town_id", "data_key", "name_sealed", "phone_sealed", "phone_index", "id_index", "name_index",
    "created_at",
)  # fmt: skip
SURNAMES = "王李张刘陈杨黄赵周吴徐孙朱马胡郭林何高梁郑罗宋谢唐韩曹许邓萧"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红玲建文"
CASES_TO_ONE = 2
Write = Callable[[str, tuple[str, ...], Iterable[tuple[Any, ...]]], None]


def name_of(number: int) -> str:
    """The name of the so-manyth person: 27,000 different ones, so that many share theirs."""
    first, rest = divmod(number, len(GIVEN))
    second, third = divmod(first, len(GIVEN))
    return SURNAMES[third] + GIVEN[second % len(GIVEN)] + GIVEN[rest]


def phone_of(number: int) -> str:
    """The telephone of the so-manyth person: nobody else's."""
    return f"139{number:08d}"


def add(town_id: int, cases: Sequence[int], moment: datetime, write: Write) -> list[int]:
    """Write the people of the next cases; returns the ids of everybody there is, oldest first.

    They are read, not counted: what was measured between two fillings leaves cases without
    people, and ids that a rolled back submission took away.
    """
    from jiedao.foundation.parties.models import Person

    numbers = range(cases[0] // CASES_TO_ONE, cases[-1] // CASES_TO_ONE + 1)
    write("parties_person", COLUMNS, (_person(town_id, n, moment) for n in numbers))
    return list(Person.objects.order_by("id").values_list("id", flat=True))


def _person(town_id: int, number: int, moment: datetime) -> tuple[Any, ...]:
    from jiedao.foundation.parties import seal

    name, phone, key = name_of(number), phone_of(number), seal.new_key()
    return (
        town_id, key, seal.seal(key, name), seal.seal(key, phone), seal.blind_index(phone), "",
        seal.blind_index(name), moment,
    )  # fmt: skip
