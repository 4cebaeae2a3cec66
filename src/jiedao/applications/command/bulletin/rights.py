"""The rights of bulletins, by name, and who holds them."""

from collections.abc import Collection
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


def holders(town_id: int, permissions: Collection[str]) -> dict[str, list[str]]:
    """The names of those who hold each right of bulletins today, the first few."""
    roles = dict(Role.objects.filter(town_id=town_id).values_list("pk", "permissions"))
    giving = [pk for pk, given in roles.items() if not set(permissions).isdisjoint(given)]
    posts = valid_posts().filter(role_id__in=giving, account__is_active=True)
    found = list(posts.order_by("account__name").values_list("role_id", "account__name"))
    return {
        one: list(dict.fromkeys(name for role, name in found if one in roles[role]))[:_NAMED]
        for one in permissions
    }
