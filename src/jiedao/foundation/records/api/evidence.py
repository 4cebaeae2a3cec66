"""The addresses of a kind's photos and documents."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from jiedao.foundation.files.checking import prepare
from jiedao.foundation.files.wire import sent_files, serve
from jiedao.foundation.records.actions import attach
from jiedao.foundation.records.api.endpoints import Endpoints
from jiedao.foundation.records.api.schemas import FileOut
from jiedao.foundation.records.evidence import file_of, files_of
from jiedao.foundation.records.models import RecordFile
from jiedao.foundation.staff.api.callers import caller_of
from jiedao.kernel.transactions import durable
from jiedao.web.api.bodies import answer, when


def add_addresses(router: Router, endpoints: Endpoints) -> None:
    """Files in, their list, and each of them."""
    key, title = endpoints.kind, endpoints.schema.kind.titles.en
    at = f"/records/{key}/{{number}}/files"

    @router.post(
        at,
        response={201: list[FileOut]},
        operation_id=f"attach_to_{key}",
        summary=f"{title}: add files",
        description="A multipart form; at most nine ``files`` at a time.",
    )
    def attach_files(request: HttpRequest, number: str) -> HttpResponse:
        caller = caller_of(request)
        row = endpoints.visible(caller, number)
        ready = prepare(sent_files(request))
        with durable():
            rows = attach(row.town_id, row.kind, row.number, ready, actor=caller.actor)
        return answer(_shapes(f"{endpoints.base}/{row.number}", rows), 201)

    @router.get(
        at,
        response=list[FileOut],
        operation_id=f"files_of_{key}",
        summary=f"{title}: files",
        description="Every file of the record, in the order in which they came.",
    )
    def listing(request: HttpRequest, number: str) -> HttpResponse:
        row = endpoints.visible(caller_of(request), number)
        return answer(_shapes(f"{endpoints.base}/{row.number}", files_of(row)))

    @router.get(f"{at}/{{file_id}}", operation_id=f"file_of_{key}", summary=f"{title}: one file")
    def one(request: HttpRequest, number: str, file_id: int) -> HttpResponse:
        row = endpoints.visible(caller_of(request), number)
        return serve(file_of(row, file_id))  # type: ignore[return-value]


def _shapes(base: str, rows: list[RecordFile]) -> list[dict[str, Any]]:
    return [
        {
            "id": row.pk,
            "kind": row.kind,
            "step": row.step,
            "name": row.name,
            "content_type": row.content_type,
            "size": row.size,
            "taken_at": when(row.taken_at),
            "added_at": when(row.added_at),
            "url": f"{base}/files/{row.pk}",
        }
        for row in rows
    ]
