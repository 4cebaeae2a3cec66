"""One shift: whose it is, exchanging it, and the note handed over at its end."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from pydantic import BaseModel, Field

from jiedao.foundation.staff.actions import handovers, swaps
from jiedao.foundation.staff.actions import roster as planning
from jiedao.foundation.staff.actions.handovers import HANDOVER
from jiedao.foundation.staff.duty import PLAN, SEE, Handover, Shift, Swap
from jiedao.foundation.staff.duty_words import part_title, span_words
from jiedao.foundation.staff.models import Account
from jiedao.foundation.staff.pages.common import account_of, actor, reader
from jiedao.foundation.staff.pages.roster import people
from jiedao.foundation.staff.pages.telling import entries
from jiedao.foundation.staff.roster import comers, telephone
from jiedao.kernel import clock
from jiedao.kernel.errors import Invalid, NotFound
from jiedao.web.acting import act, done
from jiedao.web.forms import Form
from jiedao.web.parts import Entry, Fact, MoveButton
from jiedao.web.shell import base_template
from jiedao.web.widgets import Choice, Widget


def _shift(request: HttpRequest, shift_id: int) -> Shift:
    reach = account_of(request).reach
    rows = Shift.objects.visible_to(reach)
    found: Shift | None = rows.select_related("account", "unit").filter(pk=shift_id).first()
    if found is None:
        raise NotFound(_("没有这个班。"))
    return found


def _url(shift_id: int) -> str:
    return reverse("staff:shift", args=[shift_id])


def _title(row: Shift) -> str:
    return f"{part_title(row.part)} {span_words(row)}"


def shift(request: HttpRequest, shift_id: int) -> HttpResponse:
    """The shift, its handover note, open questions, history."""
    row = _shift(request, shift_id)
    account = account_of(request)
    notes = Handover.objects.visible_to(account.reach)
    note = notes.filter(shift=row).select_related("signed_by").first()
    questions = row.swaps.filter(state=Swap.State.ASKED)
    context = {
        "shift": row,
        "title": _title(row),
        "facts": _facts(row),
        "moves": _moves(row, account, note),
        "note": note,
        "may_sign": note is not None and note.signed_at is None and _comes_next(row, account),
        "swaps": [
            (one, one.asked_of_id == account.pk, one.asked_by_id == account.pk,
             span_words(one.other) if one.other else "")
            for one in questions.select_related("asked_by", "asked_of", "other")
        ],
        "entries": _told(row, note),
        "base_template": base_template(request),
    }  # fmt: skip
    return render(request, "staff/shift.html", context)


def _told(row: Shift, note: Handover | None) -> list[Entry]:
    """What happened to the shift, and to its note for who may read it; newest first."""
    lines = entries(row.town_id, "shift", row.pk, 30)
    if note is not None:
        lines += entries(row.town_id, HANDOVER, row.pk, 30)
    return sorted(lines, key=lambda line: line.at, reverse=True)


def _comes_next(row: Shift, account: Account) -> bool:
    return account.pk != row.account_id and account.pk in {one.account_id for one in comers(row)}


def _facts(row: Shift) -> list[Fact]:
    return [
        Fact(_("值班人"), row.account.name),
        Fact(_("单位"), row.unit.name),
        Fact(_("时间"), span_words(row)),
        Fact(_("办公电话"), telephone(row)),
    ]


def _moves(row: Shift, account: Account, note: Handover | None) -> list[MoveButton]:
    if row.withdrawn_at is not None:
        return []
    moment, buttons = clock.now(), []

    def button(key: str, title: str, *, danger: bool = False, primary: bool = False) -> None:
        url = reverse(f"staff:{key}", args=[row.pk])
        buttons.append(MoveButton(key, title, url, lazy=url, danger=danger, primary=primary))

    mine = row.account_id == account.pk
    if mine and row.starts_at <= moment and (note is None or note.signed_at is None):
        words = _("修改交接班记录") if note else _("写交接班记录")
        button("hand_over", words, primary=True)
    if mine and row.starts_at > moment:
        button("ask_swap", _("换班"))
    if account.reach.anywhere(PLAN) and row.ends_at > moment:
        button("reassign_shift", _("调班"))
        button("withdraw_shift", _("撤下"), danger=True)
    return buttons


class Reason(BaseModel):
    reason: str = Field(title="原因", min_length=2, max_length=200)


class Reassign(Reason):
    account: int = Field(title="改由谁值班")


class AskSwap(Reason):
    account: int = Field(title="请谁来值")
    other: int | None = Field(None, title="换他的哪个班", description="不换班、只请人代值的，留空")


class NoteData(BaseModel):
    happened: str = Field(
        title="当班情况", description="来电、突发事件、处置；没有也写“无”",
        min_length=1, max_length=4000, json_schema_extra={"widget": "textarea"},
    )  # fmt: skip
    open_matters: str = Field(
        "", title="移交事项", description="还没有办完、要接班的人跟的事",
        max_length=4000, json_schema_extra={"widget": "textarea"},
    )  # fmt: skip
    things: str = Field("", title="钥匙、设备、车辆", max_length=500)


class SignData(BaseModel):
    remark: str = Field("", title="意见", max_length=500)


def withdraw(request: HttpRequest, shift_id: int) -> HttpResponse:
    """Take it off the roster."""
    reader(request, PLAN)
    row = _shift(request, shift_id)

    def do(data: Reason) -> str:
        planning.withdraw(row.town_id, row.pk, data.reason, actor=actor(request))
        return _("已撤下。空出来的时段在值班表上标红，请及时补排。")

    form = Form(Reason, prefix="withdraw-shift")
    return act(request, form, do, title=_("撤下：%(what)s") % {"what": _title(row)},
               submit=_("撤下"), back=_url(row.pk), danger=True)  # fmt: skip


def _person(request: HttpRequest, account_id: int) -> Account:
    accounts = Account.objects.visible_to(account_of(request))
    found = accounts.filter(pk=account_id, is_active=True).first()
    if found is None:
        raise Invalid(_("本街道没有这个账号。"), field="account")
    return found


def reassign(request: HttpRequest, shift_id: int) -> HttpResponse:
    """Another person in its place."""
    reader(request, PLAN)
    row = _shift(request, shift_id)

    def do(data: Reassign) -> str:
        who = _person(request, data.account)
        planning.reassign(row.town_id, row.pk, who, data.reason, actor=actor(request))
        return _("已改由%(name)s值班。") % {"name": who.name}

    widgets = {"account": Widget("select", choices=people(row.town_id, row.account_id))}
    form = Form(Reassign, widgets=widgets, prefix="reassign-shift", order=("account", "reason"))
    return act(request, form, do, title=_("调班：%(what)s") % {"what": _title(row)},
               submit=_("调班"), back=_url(row.pk))  # fmt: skip


def ask_swap(request: HttpRequest, shift_id: int) -> HttpResponse:
    """Ask a colleague."""
    row = _shift(request, shift_id)

    def do(data: AskSwap) -> str:
        who = _person(request, data.account)
        swaps.ask_swap(row.town_id, row.pk, who, data.other, data.reason, actor=actor(request))
        return _("已请%(name)s换班，对方同意后生效；在那之前仍是您的班。") % {"name": who.name}

    coming = Shift.objects.visible_to(account_of(request).reach)
    coming = coming.filter(part=row.part, withdrawn_at=None, starts_at__gt=clock.now())
    coming = coming.exclude(account_id=row.account_id).select_related("account")
    others = [
        Choice(str(one.pk), f"{one.account.name} {span_words(one)}")
        for one in coming.order_by("starts_at")[:100]
    ]
    widgets = {
        "account": Widget("select", choices=people(row.town_id, row.account_id)),
        "other": Widget("select", choices=others),
    }
    form = Form(AskSwap, widgets=widgets, prefix="ask-swap", order=("account", "other", "reason"))
    return act(request, form, do, title=_("换班：%(what)s") % {"what": _title(row)},
               submit=_("请求换班"), back=_url(row.pk))  # fmt: skip


@require_POST
def answer_swap(request: HttpRequest, swap_id: int, answer: str) -> HttpResponse:
    """Agree, decline, or take the question back."""
    account = account_of(request)
    rows = Swap.objects.filter(town_id=account.reach.town_id, pk=swap_id)
    swap = rows.filter(asked_of=account).first() or rows.filter(asked_by=account).first()
    if swap is None:
        raise NotFound(_("没有这次换班。"))

    def do() -> str:
        if answer == "agree":
            swaps.agree_swap(swap.town_id, swap.pk, actor=actor(request))
            return _("换班已生效。")
        verb = "swap_declined" if answer == "decline" else "swap_taken_back"
        swaps.answer_no(swap.town_id, swap.pk, verb, actor=actor(request))
        return _("已答复，班次不变。")

    seen = account.reach.anywhere(SEE)
    return done(request, do, _url(swap.shift_id) if seen else reverse("staff:notices"))


def hand_over(request: HttpRequest, shift_id: int) -> HttpResponse:
    """Write the note, or set it right."""
    row = _shift(request, shift_id)
    note = Handover.objects.filter(shift=row).first() if _mine(request, row) else None

    def do(data: NoteData) -> str:
        said = handovers.Note(data.happened, data.open_matters, data.things)
        handovers.hand_over(row.town_id, row.pk, said, actor=actor(request))
        return _("交接班记录已写好，等接班的人签收。")

    names = NoteData.model_fields
    initial = {name: getattr(note, name) for name in names} if note else {}
    form = Form(NoteData, initial=initial, prefix="hand-over", draft=f"handover:{row.pk}")
    return act(request, form, do, title=_("交接班记录：%(what)s") % {"what": _title(row)},
               submit=_("交班"), back=_url(row.pk))  # fmt: skip


def _mine(request: HttpRequest, row: Shift) -> bool:
    return row.account_id == account_of(request).pk


def sign(request: HttpRequest, shift_id: int) -> HttpResponse:
    """Read and sign."""
    account = account_of(request)
    notes = Handover.objects.visible_to(account.reach)
    note = notes.filter(shift_id=shift_id).select_related("shift").first()
    if note is None:
        raise NotFound(_("没有这份交接班记录。"))

    def do(data: SignData) -> str:
        handovers.sign_handover(note.town_id, note.pk, data.remark, actor=actor(request))
        return _("已签收，接班完成。")

    form = Form(SignData, prefix="sign-handover")
    return act(request, form, do, title=_("签收交接班：%(what)s") % {"what": _title(note.shift)},
               submit=_("签收"), back=_url(shift_id))  # fmt: skip
