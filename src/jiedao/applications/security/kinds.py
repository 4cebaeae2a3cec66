"""Key areas that are patrolled, put right and delisted; receipts of what the police took over.

Restricted: only roles that name these kinds see them. What is investigated is the police's, and no
person is named here.
"""

import re
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _
from pydantic import BaseModel

from jiedao.engines.projects import effects as projects
from jiedao.engines.projects.data import Finish
from jiedao.engines.projects.workflow import common_moves
from jiedao.engines.visits.models import Visit
from jiedao.foundation.records.saying import Reason
from jiedao.foundation.records.work import Work
from jiedao.kernel.attributes import Options, attribute
from jiedao.kernel.declarations import Kind, Move, Party, State, Workflow
from jiedao.kernel.titles import Title

AREA, PATROL, HANDOVER = "key_area", "area_patrol", "clue_handover"
LISTED, RECTIFYING, ACCEPTANCE, DELISTED = "listed", "rectifying", "acceptance", "delisted"
_EDIT, _APPROVE = "records.edit", "projects.approve"
_PERSON: Final = re.compile(r"(?<!\d)(1[3-9]\d{9}|\d{17}[\dXx])(?!\d)")


class Field(Options):
    """What is fought there."""

    GANGS = "gangs", "扫黑除恶", "Organised crime"
    DRUGS = "drugs", "禁毒", "Drugs"
    SMUGGLING = "smuggling", "反走私", "Smuggling"
    ORDER = "order", "治安乱点", "Public order"


class KeyArea(BaseModel):
    """A listed place; ``day`` is when it was listed."""

    field: Field = attribute(Title("领域", "Field"), listed=True, filterable=True)
    issues: str = attribute(
        Title("突出问题", "Issues"), widget="textarea", min_length=2, max_length=1000
    )


class Patrol(BaseModel):
    """What the patrol saw of the place."""

    in_order: bool | None = attribute(
        Title("问题已整改", "Issues put right"), None, later=True, listed=True
    )


class Handover(BaseModel):
    """A matter handed over: nothing of it stays but the receipt."""

    field: Field = attribute(Title("领域", "Field"), listed=True, filterable=True)
    receiver: str = attribute(Title("接收单位", "Taken over by"), listed=True, min_length=2,
                              max_length=120)  # fmt: skip
    receipt: str = attribute(Title("回执编号", "Receipt"), listed=True, min_length=2, max_length=80)
    received_on: date | None = attribute(Title("回执日期", "Receipt of"), None)


def nobody_named(work: Work) -> str:
    """No number of a person or a telephone is written down here."""
    words = [
        work.record.title,
        *(value for value in work.values.values() if isinstance(value, str)),
    ]
    found = any(_PERSON.search(one) for one in words)
    return _("这里只留过程记录，不写个人证件号和电话。") if found else ""


def put_right(work: Work) -> str:
    """Asked to be delisted only after a patrol that found it in order."""
    row = work.record
    seen = Visit.objects.filter(
        town_id=row.town_id, kind=PATROL, subject_kind=AREA, subject_id=row.pk, state="done"
    )
    last: Any = seen.order_by("-day", "-id").first()
    return "" if last and last.attributes.get("in_order") else _("最近一次巡查还没有确认整改到位。")


AREAS = Workflow(
    "key_area",
    Title("重点区域整治", "Key area"),
    (
        State(LISTED, Title("已挂牌", "Listed")),
        State(RECTIFYING, Title("整治中", "Being put right")),
        State(ACCEPTANCE, Title("待摘牌", "To be delisted")),
        State(DELISTED, Title("已摘牌", "Delisted"), open=False),
    ),
    (
        Move("start", Title("开始整治", "Begin"), (LISTED,), RECTIFYING, _EDIT, data=Finish,
             effect=projects.start, primary=True),
        Move("ask", Title("申请摘牌", "Ask to delist"), (RECTIFYING,), ACCEPTANCE, _EDIT,
             rule=put_right, primary=True),
        Move("delist", Title("摘牌", "Delist"), (ACCEPTANCE,), DELISTED, _APPROVE,
             Party.NOT_HANDLER, data=Finish, effect=projects.finish, primary=True),
        Move("refuse", Title("不予摘牌", "Not delisted"), (ACCEPTANCE,), RECTIFYING, _APPROVE,
             Party.NOT_HANDLER, data=Reason),
        *common_moves(LISTED, RECTIFYING),
    ),
    initial=LISTED,
)  # fmt: skip
KINDS = (
    Kind(AREA, "project", Title("重点整治区域", "Key areas"), "security", attributes=KeyArea,
         workflow=AREAS, icon="shield-exclamation", prefix="ZDQ", name=Title("区域", "Area"),
         without=("organisation", "area_size"), restricted=True, rules=(nobody_named,)),
    Kind(PATROL, "visit", Title("重点区域巡查", "Patrols"), "security", attributes=Patrol,
         icon="walk", prefix="ZDX", about=(AREA,), without=("organisation",), restricted=True,
         rules=(nobody_named,)),
    Kind(HANDOVER, "register", Title("线索移交回执", "Receipts of matters handed over"), "security",
         attributes=Handover, icon="receipt", prefix="XSY", name=Title("事由", "Matter"),
         unique=("receipt",), restricted=True, rules=(nobody_named,),
         without=("place", "address", "area", "organisation", "capacity", "code")),
)  # fmt: skip
