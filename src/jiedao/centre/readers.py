"""Who looks at the command centre: somebody signed in, or a wall."""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from jiedao.centre.rights import SEE
from jiedao.centre.walls import wall_of
from jiedao.foundation.staff.models import Account
from jiedao.foundation.staff.pages.common import account_of
from jiedao.foundation.staff.reach import reach_of
from jiedao.kernel.access import Reach
from jiedao.kernel.errors import Forbidden


def reader(request: HttpRequest) -> tuple[Account, Reach]:
    """Who is signed in, and what they may see; a stranger is sent to sign in."""
    user = account_of(request)
    reach = reach_of(user)
    if not reach.anywhere(SEE):
        raise Forbidden(_("您没有打开指挥中心的权限。"), code="no_permission")
    return user, reach


def looker(request: HttpRequest) -> tuple[Reach, bool]:
    """What may be seen by who looks, signed in or a wall; and whether it is a wall."""
    if not isinstance(request.user, Account):
        wall = wall_of(request.session)
        if wall is not None:
            return wall.reach, True
    return reader(request)[1], False
