"""What every page of the engine asks first: who reads, what may be seen, under which number."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from jiedao.engines.cases.kinds import kind_of
from jiedao.engines.cases.models import Case
from jiedao.engines.cases.work import number_filter
from jiedao.foundation.staff.pages.common import account_of
from jiedao.foundation.staff.reach import acting, actor_of, reach_of
from jiedao.foundation.staff.structure import structure_of
from jiedao.kernel.access import Reach
from jiedao.kernel.actors import Actor
from jiedao.kernel.declarations import Kind
from jiedao.kernel.errors import Forbidden, NotFound
from jiedao.web.shell import belongs_under

SEE = "cases.see"
RECORD = "case"


def reader(request: HttpRequest, permission: str = SEE) -> Reach:
    """The reader's reach; Forbidden when the permission is held nowhere."""
    reach = reach_of(account_of(request))
    if not reach.anywhere(permission):
        raise Forbidden(_("您没有打开这一页的权限。"), code="no_permission")
    return reach


def actor(request: HttpRequest, permission: str = "", case: Case | None = None) -> Actor:
    """The reader as the author of an act; says so when it is done for an absent colleague."""
    who = actor_of(account_of(request))
    if not permission or case is None:
        return who
    areas = (case.building_id, case.grid_id, case.community_id)
    return acting(
        who,
        permission,
        kind=case.kind,
        unit_ids=(case.unit_id,) if case.unit_id else (),
        area_ids=tuple(area for area in areas if area),
    )


def case_of(request: HttpRequest, number: str) -> Case:
    """The case of that number (its own, or one of its requests'); a stranger finds nothing."""
    rows = Case.objects.visible_to(reader(request)).filter(**number_filter(number.upper()))
    found = rows.select_related(
        "item", "condition", "unit", "handler", "leader", "community", "grid", "building"
    ).first()
    if found is None:
        raise NotFound(
            _("没有编号为 %(number)s 的事件。") % {"number": number[:40]}, code="no_case"
        )
    if kind_of(found.kind) is not None:
        # Its own line of the rail, not the one of all cases.
        belongs_under(request, reverse("cases:kind", args=[found.kind]))
    return found


def declared_kind(key: str) -> Kind:
    """The kind of case that an address names; NotFound where nobody declares it."""
    kind = kind_of(key)
    if kind is None:
        raise NotFound(_("没有“%(kind)s”这种事件。") % {"kind": key[:40]}, code="unknown_kind")
    return kind


def case_url(number: str) -> str:
    """The address of a case's page."""
    return reverse("cases:record", args=[number])


def unit_name(town_id: int, unit_id: int | None) -> str:
    """The name of a unit, ended ones too; an empty string for none."""
    node = structure_of(town_id).units.get(unit_id or 0)
    return node.name if node else ""
