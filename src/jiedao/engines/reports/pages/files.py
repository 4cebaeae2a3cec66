"""The report as a file."""

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from jiedao.engines.reports.pages.common import linked, report_of
from jiedao.engines.reports.queries import document_of, figures_of
from jiedao.engines.reports.writing import outputs
from jiedao.kernel.errors import NotFound


def download(request: HttpRequest, number: int, form: str) -> HttpResponse:
    """Word, HTML with links to the records, or plain text."""
    row = report_of(request, number)
    if form not in outputs.FORMATS:
        raise NotFound(_("没有这种格式。"))
    document, figures = document_of(row), figures_of(row)
    content: bytes | str
    if form == "docx":
        content = outputs.as_docx(document, figures)
    elif form == "html":
        root = request.build_absolute_uri("/").rstrip("/")
        content = outputs.as_html(document, figures, linked(row, figures, root))
    else:
        content = outputs.as_text(document, figures)
    response = HttpResponse(content, content_type=outputs.FORMATS[form])
    name = content_disposition_header(as_attachment=True, filename=f"{row.title}.{form}")
    response.headers["Content-Disposition"] = name or "attachment"
    return response
