"""Disorder in the street: told of and put right, or filed, decided, paid and closed."""

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from pydantic import BaseModel

from jiedao.applications.appearance import names
from jiedao.engines.cases.actions.own import keep_fields, store
from jiedao.engines.cases.kinds import CaseOptions, ClockKind
from jiedao.engines.cases.move_data import MoveData, WithReason
from jiedao.engines.cases.taking_over import taken_over
from jiedao.engines.cases.work import Work
from jiedao.engines.projects.data import YUAN, Money
from jiedao.foundation.workdays.units import Limit, LimitUnit
from jiedao.kernel import clock
from jiedao.kernel.attributes import Options, attribute
from jiedao.kernel.declarations import Kind, MapStyle, Move, Party, State, Workflow
from jiedao.kernel.errors import Invalid
from jiedao.kernel.titles import Title

FOUND, WARNED, FILED, DECIDED = "found", "warned", "filed", "decided"
PUT_RIGHT, PENALISED, DROPPED = "put_right", "penalised", "case_dropped"
_OPEN = (FOUND, WARNED, FILED, DECIDED)


class Disorder(Options):
    """“六乱一超”: six disorders, and what spills over the shop front."""

    VENDING = "vending", "乱摆卖", "Street vending"
    PARKING = "parking", "乱停放", "Disorderly parking"
    DUMPING = "dumping", "乱扔乱倒", "Dumping"
    POSTING = "posting", "乱张贴", "Posting bills"
    HANGING = "hanging", "乱拉挂", "Hanging things out"
    SHED = "shed", "乱搭建", "Makeshift sheds"
    FRONTAGE = "frontage", "超门店经营", "Trading beyond the shop front"
    OTHER = "other", "其他", "Other"


class DisorderFacts(BaseModel, extra="forbid"):
    """What a disorder is besides a case."""

    sort: Disorder = attribute(Title("类别", "Sort"), listed=True, filterable=True)
    document: str = attribute(Title("立案号", "Number of the file"), "", listed=True, max_length=80)
    filed_on: date | None = attribute(Title("立案日期", "Filed on"), None)
    evidence: str = attribute(Title("主要证据", "Evidence"), "", max_length=1000)
    decision: str = attribute(Title("处罚决定书号", "Number of the decision"), "", max_length=80)
    fine: Decimal | None = attribute(Title("罚款", "Fine"), None, unit=YUAN, ge=0)
    paid_on: date | None = attribute(Title("缴清日期", "Paid on"), None)


class Filing(MoveData):
    """The file that is opened."""

    document: str = attribute(Title("立案号", "Number of the file"), min_length=2, max_length=80)
    filed_on: date = attribute(Title("立案日期", "Filed on"), default_factory=clock.today)


class Decision(MoveData):
    """What was proved, and what was decided."""

    evidence: str = attribute(
        Title("主要证据", "Evidence"), widget="textarea", min_length=2, max_length=1000
    )
    decision: str = attribute(
        Title("处罚决定书号", "Number of the decision"), min_length=2, max_length=80
    )
    fine: Money = attribute(Title("罚款", "Fine"), unit=YUAN, widget="money", ge=0)


class Paid(MoveData):
    """The fine was paid, so that the file can be closed."""

    paid_on: date = attribute(Title("缴清日期", "Paid on"), default_factory=clock.today)


def file(work: Work, given: Filing) -> None:
    """Counts as filed from this day."""
    not_ahead(given.filed_on, "filed_on")
    work.stop_clocks(["put_right"])
    store(work, document=given.document, filed_on=given.filed_on)


def pay(work: Work, given: Paid) -> None:
    """Not before anything was decided, not in the future."""
    not_ahead(given.paid_on, "paid_on")
    store(work, paid_on=given.paid_on)


def not_ahead(day: date, field: str) -> None:
    """Figures count by this day: it has come."""
    if day > clock.today():
        raise Invalid(_("日期在将来。"), field=field, code="future_date")


STATES = (
    State(FOUND, Title("已发现", "Found")),
    State(WARNED, Title("已劝告", "Warned")),
    State(FILED, Title("已立案", "Filed")),
    State(DECIDED, Title("已决定处罚", "Penalty decided")),
    State(PUT_RIGHT, Title("已整治", "Put right"), open=False),
    State(PENALISED, Title("处罚办结", "Penalised and closed"), open=False),
    State(DROPPED, Title("撤销立案", "File withdrawn"), open=False),
)
# fmt: off
MOVES = (
    Move("warn", Title("劝告限期整改", "Warn"), (FOUND,), WARNED, "cases.report",
         starts=("put_right",), primary=True),
    Move("put_right", Title("整治完成", "Put right"), (FOUND, WARNED), PUT_RIGHT, "cases.handle",
         evidence=("before_photo", "after_photo"), primary=True),
    Move("file", Title("立案", "File"), (FOUND, WARNED), FILED, names.FILE, data=Filing,
         evidence=("before_photo",), effect=file),
    Move("decide", Title("作出处罚决定", "Decide the penalty"), (FILED,), DECIDED, names.FILE,
         data=Decision, effect=keep_fields, primary=True),
    Move("close_file", Title("缴清结案", "Paid, close"), (DECIDED,), PENALISED, names.FILE,
         data=Paid, effect=pay, evidence=("after_photo",), primary=True),
    Move("drop_file", Title("撤销立案", "Withdraw the file"), (FILED,), DROPPED, "cases.check",
         Party.NOT_HANDLER, data=WithReason, danger=True),
    *(taken_over(key, sources=_OPEN) for key in ("urge", "supervise", "unsupervise")),
    taken_over("remark", sources=tuple(state.key for state in STATES)),
)
# fmt: on
STREET = Workflow("street_disorder", Title("街面秩序", "Street order"), STATES, MOVES, FOUND)
KIND = Kind(
    names.DISORDER, "case", Title("街面秩序问题", "Street disorders"), "appearance",
    attributes=DisorderFacts, workflow=STREET, icon="building-store",
    map_style=MapStyle("triangle", "building-store"), about=(names.ACTION,),
    options=CaseOptions(
        (ClockKind("put_right", Title("限期整改", "To be put right"), Limit(3, LimitUnit.WORKDAYS)),),
        by_moves=("document", "filed_on", "evidence", "decision", "fine", "paid_on"),
    ),
)  # fmt: skip
