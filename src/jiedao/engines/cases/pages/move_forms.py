"""Forms of moves, drawn from what each move must be told: its model, and a widget a field."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from pydantic import BaseModel, Field, create_model

from jiedao.engines.cases import clocks, workflow
from jiedao.engines.cases.actions.making import wanted
from jiedao.engines.cases.attributes import typed
from jiedao.engines.cases.gate import seen
from jiedao.engines.cases.pages import choices, move_extras
from jiedao.engines.cases.pages.move_files import FILE_STAGES, evidence_of, file_stages
from jiedao.engines.cases.pages.move_words import HELP, LABELS, LAST, ORDER, OWN_LABELS, YES_NO
from jiedao.engines.cases.pages.record_parts import DECIDED_BY
from jiedao.engines.cases.pages.saying import SATISFACTION
from jiedao.engines.cases.pages.suggestions import candidates, sure_item, unit_for
from jiedao.engines.cases.suggestions_slot import suggested
from jiedao.engines.cases.work import Work
from jiedao.engines.cases.workflow import asks_as_the_loop
from jiedao.foundation.workdays.units import LimitUnit
from jiedao.kernel import history
from jiedao.kernel.attributes import facts_of
from jiedao.kernel.declarations import Move
from jiedao.web.forms import Form
from jiedao.web.widgets import Choice, Widget

_LONG = {"reason", "note", "text", "result", "reply", "demand", "unheard"}
_ASPECTS = ("speed", "effect", "attitude", "feedback")
_NONE: Mapping[str, str] = {}
_RATING_TONES = {"satisfied": "green", "basically": "neutral", "dissatisfied": "red"}


@dataclass(slots=True)
class _Asked:
    """What a move's form asks on this case."""

    widgets: dict[str, Widget] = field(default_factory=dict)
    initial: dict[str, Any] = field(default_factory=dict)
    exclude: set[str] = field(default_factory=set)
    further: dict[str, Any] = field(default_factory=dict)
    """Fields beside the model's own: name → (type, default)."""
    help: dict[str, str] = field(default_factory=dict)
    given: Mapping[str, str] = field(default_factory=dict)


def form_for(
    move: Move, work: Work, request: HttpRequest | None = None, *, given: Mapping[str, str] = _NONE
) -> Form[Any]:
    """The form of a move on this case; with a POST request it holds what was typed. ``given``: what
    a button elsewhere proposes (``into``)."""
    asked = _Asked(given=given)
    if asks_as_the_loop(move):
        _ask_as_the_loop(asked, move, work)
    else:
        _ask_as_declared(asked, move, work)
    # By the rule that refuses the move: what it will miss is marked before it is sent.
    wants = wanted(work, move, {})
    move_extras.leave_out_unasked(asked, wants, sent=request is not None)
    for name, widget in list(asked.widgets.items()):
        if request is not None and widget.kind == "combo":
            asked.widgets[name] = replace(widget, words=request.POST.get(f"{name}_text", ""))
    form = Form(
        _model(move, asked),
        initial=asked.initial,
        widgets=asked.widgets,
        exclude=tuple(asked.exclude),
        hidden={"version": work.case.version},
        draft=f"{move.key}:{work.case.number}",
        prefix=f"{move.key}-{work.case.pk}",
    )
    if asks_as_the_loop(move):
        _word(form, move, work)
    for name, words in asked.help.items():
        form[name].help = words
    move_extras.mark(form, wants)
    return form


def _ask_as_the_loop(asked: _Asked, move: Move, work: Work) -> None:
    for name in move.data.model_fields:
        _ask(asked, name, work)
    special = _SPECIAL.get(move.key)
    if special:
        special(asked, work)
    if move.key in FILE_STAGES:
        _ask_files(asked, {"files"})
        if move.key == "handle" and "before_photo" in evidence_of(work):
            _ask_files(asked, {"before"})


def _ask_as_declared(asked: _Asked, move: Move, work: Work) -> None:
    """A kind's own move: drawn from its model, filled in with what the case already has."""
    known = typed(work.case.kind, work.case.attributes)
    for name, info in move.data.model_fields.items():
        asked.initial[name] = known.get(name, None if info.is_required() else info.get_default())
        extra = info.json_schema_extra
        if isinstance(extra, dict) and (extra.get("widget") or facts_of(name, info).widget):
            continue
        if name in _LONG:
            asked.widgets[name] = Widget("textarea", rows=2 if name == "note" else 3)
        elif name in _BY_ID:
            _BY_NAME[name](asked, work)
            # What stands in an empty field of the loop's forms is true of the loop alone.
            asked.widgets[name] = replace(asked.widgets[name], placeholder="")
    _ask_files(asked, file_stages(move))


def _word(form: Form[Any], move: Move, work: Work) -> None:
    """The loop's words and order of fields; a decision stands beside what was asked."""
    form.fields.sort(key=lambda one: _place(move.key, one.name))
    for one in form.fields:
        label = OWN_LABELS.get((move.key, one.name)) or LABELS.get(one.name)
        one.label = str(label) if label else one.label
        one.help = one.help or str(HELP.get(one.name, ""))
    if move.key in _DECIDES:
        form["upheld"].help = _what_is_asked(work, _DECIDES[move.key])


_DECIDES = {decided_by: kind for kind, decided_by in DECIDED_BY.items()}


def _what_is_asked(work: Work, kind: str) -> str:
    """The reason stands beside the decision, so that nobody decides from memory."""
    row = work.approval(kind)
    if row is None:
        return ""
    more = [row.data.get(name) for name in ("stage", "until", "amount")]
    proposed = row.proposed_unit.name if row.proposed_unit else ""
    said = (history.scrub(row.reason), history.scrub(row.citation))
    return _("；").join(str(part) for part in (*said, proposed, *more) if part)


def _place(move: str, name: str) -> int:
    own = f"{move}.{name}"
    if own in LAST:
        return LAST.index(own) + 1
    if name in ORDER:
        return ORDER.index(name) - len(ORDER)
    return LAST.index(name) + 1 if name in LAST else 0


def _model(move: Move, asked: _Asked) -> type[BaseModel]:
    if not asked.further:
        return move.data
    return create_model(f"{move.key}_form", __base__=move.data, **asked.further)


def told(move: Move, data: BaseModel) -> dict[str, Any]:
    """What the form said, in the shape of the move's own model."""
    said = data.model_dump()
    if not asks_as_the_loop(move):
        return {name: said[name] for name in move.data.model_fields}
    place = said.pop("place", None)
    if place:
        said["longitude"], said["latitude"] = place[0], place[1]
    replies = {
        name.removeprefix("reply_"): said.pop(name)
        for name in list(said)
        if name.startswith("reply_")
    }
    if any(replies.values()):
        said["replies"] = {number: text for number, text in replies.items() if text}
    for name in ("files", "before"):
        said.pop(name, None)
    return {name: value for name, value in said.items() if name in move.data.model_fields}


def said_so_far(form: Form[Any]) -> dict[str, Any]:
    """What was said in a form that has faults: enough to tell which fields are still empty."""
    said = {one.name: one.value for one in form.fields if one.value}
    if "place" in said:
        said["longitude"] = said["latitude"] = said["place"]
    return said


# One field


def _ask(asked: _Asked, name: str, work: Work) -> None:
    if name in _LONG:
        asked.widgets[name] = Widget("textarea", rows=2 if name == "note" else 3)
    elif name in YES_NO:
        yes, no = YES_NO[name]
        asked.widgets[name] = Widget("radio", choices=[Choice("true", yes), Choice("false", no)])
    elif name in _ASPECTS:
        asked.widgets[name] = Widget("radio", choices=_ratings())
    elif name in _BY_NAME:
        _BY_NAME[name](asked, work)


def _ratings() -> list[Choice]:
    return [Choice(key, SATISFACTION[key], tone) for key, tone in _RATING_TONES.items()]


def _item(asked: _Asked, work: Work) -> None:
    case = work.case
    found = work.catalogue.item(case.item_id) if case.item_id else None
    if found is None:
        perhaps = candidates(case, work.catalogue)
        found = sure_item(case, work.catalogue)
        if found is None and len(perhaps) > 1:
            names = _("、").join(item.name for item in perhaps)
            asked.help["item"] = _("文字里可能是：%(names)s。请核实后选定。") % {"names": names}
    url = f"{reverse('cases:suggest_items')}?kind={case.kind}"
    asked.widgets["item"] = Widget(
        "combo", url=url, words=found.path if found else "", placeholder=_("输入名称或编号检索")
    )
    asked.initial["item"] = found.id if found else None


def _condition(asked: _Asked, work: Work) -> None:
    found = work.catalogue.conditions(work.case.item_id) if work.case.item_id else ()
    if len(found) < 2:
        asked.exclude.add("condition")
        return
    asked.widgets["condition"] = Widget(
        "select", choices=[Choice(str(one.id), one.text) for one in found]
    )
    asked.initial["condition"] = work.case.condition_id


def _unit(asked: _Asked, work: Work) -> None:
    names = {node.id: node.name for node in choices.town_units(work.case.town_id)}
    asked.widgets["unit"] = Widget(
        "combo",
        url=reverse("cases:suggest_units"),
        words=names.get(asked.initial.get("unit", 0), ""),
        placeholder=_("不填则按事项清单的责任单位"),
    )


def _other_unit(asked: _Asked, _work: Work) -> None:
    asked.widgets["proposed_unit"] = Widget("combo", url=reverse("cases:suggest_units"))


def _co_units(asked: _Asked, work: Work) -> None:
    nodes = choices.town_units(work.case.town_id)
    offered = [node for node in nodes if node.kind in ("department", "community", "contractor")]
    asked.widgets["co_units"] = Widget(
        "checks", choices=[Choice(str(node.id), node.name) for node in offered]
    )


def _level(asked: _Asked, work: Work) -> None:
    asked.widgets["level"] = Widget("radio", choices=choices.LEVELS)
    asked.initial["level"] = work.case.level


def _address(asked: _Asked, work: Work) -> None:
    asked.widgets["address"] = Widget("address")
    asked.initial["address"] = work.case.address


def _outcome(asked: _Asked, _work: Work) -> None:
    asked.widgets["outcome"] = Widget(
        "radio", choices=[Choice(key, title) for key, title in workflow.OUTCOMES.items()]
    )


def _citation(asked: _Asked, work: Work) -> None:
    item = work.catalogue.item(work.case.item_id) if work.case.item_id else None
    url = f"{reverse('cases:suggest_items')}?kind={work.case.kind}&value=code"
    asked.widgets["citation"] = Widget(
        "combo", url=url, words=item.path if item else "", placeholder=_("输入名称或编号检索")
    )
    asked.initial["citation"] = item.code if item else ""


def _amount(asked: _Asked, work: Work) -> None:
    words = {
        LimitUnit.URGENT_HOURS: _("小时"),
        LimitUnit.OFFICE_HOURS: _("工作时"),
        LimitUnit.WORKDAYS: _("工作日"),
        LimitUnit.DAYS: _("天"),
    }
    inner = [row for row in work.clocks if clocks.of_the_work(row.kind) and row.running]
    units = {row.limit_unit or LimitUnit.DAYS for row in inner}
    # Stages may count in different units; then the stage that is chosen says which.
    if len(units) == 1:
        asked.widgets["amount"] = Widget("number", unit=words[LimitUnit(units.pop())])


def _stage(asked: _Asked, work: Work) -> None:
    running = [row.stage for row in work.clocks if row.stage and row.stopped_at is None]
    if len(running) < 2:
        asked.exclude.add("stage")
        return
    asked.widgets["stage"] = Widget("radio", choices=[Choice(name, name) for name in running])


def _request(asked: _Asked, work: Work) -> None:
    rows = seen(work.actor.reach, work.requests)
    if len(work.requests) < 2:
        asked.exclude.add("request")
        asked.further["request"] = (str, rows[0].number if rows else "")
        return
    offered = [Choice(row.number, f"{row.number} {row.text[:24]}") for row in rows]
    asked.widgets["request"] = Widget("select", choices=offered)


def _handler(asked: _Asked, work: Work) -> None:
    asked.widgets["handler"] = Widget("select", choices=choices.people_of(work.case.unit_id))
    asked.initial["handler"] = work.case.handler_id


def _leader(asked: _Asked, work: Work) -> None:
    asked.widgets["leader"] = Widget(
        "select", choices=choices.leaders(work.case.town_id)[1:], placeholder=_("本人")
    )


def _into(asked: _Asked, work: Work) -> None:
    url = f"{reverse('cases:suggest_cases')}?to={work.case.number}"
    into = asked.given.get("into", "")[:24]
    asked.initial["into"] = into
    asked.widgets["into"] = Widget(
        "combo", url=url, words=into, placeholder=_("编号，或同类事件的内容")
    )


def _night_shift(asked: _Asked, work: Work) -> None:
    if not work.lent_a_hand:
        asked.exclude.add("night_shift")


_BY_NAME: Mapping[str, Callable[[_Asked, Work], None]] = {
    "item": _item,
    "condition": _condition,
    "unit": _unit,
    "proposed_unit": _other_unit,
    "co_units": _co_units,
    "level": _level,
    "address": _address,
    "outcome": _outcome,
    "citation": _citation,
    "amount": _amount,
    "stage": _stage,
    "request": _request,
    "handler": _handler,
    "leader": _leader,
    "into": _into,
    "night_shift": _night_shift,
}


# Of a kind's own moves only these: what they mean is in their names, whatever the move.
_BY_ID = frozenset({"item", "unit", "proposed_unit", "co_units", "handler", "leader"})


# What single moves ask otherwise


def _dispatch(asked: _Asked, work: Work) -> None:
    """The catalogue's own units are filled in already; why a suggestion was wrong is asked
    where there is one."""
    if suggested(work.case) is None:
        asked.exclude.add("unlike")
    else:
        asked.widgets["unlike"] = Widget("text", placeholder=_("选填，帮助以后建议得更准"))
    item_id = asked.initial.get("item")
    if item_id is None:
        return
    responsible = work.catalogue.responsible(item_id, work.area_ids)
    asked.initial["unit"] = unit_for(work.case, responsible, item_id)
    asked.initial["co_units"] = [str(unit) for unit in responsible.co_unit_ids]
    _unit(asked, work)


_SPECIAL: Mapping[str, Callable[[_Asked, Work], None]] = {
    "dispatch": _dispatch,
    **move_extras.SPECIAL,
}


def _ask_files(asked: _Asked, names: Collection[str]) -> None:
    """Pictures and papers that belong to the step are added in the same form."""
    for name in names:
        title = str(LABELS[name])
        asked.further[name] = (list[Any], Field(default_factory=list, title=title))
        asked.widgets[name] = Widget("photos" if name == "before" else "files")
