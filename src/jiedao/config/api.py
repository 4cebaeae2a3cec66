"""The HTTP API: every floor's routes under ``/api/v1/``, every refusal as problem+json."""

import json
import logging
from collections.abc import Callable, Mapping
from functools import cache, wraps
from typing import Any

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from django.urls import URLPattern, URLResolver, path
from django.urls.exceptions import Resolver404
from django.urls.resolvers import RoutePattern
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.responses import NinjaJSONEncoder

import jiedao
from jiedao.config.api_lists import router as lists
from jiedao.engines.cases import api as cases
from jiedao.engines.cases.public import TooFast
from jiedao.foundation.records import api as records
from jiedao.foundation.records.schema import generated_kinds, is_generated
from jiedao.kernel.errors import Invalid, NotFound, Refused, TooLarge, Unauthenticated

logger = logging.getLogger(__name__)
PREFIX = "api/v1/"


def _made(namespace: str) -> NinjaAPI:
    """An API that answers every refusal as a problem."""
    made = NinjaAPI(
        title="Jiedao",
        version=jiedao.__version__,
        description="The operating system of a sub-district office. Errors are problem+json.",
        urls_namespace=namespace,
        openapi_url=None,
        docs_url=None,
    )
    for kind, handler in _HANDLERS.items():
        made.add_exception_handler(kind, handler)
    return made


def problem(refusal: Refused) -> HttpResponse:
    """A refusal as RFC 9457 has it."""
    response = HttpResponse(
        json.dumps(refusal.problem(), ensure_ascii=False),
        status=refusal.status,
        content_type="application/problem+json; charset=utf-8",
    )
    if isinstance(refusal, Unauthenticated):
        response.headers["WWW-Authenticate"] = "Bearer"
    if isinstance(refusal, TooFast):
        response.headers["Retry-After"] = str(refusal.seconds)
    return response


def _refused(_request: HttpRequest, error: Refused) -> HttpResponse:
    return problem(error)


def _invalid_parameters(_request: HttpRequest, error: ValidationError) -> HttpResponse:
    faults = {str(fault["loc"][-1]): _("这个参数不对。") for fault in error.errors}
    return problem(Invalid(_("地址里的参数不对。"), code="bad_parameter", errors=faults))


def _http_error(_request: HttpRequest, error: HttpError) -> HttpResponse:
    if error.status_code == 401:
        return problem(Unauthenticated(_("请先登录或出示令牌。")))
    return problem(_with_status(error.status_code, str(error)))


def _not_found(_request: HttpRequest, _error: Http404) -> HttpResponse:
    return problem(NotFound(_("没有这个地址。"), code="no_such_address"))


def _suspicious(_request: HttpRequest, error: SuspiciousOperation) -> HttpResponse:
    if isinstance(error, RequestDataTooBig):
        return problem(TooLarge(_("内容太大。")))
    return problem(_with_status(400, _("没有看懂这个请求。")))


def _broken_off(_request: HttpRequest, _error: UnreadablePostError) -> HttpResponse:
    return problem(_with_status(400, _("内容没有传完，请重发。")))


def _fault(request: HttpRequest, error: Exception) -> HttpResponse:
    logger.exception("%s %s failed", request.method, request.path, exc_info=error)
    return problem(
        _with_status(500, _("系统出错了，已经记录；没有确认的内容请重发。"), "internal_error")
    )


def _with_status(status: int, sentence: str, code: str = "") -> Refused:
    refusal = Refused(sentence, code=code or f"http_{status}")
    refusal.status = status
    return refusal


_HANDLERS: Mapping[type[Exception], Callable[..., HttpResponse]] = {
    Refused: _refused,
    ValidationError: _invalid_parameters,
    HttpError: _http_error,
    Http404: _not_found,
    SuspiciousOperation: _suspicious,
    UnreadablePostError: _broken_off,
    Exception: _fault,
}


def _framed(view: Callable[..., Any]) -> Callable[..., Any]:
    """The view, with a wrong method answered as a problem as well."""

    @csrf_exempt
    @wraps(view)
    def framed(request: HttpRequest, **arguments: Any) -> Any:
        response = view(request, **arguments)
        if response.status_code == 405:
            refused = problem(_with_status(405, _("这个地址不支持这种方法。")))
            refused.headers["Allow"] = response.headers.get("Allow", "")
            return refused
        return response

    return framed


@csrf_exempt
def unknown(_request: HttpRequest, **_arguments: Any) -> HttpResponse:
    """Whatever else is asked for under the prefix."""
    return problem(NotFound(_("没有这个地址。"), code="no_such_address"))


api = _made("api")
for router in (cases.requests, cases.cases, lists):
    api.add_router("", router)


@cache
def _of_kind(kind: str) -> NinjaAPI:
    """The typed addresses of one kind of record. Made when they are first asked for: those of all
    kinds together take seconds, which no start of a process should pay."""
    made = _made(f"api.{kind}")
    records.add_kind(made, kind)
    return made


@cache
def _addresses_of_kind(kind: str) -> URLResolver:
    return URLResolver(RoutePattern(""), _patterns(_of_kind(kind)))


def _patterns(of: NinjaAPI) -> list[URLPattern | URLResolver]:
    patterns = list(of.urls[0])
    for pattern in patterns:
        if isinstance(pattern, URLPattern) and pattern.callback is not None:
            pattern.callback = _framed(pattern.callback)
    return patterns


@csrf_exempt
def of_records(request: HttpRequest, rest: str) -> HttpResponse:
    """Whatever lies under ``records/KIND``."""
    kind = rest.partition("/")[0]
    try:
        if not is_generated(kind):
            raise Resolver404
        found = _addresses_of_kind(kind).resolve(f"records/{rest}")
    except Resolver404:
        return unknown(request)
    response: HttpResponse = found.func(request, *found.args, **found.kwargs)
    return response


@cache
def description() -> bytes:
    """The OpenAPI document of all addresses, those of every kind with their own types."""
    whole: dict[str, Any] = api.get_openapi_schema(path_prefix=f"/{PREFIX}")
    for kind in generated_kinds():
        part: dict[str, Any] = _of_kind(kind.key).get_openapi_schema(path_prefix=f"/{PREFIX}")
        whole["paths"] |= part["paths"]
        whole["components"]["schemas"] |= part["components"]["schemas"]
    return json.dumps(whole, ensure_ascii=False, cls=NinjaJSONEncoder).encode()


def described(_request: HttpRequest) -> HttpResponse:
    """``openapi.json``."""
    return HttpResponse(description(), content_type="application/json; charset=utf-8")


def urlpatterns() -> tuple[list[URLPattern | URLResolver], str, str]:
    """What ``config.urls`` mounts under ``PREFIX``."""
    _urls, app_name, namespace = api.urls
    ours = [
        path("openapi.json", described, name="openapi-json"),
        path("records/<path:rest>", of_records),
        path("<path:rest>", unknown),
    ]
    return [*_patterns(api), *ours], app_name, namespace
