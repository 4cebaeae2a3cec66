"""Hazards from finding to striking off, and what the law asks of each step.

Whoever patrols may tell (告知); only licensed officers order (责令整改). A major hazard needs five
elements before it is rectified (隐患治理“五到位”, 《安全生产事故隐患排查治理暂行规定》 art. 15), is
listed with a named supervisor, and nobody strikes off what he himself put right.
"""

from datetime import date
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _
from pydantic import BaseModel

from jiedao.applications.safety import names
from jiedao.applications.safety.options import Field, HazardGrade
from jiedao.applications.safety.rules import not_licensed
from jiedao.engines.cases.actions.effects import tell_units
from jiedao.engines.cases.actions.own import keep_fields, store
from jiedao.engines.cases.kinds import CaseOptions, ClockKind
from jiedao.engines.cases.move_data import MoveData, WithReason
from jiedao.engines.cases.taking_over import taken_over
from jiedao.engines.cases.work import Work
from jiedao.engines.projects.data import YUAN
from jiedao.foundation.workdays.units import Limit, LimitUnit
from jiedao.kernel.attributes import attribute
from jiedao.kernel.declarations import Kind, MapStyle, Move, Party, State, Workflow
from jiedao.kernel.errors import Invalid
from jiedao.kernel.titles import Title

FOUND, TOLD, ORDERED, RECTIFYING = "found", "told", "ordered", "rectifying"
RECHECK, STRUCK_OFF, TRANSFERRED = "recheck", "struck_off", "transferred"
RECTIFY: Final = "rectify"
FIVE: Final = ("measures", "responsible", "money", "time_limit", "contingency")
MEASURES = Title("五要素", "Five elements")
_BEGUN = (TOLD, ORDERED, RECTIFYING)
_OPEN = (FOUND, *_BEGUN, RECHECK)
# Until when something is put right that one was only told of: seven workdays, unless said.
_USUAL = Limit(7, LimitUnit.WORKDAYS)


class HazardFacts(BaseModel, extra="forbid"):
    """What a hazard is besides a case."""

    grade: HazardGrade = attribute(
        Title("隐患等级", "Grade"), HazardGrade.GENERAL, listed=True, filterable=True
    )
    field: Field = attribute(Title("领域", "Field"), Field.OTHER, listed=True, filterable=True)
    visit: str = attribute(Title("发现于检查", "Found on the check"), "", max_length=24)
    question: str = attribute(Title("检查项", "Question"), "", max_length=200)
    basis: str = attribute(Title("依据", "Basis"), "", max_length=300)
    told_to: str = attribute(Title("告知对象", "Person notified"), "", max_length=80)
    document: str = attribute(Title("责令整改文书号", "Number of the order"), "", max_length=80)
    measures: str = attribute(Title("整改措施", "Measures"), "", group=MEASURES, max_length=1000)
    responsible: str = attribute(
        Title("整改责任人", "Responsible person"), "", group=MEASURES, max_length=80
    )
    money: Decimal | None = attribute(
        Title("整改资金", "Funds"), None, group=MEASURES, unit=YUAN, ge=0
    )
    time_limit: date | None = attribute(Title("整改时限", "Time limit"), None, group=MEASURES)
    contingency: str = attribute(
        Title("应急预案和防护", "Contingency plan"), "", group=MEASURES, max_length=1000
    )
    withdrawn: bool = attribute(Title("危险区域人员已撤出", "People withdrawn"), False)
    supervisor: str = attribute(
        Title("挂牌督办责任人", "Named supervisor"), "", listed=True, max_length=80
    )
    enforcement: str = attribute(
        Title("移交执法编号", "Enforcement case number"), "", max_length=80
    )


class Tell(MoveData):
    """A notice: what is wrong was said, and by when it should be right."""

    told_to: str = attribute(Title("告知对象", "Person notified"), min_length=1, max_length=80)
    until: date | None = attribute(
        Title("建议整改期限", "Asked for by"), None,
        help=Title("不填为七个工作日", "Seven workdays where nothing is said"),
    )  # fmt: skip


class Order(MoveData):
    """An order to rectify, with its document and its time."""

    document: str = attribute(Title("责令整改文书号", "Number of the order"), min_length=2,
                              max_length=80)  # fmt: skip
    until: date = attribute(Title("整改期限", "To be rectified by"))


class Elements(MoveData):
    """The five elements of a major hazard."""

    measures: str = attribute(
        Title("整改措施", "Measures"), widget="textarea", min_length=2, max_length=1000
    )
    responsible: str = attribute(
        Title("整改责任人", "Responsible person"), min_length=2, max_length=80
    )
    money: Decimal = attribute(Title("整改资金", "Funds"), unit=YUAN, ge=0)
    time_limit: date = attribute(Title("整改时限", "Time limit"))
    contingency: str = attribute(
        Title("应急预案和防护", "Contingency plan"), widget="textarea", min_length=2,
        max_length=1000,
    )  # fmt: skip
    withdrawn: bool = attribute(Title("危险区域人员已撤出", "People withdrawn"), False)


class Listing(MoveData):
    """Who supervises a major hazard by name."""

    supervisor: str = attribute(
        Title("挂牌督办责任人", "Named supervisor"), min_length=2, max_length=80
    )


class Grading(WithReason):
    """The grade, and why."""

    grade: HazardGrade = attribute(Title("隐患等级", "Grade"))


class Verdict(MoveData):
    """What the recheck found."""

    note: str = attribute(Title("复查情况", "What the recheck found"), widget="textarea",
                          min_length=2, max_length=1000)  # fmt: skip


class Transfer(WithReason):
    """Handed over to enforcement: the case there is referred to."""

    enforcement: str = attribute(
        Title("移交执法编号", "Enforcement case number"), min_length=2, max_length=80
    )


def is_major(work: Work) -> bool:
    """Whether it is a major hazard."""
    return bool(work.case.attributes.get("grade") == HazardGrade.MAJOR)


def only_officers(work: Work) -> str:
    """Orders and transfers are acts of licensed officers."""
    case = work.case
    units = [case.unit_id] if case.unit_id is not None else []
    return not_licensed(work.actor, case.kind, units, work.area_ids)


def only_major(work: Work) -> str:
    """Elements and listing are for major hazards."""
    return "" if is_major(work) else _("一般隐患不需要；确属重大的请先调整等级。")


def may_list(work: Work) -> str:
    """Listed once its elements are settled."""
    return only_major(work) or _elements_missing(work)


def may_begin(work: Work) -> str:
    """A major hazard is rectified by its five elements, under a named supervisor."""
    if not is_major(work):
        return ""
    if missing := _elements_missing(work):
        return missing
    return "" if work.case.attributes.get("supervisor") else _("重大隐患要先挂牌督办。")


def _elements_missing(work: Work) -> str:
    facts = work.case.attributes
    if all(facts.get(name) not in (None, "") for name in FIVE):
        return ""
    return _("重大隐患要先明确措施、责任人、资金、时限和预案（五要素）。")


def tell(work: Work, given: Tell) -> None:
    """告知: no order; time runs all the same."""
    if is_major(work):
        raise Invalid(
            _("重大隐患不能只告知，请由执法人员责令整改。"), field="told_to", code="major"
        )
    _begin(work, given.until)
    store(work, told_to=given.told_to)


def order(work: Work, given: Order) -> None:
    """责令整改."""
    _begin(work, given.until)
    store(work, document=given.document)
    tell_units(work, [work.case.unit_id], "ordered", _("已责令整改，请跟进并按期申请复查。"))


def _begin(work: Work, until: date | None) -> None:
    if until is not None:
        work.begin_clock(RECTIFY, until=until)
    else:
        work.begin_clock(RECTIFY, limit=_USUAL)


def settle(work: Work, given: Elements) -> None:
    """The five elements; their time limit is the clock's from now on."""
    _begin(work, given.time_limit)
    keep_fields(work, given)


def list_it(work: Work, given: Listing) -> None:
    """挂牌督办: on the supervision list, under a name."""
    work.case.supervised = True
    store(work, supervisor=given.supervisor)


def failed(work: Work, given: WithReason) -> None:
    """Not put right: time runs anew, three workdays."""
    work.case.return_count += 1
    work.begin_clock(RECTIFY, limit=Limit(3, LimitUnit.WORKDAYS))
    tell_units(work, [work.case.unit_id], "failed", given.reason)


STATES = (
    State(FOUND, Title("已发现", "Found")),
    State(TOLD, Title("已告知", "Notified")),
    State(ORDERED, Title("已责令整改", "Ordered")),
    State(RECTIFYING, Title("整改中", "Rectifying")),
    State(RECHECK, Title("待复查", "To recheck")),
    State(STRUCK_OFF, Title("已销号", "Cleared"), open=False),
    State(TRANSFERRED, Title("已移交执法", "Transferred"), open=False),
)
# fmt: off
MOVES = (
    Move("tell", Title("告知整改", "Notify"), (FOUND,), TOLD, "cases.report", data=Tell,
         effect=tell, primary=True),
    Move("order", Title("责令整改", "Order"), (FOUND, TOLD), ORDERED, names.ORDER, data=Order,
         rule=only_officers, effect=order, primary=True),
    Move("regrade", Title("调整等级", "Change the grade"), _OPEN, None, names.APPROVE,
         data=Grading),
    Move("settle", Title("明确五要素", "Settle the five elements"), (FOUND, ORDERED, RECTIFYING),
         None, "cases.handle", data=Elements, rule=only_major, effect=settle),
    Move("list", Title("挂牌督办", "List for supervision"), (FOUND, ORDERED, RECTIFYING), None,
         names.APPROVE, data=Listing, rule=may_list, effect=list_it),
    Move("begin", Title("开始整改", "Begin rectification"), (TOLD, ORDERED), RECTIFYING, "cases.handle",
         Party.LEAD, rule=may_begin, primary=True),
    Move("ask_recheck", Title("申请复查", "Ask for a recheck"), (RECTIFYING,), RECHECK,
         "cases.handle", Party.LEAD, data=Verdict, rule=may_begin, evidence=("after_photo",),
         stops=(RECTIFY,), primary=True),
    Move("strike_off", Title("复查销号", "Clear after recheck"), (RECHECK,), STRUCK_OFF, "cases.check",
         Party.NOT_HANDLER, data=Verdict, rule=may_begin, evidence=("check_photo",),
         primary=True),
    Move("fail", Title("复查不合格", "Fail the recheck"), (RECHECK,), RECTIFYING, "cases.check",
         Party.NOT_HANDLER, data=WithReason, effect=failed, danger=True),
    Move("transfer", Title("移交执法", "Transfer to enforcement"), (*_BEGUN, RECHECK), TRANSFERRED,
         names.ORDER, data=Transfer, rule=only_officers, danger=True),
    *(taken_over(key, sources=_BEGUN) for key in ("assign", "ask_extension", "decide_extension")),
    *(taken_over(key, sources=_OPEN) for key in ("urge", "supervise", "unsupervise", "take_lead")),
    taken_over("remark", sources=tuple(state.key for state in STATES)),
)
# fmt: on
HAZARDS = Workflow("hazards", Title("隐患整改", "Hazards"), STATES, MOVES, initial=FOUND)
KINDS = (
    Kind(names.HAZARD, "case", Title("隐患", "Hazards"), "safety", attributes=HazardFacts,
         workflow=HAZARDS, icon="alert-triangle", map_style=MapStyle("diamond", "alert-triangle"),
         about=(names.PREMISES, names.HOME, names.GAS, names.FIRE_LISTED),
         options=CaseOptions(
             clocks=(ClockKind(RECTIFY, Title("整改", "Rectify"), _USUAL),),
             by_moves=(*FIVE, "withdrawn", "supervisor", "told_to", "document", "enforcement"),
         )),
)  # fmt: skip
