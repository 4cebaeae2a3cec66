"""The forms of units and posts: added, changed, ended, merged, given."""

from collections.abc import Mapping
from datetime import date, datetime

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from pydantic import BaseModel, Field

from jiedao.foundation.places.models import Area
from jiedao.foundation.staff import actions
from jiedao.foundation.staff.actions import NewPost, NewUnit
from jiedao.foundation.staff.models import Account, Post, Role, Unit
from jiedao.foundation.staff.pages.common import EDIT, ROLES, actor, reader, role_name, town_id
from jiedao.foundation.staff.pages.organisation import linked_units, unit_of
from jiedao.foundation.staff.queries import people_for_choice
from jiedao.foundation.staff.wording import UNIT_KINDS
from jiedao.kernel import clock
from jiedao.kernel.errors import Invalid, NotFound
from jiedao.web.acting import act
from jiedao.web.forms import Form
from jiedao.web.widgets import Choice, Widget


class UnitData(BaseModel):
    # Not asked for again when a unit is changed; the action refuses an empty one.
    code: str = Field(
        "", title="机构代码", description="建立后不再改变", min_length=1, max_length=40
    )
    name: str = Field(title="名称", max_length=80)
    kind: str = Field(title="类别")
    parent: int | None = Field(None, title="上级机构")
    area: int | None = Field(None, title="辖区", description="社区、网格类机构管辖的区域")
    phone: str = Field("", title="电话", max_length=40)
    duties: str = Field("", title="职责", max_length=4000, json_schema_extra={"widget": "textarea"})


class EndData(BaseModel):
    last_day: date = Field(title="最后一天")
    reason: str = Field(title="原因", min_length=2, max_length=500)


class MergeData(BaseModel):
    into: int = Field(title="并入", description="岗位和未办结的记录一并转过去")
    first_day: date = Field(title="自哪天起")


class PostData(BaseModel):
    account: int = Field(title="人员")
    role: str = Field(title="角色")
    title: str = Field("", title="职务", max_length=60)
    valid_from: date = Field(title="开始日期")
    valid_to: date | None = Field(None, title="结束日期")


class CoverData(BaseModel):
    account: int = Field(title="代岗人")
    starts_at: datetime = Field(title="开始")
    ends_at: datetime = Field(title="结束")
    reason: str = Field("", title="原因", max_length=200)


def _units(town: int, but: int | None = None) -> list[Choice]:
    rows = Unit.objects.filter(linked_units(town)).exclude(pk=but or 0).order_by("code")
    return [Choice(str(pk), name) for pk, name in rows.values_list("pk", "name")]


def _areas(town: int) -> list[Choice]:
    levels = (Area.Level.SUBDISTRICT, Area.Level.COMMUNITY, Area.Level.GRID)
    rows = Area.objects.filter(town_id=town, level__in=levels, valid_to__isnull=True)
    return [Choice(str(pk), name) for pk, name in rows.order_by("code").values_list("pk", "name")]


def _people(town: int, but: int | None = None) -> list[Choice]:
    return [
        Choice(str(pk), f"{name} · {unit}" if unit else name)
        for pk, name, unit in people_for_choice(town, but)
    ]


def _kinds() -> list[Choice]:
    return [Choice(key, str(title)) for key, title in UNIT_KINDS.items()]


def _unit_form(town: int, initial: Mapping[str, object], but: int | None = None) -> Form[UnitData]:
    widgets = {
        "kind": Widget("select", choices=_kinds()),
        "parent": Widget("select", choices=_units(town, but)),
        "area": Widget("select", choices=_areas(town)),
    }
    exclude = ("code",) if but else ()
    return Form(UnitData, initial=initial, widgets=widgets, exclude=exclude)


def add_unit(request: HttpRequest, unit_id: int | None = None) -> HttpResponse:
    """A new unit, below another one or on top."""
    reader(request, EDIT)
    town = town_id(request)
    above = unit_of(request, unit_id) if unit_id else None

    def do(data: UnitData) -> str:
        codes = dict(Unit.objects.filter(town_id=town).values_list("pk", "code"))
        areas = dict(Area.objects.filter(town_id=town, pk=data.area or 0).values_list("pk", "code"))
        new = NewUnit(
            data.code, data.name, data.kind, codes.get(data.parent or 0, ""),
            areas.get(data.area or 0, ""), data.phone, data.duties,
        )  # fmt: skip
        actions.add_unit(town, new, actor=actor(request))
        return _("已增设“%(name)s”。") % {"name": data.name}

    form = _unit_form(town, {"parent": above.pk if above else None})
    back = reverse("staff:organisation")
    return act(request, form, do, title=_("增设机构"), submit=_("增设"), back=back)


def change_unit(request: HttpRequest, unit_id: int) -> HttpResponse:
    """Name, kind, place in the tree, area, telephone, duties."""
    reader(request, EDIT)
    row = unit_of(request, unit_id)

    def do(data: UnitData) -> str:
        values = {
            "name": data.name, "kind": data.kind, "parent_id": data.parent,
            "area_id": data.area, "phone": data.phone, "duties": data.duties,
        }  # fmt: skip
        actions.change_unit(row, values, actor=actor(request))
        return _("已保存。")

    initial = {
        "name": row.name, "kind": row.kind, "parent": row.parent_id, "area": row.area_id,
        "phone": row.phone, "duties": row.duties,
    }  # fmt: skip
    form = _unit_form(row.town_id, initial, but=row.pk)
    return act(request, form, do, title=_("修改机构"), submit=_("保存"), back=unit_url(row.pk))


def end_unit(request: HttpRequest, unit_id: int) -> HttpResponse:
    """The unit is dissolved without a successor."""
    reader(request, EDIT)
    row = unit_of(request, unit_id)

    def do(data: EndData) -> str:
        actions.end_unit(row, data.last_day, data.reason, actor=actor(request))
        return _("“%(name)s”将于 %(day)s 后撤销。") % {"name": row.name, "day": data.last_day}

    form = Form(EndData, initial={"last_day": clock.today()}, prefix="end-unit")
    return act(
        request, form, do, title=_("撤销机构"), submit=_("撤销"), back=unit_url(row.pk), danger=True
    )


def merge_unit(request: HttpRequest, unit_id: int) -> HttpResponse:
    """Another unit takes over from a day on."""
    reader(request, EDIT)
    row = unit_of(request, unit_id)

    def do(data: MergeData) -> str:
        into = unit_of(request, data.into)
        actions.merge_unit(row, into, data.first_day, actor=actor(request))
        return _("自 %(day)s 起并入“%(name)s”。") % {"name": into.name, "day": data.first_day}

    widgets = {"into": Widget("select", choices=_units(row.town_id, row.pk))}
    form = Form(MergeData, widgets=widgets, prefix="merge-unit")
    return act(request, form, do, title=_("并入其他机构"), submit=_("并入"), back=unit_url(row.pk))


def add_post(request: HttpRequest, unit_id: int) -> HttpResponse:
    """Somebody is given a role in the unit."""
    reader(request, ROLES)
    row = unit_of(request, unit_id)

    def do(data: PostData) -> str:
        who = Account.objects.filter(pk=data.account, town_id=row.town_id).first()
        if who is None:
            raise Invalid(_("本街道没有这个账号。"), field="account")
        new = NewPost(who.username, row.code, data.role, data.title, data.valid_from, data.valid_to)
        actions.add_post(row.town_id, new, actor=actor(request))
        return _("已授予%(name)s岗位，十秒内生效。") % {"name": who.name}

    roles = Role.objects.filter(town_id=row.town_id).order_by("id")
    widgets = {
        "account": Widget("select", choices=_people(row.town_id)),
        "role": Widget("select", choices=[Choice(role.key, role_name(role)) for role in roles]),
    }
    form = Form(PostData, initial={"valid_from": clock.today()}, widgets=widgets, prefix="add-post")
    return act(request, form, do, title=_("授予岗位"), submit=_("授予"), back=unit_url(row.pk))


def _post_of(request: HttpRequest, post_id: int) -> Post:
    rows = Post.objects.select_related("unit", "account", "role")
    row = rows.filter(pk=post_id, unit__town_id=town_id(request)).first()
    if row is None:
        raise NotFound(_("没有这个岗位。"))
    return row


def end_post(request: HttpRequest, post_id: int) -> HttpResponse:
    """Somebody leaves a post."""
    reader(request, ROLES)
    row = _post_of(request, post_id)

    def do(data: EndData) -> str:
        actions.end_post(row, data.last_day, data.reason, actor=actor(request))
        return _("%(name)s的岗位到 %(day)s 为止。") % {
            "name": row.account.name,
            "day": data.last_day,
        }

    form = Form(EndData, initial={"last_day": clock.today()}, prefix=f"end-post-{row.pk}")
    title = _("结束%(name)s的岗位") % {"name": row.account.name}
    return act(
        request,
        form,
        do,
        title=title,
        submit=_("结束岗位"),
        back=unit_url(row.unit_id),
        danger=True,
    )


def add_cover(request: HttpRequest, post_id: int) -> HttpResponse:
    """A colleague stands in for the holder of a post."""
    reader(request, ROLES)
    row = _post_of(request, post_id)

    def do(data: CoverData) -> str:
        colleague = Account.objects.filter(pk=data.account, town_id=row.unit.town_id).first()
        if colleague is None:
            raise Invalid(_("本街道没有这个账号。"), field="account")
        actions.add_cover(
            row, colleague, data.starts_at, data.ends_at, data.reason, actor=actor(request)
        )
        return _("%(name)s将代%(holder)s的岗，到期自动结束。") % {
            "name": colleague.name, "holder": row.account.name,
        }  # fmt: skip

    widgets = {"account": Widget("select", choices=_people(row.unit.town_id, row.account_id))}
    form = Form(CoverData, widgets=widgets, prefix=f"cover-{row.pk}")
    title = _("安排同事代%(name)s的岗") % {"name": row.account.name}
    return act(request, form, do, title=title, submit=_("安排代岗"), back=unit_url(row.unit_id))


def unit_url(unit_id: int) -> str:
    """The organisation with this unit open beside it."""
    return f"{reverse('staff:organisation')}?open={unit_id}"
