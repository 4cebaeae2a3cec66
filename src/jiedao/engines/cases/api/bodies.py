"""Bodies in, documents out: JSON read strictly and cleaned, answers written as prepared dicts.

Reading by hand instead of through ninja's parameters gives each fault its own sentence, and
spares the hot path a second validation of what we wrote ourselves.
"""

import json
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from pydantic import BaseModel, ValidationError

from jiedao.engines.cases.actions.intake import clean
from jiedao.kernel.errors import Invalid, Refused
from jiedao.kernel.sentences import validation_errors

_GREATEST = 2**53
"""Beyond it JSON numbers differ between readers; ids and amounts stay far below."""
_DEEPEST = 8

Body = TypeVar("Body", bound=BaseModel)


class Unreadable(Refused):
    """Not a JSON document at all."""

    status = 400
    default_code = "bad_json"


def read_json(request: HttpRequest) -> dict[str, Any]:
    """The body as an object of clean values; an empty body is an empty object.

    Control characters and half characters are dropped from texts, for no database holds them.
    Raises Unreadable for what is no JSON, Invalid for what is no object, is nested too deeply
    or holds numbers beyond 2^53.
    """
    raw = request.body
    if not raw.strip():
        return {}
    try:
        data = json.loads(raw, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise Unreadable(_("正文不是有效的 JSON（UTF-8）。")) from None
    if not isinstance(data, dict):
        raise Invalid(_("正文应是一个 JSON 对象。"), code="not_an_object")
    cleaned = tidy(data)
    assert isinstance(cleaned, dict)
    return cleaned


def _no_number(name: str) -> Any:
    raise ValueError(name)


def tidy(value: Any, depth: int = 0) -> Any:
    """A JSON value with clean texts and numbers of reasonable size."""
    if isinstance(value, str):
        return value if value.isascii() and value.isprintable() else clean(value)
    if isinstance(value, dict | list):
        if depth >= _DEEPEST:
            raise Invalid(_("正文嵌套太深。"), code="too_deep")
        if isinstance(value, list):
            return [tidy(one, depth + 1) for one in value]
        return {clean(name): tidy(one, depth + 1) for name, one in value.items()}
    if isinstance(value, int | float) and abs(value) > _GREATEST:
        raise Invalid(_("数字太大。"), code="number_too_large")
    return value


def parse(model: type[Body], data: dict[str, Any]) -> Body:
    """The validated body; Invalid with a sentence for each field at fault."""
    try:
        return model.model_validate(data)
    except ValidationError as error:
        raise Invalid(
            _("有几处没有填对。"), code="invalid_data", errors=validation_errors(error)
        ) from None


def answer(document: Any, status: int = 200, **headers: str) -> HttpResponse:
    """A JSON answer of plain values (texts, numbers, lists, dicts)."""
    response = HttpResponse(
        json.dumps(document, ensure_ascii=False, separators=(",", ":")),
        status=status,
        content_type="application/json; charset=utf-8",
    )
    for name, value in headers.items():
        response.headers[name.replace("_", "-")] = value
    return response


def body_of(model: type[BaseModel]) -> dict[str, Any]:
    """The OpenAPI description of a body that a view reads with ``read_json`` and ``parse``."""
    schema = model.model_json_schema()
    inner = schema.pop("$defs", {})
    return {
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": _inlined(schema, inner)}},
        }
    }


def _inlined(node: Any, inner: dict[str, Any]) -> Any:
    """A JSON schema without references: ninja publishes only the models it knows of."""
    if isinstance(node, list):
        return [_inlined(one, inner) for one in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        return _inlined(inner[node["$ref"].rsplit("/", 1)[-1]], inner)
    return {name: _inlined(value, inner) for name, value in node.items()}
