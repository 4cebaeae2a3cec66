"""What the town enters into the frame: the rail's line, and where its history leads."""

from django.urls import reverse
from django.utils.translation import gettext_noop

from jiedao.foundation.staff.links import RecordLink, record_links
from jiedao.foundation.town.actions import PERMISSION, SETTINGS_CHANGED, TOWN
from jiedao.kernel import registry
from jiedao.kernel.declarations import NavigationEntry
from jiedao.kernel.titles import Title

_VERBS = {SETTINGS_CHANGED: Title("修改街道设置", "Town settings changed")}


def enter() -> None:
    """Called once, when the app is ready."""
    registry.navigation.add(
        NavigationEntry(
            "town", Title("街道设置", "Town settings"), "town:settings", "settings", PERMISSION, 850,
            gettext_noop("管理"),
        ),
        declared_by=__name__,
    )  # fmt: skip
    link = RecordLink(
        TOWN, Title("街道", "Town"), lambda town: reverse("town:settings"), verbs=_VERBS
    )
    record_links.add(link)
