"""Forms of what may be done with a class of matters."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from pydantic import BaseModel, Field

from jiedao.engines.cases.models import Case
from jiedao.engines.cases.pages.common import actor, reader
from jiedao.engines.mining.matters import acts, gate
from jiedao.engines.mining.matters.pages.cells import place, url_of
from jiedao.engines.mining.models import MatterClass
from jiedao.engines.mining.rights import EDIT
from jiedao.kernel import history
from jiedao.kernel.access import Reach
from jiedao.web.acting import act
from jiedao.web.forms import Form, Widget
from jiedao.web.replies import redirect
from jiedao.web.widgets import Choice

_MOST_JOINED = 50


class Reasoned(BaseModel):
    reason: str = Field(
        title="原因", min_length=2, max_length=300, description="会记入经过。",
        json_schema_extra={"widget": "textarea"},
    )  # fmt: skip


class Adding(Reasoned):
    case: str = Field(
        title="事件编号", min_length=3, max_length=24, description="如 C26030200001。"
    )


class Playbook(BaseModel):
    text: str = Field(
        "", title="处置办法", max_length=4000,
        description="这类事怎么办：先找谁、依据什么、怎么处置、怎么答复，供下一位经办人照着办。",
        json_schema_extra={"widget": "textarea"},
    )  # fmt: skip


class Rooting(BaseModel):
    text: str = Field(
        title="事件内容", min_length=10, max_length=4000,
        description="写清要从根上解决什么；文字是按这一类事拟的，请改。",
        json_schema_extra={"widget": "textarea"},
    )  # fmt: skip


class Joining(BaseModel):
    cases: list[str] = Field(
        title="并入的事件", description="并入后一同办理、一同答复，各自的编号不变。", min_length=1
    )


def _matter(request: HttpRequest, class_number: str) -> tuple[Reach, MatterClass]:
    reach = reader(request, EDIT)
    return reach, gate.matter_of(reach, class_number)


def dismiss(request: HttpRequest, class_number: str) -> HttpResponse:
    """不是一类事."""
    reach, matter = _matter(request, class_number)

    def do(data: Reasoned) -> str:
        acts.dismiss(reach.town_id, matter.number, data.reason, actor=actor(request))
        return _("已认定不是一类事，以后不再显示。")

    return act(
        request, Form(Reasoned), do, title=_("不是一类事"), submit=_("认定"), danger=True,
        back=url_of(matter.number),
    )  # fmt: skip


def restore(request: HttpRequest, class_number: str) -> HttpResponse:
    """It is a class after all."""
    reach, matter = _matter(request, class_number)

    def do(data: Reasoned) -> str:
        acts.restore(reach.town_id, matter.number, data.reason, actor=actor(request))
        return _("已恢复为一类事。")

    return act(
        request, Form(Reasoned), do, title=_("恢复为一类事"), submit=_("恢复"),
        back=url_of(matter.number),
    )  # fmt: skip


def remove(request: HttpRequest, class_number: str, case_number: str) -> HttpResponse:
    """Take a case out."""
    reach, matter = _matter(request, class_number)

    def do(data: Reasoned) -> str:
        acts.remove_member(
            reach.town_id, matter.number, case_number, data.reason, actor=actor(request)
        )
        return _("已移出 %(case)s，以后不再归进来。") % {"case": case_number}

    return act(
        request, Form(Reasoned), do, title=_("移出 %(case)s") % {"case": case_number},
        submit=_("移出"), back=url_of(matter.number),
    )  # fmt: skip


def add(request: HttpRequest, class_number: str) -> HttpResponse:
    """Put a case in."""
    reach, matter = _matter(request, class_number)

    def do(data: Adding) -> str:
        acts.add_member(reach.town_id, matter.number, data.case, data.reason, actor=actor(request))
        return _("已加入。")

    form = Form(Adding, order=("case", "reason"))
    return act(request, form, do, title=_("加入一件"), submit=_("加入"), back=url_of(matter.number))


def playbook(request: HttpRequest, class_number: str) -> HttpResponse:
    """Write how such matters are dealt with."""
    reach, matter = _matter(request, class_number)

    def do(data: Playbook) -> str:
        acts.write_playbook(reach.town_id, matter.number, data.text, actor=actor(request))
        return _("处置办法已保存。")

    form = Form(
        Playbook, initial={"text": matter.playbook}, widgets={"text": Widget("textarea", rows=12)}
    )
    return act(request, form, do, title=_("处置办法"), submit=_("保存"), back=url_of(matter.number))


def root(request: HttpRequest, class_number: str) -> HttpResponse:
    """Open the root-cause case."""
    reach, matter = _matter(request, class_number)

    def do(data: Rooting) -> str:
        made = acts.open_root(reach.town_id, matter.number, data.text, actor=actor(request))
        assert made.root is not None
        return _("已立根源事件 %(case)s，按一般流程办理。") % {"case": made.root.number}

    form = Form(
        Rooting, initial={"text": drafted(matter)}, widgets={"text": Widget("textarea", rows=8)}
    )
    return act(
        request, form, do, title=_("立根源事件"), submit=_("立案"), back=url_of(matter.number)
    )


def drafted(matter: MatterClass) -> str:
    """A first text of the root-cause case, out of the class's numbers."""
    first, last = (f"{at:%Y-%m-%d}" for at in (matter.first_at, matter.last_at))
    told = {
        "title": matter.title, "place": place(matter) or _("多处"), "size": matter.size,
        "people": matter.people, "first": first, "last": last,
        "words": _("、").join(matter.words[:6]),
    }  # fmt: skip
    when = _("%(first)s 当天") if first == last else _("%(first)s 至 %(last)s ")
    said = [
        _("【根源治理】%(title)s") % told,
        _("位置：%(place)s。") % told
        + when % told
        + _("共收到 %(size)d 件，至少 %(people)d 人反映。") % told,
        _("主要涉及：%(words)s。") % told if matter.words else "",
        _("请查明反复发生的原因，从根上解决。"),
    ]
    return "\n".join(filter(None, said))


def join(request: HttpRequest, class_number: str) -> HttpResponse:
    """Let members join the root-cause case."""
    reach, matter = _matter(request, class_number)

    def do(data: Joining) -> str:
        acts.join_members(reach.town_id, matter.number, data.cases, actor=actor(request))
        return _("已并入 %(n)d 件。") % {"n": len(data.cases)}

    offered = Case.objects.visible_to(reach).filter(pk__in=acts.joinable(matter).values("pk"))
    choices = [
        Choice(row.number, f"{row.number} {' '.join(history.scrub(row.text[:120]).split())[:50]}")
        for row in offered.order_by("-reported_at", "-id")[:_MOST_JOINED]
    ]
    if not choices:
        words = _("这一类事里没有可以并入的事件：都已办结，或者您无权查看。")
        return redirect(request, url_of(matter.number), words, "amber")
    form = Form(Joining, widgets={"cases": Widget("checks", choices=choices)})
    return act(
        request, form, do, title=_("并入根源事件"), submit=_("并入所选"), back=url_of(matter.number)
    )
