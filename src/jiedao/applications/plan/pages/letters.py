"""A letter of supervision as a file."""

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from jiedao.applications.plan.letters import DOCX, as_docx, letter_of, number_of
from jiedao.applications.plan.names import TASK
from jiedao.foundation.records.gate import SEE
from jiedao.foundation.records.pages.common import reader
from jiedao.foundation.records.schema import schema_of
from jiedao.kernel.errors import NotFound


@require_GET
def file(request: HttpRequest, letter_id: int) -> HttpResponse:
    """Whoever may see the task may read the letter."""
    letter = letter_of(reader(request, schema_of(TASK), SEE), letter_id)
    if letter is None:
        raise NotFound(_("没有这份督办函。"))
    name = f"督办函 {number_of(letter)}.docx"
    headers = {"Content-Disposition": content_disposition_header(True, name) or ""}
    return HttpResponse(as_docx(letter), content_type=DOCX, headers=headers)
