"""What every page of parties asks first: who reads, with which permission, as whose act.

Accounts live on a higher floor; here a reader is whoever is signed in and has a reach.
"""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from jiedao.kernel.access import Reach
from jiedao.kernel.actors import Actor
from jiedao.kernel.errors import Forbidden, Unauthenticated
from jiedao.kernel.models import History
from jiedao.web.shell import reach_of

SEE, EDIT, REVEAL, ERASE = "parties.see", "parties.edit", "parties.reveal", "parties.erase"


def reader(request: HttpRequest, permission: str = SEE) -> Reach:
    """The reader's reach; Forbidden when the permission is held nowhere."""
    reach = reach_of(request)
    if reach is None:
        raise Unauthenticated(_("请先登录。"))
    if not reach.anywhere(permission):
        raise Forbidden(_("您没有打开这一页的权限。"), code="no_permission")
    return reach


def actor(request: HttpRequest) -> Actor:
    """The reader as the author of an act."""
    reach = reader(request)
    return Actor(
        kind=History.ActorKind.ACCOUNT,
        id=reach.account_id,
        name=str(getattr(request.user, "name", "")),
        reach=reach,
        unit_id=reach.home_unit_id,
    )
