"""What the engine enters: rights, the rail's line, links from history, and a file of its own in
the folders of applications."""

from django.urls import reverse

from jiedao.engines.reports import outline
from jiedao.engines.reports.gate import PUBLISH, WRITE
from jiedao.engines.reports.models import Report
from jiedao.engines.reports.queries import KIND
from jiedao.engines.reports.slots import parts, sections, unfinished
from jiedao.foundation.staff.links import RecordLink, record_links
from jiedao.kernel import registry
from jiedao.kernel.application import open_part
from jiedao.kernel.declarations import NavigationEntry, Permission, RoleSuggestion
from jiedao.kernel.titles import Title

_TITLE = Title("工作总结", "Work reports")
_VERBS = {
    "drafted": Title("起草", "Drafted"),
    "edited": Title("修改", "Edited"),
    "refreshed": Title("更新数据", "Figures computed anew"),
    "discarded": Title("删除草稿", "Draft discarded"),
    "submitted": Title("送审", "Submitted for release"),
    "taken_back": Title("撤回送审", "Taken back"),
    "returned": Title("退回修改", "Returned"),
    "published": Title("发布", "Published"),
}
_READING = ("records.see", "cases.see", "staff.see")


def enter() -> None:
    """Called once, when the app is ready."""
    open_part("reports", {"SECTIONS": sections, "PARTS": parts, "UNFINISHED": unfinished})
    for section in outline.CUSTOMARY:
        sections.add(section, declared_by=__name__)
    registry.on_close(outline.check)
    _enter_rights()
    registry.navigation.add(
        NavigationEntry(
            "reports", _TITLE, "reports:list", "file-text", WRITE, 60, or_permission=PUBLISH
        ),
        declared_by=__name__,
    )
    record_links.add(
        RecordLink(KIND, Title("工作总结", "Work report"), _url, _VERBS, (Report, "title"))
    )


def _enter_rights() -> None:
    for key, titles in (
        (WRITE, Title("起草工作总结", "Write work reports")),
        (PUBLISH, Title("审核发布工作总结", "Release work reports")),
    ):
        registry.permissions.add(Permission(key, titles), declared_by=__name__)
    for key, titles, permission in (
        ("report_writer", Title("材料起草人", "Report writer"), WRITE),
        ("report_releaser", Title("材料审核人", "Report releaser"), PUBLISH),
    ):
        registry.roles.add(
            RoleSuggestion(key, titles, "town", (*_READING, permission)), declared_by=__name__
        )


def _url(report_id: int) -> str:
    number = Report.objects.filter(pk=report_id).values_list("number", flat=True).first()
    return reverse("reports:report", args=[number]) if number else ""
