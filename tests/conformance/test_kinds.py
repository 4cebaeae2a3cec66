"""One suite over every generated kind: whoever declares a kind has these tests of it.

Pages, moves, files and API of each kind, with values made from its fields (``examples.py``).
"""

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pydantic_core import to_jsonable_python

from jiedao.foundation.records.files import export_file, import_records
from jiedao.foundation.records.layers import has_place
from jiedao.foundation.records.models import Record, RecordFile
from jiedao.foundation.records.schema import Schema, schema_of
from jiedao.foundation.records.work import Work
from jiedao.kernel import registry
from jiedao.kernel.actors import SYSTEM
from jiedao.kernel.models import History
from tests.api.conftest import Api
from tests.cast import SmallTown
from tests.conformance import sheets
from tests.conformance.desk import body, browser, clerk
from tests.conformance.examples import every_kind, example, made, subject
from tests.engines.cases.desk import picture

pytestmark = pytest.mark.parametrize("kind", every_kind())
NEW_TITLE = "另一件样例"


@pytest.fixture(autouse=True)
def _own_files(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def url(page: str, *args: str) -> str:
    return reverse(f"records:{page}", args=args)


def rows_of(schema: Schema) -> Any:
    return schema.family.model._default_manager.filter(kind=schema.kind.key)


def sent(client: Client, town: SmallTown, row: Record) -> dict[str, Any]:
    """What the form of a record sends: the titles and what must differ are of another one."""
    form: dict[str, Any] = dict(sheets.fields(body(client.get(url("edit", row.kind, row.number)))))
    other = example(town, row.kind, 2)
    fields = {"title": NEW_TITLE} | {
        name: str(other[name])
        for name in schema_of(row.kind).kind.unique
        if name in form and name in other and name != "title"
    }
    return form | fields


def test_pages(town: SmallTown, kind: str) -> None:
    schema = schema_of(kind)
    client = browser(clerk(town, kind))
    row = made(town, kind)
    record = body(client.get(url("detail", kind, row.number)))
    assert row.title in record
    assert str(schema.workflow.state(row.state).titles) in record
    assert row.number in body(client.get(url("list", kind)))
    assert row.number in body(client.get(url("list", kind) + f"?q={row.number}"))
    assert client.get(url("board", kind)).status_code == 200
    assert url("detail", kind, row.number) in body(client.get(f"/search/?q={row.number}"))
    assert client.get(url("list", kind) + "template/").status_code == 200
    if has_place(schema.kind) and schema.workflow.state(row.state).open:
        assert row.number in body(client.get(f"/r/{kind}/features.json"))
        page = body(client.get(url("map", kind) + f"?q={row.title}&size=50"))
        assert f"/r/{kind}/features.json?q=" in page
        assert "size=50" not in page.partition("data-url=")[2].partition('"')[0]


def test_forms(town: SmallTown, kind: str) -> None:
    """What the form of a record shows can be sent: changed, and as a new record."""
    schema = schema_of(kind)
    client = browser(clerk(town, kind))
    row = made(town, kind)
    assert client.get(url("new", kind)).status_code == 200
    form = sent(client, town, row)
    about = subject(town, kind)
    added = client.post(
        url("new", kind), form | ({"about": f"{about[0]}:{about[1]}"} if about else {})
    )
    assert added.status_code == 303, body(added)
    assert rows_of(schema).filter(title=NEW_TITLE).exclude(pk=row.pk).count() == 1
    rows_of(schema).exclude(pk=row.pk).delete()
    changed = client.post(url("edit", kind, row.number), form)
    assert changed.status_code == 303, body(changed)
    line = History.objects.filter(kind=kind, record_id=row.pk).latest("id")
    assert line.changes["title"] == [row.title, NEW_TITLE]
    assert NEW_TITLE in body(client.get(url("detail", kind, row.number)))


def test_who_may_not(town: SmallTown, kind: str) -> None:
    row = made(town, kind)
    seen = url("detail", kind, row.number)
    for who in (town.clerk_east, town.nobody, town.admin, town.stranger):
        client = browser(who)
        for page in (seen, url("edit", kind, row.number)):
            assert client.get(page).status_code in (403, 404), (who.name, page)
        assert row.number not in body(client.get(url("list", kind))), who.name
    reader = browser(town.reader)
    restricted = schema_of(kind).kind.restricted
    assert reader.get(seen).status_code == (403 if restricted else 200)
    for page in (url("new", kind), url("edit", kind, row.number), url("list", kind) + "import/"):
        assert reader.get(page).status_code in (302, 303, 403), page
    assert reader.post(url("new", kind), {"title": NEW_TITLE}).status_code == 403
    assert Client().get(seen).status_code == 303


def test_every_move_has_its_form(town: SmallTown, kind: str) -> None:
    """In each state, what is offered opens, and what may not be made says why."""
    schema = schema_of(kind)
    client = browser(clerk(town, kind))
    row = made(town, kind)
    for state in schema.workflow.states:
        rows_of(schema).filter(pk=row.pk).update(state=state.key)
        assert client.get(url("detail", kind, row.number)).status_code == 200
        for move in schema.workflow.moves:
            answer = client.get(url("move", kind, row.number, move.key))
            offered = state.key in move.sources
            assert answer.status_code in ((200, 409) if offered else (409,)), move.key
            if answer.status_code == 200:
                assert "<form" in body(answer), move.key


def test_photos(town: SmallTown, kind: str) -> None:
    """A record is shown with photos: added on its page, seen there, refused to who may not."""
    row = made(town, kind)
    at = url("attach", kind, row.number)
    stranger = browser(town.clerk_east).post(at, {"files": photo()})
    assert stranger.status_code in (403, 404)
    reader = browser(town.reader).post(at, {"files": photo()})
    assert reader.status_code == 403
    client = browser(clerk(town, kind))
    assert client.post(at, {"files": photo()}).status_code == 303
    (file,) = RecordFile.objects.all()
    at = url("file", kind, row.number, str(file.pk))
    assert at in body(client.get(url("detail", kind, row.number)))
    assert client.get(at)["Content-Type"] == "image/jpeg"


def photo() -> SimpleUploadedFile:
    return SimpleUploadedFile("现场.jpg", picture().getvalue())


def test_out_and_in_again(town: SmallTown, kind: str) -> None:
    """An export tells everything that is not personal: read again, nothing is new; read into an
    empty town, it is the same record."""
    schema = schema_of(kind)
    row = made(town, kind)
    before = kept(schema, row)
    file = io.BytesIO()
    assert export_file(file, kind, town.id, rows_of(schema)) == 1
    run = import_records(town.id, kind, file, actor=SYSTEM)
    told = list(run.rejections.values_list("sentence", flat=True))
    assert (run.created, run.known, told) == (0, 1, [])
    rows_of(schema).delete()
    file.seek(0)
    run = import_records(town.id, kind, file, file_name="empty.xlsx", actor=SYSTEM)
    told = list(run.rejections.values_list("sentence", flat=True))
    assert (run.created, told) == (1, [])
    assert kept(schema, rows_of(schema).get()) == before


def kept(schema: Schema, row: Record) -> dict[str, Any]:
    """The fields of a record that go out with it."""
    work = Work(schema.family.model._default_manager.get(pk=row.pk), actor=SYSTEM)
    own = [s.name for s in schema.specs if not s.is_column and not s.facts.personal]
    columns = ("title", "code", "day", "lon", "lat", "grid_id", "unit_id", "owner_id",
               "organisation_id", "state")  # fmt: skip
    return {name: getattr(work.record, name) for name in columns} | {
        name: work.values.get(name) for name in own
    }


def test_over_http(town: SmallTown, kind: str) -> None:
    at, caller = f"records/{kind}", Api(town.token(clerk(town, kind)))
    sent_values = to_jsonable_python(example(town, kind))
    about = subject(town, kind)
    if about:
        rows = rows_of(schema_of(about[0]))
        sent_values["about"] = f"{about[0]}:{rows.get(pk=about[1]).number}"
    refused = Api(town.token(town.reader))
    refused.post(at, sent_values)
    # Of a restricted subject one does not even learn that it is there.
    hidden = about is not None and schema_of(about[0]).kind.restricted
    assert refused.status == (422 if hidden else 403)
    added = caller.post(at, sent_values)
    assert caller.status == 201, added
    number = added["number"]
    assert number in [row["number"] for row in caller.get(at)["items"]]
    changed = caller.patch(f"{at}/{number}", {"title": NEW_TITLE})
    assert (caller.status, changed["title"], changed["version"]) == (200, NEW_TITLE, 2), changed
    assert [line["verb"] for line in caller.get(f"{at}/{number}/history")] == ["add", "edit"]
    assert caller.get(f"{at}/{number}/moves") is not None
    assert caller.status == 200
    stranger = Api(town.token(town.clerk_east))
    stranger.get(f"{at}/{number}")
    assert stranger.status in (403, 404)


def test_it_belongs_to_an_application(kind: str) -> None:
    assert registry.kinds.get(kind).application in registry.applications
    assert any(kind in (entry.kind, *entry.leads_to) for entry in registry.navigation)
