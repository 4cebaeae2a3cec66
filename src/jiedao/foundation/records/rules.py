"""May this actor do this to a record now, and if not, why not: asked by page, API and action."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from jiedao.foundation.places.locator import locator_for
from jiedao.foundation.records.gate import SEE
from jiedao.foundation.records.work import Work
from jiedao.foundation.staff.structure import structure_of
from jiedao.kernel.actors import Actor
from jiedao.kernel.declarations import Move, Party
from jiedao.kernel.errors import Forbidden

ADD: Final = "records.add"
EDIT: Final = "records.edit"
_NAMED: Final = 3
"""So many units or areas a refusal names."""
_OWN: Final = (Party.LEAD, Party.HANDLING, Party.CO)

__all__ = ["ADD", "EDIT", "SEE", "Offer", "edit_refusal", "offers", "refusal", "require"]


@dataclass(frozen=True, slots=True)
class Offer:
    """A move as one actor sees it: may be made, or why not."""

    move: Move
    why_not: str = ""

    @property
    def allowed(self) -> bool:
        return not self.why_not


def may(
    actor: Actor,
    permission: str,
    kind: str,
    unit_ids: Collection[int],
    area_ids: Collection[int],
) -> bool:
    """Whether the actor holds the permission over records of the kind with these units and areas."""
    if actor.is_system:
        return True
    if actor.reach is None:
        return False
    return actor.reach.may(permission, kind=kind, unit_ids=unit_ids, area_ids=area_ids)


def may_do(work: Work, permission: str) -> bool:
    """Whether the work's actor holds the permission over its record."""
    return may(work.actor, permission, work.kind.key, work.unit_ids, work.area_ids)


def require(work: Work, permission: str) -> None:
    """Forbidden where the actor lacks the permission over the record: the sentence says for which
    unit or area it is held, and the refusal stands at that field."""
    if may_do(work, permission):
        return
    field, where = _jurisdiction(work, permission)
    raise Forbidden(
        _("您的岗位不能在这个单位或区域登记“%(kind)s”%(where)s。")
        % {"kind": work.kind.titles, "where": where},
        field=field,
        code="no_permission",
    )


def _jurisdiction(work: Work, permission: str) -> tuple[str, str]:
    """The field that would have to say otherwise, and what it might say; both empty where the
    permission is held nowhere."""
    reach, town_id = work.actor.reach, work.record.town_id
    grants = reach.holding(permission) if reach is not None else ()
    grants = tuple(grant for grant in grants if grant.speaks_of(work.kind.key))
    units = sorted(frozenset[int]().union(*(grant.unit_ids for grant in grants)))
    areas = sorted(frozenset[int]().union(*(grant.area_ids for grant in grants)))
    nodes, locator = structure_of(town_id).units, locator_for(town_id)
    names = {spec.name for spec in work.schema.specs}
    if any(grant.scope == "area" for grant in grants) and "area" in names:
        found = [row.name for pk in areas if (row := locator.area(pk)) is not None]
        return "area", _("，只能登记在：%(names)s") % {"names": "、".join(found[:_NAMED])}
    if any(grant.scope == "unit" for grant in grants) and "unit" in names:
        found = [nodes[pk].name for pk in units if pk in nodes]
        return "unit", _("，责任单位只能是：%(names)s") % {"names": "、".join(found[:_NAMED])}
    return "", ""


def edit_refusal(work: Work) -> str:
    """Why the actor may not edit the record now; "" when it may."""
    state = work.schema.workflow.state(work.record.state)
    if not state.open:
        return _("已经是“%(state)s”，不能再改。") % {"state": state.titles}
    if not may_do(work, EDIT):
        return _("您的岗位没有修改这条记录的权限。")
    return ""


def offers(work: Work) -> list[Offer]:
    """Every move from the record's state for which the actor holds the permission somewhere."""
    found = []
    for move in work.schema.workflow.moves:
        if work.record.state in move.sources and _holds(work, move):
            found.append(Offer(move, refusal(work, move)))
    return found


def _holds(work: Work, move: Move) -> bool:
    if work.actor.is_system:
        return True
    reach = work.actor.reach
    return reach is not None and reach.anywhere(move.permission, work.kind.key)


def refusal(work: Work, move: Move) -> str:
    """Why the actor of ``work`` may not make ``move`` now; "" when it may."""
    if work.record.state not in move.sources:
        state = work.schema.workflow.state(work.record.state)
        return _("现在是“%(state)s”，不能%(move)s。") % {
            "state": state.titles,
            "move": move.titles,
        }
    return _standing(work, move) or (move.rule(work) if move.rule is not None else "")


def _standing(work: Work, move: Move) -> str:
    """Permission over the record, and the part that the move asks for."""
    if work.actor.is_system:
        return ""
    if move.party is Party.SYSTEM or not may_do(work, move.permission):
        return _("您的岗位没有在这条记录上“%(move)s”的权限。") % {"move": move.titles}
    units = work.actor.reach.unit_ids if work.actor.reach else frozenset()
    if move.party in _OWN and work.record.unit_id not in units:
        return _("只有责任单位可以%(move)s。") % {"move": move.titles}
    if move.party is Party.NOT_HANDLER and work.actor.id == work.record.owner_id:
        return _("责任人不能给自己%(move)s。") % {"move": move.titles}
    return ""
