"""Who looks for work, what was offered, what helped; families of whom nobody works.

All are restricted, and a file goes by its number: nobody is ranked or scored, and whoever found
work or left keeps nothing open.
"""

from dataclasses import replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from pydantic import BaseModel

from jiedao.engines.services import effects as services
from jiedao.engines.services.effects import ServiceOptions
from jiedao.engines.services.workflow import WORKFLOW as SERVICE
from jiedao.foundation.records.saying import Reason
from jiedao.foundation.records.schema import schema_of
from jiedao.foundation.records.work import Work
from jiedao.foundation.things.models import Thing
from jiedao.kernel import clock
from jiedao.kernel.attributes import Options, attribute
from jiedao.kernel.declarations import Kind, Move, State, Workflow
from jiedao.kernel.errors import Invalid
from jiedao.kernel.titles import Title

SEEKER, HELP, FAMILY = "job_seeker", "job_help", "zero_job_family"
_EDIT = "records.edit"
LOOKING, EMPLOYED, LEFT = "looking", "employed", "no_longer"
FOUND, SOLVED = "no_job", "has_job"
HOLDER = Title("姓名", "Name")


class Group(Options):
    """The key groups."""

    DIFFICULTY = "difficulty", "就业困难人员", "With employment difficulty"
    GRADUATE = "graduate", "高校毕业生", "Graduate"
    VETERAN = "veteran", "退役军人", "Veteran"
    MIGRANT = "migrant", "异地务工人员", "Migrant worker"
    DISABLED = "disabled", "残疾人", "Disabled"
    OTHER = "other", "其他登记失业人员", "Otherwise unemployed"


class Help(Options):
    """What helps."""

    GUIDANCE = "guidance", "职业指导", "Guidance"
    REFERRAL = "referral", "岗位推荐", "Referral"
    TRAINING = "training", "技能培训", "Training"
    SUBSIDY = "subsidy", "补贴申领", "Subsidy"
    POST = "post", "公益性岗位", "Public-service post"
    STARTUP = "startup", "创业扶持", "Start-up help"


class Seeker(BaseModel):
    """A file of somebody who looks for work; ``day`` is since when."""

    group: Group = attribute(Title("群体", "Group"), listed=True, filterable=True)
    holder: str = attribute(HOLDER, "", personal=True, max_length=60)
    phone: str = attribute(
        Title("联系电话", "Telephone"), "", widget="phone", personal=True, max_length=40
    )
    need: str = attribute(Title("就业需求", "Need"), "", widget="textarea", max_length=500)
    contacts: int = attribute(Title("联系次数", "Contacts"), 0, listed=True, ge=0, le=10_000)
    offers: int = attribute(Title("推荐岗位数", "Offers"), 0, listed=True, ge=0, le=10_000)
    contacted_on: date | None = attribute(Title("最近联系", "Last contact"), None, listed=True)
    helped_on: date | None = attribute(Title("最近帮扶", "Last helped"), None, listed=True)
    employed_on: date | None = attribute(Title("就业日期", "Employed on"), None, listed=True)
    left_on: date | None = attribute(Title("退出日期", "Left on"), None)


class JobHelp(BaseModel):
    """Something that was done for a person or a group of them."""

    help: Help = attribute(Title("帮扶方式", "Help"), listed=True, filterable=True)


class Family(BaseModel):
    """A family of whom nobody able to work has work; ``day`` is when it was found."""

    holder: str = attribute(HOLDER, "", personal=True, max_length=60)
    able: int = attribute(
        Title("有劳动能力人数", "Able to work"), 1, ge=1, le=20, unit=Title("人", "persons")
    )
    solved_on: date | None = attribute(Title("消除日期", "Solved on"), None, listed=True)


class Contact(BaseModel, extra="forbid"):
    """Somebody spoke with the person."""

    contacted_on: date = attribute(Title("联系日期", "On"), default_factory=clock.today)
    note: str = attribute(
        Title("联系情况", "What was said"), widget="textarea", min_length=2, max_length=500
    )


class Offer(Contact, extra="forbid"):
    """A post that was offered."""

    post: str = attribute(Title("推荐岗位", "Post"), min_length=2, max_length=120)


class Employed(BaseModel, extra="forbid"):
    """Work was found; what shows it is named."""

    employed_on: date = attribute(Title("就业日期", "Employed on"), default_factory=clock.today)
    proof: str = attribute(
        Title("就业凭据", "Proof"), min_length=2, max_length=120,
        help=Title("合同、参保记录等", "A contract, insurance record …"),
    )  # fmt: skip


class Left(Reason, extra="forbid"):
    """Retired, moved away, not willing."""

    left_on: date = attribute(Title("退出日期", "Left on"), default_factory=clock.today)


class Solved(BaseModel, extra="forbid"):
    """One of them works."""

    solved_on: date = attribute(Title("消除日期", "Solved on"), default_factory=clock.today)
    note: str = attribute(
        Title("就业情况", "Who works where"), widget="textarea", min_length=2, max_length=500
    )


def contact(work: Work, said: Contact) -> None:
    """One more contact, and with an offer one more of these."""
    _not_ahead(said.contacted_on, "contacted_on")
    values = work.values
    values.update(contacted_on=said.contacted_on, contacts=values["contacts"] + 1)
    if isinstance(said, Offer):
        values["offers"] += 1
        _helped(work, said.contacted_on)


def employ(work: Work, said: Employed) -> None:
    """Counts from this day."""
    _not_ahead(said.employed_on, "employed_on")
    work.values["employed_on"] = said.employed_on


def give(work: Work, said: services.Given) -> None:
    """It was given; the file of whom it is about shows it."""
    services.give(work, said)
    subject = work.subject
    if subject is None or subject[0] != SEEKER:
        return
    rows = Thing.objects.select_for_update(of=("self",))
    row = rows.get(pk=subject[1], town_id=work.record.town_id)
    file = Work(row, actor=work.actor, schema=schema_of(SEEKER))
    file.log("edit", data={"service": work.record.number})
    _helped(file, said.on)
    file.finish()


def _helped(file: Work, day: date) -> None:
    known = file.values.get("helped_on")
    file.values["helped_on"] = day if known is None else max(known, day)


def _not_ahead(day: date, field: str) -> None:
    if day > clock.today():
        raise Invalid(_("日期在将来。"), field=field, code="future_date")


def solve(work: Work, said: Solved) -> None:
    """Solved not before it was found."""
    _not_ahead(said.solved_on, "solved_on")
    record: Any = work.record
    if said.solved_on < record.day:
        raise Invalid(_("消除早于发现。"), field="solved_on", code="bad_span")
    work.values["solved_on"] = said.solved_on


_SEEKERS = Workflow("job_seeker", Title("就业帮扶", "Job seeker"), (
    State(LOOKING, Title("求职中", "Looking")),
    State(EMPLOYED, Title("已就业", "Employed"), open=False),
    State(LEFT, Title("已退出", "No longer"), open=False),
), (
    Move("contact", Title("登记联系", "Record a contact"), (LOOKING,), None, _EDIT, data=Contact,
         effect=contact, primary=True),
    Move("offer", Title("登记推荐岗位", "Record an offer"), (LOOKING,), None, _EDIT, data=Offer,
         effect=contact, primary=True),
    Move("employ", Title("登记就业", "Record employment"), (LOOKING,), EMPLOYED, _EDIT,
         data=Employed, effect=employ, primary=True),
    Move("leave", Title("退出帮扶", "No longer"), (LOOKING,), LEFT, _EDIT, data=Left),
    Move("again", Title("重新求职", "Look again"), (EMPLOYED, LEFT), LOOKING, _EDIT, data=Reason),
), initial=LOOKING)  # fmt: skip
_FAMILIES = Workflow("zero_job_family", Title("零就业家庭", "Family without a job"), (
    State(FOUND, Title("待消除", "Open")),
    State(SOLVED, Title("已消除", "Solved"), open=False),
), (
    Move("solve", Title("登记消除", "Solved"), (FOUND,), SOLVED, _EDIT, data=Solved, effect=solve,
         primary=True),
), initial=FOUND)  # fmt: skip
_HELP = replace(
    SERVICE,
    key="job_help",
    titles=Title("帮扶服务", "Help"),
    moves=tuple(
        replace(move, effect=give) if move.key == "give" else move for move in SERVICE.moves
    ),
)
_FILE = Title("档案编号", "File number")
KINDS = (
    Kind(SEEKER, "register", Title("重点群体求职人员", "Job seekers"), "jobs", attributes=Seeker,
         workflow=_SEEKERS, icon="user-search", prefix="JBA", name=_FILE, restricted=True,
         without=("capacity", "place", "address")),
    Kind(HELP, "service", Title("就业帮扶", "Employment help"), "jobs", attributes=JobHelp,
         workflow=_HELP, icon="heart-handshake", prefix="JBB", about=(SEEKER,), restricted=True,
         without=("place", "address"), options=ServiceOptions(),
         name=Title("帮扶事项", "Help")),
    Kind(FAMILY, "register", Title("零就业家庭", "Families without a job"), "jobs",
         attributes=Family, workflow=_FAMILIES, icon="home-heart", prefix="JBC", name=_FILE,
         restricted=True, without=("capacity", "place", "address")),
)  # fmt: skip
