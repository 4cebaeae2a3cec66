"""What the centre enters into the frame: its right and its line of the rail."""

from typing import Final

from jiedao.centre import walls
from jiedao.centre.rights import SEE
from jiedao.kernel import registry
from jiedao.kernel.declarations import NavigationEntry, Permission
from jiedao.kernel.titles import Title

TITLES: Final = Title("指挥中心", "Command centre")


def enter() -> None:
    """Called once, when the app is ready."""
    registry.permissions.add(
        Permission(SEE, Title("打开指挥中心", "Open the command centre")), declared_by=__name__
    )
    registry.settings.add(walls.SETTINGS, declared_by=__name__)
    registry.navigation.add(
        NavigationEntry("centre", TITLES, "centre:screen", "radar", SEE, 2), declared_by=__name__
    )
