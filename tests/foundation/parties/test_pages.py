"""Pages of parties: masked people shown for a reason, organisations listed and changed."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from jiedao.foundation.parties.actions import NewOrganisation, add_organisation, erase
from jiedao.foundation.parties.models import Organisation, Person
from jiedao.foundation.parties.slots import PersonRecord, PersonRecords, person_records
from jiedao.foundation.staff.models import Account
from jiedao.foundation.staff.reach import actor_of
from jiedao.kernel import clock
from jiedao.kernel.access import Reach
from jiedao.kernel.actors import SYSTEM
from jiedao.kernel.models import History
from jiedao.kernel.titles import Title
from tests.cast import SmallTown

CODE = "91350100M000100Y43"
REASON = "联系确认漏水位置"


def opened(account: Account) -> Client:
    client = Client()
    client.force_login(account)
    return client


def page(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, (path, response.status_code)
    return response.content.decode()


@pytest.fixture
def asked_of_city(town: SmallTown) -> Iterator[None]:
    """张阿姨 appears in a record of 城管科 (as the cases engine would say)."""

    def ids(reach: Reach) -> Any:
        seen = reach.may("cases.see", unit_ids=[town.units.city.pk])
        return Person.objects.filter(pk=town.auntie.pk if seen else 0).values("pk")

    def records(reach: Reach, person_id: int, limit: int) -> list[PersonRecord]:
        return [PersonRecord("R1", "楼道漏水", "/cases/R1/", clock.now(), "处置中")]

    source = PersonRecords("test", Title("以前的诉求", "Earlier requests"), ids, records)
    kept = dict(person_records._items)
    person_records._items.clear()
    person_records._items["test"] = source
    yield
    person_records._items.clear()
    person_records._items.update(kept)


def test_a_person_is_masked_until_a_reason_is_given(town: SmallTown) -> None:
    client = opened(town.dispatcher)
    words = page(client, f"/people/{town.auntie.pk}/")
    assert "138****5678" in words
    assert "13800005678" not in words
    url = f"/people/{town.auntie.pk}/reveal/"
    assert client.post(url, {"reason": "看"}).status_code == 422
    response = client.post(url, {"reason": REASON})
    assert "13800005678" in response.content.decode()
    assert "no-store" in response["Cache-Control"]
    response = client.post(f"{url}?field=address", {"reason": REASON})
    assert "幸福路1号302" in response.content.decode()
    assert client.post(f"{url}?field=data_key", {"reason": REASON}).status_code == 422
    assert client.get(url).status_code == 405
    fields = [line.data["field"] for line in History.objects.filter(verb="revealed").order_by("id")]
    assert fields == ["name", "phone", "address"]
    words = page(opened(town.auditor), "/audit/?verb=revealed")
    assert REASON in words
    assert "林调度" in words


def test_whoever_handles_a_record_may_know_of_its_people(
    town: SmallTown, asked_of_city: None
) -> None:
    url = f"/people/{town.auntie.pk}/"
    words = page(opened(town.handler), url)
    assert "楼道漏水" in words
    assert opened(town.handler).post(f"{url}reveal/", {"reason": REASON}).status_code == 200
    assert opened(town.co_handler).get(url).status_code == 404
    assert opened(town.handler).get(f"/people/{town.uncle.pk}/").status_code == 404
    assert "显示" not in page(opened(town.leader), url)


def test_who_may_open_a_person(town: SmallTown) -> None:
    url = f"/people/{town.auntie.pk}/"
    for who, status in (("nobody", 403), ("admin", 403), ("stranger", 404), ("clerk_west", 404)):
        assert opened(getattr(town, who)).get(url).status_code == status, who
    assert Client().get(url).status_code == 303


def test_corrections_and_erasure(town: SmallTown) -> None:
    url = f"/people/{town.auntie.pk}/"
    dispatcher = opened(town.dispatcher)
    assert dispatcher.post(f"{url}change/", {"phone": "13800009999"}).status_code == 303
    assert dispatcher.post(f"{url}change/", {}).status_code == 422
    assert dispatcher.post(f"{url}change/", {"phone": "1"}).status_code == 422
    assert "138****9999" in page(dispatcher, url)
    assert dispatcher.post(f"{url}erase/", {"reason": "本人申请删除"}).status_code == 403
    security = opened(town.security)
    assert security.post(f"{url}erase/", {"reason": "本人申请删除"}).status_code == 303
    assert "已删除" in page(dispatcher, url)
    assert dispatcher.post(f"{url}reveal/", {"reason": REASON}).status_code == 410


def test_organisations_are_listed_found_and_changed(
    town: SmallTown, django_assert_max_num_queries: Any
) -> None:
    client = opened(town.dispatcher)
    data = {"name": "好味餐馆", "uscc": CODE, "kind": "餐饮", "area": town.places.grid_1.pk}
    assert "/organisations/add/" in page(client, "/organisations/")
    assert client.post("/organisations/add/", data).status_code == 303
    assert client.post("/organisations/add/", data).status_code == 422
    row = Organisation.objects.get()
    for number in range(30):
        add_organisation(town.id, NewOrganisation(f"企业{number}"), actor=SYSTEM)
    with django_assert_max_num_queries(16):
        assert "好味餐馆" in page(client, "/organisations/?q=好味")
    assert "好味餐馆" in page(client, f"/organisations/?community={town.places.west.pk}")
    assert "好味餐馆" not in page(client, f"/organisations/?community={town.places.east.pk}")
    assert "好味餐馆" in page(client, f"/organisations/?q={CODE.lower()}&valid=1")
    changed = data | {"name": "好味酒家", "place": "114.305,22.710"}
    assert client.post(f"/organisations/{row.pk}/change/", changed).status_code == 303
    row.refresh_from_db()
    assert (row.name, row.lon) == ("好味酒家", 114.305)
    words = page(client, f"/organisations/{row.pk}/")
    assert "变更记录" in words
    end = {"last_day": clock.today().isoformat(), "reason": "搬走了"}
    assert client.post(f"/organisations/{row.pk}/end/", end).status_code == 303
    assert opened(town.grid_worker).get(f"/organisations/{row.pk}/").status_code == 200
    assert opened(town.clerk_east).get(f"/organisations/{row.pk}/").status_code == 404
    assert opened(town.leader).get("/organisations/add/").status_code == 403


def test_the_contact_of_an_organisation_is_masked(town: SmallTown) -> None:
    row = add_organisation(
        town.id,
        NewOrganisation("好味餐馆", contact=town.auntie),
        actor=actor_of(town.dispatcher),
    )
    words = page(opened(town.dispatcher), f"/organisations/{row.pk}/")
    assert "138****5678" in words
    erase(town.auntie, "本人申请删除", actor=SYSTEM)
    assert "已删除" in page(opened(town.dispatcher), f"/organisations/{row.pk}/")


def test_the_search_box_finds_by_whole_number_or_whole_name_only(town: SmallTown) -> None:
    add_organisation(town.id, NewOrganisation("好味餐馆", CODE), actor=SYSTEM)
    client = opened(town.dispatcher)
    assert f"/people/{town.auntie.pk}/" in page(client, "/search/?q=138 0000 5678")
    assert "/people/" not in page(client, "/search/?q=1380000")
    assert f"/people/{town.auntie.pk}/" in page(client, "/search/?q=张阿姨")
    assert "/people/" not in page(client, "/search/?q=阿姨")
    assert "/people/" not in page(opened(town.handler), "/search/?q=李大爷")
    assert "好味餐馆" in page(client, "/search/?q=好味")
    assert "/people/" not in page(opened(town.handler), "/search/?q=13800005678")
