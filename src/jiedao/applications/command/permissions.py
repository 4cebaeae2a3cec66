"""Who makes and releases bulletins."""

from jiedao.applications.command.bulletin_rights import MAKE, RELEASE
from jiedao.kernel.declarations import Permission, RoleSuggestion
from jiedao.kernel.titles import Title

PERMISSIONS = (
    Permission(MAKE, Title("编制领导专报", "Make bulletins")),
    Permission(RELEASE, Title("发布领导专报", "Release bulletins")),
)
ROLES = (
    RoleSuggestion("bulletin_maker", Title("专报编制人", "Maker of bulletins"), "town",
                   ("cases.see", "centre.see", MAKE)),
    RoleSuggestion("bulletin_releaser", Title("专报发布人", "Releaser of bulletins"), "town",
                   ("cases.see", "centre.see", RELEASE)),
)  # fmt: skip
