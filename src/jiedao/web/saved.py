"""Views of lists that people keep: a name for a set of filters."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jiedao.kernel.errors import Invalid, Unauthenticated
from jiedao.web.models import SavedView
from jiedao.web.replies import redirect
from jiedao.web.shell import may, town_of

MOST = 20
LONGEST_QUERY = 600


def views_of(request: HttpRequest, list_key: str) -> Sequence[SavedView]:
    """The reader's own views of a list, by name."""
    town = town_of(request)
    if town is None or not may(request, ""):
        return []
    account_id = int(request.user.pk or 0)
    rows = SavedView.objects.filter(town=town, account_id=account_id, list_key=list_key)
    return list(rows.order_by("name")[:MOST])


def save_view(town_id: int, list_key: str, name: str, query: str, *, account_id: int) -> SavedView:
    """Keep these filters under a name; the same name is overwritten."""
    name = name.strip()[:30]
    if not name:
        raise Invalid(_("请给视图起个名字。"), field="name")
    if len(query) > LONGEST_QUERY:
        raise Invalid(_("筛选条件太多，请减少后再保存。"))
    mine = SavedView.objects.filter(town_id=town_id, account_id=account_id, list_key=list_key)
    if mine.exclude(name=name).count() >= MOST:
        raise Invalid(_("最多保存 %(n)s 个视图，请先删除不用的。") % {"n": MOST})
    row, _made = SavedView.objects.update_or_create(
        town_id=town_id,
        account_id=account_id,
        list_key=list_key,
        name=name,
        defaults={"query": query},
    )
    return row


@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """Keep the filters of the list one is looking at."""
    town = town_of(request)
    if town is None or not may(request, ""):
        raise Unauthenticated(_("请先登录。"))
    post = request.POST
    query = post.get("query", "")
    save_view(
        town.pk,
        post.get("list", "")[:60],
        post.get("name", ""),
        query,
        account_id=int(request.user.pk or 0),
    )
    return redirect(request, f"{_local(post.get('next', '/'))}?{query}", _("视图已保存"))


@require_POST
def drop(request: HttpRequest, view_id: int) -> HttpResponse:
    """Forget one of the reader's own views."""
    if not may(request, ""):
        raise Unauthenticated(_("请先登录。"))
    SavedView.objects.filter(pk=view_id, account_id=int(request.user.pk or 0)).delete()
    return redirect(request, _local(request.POST.get("next", "/")), _("视图已删除"))


def _local(url: str) -> str:
    """Only a path of this site: an address from outside may not be returned to."""
    return url if url.startswith("/") and not url.startswith(("//", "/\\")) else "/"
