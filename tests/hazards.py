"""A kind of case with a way of its own, as an application would declare it in its folder.

A hazard is found, ordered to be put right, rectified, checked again, struck off or sent back; who
does not rectify is transferred to enforcement. A major one needs its five elements first, and is
accepted before the premises open again.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Annotated, Any

import pytest
from pydantic import BaseModel, Field

from jiedao.engines.cases import checks
from jiedao.engines.cases.actions.dispatching import hand_over
from jiedao.engines.cases.actions.effects import tell_units
from jiedao.engines.cases.actions.own import store
from jiedao.engines.cases.kinds import CaseOptions, ClockKind, own_kinds
from jiedao.engines.cases.move_data import MoveData, WithReason
from jiedao.engines.cases.taking_over import taken_over
from jiedao.engines.cases.work import Work
from jiedao.foundation.workdays.units import Limit, LimitUnit
from jiedao.kernel import registry
from jiedao.kernel.attributes import Options, Ref, attribute
from jiedao.kernel.declarations import Kind, Move, Party, State, Workflow
from jiedao.kernel.titles import Title

KEY = "trial_hazard"
FOUND, ORDERED, RECTIFYING, RECHECK = "found", "ordered", "rectifying", "recheck"
STRUCK_OFF, TRANSFERRED = "struck_off", "transferred"
AT_WORK = (ORDERED, RECTIFYING)
TELL, RECTIFY = "tell", "rectify"
FIVE = ("measures", "responsible", "money", "days", "plan")


class Sort(Options):
    """How grave it is."""

    GENERAL = "general", "一般", "General"
    MAJOR = "major", "重大", "Major"


class HazardFacts(BaseModel, extra="forbid"):
    """What a hazard is besides a case."""

    sort: Sort = attribute(Title("隐患等级", "Sort"), listed=True, filterable=True)
    visit: Annotated[int, Ref("record:tree_check")] | None = attribute(
        Title("发现于检查", "Found on the visit"), None
    )
    measures: str = Field("", title="整改措施")
    responsible: str = attribute(Title("整改责任人", "In charge"), "", personal=True)
    money: int | None = attribute(Title("整改资金", "Money"), None, unit=Title("元", "yuan"), ge=0)
    days: int | None = Field(None, title="整改时限", ge=1, json_schema_extra={"unit": "天"})
    plan: str = Field("", title="应急预案")
    withdrawn: bool = Field(False, title="人员已撤出")


class Order(MoveData):
    """An order to rectify: within workdays, or until a date."""

    unit: int = Field(title="责令单位")
    workdays: int | None = Field(None, title="几个工作日内", ge=1, le=90)
    until: date | None = Field(None, title="截止日期")


class Elements(MoveData):
    """The five elements of a major hazard."""

    measures: str = Field(title="整改措施", min_length=2)
    responsible: str = Field(title="整改责任人", min_length=2)
    money: int = Field(title="整改资金", ge=0)
    days: int = Field(title="整改时限", ge=1)
    plan: str = Field(title="应急预案", min_length=2)


class Verdict(MoveData):
    """What the recheck found."""

    note: str = Field("", title="复查情况", max_length=1000)


def needs_elements(work: Work) -> str:
    """A major hazard is not rectified before its five elements are on the record."""
    facts = work.case.attributes
    if facts["sort"] == "major" and any(facts.get(name) in (None, "") for name in FIVE):
        return "重大隐患要先明确措施、责任人、资金、时限和预案。"
    return ""


def is_major(work: Work) -> str:
    """Only a major hazard has them."""
    return "" if work.case.attributes["sort"] == "major" else "一般隐患不需要。"


def order(work: Work, given: Order) -> None:
    """责令整改: the unit has it from now on, and its time runs."""
    hand_over(work, given.unit)
    limit = Limit(given.workdays, LimitUnit.WORKDAYS) if given.workdays else None
    work.begin_clock(RECTIFY, limit=limit, until=given.until)
    tell_units(work, [given.unit], "ordered", "请按期整改。")


def failed(work: Work, given: WithReason) -> None:
    """复查不合格: back to rectifying, with three days."""
    work.case.return_count += 1
    work.begin_clock(RECTIFY, limit=Limit(3, LimitUnit.DAYS))
    store(work, withdrawn=True)
    tell_units(work, [work.case.unit_id], "failed", given.reason)


STATES = (
    State(FOUND, Title("已发现", "Found")),
    State(ORDERED, Title("已责令", "Ordered")),
    State(RECTIFYING, Title("整改中", "Rectifying")),
    State(RECHECK, Title("待复查", "To recheck"), public=Title("整改中", "Being put right")),
    State(STRUCK_OFF, Title("已销号", "Struck off"), open=False),
    State(TRANSFERRED, Title("已移交执法", "Transferred"), open=False),
)
# fmt: off
MOVES = (
    Move("order", Title("责令整改", "Order"), (FOUND,), ORDERED, "cases.dispatch", data=Order,
         stops=(TELL,), effect=order, primary=True),
    Move("list_major", Title("重大隐患挂牌", "List as major"), (FOUND, ORDERED, RECTIFYING), None,
         "cases.handle", Party.LEAD, data=Elements, rule=is_major),
    Move("begin", Title("开始整改", "Begin"), (ORDERED,), RECTIFYING, "cases.handle", Party.LEAD,
         rule=needs_elements, primary=True),
    Move("ask_recheck", Title("申请复查", "Ask for a recheck"), (RECTIFYING,), RECHECK,
         "cases.handle", Party.LEAD, data=Verdict, evidence=("after_photo",), stops=(RECTIFY,),
         primary=True),
    Move("strike_off", Title("复查销号", "Strike off"), (RECHECK,), STRUCK_OFF, "cases.check",
         Party.NOT_HANDLER, data=Verdict, primary=True),
    Move("fail", Title("复查不合格", "Fail"), (RECHECK,), RECTIFYING, "cases.check",
         Party.NOT_HANDLER, data=WithReason, effect=failed),
    Move("transfer", Title("移交执法", "Transfer"), (*AT_WORK, RECHECK), TRANSFERRED,
         "cases.supervise", data=WithReason),
    Move("reopen", Title("重新立案", "Reopen"), (STRUCK_OFF,), FOUND, "cases.supervise",
         data=WithReason, starts=(TELL,)),
    Move("lapse_by_itself", Title("自动移交", "Transfer by itself"), (RECHECK,), TRANSFERRED,
         "cases.supervise", Party.SYSTEM),
    taken_over("assign", sources=AT_WORK),
    taken_over("ask_extension", sources=AT_WORK),
    taken_over("decide_extension", sources=AT_WORK),
    taken_over("ask_suspension", sources=AT_WORK),
    taken_over("decide_suspension", sources=AT_WORK),
    taken_over("resume", sources=AT_WORK),
    taken_over("urge", sources=(*AT_WORK, RECHECK)),
    taken_over("supervise", sources=(FOUND, *AT_WORK, RECHECK)),
    taken_over("unsupervise", sources=(FOUND, *AT_WORK, RECHECK, STRUCK_OFF)),
    taken_over("take_lead", sources=(FOUND, *AT_WORK, RECHECK)),
    taken_over("remark", sources=tuple(state.key for state in STATES)),
)
# fmt: on
HAZARDS = Workflow("hazards", Title("隐患整改", "Hazards"), STATES, MOVES, initial=FOUND)
HAZARD = Kind(
    KEY,
    "case",
    Title("隐患", "Hazard"),
    "trial",
    attributes=HazardFacts,
    workflow=HAZARDS,
    icon="alert-triangle",
    options=CaseOptions(
        clocks=(
            ClockKind(
                TELL, Title("告知", "Tell"), Limit(4, LimitUnit.OFFICE_HOURS), from_start=True
            ),
            ClockKind(RECTIFY, Title("整改", "Rectify"), Limit(7, LimitUnit.WORKDAYS)),
        ),
    ),
    about=("heritage_tree",),
)


@contextmanager
def declared(*kinds: Kind) -> Iterator[None]:
    """The house as it would stand with these kinds declared before it was closed, and with no
    other that has a way of its own."""
    slot = registry.kinds
    before = dict(slot._items)
    own = {kind.key for kind in own_kinds()}
    slot._items = {key: kind for key, kind in before.items() if key not in own}
    slot._closed = False
    try:
        for kind in kinds:
            slot.add(kind, declared_by="tests")
        slot.close()
        checks.check_kinds()
        yield
    finally:
        slot._items = before
        slot._closed = True
        checks.check_kinds()


@pytest.fixture
def hazards() -> Any:
    """Hazards are declared while the test runs."""
    with declared(HAZARD):
        yield HAZARD
