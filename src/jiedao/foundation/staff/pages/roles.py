"""Roles: what each may do and where; changed by the security administrator."""

from collections.abc import Sequence

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import BaseModel, Field

from jiedao.foundation.staff import actions
from jiedao.foundation.staff.models import Role
from jiedao.foundation.staff.pages.common import ROLES, SEE, actor, reader, role_name, town_id
from jiedao.foundation.staff.pages.telling import entries
from jiedao.foundation.staff.queries import valid_posts
from jiedao.foundation.staff.roles import permission_title, suggested_roles
from jiedao.foundation.staff.wording import SCOPES
from jiedao.kernel import registry
from jiedao.kernel.access import Reach
from jiedao.kernel.declarations import NoData, RoleSuggestion
from jiedao.kernel.errors import NotFound
from jiedao.kernel.titles import Title
from jiedao.web import cells
from jiedao.web.acting import act
from jiedao.web.forms import Form
from jiedao.web.lists import Column, Empty, ListPage, Ordering
from jiedao.web.parts import Fact, MoveButton
from jiedao.web.shell import base_template, may
from jiedao.web.widgets import Choice, Widget


def _permissions(role: Role) -> str:
    return _("、").join(permission_title(name) for name in role.permissions)


class RoleList(ListPage[Role]):
    """The town's roles."""

    key = "roles"
    titles = Title("角色", "Roles")
    permission = SEE
    columns = (
        Column("name", Title("角色", "Role"), role_name, width="m"),
        Column("scope", Title("管辖范围", "Scope"), lambda role: SCOPES[role.scope], width="m"),
        Column("permissions", Title("权限", "Permissions"), _permissions, rank=2),
    )
    orderings = (Ordering("id", Title("次序", "Order"), ("id",)),)
    empty = Empty(
        "user-shield",
        gettext_lazy("还没有角色"),
        gettext_lazy("角色是一组权限，授给岗位；新建的角色都列在这里。"),
    )

    def queryset(self, request: HttpRequest) -> QuerySet[Role]:
        return Role.objects.filter(town_id=town_id(request))

    def open_url(self, key: str) -> str:
        return reverse("staff:role", args=[key])

    def further(self, request: HttpRequest) -> dict[str, object]:
        if not may(request, ROLES):
            return {}
        link = '<a class="btn btn-s" href="{}">{}{}</a>'
        buttons = format_html(link, reverse("staff:add_role"), cells.icon("plus"), _("新建角色"))
        missing = len(_suggested(request))
        if missing:
            words = _("加入建议的角色（%(n)d）") % {"n": missing}
            url = reverse("staff:add_suggested_roles")
            buttons += format_html(link, url, cells.icon("user-shield"), words)
        return {"actions": buttons}


def _suggested(request: HttpRequest) -> list[RoleSuggestion]:
    """What the applications suggest and the town has not: one that came later brings its own."""
    known = set(Role.objects.filter(town_id=town_id(request)).values_list("key", flat=True))
    return [one for one in suggested_roles() if one.key not in known]


def _role_of(request: HttpRequest, role_id: int) -> Role:
    row = Role.objects.filter(pk=role_id, town_id=town_id(request)).first()
    if row is None:
        raise NotFound(_("没有这个角色。"))
    return row


def role(request: HttpRequest, role_id: int) -> HttpResponse:
    """A role: its permissions, and who holds it today."""
    reach = reader(request, SEE, ROLES).reach
    row = _role_of(request, role_id)
    context = {
        "role": row,
        "name": role_name(row),
        "facts": [
            Fact(_("代码"), row.key),
            Fact(_("管辖范围"), str(SCOPES[row.scope])),
            Fact(_("记录种类"), _("、").join(_kind(key) for key in row.kinds) or _("全部")),
        ],
        "permissions": [permission_title(name) for name in row.permissions],
        "posts": valid_posts().filter(role=row),
        "moves": _moves(reach, row),
        "entries": entries(row.town_id, "role", row.pk, 30),
        "base_template": base_template(request),
    }
    return render(request, "staff/role.html", context)


def _moves(reach: Reach, row: Role) -> Sequence[MoveButton]:
    url = reverse("staff:change_role", args=[row.pk])
    return [MoveButton("change", _("修改"), url, lazy=url)] if reach.anywhere(ROLES) else []


def _kind(key: str) -> str:
    kind = registry.kinds.find(key)
    return str(kind.titles) if kind else key


class RoleData(BaseModel):
    # Not asked for again when a role is changed; the action refuses an empty one.
    key: str = Field(
        "", title="角色代码", description="小写字母、数字和下划线", min_length=1, max_length=40
    )
    name: str = Field(title="名称", max_length=60)
    name_en: str = Field("", title="英文名", max_length=80)
    scope: str = Field(title="管辖范围")
    permissions: list[str] = Field(default_factory=list, title="权限")
    kinds: list[str] = Field(
        default_factory=list, title="记录种类", description="都不选就是全部种类"
    )


def _form(initial: dict[str, object], *, new: bool) -> Form[RoleData]:
    known = dict.fromkeys(permission.key for permission in registry.permissions)
    known |= dict.fromkeys(name for one in suggested_roles() for name in one.permissions)
    widgets = {
        "scope": Widget(
            "radio", choices=[Choice(key, str(title)) for key, title in SCOPES.items()]
        ),
        "permissions": Widget(
            "checks", choices=[Choice(name, permission_title(name)) for name in known]
        ),
        "kinds": Widget(
            "checks", choices=[Choice(kind.key, str(kind.titles)) for kind in registry.kinds]
        ),
    }
    return Form(
        RoleData,
        initial=initial,
        widgets=widgets,
        exclude=() if new else ("key",),
        prefix="role",
    )


def add_role(request: HttpRequest) -> HttpResponse:
    """A role of the town's own."""
    reader(request, ROLES)

    def do(data: RoleData) -> str:
        actions.add_role(
            town_id(request), data.key, data.name, data.permissions, data.scope,
            name_en=data.name_en, kinds=data.kinds, actor=actor(request),
        )  # fmt: skip
        return _("已新建角色“%(name)s”。") % {"name": data.name}

    back = reverse("staff:roles")
    form = _form({"scope": "unit"}, new=True)
    return act(request, form, do, title=_("新建角色"), submit=_("新建"), back=back)


def add_suggested_roles(request: HttpRequest) -> HttpResponse:
    """Those that the applications suggest and the town has not yet; nobody holds them so far."""
    reader(request, ROLES)
    missing = _suggested(request)

    def do(_data: NoData) -> str:
        actions.add_standard_roles(town_id(request), actor=actor(request))
        return _("已加入 %(n)d 个角色，可以授给岗位了。") % {"n": len(missing)}

    names = _("、").join(str(one.titles) for one in missing)
    title = _("加入建议的角色：%(names)s") % {"names": names}
    form = Form(NoData, prefix="suggested")
    return act(request, form, do, title=title, submit=_("加入"), back=reverse("staff:roles"))


def change_role(request: HttpRequest, role_id: int) -> HttpResponse:
    """Everybody who holds the role is concerned within seconds."""
    reader(request, ROLES)
    row = _role_of(request, role_id)

    def do(data: RoleData) -> str:
        values = {
            "name": data.name, "name_en": data.name_en, "scope": data.scope,
            "permissions": data.permissions, "kinds": data.kinds,
        }  # fmt: skip
        actions.change_role(row, values, actor=actor(request))
        return _("已保存，十秒内对所有持有人生效。")

    initial = {
        "name": row.name, "name_en": row.name_en, "scope": row.scope,
        "permissions": row.permissions, "kinds": row.kinds,
    }  # fmt: skip
    back = f"{reverse('staff:roles')}?open={row.pk}"
    return act(
        request, _form(initial, new=False), do, title=_("修改角色"), submit=_("保存"), back=back
    )
