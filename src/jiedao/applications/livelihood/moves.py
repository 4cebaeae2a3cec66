"""What is said and done with the moves of a micro livelihood project, and what they ask first."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from pydantic import BaseModel

from jiedao.applications.livelihood import rules
from jiedao.engines.projects.data import YUAN, Finish, Money
from jiedao.foundation.records.work import Work
from jiedao.kernel import clock
from jiedao.kernel.attributes import attribute
from jiedao.kernel.errors import Invalid
from jiedao.kernel.titles import Title


class Review(BaseModel, extra="forbid"):
    """What the review found: need, law, and that no government project does the same."""

    overlaps: bool = attribute(
        Title("与政府计划项目重复", "A planned government project does the same"), False
    )
    budget: Money = attribute(Title("核定资金", "Budget"), unit=YUAN, widget="money", gt=0)
    note: str = attribute(
        Title("评审意见", "Opinion"), widget="textarea", min_length=2, max_length=1000
    )


class Meeting(BaseModel, extra="forbid"):
    """The residents' meeting and its vote; only verified residents of the community count."""

    met_on: date = attribute(Title("会议日期", "Met on"), default_factory=clock.today)
    present: int = attribute(
        Title("到会居民", "Residents present"), ge=5,
        help=Title("经身份核验的本社区居民，不少于 5 人", "Verified residents, at least 5"),
    )  # fmt: skip
    support: int = attribute(Title("赞成", "In favour"), ge=0)
    minutes: str = attribute(
        Title("会议纪要", "Minutes"), widget="textarea", min_length=10, max_length=4000
    )


class Notice(BaseModel, extra="forbid"):
    """Where and how long the decision is put up."""

    notice_from: date = attribute(Title("公示开始", "From"), default_factory=clock.today)
    notice_to: date = attribute(Title("公示结束", "Until"))


class Objection(BaseModel, extra="forbid"):
    """What somebody has against it; no name is taken down."""

    objection: str = attribute(
        Title("意见内容", "Objection"), widget="textarea", min_length=2, max_length=1000
    )


class Start(Finish, extra="forbid"):
    """The day on which it begins."""


class Acceptance(Finish, extra="forbid"):
    """The day on which it was accepted, and what residents think of it."""

    rating: Decimal = attribute(
        Title("居民评分", "Residents' rating"), ge=0, le=100,
        help=Title("满分 100", "Out of 100"),
    )  # fmt: skip


def review(work: Work, said: Review) -> None:
    """What the government does anyway is no micro project."""
    if said.overlaps:
        raise Invalid(
            _("与政府计划项目重复，不能立为民生微实事；请改为“不采纳”并说明。"),
            field="overlaps",
            code="overlaps",
        )
    project: Any = work.record
    project.amount_planned = said.budget


def decide(work: Work, said: Meeting) -> None:
    """More than half of those present must be in favour."""
    if said.met_on > clock.today():
        raise Invalid(_("会议日期在将来。"), field="met_on", code="future_date")
    if said.support > said.present:
        raise Invalid(_("赞成人数多于到会人数。"), field="support", code="too_many")
    if said.support * 2 <= said.present:
        raise Invalid(
            _("赞成没有过半，不能议决通过；请改为“不采纳”。"), field="support", code="no_majority"
        )
    work.values.update(
        met_on=said.met_on, present=said.present, support=said.support, minutes=said.minutes
    )


def put_up(work: Work, said: Notice) -> None:
    """The notice stands for as many days as the town asks."""
    days = rules.caps_of(work.record.town_id).notice_days
    if (said.notice_to - said.notice_from).days + 1 < days:
        raise Invalid(
            _("公示不少于 %(days)d 天。") % {"days": days}, field="notice_to", code="too_short"
        )
    work.values.update(notice_from=said.notice_from, notice_to=said.notice_to)


def object_to(work: Work, said: Objection) -> None:
    """Objections are answered before anything is begun."""
    earlier = work.values.get("objection") or ""
    work.values["objection"] = "\n".join(filter(None, [earlier, said.objection]))[:1000]


def has_objection(work: Work) -> str:
    """Only what was said can be settled."""
    return "" if work.values.get("objection") else _("没有待处理的公示意见。")


def settle(work: Work, _said: BaseModel) -> None:
    """The objection stays in history; the project may go on."""
    work.values["objection"] = ""


def notice_is_over(work: Work) -> str:
    """Nothing is begun before the notice is over and every objection is answered."""
    end = work.values.get("notice_to")
    if end is None:
        return _("还没有公示。")
    if end >= clock.today():
        day = (end + timedelta(days=1)).isoformat()
        return _("公示还没有结束，%(day)s 起可以实施。") % {"day": day}
    return _("公示意见还没有处理。") if work.values.get("objection") else ""


def start(work: Work, said: Start) -> None:
    """Figures count it as implemented from this day."""
    project: Any = work.record
    project.started_on = said.on


def accept(work: Work, said: Acceptance) -> None:
    """Figures count it as completed from this day."""
    project: Any = work.record
    if project.started_on is not None and said.on < project.started_on:
        raise Invalid(_("验收早于开始实施。"), field="on", code="bad_span")
    project.finished_on = said.on
    work.values["rating"] = said.rating


def not_yet_published(work: Work) -> str:
    """It enters the ledger once."""
    return _("已经公开。") if work.values.get("published_on") else ""


def publish(work: Work, _said: BaseModel) -> None:
    """From today everybody may read name, place, money and result."""
    work.values["published_on"] = clock.today()
