"""Photos and documents of records: who may add them, what a move asks to be shown, who sees them."""

import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from jiedao.applications.heritage_trees.kinds import CHECK, TREE
from jiedao.foundation.files.checking import Upload, prepare
from jiedao.foundation.records.actions import add, attach, edit, make_move
from jiedao.foundation.records.evidence import files_of
from jiedao.foundation.records.models import Record, RecordFile
from jiedao.foundation.records.schema import schema_of
from jiedao.foundation.staff.reach import actor_of
from jiedao.kernel import registry
from jiedao.kernel.errors import Forbidden, Invalid
from jiedao.kernel.models import History
from tests.api.conftest import Api
from tests.cast import SmallTown
from tests.engines.cases.desk import picture
from tests.foundation.records.test_actions import fig, refused
from tests.foundation.records.test_pages import signed_in


@pytest.fixture(autouse=True)
def _own_files(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def tree(town: SmallTown) -> Record:
    return add(town.id, TREE, fig(), actor=actor_of(town.clerk_west))


@pytest.fixture
def proven(monkeypatch: pytest.MonkeyPatch) -> None:
    """Checks of trees that are complete only with a photo."""
    kind = registry.kinds.get(CHECK)
    way = schema_of(CHECK).workflow
    moves = tuple(
        replace(move, evidence=("photo",)) if move.key == "complete" else move for move in way.moves
    )
    changed = replace(kind, workflow=replace(way, moves=moves))
    monkeypatch.setitem(registry.kinds._items, CHECK, changed)


def ready(*names: str) -> Any:
    return prepare([Upload(name, picture()) for name in names])


def sent(name: str = "树冠.jpg", body: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, picture().getvalue() if body is None else body)


def test_files_are_added_by_who_may_edit_and_kept(town: SmallTown, tree: Record) -> None:
    with refused(Forbidden):
        attach(town.id, TREE, tree.number, ready("a.jpg"), actor=actor_of(town.clerk_east))
    attach(town.id, TREE, tree.number, ready("a.jpg", "b.jpg"), actor=actor_of(town.clerk_west))
    assert [row.name for row in files_of(tree)] == ["a.jpg", "b.jpg"]
    line = History.objects.filter(kind=TREE, record_id=tree.pk).latest("id")
    assert line.verb == "attached"
    assert len(line.data["files"]) == 2
    # Whoever had the form open meanwhile is not outrun.
    edited = edit(
        town.id, TREE, tree.number, {"age": 320}, actor=actor_of(town.clerk_west), version=1
    )
    assert edited.version == 2


def test_a_move_asks_to_be_shown(town: SmallTown, tree: Record, proven: None) -> None:
    clerk = actor_of(town.clerk_west)
    visit = add(town.id, CHECK, {"vigour": "good"}, actor=clerk, subject=(TREE, tree.pk))
    with refused(Invalid) as info:
        make_move(town.id, CHECK, visit.number, "complete", {"result": "正常"}, actor=clerk)
    assert set(info.value.errors) == {"files"}
    assert "照片" in str(info.value)
    paper = prepare([Upload("记录.pdf", io.BytesIO(b"%PDF-1.7 ..."))])
    with refused(Invalid):
        make_move(town.id, CHECK, visit.number, "complete", {}, actor=clerk, files=paper)
    assert not RecordFile.objects.exists(), "a refused step leaves nothing"
    done = make_move(
        town.id, CHECK, visit.number, "complete", {}, actor=clerk, files=ready("树冠.jpg")
    )
    assert done.state == "done"
    (row,) = files_of(done)
    assert (row.step, row.account_id) == ("complete", town.clerk_west.pk)


def test_what_was_shown_before_counts(town: SmallTown, tree: Record, proven: None) -> None:
    clerk = actor_of(town.clerk_west)
    visit = add(
        town.id, CHECK, {"vigour": "good"}, actor=clerk, subject=(TREE, tree.pk),
        files=ready("树冠.jpg"),
    )  # fmt: skip
    done = make_move(town.id, CHECK, visit.number, "complete", {}, actor=clerk)
    assert done.state == "done"


def test_the_form_of_a_move_takes_photos(town: SmallTown, tree: Record, proven: None) -> None:
    clerk = actor_of(town.clerk_west)
    visit = add(town.id, CHECK, {"vigour": "good"}, actor=clerk, subject=(TREE, tree.pk))
    url = reverse("records:move", args=[CHECK, visit.number, "complete"])
    client = signed_in(town.clerk_west)
    form = client.get(url).content.decode()
    assert "必填" in form
    assert 'type="file"' in form
    answer = client.post(url, {"result": "正常"}, headers={"HX-Request": "true"})
    assert answer.status_code == 422
    assert "照片" in answer.content.decode()
    fake = {"result": "正常", "files": sent("假.jpg", b"MZ a program")}
    answer = client.post(url, fake, headers={"HX-Request": "true"})
    assert answer.status_code == 422
    assert "假.jpg" in answer.content.decode()
    done = client.post(url, {"result": "正常", "files": sent()})
    assert done.status_code == 303
    page = client.get(reverse("records:detail", args=[CHECK, visit.number])).content.decode()
    assert page.count("完成") >= 1
    (row,) = RecordFile.objects.all()
    assert reverse("records:file", args=[CHECK, visit.number, row.pk]) in page


def test_a_new_record_comes_with_its_photo(town: SmallTown) -> None:
    client = signed_in(town.clerk_west)
    values = {name: str(value) for name, value in fig().items()}
    refused_form = client.post(
        reverse("records:new", args=[TREE]), values | {"files": sent("x", b"x")}
    )
    assert refused_form.status_code == 422
    assert not schema_of(TREE).family.model.objects.exists()
    done = client.post(reverse("records:new", args=[TREE]), values | {"files": sent()})
    assert done.status_code == 303
    row = schema_of(TREE).family.model.objects.get()
    assert [one.name for one in files_of(row)] == ["树冠.jpg"]


def test_a_stranger_finds_no_file(town: SmallTown, tree: Record) -> None:
    (row,) = attach(town.id, TREE, tree.number, ready("a.jpg"), actor=actor_of(town.clerk_west))
    url = reverse("records:file", args=[TREE, tree.number, row.pk])
    for who, status in ((town.clerk_west, 200), (town.clerk_east, 404), (town.nobody, 403)):
        assert signed_in(who).get(url).status_code == status, who.name
    other = add(town.id, TREE, fig(code="GS-002"), actor=actor_of(town.clerk_west))
    elsewhere = reverse("records:file", args=[TREE, other.number, row.pk])
    assert signed_in(town.clerk_west).get(elsewhere).status_code == 404


def test_files_over_http(town: SmallTown, tree: Record) -> None:
    at = f"records/{TREE}/{tree.number}/files"
    stranger = Api(town.token(town.clerk_east))
    stranger.upload(at, files=sent())
    assert stranger.status == 404
    reader = Api(town.token(town.reader))
    reader.upload(at, files=sent())
    assert reader.status == 403
    clerk = Api(town.token(town.clerk_west))
    (added,) = clerk.upload(at, files=sent())
    assert (clerk.status, added["kind"], added["name"]) == (201, "photo", "树冠.jpg")
    assert clerk.get(at) == [added]
    clerk.get(added["url"].removeprefix("/api/v1/"))
    assert (clerk.status, clerk.last["Content-Type"]) == (200, "image/jpeg")
    clerk.get(f"{at}/{added['id'] + 1}")
    assert clerk.status == 404
    clerk.upload(at)
    assert clerk.status == 422
