"""What bulletins enter into the frame: links and words for their history."""

from django.urls import reverse

from jiedao.applications.command.bulletin.rights import BULLETIN
from jiedao.foundation.staff.links import RecordLink, record_links
from jiedao.kernel.titles import Title

_VERBS = {
    "counted": Title("统计专报", "Bulletin counted"),
    "checked": Title("核对专报", "Bulletin checked"),
    "released": Title("发布专报", "Bulletin released"),
}


def enter() -> None:
    """Called once, when the application is ready."""
    link = RecordLink(
        BULLETIN, Title("领导专报", "Bulletins"),
        lambda number: reverse("command:bulletin", args=[number]), verbs=_VERBS,
    )  # fmt: skip
    record_links.add(link, declared_by=__name__)
