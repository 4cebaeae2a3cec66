"""People: who is the same person, what history may hold, reveal with a reason, erasing."""

from collections.abc import Iterator
from typing import Any

import pytest

from jiedao.foundation.parties import seal
from jiedao.foundation.parties.actions import (
    NewPerson,
    change_person,
    erase,
    find_or_add_people,
    find_or_add_person,
    reveal,
    rewrap_people,
)
from jiedao.foundation.parties.actions.people import sealed_changes
from jiedao.foundation.parties.display import read, shown
from jiedao.foundation.parties.identity import Fault, id_check_digit
from jiedao.foundation.parties.models import Person
from jiedao.foundation.parties.seal import Unreadable
from jiedao.foundation.staff.reach import actor_of
from jiedao.kernel import towns
from jiedao.kernel.actors import RESIDENT, SYSTEM
from jiedao.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from jiedao.kernel.models import History
from tests.cast import SmallTown

ID_NUMBER = "11010519491231002X"
OTHER_ID_NUMBER = "44030119900101001" + id_check_digit("44030119900101001")


@pytest.fixture
def second_key(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A new master key beside the present one; both are read."""
    first = seal.key_file().read_text().strip()
    monkeypatch.setenv("JIEDAO_MASTER_KEY", f"{first}\n{seal.new_master_line(2)}")
    yield "2"
    monkeypatch.undo()
    seal.forget_master_keys()


def test_the_same_phone_is_the_same_person_unless_the_names_differ(town: SmallTown) -> None:
    def found(name: str, phone: str) -> Person:
        return find_or_add_person(town.id, name, phone, actor=RESIDENT)

    assert found("张阿姨", "+86 138 0000 5678") == town.auntie
    assert found("", "13800005678") == town.auntie
    daughter = found("张小妹", "13800005678")
    assert daughter != town.auntie
    assert found("张小妹", "13800005678") == daughter
    nameless = found("", "13700000000")
    assert found("王五", "13700000000") == nameless
    nameless.refresh_from_db()
    assert read(nameless, "name") == "王五"
    assert found("赵六", "") != found("赵六", "")  # a name alone identifies nobody


def test_the_identity_number_decides(town: SmallTown) -> None:
    first = find_or_add_person(town.id, "张三", "13600000000", id_number=ID_NUMBER, actor=SYSTEM)
    moved = find_or_add_person(town.id, "张三丰", "", id_number=ID_NUMBER.lower(), actor=SYSTEM)
    assert moved == first
    other = find_or_add_person(
        town.id, "张三", "13600000000", id_number=OTHER_ID_NUMBER, actor=SYSTEM
    )
    assert other != first


def test_a_batch_gives_one_id_an_entry(town: SmallTown, django_assert_num_queries: Any) -> None:
    news = [
        NewPerson("甲", "13500000001"),
        NewPerson(),
        NewPerson("乙", "0755-28880000"),
        NewPerson("", "13500000001"),
        NewPerson("张阿姨", "13800005678"),
        NewPerson("丙", "（空号）无", as_written=True),
    ]
    towns.town(town.id)
    with django_assert_num_queries(3):  # known ones, new ones, history
        ids = find_or_add_people(town.id, news, actor=SYSTEM)
    assert ids[1] is None
    assert ids[0] == ids[3]
    assert ids[4] == town.auntie.pk
    assert len(set(ids)) == 5
    with django_assert_num_queries(1):
        assert find_or_add_people(town.id, news, actor=SYSTEM) == ids


def test_a_large_batch_meets_no_limit_of_the_database(town: SmallTown) -> None:
    news = [NewPerson(f"住户{number}", f"139{number:08d}") for number in range(1200)]
    ids = find_or_add_people(town.id, news, actor=SYSTEM)
    assert find_or_add_people(town.id, news, actor=SYSTEM) == ids


def test_what_is_refused(town: SmallTown) -> None:
    with pytest.raises(Fault):
        find_or_add_person(town.id, "甲", "1380000", actor=RESIDENT)
    with pytest.raises(Fault):
        find_or_add_person(town.id, "甲", id_number="123", actor=RESIDENT)
    with pytest.raises(Invalid):
        find_or_add_person(town.id, "甲" * 61, "13800000000", actor=RESIDENT)
    with pytest.raises(Invalid):
        find_or_add_person(town.id, " ", "", actor=RESIDENT)
    assert Person.objects.count() == 2


def test_nothing_stands_in_clear(town: SmallTown) -> None:
    row = Person.objects.values().get(pk=town.auntie.pk)
    assert "13800005678" not in repr(row)
    assert "张阿姨".encode() not in bytes(row["name_sealed"])
    change_person(
        town.auntie, {"name": "张桂芳", "phone": "13800009999"}, actor=actor_of(town.dispatcher)
    )
    for line in History.objects.values():
        assert "13800005678" not in repr(line)
        assert "张桂芳" not in repr(line)


def test_masked_on_screen(town: SmallTown) -> None:
    person = shown(town.auntie)
    assert (person.name, person.phone, person.address) == ("张**", "138****5678", "幸福路***")
    assert str(shown(find_or_add_person(town.id, "", "13511112222", actor=SYSTEM))) == "135****2222"


def test_a_reveal_needs_a_reason_and_is_logged(town: SmallTown) -> None:
    dispatcher = actor_of(town.dispatcher)
    for reason in ("", "看看", "      ", "啊啊啊啊啊"):
        with pytest.raises(Invalid, match="原因"):
            reveal(town.auntie, "phone", reason, actor=dispatcher)
    assert not History.objects.filter(verb="revealed").exists()
    assert reveal(town.auntie, "phone", "联系确认漏水位置", actor=dispatcher) == "13800005678"
    line = History.objects.get(verb="revealed")
    assert (line.kind, line.record_id, line.data) == ("person", town.auntie.pk, {"field": "phone"})
    assert (line.note, line.actor_id) == ("联系确认漏水位置", town.dispatcher.pk)
    with pytest.raises(Invalid):
        reveal(town.auntie, "data_key", "联系确认漏水位置", actor=dispatcher)


@pytest.mark.parametrize(
    ("who", "fault"),
    [
        ("leader", Forbidden),
        ("grid_worker", Forbidden),
        ("auditor", Forbidden),
        ("nobody", Forbidden),
        ("stranger", NotFound),
        ("handler", NotFound),  # no record of hers lies with his unit
        ("clerk_west", NotFound),
    ],
)
def test_who_may_not_reveal(town: SmallTown, who: str, fault: type[Exception]) -> None:
    with pytest.raises(fault):
        reveal(town.auntie, "phone", "联系确认漏水位置", actor=actor_of(getattr(town, who)))
    assert not History.objects.filter(verb="revealed").exists()


def test_a_correction_is_sealed_in_history(town: SmallTown) -> None:
    dispatcher = actor_of(town.dispatcher)
    person = change_person(town.auntie, {"phone": "13800009999"}, actor=dispatcher)
    line = History.objects.get(verb="changed", kind="person")
    assert line.data == {"fields": ["phone"]}
    assert sealed_changes(line.sealed or b"", person) == {"phone": ["13800005678", "13800009999"]}
    assert find_or_add_person(town.id, "", "13800009999", actor=SYSTEM) == person
    change_person(person, {"phone": "13800009999"}, actor=dispatcher)
    assert History.objects.filter(verb="changed", kind="person").count() == 1
    with pytest.raises(Forbidden):
        change_person(person, {"phone": "13800005678"}, actor=actor_of(town.leader))
    change_person(town.uncle, {"id_number": ID_NUMBER}, actor=dispatcher)
    with pytest.raises(Conflict):
        change_person(person, {"id_number": ID_NUMBER}, actor=dispatcher)


def test_an_erased_person_can_be_read_by_nobody(town: SmallTown) -> None:
    change_person(town.auntie, {"name": "张桂芳"}, actor=actor_of(town.dispatcher))
    line = History.objects.get(verb="changed", kind="person")
    with pytest.raises(Forbidden):
        erase(town.auntie, "本人申请删除", actor=actor_of(town.dispatcher))
    erased = erase(town.auntie, "本人申请删除", actor=actor_of(town.security))
    with pytest.raises(Unreadable):
        read(erased, "name")
    with pytest.raises(Unreadable):
        sealed_changes(line.sealed or b"", erased)
    with pytest.raises(Unreadable):
        reveal(erased, "phone", "联系确认漏水位置", actor=actor_of(town.dispatcher))
    assert shown(erased).erased
    row = Person.objects.get(pk=erased.pk)
    assert (row.data_key, row.phone_index, row.name_sealed) == (None, "", None)
    assert find_or_add_person(town.id, "张阿姨", "13800005678", actor=SYSTEM) != erased
    with pytest.raises(Conflict):
        erase(erased, "本人申请删除", actor=actor_of(town.security))


def test_a_new_master_key_takes_over(town: SmallTown, second_key: str) -> None:
    old_index = town.auntie.phone_index
    seal.forget_master_keys()
    assert find_or_add_person(town.id, "张阿姨", "13800005678", actor=SYSTEM) == town.auntie
    last, renewed = rewrap_people(limit=1)
    assert renewed == 1
    assert rewrap_people(last) == (0, 1)
    assert rewrap_people() == (0, 0)
    town.auntie.refresh_from_db()
    assert town.auntie.phone_index != old_index
    assert read(town.auntie, "phone") == "13800005678"
