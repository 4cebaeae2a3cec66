"""What single moves ask otherwise than their fields say; drawn together in ``move_forms``."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from pydantic import Field, TypeAdapter, ValidationError

from jiedao.engines.cases import clocks, rules
from jiedao.engines.cases.actions import spot
from jiedao.engines.cases.actions.objecting import is_heard
from jiedao.engines.cases.actions.upward import open_orders
from jiedao.engines.cases.gate import seen
from jiedao.engines.cases.models import Approval, Request
from jiedao.engines.cases.pages import text_checks
from jiedao.engines.cases.pages.saying import clock_title
from jiedao.engines.cases.wanted import Want
from jiedao.engines.cases.work import Work
from jiedao.foundation.staff.structure import structure_of
from jiedao.web.forms import Form
from jiedao.web.widgets import Choice, LonLat, Near, Pin, Widget

if TYPE_CHECKING:
    from jiedao.engines.cases.pages.move_forms import _Asked


def _contact(asked: _Asked, _work: Work) -> None:
    if "request" in asked.widgets:
        widget = asked.widgets["request"]
        asked.widgets["request"] = replace(widget, placeholder=_("全部诉求人"))


def _arbitrate(asked: _Asked, work: Work) -> None:
    """Only before the named unit was heard is it asked why one does not wait."""
    row = work.approval(Approval.Kind.OBJECTION)
    if row is None or is_heard(work, row):
        asked.exclude.add("unheard")


def _report_part(asked: _Asked, work: Work) -> None:
    """Whose letter it is, where the dispatcher records those of several outside bodies."""
    outside = rules.outside_units(work.case.town_id)
    rows = [row for row in work.assignments if row.part == "co" and row.unit_id in outside]
    if len(rows) < 2:
        asked.exclude.add("unit")
        asked.widgets.pop("unit", None)
        return
    names = structure_of(work.case.town_id).units
    offered = [Choice(str(row.unit_id), names[row.unit_id].name) for row in rows]
    asked.widgets["unit"] = Widget("select", choices=offered)


def _ask_appeal(asked: _Asked, work: Work) -> None:
    """Only the limits that were missed."""
    rows = [r for r in work.clocks if not r.exempted and clocks.ran_late(r, work.moment)]
    kinds = list(dict.fromkeys(row.kind for row in rows))
    asked.widgets["clock"] = Widget(
        "radio", choices=[Choice(k, clock_title(work.case.kind, k)) for k in kinds]
    )
    if len(kinds) == 1:
        asked.initial["clock"] = kinds[0]


def _ask_return_up(asked: _Asked, work: Work) -> None:
    """Only the platform's own orders."""
    orders = open_orders(work)
    if len(orders) == 1:
        asked.exclude.add("request")
        asked.widgets.pop("request", None)
        asked.further["request"] = (str, orders[0].number)
    else:
        offered = [Choice(row.number, f"{row.number} {row.foreign_number}") for row in orders]
        asked.widgets["request"] = Widget("select", choices=offered)


_PIN: TypeAdapter[LonLat] = TypeAdapter(Pin)


def _classify(asked: _Asked, work: Work) -> None:
    """One pin instead of two numbers; a button elsewhere may propose the place."""
    asked.exclude |= {"longitude", "latitude"}
    asked.further["place"] = (Pin | None, None)
    if work.case.lon is not None and work.case.lat is not None:
        asked.initial["place"] = LonLat(work.case.lon, work.case.lat)
    if given := asked.given.get("place"):
        with suppress(ValidationError):
            asked.initial["place"] = _PIN.validate_python(given)
    if given := asked.given.get("address"):
        asked.initial["address"] = given[:300]


def _check_pass(asked: _Asked, work: Work) -> None:
    """A check on the spot says where and when its photos were taken, if they do not."""
    asked.exclude |= {"longitude", "latitude"}
    case = work.case
    item = work.catalogue.item(case.item_id) if case.item_id else None
    if item is None or item.check_way != spot.WAY:
        asked.exclude |= {"taken_at", "far_reason"}
        return
    asked.further["place"] = (Pin | None, None)
    if case.lon is not None and case.lat is not None:
        near = Near(case.lon, case.lat, _("事件位置"), spot.far_m(case.town_id))
        asked.widgets["place"] = Widget("pin", near=near)


def leave_out_unasked(asked: _Asked, wants: Collection[Want], *, sent: bool) -> None:
    """Why photos were taken far off is asked once they were: when the form comes back, or when
    those that hang on the case already say so."""
    if not sent and "far_reason" not in {want.field for want in wants}:
        asked.exclude.add("far_reason")


def mark(form: Form[Any], wants: Collection[Want]) -> None:
    """By the rules that refuse the move: what they will miss is marked before it is sent, and
    where it hangs on another answer or on the photos, this is said beside it."""
    always = {want.field for want in wants if not want.note}
    form.demand({one.name for one in form.fields if one.required} | always)
    for want in wants:
        if want.note:
            form[want.field].note = want.note


def _close(asked: _Asked, work: Work) -> None:
    """One reply for all, and where several asked, their own for single ones."""
    asked.exclude.add("replies")
    asked.initial["reply"] = work.case.result
    read_over = text_checks.url_of(work.case)
    asked.widgets["reply"] = Widget("textarea", rows=4, url=read_over)
    open_ones = [
        row for row in seen(work.actor.reach, work.requests) if row.state == Request.State.OPEN
    ]
    if len(open_ones) < 2:
        return
    for row in open_ones:
        name = f"reply_{row.number}"
        title = _("单独答复 %(number)s") % {"number": row.number}
        asked.further[name] = (str, Field(default="", max_length=4000, title=title))
        asked.widgets[name] = Widget("textarea", rows=2, url=read_over)


def _visit(asked: _Asked, _work: Work) -> None:
    asked.exclude.add("note")


SPECIAL: Mapping[str, Callable[[_Asked, Work], None]] = {
    "classify": _classify,
    "close": _close,
    "check_pass": _check_pass,
    "visit": _visit,
    "contact": _contact,
    "arbitrate": _arbitrate,
    "report_part": _report_part,
    "ask_appeal": _ask_appeal,
    "ask_return_up": _ask_return_up,
}
