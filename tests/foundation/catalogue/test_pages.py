"""The catalogue's pages: who may open which, and what can be done from them."""

import io
from pathlib import Path

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from jiedao.foundation.catalogue import actions, queries
from jiedao.foundation.catalogue.lookup import catalogue_for
from jiedao.foundation.catalogue.models import Edition
from jiedao.foundation.catalogue.rows import ItemRow
from jiedao.foundation.staff.models import Account
from jiedao.kernel.actors import SYSTEM
from tests.cast import SmallTown
from tests.foundation.catalogue.sheets import sheet


def opened(account: Account) -> Client:
    client = Client()
    client.force_login(account)
    return client


def page(client: Client, path: str, **headers: str) -> str:
    response = client.get(path, headers=headers or None)
    assert response.status_code == 200, (path, response.status_code)
    return str(response.content.decode())


READ = {"handler", "admin", "leader", "catalogue_owner"}
PAGES = (
    ("/catalogue/", READ),
    ("/catalogue/items/B01/", READ),
    ("/catalogue/editions/", READ),
    ("/catalogue/editions/1/", READ),
    ("/catalogue/download/", READ),
    ("/catalogue/template/", READ),
    ("/catalogue/draft/", {"catalogue_owner"}),
    ("/catalogue/upload/", {"catalogue_owner"}),
    ("/catalogue/draft/add/", {"catalogue_owner"}),
    ("/catalogue/draft/change/B01/", {"catalogue_owner"}),
    ("/catalogue/draft/retire/B01/", {"catalogue_owner"}),
)


@pytest.mark.parametrize(("path", "allowed"), PAGES, ids=[path for path, _ in PAGES])
def test_who_may_open_which_page(town: SmallTown, path: str, allowed: set[str]) -> None:
    for who in ("handler", "nobody", "admin", "leader", "catalogue_owner"):
        response = opened(getattr(town, who)).get(path)
        assert response.status_code == (200 if who in allowed else 403), who
    assert Client().get(path).status_code == 303


def test_the_tree_goes_down_searches_and_opens_an_item(town: SmallTown) -> None:
    actions.load(town.id, [ItemRow(code="B0101", name="雨水井盖", parent="B01")], actor=SYSTEM)
    client = opened(town.handler)
    words = page(client, "/catalogue/")
    assert "井盖破损" in words
    assert "雨水井盖" not in words
    assert "雨水井盖" in page(client, "/catalogue/?at=B01")
    found = page(client, "/catalogue/?q=雨水")
    assert "雨水井盖" in found
    assert "路灯不亮" not in found
    assert "没有找到" in page(client, "/catalogue/?q=没有这个")
    assert "/catalogue/items/B01/" in page(client, "/catalogue/?open=B01")
    words = page(client, "/catalogue/items/A02/", **{"HX-Request": "true", "HX-Target": "panel"})
    assert "<html" not in words
    assert all(
        word in words for word in ("占用人行道", "制止", "4 工作时", "20 个工作日", "城管科")
    )
    assert "/change/A02/" not in words
    assert "/change/A02/" in page(opened(town.catalogue_owner), "/catalogue/items/A02/")
    assert client.get("/catalogue/items/Z9/").status_code == 404


def test_another_towns_catalogue_is_not_there(town: SmallTown) -> None:
    client = opened(town.stranger)
    assert client.get("/catalogue/items/B01/").status_code == 404
    assert client.get("/catalogue/editions/1/").status_code == 404
    assert "井盖破损" not in page(client, "/catalogue/")


def test_an_item_is_added_changed_retired_and_published(town: SmallTown) -> None:
    client = opened(town.catalogue_owner)
    new = {
        "code": "G01", "name": "树木倒伏", "level": "2", "check_way": "on_spot",
        "conditions": "倒伏挡路 | 2 紧急工作时 | 清理\n枯死 | 停止 4 工作时；清除 7 个工作日",
        "lead": "西岭社区：西岭社区；城管科", "evidence": ["after_photo"], "keywords": "倒树、树倒",
    }  # fmt: skip
    response = client.post("/catalogue/draft/add/", new)
    assert response.status_code == 303, response.content.decode()
    assert catalogue_for(town.id).item("G01") is None
    changed = {"name": "井盖", "level": "1", "check_way": "phone", "lead": "水务科",
               "conditions": "缺失 | 立即 |", "keywords": "井盖"}  # fmt: skip
    assert client.post("/catalogue/draft/change/B01/", changed).status_code == 303
    assert client.post("/catalogue/draft/retire/F01/", {"x": "1"}).status_code == 303
    words = page(client, "/catalogue/draft/")
    assert all(word in words for word in ("树木倒伏", "井盖破损", "停用", "1 紧急工作时"))
    assert "第 2 版草稿尚未发布" in page(client, "/catalogue/")
    assert client.post("/catalogue/draft/publish/", {"note": "增加树木"}).status_code == 303
    catalogue = catalogue_for(town.id)
    tree = catalogue.item("G01")
    assert tree is not None
    assert [len(condition.stages) for condition in catalogue.conditions(tree.id)] == [1, 2]
    assert catalogue.name("B01") == "井盖"
    assert Edition.objects.get(town=town.town, number=2).note == "增加树木"
    assert "增加树木" in page(client, "/catalogue/editions/")
    assert client.get("/catalogue/draft/publish/").status_code == 404


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("conditions", "缺失 | 尽快"),
        ("conditions", "一 | 4工作时 | 二 | 三"),
        ("lead", "没有这个单位"),
        ("lead", "没有这个社区：城管科"),
        ("name", ""),
        ("level", "9"),
    ],
)
def test_what_cannot_be_read_comes_back_with_every_word(
    town: SmallTown, field: str, value: str
) -> None:
    client = opened(town.catalogue_owner)
    given = {"name": "井盖", "level": "1", "check_way": "phone", "guide": "写了很多"}
    response = client.post("/catalogue/draft/change/B01/", given | {field: value})
    words = response.content.decode()
    assert response.status_code == 422
    assert "写了很多" in words
    assert queries.draft_of(town.id) is None


def test_a_form_shows_what_the_item_has(town: SmallTown) -> None:
    words = page(opened(town.catalogue_owner), "/catalogue/draft/change/E01/")
    assert "西岭社区：西岭社区；东港社区：东港社区" in words
    assert "邻里之间的纠纷 | 10 个工作日 | " in words


def test_discarding_leaves_the_catalogue_as_it_is(town: SmallTown) -> None:
    client = opened(town.catalogue_owner)
    client.post("/catalogue/draft/retire/F01/", {"x": "1"})
    assert client.post("/catalogue/draft/discard/", {"note": ""}).status_code == 303
    assert queries.draft_of(town.id) is None
    assert catalogue_for(town.id).item("F01").active  # type: ignore[union-attr]


def upload(client: Client, *rows: list[object]) -> tuple[int, str]:
    file = SimpleUploadedFile("清单.xlsx", sheet(*rows).getvalue())  # type: ignore[arg-type]
    response = client.post("/catalogue/upload/", {"file": file})
    return response.status_code, response.content.decode()


def test_a_sheet_goes_into_the_draft(town: SmallTown) -> None:
    status, _words = upload(
        opened(town.catalogue_owner),
        ["大类", "小类", "处置时限", "责任单位"],
        ["市容", "牛皮癣", "4工作时", "城管科"],
    )
    assert status == 303
    draft = queries.draft_of(town.id)
    assert draft is not None
    assert "牛皮癣" in {row.name for row in queries.rows_of(draft)}


def test_a_faulty_sheet_is_explained_and_its_report_downloaded(
    town: SmallTown, settings: object, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]
    client = opened(town.catalogue_owner)
    status, words = upload(client, ["大类", "小类", "处置时限"], ["市容", "牛皮癣", "尽快"])
    assert status == 422
    assert "尽快" in words
    assert queries.draft_of(town.id) is None
    link = words.split('href="/catalogue/upload/')[1].split('"')[0]
    response = client.get(f"/catalogue/upload/{link}")
    book = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    assert [cell.value for cell in book.active[2]][:3] == [2, "处置时限", "尽快"]
    owner = opened(town.stranger)
    assert owner.get(f"/catalogue/upload/{link}").status_code in (403, 404)


@pytest.mark.parametrize("content", [b"", b"\xd0\xcf\x11\xe0", b"PK\x03\x04x", b"a,b\n1,2\n"])
def test_a_file_that_is_no_catalogue_is_refused_in_a_sentence(
    town: SmallTown, content: bytes
) -> None:
    client = opened(town.catalogue_owner)
    file = SimpleUploadedFile("x.xlsx", content)
    assert client.post("/catalogue/upload/", {"file": file}).status_code == 422
    assert client.post("/catalogue/upload/", {}).status_code == 422


def test_editions_are_compared_and_downloaded(town: SmallTown) -> None:
    for number, name in ((2, "雨水井盖"), (3, "雨水盖")):
        actions.load(town.id, [ItemRow(code="B0101", name=name, parent="B01")], actor=SYSTEM)
        assert Edition.objects.filter(town=town.town, number=number, status="published").exists()
    client = opened(town.handler)
    words = page(client, "/catalogue/editions/3/")
    assert "雨水井盖" in words
    assert "雨水盖" in words
    assert "两版相同" not in page(client, "/catalogue/editions/3/?against=2")
    response = client.get("/catalogue/download/?edition=2")
    values = [
        cell
        for row in openpyxl.load_workbook(io.BytesIO(response.content)).active.values
        for cell in row
    ]
    assert "雨水井盖" in values
    assert client.get("/catalogue/download/?edition=draft").status_code == 403


def test_the_search_box_finds_items(town: SmallTown) -> None:
    assert "井盖破损" in page(opened(town.handler), "/search/?q=井盖")


def test_a_tree_of_many_items_asks_as_often_as_one_of_few(
    town: SmallTown, django_assert_max_num_queries: object
) -> None:
    rows = [ItemRow(code=f"Z{number:03}", name=f"事项{number}") for number in range(200)]
    actions.load(town.id, rows, actor=SYSTEM)
    client = opened(town.handler)
    page(client, "/catalogue/")
    with django_assert_max_num_queries(14):  # type: ignore[operator]
        page(client, "/catalogue/")
