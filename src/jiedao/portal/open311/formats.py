"""Answers in XML and JSON, by the extension; errors as the standard wants them.

JSON maps to XML by the Spark convention: a list is an element whose children bear one name.
"""

import json
import re
from collections.abc import Callable
from functools import wraps
from typing import Any
from xml.etree import ElementTree

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from jiedao.engines.cases.public import TooFast
from jiedao.kernel.errors import NotFound, Refused

TYPES = {"xml": "text/xml; charset=utf-8", "json": "application/json; charset=utf-8"}
ROOTS = {
    "services": "service",
    "attributes": "attribute",
    "values": "value",
    "service_requests": "request",
    "errors": "error",
    "endpoints": "endpoint",
    "formats": "format",
}
"""Elements that are lists, and what their children are called."""

# What XML 1.0 cannot hold.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
View = Callable[..., HttpResponse]


def answer(root: str, document: Any, extension: str, status: int = 200) -> HttpResponse:
    """``document`` (a list for a root of ``ROOTS``, else a dict) in the format of the extension."""
    if extension == "json":
        body = json.dumps(document, ensure_ascii=False).encode()
    else:
        declaration = b'<?xml version="1.0" encoding="utf-8"?>\n'
        body = declaration + ElementTree.tostring(_element(root, document), encoding="utf-8")
    return HttpResponse(body, status=status, content_type=TYPES[extension])


def _element(name: str, value: Any) -> ElementTree.Element:
    element = ElementTree.Element(name)
    if isinstance(value, dict):
        for key, inner in value.items():
            element.append(_element(key, inner))
    elif isinstance(value, list):
        for inner in value:
            element.append(_element(ROOTS[name], inner))
    elif value is not None:
        element.text = _FORBIDDEN.sub("", _text(value))
    return element


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def refused(error: Refused, extension: str) -> HttpResponse:
    """A refusal as the standard has it: an array of code and description.

    The standard knows 400 and 404 and allows others; where it says 400, we say 400 and not 422.
    """
    status = 400 if error.status in (409, 422) else error.status
    sentences = list(getattr(error, "errors", {}).items())
    described = [
        {"code": status, "description": f"{field}: {sentence}"} for field, sentence in sentences
    ] or [{"code": status, "description": error.sentence}]
    response = answer("errors", described, extension, status)
    if isinstance(error, TooFast):
        response.headers["Retry-After"] = str(error.seconds)
    return response


def resource(*methods: str) -> Callable[[View], View]:
    """A resource with ``extension`` as its last argument; refusals become the standard's errors."""

    def decorate(view: View) -> View:
        @csrf_exempt
        @wraps(view)
        def framed(request: HttpRequest, **arguments: Any) -> HttpResponse:
            extension = arguments["extension"]
            if extension not in TYPES:
                return refused(NotFound(_("格式只有 xml 和 json。")), "xml")
            if request.method not in methods:
                response = refused(_not_allowed(), extension)
                response.headers["Allow"] = ", ".join(methods)
                return response
            try:
                return view(request, **arguments)
            except Refused as error:
                return refused(error, extension)

        return framed

    return decorate


def _not_allowed() -> Refused:
    error = Refused(_("这个地址不支持这种方法。"))
    error.status = 405
    return error
