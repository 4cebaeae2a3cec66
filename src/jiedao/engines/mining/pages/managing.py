"""Learning now, and going back to another version."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jiedao.engines.cases.pages.common import actor, reader
from jiedao.engines.mining import actions, jobs
from jiedao.engines.mining.rights import SEE
from jiedao.kernel.transactions import durable
from jiedao.web.replies import redirect


@require_POST
def learn(request: HttpRequest) -> HttpResponse:
    """Give it to the worker; the page shows the new versions when they are there."""
    jobs.begin(reader(request, SEE).town_id, actor=actor(request))
    words = _("已开始学习，稍后刷新可看到新的一版；没有新确认的事件则不变。")
    return redirect(request, reverse("mining:overview"), words)


@require_POST
def use(request: HttpRequest, version: int) -> HttpResponse:
    """Put a version in use."""
    town_id = reader(request, SEE).town_id
    with durable():
        row = actions.activate(town_id, version, actor=actor(request))
    words = _("已改用第 %(n)d 版，以后的建议都按这一版。") % {"n": row.number}
    return redirect(request, reverse("mining:overview"), words)
