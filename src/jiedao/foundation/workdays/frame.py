"""What the calendar enters into the frame: its setting and a line of the rail."""

from django.utils.translation import gettext_noop

from jiedao.foundation.workdays.settings import SETTINGS
from jiedao.kernel import registry
from jiedao.kernel.declarations import NavigationEntry
from jiedao.kernel.titles import Title


def enter() -> None:
    """Called once, when the app is ready."""
    registry.settings.add(SETTINGS, declared_by=__name__)
    registry.navigation.add(
        NavigationEntry(
            "calendar", Title("工作日历", "Working calendar"), "workdays:year", "calendar",
            "settings.edit", 840, gettext_noop("管理"),
        ),
        declared_by=__name__,
    )  # fmt: skip
