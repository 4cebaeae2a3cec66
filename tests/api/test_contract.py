"""What the API publishes about itself is what it answers."""

from collections.abc import Callable

import pytest

from jiedao.engines.cases.api import schemas
from tests.api.conftest import Api
from tests.api.test_requests import RUBBISH, photo
from tests.cast import SmallTown


def test_answers_have_the_published_form(
    town: SmallTown, channel: Api, staff: Callable[[str], Api]
) -> None:
    """Exactly: no field missing, none that is not published."""
    contact = {"name": "王", "phone": "13812345678"}
    got = channel.post("requests", {**RUBBISH, "contact": contact})
    channel.upload(f"requests/{got['number']}/attachments", files=[photo()])
    handler = staff("handler")
    moved = handler.post(f"cases/{got['case']}/moves/sign")
    forms = {
        schemas.ReceiptOut: got,
        schemas.CaseOut: moved,
        schemas.DetailOut: handler.get(f"cases/{got['case']}"),
        schemas.PageOut: handler.get("cases"),
        schemas.ProgressOut: channel.get(f"requests/{got['number']}"),
    }
    for form, document in forms.items():
        assert form.model_validate(document).model_dump(mode="json") == document, form


def test_every_address_is_published(town: SmallTown) -> None:
    anybody = Api()
    document = anybody.get("openapi.json")
    assert document["info"]["title"] == "Jiedao"
    paths = set(document["paths"])
    assert {
        "/api/v1/requests",
        "/api/v1/requests/{number}",
        "/api/v1/requests/{number}/attachments",
        "/api/v1/cases",
        "/api/v1/cases/{number}",
        "/api/v1/cases/{number}/moves/{move}",
        "/api/v1/cases/{number}/attachments",
        "/api/v1/cases/{number}/timeline",
        "/api/v1/areas",
        "/api/v1/units",
        "/api/v1/catalogue",
        "/api/v1/workflow",
    } <= paths
    body = document["paths"]["/api/v1/requests"]["post"]["requestBody"]
    sent = body["content"]["application/json"]["schema"]
    assert set(sent["properties"]) >= {
        "text", "item", "longitude", "latitude", "address", "contact", "channel", "foreign_number",
    }  # fmt: skip
    assert sent["required"] == ["text"]
    for path in document["paths"].values():
        for operation in path.values():
            assert operation["summary"]


def test_references_resolve(town: SmallTown) -> None:
    document = Api().get("openapi.json")
    names = set(document["components"]["schemas"])

    def walk(node: object) -> None:
        if isinstance(node, dict):
            reference = node.get("$ref")
            if isinstance(reference, str):
                assert reference.rsplit("/", 1)[-1] in names, reference
            for inner in node.values():
                walk(inner)
        elif isinstance(node, list):
            for inner in node:
                walk(inner)

    walk(document)


def test_the_workflow_is_data(town: SmallTown) -> None:
    got = Api().get("workflow")
    moves = {row["move"]: row for row in got["moves"]}
    assert moves["decline"]["data"]["properties"]["outcome"]["enum"]
    assert {row["state"] for row in got["states"]} >= {"reported", "closed"}


@pytest.mark.parametrize(
    ("address", "code"), [("units", "city"), ("areas?level=community", "W"), ("catalogue", "A01")]
)
def test_lists_of_the_foundation(
    town: SmallTown, staff: Callable[[str], Api], address: str, code: str
) -> None:
    caller = staff("dispatcher")
    rows = caller.get(address)["items"]
    assert code in {row["code"] for row in rows}
    if address == "catalogue":
        item = next(row for row in rows if row["code"] == "A01")
        assert item["limits"] == [{"stage": "", "amount": 4, "unit": "office_hours"}]
    other = staff("stranger")
    assert code not in {row["code"] for row in other.get(address)["items"]}
