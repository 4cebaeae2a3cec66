"""The rights of bulletins, by name, and who holds them."""

from typing import Final

from jiedao.foundation.staff.models import Role
from jiedao.foundation.staff.queries import valid_posts

MAKE: Final = "command.make_bulletin"
RELEASE: Final = "command.release_bulletin"
SEE: Final = "cases.see"
CHECK: Final = "cases.handle"
"""Who may speak for a unit's line: whoever handles its cases."""
BULLETIN: Final = "bulletin"
"""As history calls it."""
_NAMED: Final = 8


def holders(town_id: int, permission: str) -> list[str]:
    """The names of those who hold a right of bulletins today, the first few."""
    roles = Role.objects.filter(town_id=town_id).values_list("pk", "permissions")
    giving = [pk for pk, permissions in roles if permission in permissions]
    posts = valid_posts().filter(role_id__in=giving, account__is_active=True)
    names = posts.order_by("account__name").values_list("account__name", flat=True)
    return list(dict.fromkeys(names))[:_NAMED]
