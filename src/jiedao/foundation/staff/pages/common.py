"""What every staff page asks first: who reads, with which permission, as whose act."""

from datetime import date

from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from jiedao.foundation.staff.models import Account, Role
from jiedao.foundation.staff.reach import actor_of, reach_of
from jiedao.kernel.actors import Actor
from jiedao.kernel.errors import Forbidden, Unauthenticated

SEE = "staff.see"
EDIT = "staff.edit"
ROLES = "staff.roles"


def account_of(request: HttpRequest) -> Account:
    """Who is signed in; a stranger is sent to sign in."""
    user = request.user
    if not isinstance(user, Account):
        raise Unauthenticated(_("请先登录。"))
    return user


def reader(request: HttpRequest, *permissions: str) -> Account:
    """Who is signed in; Forbidden when none of the permissions is held anywhere."""
    account = account_of(request)
    reach = reach_of(account)
    if permissions and not any(reach.anywhere(permission) for permission in permissions):
        raise Forbidden(_("您没有打开这一页的权限。"), code="no_permission")
    return account


def actor(request: HttpRequest) -> Actor:
    """The reader as the author of an act."""
    return actor_of(account_of(request))


def town_id(request: HttpRequest) -> int:
    """The town of the page: that of the reader's reach."""
    return reach_of(account_of(request)).town_id


def role_name(role: Role) -> str:
    """The role in the reader's language."""
    english = (get_language() or "").startswith("en")
    return role.name_en if english and role.name_en else role.name


def span(start: date | None, end: date | None) -> str:
    """A span of days: 2024-01-01 – 2026-11-22, 2024-01-01 起."""
    if start and end:
        return f"{start.isoformat()} – {end.isoformat()}"
    if start:
        return _("%(day)s 起") % {"day": start.isoformat()}
    return _("至 %(day)s") % {"day": end.isoformat()} if end else ""
