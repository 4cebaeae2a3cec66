"""Files of a case: added by stage, served only to those who may see the case."""

from django.http import FileResponse, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jiedao.engines.cases.actions.adding import add_files
from jiedao.engines.cases.gate import seen
from jiedao.engines.cases.models import Attachment, Case
from jiedao.engines.cases.pages.common import RECORD, actor, case_of, case_url, reader
from jiedao.foundation.files.checking import prepare
from jiedao.foundation.files.wire import files_of, serve
from jiedao.kernel.errors import NotFound
from jiedao.kernel.transactions import durable
from jiedao.web.replies import is_htmx, redirect, refresh, toast


@require_POST
def add(request: HttpRequest, number: str) -> HttpResponse:
    """Add files of the stage named in the form."""
    case = case_of(request, number)
    ready = prepare(files_of(request, "files"))
    stage = request.POST.get("stage", "")
    with durable():
        add_files(case.town_id, case.number, ready, stage, actor=actor(request))
    words = _("已添加 %(n)s 个附件") % {"n": len(ready)}
    if not is_htmx(request):
        return redirect(request, case_url(case.number), words)
    return refresh(toast(HttpResponse(status=204), words), f"{RECORD}:{case.pk}")


@require_GET
def file(request: HttpRequest, attachment_id: int) -> FileResponse:
    """One file; a stranger to its case finds nothing."""
    reach = reader(request)
    cases = Case.objects.visible_to(reach)
    rows = Attachment.objects.filter(pk=attachment_id, case__in=cases).select_related("request")
    row = rows.first()
    if row is None or (row.request and not seen(reach, [row.request])):
        raise NotFound(_("没有这个附件。"), code="no_file")
    return serve(row)
