"""What reference boxes offer while one types."""

from collections.abc import Iterable

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from jiedao.foundation.records.keyed import keyed
from jiedao.foundation.records.references import known, reference
from jiedao.foundation.staff.pages.common import account_of
from jiedao.foundation.staff.reach import reach_of
from jiedao.kernel.errors import NotFound


@require_GET
def suggest(request: HttpRequest, to: str) -> JsonResponse:
    """``[{value, text, meta}]`` for ``?q=``; only for those who are signed in."""
    reach = reach_of(account_of(request))
    typed, declared = request.GET.get("q", "").strip()[:60], keyed.find(to)
    if declared is not None:
        return _answer(declared.offer(reach, typed))
    name = to.replace("-", ":", 1)
    if not known(name):
        raise NotFound(_("没有这个地址。"))
    return _answer(reference(name).offer(reach, typed))


def _answer(found: Iterable[tuple[int | str, str, str]]) -> JsonResponse:
    return JsonResponse(
        [{"value": str(pk), "text": text, "meta": meta} for pk, text, meta in found], safe=False
    )
