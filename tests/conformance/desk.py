"""Who works on the records of a kind in the conformance suite."""

from typing import Any

from django.test import Client

from jiedao.foundation.records.schema import schema_of
from jiedao.foundation.staff.models import Account, Role
from tests.cast import SmallTown
from tests.engines.cases.desk import also

BACKEND = "jiedao.foundation.staff.signing.backend.AccountBackend"
_RIGHTS = ("records.see", "records.add", "records.edit", "records.import", "records.export")


def clerk(town: SmallTown, *kinds: str) -> Account:
    """林调度, who may do everything that these kinds know, restricted ones as well."""
    moves = [move for kind in kinds for move in schema_of(kind).workflow.moves]
    abouts = [other for kind in kinds for other in schema_of(kind).kind.about]
    Role.objects.create(
        town=town.town,
        key="conformance",
        name="样例岗位",
        scope="town",
        permissions=sorted({*_RIGHTS, *(move.permission for move in moves)}),
        kinds=sorted({*kinds, *abouts}),
    )
    also(town, town.dispatcher, "centre", "conformance")
    return town.dispatcher


def browser(account: Account) -> Client:
    """Signed in, the bell looked at once."""
    client = Client()
    client.force_login(account, backend=BACKEND)
    client.get("/home/bell/")
    return client


def body(answer: Any) -> str:
    """What a page says, streamed or not."""
    octets: bytes = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return octets.decode("utf-8", "replace")
