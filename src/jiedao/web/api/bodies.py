"""Bodies in, documents out: JSON read strictly and cleaned, answers written as prepared dicts.

Reading by hand instead of through ninja's parameters gives each fault its own sentence, and
spares the hot path a second validation of what we wrote ourselves.
"""

import json
import re
from datetime import datetime
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from pydantic import BaseModel, ValidationError

from jiedao.kernel import clock
from jiedao.kernel.errors import Invalid, Refused
from jiedao.kernel.sentences import validation_errors
from jiedao.kernel.texts import clean

_GREATEST = 2**53
"""Beyond it JSON numbers differ between readers; ids and amounts stay far below."""
_DEEPEST = 8
_RETRY_KEY = re.compile(r"[\x21-\x7e]{1,80}")

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


def version_of(request: HttpRequest, data: dict[str, Any]) -> int | None:
    """The version the caller saw: taken out of the body (``version``), or the header If-Match."""
    given = data.pop("version", None)
    if given is None:
        given = request.headers.get("If-Match", "").removeprefix("W/").strip('"') or None
    if given is None or given == "*":
        return None
    if isinstance(given, bool) or not str(given).isdecimal() or len(str(given)) > 9:
        raise Invalid(_("version 应是读取时得到的整数。"), field="version", code="bad_version")
    return int(given)


def retry_key_of(request: HttpRequest) -> str:
    """The header Idempotency-Key, or ""."""
    key = request.headers.get("Idempotency-Key", "")
    if key and not _RETRY_KEY.fullmatch(key):
        raise Invalid(
            _("Idempotency-Key 应是 1 到 80 个可见的 ASCII 字符。"),
            field="Idempotency-Key",
            code="bad_key",
        )
    return key


def when(moment: datetime | None) -> str | None:
    """ISO 8601 with the town's offset, to the second."""
    return (
        None if moment is None else moment.astimezone(clock.TOWN_ZONE).isoformat(timespec="seconds")
    )


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
    return body_like(schema_of(model))


def body_like(schema: dict[str, Any]) -> dict[str, Any]:
    """The OpenAPI description of a JSON body of this schema."""
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": schema}}}}


def schema_of(model: type[BaseModel]) -> dict[str, Any]:
    """The JSON schema of a model without references: ninja publishes only the models it knows of."""
    schema = model.model_json_schema()
    inner = schema.pop("$defs", {})
    found = _inlined(schema, inner)
    assert isinstance(found, dict)
    return found


def _inlined(node: Any, inner: dict[str, Any]) -> Any:
    if isinstance(node, list):
        return [_inlined(one, inner) for one in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        return _inlined(inner[node["$ref"].rsplit("/", 1)[-1]], inner)
    return {name: _inlined(value, inner) for name, value in node.items()}
