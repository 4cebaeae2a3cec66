"""What every generated page asks first: which kind, who reads, what may be seen."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from jiedao.foundation.records.gate import SEE
from jiedao.foundation.records.models import Record
from jiedao.foundation.records.schema import Schema, schema_of
from jiedao.foundation.records.work import Work, not_found
from jiedao.foundation.staff.pages.common import account_of
from jiedao.foundation.staff.reach import acting, actor_of, reach_of
from jiedao.kernel.access import Reach
from jiedao.kernel.actors import Actor
from jiedao.kernel.errors import Forbidden

_JOINED = ("unit", "owner", "organisation", "community", "grid", "building")


def reader(request: HttpRequest, schema: Schema, permission: str = SEE) -> Reach:
    """The reader's reach; Forbidden when the permission is held nowhere for the kind."""
    reach = reach_of(account_of(request))
    if not reach.anywhere(permission, schema.kind.key):
        raise Forbidden(_("您没有打开这一页的权限。"), code="no_permission")
    return reach


def may(request: HttpRequest, schema: Schema, permission: str) -> bool:
    """Whether the reader holds the permission for the kind anywhere."""
    return reach_of(account_of(request)).anywhere(permission, schema.kind.key)


def record_of(request: HttpRequest, kind: str, number: str) -> tuple[Schema, Record]:
    """The record of that number; a stranger finds nothing."""
    schema = schema_of(kind)
    reach = reader(request, schema)
    rows = schema.family.model.objects.visible_to(reach, kind).select_related(*_JOINED)
    record = rows.filter(number=number.upper()).first()
    if record is None:
        raise not_found(schema, number)
    return schema, record


def actor(request: HttpRequest) -> Actor:
    """The reader as the author of an act."""
    return actor_of(account_of(request))


def acting_on(request: HttpRequest, schema: Schema, record: Record, permission: str) -> Actor:
    """The author of an act on a record; says so when it is done for an absent colleague."""
    work = Work(record, actor=actor(request), schema=schema)
    return acting(
        work.actor,
        permission,
        kind=record.kind,
        unit_ids=tuple(work.unit_ids),
        area_ids=tuple(work.area_ids),
    )


def list_url(kind: str) -> str:
    """The address of a kind's list."""
    return reverse("records:list", args=[kind])


def record_url(kind: str, number: str) -> str:
    """The address of a record's page."""
    return reverse("records:detail", args=[kind, number])
