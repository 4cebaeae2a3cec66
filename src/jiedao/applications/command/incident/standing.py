"""How somebody stands to a room: whether he commands there, and which orders are his."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from jiedao.applications.command.incident.models import Incident, IncidentRole, Order
from jiedao.applications.command.incident.names import COMMAND
from jiedao.kernel.access import Reach
from jiedao.kernel.actors import Actor
from jiedao.kernel.errors import Conflict, Forbidden, NotFound


@dataclass(frozen=True, slots=True)
class Standing:
    """What one may do in a room that one may see."""

    reach: Reach | None
    """None for the system, which may do everything."""
    commands: bool

    def is_for_me(self, order: Order) -> bool:
        """Whether the order is to this account, or to a unit it sits in."""
        if self.reach is None:
            return True
        if order.account_id is not None:
            return order.account_id == self.reach.account_id
        return order.unit_id in self.reach.unit_ids


def standing_of(roles: Iterable[IncidentRole], reach: Reach | None) -> Standing:
    """By right of office, or by a role of the plan that commands."""
    if reach is None:
        return Standing(None, True)
    mine = any(_fills(role, reach) for role in roles if role.commands)
    return Standing(reach, mine or reach.may(COMMAND))


def _fills(role: IncidentRole, reach: Reach) -> bool:
    if role.account_id is not None:
        return role.account_id == reach.account_id
    return role.unit_id is not None and role.unit_id in reach.unit_ids


def room_of(reach: Reach, number: str) -> Incident:
    """The incident of that number; a stranger finds nothing."""
    rows = Incident.objects.visible_to(reach).select_related("opened_by", "closed_by")
    found = rows.filter(number=number.upper()[:24]).first()
    if found is None:
        raise missing()
    return found


def missing() -> NotFound:
    """There is no such room, or none that this reader may know of."""
    return NotFound(_("没有这个应急事件。"), code="no_incident")


def enter(town_id: int, number: str, actor: Actor) -> tuple[Incident, Standing]:
    """The open room, locked, and how the actor stands to it; call it inside a transaction.

    Raises NotFound for a stranger and Conflict once the response has ended.
    """
    rows = Incident.objects.filter(town_id=town_id)
    if not actor.is_system:
        if actor.reach is None or actor.reach.town_id != town_id:
            raise missing()
        rows = Incident.objects.visible_to(actor.reach)
    found = rows.select_for_update(of=("self",)).filter(number=number).first()
    if found is None:
        raise missing()
    _refuse_onlookers(found, actor)
    if not found.is_open:
        raise Conflict(_("应急响应已经结束，不能再办理。"), code="closed")
    reach = None if actor.is_system else actor.reach
    return found, standing_of(found.roles.all(), reach)


def _refuse_onlookers(incident: Incident, actor: Actor) -> None:
    if actor.is_system or actor.reach is None:
        return
    if not takes_part(incident, actor.reach):
        raise Forbidden(
            _("您可以查看这个应急事件，但没有在其中任职或受领指令，不能办理。"), code="onlooker"
        )


def takes_part(incident: Incident, reach: Reach) -> bool:
    """Whether one is a member, or commands; who only oversees is not."""
    if reach.may(COMMAND):
        return True
    return Incident.objects.of_member(reach).filter(pk=incident.pk).exists()


def must_command(standing: Standing) -> None:
    """Refuse who does not command."""
    if not standing.commands:
        raise Forbidden(_("只有指挥、值班调度和领导可以这样做。"), code="no_command")
