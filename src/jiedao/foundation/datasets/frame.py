"""What datasets enters into the frame: the rail's line and the address of a run."""

from django.urls import reverse
from django.utils.translation import gettext_noop

from jiedao.foundation.datasets.runs import PERMISSION, RUN
from jiedao.foundation.staff.links import RecordLink, record_links
from jiedao.kernel import registry
from jiedao.kernel.declarations import NavigationEntry
from jiedao.kernel.titles import Title

_VERBS = {
    "started": Title("开始导入", "Import started"),
    "continued": Title("继续导入", "Import continued"),
    "finished": Title("完成导入", "Import finished"),
}


def enter() -> None:
    """Called once, when the app is ready."""
    registry.navigation.add(
        NavigationEntry(
            "imports", Title("数据导入", "Imports"), "datasets:runs", "database-import",
            PERMISSION, 720, gettext_noop("数据底座"),
        ),
        declared_by=__name__,
    )  # fmt: skip
    record_links.add(
        RecordLink(
            RUN,
            Title("数据导入", "Import"),
            lambda run_id: reverse("datasets:run", args=[run_id]),
            verbs=_VERBS,
        )
    )
