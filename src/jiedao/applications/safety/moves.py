"""What is said and done with the moves of safety's own workflows."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from pydantic import BaseModel

from jiedao.applications.safety.findings import open_about
from jiedao.applications.safety.options import Grade
from jiedao.applications.safety.rules import frequency
from jiedao.engines.projects import effects as projects
from jiedao.engines.projects.data import Finish
from jiedao.foundation.records.work import Work
from jiedao.kernel import clock
from jiedao.kernel.attributes import attribute
from jiedao.kernel.errors import Invalid
from jiedao.kernel.titles import Title


class Regrade(BaseModel, extra="forbid"):
    """The grade, and what it rests on."""

    grade: Grade = attribute(Title("风险等级", "Risk grade"))
    reason: str = attribute(
        Title("评定依据", "Grounds"), widget="textarea", min_length=2, max_length=500
    )


class Cleared(BaseModel, extra="forbid"):
    """The place in a fire-risk area did all that was asked of it."""

    fire_cleared_on: date = attribute(Title("完成日期", "Done on"), default_factory=clock.today)
    note: str = attribute(
        Title("整改和设备安装情况", "What was done and installed"), widget="textarea", min_length=4,
        max_length=500,
    )  # fmt: skip


class Score(BaseModel, extra="forbid"):
    """What the acceptance gave."""

    score: Decimal = attribute(Title("验收得分", "Score"), ge=0, le=100)
    on: date = attribute(Title("验收日期", "Accepted on"), default_factory=clock.today)
    note: str = attribute(
        Title("验收意见", "Opinion"), widget="textarea", min_length=2, max_length=1000
    )


class Appointment(BaseModel, extra="forbid"):
    """When somebody comes."""

    appointed_on: date = attribute(Title("预约日期", "Appointment"))


class Replacement(BaseModel, extra="forbid"):
    """Hose and valve were replaced."""

    replaced_on: date = attribute(Title("更换日期", "Replaced on"), default_factory=clock.today)
    hose: bool = attribute(Title("更换软管", "Hose replaced"), True)
    valve: bool = attribute(Title("更换减压阀", "Valve replaced"), True)


class Passed(BaseModel, extra="forbid"):
    """The household was looked at and is in order."""

    passed_on: date = attribute(Title("检查合格日期", "Passed on"), default_factory=clock.today)


class Refusal(BaseModel, extra="forbid"):
    """The household does not let anybody in, or does not want it."""

    refusal: str = attribute(
        Title("拒绝情况", "Refusal"), widget="textarea", min_length=2, max_length=500
    )


def clear(work: Work, said: Cleared) -> None:
    """Only after a check that found nothing: the figure rests on it."""
    if said.fire_cleared_on > clock.today():
        raise Invalid(_("完成日期在将来。"), field="fire_cleared_on", code="future_date")
    work.values["fire_cleared_on"] = said.fire_cleared_on


def is_clear(work: Work) -> str:
    """Why a place cannot be said to have done all that was asked."""
    if not work.values.get("fire_area"):
        return _("这个场所不在火灾高风险区域名单内。")
    if work.values.get("checked_on") is None:
        return _("还没有检查过，请先检查。")
    if work.values.get("faults"):
        return _("上次检查的问题还没有复查通过。")
    record = work.record
    left = open_about(record.town_id, record.kind, record.pk).count()
    return _("还有 %(n)d 项隐患没有销号。") % {"n": left} if left else ""


def replaced(work: Work, said: Replacement) -> None:
    """Counts from this day, which has come."""
    if said.replaced_on > clock.today():
        raise Invalid(_("更换日期在将来。"), field="replaced_on", code="future_date")
    if not (said.hose or said.valve):
        raise Invalid(_("软管和减压阀都没有更换。"), field="hose", code="nothing")
    work.values.update(replaced_on=said.replaced_on, hose=said.hose, valve=said.valve, refusal="")


def issues_done(work: Work) -> str:
    """Acceptance is asked for when the list of issues is there, and done."""
    project: Any = work.record
    rows = list(project.milestones.values_list("done_on", flat=True))
    if not rows:
        return _("还没有登记问题清单，请先添加。")
    left = sum(day is None for day in rows)
    return _("问题清单还有 %(n)d 项没有完成。") % {"n": left} if left else ""


def strike_off(work: Work, said: Score) -> None:
    """Off the list only with the score that the town asks for."""
    least = frequency(work.record.town_id).strike_off_score
    if said.score < least:
        raise Invalid(
            _("验收得分不到 %(least)d 分，不能摘牌；请改为“验收不通过”。") % {"least": least},
            field="score",
            code="score_too_low",
        )
    projects.finish(work, Finish(on=said.on))
    work.values["score"] = said.score
