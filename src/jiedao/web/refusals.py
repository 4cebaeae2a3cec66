"""Refusals and faults as pages: a clear sentence, the right status, a way back."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from jiedao.kernel.errors import Refused, Unauthenticated
from jiedao.web.replies import redirect, toast
from jiedao.web.shell import Shell, is_htmx, wants_panel

Handler = Callable[[HttpRequest], HttpResponse]


class Refusals:
    """Middleware: a ``Refused`` that leaves a page view becomes a page, or a toast under htmx.

    Stands after authentication; the API renders its own problems before this is reached.
    """

    def __init__(self, get_response: Handler) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self._get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The answer to a refusal; None leaves every other fault to Django."""
        if not isinstance(error, Refused):
            return None
        if isinstance(error, Unauthenticated):
            return _to_sign_in(request)
        return page(request, error.status, error.sentence)


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    # What was being typed is kept as a draft; after signing in one is back on the same page.
    back = request.get_full_path()
    if is_htmx(request):
        back = (
            urlsplit(request.headers.get("HX-Current-URL", "/"))
            ._replace(scheme="", netloc="")
            .geturl()
        )
    elif request.method != "GET":
        back = urlsplit(request.headers.get("Referer", "/")).path
    url = f"{Shell(request).sign_in_url}?{urlencode({'next': back})}"
    return redirect(request, url)


def _in_part(request: HttpRequest, status: int, sentence: str) -> HttpResponse:
    """Under htmx: what was asked for in place of a record says it there; everything else keeps
    what it shows (and what was typed) and gets a toast."""
    if wants_panel(request):
        context = {"sentence": sentence, "status": status}
        return render(request, "web/errors/in_place.html", context, status=status)
    return toast(HttpResponse(status=status, headers={"HX-Reswap": "none"}), sentence, "red")


def page(request: HttpRequest, status: int, sentence: str = "") -> HttpResponse:
    """An error page of that status; without a sentence, the usual one."""
    titles = {
        400: _("没有看懂这个请求"),
        403: _("您没有这项权限"),
        404: _("没有找到"),
        409: _("记录已经变化"),
        413: _("内容太大"),
        422: _("填写有误"),
        429: _("操作太频繁"),
        500: _("系统出错了"),
    }
    usual = {
        400: _("地址或内容不完整。请返回上一页再试。"),
        403: _("如工作需要，请联系系统管理员开通，或请有权限的同事办理。"),
        404: _("记录不存在，或不在您的查看范围内。请核对编号。"),
        409: _("刚才有人更新了这条记录。请返回查看最新情况后再办理。"),
        413: _("一次提交的内容超过上限。请压缩图片或分次提交。"),
        429: _("请稍等一分钟再试。"),
        500: _("已记录这次故障，没有保存的内容请重新提交。已经确认收到的内容不会丢失。"),
    }
    sentence = sentence or usual.get(status, usual[400])
    if is_htmx(request):
        return _in_part(request, status, sentence)
    context = {
        "status": status,
        "heading": titles.get(status, titles[400]),
        "sentence": sentence,
        "home": Shell(request).sign_in_url if status == 403 and _stranger(request) else "/",
    }
    return render(request, "web/errors/error.html", context, status=status)


def _stranger(request: HttpRequest) -> bool:
    user = getattr(request, "user", None)
    return user is None or not user.is_authenticated


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """``handler400``: also what Django says of a body beyond its limits, and of a host name that
    is none of ours, where nothing that asks for the host can be drawn."""
    too_large = type(exception).__name__ in {"RequestDataTooBig", "TooManyFieldsSent"}
    if too_large:
        return page(request, 413)
    return bare(400, _("没有看懂这个请求"), _("地址或内容不完整。请返回上一页再试。"))


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """``handler403``."""
    return page(request, 403, str(exception))


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """``handler404``."""
    return page(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """``handler500``: neither database nor context processors, for either may be what failed."""
    if is_htmx(request):
        response = HttpResponse(status=500, headers={"HX-Reswap": "none"})
        return toast(response, _("系统出错了"), "red")
    return bare(
        500,
        _("系统出错了"),
        _("已记录这次故障，没有保存的内容请重新提交。已经确认收到的内容不会丢失。"),
    )


def bare(status: int, heading: str, sentence: str) -> HttpResponse:
    """A page of a fault for places where no request can be trusted to draw the usual one."""
    context = {"status": status, "heading": heading, "sentence": sentence}
    return HttpResponse(loader.render_to_string("web/errors/bare.html", context), status=status)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """``CSRF_FAILURE_VIEW``: the sign-in ran out, or cookies are off."""
    sentence = _("页面已过期或浏览器禁用了 Cookie。请刷新页面后再提交，填写的草稿仍在。")
    return page(request, 403, sentence)
