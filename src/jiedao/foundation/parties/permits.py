"""The permission check of the parties' actions (staff, which names permissions, is above)."""

from django.utils.translation import gettext as _

from jiedao.kernel.actors import Actor
from jiedao.kernel.errors import Forbidden, NotFound


def require(actor: Actor, permission: str, town_id: int | None = None) -> None:
    """Refuse an actor who holds the permission nowhere, or acts in another town."""
    if actor.is_system:
        return
    if actor.reach is None or not actor.reach.anywhere(permission):
        raise Forbidden(
            {
                "parties.edit": _("您没有登记人员与单位的权限。"),
                "parties.reveal": _("您没有查看完整个人信息的权限。"),
                "parties.erase": _("您没有删除个人信息的权限。"),
            }.get(permission, _("您没有这项权限。")),
            code="no_permission",
        )
    if town_id is not None and actor.reach.town_id != town_id:
        raise NotFound(_("本街道没有这条记录。"))
