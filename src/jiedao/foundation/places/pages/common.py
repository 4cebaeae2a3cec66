"""What every page of places asks first: who reads, with which permission, as whose act."""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from jiedao.foundation.places.models import Area
from jiedao.foundation.places.queries import visible_area
from jiedao.kernel.access import Reach
from jiedao.kernel.actors import Actor
from jiedao.kernel.errors import Forbidden, Unauthenticated
from jiedao.kernel.models import History
from jiedao.web.shell import reach_of

EDIT = "places.edit"


def reader(request: HttpRequest, permission: str = "") -> Reach:
    """The reader's reach; Forbidden when the permission is held nowhere."""
    reach = reach_of(request)
    if reach is None or not reach.town_id:
        raise Unauthenticated(_("请先登录。"))
    if permission and not reach.anywhere(permission):
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


def area_of(request: HttpRequest, area_id: int, permission: str = "") -> Area:
    """An area of the reader's town."""
    return visible_area(reader(request, permission), area_id)
