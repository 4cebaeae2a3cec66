"""Open311 as city programs use it: over the wire, with ordinary client libraries."""

from typing import Any
from xml.etree import ElementTree

import pytest

from jiedao.engines.cases.models import Attachment
from tests.api.conftest import open_to_public
from tests.api.test_requests import photo
from tests.cast import small_town
from tests.portal.test_open311 import SENT, V2


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("form", ["json", "xml"])
def test_ordinary_clients_send_and_read_over_the_wire(live_server: Any, form: str) -> None:
    """``georeport`` only reads, so what it stands on (``requests``) sends, as a city's own
    programs do; then the library finds what was sent. Nothing is put in between."""
    georeport = pytest.importorskip("georeport", reason="the client library is not installed")
    import requests

    open_to_public(small_town())
    root = f"{live_server.url}{V2}"
    picture = {"media": ("垃圾.jpg", photo().read(), "image/jpeg")}
    sent = requests.post(
        f"{root}/requests.{form}", data={**SENT, "jurisdiction_id": "small"}, files=picture
    )
    assert sent.status_code == 201, sent.text
    if form == "json":
        number = sent.json()[0]["service_request_id"]
    else:
        number = ElementTree.fromstring(sent.content).findtext("request/service_request_id")
    library = georeport.GeoReport(root, jurisdiction="small", output_format=form)
    row = library.get_service_request(number)
    assert (row["service_code"], row["status"]) == ("A01", "open")
    assert Attachment.objects.count() == 1
    refused = requests.post(
        f"{root}/requests.{form}", data={"jurisdiction_id": "small", "service_code": "A01"}
    )
    assert refused.status_code == 400
    assert "lat" in refused.text or "description" in refused.text
