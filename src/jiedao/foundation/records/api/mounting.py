"""The addresses of every generated kind, each with its own types in the API's description."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI, Router

from jiedao.foundation.records.api import evidence
from jiedao.foundation.records.api.endpoints import Endpoints
from jiedao.foundation.records.api.schemas import (
    OfferOut,
    body_schema,
    move_schema,
    page_form,
    parameters,
    record_form,
)
from jiedao.foundation.records.schema import Schema, schema_of
from jiedao.foundation.staff.api.callers import STAFF
from jiedao.foundation.staff.api.naming import EntryOut
from jiedao.kernel.declarations import Move
from jiedao.web.api.bodies import body_like


def add_kind(api: NinjaAPI, kind: str) -> None:
    """Add the addresses of one generated kind."""
    api.add_router("", router_of(schema_of(kind)))


def router_of(schema: Schema) -> Router:
    """The addresses of one kind."""
    router = Router(tags=[schema.kind.key], auth=STAFF)
    endpoints = Endpoints(schema)
    _reading(router, endpoints)
    _writing(router, endpoints)
    evidence.add_addresses(router, endpoints)
    for move in schema.workflow.moves:
        _moving(router, endpoints, move)
    return router


def _words(schema: Schema) -> tuple[str, str, str]:
    """Address, key and English title of the kind."""
    key = schema.kind.key
    return f"/records/{key}", key, schema.kind.titles.en


def _reading(router: Router, endpoints: Endpoints) -> None:
    at, key, title = _words(endpoints.schema)

    @router.get(
        at,
        response=page_form(endpoints.schema),
        operation_id=f"list_{key}",
        summary=f"{title}: list",
        description="What the caller may see, newest first. Several values are parted by commas.",
        openapi_extra={"parameters": parameters(endpoints.schema)},
    )
    def listing(request: HttpRequest) -> HttpResponse:
        return endpoints.listing(request)

    @router.get(
        f"{at}/{{number}}",
        response=record_form(endpoints.schema),
        operation_id=f"get_{key}",
        summary=f"{title}: one record",
        description="The header ETag holds its version. Personal fields are masked.",
    )
    def detail(request: HttpRequest, number: str) -> HttpResponse:
        return endpoints.detail(request, number)

    @router.get(
        f"{at}/{{number}}/moves",
        response=list[OfferOut],
        operation_id=f"moves_of_{key}",
        summary=f"{title}: what may be done",
        description="Every move from the record's state, with its data's JSON schema.",
    )
    def offers(request: HttpRequest, number: str) -> HttpResponse:
        return endpoints.offers(request, number)

    @router.get(
        f"{at}/{{number}}/history",
        response=list[EntryOut],
        operation_id=f"history_of_{key}",
        summary=f"{title}: history",
        description="Every line of the record's history, oldest first.",
    )
    def timeline(request: HttpRequest, number: str) -> HttpResponse:
        return endpoints.timeline(request, number)


def _writing(router: Router, endpoints: Endpoints) -> None:
    at, key, title = _words(endpoints.schema)
    form = record_form(endpoints.schema)

    @router.post(
        at,
        response={201: form, 200: form},
        operation_id=f"add_{key}",
        summary=f"{title}: add",
        description=(
            "201 with the new record; 200 with the one that is there for a retry (header"
            f" Idempotency-Key, or {_key_words(endpoints.schema)})."
        ),
        openapi_extra=body_like(body_schema(endpoints.schema, partial=False)),
    )
    def create(request: HttpRequest) -> HttpResponse:
        return endpoints.create(request)

    @router.patch(
        f"{at}/{{number}}",
        response=form,
        operation_id=f"edit_{key}",
        summary=f"{title}: change",
        description=(
            "Only the fields that are sent. With ``version`` (or the header If-Match) a change"
            " in between is answered with 409."
        ),
        openapi_extra=body_like(body_schema(endpoints.schema, partial=True)),
    )
    def change(request: HttpRequest, number: str) -> HttpResponse:
        return endpoints.change(request, number)


def _key_words(schema: Schema) -> str:
    return "the same " + " and ".join(schema.kind.unique) if schema.kind.unique else "nothing else"


def _moving(router: Router, endpoints: Endpoints, declared: Move) -> None:
    at, key, title = _words(endpoints.schema)
    extra: dict[str, Any] = body_like(move_schema(declared))

    @router.post(
        f"{at}/{{number}}/moves/{declared.key}",
        response=record_form(endpoints.schema),
        operation_id=f"{declared.key}_{key}",
        summary=f"{title}: {declared.titles.en}",
        description=f"From {', '.join(declared.sources)} to {declared.target or 'the same state'}.",
        openapi_extra=extra,
    )
    def move(request: HttpRequest, number: str) -> HttpResponse:
        return endpoints.move(request, number, declared)
