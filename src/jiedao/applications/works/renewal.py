"""Areas, trails and old estates: consent of the owners, works, acceptance by before and after."""

from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _
from pydantic import BaseModel

from jiedao.engines.projects import effects
from jiedao.engines.projects.data import Finish
from jiedao.engines.projects.workflow import (
    ACCEPTED,
    APPROVED,
    DROPPED,
    PROPOSED,
    UNDER_WAY,
    common_moves,
)
from jiedao.foundation.records.dates import in_order
from jiedao.foundation.records.evidence import FIELD, PHOTO, files_of
from jiedao.foundation.records.saying import Note, Reason
from jiedao.foundation.records.work import Work
from jiedao.kernel import clock
from jiedao.kernel.attributes import Options, attribute
from jiedao.kernel.declarations import Kind, MapStyle, Move, State, Workflow
from jiedao.kernel.errors import Invalid
from jiedao.kernel.titles import Title

RENEWAL: Final = "renewal_project"
PRELIMINARY: Final = "preliminary"
_EDIT, _APPROVE = "records.edit", "projects.approve"
CONSENT = Title("业主意见", "Owners' consent")
HOUSEHOLDS = Title("户", "households")


class Sort(Options):
    """What is renewed."""

    AREA = "area", "城区环境品质提升", "An area"
    TRAIL = "trail", "特色健步道", "A walking trail"
    ESTATE = "estate", "老旧小区改造", "An old estate"


class Renewal(BaseModel):
    """A project of renewal; a part of a larger one is about that."""

    sort: Sort = attribute(Title("类别", "Sort"), listed=True, filterable=True)
    preliminary_on: date | None = attribute(
        Title("启动前期工作", "Preliminary work since"), None, later=True
    )
    owners: int | None = attribute(
        Title("业主总户数", "Owners"), None, group=CONSENT, unit=HOUSEHOLDS, later=True, ge=1
    )
    voted: int | None = attribute(
        Title("参与表决户数", "Owners who voted"), None, group=CONSENT, unit=HOUSEHOLDS,
        later=True, ge=0,
    )  # fmt: skip
    in_favour: int | None = attribute(
        Title("同意户数", "In favour"), None, group=CONSENT, unit=HOUSEHOLDS, later=True, ge=0
    )


class Preliminary(BaseModel, extra="forbid"):
    """Since when it is prepared."""

    preliminary_on: date = attribute(
        Title("启动前期工作", "Preliminary work since"), default_factory=clock.today
    )


class Consent(BaseModel, extra="forbid"):
    """How the owners voted."""

    owners: int = attribute(Title("业主总户数", "Owners"), unit=HOUSEHOLDS, ge=1)
    voted: int = attribute(Title("参与表决户数", "Owners who voted"), unit=HOUSEHOLDS, ge=0)
    in_favour: int = attribute(Title("同意户数", "In favour"), unit=HOUSEHOLDS, ge=0)


def record_consent(work: Work, said: Consent) -> None:
    """Nobody votes twice."""
    if not said.in_favour <= said.voted <= said.owners:
        raise Invalid(_("同意户数不多于表决户数，表决户数不多于总户数。"), field="voted")
    work.values.update(owners=said.owners, voted=said.voted, in_favour=said.in_favour)


def owners_agree(work: Any) -> str:
    """Two thirds of the owners vote, three quarters of them in favour (Civil Code, art. 278)."""
    if work.values["sort"] != Sort.ESTATE:
        return ""
    owners, voted = work.values.get("owners"), work.values.get("voted") or 0
    if not owners:
        return _("还没有登记业主意见。")
    if voted * 3 < owners * 2:
        return _("参与表决的业主不足三分之二。")
    return "" if (work.values["in_favour"] or 0) * 4 >= voted * 3 else _("同意的业主不足四分之三。")


def accept(work: Work, said: Finish) -> None:
    """How it was is shown with the start, how it is now with the acceptance."""
    if not any(row.kind == PHOTO and row.step == "accept" for row in files_of(work.record)):
        raise Invalid(_("请附上改造后的照片。"), field=FIELD, code="evidence")
    effects.finish(work, said)


RENEWAL_WAY = Workflow(
    "renewal",
    Title("提升改造", "Renewal"),
    (
        State(PROPOSED, Title("申报", "Proposed")),
        State(PRELIMINARY, Title("前期工作", "Preliminary work")),
        State(APPROVED, Title("立项", "Approved")),
        State(UNDER_WAY, Title("实施中", "Under way")),
        State(ACCEPTED, Title("已验收", "Accepted"), open=False),
        State(DROPPED, Title("已终止", "Dropped"), open=False),
    ),
    (
        Move("begin_preliminary", Title("启动前期工作", "Begin preliminary work"), (PROPOSED,),
             PRELIMINARY, _EDIT, data=Preliminary, primary=True),
        Move("consent", Title("登记业主意见", "Record the owners' vote"), (PRELIMINARY, APPROVED),
             None, _EDIT, data=Consent, effect=record_consent),
        Move("approve", Title("批准立项", "Approve"), (PROPOSED, PRELIMINARY), APPROVED, _APPROVE,
             data=Note, primary=True),
        Move("start", Title("开工", "Start"), (APPROVED,), UNDER_WAY, _EDIT, data=Finish,
             rule=owners_agree, effect=effects.start, evidence=(PHOTO,), primary=True),
        Move("accept", Title("验收", "Accept"), (UNDER_WAY,), ACCEPTED, _APPROVE, data=Finish,
             effect=accept, evidence=(PHOTO,), primary=True),
        Move("drop", Title("终止", "Drop"), (PROPOSED, PRELIMINARY, APPROVED, UNDER_WAY), DROPPED,
             _APPROVE, data=Reason, danger=True),
        *common_moves(PRELIMINARY, APPROVED, UNDER_WAY),
    ),
    initial=PROPOSED,
)  # fmt: skip

KINDS = (
    Kind(RENEWAL, "project", Title("片区与小区提升", "Areas and estates"), "works",
         attributes=Renewal, workflow=RENEWAL_WAY, icon="building-community", prefix="GPQ",
         name=Title("项目名称", "Project"), map_style=MapStyle("diamond", "building-community"),
         about=(RENEWAL,),
         rules=(in_order("day", "preliminary_on", "started_on", "finished_on"),)),
)  # fmt: skip
