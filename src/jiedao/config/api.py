"""The HTTP API: every floor's routes under ``/api/v1/``, every refusal as problem+json."""

import json
import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from django.urls import URLPattern, URLResolver, path
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

import jiedao
from jiedao.config.api_lists import router as lists
from jiedao.engines.cases import api as cases
from jiedao.engines.cases.public import TooFast
from jiedao.foundation.records import api as records
from jiedao.kernel.errors import Invalid, NotFound, Refused, TooLarge, Unauthenticated

logger = logging.getLogger(__name__)
PREFIX = "api/v1/"

api = NinjaAPI(
    title="Jiedao",
    version=jiedao.__version__,
    description="The operating system of a sub-district office. Errors are problem+json.",
    urls_namespace="api",
    openapi_url="/openapi.json",
    docs_url=None,
)
for router in (cases.requests, cases.cases, lists):
    api.add_router("", router)
records.build(api)


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


@api.exception_handler(Refused)
def _refused(_request: HttpRequest, error: Refused) -> HttpResponse:
    return problem(error)


@api.exception_handler(ValidationError)
def _invalid_parameters(_request: HttpRequest, error: ValidationError) -> HttpResponse:
    faults = {str(fault["loc"][-1]): _("这个参数不对。") for fault in error.errors}
    return problem(Invalid(_("地址里的参数不对。"), code="bad_parameter", errors=faults))


@api.exception_handler(HttpError)
def _http_error(_request: HttpRequest, error: HttpError) -> HttpResponse:
    if error.status_code == 401:
        return problem(Unauthenticated(_("请先登录或出示令牌。")))
    return problem(_with_status(error.status_code, str(error)))


@api.exception_handler(Http404)
def _not_found(_request: HttpRequest, _error: Http404) -> HttpResponse:
    return problem(NotFound(_("没有这个地址。"), code="no_such_address"))


@api.exception_handler(SuspiciousOperation)
def _suspicious(_request: HttpRequest, error: SuspiciousOperation) -> HttpResponse:
    if isinstance(error, RequestDataTooBig):
        return problem(TooLarge(_("内容太大。")))
    return problem(_with_status(400, _("没有看懂这个请求。")))


@api.exception_handler(UnreadablePostError)
def _broken_off(_request: HttpRequest, _error: UnreadablePostError) -> HttpResponse:
    return problem(_with_status(400, _("内容没有传完，请重发。")))


@api.exception_handler(Exception)
def _fault(request: HttpRequest, error: Exception) -> HttpResponse:
    logger.exception("%s %s failed", request.method, request.path, exc_info=error)
    return problem(
        _with_status(500, _("系统出错了，已经记录；没有确认的内容请重发。"), "internal_error")
    )


def _with_status(status: int, sentence: str, code: str = "") -> Refused:
    refusal = Refused(sentence, code=code or f"http_{status}")
    refusal.status = status
    return refusal


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


def urlpatterns() -> tuple[list[URLPattern | URLResolver], str, str]:
    """What ``config.urls`` mounts under ``PREFIX``."""
    patterns, app_name, namespace = api.urls
    for pattern in patterns:
        if isinstance(pattern, URLPattern) and pattern.callback is not None:
            pattern.callback = _framed(pattern.callback)
    return [*patterns, path("<path:rest>", unknown)], app_name, namespace
