"""Discipline inspections and what they found, until it is put right and verified.

Both are restricted. A finding is of the family of projects (a deadline, an end), because cases know
no restricted kind; it is about a unit's conduct, never a file on a person.
"""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from pydantic import BaseModel

from jiedao.engines.projects.data import Finish
from jiedao.engines.projects.effects import finish, start
from jiedao.engines.visits.options import VisitOptions
from jiedao.foundation.records.saying import Reason
from jiedao.foundation.records.work import Work
from jiedao.kernel import clock
from jiedao.kernel.attributes import Options, attribute
from jiedao.kernel.declarations import Kind, Move, Party, State, Workflow
from jiedao.kernel.errors import Invalid
from jiedao.kernel.titles import Title

CHECK, FINDING = "discipline_check", "discipline_finding"
VERIFY = "integrity.verify"
_EDIT = "records.edit"
FOUND, RECTIFYING, RECTIFIED = "found", "rectifying", "rectified"
VERIFIED, TRANSFERRED = "verified", "transferred"


class Theme(Options):
    """What is looked at."""

    CONDUCT = "conduct", "作风建设", "Conduct"
    ASSETS = "assets", "社区集体“三资”", "Collective assets"
    MICRO = "micro", "民生微实事", "Micro livelihood projects"
    MONEY = "money", "资金项目", "Money and projects"
    DUTY = "duty", "值班值守", "Being on duty"
    OTHER = "other", "其他专项", "Other"


class Manner(Options):
    """How one comes."""

    OPEN = "open", "明查", "Announced"
    UNANNOUNCED = "unannounced", "暗访", "Unannounced"


class Check(BaseModel):
    """An inspection of a unit (the responsible unit of the record), its theme and day."""

    theme: Theme = attribute(Title("主题", "Theme"), listed=True, filterable=True)
    manner: Manner = attribute(Title("方式", "Manner"), Manner.OPEN, listed=True, filterable=True)
    findings: int | None = attribute(
        Title("发现问题数", "Findings"), None, later=True, listed=True, total=True, ge=0, le=1000
    )


class Finding(BaseModel):
    """What was wrong, and what was done about it."""

    theme: Theme = attribute(Title("主题", "Theme"), listed=True, filterable=True)
    what: str = attribute(
        Title("问题", "What is wrong"), widget="textarea", min_length=4, max_length=2000
    )
    measures: str = attribute(Title("整改情况", "What was done"), "", max_length=2000)
    proof: str = attribute(Title("整改材料", "Proof"), "", max_length=200)


class Rectified(Finish, extra="forbid"):
    """What was done and what shows it; the day is what figures count by."""

    measures: str = attribute(
        Title("整改情况", "What was done"), widget="textarea", min_length=4, max_length=2000
    )
    proof: str = attribute(
        Title("整改材料", "Proof"), min_length=2, max_length=200,
        help=Title("报告、凭证的名称和编号", "Name and number of the report or voucher"),
    )  # fmt: skip


def rectified(work: Work, said: Rectified) -> None:
    """Put right, not in the future and not before it was found."""
    record: Any = work.record
    if said.on > clock.today():
        raise Invalid(_("整改日期在将来。"), field="on", code="future_date")
    if said.on < record.day:
        raise Invalid(_("整改早于发现。"), field="on", code="bad_span")
    finish(work, said)
    work.values.update(measures=said.measures, proof=said.proof)


def failed(work: Work, _said: Reason) -> None:
    """Not put right: there is no such day."""
    record: Any = work.record
    record.finished_on = None


class Begin(Finish, extra="forbid"):
    """Since when, and until when."""

    until: date | None = attribute(Title("整改期限", "To be put right by"), None)


def begin(work: Work, said: Begin) -> None:
    """The unit puts it right; a new deadline takes the place of the one that was set."""
    record: Any = work.record
    start(work, said)
    record.ends_on = said.until or record.ends_on


_FINDINGS = Workflow("discipline_finding", Title("问题整改", "Finding"), (
    State(FOUND, Title("已发现", "Found")),
    State(RECTIFYING, Title("整改中", "Being put right")),
    State(RECTIFIED, Title("待核实", "To be verified")),
    State(VERIFIED, Title("已整改", "Put right"), open=False),
    State(TRANSFERRED, Title("已移交", "Transferred"), open=False),
), (
    Move("begin", Title("交办整改", "Order"), (FOUND,), RECTIFYING, _EDIT, data=Begin,
         effect=begin, primary=True),
    Move("rectify", Title("报告整改", "Report as put right"), (FOUND, RECTIFYING), RECTIFIED, _EDIT,
         data=Rectified, effect=rectified, primary=True),
    Move("verify", Title("核实销号", "Verify"), (RECTIFIED,), VERIFIED, VERIFY, Party.NOT_HANDLER,
         primary=True),
    Move("fail", Title("整改不到位", "Not put right"), (RECTIFIED,), RECTIFYING, VERIFY,
         Party.NOT_HANDLER, data=Reason, effect=failed, danger=True),
    Move("transfer", Title("移交线索", "Transfer"), (FOUND, RECTIFYING, RECTIFIED), TRANSFERRED,
         VERIFY, data=Reason, danger=True),
), initial=FOUND)  # fmt: skip
_NOWHERE = ("place", "address", "area")
KINDS = (
    Kind(CHECK, "visit", Title("监督检查", "Discipline inspections"), "integrity",
         attributes=Check, icon="eye", prefix="IGA", name=Title("检查事项", "Inspection"),
         without=_NOWHERE, options=VisitOptions(), restricted=True),
    Kind(FINDING, "project", Title("监督发现问题", "Findings"), "integrity", attributes=Finding,
         workflow=_FINDINGS, icon="exclamation-circle", prefix="IGB",
         name=Title("问题简称", "Finding"), about=(CHECK,),
         without=(*_NOWHERE, "amount_planned", "area_size"), restricted=True),
)  # fmt: skip
