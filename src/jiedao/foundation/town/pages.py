"""The settings of the town: what holds, and a form for each group."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from pydantic import BaseModel, create_model

from jiedao.foundation.staff.pages.common import actor, reader, town_id
from jiedao.foundation.staff.pages.telling import entries
from jiedao.foundation.town.actions import PERMISSION, TOWN, change_settings
from jiedao.foundation.town.wording import value_text
from jiedao.kernel import registry
from jiedao.kernel.choices import Setting, groups, settings_of
from jiedao.kernel.declarations import SettingGroup
from jiedao.kernel.errors import NotFound
from jiedao.kernel.models import Town
from jiedao.web.acting import act
from jiedao.web.forms import Form
from jiedao.web.parts import Fact
from jiedao.web.shell import base_template
from jiedao.web.widgets import Choice, Widget


@dataclass(frozen=True, slots=True)
class Part:
    """A group as the overview shows it; without ``url`` only the command line changes it."""

    title: str
    facts: list[Fact]
    url: str


def overview(request: HttpRequest) -> HttpResponse:
    """Every setting with what holds now, and what was changed by whom."""
    reader(request, PERMISSION)
    town = Town.objects.get(pk=town_id(request))
    context = {
        "parts": [_part(group, town) for group in groups()],
        "entries": entries(town.pk, TOWN, town.pk, 30),
        "base_template": base_template(request),
    }
    return render(request, "town/settings.html", context)


def change(request: HttpRequest, key: str) -> HttpResponse:
    """The form of one group."""
    reader(request, PERMISSION)
    group = registry.settings.find(key)
    settings = [one for one in settings_of(group) if one.in_form] if group else []
    if group is None or group.page or not settings:
        raise NotFound(_("没有这一组设置。"))
    town = Town.objects.get(pk=town_id(request))

    def do(data: BaseModel) -> str:
        changed = change_settings(town.pk, dict(data), actor=actor(request))
        return _("已修改 %(count)d 项设置；正在计时的工单不变。") % {"count": len(changed)}

    return act(
        request, _form(group, settings, town), do, title=str(group.titles), submit=_("保存"),
        back=reverse("town:settings"),
    )  # fmt: skip


def _form(group: SettingGroup, settings: list[Setting], town: Town) -> Form[BaseModel]:
    """A field for each setting, under its dotted name; left empty, the default holds."""
    fields = {one.name: (one.info.annotation, one.info) for one in settings}
    model: type[BaseModel] = create_model(f"Settings_{group.key}", **fields)  # type: ignore[call-overload]
    initial = {one.name: one.of(town.settings) for one in settings}
    widgets = {one.name: _widget(one, town) for one in settings if one.options}
    return Form(model, initial=initial, widgets=widgets, prefix=f"settings-{group.key}")


def _widget(setting: Setting, town: Town) -> Widget:
    assert setting.options is not None
    choices = [Choice(value, words) for value, words in setting.options(town.pk)]
    if isinstance(setting.default, list):
        return Widget("checks", choices=choices)
    return Widget("select", choices=choices, placeholder=_("未指定"))


def _part(group: SettingGroup, town: Town) -> Part:
    settings = list(settings_of(group))
    facts = [
        Fact(one.title, value_text(one, town.pk, one.of(town.settings)) or "—") for one in settings
    ]
    url = reverse(group.page) if group.page else reverse("town:change", args=[group.key])
    return Part(str(group.titles), facts, url if any(one.in_form for one in settings) else "")
