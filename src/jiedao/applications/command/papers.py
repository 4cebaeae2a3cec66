"""Word files of this application as a download: one answer for duty, rooms and bulletins."""

from typing import Final

from django.http import HttpResponse
from django.utils.http import content_disposition_header

DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def docx(title: str, content: bytes) -> HttpResponse:
    """The file under its title; nobody keeps a copy of it on the way."""
    headers = {
        "Content-Disposition": content_disposition_header(True, f"{title}.docx") or "",
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(content, content_type=DOCX, headers=headers)
