"""The draft: what it changes, forms for its items, publishing and discarding."""

from collections.abc import Callable
from functools import partial
from typing import Any, Literal, TypeVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from pydantic import BaseModel, Field, ValidationError

from jiedao.foundation.catalogue import actions, queries
from jiedao.foundation.catalogue.differences import Change, differences
from jiedao.foundation.catalogue.excel import words
from jiedao.foundation.catalogue.excel.duties import Directory, duties_text, parse_duties
from jiedao.foundation.catalogue.limits import parse_limits
from jiedao.foundation.catalogue.pages.common import (
    actor,
    directory_of,
    editor,
    field_title,
    field_words,
    limit_words,
)
from jiedao.foundation.catalogue.rows import ConditionRow, DutyRow, ItemRow
from jiedao.kernel.errors import Invalid, NotFound, Refused
from jiedao.kernel.titles import Title
from jiedao.web import parts
from jiedao.web.acting import act
from jiedao.web.forms import Form
from jiedao.web.shell import base_template
from jiedao.web.widgets import Choice, Widget

T = TypeVar("T")

_SHOWN = 200
_PARTS = ("lead", "co", "fallback")
_MARK = "|"
# Titles, for elsewhere in the house the same words mean other things in English.
_SORTS = {
    "added": Title("新增", "Added"),
    "changed": Title("修改", "Changed"),
    "retired": Title("停用", "Retired"),
}


class ItemData(BaseModel):
    code: str = Field("", title="编码", max_length=40)
    name: str = Field(title="名称", min_length=1, max_length=120)
    level: Literal["1", "2", "3", "4"] = Field("3", title="事项等级")
    conditions: str = Field(
        "", title="立案条件与时限", max_length=20_000,
        description="每行一条：立案条件 | 时限 | 结案条件。分阶段写成“制止 4 工作时；处罚 7 个工作日”。",
        json_schema_extra={"widget": "textarea", "rows": 6},
    )  # fmt: skip
    lead: str = Field(
        "", title="主办单位", description="单位名称；按区域分开写成“西岭社区：城管一队；城管科”。"
    )
    co: str = Field("", title="协办单位")
    fallback: str = Field("", title="兜底单位")
    check_way: Literal["on_spot", "phone", "document", "none"] = Field("phone", title="核查方式")
    evidence: list[Literal["before_photo", "after_photo", "document"]] = Field([], title="证据要求")
    keywords: str = Field(
        "",
        title="关键词",
        description="用顿号分开。请写清是什么、怎么了：“人行道+破损/松动”表示“人行道”和后两个词之一在同一句里"
        "出现才算；“井盖丢失”这样不会误解的词可单独写。文字只对上一个事项时自动归类，对上几个时留给分拨岗。",
        max_length=2000,
    )
    secret: bool = Field(False, title="保密")
    guide: str = Field(
        "", title="办理指引", max_length=20_000, json_schema_extra={"widget": "textarea", "rows": 6}
    )


class ReasonData(BaseModel):
    note: str = Field("", title="说明", description="记入版本记录", max_length=300)


def draft(request: HttpRequest) -> HttpResponse:
    """What the draft changes."""
    town = editor(request)
    row = queries.draft_of(town)
    changes = differences(queries.published_rows(town), queries.rows_of(row)) if row else []
    directory = directory_of(town)
    context = {
        "draft": row,
        "changes": [told(change, directory) for change in changes[:_SHOWN]],
        "count": len(changes),
        "shown": _SHOWN,
        "base_template": base_template(request),
    }
    return render(request, "catalogue/draft.html", context)


def told(change: Change, directory: Directory) -> tuple[Change, str, list[parts.Change]]:
    """A change with its word and its fields in words."""
    fields = [
        parts.Change(
            field_title(name), field_words(name, old, directory), field_words(name, new, directory)
        )
        for name, (old, new) in change.fields.items()
    ]
    return change, str(_SORTS[change.sort]), fields


def add_item(request: HttpRequest) -> HttpResponse:
    """Add an item to the draft, below ``?parent=``."""
    town = editor(request)
    parent = request.GET.get("parent", "")
    directory = directory_of(town)

    def do(data: ItemData) -> str:
        if not data.code:
            raise Invalid(_("请填写编码。"), field="code")
        row = _row(data, {"parent": parent}, directory)
        actions.add_item(actions.open_draft(town, actor=actor(request)), row, actor=actor(request))
        return _("“%(name)s”已加入草稿，发布后生效。") % {"name": row.name}

    form = _form({}, f"add-item-{parent}")
    return act(
        request,
        form,
        do,
        title=_("增设事项"),
        submit=_("加入草稿"),
        back=reverse("catalogue:draft"),
    )


def change_item(request: HttpRequest, code: str) -> HttpResponse:
    """Change an item in the draft (opened if there is none)."""
    town = editor(request)
    directory = directory_of(town)
    held = _held(town, code)

    def do(data: ItemData) -> str:
        given = {"code": code, "parent": held.parent, "attributes": held.attributes}
        row = _row(data, given, directory)
        values = {name: getattr(row, name) for name in row.model_fields_set - {"code", "parent"}}
        opened = actions.open_draft(town, actor=actor(request))
        actions.change_item(opened, code, values, actor=actor(request))
        return _("“%(name)s”已在草稿中修改，发布后生效。") % {"name": row.name}

    form = _form(_initial(held, directory), f"change-item-{code}", exclude=("code",))
    return act(
        request,
        form,
        do,
        title=_("修改事项"),
        submit=_("存入草稿"),
        back=reverse("catalogue:draft"),
    )


def retire_item(request: HttpRequest, code: str) -> HttpResponse:
    """Retire an item and all below it, in the draft."""
    town = editor(request)
    held = _held(town, code)

    def do(data: ReasonData) -> str:  # noqa: ARG001
        opened = actions.open_draft(town, actor=actor(request))
        actions.retire_item(opened, code, actor=actor(request))
        return _("“%(name)s”及其下级已在草稿中停用，发布后生效。") % {"name": held.name}

    form = Form(ReasonData, prefix=f"retire-{code}", exclude=("note",))
    return act(
        request, form, do, title=_("停用“%(name)s”") % {"name": held.name}, submit=_("确认停用"),
        back=reverse("catalogue:draft"), danger=True,
    )  # fmt: skip


def publish(request: HttpRequest) -> HttpResponse:
    """Publish the draft."""
    return _end(
        request,
        lambda row, note: (
            _("第 %(number)d 版清单已发布，改动 %(count)d 项。")
            % {
                "number": row.number,
                "count": len(actions.publish(row, note=note, actor=actor(request))),
            }
        ),
        title=_("发布清单"),
        submit=_("发布"),
    )


def discard(request: HttpRequest) -> HttpResponse:
    """Throw the draft away."""

    def do(row: Any, note: str) -> str:  # noqa: ARG001
        actions.discard_draft(row, actor=actor(request))
        return _("草稿已作废，现行清单不变。")

    return _end(request, do, title=_("作废草稿"), submit=_("作废"), danger=True)


def _end(
    request: HttpRequest,
    do: Callable[[Any, str], str],
    *,
    title: str,
    submit: str,
    danger: bool = False,
) -> HttpResponse:
    row = queries.draft_of(editor(request))
    if row is None:
        raise NotFound(_("现在没有草稿。"))
    return act(
        request, Form(ReasonData), lambda data: do(row, data.note), title=title, submit=submit,
        back=reverse("catalogue:tree"), danger=danger,
    )  # fmt: skip


def _held(town: int, code: str) -> ItemRow:
    """The item as the draft has it, or as it is published."""
    row = queries.draft_of(town)
    rows = queries.rows_of(row) if row else queries.published_rows(town)
    for one in rows:
        if one.code == code:
            return one
    raise NotFound(_("清单里没有代码为“%(code)s”的事项。") % {"code": code})


def _form(initial: dict[str, Any], prefix: str, exclude: tuple[str, ...] = ()) -> Form[ItemData]:
    widgets = {
        "level": Widget("select", [Choice(str(n), title) for n, title in words.LEVELS.items()]),
        "check_way": Widget("select", [Choice(*pair) for pair in words.CHECK_WAYS.items()]),
        "evidence": Widget("checks", [Choice(*pair) for pair in words.EVIDENCE.items()]),
    }
    return Form(ItemData, initial=initial, widgets=widgets, prefix=prefix, exclude=exclude)


def _initial(row: ItemRow, directory: Directory) -> dict[str, Any]:
    return {
        "name": row.name, "level": str(row.level), "conditions": _written(row.conditions),
        "lead": duties_text(row.duties, "lead", directory),
        "co": duties_text(row.duties, "co", directory),
        "fallback": duties_text(row.duties, "fallback", directory),
        "check_way": row.check_way, "evidence": list(row.evidence),
        "keywords": "、".join(row.keywords), "secret": row.secret, "guide": row.guide,
    }  # fmt: skip


def _written(rows: tuple[ConditionRow, ...]) -> str:
    mark = f" {_MARK} "
    return "\n".join(
        mark.join(
            (" ".join(row.text.split()), limit_words(row), " ".join(row.close_condition.split()))
        )
        for row in rows
    )


def _row(data: ItemData, given: dict[str, Any], directory: Directory) -> ItemRow:
    """What was typed as a row; ``Invalid`` at the field that cannot be read."""

    def duties(part: str) -> list[DutyRow]:
        return list(parse_duties(getattr(data, part), part, directory))

    read = {
        "conditions": _read("conditions", lambda: _conditions(data.conditions)),
        "keywords": words.listed(data.keywords),
        "duties": [duty for part in _PARTS for duty in _read(part, partial(duties, part))],
    }
    try:
        return ItemRow.model_validate(data.model_dump(exclude=set(_PARTS)) | given | read)
    except ValidationError as error:
        raise Invalid(_("填写的内容有误。"), field=str(error.errors()[0]["loc"][0])) from None


def _read(field: str, read: Callable[[], T]) -> T:
    """What ``read`` gives; its refusal is one of this field."""
    try:
        return read()
    except Refused as fault:
        raise Invalid(fault.sentence, field=field) from None


def _conditions(text: str) -> list[ConditionRow]:
    rows = []
    for line in filter(None, (line.strip() for line in text.splitlines())):
        condition, limit, closing, *rest = [*(part.strip() for part in line.split(_MARK)), "", ""]
        if any(rest[:-2]):
            raise Invalid(_("“%(line)s”的竖线太多。") % {"line": line[:40]})
        for stage, one in parse_limits(limit) or (("", None),):
            rows.append(
                ConditionRow(
                    text=condition, stage=stage, close_condition=closing,
                    limit_amount=one.amount if one else None,
                    limit_unit=one.unit if one else None,
                )
            )  # fmt: skip
    return rows
